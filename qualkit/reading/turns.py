"""Utterances become a frozen text with turns: one line each, ``Label: words``, the span on the words."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from qualkit.model import Channel, Span, Turn
from qualkit.reading.spelling import bare, squeeze

_FACILITATING = re.compile(
    r"\b(?:facilitador(?:a|es|as)?|moderador(?:a|es|as)?|relator(?:a|es|as)?|host|anfitri[oó]na?)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as read, before anything is pseudonymised.

    ``kind`` is ``transcript`` or ``chat``; ``format`` names the shape of the file (``vtt``, ``docx``, ``zoom-chat``…);
    spans of ``turns`` count in ``text``; ``warnings`` say what was left out or mended.
    """

    kind: str
    format: str
    text: str
    turns: tuple[Turn, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody says in one cue, paragraph or message; seconds as in ``Turn``."""

    speaker: str | None
    words: str
    start: float | None = None
    end: float | None = None
    channel: Channel = "speech"


def is_facilitator(label: str | None, names: Collection[str] = ()) -> bool:
    """Say whether a speaker label is the facilitator's: it says so, or it holds one of ``names``."""
    if label is None:
        return False
    if _FACILITATING.search(label):
        return True
    words = f" {bare(label)} "
    return any(bare(name) and f" {bare(name)} " in words for name in names)


def joined(utterances: Iterable[Utterance]) -> Iterator[Utterance]:
    """Yield the utterances with those of one speaker in a row made one: start of the first, end of the last."""
    first: Utterance | None = None
    pieces: list[str] = []
    end: float | None = None
    for utterance in utterances:
        if first is not None and _continues(first, utterance):
            pieces.append(utterance.words)
            end = utterance.end if utterance.end is not None else end
            continue
        if first is not None:
            yield _whole(first, pieces, end)
        first, pieces, end = utterance, [utterance.words], utterance.end
    if first is not None:
        yield _whole(first, pieces, end)


def _whole(first: Utterance, pieces: list[str], end: float | None) -> Utterance:
    if len(pieces) == 1:
        return first
    return Utterance(first.speaker, " ".join(pieces), first.start, end, first.channel)


def _continues(current: Utterance, following: Utterance) -> bool:
    return current.speaker == following.speaker and current.channel == following.channel == "speech"


def rendered(utterances: Iterable[Utterance], *, facilitators: Collection[str] = ()) -> tuple[str, tuple[Turn, ...]]:
    """Return the text of the utterances, one line a turn, and the turns on it; utterances without words stay out."""
    lines: list[str] = []
    turns: list[Turn] = []
    offset = 0
    sides: dict[str | None, bool] = {}
    for utterance in utterances:
        words = _lines_of(utterance.words)
        if not words:
            continue
        prefix = f"{utterance.speaker}: " if utterance.speaker else ""
        start = offset + len(prefix)
        if utterance.speaker not in sides:
            sides[utterance.speaker] = is_facilitator(utterance.speaker, facilitators)
        turns.append(_turn(utterance, Span(start, start + len(words)), sides[utterance.speaker]))
        lines.append(prefix + words)
        offset = start + len(words) + 1
    return "\n".join(lines) + ("\n" if lines else ""), tuple(turns)


def _lines_of(words: str) -> str:
    if "\n" not in words:
        return squeeze(words)
    return "\n".join(filter(None, map(squeeze, words.split("\n"))))


def _turn(utterance: Utterance, span: Span, facilitator: bool) -> Turn:
    return Turn(span, utterance.speaker, utterance.start, utterance.end, utterance.channel, facilitator)
