"""Texts with speakers, as people paste and export them: ``Name: words``, times before or after names, names in bold.

The text is never touched: turns point at the words, and labels, times and the tools' own lines stay outside.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from qualkit.model import Channel, Span, Turn
from qualkit.reading.labels import Candidates, accepted, has_role, looks_like_name, may_be_label
from qualkit.reading.plain_lines import Line, clean_label, line_of
from qualkit.reading.turns import is_facilitator

_CLOCK_OF_DAY = 6 * 3600
_HEAD_BETWEEN = re.compile(r"[0-9]:[0-9]{2}[^\n]{0,20}\n\s*$")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()+\-.!|~<&=:\"',;/$%^@?])")
_DATE_END = re.compile(r"\d[:.]\d{2}\s?[ap]\.?\s?m\.?$")
_SAID = re.compile(r"(?P<label>[^:\n]{1,60}):\s+(?:[a-záéíóúñ]|[¿¡]\w)\S*\s+\S+\s+\S")
_FIELD = re.compile(r"\W{0,4}[^:\W][^:]{1,29}:")


def read_plain(text: str, *, facilitators: Collection[str] = ()) -> tuple[Turn, ...]:
    """Return the turns of a normalised text; one turn for the whole of it where nobody is named."""
    lines = _resolved(text, list(_lines(text)))
    if not any(line.style not in ("words", "blank") for line in lines):
        words = text.strip()
        start = text.find(words)
        return (Turn(Span(start, start + len(words))),) if words else ()
    return tuple(_turns(text, lines, facilitators))


def goes_on_below_heads(text: str, turns: Sequence[Turn]) -> bool:
    """Say whether a speaker's name and time stand again above a part of what the same person goes on saying."""
    return any(
        one.speaker == other.speaker
        and one.channel == other.channel == "speech"
        and _HEAD_BETWEEN.search(text, one.span.end, other.span.start) is not None
        for one, other in pairwise(turns)
    )


def tells_time_of_day(text: str) -> bool:
    """Say whether the first time that a text gives is the hour of a day rather than a place in a recording."""
    first = next((line.time for line in _lines(text) if line.time is not None), None)
    return first is not None and first >= _CLOCK_OF_DAY


def unescaped(text: str) -> str:
    r"""Return Markdown without the backslashes that its writers put before marks («5\.», «\-»)."""
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for raw in text.split("\n"):
        yield line_of(raw, start)
        start += len(raw) + 1


def _resolved(text: str, lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those that only looked like somebody's label made words again."""
    paired = _with_pairs(text, lines)
    styles = Counter(line.style for line in paired)
    counts = Counter(line.label for line in paired if line.label is not None)
    marked = frozenset(line.label for line in paired if line.label and line.style in _MARKED)
    said = sum(line.style not in ("blank", "tool", "title") for line in paired)
    names = accepted(Candidates(dict(counts.most_common(_MOST_LABELS)), marked, said))
    full_of_heads = sum(line.style in _HEADS for line in paired) >= 2
    kept = [_kept(line, names, full_of_heads, styles) for line in paired]
    if styles["raya"] >= 2 or any(line.style in _SPOKEN for line in kept):
        return kept
    return [_without_speakers(line, styles) for line in kept]


_HEADS = frozenset(("name-time", "paired", "bracket"))
_MARKED = frozenset(("time-label", "name-time-words", "bold-label", "bold-first", "bracket"))
_SPOKEN = _HEADS | {"label", "bold-label", "time-label", "name-time-words", "bold", "bold-first", "time-first"}
_UNSPOKEN_KEPT = ("blank", "time-first", "tool")
_FEWEST_TIMES = 3
_MOST_LABELS = 2000  # nobody's meeting has more speakers


def _without_speakers(line: Line, styles: Counter[str]) -> Line:
    """Return a line of a text in which nobody is named: times go on parting it where it is full of them."""
    if line.style == "time" and styles["time"] >= _FEWEST_TIMES:
        return line._replace(style="bare-time")
    return line if line.style in _UNSPOKEN_KEPT else _as_words(line)


def _as_words(line: Line) -> Line:
    if line.style == "words":
        return line
    return line._replace(words=line.start, label=None, time=None, style="words")


def _kept(line: Line, names: frozenset[str], full_of_heads: bool, styles: Counter[str]) -> Line:
    """Return the line, or its words where a closer look at the whole file says that it is no label and no time."""
    label = line.label or ""
    match line.style:
        case "label" | "bold-label" | "bold-first" | "name-time-words":
            is_kept = label in names
        case "time-label":
            is_kept = label in names or has_role(label) or looks_like_name(label)
        case "name-time" | "bracket" | "paired":
            is_kept = full_of_heads or label in names
        case "bold":
            is_name = (looks_like_name(label) or has_role(label)) and label in names
            return line if is_name else _as_words(line)._replace(style="bold-words")
        case "time-first":
            is_kept = styles["time-first"] >= 2 or styles["time-label"] > 0
        case "raya":
            is_kept = styles["raya"] >= 2
        case "duration":
            is_kept = False
        case _:
            is_kept = True
    return line if is_kept else _as_words(line)


def _with_pairs(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join a line that is a name with the line below it that is only a time (as pasted from Teams).

    Between them Teams may write the time in words, and above the name its initials.
    """
    result = list(lines)
    for i, time in enumerate(lines):
        if time.style != "time" or i == 0:
            continue
        at = i - 1
        if lines[at].style == "duration":
            result[at] = lines[at]._replace(style="blank")
            at -= 1
        if i + 1 < len(lines) and lines[i + 1].style == "duration":
            result[i + 1] = lines[i + 1]._replace(style="blank")
        label = _name_in(text, result[at]) if at >= 0 else None
        if label is None:
            continue
        result[at] = result[at]._replace(words=result[at].end, label=label, time=time.time, style="paired")
        result[i] = time._replace(style="blank")
        if at and text[lines[at - 1].start : lines[at - 1].end].strip() == _initials(label):
            result[at - 1] = lines[at - 1]._replace(style="blank")
    return result


def _name_in(text: str, line: Line) -> str | None:
    if line.style not in ("words", "bold") or line.end - line.start > 120:
        return None
    label = line.label or clean_label(text[line.start : line.end])
    return label if may_be_label(label) and (looks_like_name(label) or has_role(label)) else None


def _initials(label: str) -> str:
    return "".join(word[0] for word in label.split()[:2]).upper()


def _turns(text: str, lines: Sequence[Line], facilitators: Collection[str]) -> Iterator[Turn]:
    """Yield a turn for each stretch of words between two labels, times or titles."""
    speaker: str | None = None
    channel: Channel = "speech"
    time: float | None = None
    start = end = -1
    spoken = False
    is_clock = _tells_time_of_day(lines)
    for line in [*lines, Line(len(text), len(text), len(text), style="end")]:
        style = _style_at(line, spoken)
        if style == "blank":
            continue
        if style != "words":
            if start >= 0 and (spoken or not _is_heading(text[start:end])):
                yield Turn(Span(start, end), speaker, time, None, channel, is_facilitator(speaker, facilitators))
                time = None
            start = -1
        if style in _SPOKEN or style in ("raya", "bare-time"):
            spoken = True
            speaker, channel = line.label, line.channel
            time = None if is_clock else line.time if line.time is not None else time
        elif style == "time":
            time = None if is_clock else line.time
        words = text[line.words : line.end]
        if style in _SILENT or not words.strip(" \t*_"):
            continue
        line_start = line.words + len(words) - len(words.lstrip(_AROUND))
        start = line_start if start < 0 else start
        end = line.words + len(words.rstrip(_AROUND))


_SILENT = ("tool", "title", "time", "end")
_AROUND = " \t*_\u00a0"


def _style_at(line: Line, spoken: bool) -> str:
    """Return the style of a line; one in bold that is no name is a title before anybody speaks, then words."""
    if line.style != "bold-words":
        return line.style
    return "words" if spoken else "title"


def _tells_time_of_day(lines: Sequence[Line]) -> bool:
    first = next((line.time for line in lines if line.time is not None and line.style in _SPOKEN), None)
    return first is not None and first >= _CLOCK_OF_DAY


def _is_heading(text: str) -> bool:
    """Say whether what stands before the first speaker is a title, a date, a list of people rather than speech."""
    rows = [row.strip() for row in text.split("\n") if row.strip()]
    return len(text.split()) <= 240 and all(map(_is_heading_row, rows))


def _is_heading_row(row: str) -> bool:
    said = _SAID.match(row)
    if said and may_be_label(clean_label(said["label"])):  # «vale_m: hola»: better a turn of nobody than no turn
        return False
    words = len(row.split())
    if words <= 14 and not row.endswith((".", "?", "!")):
        return True
    is_list = 4 * row.count(",") >= words and not row.endswith(("?", "!"))
    return is_list or _DATE_END.search(row) is not None or _FIELD.match(row) is not None
