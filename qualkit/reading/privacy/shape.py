"""How far a spelling nobody has listed looks like a name: by its letters, told from the lists and the vocabulary."""

import math
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from qualkit import resources
from qualkit.language.lemmas import WORDS, read_words
from qualkit.reading.privacy.gazetteers import SURE, names
from qualkit.reading.spelling import bare

_LENGTH = 3
_SMOOTHING = 1.0
SHORTEST = 4


@cache
def vocabulary() -> frozenset[str]:
    """Return the words (``bare``) of the lexicon of lemmas that comes with qualkit."""
    return frozenset(bare(word) for word in read_words(resources.path("models", WORDS)) if word.isalpha())


@lru_cache(maxsize=50_000)
def likeness(word: str) -> float:
    """Return the mean log-odds of the letters of ``word`` (``bare``), three by three, in a name rather than a word."""
    odds = _odds()
    grams = list(_grams(word))
    return sum(odds.get(gram, 0.0) for gram in grams) / len(grams)


@cache
def _odds() -> dict[str, float]:
    listed = (*names("first_names").items(), *names("surnames").items())
    people = {name for name, mark in listed if mark == SURE and name.isalpha() and len(name) >= SHORTEST}
    words = {word for word in vocabulary() - people if len(word) >= SHORTEST}
    of_people, of_words = _counts(people), _counts(words)
    all_of_people, all_of_words = of_people.total(), of_words.total()
    kinds = len(of_people | of_words)
    return {
        gram: math.log((of_people[gram] + _SMOOTHING) / (all_of_people + _SMOOTHING * kinds))
        - math.log((of_words[gram] + _SMOOTHING) / (all_of_words + _SMOOTHING * kinds))
        for gram in of_people | of_words
    }


def _counts(words: Iterable[str]) -> Counter[str]:
    return Counter(gram for word in words for gram in _grams(word))


def _grams(word: str) -> Iterable[str]:
    framed = f"^{word}$"
    return (framed[i : i + _LENGTH] for i in range(len(framed) - _LENGTH + 1))
