r"""The one place where text is normalised: NFC, ``\\n`` line ends, no byte order mark.

Every offset in qualkit counts code points of a text that went through here once (or, for the filters that read JSON
lines, of the caller's own string: ``normalise_with_map`` leads back to it).
"""

import unicodedata
from collections.abc import Sequence

BOM = "\ufeff"


def normalise(raw: str) -> str:
    r"""Return ``raw`` in NFC, with ``\\n`` line ends and no byte order mark at its start."""
    return unicodedata.normalize("NFC", raw.removeprefix(BOM).replace("\r\n", "\n").replace("\r", "\n"))


def normalise_with_map(raw: str) -> tuple[str, Sequence[int]]:
    """Return the normalised text and, for each of its offsets (one past the end included), the offset in ``raw``.

    ``raw[offsets[start]:offsets[end]]`` is the caller's own spelling of ``text[start:end]``.
    """
    text = normalise(raw)
    if text == raw:
        return text, range(len(raw) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    for start, end in clusters(raw):
        piece = normalise(raw[start:end]) if start or not raw.startswith(BOM) else normalise(raw[start + 1 : end])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
    offsets.append(len(raw))
    return "".join(pieces), offsets


def clusters(raw: str) -> list[tuple[int, int]]:
    """Return the ``(start, end)`` of each base character with the combining marks (or line feed) that belong to it."""
    bounds: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(raw) + 1):
        joins = i < len(raw) and (unicodedata.combining(raw[i]) or raw[i - 1 : i + 1] == "\r\n")
        if not joins:
            bounds.append((start, i))
            start = i
    return bounds
