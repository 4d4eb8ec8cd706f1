"""The search index finds what is near, knows when it does not fit, and says so instead of answering wrongly."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from qualkit.errors import ProjectError
from qualkit.storage.chroma import SearchIndex, StaleIndexError

IDS = ["a", "b", "c", "empty"]
VECTORS = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, 0]], dtype=np.float32)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chroma") / "index"
    SearchIndex(folder).build(IDS, VECTORS, "lexical@1")
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "index"))


def test_the_nearest_come_first_with_their_cosine(folder: Path) -> None:
    found = SearchIndex(folder).nearest(VECTORS[0], 4)
    assert [id_ for id_, _ in found][:2] == ["a", "c"]
    assert dict(found) == pytest.approx({"a": 1.0, "c": 0.6, "b": 0.0, "empty": 0.0}, abs=1e-6)


def test_no_more_are_given_than_asked(folder: Path) -> None:
    assert len(SearchIndex(folder).nearest(VECTORS[1], 1)) == 1


def test_an_index_says_what_it_was_built_from(built: Path) -> None:
    index = SearchIndex(built)
    assert index.embedder == "lexical@1"
    assert index.held() == set(IDS)


def test_only_some_may_be_looked_for(folder: Path) -> None:
    found = SearchIndex(folder).nearest(VECTORS[0], 4, among=["b", "c", "not there"])
    assert [id_ for id_, _ in found] == ["c", "b"]
    assert SearchIndex(folder).nearest(VECTORS[0], 4, among=["not there"]) == []


def test_a_cosine_is_never_more_than_one(tmp_path: Path) -> None:
    vectors = np.random.default_rng(2).normal(size=(200, 256)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = SearchIndex(tmp_path / "index")
    index.build([f"s{i:03}" for i in range(200)], vectors, "e")
    assert max(index.nearest(row, 1)[0][1] for row in vectors[:50]) <= 1.0


def _cut_vectors(folder: Path) -> None:
    file = next(folder.glob("*/data_level0.bin"))
    file.write_bytes(file.read_bytes()[:100])


def _lose_vectors(folder: Path) -> None:
    shutil.rmtree(next(folder.glob("*/data_level0.bin")).parent)


MARKER = "qualkit-index.json"
INCOMPLETE: dict[str, Callable[[Path], object]] = {
    "gone": shutil.rmtree,
    "no marker": lambda folder: (folder / MARKER).unlink(),
    "marker cut": lambda folder: (folder / MARKER).write_text('{"embedder": "lex'),
    "marker of another kind": lambda folder: (folder / MARKER).write_text("[]"),
    "marker not text": lambda folder: (folder / MARKER).write_bytes(b"\xff\xfe"),
    "vectors cut short": _cut_vectors,  # Chroma 1.5.9 ends the process on this one
    "vectors gone": _lose_vectors,  # Chroma 1.5.9 answers with too few
}


@pytest.mark.parametrize("damage", INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_an_incomplete_index_is_neither_current_nor_asked(folder: Path, damage: Callable[[Path], object]) -> None:
    damage(folder)
    index = SearchIndex(folder)
    assert index.held() == set()
    with pytest.raises(StaleIndexError, match="not complete"):
        index.nearest(VECTORS[0], 1)


def _fill_with_rubbish(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"basura" * 1000)


def _lose_table(folder: Path) -> None:
    (folder / "chroma.sqlite3").unlink()


@pytest.mark.parametrize("damage", [_fill_with_rubbish, _lose_table], ids=["rubbish", "no tables"])
def test_a_ruined_index_says_so_and_can_be_built_again_in_the_same_process(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    index = SearchIndex(folder)
    with pytest.raises(StaleIndexError, match="cannot be used: "):
        index.nearest(VECTORS[0], 1)
    index.build(IDS, VECTORS, "lexical@1")
    assert index.nearest(VECTORS[1], 1)[0][0] == "b"


def test_a_question_of_another_dimension_is_a_stale_index(folder: Path) -> None:
    with pytest.raises(StaleIndexError, match="dimension"):
        SearchIndex(folder).nearest(np.ones(7, dtype=np.float32), 1)


def test_a_stale_index_is_a_storage_error_for_whoever_does_not_build_it_again() -> None:
    assert issubclass(StaleIndexError, ProjectError)


def test_an_index_is_swapped_in_whole_and_leaves_nothing_beside_it(folder: Path) -> None:
    aside = folder.with_name("index.building")
    aside.mkdir()
    (aside / "rest").write_text("of a build that was killed")
    index = SearchIndex(folder)
    index.build(["z"], VECTORS[:1], "lexical@2")
    assert [place.name for place in folder.parent.iterdir()] == ["index"]
    assert (index.embedder, index.held()) == ("lexical@2", {"z"})
    assert index.nearest(VECTORS[0], 1) == [("z", pytest.approx(1.0))]
    assert not (folder / "rest").exists()


def test_asking_does_not_make_an_index_incomplete(folder: Path) -> None:
    index = SearchIndex(folder)
    sizes = json.loads((folder / MARKER).read_text())["files"]
    assert sizes
    index.nearest(VECTORS[0], 2)
    assert index.held() == set(IDS)


def test_more_vectors_than_one_batch_are_all_there(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(2100, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = SearchIndex(tmp_path / "index")
    shown: list[int] = []

    def show(starts: Sequence[int]) -> Iterator[int]:
        for start in starts:
            shown.append(start)
            yield start

    index.build([f"s{i}" for i in range(len(vectors))], vectors, "e", shown=show)
    assert shown == [0, 1000, 2000]
    assert index.nearest(vectors[2099], 1)[0][0] == "s2099"


# An index that changes


def test_an_update_adds_replaces_and_takes_out(folder: Path) -> None:
    index = SearchIndex(folder)
    index.update(["d", "b"], np.array([[0, 0, 1], [1, 0, 0]], dtype=np.float32), gone=["a", "never there"])
    assert (index.embedder, index.held()) == ("lexical@1", {"b", "c", "d", "empty"})
    assert index.nearest(np.array([0, 0, 1], dtype=np.float32), 1) == [("d", pytest.approx(1.0))]
    assert index.nearest(VECTORS[0], 1) == [("b", pytest.approx(1.0))]
    assert [place.name for place in folder.parent.iterdir()] == ["index"]


def test_an_update_may_only_take_out(folder: Path) -> None:
    index = SearchIndex(folder)
    index.update([], np.zeros((0, 0), dtype=np.float32), gone=["a"])
    assert index.nearest(VECTORS[0], 1)[0][0] == "c"


def test_many_can_be_taken_out(tmp_path: Path) -> None:
    ids = [f"s{i:05}" for i in range(6000)]
    index = SearchIndex(tmp_path / "index")
    index.build(ids, np.random.default_rng(3).normal(size=(6000, 4)).astype(np.float32), "e")
    index.update([], np.zeros((0, 0), dtype=np.float32), gone=ids[1:])
    assert [id_ for id_, _ in index.nearest(np.ones(4, dtype=np.float32), 5)] == [ids[0]]


@pytest.mark.parametrize("damage", [shutil.rmtree, _cut_vectors], ids=["none", "not whole"])
def test_what_is_not_whole_is_not_updated(folder: Path, damage: Callable[[Path], object]) -> None:
    damage(folder)
    with pytest.raises(StaleIndexError, match="not complete"):
        SearchIndex(folder).update(["d"], VECTORS[:1])


def test_a_marker_that_does_not_fit_its_collection_is_a_stale_index(folder: Path) -> None:
    marker = json.loads((folder / MARKER).read_text())
    (folder / MARKER).write_text(json.dumps({**marker, "embedder": "another"}))
    with pytest.raises(StaleIndexError, match="not complete"):
        SearchIndex(folder).nearest(VECTORS[0], 1)


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from qualkit.storage import chroma
index = chroma.SearchIndex(Path(sys.argv[1]))
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "writing":
    chroma._add = kill
elif sys.argv[2] == "marking":
    chroma._file_sizes = lambda folder: {} if folder == index._folder else kill()
else:
    replace = os.replace
    os.replace = lambda old, new: kill() if str(old).endswith(".building") else replace(old, new)
with index.writing():
    index.build(["z"], np.eye(3, dtype=np.float32)[:1], "lexical@2")
"""


@pytest.mark.parametrize("moment", ["writing", "marking", "swapping"])
def test_a_build_that_is_killed_leaves_the_old_index(folder: Path, moment: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, folder, moment])
    assert killed.returncode == -signal.SIGKILL
    index = SearchIndex(folder)
    with index.writing(patience=1):
        assert (index.embedder, index.held()) == ("lexical@1", set(IDS))
        assert index.nearest(VECTORS[0], 1)[0][0] == "a"


def test_one_at_a_time_changes_an_index_and_others_go_on_asking(folder: Path) -> None:
    index, other = SearchIndex(folder), SearchIndex(folder)
    with index.writing():
        with pytest.raises(ProjectError, match="built by another qualkit"), other.writing(patience=0.1):
            raise AssertionError("two at a time")
        assert other.nearest(VECTORS[0], 1)[0][0] == "a"
    with other.writing(patience=0.1):
        pass
