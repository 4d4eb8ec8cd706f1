"""Whether a passage tells what is done or what is wished for, and which of the two a code is about.

A benefit is told («mejoró la asistencia»), an improvement is called for («sería bueno invitar a las familias»): the
same words, another mood. A code's mood is read off its own indicators.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from qualkit.coding.passages import Passages
from qualkit.language.negation import clause_bounds, is_hypothetical
from qualkit.language.tokens import Token, analyse
from qualkit.model import Code, Codebook

_PRIOR_WISHES, _PRIOR_SENTENCES = 0.3, 3.0


def wished_share(passages: Passages) -> float:
    """Return the share (0 to 1) of the sentences of a text in which something is wished, planned or called for."""
    moods = [_has_wish([t for t in passages.tokens if s.start <= t.start < s.end]) for s in passages.sentences]
    return sum(moods) / len(moods) if moods else 0.0


def _has_wish(tokens: Sequence[Token]) -> bool:
    i = 0
    while i < len(tokens):
        if is_hypothetical(tokens, i):
            return True
        i = max(clause_bounds(tokens, i)[1], i + 1)
    return False


def wished_rates(codebook: Codebook) -> dict[str, float]:
    """Return ``wished_rate`` of every code of a book, made once a book."""
    return _rates(codebook.hash, codebook.codes)


@lru_cache(maxsize=8)
def _rates(book_hash: str, codes: tuple[Code, ...]) -> dict[str, float]:
    return {code.id: wished_rate(code) for code in codes}


def wished_rate(code: Code) -> float:
    """Return how likely a sentence of this code is a wish: the share among its indicators, drawn towards one in ten."""
    wishes = sum(_has_wish(analyse(indicator)) for indicator in code.indicators)
    return (wishes + _PRIOR_WISHES) / (len(code.indicators) + _PRIOR_SENTENCES)


def agreement(share: float, rate: float) -> float:
    """Return the log-likelihood of a text's mood (``share``) under a code's mood (``rate``); 0 is full agreement."""
    return share * math.log(rate) + (1 - share) * math.log(1 - rate)
