"""Word, Excel, OpenDocument and EPUB files are packages of XML: looked over before anything of them is unpacked.

``check_package`` refuses what no office program writes (bombs, names that lead out, definitions of entities);
``told_as`` makes one plain sentence of whatever a damaged one makes its reader raise.
"""

import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.decoding import read_bytes

# XML that breaks off is a SyntaxError in lxml and in ElementTree; missing or foreign parts show as the rest of these.
DAMAGE = (
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)

MIB = 1 << 20
MOST_PARTS = 5_000
LARGEST_PACKAGE = 256 * MIB  # all parts together, pictures included, unpacked
LARGEST_XML = 32 * MIB  # one part: some 8,000 pages, or a million cells
MOST_TIGHTLY_PACKED = 200  # office programs reach 5 to 30
_SMALL = 4 * MIB  # a part that is smaller harms nobody, however tightly it is packed
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".xhtml", ".opf", ".ncx", ".vml", ".rdf")
_PIECE = 1 << 16


@contextmanager
def told_as(sentence: str, *more: type[Exception]) -> Iterator[None]:
    """Raise ``InputError`` with ``sentence`` in place of whatever a damaged package makes its reader raise.

    ``more`` are errors of the reader's own.
    """
    kinds: tuple[type[Exception], ...] = (*DAMAGE, *more)
    try:
        yield
    except kinds as damage:
        raise InputError(sentence) from damage


def check_package(path: Path, sentence: str, *, public_doctypes: bool = False, largest_xml: int = LARGEST_XML) -> None:
    """Look over a package before its reader unpacks it; returns where it can be unpacked without harm.

    Raises ``InputError``: ``sentence`` for what is no package at all, and a sentence of its own for one that unpacks
    to too much, whose parts would lie outside of it, or whose XML defines entities. ``public_doctypes`` lets XML name
    a document type without defining anything, as EPUB does; nothing is ever fetched for it. A reader that streams its
    parts may ask for a ``largest_xml`` (bytes) of its own.
    """
    read_bytes(path, only_look=True)
    with told_as(sentence), ZipFile(path) as package:
        parts = package.infolist()
        _check_sizes(parts, path.name, largest_xml)
        _check_names(parts, path.name)
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise InputError(_("%(file)s has a password. Save it again without one.") % {"file": path.name})
        for part in parts:
            if part.filename.lower().endswith(_XML):
                _check_xml(package, part, path.name, public_doctypes=public_doctypes)


def _check_sizes(parts: Iterable[ZipInfo], name: str, most_xml: int) -> None:
    """Refuse what unpacks to too much. Sizes that a package gives wrongly are no way out: nobody reads past them."""
    sizes = [(part.file_size, part.compress_size, part.filename) for part in parts]
    xml = max((size for size, _packed, part in sizes if part.lower().endswith(_XML)), default=0)
    unpacked = sum(size for size, _packed, _part in sizes)
    if any(size > _SMALL and size > MOST_TIGHTLY_PACKED * max(packed, 1) for size, packed, _part in sizes):
        raise InputError(
            _("%(file)s was not opened: a small file that unpacks to %(size)d MB is no document of an office program.")
            % {"file": name, "size": unpacked // MIB}
        )
    if len(sizes) > MOST_PARTS or unpacked > LARGEST_PACKAGE or xml > most_xml:
        raise InputError(
            _(
                "%(file)s is too large to be opened: it unpacks to %(size)d MB in %(parts)d parts. At most %(most)d MB"
                " of text and %(all)d MB with pictures can be read; divide it, or leave the pictures out."
            )
            % {
                "file": name,
                "size": unpacked // MIB,
                "parts": len(sizes),
                "most": most_xml // MIB,
                "all": LARGEST_PACKAGE // MIB,
            }
        )


def _check_names(parts: Iterable[ZipInfo], name: str) -> None:
    for part in parts:
        pieces = part.filename.replace("\\", "/").split("/")
        if ".." in pieces or not pieces[0] or ":" in pieces[0]:
            raise InputError(
                _("%(file)s was not opened: one of its parts (%(part)s) would lie outside of it.")
                % {"file": name, "part": ascii(part.filename)[:80]}
            )


class _FirstElement(Exception):
    """The prolog of an XML part is over."""


class _Definitions(Exception):
    """The prolog of an XML part defines a document type."""


def _check_xml(package: ZipFile, part: ZipInfo, name: str, *, public_doctypes: bool) -> None:
    """Refuse a part that defines entities. Only what stands before the first element can do so, in any encoding."""

    def on_doctype(_name: str, _system: str | None, _public: str | None, has_definitions: int) -> None:
        if has_definitions or not public_doctypes:
            raise _Definitions

    def on_element(_name: str, _attributes: object) -> None:
        raise _FirstElement

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_element
    try:
        with package.open(part) as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece)
    except _FirstElement:
        return
    except expat.ExpatError:
        return  # no XML: its reader tells, or never looks at it
    except _Definitions:
        raise InputError(
            _("%(file)s was not opened: %(part)s defines entities of its own, which no office program writes.")
            % {"file": name, "part": ascii(part.filename)[:80]}
        ) from None
