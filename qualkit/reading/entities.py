"""What in a text leads to a person or a school: names, RUTs, telephones, e-mails, handles, addresses."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from qualkit.language.words import PSEUDONYM
from qualkit.reading.contacts import find_contacts
from qualkit.reading.names import PUBLIC_FIGURES
from qualkit.reading.people import KnownPeople, find_people
from qualkit.reading.schools import core_of, find_schools
from qualkit.reading.spelling import bare

_FILL = "\ufffc"
_MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Something to hide: where it stands, what it is, how it is written, and the key of who or what it refers to."""

    start: int
    end: int
    label: str
    text: str
    refers_to: str = ""


def find_entities(
    text: str,
    *,
    people: Collection[str] = (),
    schools: Collection[str] = (),
    keep: Collection[str] = (),
) -> tuple[Entity, ...]:
    """Return the entities of ``text``, sorted, none over another.

    ``people`` and ``schools`` are names known beforehand; ``keep`` are names that stay (territories, public figures).
    Labels: PERSONA, RUT, TELEFONO, CORREO, ESTABLECIMIENTO, URL, REDES, DIRECCION, COMUNA, EDAD, FECHA, ID.
    """
    return entities_in(text, known=KnownPeople.of(people), schools=schools, keep=keep)


def entities_in(
    text: str, *, known: KnownPeople, schools: Collection[str] = (), keep: Collection[str] = ()
) -> tuple[Entity, ...]:
    """Return the entities of ``text`` where it is known who is present and who was only heard of.

    What was found is hidden and the rest searched again until nothing is left, so that a text with pseudonyms in place
    of its entities holds none.
    """
    kept = frozenset(bare(name) for name in (*keep, *PUBLIC_FIGURES))
    work = _hidden(text, ((match.start(), match.end()) for match in PSEUDONYM.finditer(text)))
    work = _hidden(work, _kept_spans(work, keep))
    entities: list[Entity] = []
    for _round in range(_MOST_ROUNDS):
        found = _without_overlap(_found(work, text, known, schools, kept))
        if not found:
            break
        entities.extend(found)
        known = known.hearing_of(entity.text for entity in found if entity.label == "PERSONA")
        schools = {*schools, *(entity.text for entity in found if entity.label == "ESTABLECIMIENTO")}
        work = _hidden(work, ((entity.start, entity.end) for entity in found))
    return tuple(sorted(entities))


def _found(
    work: str, text: str, known: KnownPeople, schools: Collection[str], kept: Collection[str]
) -> Iterator[Entity]:
    for start, end, label in find_contacts(work):
        yield Entity(start, end, label, text[start:end])
    for start, end in find_schools(work, schools):
        core = core_of(text[start:end])
        if core not in kept and bare(text[start:end]) not in kept:
            yield Entity(start, end, "ESTABLECIMIENTO", text[start:end], core)
    for mention in find_people(work, known, kept):
        yield Entity(mention.start, mention.end, "PERSONA", text[mention.start : mention.end], mention.person)


def _without_overlap(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities that come first in the order of finding, none over another."""
    taken: set[int] = set()
    kept = []
    for entity in entities:
        place = range(entity.start, entity.end)
        if place and taken.isdisjoint(place):
            taken.update(place)
            kept.append(entity)
    return kept


def _kept_spans(text: str, keep: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where names that stay are written as they were given, if they have more than one word."""
    for name in keep:
        if " " in name.strip():
            for match in re.finditer(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text):
                yield match.start(), match.end()


def _hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        pieces.extend((text[at:start], _FILL * (end - start)))
        at = end
    return "".join((*pieces, text[at:]))
