"""Web pages, saved from a browser or from a meeting tool: what a browser would show as text."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.decoding import decode, read_bytes
from qualkit.reading.office.paragraphs import Block, Lines, Paragraph, Piece, Table, lines_of, words_of
from qualkit.reading.office.parts import MOST_PIECES, TooLarge, too_large
from qualkit.reading.packages import told_as
from qualkit.reading.spelling import word_set

_BLOCKS = word_set(
    """
    p div section article main header footer aside h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figure
    figcaption table thead tbody tfoot tr td th caption form fieldset address details summary hr body center legend
    """
)
_HEADINGS = word_set("h1 h2 h3 h4 h5 h6")
_BOLD = word_set("b strong th dt")
_UNSEEN = word_set(
    """
    script style noscript template head title nav svg math select button textarea iframe object audio video canvas
    datalist rt rp menu dialog
    """
)
_UNSEEN_ROLES = word_set("navigation menu menubar toolbar search banner contentinfo tablist tooltip")
_UNSEEN_CLASS = re.compile(r"(?:sr-only|visually-?hidden|screen-?reader)", re.IGNORECASE)
_UNSEEN_LOOK = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|mso-element\s*:\s*(?:header|footer))",
    re.IGNORECASE,
)
_BOLD_LOOK = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.IGNORECASE)
_BOLD_CLASS = re.compile(r"\.([\w-]+)\s*\{[^{}]*font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_SECTIONS = frozenset(("article", "section", "main", "li", "blockquote", "td"))
_FRAME = frozenset(("header", "footer", "aside"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MULTIPART = re.compile(rb"^content-type:\s*multipart/", re.IGNORECASE | re.MULTILINE)
_MOST_MULTIPARTS = 50  # browsers nest one or two; a hundred thousand take hours
_CHARSET = re.compile(
    rb"""(?:charset\s*=\s*|<\?xml[^>]{0,60}encoding\s*=\s*)["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE
)
_CLOCK = re.compile(r"\s*[\[(]?(?:\d{1,2}:)?\d{1,3}:\d{2}[\])]?\s*$")
_LARGEST = 32 << 20
_MOST_OPEN = 20_000
_MOST_NESTED_TABLES = 40


def read_web_page(path: Path) -> Lines:
    """Return a web page as lines: ``.html``, ``.xhtml`` or a page saved in one file (``.mhtml``).

    Scripts, menus, the page's own header and footer, and what is hidden stay out. Raises ``InputError`` where nothing
    that a reader would see is left.
    """
    data = read_bytes(path)
    if len(data) > _LARGEST:
        raise InputError(too_large(path.name))
    sentence = _("%(file)s is not a web page that can be read. Save it again as .docx.") % {"file": path.name}
    with told_as(sentence):
        if b"mime-version:" in data[:2048].lower():
            data = _page_of_archive(data)
        text, warnings = _decoded(data, path.name)
        try:
            page = read_html(text)
        except TooLarge:
            raise InputError(too_large(path.name)) from None
        lines = lines_of(page.blocks)
    if not any(words_of(block).strip() for block in page.blocks):
        raise InputError(
            _(
                "%(file)s shows no text of its own: the page was saved without it."
                " Copy the text into a document, or download the transcript."
            )
            % {"file": path.name}
        )
    if page.left_out:
        warnings = (*warnings, _("Menus, headers and footers of the page were left out."))
    return Lines("html", tuple(lines), warnings, tuple(page.blocks))


def _page_of_archive(data: bytes) -> bytes:
    """Return the page of an archive as Chrome and Word save it: the first part that is HTML, with its charset."""
    from email import message_from_bytes, policy

    if len(_MULTIPART.findall(data)) > _MOST_MULTIPARTS:
        raise LookupError("text/html")
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            charset = part.get_content_charset() or ""
            payload = part.get_payload(decode=True)
            content = payload if isinstance(payload, bytes) else b""
            return content if not charset else b'<meta charset="' + charset.encode("ascii", "replace") + b'">' + content
    raise LookupError("text/html")


def _decoded(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text of a page: a byte order mark goes first, then UTF-8, then what the page says of itself.

    Pages that say ISO-8859-1 are in Windows-1252, as the encoding standard of the web has it.
    """
    found = _CHARSET.search(data[:4096])
    said = found[1].decode("ascii").lower() if found else ""
    try:
        known = codecs.lookup(said).name if said else ""
    except LookupError:
        known = ""
    if known in ("", "utf-8", "iso8859-1", "cp1252", "ascii", "utf-16") or data.startswith(codecs.BOM_UTF8):
        decoded = decode(data, name=name)
        return decoded.text, decoded.warnings
    return data.decode(known, "replace"), ()


@dataclass(frozen=True, slots=True)
class Page:
    """The paragraphs and tables of a page; ``left_out`` where menus or headers of the page were not taken."""

    blocks: tuple[Block, ...]
    left_out: bool = False


def read_html(text: str, *, styles: str = "") -> Page:
    """Return what a browser would show of ``text``; broken mark-up is mended as browsers do it.

    ``styles`` are the style sheets that the page names: of them and of its own only what makes a class bold counts.
    """
    from lxml import etree

    reader = _Reader(bold_classes=set(_BOLD_CLASS.findall(styles)))
    parser = etree.HTMLParser(target=reader, huge_tree=True, no_network=True)
    for at in range(0, len(text), 1 << 16):
        parser.feed(text[at : at + (1 << 16)])
    parser.close()
    return Page(tuple(reader.blocks()), reader.left_out)


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that is open: its name, whether its words are seen, and their look."""

    name: str
    unseen: bool = False
    bold: bool = False
    heading: bool = False
    pre: bool = False


@dataclass
class _Reader:
    """Takes the events of the parser; a paragraph ends where a block begins or ends."""

    left_out: bool = False
    bold_classes: set[str] = field(default_factory=set)
    _stack: list[_Open] = field(default_factory=lambda: [_Open("")])
    _pieces: list[Piece] = field(default_factory=list)
    _places: list[list[Block]] = field(default_factory=lambda: [[]])
    _rows: list[list[list[tuple[Block, ...]]]] = field(default_factory=list)
    _opened: int = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""
        tag = tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
        self._opened += 1
        if self._opened > MOST_PIECES:
            raise TooLarge
        parent = self._stack[-1]
        unseen = parent.unseen or self._is_unseen(tag, attributes)
        if not unseen:
            self._begin(tag)
        bold = self._is_bold(tag, attributes, parent)
        if len(self._stack) > _MOST_OPEN:
            raise ValueError("nesting")
        heading = parent.heading or tag in _HEADINGS or attributes.get("role") == "heading"
        self._stack.append(_Open(tag, unseen, bold, heading, parent.pre or tag == "pre"))

    def end(self, tag: str) -> None:
        """Take the end of an element; the parser closes those that were left open."""
        if len(self._stack) == 1:
            return
        element = self._stack.pop()
        if element.unseen:
            return
        if element.name in _BLOCKS:
            self._end_paragraph(element.heading)
        if element.name in ("td", "th") and self._rows and len(self._places) > len(self._rows):
            self._end_cell()
        elif element.name == "table" and self._rows:
            self._end_table()

    def data(self, text: str) -> None:
        """Take text between two tags."""
        element = self._stack[-1]
        if element.name == "style":
            self.bold_classes.update(_BOLD_CLASS.findall(text))
        if element.unseen:
            return
        if element.pre:
            self._pieces.append(Piece(text.replace("\r\n", "\n"), element.bold))
            return
        words = _SPACE.sub(" ", text)
        if words.startswith(" ") and (not self._pieces or self._pieces[-1].text.endswith((" ", "\n"))):
            words = words[1:]
        if self._pieces and _CLOCK.match(words) and self._pieces[-1].text[-1:].isalpha():
            words = f"   {words}"  # a name and its time in two boxes of their own
        if words:
            self._pieces.append(Piece(words, element.bold and not element.heading))

    def comment(self, text: str) -> None:
        """Take a comment: nobody sees it."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Take a processing instruction: nobody sees it."""

    def close(self) -> None:
        """Take the end of the page."""
        while len(self._stack) > 1:
            self.end(self._stack[-1].name)

    def blocks(self) -> list[Block]:
        """Return what was read, once the page has ended."""
        self.close()
        self._end_paragraph(False)
        while self._rows:
            self._end_table()
        return self._places[0]

    def _is_bold(self, tag: str, attributes: Mapping[str, str], parent: _Open) -> bool:
        style = _BOLD_LOOK.search(attributes.get("style", ""))
        if style is not None:
            return style[1].lower() in ("bold", "600", "700", "800", "900")
        classes = attributes.get("class", "").split() if self.bold_classes else ()
        return parent.bold or tag in _BOLD or any(name in self.bold_classes for name in classes)

    def _is_unseen(self, tag: str, attributes: Mapping[str, str]) -> bool:
        role = attributes.get("role", "")
        frames = tag in _FRAME or (tag == "div" and attributes.get("title") in _FRAME)
        is_frame = frames and not any(element.name in _SECTIONS for element in self._stack)
        if tag == "nav" or role in _UNSEEN_ROLES or is_frame:
            self.left_out = True
            return True
        return (
            tag in _UNSEEN
            or "hidden" in attributes
            or bool(_UNSEEN_CLASS.search(attributes.get("class", "")))
            or bool(_UNSEEN_LOOK.search(attributes.get("style", "")))
        )

    def _begin(self, tag: str) -> None:
        if tag == "br":
            self._pieces.append(Piece("\n"))
        elif tag in _BLOCKS:
            self._end_paragraph(self._stack[-1].heading)
        if tag == "table" and len(self._rows) < _MOST_NESTED_TABLES:
            self._rows.append([])
        elif tag == "tr" and self._rows:
            self._rows[-1].append([])
        elif tag in ("td", "th") and self._rows:
            if len(self._places) > len(self._rows):
                self._end_cell()
            self._places.append([])

    def _end_paragraph(self, heading: bool) -> None:
        if self._pieces:
            pieces, self._pieces = tuple(self._pieces), []
            paragraph = Paragraph(pieces, heading)
            if paragraph.text.strip():
                self._places[-1].append(paragraph)

    def _end_cell(self) -> None:
        cell = tuple(self._places.pop())
        if not self._rows[-1]:
            self._rows[-1].append([])
        self._rows[-1][-1].append(cell)

    def _end_table(self) -> None:
        while len(self._places) > len(self._rows):
            self._end_cell()
        rows = tuple(tuple(row) for row in self._rows.pop())
        self._places[-1].append(Table(rows))
