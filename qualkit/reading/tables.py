"""Spreadsheets and CSV files as a header and rows of text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import normalise
from qualkit.reading.decoding import decode, read_bytes
from qualkit.reading.packages import told_as
from qualkit.reading.spelling import squeeze

EXTENSIONS = (".xlsx", ".csv", ".tsv")
_DELIMITERS = ";,\t|"
_SAMPLE_ROWS = 40
_LONGEST_CELL = 10_000_000


@dataclass(frozen=True)
class Table:
    """A header and rows of the same width; every cell is text, empty where nothing stands.

    ``numbers[i]`` is the row of the sheet (from 1) that ``rows[i]`` stands in.
    """

    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]

    def column(self, at: int) -> tuple[str, ...]:
        """Return the cells of the column ``at``."""
        return tuple(row[at] for row in self.rows)


def read_tables(path: str | Path) -> tuple[Table, ...]:
    """Return the sheets of a workbook that hold something, or the one table of a CSV file.

    Empty rows and columns are left out, and a title above the header too. Raises ``InputError`` where the file cannot
    be read or holds no table.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in EXTENSIONS:
        raise InputError(
            _("%(file)s is not a table. Accepted: %(accepted)s.")
            % {"file": path.name, "accepted": ", ".join(EXTENSIONS)}
        )
    sheets = _workbook(path) if suffix == ".xlsx" else [("", _csv_rows(path))]
    tables = tuple(table for name, rows in sheets if (table := _table(name, rows)) is not None)
    if not tables:
        raise InputError(_("%(file)s holds no table: a row of column names is missing.") % {"file": path.name})
    return tables


def read_table(path: str | Path) -> Table:
    """Return the first table of a file."""
    return read_tables(path)[0]


def _workbook(path: Path) -> list[tuple[str, list[list[str]]]]:
    import openpyxl

    read_bytes(path)
    sentence = _("%(file)s is not an Excel file that can be opened. Save it again as .xlsx, without a password.")
    with told_as(sentence % {"file": path.name}):
        workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            return [(sheet.title, _sheet_rows(sheet)) for sheet in workbook.worksheets]
        finally:
            workbook.close()


def _sheet_rows(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()  # some exporters claim too little (A1), others 1000 × 30 empty cells
    return [_trimmed(cell_text(value) for value in row) for row in sheet.iter_rows(values_only=True)]


def _trimmed(cells: Iterable[str]) -> list[str]:
    row = list(cells)
    while row and not row[-1]:
        row.pop()
    return row


def cell_text(value: object) -> str:
    """Return the value of a cell as text: whole numbers without decimals, dates as ISO 8601, nothing as ``""``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return normalise(str(value)).strip()


def _csv_rows(path: Path) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    text = decode(read_bytes(path), name=path.name).text
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep="):
        return _records(rest, first[4:5] or ";", path)
    return _records(text, "\t" if path.suffix.lower() == ".tsv" else _delimiter(text), path)


def _records(text: str, delimiter: str, path: Path) -> list[list[str]]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return [_trimmed(cell.strip() for cell in record) for record in reader]
    except csv.Error as problem:
        raise InputError(
            _("%(file)s is not a table that can be read: %(problem)s.") % {"file": path.name, "problem": problem}
        ) from None


def _delimiter(text: str) -> str:
    """Return the delimiter under which most of the first records have the same, largest number of cells."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    try:
        reader = csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)
        widths = [len(record) for record, _n in zip(reader, range(_SAMPLE_ROWS), strict=False) if any(record)]
    except csv.Error:
        return 0.0, 0
    width = max(set(widths), key=lambda w: (widths.count(w), w)) if widths else 0
    return (widths.count(width) / len(widths) if width > 1 else 0.0), width


def _table(name: str, rows: Sequence[Sequence[str]]) -> Table | None:
    filled = [(i, row) for i, row in enumerate(rows, start=1) if any(row)]
    head = next((at for at, (_i, row) in enumerate(filled) if _may_be_header(row, filled)), None)
    if head is None:
        return None
    body = filled[head + 1 :]
    width = max(len(row) for _i, row in filled[head:])
    padded = [[*row, *[""] * (width - len(row))] for _i, row in filled[head:]]
    kept = [c for c in range(width) if any(row[c] for row in padded)]
    header = tuple(_unique([squeeze(padded[0][c]) or _("column %(n)d") % {"n": c + 1} for c in kept]))
    return Table(name, header, tuple(tuple(row[c] for c in kept) for row in padded[1:]), tuple(i for i, _r in body))


def _may_be_header(row: Sequence[str], filled: Sequence[tuple[int, Sequence[str]]]) -> bool:
    """Say whether ``row`` names columns: it fills at least half of what the widest of the next rows fills."""
    widest = max(sum(map(bool, other)) for _i, other in filled[:_SAMPLE_ROWS])
    names = sum(map(bool, row))
    return (names >= 2 and names * 2 >= widest) or (widest == 1 and names == 1)


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
