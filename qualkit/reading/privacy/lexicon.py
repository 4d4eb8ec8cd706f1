"""What a spelling can be: a name, a surname, a short form, an ordinary word. Each spelling is looked up once."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from qualkit.language.lemmas import is_known, lemma
from qualkit.reading.privacy.gazetteers import ALWAYS, IN_LOWER_CASE, SURE, names, phrases
from qualkit.reading.privacy.names import (
    BIRTH_WORDS,
    EPITHETS,
    FUNCTION_WORDS,
    HONORIFICS,
    KIN,
    LIVELY_VERBS,
    NOT_NAMES,
    PLACE_WORDS,
    ROLES,
    SPEECH_VERBS,
    WITH_ARTICLE,
)
from qualkit.reading.privacy.shape import SHORTEST, likeness, vocabulary
from qualkit.reading.spelling import bare

_DIMINUTIVE = re.compile(r"(?:c?it[oa]|c?ill[oa])$")
_THING = re.compile(r"(?:[cs]ion|dad|miento|ismo|logia|[dlst]oria|duria|etaria|encia|mente|metro|grafia|able|ible)$")
_PAST = re.compile(r"[^aeiou](?:i|u)?ó$")
_IMPERFECT = re.compile(r"(?:aba|[^aeou]ía)$")
_VERB_WITH_PRONOUN = re.compile(r"(?:[aei]r|ndo)(?:(?:[mts]e|nos)(?:l[oae]s?)?|l[oae]s?)$")
_CAMEL = re.compile(r"(?<!Mc)(?<!Mac)(?<=[a-z])[A-Z]|^[a-z]+[A-Z]|^[A-Z]{2,}[a-z]")
_CONSONANTS = re.compile(r"[bcdfghjklmnñpqrstvwxz]{4}|[kw]|[hjy][bcdfgklmnpqrstvwxz]|(?:th|sh|ck|ff|nn|tt|ss|zz)")


@dataclass(frozen=True, slots=True)
class Word:
    """A spelling and what it can be: ``first``, ``surname`` and ``nick`` are 0 or how far it is another word too."""

    text: str
    bare: str
    is_capital: bool
    is_upper: bool
    first: int
    surname: int
    nick: int
    is_stop: bool
    is_title: bool
    is_kin: bool
    is_role: bool
    is_place: bool
    is_epithet: bool
    speaks: bool
    acts: bool
    is_unknown: bool
    is_rare: bool

    @property
    def is_sure_first(self) -> bool:
        """Whether it is a first name and nothing else."""
        return self.first == SURE and self.nick in (0, SURE) and len(self.bare) > 2

    @property
    def is_given(self) -> bool:
        """Whether it may be a first name or a short form of one."""
        return bool(self.first or self.nick)

    @property
    def is_name(self) -> bool:
        """Whether some list of names has it."""
        return bool(self.first or self.nick or self.surname)

    @property
    def certainty(self) -> int:
        """Return how far the given name is also another word; 0 where it is none."""
        marks = [mark for mark in (self.first, self.nick) if mark]
        return max(marks) if marks else 0

    @property
    def is_ordinary(self) -> bool:
        """Whether it is a word of Spanish in lower case, a place, a brand or an institution."""
        return self.is_stop or self.is_title or self.is_role or self.bare in _nobody() or is_word(self.text.lower())

    @property
    def likeness(self) -> float:
        """How far the letters of a word that nobody knows look like a name's, from -0.4 to 1; 0 for common words."""
        return min(1.0, max(-0.4, likeness(self.bare) / 2)) if self.is_unknown or self.is_rare else 0.0

    @property
    def is_thing(self) -> bool:
        """Whether its ending says that it is no name."""
        return _THING.search(self.bare) is not None

    @property
    def looks_foreign(self) -> bool:
        """Whether it is spelled as Spanish words are not («wideline», «yusleidy»)."""
        return _CONSONANTS.search(self.bare) is not None


@cache
def _nobody() -> frozenset[str]:
    places = {name for name in phrases("comunas") | phrases("countries") | phrases("cities") if " " not in name}
    return NOT_NAMES | PLACE_WORDS | WITH_ARTICLE | places


@lru_cache(maxsize=100_000)
def is_word(word: str) -> bool:
    """Say whether a dictionary of Spanish has ``word`` (lower case), also as a diminutive or an adverb."""
    import simplemma

    if simplemma.is_known(word, lang="es"):
        return True
    root = _DIMINUTIVE.sub("", word)
    if root != word and len(root) > 2:
        return any(simplemma.is_known(root + end, lang="es") for end in ("o", "a", "e"))
    stem = word.removesuffix("s")
    return stem != word and len(stem) > 2 and bool(simplemma.is_known(stem, lang="es"))


@lru_cache(maxsize=200_000)
def word_of(text: str) -> Word:
    """Return what the spelling ``text`` can be."""
    key = bare(text)
    parts = [] if text.endswith(("ó", "ían")) else key.split()
    is_infinitive = text.islower() and key.endswith(("ar", "er", "ir"))
    is_rare = not is_infinitive and not _CAMEL.search(text) and _is_rare(text.lower(), key)
    return Word(
        text,
        key,
        text[:1].isupper(),
        text.isupper() and len(text) > 1,
        _mark("first_names", key, parts) if parts else 0,
        _mark("surnames", key, parts) if parts else 0,
        _nick(key) if parts else 0,
        key in NOT_NAMES or key in FUNCTION_WORDS,
        key in HONORIFICS,
        key in KIN,
        key in ROLES,
        key in PLACE_WORDS,
        key in EPITHETS,
        key in SPEECH_VERBS,
        _acts(text.lower(), key),
        is_rare and not is_word(text.lower()) and not is_known(text.lower()),
        is_rare,
    )


def _mark(listed: str, key: str, parts: list[str]) -> int:
    """Return the mark of a name; «Jean-Baptiste» and «Louis-Jean» are as sure as their parts."""
    known = names(listed)
    mark = known.get(key, 0)
    if not mark and len(parts) == 2:
        marks = [names("first_names").get(part, 0) or names("surnames").get(part, 0) for part in parts]
        mark = max(marks) if all(marks) else 0
    return mark


def _nick(key: str) -> int:
    """Return the mark of a short form, or of the diminutive of a first name («paolita», «juanito»)."""
    mark = names("nicknames").get(key, 0)
    if mark or not key.endswith(("ito", "ita")) or len(key) < 6:
        return mark
    firsts = names("first_names")
    stem = key[:-3].removesuffix("c")
    stems = [stem, stem + "o", stem + "a", stem + "e", key[:-3] + key[-1]]
    if key[:-3].endswith("qu"):
        stems += [key[:-5] + "co", key[:-5] + "ca"]
    marks = [firsts[name] for name in stems if name in firsts]
    if not marks or key in BIRTH_WORDS:
        return 0
    return max(min(marks), IN_LOWER_CASE if is_word(key) else SURE)


def _is_rare(lower: str, key: str) -> bool:
    """Say whether no list of names has a word, nor the lexicon of common words: «yosnavi», «pire»."""
    if len(key) < SHORTEST or not key.isalpha() or key in _ALL_LISTED or key in _nobody() or _THING.search(key):
        return False
    return not (_VERB_WITH_PRONOUN.search(key) or key in vocabulary() or bare(lemma(lower)) in vocabulary())


_ALL_LISTED = frozenset(
    {*names("first_names"), *names("surnames"), *names("nicknames"), *HONORIFICS, *KIN, *ROLES, *FUNCTION_WORDS}
)


def _acts(lower: str, key: str) -> bool:
    """Say whether it is a verb in the third person that somebody may be the subject of."""
    if key in LIVELY_VERBS:
        return True
    if key in names("first_names"):
        return False
    return bool(_PAST.search(lower) or (_IMPERFECT.search(lower) and len(lower) > 4 and is_word(lower)))


__all__ = ["ALWAYS", "IN_LOWER_CASE", "SURE", "Word", "is_word", "word_of"]
