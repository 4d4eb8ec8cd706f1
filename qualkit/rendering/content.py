"""Everything that a closing report shows, already computed, as plain values: nobody here counts or decides.

A part that is ``None`` or empty does not exist for this network; the report says so in a sentence.
"""

from dataclasses import dataclass
from typing import Literal

from qualkit.model.quotes import Quote
from qualkit.model.shares import Attendance, Share, SurveyTally, TalkShare

Status = Literal["suggested", "accepted", "mixed"]


@dataclass(frozen=True)
class CodeRow:
    """One code of a family: in how many segments and territories it stands, who has looked at it, and 1–3 quotes."""

    code: str
    name: str
    segments: int
    territories: int
    accepted: int
    quotes: tuple[Quote, ...] = ()
    definition: str = ""

    @property
    def status(self) -> Status:
        """Whether people accepted every coding behind the row, none, or some."""
        if self.accepted == 0:
            return "suggested"
        return "accepted" if self.accepted >= self.segments else "mixed"


@dataclass(frozen=True)
class FamilyTable:
    """The codes of one family (ámbito), in the order in which they are to be read."""

    family: str
    name: str
    rows: tuple[CodeRow, ...]
    description: str = ""


@dataclass(frozen=True)
class ThemeRow:
    """One code and its number of segments in each territory, in the order of the matrix."""

    code: str
    name: str
    family: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class ThemeMatrix:
    """Codes by territory; ``segments[i]`` is how many segments territory ``i`` has in all. ``left_out`` names
    territories or documents without a place in it and why.
    """

    territories: tuple[str, ...]
    segments: tuple[int, ...]
    rows: tuple[ThemeRow, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A drawing: SVG for screens and print, PNG where SVG cannot go, and the same in words."""

    svg: str
    alt: str
    caption: str
    png: bytes | None = None


@dataclass(frozen=True)
class MapSection:
    """The concept map with its question and the quotes behind its links (``relation`` as a sentence, and quotes)."""

    figure: Figure
    question: str
    links: tuple[tuple[str, int, tuple[Quote, ...]], ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class CloudSection:
    """The word cloud and its table of term, mentions and documents."""

    figure: Figure
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class CriterionColumn:
    """One criterion of the rubric."""

    id: str
    name: str


@dataclass(frozen=True)
class LevelCell:
    """The level of an experience on a criterion; ``None`` with the state that says why (``no_evidence`` is SE)."""

    level: int | None
    state: str = "scored"


@dataclass(frozen=True)
class ExperienceRow:
    """One experience with its levels in the order of the criteria."""

    id: str
    name: str
    territory: str | None
    levels: tuple[LevelCell, ...]
    selected: bool = False

    @property
    def scored(self) -> int:
        """On how many criteria there is a level."""
        return sum(cell.level is not None for cell in self.levels)

    @property
    def mean(self) -> float | None:
        """Mean of the levels there are, without SE; ``None`` where there is none."""
        levels = [cell.level for cell in self.levels if cell.level is not None]
        return sum(levels) / len(levels) if levels else None


@dataclass(frozen=True)
class ChosenExperience:
    """An experience of the shortlist: why it is in, and the words of its own form that show it.

    ``rank`` is where it stands by its levels alone, before the list is balanced.
    """

    id: str
    name: str
    territory: str | None
    rank: int
    reason: str
    focus: str | None = None
    summary: str = ""
    quotes: tuple[tuple[str, Quote], ...] = ()


@dataclass(frozen=True)
class OutOfTheList:
    """An experience that is not in the shortlist, its rank by total and why it is out."""

    name: str
    territory: str | None
    rank: int
    reason: str


@dataclass(frozen=True)
class ExperienceSection:
    """The experiences, the rubric they were valued with, and the shortlist in its order."""

    rubric: str
    criteria: tuple[CriterionColumn, ...]
    rows: tuple[ExperienceRow, ...]
    chosen: tuple[ChosenExperience, ...] = ()
    judge: str = ""
    notes: tuple[str, ...] = ()
    out: tuple[OutOfTheList, ...] = ()


@dataclass(frozen=True)
class MethodNote:
    """How the report came about: enough for another team to do it again, and to doubt it where it should be doubted."""

    runs: tuple[tuple[str, str, str], ...] = ()
    """Identifier, command, when."""
    versions: tuple[tuple[str, str], ...] = ()
    codebooks: tuple[tuple[str, str], ...] = ()
    """Name and content hash."""
    rubric: tuple[str, str] | None = None
    coder: str = ""
    judge: str = ""
    embedder: str = ""
    reviewed: Share | None = None
    """Codings that people decided on, of all but the negated ones."""
    left_out: tuple[tuple[str, int], ...] = ()
    """What was left out or abstained from, and how often."""
    pseudonymised: str = ""
    sent_out: str = ""
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class RejectedFile:
    """A file that could not be read, with a reason a facilitator understands."""

    name: str
    reason: str


@dataclass(frozen=True)
class BeforePublishing:
    """The quotes that would single somebody out (each with its ``risks``), of all ``quotes`` that the report prints.

    ``fewest`` is how many people must share what a quote shows for it not to be among them.
    """

    quotes: int
    fewest: int
    to_check: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class ReportContent:
    """A whole report. ``date`` is ISO 8601 and printed as the date of the report; ``language`` is ``es`` or ``en``."""

    title: str
    network: str
    date: str
    language: str
    documents: int = 0
    segments: int = 0
    words: int = 0
    territories: tuple[str, ...] = ()
    sessions: tuple[int, ...] = ()
    attendance: Attendance | None = None
    attendance_notes: tuple[str, ...] = ()
    talk: tuple[TalkShare, ...] = ()
    families: tuple[FamilyTable, ...] = ()
    themes: ThemeMatrix | None = None
    concept_map: MapSection | None = None
    cloud: CloudSection | None = None
    experiences: ExperienceSection | None = None
    unscored: int = 0
    """Experiences that were read and have no levels yet."""
    survey: SurveyTally | None = None
    before_publishing: BeforePublishing | None = None
    method: MethodNote = MethodNote()
    rejected: tuple[RejectedFile, ...] = ()
