"""Folding: a text without the differences that the gate tolerates, and the way back to the text itself."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualkit.model import Span
from qualkit.normal import clusters

SOFT_HYPHEN = "\u00ad"
_QUOTE_MARKS = "\"'«»‹›“”„‟‘’‚‛`´"
_DASHES = "-‐‑‒–—―−"
_FOLDS = {**dict.fromkeys(_QUOTE_MARKS, '"'), **dict.fromkeys(_DASHES, "-"), "…": "...", SOFT_HYPHEN: ""}
_HYPHENATED_BREAK = re.compile(rf"(?<={SOFT_HYPHEN})\s*[\n\r\u2028\u2029]\s*")
_INVISIBLE = "\x1c\x1d\x1e\x1f"  # Python takes them for white space, Unicode does not, and nobody sees them


@dataclass(frozen=True)
class Folded:
    """A folded text: ``offsets[i]`` and ``ends[i]`` are where the character behind ``text[i]`` starts and ends in the
    text itself, ``originals[i]`` is that character.
    """

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]
    originals: str


def is_space(char: str) -> bool:
    """Say whether ``char`` is white space that a reader sees as such."""
    return char.isspace() and char not in _INVISIBLE


def fold(text: str, span: Span | None = None) -> Folded:
    """Return ``text`` (or its ``span``) with white space, quote marks, dashes and ellipses in one form each.

    Runs of white space and of dashes become one; a soft hyphen and the line break after it go.
    """
    span = span or Span(0, len(text))
    pieces: list[str] = []
    originals: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    for piece, original, start, end in _pieces(span.of(text)):
        if pieces and piece == pieces[-1] and piece in " -":
            ends[-1] = span.start + end
            continue
        for char in piece:
            pieces.append(char)
            originals.append(original)
            offsets.append(span.start + start)
            ends.append(span.start + end)
    return Folded("".join(pieces), offsets, ends, "".join(originals))


def _pieces(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield each character in NFC as folded, as it is, and where it starts and ends."""
    swallowed = {i for match in _HYPHENATED_BREAK.finditer(text) for i in range(match.start(), match.end())}
    composed = unicodedata.is_normalized("NFC", text)
    bounds = ((i, i + 1) for i in range(len(text))) if composed else clusters(text)
    for start, end in bounds:
        if start in swallowed:
            continue
        for char in text[start:end] if composed else unicodedata.normalize("NFC", text[start:end]):
            yield (" " if is_space(char) else _FOLDS.get(char, char)), char, start, end
