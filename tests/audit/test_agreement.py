import json

import pytest

from qualkit.audit.agreement import COEFFICIENTS, Ratings, agreement_summary
from qualkit.errors import InputError

LONG = [(f"u{i}", coder, value) for i, pair in enumerate(["ab", "aa", "bb", "ba", "bb", "aa"]) for coder, value in
        zip(("ana", "luis"), pair, strict=True)]  # fmt: skip


@pytest.fixture
def ratings():
    return Ratings.from_long(LONG, level="nominal")


def test_the_summary_holds_every_coefficient_with_its_interval_or_a_reason(ratings):
    made = agreement_summary(ratings)
    assert made["percent"] == pytest.approx(4 / 6)
    assert made["cohen_kappa"] == pytest.approx(1 / 3)
    assert made["krippendorff_alpha"] == pytest.approx(1 - 11 * 4 / 72)
    assert (made["n_units"], made["n_coders"], made["n_values"], made["n_missing"]) == (6, 2, 12, 0)
    assert made["prevalence"] == {"a": 0.5, "b": 0.5}
    assert all((made[key] is None) == (key in made["reasons"]) for key in COEFFICIENTS)
    assert made["ci"].keys() | made["ci_reasons"].keys() == COEFFICIENTS.keys()
    assert made["ci"].keys() & made["ci_reasons"].keys() == set()


def test_the_summary_is_json(ratings):
    assert json.loads(json.dumps(agreement_summary(ratings))) == agreement_summary(ratings)


def test_nominal_ratings_have_no_weighted_coefficients(ratings):
    made = agreement_summary(ratings)
    assert made["weighted_kappa"] is made["gwet_ac2"] is made["qwk"] is None
    assert "order" in made["reasons"]["gwet_ac2"]


def test_the_weights_asked_for_are_those_of_weighted_kappa_and_ac2():
    made = agreement_summary(Ratings.from_table([[5, 2, 1], [1, 6, 2], [0, 1, 7]], level="ordinal"), weights="linear")
    assert made["weighted_kappa"] == made["weighted_kappa_linear"] != made["weighted_kappa_quadratic"]
    assert made["gwet_ac2"] == made["gwet_ac2_linear"] != made["gwet_ac2_quadratic"]
    assert made["weights"] == "linear"
    assert made["categories"] == ["1", "2", "3"]


def test_more_than_two_coders_are_said_to_be_averaged_over_pairs():
    made = agreement_summary(Ratings.from_matrix([["a", "a", "b"], ["b", "b", "b"]], level="nominal"))
    assert any("mean over all pairs" in note for note in made["notes"])
    assert made["scott_pi"] is None


def test_a_declared_scale_needs_no_note(ratings):
    assert agreement_summary(Ratings.from_long(LONG, level="nominal", categories=["a", "b"]))["notes"] == []


def test_a_bootstrap_gives_an_interval_to_what_has_no_formula(ratings):
    made = agreement_summary(ratings, bootstrap=200)
    assert "max_kappa" not in agreement_summary(ratings)["ci"]
    low, high = made["ci"]["cohen_kappa"]
    assert low < made["cohen_kappa"] < high
    assert "max_kappa" in made["ci"] or "max_kappa" in made["ci_reasons"]
    assert made["bootstrap"] == {"resamples": 200, "seed": 0, "clusters": False}


def test_a_bootstrap_is_the_same_on_every_run_and_another_with_another_seed(ratings):
    first = agreement_summary(ratings, bootstrap=50)
    assert agreement_summary(ratings, bootstrap=50) == first
    assert agreement_summary(ratings, bootstrap=50, seed=1)["ci"] != first["ci"]


def test_sessions_that_differ_widen_the_interval():
    # Ten units agree in one session and ten differ in the other: units are not independent.
    matrix = [["a", "a"], ["b", "b"]] * 5 + [["a", "b"], ["b", "a"]] * 5
    ratings = Ratings.from_matrix(matrix, level="nominal")
    clusters = {unit: "s1" if i < 10 else "s2" for i, unit in enumerate(ratings.units)}
    by_unit = agreement_summary(ratings, bootstrap=200)["ci"]["percent"]
    assert agreement_summary(ratings, clusters=clusters)["ci"]["percent"] == [0.0, 1.0]
    assert 0 < by_unit[0] < by_unit[1] < 1


def test_one_session_gives_no_interval(ratings):
    made = agreement_summary(ratings, clusters=dict.fromkeys(ratings.units, "s1"))
    assert made["ci"] == {}
    assert "two units or clusters" in made["ci_reasons"]["percent"]


def test_a_unit_without_session_is_named(ratings):
    with pytest.raises(InputError, match="u0 belongs to no cluster"):
        agreement_summary(ratings, clusters={"u1": "s1"})


def test_full_agreement_has_no_interval_and_says_why():
    ratings = Ratings.from_matrix([["a", "a"], ["b", "b"]] * 4, level="nominal")
    for made in (agreement_summary(ratings), agreement_summary(ratings, bootstrap=50)):
        assert made["cohen_kappa"] == 1.0
        assert "every unit says the same" in made["ci_reasons"]["cohen_kappa"]


def test_an_interval_over_resamples_that_are_mostly_undefined_is_not_given():
    ratings = Ratings.from_matrix([["a", "a"], ["a", "b"]], level="nominal")
    made = agreement_summary(ratings, bootstrap=100)
    assert "resamples" in made["ci_reasons"]["cohen_kappa"]


def test_sets_are_named_by_what_they_hold():
    made = agreement_summary(Ratings.from_matrix([[frozenset("ba"), frozenset("a")]], level="nominal"))
    assert made["categories"] == ["a", "a + b"]
