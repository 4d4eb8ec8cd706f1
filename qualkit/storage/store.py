"""The project file: keeps one writer at a time and turns rows into the values of ``qualkit.model`` and back."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from qualkit.errors import ProjectError
from qualkit.i18n import _
from qualkit.model import (
    AttendanceRow,
    Coding,
    Decision,
    Document,
    Evidence,
    Experience,
    Label,
    Member,
    Run,
    Score,
    Segment,
    SelectionRow,
    Span,
    Survey,
    SurveyItem,
    Turn,
)
from qualkit.protocols import Vectors
from qualkit.storage.rewriting import Rewriter
from qualkit.storage.schema import migrate

BUSY_SECONDS = 30
_FILE_TROUBLE = (
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)


_COUNTED = ("files", "documents", "segments", "codings", "labels", "decisions", "experiences", "scores")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


class _NotKeptError(Exception):
    """Ends a transaction of which nothing is wanted."""


class Store:
    """One SQLite file in WAL mode. What a method wrote is there, whole, when it returns."""

    def __init__(self, file: Path) -> None:
        self._name = file.name
        with self._understood():
            self._connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            with self._understood():
                self._connection.execute("PRAGMA journal_mode = WAL")
                self._connection.execute("PRAGMA synchronous = NORMAL")
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute("PRAGMA secure_delete = ON")  # what is taken out leaves no words behind
                migrate(self._connection)
        except ProjectError:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Turn what SQLite says of the file or the disk into ``ProjectError``; a mistake of ours stays what it is."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            # The last eight bits name the error, those above the variant of it.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                sentence = _("%(file)s is in use by another qualkit; try again when that one has finished.")
                raise ProjectError(sentence % {"file": self._name}) from error
            if code in _FILE_TROUBLE:
                sentence = _("%(file)s cannot be used: %(why)s")
                raise ProjectError(sentence % {"file": self._name, "why": error}) from error
            raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all of the block or nothing of it.

        Blocks may stand inside one another: an inner one that fails takes back its own rows only, and nothing is
        there for good until the outermost one ends.
        """
        inner = self._connection.in_transaction
        begin, commit = ("SAVEPOINT inner", "RELEASE inner") if inner else ("BEGIN IMMEDIATE", "COMMIT")
        with self._understood():
            self._connection.execute(begin)
            try:
                yield
                self._connection.execute(commit)
            except BaseException:
                self._roll_back(inner)
                raise

    @contextmanager
    def rewriting(self, *, keep: bool = True) -> Iterator[Rewriter]:
        """Let the block change what otherwise only grows, in one transaction: a frozen text whose words must go.

        The door closes with the block, however that ends. Afterwards ``compact`` sees to what the file still holds.
        Without ``keep`` all that the block wrote is taken back at its end, for whoever only wants to see.
        """
        try:
            with self.transaction():
                is_outer = not self._rows("SELECT 1 FROM rewriting")
                self._write("INSERT OR IGNORE INTO rewriting VALUES (1)", [()])
                yield Rewriter(self._connection)
                if is_outer:
                    self._write("DELETE FROM rewriting", [()])
                if not keep:
                    raise _NotKeptError
        except _NotKeptError:
            return

    def compact(self) -> None:
        """Leave nothing in the file, its free pages or its journal of what was taken out of the record.

        Raises ``ProjectError`` where another process has the file open in the middle of something.
        """
        with self._understood():
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                busy = self._connection.execute(statement).fetchone()
                if busy and busy[0]:
                    sentence = _("%(file)s is in use by another qualkit; try again when that one has finished.")
                    raise ProjectError(sentence % {"file": self._name})

    def _roll_back(self, inner: bool) -> None:
        if not self._connection.in_transaction:
            return  # a full disk makes SQLite take everything back by itself
        if inner:
            self._connection.execute("ROLLBACK TO inner")
            self._connection.execute("RELEASE inner")
        else:
            self._connection.execute("ROLLBACK")

    def _rows(self, query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._understood():
            return self._connection.execute(query, parameters).fetchall()

    def _write(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.transaction():
            self._connection.executemany(statement, rows)

    # Runs

    def add_run(self, run: Run) -> None:
        """Record a run that begins."""
        row = (run.id, run.command, run.started, run.finished, _json(dict(run.parameters)), _json(dict(run.versions)))
        self._write("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?)", [row])

    def finish_run(self, run_id: str, at: str) -> None:
        """Record that a run ended at ``at``."""
        self._write("UPDATE runs SET finished = ? WHERE id = ?", [(at, run_id)])

    def runs(self) -> list[Run]:
        """Return the runs in the order in which they began."""
        rows = self._rows("SELECT id, command, started, finished, parameters, versions FROM runs ORDER BY rowid")
        return [Run(row[0], row[1], row[2], row[3], json.loads(row[4]), json.loads(row[5])) for row in rows]

    def runs_in_use(self) -> set[str]:
        """Return the ids of the runs that made something the record still shows."""
        made = ("files", "coded", "scores", "labels")
        parts = [f"SELECT DISTINCT run FROM {table}" for table in made]  # noqa: S608 (names of our own tables)
        newest = "SELECT run FROM (SELECT run FROM selections ORDER BY rowid DESC LIMIT 1)"
        return {row[0] for row in self._rows(" UNION ".join([*parts, newest]))}

    # Files

    def file(self, sha256: str) -> dict[str, Any] | None:
        """Return the record of the file with that content, or ``None``."""
        return next(iter(self._files("WHERE sha256 = ?", (sha256,))), None)

    def files(self) -> list[dict[str, Any]]:
        """Return one record per file that was ever offered, rejections included, in the order of arrival."""
        return self._files()

    def _files(self, where: str = "", parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        query = "SELECT sha256, path, kind, document, status, reason, facts FROM files"
        rows = self._rows(f"{query} {where} ORDER BY position", parameters)
        names = ("sha256", "path", "kind", "document", "status", "reason")
        return [dict(zip(names, row[:6], strict=True)) | json.loads(row[6]) for row in rows]

    def add_file(
        self,
        *,
        sha256: str,
        path: str,
        kind: str,
        run: str,
        document: str | None = None,
        status: str = "ingested",
        reason: str | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Record a file. One that was rejected or replaced before may be offered again.

        A file that is ingested replaces the former version of the same path: that one's documents stay in the record
        with everything that was said of them, and are shown no longer.
        """
        row = (sha256, path, kind, document, status, reason, _json(dict(facts or {})), run)
        with self.transaction():
            self._write(
                "INSERT INTO files (sha256, path, kind, document, status, reason, facts, run)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET path = excluded.path,"
                " kind = excluded.kind, document = excluded.document, status = excluded.status,"
                " reason = excluded.reason, facts = excluded.facts, run = excluded.run"
                " WHERE files.status <> 'ingested'",
                [row],
            )
            if status == "ingested":
                self._write(
                    "UPDATE files SET status = 'replaced' WHERE path = ? AND sha256 <> ? AND status = 'ingested'",
                    [(path, sha256)],
                )

    def add_facts(self, sha256: str, facts: Mapping[str, Any]) -> None:
        """Add to what is known of a file, in place of what was known under the same names."""
        with self.transaction():
            for (known,) in self._rows("SELECT facts FROM files WHERE sha256 = ?", (sha256,)):
                self._write("UPDATE files SET facts = ? WHERE sha256 = ?", [(_json(json.loads(known) | facts), sha256)])

    def file_at(self, path: str) -> str | None:
        """Return the content hash of the present version of the file that was ingested from ``path``, or ``None``."""
        rows = self._rows("SELECT sha256 FROM present_files WHERE path = ?", (path,))
        return rows[0][0] if rows else None

    def move_file(self, former: str, path: str) -> None:
        """Say that a file and its former versions stand at another path now: it was renamed, its content stayed."""
        self._write("UPDATE files SET path = ? WHERE path = ?", [(path, former)])

    def replaced_documents(self) -> list[tuple[str, str]]:
        """Return (former, present) for each document whose file was edited and ingested again."""
        return self._rows(
            "SELECT old.document, new.document FROM files AS old JOIN files AS new ON new.path = old.path"
            " WHERE old.status = 'replaced' AND new.status = 'ingested' AND old.document IS NOT NULL"
            " AND new.document IS NOT NULL ORDER BY old.position"
        )

    # Documents

    def add_document(self, document: Document, segments: Sequence[Segment], file: str) -> None:
        """Freeze a document with its turns and segments; one that is there already stays as it is."""
        with self.transaction():
            if self._rows("SELECT 1 FROM documents WHERE id = ?", (document.id,)):
                return
            head = (document.id, document.title, document.kind, document.text)
            case = (document.territory, document.session, document.date, file)
            self._write("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [head + case])
            self._write(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(document.id, i, *_turn_row(turn)) for i, turn in enumerate(document.turns)],
            )
            self._write(
                "INSERT INTO segments VALUES (?, ?, ?, ?, ?)",
                [(s.document, s.index, s.turn, s.span.start, s.span.end) for s in segments],
            )

    def set_case(self, document: str, territory: str | None, session: int | None, date: str | None) -> None:
        """Say anew where a frozen document belongs; its words and what was said of them stay as they are."""
        with self.transaction():
            self._write(
                "UPDATE documents SET territory = ?, session = ?, date = ? WHERE id = ?",
                [(territory, session, date, document)],
            )
            for (sha256,) in self._rows("SELECT file FROM documents WHERE id = ?", (document,)):
                self.add_facts(sha256, {"territory": territory, "session": session})

    def set_facilitators(self, document: str, facilitating: Sequence[bool]) -> None:
        """Say anew, turn by turn, who facilitates; the words and what was said of them stay as they are."""
        self._write(
            "UPDATE turns SET facilitator = ? WHERE document = ? AND position = ?",
            [(facilitates, document, i) for i, facilitates in enumerate(facilitating)],
        )

    def set_speakers(self, document: str, labels: Sequence[str | None]) -> None:
        """Say anew, turn by turn, who speaks; the words and what was said of them stay as they are."""
        self._write(
            "UPDATE turns SET speaker = ? WHERE document = ? AND position = ?",
            [(label, document, i) for i, label in enumerate(labels)],
        )

    def documents(self) -> list[Document]:
        """Return the documents in order of territory, session, date and file; what is not known comes last."""
        query = (
            "SELECT id, title, kind, text, territory, session, date FROM present_documents"
            " ORDER BY territory IS NULL, territory, session IS NULL, session, date IS NULL, date, path, id"
        )
        return [Document(row[0], row[1], row[2], row[3], self._turns(row[0]), *row[4:7]) for row in self._rows(query)]

    def document_ids(self, *, present: bool = False) -> list[str]:
        """Return the ids of all documents in the order of arrival; ``present`` without those of former versions."""
        where = "WHERE id IN (SELECT id FROM present_documents)" if present else ""
        return [row[0] for row in self._rows(f"SELECT id FROM documents {where} ORDER BY rowid")]  # noqa: S608

    def document(self, document: str) -> Document:
        """Return one document, of a former version of its file too. Raises ``KeyError`` where it is not there."""
        rows = self._rows(
            "SELECT id, title, kind, text, territory, session, date FROM documents WHERE id = ?", (document,)
        )
        if not rows:
            raise KeyError(document)
        row = rows[0]
        return Document(row[0], row[1], row[2], row[3], self._turns(row[0]), *row[4:7])

    def _turns(self, document: str) -> tuple[Turn, ...]:
        rows = self._rows(
            "SELECT start, end, speaker, seconds_start, seconds_end, channel, facilitator FROM turns"
            " WHERE document = ? ORDER BY position",
            (document,),
        )
        return tuple(Turn(Span(row[0], row[1]), row[2], row[3], row[4], row[5], bool(row[6])) for row in rows)

    def segments(self, document: str) -> list[Segment]:
        """Return the segments of a document, first to last."""
        rows = self._rows(
            "SELECT position, turn, start, end FROM segments WHERE document = ? ORDER BY position", (document,)
        )
        return [Segment(document, row[0], row[1], Span(row[2], row[3])) for row in rows]

    def count(self, table: str) -> int:
        """Return how many rows ``table`` holds that belong to the present version of their file."""
        if table not in _COUNTED:
            raise ValueError(f"no table called {table!r} is counted")
        return int(self._rows(f"SELECT count(*) FROM present_{table}")[0][0])  # noqa: S608 (a name of the list above)

    # Instruments: the codebooks and rubrics that codings and scores were made with

    def add_instrument(self, *, kind: str, name: str, version: str, hash: str, content: Any) -> None:
        """Keep the content of a codebook or rubric that is used, under its hash."""
        row = (hash, kind, name, version, _json(content))
        self._write("INSERT OR IGNORE INTO instruments VALUES (?, ?, ?, ?, ?)", [row])

    def instrument(self, hash: str) -> dict[str, Any] | None:
        """Return the content kept under ``hash``, or ``None``."""
        rows = self._rows("SELECT content FROM instruments WHERE hash = ?", (hash,))
        content: dict[str, Any] | None = json.loads(rows[0][0]) if rows else None
        return content

    # Codings

    def is_coded(self, document: str, codebook: str, coder: str) -> bool:
        """Say whether that coder has been through the whole document with that codebook."""
        query = "SELECT 1 FROM coded WHERE document = ? AND codebook = ? AND coder = ?"
        return bool(self._rows(query, (document, codebook, coder)))

    def add_codings(
        self, document: str, codebook: str, coder: str, codings: Sequence[Coding], run: str, *, text: str | None = None
    ) -> None:
        """Append what a coder says of one document and that it is through with it, both or neither.

        ``text`` is what the coder read. Raises ``ProjectError`` where another one stands there by now: its words may
        be those of somebody who was forgotten in the meantime.
        """
        with self.transaction():
            if text is not None and self._rows("SELECT text FROM documents WHERE id = ?", (document,)) != [(text,)]:
                raise ProjectError(
                    _("Names were changed while this was at work. What was finished is kept; give the command again.")
                )
            self._write(
                "INSERT OR IGNORE INTO codings (document, start, end, code, codebook, coder, confidence, polarity,"
                " evidence_start, evidence_end, quote, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(*_coding_row(coding), run) for coding in codings],
            )
            self._write("INSERT OR IGNORE INTO coded VALUES (?, ?, ?, ?)", [(document, codebook, coder, run)])

    def codings(
        self, codebook: str | None = None, *, document: str | None = None, orphaned: bool = False
    ) -> list[Coding]:
        """Return the codings in order of document and place; those of a former version only where it is asked for.

        With ``orphaned`` also those that a rewriting left without words to stand on.
        """
        rows = self._rows(
            "SELECT id, document, start, end, code, codebook, coder, confidence, polarity, evidence_start,"
            " evidence_end, quote FROM codings WHERE (?1 IS NULL OR codebook = ?1) AND CASE WHEN ?2 IS NULL"
            " THEN document IN (SELECT id FROM present_documents) ELSE document = ?2 END"
            " AND (?3 OR id NOT IN (SELECT coding FROM orphaned))"
            " ORDER BY document, start, end, codebook, confidence DESC, code, coder",
            (codebook, document, orphaned),
        )
        return [
            Coding(
                document=row[1],
                segment=Span(row[2], row[3]),
                code=row[4],
                codebook=row[5],
                coder=row[6],
                confidence=row[7],
                evidence=Evidence(row[9], row[10], row[11]),
                polarity=row[8],
                id=row[0],
            )
            for row in rows
        ]

    def carry_codings(self, moved: Sequence[tuple[int, Coding]]) -> tuple[int, dict[int, int]]:
        """Append codings of a former version on their places in the present one: (former id, coding) each.

        Returns how many are new, and the present id of each former one. Each keeps the run that made it; nothing is
        said of whether its coder has been through the present version.
        """
        before = self._rows("SELECT count(*) FROM codings")[0][0]
        ids: dict[int, int] = {}
        with self.transaction():
            for former, coding in moved:
                self._write(
                    "INSERT OR IGNORE INTO codings (document, start, end, code, codebook, coder, confidence, polarity,"
                    " evidence_start, evidence_end, quote, run) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, run"
                    " FROM codings WHERE id = ?",
                    [(*_coding_row(coding), former)],
                )
                place = (coding.document, coding.segment.start, coding.segment.end)
                ids[former] = self._rows(
                    "SELECT id FROM codings WHERE document = ? AND start = ? AND end = ? AND code = ? AND codebook = ?"
                    " AND coder = ?",
                    (*place, coding.code, coding.codebook, coding.coder),
                )[0][0]
            self._write("INSERT OR IGNORE INTO carried_codings VALUES (?, ?)", ids.items())
        return self._rows("SELECT count(*) FROM codings")[0][0] - before, ids

    def carried_codings(self) -> list[tuple[int, int]]:
        """Return (former id, present id) of each coding that moved from one version of a file to a later one."""
        return self._rows("SELECT former, present FROM carried_codings ORDER BY former, present")

    def count_carried(self, document: str) -> int:
        """Return how many codings and labels of a document moved to it from a former version of its file."""
        of_codings = "SELECT count(DISTINCT present) FROM carried_codings JOIN codings ON id = present"
        of_labels = "SELECT count(DISTINCT present) FROM carried_labels JOIN labels ON id = present"
        query = f"SELECT ({of_codings} WHERE document = ?1) + ({of_labels} WHERE document = ?1)"
        return int(self._rows(query, (document,))[0][0])

    def carry_labels(self, moved: Mapping[int, Label], run: str) -> int:
        """Append labels of a former version on their places in the present one, by former id. Returns the new ones."""
        with self.transaction():
            new = self.add_labels(list(moved.values()), run)
            for former, label in moved.items():
                self._write(
                    "INSERT OR IGNORE INTO carried_labels SELECT ?, id FROM labels WHERE document = ? AND start = ?"
                    " AND end = ? AND code = ? AND coder = ?",
                    [(former, label.document, label.segment.start, label.segment.end, label.code, label.coder)],
                )
        return new

    def carried_labels(self) -> list[tuple[int, int]]:
        """Return (former id, present id) of each label that moved from one version of a file to a later one."""
        return self._rows("SELECT former, present FROM carried_labels ORDER BY former, present")

    def runs_of_codings(self) -> dict[int, str]:
        """Return the run that made each coding, by the coding's id."""
        return dict(self._rows("SELECT id, run FROM present_codings"))

    def runs_of_scores(self) -> dict[tuple[str, ...], str]:
        """Return the run of the newest score of each experience, criterion, judge and rubric."""
        rows = self._rows("SELECT experience, criterion, judge, rubric, run FROM present_scores ORDER BY id")
        return {tuple(row[:4]): row[4] for row in rows}

    def add_decision(self, decision: Decision) -> None:
        """Append what a person decided about a coding."""
        row = (decision.coding, decision.verdict, decision.by, decision.at, decision.why, decision.code)
        self._write("INSERT INTO decisions (coding, verdict, author, at, why, code) VALUES (?, ?, ?, ?, ?, ?)", [row])

    def decisions(self) -> list[Decision]:
        """Return every decision in the order in which it was taken."""
        rows = self._rows("SELECT coding, verdict, author, at, why, code FROM decisions ORDER BY id")
        return [Decision(*row) for row in rows]

    def add_labels(self, labels: Sequence[Label], run: str) -> int:
        """Append labels by people; the same label twice counts once. Returns how many were new."""
        before = self.count("labels")
        self._write(
            "INSERT OR IGNORE INTO labels (document, start, end, code, coder, value, run) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(x.document, x.segment.start, x.segment.end, x.code, x.coder, x.value, run) for x in labels],
        )
        return self.count("labels") - before

    def labels(self, *, document: str | None = None) -> list[Label]:
        """Return the labels in order of document and place; those of a former version only where it is asked for."""
        rows = self._rows(
            "SELECT document, start, end, code, coder, value FROM labels WHERE CASE WHEN ?1 IS NULL"
            " THEN document IN (SELECT id FROM present_documents) ELSE document = ?1 END"
            " ORDER BY document, start, end, code, coder",
            (document,),
        )
        return [Label(row[0], Span(row[1], row[2]), *row[3:]) for row in rows]

    def labels_by_id(self, document: str) -> dict[int, Label]:
        """Return the labels of one document under the ids that the record gave them."""
        query = "SELECT id, document, start, end, code, coder, value FROM labels WHERE document = ? ORDER BY id"
        return {row[0]: Label(row[1], Span(row[2], row[3]), *row[4:]) for row in self._rows(query, (document,))}

    def orphaned(self) -> dict[int, str]:
        """Return, by id, why the codings that a rewriting left without words to stand on are shown no longer."""
        return dict(self._rows("SELECT coding, reason FROM orphaned ORDER BY coding"))

    # Experiences and scores

    def add_experiences(self, experiences: Sequence[Experience], file: str) -> list[str]:
        """Add experiences, in place of those of a former version of the file.

        Returns the ids that another file holds with another content: they stay as they were.
        """
        known = dict(self._rows("SELECT id, hash FROM present_experiences WHERE file <> ?", (file,)))
        fresh = [x for x in experiences if x.id not in known]
        self._write(
            "INSERT INTO experiences VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " territory = excluded.territory, school = excluded.school, name = excluded.name, focus = excluded.focus,"
            " fields = excluded.fields, hash = excluded.hash, file = excluded.file",
            [(x.id, x.territory, x.school, x.name, x.focus, _json(dict(x.fields)), x.hash, file) for x in fresh],
        )
        return [x.id for x in experiences if known.get(x.id, x.hash) != x.hash]

    def experiences(self, *, present: bool = True) -> list[Experience]:
        """Return the experiences in order of id; with ``present=False`` also those of files that were replaced."""
        table = "present_experiences" if present else "experiences"
        rows = self._rows(f"SELECT id, territory, fields, school, name, focus FROM {table} ORDER BY id")  # noqa: S608
        return [Experience(row[0], row[1], json.loads(row[2]), *row[3:]) for row in rows]

    def experiences_called(self, ids: Iterable[str], *, apart_from: Iterable[str]) -> list[Experience]:
        """Return the present experiences with these ids that came with other files than ``apart_from``."""
        rows = self._rows(
            "SELECT id, territory, fields, school, name, focus FROM present_experiences"
            " WHERE id IN (SELECT value FROM json_each(?)) AND file NOT IN (SELECT value FROM json_each(?))"
            " ORDER BY id",
            (_json(list(ids)), _json(list(apart_from))),
        )
        return [Experience(row[0], row[1], json.loads(row[2]), *row[3:]) for row in rows]

    def files_of_experiences(self) -> dict[str, str]:
        """Return the content hash of the file that each experience came with, by the experience's id."""
        return dict(self._rows("SELECT id, file FROM experiences ORDER BY id"))

    def add_score(self, score: Score, *, experience_hash: str, rubric: str, run: str, instrument: str = "") -> None:
        """Append a score; ``instrument`` names the content (signals, prompt) that the judge worked with."""
        evidence = _json([asdict(item) for item in score.evidence])
        head = (score.experience, experience_hash, score.criterion, rubric, score.judge, instrument)
        self._write(
            "INSERT INTO scores (experience, experience_hash, criterion, rubric, judge, instrument, level, state,"
            " evidence, rationale, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(*head, score.level, score.state, evidence, score.rationale, run)],
        )

    def scores(
        self, *, rubric: str | None = None, judge: str | None = None, instrument: str | None = None
    ) -> list[Score]:
        """Return the newest score of each experience, criterion, rubric and judge, in order of experience."""
        rows = self._rows(
            "SELECT experience, criterion, level, state, evidence, rationale, judge FROM scores WHERE id IN"
            " (SELECT max(id) FROM present_scores GROUP BY experience, criterion, rubric, judge)"
            " AND (?1 IS NULL OR rubric = ?1) AND (?2 IS NULL OR judge = ?2) AND (?3 IS NULL OR instrument = ?3)"
            " ORDER BY experience, judge, id",
            (rubric, judge, instrument),
        )
        return [
            Score(row[0], row[1], row[2], row[3], tuple(Evidence(**e) for e in json.loads(row[4])), row[5], row[6])
            for row in rows
        ]

    def add_selection(self, rows: Sequence[SelectionRow], run: str) -> None:
        """Keep a shortlist as it was proposed."""
        self._write("INSERT INTO selections VALUES (?, ?)", [(run, _json([asdict(row) for row in rows]))])

    def selection(self) -> list[SelectionRow]:
        """Return the newest shortlist, or an empty list."""
        rows = self._rows("SELECT rows FROM selections ORDER BY rowid DESC LIMIT 1")
        return [SelectionRow(**row) for row in json.loads(rows[0][0])] if rows else []

    # Tables

    def add_survey(self, survey: Survey, file: str) -> None:
        """Keep a survey."""
        self._write("INSERT OR REPLACE INTO surveys VALUES (?, ?)", [(file, _json(asdict(survey)))])

    def surveys(self) -> list[Survey]:
        """Return the surveys in the order of arrival."""
        kept = [
            json.loads(row[0])
            for row in self._rows(
                "SELECT content FROM surveys JOIN files ON sha256 = file WHERE status = 'ingested' ORDER BY position"
            )
        ]
        return [
            Survey(tuple(SurveyItem(**i) for i in s["items"]), tuple(s["answers"]), tuple(s["notes"])) for s in kept
        ]

    def add_attendance(self, rows: Sequence[AttendanceRow], file: str) -> None:
        """Keep an attendance list."""
        self._write("INSERT OR REPLACE INTO attendance VALUES (?, ?)", [(file, _json([asdict(r) for r in rows]))])

    def attendance(self) -> list[AttendanceRow]:
        """Return every attendance row in the order of arrival."""
        kept = self._rows(
            "SELECT content FROM attendance JOIN files ON sha256 = file WHERE status = 'ingested' ORDER BY position"
        )
        return [AttendanceRow(**row) for (content,) in kept for row in json.loads(content)]

    def add_members(self, members: Sequence[Member], file: str) -> None:
        """Keep a list of members."""
        self._write("INSERT OR REPLACE INTO members VALUES (?, ?)", [(file, _json([asdict(m) for m in members]))])

    def members(self) -> list[Member]:
        """Return the members of the newest list."""
        kept = self._rows(
            "SELECT content FROM members JOIN files ON sha256 = file WHERE status = 'ingested'"
            " ORDER BY position DESC LIMIT 1"
        )
        return [Member(**row) for (content,) in kept for row in json.loads(content)]

    # Registers: whatever else comes as one list of plain rows per file (actors, agreements, observations…)

    def add_records(self, kind: str, rows: Sequence[Mapping[str, Any]], file: str) -> None:
        """Keep the rows of a register that a file holds, in place of those of that kind kept of it before."""
        self._write("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", [(file, kind, _json([dict(r) for r in rows]))])

    def records(self, kind: str) -> list[dict[str, Any]]:
        """Return the rows of a kind of the present versions of all files, in the order of arrival."""
        kept = self._rows(
            "SELECT content FROM records JOIN files ON sha256 = file WHERE status = 'ingested' AND records.kind = ?"
            " ORDER BY position",
            (kind,),
        )
        return [row for (content,) in kept for row in json.loads(content)]

    def kinds_of_records(self) -> dict[str, int]:
        """Return how many rows there are of each kind of register, of the present versions of all files."""
        kinds = self._rows("SELECT DISTINCT records.kind FROM records JOIN present_files ON sha256 = file ORDER BY 1")
        return {kind: len(self.records(kind)) for (kind,) in kinds}

    # Scans: what their text was before it was cleaned up

    def add_cleaning(self, document: str, content: Any) -> None:
        """Keep both forms of a text that was cleaned up, as plain values; in place of what was kept before."""
        self._write("INSERT OR REPLACE INTO cleanings VALUES (?, ?)", [(document, _json(content))])

    def cleaning(self, document: str) -> Any | None:
        """Return what ``add_cleaning`` kept of a document, or ``None``."""
        rows = self._rows("SELECT content FROM cleanings WHERE document = ?", (document,))
        return json.loads(rows[0][0]) if rows else None

    # What was done to the record itself, and what was written from it

    def add_revision(self, kind: str, subject: str, *, at: str, run: str, reason: str) -> None:
        """Record that a ``document``, an ``experience`` or a ``file`` was rewritten; never what stood there."""
        statement = "INSERT INTO revisions (kind, subject, at, run, reason) VALUES (?, ?, ?, ?, ?)"
        self._write(statement, [(kind, subject, at, run, reason)])

    def revisions(self) -> list[dict[str, Any]]:
        """Return what was rewritten, first to last: id, kind, subject, at, run, reason."""
        return self._as_dicts("SELECT id, kind, subject, at, run, reason FROM revisions ORDER BY id")

    def add_tombstone(self, subject: str, content: Mapping[str, Any], *, at: str) -> None:
        """Record that somebody was forgotten: ``subject`` names nobody, ``content`` are counts."""
        statement = "INSERT INTO tombstones (at, subject, content) VALUES (?, ?, ?)"
        self._write(statement, [(at, subject, _json(dict(content)))])

    def tombstones(self) -> list[dict[str, Any]]:
        """Return who was forgotten, first to last: id, at, subject, content."""
        rows = self._as_dicts("SELECT id, at, subject, content FROM tombstones ORDER BY id")
        return [row | {"content": json.loads(row["content"])} for row in rows]

    def add_output(self, path: str, *, at: str, run: str, documents: Sequence[str]) -> None:
        """Record which documents a file that was written (a report, an export) was made from."""
        row = (path, at, run, _json(list(documents)))
        self._write("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?)", [row])

    def outputs(self) -> list[dict[str, Any]]:
        """Return what was written, oldest first: path, at, run, documents."""
        rows = self._as_dicts("SELECT path, at, run, documents FROM outputs ORDER BY at, path")
        return [row | {"documents": json.loads(row["documents"])} for row in rows]

    def _as_dicts(self, query: str) -> list[dict[str, Any]]:
        with self._understood():
            cursor = self._connection.execute(query)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    # Speakers: several labels of one person, made one by a person

    def add_merge(self, document: str, label: str, into: str, turns: Sequence[int], *, author: str, at: str) -> int:
        """Record that somebody says two labels of a document are one person, and which turns that moves.

        Returns the number of the merge.
        """
        statement = "INSERT INTO merges (document, label, into_label, turns, author, at) VALUES (?, ?, ?, ?, ?, ?)"
        with self.transaction():
            self._write(statement, [(document, label, into, _json(list(turns)), author, at)])
            return int(self._rows("SELECT max(id) FROM merges")[0][0])

    def undo_merge(self, merge: int, *, at: str) -> None:
        """Record that a merge was taken back at ``at``; the row stays."""
        self._write("UPDATE merges SET undone = ? WHERE id = ?", [(at, merge)])

    def merges(self) -> list[dict[str, Any]]:
        """Return the merges, first to last: id, document, label, into_label, turns, author, at, undone."""
        rows = self._as_dicts(
            "SELECT id, document, label, into_label, turns, author, at, undone FROM merges ORDER BY id"
        )
        return [row | {"turns": json.loads(row["turns"])} for row in rows]

    # Vectors

    def embedded(self, embedder: str) -> frozenset[str]:
        """Return the hashes of the texts of which the record holds the vectors of that embedder."""
        return frozenset(row[0] for row in self._rows("SELECT content FROM vectors WHERE embedder = ?", (embedder,)))

    def vectors(self, embedder: str, *, only: Iterable[str] | None = None) -> dict[str, Vectors]:
        """Return the vectors of an embedder by the hash of the text they stand for; ``only`` those, where given."""
        query, parameters = "SELECT content, floats FROM vectors WHERE embedder = ?", [embedder]
        if only is not None:
            query += " AND content IN (SELECT value FROM json_each(?))"
            parameters.append(_json(list(only)))
        rows = self._rows(f"{query} ORDER BY content", parameters)
        return {content: np.frombuffer(floats, dtype="<f4") for content, floats in rows}

    def add_vectors(self, embedder: str, vectors: Mapping[str, Vectors]) -> None:
        """Keep vectors (float32, one dimension) under the hash of their text."""
        self._write(
            "INSERT OR IGNORE INTO vectors VALUES (?, ?, ?, ?)",
            [(embedder, key, len(v), np.asarray(v, dtype="<f4").tobytes()) for key, v in vectors.items()],
        )

    # Replies of language models, raw, under a key made of everything that could change them

    def reply(self, key: str) -> dict[str, Any] | None:
        """Return the reply kept under ``key``, or ``None``."""
        rows = self._rows("SELECT reply FROM replies WHERE key = ?", (key,))
        content: dict[str, Any] | None = json.loads(rows[0][0]) if rows else None
        return content

    def replies(self) -> list[dict[str, Any]]:
        """Return every reply that is kept, oldest first: key, model, request and reply as JSON, at."""
        return self._as_dicts("SELECT key, model, request, reply, at FROM replies ORDER BY rowid")

    def add_reply(self, key: str, *, model: str, request: Any, reply: Any, at: str) -> None:
        """Keep a reply before anybody reads it."""
        row = (key, model, _json(request), _json(reply), at)
        self._write("INSERT OR IGNORE INTO replies VALUES (?, ?, ?, ?, ?)", [row])


def _turn_row(turn: Turn) -> tuple[Any, ...]:
    place = (turn.span.start, turn.span.end, turn.speaker, turn.start, turn.end)
    return (*place, turn.channel, int(turn.facilitator))


def _coding_row(coding: Coding) -> tuple[Any, ...]:
    place = (coding.document, coding.segment.start, coding.segment.end)
    said = (coding.code, coding.codebook, coding.coder, coding.confidence, coding.polarity)
    return (*place, *said, coding.evidence.start, coding.evidence.end, coding.evidence.quote)
