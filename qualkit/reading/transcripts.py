"""Transcripts and chats, whatever tool wrote them, become one text with turns."""

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.chat import is_chat, read_chat
from qualkit.reading.decoding import read_text
from qualkit.reading.pdf import pdf_lines
from qualkit.reading.plain import read_plain
from qualkit.reading.subtitles import read_captions, utterances
from qualkit.reading.turns import ReadFile, Utterance, joined, rendered
from qualkit.reading.word import word_lines

__all__ = ["EXTENSIONS", "ReadFile", "read_transcript"]

_Reader = Callable[[Path, Collection[str]], ReadFile]


def read_transcript(path: str | Path, *, facilitators: Collection[str] = ()) -> ReadFile:
    """Return the text and the turns of a transcript or chat: VTT, SRT, SBV, DOCX, TXT, MD or PDF.

    The text of TXT and MD is the normalised file; that of the others has a line ``Label: words`` for each turn.
    ``facilitators`` are names that mark a speaker as facilitator beside the role words that labels hold.
    Raises ``InputError`` for a file that is empty, of another kind, or without words.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            _("%(file)s cannot be read as a transcript. Accepted: %(accepted)s.")
            % {"file": path.name, "accepted": ", ".join(EXTENSIONS)}
        )
    read = reader(path, facilitators)
    if not read.turns:
        raise InputError(_("%(file)s holds nothing that anybody says.") % {"file": path.name})
    return read


def _read_captions(path: Path, facilitators: Collection[str]) -> ReadFile:
    decoded = read_text(path)
    format = path.suffix.lower().lstrip(".")
    return _captions(decoded.text, format if format in ("srt", "sbv") else "vtt", decoded.warnings, facilitators)


def _captions(text: str, format: str, warnings: tuple[str, ...], facilitators: Collection[str]) -> ReadFile:
    captions = read_captions(text, format=format)
    frozen, turns = rendered(list(joined(utterances(captions.cues))), facilitators=facilitators)
    return ReadFile("transcript", format, frozen, turns, warnings + captions.warnings)


def _read_text(path: Path, facilitators: Collection[str]) -> ReadFile:
    decoded = read_text(path)
    if decoded.text.startswith("WEBVTT"):
        return _captions(decoded.text, "vtt", decoded.warnings, facilitators)
    if is_chat(decoded.text):
        read = read_chat(decoded.text, facilitators=facilitators)
        return replace(read, warnings=decoded.warnings + read.warnings)
    turns = read_plain(decoded.text, facilitators=facilitators)
    return ReadFile("transcript", path.suffix.lower().lstrip("."), decoded.text, turns, decoded.warnings)


def _read_word(path: Path, facilitators: Collection[str]) -> ReadFile:
    return _from_lines(word_lines(path), "docx", facilitators)


def _read_pdf(path: Path, facilitators: Collection[str]) -> ReadFile:
    return _from_lines(pdf_lines(path), "pdf", facilitators)


def _from_lines(lines: list[str], format: str, facilitators: Collection[str]) -> ReadFile:
    source = "\n".join(lines)
    said = [Utterance(t.speaker, t.span.of(source), t.start, t.end, t.channel) for t in read_plain(source)]
    if any(utterance.speaker for utterance in said):
        said = [replace(u, words=" ".join(u.words.split())) for u in said]
    text, turns = rendered(list(joined(said)), facilitators=facilitators)
    return ReadFile("transcript", format, text, turns)


_READERS: dict[str, _Reader] = {
    ".vtt": _read_captions,
    ".srt": _read_captions,
    ".sbv": _read_captions,
    ".docx": _read_word,
    ".txt": _read_text,
    ".md": _read_text,
    ".pdf": _read_pdf,
}
EXTENSIONS = tuple(_READERS)
"""The endings of the files that can be read as transcripts."""
