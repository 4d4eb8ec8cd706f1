import numpy as np
import pytest
from lsa import LexicalEmbedder, LexicalSettings

from qualkit.errors import InputError
from qualkit.protocols import Embedder

TEXTS = [
    "Nos juntamos los lunes a planificar con la escuela vecina.",
    "La planificación conjunta con otras escuelas nos ordena.",
    "Los niños leen cuentos en el patio con sus abuelas.",
    "La lectura en familia mejoró la comprensión de los niños.",
    "El sostenedor nos pidió una planilla de asistencia.",
    "Registramos la asistencia en una planilla compartida.",
]


@pytest.fixture(scope="module")
def embedder():
    return LexicalEmbedder.fit(TEXTS)


def test_it_is_an_embedder(embedder):
    seam: Embedder = embedder
    vectors = seam.embed(TEXTS)
    assert vectors.shape == (6, embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_texts_about_the_same_thing_are_nearer(embedder):
    likeness = embedder.embed(TEXTS) @ embedder.embed(["Planificamos con escuelas vecinas"])[0]
    assert likeness[0] > max(likeness[2:])


@pytest.mark.parametrize("text", ["", "...", "¿?", "de la que"])
def test_a_text_that_says_nothing_has_a_row_of_zeros(embedder, text):
    assert not embedder.embed([text]).any()


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_same_texts_same_bytes(embedder):
    assert LexicalEmbedder.fit(TEXTS).to_bytes() == embedder.to_bytes()


def test_other_texts_or_settings_are_another_identity(embedder):
    identities = {
        embedder.identity,
        LexicalEmbedder.fit(TEXTS[:-1]).identity,
        LexicalEmbedder.fit(TEXTS, settings=LexicalSettings(dimensions=3)).identity,
    }
    assert len(identities) == 3
    assert all(identity.startswith("lexical:") for identity in identities)


def test_bytes_bring_the_same_embedder_back(embedder):
    restored = LexicalEmbedder.from_bytes(embedder.to_bytes())
    assert restored.identity == embedder.identity
    assert np.array_equal(restored.embed(TEXTS), embedder.embed(TEXTS))


@pytest.mark.parametrize("data", [b"", b"not vectors", b"\x93NUMPY", b"\x80\x04K\x01."])
def test_other_bytes_are_refused(data):
    with pytest.raises(InputError, match="cannot be read"):
        LexicalEmbedder.from_bytes(data)


def test_bytes_of_another_form_are_refused(embedder):
    data = embedder.to_bytes().replace(b'"form": 1', b'"form": 9')
    with pytest.raises(InputError, match="another version"):
        LexicalEmbedder.from_bytes(data)


def test_texts_without_a_word_cannot_be_learned_from():
    with pytest.raises(InputError, match="no text"):
        LexicalEmbedder.fit(["...", ""])


def test_one_text_is_enough():
    assert LexicalEmbedder.fit(TEXTS[:1]).embed(TEXTS[:1]).any()


def test_many_texts_are_sampled():
    many = [f"{text} Curso número {i}." for i in range(4) for text in TEXTS]
    embedder = LexicalEmbedder.fit(many, settings=LexicalSettings(most_texts=5))
    assert embedder.dimensions <= 5
    assert embedder.embed(many).any(axis=1).all()
