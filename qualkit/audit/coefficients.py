"""Coefficients of agreement beyond chance, as pure functions over ``Ratings``.

All but a few have the form (pa - pe) / (1 - pe): observed agreement over what chance would give. They differ in what
they call chance. Standard errors are Gwet's: the variance over units of the linearised coefficient, without correction
for a finite population, so that they hold for the units as a sample and for these coders only. Where a coefficient
cannot be known its value is ``None`` with a reason, never 0 or 1.

References: Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., ch. 2 to 6; Gwet (2008), Computing inter-rater
reliability and its variance in the presence of high agreement; Warrens (2010), Inequalities between multi-rater kappas.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from qualkit.audit.ratings import MISSING, Coded, Ratings, Value
from qualkit.audit.weights import (
    SET_DISTANCES,
    Distance,
    Matrix,
    Weights,
    distance_matrix,
    metric,
    weight_matrix,
    weights_from_distances,
)
from qualkit.errors import InputError
from qualkit.i18n import _

CONFIDENCE = 0.95
_NOTHING_LEFT = 1e-12  # 1 - pe below this is 0 seen through floating point


@dataclass(frozen=True)
class Coefficient:
    """One coefficient: its value and how it came about, or ``None`` and the reason.

    ``pa`` is the observed agreement (weighted where weights are), ``pe`` the agreement expected by chance, ``se`` the
    standard error over units, ``ci_low`` and ``ci_high`` Student's t interval with n_units - 1 degrees of freedom, kept
    within -1 and 1. The interval is ``None`` where every unit says the same, which tells nothing of the next unit.
    """

    name: str
    value: float | None
    reason: str | None = None
    pa: float | None = None
    pe: float | None = None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    n_units: int = 0
    n_coders: int = 0
    weights: str = "identity"


@dataclass(frozen=True)
class _Terms:
    """What a coefficient is made of; the arrays hold one number for each unit, for the variance.

    ``agreement`` is the unit's observed agreement, ``paired`` how much the unit counts (0 where one coder alone spoke),
    ``chance`` the unit's part of pe, so that its mean is pe and 2 (chance - pe) is its influence. ``observed`` is pa
    before a correction for small samples, about which the variance is taken.
    """

    pa: float
    pe: float
    agreement: NDArray[np.float64]
    paired: NDArray[np.float64]
    chance: NDArray[np.float64]
    observed: float | None = None

    @property
    def value(self) -> float:
        return (self.pa - self.pe) / (1 - self.pe)

    def standard_error(self, *, tabled: bool) -> float | None:
        """Return the standard error: over n (n - 1) for raw ratings, over n² for a contingency table, as Gwet does."""
        n = len(self.agreement)
        if n < 2:
            return None
        room = 1 - self.pe
        centre = self.value if self.observed is None else (self.observed - self.pe) / room
        units = (self.agreement - self.pe * self.paired) / room - 2 * (1 - centre) * (self.chance - self.pe) / room
        return float(np.sqrt(((units - centre) ** 2).sum() / (n * n if tabled else n * (n - 1))))


Formula = Callable[[Coded, Matrix], _Terms]


def percent_agreement(
    ratings: Ratings, *, weights: Weights = "identity", confidence: float = CONFIDENCE
) -> Coefficient:
    """Return the share of pairs of coders that agree, averaged over the units that at least two coders coded.

    pa = mean over units of Σ_k r_ik (r*_ik - 1) / (r_i (r_i - 1)), r*_ik = Σ_l w_kl r_il. Gwet (2014), ch. 2 and 3.
    """
    return _coefficient("percent", ratings, weights, _percent, confidence, needs_two_categories=False)


def cohen_kappa(ratings: Ratings, *, weights: Weights = "identity", confidence: float = CONFIDENCE) -> Coefficient:
    """Return Cohen's κ of two coders over the units both coded; of more coders, the mean over pairs (``light_kappa``).

    pe = Σ_kl w_kl p_k. p_.l. Cohen (1960), A coefficient of agreement for nominal scales; (1968) for weights.
    """
    if len(ratings.coders) > 2:
        return replace(light_kappa(ratings, weights=weights), name="cohen_kappa")
    return _of_two("cohen_kappa", ratings, weights, _conger, confidence)


def weighted_kappa(ratings: Ratings, *, weights: Weights = "quadratic", confidence: float = CONFIDENCE) -> Coefficient:
    """Return Cohen's weighted κ; at the ordinal level a step is a step, whatever number the categories bear.

    The steps are those of the declared scale, or of the levels in use where none is declared (as R's irr does).
    """
    return replace(cohen_kappa(ratings, weights=weights, confidence=confidence), name="weighted_kappa")


def quadratic_weighted_kappa(ratings: Ratings, *, confidence: float = CONFIDENCE) -> Coefficient:
    """Return the QWK of essay scoring: quadratic weights over the numbers themselves, so that an unused level keeps its
    place. Undefined for categories that are not numbers.
    """
    numbers = [float(c) for c in ratings.categories if isinstance(c, int | float)]
    if len(numbers) < len(ratings.categories) or ratings.level == "nominal":
        return _undefined("qwk", ratings, "quadratic", _("it needs categories that are numbers on an ordered scale"))
    apart = np.subtract.outer(numbers, numbers) ** 2
    as_weights = weights_from_distances(apart)
    return replace(cohen_kappa(ratings, weights=as_weights, confidence=confidence), name="qwk", weights="quadratic")


def max_kappa(ratings: Ratings) -> Coefficient:
    """Return the largest κ that two coders with these margins could reach: pa becomes Σ_k min(p_k., p_.k).

    Cohen (1960).
    """
    kappa = cohen_kappa(ratings)
    if len(ratings.coders) != 2:
        return _undefined("max_kappa", ratings, "identity", _("it compares exactly two coders"))
    if kappa.pe is None or kappa.value is None:
        return replace(kappa, name="max_kappa")
    margins = ratings.coded.pair(0, 1).given.mean(axis=0)
    best = float(margins.min(axis=0).sum())
    return replace(
        kappa, name="max_kappa", value=(best - kappa.pe) / (1 - kappa.pe), pa=best, se=None, ci_low=None, ci_high=None
    )


def scott_pi(ratings: Ratings, *, weights: Weights = "identity", confidence: float = CONFIDENCE) -> Coefficient:
    """Return Scott's π of two coders over the units both coded: chance from the mean of both margins.

    pe = Σ_kl w_kl π_k π_l, π = (p_k. + p_.k) / 2. Scott (1955), Reliability of content analysis.
    """
    return _of_two("scott_pi", ratings, weights, _fleiss, confidence)


def fleiss_kappa(ratings: Ratings, *, weights: Weights = "identity", confidence: float = CONFIDENCE) -> Coefficient:
    """Return Fleiss' κ for any number of coders, missing values allowed.

    pe = Σ_kl w_kl π_k π_l, π_k = mean over units of r_ik / r_i; a unit with one value counts for π and not for pa.
    Fleiss (1971), Measuring nominal scale agreement among many raters; Gwet (2014), ch. 2.
    """
    return _coefficient("fleiss_kappa", ratings, weights, _fleiss, confidence)


def fleiss_kappa_by_category(ratings: Ratings, *, confidence: float = CONFIDENCE) -> dict[Value, Coefficient]:
    """Return for each category Fleiss' κ of «this category or another one». Fleiss (1971)."""
    return {
        category: fleiss_kappa(_one_against_rest(ratings, category), confidence=confidence)
        for category in ratings.categories
    }


def conger_kappa(ratings: Ratings, *, weights: Weights = "identity", confidence: float = CONFIDENCE) -> Coefficient:
    """Return Conger's κ: Cohen's chance (each coder's own margins), averaged over all pairs, missing values allowed.

    pe = mean over pairs g ≠ h of Σ_kl w_kl p_gk p_hl. Conger (1980), Integration and generalization of kappas for
    multiple raters; Gwet (2014), ch. 2.
    """
    return _coefficient("conger_kappa", ratings, weights, _conger, confidence)


def light_kappa(ratings: Ratings, *, weights: Weights = "identity") -> Coefficient:
    """Return Light's κ: the mean of Cohen's κ over all pairs of coders. Undefined if it is for one of the pairs.

    Light (1971), Measures of response agreement for qualitative data.
    """
    return _over_pairs("light_kappa", ratings, weights, _mean_value)


def hubert_kappa(ratings: Ratings, *, weights: Weights = "identity") -> Coefficient:
    """Return Hubert's κ: mean pa and mean pe over all pairs of coders first, the ratio after.

    Hubert (1977), Kappa revisited; Warrens (2010).
    """
    return _over_pairs("hubert_kappa", ratings, weights, _ratio_of_means)


def brennan_prediger(ratings: Ratings, *, weights: Weights = "identity", confidence: float = CONFIDENCE) -> Coefficient:
    """Return Brennan and Prediger's κ: chance is one in q, the number of categories of the scale.

    pe = Σ_kl w_kl / q². Brennan & Prediger (1981), Coefficient kappa: some uses, misuses, and alternatives.
    """
    return _coefficient("brennan_prediger", ratings, weights, _uniform, confidence)


def bennett_s(ratings: Ratings, *, confidence: float = CONFIDENCE) -> Coefficient:
    """Return Bennett, Alpert and Goldstein's S (1954) of two coders: Brennan and Prediger's κ without weights."""
    return _of_two("bennett_s", ratings, "identity", _uniform, confidence)


def randolph_kappa(ratings: Ratings, *, confidence: float = CONFIDENCE) -> Coefficient:
    """Return Randolph's free-marginal κ (2005) of any number of coders: Brennan and Prediger's κ without weights."""
    return replace(brennan_prediger(ratings, confidence=confidence), name="randolph_free_kappa")


def gwet_ac1(ratings: Ratings, *, confidence: float = CONFIDENCE) -> Coefficient:
    """Return Gwet's AC1: pe = Σ_k π_k (1 - π_k) / (q - 1). Gwet (2008)."""
    return _coefficient("gwet_ac1", ratings, "identity", _gwet, confidence)


def gwet_ac2(ratings: Ratings, *, weights: Weights = "quadratic", confidence: float = CONFIDENCE) -> Coefficient:
    """Return Gwet's AC2: pe = Σ_kl w_kl / (q (q - 1)) × Σ_k π_k (1 - π_k). Gwet (2014), ch. 3."""
    return _coefficient("gwet_ac2", ratings, weights, _gwet, confidence)


def krippendorff_alpha(
    ratings: Ratings,
    *,
    weights: Weights | None = None,
    distance: Distance | str | None = None,
    confidence: float = CONFIDENCE,
) -> Coefficient:
    """Return Krippendorff's α = 1 - D_o / D_e at the level of the ratings, missing values allowed.

    The level's own metric is used, or ``weights`` (Gwet's names or a matrix), or a ``distance`` between values (squared
    already, as δ²): a function, or ``jaccard``, ``set``, ``masi``, ``masi_dkpro``, ``masi_nltk`` for values that are
    frozensets. Units with one value do not count. Weights and metric say the same, w = 1 - δ² / max δ², so that the
    standard error is Gwet's for these weights; at the ordinal level it takes the metric, which the data make, as fixed.
    Krippendorff (2011); Gwet (2014), ch. 2 and 3.
    """
    name = "krippendorff_alpha"
    if weights is not None:
        return _coefficient(name, ratings, weights, _krippendorff, confidence)
    if distance is None:
        differences, label = metric(ratings.level, ratings.coded), f"δ² {ratings.level}"
    else:
        differences, label = _named_distance(distance, ratings), f"δ² {getattr(distance, '__name__', distance)}"
    made = _coefficient(name, ratings, weights_from_distances(differences), _krippendorff, confidence)
    return replace(made, weights=label)


def _named_distance(distance: Distance | str, ratings: Ratings) -> Matrix:
    if isinstance(distance, str):
        if distance not in SET_DISTANCES:
            raise InputError(
                _("%(distance)s is not a known distance: choose one of %(names)s.")
                % {"distance": distance, "names": ", ".join(SET_DISTANCES)}
            )
        distance = SET_DISTANCES[distance]
    return distance_matrix(distance, ratings.categories)


def _coefficient(
    name: str,
    ratings: Ratings,
    weights: Weights,
    formula: Formula,
    confidence: float,
    *,
    needs_two_categories: bool = True,
) -> Coefficient:
    """Return the coefficient that ``formula`` makes, or the reason why there is none."""
    reason = _no_order(ratings, weights) or _why_not(ratings, needs_two_categories)
    if reason:
        return _undefined(name, ratings, weights, reason)
    terms = formula(ratings.coded, weight_matrix(weights, ratings.coded.scale))
    if 1 - terms.pe <= _NOTHING_LEFT:
        return _undefined(name, ratings, weights, _all_alike(), terms)
    se = terms.standard_error(tabled=ratings.tabled)
    low, high = _t_interval(terms.value, se, len(terms.agreement), confidence)
    return Coefficient(
        name,
        terms.value,
        pa=terms.pa,
        pe=terms.pe,
        se=se,
        ci_low=low,
        ci_high=high,
        n_units=len(terms.agreement),
        n_coders=ratings.n_coders,
        weights=_label(weights),
    )


def _of_two(name: str, ratings: Ratings, weights: Weights, formula: Formula, confidence: float) -> Coefficient:
    """Return the coefficient of two coders, over the units that both of them coded."""
    if len(ratings.coders) != 2:
        return _undefined(name, ratings, weights, _("it compares exactly two coders"))
    both = np.flatnonzero((ratings.coded.matrix != MISSING).all(axis=1))
    chosen = ratings if len(both) == len(ratings.units) else ratings.take(both)
    return _coefficient(name, chosen, weights, formula, confidence)


def _over_pairs(
    name: str, ratings: Ratings, weights: Weights, combine: Callable[[Sequence[_Terms]], float]
) -> Coefficient:
    """Return a coefficient that combines Cohen's terms of every pair of coders, each over the units both coded."""
    reason = _no_order(ratings, weights) or _why_not(ratings, True)
    if reason:
        return _undefined(name, ratings, weights, reason)
    matrix = weight_matrix(weights, ratings.coded.scale)
    pairs = []
    for first, second in combinations(range(len(ratings.coders)), 2):
        pair = ratings.coded.pair(first, second)
        terms = _conger(pair, matrix) if len(pair.matrix) else None
        if terms is None or 1 - terms.pe <= _NOTHING_LEFT:
            who = {"first": ratings.coders[first], "second": ratings.coders[second]}
            return _undefined(name, ratings, weights, _("it is undefined for coders %(first)s and %(second)s") % who)
        pairs.append(terms)
    return Coefficient(
        name,
        combine(pairs),
        pa=float(np.mean([pair.pa for pair in pairs])),
        pe=float(np.mean([pair.pe for pair in pairs])),
        n_units=ratings.n_units,
        n_coders=ratings.n_coders,
        weights=_label(weights),
    )


def _mean_value(pairs: Sequence[_Terms]) -> float:
    return float(np.mean([pair.value for pair in pairs]))


def _ratio_of_means(pairs: Sequence[_Terms]) -> float:
    pe = float(np.mean([pair.pe for pair in pairs]))
    return (float(np.mean([pair.pa for pair in pairs])) - pe) / (1 - pe)


def _label(weights: Weights) -> str:
    return weights if isinstance(weights, str) else "custom"


def _no_order(ratings: Ratings, weights: Weights) -> str | None:
    if ratings.level == "nominal" and isinstance(weights, str) and weights != "identity":
        return _("its weights need an order, and nominal categories have none")
    return None


def _why_not(ratings: Ratings, needs_two_categories: bool) -> str | None:
    if not ratings.categories:
        return _("there is no value at all")
    if not (ratings.coded.counts.sum(axis=1) > 1).any():
        return _("no unit was coded by two coders")
    if needs_two_categories and len(ratings.categories) < 2:
        return _("only one category is in use and no other one was declared, so that chance agreement cannot be told")
    return None


def _all_alike() -> str:
    return _("every value is the same: chance alone would give full agreement, and nothing is left to measure")


def _undefined(name: str, ratings: Ratings, weights: Weights, reason: str, terms: _Terms | None = None) -> Coefficient:
    return Coefficient(
        name,
        None,
        reason,
        pa=terms.pa if terms else None,
        pe=terms.pe if terms else None,
        n_units=ratings.n_units,
        n_coders=ratings.n_coders,
        weights=_label(weights),
    )


def _t_interval(value: float, se: float | None, n: int, confidence: float) -> tuple[float | None, float | None]:
    """Return Student's interval within [-1, 1]; none for one unit, and none where every unit says the same."""
    if se is None or se <= _NOTHING_LEFT:
        return None, None
    half = se * _student(confidence, n - 1)
    return max(-1.0, value - half), min(1.0, value + half)


@lru_cache(maxsize=1024)
def _student(confidence: float, freedom: int) -> float:
    """Return the two-sided quantile of Student's t; kept, because a bootstrap asks for it thousands of times."""
    from scipy import stats

    return float(stats.t.ppf((1 + confidence) / 2, freedom))


def _pair_sums(counts: Matrix, weights: Matrix) -> NDArray[np.float64]:
    """Return for each unit the weighted agreement summed over ordered pairs of different coders."""
    return np.asarray((counts * (counts @ weights)).sum(axis=1) - counts @ np.diag(weights))


def _observed(counts: Matrix, weights: Matrix) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Return pa and each unit's agreement and pairing, both scaled by n / number of units with two values."""
    coders = counts.sum(axis=1)
    paired = coders > 1
    agreement = np.zeros(len(counts))
    agreement[paired] = _pair_sums(counts, weights)[paired] / (coders * (coders - 1))[paired]
    scale = len(counts) / paired.sum()
    return float(agreement[paired].mean()), agreement * scale, paired * scale


def _percent(coded: Coded, weights: Matrix) -> _Terms:
    pa, agreement, paired = _observed(coded.counts, weights)
    return _Terms(pa, 0.0, agreement, paired, np.zeros(len(agreement)))


def _uniform(coded: Coded, weights: Matrix) -> _Terms:
    pa, agreement, paired = _observed(coded.counts, weights)
    pe = float(weights.mean())
    return _Terms(pa, pe, agreement, paired, np.full(len(agreement), pe))


def _fleiss(coded: Coded, weights: Matrix) -> _Terms:
    counts = coded.counts
    pa, agreement, paired = _observed(counts, weights)
    shares = counts / counts.sum(axis=1, keepdims=True)
    mean = shares.mean(axis=0)
    return _Terms(pa, float(mean @ weights @ mean), agreement, paired, shares @ weights @ mean)


def _gwet(coded: Coded, weights: Matrix) -> _Terms:
    counts = coded.counts
    q = counts.shape[1]
    pa, agreement, paired = _observed(counts, weights)
    shares = counts / counts.sum(axis=1, keepdims=True)
    mean = shares.mean(axis=0)
    spread = weights.sum() / (q * (q - 1))
    return _Terms(pa, float(spread * (mean * (1 - mean)).sum()), agreement, paired, spread * (shares @ (1 - mean)))


def _conger(coded: Coded, weights: Matrix) -> _Terms:
    """Chance from each coder's own margins p_g; linearised as z_ig = p_g + n / n_g × (δ_ig - [i coded by g] p_g)."""
    pa, agreement, paired = _observed(coded.counts, weights)
    given = coded.given
    spoke = given.sum(axis=2)
    n, coders = spoke.shape
    by_coder = spoke.sum(axis=0)
    shares = given.sum(axis=0) / by_coder[:, None]
    meets = (shares.sum(axis=0) - shares) @ weights / (coders * (coders - 1))
    influence = shares + (n / by_coder)[:, None] * (given - spoke[:, :, None] * shares)
    chance = np.einsum("igk,gk->i", influence, meets)
    return _Terms(pa, float((shares * meets).sum()), agreement, paired, chance)


def _krippendorff(coded: Coded, weights: Matrix) -> _Terms:
    """Observed agreement over pairable values, corrected for the small sample by ε = 1 / number of pairable values."""
    counts = coded.counts[coded.counts.sum(axis=1) > 1]
    coders = counts.sum(axis=1)
    mean_coders = coders.mean()
    surplus = (coders - mean_coders) / mean_coders
    small = 1 / counts.sum()
    by_unit = _pair_sums(counts, weights) / (mean_coders * (coders - 1))
    plain = by_unit.mean()
    shares = counts / mean_coders
    mean = shares.mean(axis=0)
    pe = float(mean @ weights @ mean)
    pa = float((1 - small) * plain + small)
    chance = shares @ weights @ mean - pe * surplus
    return _Terms(pa, pe, by_unit - pa * surplus, np.ones(len(counts)), chance, observed=float(plain))


def _one_against_rest(ratings: Ratings, category: Value) -> Ratings:
    values = tuple(tuple(None if v is None else v == category for v in row) for row in ratings.values)
    return replace(ratings, values=values, level="nominal", categories=(False, True), declared=True)
