"""The tables of a project and how they came to be: one migration after the other, from the first day."""

import sqlite3
from collections.abc import Iterator

from qualkit.errors import ProjectError
from qualkit.i18n import _

_FIRST = """
CREATE TABLE runs (
    id TEXT PRIMARY KEY, command TEXT NOT NULL, started TEXT NOT NULL, finished TEXT,
    parameters TEXT NOT NULL, versions TEXT NOT NULL
);
CREATE TABLE files (
    position INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, path TEXT NOT NULL, kind TEXT NOT NULL,
    document TEXT, status TEXT NOT NULL, reason TEXT, facts TEXT NOT NULL, run TEXT NOT NULL REFERENCES runs(id)
);
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, territory TEXT,
    session INTEGER, date TEXT, file TEXT NOT NULL REFERENCES files(sha256)
);
CREATE TABLE turns (
    document TEXT NOT NULL REFERENCES documents(id), position INTEGER NOT NULL, start INTEGER NOT NULL,
    end INTEGER NOT NULL, speaker TEXT, seconds_start REAL, seconds_end REAL, channel TEXT NOT NULL,
    facilitator INTEGER NOT NULL, PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE segments (
    document TEXT NOT NULL REFERENCES documents(id), position INTEGER NOT NULL, turn INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL, PRIMARY KEY (document, position)
) WITHOUT ROWID;
CREATE TABLE vectors (
    embedder TEXT NOT NULL, content TEXT NOT NULL, dimensions INTEGER NOT NULL, floats BLOB NOT NULL,
    PRIMARY KEY (embedder, content)
) WITHOUT ROWID;
CREATE TABLE instruments (
    hash TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, content TEXT NOT NULL
);
CREATE TABLE codings (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id), start INTEGER NOT NULL,
    end INTEGER NOT NULL, code TEXT NOT NULL, codebook TEXT NOT NULL, coder TEXT NOT NULL, confidence REAL NOT NULL,
    polarity TEXT NOT NULL, evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL, quote TEXT NOT NULL,
    run TEXT NOT NULL REFERENCES runs(id), UNIQUE (document, start, end, code, codebook, coder)
);
CREATE TABLE coded (
    document TEXT NOT NULL REFERENCES documents(id), codebook TEXT NOT NULL, coder TEXT NOT NULL, run TEXT NOT NULL,
    PRIMARY KEY (document, codebook, coder)
) WITHOUT ROWID;
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY, coding INTEGER NOT NULL REFERENCES codings(id), verdict TEXT NOT NULL, author TEXT NOT NULL,
    at TEXT NOT NULL, why TEXT NOT NULL, code TEXT
);
CREATE TABLE labels (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id), start INTEGER NOT NULL,
    end INTEGER NOT NULL, code TEXT NOT NULL, coder TEXT NOT NULL, value INTEGER NOT NULL, run TEXT NOT NULL,
    UNIQUE (document, start, end, code, coder)
);
CREATE TABLE experiences (
    id TEXT PRIMARY KEY, territory TEXT, school TEXT, name TEXT NOT NULL, focus TEXT, fields TEXT NOT NULL,
    hash TEXT NOT NULL, file TEXT NOT NULL REFERENCES files(sha256)
);
CREATE TABLE scores (
    id INTEGER PRIMARY KEY, experience TEXT NOT NULL REFERENCES experiences(id), experience_hash TEXT NOT NULL,
    criterion TEXT NOT NULL, rubric TEXT NOT NULL, judge TEXT NOT NULL, instrument TEXT NOT NULL,
    level INTEGER, state TEXT NOT NULL,
    evidence TEXT NOT NULL, rationale TEXT NOT NULL, run TEXT NOT NULL REFERENCES runs(id)
);
CREATE INDEX scores_by_experience ON scores (experience, rubric, judge, criterion);
CREATE TABLE selections (run TEXT PRIMARY KEY REFERENCES runs(id), rows TEXT NOT NULL);
CREATE TABLE surveys (file TEXT PRIMARY KEY REFERENCES files(sha256), content TEXT NOT NULL);
CREATE TABLE attendance (file TEXT PRIMARY KEY REFERENCES files(sha256), content TEXT NOT NULL);
CREATE TABLE members (file TEXT PRIMARY KEY REFERENCES files(sha256), content TEXT NOT NULL);
CREATE VIEW present_files AS SELECT * FROM files WHERE status = 'ingested';
CREATE VIEW present_documents AS
    SELECT documents.* , files.path FROM documents JOIN files ON files.sha256 = documents.file
    WHERE files.status = 'ingested';
CREATE VIEW present_experiences AS
    SELECT experiences.* FROM experiences JOIN files ON files.sha256 = experiences.file
    WHERE files.status = 'ingested';
CREATE VIEW present_segments AS SELECT * FROM segments WHERE document IN (SELECT id FROM present_documents);
CREATE VIEW present_codings AS SELECT * FROM codings WHERE document IN (SELECT id FROM present_documents);
CREATE VIEW present_labels AS SELECT * FROM labels WHERE document IN (SELECT id FROM present_documents);
CREATE VIEW present_decisions AS SELECT * FROM decisions WHERE coding IN (SELECT id FROM present_codings);
CREATE VIEW present_scores AS
    SELECT scores.* FROM scores JOIN present_experiences ON present_experiences.id = scores.experience
    AND present_experiences.hash = scores.experience_hash;
CREATE TABLE replies (
    key TEXT PRIMARY KEY, model TEXT NOT NULL, request TEXT NOT NULL, reply TEXT NOT NULL, at TEXT NOT NULL
);
"""

_APPEND_ONLY = ("codings", "decisions", "labels", "scores", "replies", "selections")


def _append_only(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} only grow'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} only grow'); END;
"""


_SECOND = """
CREATE TABLE rewriting (one INTEGER PRIMARY KEY CHECK (one = 1));
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL, run TEXT NOT NULL,
    reason TEXT NOT NULL
);
CREATE TABLE records (
    file TEXT NOT NULL REFERENCES files(sha256), kind TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (file, kind)
) WITHOUT ROWID;
CREATE TABLE cleanings (document TEXT PRIMARY KEY REFERENCES documents(id), content TEXT NOT NULL);
CREATE TABLE tombstones (id INTEGER PRIMARY KEY, at TEXT NOT NULL, subject TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE merges (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL REFERENCES documents(id), label TEXT NOT NULL,
    into_label TEXT NOT NULL, turns TEXT NOT NULL, author TEXT NOT NULL, at TEXT NOT NULL, undone TEXT
);
CREATE TABLE outputs (path TEXT PRIMARY KEY, at TEXT NOT NULL, run TEXT NOT NULL, documents TEXT NOT NULL);
CREATE TABLE carried_codings (
    former INTEGER NOT NULL REFERENCES codings(id), present INTEGER NOT NULL REFERENCES codings(id),
    PRIMARY KEY (former, present)
) WITHOUT ROWID;
CREATE TABLE carried_labels (
    former INTEGER NOT NULL REFERENCES labels(id), present INTEGER NOT NULL REFERENCES labels(id),
    PRIMARY KEY (former, present)
) WITHOUT ROWID;
CREATE TABLE orphaned (coding INTEGER PRIMARY KEY REFERENCES codings(id), reason TEXT NOT NULL, run TEXT NOT NULL);
DROP VIEW present_decisions;
DROP VIEW present_codings;
CREATE VIEW present_codings AS
    SELECT * FROM codings WHERE document IN (SELECT id FROM present_documents)
    AND id NOT IN (SELECT coding FROM orphaned);
CREATE VIEW present_decisions AS SELECT * FROM decisions WHERE coding IN (SELECT id FROM present_codings);
CREATE INDEX codings_by_document ON codings (document);
CREATE INDEX decisions_by_coding ON decisions (coding);
"""
"""``rewriting`` holds a row while frozen texts are rewritten and at no other time: the door in the triggers.
``revisions`` say that something was rewritten, never what stood there; ``orphaned`` codings stand on words that prove
nothing since then; ``carried_…`` lead from what was said of a former version of a file to the same of a later one."""


def _append_only_but_for_rewriting(table: str) -> str:
    closed = "WHEN NOT EXISTS (SELECT 1 FROM rewriting) BEGIN "
    closed += f"SELECT RAISE(ABORT, '{table} only grow'); END;"
    return f"""
DROP TRIGGER {table}_no_update;
DROP TRIGGER {table}_no_delete;
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {closed}
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {closed}
"""


MIGRATIONS = (
    _FIRST + "".join(map(_append_only, _APPEND_ONLY)),
    _SECOND + "".join(map(_append_only_but_for_rewriting, _APPEND_ONLY)),
)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables to the newest version, all steps in one transaction. Raises ``ProjectError`` on a newer file.

    The version is read again once the file is locked: another process may have made the tables in the meantime.
    """
    if _version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for number, script in enumerate(MIGRATIONS[_version(connection) :], start=_version(connection) + 1):
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise ProjectError(
            _("This project was written by a newer qualkit (tables of version %(found)d; known: %(known)d).")
            % {"found": version, "known": len(MIGRATIONS)}
        )
    return version


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script one by one: ``executescript`` would end the transaction that holds them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise ValueError(f"a migration ends in the middle of a statement: {statement.strip()[:60]}")
