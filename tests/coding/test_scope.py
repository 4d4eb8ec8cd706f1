import pytest

from qualkit.coding.scope import ancestors, in_scope, most_specific, standing
from qualkit.errors import InputError


def test_the_scope_is_the_book_or_one_family(book):
    assert in_scope(book) == book.codes
    assert [code.id for code in in_scope(book, "huerto")] == ["huerto", "riego", "cosecha"]


def test_an_unknown_family_names_the_families(book):
    with pytest.raises(InputError, match="Its families are: huerto, deseos"):
        in_scope(book, "nada")


def test_a_code_gives_way_to_those_below_it(book):
    assert standing(book, book.by_id["riego"]) == 1.0
    assert standing(book, book.by_id["huerto"]) == 0.5


def test_only_the_most_specific_codes_stay(book):
    assert most_specific(book, ["huerto", "riego", "deseos"]) == ["riego", "deseos"]
    assert most_specific(book, []) == []
    assert ancestors(book, "riego") == {"huerto"}
