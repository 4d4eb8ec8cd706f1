import pytest

from qualkit.concepts.participation import attendance, talk_shares
from qualkit.model import AttendanceRow, Document, Member, Span, Turn
from qualkit.model.shares import Share


def row(
    event: str,
    school: str | None,
    came: bool | None,
    *,
    territory: str | None = "Norte",
    kind: str = "sesión territorial",
):
    return AttendanceRow(event, "2025-04-16", kind, territory, school, None, came)


MEMBERS = [
    *(
        Member(name, "Norte", cohort)
        for name, cohort in (("Alerce", "2023"), ("Boldo", "2023"), ("Canelo", "2024"), ("Díscolo", "2024"))
    ),
    *(Member(name, "Sur", "2024") for name in ("Espino", "Foye")),
    Member("Ginkgo", "Sur", "2023", active=False),
]
ROWS = [
    # Session 1 of Norte: two of four members came; Alerce sent three people, Boldo's row says nothing.
    row("s1", "Alerce", True), row("s1", " alerce ", True), row("s1", "Alerce", True), row("s1", "Canelo", True), row("s1", "Boldo", None),
    # Session 2 of Norte: one of four.
    row("s2", "Alerce", True), row("s2", "Canelo", False),
    # A workshop for both territories: Boldo and Espino of six, and a guest.
    row("t1", "Boldo", True, kind="taller"), row("t1", "Espino", True, territory="Sur", kind="taller"),
    row("t1", "Museo", True, territory="Sur", kind="taller"), row("t1", "Ginkgo", True, territory="Sur", kind="taller"),
]  # fmt: skip


def test_three_indicators_with_their_own_denominators():
    network = attendance(ROWS, MEMBERS).network
    assert network.members == 6
    assert network.any_event == Share(4, 6)  # Alerce, Canelo, Boldo, Espino
    assert network.any_session == Share(2, 6)  # Alerce, Canelo
    assert network.mean_attendance == pytest.approx((2 / 4 + 1 / 4 + 2 / 6) / 3)


def test_a_territory_counts_its_own_schools():
    north, south = attendance(ROWS, MEMBERS).territories
    assert (north.name, north.members, north.any_event, north.any_session) == ("Norte", 4, Share(3, 4), Share(2, 4))
    assert [event.schools for event in north.events] == [Share(2, 4), Share(1, 4), Share(1, 4)]
    assert (south.any_event, south.any_session) == (Share(1, 2), Share(0, 2))
    assert south.mean_attendance == pytest.approx(1 / 2)


def test_cohorts_have_the_same_three():
    first, second = attendance(ROWS, MEMBERS).cohorts
    assert (first.name, first.any_event) == ("2023", Share(2, 2))
    assert (second.name, second.any_event, second.any_session) == ("2024", Share(2, 4), Share(1, 4))


def test_guests_and_former_members_are_named_but_not_counted():
    made = attendance(ROWS, MEMBERS)
    assert made.outside == ("Ginkgo", "Museo")
    assert made.unknown == 1


def test_a_sheet_without_territory_invites_the_members_it_lists():
    made = attendance([row("e", "Alerce", True, territory=None), row("e", "Espino", False, territory=None)], MEMBERS)
    assert made.network.events[0].schools == Share(1, 2)


def test_nothing_out_of_nothing_is_not_zero():
    made = attendance([], [])
    assert made.network.any_event.value is None
    assert made.network.mean_attendance is None


def test_talk_is_shared_out_by_words():
    text = "Hola a todas.\nYo vengo cansada.\nGracias."
    turns = (
        Turn(Span(0, 13), "Facilitadora 1", facilitator=True),
        Turn(Span(14, 31), "Persona 1"),
        Turn(Span(32, 40), None),
    )
    (made,) = talk_shares([Document("d1", "Sesión 1", "transcript", text, turns, "Norte", 1)])
    assert (made.turns, made.words, made.facilitator_turns, made.facilitator, made.speakers) == (
        3,
        7,
        1,
        Share(3, 7),
        2,
    )


def test_documents_stand_by_territory_and_session():
    made = talk_shares(Document(f"{t}{s}", "x", "k", "", (), t, s) for t, s in (("Sur", 2), ("Norte", 2), ("Sur", 1)))
    assert [(talk.territory, talk.session) for talk in made] == [("Norte", 2), ("Sur", 1), ("Sur", 2)]
