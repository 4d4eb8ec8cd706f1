"""The key from pseudonyms to people: one SQLite file beside the record that only its owner may read, in no export.

It holds who stands behind each pseudonym, what people said is or is not to be hidden, and the words that stood at each
hidden place, so that they can be put back. Record and key are two files: what changes both is written here first as an
*intent*, then done in the record, then settled here. Whoever opens the key after a kill settles it, or drops it.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualkit.errors import ProjectError
from qualkit.i18n import _

BUSY_SECONDS = 10
_OWNER_ONLY = 0o600
_BEGINNING = b"SQLite format 3\0"
_TABLES = """
CREATE TABLE IF NOT EXISTS entries (
    position INTEGER PRIMARY KEY, label TEXT NOT NULL, key TEXT NOT NULL, original TEXT NOT NULL,
    pseudonym TEXT NOT NULL, UNIQUE (label, key)
);
CREATE TABLE IF NOT EXISTS words (
    position INTEGER PRIMARY KEY, what TEXT NOT NULL, label TEXT NOT NULL, word TEXT NOT NULL,
    UNIQUE (what, label, word)
);
CREATE TABLE IF NOT EXISTS mentions (
    place TEXT NOT NULL, path TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, label TEXT NOT NULL,
    original TEXT NOT NULL, PRIMARY KEY (place, path, start, end)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS intents (run TEXT PRIMARY KEY, content TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A hidden place: half-open offsets in the text as it stands in the record, and the words that stood there."""

    start: int
    end: int
    label: str
    original: str


Mentions = Mapping[tuple[str, str], Sequence[Mention]]
"""Mentions by (place, path): the row of the record (``documents/ID``) and the text in it (``text``)."""


class KeyFile:
    """An open key. What a method wrote is there, whole, when it returns."""

    def __init__(self, file: Path) -> None:
        self._file = file
        if not file.exists():
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY, _OWNER_ONLY))  # before there is anything in it to read
        elif not _may_be_key(file):
            raise ProjectError(_unreadable(file))
        self._connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with self._understood():
                self._connection.execute("PRAGMA secure_delete = ON")
                if not self._connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'intents'").fetchone():
                    with self._transaction():
                        for statement in _TABLES.strip().split(";\n"):
                            self._connection.execute(statement)
        except ProjectError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def _understood(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                sentence = _("%(file)s is in use by another qualkit; try again when that one has finished.")
                raise ProjectError(sentence % {"file": self._file.name}) from error
            raise ProjectError(_unreadable(self._file)) from error
        except sqlite3.DatabaseError as error:
            raise ProjectError(_unreadable(self._file)) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def read(self) -> dict[str, Any]:
        """Return the key as plain values: entries, reserved, added, kept, forgotten."""
        with self._understood():
            rows = self._connection.execute("SELECT label, key, original, pseudonym FROM entries ORDER BY position")
            names = ("label", "key", "original", "pseudonym")
            entries = [dict(zip(names, row, strict=True)) for row in rows]
            words = self._connection.execute("SELECT what, label, word FROM words ORDER BY position").fetchall()
        return {
            "entries": entries,
            "reserved": sorted(word for what, _label, word in words if what == "reserved"),
            "added": [[label, word] for what, label, word in words if what == "added"],
            "kept": [word for what, _label, word in words if what == "kept"],
            "forgotten": [[salt, word] for what, salt, word in words if what == "forgotten"],
        }

    def grow(self, content: Mapping[str, Any], mentions: Mentions | None = None) -> None:
        """Add what ``content`` has beyond what is here, and the mentions of texts in place of those kept before.

        Entries are never taken out: whoever read the key and added to it has those that are here in front.
        """
        with self._understood(), self._transaction():
            held = self._connection.execute("SELECT count(*) FROM entries").fetchone()[0]
            new = content["entries"][held:] if self._is_front(content["entries"], held) else content["entries"]
            self._add_entries(new)
            self._add_words(content)
            self._put(mentions or {})

    def _is_front(self, entries: Sequence[Mapping[str, str]], held: int) -> bool:
        if held == 0 or held > len(entries):
            return False
        last = self._connection.execute("SELECT label, key FROM entries ORDER BY position DESC LIMIT 1").fetchone()
        return bool((entries[held - 1]["label"], entries[held - 1]["key"]) == last)

    def _add_entries(self, entries: Iterable[Mapping[str, str]]) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO entries (label, key, original, pseudonym) VALUES (?, ?, ?, ?)",
            [(e["label"], e["key"], e["original"], e["pseudonym"]) for e in entries],
        )

    def _add_words(self, content: Mapping[str, Any]) -> None:
        words = [("reserved", "", word) for word in content.get("reserved", ())]
        words += [("added", label, word) for label, word in content.get("added", ())]
        words += [("kept", "", word) for word in content.get("kept", ())]
        words += [("forgotten", salt, word) for salt, word in content.get("forgotten", ())]
        self._connection.executemany("INSERT OR IGNORE INTO words (what, label, word) VALUES (?, ?, ?)", words)

    def _put(self, mentions: Mentions) -> None:
        for (place, path), found in mentions.items():
            self._connection.execute("DELETE FROM mentions WHERE place = ? AND path = ?", (place, path))
            self._connection.executemany(
                "INSERT OR REPLACE INTO mentions VALUES (?, ?, ?, ?, ?, ?)",
                [(place, path, m.start, m.end, m.label, m.original) for m in found],
            )

    def mentions(self) -> dict[tuple[str, str], list[Mention]]:
        """Return every mention, first to last in each text."""
        found: dict[tuple[str, str], list[Mention]] = {}
        with self._understood():
            query = "SELECT place, path, start, end, label, original FROM mentions ORDER BY place, path, start"
            for place, path, *row in self._connection.execute(query):
                found.setdefault((place, path), []).append(Mention(*row))
        return found

    def intend(self, run: str, content: Mapping[str, Any], mentions: Mentions) -> None:
        """Write down what the key is to be once ``run`` is through with the record; nothing of it counts before."""
        rows = [[place, path, [_row(m) for m in found]] for (place, path), found in mentions.items()]
        intent = json.dumps({"key": dict(content), "mentions": rows}, ensure_ascii=False)
        with self._understood(), self._transaction():
            self._connection.execute("INSERT OR REPLACE INTO intents VALUES (?, ?)", (run, intent))

    def intents(self) -> list[str]:
        """Return the runs that said what they were about to do and did not say that it was done."""
        with self._understood():
            return [row[0] for row in self._connection.execute("SELECT run FROM intents ORDER BY rowid")]

    def settle(self, run: str, *, done: bool) -> None:
        """Make the key what ``run`` intended, where that was done in the record; else forget that it was intended.

        ``compact`` must follow; ``is_compact`` is false until it has.
        """
        with self._understood(), self._transaction():
            for (content,) in self._connection.execute("SELECT content FROM intents WHERE run = ?", (run,)).fetchall():
                if done:
                    intent = json.loads(content)
                    self._connection.execute("DELETE FROM entries")
                    self._connection.execute("DELETE FROM words")
                    self._add_entries(intent["key"]["entries"])
                    self._add_words(intent["key"])
                    self._put({(place, path): [Mention(*m) for m in rows] for place, path, rows in intent["mentions"]})
            self._connection.execute("DELETE FROM intents WHERE run = ?", (run,))
            self._connection.execute(f"PRAGMA user_version = {int(done)}")

    @property
    def is_compact(self) -> bool:
        """Whether the file holds nothing more of what was taken out of it."""
        with self._understood():
            return not self._connection.execute("PRAGMA user_version").fetchone()[0]

    def compact(self) -> None:
        """Leave nothing in the file of what was taken out of it."""
        with self._understood():
            self._connection.execute("PRAGMA temp_store = MEMORY")  # else names would pass through a file elsewhere
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA user_version = 0")


def _row(mention: Mention) -> tuple[int, int, str, str]:
    return mention.start, mention.end, mention.label, mention.original


def _may_be_key(file: Path) -> bool:
    """Say whether a file begins as a key does, or is empty: SQLite would take a short one for a new one."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(_BEGINNING)) in (_BEGINNING, b"")
    except OSError:
        return False


def _unreadable(file: Path) -> str:
    return _("The key of the pseudonyms, %(file)s, cannot be read. Bring it back from a copy.") % {"file": file}


def is_unsettled(file: Path) -> bool:
    """Say whether a kill left something to be done in the key, without an error where that cannot be told."""
    if not file.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", timeout=0, uri=True)) as connection:
            left = connection.execute("SELECT 1 FROM intents LIMIT 1").fetchone()
            return bool(left or connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError:
        return False  # damaged or in use: whoever needs the key says so


def is_done(record: Path, run: str) -> bool:
    """Say whether the record holds what ``run`` rewrote."""
    with closing(sqlite3.connect(record, timeout=BUSY_SECONDS)) as connection:
        found = connection.execute("SELECT 1 FROM revisions WHERE run = ? LIMIT 1", (run,)).fetchone()
    return found is not None


def take_over(former: Path, file: Path) -> None:
    """Make the key of what an earlier qualkit kept as JSON, and wipe that file once all of it is in the new one.

    Raises ``ProjectError`` where it cannot be read; it stays as it is then.
    """
    if not file.exists():
        try:
            content = json.loads(former.read_text(encoding="utf-8"))
            rows = {
                "entries": [
                    {k: str(e[k]) for k in ("label", "key", "original", "pseudonym")} for e in content["entries"]
                ]
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ProjectError(_unreadable(former)) from error
        aside = file.with_suffix(f".{os.getpid()}.part")
        aside.unlink(missing_ok=True)
        with closing(KeyFile(aside)) as key:
            key.grow(rows | {name: content.get(name, ()) for name in ("reserved", "added", "kept")})
        os.replace(aside, file)
    wipe(former)


def wipe(file: Path) -> None:
    """Write zeros over a file before it is taken away, so that its words do not stay on the disk."""
    try:
        with file.open("r+b") as opened:
            opened.write(b"\0" * file.stat().st_size)
            opened.flush()
            os.fsync(opened.fileno())
        file.unlink()
    except FileNotFoundError:  # another process was quicker
        return
