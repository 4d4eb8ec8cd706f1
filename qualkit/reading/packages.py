"""Word and Excel files are packages of XML: what a damaged one makes their readers raise becomes one plain sentence."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

from qualkit.errors import InputError

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
