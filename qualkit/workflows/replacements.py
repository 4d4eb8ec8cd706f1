"""Stretches of a text and what takes their place, with the way from the old offsets to the new ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from qualkit.reading.privacy.pseudonyms import OffsetMap


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """A stretch of a text and what takes its place; ``restores`` where those are the words of the source itself.

    ``label`` says what is hidden there (``PERSONA``…), empty where nothing is.
    """

    start: int
    end: int
    text: str
    restores: bool = False
    label: str = ""


def replaced(text: str, replacements: Iterable[Replacement]) -> tuple[str, OffsetMap]:
    """Return ``text`` after the replacements, and the way from old offsets to new ones.

    Raises ``ValueError`` where one lies over another or outside the text.
    """
    pieces: list[str] = []
    rows: list[tuple[int, int, int, int]] = []
    at = length = 0
    for item in sorted(replacements):
        if not at <= item.start <= item.end <= len(text):
            raise ValueError(f"replacements lie over one another or outside the text: {item.start}–{item.end}")
        pieces.extend((text[at : item.start], item.text))
        start = length + item.start - at
        length = start + len(item.text)
        rows.append((item.start, item.end, start, length))
        at = item.end
    pieces.append(text[at:])
    columns = [tuple(row[i] for row in rows) for i in range(4)]
    return "".join(pieces), OffsetMap(*columns)


def back(offsets: OffsetMap) -> OffsetMap:
    """Return the way back: from the new text to the old one."""
    return OffsetMap(offsets.new_starts, offsets.new_ends, offsets.starts, offsets.ends)
