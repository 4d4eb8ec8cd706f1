"""Captions as meeting tools, converters and people leave them: what a strict parser drops is read where it is plain.

Nothing is mended silently: each leniency is counted, with the lines where it was needed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from qualkit.i18n import _
from qualkit.reading.captions import webvtt
from qualkit.reading.captions.cue_settings import region_id
from qualkit.reading.captions.cue_text import hides_words
from qualkit.reading.captions.cues import Captions, Cue, Settings, at_lines, seconds

_T = r"(?:([0-9]{1,9})\s?:\s?)?([0-9]{1,3})\s?:\s?([0-9]{1,2})(?:\s?[.,;:]\s?([0-9]{1,9}))?(?![0-9])"
_FULL = r"(?:([0-9]{1,9}):)?([0-9]{1,3}):([0-9]{1,2})[.,]([0-9]{1,9})(?![0-9])"
_ANY_ARROW = r"((?:[-–—−=]{1,4}[ \t]?){1,3}>|[-–—−]{0,4}&gt;|[-–—−]?[→⟶➔➜])"
_AFTER = r"(?=[\s\])]|$|[A-Za-z]+:)"
_TIMES = re.compile(rf"\s*[\[(]?\s*({_T})\s*{_ANY_ARROW}\s*({_T}){_AFTER}[\])]?(.*)")
_DASHED = re.compile(rf"\s*({_FULL})\s*([-–—−]{{1,3}})\s*({_FULL}){_AFTER}(.*)")
_SBV = re.compile(rf"\s*({_T})\s*(,)\s*({_T})\s*()$")
_SIDE = re.compile(rf"\s*{_T}\s*$")
_SIDE_FIRST = re.compile(rf"\s*{_T}{_AFTER}")
_ARROWS = re.compile(_ANY_ARROW)
_LIKE_TIME = re.compile(r"[0-9]\s?[:.,]\s?[0-9]")
_WORD = re.compile(r"[^\W\d_]{3}")
_MAY_BE_TIMES = re.compile(r"\s{0,8}[\[(]?\s{0,8}[0-9]")
_VALID = {
    "vtt": re.compile(r"(?:[0-9]+:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"),
    "srt": re.compile(r"[0-9]{2,}:[0-5][0-9]:[0-5][0-9],[0-9]{3}"),
    "sbv": re.compile(r"[0-9]+:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"),
}
_SEPARATORS = {"vtt": "-->", "srt": "-->", "sbv": ","}
_METADATA = re.compile(r"[A-Za-z][\w -]{0,40}[:=]")
_NUMBER = re.compile(r"\s*[0-9]{1,9}\s*")
_GUID = re.compile(r"\s*[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F-]{6,24}(?:/\S*)?\s*")
_SETTING = re.compile(r"\s*(?:vertical|line|position|size|align|region|[xy][12]|[a-z]+:\S)", re.IGNORECASE)
_HEADER = re.compile(r"\s*webvtt", re.IGNORECASE)
_LONGEST_TIMES = 400


class _Times(NamedTuple):
    """A line of times: seconds (``None`` where a side cannot be read), the rest of the line, and what was tolerated."""

    start: float | None
    end: float | None
    rest: str
    tolerated: tuple[str, ...] = ()


def read_leniently(text: str, *, format: str) -> Captions:
    """Return the cues of a WebVTT, SRT or SBV text, the ones that a strict parser drops included, with warnings."""
    body = webvtt.prepared(text)
    reader = _Reader(format)
    at, number = 0, 1
    if _HEADER.match(body[:200]):
        if not webvtt.has_signature(body):
            reader.tolerate("header", 1)
            body = body.lstrip()
        at, number = _after_header(body)
    elif format == "vtt":
        reader.tolerate("header", 1)
    for first, piece in webvtt.pieces(body, at, number):
        reader.read(first, piece)
    reader.finish()
    spoken = reader.cues if format == "vtt" else [cue for cue in reader.cues if cue.text.strip()]
    return Captions(tuple(spoken), tuple(reader.warnings()))


def caption_format(text: str) -> str | None:
    """Return ``vtt``, ``srt`` or ``sbv`` where a text is captions by how it begins, whatever its file is called."""
    start = text[:20_000].lstrip("\ufeff \t\n\r")
    if start.startswith(webvtt.SIGNATURE) or _HEADER.match(start):
        return "vtt"
    lines = [line for line in webvtt.prepared(start).split("\n")[:40] if line.strip()][:4]
    for line in lines:
        if line.lstrip().startswith(("[", "(")):
            return None
        if _MAY_BE_TIMES.match(line) and (found := _SBV.match(line[:_LONGEST_TIMES])) and found[5]:
            return "sbv"
        times = _times(line, "vtt")
        if times is not None and "broken" not in times.tolerated and "-->" in line:
            return "srt" if "," in line.partition("-->")[0] else "vtt"
    return None


def _after_header(body: str) -> tuple[int, int]:
    """Return where the cues begin: with the number above the first times, where no empty line ends the header."""
    at, number = webvtt.after_header(body, is_times=_ends_header)
    before = body.rfind("\n", 0, at - 1) + 1
    if before and body[at : at + 1] not in ("", "\n") and _NUMBER.fullmatch(body, before, at - 1):
        return before, number - 1
    return at, number


def _ends_header(line: str) -> bool:
    return webvtt.has_arrow(line) or _times(line, "vtt") is not None


class _Reader:
    """The cues so far, what stands loose after the last of them, and each leniency with its lines."""

    def __init__(self, format: str) -> None:
        self.cues: list[Cue] = []
        self._format = format
        self._regions: set[str] = set()
        self._loose: list[str] = []
        self._number: tuple[int, str] | None = None  # a piece that is a number only: the next cue's, or words
        self._in_comment = False
        self._tolerated: dict[str, list[int]] = defaultdict(list)

    def tolerate(self, what: str, line: int) -> None:
        """Count a leniency."""
        self._tolerated[what].append(line)

    def read(self, number: int, piece: str) -> None:
        """Read the stretch between two empty lines that begins at line ``number``."""
        cue = webvtt.plain_cue(piece, self._regions) if self._format == "vtt" else None
        if cue is not None and self._number is None and _is_plain(cue, piece):
            self._add(cue, number)
            return
        lines = piece.split("\n")
        marks = [(i, times) for i, line in enumerate(lines) if (times := _times(line, self._format))]
        if marks:
            self._read_cues(number, lines, marks)
        else:
            self._read_loose(number, lines)

    def finish(self) -> None:
        """Add what still stands loose to the last cue."""
        self._flush_number()
        self._attach_loose()

    def warnings(self) -> Iterator[str]:
        """Yield a sentence for each kind of leniency."""
        sentences = _sentences()
        for what, sentence in sentences.items():
            if lines := self._tolerated.get(what):
                yield sentence % {"n": len(lines), "lines": at_lines(lines)}

    def _read_cues(self, number: int, lines: Sequence[str], marks: Sequence[tuple[int, _Times]]) -> None:
        id = self._head(number, lines[: marks[0][0]])
        ends = [*(i for i, _t in marks[1:]), len(lines)]
        for (at, times), end in zip(marks, ends, strict=True):
            words, following = list(lines[at + 1 : end]), ""
            if end < len(lines) and words and _is_next_id(words[-1], id):
                following = words.pop().strip()
                self.tolerate("blank", number + end)
            self._add_times(id, times, words, number + at)
            id = following

    def _head(self, number: int, lines: Sequence[str]) -> str:
        """Return the identifier among the lines before the times; others are words of the cue before."""
        pending, self._number = self._number, None
        if not lines:
            return pending[1] if pending else ""
        if pending:
            self._read_loose(pending[0], [pending[1]], is_number=False)
        if len(lines) == 1:
            return lines[0]
        is_id = _NUMBER.fullmatch(lines[-1]) or _GUID.fullmatch(lines[-1])
        self._read_loose(number, lines[:-1] if is_id else lines)
        return lines[-1].strip() if is_id else ""

    def _add_times(self, id: str, times: _Times, words: list[str], line: int) -> None:
        for what in times.tolerated:
            self.tolerate(what, line)
        before = self.cues[-1].end if self.cues else 0.0
        start = times.start if times.start is not None else before if times.end is None else min(before, times.end)
        end = times.end if times.end is not None else start
        settings: Settings = ()
        if _is_settings(times.rest):
            settings = webvtt.settings_of(times.rest, self._regions)
        else:
            words.insert(0, times.rest.strip())
            self.tolerate("same-line", line)
        self._add(Cue(id, start, end, "\n".join(words), settings), line)

    def _add(self, cue: Cue, line: int) -> None:
        if self._loose:
            self._attach_loose()
        self._in_comment = False
        if cue.end < cue.start:
            self.tolerate("backwards", line)
        if "<" in cue.text and hides_words(cue.text):
            self.tolerate("markup", line)
        self.cues.append(cue)

    def _read_loose(self, number: int, lines: Sequence[str], *, is_number: bool = True) -> None:
        if not any(line.strip() for line in lines):
            return
        self._flush_number()
        if len(lines) > 1 and self._format == "srt" and _NUMBER.fullmatch(lines[0]):
            lines = lines[1:]
        if is_number and len(lines) == 1 and _NUMBER.fullmatch(lines[0]):
            self._number = (number, lines[0].strip())
        elif webvtt.COMMENT.match(lines[0]):
            self._in_comment = True
            if lines[0].startswith("REGION") and not self.cues:
                self._regions.add(region_id("\n".join(lines[1:])))
        elif self._in_comment:
            self.tolerate("comment", number)
        elif self.cues:
            self._loose.append("\n".join(lines))
            self.tolerate("loose", number)
        elif not all(_METADATA.match(line) for line in lines):
            self.tolerate("before", number)

    def _flush_number(self) -> None:
        if self._number is not None:
            number, words = self._number
            self._number = None
            self._read_loose(number, [words], is_number=False)

    def _attach_loose(self) -> None:
        if self._loose:
            last = self.cues[-1]
            self.cues[-1] = last._replace(text="\n".join(filter(None, [last.text, *self._loose])))
            self._loose = []


def _is_plain(cue: Cue, piece: str) -> bool:
    """Say whether nothing of a cue that the standard accepts needs a closer look."""
    words = cue.text
    if ("\n" in words or words[:1].isdigit()) and any(_MAY_BE_TIMES.match(line) for line in words.split("\n")):
        return not any(_times(line, "vtt") for line in words.split("\n"))
    if cue.settings:
        return True
    line_end = piece.find("\n", piece.find("-->"))
    rest = piece[piece.find("-->") + 3 : line_end if line_end >= 0 else len(piece)]
    return len(rest) < 16 or _is_settings(_SIDE_FIRST.sub("", rest, count=1))


@lru_cache(maxsize=256)
def _is_settings(rest: str) -> bool:
    """Say whether what follows the times is settings, or at least no words."""
    return _WORD.search(rest) is None or _SETTING.match(rest) is not None


def _is_next_id(line: str, before: str) -> bool:
    """Say whether a line right above the times is the identifier after ``before``, rather than words."""
    if _NUMBER.fullmatch(line):
        return _NUMBER.fullmatch(before) is not None and int(line) == int(before) + 1
    return _GUID.fullmatch(line) is not None


def _times(line: str, format: str) -> _Times | None:
    """Return the times of a line that is meant as one; ``None`` for words."""
    if not _MAY_BE_TIMES.match(line) or ":" not in line:
        return None
    head = line[:_LONGEST_TIMES]
    found = _SBV.match(line) if format == "sbv" and len(line) < _LONGEST_TIMES else None
    found = found or _TIMES.match(head) or _DASHED.match(head)
    if found is None:
        return _broken_times(head, line)
    groups = found.groups()
    tolerated = []
    if groups[5] != _SEPARATORS[format]:
        tolerated.append("arrow")
    if not (_VALID[format].fullmatch(groups[0]) and _VALID[format].fullmatch(groups[6])):
        tolerated.append("times")
    rest = line[found.start(12) :]
    return _Times(seconds(*groups[1:5]), seconds(*groups[7:11]), rest, tuple(tolerated))


def _broken_times(head: str, line: str) -> _Times | None:
    """Return what can be read of a line with an arrow and a damaged time; ``None`` where its sides are words."""
    arrow = _ARROWS.search(head)
    if arrow is None:
        return None
    left, right = head[: arrow.start()], line[arrow.end() :]
    start, end = _SIDE.match(left), _SIDE_FIRST.match(right)
    token = right.split(None, 1) or [""]
    is_meant = start or end or (_LIKE_TIME.search(left) and _LIKE_TIME.search(token[0]))
    if not is_meant or _WORD.search(left) or (_WORD.search(token[0]) and not end):
        return None
    rest = right[end.end() :] if end else token[1] if len(token) > 1 else ""
    return _Times(
        seconds(*start.groups()) if start else None,
        seconds(*end.groups()) if end else None,
        rest if rest[:1].isspace() or not end else "",
        ("broken",),
    )


def _sentences() -> dict[str, str]:
    """Return the sentence for each leniency, in the order in which they are told."""
    return {
        "header": _("The file does not begin with WEBVTT; it was read as captions all the same."),
        "times": _("Captions whose times are written in another way, read all the same: %(n)d (%(lines)s)."),
        "arrow": _("Captions with another arrow than “-->”, read all the same: %(n)d (%(lines)s)."),
        "broken": _("Captions with a time that cannot be read, kept beside the one before: %(n)d (%(lines)s)."),
        "backwards": _("Captions that end before they begin, of which only the beginning counts: %(n)d (%(lines)s)."),
        "blank": _("Captions without an empty line before them: %(n)d (%(lines)s)."),
        "same-line": _("Captions with words on the line of their times, which were kept: %(n)d (%(lines)s)."),
        "loose": _("Pieces of text under no time, added to the caption before: %(n)d (%(lines)s)."),
        "markup": _("Captions with a “<” that opens no tag, after which the words were kept: %(n)d (%(lines)s)."),
        "before": _("Pieces of text before the first caption, left out: %(n)d (%(lines)s)."),
        "comment": _("Pieces of text after a comment, left out as part of it: %(n)d (%(lines)s)."),
    }
