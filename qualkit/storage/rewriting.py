"""What may be done to the record while its door is open: frozen texts are replaced, with all that points at them.

Ids stay, so that decisions stay with their codings. Nobody makes a ``Rewriter``: ``Store.rewriting`` hands one out, and
all that was done with it is there for good when its block ends well, or not at all.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from qualkit.model import Coding, Document, Experience, Label, Segment

KEPT = {
    "surveys": ("file", "content"),
    "attendance": ("file", "content"),
    "members": ("file", "content"),
    "cleanings": ("document", "content"),
    "selections": ("run", "rows"),
    "runs": ("id", "parameters"),
}
"""The tables that hold values as JSON, with the column of their key and the column of the values."""

_TEXTS = {
    "decisions": ("id", ("why",)),
    "scores": ("id", ("rationale",)),
    "merges": ("id", ("label", "into_label")),
    "files": ("sha256", ("reason",)),
    "documents": ("id", ("title",)),
}
"""The tables with free text, beside the frozen texts: key and columns."""


class Rewriter:
    """The record with its door open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def document(self, document: Document, segments: Sequence[Segment]) -> None:
        """Put a text, its turns and its segments in place of those that were frozen under the same id."""
        run, key = self._connection.execute, (document.id,)
        run("UPDATE documents SET title = ?, text = ? WHERE id = ?", (document.title, document.text, document.id))
        run("DELETE FROM turns WHERE document = ?", key)
        run("DELETE FROM segments WHERE document = ?", key)
        self._connection.executemany(
            "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (document.id, i, t.span.start, t.span.end, t.speaker, t.start, t.end, t.channel, int(t.facilitator))
                for i, t in enumerate(document.turns)
            ],
        )
        self._connection.executemany(
            "INSERT INTO segments VALUES (?, ?, ?, ?, ?)",
            [(document.id, s.index, s.turn, s.span.start, s.span.end) for s in segments],
        )

    def codings(self, codings: Sequence[Coding]) -> None:
        """Put each coding on the place and the quote that it has now, under the id that it has."""
        away = [(-(coding.id or 0) - 1, coding.id) for coding in codings]  # out of each other's way: places are unique
        self._connection.executemany("UPDATE codings SET start = ? WHERE id = ?", away)
        self._connection.executemany(
            "UPDATE codings SET start = ?, end = ?, evidence_start = ?, evidence_end = ?, quote = ? WHERE id = ?",
            [
                (c.segment.start, c.segment.end, c.evidence.start, c.evidence.end, c.evidence.quote, c.id)
                for c in codings
            ],
        )

    def labels(self, labels: Mapping[int, Label]) -> None:
        """Put each label on the place that it has now, under the id that it has."""
        self._connection.executemany("UPDATE labels SET start = ? WHERE id = ?", [(-i - 1, i) for i in labels])
        self._connection.executemany(
            "UPDATE labels SET start = ?, end = ? WHERE id = ?",
            [(label.segment.start, label.segment.end, i) for i, label in labels.items()],
        )

    def merged_turns(self, document: str, numbers: Mapping[int, int]) -> None:
        """Lead the merges of speakers' labels to the new numbers of the turns; one whose turns are all gone goes."""
        query = "SELECT id, turns FROM merges WHERE document = ?"
        for merge, turns in self._connection.execute(query, (document,)).fetchall():
            kept = [numbers[i] for i in json.loads(turns) if i in numbers]
            if kept:
                self._connection.execute("UPDATE merges SET turns = ? WHERE id = ?", (json.dumps(kept), merge))
            else:
                self._connection.execute("DELETE FROM merges WHERE id = ?", (merge,))

    def orphan(self, codings: Mapping[int, str], run: str) -> None:
        """Show these codings no longer, each for the reason given; they stay in the record with their decisions."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO orphaned VALUES (?, ?, ?)", [(i, why, run) for i, why in codings.items()]
        )

    def drop_codings(self, codings: Collection[int]) -> None:
        """Take codings out of the record, with what was decided about them."""
        for statement in (
            "DELETE FROM decisions WHERE coding = ?",
            "DELETE FROM orphaned WHERE coding = ?",
            "DELETE FROM carried_codings WHERE former = ?",
            "DELETE FROM carried_codings WHERE present = ?",
            "DELETE FROM codings WHERE id = ?",
        ):
            self._connection.executemany(statement, [(i,) for i in codings])

    def drop_labels(self, labels: Collection[int]) -> None:
        """Take labels out of the record."""
        for statement in (
            "DELETE FROM carried_labels WHERE former = ?",
            "DELETE FROM carried_labels WHERE present = ?",
            "DELETE FROM labels WHERE id = ?",
        ):
            self._connection.executemany(statement, [(i,) for i in labels])

    def redirect_decisions(self, former: int, to: int) -> None:
        """Give what was decided about one coding to another one, of which it is a double."""
        self._connection.execute("UPDATE decisions SET coding = ? WHERE coding = ?", (to, former))

    def experience(self, experience: Experience, former_hash: str) -> None:
        """Put an experience in place of the one of its id; the scores of its text follow it."""
        fields = json.dumps(dict(experience.fields), ensure_ascii=False, sort_keys=True)
        self._connection.execute(
            "UPDATE experiences SET territory = ?, school = ?, name = ?, focus = ?, fields = ?, hash = ? WHERE id = ?",
            (
                experience.territory,
                experience.school,
                experience.name,
                experience.focus,
                fields,
                experience.hash,
                experience.id,
            ),
        )
        self._connection.execute(
            "UPDATE scores SET experience_hash = ? WHERE experience = ? AND experience_hash = ?",
            (experience.hash, experience.id, former_hash),
        )

    def evidence_of_scores(self) -> list[tuple[int, str, str, list[dict[str, Any]]]]:
        """Return id, experience, hash of the text it was given on and evidence of every score, former ones too."""
        query = "SELECT id, experience, experience_hash, evidence FROM scores ORDER BY id"
        return [(*row[:3], json.loads(row[3])) for row in self._connection.execute(query)]

    def score_evidence(self, score: int, evidence: Sequence[Mapping[str, Any]]) -> None:
        """Put evidence in place of that of a score."""
        kept = json.dumps([dict(item) for item in evidence], ensure_ascii=False, sort_keys=True)
        self._connection.execute("UPDATE scores SET evidence = ? WHERE id = ?", (kept, score))

    def kept(self, table: str) -> Iterator[tuple[str, Any]]:
        """Yield key and values of each row of one of the tables ``KEPT``; a row may be written while they are read."""
        key, column = KEPT[table]
        rows = self._connection.execute(f"SELECT {key}, {column} FROM {table} ORDER BY rowid").fetchall()  # noqa: S608
        return ((row[0], json.loads(row[1])) for row in rows)

    def keep(self, table: str, key: str, values: Any) -> None:
        """Put values in place of those that one of the tables ``KEPT`` holds under a key."""
        name, column = KEPT[table]
        content = json.dumps(values, ensure_ascii=False, sort_keys=True)
        self._connection.execute(f"UPDATE {table} SET {column} = ? WHERE {name} = ?", (content, key))  # noqa: S608

    def registers(self) -> list[tuple[str, str, Any]]:
        """Return file, kind and rows of every register."""
        query = "SELECT file, kind, content FROM records ORDER BY file, kind"
        return [(row[0], row[1], json.loads(row[2])) for row in self._connection.execute(query)]

    def register(self, file: str, kind: str, rows: Any) -> None:
        """Put rows in place of those of a register."""
        content = json.dumps(rows, ensure_ascii=False, sort_keys=True)
        self._connection.execute("UPDATE records SET content = ? WHERE file = ? AND kind = ?", (content, file, kind))

    def texts(self) -> Iterator[tuple[str, str, Any, str]]:
        """Yield table, column, key and text of all free text that is neither a frozen text nor JSON."""
        for table, (key, columns) in _TEXTS.items():
            for column in columns:
                query = f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY rowid"  # noqa: S608
                for row in self._connection.execute(query).fetchall():
                    yield table, column, row[0], row[1]

    def text(self, table: str, column: str, key: Any, text: str) -> None:
        """Put a text in place of one that ``texts`` gave."""
        name = _TEXTS[table][0]
        self._connection.execute(f"UPDATE {table} SET {column} = ? WHERE {name} = ?", (text, key))  # noqa: S608

    def facts(self) -> list[tuple[str, dict[str, Any]]]:
        """Return what is known of each file beside its columns, by its content hash."""
        return [(row[0], json.loads(row[1])) for row in self._connection.execute("SELECT sha256, facts FROM files")]

    def set_facts(self, file: str, facts: Mapping[str, Any]) -> None:
        """Put ``facts`` in place of what was known of a file."""
        kept = json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)
        self._connection.execute("UPDATE files SET facts = ? WHERE sha256 = ?", (kept, file))

    def set_path(self, file: str, path: str) -> None:
        """Say anew where a file stands; it is not found there again where that is not true."""
        self._connection.execute("UPDATE files SET path = ? WHERE sha256 = ?", (path, file))

    def drop_output(self, path: str) -> None:
        """Forget that a file was written."""
        self._connection.execute("DELETE FROM outputs WHERE path = ?", (path,))

    def reject(self, file: str, reason: str) -> None:
        """Show a file no longer, with everything that was made of it, for the reason given."""
        self._connection.execute("UPDATE files SET status = 'rejected', reason = ? WHERE sha256 = ?", (reason, file))

    def replies(self) -> Iterator[tuple[str, str, str]]:
        """Yield key, request and reply of each answer of a language model, as they were kept."""
        query = "SELECT key, request, reply FROM replies ORDER BY rowid"
        yield from self._connection.execute(query).fetchall()

    def drop_replies(self, keys: Collection[str]) -> None:
        """Take answers of language models out of the record: the same question is asked again next time."""
        self._connection.executemany("DELETE FROM replies WHERE key = ?", [(key,) for key in keys])

    def drop_vectors(self, contents: Collection[str]) -> None:
        """Take out the vectors of texts that are no more, by the hash of the text."""
        self._connection.executemany("DELETE FROM vectors WHERE content = ?", [(content,) for content in contents])
