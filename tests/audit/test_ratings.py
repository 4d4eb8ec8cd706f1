import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.audit.ratings import Ratings, read_long_csv
from qualkit.errors import InputError

ROWS = [("u1", "ana", "1"), ("u1", "luis", "2"), ("u2", "ana", ""), ("u2", "luis", "2")]


def test_long_rows_become_units_and_coders_in_the_order_they_come():
    ratings = Ratings.from_long(ROWS, level="nominal")
    assert (ratings.units, ratings.coders) == (("u1", "u2"), ("ana", "luis"))
    assert ratings.values == (("1", "2"), (None, "2"))


def test_a_pair_that_never_came_is_missing():
    assert Ratings.from_long(ROWS[:3], level="nominal").values == (("1", "2"), (None, None))


def test_a_coder_who_speaks_twice_of_a_unit_is_named():
    with pytest.raises(InputError, match="ana has two rows for unit u1"):
        Ratings.from_long([*ROWS, ("u1", "ana", "2")], level="nominal")


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_text_is_read_as_numbers_where_the_level_has_an_order(level):
    ratings = Ratings.from_matrix([["1", " 2,5"], ["-0", "3e0"]], level=level)
    assert ratings.categories == (0.0, 1.0, 2.5, 3.0)


@pytest.mark.parametrize("text", ["alto", "1.000,5", "nan", "inf", "1_0", "١"])
def test_what_is_no_plain_number_is_refused_with_its_place(text):
    with pytest.raises(InputError, match=r"Unit u9, coder 1: .* is not a number"):
        Ratings.from_matrix([[text, "1"]], level="interval", units=["u9"])


@pytest.mark.parametrize("value", [math.inf, frozenset("a")], ids=["infinite", "a set"])
def test_what_cannot_be_measured_is_no_value(value):
    with pytest.raises(InputError, match="is not a number"):
        Ratings.from_matrix([[value, 1]], level="interval")


def test_ordinal_labels_ask_for_their_order():
    with pytest.raises(InputError, match="--order"):
        Ratings.from_matrix([["bajo", "alto"]], level="ordinal")


def test_ordinal_labels_stand_where_they_were_declared():
    ratings = Ratings.from_matrix([["bajo", "alto"]], level="ordinal", categories=["bajo", "medio", "alto"])
    assert ratings.coded.matrix.tolist() == [[0, 2]]
    assert ratings.coded.scale.tolist() == [1, 2, 3]


def test_a_declared_scale_of_numbers_matches_numbers_written_as_text():
    assert Ratings.from_matrix([["1", "3.0"]], level="ordinal", categories=["1", "2", "3"]).values == ((1.0, 3.0),)


@pytest.mark.parametrize(
    ("level", "scale"),
    [
        pytest.param("ordinal", [1, 2, 3], id="steps"),
        pytest.param("interval", [1, 2, 10], id="numbers"),
    ],
)
def test_where_categories_stand_depends_on_the_level(level, scale):
    assert Ratings.from_matrix([[1, 2], [10, 2]], level=level).coded.scale.tolist() == scale


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda: Ratings.from_matrix([["a"]], level="strange"), "not a level", id="level"),
        pytest.param(lambda: Ratings.from_matrix([["a"], ["a", "b"]], level="nominal"), "one cell", id="ragged"),
        pytest.param(
            lambda: Ratings.from_matrix([["c"]], level="nominal", categories=["a", "b"]), "not one of", id="off scale"
        ),
        pytest.param(
            lambda: Ratings.from_matrix([["1"]], level="interval", categories=["a", "b"]),
            "are numbers",
            id="text scale",
        ),
        pytest.param(lambda: Ratings.from_matrix([["a"]], level="nominal", categories=["a", "a"]), "twice", id="twice"),
        pytest.param(lambda: Ratings.from_matrix([[-1, 1]], level="ratio"), "starts at 0", id="negative ratio"),
        pytest.param(lambda: Ratings.from_table([[1, 2]], level="nominal"), "as many rows", id="not square"),
        pytest.param(lambda: Ratings.from_table([[1.5]], level="nominal"), "whole numbers", id="half a unit"),
        pytest.param(lambda: Ratings.from_counts([[1, -2]], level="nominal"), "whole numbers", id="less than none"),
    ],
)
def test_what_cannot_be_ratings_says_why(make, message):
    with pytest.raises(InputError, match=message):
        make()


def test_nan_is_a_missing_value():
    assert Ratings.from_matrix([[math.nan, 1.0]], level="interval").values == ((None, 1.0),)


def test_a_table_keeps_the_category_that_nobody_used():
    ratings = Ratings.from_table([[2, 1, 0], [0, 3, 0], [0, 0, 0]], level="nominal", categories=["a", "b", "c"])
    assert ratings.categories == ("a", "b", "c")
    assert ratings.values.count(("a", "b")) == 1
    assert ratings.n_units == 6


def test_counts_become_as_many_values():
    assert Ratings.from_counts([[2, 1], [0, 2]], level="nominal").values == ((1, 1, 2), (2, 2, None))


def test_units_and_coders_without_any_value_are_not_counted():
    ratings = Ratings.from_matrix([["a", None], [None, None]], level="nominal")
    assert (ratings.n_units, ratings.n_coders) == (1, 1)


def test_prevalence_is_the_share_of_the_values_given():
    assert Ratings.from_matrix([["a", "b"], ["a", None]], level="nominal").prevalence == {"a": 2 / 3, "b": 1 / 3}


def test_nothing_given_has_no_prevalence():
    assert Ratings.from_matrix([[None, None]], level="nominal").prevalence == {}


def test_sets_and_texts_are_sorted_the_same_on_every_run():
    sets = [frozenset("ba"), frozenset(), frozenset("c")]
    assert Ratings.from_matrix([sets], level="nominal").categories == (frozenset(), frozenset("c"), frozenset("ab"))


@given(st.lists(st.lists(st.sampled_from(["a", "b", None]), min_size=2, max_size=2), min_size=1, max_size=6), st.data())
def test_units_taken_again_are_coded_as_if_they_were_read_again(matrix, data):
    ratings = Ratings.from_matrix(matrix, level="nominal", categories=["a", "b"])
    positions = data.draw(st.lists(st.integers(0, len(matrix) - 1), min_size=1, max_size=8))
    taken = ratings.take(np.array(positions))
    read_again = Ratings.from_matrix([matrix[i] for i in positions], level="nominal", categories=["a", "b"])
    assert taken.values == read_again.values
    assert taken.coded.matrix.tolist() == read_again.coded.matrix.tolist()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("unit,coder,value\nu1,añ,sí\nu2,añ,\n".encode(), id="commas"),
        pytest.param("\ufeffvalue;unit;Coder\nsí;u1;añ\n;u2;añ\n".encode(), id="semicolons, BOM, other order"),
        pytest.param("unit\tcoder\tvalue\tmore\r\nu1\tañ\tsí\tx\r\n\r\nu2\tañ\r\n".encode("cp1252"), id="tabs, cp1252"),
    ],
)
def test_a_long_file_is_read_as_people_write_it(tmp_path: Path, content: bytes):
    path = tmp_path / "codes.csv"
    path.write_bytes(content)
    assert read_long_csv(path) == [("u1", "añ", "sí"), ("u2", "añ", "")]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("unit,value\nu1,1\n", "coder not found", id="column"),
        pytest.param("", "unit, coder, value not found", id="empty"),
        pytest.param("unit,coder,value\n,ana,1\n", "row 1 of the data", id="unit"),
        pytest.param("unit,coder,value\nu1,a,1\nu2,a,1\nu1,a,1\n", "coder a .* unit u1 .data rows 1 and 3", id="twice"),
    ],
)
def test_a_long_file_that_cannot_be_read_says_where(tmp_path: Path, content: str, message: str):
    path = tmp_path / "codes.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_long_csv(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(InputError, match=r"codes.csv cannot be read"):
        read_long_csv(tmp_path / "codes.csv")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path):
    path = tmp_path / "codes.csv"
    path.write_bytes(b"unit,coder,value\nu\x81\xff\x8d,a,1\n")
    with pytest.raises(InputError, match="not a text file"):
        read_long_csv(path)
