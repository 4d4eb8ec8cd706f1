"""The LSA baseline: vectors from the words of the texts themselves, what a user would fit with scikit-learn.

TF-IDF over lemmas, pairs of lemmas and pieces of three to five letters, brought to a few hundred dimensions by latent
semantic analysis (truncated singular value decomposition, Deerwester et al. 1990). It learns from the texts that it is
fitted on which words go together there.
"""

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.tokens import content_of, word_grams
from qualkit.protocols import Vectors

_NOTHING = 1e-7
FORM = 1
"""The form of ``to_bytes``; part of the identity, so that a change of the arithmetic makes other vectors."""


@dataclass(frozen=True)
class LexicalSettings:
    """What shapes the vectors: how many dimensions at most, the share of words, how many terms and texts."""

    dimensions: int = 256
    word_share: float = 0.5
    pieces: tuple[int, int] = (3, 5)
    most_words: int = 12_000
    most_pieces: int = 12_000
    most_texts: int = 2_000


class LexicalEmbedder:
    """Vectors by latent semantic analysis. Make one with ``LexicalEmbedder.fit(texts)`` or ``from_bytes``."""

    def __init__(self, settings: LexicalSettings, words: "_Table", pieces: "_Table", axes: NDArray[np.float32]) -> None:
        self._settings, self._words, self._pieces, self._axes = settings, words, pieces, axes
        self._vectorizers: tuple[Any, Any] | None = None

    @classmethod
    def fit(cls, texts: Sequence[str], *, settings: LexicalSettings | None = None) -> Self:
        """Return an embedder that has learned from ``texts``: same texts and settings, same vectors.

        Raises ``InputError`` where the texts hold no word at all.
        """
        settings = settings or LexicalSettings()
        contents = [content_of(text) for text in texts]
        kept = [text for text, lemmas in zip(texts, contents, strict=True) if lemmas]
        if not kept:
            raise InputError(_("There is no text to learn vectors from."))
        words, pieces = _vectorizers(settings)
        by_word = words.fit_transform([lemmas for lemmas in contents if lemmas])
        axes = _axes(_weighed(by_word, pieces.fit_transform(kept), settings), settings)
        return cls(settings, _Table.of(words), _Table.of(pieces), axes)

    @cached_property
    def identity(self) -> str:
        """``lexical:`` and a hash of everything that shapes a vector."""
        return "lexical:" + hashlib.sha256(self.to_bytes()).hexdigest()[:16]

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._axes.shape[0])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array (len(texts), dimensions) of rows of length 1; a text without a word has a row of 0."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        contents = [content_of(text) for text in texts]
        dense = np.asarray(self._sparse(texts, contents) @ self._axes.T, dtype=np.float32)
        dense[[not lemmas for lemmas in contents]] = 0.0
        lengths = np.linalg.norm(dense, axis=1, keepdims=True)
        unit: Vectors = np.divide(dense, lengths, out=np.zeros_like(dense), where=lengths > _NOTHING)
        return unit

    def to_bytes(self) -> bytes:
        """Return the embedder as bytes (NumPy arrays and JSON; nothing in them is ever executed)."""
        head = {
            "form": FORM,
            "settings": asdict(self._settings),
            "words": self._words.terms,
            "pieces": self._pieces.terms,
        }
        buffer = io.BytesIO()
        for array in (
            np.frombuffer(json.dumps(head, ensure_ascii=False).encode(), dtype=np.uint8),
            self._words.idf,
            self._pieces.idf,
            self._axes,
        ):
            np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Return the embedder that ``to_bytes`` wrote. Raises ``InputError`` where the bytes are something else."""
        buffer = io.BytesIO(data)
        try:
            arrays = [np.lib.format.read_array(buffer, allow_pickle=False) for _part in range(4)]
            head = json.loads(arrays[0].tobytes())
            settings = LexicalSettings(**{**head["settings"], "pieces": tuple(head["settings"]["pieces"])})
            tables = _Table(tuple(head["words"]), arrays[1]), _Table(tuple(head["pieces"]), arrays[2])
        except (ValueError, KeyError, TypeError, EOFError) as error:
            raise InputError(_("The stored vectors cannot be read. Make them again.")) from error
        if head.get("form") != FORM:
            raise InputError(_("The stored vectors were made by another version of qualkit. Make them again."))
        return cls(settings, *tables, arrays[3])

    def _sparse(self, texts: Sequence[str], contents: Sequence[Sequence[str]]) -> Any:
        if self._vectorizers is None:
            self._vectorizers = _restored(self._settings, self._words, self._pieces)
        words, pieces = self._vectorizers
        return _weighed(words.transform(contents), pieces.transform(texts), self._settings)


@dataclass(frozen=True)
class _Table:
    """The terms of a vectorizer in the order of their columns, and their inverse document frequencies."""

    terms: tuple[str, ...]
    idf: NDArray[np.float64]

    @classmethod
    def of(cls, vectorizer: Any) -> "_Table":
        return cls(tuple(vectorizer.get_feature_names_out()), np.asarray(vectorizer.idf_, dtype=np.float64))


def _weighed(by_word: Any, by_piece: Any, settings: LexicalSettings) -> Any:
    from scipy import sparse

    share = settings.word_share
    return sparse.hstack([by_word * np.sqrt(share), by_piece * np.sqrt(1 - share)], format="csr")


def _vectorizers(settings: LexicalSettings, words: Any = None, pieces: Any = None) -> tuple[Any, Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    by_word = TfidfVectorizer(
        analyzer=word_grams, sublinear_tf=True, vocabulary=words, max_features=None if words else settings.most_words
    )
    by_piece = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=settings.pieces,
        strip_accents="unicode",
        sublinear_tf=True,
        vocabulary=pieces,
        max_features=None if pieces else settings.most_pieces,
    )
    return by_word, by_piece


def _restored(settings: LexicalSettings, words: _Table, pieces: _Table) -> tuple[Any, Any]:
    by_word, by_piece = _vectorizers(settings, list(words.terms), list(pieces.terms))
    by_word.idf_, by_piece.idf_ = words.idf, pieces.idf
    return by_word, by_piece


def _axes(matrix: Any, settings: LexicalSettings) -> NDArray[np.float32]:
    """Return the axes of the latent space, one a row, the strongest first; as many as the texts allow.

    They are the right singular vectors, found by way of the texts' own products (texts are fewer than terms). Of many
    texts an even sample is enough to find them. Signs are fixed, so that equal texts give equal axes.
    """
    from scipy.linalg import eigh

    step = -(-matrix.shape[0] // settings.most_texts)
    sample = matrix[::step]
    products = np.asarray((sample @ sample.T).toarray())
    count = products.shape[0]
    values, vectors = eigh(products, subset_by_index=(max(0, count - settings.dimensions), count - 1))
    strong = np.flatnonzero(values > _NOTHING)[::-1]
    axes = np.asarray(sample.T @ (vectors[:, strong] / np.sqrt(values[strong]))).T
    heaviest = np.abs(axes).argmax(axis=1)
    axes *= np.sign(axes[np.arange(len(axes)), heaviest])[:, None]
    return np.asarray(axes, dtype=np.float32)
