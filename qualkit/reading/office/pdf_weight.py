"""What a PDF would unpack to: a small file can hold gigabytes, or draw one form a billion times."""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"(?<=[>\s\0])stream\r?\n?")
_SHOWN = re.compile(rb"T[jJ]\b|[)>]\s*['\"]")
_DRAWN = re.compile(rb"\bDo\b")
_DIVIDING = re.compile(rb"/Filter\s*(?:\[\s*/\w+\s*/|\d)")
_DICTIONARY = 1_000
_MOST_UNPACKED = 64 << 20
_MOST_STREAM = 4 << 20  # a page that draws more is a map, or harm
_MOST_SHOWN = 100_000
_MOST_DRAWN = 2_000
_MOST_NESTED = 20
_MOST_REPEATED = 1 << 30
_PIECE = 1 << 20


def is_heavy(data: bytes) -> bool:
    """Say whether a PDF could take more memory or time than a session's document: then it is read apart.

    Streams that this module does not unpack itself (several filters, other filters, encrypted ones) count as heavy.
    """
    if b"/Encrypt" in data or b"LZW" in data or b"RunLength" in data or _DIVIDING.search(data):
        return True
    unpacked = drawn = nested = largest = 0
    for head, body in _streams(data):
        size, shown, draws = _weighed(head, body)
        unpacked, largest = unpacked + size, max(largest, size)
        drawn += draws
        nested += draws if b"/Form" in head else 0
        if size > _MOST_STREAM or shown > _MOST_SHOWN or unpacked > _MOST_UNPACKED:
            return True
    return drawn > _MOST_DRAWN or nested > _MOST_NESTED or largest * data.count(b"/Contents") > _MOST_REPEATED


def _streams(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the dictionary of each stream and what follows it to the end of the stream."""
    view = memoryview(data)
    at = 0
    while (found := _STREAM.search(data, at)) is not None:
        head = data[max(0, found.start() - _DICTIONARY) : found.start()]
        end = data.find(b"endstream", found.end())
        at = end + 9 if end >= 0 else len(data)
        yield head[head.rfind(b" obj") + 4 :], view[found.end() : end if end >= 0 else len(data)]


def _weighed(head: bytes, body: memoryview) -> tuple[int, int, int]:
    """Return the size of a stream once it is unpacked, and how often it shows text and draws other objects."""
    if b"/Flate" not in head and b"/Fl " not in head:
        is_coded = b"/Filter" in head  # pictures: JPEG and the like are never unpacked for their text
        return (0, 0, 0) if is_coded else (len(body), *_counted(bytes(body)))
    unpacker = zlib.decompressobj()
    size = shown = drawn = 0
    rest: bytes | memoryview = body
    try:
        while rest and not unpacker.eof and size <= _MOST_STREAM:
            piece = unpacker.decompress(rest, _PIECE)
            rest = unpacker.unconsumed_tail
            size += len(piece)
            more_shown, more_drawn = _counted(piece)
            shown, drawn = shown + more_shown, drawn + more_drawn
    except zlib.error:
        return max(size, 1), shown, drawn
    return size, shown, drawn


def _counted(piece: bytes) -> tuple[int, int]:
    return len(_SHOWN.findall(piece)), len(_DRAWN.findall(piece))
