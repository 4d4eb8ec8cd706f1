"""What people who asked to be forgotten said is taken out of a text, and stays out of it when the file comes again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from qualkit.i18n import ngettext
from qualkit.language.words import FORGOTTEN, PSEUDONYM
from qualkit.model import Span, Turn
from qualkit.reading.privacy.pseudonyms import Entity, OffsetMap, Pseudonymised, Pseudonyms, pseudonymise_read
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows.hiding import Tables
from qualkit.workflows.replacements import Replacement, replaced
from qualkit.workflows.rewriting import composed

ROW_OF: Mapping[str, tuple[str, ...]] = {
    "attendance": ("person",),
    "surveys": ("respondent",),
    "nominations": ("source", "target"),
    "actors": ("actor",),
}
"""The columns of tables and registers in which a row says whose it is; anywhere else somebody is only mentioned."""


def people_in(label: str) -> tuple[str, ...]:
    """Return the pseudonyms of the people whom a speaker's label names, schools left out."""
    return tuple(
        match.group()
        for match in PSEUDONYM.finditer(label)
        if match.group() == FORGOTTEN or match["word"] not in (None, "Escuela")
    )


def cut_out(text: str, turns: Sequence[Turn], gone: Collection[int]) -> list[Replacement]:
    """Return the stretches that are to go so that the turns numbered ``gone`` do, each with its label and its line."""
    found: list[Replacement] = []
    before = at = 0
    for number, turn in enumerate(turns):
        if number in gone:
            start = max(at, before + _place_of_label(text[before : turn.span.start], turn.speaker))
            end = turn.span.end
            if text[end : end + 1] == "\n" and (start == 0 or text[start - 1] == "\n"):
                end += 1
            found.append(Replacement(start, end, ""))
            at = end
        before = turn.span.end
    return found


def _place_of_label(between: str, label: str | None) -> int:
    """Return where the line of a label begins in what stands between two turns."""
    start = between.rstrip().rfind("\n") + 1
    named = between.rfind(label) if label else -1
    return start if named < 0 else min(start, between.rfind("\n", 0, named) + 1)


def said_of_turns(n: int) -> str:
    """Say that turns of a file that came again were left out."""
    return ngettext(
        "%(n)d turn was left out: it is of somebody who asked to be forgotten.",
        "%(n)d turns were left out: they are of people who asked to be forgotten.",
        n,
    ) % {"n": n}


def without_forgotten(hidden: Pseudonymised) -> Pseudonymised:
    """Return a hidden file without the turns whose label names somebody who was forgotten, alone or with others."""
    read = hidden.read
    gone = {i for i, turn in enumerate(read.turns) if turn.speaker and FORGOTTEN in turn.speaker}
    if not gone:
        return hidden
    cuts = cut_out(read.text, read.turns, gone)
    text, offsets = replaced(read.text, cuts)
    columns = (hidden.offsets.starts, hidden.offsets.ends, hidden.offsets.new_starts, hidden.offsets.new_ends)
    rows = composed([list(row) for row in zip(*columns, strict=True)], cuts, offsets)
    pairs = zip(hidden.entities, hidden.names, strict=True)
    named = {(entity.start, entity.end): (entity, name) for entity, name in pairs}
    left = [named.get((row[0], row[1])) or (Entity(row[0], row[1], "PERSONA", ""), "") for row in rows]
    turns = [replace(t, span=offsets.span(t.span)) for i, t in enumerate(read.turns) if i not in gone]
    way = OffsetMap(*(tuple(row[i] for row in rows) for i in range(4)))
    new = replace(read, text=text, turns=tuple(turns))
    return Pseudonymised(new, tuple(e for e, _n in left), tuple(n for _e, n in left), way)


def only_forgotten_hidden(read: ReadFile, pseudonyms: Pseudonyms, keep: Collection[str]) -> Pseudonymised:
    """Return a file that keeps its names, with those of forgotten people hidden: nobody asked *them* to stay."""
    hidden = pseudonymise_read(read, Pseudonyms.from_dict(pseudonyms.to_dict()), keep=keep)
    named = [(e, n) for e, n in zip(hidden.entities, hidden.names, strict=True) if FORGOTTEN in n]
    text, offsets = replaced(read.text, [Replacement(e.start, e.end, name) for e, name in named])
    labels = [
        new.speaker if FORGOTTEN in (new.speaker or "") else old.speaker
        for old, new in zip(read.turns, hidden.read.turns, strict=True)
    ]
    turns = tuple(
        replace(turn, span=offsets.span(turn.span), speaker=label)
        for turn, label in zip(read.turns, labels, strict=True)
    )
    new = replace(read, text=text, turns=turns)
    return Pseudonymised(new, tuple(e for e, _n in named), tuple(n for _e, n in named), offsets)


def without_rows(before: Tables, hidden: Tables) -> tuple[Tables, Tables]:
    """Return tables as read and as hidden without the rows of forgotten people."""
    kept = [i for i, row in enumerate(hidden.attendance) if not is_of_forgotten("attendance", asdict(row))]
    records = {
        kind: [i for i, row in enumerate(rows) if not is_of_forgotten(kind, asdict(row))]
        for kind, rows in hidden.records.items()
    }
    return _only(before, kept, records), _only(hidden, kept, records)


def _only(tables: Tables, attendance: Sequence[int], records: Mapping[str, Sequence[int]]) -> Tables:
    rows = {kind: tuple(tables.records[kind][i] for i in kept) for kind, kept in records.items()}
    return replace(tables, attendance=tuple(tables.attendance[i] for i in attendance), records=rows)


def is_of_forgotten(table: str, row: Mapping[str, Any]) -> bool:
    """Say whether a row of a table or register, as the record keeps it, is that of somebody who was forgotten."""
    return any(FORGOTTEN in str(row.get(column) or "") for column in ROW_OF.get(table, ()))


def windows(text: str, length: int) -> set[str]:
    """Return every stretch of ``length`` signs of a text."""
    return {text[i : i + length] for i in range(len(text) - length + 1)}


def standing(text: str, known: Collection[str], length: int) -> list[Span]:
    """Return the stretches of ``text`` in which ``known`` windows of that length stand, joined where they touch."""
    found: list[Span] = []
    for i in range(len(text) - length + 1):
        if text[i : i + length] in known:
            if found and i <= found[-1].end:
                found[-1] = Span(found[-1].start, i + length)
            else:
                found.append(Span(i, i + length))
    return found


def apart(spans: Sequence[tuple[int, int, str]], cuts: Sequence[Replacement]) -> list[Replacement]:
    """Return ``cuts`` and those of ``spans`` (start, end, new words) that lie over none of them nor over each other."""
    taken = list(cuts)
    for start, end, text in spans:
        if start < end and not any(item.start < end and start < item.end for item in taken):
            taken.append(Replacement(start, end, text))
    return sorted(taken)
