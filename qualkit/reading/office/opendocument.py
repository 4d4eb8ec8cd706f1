"""OpenDocument texts (LibreOffice, Google Docs): paragraphs, headings, bold names, tables, text boxes."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.office.paragraphs import Block, Cell, Lines, Paragraph, Piece, Table, lines_of, words_of
from qualkit.reading.office.parts import Element, Package, child, local, opened, value

_LEFT_OUT = frozenset(
    ("tracked-changes", "note", "annotation", "annotation-end", "table-of-content", "alphabetical-index", "title",
     "desc", "sequence-decls", "variable-decls", "forms", "event-listeners", "bibliography", "illustration-index",
     "hidden-text", "ruby-text", "tracked-change", "note-citation", "creator", "date")
)  # fmt: skip
_COUNTED = frozenset(("note", "annotation", "tracked-changes"))
_MOST_REPEATED = 64
_SPACES = re.compile(r"[ \t\r\n]+")


def read_opendocument(path: Path) -> Lines:
    """Return an OpenDocument text as lines; comments, notes, deleted text, headers and footers stay out.

    Raises ``InputError`` for what is no such file, for one with a password and for an empty one.
    """
    sentence = _("%(file)s is not an OpenDocument text that can be opened. Save it again as .odt or .docx.")
    with opened(path, sentence % {"file": path.name}) as package:
        _refuse_password(package, path)
        root = package.tree("content.xml")
        text = child(child(root, "body"), "text")
        if text is None:
            raise LookupError("office:text")
        body = _Body(_styles(root, package, path))
        blocks = list(body.blocks(text))
        lines = lines_of(blocks)
    if not any(words_of(block).strip() for block in blocks):
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    return Lines("odt", tuple(lines), tuple(_warnings(body.seen)), tuple(blocks))


def _refuse_password(package: Package, path: Path) -> None:
    part = "META-INF/manifest.xml"
    if part in package and b"encryption-data" in package.read(part):
        raise InputError(_("%(file)s has a password. Save it again without one.") % {"file": path.name})


@dataclass(frozen=True, slots=True)
class _Style:
    bold: bool | None = None
    heading: bool = False
    hidden: bool = False


_NO_STYLE = _Style()


def _styles(root: Element, package: Package, path: Path) -> dict[str, _Style]:
    """Return the styles of the text and those of the file by name."""
    elements = {value(style, "name") or "": style for style in root.iter() if local(style) == "style"}
    if "styles.xml" in package:
        shared = package.tree("styles.xml")
        elements = {value(style, "name") or "": style for style in shared.iter() if local(style) == "style"} | elements
    return {name: _style(name, elements, 0) for name in elements}


def _style(name: str, elements: Mapping[str, Element], depth: int) -> _Style:
    """Return a style with what it takes over from its parent; circles end at the tenth."""
    element = elements.get(name)
    if element is None or depth > 10:
        return _NO_STYLE
    base = _style(value(element, "parent-style-name") or "", elements, depth + 1)
    said = child(element, "text-properties")
    weight = value(said, "font-weight")
    bold = base.bold if weight is None else weight == "bold" or (weight.isdigit() and int(weight) >= 600)
    called = (value(element, "display-name") or name).replace("_20_", " ").lower()
    heading = base.heading or called.startswith(("heading", "title", "subtitle", "contents ", "título"))
    return _Style(bold, heading, base.hidden or value(said, "display") == "none")


@dataclass
class _Body:
    """Walks the text; ``seen`` counts what is left out."""

    styles: Mapping[str, _Style]
    seen: Counter[str] = field(default_factory=Counter)

    def blocks(self, element: Element) -> Iterator[Block]:
        """Yield the paragraphs and tables below an element, whatever wraps them: lists, sections, frames."""
        for inner in element:
            name = local(inner)
            if name in ("p", "h"):
                yield from self._paragraph(inner, is_heading=name == "h")
            elif name == "table":
                yield Table(tuple(self._rows(inner)))
            elif self._counts(name):
                yield from self.blocks(inner)

    def _counts(self, name: str) -> bool:
        if name in _COUNTED:
            self.seen[name] += 1
        return name not in _LEFT_OUT

    def _rows(self, table: Element) -> Iterator[tuple[Cell, ...]]:
        for inner in table:
            name = local(inner)
            if name == "table-row":
                yield tuple(self._cells(inner))
            elif name in ("table-rows", "table-header-rows", "table-row-group"):
                yield from self._rows(inner)

    def _cells(self, row: Element) -> Iterator[Cell]:
        for inner in row:
            if local(inner) in ("table-cell", "covered-table-cell"):
                cell = tuple(self.blocks(inner))
                yield cell
                repeated = value(inner, "number-columns-repeated") or "1"
                if repeated.isdigit() and not any(words_of(block).strip() for block in cell):
                    yield from ((),) * min(int(repeated[:9]) - 1, _MOST_REPEATED)

    def _paragraph(self, element: Element, *, is_heading: bool) -> Iterator[Block]:
        style = self.styles.get(value(element, "style-name") or "", _NO_STYLE)
        boxes: list[Block] = []
        pieces = tuple(self._pieces(element, style, boxes))
        yield Paragraph(pieces, is_heading or style.heading)
        yield from boxes

    def _pieces(self, element: Element, style: _Style, boxes: list[Block]) -> Iterator[Piece]:
        """Yield the words of an element and of what is inside it; text boxes go to ``boxes``."""
        if style.hidden:
            self.seen["hidden"] += 1
            return
        bold = bool(style.bold)
        yield Piece(_collapsed(element.text), bold)
        for inner in element:
            yield from self._inner(inner, style, boxes)
            yield Piece(_collapsed(inner.tail), bold)

    def _inner(self, inner: Element, style: _Style, boxes: list[Block]) -> Iterator[Piece]:
        name = local(inner)
        if name == "s":
            count = value(inner, "c") or "1"
            yield Piece(" " * (min(int(count[:3]), 99) if count.isdigit() else 1))
        elif name in ("tab", "line-break"):
            yield Piece("\t" if name == "tab" else "\n")
        elif name in ("text-box", "custom-shape", "table"):
            boxes.extend(self.blocks([inner] if name == "table" else inner))
        elif name in ("p", "h"):  # in a shape that is drawn as a character
            boxes.extend(self._paragraph(inner, is_heading=name == "h"))
        elif name and self._counts(name):
            own = self.styles.get(value(inner, "style-name") or "", _NO_STYLE) if name in ("span", "a") else _NO_STYLE
            bold = style.bold if own.bold is None else own.bold
            yield from self._pieces(inner, _Style(bold, hidden=own.hidden), boxes)


def _collapsed(text: str | None) -> str:
    """Return text of XML as OpenDocument means it: any run of white space is one space, others have elements."""
    return _SPACES.sub(" ", text or "")


def _warnings(seen: Counter[str]) -> Iterator[str]:
    if seen["tracked-changes"]:
        yield _("The document has tracked changes: what was inserted is read, what was deleted is not.")
    if seen["annotation"]:
        yield _("Comments left out: %(n)d.") % {"n": seen["annotation"]}
    if seen["note"]:
        yield _("Footnotes left out: %(n)d.") % {"n": seen["note"]}
    if seen["hidden"]:
        yield _("Hidden text was left out.")
