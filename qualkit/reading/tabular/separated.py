"""Tables in text files: ``;``, ``,``, tabs or bars between the cells, in whatever encoding each line happens to be."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.decoding import check_lines, decode, read_bytes
from qualkit.reading.tabular.sheets import MOST_CELLS, Sheet

_DELIMITERS = ";,\t|"
_SAMPLE_ROWS = 40
_SAMPLE_SIZE = 200_000
_LONGEST_CELL = 100_000_000
_QUOTED = re.compile(r'\s*+"((?:[^"]|"")*+)"[ \t]*+')


@dataclass(frozen=True)
class Separated:
    """The records of a file, the character between its cells, and what a reader should know."""

    records: tuple[tuple[str, ...], ...]
    delimiter: str
    notes: tuple[str, ...] = ()


def read_separated(path: Path) -> Sheet:
    """Return the table of a text file as a sheet. Raises ``InputError`` where it is no text or holds too much."""
    decoded = decode(read_bytes(path), name=path.name)
    text, notes = decoded.text, decoded.warnings
    check_lines(text, path.name)
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep="):
        found = records_of(rest, first[4:5] or ";")
    else:
        found = records_of(text, "\t" if path.suffix.lower() == ".tsv" and "\t" in text else delimiter_of(text))
    if sum(map(len, found.records)) > MOST_CELLS:
        raise InputError(_("%(file)s has more filled cells than a list can have.") % {"file": path.name})
    rows = {
        number: {at: cell for at, cell in enumerate(record, start=1) if cell}
        for number, record in enumerate(found.records, start=1)
        if any(record)
    }
    return Sheet("", rows, (), (*notes, *found.notes))


def delimiter_of(text: str) -> str:
    """Return the delimiter under which most of the first records have the same, largest number of cells."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(text, delimiter))


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    sample = records_of(text[:_SAMPLE_SIZE], delimiter).records[:_SAMPLE_ROWS]
    widths = Counter(len(record) for record in sample if any(record))
    if not widths:
        return 0.0, 0
    width, n = max(widths.items(), key=lambda item: (item[1], item[0]))
    return (n / widths.total() if width > 1 else 0.0), width


def records_of(text: str, delimiter: str) -> Separated:
    """Return the records of ``text``; a quotation mark that nobody closed, or that closes too early, stays a mark.

    Otherwise as RFC 4180 says: cells in quotes may hold the delimiter and line breaks.
    """
    if '"' not in text:
        lines = text.split("\n")
        return Separated(tuple(_trimmed(line.split(delimiter)) for line in lines), delimiter)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return Separated(tuple(_trimmed(record) for record in reader), delimiter)
    except csv.Error:
        return _mended(text, delimiter)


def _mended(text: str, delimiter: str) -> Separated:
    broken = 0
    records: list[tuple[str, ...]] = []
    record: list[str] = []
    for cell, ends_record, is_broken in _cells(text, delimiter):
        broken += is_broken
        record.append(cell)
        if ends_record:
            records.append(_trimmed(record))
            record = []
    said = _("%(n)d cells have broken quotation marks; they were read as they stand.")
    return Separated(tuple(records), delimiter, (said % {"n": broken},) if broken else ())


def _cells(text: str, delimiter: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield (cell, whether it ends its record, whether its quotation marks are broken)."""
    plain = re.compile(f"[^{re.escape(delimiter)}\n]*+")
    at, size = 0, len(text)
    unclosed = size + 1  # where a quotation mark that is never closed was met: none after it is closed either
    while at <= size:
        quoted = _QUOTED.match(text, at) if at < unclosed else None
        end = quoted.end() if quoted else at
        if quoted and (end == size or text[end] in (delimiter, "\n")):
            cell, is_broken = quoted[1].replace('""', '"'), False
        else:
            found = plain.match(text, at)
            cell, end = (found[0], found.end()) if found else ("", at)
            is_broken = cell.lstrip().startswith('"')
            if is_broken and quoted is None:
                unclosed = min(unclosed, at)
        ends_record = end >= size or text[end] == "\n"
        yield cell, ends_record, is_broken
        at = end + 1


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    row = [cell.strip() for cell in cells]
    while row and not row[-1]:
        row.pop()
    return tuple(row)
