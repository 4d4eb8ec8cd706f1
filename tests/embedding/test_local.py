"""The default embedder: what is near, what is the same to the byte, and what it does with odd text."""

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.embedding import local
from qualkit.embedding.local import LocalEmbedder, read_words, words_of, written
from qualkit.errors import InputError


@pytest.fixture(scope="module")
def embedder() -> LocalEmbedder:
    return LocalEmbedder.open()


def cosine(embedder: LocalEmbedder, one: str, two: str) -> float:
    vectors = embedder.embed([one, two])
    return float(vectors[0] @ vectors[1])


NEARER = [
    ("los profes observan clases entre ellos", "los docentes se observan en el aula", "la lluvia cortó el camino"),
    ("les da miedo que los miren", "sienten temor de ser observados", "compramos sillas para la biblioteca"),
    ("los apoderados no llegan a las reuniones", "cuesta que vengan las familias", "el robot siguió la línea negra"),
    ("los cabros andan con el celular", "los alumnos usan el teléfono", "la directora firmó el convenio"),
    ("el liceo", "la escuela", "el volcán"),
    ("acoso entre compañeros", "bullying", "huerto escolar"),
]


@pytest.mark.parametrize(("text", "near", "far"), NEARER, ids=[row[0] for row in NEARER])
def test_what_means_the_same_is_nearer(embedder: LocalEmbedder, text: str, near: str, far: str) -> None:
    assert cosine(embedder, text, near) > cosine(embedder, text, far) + 0.05


@pytest.mark.parametrize(
    ("one", "two"),
    [("reunión", "reunion"), ("REUNIÓN", "reunión"), ("niñez", unicodedata.normalize("NFD", "niñez"))],
    ids=["accent", "capitals", "decomposed"],
)
def test_spellings_of_a_word_are_one(embedder: LocalEmbedder, one: str, two: str) -> None:
    assert embedder.embed([one]).tobytes() == embedder.embed([two]).tobytes()


def test_a_typing_mistake_stays_near_its_word(embedder: LocalEmbedder) -> None:
    assert cosine(embedder, "la retroalimentasion de clases", "la retroalimentación de clases") > 0.7
    assert cosine(embedder, "retroalimentasion", "retroalimentación") > 0.3


def test_known_words_alone_go_by_their_meaning(embedder: LocalEmbedder) -> None:
    assert cosine(embedder, "casa", "hogar") > cosine(embedder, "casa", "caza")


def test_a_spelled_out_acronym_is_the_acronym(embedder: LocalEmbedder) -> None:
    assert words_of("la pe eme e del liceo") == ["la", "pme", "del", "liceo"]
    assert cosine(embedder, "lo puso en el pe eme e", "lo puso en el PME") == pytest.approx(1, abs=1e-6)


def test_a_pseudonym_says_nothing(embedder: LocalEmbedder) -> None:
    assert words_of("Persona 3 trajo la guía a Escuela 12") == ["trajo", "la", "guia", "a"]
    assert not embedder.embed(["Persona 3"]).any()


def test_long_figures_differ_in_how_they_are_written_only(embedder: LocalEmbedder) -> None:
    both = LocalEmbedder.open(meaning_share=1.0).embed(["1250", "3780"])
    assert np.array_equal(both[0], both[1])
    assert cosine(embedder, "1250", "3780") < 0.99


def test_a_word_never_seen_takes_the_meaning_of_its_lemma() -> None:
    meaning = LocalEmbedder.open(meaning_share=1.0)
    assert "retroalimentaremos" not in meaning._words.places
    assert cosine(meaning, "retroalimentaremos", "retroalimentar") > 0.99


def test_a_short_word_never_seen_means_nothing() -> None:
    assert not LocalEmbedder.open(meaning_share=1.0).embed(["xqzk"]).any()


def test_rows_have_length_one_or_none(embedder: LocalEmbedder) -> None:
    vectors = embedder.embed(["hola a todos", "", "…", "🙂🙂", "12", "mañana"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (6, embedder.dimensions)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0, 0, 1, 1], abs=1e-5)


def test_a_run_of_letters_without_end_costs_no_more_than_text(embedder: LocalEmbedder) -> None:
    assert max(map(len, words_of("a" * 1_000_000))) == 100
    assert np.linalg.norm(embedder.embed(["a" * 1_000_000])[0]) == pytest.approx(1, abs=1e-4)


def test_no_texts_are_no_rows(embedder: LocalEmbedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_company_changes_no_byte(embedder: LocalEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["una red de escuelas", "nos falta tiempo", "a " * 40 + "colegio rural", "", "otra vez la red"] * 3
    alone = b"".join(embedder.embed([text]).tobytes() for text in texts)
    monkeypatch.setattr(local, "_MOST_WORDS", 16)
    in_small_runs = LocalEmbedder.open().embed(texts)
    monkeypatch.undo()
    assert embedder.embed(texts).tobytes() == alone
    short = [i for i, text in enumerate(texts) if len(text.split()) < 16]
    assert in_small_runs[short].tobytes() == embedder.embed([texts[i] for i in short]).tobytes()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_gives_finite_rows(texts: list[str]) -> None:
    vectors = LocalEmbedder.open().embed(texts)
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.logical_or(np.abs(lengths - 1) < 1e-4, lengths == 0).all()


def test_the_identity_tells_what_makes_the_vectors(embedder: LocalEmbedder, monkeypatch: pytest.MonkeyPatch) -> None:
    assert embedder.identity == LocalEmbedder.open().identity
    assert embedder.identity.startswith("local:")
    assert LocalEmbedder.open(meaning_share=0.9).identity != embedder.identity
    monkeypatch.setattr(local, "FORM", local.FORM + 1)
    assert LocalEmbedder.open().identity != embedder.identity


def test_shares_end_at_one_half(embedder: LocalEmbedder) -> None:
    letters = LocalEmbedder.open(meaning_share=0.0)
    assert cosine(letters, "colegio", "escuela") < 0.15 < cosine(embedder, "colegio", "escuela")


@pytest.mark.parametrize("content", [b"", b"no table", b"PK\x03\x04 broken"], ids=["empty", "text", "half a zip"])
def test_a_file_that_is_no_table_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "vectors.npz").write_bytes(content)
    with pytest.raises(InputError, match=r"vectors\.npz"):
        LocalEmbedder.open(tmp_path / "vectors.npz")


def test_a_table_without_its_parts_is_told(tmp_path: Path) -> None:
    np.savez(tmp_path / "vectors.npz", rows=np.zeros((1, 2), dtype=np.int8))
    with pytest.raises(InputError):
        read_words(tmp_path / "vectors.npz")


def test_how_a_word_is_written_is_kept_and_not_to_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        written("red")[0] = 1
