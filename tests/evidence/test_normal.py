"""Text is normalised once, and every offset of it leads back to what the caller gave."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.normal import clusters, normalise, normalise_with_map

_PIECES = [
    *"aeiouñÑáü \n\r\ufeff\u0301\u0303\u0308\u0327\u0344\u00ad\u200b…«\0\u2028\x85\ud800",
    *"\u1112\u1161\u11ab한글\u09c7\u09be\u0958\u212b\u2126👩\u200d🏫🏽\ufe0f🇨🇱",
    "\r\n",
    "e\u0301",
    "n\u0303",
]
_RAW = st.lists(st.sampled_from(_PIECES) | st.characters(exclude_categories=()), max_size=20).map("".join)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("\ufeff", "", id="only a mark"),
        pytest.param("\ufeffhola", "hola", id="mark at the start"),
        pytest.param("ho\ufeffla", "ho\ufeffla", id="mark inside stays"),
        pytest.param("a\r\nb\rc\nd", "a\nb\nc\nd", id="line ends"),
        pytest.param("a\r\n\r\nb", "a\n\nb", id="blank line"),
        pytest.param("a\n\rb", "a\n\nb", id="line ends the wrong way round"),
        pytest.param("an\u0303o cafe\u0301", "año café", id="decomposed"),
        pytest.param("\u212b \u2126", "Å Ω", id="singletons"),
        pytest.param("\u1112\u1161\u11ab", "한", id="Hangul"),
        pytest.param("tab\ty\u2028\x85", "tab\ty\u2028\x85", id="other white space stays"),
        pytest.param("👩\u200d🏫 ❤\ufe0f", "👩\u200d🏫 ❤\ufe0f", id="emoji stay"),
    ],
)
def test_normalises(raw: str, text: str) -> None:
    assert normalise(raw) == text


@pytest.mark.parametrize(
    ("raw", "text", "offsets"),
    [
        pytest.param("", "", [0], id="empty"),
        pytest.param("año", "año", [0, 1, 2, 3], id="nothing to do"),
        pytest.param("an\u0303o", "año", [0, 1, 3, 4], id="decomposed"),
        pytest.param("a\r\nb", "a\nb", [0, 1, 3, 4], id="CRLF"),
        pytest.param("a\rb", "a\nb", [0, 1, 2, 3], id="CR"),
        pytest.param("\ufeffab", "ab", [1, 2, 3], id="byte order mark"),
        pytest.param("\ufeff", "", [1], id="only a byte order mark"),
        pytest.param("\ufeffa\r\ne\u0301👍🏽", "a\né👍🏽", [1, 2, 4, 6, 7, 8], id="everything"),
        pytest.param("e\u0301 a\ufeffb", "é a\ufeffb", [0, 2, 3, 4, 5, 6], id="byte order mark inside"),
        pytest.param("\u1112\u1161\u11ab.", "한.", [0, 3, 4], id="Hangul"),
        pytest.param("\u09c7\u09be", "\u09cb", [0, 2], id="marks of class zero"),
    ],
)
def test_maps_back(raw: str, text: str, offsets: list[int]) -> None:
    found, back = normalise_with_map(raw)
    assert (found, list(back)) == (text, offsets)


@settings(deadline=None, derandomize=True)
@given(_RAW)
def test_the_mapped_text_is_the_normalised_text(raw: str) -> None:
    text, offsets = normalise_with_map(raw)
    assert text == normalise(raw)
    assert len(offsets) == len(text) + 1
    assert offsets[-1] == len(raw)
    assert list(offsets) == sorted(offsets)


@settings(deadline=None, derandomize=True)
@given(_RAW)
def test_the_callers_spelling_of_every_whole_character_normalises_to_it(raw: str) -> None:
    text, offsets = normalise_with_map(raw)
    borders = [i for i in range(len(text) + 1) if i == len(text) or i == 0 or offsets[i] != offsets[i - 1]]
    for start, end in pairwise(borders):
        assert normalise("x" + raw[offsets[start] : offsets[end]]) == normalise("x" + text[start:end])


@pytest.mark.parametrize("word", ["pingüino", "Ñuñoa", "Åse", "Ệ", "한글", "é́", "ệ̃"])
def test_a_decomposed_word_maps_back_to_its_letters(word: str) -> None:
    composed = normalise(word)
    raw = unicodedata.normalize("NFD", composed)
    found, offsets = normalise_with_map(raw)
    assert found == composed
    assert normalise(raw[offsets[0] : offsets[len(found)]]) == composed


@settings(deadline=None, derandomize=True)
@given(_RAW)
def test_clusters_cover_the_text_without_gaps(raw: str) -> None:
    bounds = clusters(raw)
    assert "".join(raw[start:end] for start, end in bounds) == raw
    assert all(start < end for start, end in bounds)


@settings(deadline=None, derandomize=True)
@given(_RAW.filter(lambda raw: not raw.startswith("\ufeff")))
def test_normalising_twice_is_normalising_once(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)
