"""Agreement between coders: one summary with every coefficient that fits, each with its interval or the reason why not.

::

    rows = read_long_csv(Path("codes.csv"))
    ratings = Ratings.from_long(rows, level="ordinal", categories=["low", "middle", "high"])
    agreement_summary(ratings)["krippendorff_alpha"]
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualkit.audit.coefficients import (
    CONFIDENCE,
    Coefficient,
    bennett_s,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    fleiss_kappa_by_category,
    gwet_ac1,
    gwet_ac2,
    hubert_kappa,
    krippendorff_alpha,
    light_kappa,
    max_kappa,
    percent_agreement,
    quadratic_weighted_kappa,
    randolph_kappa,
    scott_pi,
    weighted_kappa,
)
from qualkit.audit.ratings import LEVELS, Coded, Level, Ratings, Value, read_long_csv
from qualkit.audit.weights import SET_DISTANCES, WEIGHT_NAMES, Weights, weight_matrix, weights_from_distances
from qualkit.errors import InputError
from qualkit.i18n import _

__all__ = [
    "COEFFICIENTS",
    "LEVELS",
    "SET_DISTANCES",
    "WEIGHT_NAMES",
    "Coded",
    "Coefficient",
    "Level",
    "Ratings",
    "Value",
    "Weights",
    "agreement_summary",
    "bennett_s",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "fleiss_kappa",
    "fleiss_kappa_by_category",
    "gwet_ac1",
    "gwet_ac2",
    "hubert_kappa",
    "krippendorff_alpha",
    "light_kappa",
    "max_kappa",
    "percent_agreement",
    "quadratic_weighted_kappa",
    "randolph_kappa",
    "read_long_csv",
    "scott_pi",
    "weight_matrix",
    "weighted_kappa",
    "weights_from_distances",
]

BOOTSTRAP = 1000
MOST_UNDEFINED = 0.1
"""The largest share of resamples in which a coefficient may be undefined before its interval is not given."""

COEFFICIENTS: Mapping[str, Callable[[Ratings, Weights, float], Coefficient]] = {
    "percent": lambda r, w, c: percent_agreement(r, confidence=c),
    "cohen_kappa": lambda r, w, c: cohen_kappa(r, confidence=c),
    "max_kappa": lambda r, w, c: max_kappa(r),
    "weighted_kappa": lambda r, w, c: weighted_kappa(r, weights=w, confidence=c),
    "weighted_kappa_linear": lambda r, w, c: weighted_kappa(r, weights="linear", confidence=c),
    "weighted_kappa_quadratic": lambda r, w, c: weighted_kappa(r, weights="quadratic", confidence=c),
    "qwk": lambda r, w, c: quadratic_weighted_kappa(r, confidence=c),
    "scott_pi": lambda r, w, c: scott_pi(r, confidence=c),
    "fleiss_kappa": lambda r, w, c: fleiss_kappa(r, confidence=c),
    "conger_kappa": lambda r, w, c: conger_kappa(r, confidence=c),
    "light_kappa": lambda r, w, c: light_kappa(r),
    "hubert_kappa": lambda r, w, c: hubert_kappa(r),
    "krippendorff_alpha": lambda r, w, c: krippendorff_alpha(r, confidence=c),
    "gwet_ac1": lambda r, w, c: gwet_ac1(r, confidence=c),
    "gwet_ac2": lambda r, w, c: gwet_ac2(r, weights=w, confidence=c),
    "gwet_ac2_linear": lambda r, w, c: gwet_ac2(r, weights="linear", confidence=c),
    "gwet_ac2_quadratic": lambda r, w, c: gwet_ac2(r, weights="quadratic", confidence=c),
    "brennan_prediger": lambda r, w, c: brennan_prediger(r, confidence=c),
    "bennett_s": lambda r, w, c: bennett_s(r, confidence=c),
    "randolph_free_kappa": lambda r, w, c: randolph_kappa(r, confidence=c),
}
"""Every coefficient of the summary by its key; the arguments are the ratings, the weights asked for, the confidence."""


def agreement_summary(
    ratings: Ratings,
    *,
    weights: Weights = "quadratic",
    confidence: float = CONFIDENCE,
    bootstrap: int | None = None,
    clusters: Mapping[str, str] | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """Return every coefficient for the ratings, ready for JSON.

    ``weights`` are those of ``weighted_kappa`` and ``gwet_ac2``. Intervals are Student's with Gwet's standard error;
    with ``bootstrap`` (a number of resamples) they are percentiles over units drawn again, and with ``clusters`` (unit
    → the session it comes from) over clusters drawn again, 1000 times unless said otherwise. A coefficient that cannot
    be known is ``None`` with its reason under ``reasons``; an interval that cannot, under ``ci_reasons``. Raises
    ``InputError`` for a unit without cluster.
    """
    made = {key: function(ratings, weights, confidence) for key, function in COEFFICIENTS.items()}
    resamples = bootstrap if bootstrap is not None else (BOOTSTRAP if clusters else None)
    if resamples is None:
        intervals = {key: _student(coefficient) for key, coefficient in made.items()}
    else:
        groups = _groups(ratings, clusters)
        intervals = _percentiles(ratings, made, groups, (weights, confidence), resamples, seed)
    return {
        **_description(ratings, weights, confidence),
        **{key: coefficient.value for key, coefficient in made.items()},
        "se": {key: coefficient.se for key, coefficient in made.items() if coefficient.se is not None},
        "ci": {key: interval for key, interval in intervals.items() if not isinstance(interval, str)},
        "ci_method": "student" if resamples is None else "bootstrap",
        "bootstrap": None if resamples is None else {"resamples": resamples, "seed": seed, "clusters": bool(clusters)},
        "reasons": {key: coefficient.reason for key, coefficient in made.items() if coefficient.reason},
        "ci_reasons": {key: interval for key, interval in intervals.items() if isinstance(interval, str)},
        "notes": _notes(ratings),
    }


def _description(ratings: Ratings, weights: Weights, confidence: float) -> dict[str, Any]:
    spoken = ratings.coded.counts.sum(axis=1)
    return {
        "level": ratings.level,
        "n_units": ratings.n_units,
        "n_coders": ratings.n_coders,
        "n_values": int(spoken.sum()),
        "n_pairable_units": int((spoken > 1).sum()),
        "n_missing": len(ratings.units) * len(ratings.coders) - int(spoken.sum()),
        "categories": [_name(category) for category in ratings.categories],
        "prevalence": {_name(category): share for category, share in ratings.prevalence.items()},
        "weights": weights if isinstance(weights, str) else "custom",
        "confidence": confidence,
    }


def _name(category: Value) -> str:
    if isinstance(category, float):
        return f"{category:g}"
    return " + ".join(sorted(map(str, category))) if isinstance(category, frozenset) else str(category)


def _notes(ratings: Ratings) -> list[str]:
    notes = []
    if len(ratings.coders) > 2:
        notes.append(_("With more than two coders, Cohen's κ is the mean over all pairs of them (Light's κ)."))
    if not ratings.declared:
        notes.append(_("No scale was declared: only the categories in use count; declare it if one was never used."))
    return notes


def _student(coefficient: Coefficient) -> list[float] | str:
    if coefficient.value is None:
        return _("the coefficient is undefined")
    if coefficient.ci_low is not None and coefficient.ci_high is not None:
        return [coefficient.ci_low, coefficient.ci_high]
    if coefficient.se is None:
        return _("there is no formula for it here: ask for a bootstrap")
    return _("every unit says the same, which tells nothing of the next one")


def _groups(ratings: Ratings, clusters: Mapping[str, str] | None) -> list[NDArray[np.int64]]:
    """Return the positions of the units of each cluster, or each unit by itself."""
    if clusters is None:
        return [np.array([i]) for i in range(len(ratings.units))]
    groups: dict[str, list[int]] = {}
    for i, unit in enumerate(ratings.units):
        if unit not in clusters:
            raise InputError(_("Unit %(unit)s belongs to no cluster.") % {"unit": unit})
        groups.setdefault(clusters[unit], []).append(i)
    return [np.array(positions) for positions in groups.values()]


def _percentiles(
    ratings: Ratings,
    made: Mapping[str, Coefficient],
    groups: list[NDArray[np.int64]],
    options: tuple[Weights, float],
    resamples: int,
    seed: int,
) -> dict[str, list[float] | str]:
    """Return the percentile interval of each coefficient over groups drawn again with the same seed."""
    if len(groups) < 2:
        return dict.fromkeys(made, _("a bootstrap needs two units or clusters at least"))
    defined = [key for key, coefficient in made.items() if coefficient.value is not None]
    drawn: dict[str, list[float]] = {key: [] for key in defined}
    generator = np.random.default_rng(seed)
    for _i in range(resamples):
        again = ratings.take(np.concatenate([groups[g] for g in generator.integers(len(groups), size=len(groups))]))
        for key in defined:
            value = COEFFICIENTS[key](again, *options).value
            if value is not None:
                drawn[key].append(value)
    return {
        key: _interval(drawn[key], resamples, options[1]) if key in drawn else _("the coefficient is undefined")
        for key in made
    }


def _interval(values: list[float], resamples: int, confidence: float) -> list[float] | str:
    undefined = resamples - len(values)
    if undefined > MOST_UNDEFINED * resamples:
        return _("it is undefined in %(n)d of %(of)d resamples") % {"n": undefined, "of": resamples}
    if max(values) - min(values) == 0:
        return _("every unit says the same, which tells nothing of the next one")
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return [float(low), float(high)]
