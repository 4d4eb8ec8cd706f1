import pytest

from qualkit.concepts.surveys import choice, scale, tally
from qualkit.model import Survey, SurveyItem
from qualkit.model.shares import Share


@pytest.mark.parametrize(
    ("favourable", "negative", "good"),
    [("low", False, 3), ("high", False, 1), ("low", True, 1), ("high", True, 3)],
    ids=[
        "agreeing is level 1",
        "agreeing is level 5",
        "negative, agreeing is level 1",
        "negative, agreeing is level 5",
    ],
)
def test_the_good_end_follows_scale_and_wording(favourable, negative, good):
    item = SurveyItem("c", "x", favourable=favourable, negative=negative)
    made = scale(item, [1, 1, 2, 3, 5])
    assert (made.favourable, made.neutral, made.unfavourable) == (Share(good, 5), Share(1, 5), Share(4 - good, 5))


@pytest.mark.parametrize(
    ("answer", "missing", "off"),
    [(None, 1, 0), ("", 1, 0), ("  ", 1, 0), ("No sabe", 0, 1), (0, 0, 1), (6, 0, 1), (True, 0, 1)],
    ids=["none", "empty", "blank", "does not know", "zero", "six", "boolean"],
)
def test_what_is_no_level_is_never_counted_as_one(answer, missing, off):
    made = scale(SurveyItem("c", "x"), [2, answer])
    assert (made.n, made.missing, made.off_scale, made.levels) == (1, missing, off, (0, 1, 0, 0, 0))


def test_levels_written_as_text_count():
    assert scale(SurveyItem("c", "x"), ["4", 4]).levels == (0, 0, 0, 2, 0)


def test_nobody_answered_is_no_share():
    assert scale(SurveyItem("c", "x"), [None]).favourable.value is None


def test_options_join_whatever_their_case_and_the_most_chosen_goes_first():
    made = choice(SurveyItem("c", "x", "choice"), ["Más apoyo", "mas  apoyo", "Tiempo", "Más apoyo", None])
    assert made.options == (("Más apoyo", 3), ("Tiempo", 1))
    assert (made.n, made.missing) == (4, 1)


def test_a_survey_keeps_the_order_of_items_and_its_defects():
    items = (SurveyItem("a", "A"), SurveyItem("t", "T", "text"), SurveyItem("b", "B"), SurveyItem("c", "C", "choice"))
    answers = ({"a": 1, "t": "bien", "b": 5, "c": "x"}, {"a": None, "b": 3, "t": " "})
    made = tally(Survey(items, answers, ("Una persona respondió dos veces.",)))
    assert [item.code for item in made.scales] == ["a", "b"]
    assert (made.answers, made.scales[0].n, made.scales[0].missing) == (2, 1, 1)
    assert (made.texts[0].n, made.texts[0].missing) == (1, 1)
    assert (made.choices[0].n, made.choices[0].missing) == (1, 1)
    assert made.notes == ("Una persona respondió dos veces.",)
