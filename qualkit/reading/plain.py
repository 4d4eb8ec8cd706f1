"""Texts with speakers, as people paste and export them: ``Name: words``, times before or after names, names in bold.

The text is never touched: turns point at the words, and labels, times and the tools' own lines stay outside.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from qualkit.model import Channel, Span, Turn
from qualkit.reading.labels import Candidates, accepted, has_role, looks_like_name, may_be_label
from qualkit.reading.spelling import squeeze
from qualkit.reading.subtitles import seconds
from qualkit.reading.turns import is_facilitator

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?"
_BARE_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_MARKS = r"[*_#\s]*"
_TIME_ONLY = re.compile(rf"{_MARKS}[\[(]?{_CLOCK}[\])]?{_MARKS}$")
_TIME_FIRST = re.compile(
    rf"{_MARKS}(?:[\[(]\s*{_CLOCK}(?:\s*(?:-->|[-–—])\s*{_BARE_CLOCK})?\s*[\])]|{_CLOCK}(?:\s*(?:-->|[-–—])\s*{_BARE_CLOCK})?)"
    rf"{_MARKS}(?:[-–—|]\s*)?{_MARKS}(?=\S)"
)
_LABEL = re.compile(
    r"[\s>]*(?:[-•]\s+|[—–]\s*)?(?P<bold>[*_]{0,3})(?P<label>[^:\n*]{1,90}?)[*_]{0,3}\s*:[*_]{0,3}(?=\s|$|[¿¡\"«(A-ZÁÉÍÓÚÑ])\s*"
)
_NAME_TIME = re.compile(
    rf"{_MARKS}(?P<label>[^\n]{{2,80}}?)(?:(?P<wide>\s{{2,}}|\t|\s*[—–]\s*|\s+-\s+|\s*[\[(]\s*)|\*+\s+|\s)"
    rf"{_CLOCK}\s*(?P<close>[\])]?)\s*:?{_MARKS}$"
)
_NAME_TIME_WORDS = re.compile(
    rf"{_MARKS}(?P<label>[^\n:\[(]{{2,60}}?)\s*[\[(]\s*{_CLOCK}\s*[\])]\s*[*_]*:[*_]*\s*(?=\S)"
)
_BRACKET_NAME_TIME = re.compile(rf"\[(?P<label>[^\]\n]{{2,80}})\]\s+{_CLOCK}\s*$")
_BOLD_LINE = re.compile(r"\s*(?:\*\*|__)(?P<label>[^*_\n:]{2,60}?)\s*:?(?:\*\*|__)\s*:?\s*$")
_RAYA = re.compile(r"\s*[—–]\s*(?=\S)")
_TOOL_LINE = re.compile(
    r"[\s*_#>]*(?:.{0,90}\b(?:inició|detuvo|started|stopped)\s+(?:la\s+)?transcrip\w*"
    r"|la\s+(?:reunión|transcripción)\s+finalizó\s+después\s+de.*|meeting ended after.*"
    r"|transcribed by https?://.*|esta\s+transcripción\s+editable\s+se\s.*"
    r"|this\s+editable\s+transcript\s+was.*"
    r"|[\s>-]*transcripci[oó]n\s+(?:realizada|generada|hecha|automática)\s+(?:por|con|de)\b.*)[\s*_.]*$"
    r"|\s*(?:[-*_]\s*){3,}$|\s*>\s.*$",
    re.IGNORECASE,
)
_CLOCK_OF_DAY = 6 * 3600


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: where it stands, and what its beginning may say about who speaks and when.

    ``words`` is the offset at which the words begin; a ``head`` has none. ``style`` names the shape that was seen.
    """

    start: int
    end: int
    words: int
    label: str | None = None
    time: float | None = None
    style: str = "words"
    channel: Channel = "speech"


def read_plain(text: str, *, facilitators: Collection[str] = ()) -> tuple[Turn, ...]:
    """Return the turns of a normalised text; one turn for the whole of it where nobody is named."""
    lines = _resolved(text, list(_lines(text)))
    if not any(line.style not in ("words", "blank") for line in lines):
        words = text.strip()
        start = text.find(words)
        return (Turn(Span(start, start + len(words))),) if words else ()
    return tuple(_turns(text, lines, facilitators))


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for raw in text.split("\n"):
        yield _line(raw, start)
        start += len(raw) + 1


def _line(raw: str, start: int) -> Line:
    end = start + len(raw)
    if not raw.strip():
        return Line(start, end, end, style="blank")
    if _TOOL_LINE.match(raw):
        return Line(start, end, end, style="tool")
    for pattern, style in (
        (_TIME_ONLY, "time"),
        (_BRACKET_NAME_TIME, "bracket"),
        (_NAME_TIME_WORDS, "name-time-words"),
        (_TIME_FIRST, "time-first"),
        (_NAME_TIME, "name-time"),
        (_LABEL, "label"),
        (_BOLD_LINE, "bold"),
        (_RAYA, "raya"),
    ):
        found = pattern.match(raw)
        if found and (line := _shaped(found, style, raw, start)):
            return line
    if raw.lstrip().startswith("#"):
        return Line(start, end, end, style="title")
    return Line(start, end, start)


def _shaped(found: re.Match[str], style: str, raw: str, start: int) -> Line | None:
    """Return the line that the pattern of ``style`` found, or ``None`` where a closer look says that it is not one."""
    groups = found.groupdict()
    label, channel = _label_and_channel(groups.get("label"))
    if label is not None and not may_be_label(label):
        return None
    line = Line(start, start + len(raw), start + found.end(), label, _time_of(found), style, channel)
    if style == "time-first":
        return _time_first(line, raw, found.end())
    if style == "name-time":
        is_wide = groups["wide"] is not None or "**" in raw
        return line if is_wide or looks_like_name(label or "") else None
    if style == "label" and (groups["bold"] or raw.lstrip().startswith(("—", "–"))):
        return replace(line, style="bold-label" if groups["bold"] else "label")
    return line


def _time_first(line: Line, raw: str, at: int) -> Line:
    found = _LABEL.match(raw, at)
    label, channel = _label_and_channel(found["label"] if found else None)
    if found and label and may_be_label(label):
        return replace(line, words=line.start + found.end(), label=label, style="time-label", channel=channel)
    return line


_CHAT_MARK = re.compile(r"[\[(]chat[\])]\s*", re.IGNORECASE)


def _label_and_channel(label: str | None) -> tuple[str | None, Channel]:
    if not label:
        return None, "speech"
    spoken = _CHAT_MARK.sub("", label)
    return _clean(spoken) or None, "speech" if spoken == label else "chat"


def _time_of(found: re.Match[str]) -> float | None:
    """Return the first time among the groups of a match: its minutes and seconds are digits."""
    if not found.re.groups:
        return None
    values = [found.group(i) for i in range(1, found.re.groups + 1) if i not in found.re.groupindex.values()]
    for i in range(0, len(values) - 3, 4):
        if values[i + 1] is not None:
            return seconds(*values[i : i + 4])
    return None


def _clean(label: str) -> str:
    return squeeze(label.strip(" \t*_#>-–—•"))


def _resolved(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those that only looked like somebody's label made words again."""
    paired = _with_pairs(text, lines)
    styles = Counter(line.style for line in paired)
    counts = Counter(line.label for line in paired if line.label is not None)
    marked = frozenset(
        line.label
        for line in paired
        if line.label and line.style in ("time-label", "name-time-words", "bold-label", "bracket")
    )
    names = accepted(Candidates(counts, marked, sum(line.style not in ("blank", "tool", "title") for line in paired)))
    heads = Counter(line.label for line in paired if line.style in ("name-time", "paired", "bracket"))
    full_of_heads = sum(heads.values()) >= 2
    kept = [_kept(line, names, full_of_heads, styles) for line in paired]
    if styles["raya"] >= 2 or any(line.style in _SPOKEN for line in kept):
        return kept
    return [
        line if line.style in ("blank", "time-first", "tool") else replace(line, words=line.start, style="words")
        for line in kept
    ]


_SPOKEN = frozenset(
    ("label", "bold-label", "time-label", "name-time", "name-time-words", "paired", "bracket", "bold", "time-first")
)


def _kept(line: Line, names: frozenset[str], full_of_heads: bool, styles: Counter[str]) -> Line:
    words = replace(line, words=line.start, label=None, time=None, style="words")
    if line.style in ("label", "bold-label", "name-time-words"):
        return line if line.label in names else words
    if line.style == "time-label":
        if line.label in names or has_role(line.label or "") or looks_like_name(line.label or ""):
            return line
        return words
    if line.style in ("name-time", "bracket", "paired"):
        return line if full_of_heads or line.label in names else words
    if line.style == "bold":
        is_name = looks_like_name(line.label or "") or has_role(line.label or "")
        return line if is_name and line.label in names else replace(words, style="title")
    if line.style == "time-first":
        return line if styles["time-first"] >= 2 or styles["time-label"] else words
    if line.style == "raya":
        return line if styles["raya"] >= 2 else words
    return line


def _with_pairs(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join a line that is a name with the line below it that is only a time (as pasted from Teams)."""
    result = list(lines)
    for i in range(1, len(result)):
        name, time = result[i - 1], result[i]
        if time.style != "time" or name.style not in ("words", "bold"):
            continue
        label = name.label or _clean(text[name.start : name.end])
        if may_be_label(label) and (looks_like_name(label) or has_role(label)):
            result[i - 1] = replace(name, words=name.end, label=label, time=time.time, style="paired")
            result[i] = replace(time, style="blank")
    return result


def _turns(text: str, lines: Sequence[Line], facilitators: Collection[str]) -> Iterator[Turn]:
    """Yield a turn for each stretch of words between two labels, times or titles."""
    speaker: str | None = None
    channel: Channel = "speech"
    time: float | None = None
    start = end = -1
    spoken = False
    is_clock = _tells_time_of_day(lines)
    for line in [*lines, Line(len(text), len(text), len(text), style="end")]:
        if line.style == "blank":
            continue
        if line.style != "words":
            if start >= 0 and (spoken or not _is_heading(text[start:end])):
                yield Turn(Span(start, end), speaker, time, None, channel, is_facilitator(speaker, facilitators))
                time = None
            start = -1
        spoken = spoken or line.style in _SPOKEN or line.style == "raya"
        if line.style in _SPOKEN or line.style == "raya":
            speaker, channel, time = (
                line.label,
                line.channel,
                None if is_clock else line.time if line.time is not None else time,
            )
        elif line.style == "time":
            time = None if is_clock else line.time
        words = text[line.words : line.end]
        if line.style in ("tool", "title", "time", "end") or not words.strip(" \t*_"):
            continue
        line_start = line.words + len(words) - len(words.lstrip(" \t*_\u00a0"))
        start = line_start if start < 0 else start
        end = line.words + len(words.rstrip(" \t*_\u00a0"))


def _tells_time_of_day(lines: Sequence[Line]) -> bool:
    first = next((line.time for line in lines if line.time is not None and line.style in _SPOKEN), None)
    return first is not None and first >= _CLOCK_OF_DAY


def _is_heading(text: str) -> bool:
    """Say whether what stands before the first speaker is a title, a date, a list of people rather than speech."""
    rows = [row.strip() for row in text.split("\n") if row.strip()]
    return len(text.split()) <= 120 and all(
        (len(row.split()) <= 14 and not row.endswith((".", "?", "!")))
        or re.search(r"\d[:.]\d{2}\s*[ap]\.?\s*m\.?$", row)
        or re.match(r"\W*[^:]{2,30}:", row)
        for row in rows
    )
