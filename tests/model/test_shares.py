"""Counts over counts: nothing out of nothing is no number, and what is missing is not counted as an answer."""

import pytest

from qualkit.model.maps import MapEdge
from qualkit.model.shares import (
    AttendanceGroup,
    ChoiceTally,
    EventAttendance,
    ScaleTally,
    Share,
    TalkShare,
)


@pytest.mark.parametrize(("n", "of", "value"), [(1, 4, 0.25), (0, 4, 0.0), (0, 0, None)])
def test_a_share_of_nothing_has_no_value(n: int, of: int, value: float | None) -> None:
    assert Share(n, of).value == value


def _group(*shares: Share) -> AttendanceGroup:
    events = tuple(EventAttendance(f"s{i}", None, "sesión", share) for i, share in enumerate(shares))
    return AttendanceGroup("Costa", 4, Share(1, 4), Share(1, 4), events)


def test_mean_attendance_leaves_out_events_without_invited_schools() -> None:
    assert _group(Share(1, 4), Share(0, 0), Share(3, 4)).mean_attendance == 0.5


@pytest.mark.parametrize("shares", [(), (Share(0, 0),)], ids=["no events", "nobody invited"])
def test_no_attendance_is_not_zero(shares: tuple[Share, ...]) -> None:
    assert _group(*shares).mean_attendance is None


@pytest.mark.parametrize(("end", "favourable", "unfavourable"), [("low", 5, 9), ("high", 9, 5)])
def test_the_good_end_says_what_is_favourable(end: str, favourable: int, unfavourable: int) -> None:
    tally = ScaleTally("p1", "¿Sirve?", (2, 3, 6, 4, 5), missing=7, off_scale=1, good_end=end, negative=False)
    assert tally.n == 20
    assert (tally.favourable, tally.neutral, tally.unfavourable) == (
        Share(favourable, 20),
        Share(6, 20),
        Share(unfavourable, 20),
    )


def test_a_choice_counts_who_chose() -> None:
    assert ChoiceTally("p2", "¿Cuál?", (("a", 3), ("b", 1)), missing=5).n == 4


def test_the_facilitators_share_is_of_words() -> None:
    assert TalkShare("d1", "", None, None, 10, 200, 9, 50, 3).facilitator == Share(50, 200)


@pytest.mark.parametrize(("relation", "directed"), [("requires", True), ("together", False), ("associated", False)])
def test_a_proposition_reads_one_way_and_an_association_both(relation: str, directed: bool) -> None:
    edge = MapEdge("a", "b", relation, "", 1, 1.0)  # type: ignore[arg-type]
    assert edge.directed is directed
