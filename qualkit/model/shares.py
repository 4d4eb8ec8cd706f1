"""Counts over counts: attendance, talk and survey answers, each with its own numerator and denominator."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """``n`` of ``of``. Nothing out of nothing is not zero: its ``value`` is ``None``."""

    n: int
    of: int

    @property
    def value(self) -> float | None:
        """The share between 0 and 1, or ``None`` where there is nothing to share."""
        return self.n / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class EventAttendance:
    """Member schools present at one event out of the member schools invited to it."""

    event: str
    date: str | None
    kind: str
    schools: Share


@dataclass(frozen=True, slots=True)
class AttendanceGroup:
    """The three attendance indicators of a territory, a cohort or the whole network (``name`` is ``None``)."""

    name: str | None
    members: int
    any_event: Share
    any_session: Share
    events: tuple[EventAttendance, ...]

    @property
    def mean_attendance(self) -> float | None:
        """Mean over events of schools present / member schools invited; ``None`` without events."""
        values = [event.schools.value for event in self.events if event.schools.value is not None]
        return sum(values) / len(values) if values else None


@dataclass(frozen=True, slots=True)
class Attendance:
    """Attendance of the network. ``outside`` are schools that came and are no active member; ``unknown`` counts the
    rows whose sheet does not say whether the person came.
    """

    network: AttendanceGroup
    territories: tuple[AttendanceGroup, ...]
    cohorts: tuple[AttendanceGroup, ...] = ()
    outside: tuple[str, ...] = ()
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class TalkShare:
    """How much was said in one document and how much of it by who facilitates."""

    document: str
    title: str
    territory: str | None
    session: int | None
    turns: int
    words: int
    facilitator_turns: int
    facilitator_words: int
    speakers: int

    @property
    def facilitator(self) -> Share:
        """Words of the facilitators out of all words."""
        return Share(self.facilitator_words, self.words)


@dataclass(frozen=True, slots=True)
class ScaleTally:
    """Answers to one item of five levels. ``levels[0]`` counts level 1; ``n`` leaves out ``missing`` and ``off_scale``
    («No sabe», a number that is no level). ``good_end`` says which end counts as favourable once the wording is heeded.
    """

    code: str
    wording: str
    levels: tuple[int, int, int, int, int]
    missing: int
    off_scale: int
    good_end: str
    negative: bool

    @property
    def n(self) -> int:
        """How many answers lie on the scale."""
        return sum(self.levels)

    @property
    def favourable(self) -> Share:
        """Answers in the two levels of the good end."""
        return Share(sum(self.levels[:2] if self.good_end == "low" else self.levels[3:]), self.n)

    @property
    def neutral(self) -> Share:
        """Answers in level 3."""
        return Share(self.levels[2], self.n)

    @property
    def unfavourable(self) -> Share:
        """Answers in the two levels of the other end."""
        return Share(sum(self.levels[3:] if self.good_end == "low" else self.levels[:2]), self.n)


@dataclass(frozen=True, slots=True)
class ChoiceTally:
    """Answers to an item where one option is chosen, the most chosen first."""

    code: str
    wording: str
    options: tuple[tuple[str, int], ...]
    missing: int

    @property
    def n(self) -> int:
        """How many people chose."""
        return sum(count for _, count in self.options)


@dataclass(frozen=True, slots=True)
class TextTally:
    """How many people wrote something in an open item; what they wrote is read elsewhere."""

    code: str
    wording: str
    n: int
    missing: int


@dataclass(frozen=True, slots=True)
class SurveyTally:
    """A whole survey: ``answers`` sheets, its items in their order and the defects found while reading."""

    answers: int
    scales: tuple[ScaleTally, ...]
    choices: tuple[ChoiceTally, ...] = ()
    texts: tuple[TextTally, ...] = ()
    notes: tuple[str, ...] = ()
