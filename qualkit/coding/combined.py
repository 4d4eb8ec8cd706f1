"""The ``combined`` coder, the default: what a text sounds like, which phrases it says, and in which mood.

The raw figure of a code is its likeness (``similarity``), plus its phrases (``indicators``), plus how well the mood of
the text fits the code (``mood``). A logistic curve brings it to 0–1. That curve is monotone and fixed; until a project
has labels of its own to calibrate on, 0.7 means «more likely than 0.6» and not «right seven times in ten».
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualkit.coding import indicators, similarity
from qualkit.coding.mood import agreement, wished_rates, wished_share
from qualkit.coding.passages import Passages
from qualkit.coding.scope import in_scope, standing
from qualkit.evidence import count_words
from qualkit.language.small_talk import is_small_talk
from qualkit.model import Code, Codebook, Suggestion
from qualkit.protocols import Embedder

PHRASE_WEIGHT, PHRASE_WEIGHT_IN_TALK, MOOD_WEIGHT = 0.06, 0.40, 0.06
SHORT, LONG = 30, 80
"""Up to so many words a text is a piece of talk, from so many on a paragraph; in between, something of both."""
SMALL_TALK_WEIGHT = 0.5
"""By how much likeness counts less in a text that only asks, greets or arranges things."""
THRESHOLD = 0.5


@dataclass(frozen=True)
class Judged:
    """A text with its score for every code in scope, and what the scores rest on."""

    likeness: similarity.Likeness
    matches: list[indicators.Match]
    scores: dict[str, float]


class CombinedCoder:
    """Proposes a few codes for a text, each with the words that speak for it, or none."""

    name = "combined"

    def __init__(self, *, embedder: Embedder | None = None, threshold: float = THRESHOLD) -> None:
        self._similarity = similarity.SimilarityCoder(embedder=embedder)
        self._threshold = threshold

    def code(self, texts: Sequence[str], codebook: Codebook, *, under: str | None = None) -> list[list[Suggestion]]:
        """Return at most three suggestions for each text, best first; an empty list where the coder abstains.

        ``under`` restricts them to the family of a code; ``InputError`` where the book has no such code.
        """
        return [suggestions for suggestions, _scores in self.code_with_scores(texts, codebook, under=under)]

    def scores(self, texts: Sequence[str], codebook: Codebook, *, under: str | None = None) -> list[dict[str, float]]:
        """Return for each text the confidence (0 to 1) of every code in scope; it is not a calibrated probability."""
        return [judged.scores for judged in self._judge(texts, codebook, under)]

    def code_with_scores(
        self, texts: Sequence[str], codebook: Codebook, *, under: str | None = None
    ) -> Iterator[tuple[list[Suggestion], dict[str, float]]]:
        """Yield for each text its suggestions and its scores, made in one pass."""
        index = {code.id: i for i, code in enumerate(codebook.codes)}
        for judged in self._judge(texts, codebook, under):
            grounded = {c: score for c, score in judged.scores.items() if self._has_ground(judged, c, codebook)}
            chosen = similarity.likely(grounded, codebook, threshold=self._threshold)
            found = (_suggestion(judged, code_id, index[code_id]) for code_id in chosen)
            yield [suggestion for suggestion in found if suggestion is not None], judged.scores

    def _has_ground(self, judged: Judged, code_id: str, codebook: Codebook) -> bool:
        if judged.scores[code_id] < self._threshold:
            return False
        if any(match.stands_alone for match in judged.matches if match.code == code_id):
            return True
        return self._similarity.has_ground(judged.likeness, code_id, codebook)

    def _judge(self, texts: Sequence[str], codebook: Codebook, under: str | None) -> Iterator[Judged]:
        scope = in_scope(codebook, under)
        for likeness in self._similarity.likenesses(texts, codebook):
            found = indicators.matches(likeness.passages, codebook, under)
            yield Judged(likeness, found, _scores(likeness, found, codebook, scope))


def _scores(
    likeness: similarity.Likeness, found: list[indicators.Match], codebook: Codebook, scope: Sequence[Code]
) -> dict[str, float]:
    passages = likeness.passages
    heard = 1.0 - SMALL_TALK_WEIGHT * _small_talk_share(passages)
    raw = dict(zip((code.id for code in codebook.codes), (heard * likeness.raw).tolist(), strict=True))
    said = indicators.scores_of(found, codebook)
    weight = phrase_weight(count_words(passages.text))
    share, rates = wished_share(passages), wished_rates(codebook)
    return {
        code.id: similarity.confidence(
            standing(codebook, code) * (raw[code.id] + weight * said[code.id])
            + MOOD_WEIGHT * agreement(share, rates[code.id])
        )
        for code in scope
    }


def phrase_weight(words: int) -> float:
    """Return how much a phrase weighs in a text of so many words: talk is short, and says a thing once."""
    shortness = min(1.0, max(0.0, (LONG - words) / (LONG - SHORT)))
    return PHRASE_WEIGHT + (PHRASE_WEIGHT_IN_TALK - PHRASE_WEIGHT) * shortness


def _small_talk_share(passages: Passages) -> float:
    sentences = [passages.tokens_in(sentence) for sentence in passages.sentences]
    return sum(map(is_small_talk, sentences)) / len(sentences) if sentences else 0.0


def _suggestion(judged: Judged, code_id: str, code_index: int) -> Suggestion | None:
    """Return the suggestion with its quote: the clause of the strongest phrase, else the passage most like the code."""
    passages = judged.likeness.passages
    own = [match for match in judged.matches if match.code == code_id]
    span = judged.likeness.span(code_index)
    if own:
        strongest = max(own, key=lambda match: match.strength).span
        span = passages.clause_at(strongest.start, strongest.end)
    evidence = passages.evidence(span)
    if evidence is None:
        return None
    polarity = indicators.polarity_of(judged.matches, code_id)
    return Suggestion(code_id, judged.scores[code_id], evidence, polarity)
