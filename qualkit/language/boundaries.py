"""Where sentences end in text without marks, as a recogniser writes it: a small network over the words on each side.

The model (``models/boundaries.npz``, made by ``training/boundaries.py``, described in ``docs/models/boundaries.md``)
sees of each word itself, its last three letters and whether it begins with a capital, eight words to each side. Its
weights and what passes through it are whole numbers small enough for float32 to add exactly: every machine gives the
same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qualkit import resources

Floats = NDArray[np.float32]

EDGE, OTHER, DIGITS, FIRST = 0, 1, 2, 3
"""Numbers of what is no known word: beyond the text, an unknown word, one with digits; the commonest word is next."""
_MARKS = " \t.,;:!?…¿¡\"'«»“”‘’()[]{}—–-*_"
_CHUNK = 20_000
_ROWS = 128
"""So few rows at once that BLAS does not wake a second thread for them: that costs more than it saves."""
_TOP = 127.0


@dataclass(frozen=True)
class Layer:
    """A convolution over words: whole weights (width, in, out), a bias, and what turns its sums into 0–127."""

    weights: Floats
    bias: Floats
    step: float

    def sums(self, rows: Floats) -> Floats:
        """Return the sums for each row of ``rows``, with nothing beyond its two ends."""
        edge = np.zeros((len(self.weights) // 2, rows.shape[1]), dtype=np.float32)
        padded = np.concatenate((edge, rows, edge))
        total = np.empty((len(rows), len(self.bias)), dtype=np.float32)
        for at in range(0, len(rows), _ROWS):
            part = total[at : at + _ROWS]
            part[:] = self.bias
            for k, weights in enumerate(self.weights):
                part += padded[at + k : at + k + len(part)] @ weights
        return total

    def outputs(self, rows: Floats) -> Floats:
        """Return what the next layer sees of ``rows``."""
        whole: Floats = np.rint(self.sums(rows) * np.float32(self.step))
        return np.clip(whole, np.float32(0), np.float32(_TOP), out=whole)


@dataclass(frozen=True)
class BoundaryModel:
    """What is known of words (``words``, ``endings``, ``capital``) and three layers over it.

    A word begins a sentence where its log odds are at least ``threshold``.
    """

    ids: dict[str, int]
    ending_ids: dict[str, int]
    words: Floats
    endings: Floats
    capital: Floats
    layers: tuple[Layer, ...]
    threshold: float

    def scores(self, texts: Sequence[Sequence[str]]) -> list[Floats]:
        """Return for each text (words as ``plain_word`` gives them) the log odds that each begins a sentence.

        A text is read alone: what others are asked with it changes nothing.
        """
        gap = [""] * self.reach
        scores: list[Floats] = []
        for batch in _batches(texts, gap=self.reach):
            flat = self._flat(list(chain.from_iterable((*gap, *text) for text in batch)))
            at = 0
            for text in batch:
                at += self.reach
                scores.append(flat[at : at + len(text)])
                at += len(text)
        return scores

    @property
    def reach(self) -> int:
        """How many words to each side count."""
        return sum(len(layer.weights) // 2 for layer in self.layers)

    def _flat(self, words: list[str]) -> Floats:
        parts = []
        for at in range(0, len(words), _CHUNK):
            start = max(0, at - self.reach)
            scores = self._scores(words[start : at + _CHUNK + self.reach])
            parts.append(scores[at - start :][:_CHUNK])
        return np.concatenate(parts)

    def _scores(self, words: list[str]) -> Floats:
        distinct = {word: k for k, word in enumerate(dict.fromkeys(words))}
        numbers = np.array([numbers_of(word, self.ids, self.ending_ids) for word in distinct], dtype=np.int64).T
        known = self.words[numbers[0]] + self.endings[numbers[1]] + self.capital[numbers[2]]
        known[numbers[0] == EDGE] = 0
        places = np.fromiter(map(distinct.__getitem__, words), dtype=np.int64, count=len(words))
        rows = np.clip(known, -_TOP, _TOP)[places]
        said = (numbers[0] != EDGE)[places][:, None]
        for layer in self.layers[:-1]:
            rows = layer.outputs(rows) * said
        last = self.layers[-1]
        return np.asarray(last.sums(rows)[:, 0] * np.float32(last.step), dtype=np.float32)


def _batches(texts: Sequence[Sequence[str]], *, gap: int) -> list[list[Sequence[str]]]:
    """Return the texts in order, in lists of not much more than a chunk; ``gap`` words stand before each."""
    batches: list[list[Sequence[str]]] = []
    room = 0
    for text in texts:
        if room <= 0:
            batches.append([])
            room = _CHUNK
        batches[-1].append(text)
        room -= len(text) + gap
    return batches


def plain_word(token: str) -> str:
    """Return a token as the model knows it: without marks at its ends; empty where it holds no word."""
    word = token.strip(_MARKS)
    return word if word.isalnum() or any(map(str.isalnum, word)) else ""


def numbers_of(word: str, ids: dict[str, int], ending_ids: dict[str, int]) -> tuple[int, int, int]:
    """Return the number of a word, that of its last three letters, and whether it begins with a capital."""
    if not word:
        return EDGE, EDGE, 0
    lower = word.lower()
    if any(map(str.isdigit, lower)):
        return DIGITS, DIGITS, 0
    return ids.get(lower, OTHER), ending_ids.get(lower[-3:], OTHER), int(word[0].isupper())


def read_model(path: str | Path) -> BoundaryModel:
    """Return the model of a file that ``training/boundaries.py`` wrote."""
    with np.load(path) as held:
        parts = {name: held[name] for name in held.files}
    ids, endings = (_numbered(parts[name].tobytes().decode()) for name in ("forms", "ending_forms"))
    floats = {name: part.astype(np.float32) for name, part in parts.items()}
    steps = parts["steps"].tolist()
    layers = tuple(Layer(floats[f"weights{k}"], floats[f"bias{k}"], step) for k, step in enumerate(steps))
    threshold = float(parts["threshold"])
    return BoundaryModel(ids, endings, floats["words"], floats["endings"], floats["capital"], layers, threshold)


def _numbered(lines: str) -> dict[str, int]:
    return {form: k for k, form in enumerate(lines.split("\n"), start=FIRST)}


@lru_cache(maxsize=1)
def boundary_model() -> BoundaryModel:
    """Return the model that comes with qualkit, read once."""
    return read_model(resources.path("models", "boundaries.npz"))
