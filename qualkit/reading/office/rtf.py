r"""Rich Text Format: words in any code page, bold names, tables; what Word and WordPad keep beside the text stays out.

The tokens are those of Microsoft's Rich Text Format Specification 1.9.1: groups in braces, ``\word123``, ``\'xx`` in
the code page of the font, ``\uN`` with the ``\ucN`` characters after it that stand in for it in old readers.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.decoding import read_bytes
from qualkit.reading.office.paragraphs import Block, Lines, Paragraph, Piece, Table, lines_of, words_of
from qualkit.reading.office.parts import MOST_PIECES, TooLarge, too_large
from qualkit.reading.packages import told_as

_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z']))|([{}])|[\r\n]+|([^\\{}\r\n]+)|(\\)",
    re.DOTALL,
)
_LEFT_OUT = frozenset(
    b"fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf footnote "
    b"annotation atnid atnauthor atndate atnref atnicn xe tc tcn nonshppict objdata objclass themedata "
    b"colorschememapping datastore latentstyles listtable listoverridetable rsidtbl generator filetbl revtbl fldinst "
    b"bkmkstart bkmkend listtext pntext pntxta pntxtb template private1 mmathPr xmlnstbl wgrffmtfilter passwordhash "
    b"docvar sp shpgrp ftnsep ftnsepc aftnsep aftnsepc aftncn ftncn do panose falt userprops".split()
)
_KEPT_THOUGH_STARRED = frozenset((b"shpinst", b"shptxt", b"ud", b"shp", b"sdtcontent"))
_CHARACTERS = {
    b"tab": "\t", b"line": "\n", b"softline": "\n", b"lbr": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ",
    b"qmspace": " ", b"column": "\n",
}  # fmt: skip
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "", b"{": "{", b"}": "}", b"\\": "\\"}
_CODE_PAGES = {
    0: "cp1252", 1: "", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
_MOST_DEPTH = 5_000
_LARGEST = 64 << 20


def read_rtf(path: Path) -> Lines:
    """Return an RTF document as lines; headers, footers, notes and comments stay out.

    Raises ``InputError`` for what is no RTF, and for an empty one.
    """
    data = read_bytes(path)
    sentence = _("%(file)s is not an RTF document that can be opened. Save it again as .docx.") % {"file": path.name}
    if not data.startswith(b"{\\rtf"):
        raise InputError(sentence)
    if len(data) > _LARGEST:
        raise InputError(too_large(path.name))
    with told_as(sentence):
        writer = _Writer()
        try:
            blocks = writer.read(data)
        except TooLarge:
            raise InputError(too_large(path.name)) from None
        lines = lines_of(blocks)
    if not any(words_of(block).strip() for block in blocks):
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    return Lines("rtf", tuple(lines), tuple(_warnings(writer)), tuple(blocks))


def _warnings(writer: "_Writer") -> Iterator[str]:
    if n := writer.seen["annotation"]:
        yield _("Comments left out: %(n)d.") % {"n": n}
    if n := writer.seen["footnote"]:
        yield _("Footnotes left out: %(n)d.") % {"n": n}
    if writer.seen["deleted"]:
        yield _("The document has tracked changes: what was inserted is read, what was deleted is not.")
    if writer.seen["hidden"]:
        yield _("Hidden text was left out.")
    if writer.depth > 0:
        yield _("The file breaks off before its end: what follows is missing.")


@dataclass(frozen=True, slots=True)
class _State:
    r"""What holds inside a group: whether its words count, their weight and code page, what stands in for ``\u``."""

    skipped: bool = False
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    page: str = ""
    stand_in: int = 1
    place: str = ""


@dataclass
class _Writer:
    """Reads the tokens one after the other into paragraphs and rows."""

    seen: Counter[str] = field(default_factory=Counter)
    depth: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _cell: list[Block] = field(default_factory=list)
    _row: list[tuple[Block, ...]] = field(default_factory=list)
    _in_table: bool = False
    _heading: bool = False
    _page: str = "cp1252"
    _fonts: dict[int, str] = field(default_factory=dict)
    _font: int = 0
    _headings: set[int] = field(default_factory=set)
    _bytes: bytearray = field(default_factory=bytearray)
    _surrogate: str = ""
    _skip: int = 0
    _count: int = 0
    _style: int | None = None

    def read(self, data: bytes) -> list[Block]:
        """Return the paragraphs and tables of a whole file."""
        state, stack, starred = _State(), [], False
        at = 0
        while (found := _TOKEN.match(data, at)) is not None:
            at = found.end()
            word, number, code, symbol, brace, text, _lone = found.groups()
            if brace == b"{":
                self._flush(state)
                stack.append(state)
                if len(stack) > _MOST_DEPTH:
                    raise ValueError("groups")
                starred = False
            elif brace == b"}":
                self._flush(state)
                state = stack.pop() if stack else state
            elif symbol == b"*":
                starred = True
            elif word == b"bin":
                at += min(max(int(number or 0), 0), len(data))
            elif word is not None:
                state = self._word(state, word, int(number) if number is not None else None, starred)
                starred = False
            else:
                self._written(state, code, symbol, text)
        self._flush(state)
        self.depth = len(stack)
        self._end_paragraph()
        self._end_row()
        return self._blocks

    def _word(self, state: _State, word: bytes, number: int | None, starred: bool) -> _State:
        """Return what holds after a control word; writes what it stands for."""
        if word in _LEFT_OUT or (starred and word not in _KEPT_THOUGH_STARRED):
            self._flush(state)
            if not state.skipped:
                self.seen[word.decode()] += 1
            return replace(state, skipped=True, place=word.decode())
        if word == b"u":
            self._unicode(state, number or 0)
        elif word in _CHARACTERS:
            self._character(state, _CHARACTERS[word])
        elif word == b"upr" and not state.skipped:  # the same text twice: for old readers, then in Unicode
            return replace(state, skipped=True, place="upr")
        elif word == b"ud" and state.place == "upr":
            return replace(state, skipped=False, place="ud")
        elif word in (b"par", b"page", b"sect", b"cell", b"row", b"nestcell", b"nestrow", b"trowd", b"pard", b"intbl"):
            self._flush(state)
            self._structure(state, word)
        elif state.place in ("fonttbl", "stylesheet"):
            self._defined(state, word, number)
        elif word in (b"s", b"outlinelevel") and not state.skipped:
            self._heading = word == b"outlinelevel" or number in self._headings
        return self._formatted(state, word, number)

    def _formatted(self, state: _State, word: bytes, number: int | None) -> _State:
        on = number != 0
        if word in (b"b", b"v", b"deleted", b"plain", b"f", b"uc"):
            self._flush(state)
        if word == b"b":
            return replace(state, bold=on)
        if word == b"v":
            return replace(state, hidden=on)
        if word == b"deleted":
            return replace(state, deleted=on)
        if word == b"plain":
            return replace(state, bold=False, hidden=False, deleted=False)
        if word == b"uc":
            return replace(state, stand_in=min(max(number or 0, 0), 16))
        if word == b"f" and not state.skipped:
            return replace(state, page=self._fonts.get(number or 0, ""))
        if word == b"ansicpg" and number:
            self._page = _known_page(f"cp{number}") or self._page
        elif word in (b"mac", b"pc", b"pca"):
            self._page = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}[word]
        return state

    def _defined(self, state: _State, word: bytes, number: int | None) -> None:
        """Note what the tables of fonts and styles define: the code page of a font, the number of a heading."""
        if state.place == "fonttbl":
            if word == b"f":
                self._font = number or 0
            elif word == b"fcharset" and number is not None:
                self._fonts[self._font] = _CODE_PAGES.get(number, "")
            elif word == b"cpg" and number is not None:
                self._fonts[self._font] = _known_page(f"cp{number}")
        elif word == b"s":
            self._style = number
        elif word == b"outlinelevel" and self._style is not None:
            self._headings.add(self._style)

    def _structure(self, state: _State, word: bytes) -> None:
        if state.skipped:
            return
        if word == b"intbl":
            self._in_table = True
        elif word == b"pard":
            self._heading = False
            if not self._cell and not self._row:
                self._in_table = False
        elif word == b"trowd":
            self._in_table = True
        elif word in (b"cell", b"nestcell"):
            self._end_paragraph(in_cell=True)
            self._row.append(tuple(self._cell))
            self._cell = []
        elif word in (b"row", b"nestrow"):
            self._end_row()
        else:
            self._end_paragraph(in_cell=bool(self._row or self._cell) or self._in_table)

    def _end_paragraph(self, *, in_cell: bool = False) -> None:
        paragraph = Paragraph(tuple(self._pieces), self._heading)
        self._pieces = []
        (self._cell if in_cell else self._blocks).append(paragraph)

    def _end_row(self) -> None:
        if self._cell:
            self._row.append(tuple(self._cell))
        if self._row:
            self._blocks.append(Table((tuple(self._row),)))
        self._row, self._cell, self._in_table = [], [], False

    def _written(self, state: _State, code: bytes | None, symbol: bytes | None, text: bytes | None) -> None:
        if code is not None:
            if self._skip:
                self._skip -= 1
            elif not state.skipped:
                self._bytes.append(int(code, 16))
        elif symbol is not None:
            self._character(state, _SYMBOLS.get(symbol, ""))
            if symbol in (b"\n", b"\r"):
                self._structure(state, b"par")
        elif text is not None:
            self._take_text(state, text)

    def _take_text(self, state: _State, text: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            text = text[skipped:]
        if text and state.place == "stylesheet" and self._style is not None:
            if text.strip().lower().startswith((b"heading", b"title", b"subtitle", b"t\xedtulo", b"toc ")):
                self._headings.add(self._style)
        elif text and not state.skipped:
            self._bytes.extend(text)

    def _unicode(self, state: _State, number: int) -> None:
        self._flush(state, keep_surrogate=True)
        unit = chr(number % 65536)
        if "\ud800" <= unit <= "\udbff":
            self._surrogate = unit
        elif "\udc00" <= unit <= "\udfff":
            pair = self._surrogate + unit
            self._surrogate = ""
            if len(pair) == 2:
                self._add(state, pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le"))
        else:
            self._add(state, unit if unit != "\0" else "")
        self._skip = state.stand_in

    def _character(self, state: _State, text: str) -> None:
        """Write a character that has a word or a sign of its own, unless it stands in for one that was written."""
        if self._skip:
            self._skip -= 1
        else:
            self._add(state, text)

    def _add(self, state: _State, text: str) -> None:
        self._flush(state)
        self._put(state, text)

    def _flush(self, state: _State, *, keep_surrogate: bool = False) -> None:
        """Write the bytes that wait, in the code page of their font: some letters take two of them."""
        self._skip = 0
        if not keep_surrogate:
            self._surrogate = ""
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._put(state, data.decode(state.page or self._page, "replace"))

    def _put(self, state: _State, text: str) -> None:
        if state.skipped or not text:
            return
        if state.hidden or state.deleted:
            self.seen["deleted" if state.deleted else "hidden"] += 1
            return
        self._count += 1
        if self._count > MOST_PIECES:
            raise TooLarge
        self._pieces.append(Piece(text, state.bold))


def _known_page(name: str) -> str:
    try:
        return codecs.lookup({"cp65001": "utf-8", "cp10000": "mac_roman", "cp0": "cp1252"}.get(name, name)).name
    except LookupError:
        return ""
