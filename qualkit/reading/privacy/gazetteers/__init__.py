"""Lists of names and places, one word after another in plain text files, as facts typed from general knowledge."""

from functools import lru_cache
from importlib.resources import files

from qualkit.reading.spelling import bare

SURE, IN_LOWER_CASE, ALWAYS = 1, 2, 3
"""How far a name is also another word: never, in lower case only («lucas»), always («rosa»)."""
_MARKS = {"-": IN_LOWER_CASE, "*": ALWAYS}


def _lines(name: str) -> list[str]:
    text = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@lru_cache(maxsize=8)
def names(name: str) -> dict[str, int]:
    """Return the names of the list ``name`` (``bare``) and how far each is also another word; the surest mark wins."""
    found: dict[str, int] = {}
    for line in _lines(name):
        for word in line.split():
            mark = _MARKS.get(word[-1], SURE)
            key = bare(word.rstrip("-*"))
            found[key] = max(found.get(key, SURE), mark)
    return found


@lru_cache(maxsize=8)
def phrases(name: str) -> frozenset[str]:
    """Return the entries of a list with one of several words after each comma (``bare``)."""
    return frozenset(key for line in _lines(name) for entry in line.split(",") if (key := bare(entry)))


@lru_cache(maxsize=8)
def words(name: str) -> frozenset[str]:
    """Return the single words of a list (``bare``)."""
    return frozenset(key for line in _lines(name) for word in line.split() if (key := bare(word)))
