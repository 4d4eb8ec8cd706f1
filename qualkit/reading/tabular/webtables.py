"""Tables of web pages, and those «Excel» files (.xls) that administrative systems write as a web page."""

from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from qualkit.normal import normalise
from qualkit.reading.decoding import read_text
from qualkit.reading.tabular.sheets import Merge, Sheet

_MOST_SPAN = 1000
_BREAK = "\x1e"


def read_web_tables(path: Path) -> list[Sheet]:
    """Return the tables of a page, one sheet each; a table inside a cell is one of its own."""
    decoded = read_text(path)
    reader = _TableReader()
    reader.feed(decoded.text)
    reader.close()
    return [sheet for table in reader.tables if (sheet := table.sheet(decoded.warnings)).rows]


def is_web_page(text: str) -> bool:
    """Say whether ``text`` begins as a web page does."""
    start = text.lstrip("\ufeff \n\t\r").lower()[:400]
    return start.startswith(("<!doctype html", "<html", "<table", "<head", "<meta", "<style")) or "<table" in start


class _Grid:
    """The cells of one table while it is read; spans are kept as merges."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[int, str]] = {}
        self.merges: list[Merge] = []
        self._taken: set[tuple[int, int]] = set()
        self._row = 0
        self._place = (0, 0)
        self._pieces: list[str] | None = None

    def start_row(self) -> None:
        self.end_cell()
        self._row += 1

    def start_cell(self, down: int, across: int) -> None:
        self.end_cell()
        self._row = max(self._row, 1)
        column = 1
        while (self._row, column) in self._taken:
            column += 1
        self._place, self._pieces = (self._row, column), []
        self._taken.update((self._row + i, column + j) for i in range(down) for j in range(across))
        if down > 1 or across > 1:
            self.merges.append(Merge(self._row, column, self._row + down - 1, column + across - 1))

    def text(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def end_cell(self) -> None:
        if self._pieces is None:
            return
        lines = [" ".join(line.split()) for line in normalise("".join(self._pieces)).split(_BREAK)]
        cell = "\n".join(line for line in lines if line)
        if cell:
            self.rows.setdefault(self._place[0], {})[self._place[1]] = cell
        self._pieces = None

    def sheet(self, warnings: Sequence[str]) -> Sheet:
        self.end_cell()
        return Sheet("", self.rows, tuple(self.merges), tuple(warnings))


class _TableReader(HTMLParser):
    """Collects tables; what scripts and styles say is no content."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Grid] = []
        self._open: list[_Grid] = []
        self._is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append(_Grid())
            self._open.append(self.tables[-1])
        elif tag in ("script", "style"):
            self._is_silent = True
        elif not self._open:
            return
        elif tag == "tr":
            self._open[-1].start_row()
        elif tag in ("td", "th"):
            spans = {name: _span(value) for name, value in attrs}
            self._open[-1].start_cell(spans.get("rowspan", 1), spans.get("colspan", 1))
        elif tag in ("br", "p", "div", "li"):
            self._open[-1].text(_BREAK)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._is_silent = False
        elif tag == "table" and self._open:
            self._open.pop().end_cell()
        elif tag in ("td", "th") and self._open:
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and not self._is_silent:
            self._open[-1].text(data)


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MOST_SPAN) if value and value.isdecimal() else 1
