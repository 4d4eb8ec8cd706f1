"""What leaves reading for the record: texts and tables with pseudonyms in place of people and schools."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.errors import InputError
from qualkit.evidence import count_words
from qualkit.i18n import _
from qualkit.language.words import PSEUDONYM
from qualkit.model import AttendanceRow, Experience, Member, Survey
from qualkit.reading.attendance import read_attendance, read_members
from qualkit.reading.forms import read_experiences
from qualkit.reading.pseudonyms import (
    Entity,
    OffsetMap,
    Pseudonyms,
    pseudonymise_experience,
    pseudonymise_read,
    pseudonymise_survey,
    pseudonymise_text,
)
from qualkit.reading.spelling import bare
from qualkit.reading.surveys import read_survey
from qualkit.reading.territories import Territories
from qualkit.reading.transcripts import ReadFile, read_transcript
from qualkit.settings import Settings

_CODE = re.compile(r"[A-Za-z]{0,4}[-_ ]?\d{1,6}")  # a RUT has more digits, with or without its dots


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
        said = _("The column “%(name)s” fits no field; it was left out.")
        unknown = (said % {"name": name} for name in forms.unknown)
        return Tables(experiences=forms.experiences, warnings=(*forms.warnings, *unknown))
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


def hidden_transcript(read: ReadFile, pseudonyms: Pseudonyms, territories: Territories) -> ReadFile:
    """Return a transcript with pseudonyms in its words and its labels; the names of territories stay."""
    return pseudonymise_read(read, pseudonyms, keep=territories.names).read


def hidden_text(text: str, pseudonyms: Pseudonyms, territories: Territories) -> str:
    """Return free text with pseudonyms."""
    return pseudonymise_text(text, pseudonyms, keep=territories.names)


def hidden_title(stem: str, pseudonyms: Pseudonyms, territories: Territories) -> str:
    """Return the name of a file as a title: names of people known to the project stay out, however they are written."""
    hidden = hidden_text(stem.replace("_", " "), pseudonyms, territories)
    kept = {word for name in territories.names for word in bare(name).split()}
    known = {word for name in pseudonyms.people for word in bare(name).split() if len(word) > 3} - kept
    return re.sub(r"[^\W\d_]+", lambda word: "…" if bare(word[0]) in known else word[0], hidden)


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
    if PSEUDONYM.fullmatch(hidden):
        return hidden
    return pseudonyms.of(Entity(0, len(name), "PERSONA", name))


def _school(name: str | None, pseudonyms: Pseudonyms) -> str | None:
    return pseudonyms.school(name) if name else None


def carried(
    file: Path, sha256: str, pseudonyms: Pseudonyms, settings: Settings
) -> tuple[ReadFile, ReadFile, OffsetMap]:
    """Return a file as read, as hidden, and the way from the offsets of the one to those of the other.

    Raises ``InputError`` where the file is gone or no longer what it was when it was ingested.
    """
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
        raise InputError(_("%(file)s is not there, or not as it was when it was ingested.") % {"file": file})
    read = read_transcript(file, facilitators=settings.reading.facilitators)
    hidden = pseudonymise_read(read, pseudonyms, keep=Territories(settings.territories).names)
    return read, hidden.read, hidden.offsets
