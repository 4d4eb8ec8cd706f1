"""Who is who: which mentions in a text stand for the same person."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qualkit.reading.privacy.names import FIRST_NAMES, SURNAMES
from qualkit.reading.privacy.people import SHORTEST_NICKNAME, KnownPeople, Person

if TYPE_CHECKING:
    from qualkit.reading.privacy.entities import Entity

Name = tuple[str, ...]


def same_people(entities: Sequence["Entity"], known: KnownPeople) -> list["Entity"]:
    """Return the entities with, for each person, the key of who it is: one key whatever the spelling.

    A part of a name stands for the whole where only one person of the text, or of those who are present, has it; of
    one first name with two surnames nobody is guessed.
    """
    names = dict.fromkeys(name_of(entity.text) for entity in entities if entity.label == "PERSONA")
    everybody = Directory(known.meeting(_newly_met(list(names), known)))
    keys = {name: everybody.key_of(name) for name in names}
    return [
        replace(entity, refers_to=keys[name_of(entity.text)]) if entity.label == "PERSONA" else entity
        for entity in entities
    ]


class Directory:
    """Those who are known, by the words of their names: whom a mention can stand for is found without asking all."""

    def __init__(self, known: KnownPeople) -> None:
        self._present = _by_word(known.present)
        self._heard = _by_word(known.heard)

    def key_of(self, mention: Name) -> str:
        """Return the key of the person that ``mention`` stands for; its own words where none or several fit."""
        return resolve(mention, KnownPeople(_maybe(mention, self._present), _maybe(mention, self._heard)))


def _by_word(people: Sequence[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        for key in dict.fromkeys(key for word in person.name for key in _keys_of(word)):
            found.setdefault(key, []).append(person)
    return found


def _keys_of(word: str) -> tuple[str, ...]:
    """Return under which keys a word is looked up: itself, its sound, its beginning."""
    return (word, f"~{sound_of(word)}", f"{word[:SHORTEST_NICKNAME]}*")


def _maybe(mention: Name, by_word: Mapping[str, Sequence[Person]]) -> tuple[Person, ...]:
    found = (person for word in mention for key in _keys_of(word) for person in by_word.get(key, ()))
    return tuple(dict.fromkeys(found))


def name_of(text: str) -> Name:
    """Return the words of a written name in their natural order: «Soto Fuentes, Paola» → (paola, soto, fuentes)."""
    from qualkit.reading.spelling import bare

    last, comma, first = text.partition(",")
    words = bare(f"{first} {last}" if comma and first.strip() else text).split()
    return tuple(words)


def _newly_met(names: Sequence[Name], known: KnownPeople) -> Iterator[Name]:
    """Yield the full names that are nobody's who is present: of one first name, two surnames are two people."""
    directory = Directory(known)
    full = sorted({name for name in names if len(name) > 1 and (name[0] in FIRST_NAMES or len(name[0]) > 2)})
    firsts = Counter(name[0] for name in full)
    only_first = {person.name[0] for person in known.present if len(person.name) == 1}
    met: set[Name] = set()
    for name in full:
        is_completion = name[0] in only_first and firsts[name[0]] == 1
        sounds = tuple(sorted(map(sound_of, name)))
        if not (is_completion or sounds in met) and directory.key_of(name) == " ".join(name):
            met.add(sounds)
            yield name


def resolve(mention: Name, known: KnownPeople) -> str:
    """Return the key of the person that ``mention`` stands for; its own words where none or several fit."""
    for fits in (_is_same, _sounds_the_same, _opens, _in_order, _goes_further, _shortens):
        keys = {person.key for person in known.present if fits(mention, person.name)}
        if keys:
            return _only(keys, known.present) or " ".join(mention)
    if len(mention) > 1:
        for fits in (_is_same, _sounds_the_same, _opens, _is_longer_or_shorter):
            keys = {person.key for person in known.heard if fits(mention, person.name)}
            if keys:
                return keys.pop() if len(keys) == 1 else " ".join(mention)
    return " ".join(mention)


def _only(keys: Iterable[str], people: Sequence[Person]) -> str | None:
    """Return the one key; of several the longest, where the others are shorter forms of the same name."""
    ordered = sorted(keys, key=lambda key: (-len(key), key))
    if len(ordered) == 1:
        return ordered[0]
    longest = tuple(ordered[0].split())
    return ordered[0] if all("@" not in key and _in_order(tuple(key.split()), longest) for key in ordered) else None


def _is_same(mention: Name, name: Name) -> bool:
    return mention == name


def _sounds_the_same(mention: Name, name: Name) -> bool:
    """Say whether two full names are spellings of one: «Yasna Gonzales», «Jasna González», «González Yasna»."""
    if len(mention) != len(name) or len(name) < 2:
        return len(mention) == len(name) == 1 and len(name[0]) > 4 and sound_of(mention[0]) == sound_of(name[0])
    return sorted(map(sound_of, mention)) == sorted(map(sound_of, name))


@lru_cache(maxsize=50_000)
def sound_of(word: str) -> str:
    """Return how a word of a name (``bare``) sounds in Chile, roughly: spellings that recognisers and people mix up
    give one sound.
    """
    for pattern, sound in _SOUNDS:
        word = pattern.sub(sound, word)
    return word


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:jh?|y|gi(?=[aeou]))", "y"), (r"ph", "f"), (r"(?:sh|ch)", "\u0161"), (r"th", "t"), (r"h", ""),
        (r"qu(?=[ei])|c(?=[^eiy]|$)|q", "k"), (r"[cz]", "s"),
        (r"x", "s"), (r"ll", "y"), (r"v|w", "b"), (r"g(?=[ei])", "j"), (r"(?<=.)y$|(?<=.)y(?=[^aeiou])", "i"),
        (r"(.)\1", r"\1"),
    )
)  # fmt: skip


def _is_longer_or_shorter(mention: Name, name: Name) -> bool:
    """Say whether one of two names is the other with more of its words: «Paola Soto», «Paola Andrea Soto Fuentes»."""
    short, long = sorted((mention, name), key=len)
    is_full = len(short) > 1 and short[-1] in SURNAMES and short[-1] not in FIRST_NAMES
    return is_full and short[0] == long[0] and _in_order(short, long)


def _opens(mention: Name, name: Name) -> bool:
    return name[: len(mention)] == mention


def _in_order(mention: Name, name: Name) -> bool:
    rest = iter(name)
    return all(any(_is_word(word, other) for other in rest) for word in mention)


def _is_word(word: str, other: str) -> bool:
    """Say whether two words of names are one: an initial stands for what it opens."""
    return word == other or (len(word) == 1 and other.startswith(word))


def _goes_further(mention: Name, name: Name) -> bool:
    """Say whether ``mention`` is somebody who is present under a first name only, now with a surname."""
    return len(name) == 1 and mention[:1] == name


def _shortens(mention: Name, name: Name) -> bool:
    """Say whether ``mention`` is the beginning of somebody's first name («la Fabi» is Fabiola), or a pet form of it."""
    if len(mention) != 1 or len(mention[0]) < SHORTEST_NICKNAME:
        return False
    word = mention[0]
    return name[0].startswith(word) or (
        word.endswith(("ito", "ita")) and len(word) > 5 and name[0].startswith(word[:-3])
    )
