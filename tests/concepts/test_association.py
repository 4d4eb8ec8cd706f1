import math

import pytest

from qualkit.concepts.association import adjusted, chance_of_as_many, log_likelihood, npmi


def test_independent_events_have_no_log_likelihood():
    # 10 of 100 and 20 of 100, together 2: exactly what independence expects.
    assert log_likelihood(2, 10, 20, 100) == pytest.approx(0)


def test_log_likelihood_by_hand():
    # Cells 8, 2, 2, 8 against 5 each: 2 * (16 ln(8/5) + 4 ln(2/5)).
    assert log_likelihood(8, 10, 10, 20) == pytest.approx(2 * (16 * math.log(1.6) + 4 * math.log(0.4)))


@pytest.mark.parametrize(
    ("table", "expected"),
    [((10, 10, 10, 100), 1.0), ((0, 10, 10, 100), -1.0), ((1, 10, 10, 100), 0.0), ((5, 5, 5, 5), 1.0)],
    ids=["always together", "never together", "independent", "everywhere"],
)
def test_npmi_ends_and_middle(table, expected):
    assert npmi(*table) == pytest.approx(expected)


def test_exact_p_of_the_lady_tasting_tea():
    # Fisher (1935): four of four cups right has 1 chance in 70, three or more 17 in 70.
    assert chance_of_as_many(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert chance_of_as_many(3, 4, 4, 8) == pytest.approx(17 / 70)


def test_adjusted_p_values_of_benjamini_and_hochberg():
    assert adjusted([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert adjusted([]) == []
