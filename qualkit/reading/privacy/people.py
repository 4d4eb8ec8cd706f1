"""Names of people in a text: those that are known, and those that the words around them give away."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from qualkit.reading.privacy.context import Passage, Token, passage_of
from qualkit.reading.privacy.gazetteers import ALWAYS, SURE, phrases
from qualkit.reading.privacy.gender import is_masculine
from qualkit.reading.privacy.lexicon import Word, word_of
from qualkit.reading.privacy.likelihood import is_likely_person
from qualkit.reading.privacy.names import (
    ALSO_WORDS,
    FIRST_NAMES,
    NOT_NAMES,
    PLACE_WORDS,
    SPOKEN_EPITHETS,
    STRONG_TITLES,
    WEEK_AND_MONTHS,
    WITH_ARTICLE,
)
from qualkit.reading.spelling import bare, word_set

_ARTICLES = frozenset(("la", "el", "del", "al"))
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "san", "santa", "von", "van", "da", "di"))
_INTRODUCTIONS = frozenset(
    (
        ("me", "llamo"), ("se", "llama"), ("se", "llamaba"), ("nombre", "es"), ("le", "dicen"), ("le", "decimos"),
        ("le", "decian"), ("le", "dice"), ("soy",), ("llamado",), ("llamada",), ("apodado",), ("apodada",), ("alias",),
        ("apellido",), ("apellidan",), ("apellida",), ("llaman",), ("diganme",), ("digame",), ("llamenme",),
        ("llamame",),
    )
)  # fmt: skip
_NOT_SURNAMES = word_set(
    """
    mayor niño infante amor plaza cuadra guerra banda cadenas cabezas bueno mata amigo alegria santos costa
    conde prado blanco sol luna estrella calle rey mercado fortuna noguera iglesias iglesia
    campo tigre duque caballero puebla castellano criollo corredor romano hierro jurado sala nieto nietos niña
    barrios barros
    """
)
_INITIALS = re.compile(
    r"\b(?:[Ee]studiantes?|[Aa]lumn[oa]s?|[Nn]iñ[oa]s?|[Aa]poderad[oa]s?|[Pp]aciente|[Mm]enor|[Jj]oven"
    r"|señora?|[Ss]r\.|[Ss]ra\.|hermanos?|[Cc]aso(?: de)?|[Ii]niciales|[Nn]ombre)(?:/[ao])?:?[^\S\n]+"
    r"((?:[A-ZÁÉÍÓÚÑ]\.[^\S\n]?){1,4}[A-ZÁÉÍÓÚÑ]\.)(?=[\s,;:)]|$)",
)
_DEVOTIONS = word_set("transito carmen rosario pilar socorro valle")
_MAPUCHE_SURNAME = re.compile(
    r"(?:[^e]lef|ñir|[^s]pan|queo|nao|milla|huala|laf|leo|m[ai]l|man|ñanco|nahuel|huinca|lao|cura|vil|huen|llanca|pil)$"
)
MOST_TOKENS = 6
SHORTEST_NICKNAME = 3
LONGEST_NICKNAME = 6


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a person is named and the words of the name (``bare``)."""

    start: int
    end: int
    name: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is known beforehand: the words of the name (``bare``) and what tells this person from others."""

    name: tuple[str, ...]
    key: str


class Parts:
    """The words of the names of those who are known, to be looked for on their own."""

    def __init__(self, known: "KnownPeople") -> None:
        self.names = known.parts()
        self.nicknames = known.nicknames()

    def __or__(self, other: "Parts") -> "Parts":
        new = object.__new__(Parts)
        new.names = self.names | other.names
        new.nicknames = self.nicknames | other.nicknames
        return new


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


def _people_called(names: Iterable[str]) -> Iterator[Person]:
    for name in sorted({tuple(bare(name).split()) for name in names}):
        if any(len(word) > 1 for word in name):
            yield Person(name, " ".join(name))


def find_people(
    text: str,
    known: Parts,
    *,
    lower: Collection[str] = (),
    keep: Collection[str] = (),
) -> list[Mention]:
    """Return the people named in ``text``, in order.

    ``lower`` are words (``bare``) that the document has in lower case too; names in ``keep`` (``bare``) are nobody's
    personal data.
    """
    return list(people_in(passage_of(text), known, lower=lower, keep=keep))


def people_in(
    passage: Passage, known: Parts, *, lower: Collection[str] = (), keep: Collection[str] = ()
) -> Iterator[Mention]:
    """Yield the people named in a passage, in order."""
    at = 0
    tokens = passage.tokens
    for match in _INITIALS.finditer(passage.text):
        yield Mention(match.start(1), match.end(1), tuple(bare(match.group(1)).split()))
    while at < len(tokens):
        if tokens[at].is_capital and (figure := _end_of_figure(passage, at)):
            at = figure
            continue
        stop = _end_of_name(passage, at, known, lower) if _is_worth_a_look(passage, at, known) else at
        if stop > at:
            name = _name(tokens[at:stop])
            if " ".join(name) not in keep:
                yield Mention(tokens[at].start, passage.end_with_initial(stop), name)
            at = stop
        else:
            at += 1


def _end_of_figure(passage: Passage, at: int) -> int:
    """Return one past the last token of a public figure's full name that begins at ``at``; 0 where none does."""
    tokens = passage.tokens
    for words in _figures().get(tokens[at].word.bare, ()):
        stop = at + len(words)
        if [token.word.bare for token in tokens[at:stop]] != list(words) or not all(
            map(passage.is_glued, range(at, stop - 1))
        ):
            continue
        goes_on = (
            stop < len(tokens) and passage.is_glued(stop - 1) and tokens[stop].is_capital and tokens[stop].word.surname
        )
        if not goes_on and passage.title_before(at) is None:
            return stop
    return 0


@cache
def _figures() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(phrases("public_figures")):
        words = tuple(name.split())
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return found


def _is_worth_a_look(passage: Passage, at: int, known: Parts) -> bool:
    """Say whether anything about a token speaks for a name: cheap, for most tokens it ends here."""
    word = passage.tokens[at].word
    if word.is_capital or word.first or word.nick or word.surname or word.is_unknown or word.is_epithet:
        return True
    if word.bare in known.names:
        return True
    before = passage.before(at)
    return before is not None and (
        before.word.is_title or before.word.bare in _ENDS_INTRODUCTION or before.word.bare in _ARTICLES
    )


_ENDS_INTRODUCTION = frozenset(words[-1] for words in _INTRODUCTIONS)


def _end_of_name(passage: Passage, at: int, known: Parts, lower: Collection[str]) -> int:
    """Return one past the last token of the name that begins at ``at``; ``at`` where none does."""
    turned = _end_of_turned_name(passage, at)
    if turned:
        return turned
    if _is_initial(passage, at):
        return _extended(passage, at, known)
    begins = _begins(passage, at, known)
    if begins is None:
        word = passage.tokens[at].word.bare
        begins = is_likely_person(passage, at, known_word=word in lower, heard=word in known.names)
    return _extended(passage, at, known) if begins else at


def _name(tokens: Sequence[Token]) -> tuple[str, ...]:
    words = " ".join(token.word.bare for token in tokens).split()
    return tuple(words)


def _is_initial(passage: Passage, at: int) -> bool:
    """Say whether «J.» stands here before a surname: «J. Pérez»."""
    token = passage.tokens[at]
    is_short = len(token.word.text) == 1 or token.word.text in ("Ma", "Fco", "Gmo", "Mª")
    if not is_short or not token.word.is_capital or at + 1 >= len(passage.tokens):
        return False
    following = passage.tokens[at + 1]
    if passage.text[token.end : following.start] not in (".", ". ", " "):
        return False
    if len(following.word.text) == 1 and passage.text[token.end] == ".":
        return _is_initial(passage, at + 1)
    has_point = passage.text[token.end] == "."
    word = following.word
    return following.is_capital and (word.surname == SURE or (has_point and bool(word.is_name or not word.is_ordinary)))


def _end_of_turned_name(passage: Passage, at: int) -> int:
    """Return the end of «Soto Fuentes, Paola Andrea», 0 where none begins."""
    tokens = passage.tokens
    stop = at
    while stop < len(tokens) and stop - at < 3 and _is_loud(tokens[stop]) and tokens[stop].word.surname:
        if stop > at and not passage.is_glued(stop - 1):
            break
        stop += 1
    if stop == at or stop >= len(tokens) or passage.text[tokens[stop - 1].end : tokens[stop].start] != ", ":
        return 0
    if at and passage.is_glued(at - 1) and tokens[at - 1].is_capital and tokens[at - 1].word.is_name:
        return 0
    return _end_of_given_names(passage, at, stop)


def _is_loud(token: Token) -> bool:
    return token.is_capital or token.is_shouted


def _end_of_given_names(passage: Passage, at: int, comma: int) -> int:
    tokens = passage.tokens
    first = tokens[comma]
    if len(first.word.text) == 1 and first.is_capital and passage.text[first.end : first.end + 1] == ".":
        return comma + 1
    if not (_is_loud(first) and first.word.is_given and tokens[at].word.certainty != SURE):
        return 0
    stop = comma + 1
    while stop < len(tokens) and passage.is_glued(stop - 1) and _is_loud(tokens[stop]) and tokens[stop].word.is_name:
        stop += 1
    follows = passage.text[tokens[stop - 1].end : tokens[stop - 1].end + 2].strip()
    is_closed = not follows or follows[0] in "|;.,()\n:-y"
    is_list_of_first_names = follows[:1] == "," and comma - at == 1 and not passage.is_at_start(at)
    return stop if is_closed and not is_list_of_first_names else 0


def _begins(passage: Passage, at: int, known: Parts) -> bool | None:
    """Say whether a name begins at a token; ``None`` where only the likelihood of the context can say."""
    token = passage.tokens[at]
    word = token.word
    before = passage.before(at)
    if word.bare in ("san", "santa", "santo") and passage.is_glued(at) and passage.tokens[at + 1].is_capital:
        return False
    if word.bare in ("santo", "santa") and before is not None and before.word.bare in ("jueves", "viernes", "semana"):
        return False
    if _is_family(passage, at):
        return True
    if not token.is_capital and (word.is_kin or word.is_title) and word.bare not in SPOKEN_EPITHETS:
        return False
    if len(word.bare) < 2 or (word.is_stop and word.bare not in WEEK_AND_MONTHS) or passage.is_place(at):
        return False
    titled = passage.title_before(at)
    if titled is not None:
        return _follows_title(token, titled.word)
    if _is_introduced(passage, at):
        return _is_introduced_name(passage, at)
    if word.bare in known.names and (found := _is_known_mention(passage, at)) is not None:
        return found
    if word.is_sure_first and not (word.is_epithet or _is_plural(before)):
        return True
    if word.surname == SURE and token.is_capital and not word.is_given and not _is_plural(before):
        return None if passage.is_at_start(at) and not passage.is_cased_name(at + 1) else not passage.is_acronym(at)
    if token.is_capital and word.bare in known.nicknames and before is not None and before.word.text in _ARTICLES:
        return not passage.is_acronym(at)
    if word.is_epithet and not word.is_given:
        return _is_epithet(passage, at)
    return None


def _is_family(passage: Passage, at: int) -> bool:
    """Say whether «los Colihuinca», «con los Reyes» names a family by its surname."""
    token = passage.tokens[at]
    before = passage.before(at)
    if before is None or before.word.bare not in ("los", "las") or not token.is_capital or passage.is_at_start(at - 1):
        return False
    following = passage.after(at)
    if passage.is_acronym(at) or (following is not None and following.is_capital):
        return False
    word = token.word
    if word.is_unknown and _MAPUCHE_SURNAME.search(word.bare):
        return True
    if not word.surname or word.bare in phrases("comunas") or word.bare in phrases("regions"):
        return False
    with_whom = at > 1 and passage.tokens[at - 2].word.bare in ("con", "donde", "a", "de", "entre", "mayor", "menor")
    return word.surname == SURE or (with_whom and passage.tokens[at - 2].word.bare in ("con", "donde", "a"))


def _is_plural(before: Token | None) -> bool:
    return before is not None and before.word.bare in ("los", "las", "unos", "unas")


def _follows_title(token: Token, title: Word) -> bool | None:
    """Say whether the word after «don», «la profesora», «tía» is a name."""
    word = token.word
    is_strong = title.bare in STRONG_TITLES
    if word.is_title or word.is_role or word.is_kin or word.is_place:
        return False
    if word.bare in WEEK_AND_MONTHS and not token.is_capital:
        return is_strong
    if token.is_capital:
        if word.is_upper and len(word.text) <= 4 and not word.is_name:
            return False
        return is_strong or word.is_name or not word.is_ordinary
    if is_strong:
        return (word.is_name and word.bare not in _NOT_SURNAMES) or not word.is_ordinary
    return None if word.certainty == ALWAYS or not word.is_given else True


def _is_introduced(passage: Passage, at: int) -> bool:
    before = tuple(token.word.bare for token in passage.run_before(at, 2))
    return before in _INTRODUCTIONS or before[-1:] in _INTRODUCTIONS


def _is_introduced_name(passage: Passage, at: int) -> bool | None:
    token = passage.tokens[at]
    word = token.word
    if word.is_title or word.is_role or word.is_kin or word.acts:
        return False
    if passage.tokens[at - 1].word.bare == "soy":
        return True if word.certainty == SURE or (token.is_capital and word.is_name) else None
    if token.is_capital:
        return not passage.is_acronym(at)
    return (word.is_name and word.certainty != ALWAYS) or not word.is_ordinary or passage.is_cased_name(at + 1)


def _is_known_mention(passage: Passage, at: int) -> bool | None:
    """Say whether a part of a known name stands for the person; ``None`` where it may be another word."""
    token = passage.tokens[at]
    word = token.word
    if not word.is_name:
        if token.is_capital:
            return not passage.is_acronym(at) and (not word.is_ordinary or not passage.is_at_start(at))
        return True if word.is_unknown or (not word.is_ordinary and _is_handle(word)) else None
    if word.is_sure_first:
        return True
    if not token.is_capital:
        return None
    if passage.is_at_start(at):
        follows_comma = passage.text[token.end : token.end + 1] == ","
        return True if follows_comma or passage.is_cased_name(at + 1) else None
    return None if word.certainty == ALWAYS or ((word.surname and not word.is_given) and word.surname != SURE) else True


def _is_handle(word: Word) -> bool:
    return not re.search(r"[aeiou](?:s|n|r|d|l)?$", word.bare)


def _is_epithet(passage: Passage, at: int) -> bool | None:
    """Say whether «Chino» in «el Chino Barrientos», «la Flaca» stands for somebody."""
    before = passage.before(at)
    if before is None or before.word.bare not in _ARTICLES:
        return None
    token = passage.tokens[at]
    following = passage.after(at)
    if token.word.bare in SPOKEN_EPITHETS and passage.is_before_verb(at):
        return True
    is_named = following is not None and (
        following.word.surname == SURE or (following.is_capital and following.word.surname)
    )
    if is_named:
        return True
    return True if token.is_capital and not token.word.is_upper and not token.word.is_kin else None


def _extended(passage: Passage, at: int, known: Parts) -> int:
    """Return the end of the name that begins at token ``at``: further first names, particles and surnames."""
    tokens = passage.tokens
    stop = at + 1
    if passage.has_point_after_initial(at):
        stop = at + 2
    while stop < len(tokens) and stop - at < MOST_TOKENS and _is_joined(passage, stop - 1):
        step = _particles(passage, stop)
        if stop + step >= len(tokens) or not _goes_on(passage, at, stop + step, known, after_particle=step > 0):
            break
        stop += step + 1
    return stop


def _is_joined(passage: Passage, at: int) -> bool:
    """Say whether the next word goes on without a mark, the point of an initial («J. M. Paillacar») aside."""
    is_initial = len(passage.tokens[at].word.text) == 1 and passage.touches(at)
    return passage.is_glued(at) or (is_initial and passage.is_initial_of(at + 1))


def _particles(passage: Passage, at: int) -> int:
    """Return how many particles («de la») stand from ``at`` on, each glued to the next word."""
    step = 0
    while step < 2 and at + step + 1 < len(passage.tokens):
        token = passage.tokens[at + step]
        if token.word.bare not in _PARTICLES or not passage.is_glued(at + step):
            break
        step += 1
    return step


def _goes_on(passage: Passage, first: int, at: int, known: Parts, *, after_particle: bool) -> bool:
    token = passage.tokens[at]
    word = token.word
    if len(word.text) == 1 or (len(word.text) == 2 and word.text == "Ch"):
        return (
            token.is_capital
            and not after_particle
            and passage.text[token.end : token.end + 1] == "."
            and not passage.is_initial_of(at + 1)
        )
    if word.is_stop or word.is_title or word.is_role or passage.is_acronym(at):
        return False
    if after_particle:
        return _follows_particle(passage, first, at)
    if token.is_capital:
        is_person = word.is_name or not word.is_ordinary or word.bare in known.names
        return is_person or (
            passage.tokens[first].word.certainty == SURE
            and word.bare not in WITH_ARTICLE
            and not word.is_place
            and not word.is_kin
        )
    if passage.tokens[at - 1].is_capital and not passage.tokens[at - 1].is_shouted:
        return word.certainty == SURE and word.bare in known.names
    return _goes_on_in_lower_case(passage, at)


def _follows_particle(passage: Passage, first: int, at: int) -> bool:
    token = passage.tokens[at]
    given = passage.tokens[first].word
    if token.is_capital:
        return bool(token.word.surname) and not token.word.is_sure_first and given.is_name
    particles = tuple(t.word.bare for t in passage.tokens[at - 2 : at])
    if given.certainty == SURE and particles[-1:] == ("del",) and token.word.bare in _DEVOTIONS:
        return True
    return token.word.bare in ("fuente", "cruz", "hoz", "barra", "jara", "maza", "vega", "torre") and particles[
        -1:
    ] == ("la",)


def _goes_on_in_lower_case(passage: Passage, at: int) -> bool:
    """Say whether a word in lower case goes on with the name before it: «karen torres», «carmen gloria»."""
    word = passage.tokens[at].word
    before = passage.tokens[at - 1].word
    if not (before.is_name or not before.is_ordinary):
        return False
    if word.surname == SURE or (word.is_unknown and before.certainty == SURE and word.likeness > 0):
        return True
    if word.certainty == SURE:
        return not (is_masculine(word.bare) and not is_masculine(before.bare) and before.bare not in ("jose", "maria"))
    if word.bare in _NOT_SURNAMES or word.acts or word.speaks:
        return False
    return bool(word.surname) or (
        word.bare in ("gloria", "paz", "luz", "jose", "belen", "ignacia", "angel", "jesus", "antonio")
        and before.is_given
    )


Fits = Callable[[tuple[str, ...], tuple[str, ...]], bool]
__all__ = ["KnownPeople", "Mention", "Parts", "Person", "find_people", "people_in", "word_of"]
