"""How many people fit what a quote shows."""

import pytest

from qualkit.concepts.disclosure import FEWEST, Crowd, Risk, Voice

NORTH = "Red Norte"


def voice(person: str, *charges: str, territory: str | None = NORTH, topics: str = "t", traits: str = "") -> Voice:
    return Voice(person, territory, frozenset(topics.split()), frozenset(charges), frozenset(traits.split()))


TEACHERS = [voice(f"Persona {n}") for n in range(10, 15)]


@pytest.mark.parametrize(
    ("others", "quote", "expected"),
    [
        pytest.param([voice("P1", "jefa")], voice("", "jefa"), [Risk("charge", "jefa", 1)], id="one"),
        pytest.param(
            [voice("P1", "jefa"), voice("P2", "jefa")], voice("", "jefa"), [Risk("charge", "jefa", 2)], id="two"
        ),
        pytest.param([voice(f"P{n}", "jefa") for n in range(FEWEST)], voice("", "jefa"), [], id="enough"),
        pytest.param(
            [voice("P1", "jefa"), voice("P1", "jefa"), voice("P1", "jefa")],
            voice("", "jefa"),
            [Risk("charge", "jefa", 1)],
            id="one person three times is one person",
        ),
        pytest.param(
            [voice(f"P{n}", "jefa", topics="other") for n in range(5)],
            voice("", "jefa"),
            [Risk("charge", "jefa", 1)],
            id="on another topic nobody counts",
        ),
        pytest.param(
            [voice(f"P{n}", "jefa", territory="Red Sur") for n in range(5)],
            voice("", "jefa"),
            [Risk("charge", "jefa", 1)],
            id="in another territory nobody counts",
        ),
        pytest.param(
            [voice("P1", "jefa")], voice("", "jefa", territory=None), [Risk("charge", "jefa", 1)], id="nowhere"
        ),
        pytest.param([voice("P1", traits="isla")], voice("", traits="isla"), [Risk("school", "isla", 1)], id="school"),
        pytest.param([], voice(""), [], id="shows nothing"),
    ],
)
def test_risks(others: list[Voice], quote: Voice, expected: list[Risk]) -> None:
    assert list(Crowd((*TEACHERS, *others)).risks(quote)) == expected


def test_a_territory_with_few_voices_is_a_risk_by_itself() -> None:
    crowd = Crowd((voice("P1"), voice("P2")))
    assert crowd.risks(voice("")) == (Risk("territory", NORTH, 2),)


def test_without_topics_everybody_in_the_territory_counts() -> None:
    crowd = Crowd((*TEACHERS, *(voice(f"P{n}", "jefa", topics=f"t{n}") for n in range(3))))
    assert crowd.risks(voice("", "jefa", topics="")) == ()
