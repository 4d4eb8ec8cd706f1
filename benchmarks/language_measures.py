"""The arithmetic of the figures about Spanish: shares, F1 of spans and borders, attachment, correlation, intervals.

Every function takes plain values and returns a value. Intervals are 95 % percentile intervals over groups (documents,
sentences, pairs) drawn again with replacement, with a fixed seed.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

DRAWS, SEED = 1000, 20260101

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Figure:
    """A figure with its n and its interval. ``value`` is None where it is undefined (nothing to divide by)."""

    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


class Counts(NamedTuple):
    """What a comparison counted: right ones, those the system gave, those that should be there."""

    right: int
    given: int
    meant: int


def counts_of(given: Iterable[Hashable], meant: Iterable[Hashable]) -> Counts:
    """Return how many of ``given`` are among ``meant``; equal items count as often as they stand in both."""
    own, gold = Counter(given), Counter(meant)
    return Counts(sum((own & gold).values()), sum(own.values()), sum(gold.values()))


def added(counts: Iterable[Counts]) -> Counts:
    """Return the sum of ``counts``."""
    rows = [*counts]
    return Counts(sum(c.right for c in rows), sum(c.given for c in rows), sum(c.meant for c in rows))


def f1(counts: Counts) -> float | None:
    """Return 2·right / (given + meant), the harmonic mean of precision and recall; None where both are 0."""
    both = counts.given + counts.meant
    return 2 * counts.right / both if both else None


def precision(counts: Counts) -> float | None:
    """Return right / given."""
    return counts.right / counts.given if counts.given else None


def recall(counts: Counts) -> float | None:
    """Return right / meant."""
    return counts.right / counts.meant if counts.meant else None


def share(right: Sequence[float], all_: Sequence[float], *, n: int | None = None) -> Figure:
    """Return sum(right) / sum(all_), one entry a group; groups are drawn again for the interval.

    ``n`` is what the figure counts (by default ``sum(all_)``). Less than two groups give no interval.
    """
    tops, bottoms = np.asarray(right, dtype=float), np.asarray(all_, dtype=float)
    count = int(bottoms.sum()) if n is None else n
    if not bottoms.sum():
        return Figure(None, count)
    value = float(tops.sum() / bottoms.sum())
    if len(tops) < 2:
        return Figure(value, count)
    drawn = _draws(len(tops))
    below = bottoms[drawn].sum(axis=1)
    means = tops[drawn].sum(axis=1)[below > 0] / below[below > 0]
    return Figure(value, count, *_percentiles(means))


def f1_figure(groups: Sequence[Counts]) -> Figure:
    """Return F1 over all groups with its interval; n is how many there should be."""
    tops = [2.0 * c.right for c in groups]
    return share(tops, [c.given + c.meant for c in groups], n=sum(c.meant for c in groups))


def difference(one: Sequence[float], other: Sequence[float], groups: Sequence[Hashable]) -> Figure:
    """Return the mean of ``one`` minus ``other``, item by item (paired), groups drawn again."""
    gains: dict[Hashable, list[float]] = {}
    for a, b, group in zip(one, other, groups, strict=True):
        gains.setdefault(group, []).append(float(a) - float(b))
    return share([sum(g) for g in gains.values()], [len(g) for g in gains.values()])


def pearson(xs: ArrayLike, ys: ArrayLike) -> float | None:
    """Return Pearson's product-moment correlation; None where a side does not vary or there are under two pairs."""
    a, b = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    if len(a) < 2:
        return None
    a, b = a - a.mean(), b - b.mean()
    below = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / below if below > 1e-12 else None


def spearman(xs: ArrayLike, ys: ArrayLike) -> float | None:
    """Return Spearman's rank correlation: Pearson's of the ranks, ties at the mean of their places."""
    from scipy.stats import rankdata

    return pearson(rankdata(np.asarray(xs, dtype=float)), rankdata(np.asarray(ys, dtype=float)))


def harmonic_mean(one: float | None, other: float | None) -> float | None:
    """Return the harmonic mean of two correlations, the score of SemEval-2017 task 2; 0 where one is not above 0."""
    if one is None or other is None:
        return None
    return 2 * one * other / (one + other) if one > 0 and other > 0 else 0.0


Measure = Callable[[ArrayLike, ArrayLike], float | None]


def correlation(xs: ArrayLike, ys: ArrayLike, measure: Measure) -> Figure:
    """Return ``measure`` of all pairs with its interval, pairs drawn again."""
    a, b = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    value = measure(a, b)
    if value is None:
        return Figure(None, len(a))
    drawn = (measure(a[rows], b[rows]) for rows in _draws(len(a)))
    return Figure(value, len(a), *_percentiles([d for d in drawn if d is not None]))


class Arc(NamedTuple):
    """A node of a tree: where it stands, where its head stands (None for the root), and the relation."""

    span: tuple[int, int]
    head: tuple[int, int] | None
    relation: str


def attachment(given: Sequence[Arc], meant: Sequence[Arc]) -> tuple[Counts, Counts]:
    """Return the counts of UAS and of LAS: nodes of the same span with the same head, and with the same relation too.

    As in the CoNLL 2018 shared task, subtypes of relations («expl:pv») are left out and punctuation counts.
    """
    heads = counts_of(((a.span, a.head) for a in given), ((a.span, a.head) for a in meant))
    labelled = counts_of(map(_labelled, given), map(_labelled, meant))
    return heads, labelled


def _labelled(arc: Arc) -> tuple[object, ...]:
    return arc.span, arc.head, arc.relation.split(":")[0].lower()


def bio_spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the entities of a row of BIO labels as half-open token spans; an I- that follows nothing begins one."""
    spans: list[tuple[int, int, str]] = []
    for i, label in enumerate(labels):
        part, _dash, kind = label.partition("-")
        if part == "I" and spans and spans[-1][1] == i and spans[-1][2] == kind:
            spans[-1] = (spans[-1][0], i + 1, kind)
        elif part in ("B", "I"):
            spans.append((i, i + 1, kind))
    return spans


def row_cosines(one: ArrayLike, other: ArrayLike) -> Floats:
    """Return the cosine of each row of ``one`` with the same row of ``other``; 0 where a row is nothing."""
    a, b = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
    below = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    cosines: Floats = np.divide((a * b).sum(axis=1), below, out=np.zeros(len(a)), where=below > 1e-12)
    return cosines


def _draws(size: int) -> NDArray[np.int64]:
    return np.random.default_rng(SEED).integers(0, size, size=(DRAWS, size))


def _percentiles(values: ArrayLike) -> tuple[float, float]:
    low, high = np.percentile(np.asarray(values, dtype=float), [2.5, 97.5])
    return float(low), float(high)
