import pytest

from qualkit.coding.combined import LONG, SHORT, CombinedCoder, phrase_weight
from qualkit.coding.ground import has_ground, own_words
from qualkit.coding.indicators import matches
from qualkit.coding.passages import Passages
from qualkit.coding.similarity import SimilarityCoder
from qualkit.model import Code, Codebook

TURNS = Codebook(
    "x",
    "v1",
    "X",
    (
        Code("duty", "Deber", "Hacerse cargo.", phrases=("yo traigo", "quedar de", "coordinador/a", "la hice con")),
        Code("rain", "Lluvia", "Cuando llueve.", phrases=("lluvia", "paraguas")),
    ),
)


def said(text):
    return [(match.code, match.stands_alone) for match in matches(Passages(text), TURNS)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yo traigo la olla.", [("duty", True)]),
        ("Me trajo la olla.", []),
        ("Quedaron de venir.", [("duty", True)]),
        ("Quedó, de verdad, muy bien.", []),
        ("Vino el coordinador.", [("duty", False)]),
        ("Hay lluvia.", [("rain", False)]),
        ("Las hicimos con todos.", [("duty", True)]),
        ("Es lo que hago con todos.", []),
    ],
    ids=[
        "turn",
        "another small word",
        "another person",
        "a comma breaks it",
        "slash",
        "one word stands not alone",
        "object",
        "no object",
    ],
)
def test_turns_are_matched_with_their_small_words(text, expected):
    assert said(text) == expected


def test_a_word_that_everybody_says_is_nobodys_own(book):
    own = own_words(book)
    assert {"manguera", "turno"} <= own["riego"]
    assert "día" not in own["riego"]
    assert "huerto" not in own["riego"]


def test_two_own_words_in_one_sentence_are_ground(book):
    own = own_words(book)["riego"]
    assert has_ground(Passages("La manguera y la planta."), own)
    assert not has_ground(Passages("La manguera. Una planta."), own)
    assert not has_ground(Passages("La manguera, otra manguera."), own)


@pytest.mark.parametrize("coder", [CombinedCoder(), SimilarityCoder()], ids=["combined", "similarity"])
def test_everyday_words_alone_suggest_nothing(coder):
    book = Codebook(
        "x", "v1", "X", (Code("faces", "Ver caras de personas", "Ver la cara de la gente."), Code("b", "Sol", "Luz."))
    )
    text = "Ver la cara de la gente."
    assert coder.scores([text], book)[0]["faces"] > 0.5
    assert coder.code([text], book) == [[]]


def test_a_turn_is_enough_in_a_short_text_only():
    assert [s.code for s in CombinedCoder().code(["Mañana yo traigo la olla grande."], TURNS)[0]] == ["duty"]
    assert phrase_weight(1) == phrase_weight(SHORT) > phrase_weight((SHORT + LONG) // 2) > phrase_weight(LONG)
    assert phrase_weight(LONG) == phrase_weight(1000)


def test_small_talk_is_heard_with_half_an_ear(book):
    coder = CombinedCoder()
    told, asked = coder.scores(["Agua en las plantas.", "¿Agua en las plantas?"], book)
    assert asked["riego"] < told["riego"]
