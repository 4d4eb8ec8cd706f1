"""A codebook as vectors: what each code says of itself, facet by facet, weighed by how well a word tells codes apart.

Words count as lemmas and pairs of lemmas, and as pieces of three to five letters, so that «retroalimentar» still meets
«retroalimentación». The weight of a word (inverse document frequency) is taken from the codebook itself: a word that
most of its codes use tells nothing, whatever it means elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualkit.coding.scope import RESIDUAL_MARK
from qualkit.language.tokens import content_of, word_grams
from qualkit.model import Code, Codebook

Matrix = Any
"""A scipy sparse matrix; scipy ships no types."""
Floats = NDArray[np.float64]
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

WORD_SHARE = 0.2
"""How much of a vector's squared length is due to words; the rest is due to pieces of words."""

FACET_WEIGHTS = {"name": 0.5, "definition": 1.0, "include": 0.7, "indicator": 1.0, "phrase": 1.0, "example": 1.0}
_RULES_OF_THE_BOOK = (RESIDUAL_MARK, "cuando aplica", "hallazgo de programa", "opinión individual")


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that a code says of itself."""

    code: str
    kind: str
    text: str


def facets_of(code: Code) -> list[Facet]:
    """Return what a code says of itself; lines that only say when to use it are left out."""
    lines = [("name", code.name), ("definition", code.definition)]
    lines += [("include", line) for line in code.include]
    lines += [("indicator", line) for line in code.indicators]
    lines += [("example", line) for line in code.examples]
    lines += [("phrase", line) for line in code.phrases]
    return [Facet(code.id, kind, text) for kind, text in lines if text.strip() and not _is_rule(text)]


def exclusions_of(code: Code) -> list[Facet]:
    """Return what a code says it is not, without the reference to the code that it is."""
    lines = [line.split("→")[0].strip() for line in code.exclude if not _is_rule(line)]
    return [Facet(code.id, "exclude", line) for line in lines if line]


def _is_rule(line: str) -> bool:
    return line.lower().startswith(_RULES_OF_THE_BOOK)


class FacetSpace:
    """The vectors of a codebook and the way to bring a text beside them. Made once a book by ``facet_space``."""

    def __init__(self, codes: Sequence[Code]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.codes = tuple(codes)
        self.facets = tuple(facet for code in codes for facet in facets_of(code))
        self.exclusions = tuple(facet for code in codes for facet in exclusions_of(code))
        self._words = TfidfVectorizer(analyzer=word_grams, sublinear_tf=True)
        self._pieces = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 5), strip_accents="unicode", sublinear_tf=True
        )
        known = [*self.documents, *(facet.text for facet in self.exclusions)]
        self._words.fit([content_of(text) for text in known])
        self._pieces.fit(known)

    @cached_property
    def documents(self) -> list[str]:
        """All that each code says of itself, as one text a code."""
        return _joined(self.codes, self.facets)

    @cached_property
    def prose(self) -> list[str]:
        """What each code says of itself in sentences, its phrases left out, as one text a code."""
        return _joined(self.codes, [facet for facet in self.facets if facet.kind != "phrase"])

    def vectors(self, texts: Sequence[str], contents: Sequence[Sequence[str]] | None = None) -> Matrix:
        """Return a sparse matrix of one row a text, of length 1 where the codebook knows all its words, else shorter.

        A text of ten words of which the book knows one must not look as if it consisted of that one. ``contents`` are
        the lemmas of each text, where they are already at hand.
        """
        from scipy import sparse

        contents = [content_of(text) for text in texts] if contents is None else contents
        words = self._words.transform(contents) * np.sqrt(WORD_SHARE)
        pieces = self._pieces.transform(texts) * np.sqrt(1 - WORD_SHARE)
        return sparse.diags(self._known_shares(contents)) @ sparse.hstack([words, pieces], format="csr")

    def _known_shares(self, contents: Sequence[Sequence[str]]) -> Floats:
        """Return for each text the root of the share of its words that the book uses (words weigh by their square)."""
        known = self._words.vocabulary_
        shares = [sum(lemma in known for lemma in lemmas) / len(lemmas) if lemmas else 0.0 for lemmas in contents]
        roots: Floats = np.sqrt(np.array(shares))
        return roots

    @cached_property
    def document_vectors(self) -> Matrix:
        """One row a code: the middle between all it says of itself and what it says in sentences.

        A code with many phrases would otherwise drown its own definition.
        """
        return (self.vectors(self.documents) + self.vectors(self.prose)) / 2

    @cached_property
    def facet_vectors(self) -> Matrix:
        """One row a facet."""
        return self.vectors([facet.text for facet in self.facets])

    @cached_property
    def exclusion_vectors(self) -> Matrix:
        """One row a line of ``exclude``."""
        return self.vectors([facet.text for facet in self.exclusions])

    @cached_property
    def facet_weights(self) -> Floats:
        """The weight of each facet by its kind."""
        return np.array([FACET_WEIGHTS[facet.kind] for facet in self.facets])

    @cached_property
    def facet_table(self) -> NDArray[np.intp]:
        """One row a code: the rows of ``facet_vectors`` that are its own, filled up with one past the last."""
        return _table(self.codes, self.facets)

    @cached_property
    def exclusion_table(self) -> NDArray[np.intp]:
        """One row a code: the rows of ``exclusion_vectors`` that are its own, filled up with one past the last."""
        return _table(self.codes, self.exclusions)


def _joined(codes: Sequence[Code], facets: Sequence[Facet]) -> list[str]:
    texts: dict[str, list[str]] = {code.id: [] for code in codes}
    for facet in facets:
        texts[facet.code].append(facet.text)
    return [". ".join(lines) or "." for lines in texts.values()]


_LEAST_COLUMNS = 6


def _table(codes: Sequence[Code], facets: Sequence[Facet]) -> NDArray[np.intp]:
    rows: dict[str, list[int]] = {code.id: [] for code in codes}
    for i, facet in enumerate(facets):
        rows[facet.code].append(i)
    width = max(_LEAST_COLUMNS, *(len(own) for own in rows.values()))
    table = np.full((len(rows), width), len(facets), dtype=np.intp)
    for row, own in zip(table, rows.values(), strict=True):
        row[: len(own)] = own
    return table


@lru_cache(maxsize=8)
def _space(book_hash: str, codes: tuple[Code, ...]) -> FacetSpace:
    return FacetSpace(codes)


def facet_space(codebook: Codebook) -> FacetSpace:
    """Return the vectors of ``codebook``, made once for each content of a book."""
    return _space(codebook.hash, codebook.codes)
