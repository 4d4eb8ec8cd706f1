"""``qualkit index`` as a user meets it, with a server of vectors on the loopback."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualkit.cli.indexing import _cost
from qualkit.embedding.local import LocalEmbedder
from qualkit.project import Project

from ..embedding.server import KEY, Scripted, VectorServer
from ..workflows import network
from .conftest import Call

KEYS = ["embedder", "segments", "texts", "dimensions", "made", "kept", "seconds"]
PLAN_KEYS = ["embedder", "segments", "kept", "texts", "words", "tokens", "sent", "cost"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VectorServer]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running = VectorServer()
    yield running
    running.stop()


@pytest.fixture
def red(tmp_path: Path, server: VectorServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project with transcripts, set to the server; it is the current folder."""
    with network.start(tmp_path / "red") as project:
        project.ingest([network.write_material(tmp_path / "material") / "sesiones"])
    _set(tmp_path / "red", "openai:v", server)
    monkeypatch.chdir(tmp_path / "red")
    return tmp_path / "red"


def _set(folder: Path, name: str, server: VectorServer) -> None:
    lines = f'\n[embedding]\nname = "{name}"\nbase_url = "{server.url}"\n\n[llm]\nmax_retries = 0\n'
    (folder / "qualkit.toml").write_text(network.SETTINGS + lines, encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [("en", "index", ["Embedder", "Made", "Dimensions"]), ("es", "indexar", ["openai:v"])],
)
def test_it_says_what_it_did_by_both_names(call: Call, red: Path, language: str, name: str, words: list[str]) -> None:
    said = call("--lang", language, name)
    assert said.code == 0
    assert all(word in said.out for word in words)


def test_it_gives_one_json_document(call: Call, red: Path, server: VectorServer) -> None:
    found = call("index", "--json").json
    assert list(found) == KEYS
    assert (found["embedder"], found["dimensions"], found["kept"]) == (f"openai:v@{server.host}", 8, 0)
    assert call("index", "--rebuild", "--json").json["made"] == 0


def test_a_dry_run_says_what_would_be_sent_and_sends_nothing(call: Call, red: Path, server: VectorServer) -> None:
    plan = call("index", "--dry-run", "--json").json
    assert list(plan) == PLAN_KEYS
    assert plan["texts"] > 10
    said = call("index", "--dry-run")
    assert str(plan["tokens"]) in said.out
    assert "Nothing was sent" in said.err
    assert server.requests == []


def test_a_dry_run_of_an_embedder_on_this_machine_says_that_nothing_leaves(
    call: Call, red: Path, server: VectorServer
) -> None:
    (red / "modelo").mkdir()
    _set(red, "sentence-transformers:modelo", server)
    assert "Nothing leaves this machine." in call("index", "--dry-run").err


def test_another_embedder_wants_a_rebuild(call: Call, red: Path, server: VectorServer) -> None:
    call("index")
    _set(red, "openai:w", server)
    said = call("--lang", "en", "index")
    assert said.code == 4
    assert all(part in said.err for part in ("openai:v@", "openai:w@", "qualkit index --rebuild"))
    assert call("search", "lectura").code == 4
    assert call("index", "--rebuild").code == 0
    assert call("search", "lectura").code == 0


@pytest.mark.parametrize(
    ("name", "answer", "code"),
    [
        ("openai:v", Scripted(status=401), 3),
        ("nada", Scripted(), 2),
        ("sentence-transformers:casa/nada", Scripted(), 2),
    ],
    ids=["a key that is refused", "no such embedder", "no such model here"],
)
def test_what_goes_wrong_is_one_sentence_and_its_exit_code(
    call: Call, red: Path, server: VectorServer, name: str, answer: Scripted, code: int
) -> None:
    _set(red, name, server)
    server.script = [answer]
    said = call("index")
    assert said.code == code
    assert said.err.startswith("Error: ")
    assert said.out == ""


def test_a_project_does_the_same(red: Path) -> None:
    with Project.open(red) as project:
        first = project.index()
        assert first.made == first.texts > 10
        assert project.index(rebuild=True).kept == first.texts


def test_embed_writes_a_vector_a_row_and_none_for_no_words(tmp_path: Path, call: Call) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 7, "text": "la red"}\n{"id": 8, "text": "…"}\n', encoding="utf-8")
    done = call("embed", "--input", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl")
    assert done.code == 0, done.err
    one, two = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (one["id"], len(one["vector"])) == (7, 512)
    assert one["vector"] == pytest.approx(LocalEmbedder.open().embed(["la red"])[0].tolist())
    assert (two["id"], two["vector"]) == (8, None)


@pytest.mark.parametrize(
    ("row", "embedder"),
    [('{"id": 1, "text": "la red"}', "openai:v"), ('{"id": 1, "text": 3}', "local"), ('{"id": 1}', "local")],
    ids=["sends texts away", "no text", "no key"],
)
def test_embed_refuses_in_words(tmp_path: Path, call: Call, row: str, embedder: str) -> None:
    (tmp_path / "in.jsonl").write_text(row, encoding="utf-8")
    done = call("embed", "--input", tmp_path / "in.jsonl", "--output", tmp_path / "o.jsonl", "--embedder", embedder)
    assert done.code == 2
    assert not (tmp_path / "o.jsonl").exists()


def test_embed_names_the_row_that_holds_no_text(tmp_path: Path, call: Call) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "la red"}\n{"id": 2, "text": 3}\n', encoding="utf-8")
    done = call("--lang", "en", "embed", "--input", tmp_path / "in.jsonl", "--output", tmp_path / "o.jsonl")
    assert (done.code, done.err) == (2, "Error: Row 2: “text” must be text.\n")


def test_embed_never_writes_over_what_it_reads(tmp_path: Path, call: Call) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": 1, "text": "la red"}\n', encoding="utf-8")
    assert call("embed", "--input", tmp_path / "in.jsonl", "--output", tmp_path / "in.jsonl").code == 2
    assert (tmp_path / "in.jsonl").read_text(encoding="utf-8") == '{"id": 1, "text": "la red"}\n'


@pytest.mark.parametrize(
    ("cost", "shown"), [(None, None), (0.0, "0.0000"), (0.000004, "< 0.0001"), (0.0001, "0.0001"), (1.5, "1.5000")]
)
def test_a_cost_too_small_to_show_is_not_nothing(cost: float | None, shown: str | None) -> None:
    assert _cost(cost) == shown
