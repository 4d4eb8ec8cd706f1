"""Who took part: attendance with three different denominators, and how the talk was shared out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualkit.evidence import count_words
from qualkit.language.words import fold
from qualkit.model import AttendanceRow, Document, Member
from qualkit.model.shares import Attendance, AttendanceGroup, EventAttendance, Share, TalkShare

_SESSION = "sesion"

Event = tuple[str, str | None, str]
"""Identifier, date and kind."""
NameOf = Callable[[Member], str | None]


def attendance(rows: Sequence[AttendanceRow], members: Sequence[Member]) -> Attendance:
    """Return the attendance indicators of the network, of each territory and of each cohort.

    A school counts once per event, however many people came; only active members are numerators and denominators. The
    territory and cohort of a school are those of the member list. An event invites the active members of every
    territory that its sheet names (two territories that met as one invite both); one that names none, those it lists.

    - coverage: schools at one event or more / members; schools at one territorial session or more / members;
    - mean attendance: mean over events of schools present / member schools invited.
    """
    active = {_key(member.school): member for member in members if member.active}
    sheets = _sheets(rows)
    return Attendance(
        network=_group(None, active, sheets, active),
        territories=tuple(_groups(active, sheets, lambda member: member.territory)),
        cohorts=tuple(_groups(active, sheets, lambda member: member.cohort or None)),
        outside=_outside(rows, active),
        unknown=sum(row.attended is None for row in rows),
    )


def _outside(rows: Sequence[AttendanceRow], active: Mapping[str, Member]) -> tuple[str, ...]:
    came = {row.school for row in rows if row.attended and row.school}
    return tuple(sorted(school for school in came if _key(school) not in active))


def talk_shares(documents: Iterable[Document]) -> tuple[TalkShare, ...]:
    """Return turns, words, speakers and the facilitators' part of each document, by territory and session."""
    shares = [_talk(document) for document in documents]
    return tuple(sorted(shares, key=lambda talk: (talk.territory or "", talk.session or 0, talk.title, talk.document)))


@dataclass(frozen=True, slots=True)
class SpeakerShare:
    """One speaker of a session: turns and words aloud, messages and words in the chat, and the part of all words."""

    speaker: str | None
    facilitator: bool
    turns: int
    words: int
    messages: int
    chat_words: int
    share: Share


def speaker_shares(documents: Iterable[Document]) -> tuple[SpeakerShare, ...]:
    """Return who takes part in a session (its transcript and its chat), who says most first.

    Somebody who only writes in the chat is there too; turns that no label names stand together under ``None``.
    """
    counts: dict[str | None, list[int]] = {}
    leads: dict[str | None, bool] = {}
    for document in documents:
        for turn in document.turns:
            row = counts.setdefault(turn.speaker, [0, 0, 0, 0])
            at = 2 if turn.channel == "chat" else 0
            row[at] += 1
            row[at + 1] += count_words(document.text_of(turn))
            leads[turn.speaker] = leads.get(turn.speaker, False) or turn.facilitator
    total = sum(row[1] + row[3] for row in counts.values())
    shares = [
        SpeakerShare(name, leads[name], turns, words, messages, written, Share(words + written, total))
        for name, (turns, words, messages, written) in counts.items()
    ]
    return tuple(sorted(shares, key=lambda row: (-row.share.n, row.speaker or "")))


def _key(school: str) -> str:
    return " ".join(fold(school).split())


def _sheets(rows: Sequence[AttendanceRow]) -> dict[Event, list[AttendanceRow]]:
    sheets: dict[Event, list[AttendanceRow]] = {}
    for row in rows:
        sheets.setdefault((row.event, row.date, row.kind), []).append(row)
    return dict(sorted(sheets.items(), key=lambda sheet: (sheet[0][1] or "", sheet[0][0], sheet[0][2])))


def _groups(
    active: Mapping[str, Member], sheets: Mapping[Event, Sequence[AttendanceRow]], name_of: NameOf
) -> Iterable[AttendanceGroup]:
    names = sorted({name for member in active.values() if (name := name_of(member)) is not None})
    for name in names:
        yield _group(name, {key: member for key, member in active.items() if name_of(member) == name}, sheets, active)


def _group(
    name: str | None,
    schools: Mapping[str, Member],
    sheets: Mapping[Event, Sequence[AttendanceRow]],
    active: Mapping[str, Member],
) -> AttendanceGroup:
    present = {event: _present(rows) & schools.keys() for event, rows in sheets.items()}
    in_sessions = [keys for event, keys in present.items() if _SESSION in fold(event[2])]
    return AttendanceGroup(
        name=name,
        members=len(schools),
        any_event=Share(len(set().union(*present.values())), len(schools)),
        any_session=Share(len(set().union(*in_sessions)), len(schools)),
        events=tuple(_events(sheets, schools, active, present)),
    )


def _events(
    sheets: Mapping[Event, Sequence[AttendanceRow]],
    schools: Mapping[str, Member],
    active: Mapping[str, Member],
    present: Mapping[Event, set[str]],
) -> Iterable[EventAttendance]:
    for event, rows in sheets.items():
        invited = _invited(rows, active) & schools.keys()
        if invited:
            yield EventAttendance(*event, Share(len(present[event] & invited), len(invited)))


def _present(rows: Sequence[AttendanceRow]) -> set[str]:
    return {_key(row.school) for row in rows if row.attended and row.school}


def _invited(rows: Sequence[AttendanceRow], active: Mapping[str, Member]) -> set[str]:
    """Return the active members of the territories that the sheet names; of a sheet that names none, those it lists."""
    named = {row.territory for row in rows if row.territory is not None}
    listed = {_key(row.school) for row in rows if row.school}
    return {key for key, member in active.items() if member.territory in named} or (listed & active.keys())


def _talk(document: Document) -> TalkShare:
    words = [count_words(document.text_of(turn)) for turn in document.turns]
    led = [turn.facilitator for turn in document.turns]
    return TalkShare(
        document=document.id,
        title=document.title,
        territory=document.territory,
        session=document.session,
        turns=len(words),
        words=sum(words),
        facilitator_turns=sum(led),
        facilitator_words=sum(n for n, leads in zip(words, led, strict=True) if leads),
        speakers=len({turn.speaker for turn in document.turns if turn.speaker}),
    )
