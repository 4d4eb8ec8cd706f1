"""Scoring as a filter: rows of other programs in, one row per criterion out, offsets in the caller's own strings."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Evidence, Experience, Rubric, Score
from qualkit.normal import normalise_with_map
from qualkit.protocols import Judge

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class _Field:
    """A field as it came, and where each offset of its normalised text stands in it."""

    raw: str
    offsets: Sequence[int]


def score_rows(rows: Iterable[Mapping[str, Any]], rubric: Rubric, judge: Judge) -> Iterator[dict[str, Any]]:
    """Yield, for each row ``{id, territory, fields}``, one row per criterion, in the order of the rubric.

    A field that holds no text is passed over; a field of any name is judged. Raises ``InputError`` that names the row
    without an ``id`` or with ``fields`` that are no object.
    """
    for number, row in enumerate(rows, start=1):
        experience, fields = _experience(number, row)
        for criterion in rubric.criteria:
            yield _as_row(row["id"], judge.judge(experience, criterion), fields)


def _experience(number: int, row: Mapping[str, Any]) -> tuple[Experience, dict[str, _Field]]:
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
            texts[name], offsets = normalise_with_map(raw)
            fields[name] = _Field(raw, offsets)
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
    start, end = field.offsets[evidence.start], field.offsets[evidence.end]
    return {"field": evidence.field, "start": start, "end": end, "quote": field.raw[start:end]}
