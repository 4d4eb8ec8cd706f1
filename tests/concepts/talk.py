"""Invented passages for the tests of terms and maps."""

from collections.abc import Iterable

from qualkit.concepts.terms import Passage
from qualkit.model import Span


def passages(lines: Iterable[str], *, documents: int = 1) -> list[Passage]:
    """Return ``lines`` as passages of ``documents`` documents, each in a territory of its own, one after the other."""
    at = dict.fromkeys(range(documents), 0)
    made = []
    for i, text in enumerate(lines):
        d = i % documents
        made.append(Passage(f"d{d}", f"Red {'ABCDEFG'[d]}", 1, Span(at[d], at[d] + len(text)), text, turn=i + 1))
        at[d] += len(text) + 1
    return made


def frozen(made: Iterable[Passage]) -> dict[str, str]:
    """Return the frozen text of each document."""
    texts: dict[str, str] = {}
    for passage in made:
        texts[passage.document] = texts.get(passage.document, "").ljust(passage.span.start) + passage.text
    return texts
