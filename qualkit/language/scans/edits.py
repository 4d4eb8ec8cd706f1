"""A text while it is repaired: what it says now, and which stretch of the raw text each repaired stretch stands for."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from qualkit.model import Span

LAYOUT = frozenset({"space", "wrap", "margin", "mark_space"})
"""Rules that move words about and change none of them."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """One replacement in a text: what stands at ``start``–``end`` becomes ``new``, for the reason ``rule``."""

    start: int
    end: int
    new: str
    rule: str


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One repair, in code points of both texts: ``before`` stands in the raw one, ``after`` in the cleaned one.

    ``rule`` names why; where several repairs met, all of them with «+» between.
    """

    raw_start: int
    raw_end: int
    clean_start: int
    clean_end: int
    before: str
    after: str
    rule: str

    @property
    def is_layout(self) -> bool:
        """Whether only white space changed."""
        return set(self.rule.split("+")) <= LAYOUT


@dataclass(frozen=True)
class Draft:
    """``text`` is ``raw`` with ``changes``, which lie in order and apart from each other in both."""

    raw: str
    text: str
    changes: tuple[Change, ...] = ()

    @classmethod
    def of(cls, raw: str) -> "Draft":
        """Return a text in which nothing is repaired yet."""
        return cls(raw, raw)

    def edited(self, edits: Iterable[Edit]) -> "Draft":
        """Return the draft after ``edits`` of its present text; of two that overlap the first one counts."""
        kept = list(_apart(sorted(edits), self.text))
        if not kept:
            return self
        pieces: list[str] = []
        at = 0
        for edit in kept:
            pieces += (self.text[at : edit.start], edit.new)
            at = edit.end
        text = "".join((*pieces, self.text[at:]))
        return Draft(self.raw, text, tuple(_composed(self, kept, text)))

    @cached_property
    def to_raw(self) -> "Way":
        """The way from the present text back to the raw one."""
        rows = [(c.clean_start, c.clean_end, c.raw_start, c.raw_end) for c in self.changes]
        return Way(*(tuple(row[i] for row in rows) for i in range(4)))

    @cached_property
    def to_clean(self) -> "Way":
        """The way from the raw text to the present one."""
        rows = [(c.raw_start, c.raw_end, c.clean_start, c.clean_end) for c in self.changes]
        return Way(*(tuple(row[i] for row in rows) for i in range(4)))


@dataclass(frozen=True, slots=True)
class Way:
    """Leads from the offsets of one text to those of another, of which some stretches read otherwise."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    new_starts: tuple[int, ...]
    new_ends: tuple[int, ...]

    def span(self, span: Span) -> Span:
        """Return where ``span`` stands in the other text; a border inside a changed stretch moves to its outer edge."""
        start = self.at(span.start)
        return Span(start, max(start, self.at(span.end, is_end=True)))

    def at(self, offset: int, *, is_end: bool = False) -> int:
        """Return the offset in the other text; within a changed stretch its start, for an end of a span its end."""
        i = bisect_right(self.starts, offset) - 1
        while is_end and i >= 0 and self.starts[i] == offset:
            i -= 1  # an end at the first character of a changed stretch lies before it
        if i < 0:
            return offset
        if offset >= self.ends[i]:
            return self.new_ends[i] + offset - self.ends[i]
        return self.new_ends[i] if is_end else self.new_starts[i]


def _apart(edits: Iterable[Edit], text: str) -> Iterator[Edit]:
    end = -1
    for edit in edits:
        if edit.start >= end and text[edit.start : edit.end] != edit.new:
            yield edit
            end = max(edit.end, edit.start + 1)


class _Mark(NamedTuple):
    """A stretch of the present text that is changed: by an edit, or already (``old``)."""

    start: int
    end: int
    rule: str
    edit: Edit | None
    old: Change | None


def _composed(draft: Draft, edits: Sequence[Edit], text: str) -> Iterator[Change]:
    """Yield the changes of ``draft`` and ``edits`` together; those that touch the same stretch become one."""
    way, shift = draft.to_raw, 0
    for group in _groups(draft, edits):
        start, end = group[0].start, max(mark.end for mark in group)
        grown = sum(len(e.new) - (e.end - e.start) for mark in group if (e := mark.edit) is not None)
        new_start, new_end = start + shift, end + shift + grown
        shift += grown
        raw_start, raw_end = _raw(way, start, end, group)
        before, after = draft.raw[raw_start:raw_end], text[new_start:new_end]
        if before != after:
            rule = "+".join(dict.fromkeys(name for mark in group for name in mark.rule.split("+")))
            yield Change(raw_start, raw_end, new_start, new_end, before, after, rule)


def _groups(draft: Draft, edits: Sequence[Edit]) -> list[list[_Mark]]:
    """Return old changes and edits in order, those together that lie over each other."""
    marks = [_Mark(c.clean_start, c.clean_end, c.rule, None, c) for c in draft.changes]
    marks += [_Mark(e.start, e.end, e.rule, e, None) for e in edits]
    groups: list[list[_Mark]] = []
    end = -1
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start < end:
            groups[-1].append(mark)
            end = max(end, mark.end)
        else:
            groups.append([mark])
            end = mark.end
    return groups


def _raw(way: Way, start: int, end: int, group: Sequence[_Mark]) -> tuple[int, int]:
    old = group[0].old
    if len(group) == 1 and old is not None:  # its own place, also where it stands for nothing
        return old.raw_start, old.raw_end
    span = way.span(Span(start, end))
    return span.start, span.end
