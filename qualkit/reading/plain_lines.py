"""One line of a plain text: what its beginning may say about who speaks and when.

Every look at a line is bounded or goes through it once: a line can be as long as a file.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from qualkit.model import Channel
from qualkit.reading.captions.cues import seconds
from qualkit.reading.labels import looks_like_name, may_be_label, without_brackets
from qualkit.reading.spelling import squeeze

CLOCK = r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-9]{2})(?:[.,]([0-9]{1,3}))?(?![0-9])"
_BARE_CLOCK = r"(?:[0-9]{1,2}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?"
_RANGE = rf"(?:\s?(?:-{{1,3}}>|[-–—])\s?{_BARE_CLOCK})?"
_SPEAKS = '¿¡"«“(…'
LONGEST_HEAD = 300  # a longer line is talk: of it only the beginning can be a label or a time
_LONGEST_LABEL = 90

_MARKS = re.compile(r"[*_#\s]*")
_HAS_TIME = re.compile(r"[0-9]:[0-9]{2}")
_TIME_ONLY = re.compile(rf"[\[(]?{CLOCK}{_RANGE}[\])]?[*_#\s]*+$")
_TIME_FIRST = re.compile(rf"(?:[\[(]\s?{CLOCK}{_RANGE}\s?[\])]|{CLOCK}{_RANGE})[*_\s]*+(?:[-–—|]\s*+)?[*_\s]*+(?=\S)")
_TIME_LAST = re.compile(rf"(?<![0-9:.,]){CLOCK}\s*+(?P<close>[\])]?)\s*+:?[*_#\s]*+$")
_TIME_BRACKET = re.compile(rf"[\[(]\s?{CLOCK}\s?[\])]\s?[*_]{{0,3}}:[*_]{{0,3}}\s*+(?=\S)")
_BRACKET_NAME = re.compile(rf"\[(?P<label>[^\]\n]{{2,80}})\]\s++{CLOCK}\s*+$")
_BOLD_LINE = re.compile(r"(?:\*\*|__)(?P<label>[^*_\n:]{2,60})(?:\*\*|__|:\*\*|:__)\s*+:?\s*+$")
_BOLD_FIRST = re.compile(r"(?:\*\*|__)(?P<label>[^*_\n:]{2,60}?)[.:]?(?:\*\*|__)(?=\s)\s*+(?=\S)")
_LABEL_LEAD = re.compile(r"[\s>]*+(?:(?:[-•*+]|[0-9]{1,3}[.)])\s++|[—–]\s*+)?(?P<bold>[*_]{0,3}+)")
_RAYA = re.compile(r"\s*+[—–]\s*+(?=\S)")
_QUOTED = re.compile(r"\s{0,3}>+\s?")
_CHAT_MARK = re.compile(r"[\[(]chat[\])]\s?", re.IGNORECASE)
_TOOL_HINT = re.compile(r"transcri|finaliz|terminó|ended after|keywords|editad", re.IGNORECASE)
_TOOL_LINE = re.compile(
    r"(?:(?P<who>[^:]{1,90}?)\s(?:inició|detuvo|comenzó|(?:has\s)?started|(?:has\s)?stopped)\s(?:la\s)?transcrip\w*"
    r"|(?:la\s)?(?:reunión|transcripción)\s(?:finalizó|terminó|ha\sfinalizado)\sdespués\sde\s"
    r"[0-9][0-9:hms ]{1,12}\W{0,6}"
    r"|(?:meeting|transcription)\sended\safter\s[0-9][0-9:hms ]{1,12}\W{0,6}"
    r"|transcribed\sby\shttps?://\S*+"
    r"|esta\stranscripción\seditable\sse\s.{0,120}"
    r"|this\seditable\stranscript\swas.{0,160}"
    r"|(?:summary\s)?keywords|revisad[ao]\sy\seditad[ao]\spor\s.{1,90}"
    r"|transcripci[oó]n\s(?:realizada|generada|hecha|automática)\s(?:por|con|de)\b.{0,160})[\s*_.]*+$",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"(?:[0-9]{1,3}\s(?:horas?|minutos?|segundos?|hours?|minutes?|seconds?)(?:,?\s(?:y\s|and\s)?)?){1,3}$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


class Line(NamedTuple):
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


def line_of(raw: str, start: int) -> Line:
    """Return what the line ``raw``, which stands at the offset ``start``, looks like."""
    end = start + len(raw)
    if not raw or raw.isspace():
        return Line(start, end, end, style="blank")
    is_short = len(raw) <= LONGEST_HEAD
    if is_short and is_tool_line(raw):
        return Line(start, end, end, style="tool")
    if is_short and raw.strip()[:1].isdigit() and _DURATION.match(raw.strip()):
        return Line(start, end, start, style="duration")
    if ":" in raw[:LONGEST_HEAD]:
        lead = _lead(raw)
        has_time = _HAS_TIME.search(raw, 0, LONGEST_HEAD) is not None
        for shape in (_TIMED_SHAPES if is_short else _LONG_SHAPES) if has_time else ():
            if line := shape(raw, start, lead):
                return line
        if line := _label(raw, start):
            return line
    return _without_colon(raw, start, is_short=is_short)


def is_tool_line(raw: str) -> bool:
    """Say whether a line is the tool's own: who started the transcription, how long it was, a rule."""
    bare = raw.strip(" \t\u00a0>")
    if len(bare) >= 3 and bare[0] in "-*_=" and not bare.strip(bare[0] + " \t"):
        return True
    core = raw.strip("*_#>- \t\u00a0")
    found = _TOOL_LINE.match(core) if _TOOL_HINT.search(core) else None
    return found is not None and (found["who"] is None or looks_like_name(found["who"]))


def clean_label(label: str) -> str:
    """Return a label without the marks of lists, bold and escapes."""
    return without_brackets(squeeze(re.sub(r"\\(?=[^\w\s])", "", label).strip(" \t*_#>-–—•")))


def _lead(raw: str) -> int:
    found = _MARKS.match(raw, 0, LONGEST_HEAD)
    return found.end() if found else 0


def _without_colon(raw: str, start: int, *, is_short: bool) -> Line:
    end, head = start + len(raw), raw[:LONGEST_HEAD]
    lead = len(head) - len(head.lstrip())
    for pattern, style in ((_BOLD_LINE, "bold"), (_BOLD_FIRST, "bold-first")):
        found = pattern.match(raw, lead) if (is_short or style == "bold-first") and raw[lead] in "*_" else None
        if found and may_be_label(clean_label(found["label"])):
            return Line(start, end, start + found.end(), clean_label(found["label"]), None, style)
    if raya := _RAYA.match(raw):
        return Line(start, end, start + raya.end(), style="raya")
    if raw[lead] == "#":
        return Line(start, end, end, style="title")
    quoted = _QUOTED.match(raw)
    return Line(start, end, start + quoted.end() if quoted else start)


def _time_only(raw: str, start: int, lead: int) -> Line | None:
    found = _TIME_ONLY.match(raw, lead)
    return Line(start, start + len(raw), start + len(raw), None, _time(found, 1), "time") if found else None


def _bracket_name(raw: str, start: int, lead: int) -> Line | None:
    found = _BRACKET_NAME.match(raw, lead)
    label = clean_label(found["label"]) if found else ""
    if found is None or not may_be_label(label):
        return None
    return Line(start, start + len(raw), start + len(raw), label, _time(found, 2), "bracket")


def _name_time_words(raw: str, start: int, lead: int) -> Line | None:
    """Read «Name (0:03): words»."""
    at = min((at for mark in "([" if (at := raw.find(mark, lead, lead + _LONGEST_LABEL)) > lead + 1), default=-1)
    found = _TIME_BRACKET.match(raw, at) if at > 0 and ":" not in raw[lead:at] else None
    label, channel = _label_and_channel(raw[lead:at]) if found else ("", "speech")
    if found is None or not may_be_label(label):
        return None
    return Line(start, start + len(raw), start + found.end(), label, _time(found, 1), "name-time-words", channel)


def _time_first(raw: str, start: int, lead: int) -> Line | None:
    found = _TIME_FIRST.match(raw, lead)
    if found is None:
        return None
    time = _time(found, 1) if found[2] is not None else _time(found, 5)
    line = Line(start, start + len(raw), start + found.end(), None, time, "time-first")
    labelled = _label(raw, start, found.end())
    if labelled is None:
        return line
    return labelled._replace(time=time, style="time-label")


def _name_time(raw: str, start: int, lead: int) -> Line | None:
    """Read «Name   0:03», «Name — 0:03», «Name (0:03):», «**Name** 0:03»."""
    found = _TIME_LAST.search(raw, lead)
    name = raw[lead : found.start()].rstrip(" \t\u00a0*_([—–-") if found else ""
    if found is None or not 2 <= len(name) <= 80 or ":" in name or _YEAR.search(name):
        return None
    between = raw[lead + len(name) : found.start()]
    label = clean_label(name)
    if not may_be_label(label) or between == "":
        return None
    is_wide = len(between) - len(between.strip(" \u00a0")) > 1 or any(mark in between for mark in "\t([—–-*")
    if not (is_wide or looks_like_name(label)):
        return None
    return Line(start, start + len(raw), start + len(raw), label, _time(found, 1), "name-time")


def _label(raw: str, start: int, at: int = 0) -> Line | None:
    """Read «Name: words», with or without a bullet, a raya or bold, from the offset ``at`` of the line on."""
    lead = _LABEL_LEAD.match(raw, at, at + LONGEST_HEAD)
    colon = raw.find(":", at, at + LONGEST_HEAD)
    if lead is None or not lead.end() < colon <= lead.end() + _LONGEST_LABEL:
        return None
    words = colon + 1
    while raw[words : words + 1] in ("*", "_") and words < colon + 4:
        words += 1
    if words < len(raw) and not (raw[words].isspace() or raw[words] in _SPEAKS or raw[words].isupper()):
        return None
    written = raw[lead.end() : colon].rstrip("*_ \t\u00a0")
    label, channel = _label_and_channel(written)
    if "*" in written or not may_be_label(label):
        return None
    words += len(raw[words:]) - len(raw[words:].lstrip()) if raw[words : words + 1].isspace() else 0
    style = "bold-label" if lead["bold"] else "label"
    return Line(start, start + len(raw), start + words, label, None, style, channel)


def _label_and_channel(label: str) -> tuple[str, Channel]:
    spoken = _CHAT_MARK.sub("", label)
    return clean_label(spoken), "speech" if spoken == label else "chat"


def _time(found: re.Match[str], first: int) -> float:
    """Return the time in the four groups of ``CLOCK``, of which ``first`` is the hours."""
    return seconds(found[first], found[first + 1], found[first + 2], found[first + 3])


_TIMED_SHAPES: tuple[Callable[[str, int, int], Line | None], ...] = (
    _time_only,
    _bracket_name,
    _name_time_words,
    _time_first,
    _name_time,
)
_LONG_SHAPES = (_name_time_words, _time_first)
