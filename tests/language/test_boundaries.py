import numpy as np
import pytest

from qualkit.language.boundaries import DIGITS, EDGE, OTHER, Layer, boundary_model, numbers_of, plain_word

SAID = [
    "buenas",
    "tardes",
    "a",
    "todos",
    "partamos",
    "con",
    "la",
    "reunión",
    "muchas",
    "gracias",
    "por",
    "venir",
    "hoy",
    "día",
    "vamos",
    "a",
    "ver",
    "los",
    "acuerdos",
]


@pytest.fixture(scope="module")
def model():
    return boundary_model()


@pytest.mark.parametrize(
    ("token", "word"),
    [("¿Cómo?", "Cómo"), ("...", ""), ("«a»", "a"), ("3.5,", "3.5"), ("—", ""), ("pe-i", "pe-i"), ("🎉", "")],
)
def test_a_word_is_known_without_its_marks(token, word):
    assert plain_word(token) == word


def test_numbers_tell_known_unknown_and_counted_words_apart():
    ids, endings = {"casa": 3}, {"ndo": 3}
    assert numbers_of("Casa", ids, endings) == (3, OTHER, 1)
    assert numbers_of("zzzando", ids, endings) == (OTHER, 3, 0)
    assert numbers_of("1.200", ids, endings) == (DIGITS, DIGITS, 0)
    assert numbers_of("", ids, endings) == (EDGE, EDGE, 0)


def test_a_layer_adds_what_stands_at_each_distance():
    weights = np.array([[[1.0]], [[10.0]], [[100.0]]], dtype=np.float32)
    layer = Layer(weights, np.array([0.5], dtype=np.float32), 1.0)
    assert layer.sums(np.array([[1], [2], [3]], dtype=np.float32))[:, 0].tolist() == [210.5, 321.5, 32.5]


def test_a_sentence_is_heard_where_it_begins(model):
    (scores,) = model.scores([SAID])
    assert {SAID[k] for k in (scores >= model.threshold).nonzero()[0] if k} >= {"muchas"}
    assert len(scores) == len(SAID)


def test_a_text_is_read_alone(model):
    alone = model.scores([SAID])[0]
    among = model.scores([["otra", "cosa"], SAID, SAID[::-1]])[1]
    assert among.tolist() == alone.tolist()


def test_a_long_text_reads_the_same_in_parts(model, monkeypatch):
    text = SAID * 40
    whole = model.scores([text])[0]
    monkeypatch.setattr("qualkit.language.boundaries._CHUNK", 50)
    assert model.scores([text])[0].tolist() == whole.tolist()


def test_no_words_have_no_scores(model):
    assert model.scores([]) == []
    assert [len(x) for x in model.scores([[], ["a"]])] == [0, 1]


def test_weights_are_whole_and_their_sums_exact(model):
    for layer in model.layers:
        assert np.array_equal(layer.weights, np.rint(layer.weights))
        assert 127 * np.abs(layer.weights).sum(axis=(0, 1)).max() + np.abs(layer.bias).max() < 2**24
