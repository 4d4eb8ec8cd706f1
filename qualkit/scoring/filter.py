"""Scoring as a filter: rows of other programs in, one row per criterion out, offsets in the caller's own strings."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Evidence, Experience, Rubric, Score, Span
from qualkit.normal import normalise_with_map
from qualkit.protocols import Judge

_SURROGATE = re.compile("[\ud800-\udfff]")


Hide = Callable[[str], tuple[str, Callable[[Span], Span]]]
"""Returns a text with pseudonyms, and the way from its spans back to those of the text that was given."""


@dataclass(frozen=True)
class _Field:
    """A field as it came, and the way back to it: from the text that was judged to its normal form, and from there."""

    raw: str
    offsets: Sequence[int]
    back: Callable[[Span], Span]

    def place(self, span: Span) -> tuple[int, int]:
        """Return where ``span`` of the text that was judged stands in the caller's own string."""
        found = self.back(span)
        return self.offsets[found.start], self.offsets[found.end]


def score_rows(
    rows: Iterable[Mapping[str, Any]], rubric: Rubric, judge: Judge, *, hide: Hide | None = None
) -> Iterator[dict[str, Any]]:
    """Yield, for each row ``{id, territory, fields}``, one row per criterion, in the order of the rubric.

    A field that holds no text is passed over; a field of any name is judged. What leaves the machine has to be hidden
    first: with ``hide`` the judge sees pseudonyms, and offsets still lead to the caller's text. Raises ``InputError``
    that names the row without an ``id`` or with ``fields`` that are no object.
    """
    for experience, fields, row in _experiences(rows, hide):
        for criterion in rubric.criteria:
            yield _as_row(row["id"], judge.judge(experience, criterion), fields)


def experiences_of(rows: Iterable[Mapping[str, Any]], *, hide: Hide | None = None) -> Iterator[Experience]:
    """Yield the experience that each row holds, as a judge would see it."""
    yield from (experience for experience, _fields, _row in _experiences(rows, hide))


def _experiences(
    rows: Iterable[Mapping[str, Any]], hide: Hide | None
) -> Iterator[tuple[Experience, dict[str, _Field], Mapping[str, Any]]]:
    for number, row in enumerate(rows, start=1):
        yield *_experience(number, row, hide or _as_it_is), row


def _as_it_is(text: str) -> tuple[str, Callable[[Span], Span]]:
    return text, lambda span: span


def _experience(number: int, row: Mapping[str, Any], hide: Hide) -> tuple[Experience, dict[str, _Field]]:
    if not isinstance(row, Mapping):
        raise InputError(_("Row %(row)d is not a JSON object.") % {"row": number})
    row_id = row.get("id")
    if isinstance(row_id, bool) or not isinstance(row_id, str | int) or row_id == "":
        raise InputError(_("Row %(row)d has no “%(key)s”.") % {"row": number, "key": "id"})
    content = row.get("fields")
    if not isinstance(content, Mapping):
        raise InputError(
            _("Row %(row)d (%(id)s): “fields” must be an object that maps field names to text.")
            % {"row": number, "id": row_id}
        )
    texts: dict[str, str] = {}
    fields: dict[str, _Field] = {}
    for name, raw in content.items():
        if isinstance(raw, str) and raw.strip():
            if _SURROGATE.search(raw):
                raise InputError(
                    _("Row %(row)d (%(id)s): “%(field)s” holds half a character (a surrogate).")
                    % {"row": number, "id": row_id, "field": name}
                )
            text, offsets = normalise_with_map(raw)
            texts[name], back = hide(text)
            fields[name] = _Field(raw, offsets, back)
    territory = row.get("territory")
    named = territory if isinstance(territory, str) else None
    return Experience(id=str(row_id), territory=named, fields=texts, focus=texts.get("foco")), fields


def _as_row(row_id: str | int, score: Score, fields: Mapping[str, _Field]) -> dict[str, Any]:
    return {
        "id": row_id,
        "criterion": score.criterion,
        "level": score.level,
        "state": score.state,
        "evidence": [_in_callers_text(evidence, fields) for evidence in score.evidence],
        "rationale": score.rationale,
        "judge": score.judge,
    }


def _in_callers_text(evidence: Evidence, fields: Mapping[str, _Field]) -> dict[str, Any]:
    field = fields[str(evidence.field)]
    start, end = field.place(evidence.span)
    return {"field": evidence.field, "start": start, "end": end, "quote": field.raw[start:end]}
