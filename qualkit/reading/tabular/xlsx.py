"""Excel workbooks (.xlsx, .xlsm), read as a stream: a million styled and empty cells cost next to nothing.

A reader of its own, because a table in disrepair needs what a reader of values leaves out: merged and hidden cells,
formulas without a result. Macros, links to other files and document types are never followed.
Source: ECMA-376 part 1, chapter 18 (SpreadsheetML).
"""

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import normalise
from qualkit.reading.packages import LARGEST_PACKAGE, check_package, told_as
from qualkit.reading.tabular.sheets import MOST_CELLS, Defects, Merge, Sheet

_CHUNK = 1 << 20
_NOTHING_IN_IT = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^<>]*?\br=\"[^<>]*/>")  # only where the next one says its place
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_PERCENT_FORMATS = frozenset((9, 10))
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_LAST_SERIAL = 2_958_466  # 31 December 9999
_MOST_MERGES = 100_000


def read_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of a workbook in their order, hidden ones too.

    Raises ``InputError`` for what is no workbook, is protected by a password, or is larger than any list.
    """
    sentence = _("%(file)s is not an Excel file that can be opened. Save it again as .xlsx, without a password.")
    sentence %= {"file": path.name}
    check_package(path, sentence, largest_xml=LARGEST_PACKAGE)
    with told_as(sentence, expat.ExpatError), zipfile.ZipFile(path) as package:
        return list(_Book(package, path.name).sheets())


def streamed(package: zipfile.ZipFile, part: str, parser: Any, *, slim: bool = False) -> None:
    """Feed a part of a package to ``parser`` piece by piece.

    ``slim`` leaves cells out that hold nothing before they are parsed: some programs write millions of them.
    """
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            chunk = rest + chunk
            cut = chunk.rfind(b">") + 1 if slim else len(chunk)
            piece, rest = chunk[:cut], chunk[cut:]
            parser.Parse(_NOTHING_IN_IT.sub(b"", piece) if slim else piece, False)
    parser.Parse(rest, True)


def xml_parser() -> Any:
    """Return an expat parser that refuses document types: they are where entities that grow come from."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_declared: object) -> None:
    raise ValueError("a document type in a package")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _elements(package: zipfile.ZipFile, part: str) -> list[tuple[str, dict[str, str]]]:
    """Return (name, attributes) of each element of a small part, names without their prefix."""
    found: list[tuple[str, dict[str, str]]] = []
    if part not in package.NameToInfo:
        return found
    parser = xml_parser()
    parser.StartElementHandler = lambda tag, at: found.append((_local(tag), {_local(k): v for k, v in at.items()}))
    streamed(package, part, parser)
    return found


@dataclass(frozen=True)
class _Format:
    """How the numbers of a style are to be understood."""

    is_date: bool = False
    is_percent: bool = False
    is_elapsed: bool = False


class _Book:
    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._package = package
        self._name = name
        roots = self._links("", "officeDocument")
        self._part = next(iter(roots.values()), "xl/workbook.xml")
        self._strings: list[str] = []
        self._formats: list[_Format] = []
        self._is_1904 = False

    def sheets(self) -> Iterator[Sheet]:
        worksheets = self._links(self._part, "worksheet")
        read: set[str] = set()  # a book that lists one sheet a hundred thousand times is made to harm
        for part in self._links(self._part, "sharedStrings").values():
            self._strings = _shared_strings(self._package, part)
        for part in self._links(self._part, "styles").values():
            self._formats = _formats(_elements(self._package, part))
        listed = _elements(self._package, self._part)
        self._is_1904 = any(tag == "workbookPr" and at.get("date1904") in ("1", "true") for tag, at in listed)
        for tag, at in listed:
            part = worksheets.pop(at.get("id", ""), "") if tag == "sheet" else ""
            if part and part not in read:
                read.add(part)
                yield self._sheet(part, at)

    def _sheet(self, part: str, at: Mapping[str, str]) -> Sheet:
        reader = _SheetReader(self._strings, self._formats, self._is_1904, self._name)
        reader.defects.hidden_sheet = at.get("state", "visible") != "visible"
        parser = xml_parser()
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        streamed(self._package, part, parser, slim=True)
        return Sheet(normalise(at.get("name", "")), reader.rows, tuple(reader.merges), reader.noted())

    def _links(self, part: str, kind: str) -> dict[str, str]:
        """Return the parts that ``part`` links to as ``kind``, by their id; links out of the file are left alone."""
        place = PurePosixPath(part)
        rels = str(place.parent / "_rels" / f"{place.name}.rels") if part else "_rels/.rels"
        found = {}
        for tag, at in _elements(self._package, rels):
            if tag == "Relationship" and at.get("Type", "").endswith(f"/{kind}") and at.get("TargetMode") != "External":
                target = at["Target"]
                whole = target.lstrip("/") if target.startswith("/") else str(place.parent / target)
                found[at["Id"]] = _resolved(whole)
        return found


def _resolved(part: str) -> str:
    """Return the name of a part without ``.`` and ``..`` (no file of the machine is ever meant by it)."""
    kept: list[str] = []
    for piece in part.split("/"):
        if piece == "..":
            del kept[-1:]
        elif piece not in ("", "."):
            kept.append(piece)
    return "/".join(kept)


def _shared_strings(package: zipfile.ZipFile, part: str) -> list[str]:
    strings: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def start(tag: str, _at: object) -> None:
        inside.append(_local(tag))
        if inside[-1] == "si":
            pieces.clear()

    def end(tag: str) -> None:
        inside.pop()
        if _local(tag) == "si":
            strings.append("".join(pieces))

    def text(data: str) -> None:
        if inside and inside[-1] == "t" and "rPh" not in inside:
            pieces.append(data)

    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    if part in package.NameToInfo:
        streamed(package, part, parser)
    return strings


def _formats(styles: Sequence[tuple[str, Mapping[str, str]]]) -> list[_Format]:
    codes: dict[int, str] = {}
    formats: list[_Format] = []
    in_cells = False
    for tag, at in styles:
        if tag == "numFmt" and "numFmtId" in at:
            codes[int(at["numFmtId"])] = at.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            in_cells = tag == "cellXfs"
        elif tag == "xf" and in_cells:
            number = int(at.get("numFmtId", "0"))
            formats.append(_format(number, codes.get(number)))
    return formats


def _format(number: int, code: str | None) -> _Format:
    if code is None:
        return _Format(number in _DATE_FORMATS, number in _PERCENT_FORMATS, number == 46)
    bare = _NOT_FORMAT.sub("", code.split(";")[0])
    is_elapsed = bool(_ELAPSED.search(bare))
    is_date = code.lower() != "general" and re.search(r"[dmyhs]", bare, re.IGNORECASE) is not None
    return _Format(is_date, "%" in bare, is_elapsed)


@dataclass
class _SheetReader:
    """Takes the events of the XML of one sheet."""

    strings: Sequence[str]
    formats: Sequence[_Format]
    is_1904: bool
    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    defects: Defects = field(default_factory=Defects)
    _row: int = 0
    _column: int = 0
    _cells: int = 0
    _type: str = ""
    _style: int = 0
    _is_hidden_row: bool = False
    _has_formula: bool = False
    _value: list[str] | None = None
    _catches: bool = False
    _is_phonetic: bool = False
    _hidden_columns: set[int] = field(default_factory=set)
    _columns: dict[str, int] = field(default_factory=dict)

    def start(self, tag: str, at: dict[str, str]) -> None:
        taker = _STARTS.get(_local(tag))
        if taker is not None:
            taker(self, at)

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in ("v", "t"):
            self._catches = False
        elif name == "rPh":
            self._is_phonetic = False
        elif name == "c":
            self._keep()

    def text(self, data: str) -> None:
        if self._catches and self._value is not None:
            self._value.append(data)

    def noted(self) -> tuple[str, ...]:
        used = {column for row in self.rows.values() for column in row} if self._hidden_columns else set()
        self.defects.hidden_columns = len(used & self._hidden_columns)
        if not self.rows:
            self.defects.hidden_sheet = False
        return self.defects.notes()

    def _start_row(self, at: Mapping[str, str]) -> None:
        number = at.get("r", "")
        self._row = int(number) if number.isdigit() else self._row + 1
        self._column = 0
        self._is_hidden_row = at.get("hidden") in ("1", "true")

    def _start_cell(self, at: Mapping[str, str]) -> None:
        place = _REFERENCE.fullmatch(at.get("r", ""))
        self._column = self._column_number(place[1]) if place else self._column + 1
        if place:
            self._row = int(place[2])
        self._type, style = at.get("t", "n"), at.get("s", "0")
        self._style = int(style) if style.isdigit() else 0
        self._has_formula, self._value = False, None

    def _column_number(self, letters: str) -> int:
        if letters not in self._columns:
            number = 0
            for letter in letters:
                number = number * 26 + ord(letter) - 64
            self._columns[letters] = number
        return self._columns[letters]

    def _start_value(self, _at: Mapping[str, str]) -> None:
        self._catches = not self._is_phonetic
        if self._value is None:
            self._value = []

    def _start_formula(self, _at: Mapping[str, str]) -> None:
        self._has_formula = True

    def _start_phonetic(self, _at: Mapping[str, str]) -> None:
        self._is_phonetic = True

    def _start_column(self, at: Mapping[str, str]) -> None:
        if at.get("hidden") in ("1", "true"):
            first, last = int(at.get("min", "1")), int(at.get("max", "1"))
            self._hidden_columns.update(range(first, min(last, first + 500) + 1))

    def _start_merge(self, at: Mapping[str, str]) -> None:
        ends = [_REFERENCE.fullmatch(end) for end in at.get("ref", "").split(":")]
        if len(ends) == 2 and ends[0] and ends[1] and len(self.merges) < _MOST_MERGES:
            (left, top), (right, bottom) = ((self._column_number(e[1]), int(e[2])) for e in ends if e)
            self.merges.append(Merge(top, left, bottom, right))

    def _keep(self) -> None:
        if self._value is None:
            self.defects.unsaved_formulas += self._has_formula
            return
        cell = self._understood("".join(self._value))
        if self._has_formula and not cell and self._type != "str":
            self.defects.unsaved_formulas += self._type != "e"
        if cell:
            row = self.rows.setdefault(self._row, {})
            self.defects.hidden_rows += self._is_hidden_row and not row
            row[self._column] = cell
            self._count()

    def _count(self) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise InputError(_("%(file)s has more filled cells than a list can have.") % {"file": self.name})

    def _understood(self, raw: str) -> str:
        if self._type == "s":
            at = int(raw)
            return clean_cell(self.strings[at]) if 0 <= at < len(self.strings) else ""
        if self._type == "e":
            self.defects.error_cells += 1
            return ""
        if self._type in ("str", "inlineStr"):
            return clean_cell(raw)
        if self._type == "d":
            return _iso_cell(raw)
        known = self.formats[self._style] if self._style < len(self.formats) else _Format()
        return raw.strip() if self._type == "b" else number_cell(raw, known, is_1904=self.is_1904)


_STARTS: Mapping[str, Callable[[_SheetReader, Mapping[str, str]], None]] = {
    "row": _SheetReader._start_row,
    "c": _SheetReader._start_cell,
    "v": _SheetReader._start_value,
    "t": _SheetReader._start_value,
    "f": _SheetReader._start_formula,
    "rPh": _SheetReader._start_phonetic,
    "col": _SheetReader._start_column,
    "mergeCell": _SheetReader._start_merge,
}


_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def clean_cell(raw: str) -> str:
    """Return the text of a cell: normalised, ``_x000D_`` as the character it stands for, no space at its ends."""
    if "_x" in raw:
        raw = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw)
    return normalise(raw).replace("\0", "\ufffd").strip()


def _iso_cell(raw: str) -> str:
    day, _t, hour = raw.strip().partition("T")
    return day if not hour or hour.startswith("00:00:00") else f"{day} {hour.rstrip('Z').split('.')[0]}"


def number_cell(raw: str, format: _Format, *, is_1904: bool = False) -> str:
    """Return a number as the sheet shows it: whole numbers without decimals, dates as ISO 8601, «45%»."""
    try:
        value = float(raw)
    except ValueError:
        return clean_cell(raw)
    if format.is_elapsed and 0 <= value < _LAST_SERIAL:
        minutes = round(value * 24 * 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if format.is_date and 0 <= value < _LAST_SERIAL - 1462:
        return serial_date(value, is_1904=is_1904)
    return f"{plain_number(value * 100)}%" if format.is_percent else plain_number(value)


def plain_number(value: float) -> str:
    """Return a number without the noise of binary fractions: 0.1 + 0.2 is 0.3."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.12g}"


def serial_date(value: float, *, is_1904: bool = False) -> str:
    """Return the day (and the hour, where there is one) of a serial number of Excel; below 1, an hour of no day."""
    seconds = round((value % 1) * 86_400)
    hour = (dt.datetime.min + dt.timedelta(seconds=seconds)).time() if seconds < 86_400 else dt.time(0)
    days = int(value) + (seconds == 86_400)
    if days == 0 and not is_1904:
        return hour.isoformat()
    epoch = dt.date(1904, 1, 1) if is_1904 else dt.date(1899, 12, 31 if days < 60 else 30)  # Excel has a 29-02-1900
    day = (epoch + dt.timedelta(days=days)).isoformat()
    return day if hour == dt.time(0) else f"{day} {hour.isoformat()}"
