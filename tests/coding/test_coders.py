import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.coding.combined import CombinedCoder
from qualkit.coding.indicators import IndicatorsCoder, matches
from qualkit.coding.passages import Passages
from qualkit.coding.similarity import SimilarityCoder, confidence, likely
from qualkit.errors import InputError
from qualkit.evidence import Source
from qualkit.model import Code, Codebook
from qualkit.protocols import Coder

CODERS = [IndicatorsCoder(), SimilarityCoder(), CombinedCoder()]
WATER = "Ayer me tocó el turno de riego y se nos rompió la manguera."
SAID = "no regar agua huerto cosechamos , . pero nos gustaría lechugas ¿ ? la manguera (riego) nunca — 3,5 ya"
WORDS = st.lists(st.sampled_from(SAID.split()), max_size=25).map(" ".join)
each_coder = pytest.mark.parametrize("coder", CODERS, ids=lambda coder: coder.name)


def top(coder, text, book, **options):
    found = coder.code([text], book, **options)[0]
    return found[0].code if found else None


@each_coder
def test_the_right_code_comes_first(coder, book):
    assert top(coder, WATER, book) == "riego"
    assert top(coder, "Ayer cosechamos y sacamos tres cajas de lechugas.", book) == "cosecha"


@each_coder
def test_it_abstains_where_nothing_fits(coder, book):
    assert coder.code(["El bus llega a las ocho por la carretera.", "", "mmm ya"], book) == [[], [], []]


@each_coder
def test_scores_cover_the_scope_and_agree_with_the_suggestions(coder, book):
    scores = coder.scores([WATER], book, under="huerto")[0]
    assert list(scores) == ["huerto", "riego", "cosecha"]
    assert all(0.0 <= score <= 1.0 for score in scores.values())
    best = coder.code([WATER], book, under="huerto")[0][0]
    assert best.confidence == scores[best.code] == max(scores.values())


@each_coder
def test_a_family_holds_the_coder_back(coder, book):
    assert top(coder, WATER, book, under="deseos") is None
    with pytest.raises(InputError, match="no code “x”"):
        coder.code([WATER], book, under="x")


@each_coder
def test_a_head_gives_way_to_its_children(coder, book):
    codes = {suggestion.code for suggestion in coder.code(["En el huerto regamos las plantas con agua."], book)[0]}
    assert "riego" in codes
    assert "huerto" not in codes


@each_coder
def test_the_same_texts_give_the_same_answers_alone_or_together(coder, book):
    texts = [WATER, "Nos gustaría un invernadero.", "No dio nada la tierra este año."] * 100
    together = coder.code(texts, book)
    assert repr(together) == repr(coder.code(texts, book))
    assert together[:3] == [coder.code([text], book)[0] for text in texts[:3]]


@each_coder
def test_no_texts_no_answers(coder, book):
    assert coder.code([], book) == []
    assert coder.scores([], book) == []


@each_coder
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(texts=st.lists(st.one_of(WORDS, st.text(max_size=60)), max_size=3))
def test_every_suggestion_points_at_words_that_the_gate_finds(coder, book, texts):
    for text, suggestions in zip(texts, coder.code(texts, book), strict=True):
        assert len(suggestions) <= 3
        for suggestion in suggestions:
            evidence = suggestion.evidence
            assert text[evidence.start : evidence.end] == evidence.quote
            assert Source(text).locate(evidence.quote) is not None


def test_each_is_a_coder():
    coders: list[Coder] = [*CODERS]
    assert [coder.name for coder in coders] == ["indicators", "similarity", "combined"]


@pytest.mark.parametrize("coder", [CODERS[0], CODERS[2]], ids=["indicators", "combined"])
@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Este mes tuvimos turno de riego.", "present"),
        ("Este mes no tuvimos turno de riego.", "negated"),
        ("No solo tuvimos turno de riego este mes.", "present"),
        ("No llovió, pero tuvimos turno de riego.", "present"),
        ("No tuvimos manguera, pero hubo turno de riego.", "present"),
    ],
)
def test_a_denied_phrase_is_a_negated_coding(coder, book, text, polarity):
    suggestion = next(s for s in coder.code([text], book)[0] if s.code == "riego")
    assert suggestion.polarity == polarity


def test_a_denial_proves_less_than_the_phrase(book):
    coder = IndicatorsCoder()
    said, denied = coder.scores(["Hay turno de riego hoy.", "No hay turno de riego hoy."], book)
    assert 0 < denied["riego"] < said["riego"]


def test_a_phrase_that_is_a_denial_is_present_where_it_is_said(book):
    found = matches(Passages("La tierra no dio nada este año."), book)
    assert [(match.code, match.polarity) for match in found] == [("cosecha", "present")]


def test_a_wish_proves_less_unless_the_code_is_about_wishes(book):
    told, wished = (matches(Passages(text), book) for text in ("Cosechamos harto hoy.", "Queremos cosechar harto."))
    assert wished[0].strength < told[0].strength
    greenhouse = [matches(Passages(text), book)[0] for text in ("Hay un invernadero.", "Queremos un invernadero.")]
    assert greenhouse[0].strength == greenhouse[1].strength


def test_a_phrase_does_not_run_across_sentences(book):
    found = matches(Passages("Hoy toca regar. Plantas no quedan."), book)
    assert found == []


def test_words_between_that_carry_no_meaning_are_skipped(book):
    found = matches(Passages("Regamos ya todas las plantas."), book)
    assert [match.code for match in found] == ["riego"]


def test_words_that_two_codes_claim_prove_half():
    shared = Codebook(
        "x", "v1", "X", (Code("a", "A", "", phrases=("abono",)), Code("b", "B", "", phrases=("abono", "compost")))
    )
    scores = IndicatorsCoder().scores(["Llegó el abono de la feria.", "Llegó el compost de la feria."], shared)
    assert scores[0]["a"] == scores[0]["b"] == pytest.approx(scores[1]["b"] / 2)


def test_the_mood_tells_two_codes_apart(book):
    wish, fact = CombinedCoder().scores(["Ojalá tuviéramos más plantas.", "Tenemos más plantas."], book)
    assert wish["deseos"] > fact["deseos"]
    assert wish["riego"] < fact["riego"]


def test_an_exclusion_counts_against():
    def one(exclude):
        return Codebook(
            "x", "v1", "X", (Code("a", "Agua", "El agua del huerto.", exclude=exclude), Code("b", "Sol", "Luz."))
        )

    text = "Conversamos de la lluvia de ayer en el huerto."
    plain, excluded = (
        SimilarityCoder().scores([text], one(e))[0]["a"] for e in ((), ("Conversar de la lluvia de ayer",))
    )
    assert excluded < plain


class Meaning:
    """An embedder that knows one synonym, and records what it was asked."""

    identity = "fake"

    def __init__(self):
        self.asked = []

    def embed(self, texts):
        self.asked.append(list(texts))
        about_water = [float("cañería" in text or "agua" in text.lower()) for text in texts]
        return np.array([[value, 0.0] for value in about_water], dtype=np.float32)


def test_an_embedder_adds_what_words_do_not_show(book):
    embedder = Meaning()
    text = "Se reventó la cañería del fondo."
    assert (
        SimilarityCoder(embedder=embedder).scores([text], book)[0]["riego"]
        > SimilarityCoder().scores([text], book)[0]["riego"]
    )
    assert [text] in embedder.asked


def test_confidence_is_monotone_between_zero_and_one():
    values = [confidence(raw) for raw in (-1.0, 0.0, 0.2, 0.4, 2.0)]
    assert values == sorted(values)
    assert 0.0 <= values[0] < values[-1] <= 1.0


def test_few_codes_near_the_best_are_likely(book):
    scores = {"huerto": 0.9, "riego": 0.8, "cosecha": 0.75, "deseos": 0.4}
    assert likely(scores, book) == ["riego", "cosecha"]
    assert likely({"riego": 0.4}, book) == []
