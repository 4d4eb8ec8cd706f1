"""Words, figures and marks of a text that may be a scan, and which of them may be misread words at all."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qualkit.language.scans.channel import ODD

_ODD_SIGNS = re.escape(ODD)
_UNIT = re.compile(rf"(?:[^\W_]|[{_ODD_SIGNS}])+|[.!?…;:,()¿¡\n]")
_MARK = re.compile(r"[.!?…;:,()¿¡\n]")
STRING = re.compile(rf"(?<![@#_/\\\\=.\w])(?:[^\W_]|[{_ODD_SIGNS}](?=\w))++(?![@#_/\\\\=]|\.\w)")
_ADDRESS = re.compile(r"://|www\.|@|[^\W_]\.[a-z0-9]")
_BLANK = re.compile(r"\s")
_NO_WORD = frozenset("@#_\\*=")
_EDGES = "|!&{$€"
_OPENERS = ("«", "“", '"', "—", "–", "•")
_ORDINAL = re.compile(r"\d+[^\W\d_]{1,4}")
LONGEST = 80
"""A run of more letters is no word, nor several: it is left alone."""
SPLICED = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ])")


class Token(NamedTuple):
    """A word, figure or mark of a text: where it stands, in lower case, and what it may be."""

    start: int
    end: int
    raw: str
    lower: str
    is_word: bool
    is_name_like: bool


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between white space that hold an address of any kind."""
    end = 0
    for match in _ADDRESS.finditer(text):
        if match.start() >= end:
            start = max(end, 1 + max(text.rfind(blank, end, match.start()) for blank in " \n\t"))
            found = _BLANK.search(text, match.end())
            end = found.start() if found else len(text)
            yield start, end


def tokens_of(text: str) -> Iterator[Token]:
    """Yield the words, figures and marks of ``text`` in order; what must stay as it is is no word."""
    starts_sentence = True
    is_address = _asked_in_order(list(_addresses(text)))
    for match in _UNIT.finditer(text):
        start, end = match.span()
        if end - start == 1 and _MARK.match(match[0]):
            starts_sentence = match[0] not in ",()"
            yield Token(start, end, match[0], match[0], False, False)
            continue
        raw = match[0]
        if not raw.isalnum():
            start += len(raw) - len(raw.lstrip(_EDGES))
            raw = raw.strip(_EDGES)
            end = start + len(raw)
        if not raw:
            continue
        is_first = starts_sentence or text[start - 1 : start] in _OPENERS
        starts_sentence = False
        may_change = not is_address(start) and _may_change(text, start, end, raw)
        yield Token(start, end, raw, raw.lower(), may_change, raw[0].isupper() and not is_first)


def _asked_in_order(stretches: Sequence[tuple[int, int]]) -> Callable[[int], bool]:
    """Return a function that says of rising offsets whether each lies in one of ``stretches``."""
    waiting = iter((*stretches, (sys.maxsize, sys.maxsize)))
    current = next(waiting)

    def holds(offset: int) -> bool:
        nonlocal current
        while current[1] <= offset:
            current = next(waiting)
        return current[0] <= offset

    return holds


def _may_change(text: str, start: int, end: int, raw: str) -> bool:
    """Say whether a string may be a misread word where it stands: no address, or word of both genders («niñ@s»)."""
    if text[start - 1 : start] in _NO_WORD or text[end : end + 1] in _NO_WORD:
        return False
    return may_be_misread(raw)


@lru_cache(maxsize=50_000)
def may_be_misread(raw: str) -> bool:
    """Say whether a string may be a misread word: no figure, no acronym, no single letter."""
    if raw.isalpha() and raw.islower():
        return 1 < len(raw) <= LONGEST
    letters = sum(map(str.isalpha, raw))
    if not 1 < len(raw) <= LONGEST or 2 * letters < len(raw) + 1 or _ORDINAL.fullmatch(raw):
        return False
    return not raw.isupper() and (sum(map(str.isupper, raw)) < 2 or SPLICED.search(raw) is not None)
