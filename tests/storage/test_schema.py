"""Tables are made once, grow step by step and are left alone when they come from the future."""

import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualkit.errors import ProjectError
from qualkit.storage import schema
from qualkit.storage.schema import MIGRATIONS, migrate
from qualkit.storage.store import Store


def _version(file: Path) -> int:
    connection = sqlite3.connect(file)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return int(version)


def test_a_new_file_has_the_newest_version(record: Path) -> None:
    Store(record).close()
    assert _version(record) == len(MIGRATIONS)


def test_a_file_is_opened_again_as_it_is(record: Path) -> None:
    Store(record).close()
    before = record.read_bytes()
    Store(record).close()
    assert record.read_bytes() == before


def test_a_file_from_a_newer_qualkit_is_refused(record: Path) -> None:
    Store(record).close()
    connection = sqlite3.connect(record)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(ProjectError, match="newer qualkit"):
        Store(record)
    assert _version(record) == len(MIGRATIONS) + 1


def test_a_file_takes_only_the_steps_it_lacks(monkeypatch: pytest.MonkeyPatch, record: Path) -> None:
    Store(record).close()
    later = "CREATE TABLE notes (text TEXT);\nCREATE INDEX by_text ON notes (text);"
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, later))
    store = Store(record)
    assert store._rows("SELECT * FROM notes") == []
    store.close()
    assert _version(record) == len(MIGRATIONS) + 1


def test_a_step_that_fails_leaves_the_file_as_it_was(monkeypatch: pytest.MonkeyPatch, record: Path) -> None:
    Store(record).close()
    broken = "CREATE TABLE notes (text TEXT);\nCREATE TABLE notes (text TEXT);"
    monkeypatch.setattr(schema, "MIGRATIONS", (*MIGRATIONS, broken))
    connection = sqlite3.connect(record, isolation_level=None)
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        migrate(connection)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'notes'").fetchone() == (0,)
    connection.close()
    assert _version(record) == len(MIGRATIONS)


def test_a_step_that_ends_in_the_middle_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "MIGRATIONS", ("CREATE TABLE notes (text TEXT);\nCREATE TABLE more (",))
    connection = sqlite3.connect(":memory:", isolation_level=None)
    with pytest.raises(ValueError, match="CREATE TABLE more"):
        migrate(connection)
    connection.close()


def test_processes_that_open_a_new_file_at_once_all_find_it_whole(record: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from qualkit.storage.store import Store; Store(Path(sys.argv[1])).runs()"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, record], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert [(process.communicate()[1], process.returncode) for process in running] == [("", 0)] * 4
    assert _version(record) == len(MIGRATIONS)


def test_tables_that_another_process_made_meanwhile_are_not_made_again(record: Path) -> None:
    first = sqlite3.connect(record, isolation_level=None)
    first.execute("PRAGMA journal_mode = WAL")
    first.execute("BEGIN IMMEDIATE")
    code = "import pathlib, sys, qualkit.storage.store as s; s.Store(pathlib.Path(sys.argv[1])).runs()"
    second = subprocess.Popen([sys.executable, "-c", code, record], stderr=subprocess.PIPE, text=True)
    time.sleep(0.6)  # by now the second one has read that there are no tables, and waits to make them
    for statement in schema._statements("".join(MIGRATIONS)):
        first.execute(statement)
    first.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    first.execute("COMMIT")
    assert (second.communicate()[1], second.returncode) == ("", 0)
    first.close()
