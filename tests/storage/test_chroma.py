"""The search index finds what is near, knows when it does not fit, and says so instead of answering wrongly."""

import json
import shutil
from collections.abc import Callable
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


@pytest.mark.parametrize(
    ("embedder", "ids", "current"),
    [
        ("lexical@1", IDS, True),
        ("lexical@2", IDS, False),
        ("lexical@1", [*IDS, "more"], False),
        ("lexical@1", ["a", "b", "other", "empty"], False),
    ],
    ids=["the same", "another embedder", "more vectors", "as many vectors of other passages"],
)
def test_an_index_is_current_for_what_it_was_built_from(
    built: Path, embedder: str, ids: list[str], current: bool
) -> None:
    assert SearchIndex(built).is_current(embedder, ids) is current


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
    assert not index.is_current("lexical@1", IDS)
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
    assert index.is_current("lexical@2", ["z"])
    assert index.nearest(VECTORS[0], 1) == [("z", pytest.approx(1.0))]
    assert not (folder / "rest").exists()


def test_asking_does_not_make_an_index_incomplete(folder: Path) -> None:
    index = SearchIndex(folder)
    sizes = json.loads((folder / MARKER).read_text())["files"]
    assert sizes
    index.nearest(VECTORS[0], 2)
    assert index.is_current("lexical@1", IDS)


def test_more_vectors_than_one_batch_are_all_there(tmp_path: Path) -> None:
    vectors = np.random.default_rng(1).normal(size=(5100, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = SearchIndex(tmp_path / "index")
    index.build([f"s{i}" for i in range(len(vectors))], vectors, "e")
    assert index.nearest(vectors[5099], 1)[0][0] == "s5099"


def test_a_dropped_index_is_gone_and_can_be_dropped_again(folder: Path) -> None:
    index = SearchIndex(folder)
    index.drop()
    index.drop()
    assert not folder.exists()
