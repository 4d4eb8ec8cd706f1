"""E-books in the EPUB format: their chapters in the order of the spine, each read as a web page."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.decoding import decode
from qualkit.reading.office.paragraphs import Block, Lines, lines_of, words_of
from qualkit.reading.office.parts import Element, Package, TooLarge, child, local, opened, too_large, value
from qualkit.reading.office.webpage import read_html

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "text/x-oeb1-document")


def read_epub(path: Path) -> Lines:
    """Return the chapters of a book as lines. Raises ``InputError`` for what is no EPUB, is locked or is empty."""
    sentence = _("%(file)s is not an e-book (EPUB) that can be opened. Save it again as .docx.") % {"file": path.name}
    with opened(path, sentence, public_doctypes=True) as package:
        chapters = list(_chapters(package))
        locked = _locked(package)
        if any(chapter in locked for chapter in chapters):
            raise InputError(_("%(file)s is locked by its seller and cannot be read.") % {"file": path.name})
        missing = [chapter for chapter in chapters if chapter not in package]
        blocks = _blocks(package, [chapter for chapter in chapters if chapter in package], path.name)
        lines = lines_of(blocks)
    if not any(words_of(block).strip() for block in blocks):
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    lost = (_("Chapters that the book lists and does not hold: %(n)d.") % {"n": len(missing)},) if missing else ()
    return Lines("epub", tuple(lines), lost)


def _blocks(package: Package, chapters: Sequence[str], name: str) -> list[Block]:
    """Return what the chapters show, one after the other."""
    styles = _styles(package)
    blocks: list[Block] = []
    try:
        for chapter in chapters:
            blocks.extend(read_html(decode(package.read(chapter), name=name).text, styles=styles).blocks)
    except TooLarge:
        raise InputError(too_large(name)) from None
    return blocks


def _chapters(package: Package) -> Iterator[str]:
    """Yield the names of the parts that the spine lists, in order, without the table of contents."""
    rootfile = next(element for element in package.tree(_CONTAINER).iter() if local(element) == "rootfile")
    book = _plain_path(unquote(value(rootfile, "full-path") or ""))
    root = package.tree(book)
    items = {value(item, "id"): item for item in _listed(root, "manifest")}
    for reference in _listed(root, "spine"):
        item = items.get(value(reference, "idref"))
        if item is not None and _is_chapter(item):
            yield _plain_path(str(PurePosixPath(book).parent / unquote(value(item, "href") or "").split("#")[0]))


def _listed(book: Element, name: str) -> Element:
    """Return a list of the book. Raises ``LookupError`` where it has none."""
    found = child(book, name)
    if found is None:
        raise LookupError(name)
    return found


def _styles(package: Package) -> str:
    """Return the style sheets of a book: programs write what is bold there, by class."""
    sheets = sorted(part for part in package.names if part.endswith(".css"))
    return "\n".join(package.read(part).decode("utf-8", "replace") for part in sheets)


def _is_chapter(item: Element) -> bool:
    is_contents = "nav" in (value(item, "properties") or "").split()
    return not is_contents and (value(item, "media-type") or "") in _PAGES


def _plain_path(path: str) -> str:
    """Return a path of a part with its ``..`` walked; nothing outside the package has a name in it."""
    pieces: list[str] = []
    for piece in path.split("/"):
        if piece == ".." and pieces:
            pieces.pop()
        elif piece not in ("", ".", ".."):
            pieces.append(piece)
    return "/".join(pieces)


def _locked(package: Package) -> set[str]:
    part = "META-INF/encryption.xml"
    if part not in package:
        return set()
    found = (element for element in package.tree(part).iter() if local(element) == "CipherReference")
    return {_plain_path(unquote(value(element, "URI") or "")) for element in found}
