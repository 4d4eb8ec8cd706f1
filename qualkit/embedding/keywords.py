"""Finding passages by their words: BM25 (Robertson & Zaragoza 2009) over lemmas, forgiving of how a word is spelled.

A word is a lemma without accents; stop words and pseudonyms are none, an acronym is one however a recogniser wrote it
(«u te pe» is UTP). A word of the query finds itself; less surely, words that sound the same in Chilean Spanish
(«lisencia», «wasap») and words that begin alike («observar», «observación»); and where it finds neither of the first
two, the words whose pieces of three letters are nearest («retroalimentassion»).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log

from qualkit.language.everyday import EVERYDAY
from qualkit.language.tokens import Token, analyse

FORM = 1
"""The form of a word: part of what is kept about a text, so that a change here makes it be read again."""


@dataclass(frozen=True)
class KeywordSettings:
    """What shapes the scores.

    ``saturation`` and ``length`` are k1 and b of BM25. ``sound`` and ``beginning`` are what a word that sounds or
    begins the same is worth beside the word itself; ``pieces`` is the least likeness (Dice, 0 to 1) of a word that is
    spelled otherwise. ``everyday`` is what a word of the query counts that every conversation in a school uses.
    """

    saturation: float = 0.6
    length: float = 0.3
    sound: float = 0.9
    beginning: float = 0.5
    pieces: float = 0.6
    everyday: float = 0.5


@dataclass(frozen=True)
class KeywordMatch:
    """How well a passage answers (``score`` > 0) and which of its words did, as ``words_of`` writes them."""

    score: float
    words: frozenset[str]


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` that can be searched for, in order."""
    return [word for token in analyse(text) for word in token_words(token)]


@dataclass(frozen=True)
class Asked:
    """A word of a query: as it was typed, as it may stand in a passage, and whether every conversation uses it."""

    typed: str
    spellings: tuple[str, ...]
    everyday: bool = False


def asked_words(query: str) -> list[Asked]:
    """Return the words of a query, each once.

    A lemma can be no more than a guess where a word is misspelled, so what was typed is looked for too.
    """
    asked: dict[tuple[str, ...], Asked] = {}
    for token in analyse(letters_of(query)):
        found = token_words(token)
        typed = _as_typed(token.text) if len(found) == 1 and token.text.isalpha() else []
        for word in found:
            spellings = tuple(dict.fromkeys([word, *typed]))
            asked.setdefault(spellings, Asked(token.text, spellings, word in _EVERYDAY))
    return list(asked.values())


def letters_of(text: str) -> str:
    """Return ``text`` with a space for every mark, so that offsets stay: what is left needs no tokeniser of marks."""
    return _MARKS.sub(" ", text)


def token_words(token: Token) -> list[str]:
    """Return the words that a token counts as: none, one, or the two of «ley TEA»."""
    if not token.is_word or token.is_stop:
        return []
    return [plain for part in token.lemma.split() if (plain := _plain(part))]


def _as_typed(text: str) -> list[str]:
    """Return ``text`` without accents, and what it is the plural of if it is one."""
    word = _plain(text)
    ends = [end for end in ("es", "s") if word.endswith(end) and len(word) - len(end) >= _LEAST_LETTERS]
    return [word, *(word[: -len(end)] for end in ends)]


class KeywordIndex:
    """The words of some passages, made once and asked for many queries.

    ``passages`` maps a key to its words (``words_of``). What is rare is told by all of them, also where a query is for
    some of them only.
    """

    def __init__(self, passages: Mapping[str, Sequence[str]], *, settings: KeywordSettings | None = None) -> None:
        self._settings = settings or KeywordSettings()
        self._lengths = {key: len(words) for key, words in passages.items()}
        self._postings: dict[str, dict[str, int]] = {}
        for key, words in passages.items():
            for word, count in Counter(words).items():
                self._postings.setdefault(word, {})[key] = count

    def search(self, words: Iterable[Asked]) -> dict[str, KeywordMatch]:
        """Return what each passage is worth that has something in common with the words of a query (``asked_words``).

        Of the words that a word of the query finds, the one that is worth most to a passage counts, once.
        """
        scores: dict[str, float] = {}
        matched: dict[str, set[str]] = {}
        for word in words:
            share = self._settings.everyday if word.everyday else 1.0
            best: dict[str, float] = {}
            for found, closeness in self.relatives(word.spellings).items():
                for key, worth in self._worth(found).items():
                    best[key] = max(best.get(key, 0.0), closeness * worth)
                    matched.setdefault(key, set()).add(found)
            for key, worth in best.items():
                scores[key] = scores.get(key, 0.0) + share * worth
        return {key: KeywordMatch(score, frozenset(matched[key])) for key, score in scores.items()}

    def relatives(self, spellings: Sequence[str]) -> dict[str, float]:
        """Return the words of the passages that a word of a query finds, each with its closeness (0 to 1)."""
        sounds = {sound_of(word) for word in spellings}
        found = {other: self._settings.sound for sound in sounds for other in self._by_sound.get(sound, ())}
        found |= {word: 1.0 for word in spellings if word in self._postings}
        near: dict[str, float] = {}
        for word in spellings:
            for other, closeness in (self._beginning_alike(word) if found else self._spelled_alike(word)).items():
                near[other] = max(near.get(other, 0.0), closeness)
        return {word: closeness for word, closeness in (near | found).items() if closeness > 0}

    def _worth(self, word: str) -> dict[str, float]:
        """Return BM25 of ``word`` for each passage that has it."""
        k1, b = self._settings.saturation, self._settings.length
        postings = self._postings[word]
        rarity = log(1 + (len(self._lengths) - len(postings) + 0.5) / (len(postings) + 0.5))
        return {
            key: rarity * count * (k1 + 1) / (count + k1 * (1 - b + b * self._lengths[key] / self._mean_length))
            for key, count in postings.items()
        }

    def _beginning_alike(self, word: str) -> dict[str, float]:
        mine = sound_of(word)
        found = {}
        for other, theirs in self._sounds.items():
            shared = _shared_beginning(mine, theirs)
            if shared >= _LEAST_BEGINNING and shared >= _LEAST_SHARE * max(len(mine), len(theirs)):
                found[other] = self._settings.beginning * shared / max(len(mine), len(theirs))
        return found

    def _spelled_alike(self, word: str) -> dict[str, float]:
        mine = _pieces(sound_of(word))
        if len(word) < _LEAST_LETTERS:
            return {}
        likeness = {other: _dice(mine, _pieces(sound)) for other, sound in self._sounds.items()}
        return {other: dice for other, dice in likeness.items() if dice >= self._settings.pieces}

    @cached_property
    def _mean_length(self) -> float:
        return sum(self._lengths.values()) / max(1, len(self._lengths)) or 1.0

    @cached_property
    def _sounds(self) -> dict[str, str]:
        return {word: sound_of(word) for word in self._postings if len(word) >= _LEAST_LETTERS}

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = {}
        for word, sound in self._sounds.items():
            words.setdefault(sound, []).append(word)
        return words


_LEAST_LETTERS = 4  # shorter words are written as they are: «pie» is not «pide»
_LEAST_BEGINNING, _LEAST_SHARE = 5, 0.6

_AS_THEY_SOUND = (
    (r"ch", "C"),
    (r"h|[^a-zC0-9]", ""),
    (r"w", "gu"),
    (r"qu", "k"),
    (r"ll|y", "i"),
    (r"c(?=[ei])|z|x", "s"),
    (r"g(?=[ei])", "j"),
    (r"gu(?=[ei])", "g"),
    (r"c", "k"),
    (r"v", "b"),
    (r"(.)\1+", r"\1"),
)
"""Letters that are said alike in Chile, in the order in which they are replaced: s, c and z; b and v; ll and y…"""


@lru_cache(maxsize=200_000)
def sound_of(word: str) -> str:
    """Return ``word`` (without accents) in letters that stand for its sounds: words that sound alike are equal."""
    for pattern, letters in _AS_THEY_SOUND:
        word = re.sub(pattern, letters, word)
    return word


@lru_cache(maxsize=200_000)
def _plain(word: str) -> str:
    """Return ``word`` in lower case and without accents, its ñ written n: so it is found however it was typed."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _shared_beginning(one: str, other: str) -> int:
    shared = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        shared += 1
    return shared


@lru_cache(maxsize=200_000)
def _pieces(word: str) -> frozenset[str]:
    edged = f"#{word}#"
    return frozenset(edged[i : i + 3] for i in range(len(edged) - 2))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))


_MARKS = re.compile(r"[^\w\s]|_")
_EVERYDAY = frozenset(map(_plain, EVERYDAY))
