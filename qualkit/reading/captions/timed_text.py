"""Transcripts of videos as people copy them: a time, a few words, a time, a few words, and nobody named."""

from collections.abc import Sequence

from qualkit.reading.captions.cues import Cue
from qualkit.reading.plain_lines import Line, line_of

_FEWEST = 3
_FEWEST_IN_LINE = 6
_ENDS = (".", "?", "!", "…", ":", "»", '"', "”")


def timed_cues(text: str) -> list[Cue] | None:
    """Return the stretches of a text that is cut by times as captions are; ``None`` for any other text.

    Times stand on lines of their own or before the words, and most stretches break off before a sentence ends.
    """
    lines = [(line, raw) for line, raw in _lines(text) if line.style not in ("blank", "duration", "tool")]
    times = sum(line.style == "time" for line, _raw in lines)
    in_line = sum(line.style == "time-first" for line, _raw in lines)
    is_cut = times >= _FEWEST and 3 * times >= len(lines)
    if not is_cut and not (in_line >= _FEWEST_IN_LINE and 2 * in_line >= len(lines)):
        return None
    cues = _cues(lines)
    whole = sum(cue.text.rstrip().endswith(_ENDS) for cue in cues)
    return cues if 2 * whole < len(cues) else None


def _lines(text: str) -> list[tuple[Line, str]]:
    return [(line_of(raw, 0), raw) for raw in text.split("\n")]


def _cues(lines: Sequence[tuple[Line, str]]) -> list[Cue]:
    cues: list[Cue] = []
    words: list[str] = []
    start: float | None = None
    for line, raw in [*lines, (Line(0, 0, 0, None, 0.0, "time"), "")]:
        if line.style in ("time", "time-first"):
            if start is not None:
                cues.append(Cue("", start, max(start, line.time or 0.0), "\n".join(words)))
            start, words = line.time, []
        if start is not None and line.style != "time":
            words.append(raw[line.words :])
    return [cue for cue in cues if cue.text.strip()]
