"""The arithmetic of the figures, against numbers worked by hand or published."""

import math

import language_measures as measures
import numpy as np
import pytest
from language_measures import Arc, Counts, Figure


def test_pearson_of_a_worked_example():
    # means 3 and 4; products 8, squares 10 and 10
    assert measures.pearson([1, 2, 3, 4, 5], [2, 4, 3, 5, 6]) == pytest.approx(0.9)


def test_spearman_gives_ties_the_mean_of_their_places():
    # ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: products 4.5, squares 4.5 and 5
    assert measures.spearman([1, 5, 5, 9], [1, 2, 3, 40]) == pytest.approx(4.5 / math.sqrt(4.5 * 5))


def test_spearman_of_the_textbook_example_of_iq_and_television():
    iq = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 0, 27, 50, 28, 29, 20, 12, 6, 17]
    assert measures.spearman(iq, hours) == pytest.approx(-29 / 165)


@pytest.mark.parametrize(("xs", "ys"), [([1, 1, 1], [1, 2, 3]), ([1], [2]), ([], [])], ids=["flat", "one", "none"])
def test_what_does_not_vary_has_no_correlation(xs, ys):
    assert measures.pearson(xs, ys) is None
    assert measures.spearman(xs, ys) is None
    assert measures.correlation(xs, ys, measures.pearson).value is None


def test_the_interval_of_a_correlation_holds_it_and_is_the_same_every_time():
    rng = np.random.default_rng(1)
    xs = rng.normal(size=200)
    ys = xs + rng.normal(size=200)
    figure = measures.correlation(xs, ys, measures.pearson)
    assert figure.n == 200
    assert 0.55 < figure.low < figure.value < figure.high < 0.85
    assert figure == measures.correlation(xs, ys, measures.pearson)


@pytest.mark.parametrize(
    ("one", "other", "mean"),
    [(0.5, 1.0, 2 / 3), (0.4, 0.4, 0.4), (0.5, -0.1, 0.0), (None, 0.5, None)],
    ids=["worked", "equal", "below zero", "undefined"],
)
def test_the_harmonic_mean_of_the_shared_task(one, other, mean):
    assert measures.harmonic_mean(one, other) == (mean if mean is None else pytest.approx(mean))


def test_f1_of_spans_with_one_right_one_wrong_class_and_one_missed():
    meant = [(0, 5, "PER"), (9, 14, "LOC"), (20, 25, "ORG")]
    given = [(0, 5, "PER"), (9, 14, "ORG")]
    counts = measures.counts_of(given, meant)
    assert counts == Counts(1, 2, 3)
    assert measures.precision(counts) == 0.5
    assert measures.recall(counts) == pytest.approx(1 / 3)
    assert measures.f1(counts) == 0.4


def test_what_stands_twice_counts_twice():
    assert measures.counts_of("aab", "abb") == Counts(2, 3, 3)


def test_nothing_given_and_nothing_meant_is_no_zero():
    nothing = Counts(0, 0, 0)
    assert (measures.f1(nothing), measures.precision(nothing), measures.recall(nothing)) == (None, None, None)
    assert measures.f1_figure([nothing]) == Figure(None, 0)


def test_f1_over_groups_adds_up_before_it_divides():
    figure = measures.f1_figure([Counts(1, 1, 1), Counts(0, 2, 4)])
    assert figure.value == pytest.approx(2 / 8)
    assert figure.n == 5
    assert (figure.low, figure.high) == (0.0, 1.0)


def test_a_share_of_one_group_has_no_interval():
    assert measures.share([3], [4]) == Figure(0.75, 4)


def test_the_interval_of_a_share_draws_groups():
    # two groups: all right, all wrong: a quarter of the draws gives 0 and a quarter 1
    assert measures.share([5, 0], [5, 5]) == Figure(0.5, 10, 0.0, 1.0)


def test_a_difference_is_paired():
    figure = measures.difference([1, 1, 0, 1], [0, 1, 0, 0], ["a", "a", "b", "b"])
    assert figure == Figure(0.5, 4, 0.5, 0.5)


def test_attachment_of_a_worked_tree():
    # «La niña lee»: meant La→niña, niña→lee, lee is the root; given: the article hangs from the verb, nsubj as obj
    la, girl, reads = (0, 2), (3, 7), (8, 11)
    meant = [Arc(la, girl, "det"), Arc(girl, reads, "nsubj"), Arc(reads, None, "root")]
    given = [Arc(la, reads, "det"), Arc(girl, reads, "obj"), Arc(reads, None, "ROOT")]
    heads, labelled = measures.attachment(given, meant)
    assert heads == Counts(2, 3, 3)
    assert labelled == Counts(1, 3, 3)


def test_subtypes_of_relations_do_not_count():
    one, other = [Arc((0, 2), (3, 5), "expl:pv")], [Arc((0, 2), (3, 5), "expl")]
    assert measures.attachment(one, other)[1] == Counts(1, 1, 1)


def test_a_token_with_other_borders_is_wrong_for_its_dependants_too():
    meant = [Arc((0, 4), (5, 9), "det"), Arc((5, 9), None, "root")]
    given = [Arc((0, 4), (5, 7), "det"), Arc((5, 7), None, "root"), Arc((7, 9), (5, 7), "dep")]
    assert measures.attachment(given, meant)[0] == Counts(0, 3, 2)


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ("B-PER I-PER O B-LOC", [(0, 2, "PER"), (3, 4, "LOC")]),
        ("B-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("I-ORG I-ORG", [(0, 2, "ORG")]),
        ("B-PER I-LOC", [(0, 1, "PER"), (1, 2, "LOC")]),
        ("B-PER O I-PER", [(0, 1, "PER"), (2, 3, "PER")]),
        ("O O", []),
    ],
    ids=["plain", "neighbours", "no beginning", "other class", "after a gap", "none"],
)
def test_bio_labels_as_spans(labels, spans):
    assert measures.bio_spans(labels.split()) == spans


def test_the_cosine_of_an_empty_row_is_nothing():
    cosines = measures.row_cosines([[3, 4], [0, 0], [1, 0]], [[4, 3], [1, 0], [0, 1]])
    assert cosines.tolist() == pytest.approx([0.96, 0.0, 0.0])
