r"""The one place where text is normalised: NFC, ``\\n`` line ends, no byte order mark.

Every offset in qualkit counts code points of a text that went through here once (or, for the filters that read JSON
lines, of the caller's own string: ``normalise_with_map`` leads back to it).
"""

import unicodedata
from collections.abc import Sequence

BOM = "\ufeff"


def normalise(raw: str) -> str:
    r"""Return ``raw`` in NFC, with ``\n`` line ends and no byte order mark at its start."""
    return _composed(raw.lstrip(BOM))


def _composed(raw: str) -> str:
    return unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))


def normalise_with_map(raw: str) -> tuple[str, Sequence[int]]:
    """Return the normalised text and, for each of its offsets (one past the end included), the offset in ``raw``.

    ``raw[offsets[start]:offsets[end]]`` is the caller's own spelling of ``text[start:end]``.
    """
    text = normalise(raw)
    if text == raw:
        return text, range(len(raw) + 1)
    skipped = len(raw) - len(raw.lstrip(BOM))
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in clusters(raw[skipped:]):
        piece = _composed(raw[skipped + start : skipped + end])
        pieces.append(piece)
        offsets.extend([skipped + start] * len(piece))
    offsets.append(len(raw))
    return "".join(pieces), offsets


def clusters(raw: str) -> list[tuple[int, int]]:
    """Return the ``(start, end)`` of each run of characters that NFC or the line ends of ``normalise`` make one of."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(raw) + 1):
        if i == len(raw) or not _belongs(raw[start:i], raw[i]):
            bounds.append((start, i))
            start = i
    return bounds


def _belongs(cluster: str, char: str) -> bool:
    """Say whether ``char`` is composed with, or reordered into, the cluster before it."""
    if char.isascii():
        return char == "\n" and cluster == "\r"
    if unicodedata.combining(char):
        return True
    both = unicodedata.normalize("NFC", cluster + char)
    return both != unicodedata.normalize("NFC", cluster) + unicodedata.normalize("NFC", char)
