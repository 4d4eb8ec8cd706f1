import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.audit.agreement import Ratings, cohen_kappa, gwet_ac1
from qualkit.audit.codings import MEASURES, audit_codings, disagreements, measures, speaks_of
from qualkit.audit.labels import NO_CODE
from qualkit.model import Coding, Evidence, Label, Span

SESSIONS = {"d1": "s1", "d2": "s2", "d3": "s3"}


def unit(i):
    return Span(10 * i, 10 * i + 10)


def label(i, code="LAR", *, document="d1", coder="ana", value=1):
    return Label(document, unit(i), code, coder, value)


def coding(i, code="LAR", *, document="d1", coder="indicators", polarity="present", segment=None):
    segment = segment or unit(i)
    return Coding(
        document, segment, code, "book@1", coder, 0.9, Evidence(segment.start, segment.end, "así fue"), polarity
    )


def labels_of(answers, *, code="LAR", coder="ana"):
    """One label a unit, over three documents in turn."""
    return [label(i, code, document=f"d{i % 3 + 1}", coder=coder, value=v) for i, v in enumerate(answers)]


def codings_of(answers, *, code="LAR"):
    return [coding(i, code, document=f"d{i % 3 + 1}") for i, v in enumerate(answers) if v]


HUMAN = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]
MACHINE = [1, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0]


def test_a_code_is_counted_unit_by_unit():
    (made,) = audit_codings(labels_of(HUMAN), codings_of(MACHINE), SESSIONS).codes
    assert (made.n_units, made.n_human, made.n_machine) == (12, 4, 4)
    assert (made.true_positive, made.false_positive, made.false_negative, made.true_negative) == (3, 1, 1, 7)
    assert (made.precision, made.recall, made.f1, made.prevalence) == (0.75, 0.75, 0.75, pytest.approx(1 / 3))


def test_kappa_and_ac1_are_those_of_two_coders():
    (made,) = audit_codings(labels_of(HUMAN), codings_of(MACHINE), SESSIONS).codes
    ratings = Ratings.from_table([[3, 1], [1, 7]], level="nominal")
    assert made.kappa == pytest.approx(cohen_kappa(ratings).value)
    assert made.ac1 == pytest.approx(gwet_ac1(ratings).value)


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_the_measures_of_a_table_are_the_coefficients_of_its_ratings(cells):
    found, added, missed, neither = cells
    made = {key: float(value) for key, value in measures(np.array(cells)).items()}
    ratings = Ratings.from_table([[found, missed], [added, neither]], level="nominal")
    for key, coefficient in (("kappa", cohen_kappa(ratings)), ("ac1", gwet_ac1(ratings))):
        if coefficient.value is None:
            assert np.isnan(made[key])
        else:
            assert made[key] == pytest.approx(coefficient.value)


def test_intervals_come_from_sessions_drawn_again_and_hold_the_value():
    (made,) = audit_codings(labels_of(HUMAN), codings_of(MACHINE), SESSIONS).codes
    low, high = made.intervals["kappa"]
    assert low < made.kappa < high
    assert made.n_clusters == 3
    assert audit_codings(labels_of(HUMAN), codings_of(MACHINE), SESSIONS).codes[0] == made


def test_documents_of_one_session_are_drawn_together():
    together = audit_codings(labels_of(HUMAN), codings_of(MACHINE), dict.fromkeys(SESSIONS, "s1"))
    assert together.n_clusters == 1
    assert together.codes[0].intervals == {}
    assert "one session" in together.codes[0].reasons["kappa interval"]
    assert together.macro.intervals == {}


def test_a_document_without_session_is_one_by_itself():
    assert audit_codings(labels_of(HUMAN), [], {"d1": "s1", "d2": "s1"}).n_clusters == 2


def test_a_measure_that_never_varies_has_no_interval():
    (made,) = audit_codings(labels_of([1, 1, 1, 0, 0, 0]), codings_of([1, 1, 1, 0, 0, 0]), SESSIONS).codes
    assert made.precision == 1.0
    assert "every session says the same" in made.reasons["precision interval"]


def test_a_measure_that_is_often_undefined_has_no_interval():
    (made,) = audit_codings(labels_of([1, 0, 0]), codings_of([1, 0, 0]), SESSIONS).codes
    assert "too many" in made.reasons["recall interval"]


@pytest.mark.parametrize(
    ("human", "machine", "undefined"),
    [
        pytest.param([1, 0, 1, 0], [0, 0, 0, 0], {"precision"}, id="the machine is silent"),
        pytest.param([0, 0, 0, 0], [1, 0, 0, 0], {"recall"}, id="people are silent"),
        pytest.param([0, 0, 0], [0, 0, 0], {"precision", "recall", "f1", "kappa"}, id="nobody speaks"),
        pytest.param([1, 1, 1], [1, 1, 1], {"kappa"}, id="everybody always"),
    ],
)
def test_what_cannot_be_known_is_none_with_a_reason(human, machine, undefined):
    (made,) = audit_codings(labels_of(human), codings_of(machine), SESSIONS).codes
    assert {key for key in MEASURES if getattr(made, key) is None} == undefined
    assert undefined == {key for key in made.reasons if not key.endswith("interval")}
    assert made.reading


def test_only_units_that_people_labelled_count():
    (made,) = audit_codings([label(1)], [coding(1), coding(2), coding(3)], SESSIONS).codes
    assert (made.n_units, made.false_positive) == (1, 0)


def test_a_unit_looked_at_and_left_without_code_counts_as_not_given():
    made = audit_codings([label(1), label(2, NO_CODE, value=0)], [coding(2)], SESSIONS)
    assert [c.code for c in made.codes] == ["LAR"]
    assert (made.codes[0].n_units, made.codes[0].false_positive) == (2, 1)


def test_a_code_that_people_never_considered_is_no_error_of_the_machine():
    made = audit_codings([label(1)], [coding(1), coding(1, "REL")], SESSIONS)
    assert [c.code for c in made.codes] == ["LAR"]
    assert made.unjudged == ("REL",)
    assert audit_codings([label(1)], [coding(1, "REL")], SESSIONS, codes=["LAR", "REL"]).codes[1].false_positive == 1


def test_the_majority_of_people_is_the_reference_and_a_tie_is_left_out():
    people = [
        *(label(1, coder=c, value=v) for c, v in (("ana", 1), ("luis", 1), ("eva", 0))),
        *(label(2, coder=c, value=v) for c, v in (("ana", 1), ("luis", 0))),
    ]
    (made,) = audit_codings(people, [coding(1), coding(2)], SESSIONS).codes
    assert (made.n_units, made.true_positive, made.n_ties) == (1, 1, 1)


def test_people_are_compared_with_each_other():
    people = [*labels_of(HUMAN), *labels_of(MACHINE, coder="luis")]
    (made,) = audit_codings(people, [], SESSIONS).codes
    assert made.human_human.value == pytest.approx(
        cohen_kappa(Ratings.from_table([[3, 1], [1, 7]], level="nominal")).value
    )
    assert made.human_human_ac1.n_units == 12
    assert made.n_ties == 2


def test_one_person_alone_is_compared_with_nobody():
    (made,) = audit_codings(labels_of(HUMAN), [], SESSIONS).codes
    assert made.human_human is made.human_human_ac1 is None


def test_micro_pools_units_and_macro_averages_codes():
    people = [*labels_of(HUMAN), *labels_of([0] * 12, code="REL")]
    made = audit_codings(people, [*codings_of(MACHINE), coding(0, "REL")], SESSIONS)
    assert [c.code for c in made.codes] == ["LAR", "REL"]
    assert (made.micro.n_units, made.micro.true_positive, made.micro.false_positive) == (24, 3, 2)
    assert made.macro.means["precision"] == pytest.approx((0.75 + 0) / 2)
    assert (made.macro.means["recall"], made.macro.n_codes["recall"]) == (0.75, 1)
    low, high = made.macro.intervals["f1"]
    assert low < made.macro.means["f1"] < high


def test_the_audit_says_who_was_compared_over_what():
    made = audit_codings(labels_of(HUMAN), codings_of(MACHINE), SESSIONS)
    assert (made.n_units, made.n_documents, made.n_clusters) == (12, 3, 3)
    assert (made.human_coders, made.machine_coders) == (("ana",), ("indicators",))


def test_the_codings_of_one_coder_can_be_picked():
    both = [coding(1), coding(2, coder="learned")]
    made = audit_codings([label(1), label(2)], both, SESSIONS, coder="learned")
    assert (made.codes[0].true_positive, made.machine_coders) == (1, ("learned",))


def test_a_negated_coding_says_that_the_code_is_not_there():
    assert audit_codings([label(1)], [coding(1, polarity="negated")], SESSIONS).codes[0].n_machine == 0


def test_nothing_labelled_makes_an_empty_audit():
    made = audit_codings([], [coding(1)], SESSIONS, codes=["LAR"])
    assert (made.n_units, made.codes[0].ac1) == (0, None)
    assert "nothing can be said" in made.codes[0].reading
    assert set(made.codes[0].reasons) == set(MEASURES)
    assert audit_codings([], [], SESSIONS).codes == ()


@pytest.mark.parametrize(
    ("segment", "speaks"),
    [
        pytest.param(Span(10, 20), True, id="the same"),
        pytest.param(Span(15, 40), True, id="half of the shorter"),
        pytest.param(Span(16, 40), False, id="less than half"),
        pytest.param(Span(0, 100), True, id="all around"),
        pytest.param(Span(12, 14), True, id="inside"),
        pytest.param(Span(20, 30), False, id="next to it"),
        pytest.param(Span(15, 15), False, id="empty"),
    ],
)
def test_a_segment_speaks_of_a_label_if_it_covers_half_of_the_shorter(segment, speaks):
    assert speaks_of(segment, Span(10, 20)) is speaks


def test_a_segment_of_another_document_says_nothing():
    assert audit_codings([label(1)], [coding(1, document="d2")], SESSIONS).codes[0].n_machine == 0


def test_disagreements_are_listed_with_what_the_machine_pointed_at():
    people = [label(1), label(2, value=0), label(3), label(3, coder="luis", value=0)]
    made = disagreements(people, [coding(2), coding(2, coder="learned"), coding(3)])
    assert [(d.segment, d.code, d.human, d.machine, d.votes, d.voters, d.quotes) for d in made] == [
        (unit(1), "LAR", 1, 0, 1, 1, ()),
        (unit(2), "LAR", 0, 1, 0, 1, ("así fue",)),
    ]


def test_the_order_of_the_input_does_not_matter():
    people, machine = labels_of(HUMAN), codings_of(MACHINE)
    assert audit_codings(people, machine, SESSIONS) == audit_codings(people[::-1], machine[::-1], SESSIONS)
    assert disagreements(people, machine) == disagreements(people[::-1], machine[::-1])
