"""Scanned text cleaned up on its way into the record: both forms are kept, and no name in either."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _, ngettext
from qualkit.language.scans.cleaning import Cleaned, clean_together, looks_scanned
from qualkit.language.scans.edits import Change, Draft, Edit, Way
from qualkit.model import Span, Turn
from qualkit.reading.privacy.pseudonyms import Pseudonymised
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows.replacements import Replacement, replaced

_TYPED = frozenset({"vtt", "srt", "sbv", "zoom-chat", "chat"})
"""Forms that nobody scans."""
_LOOKED_AT = 40_000
"""So many signs of a text tell whether it was scanned."""

Hide = Callable[[ReadFile], Pseudonymised]


@dataclass(frozen=True, slots=True)
class CleanedFile(ReadFile):
    """A file as read, its turns cleaned up; ``raw`` is what was read, and ``changes`` lie between the two texts."""

    raw: ReadFile | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnChange:
    """One repair in a turn: offsets in its words as read (``raw_…``) and as cleaned."""

    turn: int
    raw_start: int
    raw_end: int
    start: int
    end: int
    before: str
    after: str
    rule: str


def cleaned_file(read: ReadFile) -> CleanedFile:
    """Return ``read`` with the words of its turns cleaned up, and a warning that says how many were changed."""
    parts = _cleaned_turns(read)
    changes: list[Change] = []
    turns: list[Turn] = []
    pieces: list[str] = []
    at = length = 0
    for turn, part in zip(read.turns, parts, strict=True):
        pieces += (read.text[at : turn.span.start], part.text)
        start = length + turn.span.start - at
        changes += (_shifted(change, turn.span.start, start) for change in part.changes)
        length = start + len(part.text)
        turns.append(replace(turn, span=Span(start, length)))
        at = turn.span.end
    text = "".join((*pieces, read.text[at:]))
    warnings = (*read.warnings, _said(parts))
    return CleanedFile(read.kind, read.format, text, tuple(turns), warnings, raw=read, changes=tuple(changes))


def turn_changes(file: CleanedFile) -> tuple[list[str], list[TurnChange]]:
    """Return the words of each turn cleaned up, and every repair of them but those of white space."""
    texts = [turn.span.of(file.text) for turn in file.turns]
    raw_turns = file.raw.turns if file.raw is not None else ()
    starts = [turn.span.start for turn in file.turns]
    changes = []
    for change in file.changes:
        i = bisect_right(starts, change.clean_start) - 1
        raw, clean = raw_turns[i].span.start, starts[i]
        own = _shifted(change, -raw, -clean)
        if not own.is_layout:
            places = (own.raw_start, own.raw_end, own.clean_start, own.clean_end)
            changes.append(TurnChange(i, *places, own.before, own.after, own.rule))
    return texts, changes


def scan_hint(read: ReadFile) -> str | None:
    """Return a sentence for somebody who did not ask for the clean-up of a text that is plainly a scan, or ``None``."""
    if isinstance(read, CleanedFile) or read.format in _TYPED or any(turn.start is not None for turn in read.turns):
        return None
    if not looks_scanned(_beginning(turn.span.of(read.text) for turn in read.turns)):
        return None
    return _("The text looks scanned: many words seem misread. With --scan they are repaired, and both forms are kept.")


def _beginning(texts: Iterable[str]) -> Iterable[str]:
    left = _LOOKED_AT
    for text in texts:
        if left <= 0:
            return
        yield text[:left]
        left -= len(text)


def _cleaned_turns(read: ReadFile) -> list[Cleaned]:
    parts = clean_together([turn.span.of(read.text) for turn in read.turns])
    return [part if part.text.strip() else Cleaned(part.raw, part.raw, (), part.is_scan) for part in parts]


def _shifted(change: Change, raw: int, clean: int) -> Change:
    return replace(
        change,
        raw_start=change.raw_start + raw,
        raw_end=change.raw_end + raw,
        clean_start=change.clean_start + clean,
        clean_end=change.clean_end + clean,
    )


def _said(parts: Sequence[Cleaned]) -> str:
    n = sum(len(part.word_changes) for part in parts)
    if not any(part.is_scan for part in parts):
        return _("The text does not look scanned: --scan left its words as they are.")
    return ngettext(
        "%(n)d word was repaired as misread in a scan; “qualkit read FILE --scan” shows it.",
        "%(n)d words were repaired as misread in a scan; “qualkit read FILE --scan” shows them.",
        n,
    ) % {"n": n}


def both_forms(file: CleanedFile, hidden: Pseudonymised, hide: Hide) -> dict[str, Any]:
    """Return what is kept of a clean-up: the raw text with its names hidden, and its changes to the frozen text.

    ``hidden`` is the cleaned text pseudonymised. What was hidden in it is hidden in the raw text where it came from,
    and ``hide`` looks for names in the raw text too. ``changes`` are rows [start and end in the raw text, start and end
    in the frozen one, rule], first to last.
    """
    if file.raw is None:
        raise InputError(_("There is no raw form of this text."))
    cleaned = Draft(file.raw.text, file.text, file.changes)
    raw_hidden = hide(file.raw)
    names = [
        (cleaned.to_raw.span(Span(e.start, e.end)), name) for e, name in zip(hidden.entities, hidden.names, strict=True)
    ]
    names += [(Span(e.start, e.end), name) for e, name in zip(raw_hidden.entities, raw_hidden.names, strict=True)]
    raw = Draft.of(file.raw.text).edited(_apart(names))
    blocks = [(Span(c.raw_start, c.raw_end), Span(c.clean_start, c.clean_end), c.rule) for c in file.changes]
    blocks += [(_span(e.start, e.end, cleaned.to_raw), Span(e.start, e.end), "") for e in hidden.entities]
    blocks += [(Span(c.raw_start, c.raw_end), _span(c.raw_start, c.raw_end, cleaned.to_clean), "") for c in raw.changes]
    rows = _rows(blocks, raw.to_clean.span, hidden.offsets.span, raw.text, hidden.read.text)
    return {"raw": raw.text, "changes": rows}


def _span(start: int, end: int, way: Way) -> Span:
    return way.span(Span(start, end))


def _apart(names: Iterable[tuple[Span, str]]) -> list[Edit]:
    """Return the stretches to hide; one that lies over an earlier named one makes it longer."""
    kept: list[Edit] = []
    for span, name in names:
        over = [edit for edit in kept if edit.start < span.end and span.start < edit.end]
        first = over[0] if over else Edit(span.start, span.end, name, "hidden")
        start, end = min([span.start, *(e.start for e in over)]), max([span.end, *(e.end for e in over)])
        kept = [edit for edit in kept if edit not in over] + [Edit(start, end, first.new, "hidden")]
    return kept


def _rows(
    blocks: Iterable[tuple[Span, Span, str]],
    to_new_raw: Callable[[Span], Span],
    to_new_clean: Callable[[Span], Span],
    raw: str,
    clean: str,
) -> list[list[Any]]:
    """Return the rows of ``both_forms``: blocks that lie over each other in either text are one."""
    merged: list[tuple[Span, Span, str]] = []
    for own_raw, own_clean, rule in sorted(blocks, key=lambda b: (b[0].start, b[1].start, b[0].end, b[1].end)):
        if merged and (own_raw.start < merged[-1][0].end or own_clean.start < merged[-1][1].end):
            last_raw, last_clean, last_rule = merged[-1]
            rules = "+".join(dict.fromkeys(filter(None, (*last_rule.split("+"), *rule.split("+")))))
            joined_raw = Span(last_raw.start, max(last_raw.end, own_raw.end))
            merged[-1] = (joined_raw, Span(last_clean.start, max(last_clean.end, own_clean.end)), rules)
        else:
            merged.append((own_raw, own_clean, rule))
    rows = []
    for own_raw, own_clean, rule in merged:
        new_raw, new_clean = to_new_raw(own_raw), to_new_clean(own_clean)
        if new_raw.of(raw) != new_clean.of(clean):
            rows.append([new_raw.start, new_raw.end, new_clean.start, new_clean.end, rule])
    return rows


def followed(
    content: Mapping[str, Any],
    replacements: Sequence[Replacement],
    in_raw: Sequence[Replacement],
    *,
    frozen: str,
) -> dict[str, Any]:
    """Return what ``both_forms`` gave once ``replacements`` were made in the frozen text.

    The raw text loses the same stretches, and ``in_raw``, which are its own; ``frozen`` is the frozen text before.
    """
    rows, raw_text = content["changes"], str(content["raw"])
    columns = [tuple(row[i] for row in rows) for i in range(4)]
    to_raw, to_clean = Way(columns[2], columns[3], *columns[:2]), Way(*columns)
    spans = [(_span(item.start, item.end, to_raw), item.text) for item in replacements]
    spans += [(Span(item.start, item.end), item.text) for item in in_raw]
    raw = Draft.of(raw_text).edited(_apart(spans))
    clean, offsets = replaced(frozen, replacements)
    blocks = [(Span(row[0], row[1]), Span(row[2], row[3]), row[4]) for row in rows]
    blocks += [(_span(item.start, item.end, to_raw), Span(item.start, item.end), "") for item in replacements]
    blocks += [(Span(c.raw_start, c.raw_end), _span(c.raw_start, c.raw_end, to_clean), "") for c in raw.changes]
    return {"raw": raw.text, "changes": _rows(blocks, raw.to_clean.span, offsets.span, raw.text, clean)}
