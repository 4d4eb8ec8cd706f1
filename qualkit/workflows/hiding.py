"""What leaves reading for the record: texts and tables with pseudonyms in place of people and schools."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qualkit.errors import InputError
from qualkit.evidence import count_words
from qualkit.i18n import _
from qualkit.language.words import PSEUDONYM
from qualkit.model import AttendanceRow, Experience, Member, Span, Survey
from qualkit.model.registers import RegisterRow
from qualkit.normal import normalise
from qualkit.reading.privacy.pseudonyms import (
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
from qualkit.reading.territories import Territories
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows.registers import Hiding, hidden_row, schools_of

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
    """What a table holds, whichever of these it is.

    ``columns`` says what each column was taken for, ``mappings`` which files of the project said so (name → hash).
    """

    experiences: tuple[Experience, ...] = ()
    survey: Survey | None = None
    attendance: tuple[AttendanceRow, ...] = ()
    members: tuple[Member, ...] = ()
    warnings: tuple[str, ...] = ()
    records: Mapping[str, tuple[RegisterRow, ...]] = field(default_factory=dict)
    columns: Mapping[str, str | None] = field(default_factory=dict)
    mappings: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many experiences, answers, attendances, members and rows of registers there are."""
        answers = len(self.survey.answers) if self.survey else 0
        registers = sum(map(len, self.records.values()))
        return len(self.experiences) + answers + len(self.attendance) + len(self.members) + registers

    def held(self, session: int | None, date: str | None) -> "Tables":
        """Return the tables with the session for every row of attendance that names no event.

        Raises ``InputError`` where nobody says which session that is.
        """
        if all(row.event for row in self.attendance):
            return self
        event = _("session %d") % session if session is not None else date
        if event is None:
            raise InputError(
                _(
                    "The list does not say which session it is of. Say it: --session 1 --date 2025-04-12, or in a"
                    " manifest; or say in columnas/ which column is the date."
                )
            )
        kind = "sesión" if session is not None else ""

        def hold(row: AttendanceRow) -> AttendanceRow:
            return row if row.event else replace(row, event=event, date=row.date or date, kind=row.kind or kind)

        return replace(self, attendance=tuple(map(hold, self.attendance)))

    def placed(self, territory: str | None) -> "Tables":
        """Return the tables with ``territory`` for every row that names none."""
        if territory is None:
            return self

        def place(row: Any) -> Any:
            return row if row.territory else replace(row, territory=territory)

        survey = self.survey
        if survey is not None:
            answers = ({**answer, "territory": answer["territory"] or territory} for answer in survey.answers)
            survey = replace(survey, answers=tuple(answers))
        return replace(
            self,
            experiences=tuple(map(place, self.experiences)),
            survey=survey,
            attendance=tuple(map(place, self.attendance)),
            members=tuple(map(place, self.members)),
            records={
                kind: tuple(place(row) if hasattr(row, "territory") else row for row in rows)
                for kind, rows in self.records.items()
            },
        )

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
        named += [school for rows in self.records.values() for row in rows for school in schools_of(row)]
        return dict.fromkeys(str(school) for school in named if school)


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
        records={
            kind: tuple(hidden_row(kind, row, hiding_of(pseudonyms, keep)) for row in rows)
            for kind, rows in tables.records.items()
        },
    )


def hiding_of(pseudonyms: Pseudonyms, keep: Sequence[str]) -> Hiding:
    """Return what hides the cells of registers."""
    return Hiding(
        text=lambda said: pseudonymise_text(said, pseudonyms, keep=keep),
        person=lambda name: hidden_person(name, pseudonyms, keep),
        school=pseudonyms.school,
    )


def _hidden_attendance(row: AttendanceRow, pseudonyms: Pseudonyms, keep: Sequence[str]) -> AttendanceRow:
    person = hidden_person(row.person, pseudonyms, keep) if row.person else None
    return replace(row, school=_school(row.school, pseudonyms), person=person)


def hidden_person(name: str, pseudonyms: Pseudonyms, keep: Sequence[str]) -> str:
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
