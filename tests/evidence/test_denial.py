"""A denial right before a quote is seen; an answer, a word further off and a turn before it are not."""

import pytest

from qualkit.evidence.denial import negated_before
from qualkit.model import Span


@pytest.mark.parametrize(
    ("before", "denied"),
    [
        *[(word + " ", True) for word in ("no", "No", "ni", "nunca", "jamás", "JAMÁS", "sin", "tampoco")],
        ("Y las familias no\n", True),
        ("y dijo que no «", True),
        ("no, ", False),
        ("No. ", False),
        ("no siempre ", False),
        ("pepino ", False),
        ("", False),
    ],
)
def test_only_the_word_right_before_denies(before: str, denied: bool) -> None:
    text = f"{before}llegan las familias"
    assert negated_before(text, Span(len(before), len(text))) is denied
