"""Office documents, whatever their name says: what they are is told by how they begin."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

from qualkit.i18n import _
from qualkit.reading.decoding import read_bytes
from qualkit.reading.office.paragraphs import Lines
from qualkit.reading.packages import told_as

_Reader = Callable[[Path], Lines]
_OF_ENDINGS = {
    ".docx": "docx", ".docm": "docx", ".dotx": "docx", ".doc": "docx", ".odt": "odt", ".ott": "odt", ".rtf": "rtf",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "html", ".mhtml": "html", ".epub": "epub",
    ".pdf": "pdf",
}  # fmt: skip
EXTENSIONS = tuple(ending for ending in _OF_ENDINGS if ending != ".doc")
"""The endings of the documents that are read; a ``.doc`` is read too where another format hides behind the name."""


def read_document(path: Path) -> Lines:
    """Return an office document as lines. Raises ``InputError`` where it cannot be read, with what to do."""
    return _READERS[kind_of(path)](path)


def kind_of(path: Path) -> str:
    """Return ``docx``, ``odt``, ``rtf``, ``html``, ``epub`` or ``pdf``: by the first bytes, else by the ending."""
    head = read_bytes(path, only_look=True)
    said = _OF_ENDINGS.get(path.suffix.lower(), "docx")
    if head.startswith(b"PK\x03\x04"):
        return _packed_kind(path, said)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    if said in ("docx", "odt", "rtf", "epub") and _is_web_page(head):
        return "html"
    return said


def _packed_kind(path: Path, said: str) -> str:
    sentence = _("%(file)s is damaged: it cannot be unpacked.") % {"file": path.name}
    if said in ("docx", "odt", "epub"):
        with told_as(sentence), ZipFile(path) as package:
            names = set(package.namelist())
            kind = package.open("mimetype").read(100) if "mimetype" in names else b""
        if b"epub" in kind or "META-INF/container.xml" in names:
            return "epub"
        if b"opendocument" in kind:
            return "odt"
        return "docx" if any(name.startswith("word/") for name in names) else said
    return "docx" if said == "rtf" else said


def _is_web_page(head: bytes) -> bool:
    start = head[:2048].replace(b"\0", b"").lower()
    return b"<html" in start or b"<!doctype html" in start or b"mime-version:" in start[:512]


def _word(path: Path) -> Lines:
    from qualkit.reading.office.word import read_word

    return read_word(path)


def _opendocument(path: Path) -> Lines:
    from qualkit.reading.office.opendocument import read_opendocument

    return read_opendocument(path)


def _rtf(path: Path) -> Lines:
    from qualkit.reading.office.rtf import read_rtf

    return read_rtf(path)


def _web_page(path: Path) -> Lines:
    from qualkit.reading.office.webpage import read_web_page

    return read_web_page(path)


def _epub(path: Path) -> Lines:
    from qualkit.reading.office.epub import read_epub

    return read_epub(path)


def _pdf(path: Path) -> Lines:
    from qualkit.reading.office.pdf import read_pdf

    return read_pdf(path)


_READERS: dict[str, _Reader] = {
    "docx": _word, "odt": _opendocument, "rtf": _rtf, "html": _web_page, "epub": _epub, "pdf": _pdf,
}  # fmt: skip
