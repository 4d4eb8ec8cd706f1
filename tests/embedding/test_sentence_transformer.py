"""Models on this machine: found, told apart by their weights, never fetched; encoded where the extra is installed."""

import os
import shutil
import socket
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from qualkit.embedding import sentence_transformer
from qualkit.embedding.sentence_transformer import SentenceTransformerEmbedder, weights_hash
from qualkit.errors import InputError

TEXTS = ["leímos cuentos", "", "sembramos papas en el huerto"]


class Lengths:
    """An encoder that says how many letters and words a text has; it keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[list[str], int]] = []

    def encode(self, sentences: list[str], *, batch_size: int, **_: Any) -> np.ndarray:
        self.asked.append((sentences, batch_size))
        return np.array([[len(text), len(text.split())] for text in sentences], dtype=np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that looks like a model."""
    place = tmp_path / "modelo"
    (place / "1_Pooling").mkdir(parents=True)
    (place / "model.safetensors").write_bytes(b"pesos")
    (place / "config.json").write_text("{}")
    (place / "1_Pooling" / "config.json").write_text("{}")
    return place


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep hashes and fetched models in a folder of the test, and the variables of the libraries as they were."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for variable, value in sentence_transformer.OFFLINE.items():
        monkeypatch.setenv(variable, value)
    return tmp_path / "cache"


# Vectors


def test_rows_have_length_one_and_blank_texts_zero(folder: Path) -> None:
    model = Lengths()
    rows = SentenceTransformerEmbedder(str(folder), batch_size=7, load=lambda place: model).embed(TEXTS)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1, 0, 1])
    assert rows[0, 0] / rows[0, 1] == pytest.approx(14 / 2)
    assert model.asked == [([TEXTS[0], TEXTS[2]], 7)]


@pytest.mark.parametrize("texts", [[], ["", " "]], ids=["none", "blank"])
def test_without_a_word_the_rows_are_zero_and_as_long_as_ever(folder: Path, texts: list[str]) -> None:
    rows = SentenceTransformerEmbedder(str(folder), load=lambda place: Lengths()).embed(texts)
    assert rows.shape == (len(texts), 2)
    assert not rows.any()


def test_a_model_is_loaded_once_and_only_when_it_is_needed(folder: Path) -> None:
    loaded: list[Path] = []

    def load(place: Path) -> Lengths:
        loaded.append(place)
        return Lengths()

    embedder = SentenceTransformerEmbedder(str(folder), load=load)
    assert (embedder.identity, loaded) == (embedder.identity, [])
    embedder.embed(TEXTS)
    embedder.embed(TEXTS)
    assert loaded == [folder]


@pytest.mark.parametrize("error", [OSError, ValueError, RuntimeError, KeyError])
def test_a_model_that_cannot_be_loaded_is_named(folder: Path, error: type[Exception]) -> None:
    def load(place: Path) -> Lengths:
        raise error("falta\nalgo")

    with pytest.raises(InputError, match=r"modelo cannot be loaded: .*falta"):
        SentenceTransformerEmbedder(str(folder), load=load).embed(TEXTS)


def test_where_the_extra_is_missing_the_error_says_how_to_get_it(folder: Path) -> None:
    def load(place: Path) -> Lengths:
        raise ImportError("sentence_transformers")

    with pytest.raises(InputError, match=r"pip install 'qualkit\[transformers\]'"):
        SentenceTransformerEmbedder(str(folder), load=load).embed(TEXTS)


# Identity


def _identity(place: Path) -> str:
    return SentenceTransformerEmbedder(str(place)).identity


def test_a_copy_has_the_same_identity_wherever_it_is(folder: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder, tmp_path / "otro" / "modelo"))
    (copy / "README.md").write_text("léeme")
    (copy / "onnx").mkdir()
    (copy / "onnx" / "config.json").write_text("{}")
    assert _identity(copy) == _identity(folder)
    assert _identity(folder).startswith("sentence-transformers:modelo@")


@pytest.mark.parametrize(
    ("file", "content"),
    [("model.safetensors", b"pesas"), ("config.json", b"[]"), ("1_Pooling/config.json", b"[]"), ("vocab.txt", b"a")],
)
def test_another_content_is_another_identity(folder: Path, file: str, content: bytes) -> None:
    before = _identity(folder)
    (folder / file).write_bytes(content)
    os.utime(folder / file, (1, 1))
    assert _identity(folder) != before


def test_what_was_read_once_is_kept_until_a_file_changes(folder: Path, own_cache: Path) -> None:
    first = weights_hash(folder)
    [kept] = (own_cache / "qualkit" / "weights").iterdir()
    kept.write_text("0123456789abcdef")
    assert weights_hash(folder) == "0123456789abcdef"
    os.utime(folder / "model.safetensors", (1, 1))
    assert weights_hash(folder) == first


def test_where_nothing_can_be_kept_it_is_read_again(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert weights_hash(folder, cache=tmp_path / "file") == weights_hash(folder)


# Where models are


def test_a_path_may_start_from_the_folder_of_the_project(folder: Path) -> None:
    assert SentenceTransformerEmbedder("modelo", folder=folder.parent).identity == _identity(folder)


def _forbid_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.parametrize(
    ("name", "fetch"),
    [
        ("paraphrase-nada", "hf download sentence-transformers/paraphrase-nada"),
        ("casa/modelo-nada", "hf download casa/modelo-nada"),
        ("no es un nombre", "downloads nothing by itself"),
        ("a/b/c/d", "downloads nothing by itself"),
    ],
)
def test_a_model_that_is_not_here_is_not_fetched(monkeypatch: pytest.MonkeyPatch, name: str, fetch: str) -> None:
    _forbid_network(monkeypatch)
    with pytest.raises(InputError, match=fetch):
        SentenceTransformerEmbedder(name)


@pytest.mark.skipif(find_spec("huggingface_hub") is None, reason="huggingface_hub is not installed")
def test_a_model_that_was_fetched_before_is_found(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    _forbid_network(monkeypatch)
    hub = tmp_path / "hub"
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(hub))
    commit = "0" * 40
    place = hub / "models--casa--modelo"
    (place / "refs").mkdir(parents=True)
    (place / "refs" / "main").write_text(commit)
    shutil.copytree(folder, place / "snapshots" / commit)
    digits = _identity(folder).partition("@")[2]
    assert SentenceTransformerEmbedder("casa/modelo").identity == f"sentence-transformers:casa/modelo@{digits}"


def test_without_the_hubs_library_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(InputError, match="sentence-transformers is not installed"):
        SentenceTransformerEmbedder("casa/modelo")


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """Stand in for the extra where it is not installed; return what it is asked to load."""
    asked: list[tuple[str, dict[str, Any]]] = []

    class Damaged(Exception):
        """What safetensors raises: a class of its own."""

    def load(place: str, **options: Any) -> Lengths:
        asked.append((place, options))
        if Path(place).name == "dañado":
            raise Damaged("header too large")
        return Lengths()

    own, weights = ModuleType("sentence_transformers"), ModuleType("safetensors")
    own.SentenceTransformer, weights.SafetensorError = load, Damaged  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", own)
    monkeypatch.setitem(sys.modules, "safetensors", weights)
    return asked


def test_the_library_is_told_that_there_is_no_network(
    folder: Path, library: list[tuple[str, dict[str, Any]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("DO_NOT_TRACK", "mine")
    assert SentenceTransformerEmbedder(str(folder)).embed(TEXTS).shape == (3, 2)
    assert library == [(str(folder), {"device": "cpu", "local_files_only": True})]
    assert (os.environ["HF_HUB_OFFLINE"], os.environ["DO_NOT_TRACK"]) == ("1", "mine")


@pytest.mark.usefixtures("library")
def test_damaged_weights_are_said_so(folder: Path) -> None:
    damaged = folder.rename(folder.with_name("dañado"))
    with pytest.raises(InputError, match="dañado cannot be loaded: header too large"):
        SentenceTransformerEmbedder(str(damaged)).embed(TEXTS)


# A real model, made here with random weights


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sentence_transformers", reason="the extra “transformers” is not installed")
    import torch
    from sentence_transformers import SentenceTransformer, models
    from transformers import BertConfig, BertModel, BertTokenizerFast

    place = tmp_path_factory.mktemp("tiny")
    words = ["leímos", "cuentos", "sembramos", "papas", "en", "el", "huerto", "escuela"]
    (place / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]), encoding="utf-8"
    )
    torch.manual_seed(1)
    config = BertConfig(vocab_size=13, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
    BertModel(config).save_pretrained(place / "bert")
    BertTokenizerFast(str(place / "vocab.txt"), strip_accents=False).save_pretrained(place / "bert")
    bert = models.Transformer(str(place / "bert"), max_seq_length=32)
    pooling = models.Pooling(bert.get_word_embedding_dimension())
    SentenceTransformer(modules=[bert, pooling], device="cpu").save(str(place / "modelo"))
    return place / "modelo"


@pytest.mark.filterwarnings("default")  # what these libraries warn of is not ours to mend
def test_a_real_model_gives_the_same_vectors_each_time(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _forbid_network(monkeypatch)
    rows = SentenceTransformerEmbedder(str(tiny)).embed(TEXTS)
    assert rows.shape == (3, 16)
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1, 0, 1], abs=1e-5)
    assert abs(float(rows[0] @ rows[2])) < 0.999
    np.testing.assert_array_equal(SentenceTransformerEmbedder(str(tiny)).embed(TEXTS), rows)


@pytest.mark.filterwarnings("default")
def test_a_real_model_without_its_weights_cannot_be_loaded(tiny: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(tiny, tmp_path / "roto"))
    (broken / "model.safetensors").unlink()
    with pytest.raises(InputError, match=r"roto cannot be loaded"):
        SentenceTransformerEmbedder(str(broken)).embed(TEXTS)


@pytest.mark.filterwarnings("default")
def test_weights_that_are_no_weights_cannot_be_loaded(tiny: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(tiny, tmp_path / "basura"))
    (broken / "model.safetensors").write_bytes(b"basura" * 100)
    with pytest.raises(InputError, match="basura cannot be loaded"):
        SentenceTransformerEmbedder(str(broken)).embed(TEXTS)
