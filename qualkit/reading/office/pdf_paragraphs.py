"""Lines of a page become paragraphs again: where a new one begins, and which divided words keep their hyphen."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

from qualkit.reading.labels import has_role, looks_like_name, may_be_label
from qualkit.reading.office.paragraphs import Paragraph, Piece
from qualkit.reading.office.pdf_columns import Line
from qualkit.reading.privacy.names import FIRST_NAMES
from qualkit.reading.spelling import bare

_LABEL = re.compile(r"(?P<label>[^:\n]{1,60}?)\s*:(?=\s|$)")
_OPENING = re.compile(r"(?:[—–•▪●·]|[-*]\s|\[?\(?(?:\d{1,2}:)?\d{1,2}:\d{2}\b|\d{1,2}[.)]\s)")
_ENDED = re.compile(r"[.?!…:»”\"')\]]\s*$")
_DIVIDED = re.compile(r"[^\W\d_]-$")
_REPEATED = re.compile(r"-[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LARGE = 1.2
_SHORT = 0.8


@dataclass(frozen=True, slots=True)
class _Column:
    """Where most lines of a column begin and where the longest ends."""

    left: float
    right: float
    leading: float


def paragraphs_of_lines(lines: Sequence[Line], *, as_they_stand: bool = False) -> list[Paragraph]:
    """Return the lines as paragraphs; ``as_they_stand`` keeps each line for itself, where their places say nothing."""
    if not lines:
        return []
    vocabulary = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    body = median(line.size for line in lines for _word in line.text.split()) or 1.0
    starts = [True] * len(lines) if as_they_stand else list(_starts(lines))
    groups: list[list[Line]] = []
    for line, is_start in zip(lines, starts, strict=True):
        if is_start or not groups:
            groups.append([])
        groups[-1].append(line)
    return [_paragraph(group, vocabulary, body) for group in groups]


def joined_lines(lines: Sequence[Line]) -> Paragraph:
    """Return lines as one paragraph: those of a cell of a table."""
    vocabulary = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    return _paragraph(lines, vocabulary, float("inf"))


def _starts(lines: Sequence[Line]) -> Iterator[bool]:
    """Yield for each line whether a paragraph begins with it."""
    columns = _measured(lines)
    sure = [True] + [
        _begins(before, line, columns[before.column], columns[line.column]) for before, line in pairwise(lines)
    ]
    labels = {label for line, is_sure in zip(lines, sure, strict=True) if is_sure and (label := _label(line))}
    labels |= {label for line in lines if (label := _label(line)) and _is_known(label)}
    yield True
    for before, line, is_sure in zip(lines, lines[1:], sure[1:], strict=False):
        yield is_sure or _label(line) in labels or _opens(before, line)


def _measured(lines: Sequence[Line]) -> Mapping[int, _Column]:
    leadings = [a.base - b.base for a, b in pairwise(lines) if a.column == b.column]
    usual = median([step for step in leadings if step > 0] or [14.0])
    edge = _right_edge(lines)
    columns: dict[int, list[Line]] = {}
    for line in lines:
        columns.setdefault(line.column, []).append(line)
    return {
        number: _Column(
            Counter(round(line.left) for line in held).most_common(1)[0][0],
            edge or max(line.right for line in held),
            min(usual, _own_leading(held) or usual) if len(held) > 5 else usual,
        )
        for number, held in columns.items()
    }


def _right_edge(lines: Sequence[Line]) -> float:
    """Return where the lines of a text in one column end, 0 where some page has several.

    Lines that all end far from the edge of the page were broken by hand.
    """
    longest, room = max(line.right for line in lines), min(line.room for line in lines)
    return room if longest < _SHORT * room else longest if room else 0.0


def _own_leading(lines: Sequence[Line]) -> float | None:
    steps = [a.base - b.base for a, b in pairwise(lines) if a.base > b.base]
    return median(steps) if steps else None


def _begins(before: Line, line: Line, column_before: _Column, column: _Column) -> bool:
    """Say whether the places of two lines show that the second begins a paragraph."""
    if before.divided:
        return False
    if abs(line.size - before.size) > 0.15 * max(line.size, before.size):
        return True
    if before.column == line.column and before.base - line.base > 1.4 * column.leading:
        return True
    if abs(line.left - column.left) > 0.9 * line.size and abs(line.left - before.left) > 0.9 * line.size:
        return True  # drawn in, or hanging out
    return _would_have_fitted(before, line, column_before)


def _would_have_fitted(before: Line, line: Line, column: _Column) -> bool:
    """Say whether the first word of a line had room on the line before: then somebody broke the line there."""
    words = line.text.split(" ", 1)
    width = (line.right - line.left) / max(len(line.text), 1)
    return before.right + (len(words[0]) + 1.5) * width < column.right - 0.3 * line.size


def _label(line: Line) -> str | None:
    found = _LABEL.match(line.text)
    if found is None or not may_be_label(found["label"]):
        return None
    label = found["label"].strip()
    return label if looks_like_name(label) or has_role(label) else None


def _is_known(label: str) -> bool:
    words = bare(label).split()
    return len(words) >= 2 and words[0] in FIRST_NAMES


def _opens(before: Line, line: Line) -> bool:
    """Say whether a line after a full one begins as turns do: a bold label, a dash or a time after a sentence's end."""
    if before.divided or not _ENDED.search(before.text):
        return False
    label = _label(line)
    if line.bold and label is not None and line.bold >= len(label) and before.bold != len(before.text):
        return True
    return bool(_OPENING.match(line.text)) or (label is not None and has_role(label))


def _paragraph(lines: Sequence[Line], vocabulary: Mapping[str, int], body: float) -> Paragraph:
    first = lines[0]
    text, bold = first.text, first.bold
    for before, line in pairwise(lines):
        if bold == len(text) and line.bold:
            bold += line.bold + 1
        text = _joined(text, line.text, vocabulary, divided=before.divided)
        bold = min(bold, len(text))
    pieces = tuple(Piece(part, is_bold) for part, is_bold in ((text[:bold], True), (text[bold:], False)) if part)
    return Paragraph(pieces, heading=first.size >= _LARGE * body and len(lines) <= 3)


def _joined(text: str, line: str, vocabulary: Mapping[str, int], *, divided: bool) -> str:
    """Return two lines as one, a word that was divided between them put together."""
    if divided:
        text += "-"
    if _DIVIDED.search(text) and _REPEATED.match(line):
        return text + line[1:]  # a hyphen of the word's own comes again on the next line: good Spanish
    if not _DIVIDED.search(text) or not line[:1].isalpha():
        return f"{text} {line}"
    before, after = _WORD.findall(text[:-1])[-1:], _WORD.match(line)
    if not before or after is None or _keeps_hyphen(before[0].lower(), after[0], vocabulary):
        return text + line
    return text[:-1] + line


def _keeps_hyphen(before: str, after: str, vocabulary: Mapping[str, int]) -> bool:
    """Say whether the hyphen between two halves belongs to the word: as the document writes it elsewhere, else as the
    dictionary has it.
    """
    if after[0].isupper():
        return True
    after = after.lower()
    whole, parted = vocabulary.get(before + after, 0), vocabulary.get(f"{before}-{after}", 0)
    if whole or parted:
        return parted > whole
    if _is_word(before + after):
        return False
    return len(before) >= 4 and len(after) >= 4 and _is_word(before) and _is_word(after)


@lru_cache(maxsize=10_000)
def _is_word(word: str) -> bool:
    import simplemma

    return bool(simplemma.is_known(word, lang="es"))
