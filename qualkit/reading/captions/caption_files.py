"""Caption files become transcripts, and their cues stay at hand for whoever asks for them."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.captions.subtitles import Captions, Cue, caption_format, read_captions, utterances
from qualkit.reading.captions.webvtt import has_signature, prepared
from qualkit.reading.decoding import Decoded, read_bytes, read_text
from qualkit.reading.turns import ReadFile, joined, rendered

EXTENSIONS = (".vtt", ".srt", ".sbv")
_OTHERS = (".docx", ".pdf", ".odt", ".rtf", ".html", ".htm", ".epub", ".xlsx", ".xls", ".ods", ".csv", ".pptx")
_SAMPLE = 65_536


class CaptionFile(NamedTuple):
    """A caption file as a transcript, and its cues."""

    read: ReadFile
    cues: tuple[Cue, ...]


def is_caption_file(path: Path) -> bool:
    """Say whether a file holds captions, by its ending or, where that says nothing, by how its text begins."""
    if path.suffix.lower() in EXTENSIONS:
        return True
    if path.suffix.lower() in _OTHERS or not path.is_file():
        return False
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    encoding = "utf-16" if sample[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    return caption_format(sample.decode(encoding, "replace")) is not None


def read_caption_file(path: Path, *, facilitators: Collection[str] = ()) -> CaptionFile:
    """Return the turns and cues of a caption file; what was tolerated or left out is in the warnings."""
    decoded = read_text(path)
    return captions_of(decoded, _format(path, decoded.text), facilitators=facilitators)


def captions_of(decoded: Decoded, format: str, *, facilitators: Collection[str] = ()) -> CaptionFile:
    """Return the turns and cues of a text that is captions of ``format``."""
    file = _captions(read_captions(decoded.text, format=format), format, facilitators, strict=False)
    return file._replace(read=replace(file.read, warnings=decoded.warnings + file.read.warnings))


def read_caption_file_strictly(path: Path, *, facilitators: Collection[str] = ()) -> CaptionFile:
    """Return what a conforming WebVTT parser yields for a file (SRT and SBV: as their tools write them).

    Raises ``InputError`` with the rule that failed for a file that such a parser does not accept.
    """
    text = prepared(_raw_text(path))
    if path.suffix.lower() in _OTHERS and not has_signature(text):
        raise InputError(_("%(file)s: only captions (VTT, SRT, SBV) are read strictly.") % {"file": path.name})
    format = "vtt" if has_signature(text) else path.suffix.lower().lstrip(".")
    if format not in ("vtt", "srt", "sbv"):
        format = caption_format(text) or "vtt"
    try:
        return _captions(read_captions(text, format=format, strict=True), format, facilitators, strict=True)
    except InputError as error:
        raise InputError(f"{path.name}: {error}") from None


def _raw_text(path: Path) -> str:
    """Return the file as the standard decodes it: UTF-8, whatever it is, damage as U+FFFD."""
    if path.is_file() and path.stat().st_size == 0:
        return ""
    return read_bytes(path).decode("utf-8", "replace")


def _format(path: Path, text: str) -> str:
    """Return the format of captions: the content goes before the ending, but SRT in a VTT file is a poor VTT."""
    found, said = caption_format(text), path.suffix.lower().lstrip(".")
    if said == "vtt" and found == "srt":
        return "vtt"
    return found or (said if said in ("srt", "sbv") else "vtt")


def _captions(captions: Captions, format: str, facilitators: Collection[str], *, strict: bool) -> CaptionFile:
    said = utterances(captions.cues, strict=strict)
    if any(utterance.speaker for utterance in said):
        said = list(joined(said))
    text, turns = rendered(said, facilitators=facilitators)
    return CaptionFile(ReadFile("transcript", format, text, turns, captions.warnings), captions.cues)
