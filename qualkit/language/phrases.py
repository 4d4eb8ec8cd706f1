"""What hangs together in a parsed text: noun phrases, who does what, and what is said not to be."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from qualkit.language.pipeline import Parsed
from qualkit.model import Span

_PARTS = frozenset(("det", "amod", "nummod", "flat", "compound", "goeswith"))
_SUBJECTS = frozenset(("nsubj", "csubj"))
_NEGATIONS = frozenset(("no", "nunca", "jamás", "tampoco", "ni"))


def children(parsed: Parsed) -> Mapping[int, Sequence[int]]:
    """Return, by the place of a token, the places of the tokens that hang from it, in order."""
    hanging: defaultdict[int, list[int]] = defaultdict(list)
    for i, token in enumerate(parsed.tokens):
        if token.head != i:
            hanging[token.head].append(i)
    return hanging


def noun_phrases(parsed: Parsed) -> tuple[Span, ...]:
    """Return each noun with its article, adjectives and numbers, as far as they stand together: «un taller pequeño».

    What follows a preposition is a phrase of its own («la sala», «de clases» gives «clases»).
    """
    hanging = children(parsed)
    found = []
    for i, token in enumerate(parsed.tokens):
        if token.pos in ("NOUN", "PROPN") and token.dep not in ("flat", "compound", "amod"):
            own = _with_parts(parsed, hanging, i)
            first, last = _together(own, i)
            found.append(Span(parsed.tokens[first].start, parsed.tokens[last].end))
    return tuple(found)


def _with_parts(parsed: Parsed, hanging: Mapping[int, Sequence[int]], i: int) -> set[int]:
    own, waiting = {i}, [i]
    while waiting:
        parts = [k for k in hanging.get(waiting.pop(), ()) if parsed.tokens[k].dep in _PARTS and k not in own]
        own.update(parts)
        waiting.extend(parts)
    return own


def _together(places: set[int], i: int) -> tuple[int, int]:
    first = last = i
    while first - 1 in places:
        first -= 1
    while last + 1 in places:
        last += 1
    return first, last


def subjects(parsed: Parsed) -> tuple[tuple[int, int], ...]:
    """Return the places of each subject and of the word that it is the subject of, in order."""
    return tuple((i, token.head) for i, token in enumerate(parsed.tokens) if token.dep in _SUBJECTS)


def negated(parsed: Parsed) -> tuple[int, ...]:
    """Return the places of the words that «no», «nunca», «jamás», «tampoco» or «ni» hang from, in order."""
    found = {
        token.head
        for i, token in enumerate(parsed.tokens)
        if token.text.lower() in _NEGATIONS and token.head != i and token.dep in ("advmod", "cc", "det")
    }
    return tuple(sorted(found))
