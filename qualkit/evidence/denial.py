"""What the gate cannot see: a denial right before a quote, which turns round what the quote says."""

import re

from qualkit.model import Span

_DENIALS = frozenset(("no", "ni", "nunca", "jamás", "jamas", "sin", "tampoco"))
_WORD_BEFORE = re.compile(r"(\w+)[\s«“„\"'‘’»”]*\Z")


def negated_before(text: str, span: Span) -> bool:
    """Say whether the word right before ``span`` denies what follows («no» before «llegan las familias»).

    ``text`` is what one speaker says. A denial beyond a comma or a full stop is an answer and does not count.
    """
    before = _WORD_BEFORE.search(text[max(0, span.start - 40) : span.start])
    return before is not None and before[1].casefold() in _DENIALS
