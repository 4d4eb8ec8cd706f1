"""Word documents: paragraphs, names in bold, tables with a column for the speaker, text boxes, tracked changes.

The parts are read here rather than through python-docx, which leaves out what stands in content controls, text boxes,
smart tags and tracked insertions. Elements are known by their local names: the strict form of the format has other
namespaces.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.office.paragraphs import Block, Cell, Lines, Paragraph, Piece, Table, lines_of, words_of
from qualkit.reading.office.parts import Element, Package, child, local, opened, value

_MAIN_TYPES = ("document.main+xml", "template.main+xml")  # with or without macros, which are never looked at
_LEFT_OUT = frozenset(("del", "moveFrom", "pPr", "rPr", "sectPr", "instrText", "rt", "tblPr"))
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_PICTURE_FONTS = ("symbol", "wingdings", "webdings", "zapf dingbats")
_TITLES = ("heading", "title", "subtitle", "título", "toc ", "tdc ")


def not_word(path: Path) -> str:
    """Return what to tell whoever gave a Word file that cannot be read."""
    return _("%(file)s is not a Word document that can be opened. Save it again as .docx, without a password.") % {
        "file": path.name
    }


def read_word(path: Path) -> Lines:
    """Return a Word document as lines, and what was left out of it.

    Headers, footers, comments, notes, hidden and deleted text stay out; what was inserted with tracked changes, text
    boxes and content controls count. Raises ``InputError`` for what is no Word file, and for an empty one.
    """
    _refuse_old_word(path)
    with opened(path, not_word(path)) as package:
        main = _main_part(package)
        body = _Body(_styles(package, main))
        blocks = list(body.blocks(_text_of(package, main)))
        lines = lines_of(blocks)
    if not any(words_of(block).strip() for block in blocks):
        sentence = _("%(file)s holds its text in a form that only Word opens. Save it again from Word as .docx.")
        raise InputError((sentence if body.seen["altChunk"] else _("%(file)s is empty.")) % {"file": path.name})
    return Lines("docx", tuple(lines), tuple(_warnings(body.seen)), tuple(blocks))


def _refuse_old_word(path: Path) -> None:
    """Raise ``InputError`` for the format of Word up to 2003, which is also how a password is put on a new one."""
    from qualkit.reading.decoding import read_bytes

    if not read_bytes(path, only_look=True).startswith(b"\xd0\xcf\x11\xe0"):
        return
    if "EncryptedPackage".encode("utf-16-le") in read_bytes(path):
        raise InputError(_("%(file)s has a password. Save it again without one.") % {"file": path.name})
    raise InputError(
        _(
            "%(file)s is in the old format of Word (.doc), which is not read."
            " Open it in Word or LibreOffice and save it as .docx."
        )
        % {"file": path.name}
    )


def _main_part(package: Package) -> str:
    """Return the name of the part that holds the text. Raises ``LookupError`` where the package has none."""
    links = [link for link in package.tree("_rels/.rels") if (value(link, "Type") or "").endswith("/officeDocument")]
    name = (value(links[0], "Target") or "").lstrip("/")
    types = [value(entry, "ContentType") or "" for entry in package.tree("[Content_Types].xml")]
    if not any(kind.endswith(_MAIN_TYPES) or (kind.endswith("main+xml") and "word" in kind.lower()) for kind in types):
        raise LookupError(name)
    return name


def _text_of(package: Package, main: str) -> Element:
    body = child(package.tree(main), "body")
    if body is None:
        raise LookupError(main)
    return body


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says of its words: nothing (``None``), or whether they are bold; whether they are a title."""

    bold: bool | None = None
    heading: bool = False
    hidden: bool = False


_NO_STYLE = _Style()


class _Styles:
    """The styles of a document by their names, each understood when it is first met."""

    def __init__(self, elements: Mapping[str, Element]) -> None:
        self._elements = elements
        self._known: dict[str, _Style] = {}

    def __getitem__(self, name: str) -> _Style:
        if name not in self._known:
            self._known[name] = _style(name, self._elements, 0)
        return self._known[name]


def _styles(package: Package, main: str) -> _Styles:
    part = str(PurePosixPath(main).parent / "styles.xml")
    if part not in package:
        return _Styles({})
    return _Styles({value(style, "styleId") or "": style for style in package.tree(part) if local(style) == "style"})


def _style(name: str, elements: Mapping[str, Element], depth: int) -> _Style:
    """Return a style with what it takes over from the one it is based on; circles end at the tenth."""
    element = elements.get(name)
    if element is None or depth > 10:
        return _NO_STYLE
    base = _style(value(child(element, "basedOn")) or "", elements, depth + 1)
    said = _switch(child(element, "rPr"), "b")
    called = (value(child(element, "name")) or "").lower()
    level = value(child(child(element, "pPr"), "outlineLvl"))
    return _Style(
        base.bold if said is None else said,
        base.heading or called.startswith(_TITLES) or (level is not None and level != "9"),
        base.hidden or bool(_switch(child(element, "rPr"), "vanish")),
    )


def _switch(properties: Element | None, name: str) -> bool | None:
    """Return a switch of a run's properties: ``None`` where they do not hold it."""
    found = child(properties, name)
    if found is None:
        return None
    return (value(found) or "true").lower() not in ("0", "false", "off", "none")


@dataclass
class _Body:
    """Walks the body of a document; ``seen`` counts what is left out or worth telling, by the element's name."""

    styles: _Styles
    seen: Counter[str] = field(default_factory=Counter)

    def blocks(self, element: Element | None) -> Iterator[Block]:
        """Yield the paragraphs and tables below an element, whatever wraps them."""
        for inner in element if element is not None else ():
            name = local(inner)
            if name == "p":
                yield from self._paragraph(inner)
            elif name == "tbl":
                yield Table(tuple(self._rows(inner)))
            elif name == "AlternateContent":
                yield from self.blocks(_chosen(inner))
            elif self._counts(inner, name):
                yield from self.blocks(inner)

    def _counts(self, element: Element, name: str) -> bool:
        """Say whether what stands below an element is text of the document; note what is left out."""
        if name in ("ins", "del", "moveFrom", "altChunk") or name.endswith("Reference"):
            self.seen[name] += 1
        return name not in _LEFT_OUT

    def _rows(self, table: Element) -> Iterator[tuple[Cell, ...]]:
        for inner in table:
            name = local(inner)
            if name == "tr":
                yield tuple(self._cells(inner))
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                yield from self._rows(inner)

    def _cells(self, row: Element) -> Iterator[Cell]:
        for inner in row:
            name = local(inner)
            if name == "tc":
                yield tuple(self.blocks(inner))
                span = value(child(child(inner, "tcPr"), "gridSpan")) or "1"
                yield from () if not span.isdigit() else ((),) * min(int(span) - 1, 63)  # Word has 63 columns
            elif name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
                yield from self._cells(inner)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        """Yield a paragraph, and after it what its text boxes hold."""
        properties = child(element, "pPr")
        style = self.styles[value(child(properties, "pStyle")) or ""]
        level = value(child(properties, "outlineLvl"))
        boxes: list[Block] = []
        pieces = tuple(self._pieces(element, style, boxes))
        yield Paragraph(pieces, style.heading or (level is not None and level != "9"))
        yield from boxes

    def _pieces(self, element: Element, style: _Style, boxes: list[Block]) -> Iterator[Piece]:
        """Yield the runs below an element in order; text boxes anchored in them go to ``boxes``."""
        for inner in element:
            name = local(inner)
            if name == "r":
                yield from self._run(inner, style, boxes)
            elif name == "txbxContent":
                boxes.extend(self.blocks(inner))
            elif name == "AlternateContent":
                yield from self._pieces(_chosen(inner), style, boxes)
            elif (text := _character(inner, name)) is not None:
                yield Piece(text, bool(style.bold))
            elif self._counts(inner, name):
                yield from self._pieces(inner, style, boxes)

    def _run(self, run: Element, style: _Style, boxes: list[Block]) -> Iterator[Piece]:
        properties = child(run, "rPr")
        own = self.styles[value(child(properties, "rStyle")) or ""]
        said = _switch(properties, "b")
        bold = next((word for word in (said, own.bold, style.bold) if word is not None), False)
        pieces = list(self._pieces(run, _Style(bold), boxes))
        hidden = _switch(properties, "vanish")
        if (own.hidden or style.hidden) if hidden is None else hidden:
            self.seen["vanish"] += any(piece.text.strip() for piece in pieces)
            return
        yield from pieces


def _chosen(alternatives: Element) -> Element:
    """Return the first of several forms of the same content; the others repeat it for older programs."""
    first = child(alternatives, "Choice")
    found = first if first is not None else child(alternatives, "Fallback")
    return found if found is not None else ()


def _character(element: Element, name: str) -> str | None:
    """Return what an element writes, ``None`` where it is no character but may hold some."""
    if name == "t":
        return (element.text or "").replace("\n", " ")
    if name in _CHARACTERS:
        return _CHARACTERS[name]
    if name == "softHyphen":
        return ""
    return _symbol(element) if name == "sym" else None


def _symbol(element: Element) -> str:
    """Return a character that was picked from a font; fonts of pictures hold no letters."""
    font, code = (value(element, "font") or "").lower(), value(element, "char") or ""
    if font.startswith(_PICTURE_FONTS):
        return ""
    try:
        char = chr(int(code, 16))
    except ValueError:
        return ""
    return char if char.isprintable() else ""


def _warnings(seen: Counter[str]) -> Iterator[str]:
    if seen["ins"] or seen["del"] or seen["moveFrom"]:
        yield _("The document has tracked changes: what was inserted is read, what was deleted is not.")
    if n := seen["commentReference"]:
        yield _("Comments left out: %(n)d.") % {"n": n}
    if n := seen["footnoteReference"] + seen["endnoteReference"]:
        yield _("Footnotes left out: %(n)d.") % {"n": n}
    if seen["vanish"]:
        yield _("Hidden text was left out.")
    if seen["altChunk"]:
        yield _("A part of the document is in a form that only Word opens. Save it again from Word to have all of it.")
