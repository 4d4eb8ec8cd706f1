"""What leaves reading for the record: texts and tables with pseudonyms in place of people and schools."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.errors import InputError
from qualkit.evidence import count_words
from qualkit.i18n import _
from qualkit.language.words import PSEUDONYM
from qualkit.model import AttendanceRow, Experience, Member, Span, Survey
from qualkit.normal import normalise
from qualkit.reading.attendance import read_attendance, read_members
from qualkit.reading.forms import read_experiences
from qualkit.reading.pseudonyms import (
    Entity,
    OffsetMap,
    Pseudonymised,
    Pseudonyms,
    find_entities,
    pseudonymise,
    pseudonymise_experience,
    pseudonymise_read,
    pseudonymise_survey,
    pseudonymise_text,
)
from qualkit.reading.spelling import bare, word_set
from qualkit.reading.surveys import read_survey
from qualkit.reading.territories import Territories
from qualkit.reading.transcripts import ReadFile

_CODE = re.compile(r"[A-Za-z]{0,4}[-_ ]?\d{1,6}")  # a RUT has more digits, with or without its dots

_TITLE_PIECE = re.compile(r"[^\W\d_]+|\d+|…")
_SHORT_OR_DATE = re.compile(r"\d{1,4}|20\d{6}")
_NEUTRAL = word_set(
    """
    session sessions sesion sesiones chat charla encuentro encuentros taller talleres reunion reuniones entrevista
    entrevistas conversatorio jornada plenario mesa grupo grupos focal cierre inicio apertura diagnostico evaluacion
    planificacion seguimiento red redes territorio territorial zoom gmt teams meet meeting recording grabacion audio
    video transcript transcripcion transcription transcripciones subtitulos captions acta actas notas apuntes minuta
    documento archivo parte copia version final borrador presencial virtual primera segunda tercera cuarta quinta ultima
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes miercoles
    jueves viernes sabado domingo escuela escuelas directores docentes estudiantes apoderados equipo equipos experiencia
    experiencias
    """
)
"""Words (``bare``) of the names of files that say what a file is, never who."""


@dataclass(frozen=True)
class Tables:
    """What a table holds, whichever of these it is."""

    experiences: tuple[Experience, ...] = ()
    survey: Survey | None = None
    attendance: tuple[AttendanceRow, ...] = ()
    members: tuple[Member, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many experiences, answers, attendances or members there are."""
        answers = len(self.survey.answers) if self.survey else 0
        return len(self.experiences) + answers + len(self.attendance) + len(self.members)

    @property
    def words(self) -> int:
        """How many words the fields of the experiences hold."""
        return sum(count_words(text) for experience in self.experiences for text in experience.fields.values())

    @property
    def schools(self) -> Iterable[str]:
        """The schools that are named in columns of their own."""
        answers = self.survey.answers if self.survey else ()
        named: list[object] = [member.school for member in self.members]
        named += [experience.school for experience in self.experiences]
        named += [row.school for row in self.attendance]
        named += [answer.get("school") for answer in answers]
        return dict.fromkeys(str(school) for school in named if school)


def read_tables_of(file: Path, kind: str, territories: Territories) -> Tables:
    """Return what a spreadsheet (or a form in Word) of that kind holds, as read."""
    if kind == "experiences":
        forms = read_experiences(file, territories=territories)
        return Tables(experiences=forms.experiences, warnings=forms.warnings)
    if kind == "survey":
        survey = read_survey(file, territories=territories)
        return Tables(survey=survey, warnings=survey.notes)
    if kind == "attendance":
        attendance = read_attendance(file, territories=territories)
        return Tables(attendance=tuple(attendance.rows), warnings=attendance.warnings)
    if kind == "members":
        members = read_members(file, territories=territories)
        return Tables(members=tuple(members.members), warnings=members.warnings)
    raise InputError(_("Nobody reads files of kind “%(kind)s” yet.") % {"kind": kind})


def learn_names(contents: Sequence[ReadFile | Tables], pseudonyms: Pseudonyms, territories: Territories) -> None:
    """Give everybody who speaks or is named in these files a pseudonym, before any of them is frozen."""
    for content in contents:
        if isinstance(content, Tables):
            for school in content.schools:
                pseudonyms.school(school)
    for content in contents:
        if isinstance(content, ReadFile):
            hidden_transcript(content, pseudonyms, territories)


def hidden_transcript(read: ReadFile, pseudonyms: Pseudonyms, territories: Territories) -> Pseudonymised:
    """Return a transcript with pseudonyms in its words and its labels; the names of territories stay."""
    return pseudonymise_read(read, pseudonyms, keep=territories.names)


def hidden_text(text: str, pseudonyms: Pseudonyms, territories: Territories) -> str:
    """Return free text with pseudonyms."""
    return pseudonymise_text(text, pseudonyms, keep=territories.names)


def hidden_title(
    stem: str, pseudonyms: Pseudonyms, territories: Territories, *, own: str | None = None, nameless: str = "…"
) -> str:
    """Return what the name of a file says of its kind, session, date and territory: any other word may be a name.

    ``own`` is the territory of the file, where it is on no list; ``nameless`` stands for a name that says none of it.
    """
    places = {word for name in (*territories.names, own or "") for word in bare(name).split()}
    people = {word for name in pseudonyms.people for word in bare(name).split()}
    known = places | (_NEUTRAL - people)
    hidden = PSEUDONYM.sub("…", hidden_text(normalise(stem).replace("_", " "), pseudonyms, territories))
    title, end = "", 0
    for match in _TITLE_PIECE.finditer(hidden):
        if bare(match[0]) in known or _SHORT_OR_DATE.fullmatch(match[0]):
            between = hidden[end : match.start()] if end else " "
            title += (between if title else "") + match[0]
            end = match.end()
        else:
            end = 0
    return title or nameless


def hidden_tables(tables: Tables, pseudonyms: Pseudonyms, territories: Territories) -> Tables:
    """Return the tables with pseudonyms in free text and in place of schools."""
    keep = territories.names
    return replace(
        tables,
        experiences=tuple(pseudonymise_experience(x, pseudonyms, keep=keep) for x in tables.experiences),
        survey=pseudonymise_survey(tables.survey, pseudonyms, keep=keep) if tables.survey else None,
        attendance=tuple(_hidden_attendance(x, pseudonyms, keep) for x in tables.attendance),
        members=tuple(replace(x, school=pseudonyms.school(x.school)) for x in tables.members),
    )


def _hidden_attendance(row: AttendanceRow, pseudonyms: Pseudonyms, keep: Sequence[str]) -> AttendanceRow:
    person = _person(row.person, pseudonyms, keep) if row.person else None
    return replace(row, school=_school(row.school, pseudonyms), person=person)


def _person(name: str, pseudonyms: Pseudonyms, keep: Sequence[str]) -> str:
    """Return what stands for a person of a list: one pseudonym each, also where the list gives a RUT or an address.

    A code that the list made up itself («P014») names nobody and stays.
    """
    if _CODE.fullmatch(name):
        return name
    hidden = pseudonymise_text(name, pseudonyms, keep=keep)
    if PSEUDONYM.fullmatch(hidden) and not hidden.startswith("["):  # «[rut]» would make one person of all
        return hidden
    return pseudonyms.of(Entity(0, len(name), "PERSONA", name))


def _school(name: str | None, pseudonyms: Pseudonyms) -> str | None:
    return pseudonyms.school(name) if name else None


def hidden_with_way_back() -> Callable[[str], tuple[str, Callable[[Span], Span]]]:
    """Return a function that hides texts under one fresh set of pseudonyms and gives the way back to each of them.

    For rows that belong to no project: nothing of the key is kept.
    """
    pseudonyms = Pseudonyms()
    keep = Territories().names

    def hide(text: str) -> tuple[str, Callable[[Span], Span]]:
        entities = find_entities(text, people=pseudonyms.people, schools=pseudonyms.schools, keep=keep)
        hidden, offsets = pseudonymise(text, entities, pseudonyms)
        back = OffsetMap(offsets.new_starts, offsets.new_ends, offsets.starts, offsets.ends)
        return hidden, back.span

    return hide
