"""Every coefficient on offer against every published value in the material beside the checkout."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qualkit.audit import agreement as a
from qualkit.audit.agreement import Coefficient, Ratings

SHARED = Path(__file__).resolve().parents[2] / "../shared/data/agreement"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the published agreement examples are not beside the checkout"),
]

OFFERED: dict[str, Callable[[Ratings, dict[str, Any]], Coefficient]] = {
    "percent": lambda r, row: a.percent_agreement(r),
    "percent (exact sets)": lambda r, row: a.percent_agreement(r),
    "bennett_s": lambda r, row: a.bennett_s(r),
    "scott_pi": lambda r, row: a.scott_pi(r),
    "cohen_kappa": lambda r, row: a.cohen_kappa(r),
    "expected_cohen": lambda r, row: a.cohen_kappa(r),
    "kappa_max": lambda r, row: a.max_kappa(r),
    "weighted_kappa": lambda r, row: a.weighted_kappa(r, weights=row["weights"].split()[0]),
    "qwk": lambda r, row: a.quadratic_weighted_kappa(r),
    "fleiss_kappa": lambda r, row: a.fleiss_kappa(r),
    "randolph_free_kappa": lambda r, row: a.randolph_kappa(r),
    "light_kappa (mean pairwise Cohen)": lambda r, row: a.light_kappa(r),
    "hubert_kappa": lambda r, row: a.hubert_kappa(r),
    "gwet_ac1": lambda r, row: a.gwet_ac1(r),
    "gwet_ac2": lambda r, row: a.gwet_ac2(r, weights=row["weights"]),
    "krippendorff_alpha": lambda r, row: a.krippendorff_alpha(r, distance=DISTANCES[row.get("distance", "")[:9]]),
}
DISTANCES = {"": None, "DKPro MAS": "masi_dkpro", "DKPro set": "set"}
OUR_SIDE = {("nltk_perfect_constant", "cohen_kappa"): None}
"""Where programs differ on purpose and we stand elsewhere: docs/decisions/agreement-coefficients.md."""

GWET: dict[str, Callable[..., Coefficient]] = {
    "pa2": a.percent_agreement,
    "bp": a.brennan_prediger,
    "cohen": a.cohen_kappa,
    "conger": a.conger_kappa,
    "fleiss": a.fleiss_kappa,
    "gwet": a.gwet_ac2,
    "krippendorff": a.krippendorff_alpha,
    "scott": a.scott_pi,
}
ROUNDING = 0.000501  # three decimals are printed
NOT_REPRODUCIBLE = {("table_cont3x3abstractors", "krippendorff", "custom")}
"""Its name is that of another table (4 x 4) and neither that table nor its matrix of weights comes with the values."""


def _vectors() -> list[Any]:
    if not SHARED.is_dir():
        return []
    return [
        pytest.param(data, row, id=f"{data['id']}-{row['coef']}-{row.get('level', row.get('weights', ''))}")
        for data in json.loads((SHARED / "vectors.json").read_text(encoding="utf-8"))
        for row in data["expected"]
    ]


def _gwet_rows() -> list[dict[str, str]]:
    if not SHARED.is_dir():
        return []
    with (SHARED / "gwet_expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _ratings(data: dict[str, Any], row: dict[str, Any]) -> Ratings:
    cells, categories = data["data"], data.get("categories")
    if "sets" in data["kind"]:
        return Ratings.from_matrix([[frozenset(value) for value in line] for line in cells], level="nominal")
    numeric = all(
        isinstance(c, int | float) for c in categories or [v for line in cells for v in line if v is not None]
    )
    level = row.get("level") or ("ordinal" if numeric else "nominal")
    build = Ratings.from_table if data["kind"] == "table" else Ratings.from_matrix
    return build(cells, level=level, categories=categories)


@pytest.mark.parametrize(("data", "row"), _vectors())
def test_the_value_of_the_publication_is_reproduced(data: dict[str, Any], row: dict[str, Any]) -> None:
    made = OFFERED[row["coef"]](_ratings(data, row), row)
    value = made.pe if row["coef"] == "expected_cohen" else made.value
    expected = OUR_SIDE.get((data["id"], row["coef"]), row["value"])
    if expected is None:
        assert value is None
        assert made.reason
    else:
        assert value == pytest.approx(expected, abs=row["tol"])


@pytest.mark.parametrize("row", _gwet_rows(), ids=lambda row: f"{row['dataset']}-{row['coefficient']}-{row['weights']}")
def test_gwets_value_error_and_interval_are_reproduced(row: dict[str, str]) -> None:
    if (row["dataset"], row["coefficient"], row["weights"]) in NOT_REPRODUCIBLE:
        pytest.skip("the table and the weights behind this row are not given")
    data = json.loads((SHARED / "gwet_datasets.json").read_text(encoding="utf-8"))[row["dataset"]]
    level = "nominal" if isinstance(data[0][0], str) else "ordinal"
    build = Ratings.from_table if row["dataset"].startswith("table") else Ratings.from_matrix
    ratings = build(data, level=level)
    weights: Any = row["weights"]
    if weights == "custom":
        # The matrix is not given, but its figures are those of 1 on the diagonal and .375 beside it.
        weights = np.where(np.eye(len(ratings.categories)) > 0, 1, 0.375)
    made = GWET[row["coefficient"]](ratings, weights=weights)
    expected = {key: float(row[key]) for key in ("pa", "pe", "value", "se", "ci_low", "ci_high") if row[key]}
    assert {key: getattr(made, key) for key in expected} == pytest.approx(expected, abs=ROUNDING)


def test_no_coefficient_on_offer_is_left_unchecked() -> None:
    vectors, gwet = _vectors(), _gwet_rows()
    asked = {param.values[1]["coef"] for param in vectors}
    assert asked - OFFERED.keys() == set(), "published, not on offer"
    assert OFFERED.keys() - asked == set(), "on offer, not checked"
    assert {row["coefficient"] for row in gwet} == GWET.keys()
    assert (len(vectors), len(gwet) - len(NOT_REPRODUCIBLE)) == (56, 98)
