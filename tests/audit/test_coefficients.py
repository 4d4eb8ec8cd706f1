"""Worked examples of the literature, typed in, and what must hold for any ratings."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.audit import agreement as a
from qualkit.audit.agreement import Ratings
from qualkit.errors import InputError

N = None
# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: 12 units, 4 observers, missing data.
KRIPPENDORFF = [
    [1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N],
]  # fmt: skip
# Cohen (1960), p. 37.
COHEN = [[25, 12, 3], [13, 2, 15], [12, 16, 2]]
# Fleiss (1971), p. 379: how many of 6 psychiatrists gave each of 5 diagnoses to 30 patients.
FLEISS = [
    "00060", "03003", "01401", "00006", "03030", "20400", "00402", "20310", "20040", "00006",
    "10050", "11040", "03300", "10050", "02031", "00501", "30012", "51000", "02040", "10203",
    "00006", "01050", "02013", "20040", "10041", "05010", "40002", "02040", "10500", "00006",
]  # fmt: skip
CONSTANT = [["y", "y"], ["y", "y"]]


def krippendorff(level):
    return Ratings.from_matrix(KRIPPENDORFF, level=level)


@pytest.mark.parametrize(
    ("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_alpha_at_each_level(level, alpha):
    assert a.krippendorff_alpha(krippendorff(level)).value == pytest.approx(alpha, abs=0.0005)


def test_alpha_of_the_interval_metric_and_of_quadratic_weights_are_one():
    ratings = krippendorff("interval")
    assert a.krippendorff_alpha(ratings).value == pytest.approx(
        a.krippendorff_alpha(ratings, weights="quadratic").value
    )


def test_gwets_ordinal_weights_are_not_krippendorffs_ordinal_metric():
    ratings = krippendorff("ordinal")
    assert a.krippendorff_alpha(ratings, weights="ordinal").value == pytest.approx(0.834, abs=0.0005)


def test_alpha_takes_any_distance_between_values():
    ratings = krippendorff("nominal")
    as_function = a.krippendorff_alpha(ratings, distance=lambda x, y: float((x - y) ** 2))
    assert as_function.value == pytest.approx(0.849, abs=0.0005)


def test_an_unknown_distance_is_refused():
    with pytest.raises(InputError, match="choose one of jaccard"):
        a.krippendorff_alpha(krippendorff("nominal"), distance="far")


def test_cohens_example_of_1960():
    ratings = Ratings.from_table(COHEN, level="nominal")
    kappa = a.cohen_kappa(ratings)
    assert (kappa.pa, kappa.pe) == (pytest.approx(0.29), pytest.approx(0.35))
    assert kappa.value == pytest.approx((0.29 - 0.35) / 0.65)
    assert a.max_kappa(ratings).value == pytest.approx(0.846, abs=0.0005)


def test_fleiss_example_of_1971_and_its_kappa_for_each_diagnosis():
    ratings = Ratings.from_counts([[int(n) for n in row] for row in FLEISS], level="nominal")
    assert a.fleiss_kappa(ratings).value == pytest.approx(0.430, abs=0.0005)
    by_category = [coefficient.value for coefficient in a.fleiss_kappa_by_category(ratings).values()]
    # The paper rounds on the way and prints .248 .248 .517 .470 .565.
    assert by_category == pytest.approx([0.248, 0.248, 0.517, 0.470, 0.565], abs=0.004)


def test_the_paradox_high_agreement_low_kappa_high_ac1():
    # Gwet (2008): two coders who nearly always say yes.
    ratings = Ratings.from_table([[118, 5], [2, 0]], level="nominal")
    assert a.percent_agreement(ratings).value == pytest.approx(0.944)
    assert a.cohen_kappa(ratings).value == pytest.approx(-0.0234, abs=0.0001)
    assert a.gwet_ac1(ratings).value == pytest.approx(0.9408, abs=0.0001)


def test_the_interval_is_students_around_the_value():
    made = a.fleiss_kappa(krippendorff("nominal"))
    assert made.ci_low == pytest.approx(made.value - 2.200985 * made.se)
    assert made.ci_high == 1.0
    assert a.fleiss_kappa(krippendorff("nominal"), confidence=0.5).ci_low > made.ci_low


def test_a_table_and_its_units_differ_by_n_over_n_minus_1_in_the_error_alone():
    table = Ratings.from_table(COHEN, level="nominal")
    units = Ratings.from_matrix(table.values, level="nominal")
    first, second = a.cohen_kappa(table), a.cohen_kappa(units)
    assert first.value == second.value
    assert second.se == pytest.approx(first.se * (100 / 99) ** 0.5)


def test_two_coders_are_compared_over_the_units_both_coded():
    with_gaps = [["a", "a"], ["b", "b"], ["a", "b"], ["a", None], [None, "b"]]
    ratings = Ratings.from_matrix(with_gaps, level="nominal")
    assert a.cohen_kappa(ratings).value == a.cohen_kappa(Ratings.from_matrix(with_gaps[:3], level="nominal")).value
    assert a.cohen_kappa(ratings).n_units == 3


def test_more_coders_give_lights_mean_over_pairs():
    ratings = Ratings.from_matrix([["a", "a", "b"], ["b", "b", "b"], ["a", "a", "a"]], level="nominal")
    pairs = [[0, 1], [0, 2], [1, 2]]
    kappas = [
        a.cohen_kappa(Ratings.from_matrix([[row[i] for i in p] for row in ratings.values], level="nominal")).value
        for p in pairs
    ]
    assert a.cohen_kappa(ratings).value == pytest.approx(np.mean(kappas))
    assert a.cohen_kappa(ratings).name == "cohen_kappa"


ALL = {name: function for name, function in a.COEFFICIENTS.items() if name != "percent"}


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "matrix",
    [
        pytest.param(CONSTANT, id="one category"),
        pytest.param([["a", None], [None, "b"]], id="no unit twice"),
        pytest.param([[None, None]], id="no value"),
        pytest.param([], id="nothing"),
    ],
)
def test_what_cannot_be_known_is_none_with_a_reason(name, matrix):
    made = ALL[name](Ratings.from_matrix(matrix, level="nominal"), "identity", 0.95)
    assert made.value is None
    assert made.reason


def test_percent_agreement_of_one_category_is_known():
    assert a.percent_agreement(Ratings.from_matrix(CONSTANT, level="nominal")).value == 1.0


@pytest.mark.parametrize(
    ("name", "value"),
    [("gwet_ac1", 1.0), ("brennan_prediger", 1.0), ("cohen_kappa", None), ("krippendorff_alpha", None)],
)
def test_a_constant_pair_on_a_declared_scale_is_known_where_chance_does_not_come_from_the_data(name, value):
    ratings = Ratings.from_matrix(CONSTANT, level="nominal", categories=["y", "n"])
    assert a.COEFFICIENTS[name](ratings, "identity", 0.95).value == value


def test_perfect_agreement_has_no_interval():
    made = a.cohen_kappa(Ratings.from_matrix([["a", "a"], ["b", "b"]] * 5, level="nominal"))
    assert (made.value, made.se, made.ci_low, made.ci_high) == (1.0, 0.0, None, None)


def test_one_unit_has_no_error():
    ratings = Ratings.from_matrix([["a", "b"]], level="nominal")
    assert a.gwet_ac1(ratings).value == pytest.approx(-1.0)
    assert a.gwet_ac1(ratings).se is None


def test_weights_need_an_order():
    made = a.weighted_kappa(Ratings.from_table(COHEN, level="nominal"))
    assert (made.value, made.name, made.weights) == (None, "weighted_kappa", "quadratic")
    assert "order" in made.reason


def test_custom_weights_are_taken_at_any_level():
    # Cohen (1968), Weighted kappa: 0 1 3 / 1 0 6 / 3 6 0 as weights of disagreement.
    weights = a.weights_from_distances([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    made = a.weighted_kappa(Ratings.from_table(table, level="nominal"), weights=weights)
    assert made.value == pytest.approx(0.348, abs=0.001)
    assert made.weights == "custom"


def test_qwk_keeps_the_place_of_an_unused_level_and_weighted_kappa_of_an_undeclared_one_does_not():
    pairs = [[1, 1], [2, 4], [4, 4], [1, 2], [4, 2]]
    undeclared = Ratings.from_matrix(pairs, level="ordinal")
    declared = Ratings.from_matrix(pairs, level="ordinal", categories=[1, 2, 3, 4])
    assert a.quadratic_weighted_kappa(undeclared).value == pytest.approx(a.weighted_kappa(declared).value)
    assert a.weighted_kappa(undeclared).value != pytest.approx(a.weighted_kappa(declared).value)


def test_qwk_needs_numbers():
    ratings = Ratings.from_matrix([["lo", "hi"]], level="ordinal", categories=["lo", "hi"])
    assert a.quadratic_weighted_kappa(ratings).value is None


def test_a_pair_without_common_units_is_named():
    ratings = Ratings.from_matrix([["a", "b", None], ["b", "b", None], ["b", None, "a"]], level="nominal")
    assert a.light_kappa(ratings).reason == "it is undefined for coders 2 and 3"
    assert a.hubert_kappa(ratings).value is None


def test_scotts_pi_is_fleiss_kappa_of_two_coders():
    ratings = Ratings.from_table(COHEN, level="nominal")
    assert a.scott_pi(ratings).value == pytest.approx(a.fleiss_kappa(ratings).value)


pairs_of_numbers = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=30)


@settings(deadline=None)
@given(pairs_of_numbers, st.sampled_from(["identity", "linear", "quadratic"]))
def test_cohens_kappa_is_that_of_scikit_learn(pairs, weights):
    from sklearn.metrics import cohen_kappa_score

    made = a.cohen_kappa(Ratings.from_matrix(pairs, level="interval"), weights=weights).value
    if made is None:
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score(
            *zip(*pairs, strict=True), weights=None if weights == "identity" else weights, labels=[1, 2, 3, 4]
        )
    assert made == pytest.approx(expected, abs=1e-9)


@settings(deadline=None)
@given(pairs_of_numbers, st.permutations([1, 2, 3, 4]))
def test_the_names_of_nominal_categories_do_not_matter(pairs, names):
    renamed = [[names[x - 1] for x in pair] for pair in pairs]
    for name in ("cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "brennan_prediger"):
        first, second = (
            a.COEFFICIENTS[name](Ratings.from_matrix(m, level="nominal"), "identity", 0.95).value
            for m in (pairs, renamed)
        )
        assert first == (second if second is None else pytest.approx(second))
