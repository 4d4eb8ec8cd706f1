"""Spreadsheets of LibreOffice (.ods), read as a stream; a repeated empty row is a number, not a million rows.

Source: OASIS OpenDocument 1.3, part 3, chapter 9 (tables).
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import normalise
from qualkit.reading.packages import LARGEST_PACKAGE, check_package, told_as
from qualkit.reading.tabular.sheets import MOST_CELLS, Defects, Merge, Sheet
from qualkit.reading.tabular.xlsx import plain_number, streamed, xml_parser

_MOST_REPEATS = 1000  # of a row or a cell that holds something


def read_open_document(path: Path) -> list[Sheet]:
    """Return the sheets of a spreadsheet of LibreOffice. Raises ``InputError`` for what is none."""
    sentence = _("%(file)s is not a spreadsheet that can be opened. Save it again as .xlsx, without a password.")
    sentence %= {"file": path.name}
    check_package(path, sentence, largest_xml=LARGEST_PACKAGE)
    with told_as(sentence, expat.ExpatError), zipfile.ZipFile(path) as package:
        reader = _ContentReader(path.name)
        parser = xml_parser()
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        streamed(package, "content.xml", parser)
        return reader.sheets


@dataclass
class _ContentReader:
    """Takes the events of the XML of a whole spreadsheet."""

    file: str
    sheets: list[Sheet] = field(default_factory=list)
    _name: str = ""
    _rows: dict[int, dict[int, str]] = field(default_factory=dict)
    _merges: list[Merge] = field(default_factory=list)
    _defects: Defects = field(default_factory=Defects)
    _row: int = 0
    _row_repeats: int = 1
    _is_hidden_row: bool = False
    _column: int = 0
    _cells: int = 0
    _at: Mapping[str, str] = field(default_factory=dict)
    _paragraphs: list[str] | None = None
    _nested: int = 0
    _in_note: int = 0

    def start(self, tag: str, at: dict[str, str]) -> None:
        if tag in ("office:annotation", "draw:frame"):
            self._in_note += 1
        taker = _STARTS.get(tag)
        if taker is not None and not self._in_note:
            taker(self, at)

    def end(self, tag: str) -> None:
        if tag in ("office:annotation", "draw:frame"):
            self._in_note -= 1
        if self._in_note:
            return
        if tag in ("table:table-cell", "table:covered-table-cell"):
            self._end_cell()
        elif tag == "table:table-row":
            self._end_row()
        elif tag == "table:table":
            self._end_table()

    def text(self, data: str) -> None:
        if self._paragraphs and not self._in_note:
            self._paragraphs[-1] += data

    def _start_table(self, at: Mapping[str, str]) -> None:
        self._name = at.get("table:name", "")
        self._rows, self._merges, self._defects, self._row = {}, [], Defects(), 0

    def _start_row(self, at: Mapping[str, str]) -> None:
        self._row += 1
        self._row_repeats = int(at.get("table:number-rows-repeated", "1"))
        self._is_hidden_row = at.get("table:visibility", "visible") != "visible"
        self._column = 0

    def _start_cell(self, at: Mapping[str, str]) -> None:
        self._at, self._paragraphs = at, []

    def _start_paragraph(self, _at: Mapping[str, str]) -> None:
        if self._paragraphs is not None:
            self._paragraphs.append("")

    def _start_break(self, _at: Mapping[str, str]) -> None:
        self.text("\n")

    def _start_space(self, at: Mapping[str, str]) -> None:
        self.text(" " * min(int(at.get("text:c", "1")), 100))

    def _end_cell(self) -> None:
        at, paragraphs = self._at, self._paragraphs or []
        self._paragraphs = None
        repeats = int(at.get("table:number-columns-repeated", "1"))
        cell = self._understood(at, normalise("\n".join(paragraphs)).replace("\0", "\ufffd").strip())
        if cell:
            row = self._rows.setdefault(self._row, {})
            for column in range(self._column + 1, self._column + min(repeats, _MOST_REPEATS) + 1):
                row[column] = cell
                self._count()
        down, across = (int(at.get(f"table:number-{way}-spanned", "1")) for way in ("rows", "columns"))
        if down > 1 or across > 1:
            left = self._column + 1
            self._merges.append(Merge(self._row, left, self._row + down - 1, left + across - 1))
        self._column += repeats

    def _count(self) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise InputError(_("%(file)s has more filled cells than a list can have.") % {"file": self.file})

    def _understood(self, at: Mapping[str, str], shown: str) -> str:
        kind = at.get("office:value-type", "")
        if kind == "date":
            day, _t, hour = at.get("office:date-value", shown).partition("T")
            return day if not hour or hour.startswith("00:00:00") else f"{day} {hour.split('.')[0]}"
        if kind == "boolean":
            return "1" if at.get("office:boolean-value") == "true" else "0"
        if kind == "float" and "office:value" in at:
            return plain_number(float(at["office:value"]))
        if kind == "percentage" and "office:value" in at:
            return f"{plain_number(float(at['office:value']) * 100)}%"
        if "table:formula" in at and (not kind or shown.startswith(("#", "Err:"))):
            self._defects.error_cells += bool(shown)
            self._defects.unsaved_formulas += not shown
            return ""
        return shown

    def _end_row(self) -> None:
        row = self._rows.get(self._row)
        if row is not None:
            self._defects.hidden_rows += self._is_hidden_row
            for again in range(1, min(self._row_repeats, _MOST_REPEATS)):
                self._rows[self._row + again] = dict(row)
                self._cells += len(row) - 1
                self._count()
        self._row += self._row_repeats - 1

    def _end_table(self) -> None:
        self.sheets.append(Sheet(normalise(self._name), self._rows, tuple(self._merges), self._defects.notes()))


_STARTS: Mapping[str, Callable[[_ContentReader, Mapping[str, str]], None]] = {
    "table:table": _ContentReader._start_table,
    "table:table-row": _ContentReader._start_row,
    "table:table-cell": _ContentReader._start_cell,
    "table:covered-table-cell": _ContentReader._start_cell,
    "text:p": _ContentReader._start_paragraph,
    "text:line-break": _ContentReader._start_break,
    "text:tab": _ContentReader._start_break,
    "text:s": _ContentReader._start_space,
}
