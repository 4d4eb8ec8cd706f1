"""Transcripts and chats, whatever tool wrote them, become one text with turns."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Turn
from qualkit.reading.captions.caption_files import captions_of, is_caption_file, read_caption_file
from qualkit.reading.captions.subtitles import Cue, caption_format, utterances
from qualkit.reading.captions.timed_text import timed_cues
from qualkit.reading.chat import is_chat, read_chat
from qualkit.reading.decoding import read_text
from qualkit.reading.office.documents import EXTENSIONS as DOCUMENTS
from qualkit.reading.office.documents import read_document
from qualkit.reading.office.paragraphs import Lines, unmarked
from qualkit.reading.plain import goes_on_below_heads, read_plain, tells_time_of_day, unescaped
from qualkit.reading.turns import ReadFile, Utterance, joined, rendered

__all__ = ["EXTENSIONS", "ReadFile", "read_transcript", "read_with_cues"]

_Reader = Callable[[Path, Collection[str]], ReadFile]


def read_transcript(path: str | Path, *, facilitators: Collection[str] = ()) -> ReadFile:
    """Return the text and the turns of a transcript or chat: captions, text, an office document, a web page or a PDF.

    The text of TXT and MD is the normalised file; that of the others, and of TXT and MD whose tool cut what one person
    says in pieces, has a line ``Label: words`` for each turn.
    ``facilitators`` are names that mark a speaker as facilitator beside the role words that labels hold.
    Raises ``InputError`` for a file that is empty, of another kind, or without words.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower()) or (_read_captions if is_caption_file(path) else None)
    if reader is None:
        raise InputError(
            _("%(file)s cannot be read as a transcript. Accepted: %(accepted)s.")
            % {"file": path.name, "accepted": ", ".join(EXTENSIONS)}
        )
    return _spoken(reader(path, facilitators), path)


def read_with_cues(path: str | Path) -> tuple[ReadFile, tuple[Cue, ...] | None]:
    """Return a transcript as ``read_transcript`` does, and its cues; ``None`` where the file is not captions."""
    path = Path(path)
    if not is_caption_file(path):
        return read_transcript(path), None
    file = read_caption_file(path)
    return (file.read, file.cues) if file.read.turns else (read_transcript(path), None)


def _spoken(read: ReadFile, path: Path) -> ReadFile:
    if not read.turns:
        raise InputError(_("%(file)s holds nothing that anybody says.") % {"file": path.name})
    return read


def _read_captions(path: Path, facilitators: Collection[str]) -> ReadFile:
    read = read_caption_file(path, facilitators=facilitators).read
    return read if read.turns else _read_text(path, facilitators)  # a text that only calls itself captions


def _read_text(path: Path, facilitators: Collection[str]) -> ReadFile:
    decoded = read_text(path)
    if captions := caption_format(decoded.text):
        return captions_of(decoded, captions, facilitators=facilitators).read
    if is_chat(decoded.text):
        read = read_chat(decoded.text, facilitators=facilitators)
        return replace(read, warnings=decoded.warnings + read.warnings)
    ending = "md" if path.suffix.lower() == ".md" else "txt"
    text, turns = _plain(unescaped(decoded.text) if ending == "md" else decoded.text, facilitators)
    warnings = decoded.warnings
    if all(turn.start is None for turn in turns) and tells_time_of_day(decoded.text):
        warnings += (_("The file gives the time of day, not of the recording: its turns carry no time."),)
    return ReadFile("transcript", ending, text, turns, warnings)


def _plain(text: str, facilitators: Collection[str]) -> tuple[str, tuple[Turn, ...]]:
    """Return a text and its turns: the text as it is, or line by line where a tool cut what one person says."""
    turns = read_plain(text, facilitators=facilitators)
    if any(turn.speaker for turn in turns):
        if not goes_on_below_heads(text, turns):
            return text, turns
        return rendered(_joined(_said(text, turns)), facilitators=facilitators)
    cues = timed_cues(text)
    return rendered(utterances(cues), facilitators=facilitators) if cues else (text, turns)


def _said(text: str, turns: Iterable[Turn]) -> list[Utterance]:
    return [Utterance(t.speaker, " ".join(t.span.of(text).split()), t.start, t.end, t.channel) for t in turns]


def _read_office(path: Path, facilitators: Collection[str]) -> ReadFile:
    return _from_lines(read_document(path), facilitators)


def _from_lines(document: Lines, facilitators: Collection[str]) -> ReadFile:
    source = "\n".join(document.lines)
    if is_chat(source):  # pasted into a document
        chat = read_chat(source, facilitators=facilitators)
        return replace(chat, warnings=document.warnings + chat.warnings)
    said = [Utterance(t.speaker, unmarked(t.span.of(source)), t.start, t.end, t.channel) for t in read_plain(source)]
    if any(utterance.speaker for utterance in said):
        said = [replace(u, words=" ".join(u.words.split())) for u in said]
    text, turns = rendered(list(_joined(said)), facilitators=facilitators)
    return ReadFile("transcript", document.format, text, turns, document.warnings)


def _joined(said: Iterable[Utterance]) -> Iterator[Utterance]:
    """Yield what one speaker says in a row as one; a question and its answer stay two where nobody is named."""
    for is_named, run in groupby(said, key=lambda utterance: utterance.speaker is not None):
        together = list(run)
        yield from joined(together) if is_named else together


_READERS: dict[str, _Reader] = {
    ".vtt": _read_captions,
    ".srt": _read_captions,
    ".sbv": _read_captions,
    ".txt": _read_text,
    ".md": _read_text,
    **dict.fromkeys((*DOCUMENTS, ".doc"), _read_office),
}
EXTENSIONS = tuple(_READERS)
"""The endings of the files that can be read as transcripts."""
