import numpy as np
import pytest

from qualkit.audit.weights import (
    WEIGHT_NAMES,
    jaccard,
    masi,
    masi_dkpro,
    masi_nltk,
    set_overlap,
    weight_matrix,
    weights_from_distances,
)
from qualkit.errors import InputError

FOUR = np.array([1.0, 2.0, 3.0, 4.0])
A, AB, AC, B, NONE = (frozenset(x) for x in ("A", "AB", "AC", "B", ""))


@pytest.mark.parametrize(
    ("name", "first_row"),
    [
        ("identity", [1, 0, 0, 0]),
        ("linear", [1, 2 / 3, 1 / 3, 0]),
        ("quadratic", [1, 8 / 9, 5 / 9, 0]),
        ("ordinal", [1, 5 / 6, 1 / 2, 0]),
        ("radical", [1, 1 - (1 / 3) ** 0.5, 1 - (2 / 3) ** 0.5, 0]),
        ("ratio", [1, 1 - (1 / 9) / (9 / 25), 1 - (1 / 4) / (9 / 25), 0]),
        ("circular", [1, 1 / 2, 0, 1 / 2]),
        ("bipolar", [1, 1 - 1 / 5, 1 - 4 / 8, 0]),
    ],
)
def test_the_weights_of_four_categories_are_those_of_the_formula(name, first_row):
    assert weight_matrix(name, FOUR)[0].tolist() == pytest.approx(first_row)


@pytest.mark.parametrize("name", WEIGHT_NAMES)
@pytest.mark.parametrize("scale", [[0.0, 1.0, 5.0], [0.0, 0.5], [3.0]], ids=["with 0", "two", "one"])
def test_weights_are_symmetric_and_1_where_categories_are_the_same(name, scale):
    weights = weight_matrix(name, np.array(scale))
    assert np.diag(weights).tolist() == [1.0] * len(scale)
    assert weights.tolist() == weights.T.tolist()
    assert ((weights >= 0) & (weights <= 1)).all()


def test_ordinal_weights_count_steps_and_not_distances():
    assert weight_matrix("ordinal", np.array([1.0, 2.0, 9.0])).tolist() == weight_matrix("ordinal", FOUR[:3]).tolist()


@pytest.mark.parametrize(
    "weights", [[[1, 0.5], [0, 1]], [[1.0]], "strong"], ids=["not symmetric", "too small", "unknown"]
)
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(InputError):
        weight_matrix(weights, np.array([1.0, 2.0]))


def test_disagreement_weights_are_turned_round():
    assert weights_from_distances([[0, 1, 3], [1, 0, 6], [3, 6, 0]])[0].tolist() == pytest.approx([1, 5 / 6, 1 / 2])


@pytest.mark.parametrize(
    ("distance", "same", "inside", "overlap", "apart", "empty"),
    [
        pytest.param(jaccard, 0, 1 / 2, 2 / 3, 1, 1, id="jaccard"),
        pytest.param(set_overlap, 0, 1 / 3, 2 / 3, 1, 1 / 3, id="set"),
        pytest.param(masi_dkpro, 0, 1 / 6, 4 / 9, 1, 1 / 3, id="DKPro"),
        pytest.param(masi, 0, 2 / 3, 8 / 9, 1, 1, id="Passonneau"),
        pytest.param(masi_nltk, 0, 1 - 0.67 / 2, 1 - 0.33 / 3, 1, 1, id="NLTK"),
    ],
)
def test_the_distance_between_two_sets(distance, same, inside, overlap, apart, empty):
    pairs = [(AB, AB), (A, AB), (AB, AC), (A, B), (A, NONE), (NONE, NONE)]
    assert [distance(x, y) for x, y in pairs] == pytest.approx([same, inside, overlap, apart, empty, 0])


def test_a_distance_between_sets_wants_sets():
    with pytest.raises(TypeError, match="frozensets"):
        jaccard("A", AB)
