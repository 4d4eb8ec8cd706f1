"""Reading the labels that people gave to passages, from the sheets they filled in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qualkit.audit.ratings import decoded, delimiter_of
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Label, Span

NO_CODE = ""
"""The code of a label that says: this person looked at this unit and gave it no code."""

_UNIT_COLUMNS = ("document", "start", "end", "coder")
_LONG_COLUMNS = ("code", "value")
_ASIDE = ("text", "note")
_SPANISH = {
    "documento": "document",
    "inicio": "start",
    "fin": "end",
    "codificador": "coder",
    "codificadora": "coder",
    "código": "code",
    "codigo": "code",
    "valor": "value",
    "texto": "text",
    "nota": "note",
}
_GIVEN = {"1", "x", "sí", "si", "s", "yes", "y", "true", "verdadero"}
_NOT_GIVEN = {"0", "no", "n", "false", "falso"}

_Row = Mapping[str, str]


def read_labels(path: Path) -> tuple[Label, ...]:
    """Return the labels of a CSV or XLSX file, in the order of the file.

    Two forms are read, with English or Spanish headers in any order (``text`` and ``note`` are skipped):

    - long: ``document,start,end,code,coder`` and, if wanted, ``value``: 1 given (the default), 0 considered and not
      given. A row without code and with value 0 says that the person gave no code at all (``NO_CODE``).
    - wide: ``document,start,end,coder`` and one column for each code, with 1, x, sí where it was given and 0, no or
      nothing where it was not.

    A row where nothing was filled in is a unit that nobody has labelled yet: it makes no label. ``start`` and ``end``
    are offsets in the document's frozen text. Raises ``InputError`` that names the row for whatever cannot be read, and
    for two labels that contradict each other.
    """
    header, rows = _table(path)
    missing = [name for name in _UNIT_COLUMNS if name not in header]
    if missing:
        raise InputError(
            _("%(file)s needs the columns document, start, end and coder; %(missing)s not found.")
            % {"file": path.name, "missing": ", ".join(missing)}
        )
    codes = [name for name in header if name and name not in (*_UNIT_COLUMNS, *_LONG_COLUMNS, *_ASIDE)]
    if "code" not in header and not codes:
        raise InputError(_("%(file)s has neither a column code nor a column for each code.") % {"file": path.name})
    made: dict[tuple[str, Span, str, str], Label] = {}
    for number, row in rows:
        where = {"file": path.name, "row": number}
        for label in _long(row, where) if "code" in header else _wide(row, codes, where):
            key = (label.document, label.segment, label.code, label.coder)
            if made.setdefault(key, label).value != label.value:
                raise InputError(_("%(file)s, row %(row)d contradicts an earlier row on the same code.") % where)
    return tuple(made.values())


def _long(row: _Row, where: Mapping[str, object]) -> Iterator[Label]:
    code, value = row["code"], row.get("value", "")
    if not code and not value:
        return
    given = _given(value or "1", where)
    if not code and given:
        raise InputError(_("%(file)s, row %(row)d: the code is missing.") % where)
    document, segment, coder = _unit(row, where)
    yield Label(document, segment, code, coder, given)


def _wide(row: _Row, codes: Sequence[str], where: Mapping[str, object]) -> Iterator[Label]:
    filled = {code: row[code] for code in codes if row[code]}
    if not filled:
        return
    document, segment, coder = _unit(row, where)
    for code in codes:
        yield Label(document, segment, code, coder, _given(filled[code], where) if code in filled else 0)


def _unit(row: _Row, where: Mapping[str, object]) -> tuple[str, Span, str]:
    document, coder = row["document"], row["coder"]
    if not document or not coder:
        raise InputError(_("%(file)s, row %(row)d: the document or the coder is missing.") % where)
    start, end = (_offset(row[name]) for name in ("start", "end"))
    if start is None or end is None or start >= end:
        raise InputError(
            _("%(file)s, row %(row)d: start and end are whole numbers, and the end comes after the start.") % where
        )
    return document, Span(start, end), coder


def _offset(cell: str) -> int | None:
    whole = cell.removesuffix(".0")  # a spreadsheet may hold 12 as 12.0
    return int(whole) if whole.isascii() and whole.isdigit() else None


def _given(cell: str, where: Mapping[str, object]) -> int:
    word = cell.casefold().removesuffix(".0")
    if word not in _GIVEN | _NOT_GIVEN:
        raise InputError(
            _("%(file)s, row %(row)d: %(value)s is neither 1 (given) nor 0 (not given).") % {**where, "value": cell}
        )
    return int(word in _GIVEN)


def _table(path: Path) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the header in English and the rows that hold anything, each with its number in the file."""
    cells = _xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    filled = [(number, row) for number, row in enumerate(cells, start=1) if any(row)]
    if not filled:
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    header = [_SPANISH.get(name.casefold(), name.casefold() if _known(name) else name) for name in filled[0][1]]
    if len({name for name in header if name}) != len([name for name in header if name]):
        raise InputError(_("%(file)s has two columns with the same name.") % {"file": path.name})
    width = len(header)
    rows = [(number, dict(zip(header, (row + [""] * width)[:width], strict=True))) for number, row in filled[1:]]
    return header, rows


def _known(name: str) -> bool:
    return name.casefold() in (*_UNIT_COLUMNS, *_LONG_COLUMNS, *_ASIDE)


def _csv(path: Path) -> list[list[str]]:
    text = decoded(path)
    return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter_of(text))]


def _xlsx(path: Path) -> list[list[str]]:
    """Return the cells of the first sheet as text."""
    import zipfile

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        raise InputError(_("%(file)s cannot be read as a spreadsheet.") % {"file": path.name}) from error
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]
    finally:
        book.close()
