from itertools import pairwise

import pytest

from qualkit.language.units import Piece, best_cuts, border_score, piece_of


def said(words, **facts):
    known = {"kind": "", "asks": False, "tells": False, "we": False}
    return Piece(words, **{**known, **facts})


def test_a_piece_knows_how_it_begins_and_what_it_does():
    piece = piece_of("Y entonces ¿cómo lo hicimos ayer — si llovió?")
    assert (piece.words, piece.kind, piece.asks, piece.tells, piece.we) == (8, "and", True, True, True)


@pytest.mark.parametrize(
    ("after", "other"),
    [
        (said(10, asks=True), said(10)),
        (said(10, kind="and"), said(10, kind="goes on")),
        (said(10), said(2)),
        (said(10, tells=True), said(10)),
        (said(10, heard=2.0), said(10, heard=0.0)),
    ],
    ids=["a question", "and, not because", "not two words", "begins to tell", "surer"],
)
def test_some_borders_are_likelier_than_others(after, other):
    assert border_score(said(10), after) > border_score(said(10), other)


def test_inside_a_sentence_that_was_too_long_a_border_says_nothing():
    assert border_score(said(10), said(10, asks=True, inside=True)) == 0


def test_pieces_are_joined_to_units_of_usual_length():
    cuts = best_cuts([said(8) for _ in range(12)])
    assert 2 <= len(cuts) <= 6


def test_no_unit_is_longer_than_allowed_unless_one_piece_is():
    pieces = [said(n) for n in (5, 70, 5, 30, 40)]
    cuts = [0, *best_cuts(pieces), len(pieces)]
    sizes = [[piece.words for piece in pieces[a:b]] for a, b in pairwise(cuts)]
    assert [70] in sizes
    assert all(sum(size) <= 60 or len(size) == 1 for size in sizes)


@pytest.mark.parametrize("pieces", [[], [said(5)]], ids=["none", "one"])
def test_nothing_to_cut(pieces):
    assert best_cuts(pieces) == []


def test_short_pieces_do_not_stand_alone():
    assert best_cuts([said(2, asks=True), said(20, kind="and", tells=True), said(1, asks=True)], min_words=4) == []
