"""How much two categories agree (weights, 1 on the diagonal) or differ (distances, 0 on the diagonal).

Named weights follow Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., ch. 3; the metrics of alpha follow
Krippendorff (2011), Computing Krippendorff's Alpha-Reliability; MASI follows Passonneau (2006), Measuring Agreement on
Set-valued Items.
"""

from collections.abc import Callable, Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from qualkit.audit.ratings import Coded, Level, Value
from qualkit.errors import InputError
from qualkit.i18n import _

Matrix = NDArray[np.float64]
WeightName = Literal["identity", "linear", "quadratic", "ordinal", "radical", "ratio", "circular", "bipolar"]
Weights = WeightName | Sequence[Sequence[float]] | Matrix
Distance = Callable[[Value, Value], float]
WEIGHT_NAMES: tuple[WeightName, ...] = get_args(WeightName)


def weight_matrix(weights: Weights, scale: NDArray[np.float64]) -> Matrix:
    """Return the q × q agreement weights for categories that stand at ``scale``.

    With d = |a - b|, D the whole range and U = D + 1::

        linear     1 - d / D                        quadratic  1 - (d / D)²
        radical    1 - √d / √D                      ratio      1 - (d / (a + b))² / (D / (max + min))²
        ordinal    1 - C(steps + 1, 2) / C(q, 2)    circular   1 - sin²(180° d / U) / its largest value
        bipolar    1 - d² / ((a + b - 2 min)(2 max - a - b)) / its largest value

    ``steps`` counts ranks, not values. A matrix is taken as it is. Raises ``InputError`` for an unknown name and for a
    matrix that is not symmetric or has another size than the scale.
    """
    if not isinstance(weights, str):
        return _custom(weights, len(scale))
    if weights not in _LOSSES:
        raise InputError(
            _("%(weights)s are not known weights: choose one of %(names)s.")
            % {"weights": weights, "names": ", ".join(WEIGHT_NAMES)}
        )
    loss = _LOSSES[weights](np.asarray(scale, dtype=float))
    largest = loss.max(initial=0.0)
    return np.asarray(1 - loss / largest if largest > 0 else np.ones_like(loss))


def weights_from_distances(distances: Sequence[Sequence[float]] | Matrix) -> Matrix:
    """Return the agreement weights 1 - d / max(d) of a matrix of disagreement weights, as Cohen (1968) writes them."""
    loss = np.asarray(distances, dtype=float)
    largest = loss.max(initial=0.0)
    return np.asarray(1 - loss / largest if largest > 0 else np.ones_like(loss))


def _custom(weights: Sequence[Sequence[float]] | Matrix, size: int) -> Matrix:
    matrix = np.asarray(weights, dtype=float)
    if matrix.shape != (size, size) or not np.allclose(matrix, matrix.T):
        raise InputError(
            _("A matrix of weights is symmetric and has one row and one column for each of the %(n)d categories.")
            % {"n": size}
        )
    return matrix


def _apart(scale: Matrix) -> Matrix:
    return np.abs(scale[:, None] - scale[None, :])


def _identity(scale: Matrix) -> Matrix:
    return np.asarray(1 - np.eye(len(scale)))


def _ordinal(scale: Matrix) -> Matrix:
    ranks = np.argsort(np.argsort(scale)).astype(float)
    steps = _apart(ranks)
    return np.asarray(steps * (steps + 1) / 2)


def _ratio(scale: Matrix) -> Matrix:
    return _share(_apart(scale), scale[:, None] + scale[None, :]) ** 2


def _circular(scale: Matrix) -> Matrix:
    return np.asarray(np.sin(np.pi * _apart(scale) / (np.ptp(scale) + 1)) ** 2)


def _bipolar(scale: Matrix) -> Matrix:
    both = scale[:, None] + scale[None, :]
    return _share(_apart(scale) ** 2, (both - 2 * scale.min()) * (2 * scale.max() - both))


def _share(part: Matrix, whole: Matrix) -> Matrix:
    """Return part / whole, 0 where the part is 0: two equal values do not differ, whatever they are."""
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=part > 0))


_LOSSES: dict[str, Callable[[Matrix], Matrix]] = {
    "identity": _identity,
    "linear": _apart,
    "quadratic": lambda scale: np.asarray(_apart(scale) ** 2),
    "ordinal": _ordinal,
    "radical": lambda scale: np.asarray(np.sqrt(_apart(scale))),
    "ratio": _ratio,
    "circular": _circular,
    "bipolar": _bipolar,
}


def metric(level: Level, coded: Coded) -> Matrix:
    """Return Krippendorff's squared differences δ² between categories at a level of measurement (q × q).

    nominal 0 or 1; interval (a - b)²; ratio ((a - b) / (a + b))²; ordinal (Σ n_g from a to b - (n_a + n_b) / 2)², where
    n counts the pairable values, so that the ordinal metric belongs to the data and not to the scale alone.
    """
    if level == "nominal":
        return _identity(coded.scale)
    if level == "interval":
        return np.asarray(_apart(coded.scale) ** 2)
    if level == "ratio":
        return _ratio(coded.scale)
    counts = coded.counts
    used = counts[counts.sum(axis=1) > 1].sum(axis=0)
    middle = np.cumsum(used) - used / 2
    return np.asarray(_apart(middle) ** 2)


def distance_matrix(distance: Distance, categories: Sequence[Value]) -> Matrix:
    """Return ``distance`` between every two categories (q × q)."""
    return np.array([[float(distance(a, b)) for b in categories] for a in categories]).reshape(
        len(categories), len(categories)
    )


def jaccard(a: Value, b: Value) -> float:
    """Return 1 - |a ∩ b| / |a ∪ b| for two sets; two empty sets do not differ."""
    first, second = _sets(a, b)
    union = first | second
    return 1 - len(first & second) / len(union) if union else 0.0


def set_overlap(a: Value, b: Value) -> float:
    """Return 0 for equal sets, 1/3 where one holds the other, 2/3 where they overlap, 1 where they share nothing.

    The set metric of DKPro Statistics; the empty set is held by every other one.
    """
    first, second = _sets(a, b)
    if first == second:
        return 0.0
    if first <= second or second <= first:
        return 1 / 3
    return 2 / 3 if first & second else 1.0


def masi_dkpro(a: Value, b: Value) -> float:
    """Return MASI as DKPro Statistics has it: the *product* of the two distances, jaccard × set_overlap."""
    return jaccard(a, b) * set_overlap(a, b)


def masi(a: Value, b: Value) -> float:
    """Return MASI as Passonneau (2006) has it: 1 - (1 - jaccard) × (1 - set_overlap).

    A set and the empty set share nothing, so they differ by 1.
    """
    return 1 - (1 - jaccard(a, b)) * (1 - set_overlap(a, b))


def masi_nltk(a: Value, b: Value) -> float:
    """Return MASI as NLTK has it: as ``masi``, with 2/3 and 1/3 rounded to 0.67 and 0.33."""
    closeness = {0.0: 1.0, 1 / 3: 0.67, 2 / 3: 0.33, 1.0: 0.0}[set_overlap(a, b)]
    return 1 - (1 - jaccard(a, b)) * closeness


def _sets(a: Value, b: Value) -> tuple[frozenset[Value], frozenset[Value]]:
    if not isinstance(a, frozenset) or not isinstance(b, frozenset):
        raise TypeError("a distance between sets needs frozensets as values")
    return a, b


SET_DISTANCES: dict[str, Distance] = {
    "jaccard": jaccard,
    "set": set_overlap,
    "masi": masi,
    "masi_dkpro": masi_dkpro,
    "masi_nltk": masi_nltk,
}
