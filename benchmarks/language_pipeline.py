"""What the full pipeline of qualkit says of texts, in the values that the parts of this benchmark compare."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from language_material import Absent
from language_measures import Arc

if TYPE_CHECKING:
    from qualkit.language.pipeline import Parsed


def parsed(texts: Sequence[str], *, processes: int = 1) -> "list[Parsed]":
    """Return each text as the full pipeline understands it. Raises ``Absent`` where this installation has none."""
    from qualkit.errors import InputError
    from qualkit.language.pipeline import parse

    try:
        return list(parse(texts, processes=processes))
    except InputError as error:
        raise Absent(str(error).rstrip(".")) from error


def arcs_of(text: "Parsed") -> list[Arc]:
    """Return the tree of a text; the root of a sentence has no head."""
    places = [(token.start, token.end) for token in text.tokens]
    return [
        Arc(places[i], None if token.head == i else places[token.head], token.dep)
        for i, token in enumerate(text.tokens)
    ]
