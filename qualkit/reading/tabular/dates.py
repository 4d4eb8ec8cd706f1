"""Dates as people and programs write them in a cell become ISO 8601; the day goes before the month, as in Chile."""

import datetime as dt
import re
from collections.abc import Sequence

from qualkit.reading.spelling import bare
from qualkit.reading.territories import date_in

_PARTS = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{2}|\d{4})(?!\d)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NAMES = (
    ("ene", "jan"), ("feb",), ("mar",), ("abr", "apr"), ("may",), ("jun",), ("jul",), ("ago", "aug"), ("sep", "set"),
    ("oct",), ("nov",), ("dic", "dec"),
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names}
_WRITTEN = re.compile(r"(\d{1,2}) (?:de )?([a-z]{3,10}) (?:del? )?(\d{4}|\d{2})\b")
_MONTH_FIRST = re.compile(r"([a-z]{3,10}) (\d{1,2}) (?:del? )?(\d{4})\b")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(?:([ap])\.?\s*m\b)?", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050  # the years 2000 to 2099 as a spreadsheet counts days


def date_of(cell: str, *, month_first: bool = False) -> str | None:
    """Return the day in a cell as ISO 8601, or ``None`` where it tells none.

    16-04-2025, 16/4/25, 2025-04-16, «16 de abril de 2025», «abr 16, 2025», with or without an hour; a bare number of
    five digits is the day as a spreadsheet counts it. ``month_first`` is for tables written in the United States.
    """
    text = cell.strip()
    serial = _SERIAL.fullmatch(text)
    if serial and _FIRST_SERIAL <= int(serial[1]) <= _LAST_SERIAL:
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(serial[1]))).isoformat()
    if found := _ISO.search(text):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _PARTS.search(text):
        day, month, year = int(found[1]), int(found[2]), _year(found[3])
        first, second = ((month, day), (day, month)) if month_first else ((day, month), (month, day))
        return _iso(year, first[1], first[0]) or _iso(year, second[1], second[0])
    return _written(bare(text)) or date_in(text)


def _written(words: str) -> str | None:
    if (found := _WRITTEN.search(words)) and found[2][:3] in _MONTHS:
        return _iso(_year(found[3]), _MONTHS[found[2][:3]], int(found[1]))
    if (found := _MONTH_FIRST.search(words)) and found[1][:3] in _MONTHS:
        return _iso(int(found[3]), _MONTHS[found[1][:3]], int(found[2]))
    return None


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def puts_month_first(cells: Sequence[str]) -> bool:
    """Say whether a column of dates can only have been written month first: 4/16/2025, and none the other way."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _PARTS.search(cell))]
    return any(b > 12 for _a, b in pairs) and not any(a > 12 for a, _b in pairs)


def moment_of(cell: str, *, month_first: bool = False) -> str | None:
    """Return day and hour of a cell as text that sorts in time («2025-11-13 09:12:41»), or ``None`` without a day."""
    day = date_of(cell, month_first=month_first)
    if day is None:
        return None
    clock = _CLOCK.search(cell)
    if clock is None:
        return day
    hour = int(clock[1]) % 12 + (12 if clock[4].lower() == "p" else 0) if clock[4] else int(clock[1])
    return f"{day} {hour:02d}:{clock[2]}:{clock[3] or '00'}"
