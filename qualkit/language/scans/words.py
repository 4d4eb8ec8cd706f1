"""How often Spanish words stand in open text, and between which neighbours: what the clean-up of scans decides by.

The table (``models/scans.npz``, made by ``training/scans.py``, described in ``docs/models/scans.md``) keeps the accents
of words. Neighbours are kept for the words that one lost or misread accent turns into another («practica»,
«práctica») and for the commonest ones.
"""

import io
import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from qualkit import resources
from qualkit.errors import InputError
from qualkit.i18n import _

FILE_NAME = "scans.npz"
EDGE, COMMA, OPENING, NUMBER, FIRST = 0, 1, 2, 3, 4
"""Numbers of the neighbours that are no words: an end of a sentence, a comma, «¿» or «¡», a figure."""
MARKS = {**dict.fromkeys(".!?…;:\n", EDGE), **dict.fromkeys(",()", COMMA), **dict.fromkeys("¿¡", OPENING)}
ENDING = 3
"""How many letters at its end stand for a neighbour that is not among the commonest."""
STEPS = 8
"""Counts are kept as whole numbers of the ``STEPS``-th part of a doubling."""
LETTERS = " abcdefghijklmnopqrstuvwxyzáéíóúüñ"
"""What words are made of; the first stands for their two ends."""
SIXTEENTHS = 16
"""How unlikely a letter is, is kept in these parts of a nat."""
LEAST = 6
"""Pairs that were seen less often are not in the table."""
_EASE = 3.0
"""Pairs seen and pairs expected are compared after adding this: few sightings say little."""


@dataclass(frozen=True)
class ScanWords:
    """The table. ``counts`` are running words of ``total``; ``pairs`` are neighbours, before and after, by number."""

    counts: dict[str, int]
    names: frozenset[str]
    places: dict[str, int]
    neighbours: dict[str, int]
    neighbour_counts: tuple[int, ...]
    packed_pairs: tuple[NDArray[np.uint8], ...]
    letters: NDArray[np.uint8]
    total: int

    @cached_property
    def before(self) -> dict[int, int]:
        """How often each word looked at stands after each neighbour, by both numbers."""
        return _pairs(*self.packed_pairs[:2])

    @cached_property
    def after(self) -> dict[int, int]:
        """How often each word looked at stands before each neighbour, by both numbers."""
        return _pairs(*self.packed_pairs[2:])

    def neighbour(self, token: str) -> int:
        """Return the number of a lower-case word, a mark or a figure as a neighbour; -1 where it tells nothing."""
        mark = MARKS.get(token)
        if mark is not None:
            return mark
        if token[:1].isdigit():
            return NUMBER
        return self.neighbours.get(token, -1) if token in self.neighbours else self.neighbours.get(ending(token), -1)

    def fit(self, word: str, before: int, after: int) -> float:
        """Return how much likelier (log) ``word`` is between its neighbours than anywhere."""
        return self._fit(word, before, True) + self._fit(word, after, False)

    def _fit(self, word: str, neighbour: int, is_before: bool) -> float:
        place = self.places.get(word)
        if place is None or neighbour < 0:
            return 0.0
        expected = self.counts[word] * self.neighbour_counts[neighbour] / self.total
        pairs = self.before if is_before else self.after
        found = pairs.get(place * len(self.neighbour_counts) + neighbour)
        seen = min(expected, LEAST / 2) if found is None else found
        return math.log((seen + _EASE) / (expected + _EASE))


def _pairs(keys: NDArray[np.uint8], seen: NDArray[np.uint8]) -> dict[int, int]:
    return dict(zip(unpacked(keys).tolist(), restored(seen).tolist(), strict=True))


def ending(word: str) -> str:
    """Return what stands for a word that is not among the commonest: «-ión» for «implementación»."""
    return "-" + word[-ENDING:]


def quantised(counts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return counts from 1 on as steps of an eighth of a doubling."""
    steps: NDArray[np.uint8] = np.rint(np.log2(np.maximum(counts, 1)) * STEPS).astype(np.uint8)
    return steps


def restored(steps: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the counts that ``quantised`` made steps of, to within 4 %."""
    return np.rint(np.exp2(steps.astype(np.float64) / STEPS)).astype(np.int64)


def packed(keys: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return rising numbers as the bytes of their differences, like with like, which pack well."""
    differences = np.diff(keys, prepend=0).astype("<u4")
    planes: NDArray[np.uint8] = np.ascontiguousarray(differences.view(np.uint8).reshape(-1, 4).T)
    return planes


def unpacked(planes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the numbers that ``packed`` was given."""
    differences = np.ascontiguousarray(planes.T).reshape(-1).view("<u4")
    return np.cumsum(differences.astype(np.int64))


def read_scan_words(path: Path) -> ScanWords:
    """Return the table in ``path``. Raises ``InputError`` where it is something else."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            words = arrays["words"].tobytes().decode("utf-8").split("\n")
            counts = restored(arrays["counts"]).tolist()
            neighbours = arrays["neighbours"].tobytes().decode("utf-8").split("\n")
            packed_pairs = tuple(arrays[name] for name in ("before", "before_seen", "after", "after_seen"))
            return ScanWords(
                counts=dict(zip(words, counts, strict=True)),
                names=frozenset(words[i] for i in arrays["names"].tolist()),
                places={words[place]: i for i, place in enumerate(arrays["focus"].tolist())},
                neighbours={name: i for i, name in enumerate(neighbours)},
                neighbour_counts=tuple(restored(arrays["neighbour_counts"]).tolist()),
                packed_pairs=packed_pairs,
                letters=arrays["letters"],
                total=int(arrays["total"]),
            )
    except (ValueError, KeyError, IndexError, OSError, EOFError, BadZipFile) as error:
        raise InputError(
            _("“%(file)s” holds no table of words. Install qualkit again.") % {"file": path.name}
        ) from error


@lru_cache(maxsize=1)
def shipped() -> ScanWords:
    """Return the table that comes with qualkit, read once."""
    return read_scan_words(resources.path("models", FILE_NAME))


_BARE = str.maketrans("áéíóúüñ", "aeiouun")


def bare(word: str) -> str:
    """Return a lower-case word without accents and tilde."""
    return word.translate(_BARE)
