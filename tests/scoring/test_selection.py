import pytest

from qualkit.errors import InputError
from qualkit.i18n import speaking
from qualkit.model import Criterion, Evidence, Experience, Rubric, Score, SelectionRow
from qualkit.scoring.selection import rank, select

ANCHORS = ("a", "b", "c", "d")
RUBRIC = Rubric("r", "v1", "R", tuple(Criterion(f"c{i}", f"C{i}", "¿?", ANCHORS) for i in range(4)))
QUOTE = (Evidence(0, 13, "tres palabras", "resumen"),)


def experience(name: str, territory: str | None = "Red Norte", focus: str | None = "convivencia") -> Experience:
    return Experience(name, territory, {"resumen": "tres palabras"}, focus=focus)


def levels(name: str, *given: int | None) -> list[Score]:
    return [
        Score(name, f"c{i}", level, "scored" if level else "no_evidence", QUOTE if level else (), "", "j")
        for i, level in enumerate(given)
    ]


def scores(**given: tuple[int | None, ...]) -> list[Score]:
    return [score for name, row in given.items() for score in levels(name, *row)]


def selected(rows: list[SelectionRow]) -> list[str]:
    return [row.id for row in rows if row.selected]


def reason(rows: list[SelectionRow], name: str) -> str:
    return next(row.reason for row in rows if row.id == name)


def test_what_has_no_evidence_is_left_out_of_the_mean() -> None:
    [standing] = rank([experience("a")], scores(a=(4, None, 2, None)), RUBRIC)
    assert (standing.total, standing.scored, standing.asked) == (3.0, 2, 4)


def test_the_mean_follows_the_weights() -> None:
    heavy = Rubric("r", "v1", "R", (RUBRIC.criteria[0], Criterion("c1", "C1", "¿?", ANCHORS, weight=3)))
    [standing] = rank([experience("a")], scores(a=(4, 2)), heavy)
    assert standing.total == 2.5


def test_whoever_has_too_few_levels_ranks_after_the_others_and_reads_why() -> None:
    rows = select(
        [experience("a"), experience("b")],
        scores(a=(4, None, None, None), b=(1, 1, 1, 1)),
        RUBRIC,
        top=1,
        per_territory=1,
    )
    assert selected(rows) == ["b"]
    assert "Only 1 of 4 criteria have a level and 2 are asked for" in reason(rows, "a")


def test_every_territory_gets_one_place_before_any_gets_a_second() -> None:
    north = [experience("n1"), experience("n2"), experience("n3")]
    south = [experience("s1", "Red Sur")]
    given = scores(n1=(4, 4, 4, 4), n2=(4, 4, 4, 3), n3=(4, 4, 3, 3), s1=(1, 1, 1, 1))
    assert selected(select([*north, *south], given, RUBRIC, top=2, per_territory=2)) == ["n1", "s1"]
    assert selected(select([*north, *south], given, RUBRIC, top=3, per_territory=2)) == ["n1", "n2", "s1"]


def test_no_territory_goes_over_its_quota_even_where_places_are_left() -> None:
    north = [experience("n1"), experience("n2"), experience("n3")]
    rows = select(north, scores(n1=(4,) * 4, n2=(3,) * 4, n3=(3,) * 4), RUBRIC, top=8, per_territory=2)
    assert selected(rows) == ["n1", "n2"]
    assert reason(rows, "n3") == "Just out: Red Norte already has 2 (this one: 3.00 over 4 of 4 criteria)."


def test_between_close_ones_a_new_focus_goes_first() -> None:
    rows = select(
        [experience("a"), experience("b", "Red Sur"), experience("c", "Red Sur", "formación")],
        scores(a=(4, 4, 4, 4), b=(3, 3, 3, 3), c=(3, 3, 3, 2)),
        RUBRIC,
        top=2,
        per_territory=1,
    )
    assert selected(rows) == ["a", "c"]
    assert reason(rows, "c").endswith("Brings the only one on formación.")


def test_a_new_focus_does_not_make_up_for_a_lower_level() -> None:
    rows = select(
        [experience("a"), experience("b", "Red Sur"), experience("c", "Red Sur", "formación")],
        scores(a=(4, 4, 4, 4), b=(3, 3, 3, 3), c=(2, 2, 2, 2)),
        RUBRIC,
        top=2,
        per_territory=1,
    )
    assert selected(rows) == ["a", "b"]


def test_equal_totals_go_by_levels_and_then_by_id() -> None:
    given = scores(b=(3, 3, None, None), c=(3, 3, 3, 3), a=(3, 3, None, None))
    assert [s.experience.id for s in rank([experience(n) for n in "bca"], given, RUBRIC)] == ["c", "a", "b"]


def test_without_any_level_nobody_is_chosen() -> None:
    rows = select([experience("a", None)], [], RUBRIC, top=3, per_territory=1)
    assert rows == [SelectionRow("a", None, 1, False, "Out: no criterion could be given a level.", None, "convivencia")]


def test_whoever_is_beaten_by_a_full_list_reads_so() -> None:
    many = [experience(n, f"Red {n}") for n in "abc"]
    rows = select(many, scores(a=(4,) * 4, b=(3,) * 4, c=(1,) * 4), RUBRIC, top=2, per_territory=1)
    assert reason(rows, "c") == "Out: the list of 2 is full (this one: 1.00 over 4 of 4 criteria)."


def test_whoever_gives_way_to_another_territory_reads_so() -> None:
    people = [experience("a"), experience("b"), experience("s", "Red Sur")]
    rows = select(people, scores(a=(4,) * 4, b=(3,) * 4, s=(1,) * 4), RUBRIC, top=2, per_territory=2)
    assert "its place went to another territory or focus" in reason(rows, "b")


@pytest.mark.parametrize(("place", "said"), [(0, "best"), (1, "second best"), (2, "third best"), (3, "number 4")])
def test_the_place_in_the_territory_is_said(place: int, said: str) -> None:
    people = [experience(n) for n in "abcd"]
    rows = select(people, scores(a=(4,) * 4, b=(3,) * 4, c=(2,) * 4, d=(1,) * 4), RUBRIC, top=4, per_territory=4)
    assert reason(rows, "abcd"[place]).startswith(f"In: {said}")


def test_the_order_of_the_input_changes_nothing() -> None:
    people = [experience(n, f"Red {i % 2}") for i, n in enumerate("abcdef")]
    given = scores(a=(3,) * 4, b=(3,) * 4, c=(4,) * 4, d=(2,) * 4, e=(3,) * 4, f=(1,) * 4)
    there = select(people, given, RUBRIC, top=3, per_territory=2)
    back = select(people[::-1], given[::-1], RUBRIC, top=3, per_territory=2)
    assert there == back


def test_a_decimal_is_written_as_the_language_writes_it() -> None:
    with speaking("en"):
        rows = select([experience("a")], scores(a=(3, 2, 2, 2)), RUBRIC, top=1, per_territory=1)
    assert "2.25 over 4 of 4" in rows[0].reason


@pytest.mark.parametrize(("top", "per_territory"), [(0, 1), (1, 0)])
def test_a_list_of_nothing_is_refused(top: int, per_territory: int) -> None:
    with pytest.raises(InputError):
        select([], [], RUBRIC, top=top, per_territory=per_territory)


def test_those_too_few_come_in_last_where_places_are_left() -> None:
    rows = select(
        [experience("a"), experience("b")], scores(a=(4, None, None, None), b=(1,) * 4), RUBRIC, top=2, per_territory=2
    )
    assert selected(rows) == ["b", "a"]
    assert "it ranks after the others" in reason(rows, "a")
