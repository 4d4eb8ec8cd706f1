"""A file that arrives: what is said of it, what it says, and what becomes of it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.normal import normalise
from qualkit.reading.decoding import fingerprint
from qualkit.reading.territories import Case, Territories
from qualkit.reading.transcripts import ReadFile, read_transcript
from qualkit.workflows.cleaning import cleaned_file
from qualkit.workflows.hiding import Tables
from qualkit.workflows.table_files import read_table_file
from qualkit.workflows.workspace import Workspace

TALK = ("transcript", "chat")


@dataclass(frozen=True)
class Given:
    """What the person who ingests says of the files; it goes before what folders and names tell.

    ``keep_names`` leaves people and schools by their names in these files: it is asked for each time anew. ``scan``
    asks for the clean-up of scanned text; ``None`` leaves that to the manifest and the settings.
    """

    territory: str | None = None
    session: int | None = None
    date: str | None = None
    kind: str | None = None
    manifest: Path | None = None
    keep_names: bool = False
    scan: bool | None = None


@dataclass(frozen=True)
class FileResult:
    """What became of one file: ``ingested``, ``unchanged`` (its content was there already) or ``rejected``.

    ``rows`` are those of a table that were kept, ``refused`` those that were not: their experience is there already
    with another text. ``words`` counts what was kept. ``columns`` says what each column of a table was taken for:
    heading → field, or ``None``; ``mappings`` are the files of the project where people may correct that.
    """

    path: str
    document: str | None
    kind: str | None
    turns: int
    segments: int
    words: int
    status: str
    reason: str | None = None
    territory: str | None = None
    session: int | None = None
    warnings: tuple[str, ...] = field(default=())
    rows: int = 0
    refused: int = 0
    columns: Mapping[str, str | None] = field(default_factory=dict)
    mappings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """A file that is not there yet; it is read again whenever its content is needed, so that none piles up.

    ``scan`` asks for the clean-up of its text; ``sha256`` is its ``identity``. ``again`` is true of a table that is
    there already and whose columns are now taken for something else.
    """

    path: Path
    sha256: str
    kind: str
    case: Case
    scan: bool = False
    again: bool = False

    @property
    def is_table(self) -> bool:
        """Whether the file holds rows rather than talk."""
        return self.kind not in TALK


@dataclass(frozen=True)
class Refused:
    """A file that cannot be read, and why; ``kind`` is what it was said to be, if anybody said so."""

    path: Path
    reason: str
    kind: str | None = None


def shown(path: Path | str) -> str:
    """Return a path as it can be printed and kept: accents on their letters, bytes that are no letters escaped."""
    return normalise(str(path).encode("utf-8", "backslashreplace").decode("utf-8"))


def identity(file: Path, *, scan: bool = False) -> str:
    """Return what tells the content of a file from any other; a text that is cleaned up is another than as it was read.

    Raises ``InputError`` where the file cannot be opened.
    """
    own = fingerprint(file)
    return cleaned_identity(own) if scan else own


def cleaned_identity(own: str) -> str:
    """Return the identity of a cleaned-up text, by that of its file."""
    return hashlib.sha256(f"scan:{own}".encode()).hexdigest()


def content_of(
    workspace: Workspace, file: Path, kind: str, territories: Territories, *, scan: bool = False
) -> ReadFile | Tables:
    """Return what a file of that kind says. Raises ``InputError`` where it cannot be read."""
    if kind in TALK:
        read = read_transcript(file, facilitators=workspace.settings.reading.facilitators)
        return cleaned_file(read) if scan else read
    return read_table_file(file, kind, territories, folder=workspace.folder)
