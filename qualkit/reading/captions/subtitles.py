"""WebVTT, SRT and SBV captions: by the standard where that is asked for, else with a tolerant reader of our own."""

from typing import Literal

from qualkit.reading.captions.cue_text import plain_text
from qualkit.reading.captions.cues import Captions, Cue, seconds
from qualkit.reading.captions.lenient_captions import caption_format, read_leniently
from qualkit.reading.captions.srt import read_sbv, read_srt
from qualkit.reading.captions.voices import utterances
from qualkit.reading.captions.webvtt import read_webvtt

__all__ = ["CaptionFormat", "Captions", "Cue", "caption_format", "plain_text", "read_captions", "seconds", "utterances"]

CaptionFormat = Literal["vtt", "srt", "sbv"]
_STRICT = {"vtt": read_webvtt, "srt": read_srt, "sbv": read_sbv}


def read_captions(text: str, *, format: str | None = None, strict: bool = False) -> Captions:
    """Return the cues of a WebVTT, SRT or SBV text.

    ``format`` is ``vtt``, ``srt`` or ``sbv``; ``None`` decides by how the text begins. ``strict`` gives what a
    conforming WebVTT parser yields (SRT and SBV: as their tools write them) and raises ``InputError`` for a text that
    it does not accept; else what such a parser drops is read where it is plain, and each leniency is in ``warnings``.
    """
    known = format or caption_format(text) or "vtt"
    return _STRICT[known](text) if strict else read_leniently(text, format=known)
