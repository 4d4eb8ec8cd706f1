"""Repairs of signs, marks and lines that need no weighing of words."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator

from qualkit.language.scans.edits import Edit

IsWord = Callable[[str], bool]
"""Says whether a lower-case string is a word."""

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_SOFT = re.compile("\u00ad(?:[ \t]*\n[ \t]*(?=[^\\W\\d_]))?|[\u200b\ufffe]")
_COMBINING = "\u0301\u0303\u0308"
_APART = re.compile(f"(?P<letter>[aeiouınAEIOUN])[ \t]?(?P<mark>[{_COMBINING}])")
_SPACING = {"´": "\u0301", "ˊ": "\u0301", "˜": "\u0303", "¨": "\u0308"}
_BESIDE = re.compile(r"(?P<left>[^\W\d_]?)(?P<gap>[ \t]?)(?P<mark>[´ˊ˜¨])(?P<right>[ \t]?[^\W\d_])?")
_TAKES = {"\u0301": "aeiouıAEIOU", "\u0303": "nN", "\u0308": "uU"}
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐¬][ \t]*\n[ \t]*(?=[^\W\d_])")
_LONGEST = 40
_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_](?: [^\W\d_]){3,}(?![^\W_])")
_SPACES = re.compile(r"(?P<margin>^[ \t]+|(?<![ \t])[ \t]+$)|(?P<inner>(?<=\S)(?:[ \t]{2,}|\t)(?=\S))", re.MULTILINE)
_MARK_SPACE = re.compile(r"(?<=[^\W\d_]) +(?=[,;.:](?:\s|$))")
_BULLET = re.compile(r"^(?:(?:[®©¤]+ ?|[¢@°*»] )(?=[A-ZÁÉÍÓÚÑ¿«\"])|e (?=[A-ZÁÉÍÓÚÑ]))", re.MULTILINE)
_STRAY = re.compile(
    r"(?<= )[|~_^®©¬¦\\](?: |$)|(?<=\s)['‘’`](?=[a-záéíóúñ]+(?:\s|[,.;:]))(?![^\n'’]*['’])", re.MULTILINE
)
_OPENING = re.compile(r"(?<![^\W_])[é¢<{](?=[A-ZÁÉÍÓÚ][^.!?¿\n]{0,300}\?)")
_GLUED_MARK = re.compile(
    r"(?<=[a-záéíóúñ][,;:?!])(?=[^\W\d_]{2})|(?<=[a-záéíóúñ]{2}\.)(?=[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\b(?![.@/]\w))"
)
_WRAP = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_GAP = re.compile(r"(?<=[a-záéíóúñü,])[ \t]*\n[ \t]*\n[ \t]*(?=[a-záéíóúñü])")
_ITEM = re.compile(r"(?:[-–—•·▪*○●◦➢✓]|\(?\d{1,2}[.)]|[a-z]\))\s?")
_NEAR = 200
_FULL = 0.75
"""A line is full, and the next one goes on with it, where it has this much of the longest line around it."""


def signs(text: str, is_word: IsWord) -> Iterator[Edit]:
    """Yield what is sure in any text: ligatures, soft hyphens, accents apart from their letters."""
    for match in _LIGATURE.finditer(text):
        yield Edit(match.start(), match.end(), _LIGATURES[match[0]], "ligature")
    for match in _SOFT.finditer(text):
        yield Edit(match.start(), match.end(), "", "soft_hyphen")
    if any(mark in text for mark in _COMBINING):
        for match in _APART.finditer(text):
            if composed := _composed(match["letter"], match["mark"]):
                yield Edit(match.start(), match.end(), composed, "accent_apart")
    if any(mark in text for mark in _SPACING):
        for match in _BESIDE.finditer(text):
            if edit := _joined_mark(text, match, is_word):
                yield edit


def _composed(letter: str, mark: str) -> str:
    """Return the letter with its mark, or "" where Spanish has no such letter."""
    if letter not in _TAKES[mark]:
        return ""
    return unicodedata.normalize("NFC", letter.replace("ı", "i") + mark)


def _joined_mark(text: str, match: re.Match[str], is_word: IsWord) -> Edit | None:
    """Return the letter beside a mark with it: the one that makes a word, else the one after it («acci´on»)."""
    mark = _SPACING[match["mark"]]
    left, right = match["left"], (match["right"] or "").strip()
    head = _word_before(text, match.start("left")) if left else ""
    tail = _word_after(text, match.end())
    spaced = (match["right"] or "")[:1].isspace() or bool(match["gap"])
    to_right = _composed(right, mark) if right else ""
    to_left = _composed(left, mark) if left else ""
    if to_right and (not to_left or not is_word((head + to_left + right + tail).lower()) or spaced):
        word = (head + left + to_right + tail).lower()
        if not spaced or is_word(word):
            return Edit(match.start(), match.end(), left + to_right, "accent_apart")
    if to_left and not match["gap"]:
        kept = match["right"] or ""
        return Edit(match.start(), match.end(), to_left + kept, "accent_apart")
    return None


def _word_before(text: str, end: int) -> str:
    start = end
    while start > max(0, end - _LONGEST) and text[start - 1].isalpha():
        start -= 1
    return text[start:end]


def _word_after(text: str, start: int) -> str:
    end = start
    while end < min(len(text), start + _LONGEST) and text[end].isalpha():
        end += 1
    return text[start:end]


def hyphens(text: str, is_word: IsWord) -> Iterator[Edit]:
    """Yield the words put together that the end of a line divides; «enseñanza-aprendizaje» keeps its hyphen."""
    for match in _HYPHEN.finditer(text):
        left, right = _word_before(text, match.start()), _word_after(text, match.end())
        is_compound = is_word(left.lower()) and is_word(right.lower()) and not is_word((left + right).lower())
        new = "-" if (is_compound and min(len(left), len(right)) > 3) or right[0].isupper() else ""
        yield Edit(match.start(), match.end(), new, "line_hyphen")


def spaces(text: str) -> Iterator[Edit]:
    """Yield one space for several, none at the two ends of a line, none before a comma or a full stop."""
    for match in _SPACES.finditer(text):
        yield Edit(match.start(), match.end(), " " if match["inner"] else "", "space" if match["inner"] else "margin")
    for match in _MARK_SPACE.finditer(text):
        yield Edit(match.start(), match.end(), "", "mark_space")


def gaps(text: str) -> Iterator[Edit]:
    """Yield the space that was lost after a mark: «aula;los», «red.Este»; addresses stay."""
    for match in _GLUED_MARK.finditer(text):
        start, end = match.start(), match.end()
        near = max(0, start - _NEAR)
        first = max(text.rfind(" ", near, start), text.rfind("\n", near, start), near - 1) + 1
        chunk = text[first : end + 12].split()[0]
        if not any(sign in chunk for sign in ("://", "www.", "@")):
            yield Edit(start, end, " ", "join")


def spaced_letters(text: str, parted: Callable[[str], str | None]) -> Iterator[Edit]:
    """Yield «l e t r a s» as «letras»; ``parted`` returns the words that a string of letters is, or ``None``."""
    for match in _LETTERS.finditer(text):
        if words := parted(match[0].replace(" ", "")):
            yield Edit(match.start(), match.end(), words, "spaced_letters")


def spurious(text: str) -> Iterator[Edit]:
    """Yield the marks that are none: bullets read as «®» or «e», strokes and quotes left over, «é» for «¿»."""
    for pattern, rule, new in ((_BULLET, "bullet", ""), (_STRAY, "stray_mark", ""), (_OPENING, "opening_mark", "¿")):
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end(), new, rule)


def wrapped(text: str) -> Iterator[Edit]:
    """Yield a space for each end of a line that only the width of the page made; paragraphs and lists stay."""
    lengths = _widths(text)
    for match in _WRAP.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        following = text[match.end() : match.end() + 4]
        if _ITEM.match(following) and not following[0].islower():
            continue
        if following[0].islower() or (len(line) >= _FULL * lengths(match.start()) and not _ends(line)):
            yield Edit(match.start(), match.end(), " ", "wrap")
    for match in _GAP.finditer(text):
        yield Edit(match.start(), match.end(), " ", "wrap")


def _ends(line: str) -> bool:
    return line.rstrip("»\")'’ ").endswith((".", "!", "?", ":", "…"))


def _widths(text: str) -> Callable[[int], int]:
    """Return a function from an offset to the length of the longest line of its paragraph, at least 40."""
    ends: list[int] = []
    widths: list[int] = []
    at = 0
    for block in re.split(r"(\n[ \t]*\n)", text):
        at += len(block)
        ends.append(at)
        widths.append(max(40, max(map(len, block.split("\n")), default=0)))

    def width(offset: int) -> int:
        return widths[min(bisect_right(ends, offset), len(widths) - 1)]

    return width
