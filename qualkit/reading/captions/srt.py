"""SRT and SBV as their tools write them: no tolerance, a first fault ends the reading."""

import re
from collections.abc import Iterator

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.captions.cues import Captions, Cue, seconds
from qualkit.reading.captions.webvtt import pieces, prepared

_SRT_TIME = r"([0-9]{2,}):([0-5][0-9]):([0-5][0-9]),([0-9]{3})"
_SRT_TIMES = re.compile(rf"{_SRT_TIME} --> {_SRT_TIME}(?:[ \t].*)?")
_SBV_TIME = r"([0-9]{1,9}):([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_SBV_TIMES = re.compile(rf"{_SBV_TIME},{_SBV_TIME}[ \t]*")


def read_srt(text: str) -> Captions:
    """Return the captions of an SRT text; those without words stay out, as players do.

    Raises ``InputError`` at the first caption without its number or its times.
    """
    return _all(_srt_cue(line, piece.split("\n")) for line, piece in _blocks(text))


def read_sbv(text: str) -> Captions:
    """Return the captions of an SBV text; those without words stay out.

    Raises ``InputError`` at the first caption without its times.
    """
    return _all(_sbv_cue(line, piece.split("\n")) for line, piece in _blocks(text))


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    return ((line, piece) for line, piece in pieces(prepared(text)) if piece.strip())


def _all(read: Iterator[Cue]) -> Captions:
    cues = list(read)
    if not cues:
        raise InputError(_("There is no caption in it."))
    return Captions(tuple(cue for cue in cues if cue.text.strip()))


def _srt_cue(number: int, lines: list[str]) -> Cue:
    if not re.fullmatch(r"[0-9]+[ \t]*", lines[0]):
        raise InputError(_("Not valid SRT: line %(line)d should be the number of a caption.") % {"line": number})
    found = _SRT_TIMES.fullmatch(lines[1]) if len(lines) > 1 else None
    if found is None:
        raise InputError(
            _("Not valid SRT: line %(line)d should be times, such as 00:00:01,000 --> 00:00:02,500.")
            % {"line": number + 1}
        )
    return Cue(lines[0].strip(), seconds(*found.groups()[:4]), seconds(*found.groups()[4:]), "\n".join(lines[2:]))


def _sbv_cue(number: int, lines: list[str]) -> Cue:
    found = _SBV_TIMES.fullmatch(lines[0])
    if found is None:
        raise InputError(
            _("Not valid SBV: line %(line)d should be times, such as 0:00:01.000,0:00:02.500.") % {"line": number}
        )
    return Cue("", seconds(*found.groups()[:4]), seconds(*found.groups()[4:]), "\n".join(lines[1:]))
