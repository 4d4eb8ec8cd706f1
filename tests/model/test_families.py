"""A codebook knows its families, and its hash names everything that a coder can see."""

import dataclasses

import pytest

from qualkit.model import Code, Codebook

CODES = (
    Code("a", "Aprender", "lo que se aprende"),
    Code("b", "Barreras", "lo que estorba"),
    Code("b.t", "Tiempo", "falta de tiempo", parent="b", phrases=("no alcanza",)),
    Code("b.t.h", "Horas", "horas no lectivas", parent="b.t", ordinal=1),
    Code("a.o", "Observar", "mirar clases", parent="a"),
)


@pytest.fixture
def book() -> Codebook:
    return Codebook("libro", "1", "Libro de prueba", CODES)


def _ids(codes: tuple[Code, ...]) -> list[str]:
    return [code.id for code in codes]


@pytest.mark.parametrize(("code", "ids"), [(None, ["a", "b"]), ("b", ["b.t"]), ("b.t.h", []), ("nada", [])])
def test_children_are_the_codes_right_below(book: Codebook, code: str | None, ids: list[str]) -> None:
    assert _ids(book.children(code)) == ids


@pytest.mark.parametrize(("code", "ids"), [("b", ["b", "b.t", "b.t.h"]), ("a", ["a", "a.o"]), ("b.t.h", ["b.t.h"])])
def test_a_family_is_everything_below_in_the_order_of_the_book(book: Codebook, code: str, ids: list[str]) -> None:
    assert _ids(book.family(code)) == ids


@pytest.mark.parametrize(("code", "root"), [("b.t.h", "b"), ("b", "b"), ("a.o", "a")])
def test_the_root_is_the_top_of_the_family(book: Codebook, code: str, root: str) -> None:
    assert book.root(code).id == root


def test_leaves_have_nothing_below(book: Codebook) -> None:
    assert _ids(book.leaves) == ["b.t.h", "a.o"]


def test_codes_are_found_by_id(book: Codebook) -> None:
    assert book.by_id["b.t"] == CODES[2]


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Code)])
def test_the_hash_changes_with_everything_that_a_code_says(book: Codebook, field: str) -> None:
    other = {"ordinal": 2, "parent": "a"}.get(field, "otro")
    value = getattr(CODES[3], field)
    changed = dataclasses.replace(CODES[3], **{field: (other,) if isinstance(value, tuple) else other})
    codes = tuple(changed if code.id == "b.t.h" else code for code in CODES)
    assert dataclasses.replace(book, codes=codes).hash != book.hash


def test_the_hash_does_not_depend_on_what_the_file_is_called(book: Codebook) -> None:
    assert dataclasses.replace(book, version="2", title="Otro título").hash == book.hash
