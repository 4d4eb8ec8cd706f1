"""What a file is: a transcript, a chat, forms, a survey, attendance, members."""

from pathlib import Path
from typing import Literal, get_args

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.attendance import is_attendance, is_members
from qualkit.reading.chat import is_chat
from qualkit.reading.decoding import decode, read_bytes
from qualkit.reading.forms import CORE_FIELDS, map_columns
from qualkit.reading.surveys import is_survey
from qualkit.reading.tables import EXTENSIONS as TABLES
from qualkit.reading.tables import read_tables
from qualkit.reading.transcripts import EXTENSIONS as TRANSCRIPTS

Kind = Literal["transcript", "chat", "experiences", "survey", "attendance", "members"]
KINDS: tuple[Kind, ...] = get_args(Kind)
EXTENSIONS = (*TRANSCRIPTS, *TABLES)
_CHAT_SAMPLE = 4096
_FEWEST_FIELDS = 3


def detect_kind(path: str | Path, *, override: str | None = None) -> Kind:
    """Return what a file is, by its extension and what it begins with; ``override`` is what the user says it is.

    Raises ``InputError`` for an extension that is not read, and for a table whose columns fit nothing that is known.
    """
    path = Path(path)
    if path.suffix.lower() not in EXTENSIONS:
        raise InputError(
            _("%(file)s cannot be read. Accepted: %(accepted)s.")
            % {"file": path.name, "accepted": ", ".join(EXTENSIONS)}
        )
    if override is not None:
        return _known(override)
    if path.suffix.lower() in TABLES:
        return _table_kind(path)
    if path.suffix.lower() == ".docx":
        return "experiences" if _is_word_form(path) else "transcript"
    if path.suffix.lower() == ".txt":
        return "chat" if is_chat(decode(read_bytes(path)[:_CHAT_SAMPLE], name=path.name).text) else "transcript"
    return "transcript"


def _known(override: str) -> Kind:
    for kind in KINDS:
        if kind == override:
            return kind
    raise InputError(
        _("«%(kind)s» is not a kind of file. Choose one of %(kinds)s.") % {"kind": override, "kinds": ", ".join(KINDS)}
    )


def _table_kind(path: Path) -> Kind:
    headers = [table.header for table in read_tables(path)]
    for header in headers:
        if is_attendance(header):
            return "attendance"
        if is_survey(header):
            return "survey"
        if len(set(map_columns(header).values()) & {*CORE_FIELDS, "resumen"}) >= _FEWEST_FIELDS:
            return "experiences"
        if is_members(header):
            return "members"
    raise InputError(
        _("%(file)s is a table, but of what? Its columns are: %(columns)s. Say what it is with --kind.")
        % {"file": path.name, "columns": ", ".join(headers[0][:12])}
    )


def _is_word_form(path: Path) -> bool:
    from qualkit.reading.forms import word_fields

    headings = [heading for heading, _text in word_fields(path)]
    return len(set(map_columns(headings).values()) & {*CORE_FIELDS, "resumen"}) >= _FEWEST_FIELDS
