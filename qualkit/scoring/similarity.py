"""How much a passage speaks like a text of the rubric: cosine of lemma counts, rare lemmas weighing more."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from qualkit.language.tokens import Token, analyse
from qualkit.language.words import fold
from qualkit.model import Criterion, Rubric


class LemmaSimilarity:
    """Compares texts by their lemmas; the weights come from the rubric alone, so they never depend on the forms."""

    def __init__(self, rubric: Rubric) -> None:
        texts = [text for criterion in rubric.criteria for text in about(criterion)]
        seen = Counter(word for text in texts for word in set(_content(analyse(text))))
        self._rarity = {word: math.log((1 + len(texts)) / (1 + n)) + 1 for word, n in seen.items()}
        self._unseen = math.log(1 + len(texts)) + 1
        self._vector_of = lru_cache(maxsize=1_000)(lambda text: self._vector(analyse(text)))

    def between(self, tokens: Sequence[Token], text: str) -> float:
        """Return the cosine (0 to 1) between a passage's tokens and ``text``; 0 where one of them says nothing."""
        return _cosine(self._vector(tokens), self._vector_of(text))

    def _vector(self, tokens: Sequence[Token]) -> Mapping[str, float]:
        return {word: n * self._rarity.get(word, self._unseen) for word, n in Counter(_content(tokens)).items()}


def about(criterion: Criterion) -> tuple[str, ...]:
    """Return the texts that say what a criterion is about: name, question, what counts as evidence and the anchors."""
    return (criterion.name, criterion.question, criterion.counts_as_evidence, *criterion.levels)


def _content(tokens: Sequence[Token]) -> Iterable[str]:
    return (fold(token.lemma) for token in tokens if token.is_word and not token.is_stop)


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    norm = math.sqrt(sum(v * v for v in left.values()) * sum(v * v for v in right.values()))
    return sum(value * right.get(word, 0.0) for word, value in left.items()) / norm if norm else 0.0
