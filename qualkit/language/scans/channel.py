"""What a recogniser of printed text makes of Spanish letters, and the words that an odd string may have been.

The confusions are those of recognisers that do not know Spanish, or read a poor copy: an accent or a tilde is lost
(«formacion»), an accented vowel is taken for another sign («formacién», «andlisis», «garantiz6»), «ñ» falls into
pieces («nifio»), and signs of one shape are mixed up («rn» and «m», «l» and «1»). How often each happens is estimated
from the text itself, beginning with ``Rates()``.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from qualkit.language.scans.words import LETTERS, SIXTEENTHS, ScanWords

ACCENT, MISREAD_ACCENT, ENYE, SHAPE = "accent", "misread_accent", "misread_enye", "misread_letter"
"""The rules: an accent lost; an accented vowel misread; «ñ» or «ü» lost or misread; signs of one shape mixed up."""

_ACCENTED = {
    "á": "é=25 d=20 4=15 aé=8 4a=6 a4=5 a3=3 ã=3 à=3 â=3 ä=3 i=2 &=2 éa=3 ¢=1",
    "é": "¢=20 ée=8 eé=8 ê=6 è=6 ë=6 6=8 c=3 d=3 ó=3 €=4 &=2 á=2",
    "í": "f=15 {=8 ï=6 ì=8 î=6 1=11 l=6 ii=3 fi=3 é=6 t=2 |=3 j=2 !=2",
    "ó": "é=45 d=15 6=10 oé=6 éo=6 0=4 ô=2 ò=2 ö=2 dé=2 õ=2 ¢=5 6o=2 o6=2 &=1 á=1",
    "ú": "ti=14 ii=12 li=10 i=22 d=12 û=5 ù=5 ü=4 ui=3 iu=3 é=3 fi=3 tu=2 ll=2 1=1",
}
"""What is read for an accented vowel, with its share in percent; losing the accent is counted apart."""
_OTHER = {
    "ñ": "n=34 fi=24 f=14 fn=4 ni=4 in=4 nf=2 fni=2 fin=1 ii=1 i=3 ti=2 hi=1 rn=1 fl=1 fii=1 ft=1",
    "ü": "u=60 ii=12 ti=6 ù=5 û=5 ú=10",
}
_SHAPES = {
    "m": "rn ni nn in iii",
    "n": "ri ii fi u",
    "d": "cl el",
    "l": "1 i | ! t il",
    "i": "l 1 j ! |",
    "o": "0",
    "e": "c ¢",
    "u": "ii n",
    "h": "b li ii",
    "b": "h 6 lo",
    "g": "9 q",
    "q": "g 9",
    "s": "5 $ 8",
    "t": "f l",
    "f": "t r",
    "w": "vv",
    "z": "2",
    "ll": "il li u",
    "ti": "fi h",
    "fi": "ti h",
    "ri": "n",
    "c": "e",
    "cl": "d",
    "rn": "m",
}
_PLAIN = {"á": "a", "é": "e", "í": "i", "ó": "o", "ú": "u"}
ODD = "¢{|€&$!ôòöõêèëïìîûùãàâä"
"""Signs that a recogniser puts into words and that no Spanish word has."""
_UNKNOWN, _STRANGE = math.log(1e-3), 8.0
_MOST_ERRORS, _LEAST_WEIGHT = 3, -17.0
_LONGEST = 40


@dataclass(frozen=True)
class Rates:
    """How often a printed accent is lost or misread, «ñ» is not read as such, a letter is taken for one of its shape,
    a space is lost, or one is put into a word.

    The values to begin with are those of a poor scan: they count only once a text is known to be one.
    """

    accent: float = 0.3
    misread_accent: float = 0.25
    misread_enye: float = 0.5
    misread_letter: float = 0.0005
    join: float = 0.01
    split: float = 0.002

    @property
    def logs(self) -> dict[str, float]:
        """The logarithm of the rate of each rule that changes letters."""
        return {rule: math.log(getattr(self, rule)) for rule in (ACCENT, MISREAD_ACCENT, ENYE, SHAPE)}


@dataclass(frozen=True, slots=True)
class Reading:
    """A word that a string (or its first ``length`` signs) may have been, and by which rules.

    ``share`` is the log share of these very signs among what the rules make of the printed ones, rates apart.
    """

    word: str
    length: int
    share: float
    rules: tuple[str, ...]

    def weight(self, logs: Mapping[str, float]) -> float:
        """Return how likely (log) this is read for the word, with ``logs`` of the rates."""
        return self.share + sum(logs[rule] for rule in self.rules)


class _Confusion(NamedTuple):
    read: str
    printed: str
    rule: str
    share: float


@lru_cache(maxsize=1)
def _confusions() -> dict[str, tuple[_Confusion, ...]]:
    """Return the confusions by the first sign of what is read."""
    every = [_Confusion(read, printed, ACCENT, 0.0) for printed, read in _PLAIN.items()]
    every += [_Confusion(read, printed, MISREAD_ACCENT, share) for read, printed, share in _weighed(_ACCENTED)]
    every += [_Confusion(read, printed, ENYE, share) for read, printed, share in _weighed(_OTHER)]
    every += [_Confusion(read, printed, SHAPE, 0.0) for printed, entry in _SHAPES.items() for read in entry.split()]
    found: dict[str, list[_Confusion]] = {}
    for confusion in every:
        found.setdefault(confusion.read[0], []).append(confusion)
    return {sign: tuple(group) for sign, group in found.items()}


def _weighed(table: Mapping[str, str]) -> Iterator[tuple[str, str, float]]:
    """Yield (what is read, what is printed, log share)."""
    for printed, entry in table.items():
        for piece in entry.split():
            read, percent = piece.split("=")
            yield read, printed, math.log(int(percent) / 100)


@lru_cache(maxsize=64)
def share(read: str, printed: str) -> float:
    """Return the log share of ``read`` among what is read for ``printed`` by its rule."""
    found = (c.share for c in _confusions().get(read[0], ()) if (c.read, c.printed) == (read, printed))
    return next(found, _LEAST_WEIGHT)


class Readings:
    """Finds what strings may have been among ``words`` that are no names. What was asked before is kept."""

    def __init__(self, words: ScanWords) -> None:
        self._words = words
        self._sorted: Sequence[str] = [word for word in words.counts if word not in words.names]
        self._whole: dict[str, tuple[Reading, ...]] = {}
        self._near: dict[str, tuple[Reading, ...]] = {}
        self._prefixes: dict[str, tuple[Reading, ...]] = {}

    def of(self, string: str) -> tuple[Reading, ...]:
        """Return the words that the whole lower-case ``string`` may have been, other than itself.

        Letters of one shape are thought of only where accents and «ñ» explain nothing: they are seldom mixed up.
        """
        found = self._whole.get(string)
        if found is None:
            found = ()
            if len(string) <= _LONGEST:
                found = self._wholly(string, most_errors=_MOST_ERRORS, letters=False)
                found = found or self._wholly(string, most_errors=2, letters=True)
            self._whole[string] = found
        return found

    def _wholly(self, string: str, *, most_errors: int, letters: bool) -> tuple[Reading, ...]:
        every = _best(self._search(string, most_errors=most_errors, letters=letters))
        return tuple(reading for reading in every if reading.length == len(string) and reading.word != string)

    def near(self, word: str) -> tuple[Reading, ...]:
        """Return the words that a common ``word`` may be by one lost or misread accent or tilde."""
        found = self._near.get(word)
        if found is None:
            found = self._near[word] = self._wholly(word, most_errors=1, letters=False)
        return found

    def prefixes(self, string: str, *, most_errors: int = 2) -> tuple[Reading, ...]:
        """Return the words that a beginning of ``string`` may have been, itself included."""
        found = self._prefixes.get(string)
        if found is None:
            found = self._prefixes[string] = _best(self._search(string, most_errors=most_errors, letters=False))
        return found

    def _search(self, string: str, *, most_errors: int = _MOST_ERRORS, letters: bool = True) -> Iterator[Reading]:
        """Yield what ``string`` and its beginnings may be, going on only where some word begins like that."""
        counts, end = self._words.counts, len(string)
        waiting: list[tuple[int, str, float, tuple[str, ...], int]] = [(0, "", 0.0, (), 0)]
        while waiting:
            at, built, share, rules, place = waiting.pop()
            if at and built in counts:
                yield Reading(built, at, share, rules)
            if at == end:
                continue
            if string[at] in LETTERS and (found := self._place(built + string[at], place)) >= 0:
                waiting.append((at + 1, built + string[at], share, rules, found))
            if len(rules) == most_errors:
                continue
            with_shapes = letters and SHAPE not in rules
            for read, printed, rule, more in _confusions().get(string[at], ()):
                if (with_shapes or rule != SHAPE) and (len(read) == 1 or string.startswith(read, at)):
                    found = self._place(built + printed, place)
                    if found >= 0:
                        waiting.append((at + len(read), built + printed, share + more, (*rules, rule), found))

    def _place(self, start: str, least: int) -> int:
        """Return the place of the first word that begins like ``start``, from ``least`` on, or -1."""
        words = self._sorted
        i = bisect_left(words, start, least)
        return i if i < len(words) and words[i].startswith(start) else -1


def _best(readings: Iterator[Reading] | Sequence[Reading]) -> tuple[Reading, ...]:
    """Return the readings with the fewest and likeliest errors for each word and length, in a fixed order."""
    found: dict[tuple[int, str], Reading] = {}
    for reading in readings:
        key = (reading.length, reading.word)
        known = found.get(key)
        if known is None or (len(reading.rules), -reading.share) < (len(known.rules), -known.share):
            found[key] = reading
    return tuple(found[key] for key in sorted(found))


def spelled(string: str, words: ScanWords) -> float:
    """Return how likely (log) a lower-case string is as a word that nobody knows, by its letters."""
    places = [_PLACES.get(sign, -1) for sign in (" ", " ", *string, " ")]
    total = _UNKNOWN
    table = words.letters
    for k in range(2, len(places)):
        two, one, own = places[k - 2], places[k - 1], places[k]
        total -= _STRANGE if min(two, one, own) < 0 else float(table[two, one, own]) / SIXTEENTHS
    return total


_PLACES = {letter: i for i, letter in enumerate(LETTERS)}
