"""Names of people in a text: those that are known, and those that the words around them give away."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from qualkit.reading.names import (
    ALSO_WORDS,
    FIRST_NAMES,
    HONORIFICS,
    LOWER_CASE_WORDS,
    NEVER_AFTER_ARTICLE,
    NOT_NAMES,
    PLACE_WORDS,
    SURNAMES,
    WITH_ARTICLE,
)
from qualkit.reading.spelling import bare

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.?!…\n:;\"«“¿¡—–-]\s*$")
_ARTICLES = frozenset(("la", "el", "a", "de", "con", "y", "del", "al"))
_STRICT_ARTICLES = frozenset(("la", "el", "del", "al"))
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "san", "santa", "von", "van"))
_INTRODUCES = (("me", "llamo"), ("mi", "nombre", "es"))
_FORM_FIELDS = frozenset(
    ("nombre", "nombres", "apellido", "apellidos", "paciente", "medico", "responsable", "contacto")
)
_NOBODY = NOT_NAMES | PLACE_WORDS | HONORIFICS | WITH_ARTICLE
_THING = re.compile(r"(?:[cs]ion|dad|miento|ismo|logia|[dlst]oria|duria|etaria|encia|mente|metro|grafia)$")
MOST_TOKENS = 5
SHORTEST_NICKNAME = 3
LONGEST_NICKNAME = 6


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    bare: str
    is_capital: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a person is named and the key of the person that it stands for, as far as that is clear."""

    start: int
    end: int
    person: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is known beforehand: the words of the name (``bare``) and what tells this person from others."""

    name: tuple[str, ...]
    key: str


@dataclass(frozen=True)
class KnownPeople:
    """Who takes part (``present``) and who was heard of elsewhere in the project.

    A part of a name stands for the whole where only one person who is present has that part.
    """

    present: tuple[Person, ...] = ()
    heard: tuple[Person, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str], heard: Iterable[str] = ()) -> "KnownPeople":
        """Return the people called ``names``: full names, first names, or handles."""
        return cls(tuple(_people_called(names)), tuple(_people_called(heard)))

    def parts(self) -> frozenset[str]:
        """Return the first names, surnames and handles that are worth looking for on their own."""
        return frozenset(
            word
            for person in (*self.present, *self.heard)
            for word in person.name
            if len(word) > 2 and word not in _PARTICLES and word not in NOT_NAMES
        )

    def nicknames(self) -> frozenset[str]:
        """Return the short forms of the first names of those who are known; longer ones of those only heard of."""
        groups = ((self.present, SHORTEST_NICKNAME), (self.heard, SHORTEST_NICKNAME + 1))
        short = {
            person.name[0][:n]
            for people, shortest in groups
            for person in people
            if person.name[0] in FIRST_NAMES
            for n in range(shortest, LONGEST_NICKNAME + 1)
            if n < len(person.name[0])
        }
        return frozenset(short - NOT_NAMES - PLACE_WORDS - ALSO_WORDS)

    def hearing_of(self, names: Iterable[str]) -> "KnownPeople":
        """Return these people and those called ``names``, who are only talked about."""
        known = {person.name for person in (*self.present, *self.heard)}
        new = (person for person in _people_called(names) if person.name not in known)
        return KnownPeople(self.present, (*self.heard, *new))

    def meeting(self, names: Iterable[tuple[str, ...]]) -> "KnownPeople":
        """Return these people and those that a text itself names in full."""
        known = {person.name for person in self.present}
        new = (Person(name, " ".join(name)) for name in sorted(set(names)) if name not in known)
        return KnownPeople((*self.present, *new), self.heard)

    def resolve(self, mention: tuple[str, ...]) -> str:
        """Return the key of the person that ``mention`` stands for; its own words where none or several fit."""
        for fits in (_is_same, _opens, _in_order, _goes_further, _shortens):
            keys = {person.key for person in self.present if fits(mention, person.name)}
            if keys:
                return keys.pop() if len(keys) == 1 else " ".join(mention)
        if len(mention) > 1:
            keys = {person.key for person in self.heard if _opens(mention, person.name)}
        return keys.pop() if len(keys) == 1 else " ".join(mention)


def _people_called(names: Iterable[str]) -> Iterator[Person]:
    for name in sorted({tuple(bare(name).split()) for name in names}):
        if any(len(word) > 1 for word in name):
            yield Person(name, " ".join(name))


def _is_same(mention: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return mention == name


def _opens(mention: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return name[: len(mention)] == mention


def _in_order(mention: tuple[str, ...], name: tuple[str, ...]) -> bool:
    rest = iter(name)
    return all(word in rest for word in mention)


def _goes_further(mention: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Say whether ``mention`` is somebody who is present under a first name only, now with a surname."""
    return len(name) == 1 and mention[:1] == name


def _shortens(mention: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Say whether ``mention`` is the beginning of somebody's first name («la Fabi» is Fabiola)."""
    return len(mention) == 1 and len(mention[0]) >= SHORTEST_NICKNAME and name[0].startswith(mention[0])


def find_people(text: str, known: KnownPeople, keep: Collection[str] = ()) -> list[Mention]:
    """Return the people named in ``text``, in order. Names in ``keep`` (``bare``) are nobody's personal data."""
    tokens = [_token(match) for match in _WORD.finditer(text)]
    lower = frozenset(token.bare for token in tokens if not token.is_capital)
    runs = _runs(text, tokens, known.parts(), known.nicknames(), lower)
    kept = [(start, stop) for start, stop in runs if not _is_kept(tokens[start:stop], keep)]
    names = [_name(tokens[start:stop]) for start, stop in kept]
    everybody = known.meeting(_newly_met(names, known))
    return [
        Mention(tokens[start].start, tokens[stop - 1].end, everybody.resolve(name))
        for (start, stop), name in zip(kept, names, strict=True)
    ]


def _newly_met(names: Sequence[tuple[str, ...]], known: KnownPeople) -> Iterator[tuple[str, ...]]:
    """Yield the full names that are nobody's who is present: of one first name, two surnames are two people."""
    full = sorted({name for name in names if len(name) > 1 and name[0] in FIRST_NAMES})
    firsts = [name[0] for name in full]
    only_first = {person.name[0] for person in known.present if len(person.name) == 1}
    for name in full:
        is_completion = name[0] in only_first and firsts.count(name[0]) == 1
        if not is_completion and known.resolve(name) == " ".join(name):
            yield name


def _token(match: re.Match[str]) -> _Token:
    word = match.group()
    return _Token(word, match.start(), match.end(), bare(word), word[0].isupper())


def _name(tokens: Sequence[_Token]) -> tuple[str, ...]:
    return tuple(" ".join(token.bare for token in tokens).split())


def _is_kept(tokens: Sequence[_Token], keep: Collection[str]) -> bool:
    return " ".join(_name(tokens)) in keep


def _runs(
    text: str, tokens: Sequence[_Token], parts: frozenset[str], nicknames: frozenset[str], lower: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """Yield (first, one past the last) of the tokens that name a person; ``lower`` stand in lower case somewhere."""
    at = 0
    while at < len(tokens):
        is_named = _begins(text, tokens, at, parts) or _is_nickname(text, tokens, at, nicknames)
        if is_named or (tokens[at].bare not in lower and _is_unheard_of_name(text, tokens, at)):
            stop = _extended(text, tokens, at, parts)
            yield at, stop
            at = stop
        else:
            at += 1


def _begins(text: str, tokens: Sequence[_Token], at: int, parts: frozenset[str]) -> bool:
    token = tokens[at]
    before = tokens[at - 1] if at and _touches(text, tokens[at - 1], token) else None
    if len(token.bare) < 2 or token.bare in NOT_NAMES or _is_place(text, tokens, at, before):
        return False
    if _is_after_honorific(text, before, token):
        return (token.is_capital and not _is_acronym(token)) or _is_sure_name(token)
    if not token.is_capital:
        return _is_lower_case_mention(before, token, parts)
    if token.bare in parts:
        return _is_sure_name(token) or not _is_plain_word(text, tokens, at, before)
    if _is_introduced(tokens, at) or _is_form_field(text, before, token, tokens, at):
        return not _is_acronym(token)
    if token.bare not in FIRST_NAMES:
        return _is_surname_after_article(before, token)
    return _is_sure_name(token) or _is_ambiguous_person(text, tokens, at, before)


def _is_nickname(text: str, tokens: Sequence[_Token], at: int, nicknames: frozenset[str]) -> bool:
    """Say whether a capital word after «la» or «el» is short for the name of somebody who is present."""
    token = tokens[at]
    if at == 0 or not token.is_capital or token.bare not in nicknames or _is_acronym(token):
        return False
    return tokens[at - 1].text in _STRICT_ARTICLES and _touches(text, tokens[at - 1], token)


def _is_unheard_of_name(text: str, tokens: Sequence[_Token], at: int) -> bool:
    """Say whether a capital word after «la» or «el» can only be a name («la Yareli», «al Maxi»): no word, no place."""
    token = tokens[at]
    if at == 0 or not token.is_capital or token.text.isupper() or len(token.bare) < SHORTEST_NICKNAME:
        return False
    before = tokens[at - 1]
    if before.text.lower() not in _STRICT_ARTICLES or not _is_glued(text, before, token):
        return False
    words = {token.bare, *token.bare.split()}
    is_thing = not words.isdisjoint(_NOBODY) or _THING.search(token.bare) is not None
    return not is_thing and not _is_word(token.text.lower())


@lru_cache(maxsize=50_000)
def _is_word(word: str) -> bool:
    """Say whether a dictionary of Spanish has ``word``."""
    import simplemma

    return bool(simplemma.is_known(word, lang="es"))


def _touches(text: str, one: _Token, other: _Token) -> bool:
    """Say whether nothing but blanks (or the point of an abbreviation) stands between two tokens."""
    between = text[one.end : other.start]
    return between.strip(" \t\u00a0") in ("", ".") and "\n" not in between and len(between) <= 4


def _is_sure_name(token: _Token) -> bool:
    return token.bare in FIRST_NAMES and token.bare not in ALSO_WORDS and len(token.bare) > 2


def _is_acronym(token: _Token) -> bool:
    return token.text.isupper() and 1 < len(token.text) <= 5 and token.bare not in FIRST_NAMES


def _is_place(text: str, tokens: Sequence[_Token], at: int, before: _Token | None) -> bool:
    if before is None or before.bare not in PLACE_WORDS or not (before.is_capital or before.bare != "san"):
        return False
    return "." not in text[before.end : tokens[at].start] or len(before.bare) <= 3


def _is_after_honorific(text: str, before: _Token | None, token: _Token) -> bool:
    if before is None or before.bare not in HONORIFICS:
        return False
    is_abbreviation = len(before.bare) <= 4
    return is_abbreviation or "." not in text[before.end : token.start]


def _is_lower_case_mention(before: _Token | None, token: _Token, parts: frozenset[str]) -> bool:
    """Say whether a word in lower case is a name: a known one, or a sure one after an article («la paola»)."""
    if token.bare in ALSO_WORDS or len(token.bare) < 4:
        return False
    if token.bare in LOWER_CASE_WORDS and (before is None or before.bare not in _STRICT_ARTICLES | HONORIFICS):
        return False
    if token.bare in parts and (
        token.bare in FIRST_NAMES or (token.bare not in SURNAMES and token.text == token.bare and _is_handle(token))
    ):
        return True
    return _is_sure_name(token) and before is not None and before.bare in _STRICT_ARTICLES


def _is_handle(token: _Token) -> bool:
    return not re.search(r"[aeiou](?:s|n|r|d|l)?$", token.bare) or token.bare in FIRST_NAMES


def _is_plain_word(text: str, tokens: Sequence[_Token], at: int, before: _Token | None) -> bool:
    """Say whether a name that is also a word stands where any word has a capital: at the start of a sentence."""
    token = tokens[at]
    if token.bare not in ALSO_WORDS and (token.bare in FIRST_NAMES or token.bare not in SURNAMES):
        return False
    starts = at == 0 or _SENTENCE_END.search(text[max(0, token.start - 4) : token.start]) is not None
    follows_comma = text[token.end : token.end + 1] == ","
    return starts and not follows_comma and not _next_is_surname(text, tokens, at)


def _is_introduced(tokens: Sequence[_Token], at: int) -> bool:
    return any(tuple(t.text.lower() for t in tokens[max(0, at - len(words)) : at]) == words for words in _INTRODUCES)


def _is_form_field(text: str, before: _Token | None, token: _Token, tokens: Sequence[_Token], at: int) -> bool:
    if at == 0 or tokens[at - 1].bare not in _FORM_FIELDS or not tokens[at - 1].is_capital:
        return False
    between = text[tokens[at - 1].end : token.start]
    return between.strip(" \t") == ":"


def _is_surname_after_article(before: _Token | None, token: _Token) -> bool:
    return before is not None and before.bare == "la" and token.bare in SURNAMES and token.bare.endswith("ez")


def _is_ambiguous_person(text: str, tokens: Sequence[_Token], at: int, before: _Token | None) -> bool:
    """Say whether a name that is also a word («Rosa», «Paz») is a person here."""
    token = tokens[at]
    if _next_is_surname(text, tokens, at):
        return True
    starts = at == 0 or _SENTENCE_END.search(text[max(0, token.start - 4) : token.start]) is not None
    if before is None or starts or token.bare in NEVER_AFTER_ARTICLE:
        return False
    return before.bare in _ARTICLES and not before.is_capital


def _next_is_surname(text: str, tokens: Sequence[_Token], at: int) -> bool:
    if at + 1 >= len(tokens) or not _touches(text, tokens[at], tokens[at + 1]):
        return False
    following = tokens[at + 1]
    is_name = following.bare in SURNAMES or following.bare in FIRST_NAMES
    return following.is_capital and is_name and "." not in text[tokens[at].end : following.start]


def _extended(text: str, tokens: Sequence[_Token], at: int, parts: frozenset[str]) -> int:
    """Return the end of the name that begins at token ``at``: further first names, particles and surnames."""
    stop = at + 1
    while stop < len(tokens) and stop - at < MOST_TOKENS:
        step = 1
        while (
            stop + step < len(tokens)
            and step < 3
            and tokens[stop + step - 1].bare in _PARTICLES
            and not tokens[stop + step - 1].is_capital
        ):
            step += 1
        chain = tokens[stop - 1 : stop + step]
        if not all(_is_glued(text, one, other) for one, other in pairwise(chain)):
            break
        if not _goes_on(tokens[stop + step - 1], parts, after_particle=step > 1):
            break
        stop += step
    return stop


def _is_glued(text: str, one: _Token, other: _Token) -> bool:
    between = text[one.end : other.start]
    return between.strip(" \t\u00a0") == "" and 1 <= len(between) <= 3


def _goes_on(token: _Token, parts: frozenset[str], *, after_particle: bool) -> bool:
    if token.bare in NOT_NAMES or token.bare in HONORIFICS or len(token.bare) < 2:
        return False
    if after_particle:
        return token.is_capital and token.bare in SURNAMES and token.bare not in FIRST_NAMES
    if token.bare in parts or token.bare in SURNAMES:
        return token.is_capital or (token.bare in FIRST_NAMES and token.bare in parts)
    return token.is_capital and not _is_acronym(token)
