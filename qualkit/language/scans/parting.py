"""Words that lost the space between them: «sinoquetambién», «Laestandarizaciénde»."""

import math
from dataclasses import dataclass

from qualkit.language.scans.channel import Rates, Reading, Readings
from qualkit.language.scans.words import ScanWords

_LONGEST, _BEAM = 80, 4
_LETTER_WORDS = frozenset("ayoe")
_LEAST = {2: 20_000, 3: 3_000}
"""How common a word of so few letters must be to stand within a run of letters; longer ones ``_LEAST_OTHER``."""
_LEAST_OTHER, _COMMON = 8, 40_000
_UNPROVEN = 4.0
"""How much less likely (log) two words that are no small ones are to have met, where nothing says they go together."""
_DOUBT = 1.5
"""The same for a beginning that may be of one word with what follows."""
_PRONOUNS_LIST = "me te se lo la los las le les nos os"
_PRONOUNS = frozenset(_PRONOUNS_LIST.split())
_NO_END = frozenset({"mente", *_PRONOUNS})
_PREFIXES_LIST = """
sub des pre re in ex auto co anti bi tri uni inter intra super socio psico multi micro macro extra post pos
semi tele video vídeo foto bio eco euro neo radio moto cine hiper mini maxi pro vice seudo pseudo mono poli
geo hidro termo electro agro nano trans infra meta retro ultra supra contra cable tipo ibero hispano afro
"""
_PREFIXES = frozenset(_PREFIXES_LIST.split())
"""What makes one word with what follows, and is none of those that lost a space."""
_BEGINNINGS_LIST = "sobre entre ante tras medio bien mal con en a o e"
_BEGINNINGS = frozenset(_BEGINNINGS_LIST.split())
"""Words that long words begin with too."""


@dataclass(frozen=True, slots=True)
class Parted:
    """Words that a run of letters is made of, how likely (log) that is, and by which rules letters changed.

    ``unproven`` counts the borders between two words that are no small ones and that nothing says go together.
    """

    words: tuple[str, ...]
    weight: float
    rules: tuple[str, ...]
    unproven: int


class Parting:
    """Finds the likeliest words in runs of letters, with the rates of one text; what was asked before is kept."""

    def __init__(self, words: ScanWords, readings: Readings, rates: Rates) -> None:
        self._words = words
        self._readings = readings
        self._logs = rates.logs
        self._join = math.log(rates.join)
        self._known: dict[str, Parted | None] = {}

    def of(self, string: str) -> Parted | None:
        """Return the likeliest two words or more that a lower-case run of letters is made of, or ``None``."""
        if string not in self._known:
            self._known[string] = self._found(string) if 4 < len(string) <= _LONGEST else None
        return self._known[string]

    def _found(self, string: str) -> Parted | None:
        ways: list[list[Parted]] = [[] for _ in range(len(string) + 1)]
        ways[0] = [Parted((), 0.0, (), 0)]
        for at in range(len(string)):
            if not ways[at]:
                continue
            ways[at] = sorted(ways[at], key=lambda way: (-way.weight, way.words))[:_BEAM]
            for reading in self._readings.prefixes(string[at:]):
                if self._may_be_piece(reading, is_whole=reading.length == len(string)):
                    ways[at + reading.length] += [self._longer(way, reading) for way in ways[at]]
        ends = [way for way in ways[-1] if len(way.words) > 1 and not self._hangs(way.words)]
        if not ends:
            return None
        return min(ends, key=lambda way: (-way.weight, way.words))

    def _may_be_piece(self, reading: Reading, *, is_whole: bool) -> bool:
        word = reading.word
        if is_whole or (reading.rules and len(word) < 4) or len(reading.rules) > (1 if len(word) < 7 else 2):
            return False
        if word in _PREFIXES:
            return False
        if len(word) == 1:
            return word in _LETTER_WORDS
        return self._words.counts[word] >= _LEAST.get(len(word), _LEAST_OTHER)

    def _longer(self, way: Parted, reading: Reading) -> Parted:
        word = reading.word
        weight = math.log(self._words.counts[word] / self._words.total) + reading.weight(self._logs)
        unproven = way.unproven
        if way.words:
            before = way.words[-1]
            together = self._words.fit(word, self._words.neighbour(before), -1)
            weight += self._join + together
            if not (self._is_small(before) or self._is_small(word)):
                weight -= 0.0 if together > 1 else _UNPROVEN
                unproven += together <= 1
            if before in _BEGINNINGS:
                weight -= _DOUBT
            if word in ("a", "o", "e"):
                weight -= _UNPROVEN
        return Parted((*way.words, word), way.weight + weight, (*way.rules, *reading.rules), unproven)

    def _hangs(self, words: tuple[str, ...]) -> bool:
        """Say whether the last of ``words`` is part of the one before it: «adaptándolo», «actores», «nacional»."""
        before, last = words[-2:]
        is_plural = last == "es" and before[-1] not in "aeiouáéíóú"
        is_derived = last == "al" and before.endswith("ión")
        return is_plural or is_derived or (last in _NO_END and not self._is_small(before))

    def _is_small(self, word: str) -> bool:
        return len(word) <= 5 and self._words.counts[word] >= _COMMON
