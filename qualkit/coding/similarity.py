"""The ``similarity`` coder: a code is proposed where a text sounds like what the code says of itself.

Two views are added up. The text as a whole is compared with everything a code says (cosine); and each of its clauses
and sentences is compared with each facet of the code, where the best passage for a facet counts and the best facets of
a code are averaged (late interaction, after Khattab and Zaharia, «ColBERT», SIGIR 2020). A line of ``exclude`` that is
nearer than any facet counts against the code. An embedder, where one is given, adds its own cosine to the second view.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qualkit.coding.facets import FacetSpace, Floats, Matrix, facet_space
from qualkit.coding.ground import has_ground, own_words
from qualkit.coding.passages import Passages
from qualkit.coding.scope import in_scope, most_specific, standing
from qualkit.model import Codebook, Span, Suggestion
from qualkit.protocols import Embedder

BATCH = 256
"""How many texts are compared at a time; bounds the memory, changes no figure."""

LATE_WEIGHT, BEST_FACETS, EXCLUSION_WEIGHT, DENSE_WEIGHT = 0.3, 6, 0.3, 0.5
MIDDLE, SLOPE = 0.19, 14.0
THRESHOLD, MARGIN, MOST_CODES = 0.5, 0.6, 3


@dataclass(frozen=True)
class Likeness:
    """How like a text and the codes of a book are: one raw figure a code, and the passage that speaks most for it."""

    passages: Passages
    raw: Floats
    best_passage: NDArray[np.intp]

    def span(self, code_index: int) -> Span:
        """Return the passage that speaks most for a code."""
        return self.passages.spans[int(self.best_passage[code_index])]


class SimilarityCoder:
    """Proposes the codes whose own words a text sounds like. ``embedder`` adds meaning where a model is at hand."""

    name = "similarity"

    def __init__(self, *, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def code(self, texts: Sequence[str], codebook: Codebook, *, under: str | None = None) -> list[list[Suggestion]]:
        """Return at most three suggestions for each text, best first; none where no code is like it."""
        space = facet_space(codebook)
        index = {code.id: i for i, code in enumerate(space.codes)}
        suggested: list[list[Suggestion]] = []
        for likeness in self.likenesses(texts, codebook):
            scores = _in_scope_scores(likeness, codebook, under)
            grounded = {
                c: score for c, score in scores.items() if score >= THRESHOLD and self.has_ground(likeness, c, codebook)
            }
            found = (_suggestion(likeness, c, scores[c], index[c]) for c in likely(grounded, codebook))
            suggested.append([suggestion for suggestion in found if suggestion is not None])
        return suggested

    def scores(self, texts: Sequence[str], codebook: Codebook, *, under: str | None = None) -> list[dict[str, float]]:
        """Return for each text the confidence (0 to 1) of every code in scope; it is not a calibrated probability."""
        return [_in_scope_scores(likeness, codebook, under) for likeness in self.likenesses(texts, codebook)]

    def has_ground(self, likeness: Likeness, code_id: str, codebook: Codebook) -> bool:
        """Say whether the text says words that are the code's own; with an embedder meaning needs no words."""
        return self._embedder is not None or has_ground(likeness.passages, own_words(codebook)[code_id])

    def likenesses(self, texts: Sequence[str], codebook: Codebook) -> Iterator[Likeness]:
        """Yield for each text how like it is to every code of the book, in or out of scope."""
        space = facet_space(codebook)
        for start in range(0, len(texts), BATCH):
            yield from _compare([Passages(text) for text in texts[start : start + BATCH]], space, self._embedder)


def likely(scores: dict[str, float], codebook: Codebook, *, threshold: float = THRESHOLD) -> list[str]:
    """Return the few codes to propose, best first: over the threshold, near the best, the most specific."""
    best = max(scores.values(), default=0.0)
    kept = [c for c in scores if scores[c] >= max(threshold, best * MARGIN)]
    return most_specific(codebook, sorted(kept, key=lambda c: -scores[c]))[:MOST_CODES]


def confidence(raw: float) -> float:
    """Return a raw likeness on the scale from 0 to 1: a logistic curve, monotone, not calibrated."""
    return float(1.0 / (1.0 + np.exp(-SLOPE * (raw - MIDDLE))))


def _in_scope_scores(likeness: Likeness, codebook: Codebook, under: str | None) -> dict[str, float]:
    raw = {code.id: float(value) for code, value in zip(codebook.codes, likeness.raw, strict=True)}
    return {code.id: confidence(raw[code.id] * standing(codebook, code)) for code in in_scope(codebook, under)}


def _suggestion(likeness: Likeness, code_id: str, score: float, code_index: int) -> Suggestion | None:
    evidence = likeness.passages.evidence(likeness.span(code_index))
    return None if evidence is None else Suggestion(code_id, score, evidence)


def _compare(batch: Sequence[Passages], space: FacetSpace, embedder: Embedder | None) -> Iterator[Likeness]:
    whole = space.vectors([p.text for p in batch], [p.content() for p in batch])
    overall = (whole @ space.document_vectors.T).toarray()
    spans = [span.of(p.text) for p in batch for span in p.spans]
    parts = space.vectors(spans, [p.content(span) for p in batch for span in p.spans])
    nearness = _by_facet(parts, spans, space, embedder)
    against = (parts @ space.exclusion_vectors.T).toarray() if space.exclusions else np.zeros((len(spans), 0))
    row = 0
    for i, passages in enumerate(batch):
        rows = slice(row, row + len(passages.spans))
        row = rows.stop
        yield _likeness(passages, overall[i], nearness[rows], against[rows], space)


def _by_facet(parts: Matrix, spans: Sequence[str], space: FacetSpace, embedder: Embedder | None) -> Floats:
    """Return the cosine of every passage with every facet, weighed by the kind of facet."""
    nearness: Floats = (parts @ space.facet_vectors.T).toarray()
    if embedder is not None:
        dense = embedder.embed(spans) @ embedder.embed([facet.text for facet in space.facets]).T
        nearness = (1 - DENSE_WEIGHT) * nearness + DENSE_WEIGHT * np.maximum(dense, 0.0)
    return nearness * space.facet_weights


def _likeness(passages: Passages, overall: Floats, nearness: Floats, against: Floats, space: FacetSpace) -> Likeness:
    """Sum up one text; ``nearness`` and ``against`` have a row a passage and a column a facet or an exclusion."""
    by_facet = np.append(nearness.max(axis=0), 0.0)[space.facet_table]
    by_exclusion = np.append(against.max(axis=0), 0.0)[space.exclusion_table]
    late = -np.partition(-by_facet, BEST_FACETS - 1, axis=1)[:, :BEST_FACETS].mean(axis=1)
    excess = np.maximum(0.0, by_exclusion.max(axis=1) - by_facet.max(axis=1))
    best_facet = np.take_along_axis(space.facet_table, by_facet.argmax(axis=1)[:, None], axis=1)[:, 0]
    best_passage = np.append(nearness.argmax(axis=0), 0)[best_facet]
    return Likeness(passages, overall + LATE_WEIGHT * late - EXCLUSION_WEIGHT * excess, best_passage)
