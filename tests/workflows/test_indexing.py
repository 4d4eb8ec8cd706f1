"""The search index: made once, kept up to date, never replaced behind a person's back, and asked rightly."""

import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qualkit.errors import InputError, ProjectError, ProviderError
from qualkit.protocols import Vectors
from qualkit.storage.chroma import SearchIndex
from qualkit.testing import WordEmbedder
from qualkit.workflows import indexing
from qualkit.workflows.indexing import (
    OtherEmbedderError,
    nearest,
    plan_index,
    project_passages,
    rebuild_index,
)
from qualkit.workflows.ingesting import Given, ingest
from qualkit.workflows.workspace import Workspace, create_project, open_project

from ..embedding.server import KEY, Scripted, VectorServer
from . import network

TALK = """Ana: Leímos cuentos con las familias del barrio durante el invierno.
Leo: Los niños sembraron papas en el huerto de la escuela con sus abuelas.
Eva: La directora observa clases y después conversa con cada docente.
"""
DIMENSIONS = 64


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a project that holds ``TALK``."""
    made = create_project(tmp_path / "red")
    _ingest(made, TALK)
    yield made
    made.store.close()


@pytest.fixture(autouse=True)
def _through_chroma(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few texts are compared one by one; here the index itself is to answer."""
    monkeypatch.setattr(indexing, "EXACT", 0)


def _ingest(workspace: Workspace, text: str) -> None:
    file = workspace.folder.parent / "sesion.txt"
    file.write_text(text, encoding="utf-8")
    ingest(workspace, [file], given=Given())


def _found(workspace: Workspace, query: str, embedder: WordEmbedder, n: int = 1, **options: Any) -> list[str]:
    passages = project_passages(workspace)
    return [passages[key] for key, _ in nearest(workspace, query, passages, n, embedder=embedder, **options)]


# Asking


def test_the_first_question_builds_the_index(workspace: Workspace) -> None:
    [found] = _found(workspace, "papas en el huerto", WordEmbedder())
    assert "sembraron papas" in found
    assert SearchIndex(workspace.index_folder).embedder == "words:64@1"


def test_comparing_every_vector_finds_what_the_index_finds(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    passages, embedder = project_passages(workspace), WordEmbedder()
    asked = [nearest(workspace, query, passages, 3, embedder=embedder) for query in ("papas", "clases de la escuela")]
    monkeypatch.setattr(indexing, "EXACT", 9)
    exact = [nearest(workspace, query, passages, 3, embedder=embedder) for query in ("papas", "clases de la escuela")]
    assert [[key for key, _ in found] for found in exact] == [[key for key, _ in found] for found in asked]
    assert [c for found in exact for _, c in found] == pytest.approx([c for found in asked for _, c in found], abs=1e-5)


def test_nothing_is_embedded_twice(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    _found(workspace, "papas", embedder)
    once = len(embedder.asked)
    _found(workspace, "cuentos", embedder)
    assert embedder.asked[once:] == ["cuentos"]


def test_a_filter_finds_only_what_it_lets_through(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    whole = project_passages(workspace)
    part = {key: text for key, text in whole.items() if "papas" not in text}
    assert nearest(workspace, "papas en el huerto", whole, 1, embedder=embedder)[0][0] not in part
    found = nearest(workspace, "papas en el huerto con las familias", part, 9, embedder=embedder)
    assert found
    assert {key for key, _ in found} <= part.keys()


def test_equal_texts_are_all_found_in_the_order_they_have(workspace: Workspace) -> None:
    passages = {"z": "hicimos un mural", "a": "otra cosa", "b": "hicimos un mural"}
    found = nearest(workspace, "hicimos un mural", passages, 2, embedder=WordEmbedder())
    assert [key for key, _ in found] == ["z", "b"]
    assert [cosine for _, cosine in found] == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize(
    ("query", "passages", "n"),
    [
        ("papas", {}, 3),
        ("papas", {"a": "  "}, 3),
        (" ", {"a": "papas"}, 3),
        ("…", {"a": "papas"}, 3),
        ("papas", {"a": "papas"}, 0),
    ],
    ids=["nothing there", "blank", "blank question", "no word", "none wanted"],
)
def test_where_there_is_nothing_to_compare_nothing_is_found(
    workspace: Workspace, query: str, passages: dict[str, str], n: int
) -> None:
    assert nearest(workspace, query, passages, n, embedder=WordEmbedder()) == []


def test_what_has_nothing_in_common_stays_out(workspace: Workspace) -> None:
    passages = {"same": "papas", "none": "…", "opposite": "x"}

    class Signed(WordEmbedder):
        def embed(self, texts: Sequence[str]) -> Vectors:
            rows = {"papas": [1, 0], "x": [-1, 0], "…": [0, 0]}
            return np.array([rows.get(text, [0, 0]) for text in texts], dtype=np.float32)

    assert nearest(workspace, "papas", passages, 9, embedder=Signed()) == [("same", pytest.approx(1.0))]


def test_an_edited_file_updates_the_index_quietly(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    _found(workspace, "papas", embedder)
    _ingest(workspace, TALK + "Ana: Hicimos un mural con los apoderados de quinto básico.\n")
    [found] = _found(workspace, "un mural", embedder)
    assert "mural" in found
    held = SearchIndex(workspace.index_folder).held()
    assert len(held) == len(set(project_passages(workspace).values()))


def _ruin(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"basura" * 1000)


def _ruin_with_true_sizes(folder: Path) -> None:
    """Damage what the marker does not see: the sizes stay."""
    file = folder / "chroma.sqlite3"
    file.write_bytes(b"\0" * file.stat().st_size)


@pytest.mark.parametrize("ruin", [_ruin, _ruin_with_true_sizes], ids=["another size", "the same size"])
def test_a_ruined_index_is_built_again_from_the_record(workspace: Workspace, ruin: Any) -> None:
    embedder = WordEmbedder()
    _found(workspace, "papas", embedder)
    ruin(workspace.index_folder)
    embedder.asked.clear()
    [found] = _found(workspace, "papas", embedder)
    assert "papas" in found
    assert embedder.asked == ["papas"]


def test_a_filter_that_meets_a_ruined_index_builds_all_of_it(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    whole = project_passages(workspace)
    _found(workspace, "papas", embedder)
    _ruin_with_true_sizes(workspace.index_folder)
    part = {key: text for key, text in whole.items() if "papas" not in text}
    found = nearest(workspace, "la escuela conversa con las familias", part, 9, embedder=embedder)
    assert found
    assert {key for key, _ in found} <= part.keys()
    assert len(SearchIndex(workspace.index_folder).held()) == len(set(whole.values()))


def test_an_update_of_a_ruined_index_builds_it_again(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    _found(workspace, "papas", embedder)
    _ruin_with_true_sizes(workspace.index_folder)
    _ingest(workspace, TALK + "Ana: Hicimos un mural con los apoderados de quinto básico.\n")
    assert "mural" in _found(workspace, "un mural", embedder)[0]


# Another embedder


def test_another_embedder_is_an_error_that_names_both_and_the_way_out(workspace: Workspace) -> None:
    _found(workspace, "papas", WordEmbedder())
    other = WordEmbedder(version="2")
    for attempt in (
        lambda: _found(workspace, "papas", other),
        lambda: rebuild_index(workspace, embedder=other),
    ):
        with pytest.raises(OtherEmbedderError) as caught:
            attempt()
        assert all(part in str(caught.value) for part in ("words:64@1", "words:64@2", "qualkit index --rebuild"))
        assert caught.value.exit_code == 4
    assert other.asked == []
    assert _found(workspace, "papas", WordEmbedder())


def test_a_rebuild_takes_the_place_of_another_embedders_index(workspace: Workspace) -> None:
    _found(workspace, "papas", WordEmbedder())
    other = WordEmbedder(version="2", dimensions=16)
    done = rebuild_index(workspace, rebuild=True, embedder=other)
    assert (done.embedder, done.dimensions, done.made, done.kept) == (other.identity, 16, done.texts, 0)
    assert "papas" in _found(workspace, "papas", other)[0]


class Failing(WordEmbedder):
    """An embedder whose second batch fails."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(version="failing")
        self._error = error

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.asked:
            raise self._error
        return super().embed(texts)


@pytest.mark.parametrize("error", [ProviderError("no"), KeyboardInterrupt()], ids=["provider", "Ctrl-C"])
def test_a_rebuild_that_fails_leaves_the_old_index_and_keeps_what_it_made(
    workspace: Workspace, error: BaseException
) -> None:
    settings = workspace.settings.model_copy(
        update={"embedding": workspace.settings.embedding.model_copy(update={"batch_size": 1})}
    )
    small = Workspace(workspace.folder, settings, workspace.store)
    _found(small, "papas", WordEmbedder())
    failing = Failing(error)
    with pytest.raises(type(error)):
        rebuild_index(small, rebuild=True, embedder=failing)
    assert len(workspace.store.embedded(failing.identity)) == 1
    assert "papas" in _found(small, "papas", WordEmbedder())[0]
    assert workspace.store.runs()[-1].finished is None


# Bringing it up to date


def test_index_makes_what_is_missing_and_says_so(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    first = rebuild_index(workspace, embedder=embedder)
    assert (first.embedder, first.dimensions, first.kept) == ("words:64@1", DIMENSIONS, 0)
    assert first.made == first.texts == len(set(project_passages(workspace).values()))
    assert first.segments == workspace.store.count("segments")
    again = rebuild_index(workspace, embedder=embedder)
    assert (again.made, again.kept) == (0, first.texts)
    [*_, run] = workspace.store.runs()
    assert (run.command, run.parameters["embedder"], run.finished is not None) == ("index", "words:64@1", True)


def test_index_takes_out_what_is_gone(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    rebuild_index(workspace, embedder=embedder)
    before = SearchIndex(workspace.index_folder).held()
    _ingest(workspace, "".join(TALK.splitlines(keepends=True)[:2]))
    rebuild_index(workspace, embedder=embedder)
    assert SearchIndex(workspace.index_folder).held() < before


def test_index_shows_how_far_it_is(workspace: Workspace) -> None:
    shown: list[tuple[str, int]] = []

    def track(items: Iterable[Any], total: int, what: str) -> Iterator[Any]:
        shown.append((what, total))
        yield from items

    rebuild_index(workspace, embedder=WordEmbedder(), track=track)
    assert shown == [("Making vectors", 1), ("Building the index", 1)]


def test_without_a_transcript_there_is_nothing_to_index(tmp_path: Path) -> None:
    empty = create_project(tmp_path / "vacía")
    for attempt in (rebuild_index, plan_index):
        with pytest.raises(InputError, match="ingest transcripts first"):
            attempt(empty, embedder=WordEmbedder())
    empty.store.close()


def test_two_processes_at_once_leave_one_whole_index(workspace: Workspace) -> None:
    code = (
        "import sys; from pathlib import Path; from qualkit.testing import WordEmbedder;"
        "from qualkit.workflows.workspace import open_project; from qualkit.workflows.indexing import rebuild_index;"
        "rebuild_index(open_project(Path(sys.argv[1])), rebuild=True, embedder=WordEmbedder())"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, workspace.folder]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert len(SearchIndex(workspace.index_folder).held()) == len(set(project_passages(workspace).values()))
    assert {place.name for place in workspace.data_folder.iterdir()} & {"index.building", "index.former"} == set()


# A server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[VectorServer]:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running = VectorServer()
    yield running
    running.stop()


@pytest.fixture
def remote(server: VectorServer, tmp_path: Path) -> Iterator[Workspace]:
    """Return the invented network, set to a server of vectors that takes four texts at a time."""
    folder = tmp_path / "red"
    with network.start(folder) as project:
        project.ingest([network.write_material(tmp_path / "material")])
    with (folder / "qualkit.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[embedding]\nname = "openai:v"\nbase_url = "{server.url}"\nbatch_size = 4\ncost_per_million = 2.0\n'
            "\n[llm]\nmax_retries = 0\n"
        )
    made = open_project(folder)
    yield made
    made.store.close()


def test_only_pseudonymised_texts_are_sent_each_once(remote: Workspace, server: VectorServer) -> None:
    done = rebuild_index(remote)
    assert done.embedder == f"openai:v@{server.host}"
    assert sorted(server.texts) == sorted(set(project_passages(remote).values()))
    assert not [secret for secret in network.SECRETS if secret in " ".join(server.texts)]
    assert max(len(sent["input"]) for _path, _headers, sent in server.requests) == 4
    server.requests.clear()
    rebuild_index(remote, rebuild=True)
    assert server.requests == []


def test_the_names_in_a_question_are_hidden_and_it_is_sent_once(remote: Workspace, server: VectorServer) -> None:
    rebuild_index(remote)
    server.requests.clear()
    passages = project_passages(remote)
    query = "qué dijo Rosalba Quintupil de la lectura"
    first = nearest(remote, query, passages, 3)
    assert nearest(remote, query, passages, 3) == first
    [sent] = server.texts
    assert "lectura" in sent
    assert not [secret for secret in network.SECRETS if secret in sent]


def test_a_provider_that_fails_half_way_keeps_what_it_gave(remote: Workspace, server: VectorServer) -> None:
    server.script = [Scripted(), Scripted(status=503)]
    with pytest.raises(ProviderError, match="fault of its own"):
        rebuild_index(remote)
    assert len(remote.store.embedded(f"openai:v@{server.host}")) == 4
    server.requests.clear()
    rebuild_index(remote)
    assert len(server.texts) == len(set(project_passages(remote).values())) - 4


def test_a_plan_says_what_would_be_sent_and_sends_nothing(
    remote: Workspace, server: VectorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    plan = plan_index(remote)
    texts = set(project_passages(remote).values())
    assert (plan.texts, plan.kept, plan.sent) == (len(texts), 0, True)
    assert plan.segments >= plan.texts
    assert plan.words == sum(len(text.split()) for text in texts)
    assert plan.cost == pytest.approx(plan.tokens * 2 / 1_000_000, abs=1e-6)
    assert server.requests == []
    rebuild_index(remote)
    assert (plan_index(remote).texts, plan_index(remote).cost) == (0, 0)


def test_a_plan_of_a_local_embedder_costs_nothing(workspace: Workspace) -> None:
    plan = plan_index(workspace, embedder=WordEmbedder())
    assert (plan.sent, plan.cost, plan.embedder) == (False, None, "words:64@1")


def test_vectors_of_different_lengths_under_one_name_are_an_error(workspace: Workspace) -> None:
    embedder = WordEmbedder()
    rebuild_index(workspace, embedder=embedder)
    _ingest(workspace, TALK + "Ana: Hicimos un mural con los apoderados de quinto básico.\n")
    with pytest.raises(ProjectError, match="different lengths over time"):
        rebuild_index(workspace, embedder=Wider(embedder), rebuild=True)


class Wider(WordEmbedder):
    """An embedder that keeps its name and gives longer vectors to texts that it has not seen."""

    def __init__(self, former: WordEmbedder) -> None:
        super().__init__(dimensions=DIMENSIONS * 2)
        self._identity = former.identity

    @property
    def identity(self) -> str:
        return self._identity
