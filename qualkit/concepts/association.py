"""How far two things stand together more than chance would have them, and how many such claims to believe."""

import math
from collections.abc import Sequence


def log_likelihood(both: int, left: int, right: int, total: int) -> float:
    """Return G² of the 2 × 2 table of two events that happened ``left`` and ``right`` times, ``both`` times together.

    G² = 2 Σ O ln(O / E) over the four cells (Dunning 1993); compare with χ² of one degree of freedom.
    """
    cells = (
        (both, left, right),
        (left - both, left, total - right),
        (right - both, total - left, right),
        (total - left - right + both, total - left, total - right),
    )
    return 2 * sum(o * math.log(o * total / (row * column)) for o, row, column in cells if o > 0)


def npmi(both: int, left: int, right: int, total: int) -> float:
    """Return normalised pointwise mutual information, −1 (never together) to 1 (always together); Bouma (2009)."""
    if both == 0:
        return -1.0
    if both == total:
        return 1.0
    return math.log(both * total / (left * right)) / -math.log(both / total)


def chance_of_as_many(both: int, left: int, right: int, total: int) -> float:
    """Return Fisher's exact one-sided p: the chance of ``both`` or more together if the two were independent."""
    most = min(left, right)
    ways = _log_choose(total, right)
    terms = [
        _log_choose(left, k) + _log_choose(total - left, right - k) - ways
        for k in range(both, most + 1)
        if right - k <= total - left
    ]
    return min(1.0, math.fsum(map(math.exp, terms)))


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return the p-values adjusted for the false discovery rate (Benjamini & Hochberg 1995), in the order given."""
    m = len(p_values)
    result = [1.0] * m
    least = 1.0
    for rank, i in reversed(list(enumerate(sorted(range(m), key=lambda i: (p_values[i], i)), start=1))):
        least = min(least, p_values[i] * m / rank)
        result[i] = least
    return result


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
