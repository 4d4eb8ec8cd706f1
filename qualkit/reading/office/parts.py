"""The parts of an office package as XML trees, read one by one and within bounds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.packages import LARGEST_XML, check_package, told_as

MOST_PIECES = 400_000
"""More stretches of text than any document has, for the formats that are read without a tree."""
MOST_TAGS = 800_000
"""More tags than any document has (some 600,000 words of talk), and few enough for a tree of some 300 MB."""

# lxml's tree is typed ``Any`` here: the library ships no types.
Element = Any


class TooLarge(Exception):
    """A document holds more pieces than any talk."""


class Package:
    """An open package: parts by name, as bytes or as the root of their XML."""

    def __init__(self, package: ZipFile, name: str) -> None:
        self._package = package
        self._name = name
        self.names = frozenset(package.namelist())

    def __contains__(self, part: str) -> bool:
        return part in self.names

    def read(self, part: str) -> bytes:
        """Return the content of a part. Raises ``KeyError`` where there is none, ``InputError`` where it is huge."""
        with self._package.open(part) as stream:
            data = stream.read(LARGEST_XML + 1)
        if len(data) > LARGEST_XML:
            raise InputError(too_large(self._name))
        return data

    def tree(self, part: str) -> Element:
        """Return the root of the XML of a part. Raises as ``read`` and ``parsed`` do."""
        return parsed(self.read(part), self._name)


def too_large(name: str) -> str:
    """Return what to tell whoever gave a document that is larger than anything people say."""
    return _("%(file)s is too large to be read in one piece. Divide it: one file for each session.") % {"file": name}


@contextmanager
def opened(path: Path, sentence: str, *, public_doctypes: bool = False) -> Iterator[Package]:
    """Open a package that ``check_package`` finds harmless; what is damaged inside is told with ``sentence``."""
    check_package(path, sentence, public_doctypes=public_doctypes)
    with told_as(sentence), ZipFile(path) as package:
        yield Package(package, path.name)


def parsed(data: bytes, name: str) -> Element:
    """Return the root of ``data`` as XML: entities stay unresolved, nothing is fetched, 256 levels at most.

    Raises ``SyntaxError`` for what is no XML and ``InputError`` for more elements than a document has.
    """
    from lxml import etree

    if data.count(b"<") > MOST_TAGS:
        raise InputError(too_large(name))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for comments and unresolved entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Element | None, name: str = "val") -> str | None:
    """Return an attribute of an element by its name without namespace, ``None`` where there is none."""
    if element is None:
        return None
    for key, held in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(held)
    return None


def child(element: Element | None, name: str) -> Element | None:
    """Return the first child of an element that is called ``name``, in any namespace."""
    if element is None:
        return None
    return next((inner for inner in element if local(inner) == name), None)
