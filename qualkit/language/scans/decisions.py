"""Which words of a text were misread, and what stood there: weighed by how common words are and by their neighbours.

A string is replaced only where that is much likelier than that it stood there: how common the word is, how often a
recogniser makes this string of it, and how well it goes with its neighbours, against how likely the string is as a word
of its own. That is a noisy channel (Kernighan, Church and Gale, «A spelling correction program based on a noisy channel
model», COLING 1990) whose rates are those of the text at hand. A text that shows no sign of a recogniser is left alone.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from qualkit.language.lemmas import is_known, respellings
from qualkit.language.scans.channel import (
    ACCENT,
    ENYE,
    MISREAD_ACCENT,
    SHAPE,
    Rates,
    Reading,
    Readings,
    share,
    spelled,
)
from qualkit.language.scans.edits import Edit
from qualkit.language.scans.parting import Parted, Parting
from qualkit.language.scans.tokens import SPLICED, STRING, Token, may_be_misread, tokens_of
from qualkit.language.scans.words import EDGE, ScanWords, bare, shipped

SURE, LEAST_SURE = 6.0, 10
"""How much likelier (log) a repair must be to be a sign of a scan, and how common the word at least."""
LIKELY, LIKELY_WORD, LIKELY_LETTERS, CAPITAL = 3.0, 2.5, 3.0, 2.5
"""The same for a repair: of what is no word; of a word that lacks an accent; of one otherwise misread; how much more
for a word with a capital inside a sentence, which may be a name."""
COMMON, COMMON_AT_START = 2000, 300
"""How common the words must be that stand in place of one with a capital inside a sentence («Educación», «Región»);
of one that begins it, or whose capital is a misread «ú» («Utiles»)."""
EASE = 4.0
"""Added to the count of every word of the table: among rare words the count says little."""
UNSEEN, HUNG = 0.1, 2.0
"""What a word counts as that only a dictionary has; what a verb with pronouns does."""
PLAIN = 14.0
"""A word that is so much likelier (log) to have been misread is not looked at as several joined ones."""
RARE = 20
"""A word that stands no more often in all the text of the table is looked at like one that is in no list."""
APART = 0.7
"""Where the second best repair is nearer (log) than this to the best one, nothing is done."""
CLEAN, CLEAN_ACCENTS = 0.0006, 0.002
"""How many words of a clean text look misread; how many lack an accent, for people write so."""
MOST_TOLD = 3
SPANISH, FEW = 0.2, 20
"""The least share of the commonest words in Spanish text, and in how few words it is not looked at."""
_SCANS = (0.005, 0.02, 0.1)

_BULLET = re.compile(r"^(?:[®©] ?|[¢@] )(?=[A-ZÁÉÍÓÚÑ])", re.MULTILINE)
_ENDING = re.compile(r"(?P<stem>[a-záéíóúñü]{2,}[csxg]i)(?P<read>o|é|d|6|oé|éo|¢|0)n")
_SMALL = 40_000
_HUNG = re.compile(
    r"(?P<verb>[a-zñ]+(?:[aei]r|ír)(?=(?:me|te|se|n?os|l[aeo]s?)$)|[a-zñ]+[áéí]r(?=(?:[mts]e|n?os)l[aeo]s?$)"
    r"|[a-zñ]+(?:ándo|[iy]éndo)|[a-zñ]*[áéíó](?:ron|ba)?)(?:me|te|se|n?os)?(?:l[aeo]s?|[mts]e|n?os)"
)
"""A verb form with one pronoun or two, and the accent that it must then have."""


@dataclass
class Signs:
    """What speaks for a scan in some texts: ``words`` in all, and how many were surely misread by which rule.

    ``told`` counts the same string three times at most: it may be a word that the table lacks. ``common`` are the words
    that make a text Spanish.
    """

    words: int = 0
    common: int = 0
    found: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    kept_accents: int = 0
    kept_enyes: int = 0

    @property
    def misread(self) -> int:
        """How many words were misread, lost accents apart."""
        return sum(n for rule, n in self.told.items() if rule != ACCENT)

    @property
    def is_spanish(self) -> bool:
        """Whether there are as many small Spanish words as Spanish text has, or too few words to say."""
        return self.words < FEW or self.common >= SPANISH * self.words

    @property
    def odds(self) -> float:
        """How much likelier (log) the text is a scan than not, by what was misread alone."""
        return _odds(self.misread, self.words, CLEAN)

    @property
    def odds_with_accents(self) -> float:
        """The same with the accents that were lost; one alone says nothing."""
        if self.misread + self.told[ACCENT] < 2 and not self.misread:
            return 0.0
        return self.odds + max(0.0, _odds(self.told[ACCENT], self.words, CLEAN_ACCENTS))

    @property
    def rates(self) -> Rates:
        """The rates of this text: what was found, eased towards those of a poor scan."""
        first = Rates()
        vowels = self.found[ACCENT] + self.found[MISREAD_ACCENT] + self.kept_accents
        enyes = self.found[ENYE] + self.kept_enyes
        return Rates(
            accent=_eased(self.found[ACCENT], vowels, first.accent, 3),
            misread_accent=_eased(self.found[MISREAD_ACCENT], vowels, first.misread_accent, 3),
            misread_enye=_eased(self.found[ENYE], enyes, first.misread_enye, 2),
            misread_letter=_eased(self.found[SHAPE], 6 * self.words, first.misread_letter, 2000),
            join=_eased(self.found["join"], self.words, first.join, 100),
            split=_eased(self.found["split"], self.words, first.split, 300),
        )


def _eased(found: int, of: int, rate: float, weight: float) -> float:
    return (found + rate * weight) / (of + weight)


def _odds(found: int, words: int, clean: float) -> float:
    if not found:
        return -min(1.0, words * (_SCANS[0] - clean))
    return max(found * math.log(rate / clean) - words * (rate - clean) for rate in _SCANS) - math.log(len(_SCANS))


@dataclass(frozen=True, slots=True)
class _Repair:
    after: str
    gain: float
    rules: tuple[str, ...]
    is_proven: bool = True


class Decisions:
    """Decides on words by one table; what was asked before is kept, for words come again.

    ``margin`` is how much likelier (log) every repair must be beyond what is asked for anyway.
    """

    def __init__(self, words: ScanWords, *, margin: float = 0.0) -> None:
        self.words = words
        self._margin = margin
        self._readings = Readings(words)
        self._probable: dict[str, float] = {}
        self._first = Parting(words, self._readings, Rates())
        self._sure: dict[str, tuple[str, ...]] = {}
        self._small: dict[str, tuple[tuple[str, str], ...]] = {}

    def is_word(self, string: str) -> bool:
        """Say whether a lower-case string is a word of the table or of the dictionary."""
        return string in self.words.counts or is_known(string)

    def tokens(self, text: str) -> list[Token]:
        """Return the words, figures and marks of ``text`` in order; what must stay as it is is no word."""
        return list(tokens_of(text))

    def signs(self, text: str, signs: Signs) -> None:
        """Add what speaks for a scan in ``text`` to ``signs``: words in small letters, which cannot be names."""
        counts = self.words.counts
        signs.told["bullet"] += len(_BULLET.findall(text))
        strings = Counter(STRING.findall(text))
        signs.words += strings.total()
        for raw, n in strings.items():
            lower = raw.lower()
            if lower in counts:
                signs.common += n * (counts[lower] >= _SMALL)
                signs.kept_enyes += n * ("ñ" in lower)
                signs.kept_accents += n * (not lower.isascii() and bare(lower) != lower)
            elif raw == lower and may_be_misread(raw):
                for rule in self._surely(lower):
                    signs.found[rule] += n
                    signs.told[rule] += min(n, MOST_TOLD)
            elif self._at_capital(raw):
                signs.told["join"] += min(n, MOST_TOLD)

    def _surely(self, lower: str) -> tuple[str, ...]:
        """Return the rules by which a string that is no common word was surely misread."""
        found = self._sure.get(lower)
        if found is None:
            repairs = self._repairs(lower, -1, -1, Rates().logs, self._first)
            best = max(repairs, key=lambda repair: (repair.gain, repair.after), default=None)
            found = tuple(dict.fromkeys(best.rules)) if best is not None and self._is_sure(best) else ()
            self._sure[lower] = found
        return found

    def _is_sure(self, repair: _Repair) -> bool:
        is_common = all(self.words.counts.get(word, 0) >= LEAST_SURE for word in repair.after.split())
        return repair.gain >= SURE and repair.is_proven and is_common

    def probable(self, lower: str) -> float:
        """Return how likely (log) a lower-case string is as a word."""
        found = self._probable.get(lower)
        if found is None:
            count: float = self.words.counts.get(lower, 0)
            count = count + EASE if count else self._unseen(lower)
            found = math.log(count / self.words.total) if count else spelled(lower, self.words)
            self._probable[lower] = found
        return found

    def _unseen(self, lower: str) -> float:
        """Return what a word that is not in the table counts as: of a dictionary, or a verb with its pronouns."""
        match = _HUNG.fullmatch(lower)
        if match and self.words.counts.get(bare_of_verb(match["verb"]), 0):
            return HUNG
        return UNSEEN if is_known(lower) else 0.0

    def _repairs(
        self, lower: str, before: int, after: int, logs: dict[str, float], parting: Parting
    ) -> Iterator[_Repair]:
        """Yield what a string that is no common word may have been, with how much likelier that is."""
        own, best = self.probable(lower), 0.0
        for reading in (*self._readings.of(lower), *self._unlisted(lower)):
            if SHAPE in reading.rules and len(lower) < 5:
                continue
            gain = self.probable(reading.word) + reading.weight(logs) - own
            gain += self.words.fit(reading.word, before, after)
            best = max(best, gain)
            yield _Repair(reading.word, gain, reading.rules)
        parted = parting.of(lower) if best < PLAIN else None
        if parted is not None:
            gain = parted.weight - own + self._outer_fit(parted, before, after)
            yield _Repair(" ".join(parted.words), gain, (*parted.rules, "join"), not parted.unproven)

    def _outer_fit(self, parted: Parted, before: int, after: int) -> float:
        return self.words.fit(parted.words[0], before, -1) + self.words.fit(parted.words[-1], -1, after)

    def _unlisted(self, lower: str) -> Iterator[Reading]:
        """Yield readings that are not in the table: words of the dictionary with one accent more, and «-ción»."""
        listed = self.words.counts
        for word in respellings(lower) if lower.isalpha() and len(lower) > 4 else ():
            if word not in listed and word.count("ñ") == lower.count("ñ") and is_known(word):
                yield Reading(word, len(lower), 0.0, (ACCENT,))
        match = _ENDING.fullmatch(lower)
        if match and (word := f"{match['stem']}ón") not in listed:
            is_lost = match["read"] == "o"
            yield Reading(word, len(lower), share(match["read"], "ó"), (ACCENT if is_lost else MISREAD_ACCENT,))

    def parted(self, letters: str) -> tuple[str, ...] | None:
        """Return the words that a lower-case run of letters is surely made of, as they are written, or ``None``."""
        parted = self._first.of(letters)
        if parted is None or parted.rules or parted.weight - self.probable(letters) < SURE:
            return None
        return parted.words

    def of_strings(self, tokens: Sequence[Token], rates: Rates) -> Iterator[Edit]:
        """Yield the repairs of what is no common word."""
        parting, logs = Parting(self.words, self._readings, rates), rates.logs
        split = math.log(rates.split)
        end = -1
        for i, token in enumerate(tokens):
            if not token.is_word or token.start < end or self.words.counts.get(token.lower, 0) > RARE:
                continue
            if edit := self._rejoined(tokens, i, split) or self._spliced(token):
                end = edit.end
                yield edit
                continue
            if SPLICED.search(token.raw):
                continue
            before, after = self._neighbours(tokens, i)
            repairs = self._repairs(token.lower, before, after, logs, parting)
            if edit := self._chosen(token, repairs, LIKELY):
                yield edit

    def of_words(self, tokens: Sequence[Token], rates: Rates) -> Iterator[Edit]:
        """Yield the repairs of common words that are another one misread, where the neighbours prove it."""
        logs, join = rates.logs, math.log(rates.join)
        for i, token in enumerate(tokens):
            if not token.is_word or token.is_name_like or token.lower not in self.words.counts:
                continue
            if not (self._readings.near(token.lower) or self._splits(token.lower)):
                continue
            before, after = self._neighbours(tokens, i)
            repairs = [
                *self._confused(token.lower, before, after, logs),
                *self._glued(token.lower, before, after, join),
            ]
            if repairs and (edit := self._chosen(token, repairs, 0.0)):
                yield edit

    def _neighbours(self, tokens: Sequence[Token], i: int) -> tuple[int, int]:
        before = self.words.neighbour(tokens[i - 1].lower) if i else EDGE
        after = self.words.neighbour(tokens[i + 1].lower) if i + 1 < len(tokens) else EDGE
        return before, after

    def _chosen(self, token: Token, repairs: Sequence[_Repair] | Iterator[_Repair], least: float) -> Edit | None:
        """Return the best repair where it is likely enough and no other is nearly as likely."""
        ranked = sorted(repairs, key=lambda repair: (-repair.gain, repair.after))
        needed = least + self._margin + (self._caution(token, ranked[0]) if ranked and token.is_name_like else 0.0)
        if not ranked or ranked[0].gain < needed or self._may_be_name(token, ranked[0]):
            return None
        if len(ranked) > 1 and ranked[0].gain - ranked[1].gain < APART and ranked[0].after != ranked[1].after:
            return None
        best = ranked[0]
        return Edit(token.start, token.end, _cased(token, best), "+".join(dict.fromkeys(best.rules)))

    def _caution(self, token: Token, repair: _Repair) -> float:
        """Return how much likelier a repair of what may be a name must be."""
        words = repair.after.split()
        is_misread = bool(set(repair.rules) - {ACCENT, "join"})
        if len(words) > 1:
            needed, is_short = COMMON_AT_START, len(words[0]) < 5
        else:
            needed, is_short = (COMMON_AT_START if words[0][0] in "áéíóú" else COMMON), len(token.lower) < 6
        is_rare = any(self.words.counts.get(word, 0) < needed for word in words)
        return math.inf if is_rare or (is_short and (is_misread or len(words) > 1)) else CAPITAL

    def _may_be_name(self, token: Token, repair: _Repair) -> bool:
        """Say whether a capital that begins a sentence may be that of a name: what was misread would be a rare word."""
        is_misread = bool(set(repair.rules) - {ACCENT, "join"}) and " " not in repair.after
        is_rare = self.words.counts.get(repair.after, 0) < COMMON_AT_START
        return token.raw[0].isupper() and not token.is_name_like and is_misread and is_rare

    def _confused(self, lower: str, before: int, after: int, logs: dict[str, float]) -> Iterator[_Repair]:
        """Yield the words that one lost or misread accent turns into ``lower``, less what each must prove."""
        words = self.words
        for reading in self._readings.near(lower):
            gain = self.probable(reading.word) - self.probable(lower) + reading.weight(logs)
            gain += words.fit(reading.word, before, after) - words.fit(lower, before, after)
            needed = LIKELY_WORD if reading.rules == (ACCENT,) else LIKELY_LETTERS
            yield _Repair(reading.word, gain - needed, reading.rules)

    def _glued(self, lower: str, before: int, after: int, join: float) -> Iterator[_Repair]:
        """Yield two small words that a common word may be: «alas» for «a las»."""
        words, counts = self.words, self.words.counts
        for left, right in self._splits(lower):
            gain = math.log(counts[left] / words.total) + math.log(counts[right] / counts[lower]) + join
            gain += words.fit(right, words.neighbour(left), after) + words.fit(left, before, -1)
            gain -= words.fit(lower, before, after)
            yield _Repair(f"{left} {right}", gain - LIKELY_LETTERS, ("join",))

    def _splits(self, lower: str) -> tuple[tuple[str, str], ...]:
        """Return the two small words that a word may be, in every way."""
        found = self._small.get(lower)
        if found is None:
            counts = self.words.counts
            pairs = ((lower[:at], lower[at:]) for at in range(1, len(lower) if len(lower) < 9 else 1))
            found = tuple(pair for pair in pairs if pair[0] in _GLUED and counts.get(pair[1], 0) >= _SMALL)
            self._small[lower] = found
        return found

    def _rejoined(self, tokens: Sequence[Token], i: int, split: float) -> Edit | None:
        """Return two strings put together that are no words and that one common word is made of."""
        for first, second in ((i, i + 1), (i - 1, i)):
            if first < 0 or second >= len(tokens):
                continue
            one, two = tokens[first], tokens[second]
            if not (one.is_word and two.is_word and two.start == one.end + 1 and two.raw[0].islower()):
                continue
            if one.is_name_like or (self._is_common(one.lower) and self._is_common(two.lower)):
                continue
            whole = one.lower + two.lower
            if self.words.counts.get(whole, 0) < LEAST_SURE or whole in self.words.names or len(whole) < 6:
                continue
            gain = self.probable(whole) + split - self.probable(one.lower) - self.probable(two.lower)
            if gain >= LIKELY:
                return Edit(one.start, two.end, one.raw + two.raw, "split")
        return None

    def _is_common(self, lower: str) -> bool:
        count = self.words.counts.get(lower)
        return count > RARE if count is not None else is_known(lower)

    def _spliced(self, token: Token) -> Edit | None:
        """Return «laRed» as «la Red»."""
        parts = self._at_capital(token.raw)
        return Edit(token.start, token.end, parts, "join") if parts else None

    def _at_capital(self, raw: str) -> str:
        """Return «la Red» for «laRed», or "" for what is no small word before a common one with a capital."""
        match = SPLICED.search(raw)
        if not match:
            return ""
        left, right = raw[: match.start()], raw[match.start() :]
        is_common = self.words.counts.get(right.lower(), 0) >= COMMON and not SPLICED.search(right)
        return f"{left} {right}" if is_common and left.lower() in _BEFORE_CAPITAL else ""


_GLUED_LIST = "a de en la el con por y que se los las no lo un una su al del para o"
_GLUED = frozenset(_GLUED_LIST.split())
"""What a lost space may have joined to a word so that another word came of it."""


_BEFORE_CAPITAL_LIST = "la el los las de del en un una al su por con para a y que"
_BEFORE_CAPITAL = frozenset(_BEFORE_CAPITAL_LIST.split())


def _cased(token: Token, repair: _Repair) -> str:
    """Return what replaces a string, with its capital; «Utiles» inside a sentence was «útiles»."""
    if not token.raw[0].isupper():
        return repair.after
    is_vowel = token.is_name_like and repair.after[0] in "áéíóú"
    if is_vowel or (token.is_name_like and token.raw[0] == "I" and repair.after[0] == "l"):
        return repair.after
    return repair.after[0].upper() + repair.after[1:]


def bare_of_verb(verb: str) -> str:
    """Return a verb form as it is written without pronouns: «adaptando» for «adaptándo»."""
    return bare(verb) if verb.endswith(("r", "ndo")) else verb


@lru_cache(maxsize=1)
def shipped_decisions() -> Decisions:
    """Return the decisions by the table that comes with qualkit."""
    return Decisions(shipped())
