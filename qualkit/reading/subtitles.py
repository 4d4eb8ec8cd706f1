"""WebVTT, SRT and SBV captions become utterances, with a tolerant reader of our own.

Blocks are split as the W3C WebVTT parsing algorithm does (a time line is the first or second line of a block; what has
no time line is no cue). Tolerated on top, because meeting tools and people produce it: a missing header, commas in
times, one-digit minutes or fractions.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qualkit.i18n import _
from qualkit.reading.labels import Candidates, accepted, may_be_label
from qualkit.reading.spelling import squeeze
from qualkit.reading.turns import Utterance

_TIME = r"(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,6}))?"
_TIMES = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?![\d.,:])")
_SBV_TIMES = re.compile(rf"{_TIME},{_TIME}\s*$")
_NOT_SPOKEN = ("NOTE", "STYLE", "REGION")
_VOICE = re.compile(r"<(/?)v(?:\.[^\s>]*)?(?:[ \t\n]+([^>]*))?>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[\d:.]+>|</>|<[A-Za-z][^<>]*$|<>")
_INLINE_TIME = re.compile(r"<\d[\d:.]+>")
_LABEL = re.compile(r"\s*(?:>>|[-–—])?\s*([^:\n]{1,80}?)\s*:(?:\s+|$)(.*)", re.DOTALL)
_DASH = re.compile(r"^(?:>>|[-–—])\s*")
LONG_SILENCE = 3.0
CONTINUES_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: its identifier, seconds, and the raw text with tags."""

    id: str
    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Captions:
    """The cues of a file and what the reader should know about it."""

    cues: tuple[Cue, ...]
    warnings: tuple[str, ...] = ()


@dataclass
class _Block:
    lines: list[str] = field(default_factory=list)
    id: str = ""
    times: tuple[float, float] | None = None
    has_arrow: bool = False


def read_captions(text: str, *, format: str = "vtt") -> Captions:
    """Return the cues of a normalised WebVTT, SRT or SBV text."""
    lines = text.split("\n")
    if format == "sbv":
        return Captions(tuple(_sbv_cues(lines)))
    has_header = _is_header(lines[0])
    blocks = list(_blocks(lines, in_header=has_header))
    cues = tuple(Cue(b.id, *b.times, "\n".join(b.lines)) for b in blocks if b.times is not None)
    warnings = []
    if format == "vtt" and not has_header:
        warnings.append(_("The file does not begin with WEBVTT; it was read as captions all the same."))
    lost = sum(b.times is None and b.has_arrow for b in blocks)
    if lost:
        warnings.append(_("%(n)d captions have a time that cannot be read and were left out.") % {"n": lost})
    orphans = sum(_is_orphan(b) for b in blocks)
    if orphans and cues:
        warnings.append(_("%(n)d pieces of text stand under no time and were left out.") % {"n": orphans})
    return Captions(cues, tuple(warnings))


def _is_header(line: str) -> bool:
    return line.startswith("WEBVTT") and line[6:7] in ("", " ", "\t")


def _is_orphan(block: _Block) -> bool:
    if block.has_arrow or not any(line.strip() for line in block.lines):
        return False
    return not block.lines[0].startswith(_NOT_SPOKEN) and not "".join(block.lines).strip().isdigit()


def _blocks(lines: Sequence[str], *, in_header: bool) -> Iterator[_Block]:
    at = 0
    if in_header:
        at = 1
        while at < len(lines) and lines[at] and "-->" not in lines[at]:
            at += 1
    while at < len(lines):
        if not lines[at]:
            at += 1
            continue
        block, at = _collect(lines, at)
        yield block


def _collect(lines: Sequence[str], at: int) -> tuple[_Block, int]:
    """Return the block that begins at line ``at`` and the line after it."""
    block, n = _Block(), 0
    while at < len(lines) and lines[at]:
        line = lines[at]
        n += 1
        if "-->" in line:
            if n > 2 or block.has_arrow:
                break
            block.has_arrow = True
            block.times = _times(line)
            block.id, block.lines = "\n".join(block.lines), []
        else:
            block.lines.append(line)
        at += 1
    return block, at


def _times(line: str) -> tuple[float, float] | None:
    found = _TIMES.match(line)
    if found is None:
        return None
    return seconds(*found.groups()[:4]), seconds(*found.groups()[4:])


def seconds(hours: str | None, minutes: str, secs: str, fraction: str | None = None) -> float:
    """Return the parts of a time as seconds, to the millisecond."""
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(secs)
    return round(whole + (float(f"0.{fraction}") if fraction else 0.0), 3)


def _sbv_cues(lines: Sequence[str]) -> Iterator[Cue]:
    times: tuple[float, float] | None = None
    words: list[str] = []
    for line in [*lines, ""]:
        found = _SBV_TIMES.match(line)
        if found:
            times, words = (seconds(*found.groups()[:4]), seconds(*found.groups()[4:])), []
        elif line.strip():
            words.append(line)
        elif times is not None:
            if words:
                yield Cue("", *times, "\n".join(words))
            times = None


def utterances(cues: Sequence[Cue]) -> list[Utterance]:
    """Return what the cues say and who says it: voice tags, else ``Name: words`` where such labels are plausible."""
    is_rolling = any(_INLINE_TIME.search(cue.text) for cue in cues)
    if any(_VOICE.search(cue.text) for cue in cues):
        return [utterance for cue in cues for utterance in _voices(cue)]
    plain = [(cue, plain_text(cue.text)) for cue in cues]
    if is_rolling:
        plain = _without_repetition(plain)
    labels = _labels([text for _cue, text in plain])
    return list(_labelled(plain, labels) if labels else _unlabelled(plain))


def plain_text(raw: str) -> str:
    """Return the words of a cue without tags, with entities resolved."""
    return html.unescape(_TAG.sub("", raw))


def _voices(cue: Cue) -> Iterator[Utterance]:
    at, speaker = 0, None
    for tag in [*_VOICE.finditer(cue.text), None]:
        words = squeeze(plain_text(cue.text[at : tag.start() if tag else len(cue.text)]))
        if words:
            yield Utterance(speaker, words, cue.start, cue.end)
        if tag:
            speaker = None if tag.group(1) else squeeze(html.unescape(tag.group(2) or "")) or None
            at = tag.end()


def _without_repetition(plain: Sequence[tuple[Cue, str]]) -> list[tuple[Cue, str]]:
    """Drop from each rolling caption the lines that the one before already showed."""
    kept, before = [], [""]
    for cue, text in plain:
        lines = [line for line in map(squeeze, text.split("\n")) if line]
        fresh = lines[1:] if lines and lines[0] == before[-1] else lines
        kept.append((cue, "\n".join(fresh)))
        before = lines or before
    return kept


def _labels(texts: Sequence[str]) -> frozenset[str]:
    found = (_LABEL.match(text) for text in texts)
    counts = Counter(squeeze(match.group(1)) for match in found if match and may_be_label(match.group(1)))
    return accepted(Candidates(counts, frozenset(), sum(bool(text.strip()) for text in texts)))


def _labelled(plain: Sequence[tuple[Cue, str]], labels: frozenset[str]) -> Iterator[Utterance]:
    speaker, last = None, 0.0
    for cue, text in plain:
        if cue.start - last > CONTINUES_WITHIN:
            speaker = None
        for line_speaker, words in _lines(text, labels):
            speaker = line_speaker or speaker
            yield Utterance(speaker, words, cue.start, cue.end)
        last = cue.end


def _lines(text: str, labels: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """Yield (speaker, words) for each part of a cue that begins with an accepted label; ``None``: the speaker goes
    on.
    """
    speaker: str | None = None
    words: list[str] = []
    for line in text.split("\n"):
        found = _LABEL.match(line)
        label = squeeze(found.group(1)) if found else None
        if found and label in labels:
            if words:
                yield speaker, squeeze(" ".join(words))
            speaker, words = label, [found.group(2)]
        else:
            words.append(line)
    if squeeze(" ".join(words)):
        yield speaker, squeeze(" ".join(words))


def _unlabelled(plain: Sequence[tuple[Cue, str]]) -> Iterator[Utterance]:
    """Yield one utterance for each stretch without a long silence or a dash that says that somebody else speaks."""
    pieces: list[str] = []
    start = last = 0.0
    for cue, text in plain:
        for line in filter(None, map(squeeze, text.split("\n"))):
            if pieces and (_DASH.match(line) or cue.start - last >= LONG_SILENCE):
                yield Utterance(None, " ".join(pieces), start, last)
                pieces = []
            start = start if pieces else cue.start
            pieces.append(_DASH.sub("", line))
            last = max(last, cue.end)
    if pieces:
        yield Utterance(None, " ".join(pieces), start, last)
