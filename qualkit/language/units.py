"""Which sentences of a turn say one thing together: the borders of its meaning units.

Each place between two sentences has a score (what the next one begins with, whether either asks, whether the telling
changes its tense or its «we»), each unit one for its length; the units are those whose scores add up to the most. The
weights were fitted to turns marked by hand by one reader (``training/units.py``, ``benchmarks/segments_gold``).
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qualkit.language.words import fold

WEIGHTS: dict[str, float] = {
    "any": -1.93,
    "and": 0.75,
    "but": 0.26,
    "goes on": -0.37,
    "so": 0.92,
    "opens": 0.47,
    "asks": 0.52,
    "was asked": -0.29,
    "brief": -0.66,
    "begins to tell": 0.59,
    "we": 0.57,
    "shorter": 0.84,
}
"""Log odds that a unit begins, by what is seen at a place between two sentences (``seen_between``)."""
HEARD_WEIGHTS: dict[str, float] = {
    "any": -1.89,
    "and": 0.46,
    "but": 0.26,
    "goes on": -0.23,
    "so": 0.75,
    "opens": 0.79,
    "brief": 0.18,
    "begins to tell": 0.2,
    "we": 0.51,
    "shorter": 0.33,
    "strength": 0.55,
}
"""The same where no mark but the model of ``boundaries`` says that a sentence begins; «any» is 0.5 over what was
fitted: then as many units are cut as were marked."""
USUAL, STRICTNESS, EAGERNESS = 20.0, 1.0, 0.8
"""The usual words of a unit; how much other lengths cost; what is added to each border for its own sake."""
_TOO_SHORT = 6.0
_BRIEF = 4

_BEGINNINGS = {
    "and": "y e",
    "but": "pero sino aunque",
    "goes on": "porque o que ni como con sin por",
    "so": "entonces así",
    "opens": "después ahora hoy ayer bueno ya a oye miren mira fíjense otra uno dos tres les",
}
_KIND = {fold(word): kind for kind, words in _BEGINNINGS.items() for word in words.split()}
_TWO_WORDS = """
por otro · por otra · por último · por ejemplo · en cambio · sin embargo · al final · al principio · al comienzo ·
lo otro
"""
_OPENINGS = frozenset(tuple(fold(phrase).split()) for phrase in _TWO_WORDS.split("·"))
_TELLS = re.compile(r"\w{2}(?:ó|é|aron|ieron|eron|iste|aste)\b|\b(?:fue|fueron|hizo|dijo|tuvo|vino|fui|dije|hice)\b")
_WE = re.compile(r"\w[aei]mos\b")
_SAYS = re.compile(r"[^\W_]")
_MARKS = " .,;:!?…¿¡\"'«»“”()[]—–-*"


@dataclass(frozen=True, slots=True)
class Piece:
    """What counts of one sentence: its words, how it begins, whether it asks, tells (a past), says «we».

    ``heard`` is how surely a sentence begins here where marks do not say so (log odds over the threshold; None where
    they do); ``inside`` says that the piece goes on a sentence that was too long.
    """

    words: int
    kind: str
    asks: bool
    tells: bool
    we: bool
    heard: float | None = None
    inside: bool = False


def piece_of(quote: str, *, heard: float | None = None, inside: bool = False) -> Piece:
    """Return what counts of one sentence as written."""
    tokens = quote.split()
    if not quote.isascii() or not all(map(str.isalnum, tokens)):
        tokens = [token for token in tokens if token[0].isalnum() or _SAYS.search(token)]
    lower = quote.lower()
    return Piece(
        words=len(tokens),
        kind=_kind(tokens),
        asks="?" in quote,
        tells=_TELLS.search(lower) is not None,
        we=_WE.search(lower) is not None,
        heard=heard,
        inside=inside,
    )


def _kind(tokens: Sequence[str]) -> str:
    first, *second = (fold(token.strip(_MARKS)) for token in tokens[:2]) if tokens else ("",)
    return "opens" if (first, *second) in _OPENINGS else _KIND.get(first, "")


def seen_between(before: Piece, after: Piece) -> dict[str, float]:
    """Return what is seen at the place between two pieces, by the names of ``WEIGHTS``."""
    return {
        "any": 1.0,
        **({after.kind: 1.0} if after.kind else {}),
        "asks": float(after.asks),
        "was asked": float(before.asks),
        "brief": float(after.words < _BRIEF),
        "begins to tell": float(after.tells and not before.tells),
        "we": float(after.we != before.we),
        "shorter": _log(min(before.words, after.words)),
        "strength": after.heard or 0.0,
    }


def border_score(before: Piece, after: Piece) -> float:
    """Return the log odds that a unit begins with ``after``; 0 inside a sentence that was too long."""
    if after.inside:
        return 0.0
    weights = WEIGHTS if after.heard is None else HEARD_WEIGHTS
    return sum(weights.get(name, 0.0) * value for name, value in seen_between(before, after).items())


@lru_cache(maxsize=1024)
def _log(words: int) -> float:
    return math.log(max(words, 1))


@lru_cache(maxsize=64)
def _costs(longest: int, min_words: int) -> tuple[float, ...]:
    """Return what a unit of 0, 1, 2… words costs."""
    usual = math.log(USUAL)
    short = (_TOO_SHORT * (words < min_words) for words in range(longest + 1))
    return tuple(STRICTNESS * (_log(words) - usual) ** 2 + less for words, less in enumerate(short))


def best_cuts(pieces: Sequence[Piece], *, max_words: int = 60, min_words: int = 4) -> list[int]:
    """Return before which pieces (indices, ascending, 0 left out) units begin: the best of all ways to join them.

    No unit holds more than ``max_words`` words unless one piece does; units of fewer than ``min_words`` cost dearly.
    """
    costs = _costs(max_words, min_words)
    borders = [0.0, *(border_score(a, b) + EAGERNESS for a, b in pairwise(pieces))]
    sizes = [piece.words for piece in pieces]
    best = [0.0] * (len(pieces) + 1)
    begins = [0] * (len(pieces) + 1)
    for end in range(1, len(pieces) + 1):
        words, chosen = sizes[end - 1], end - 1
        top = best[chosen] + borders[chosen] - costs[min(words, max_words)]
        for first in range(end - 2, -1, -1):
            words += sizes[first]
            if words > max_words:
                break
            score = best[first] + borders[first] - costs[words]
            if score > top:
                top, chosen = score, first
        best[end], begins[end] = top, chosen
    return _walked(begins)


def _walked(begins: Sequence[int]) -> list[int]:
    """Return the cuts on the way that ``begins`` (for each end, its best beginning) leads back."""
    cuts = []
    at = begins[-1]
    while at > 0:
        cuts.append(at)
        at = begins[at]
    return cuts[::-1]
