"""Noise of the kind that a recogniser of print puts into Spanish text, drawn with a fixed seed."""

import random
import re

_ACCENTED = {
    "á": ("a", "a", "d", "é", "4"),
    "é": ("e", "e", "¢", "é"),
    "í": ("i", "i", "i", "f"),
    "ó": ("o", "o", "é", "é", "d", "6"),
    "ú": ("u", "u", "ti", "i", "ii"),
    "ñ": ("n", "fi", "f", "fi"),
}
_SHAPES = (("m", "rn"), ("rn", "m"), ("l", "1"), ("o", "0"), ("h", "b"), ("cl", "d"), ("e", "c"), ("ll", "il"))
_WORD = re.compile(r"\S+")


def corrupted(text: str, seed: int, *, accents: float = 0.5, shapes: float = 0.01, spaces: float = 0.01) -> str:
    """Return ``text`` with that share of its accented letters, words and spaces misread, none of them twice."""
    drawn = random.Random(seed)  # noqa: S311
    words = [_misread(word, drawn, accents, shapes) for word in _WORD.findall(text)]
    pieces = words[:1]
    for word in words[1:]:
        pieces += ("" if drawn.random() < spaces else " ", word)
    return "".join(pieces)


def _misread(word: str, drawn: random.Random, accents: float, shapes: float) -> str:
    signs = [drawn.choice(_ACCENTED[s]) if s in _ACCENTED and drawn.random() < accents else s for s in word]
    misread = "".join(signs)
    if drawn.random() < shapes:
        printed, read = drawn.choice(_SHAPES)
        misread = misread.replace(printed, read, 1)
    return misread
