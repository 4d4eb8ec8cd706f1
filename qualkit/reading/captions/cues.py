"""Captions as values: one cue as the file has it, and a file's cues with what its reader should know."""

from typing import NamedTuple

from qualkit.i18n import _

Settings = tuple[tuple[str, str], ...]
_SHOWN_LINES = 5


class Cue(NamedTuple):
    """One caption: its identifier, its seconds, the raw text with tags, and the settings that the standard accepts."""

    id: str
    start: float
    end: float
    text: str
    settings: Settings = ()


class Captions(NamedTuple):
    """The cues of a file and what the reader should know about it."""

    cues: tuple[Cue, ...]
    warnings: tuple[str, ...] = ()


def seconds(hours: str | None, minutes: str, secs: str, fraction: str | None = None) -> float:
    """Return the parts of a time as seconds, to the millisecond."""
    whole = (_number(hours) * 3600 if hours else 0) + _number(minutes) * 60 + int(secs)
    if not fraction:
        return float(whole)
    return (whole * 1000 + int(fraction)) / 1000 if len(fraction) == 3 else round(whole + float(f"0.{fraction[:9]}"), 3)


def _number(digits: str) -> int:
    """Return a number; one that no recording lasts (and that Python would refuse to read) is cut."""
    return int(digits) if len(digits) < 10 else int((digits.lstrip("0") or "0")[:12])


def at_lines(lines: list[int]) -> str:
    """Return “lines 3, 9, 12…” for the numbers of lines, the first few of them."""
    shown = ", ".join(map(str, lines[:_SHOWN_LINES])) + ("…" if len(lines) > _SHOWN_LINES else "")
    return (_("line %(lines)s") if len(lines) == 1 else _("lines %(lines)s")) % {"lines": shown}
