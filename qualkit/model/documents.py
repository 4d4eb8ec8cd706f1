"""A document is a frozen text; turns say who said which part of it and when; segments are the units of coding."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from qualkit.model.spans import Span

Channel = Literal["speech", "chat"]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says without another one coming between; ``span`` covers the words, never the label.

    ``start`` and ``end`` are seconds from the start of the recording, ``None`` where the file does not say.
    """

    span: Span
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    channel: Channel = "speech"
    facilitator: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A frozen, pseudonymised text with its turns and the case it belongs to.

    ``id`` is derived from the content (``document_id``), ``date`` is ISO 8601, ``session`` the number of the session.
    """

    id: str
    title: str
    kind: str
    text: str
    turns: tuple[Turn, ...]
    territory: str | None = None
    session: int | None = None
    date: str | None = None

    def text_of(self, turn: Turn) -> str:
        """Return the words of a turn."""
        return turn.span.of(self.text)

    @property
    def speech_spans(self) -> tuple[Span, ...]:
        """The spans in which a quote may be found: one for each turn, labels left out."""
        return tuple(turn.span for turn in self.turns)


@dataclass(frozen=True, slots=True)
class Segment:
    """One meaning unit inside one turn: the unit of coding."""

    document: str
    index: int
    turn: int
    span: Span


def content_hash(*parts: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of ``parts``, each closed by a zero byte."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    return digest.hexdigest()[:16]
