"""Spreadsheets and text files as tables: a header and rows of text, wherever on the sheet they stand."""

import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _, current_language, ngettext
from qualkit.reading.decoding import decode, opened, read_bytes
from qualkit.reading.office.documents import EXTENSIONS as DOCUMENTS
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import GROUP_MARK, is_known_heading
from qualkit.reading.tabular.sheets import Merge, Sheet

EXTENSIONS = (".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".xls")
_ALSO = (".txt", ".tab")  # where the user says that they are tables
_SAMPLE_ROWS = 40
_LONGEST_LABEL = 60
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_TOTALS = ("total", "totales", "suma", "subtotal", "promedio", "media", "porcentaje")
_NUMBER = re.compile(r"[-+]?[\d.,]+\s*%?")

Row = tuple[int, Mapping[int, str]]
"""The number of a row of the sheet and its filled cells by their column, both from 1."""


@dataclass(frozen=True)
class Table:
    """A header and rows of the same width; every cell is text, empty where nothing stands.

    ``numbers[i]`` is the row of the sheet (from 1) that ``rows[i]`` stands in. ``joined`` are the (row, column)
    positions, from 0, that a merged cell above filled; ``above`` the (label, value) pairs that stand over the header.
    """

    sheet: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...] = ()
    joined: frozenset[tuple[int, int]] = frozenset()
    above: Mapping[str, str] = field(default_factory=dict)

    def column(self, at: int) -> tuple[str, ...]:
        """Return the cells of the column ``at``."""
        return tuple(row[at] for row in self.rows)


def read_tables(path: str | Path) -> tuple[Table, ...]:
    """Return the tables of a workbook, or the one of a text file; there may be several on a sheet.

    Empty rows and columns are left out, titles above a header and totals below it too. Raises ``InputError`` where the
    file cannot be read or holds no table.
    """
    path = Path(path)
    tables = tuple(table for sheet in read_sheets(path) for table in tables_of(sheet))
    if not tables:
        raise InputError(_("%(file)s holds no table: a row of column names is missing.") % {"file": path.name})
    return tables


def read_table(path: str | Path) -> Table:
    """Return the first table of a file."""
    return read_tables(path)[0]


def read_sheets(path: str | Path) -> list[Sheet]:
    """Return the sheets of a file, by what it holds rather than by what it is called.

    Raises ``InputError`` for what is no table or cannot be opened, and for workbooks of the old format (.xls) or with a
    password.
    """
    path = Path(path)
    if path.suffix.lower() in DOCUMENTS and not holds_table(path):
        return _in_document(path)
    if path.suffix.lower() not in (*EXTENSIONS, *_ALSO) and not holds_table(path):
        raise InputError(
            _("%(file)s is not a table. Accepted: %(accepted)s.")
            % {"file": path.name, "accepted": ", ".join(EXTENSIONS)}
        )
    with opened(path) as stream:
        state = os.fstat(stream.fileno())
    return list(_sheets_as_they_are(str(path), state.st_mtime_ns, state.st_size, current_language()))


def holds_table(path: Path) -> bool:
    """Say whether a file is a workbook, whatever it is called."""
    if not read_bytes(path, only_look=True).startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            if "mimetype" in names:
                return b"opendocument.spreadsheet" in package.open("mimetype").read(100)
            return "xl/workbook.xml" in names
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False


@lru_cache(maxsize=1)
def _sheets_as_they_are(name: str, _changed: int, _size: int, _language: str) -> tuple[Sheet, ...]:
    """Return the sheets of a file; the last one that was read is kept: a file is looked at before it is read."""
    path = Path(name)
    data = read_bytes(path)
    if data.startswith(_OLD_EXCEL):
        raise InputError(
            _(
                "%(file)s is an Excel file of the old format (.xls), or one with a password. Open it and save it as"
                " .xlsx, without a password."
            )
            % {"file": path.name}
        )
    suffix = path.suffix.lower()
    if data.startswith(b"PK") or (suffix in (".xlsx", ".xlsm", ".ods") and not _is_text(data, path)):
        return tuple(_packaged(path))
    return tuple(_written(path, data))


def _in_document(path: Path) -> list[Sheet]:
    """Return the tables of a written document, a sheet each."""
    from qualkit.reading.office.documents import read_document
    from qualkit.reading.office.paragraphs import Table as WrittenTable
    from qualkit.reading.office.paragraphs import words_of

    sheets = []
    for block in read_document(path).blocks:
        if isinstance(block, WrittenTable):
            texts = [["\n".join(filter(None, map(words_of, cell))).strip() for cell in row] for row in block.rows]
            rows = {
                number: {at: cell for at, cell in enumerate(row, start=1) if cell}
                for number, row in enumerate(texts, start=1)
            }
            sheets.append(Sheet("", {number: row for number, row in rows.items() if row}))
    return sheets


def _is_text(data: bytes, path: Path) -> bool:
    """Say whether a file that is called a workbook is text all the same: some systems call their CSV «.xlsx»."""
    try:
        text = decode(data[:65536], name=path.name).text
    except InputError:
        return False
    return "\n" in text.strip() or "<table" in text.lower()


def _packaged(path: Path) -> list[Sheet]:
    from qualkit.reading.tabular.ods import read_open_document
    from qualkit.reading.tabular.xlsx import read_workbook

    try:
        with zipfile.ZipFile(path) as package:
            is_open_document = "content.xml" in package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        is_open_document = path.suffix.lower() == ".ods"
    return read_open_document(path) if is_open_document else read_workbook(path)


def _written(path: Path, data: bytes) -> list[Sheet]:
    from qualkit.reading.tabular.separated import read_separated
    from qualkit.reading.tabular.webtables import is_web_page, read_web_tables

    if is_web_page(decode(data[:4096], name=path.name).text):
        return read_web_tables(path)
    return [read_separated(path)]


def tables_of(sheet: Sheet) -> Iterator[Table]:
    """Yield the tables of a sheet, first to last. A sheet whose rows name no columns has none."""
    rows, joined = _filled_down(sheet)
    blocks = list(_blocks(rows))
    for number, (above, head, body) in enumerate(blocks):
        table = _table(sheet, above, head, body, joined)
        yield replace(table, notes=(*(sheet.notes if number == 0 else ()), *table.notes))


def _filled_down(sheet: Sheet) -> tuple[list[Row], frozenset[tuple[int, int]]]:
    """Return the rows with the cells that were merged downwards filled in each of them, and which those are."""
    rows = {number: dict(cells) for number, cells in sheet.rows.items()}
    joined = set()
    for merge in sheet.merges:
        cell = sheet.rows.get(merge.top, {}).get(merge.left)
        if cell is None or merge.bottom == merge.top:
            continue
        below = (n for n in sheet.rows if merge.top < n <= merge.bottom)
        for number in below:
            if merge.left not in rows[number]:
                rows[number][merge.left] = cell
                joined.add((number, merge.left))
    return [(number, rows[number]) for number in sorted(rows)], frozenset(joined)


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row], list[Row]]]:
    """Yield (rows above the header, rows of the header, rows below it) of each table."""
    start = 0
    while start < len(rows):
        head = _header_at(rows[start:])
        if head is None:
            return
        at = start + head
        end = _end_of_table(rows, at)
        yield list(rows[start:at]), [rows[at]], list(rows[at + 1 : end])
        start = end


def _end_of_table(rows: Sequence[Row], at: int) -> int:
    """Return where the table whose header is ``rows[at]`` ends: before the title or header of another one."""
    own = [bare(cell) for cell in rows[at][1].values()]
    for i in range(at + 2, len(rows)):
        is_after_gap = rows[i][0] > rows[i - 1][0] + 1
        is_title = is_after_gap and len(rows[i][1]) == 1 and i + 1 < len(rows)
        if is_title and _is_header_of_another(rows[i + 1], own):
            return i
        if is_after_gap and _is_header_of_another(rows[i], own):
            return i
    return len(rows)


def _is_header_of_another(row: Row, own: Sequence[str]) -> bool:
    cells = list(row[1].values())
    known = sum(map(is_known_heading, cells))
    return known >= 2 and known * 2 >= len(cells) and [bare(cell) for cell in cells] != list(own)


def _header_at(rows: Sequence[Row]) -> int | None:
    """Return which row names the columns: the one that names most that are known, else the first that is wide enough.

    A row is wide enough where it fills at least half of what the widest of the first rows fills.
    """
    first = rows[:_SAMPLE_ROWS]
    if not first:
        return None
    known = [sum(map(is_known_heading, cells.values())) for _n, cells in first]
    best = max(range(len(first)), key=lambda i: (known[i], -i))
    if known[best] >= 3 and known[best] * 2 >= len(first[best][1]):
        return best
    widest = max(len(cells) for _n, cells in first)
    return next((i for i, (_n, cells) in enumerate(first) if _is_wide(len(cells), widest)), None)


def _is_wide(names: int, widest: int) -> bool:
    return (names >= 2 and names * 2 >= widest) or (widest == 1 and names == 1)


def _table(
    sheet: Sheet, above: Sequence[Row], head: list[Row], body: list[Row], joined: frozenset[tuple[int, int]]
) -> Table:
    names = dict(head[0][1])
    if _has_second_row(sheet.merges, head[0], body, joined):
        names = _two_rows(sheet.merges, head[0], body.pop(0), joined)
    spelled = {at: bare(name) for at, name in names.items()}
    body = [row for row in body if row[1].keys() != names.keys() or {c: bare(v) for c, v in row[1].items()} != spelled]
    notes = []
    totals = _totals(body)
    if totals:
        body = body[: -len(totals)]
        notes.append(
            ngettext("%(n)d row of totals was left out.", "%(n)d rows of totals were left out.", len(totals))
            % {"n": len(totals)}
        )
    columns = sorted({*names, *(at for _n, cells in body for at in cells)})
    first = columns[0] if columns else 1
    header = tuple(_unique([squeeze(names.get(c, "")) or _("column %(n)d") % {"n": c - first + 1} for c in columns]))
    return Table(
        sheet.name,
        header,
        tuple(tuple(cells.get(c, "") for c in columns) for _n, cells in body),
        tuple(number for number, _cells in body),
        tuple(notes),
        _positions(body, columns, joined),
        _said_above(above),
    )


def _positions(
    body: Sequence[Row], columns: Sequence[int], joined: frozenset[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    if not joined:
        return joined
    return frozenset(
        (i, j) for i, (number, _cells) in enumerate(body) for j, c in enumerate(columns) if (number, c) in joined
    )


def _has_second_row(
    merges: Sequence[Merge], head: Row, body: Sequence[Row], joined: frozenset[tuple[int, int]]
) -> bool:
    """Say whether the header has two rows: groups of columns are merged across, and the next row names each of them."""
    if not body or body[0][0] != head[0] + 1:
        return False
    groups = [m for m in merges if m.top == m.bottom == head[0] and m.right > m.left and m.left in head[1]]
    below = [c for m in groups for c in range(m.left, m.right + 1)]
    rest = [c for c in body[0][1] if c not in below and (body[0][0], c) not in joined]
    return bool(below) and not rest and all(body[0][1].get(c) for c in below)


def _two_rows(merges: Sequence[Merge], head: Row, second: Row, joined: frozenset[tuple[int, int]]) -> dict[int, str]:
    groups = {
        c: head[1][m.left]
        for m in merges
        if m.top == m.bottom == head[0] and m.left in head[1]
        for c in range(m.left, m.right + 1)
    }
    names = dict(head[1])
    for c, name in second[1].items():
        if (second[0], c) not in joined:
            names[c] = f"{squeeze(groups[c])}{GROUP_MARK}{squeeze(name)}" if c in groups else name
    return names


def _totals(body: Sequence[Row]) -> list[Row]:
    """Return the rows at the end that sum up those above them."""
    found: list[Row] = []
    for row in reversed(body[1:]):
        first, *rest = row[1].values()
        if bare(first).split(" ")[0] not in _TOTALS or not all(map(_NUMBER.fullmatch, rest)):
            break
        found.append(row)
    return found


def _said_above(above: Sequence[Row]) -> dict[str, str]:
    """Return what stands over a header as «label: value» or as two cells side by side; a title says nothing more."""
    said: dict[str, str] = {}
    for _number, row in above:
        cells = list(row.values())
        while cells:
            label, colon, value = cells.pop(0).partition(":")
            if not value.strip() and cells and (colon or is_known_heading(label)):
                value = cells.pop(0)
            if value.strip() and len(label) <= _LONGEST_LABEL:
                said[squeeze(label)] = squeeze(value)
    return said


def _unique(names: Iterable[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"
