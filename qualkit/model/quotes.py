"""A quote as it is printed: the words exactly as they stand in a frozen text, and where they stand."""

from dataclasses import dataclass
from typing import Literal

ReviewStatus = Literal["suggested", "accepted", "changed"]


@dataclass(frozen=True, slots=True)
class Quote:
    """``text`` equals ``[start, end)`` of the frozen text ``document`` (or its form field ``field``), letter by letter.

    ``turn`` counts from 1. ``status`` says whether a person has accepted what the quote is shown for.
    ``risks`` are sentences: why publishing the quote would single somebody out.
    """

    text: str
    document: str
    start: int
    end: int
    territory: str | None = None
    session: int | None = None
    turn: int | None = None
    field: str | None = None
    status: ReviewStatus | None = None
    title: str = ""
    risks: tuple[str, ...] = ()
