"""Finding passages by their words: what counts as a word, how it is weighed, and what is forgiven."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.embedding.keywords import (
    Asked,
    KeywordIndex,
    KeywordSettings,
    asked_words,
    sound_of,
    token_words,
    words_of,
)
from qualkit.language.tokens import analyse

PASSAGES = {
    "huerto": "Los niños sembraron papas en el huerto de la escuela.",
    "puerto": "Cerraron el puerto y no llegó la lancha.",
    "clase": "La directora observó la clase y conversó con la docente.",
    "pauta": "Hicimos una pauta de observación de aula entre colegas.",
    "licencia": "La profesora está con licencia médica desde marzo.",
    "utp": "La jefa de u te pe pidió la planificación.",
    "wasap": "El grupo de guasap no para en la noche.",
    "tea": "Con la ley té a llegó un protocolo y nadie que lo haga.",
    "retro": "Falta retroalimentación entre los profes.",
}


@pytest.fixture(scope="module")
def index() -> KeywordIndex:
    return KeywordIndex({key: words_of(text) for key, text in PASSAGES.items()})


def ask(*words: str) -> list[Asked]:
    return [Asked(word, (word,)) for word in words]


def best(index: KeywordIndex, query: str) -> str | None:
    found = index.search(asked_words(query))
    return max(found, key=lambda key: found[key].score, default=None)


# What is a word


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Observó las clases", ["observar", "clase"]),
        ("u te pe", ["utp"]),
        ("la ley té a", ["ley", "tea"]),
        ("Persona 3 sembró", ["sembrar"]),
        ("¿qué de la?", []),
        ("🌊 …", []),
        ("", []),
    ],
    ids=["lemmas without accents", "acronym", "acronym of two", "pseudonym out", "stop words out", "emoji", "nothing"],
)
def test_words_of(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_the_enye_is_found_however_it_was_typed() -> None:
    assert words_of("niños") == words_of("niño") == ["nino"]


def test_a_typed_word_is_looked_for_as_it_stands_too() -> None:
    [asked] = asked_words("lisencias")
    assert asked.typed == "lisencias"
    assert {"lisencias", "lisencia"} <= set(asked.spellings)


def test_a_spelt_out_acronym_is_asked_as_the_acronym_only() -> None:
    assert asked_words("u te pe") == [Asked("u te pe", ("utp",))]


@given(st.text(max_size=80))
def test_every_word_of_a_text_comes_from_a_token_that_stands_there(text: str) -> None:
    found = [
        word for token in analyse(text) if token.text == text[token.start : token.end] for word in token_words(token)
    ]
    assert found == words_of(text)


# How it is weighed


def test_the_score_is_bm25() -> None:
    """Two passages of 2 and 4 words; «agua» stands twice in the first only: idf = ln(1 + 1.5 / 1.5) = ln 2."""
    index = KeywordIndex(
        {"a": ["agua", "agua"], "b": ["luz", "sol", "mar", "sal"]},
        settings=KeywordSettings(saturation=1.2, length=0.75),
    )
    [match] = index.search(ask("agua")).values()
    expected = log(2) * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 2 / 3))
    assert match.score == pytest.approx(expected)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    index = KeywordIndex({"a": ["agua", "bomba"], "b": ["agua"], "c": ["agua"], "d": ["luz"]})
    found = {word: index.search(ask(word))["a"].score for word in ("agua", "bomba")}
    assert found["bomba"] > found["agua"]


def test_a_word_that_is_asked_twice_counts_once_for_each_kinship() -> None:
    index = KeywordIndex({"a": ["observar", "observacion"]})
    alone = index.search(ask("observar"))["a"]
    assert alone.words == {"observar", "observacion"}
    assert alone.score == pytest.approx(KeywordIndex({"a": ["observar", "otra"]}).search(ask("observar"))["a"].score)


def test_what_has_nothing_in_common_is_not_found(index: KeywordIndex) -> None:
    assert index.search(asked_words("xilófono")) == {}


def test_no_passages_find_nothing() -> None:
    assert KeywordIndex({}).search(ask("agua")) == {}


def test_an_everyday_word_counts_less_than_one_that_says_what_it_is_about() -> None:
    index = KeywordIndex({"a": ["escuela"], "b": ["huerto"]})
    found = index.search(asked_words("el huerto de la escuela"))
    assert found["b"].score == pytest.approx(2 * found["a"].score)


# What is forgiven


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("UTP", "utp"),
        ("utp", "utp"),
        ("ley TEA", "tea"),
        ("lisencias medicas", "licencia"),
        ("lisencia", "licencia"),
        ("wasap", "wasap"),
        ("huertos", "huerto"),
        ("guerto", "huerto"),
        ("retroalimentasion", "retro"),
        ("retroalimentacon", "retro"),
        ("observasion", "pauta"),
        ("sembrar", "huerto"),
        ("SEMBRO PAPAS", "huerto"),
    ],
)
def test_a_query_is_understood_as_it_is_typed(index: KeywordIndex, query: str, key: str) -> None:
    assert best(index, query) == key


def test_a_kin_word_is_found_after_the_word_itself(index: KeywordIndex) -> None:
    found = index.search(asked_words("observar"))
    assert found["clase"].score > found["pauta"].score > 0


def test_a_known_word_does_not_bring_one_that_is_only_spelled_alike(index: KeywordIndex) -> None:
    assert set(index.search(asked_words("huerto"))) == {"huerto"}


def test_a_short_word_is_taken_as_it_is() -> None:
    index = KeywordIndex({"a": ["pide"], "b": ["pie"]})
    assert set(index.search(ask("pie"))) == {"b"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("licencia", "lisensia"),
        ("huevo", "uebo"),
        ("lluvia", "yubia"),
        ("wasap", "guasap"),
        ("quizas", "kisas"),
        ("gente", "jente"),
    ],
)
def test_what_sounds_alike_is_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("casa", "cacha"), ("pero", "perla"), ("guerra", "jerra"), ("pala", "palo")]
)
def test_what_sounds_otherwise_is_not(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=2), st.lists(st.text("abcde", min_size=1, max_size=6), max_size=5)
    )
)
def test_scores_are_positive_and_the_same_again(passages: dict[str, list[str]]) -> None:
    asked = [Asked(word, (word,)) for words in passages.values() for word in words][:3]
    first, again = (KeywordIndex(passages).search(asked) for _ in range(2))
    assert first == again
    assert all(match.score > 0 and match.words for match in first.values())
