"""Survey, attendance and members as they come out of reading: values and missing answers kept apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class SurveyItem:
    """One question. ``favourable`` says which end of the scale is the good one *for the wording*; ``negative`` that the
    wording itself is negative, so that agreeing is unfavourable.
    """

    code: str
    wording: str
    kind: Literal["likert", "choice", "text"] = "likert"
    favourable: Literal["low", "high"] = "low"
    negative: bool = False


@dataclass(frozen=True)
class Survey:
    """Items and answers. An answer maps an item's code to a number 1–5, a text, or ``None`` where nothing was said;
    ``territory``, ``school`` and ``respondent`` are kept beside the items. ``notes`` lists the defects found.
    """

    items: tuple[SurveyItem, ...]
    answers: tuple[Mapping[str, str | int | None], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AttendanceRow:
    """One person at one event; ``attended``, ``first_time`` and ``replacement`` are ``None`` where nothing is said."""

    event: str
    date: str | None
    kind: str
    territory: str | None
    school: str | None
    person: str | None
    attended: bool | None
    mode: str = ""
    role: str = ""
    minutes: int | None = None
    first_time: bool | None = None
    replacement: bool | None = None


@dataclass(frozen=True)
class Member:
    """One school of the network; ``levels`` as «parvularia, básica»."""

    school: str
    territory: str | None
    cohort: str = ""
    active: bool = True
    rural: bool | None = None
    dependence: str = ""
    levels: str = ""
