"""The ``local`` embedder, the default: a vector for every text, with no model server, no network and no fitting.

A text is the weighted sum of its words, and a word has two halves that are kept apart to the end:

- what it *means*: a static vector, learned from open Spanish text by ``training/vectors.py`` (positive pointwise mutual
  information of neighbouring words, brought to 256 dimensions by a singular value decomposition, and drawn towards
  synonyms and inflections); a form that was never seen takes that of its lemma, else of its pieces of letters;
- how it is *written*: its groups of two to four letters and those of its lemma, hashed into 256 dimensions (count
  sketch, Charikar, Chen and Farach-Colton 2002). It needs no table, and an odd name, a typing mistake or a
  recogniser's spelling still meets its like.

Words weigh a/(a+p), with p their share of ordinary text (Arora, Liang and Ma, «A simple but tough-to-beat baseline for
sentence embeddings», ICLR 2017). Each half is brought to length 1 before they are joined.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from qualkit import resources
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.acronyms import acronym_at, spoken_forms
from qualkit.language.lemmas import lemma
from qualkit.language.words import PSEUDONYM, fold
from qualkit.protocols import Vectors

FILE_NAME = "vectors.npz"
LEMMA_FILES = ("lemmas.forms.tsv", "lemmas.words.tsv")
FORM = 1
"""The form of the arithmetic in this module; raise it with every change that makes other vectors."""
WRITTEN = 256
"""Dimensions of the half that says how a word is written."""
MEANING_SHARE = 0.4
"""How much of the squared length of a vector is meaning; chosen on the development half of STSb, see the card."""
ALONE_SHARE, FEW_WORDS = 0.75, 2
"""The same for a text of so few words, all of them known: without company letters mislead («casa», «caza»)."""
SMOOTHING = 3e-4
"""The ``a`` of the word weights."""
SIZES = (2, 3, 4)
"""How many letters the hashed groups have."""
WHOLE_WORD = 0.25
"""How much the word as a whole counts beside its groups of letters."""
PIECE_SIZES = (3, 4, 5)
"""How many letters the pieces have that stand in for the meaning of a form that was never seen."""
LEAST_LETTERS = 5
"""A form that was never seen and has fewer letters gets no meaning from its pieces: it would be a guess."""

_WORD = re.compile(r"[^\W_]{1,100}")
"""A run of more letters is no word but a slip of a file; in pieces it costs no more than other text."""
_NOTHING = 1e-7
_MOST_WORDS = 8192
_HASHES = 8


@dataclass(frozen=True)
class Words:
    """The trained table. ``rows`` (words × d) and ``pieces`` (buckets × d) are int8 with one scale a row."""

    places: dict[str, int]
    weights: NDArray[np.float32]
    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    pieces: NDArray[np.int8]
    piece_scales: NDArray[np.float32]
    identity: str


class LocalEmbedder:
    """Vectors of 512 dimensions. Make one with ``LocalEmbedder.open()``; equal texts have equal bytes, always."""

    def __init__(self, words: Words, *, meaning_share: float | None = None) -> None:
        self._words = words
        self._share = MEANING_SHARE if meaning_share is None else meaning_share
        self._alone = ALONE_SHARE if meaning_share is None else meaning_share

    @classmethod
    def open(cls, path: Path | None = None, *, meaning_share: float | None = None) -> Self:
        """Return the embedder of the trained file, by default the one that comes with qualkit.

        ``meaning_share`` from 0 (only how words are written) to 1 (only what they mean), by default as chosen. Raises
        ``InputError`` where the file is not there or is something else.
        """
        return cls(read_words(path or resources.path("models", FILE_NAME)), meaning_share=meaning_share)

    @cached_property
    def identity(self) -> str:
        """``local:`` and a hash of the trained file, of what lemmas come from, and of the arithmetic around them."""
        lemmas = [hashlib.sha256(resources.path("models", name).read_bytes()).hexdigest() for name in LEMMA_FILES]
        sizes = (self._share, self._alone, FEW_WORDS, SMOOTHING, WRITTEN, SIZES, WHOLE_WORD, PIECE_SIZES, LEAST_LETTERS)
        recipe = repr((FORM, self._words.identity, lemmas, version("simplemma"), sizes))
        return "local:" + hashlib.sha256(recipe.encode()).hexdigest()[:16]

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._words.rows.shape[1]) + WRITTEN

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array (len(texts), dimensions) of float32 rows of length 1; of 0 where a text has no word."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        contents = [words_of(text) for text in texts]
        for start, batch in _batches(contents):
            vectors[start : start + len(batch)] = self._sums(batch)
        width = self._words.rows.shape[1]
        few = np.array([self._stands_alone(words) for words in contents], dtype=bool)
        shares = np.where(few, self._alone, self._share).astype(np.float32)[:, None]
        vectors[:, :width] = _unit(vectors[:, :width]) * np.sqrt(shares)
        vectors[:, width:] = _unit(vectors[:, width:]) * np.sqrt(1 - shares)
        return _unit(vectors)

    def _stands_alone(self, words: Sequence[str]) -> bool:
        return len(words) <= FEW_WORDS and all(_number(word) in self._words.places for word in words)

    def _sums(self, batch: Sequence[list[str]]) -> Vectors:
        """Return the weighted sum of the words of each text, added up in the order of the text.

        A text's own order, and not the order of the batch, makes its bytes the same in whatever company it comes.
        """
        sums = np.zeros((len(batch), self.dimensions), dtype=np.float32)
        longest = max(map(len, batch), default=0)
        for first in range(0, longest, _MOST_WORDS):
            runs = [words[first : first + _MOST_WORDS] for words in batch]
            forms: dict[str, int] = {}
            places = [[forms.setdefault(word, len(forms)) for word in words] for words in runs]
            rows = self.word_vectors(list(forms))
            for i, own in enumerate(places):
                if own:
                    sums[i] += rows[own].sum(axis=0)
        return sums

    def word_vectors(self, forms: Sequence[str]) -> Vectors:
        """Return an array (len(forms), dimensions): the weighted halves of each folded word, not of length 1."""
        table = self._words
        width = table.rows.shape[1]
        places = np.array([table.places.get(_number(form), -1) for form in forms], dtype=np.intp)
        known = places >= 0
        vectors = np.zeros((len(forms), self.dimensions), dtype=np.float32)
        vectors[known, :width] = _unit(table.rows[places[known]] * table.scales[places[known], None])
        for i in np.flatnonzero(~known).tolist():
            vectors[i, :width] = self._meant(forms[i])
        if forms:
            vectors[:, width:] = np.stack([written(form) for form in forms])
        weights = np.ones(len(forms), dtype=np.float32)
        weights[known] = table.weights[places[known]]
        return vectors * weights[:, None]

    def _meant(self, form: str) -> Vectors:
        """Return the meaning of a form that was never seen: that of its lemma, else a guess by its letters."""
        table = self._words
        place = table.places.get(fold(lemma(form)))
        if place is not None:
            return _unit(table.rows[place : place + 1] * table.scales[place]).reshape(-1)
        if len(form) < LEAST_LETTERS or not form.isalpha():
            return np.zeros(table.rows.shape[1], dtype=np.float32)
        buckets = buckets_of(form, len(table.pieces))
        guess = (table.pieces[buckets] * table.piece_scales[buckets, None]).sum(axis=0, keepdims=True)
        return _unit(guess).reshape(-1)


def read_words(path: Path) -> Words:
    """Return the trained table in ``path``. Raises ``InputError`` where it is something else."""
    try:
        data = path.read_bytes()
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            forms = arrays["words"].tobytes().decode("utf-8").split("\n")
            weights = SMOOTHING / (SMOOTHING + arrays["shares"].astype(np.float32))
            return Words(
                {form: i for i, form in enumerate(forms)},
                weights.astype(np.float32),
                arrays["rows"],
                arrays["scales"].astype(np.float32),
                arrays["pieces"],
                arrays["piece_scales"].astype(np.float32),
                hashlib.sha256(data).hexdigest(),
            )
    except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
        raise InputError(_("“%(file)s” holds no word vectors. Install qualkit again.") % {"file": path.name}) from error


def words_of(text: str) -> list[str]:
    """Return the folded words of ``text`` in order: pseudonyms out, a spelled-out acronym as one word («pme»)."""
    folded = [fold(word) for word in _WORD.findall(PSEUDONYM.sub(" ", unicodedata.normalize("NFC", text)))]
    forms = spoken_forms()
    if forms.keys().isdisjoint(folded):
        return folded
    return list(_with_acronyms(folded))


def _number(word: str) -> str:
    """Return a long figure as «0», as the table has it: all of them mean a figure, however they are written."""
    return "0" if len(word) > 2 and word.isdecimal() else word


def _with_acronyms(folded: Sequence[str]) -> Iterator[str]:
    i = 0
    while i < len(folded):
        length, said = acronym_at(folded, i) or (1, folded[i])
        yield from said.split()
        i += length


def _batches(contents: Sequence[list[str]]) -> Iterator[tuple[int, Sequence[list[str]]]]:
    """Yield runs of texts with the place of their first one; each run has few enough words to fit in memory.

    A text longer than that is a run of its own, so that what it is added up with never changes.
    """
    start, held = 0, 0
    for i, words in enumerate(contents):
        if i > start and held + len(words) > _MOST_WORDS:
            yield start, contents[start:i]
            start, held = i, 0
        held += len(words)
    if start < len(contents):
        yield start, contents[start:]


@lru_cache(maxsize=50_000)
def written(form: str) -> Vectors:
    """Return how a folded word and its lemma are written, in ``WRITTEN`` dimensions and of length 1."""
    row = _unit((_letters(form) + _letters(fold(lemma(form))))[None, :]).reshape(-1)
    row.flags.writeable = False
    return row


@lru_cache(maxsize=50_000)
def _letters(form: str) -> Vectors:
    """Return the groups of letters of a folded word and the word as a whole, added up."""
    groups = _hashed(_groups(form, SIZES))
    return _unit(_unit(groups[None, :]) + WHOLE_WORD * _hashed([f"={form}"])).reshape(-1)


def _hashed(groups: Sequence[str]) -> Vectors:
    """Return the sum of groups of letters: each is at eight places, with a sign at each, all taken from its hash."""
    digests = b"".join(hashlib.blake2b(group.encode(), digest_size=2 * _HASHES).digest() for group in groups)
    drawn = np.frombuffer(digests, dtype=np.uint8).reshape(-1, 2, _HASHES)
    signs = (drawn[:, 1] & 1).astype(np.float64) * 2 - 1
    summed = np.bincount(drawn[:, 0].reshape(-1), weights=signs.reshape(-1), minlength=WRITTEN)
    row: Vectors = (summed / np.sqrt(_HASHES)).astype(np.float32)
    return row


def buckets_of(form: str, count: int) -> NDArray[np.intp]:
    """Return the places of the pieces of a folded word in a table of ``count`` rows."""
    hashes = [hashlib.blake2b(piece.encode(), digest_size=4).digest() for piece in _groups(form, PIECE_SIZES)]
    return np.array([int.from_bytes(digest, "little") % count for digest in hashes], dtype=np.intp)


def _groups(form: str, sizes: Sequence[int]) -> list[str]:
    whole = f"<{form}>"
    return [whole[i : i + size] for size in sizes for i in range(len(whole) - size + 1)]


def _unit(rows: Vectors) -> Vectors:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows, dtype=np.float32), where=lengths > _NOTHING)
    return unit
