"""The evidence gate against quotes that people and models really alter, and against quotes that they copy."""

import random
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from qualkit.evidence import Source, count_words, fold
from qualkit.model import Span

from .altered_quotes import ALTERED, AlteredQuote
from .altered_quotes import GAPS as ALTERED_GAPS
from .faithful_quotes import FAITHFUL, FaithfulQuote
from .faithful_quotes import GAPS as FAITHFUL_GAPS
from .invented_sources import CLOSING, INTERVIEW, MEETING, SOURCES, SURVEY, Invented, spoken

_LOOKED_IN = {name: invented.source for name, invented in SOURCES.items()}


def _locate(source: str, quote: str) -> str | None:
    span = _LOOKED_IN[source].locate(quote)
    return None if span is None else span.of(SOURCES[source].text)


@pytest.mark.parametrize("altered", [pytest.param(row, id=row.id) for row in (*ALTERED, *ALTERED_GAPS)])
def test_refuses_an_altered_quote(altered: AlteredQuote) -> None:
    assert _locate(altered.source, altered.quote) is None


@pytest.mark.parametrize("faithful", [pytest.param(row, id=row.id) for row in (*FAITHFUL, *FAITHFUL_GAPS)])
def test_finds_a_faithful_quote_at_its_place(faithful: FaithfulQuote) -> None:
    assert _locate(faithful.source, faithful.quote) == faithful.place


@pytest.mark.parametrize("faithful", [pytest.param(row, id=row.id) for row in FAITHFUL])
def test_every_place_lies_in_one_span_and_reads_the_same(faithful: FaithfulQuote) -> None:
    invented = SOURCES[faithful.source]
    places = list(invented.source.locate_all(faithful.quote))
    assert places == sorted(set(places))
    for place in places:
        assert sum(span.holds(place) for span in invented.spans) == 1
        assert _words(place.of(invented.text)).lower() == _words(faithful.place).lower()


def _words(text: str) -> str:
    return " ".join(fold(text).text.split())


def test_the_tables_are_as_large_as_promised() -> None:
    assert len(ALTERED) >= 200
    assert len(FAITHFUL) >= 200
    assert len({row.id for row in (*ALTERED, *ALTERED_GAPS)}) == len(ALTERED) + len(ALTERED_GAPS)
    assert len({row.id for row in (*FAITHFUL, *FAITHFUL_GAPS)}) == len(FAITHFUL) + len(FAITHFUL_GAPS)


def test_every_place_stands_in_its_source_as_written() -> None:
    missing = [row.id for row in (*FAITHFUL, *FAITHFUL_GAPS) if row.place not in SOURCES[row.source].text]
    assert missing == []


@pytest.mark.parametrize("mark", "\"'«»‹›“”„‟‘’‚‛`´", ids=unicodedata.name)
def test_every_quote_mark_is_the_same_quote_mark(mark: str) -> None:
    assert _locate("survey", f"dijo que {mark}el error es") == 'dijo que "el error es'
    assert _locate("survey", f"{mark}dijo que{mark}{mark}") is None
    assert _locate("survey", f"{mark}La profesora I. M.{mark}") == "La profesora I. M"


@pytest.mark.parametrize("dash", "-‐‑‒–—―−", ids=unicodedata.name)
def test_every_dash_is_the_same_dash(dash: str) -> None:
    assert _locate("meeting", f"la co{dash}docencia no es") == "la co-docencia no es"
    assert _locate("meeting", f"{dash} nadie puede {dash}, y eso") == "nadie puede —, y eso"


# Which place, where there are several


def test_the_first_of_several_places_is_the_one_located() -> None:
    places = list(CLOSING.source.locate_all("nadie enseña solo"))
    assert len(places) == 2
    assert CLOSING.source.locate("nadie enseña solo") == places[0]
    assert places[0].start == CLOSING.text.index("nadie enseña solo")


def test_overlapping_places_are_all_found() -> None:
    text = "no no no no po"
    assert list(Source(text).locate_all("no no no")) == [Span(0, 8), Span(3, 11)]


def test_a_place_that_would_cut_a_word_is_passed_over_for_one_that_does_not() -> None:
    text = "la clase abiertamente distinta, la clase abierta para todos"
    assert Source(text).locate("la clase abierta") == Span(32, 48)


def test_a_quote_that_two_speakers_say_is_found_at_the_first() -> None:
    talk = spoken(("Ana", "hay que volver mañana"), ("Luis", "Hay que volver mañana, sí"))
    assert talk.source.locate("Hay que volver mañana") == talk.spans[0]


def test_evidence_carries_the_sources_own_spelling() -> None:
    evidence = INTERVIEW.source.evidence("«Y la conversación se fue al computador»", field="relato")
    assert evidence is not None
    assert evidence.quote == "y la conver\u00ad\nsación se fue al computador"
    assert evidence.quote == evidence.span.of(INTERVIEW.text)
    assert evidence.field == "relato"


def test_no_evidence_for_a_refused_quote() -> None:
    assert INTERVIEW.source.evidence("la confianza se decreta") is None


@pytest.mark.parametrize("spans", [[], [Span(0, 0)], [Span(4, 4), Span(9, 9)]], ids=["none", "empty", "two empty"])
def test_nothing_is_found_where_nobody_speaks(spans: list[Span]) -> None:
    assert Source("Ana: que nadie enseña solo", spans).locate("que nadie enseña solo") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("", 0), ("¿— …?", 0), ("ex-alumna", 1), ("el 30 %", 2), ("no\u00a0más\npo", 3), ("1 — 2", 2)],
)
def test_counts_words_that_hold_a_letter_or_a_digit(text: str, words: int) -> None:
    assert count_words(text) == words


# Properties

_NUMBER_FREE = (
    MEETING.turns[0],
    MEETING.turns[5],
    MEETING.turns[6],
    INTERVIEW.turns[5],
    INTERVIEW.turns[7],
    *(CLOSING.turns[i] for i in (0, 1, 2, 4, 5, 6)),
    SURVEY.turns[0],
)
_CROWD = spoken(*((f"Voz {number}", turn) for number, turn in enumerate(_NUMBER_FREE)))
_CROWD_SOURCE = _CROWD.source
_LETTERS = "abglprtñáúü"  # spells no number
_SPACES = " \t\n\r\x0b\x0c\x85\u00a0\u1680\u2002\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_ENDS = ["", ".", "...", "…", "?", "!", "»", "”", '"', "'", ")", "]", ",", ";", " —", ".»", "»."]
_STARTS = ["", "¿", "¡", "«", "“", '"', "'", "(", "[", "— ", "…", "... ", "«¿", "- "]
_VARIANTS = {**dict.fromkeys("\"'«»“”‘’", "\"'«»“”‘’‚„‹›"), **dict.fromkeys("—–-", "—–-−‐‑‒―")}


@st.composite
def runs(draw: st.DrawFn) -> tuple[int, str]:
    """A turn of the crowd by its number, and a run of at least three of its words."""
    number = draw(st.integers(0, len(_NUMBER_FREE) - 1))
    words = _NUMBER_FREE[number].split(" ")
    start = draw(st.integers(0, len(words) - 3))
    end = draw(st.integers(start + 3, len(words)))
    run = " ".join(words[start:end])
    assume(count_words(run) >= 3)
    return number, run


@st.composite
def invented_talk(draw: st.DrawFn) -> tuple[Invented, list[list[str]]]:
    """Talk of made-up words, and the words of each turn."""
    word = st.text(_LETTERS + _LETTERS.upper(), min_size=1, max_size=6)
    turns = draw(st.lists(st.lists(word, min_size=1, max_size=8), min_size=1, max_size=5))
    gap = st.text(_SPACES.replace("\r", ""), min_size=1, max_size=3)
    return spoken(*(("Voz", "".join(w + draw(gap) for w in turn)) for turn in turns)), turns


@st.composite
def noisy(draw: st.DrawFn, quote: str) -> str:
    """``quote`` with typographic noise of every kind that is tolerated."""
    rng = draw(st.randoms(use_true_random=False))
    text = quote.replace("...", "…")
    text = "".join(_noise(text[i - 1 : i], char, text[i + 1 : i + 2], rng) for i, char in enumerate(text))
    text = rng.choice(_STARTS) + text + rng.choice(_ENDS)
    return unicodedata.normalize(rng.choice(["NFC", "NFD"]), text)


def _noise(before: str, char: str, after: str, rng: random.Random) -> str:
    if char.isspace():
        return "".join(rng.choice(_SPACES) for _ in range(rng.randint(1, 3)))
    if char == "…":
        return rng.choice(["…", "..."])
    if char in _VARIANTS:
        return rng.choice(_VARIANTS[char])
    inside = before.isalpha() and after.isalpha() and char.isalpha()
    return char + "\u00ad" * (inside and rng.random() < 0.1)


@settings(deadline=None, derandomize=True)
@given(runs())
def test_any_run_of_whole_words_is_found_with_the_same_words(run: tuple[int, str]) -> None:
    number, quote = run
    place = _CROWD_SOURCE.locate(quote)
    assert place is not None
    assert _words(place.of(_CROWD.text)).strip('"¿?¡!.,:-').lower() == _words(quote).strip('"¿?¡!.,:-').lower()
    assert any(_CROWD.spans[number].holds(each) for each in _CROWD_SOURCE.locate_all(quote))


@settings(deadline=None, derandomize=True)
@given(invented_talk(), st.data())
def test_any_run_of_made_up_words_is_found_in_its_own_turn(
    talk: tuple[Invented, list[list[str]]], data: st.DataObject
) -> None:
    invented, turns = talk
    number = data.draw(st.integers(0, len(turns) - 1))
    words = turns[number]
    assume(len(words) >= 3)
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 3, len(words)))
    places = [
        place for place in invented.source.locate_all(" ".join(words[start:end])) if invented.spans[number].holds(place)
    ]
    assert any(place.of(invented.text).split() == words[start:end] for place in places)


@settings(deadline=None, derandomize=True)
@given(invented_talk(), st.data())
def test_no_quote_crosses_from_one_turn_to_the_next(
    talk: tuple[Invented, list[list[str]]], data: st.DataObject
) -> None:
    invented, turns = talk
    assume(len(turns) >= 2)
    number = data.draw(st.integers(0, len(turns) - 2))
    between = data.draw(st.sampled_from([" ", "\n", "\nVoz: ", " Voz: ", ". "]))
    quote = " ".join(turns[number]) + between + " ".join(turns[number + 1])
    for place in invented.source.locate_all(quote):
        assert sum(span.holds(place) for span in invented.spans) == 1


@settings(deadline=None, derandomize=True)
@given(runs(), st.data())
def test_one_changed_letter_is_refused_unless_it_stands_elsewhere(run: tuple[int, str], data: st.DataObject) -> None:
    quote = run[1]
    at = data.draw(st.sampled_from([i for i, char in enumerate(quote) if char.isalnum()]))
    new = data.draw(st.sampled_from("abcdeéfghiíjlmnñoópqrstuúüvyzABÉÑS0123456789аеоѕıſﬁ𝐚ª²"))
    assume(new.lower() != quote[at].lower() or (new != quote[at] and any(map(str.isalpha, quote[:at]))))
    _assert_refused_unless_elsewhere(quote[:at] + new + quote[at + 1 :])


@settings(deadline=None, derandomize=True)
@given(runs(), st.data())
def test_one_letter_more_or_less_is_refused_unless_it_stands_elsewhere(
    run: tuple[int, str], data: st.DataObject
) -> None:
    quote = run[1]
    at = data.draw(st.sampled_from([i for i, char in enumerate(quote) if char.isalnum()]))
    more = data.draw(st.sampled_from(["", quote[at] * 2, quote[at] + "s", "a" + quote[at], quote[at] + "\u200b"]))
    _assert_refused_unless_elsewhere(quote[:at] + more + quote[at + 1 :])


def _assert_refused_unless_elsewhere(altered: str) -> None:
    """The oracle is the plainest there is: the words, one space apart, in what one person says."""
    first = next((i for i, char in enumerate(altered) if char.isalpha()), 0)
    plain = altered.strip(" «»“”\"'¿?¡!.,:;—-()…")
    variants = {plain, plain[:1].lower() + plain[1:], plain[:1].upper() + plain[1:]}
    assume(first < len(altered))
    if any(variant in turn for variant in variants for turn in _NUMBER_FREE):
        return
    assert _CROWD_SOURCE.locate(altered) is None


@settings(deadline=None, derandomize=True)
@given(runs(), st.data())
def test_two_neighbouring_words_that_differ_cannot_change_places(run: tuple[int, str], data: st.DataObject) -> None:
    words = run[1].split(" ")
    at = data.draw(st.integers(0, len(words) - 2))
    assume(words[at].lower() != words[at + 1].lower())
    words[at], words[at + 1] = words[at + 1], words[at]
    _assert_refused_unless_elsewhere(" ".join(words))


@settings(deadline=None, derandomize=True)
@given(runs(), st.data())
def test_typographic_noise_never_moves_a_faithful_quote(run: tuple[int, str], data: st.DataObject) -> None:
    quote = run[1]
    noise = data.draw(noisy(quote))
    assert list(_CROWD_SOURCE.locate_all(noise)) == list(_CROWD_SOURCE.locate_all(quote))


_NOT_CANONICAL = {"look-alike", "zero-width inside", "zero-width at an end"}


@settings(deadline=None, derandomize=True)
@given(st.sampled_from([row for row in ALTERED if row.kind not in _NOT_CANONICAL and row.quote.strip()]), st.data())
def test_typographic_noise_never_saves_an_altered_quote(altered: AlteredQuote, data: st.DataObject) -> None:
    assert _locate(altered.source, data.draw(noisy(altered.quote))) is None


@settings(deadline=None, derandomize=True)
@given(st.sampled_from(FAITHFUL), st.sampled_from(["NFC", "NFD"]))
def test_canonical_form_never_changes_the_place(faithful: FaithfulQuote, form: str) -> None:
    assert _locate(faithful.source, unicodedata.normalize(form, faithful.quote)) == faithful.place


@settings(deadline=None, derandomize=True)
@given(st.sampled_from(FAITHFUL))
def test_a_decomposed_source_gives_offsets_of_its_own(faithful: FaithfulQuote) -> None:
    text = unicodedata.normalize("NFD", faithful.place)
    place = Source(f"{text} a\u0301.").locate(faithful.quote)
    assert place is not None
    assert place.of(f"{text} a\u0301.") == text


_PIECES = (
    *"aáeñ0159 \t\n\r\0\x1f\u00a0\u00ad\u200b\u2060\ufeff\u0301\u0303\u09c7\u09be\u1112\u1161\u11ab\ud800\u212b\u2000",
    *".,;:¿?¡!()[]«»“”\"'—–-−…%°º$€@#/*_+&👩\u200d🏫\ufe0f",
    *("no ", "las ", "dos ", "mil ", "treinta ", "y ", "coma ", "por ciento ", "\r\n", "...", "ex-", "n\u0303"),
)
_ANY_TEXT = st.lists(st.sampled_from(_PIECES) | st.characters(exclude_categories=()), max_size=30).map("".join)
_WITH_ITS_PIECE = st.tuples(_ANY_TEXT, st.integers(0, 40), st.integers(3, 60)).map(
    lambda drawn: (drawn[0], drawn[0][drawn[1] : drawn[1] + drawn[2]])
)


@settings(deadline=None, derandomize=True)
@given(st.tuples(_ANY_TEXT, _ANY_TEXT) | _WITH_ITS_PIECE)
def test_any_text_and_any_quote_have_an_answer_and_always_the_same(asked: tuple[str, str]) -> None:
    text, quote = asked
    source = Source(text)
    places = list(source.locate_all(quote))
    assert places == list(Source(text).locate_all(quote))
    assert source.locate(quote) == (places[0] if places else None)
    assert all(0 <= place.start < place.end <= len(text) for place in places)


@settings(deadline=None, derandomize=True)
@given(_ANY_TEXT, st.data())
def test_places_lie_in_one_span_wherever_the_spans_lie(text: str, data: st.DataObject) -> None:
    borders = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    spans = [Span(start, end) for start, end in zip(borders[::2], borders[1::2], strict=False)]
    for place in Source(text, spans).locate_all(text):
        assert any(span.holds(place) for span in spans)


@pytest.mark.parametrize(
    "quote",
    ["", "\0", "que\0nadie enseña solo", "\ud800 \udfff \ud83d", "́", "\u00ad", "…", "a " * 50_000, "ñ" * 200_000, "%"],
    ids=[
        "empty",
        "NUL",
        "NUL inside",
        "surrogates",
        "mark alone",
        "soft hyphen",
        "ellipsis",
        "long",
        "huge",
        "percent",
    ],
)
def test_an_impossible_quote_is_refused_and_not_an_error(quote: str) -> None:
    assert CLOSING.source.locate(quote) is None


def test_a_lone_surrogate_in_the_source_is_a_character_like_another() -> None:
    text = "que nadie \ud800 enseña solo"
    assert Source(text).locate("nadie \ud800 enseña solo") == Span(4, len(text))


def test_a_nul_in_the_source_joins_nothing() -> None:
    assert Source("que nadie\0enseña solo").locate("que nadie enseña solo") is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("다섯 명이 왔다 고", id="Hangul"),
        pytest.param("la niña\u00a0\u0301 no llegó", id="mark after a hard space"),
        pytest.param("la niña —\u0301 no llegó", id="mark after a dash"),
        pytest.param("\u0995\u09cb \u0995\u09be \u0995\u09bf", id="vowel signs of class zero"),
    ],
)
def test_a_decomposed_copy_of_the_whole_source_is_found(text: str) -> None:
    assert Source(text).locate(unicodedata.normalize("NFD", text)) == Span(0, len(text))


@settings(deadline=None, derandomize=True)
@given(_WITH_ITS_PIECE)
def test_a_place_quoted_again_is_found_again(asked: tuple[str, str]) -> None:
    text, quote = asked
    source = Source(text)
    for place in source.locate_all(quote):
        if not unicodedata.is_normalized("NFC", text):
            break
        assert place in list(source.locate_all(place.of(text)))


@settings(deadline=None, derandomize=True)
@given(_ANY_TEXT.filter(lambda text: "\0" not in text))
def test_canonical_form_of_the_quote_never_changes_the_verdict(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert Source(text).locate(text) == Source(text).locate(unicodedata.normalize("NFD", text))


@settings(deadline=None, derandomize=True)
@given(_ANY_TEXT)
def test_folding_keeps_one_place_for_each_character(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets) == len(folded.ends)
    assert all(start < end for start, end in zip(folded.offsets, folded.ends, strict=True))
    assert list(folded.offsets) == sorted(folded.offsets)


@settings(deadline=None, derandomize=True)
@given(_ANY_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(unicodedata.normalize("NFC", text)).text
    assert fold(once).text == once
