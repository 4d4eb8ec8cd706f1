"""Killed in the middle and started again: the record ends as it would have without the kill; Ctrl-C is said plainly."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualkit.project import Project
from qualkit.workflows.keys import load_key, load_mentions

SESSIONS = Path(__file__).resolve().parents[2] / "corpora" / "demo" / "sesiones"
CORPUS = (str(SESSIONS / "red-isla-canelo"), str(SESSIONS / "red-pampa-alta"))
PATIENCE_SECONDS = 60
OF_A_RUN = ("run", "at", "rowid")
QUALKIT = [sys.executable, "-c", "from qualkit.cli import main; main()"]


def _started(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QUALKIT_LANG": "es"}
    command = [*QUALKIT, "--project", str(folder), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def _finish(folder: Path, *arguments: str) -> None:
    process = _started(folder, *arguments)
    _out, err = process.communicate()
    assert (process.returncode, err.count("Traceback")) == (0, 0)


def _count(folder: Path, table: str) -> int:
    connection = sqlite3.connect(folder / ".qualkit" / "qualkit.sqlite", timeout=10)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:  # the tables are not there yet
        return 0
    finally:
        connection.close()


def _stop(process: subprocess.Popen[str], sign: int, until: Callable[[], bool]) -> str:
    """Send ``sign`` once ``until`` holds; returns what the process had said on standard error."""
    began = time.monotonic()
    while not until():
        assert process.poll() is None, "it ended before it could be stopped"
        assert time.monotonic() - began < PATIENCE_SECONDS
        time.sleep(0.01)
    process.send_signal(sign)
    return process.communicate()[1]


def _dump(folder: Path) -> dict[str, Any]:
    """Return everything the record holds but runs and times, and the key."""
    connection = sqlite3.connect(folder / ".qualkit" / "qualkit.sqlite")
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    tables: dict[str, Any] = {}
    for name in sorted({*names} - {"runs"}):
        cursor = connection.execute(f"SELECT * FROM {name}")
        kept = [i for i, column in enumerate(cursor.description) if column[0] not in OF_A_RUN]
        tables[name] = sorted([str([row[i] for i in kept]) for row in cursor])
    connection.close()
    key = folder / ".qualkit" / "seudonimos.sqlite"
    tables["key"] = [load_key(key).to_dict(), load_mentions(key)]
    return tables


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the record after ``ingest`` and after ``code`` where nobody disturbed them, and the project's folder."""
    folder = tmp_path_factory.mktemp("tranquila") / "red"
    Project.create(folder, name="red").close()
    _finish(folder, "ingest", *CORPUS)
    ingested = _dump(folder)
    before = tmp_path_factory.mktemp("antes") / "red"
    shutil.copytree(folder, before)
    _finish(folder, "code", "--codebook", "rel")
    return {"ingest": ingested, "code": _dump(folder), "before": {"folder": before}}


def test_ingest_killed_at_many_moments_ends_as_if_nothing_had_happened(
    undisturbed: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    folder = tmp_path / "red"
    Project.create(folder, name="red").close()
    moments: list[Callable[[], bool]] = [
        lambda: _count(folder, "runs") > 0,
        lambda: (folder / ".qualkit" / "seudonimos.sqlite").exists(),
        lambda: _count(folder, "documents") >= 3,
        lambda: _count(folder, "documents") >= 7,
    ]
    for moment in moments:
        _stop(_started(folder, "ingest", *CORPUS), signal.SIGKILL, moment)
    assert 0 < _count(folder, "documents") < len(undisturbed["ingest"]["documents"])
    _finish(folder, "ingest", *CORPUS)
    assert _dump(folder) == undisturbed["ingest"]


def test_code_killed_at_many_moments_ends_as_if_nothing_had_happened(
    undisturbed: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    folder = tmp_path / "red"
    shutil.copytree(undisturbed["before"]["folder"], folder)
    for done in (0, 2, 6):
        process = _started(folder, "code", "--codebook", "rel")
        runs = _count(folder, "runs")
        _stop(process, signal.SIGKILL, lambda: _count(folder, "runs") > runs and _count(folder, "coded") >= done)  # noqa: B023
    assert 0 < _count(folder, "coded") < len(undisturbed["code"]["coded"])
    _finish(folder, "code", "--codebook", "rel")
    assert _dump(folder) == undisturbed["code"]


@pytest.mark.parametrize("arguments", [("ingest", *CORPUS), ("code",)], ids=lambda value: value[0])
def test_an_interruption_from_the_keyboard_is_one_plain_sentence(
    undisturbed: dict[str, dict[str, Any]], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    folder = tmp_path / "red"
    if arguments[0] == "code":
        shutil.copytree(undisturbed["before"]["folder"], folder)
    else:
        Project.create(folder, name="red").close()
    before = _count(folder, "runs")
    process = _started(folder, *arguments)
    said = _stop(process, signal.SIGINT, lambda: _count(folder, "runs") > before)
    assert process.returncode == 130
    assert said.strip().splitlines() == [
        "Interrumpido. Lo que alcanzó a terminar quedó guardado: el mismo comando sigue desde ahí."
    ]


def test_a_run_that_was_cut_off_is_named_by_the_status(undisturbed: dict[str, dict[str, Any]], tmp_path: Path) -> None:
    folder = tmp_path / "red"
    shutil.copytree(undisturbed["before"]["folder"], folder)
    runs = _count(folder, "runs")
    _stop(_started(folder, "code"), signal.SIGKILL, lambda: _count(folder, "runs") > runs)
    with Project.open(folder) as project:
        assert any("code" in note for note in project.status().notes)
