"""WebVTT by the parser algorithm of the W3C («WebVTT: The Web Video Text Tracks Format», Parsing): nothing tolerated.

A block never spans an empty line, so the file is cut at empty lines first and each piece goes through the standard's
«collect a WebVTT block»; a piece that is one plain cue is recognised at once, which is what makes this fast.
"""

import re
from collections.abc import Callable, Iterator, Sequence, Set
from functools import lru_cache

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import BOM
from qualkit.reading.captions.cue_settings import accepted_settings, region_id
from qualkit.reading.captions.cues import Captions, Cue, Settings, at_lines, seconds

ARROW = "-->"
SIGNATURE = "WEBVTT"
_STAMP = r"(?:([0-9]+):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?![0-9])"
_EMPTY_LINES = re.compile(r"\n+")
_TIMES = re.compile(rf"[ \t\f]*{_STAMP}[ \t\f]*-->[ \t\f]*{_STAMP}(.*)")
_PLAIN_CUE = re.compile(rf"(?:([^\n]*)\n)?[ \t\f]*{_STAMP}[ \t\f]*-->[ \t\f]*{_STAMP}([^\n]*)(?:\n((?s:.*)))?")

COMMENT = re.compile(r"NOTE(?:[ \t]|$)|(?:STYLE|REGION)[ \t\f]*$")
"""The first line of a block that nobody says."""
Timing = tuple[float, float, str]
"""Start, end, and what stands after them on the line."""


def read_webvtt(text: str) -> Captions:
    """Return the cues that a conforming parser yields; what it drops is told in the warnings.

    Raises ``InputError`` for a text that does not begin with the signature.
    """
    body = prepared(text)
    _check_signature(body)
    reader = _Reader()
    for first, piece in pieces(body, *after_header(body)):
        reader.read(first, piece)
    return Captions(tuple(reader.cues), tuple(_warnings(reader)))


def prepared(text: str) -> str:
    """Return ``text`` as the algorithm wants its input: no byte order mark, no NUL, line feeds only."""
    text = text.removeprefix(BOM).replace("\0", "\ufffd")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def has_signature(text: str) -> bool:
    """Say whether ``text`` begins as a WebVTT file must."""
    return text.startswith(SIGNATURE) and text[6:7] in ("", " ", "\t", "\n")


def _check_signature(text: str) -> None:
    if has_signature(text):
        return
    if text.startswith(SIGNATURE):
        raise InputError(
            _("Not a valid WebVTT file: after WEBVTT, its first line must end or go on with a space or a tab.")
        )
    raise InputError(_("Not a valid WebVTT file: its first line must begin with WEBVTT."))


def has_arrow(line: str) -> bool:
    """Say whether an arrow stands in a line, which makes it one of times, well written or not."""
    return ARROW in line


def after_header(text: str, *, is_times: Callable[[str], bool] = has_arrow) -> tuple[int, int]:
    """Return where what follows the header's block begins: its offset and the number of its line.

    The header ends at an empty line, or right before one of times.
    """
    at, number = text.find("\n") + 1, 2
    if not at:
        return len(text), 1
    while at < len(text) and text[at] != "\n":
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if is_times(text[at:end]):
            break
        at, number = end + 1, number + 1
    return at, number


def pieces(text: str, at: int = 0, number: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the stretches between empty lines from the offset ``at`` on, each with the number of its first line."""
    while at < len(text):
        empty = _EMPTY_LINES.match(text, at)
        if empty:
            number += empty.end() - at
            at = empty.end()
            continue
        end = text.find("\n\n", at)
        piece = text[at : end if end >= 0 else len(text)]
        yield number, piece.removesuffix("\n")
        number += piece.count("\n")
        at += len(piece)


def plain_cue(piece: str, regions: Set[str]) -> Cue | None:
    """Return the cue that a piece is when it has one arrow only, in a valid line of times; else ``None``."""
    arrow = piece.find(ARROW)
    if arrow < 0 or piece.find(ARROW, arrow + 3) >= 0:
        return None
    found = _PLAIN_CUE.fullmatch(piece)
    if found is None:
        return None
    id, h, m, s, ms, h2, m2, s2, ms2, rest, words = found.groups()
    settings = settings_of(rest, regions) if rest else ()
    return Cue(id or "", seconds(h, m, s, ms), seconds(h2, m2, s2, ms2), words or "", settings)


def timing(line: str) -> Timing | None:
    """Return the times of a line, or ``None`` where the standard does not accept them."""
    found = _TIMES.fullmatch(line)
    if found is None:
        return None
    return seconds(*found.groups()[:4]), seconds(*found.groups()[4:8]), found[9]


def settings_of(rest: str, regions: Set[str]) -> Settings:
    """Return the settings that the standard accepts in what follows the times."""
    return _settings(rest, frozenset(regions)) if rest.strip() else ()


@lru_cache(maxsize=256)
def _settings(rest: str, regions: frozenset[str]) -> Settings:
    return accepted_settings(rest, regions)


class _Reader:
    """The variables of the algorithm that outlive a block: cues, regions, and what was dropped (numbers of lines)."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.regions: set[str] = set()
        self.dropped: list[int] = []
        self.untimed: list[int] = []

    def read(self, number: int, piece: str) -> None:
        """Read the blocks of a piece that begins at line ``number``."""
        cue = plain_cue(piece, self.regions)
        if cue is not None:
            self.cues.append(cue)
            return
        lines, at = piece.split("\n"), 0
        while at < len(lines):
            at = self._block(lines, at, number)

    def _block(self, lines: Sequence[str], first: int, number: int) -> int:
        """Read the block that begins at ``lines[first]``; return where the next one begins."""
        head = _arrow_line(lines, first)
        last = _next_arrow(lines, first + 1 if head is None else head + 1)
        if head is None:
            self._keep_region(lines[first:last])
            if not COMMENT.match(lines[first]):
                self.untimed.append(number + first)
            return last
        times = timing(lines[head])
        if times is None:
            self.dropped.append(number + head)
        else:
            start, end, rest = times
            words = "\n".join(lines[head + 1 : last])
            self.cues.append(Cue("\n".join(lines[first:head]), start, end, words, settings_of(rest, self.regions)))
        return last

    def _keep_region(self, lines: Sequence[str]) -> None:
        is_region = len(lines) > 1 and lines[0].startswith("REGION") and not lines[0][6:].strip(" \t\f")
        if is_region and not self.cues:
            self.regions.add(region_id("\n".join(lines[1:])))


def _arrow_line(lines: Sequence[str], first: int) -> int | None:
    """Return the line of times of the block: its first or its second line, where it has an arrow."""
    for at in (first, first + 1):
        if at < len(lines) and ARROW in lines[at]:
            return at
    return None


def _next_arrow(lines: Sequence[str], at: int) -> int:
    while at < len(lines) and ARROW not in lines[at]:
        at += 1
    return at


def _warnings(reader: _Reader) -> Iterator[str]:
    sentences = (
        (reader.dropped, _("Captions dropped, as the standard says, for times that are not valid: %(n)d (%(lines)s).")),
        (reader.untimed, _("Pieces of text without times, dropped as the standard says: %(n)d (%(lines)s).")),
    )
    for lines, sentence in sentences:
        if lines:
            yield sentence % {"n": len(lines), "lines": at_lines(lines)}
