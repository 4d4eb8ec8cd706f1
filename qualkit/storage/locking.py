"""One at a time: a lock beside the record, which the system lets go of by itself when its holder is killed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from qualkit.errors import ProjectError
from qualkit.i18n import _


@contextmanager
def alone(file: Path, refusal: str, *, patience: float = 0.0) -> Iterator[None]:
    """Run the block while nobody else runs one under the same ``file``.

    Raises ``ProjectError`` with ``refusal`` where somebody does so for longer than ``patience`` seconds, and where the
    file cannot be made. SQLite's locks work the same on every system.
    """
    with closing(_locked(file, refusal, patience)):
        yield


def _locked(file: Path, refusal: str, patience: float) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(file, timeout=patience, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise ProjectError(refusal) from error
        raise ProjectError(_("%(file)s cannot be written: %(why)s") % {"file": file, "why": error}) from error
    return connection
