"""Damaged and hostile files: each is read or refused in a sentence, in seconds, and the good ones beside it are kept."""

import os
import sys
import time
from pathlib import Path

import pytest
from hostile import LARGEST_MIB, Outcome, ingest_batch, read_one
from hostile_files import File, good_files, hostile_files
from hostile_worst import WORST, Worst

from qualkit.errors import InputError
from qualkit.project import Project
from qualkit.reading.kinds import detect_kind
from qualkit.reading.tabular.tables import read_tables
from qualkit.reading.transcripts import read_transcript

MUTANTS = 225
SEED = 11
SECONDS = 10.0 if sys.gettrace() is None else 40.0
"""What a file may take; more where every line is counted (coverage)."""
HERE = (
    "a bomb in Excel", "a bomb in a book", "a nested bomb", "an overlapping bomb", "billion laughs in styles",
    "billion laughs in Excel", "billion laughs in LibreOffice", "billion laughs in a book",
    "billion laughs in a web page", "an entity that fetches a file, book", "20,000 nested tables in Word",
    "a device", "links in a circle", "names that no terminal prints", "sixty folders deep",
    "a sheet of one merged cell", "a sheet with links and macros", "a sheet that repeats rows",
    "two thousand million blanks",
)  # fmt: skip
"""What of the worst is cheap to make and must be refused (or read) at once; the rest is for the long command."""


def _holds(out: Outcome) -> None:
    assert out.broken == []
    assert out.slow == []
    assert out.outside == []


@pytest.fixture(scope="module")
def mutants() -> list[File]:
    """Return the files that the tests of this module damage."""
    return list(hostile_files(MUTANTS, seed=SEED))


def test_the_same_seed_gives_the_same_files(mutants: list[File]) -> None:
    again = list(hostile_files(40, seed=SEED))
    assert again == mutants[:40]
    assert len({file.data for file in mutants}) > MUTANTS * 0.9


def test_the_good_files_are_all_read(tmp_path: Path) -> None:
    for file in good_files():
        (tmp_path / file.name).write_bytes(file.data)
        kind = detect_kind(tmp_path / file.name)
        if kind in ("transcript", "chat"):
            assert len(read_transcript(tmp_path / file.name).turns) >= 15
        else:
            assert len(read_tables(tmp_path / file.name)[0].rows) >= 12


def test_a_damaged_file_is_read_or_refused(tmp_path: Path, mutants: list[File]) -> None:
    out = Outcome()
    for file in mutants:
        (tmp_path / file.name).write_bytes(file.data)
        out.add(read_one(tmp_path / file.name, file))
    _holds(out)
    assert out.states["read"] > 0
    assert out.states["rejected"] > 0


def test_damaged_files_do_not_keep_the_good_ones_out(tmp_path: Path, mutants: list[File]) -> None:
    out = ingest_batch(tmp_path, mutants)
    _holds(out)
    assert out.good_ingested == out.good == len(good_files())
    assert sum(out.states.values()) == MUTANTS


@pytest.mark.parametrize("worst", [w for w in WORST if w.name in HERE], ids=lambda w: w.name)
def test_the_worst_are_refused_or_read_at_once(tmp_path: Path, worst: Worst) -> None:
    material = tmp_path / "material"
    material.mkdir()
    worst.make(material)
    (material / "zz-buena.vtt").write_bytes(good_files()[0].data)
    began = time.process_time()
    with Project.create(tmp_path / "proyecto", name="hostil") as project:
        results = {Path(result.path).name: result for result in project.ingest([material])}
    assert time.process_time() - began < SECONDS
    assert results["zz-buena.vtt"].status == "ingested"
    assert sorted(place.name for place in tmp_path.iterdir()) == ["material", "proyecto"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("a bomb in Word", "a small file that unpacks to"),
        ("60,000 parts", "too large to be opened"),
        ("billion laughs in Word", "defines entities"),
        ("billion laughs in UTF-16", "defines entities"),
        ("an entity that fetches a file", "defines entities"),
        ("one line of 200 MB", "at most 64 MB are read"),
        ("a pipe", "a pipe or a device"),
    ],
)
def test_why_the_worst_are_refused_is_said(tmp_path: Path, name: str, word: str) -> None:
    worst = next(one for one in WORST if one.name == name)
    path = worst.make(tmp_path)
    assert path is not None
    with pytest.raises(InputError, match=word):
        read_transcript(path)


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is closed to root")
def test_what_nobody_may_open_is_said(tmp_path: Path) -> None:
    worst = next(one for one in WORST if one.name == "files that nobody may open")
    (tmp_path / "material").mkdir()
    worst.make(tmp_path / "material")
    with Project.create(tmp_path / "proyecto", name="hostil") as project:
        reasons = [result.reason for result in project.ingest([tmp_path / "material"])]
    (tmp_path / "material" / "cerrada").chmod(0o700)
    assert all(reason and "permission" in reason for reason in reasons)


def test_the_limit_of_memory_is_what_was_asked_for() -> None:
    assert LARGEST_MIB == 1024
