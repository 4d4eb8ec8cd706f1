"""How the talk is shared out: turns and words of each speaker, and of facilitators against everybody else."""

from collections.abc import Sequence
from dataclasses import dataclass

from qualkit.evidence import count_words
from qualkit.model import Turn


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """What one speaker says in a document; ``share`` is of all words, ``None`` where there are none."""

    speaker: str | None
    turns: int
    words: int
    share: float | None
    facilitator: bool
    chat_turns: int = 0


@dataclass(frozen=True, slots=True)
class TalkShare:
    """How many words a document has and how many of them its facilitators say; shares are ``None`` without words."""

    turns: int
    words: int
    facilitator_words: int
    speakers: int
    facilitator_share: float | None

    @property
    def other_share(self) -> float | None:
        """The share of everybody who does not facilitate."""
        return None if self.facilitator_share is None else 1 - self.facilitator_share


def speaker_shares(text: str, turns: Sequence[Turn]) -> tuple[SpeakerShare, ...]:
    """Return what each speaker says, most words first, then by name; turns without a speaker count as one, ``None``."""
    counted = [(turn, count_words(turn.span.of(text))) for turn in turns]
    total = sum(words for _turn, words in counted)
    by_speaker: dict[str | None, list[tuple[Turn, int]]] = {}
    for turn, words in counted:
        by_speaker.setdefault(turn.speaker, []).append((turn, words))
    shares = [_share(speaker, said, total) for speaker, said in by_speaker.items()]
    return tuple(sorted(shares, key=lambda share: (-share.words, share.speaker or "")))


def _share(speaker: str | None, said: Sequence[tuple[Turn, int]], total: int) -> SpeakerShare:
    words = sum(n for _turn, n in said)
    return SpeakerShare(
        speaker,
        len(said),
        words,
        words / total if total else None,
        any(turn.facilitator for turn, _n in said),
        sum(turn.channel == "chat" for turn, _n in said),
    )


def talk_share(text: str, turns: Sequence[Turn]) -> TalkShare:
    """Return how the words of a document are shared between its facilitators and everybody else."""
    counts = [(turn.facilitator, count_words(turn.span.of(text))) for turn in turns]
    words = sum(n for _facilitates, n in counts)
    facilitator_words = sum(n for facilitates, n in counts if facilitates)
    speakers = len({turn.speaker for turn in turns if turn.speaker is not None})
    return TalkShare(len(turns), words, facilitator_words, speakers, facilitator_words / words if words else None)
