"""What a page of a PDF holds: stretches of text with their place, size and weight, as the PDF library finds them."""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Letters that fonts draw as one.
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
HYPHEN = "\ufffe"
"""What the library puts for a hyphen that divides a word at the end of a line, in place of the line end."""

_LINE = re.compile(r"[^\r\n\ufffe\x02]+[\ufffe\x02]?")
_WIDE = 0.9
_BOLD_NAME = re.compile(r"bold|black|heavy|negrita|demi(?!light)", re.IGNORECASE)
_BOLD_WEIGHT = 700
_LEVEL = 0.05  # of a quarter turn: how crooked a line may stand
_TRANSLATED = {**LIGATURES, 0: None, 2: "-", ord(HYPHEN): "-"}
_ODD = re.compile(r"[\x00\x02\ufb00-\ufb06\ufffe]")
_SPACE = re.compile(r" +")
_UNREADABLE = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text on one base line without a wide gap: places in points from the left and the foot of the page.

    ``bold`` counts the characters in bold at its beginning; ``divided`` is true where it ends inside a word;
    ``slanted`` of what is written across a page, as watermarks are.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: int = 0
    divided: bool = False
    upright: bool = True
    slanted: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The stretches of a page in the order of the file, the size of the page, and its unreadable characters."""

    stretches: tuple[Stretch, ...]
    width: float
    height: float
    unreadable: int = 0


def read_page(page: Any, *, most: int) -> Page:
    """Return the stretches of an open page. Raises ``ValueError`` where it holds more than ``most`` characters."""
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > most:
            raise ValueError("characters")
        chars = _characters(textpage)
        text = "".join(chars)
        found = tuple(_stretches(_Chars(textpage.raw), text)) if text.strip() else ()
        return Page(found, float(page.get_width()), float(page.get_height()), len(_UNREADABLE.findall(text)))
    finally:
        textpage.close()


def _characters(textpage: Any) -> list[str]:
    """Return the characters of a page, one for each that the library counts, so that their places can be asked for."""
    import pypdfium2.raw as pdfium

    n = textpage.count_chars()
    text = textpage.get_text_range() if n else ""
    if len(text) == n:
        return list(text)
    codes = (pdfium.FPDFText_GetUnicode(textpage.raw, i) for i in range(n))
    return [chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes]


class _Chars:
    """Asks the library about single characters."""

    def __init__(self, raw: Any) -> None:
        import pypdfium2.raw as pdfium

        self._raw = raw
        self._pdfium = pdfium
        self._numbers = [ctypes.c_double() for _n in range(4)]
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()

    def box(self, at: int) -> tuple[float, float]:
        """Return the left and the right edge of a character."""
        left, right, bottom, top = self._numbers
        self._pdfium.FPDFText_GetCharBox(self._raw, at, left, right, bottom, top)
        return left.value, right.value

    def base(self, at: int) -> float:
        """Return the height of the base line that a character stands on."""
        x, y, _bottom, _top = self._numbers
        self._pdfium.FPDFText_GetCharOrigin(self._raw, at, x, y)
        return float(y.value)

    def size(self, at: int) -> float:
        """Return the size of a character in points, as it is drawn."""
        return float(self._pdfium.FPDFText_GetFontSize(self._raw, at)) or 1.0

    def quarters(self, at: int) -> float:
        """Return the angle of a character in quarter turns; 0 where one reads it without turning the page."""
        angle = float(self._pdfium.FPDFText_GetCharAngle(self._raw, at))
        return 0.0 if angle < 0 else angle / (math.pi / 2) % 4

    def is_bold(self, at: int) -> bool:
        """Say whether a character is in bold, by the name of its font or by its weight."""
        length = self._pdfium.FPDFText_GetFontInfo(self._raw, at, self._name, len(self._name), self._flags)
        name = self._name.value.decode("utf-8", "replace") if 0 < length <= len(self._name) else ""
        return bool(_BOLD_NAME.search(name)) or self._pdfium.FPDFText_GetFontWeight(self._raw, at) >= _BOLD_WEIGHT


def _stretches(chars: _Chars, text: str) -> Iterator[Stretch]:
    for line in _LINE.finditer(text):
        start = line.start()
        divided = line[0][-1] in "\ufffe\x02"
        end = line.end() - divided
        for at in _wide_gaps(chars, text, start, end):
            yield from _stretch(chars, text, start, at, divided=False)
            start = at
        yield from _stretch(chars, text, start, end, divided=divided)


def _wide_gaps(chars: _Chars, text: str, start: int, end: int) -> Iterator[int]:
    """Yield where the words after a space stand far from those before it: in another column, cell or size."""
    for space in _SPACE.finditer(text, start, end):
        if start < space.start() and space.end() < end and _is_elsewhere(chars, space.start() - 1, space.end()):
            yield space.end()


def _is_elsewhere(chars: _Chars, before: int, after: int) -> bool:
    size = chars.size(before)
    gap = chars.box(after)[0] - chars.box(before)[1]
    return gap > _WIDE * size or not 0.5 < chars.size(after) / size < 2


def _stretch(chars: _Chars, text: str, start: int, end: int, *, divided: bool) -> Iterator[Stretch]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    bold = _bold_length(chars, text, start, end)
    quarters = chars.quarters(start)
    yield Stretch(
        _readable(text[start:end]),
        chars.box(start)[0],
        chars.box(end - 1)[1],
        chars.base(start),
        chars.size(start),
        len(_readable(text[start : start + bold])) if bold else 0,
        divided,
        min(quarters, 4 - quarters) < _LEVEL,
        abs(quarters - round(quarters)) > _LEVEL,
    )


def _readable(text: str) -> str:
    return text.translate(_TRANSLATED) if _ODD.search(text) else text


def _bold_length(chars: _Chars, text: str, start: int, end: int) -> int:
    """Return how many characters from ``start`` on are in bold: those up to the first that is not, by halving."""
    if not chars.is_bold(start):
        return 0
    if chars.is_bold(end - 1):
        return end - start
    low, high = start, end - 1  # bold at low, not at high
    while high - low > 1:
        middle = (low + high) // 2
        at = middle
        while at > low and text[at] == " ":
            at -= 1
        if chars.is_bold(at):
            low = max(middle, low + 1) if at == middle else middle
        else:
            high = at
    return high - start
