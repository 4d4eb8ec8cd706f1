"""What a file is: a transcript, a chat, forms, a survey, attendance, members, or one of the network's registers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.captions.caption_files import is_caption_file
from qualkit.reading.chat import is_chat
from qualkit.reading.decoding import decode, read_bytes
from qualkit.reading.office.documents import EXTENSIONS as DOCUMENTS
from qualkit.reading.other_files import why_not_read
from qualkit.reading.spelling import bare
from qualkit.reading.tabular.attendance import is_attendance, is_members
from qualkit.reading.tabular.columns import told, without_names
from qualkit.reading.tabular.forms import FEWEST_FIELDS, document_score, form_score
from qualkit.reading.tabular.items import is_item_sheet
from qualkit.reading.tabular.registers import register_kind
from qualkit.reading.tabular.sheets import Sheet
from qualkit.reading.tabular.surveys import is_survey_table
from qualkit.reading.tabular.tables import EXTENSIONS as TABLES
from qualkit.reading.tabular.tables import Table, holds_table, read_sheets, tables_of
from qualkit.reading.territories import is_manifest
from qualkit.reading.transcripts import EXTENSIONS as TRANSCRIPTS

Kind = Literal[
    "transcript",
    "chat",
    "experiences",
    "survey",
    "attendance",
    "members",
    "actors",
    "agreements",
    "observations",
    "cycles",
    "nominations",
    "encounters",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
SPOKEN: tuple[Kind, ...] = ("transcript", "chat")
"""The kinds that become documents with turns; all others become rows."""

EXTENSIONS = (*TRANSCRIPTS, *TABLES)
_CHAT_SAMPLE = 4096
_PLAIN = (".txt", ".md")
_FEWEST_IN_PLAIN = 4
_FEWEST_DIGITS = 6  # of a phone, a RUT, a folio; a year in a heading has four
_SPANISH: dict[str, Kind] = {
    "transcripcion": "transcript", "sesion": "transcript", "sesion territorial": "transcript", "taller": "transcript",
    "encuentro presencial": "transcript", "entrevista": "transcript", "nota de campo": "transcript",
    "ficha": "experiences", "fichas": "experiences", "experiencias": "experiences", "experiencia": "experiences",
    "encuesta": "survey", "consulta": "survey", "asistencia": "attendance", "miembros": "members",
    "actores": "actors", "acuerdos": "agreements", "observaciones": "observations",
    "pauta de observacion": "observations",
    "ciclos": "cycles", "phea": "cycles", "nominaciones": "nominations", "encuentros": "encounters",
}  # fmt: skip


def detect_kind(path: str | Path, *, override: str | None = None) -> Kind:
    """Return what a file is, by what it holds and, where that says nothing, by its extension.

    ``override`` is what the user says it is, in English or Spanish. Raises ``InputError`` for an extension that is not
    read, and for a table whose columns fit nothing that is known.
    """
    path = Path(path)
    is_table = path.suffix.lower() in TABLES or holds_table(path)
    if not is_table and path.suffix.lower() not in EXTENSIONS and not is_caption_file(path):
        raise InputError(why_not_read(path, EXTENSIONS))
    if override is not None:
        return known_kind(override)
    if is_table:
        return _table_kind(path)
    if path.suffix.lower() in DOCUMENTS:
        return _document_kind(path)
    if path.suffix.lower() in _PLAIN and not is_caption_file(path):
        return _plain_kind(path)
    return "transcript"


def known_kind(said: str) -> Kind:
    """Return the kind that a person named, in English or Spanish. Raises ``InputError`` for anything else."""
    for kind in KINDS:
        if kind == said.strip().lower():
            return kind
    if bare(said) in _SPANISH:
        return _SPANISH[bare(said)]
    raise InputError(
        _("«%(kind)s» is not a kind of file. Choose one of %(kinds)s.") % {"kind": said, "kinds": ", ".join(KINDS)}
    )


def table_kinds(path: str | Path) -> tuple[Kind, ...]:
    """Return the kinds of the tables of a file, each once, in their order; a workbook may hold several."""
    found: dict[Kind, None] = {}
    for sheet in read_sheets(path):
        if (kind := _sheet_kind(sheet)) is not None:
            found[kind] = None
        found.update({kind: None for table in tables_of(sheet) if (kind := _kind_of_table(table)) is not None})
    return tuple(found)


def _sheet_kind(sheet: Sheet) -> Kind | None:
    tables = list(tables_of(sheet))
    if any(_kind_of_table(table) for table in tables) or any(map(is_item_sheet, tables)):
        return None
    return "experiences" if form_score(sheet) >= FEWEST_FIELDS else None


def _kind_of_table(table: Table) -> Kind | None:
    """Return what a table is by its columns; forms are told by the sheet, since they come in every layout."""
    header = table.header
    if is_item_sheet(table):
        return None
    if is_attendance(header):
        return "attendance"
    if is_survey_table(table) and len(_form_fields(header)) < FEWEST_FIELDS:
        return "survey"
    if len(_form_fields(header)) >= FEWEST_FIELDS:
        return "experiences"
    if is_members(header):
        return "members"
    register = register_kind(header)
    return known_kind(register) if register else None


def _form_fields(header: Sequence[str]) -> set[str]:
    from qualkit.reading.tabular.forms import CORE_FIELDS, map_columns

    return set(map_columns(header).values()) & {*CORE_FIELDS, "resumen"}


def _table_kind(path: Path) -> Kind:
    kinds = table_kinds(path)
    if kinds:
        return kinds[0]
    headers = [table.header for sheet in read_sheets(path) for table in tables_of(sheet)]
    if not headers:
        raise InputError(_("%(file)s holds no table: a row of column names is missing.") % {"file": path.name})
    if any(map(is_manifest, headers)):
        raise InputError(
            _("%(file)s lists files: give it with --manifest, together with those files.") % {"file": path.name}
        )
    if any(_holds_labels(header) for header in headers):
        raise InputError(
            _("%(file)s holds labels that people gave: bring it in with “qualkit import”.") % {"file": path.name}
        )
    if any(map(_is_data, headers[0])):
        raise InputError(
            _(
                "%(file)s is a table, but of what? Its first row holds somebody's data, not the names of its columns."
                " Add a row with them above it."
            )
            % {"file": path.name}
        )
    raise InputError(
        _("%(file)s is a table, but of what? Its columns are: %(columns)s. Say what it is with --kind.")
        % {"file": path.name, "columns": told(headers[0][:12])}
    )


def _is_data(heading: str) -> bool:
    """Say whether a heading is a person, a number or the like: what is said of a rejected file is kept, and shown."""
    left = without_names(heading)
    return sum(map(str.isdigit, heading)) >= _FEWEST_DIGITS or (left != heading and not any(map(str.isalpha, left)))


def _holds_labels(header: Sequence[str]) -> bool:
    names = {bare(name) for name in header}
    said = ({"code", "codigo"}, {"coder", "codificador", "codificadora"}, {"quote", "cita", "document", "documento"})
    return all(names & words for words in said)


def _document_kind(path: Path) -> Kind:
    """Return what a written document is: a form, a list in a table, or (mostly) what people said."""
    if document_score(path) >= FEWEST_FIELDS:
        return "experiences"
    kinds = [kind for kind in table_kinds(path) if kind != "experiences"]
    return kinds[0] if kinds else "transcript"


def _plain_kind(path: Path) -> Kind:
    if is_chat(decode(read_bytes(path)[:_CHAT_SAMPLE], name=path.name).text):
        return "chat"
    return "experiences" if document_score(path) >= _FEWEST_IN_PLAIN else "transcript"
