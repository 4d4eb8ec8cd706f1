"""Pseudonyms in place of people, schools and whatever leads to them: stable in a project, the key kept apart.

Territory names stay. A text that went through here once comes out of a second time unchanged.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualkit.errors import InputError, ProjectError
from qualkit.i18n import _
from qualkit.language.words import FORGOTTEN, PSEUDONYM
from qualkit.model import Experience, Span, Survey, Turn
from qualkit.reading.privacy.birth_dates import Coarseness
from qualkit.reading.privacy.entities import Entity, entities_in, find_entities
from qualkit.reading.privacy.forgotten import Forgotten
from qualkit.reading.privacy.people import KnownPeople, Person
from qualkit.reading.privacy.schools import core_of
from qualkit.reading.privacy.speakers import Speaker, parse_label, people_of
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.turns import ReadFile

__all__ = [
    "Entity",
    "OffsetMap",
    "Pseudonymised",
    "Pseudonyms",
    "find_entities",
    "pseudonymise",
    "pseudonymise_experience",
    "pseudonymise_file",
    "pseudonymise_read",
    "pseudonymise_survey",
    "pseudonymise_text",
]

_MASKS = {
    "RUT": "[rut]",
    "TELEFONO": "[teléfono]",
    "CORREO": "[correo]",
    "URL": "[url]",
    "DIRECCION": "[dirección]",
    "COMUNA": "[comuna]",
    "EDAD": "[edad]",
    "FECHA": "[fecha]",
    "ID": "[id]",
}
_NUMBERED = {"PERSONA": "Persona", "ESTABLECIMIENTO": "Escuela", "REDES": "@usuario"}
_WHO = ("PERSONA", "REDES")
_VERSION = 1


class Pseudonyms:
    """The key of a project: which pseudonym stands for whom. It grows as files are read; no export may hold it."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._originals: dict[tuple[str, str], str] = {}
        self._reserved: set[str] = set()
        self._added: dict[tuple[str, str], str] = {}
        self._kept: dict[str, str] = {}
        self.dates: Coarseness = "keep"
        """How exact dates stay in what is hidden with this key; those of birth never do. No part of the file."""
        self.forgotten = Forgotten()
        self._come_again: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._given)

    def of(self, entity: Entity) -> str:
        """Return the pseudonym of ``entity``; the same for everything that refers to the same person or school."""
        if entity.label in _MASKS:
            return (entity.label == "FECHA" and entity.refers_to) or _MASKS[entity.label]
        key = entity.refers_to or (core_of(entity.text) if entity.label == "ESTABLECIMIENTO" else bare(entity.text))
        return self._numbered(entity.label, key, entity.text, _NUMBERED[entity.label])

    def person(self, person: Person, original: str, *, facilitating: str | None = None) -> str:
        """Return the pseudonym of a person; a facilitator who had none yet becomes «Facilitadora 1»."""
        word = _facilitator_word(facilitating) if facilitating else "Persona"
        return self._numbered("PERSONA", person.key, original, word)

    def school(self, name: str) -> str:
        """Return the pseudonym of a school: «Escuela 4»."""
        if PSEUDONYM.fullmatch(squeeze(name)):
            return squeeze(name)
        return self._numbered("ESTABLECIMIENTO", core_of(name) or bare(name), name, "Escuela")

    @property
    def people(self) -> tuple[str, ...]:
        """The names of the people that have a pseudonym, as they were first written.

        Those of forgotten people who came again in this batch are there too: they are hidden, and never kept.
        """
        return (*(self._originals[key] for key in self._given if key[0] == "PERSONA"), *self._come_again)

    @property
    def schools(self) -> tuple[str, ...]:
        """The names of the schools that have a pseudonym."""
        return tuple(self._originals[key] for key in self._given if key[0] == "ESTABLECIMIENTO")

    def add(self, label: str, name: str) -> str:
        """Hide ``name`` wherever it stands from now on, as an entity of ``label``, and return its pseudonym.

        It takes back a ``keep`` of the same name. Raises ``InputError`` for an unknown label or a name without letters
        and digits.
        """
        name = squeeze(name)
        if label not in _MASKS and label not in _NUMBERED:
            raise InputError(
                _("“%(label)s” is no kind of name: it must be one of %(choices)s.")
                % {"label": label, "choices": ", ".join(sorted({*_MASKS, *_NUMBERED}))}
            )
        if not bare(name) or PSEUDONYM.fullmatch(name):
            raise InputError(_("“%(name)s” is no name that can be hidden.") % {"name": name})
        self._kept.pop(bare(name), None)
        self._added[label, bare(name)] = name
        return self.of(Entity(0, len(name), label, name, _key_of_added(label, name)))

    def keep(self, name: str) -> None:
        """Never hide ``name`` again where it stands by itself: it is nobody. It takes back an ``add`` of that name."""
        if not bare(name):
            raise InputError(_("“%(name)s” is no name that can be kept.") % {"name": name})
        for label, key in [found for found in self._added if found[1] == bare(name)]:
            del self._added[label, key]
        self._kept[bare(name)] = squeeze(name)

    def take_back(self, name: str) -> bool:
        """Forget that ``name`` was added or kept, and say whether it was. Its pseudonym stays in the key."""
        found = [key for key in self._added if key[1] == bare(name)]
        for key in found:
            del self._added[key]
        return self._kept.pop(bare(name), None) is not None or bool(found)

    @property
    def added(self) -> tuple[tuple[str, str], ...]:
        """What people told the project to hide: (label, name), in the order in which they said so."""
        return tuple((label, name) for (label, _key), name in self._added.items())

    @property
    def kept(self) -> tuple[str, ...]:
        """What people told the project never to hide."""
        return tuple(self._kept.values())

    def reserve(self, text: str) -> None:
        """Never hand out a pseudonym that stands in ``text`` already and is nobody's («Persona 6» of a transcriber).

        Names of forgotten people in it are noted for this batch, so that they are hidden wherever they stand.
        """
        self._come_again.update(dict.fromkeys(self.forgotten.names_in(text)))
        given = set(self._given.values())
        self._reserved.update(found for match in PSEUDONYM.finditer(text) if (found := match.group()) not in given)

    def _numbered(self, label: str, key: str, original: str, word: str) -> str:
        if label in _WHO and self.forgotten.knows(key, original):
            return FORGOTTEN
        found = self._given.get((label, key))
        if found is None:
            found = self._next(word)
            self._given[label, key] = found
            self._originals[label, key] = original
        return found

    def _next(self, word: str) -> str:
        stem = "Facilitador" if word.startswith("Facilitador") else word
        used = {*self._given.values(), *self._reserved}
        numbers = [
            int(name.rsplit(" ", 1)[1]) for name in used if name.startswith(stem) and name.rsplit(" ", 1)[-1].isdigit()
        ]
        return f"{word} {max(numbers, default=0) + 1}"

    def to_dict(self) -> dict[str, Any]:
        """Return the key as plain values for a JSON file."""
        entries = [
            {"label": label, "key": key, "original": self._originals[label, key], "pseudonym": pseudonym}
            for (label, key), pseudonym in self._given.items()
        ]
        said = {"added": [list(pair) for pair in self.added], "kept": list(self.kept)}
        said |= {"forgotten": self.forgotten.rows()} if self.forgotten else {}
        return {"version": _VERSION, "entries": entries, "reserved": sorted(self._reserved), **said}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Pseudonyms":
        """Return the key that ``to_dict`` wrote. Raises ``ProjectError`` where it is not one."""
        pseudonyms = cls()
        try:
            for entry in data["entries"]:
                key = (str(entry["label"]), str(entry["key"]))
                pseudonyms._given[key] = str(entry["pseudonym"])
                pseudonyms._originals[key] = str(entry["original"])
            pseudonyms._reserved.update(map(str, data.get("reserved", ())))
            for label, name in data.get("added", ()):
                pseudonyms._added[str(label), bare(name)] = str(name)
            pseudonyms._kept.update((bare(name), str(name)) for name in data.get("kept", ()))
            pseudonyms.forgotten = Forgotten.of_rows(data.get("forgotten", ()))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise ProjectError(_("The key of pseudonyms is damaged: restore it from a copy.")) from None
        return pseudonyms


def _key_of_added(label: str, name: str) -> str:
    if label in _MASKS:  # what a date refers to is the coarser one that takes its place
        return ""
    return core_of(name) or bare(name) if label == "ESTABLECIMIENTO" else bare(name)


def _facilitator_word(role: str) -> str:
    word = role.strip().capitalize()
    return "Facilitador/a" if bare(word) in ("host", "anfitrion", "anfitriona", "facilitador a", "") else word


@dataclass(frozen=True)
class OffsetMap:
    """Leads from the offsets of a text to those of the text in which some spans were replaced."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    new_starts: tuple[int, ...]
    new_ends: tuple[int, ...]

    def span(self, span: Span) -> Span:
        """Return where ``span`` stands in the new text; a border inside a replaced stretch moves to its outer edge."""
        start = self._at(span.start, is_end=False)
        return Span(start, max(start, self._at(span.end, is_end=True)))

    def _at(self, offset: int, *, is_end: bool) -> int:
        i = bisect_right(self.starts, offset) - 1
        if is_end and i >= 0 and self.starts[i] == offset:
            i -= 1  # an end at the first character of a replaced stretch lies before it
        if i < 0:
            return offset
        if offset >= self.ends[i]:
            return self.new_ends[i] + offset - self.ends[i]
        return self.new_ends[i] if is_end else self.new_starts[i]


def pseudonymise(text: str, entities: Sequence[Entity], pseudonyms: Pseudonyms) -> tuple[str, OffsetMap]:
    """Return ``text`` with the pseudonym of each entity in its place, and the way from old offsets to new ones."""
    return _replaced(text, [(entity, pseudonyms.of(entity)) for entity in sorted(entities)])


def _replaced(text: str, named: Iterable[tuple[Entity, str]]) -> tuple[str, OffsetMap]:
    pieces: list[str] = []
    rows: list[tuple[int, int, int, int]] = []
    at = length = 0
    for entity, pseudonym in named:
        pieces.extend((text[at : entity.start], pseudonym))
        start = length + entity.start - at
        length = start + len(pseudonym)
        rows.append((entity.start, entity.end, start, length))
        at = entity.end
    pieces.append(text[at:])
    columns = [tuple(row[i] for row in rows) for i in range(4)]
    return "".join(pieces), OffsetMap(*columns)


@dataclass(frozen=True)
class Pseudonymised:
    """A file after pseudonymising: ``entities`` have offsets in the original text, ``names[i]`` stands for
    ``entities[i]``.
    """

    read: ReadFile
    entities: tuple[Entity, ...]
    names: tuple[str, ...]
    offsets: OffsetMap


def pseudonymise_text(
    text: str,
    pseudonyms: Pseudonyms,
    *,
    people: Collection[str] = (),
    schools: Collection[str] = (),
    keep: Collection[str] = (),
) -> str:
    """Return free text (a form's field, a comment) with pseudonyms; people and schools of the project are known."""
    pseudonyms.reserve(text)
    known = KnownPeople.of(people, pseudonyms.people)
    entities = entities_in(
        text,
        known=known,
        schools=(*schools, *pseudonyms.schools),
        keep=(*keep, *pseudonyms.kept),
        added=pseudonyms.added,
        dates=pseudonyms.dates,
    )
    return pseudonymise(text, entities, pseudonyms)[0]


def pseudonymise_file(
    read: ReadFile,
    pseudonyms: Pseudonyms,
    *,
    people: Collection[str] = (),
    schools: Collection[str] = (),
    keep: Collection[str] = (),
) -> ReadFile:
    """Return ``read`` with pseudonyms in its text and its speakers' labels, and the turns on the new text."""
    return pseudonymise_read(read, pseudonyms, people=people, schools=schools, keep=keep).read


def pseudonymise_read(
    read: ReadFile,
    pseudonyms: Pseudonyms,
    *,
    people: Collection[str] = (),
    schools: Collection[str] = (),
    keep: Collection[str] = (),
) -> Pseudonymised:
    """Return ``read`` pseudonymised, with the entities that were found in the text as it was read.

    ``people`` and ``schools`` are known names beside the speakers' and those of the project; ``keep`` are territories.
    """
    pseudonyms.reserve(read.text)
    known_schools = (*schools, *pseudonyms.schools)
    speakers = _speakers(read.turns, known_schools)
    persons = people_of(list(speakers.values()))
    labels = _new_labels(read.turns, speakers, persons, pseudonyms)
    placed = [(entity, labels[entity.refers_to]) for entity in _label_entities(read, speakers, labels)]
    known = KnownPeople(
        tuple(
            sorted({*persons.values(), *KnownPeople.of(people).present}, key=lambda person: (person.name, person.key))
        ),
        KnownPeople.of(pseudonyms.people).present,
    )
    named_schools = {*known_schools, *(speaker.school for speaker in speakers.values() if speaker.school)}
    found = entities_in(
        read.text,
        known=known,
        schools=sorted(named_schools),
        keep=(*keep, *pseudonyms.kept),
        added=pseudonyms.added,
        dates=pseudonyms.dates,
    )
    placed += [(entity, pseudonyms.of(entity)) for entity in _outside(found, [entity for entity, _name in placed])]
    placed.sort()
    text, offsets = _replaced(read.text, placed)
    turns = tuple(_moved(turn, offsets, labels) for turn in read.turns)
    entities = tuple(entity for entity, _name in placed)
    return Pseudonymised(replace(read, text=text, turns=turns), entities, tuple(name for _e, name in placed), offsets)


def _moved(turn: Turn, offsets: OffsetMap, labels: Mapping[str, str]) -> Turn:
    speaker = labels.get(turn.speaker, turn.speaker) if turn.speaker is not None else None
    return replace(turn, span=offsets.span(turn.span), speaker=speaker)


def _speakers(turns: Iterable[Turn], schools: Collection[str]) -> dict[str, Speaker]:
    labels = dict.fromkeys(turn.speaker for turn in turns if turn.speaker is not None)
    speakers = {label: parse_label(label, schools=schools) for label in labels}
    for turn in turns:
        if turn.facilitator and turn.speaker is not None and speakers[turn.speaker].facilitating is None:
            speakers[turn.speaker] = replace(speakers[turn.speaker], facilitating="facilitador/a")
    return speakers


def _new_labels(
    turns: Iterable[Turn],
    speakers: Mapping[str, Speaker],
    persons: Mapping[tuple[str, str], Person],
    pseudonyms: Pseudonyms,
) -> dict[str, str]:
    """Return the new label of each label that names somebody; in the order in which people first speak."""
    labels: dict[str, str] = {}
    for turn in turns:
        speaker = speakers.get(turn.speaker) if turn.speaker is not None else None
        if speaker is None or speaker.label in labels or not (speaker.people or speaker.school):
            continue
        names = [
            pseudonyms.person(persons[speaker.label, name], name, facilitating=speaker.facilitating)
            for name in speaker.people
        ]
        school = [pseudonyms.school(speaker.school)] if speaker.school and not speaker.facilitating else []
        labels[speaker.label] = (
            " - ".join([*school, " y ".join(dict.fromkeys(names))] if names else school) or speaker.label
        )
    return labels


def _label_entities(read: ReadFile, speakers: Mapping[str, Speaker], labels: Mapping[str, str]) -> list[Entity]:
    """Return where the labels stand: before the words of their turn, after those of the turn before."""
    entities = []
    before = 0
    for turn in read.turns:
        if turn.speaker is not None and turn.speaker in labels:
            place = _last_place(read.text, turn.speaker, before, turn.span.start)
            if place is not None:
                kind = "PERSONA" if speakers[turn.speaker].people else "ESTABLECIMIENTO"
                entities.append(Entity(*place, kind, read.text[slice(*place)], turn.speaker))
        before = turn.span.end
    return entities


def _last_place(text: str, label: str, start: int, end: int) -> tuple[int, int] | None:
    at = text.rfind(label, start, end)
    if at >= 0:
        return at, at + len(label)
    pattern = r"\s+".join(map(re.escape, label.split()))
    found = list(re.finditer(pattern, text[start:end]))
    return (start + found[-1].start(), start + found[-1].end()) if found else None


def _outside(entities: Iterable[Entity], others: Sequence[Entity]) -> list[Entity]:
    """Return the entities that lie over none of ``others`` (sorted)."""
    starts = [other.start for other in others]
    kept = []
    for entity in entities:
        i = bisect_right(starts, entity.end - 1) - 1
        if i < 0 or others[i].end <= entity.start:
            kept.append(entity)
    return kept


def pseudonymise_experience(
    experience: Experience, pseudonyms: Pseudonyms, *, people: Collection[str] = (), keep: Collection[str] = ()
) -> Experience:
    """Return the experience with pseudonyms in its fields and name, and its school's pseudonym."""
    school = pseudonyms.school(experience.school) if experience.school else None
    fields = {
        name: pseudonymise_text(text, pseudonyms, people=people, keep=keep) for name, text in experience.fields.items()
    }
    name = pseudonymise_text(experience.name, pseudonyms, people=people, keep=keep)
    return replace(experience, school=school, fields=fields, name=name)


def pseudonymise_survey(survey: Survey, pseudonyms: Pseudonyms, *, keep: Collection[str] = ()) -> Survey:
    """Return the survey with pseudonyms in its free answers and in place of its schools."""
    free = {item.code for item in survey.items if item.kind != "likert"}
    answers = []
    for answer in survey.answers:
        new = dict(answer)
        for code in free:
            if isinstance(said := answer.get(code), str):
                new[code] = pseudonymise_text(said, pseudonyms, keep=keep)
        if answer.get("school"):
            new["school"] = pseudonyms.school(str(answer["school"]))
        answers.append(new)
    return replace(survey, answers=tuple(answers))
