"""Surveys: the consultation that opens a cycle, the survey that closes it, and what form makers export.

A Likert answer in words counts from the end that the item declares favourable *for its wording*: with ``favourable``
low, «Muy de acuerdo» is 1; with high, it is 5. ``negative`` does not change the number: it says that agreeing is
unfavourable.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Survey, SurveyItem
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import SURVEY_CASE, Fields
from qualkit.reading.tabular.dates import moment_of, puts_month_first
from qualkit.reading.tabular.items import (
    DEFAULT_ITEMS,
    declared_item,
    declared_items,
    is_answered_on_scale,
    is_item_sheet,
    is_numbered_item,
    known_item,
    undeclared,
)
from qualkit.reading.tabular.rankings import with_ranks
from qualkit.reading.tabular.scales import is_in_words, is_level, is_no_answer, level_or_reason, likert
from qualkit.reading.tabular.tables import Table, read_tables
from qualkit.reading.territories import Territories

__all__ = [
    "DEFAULT_ITEMS",
    "ReadSurvey",
    "is_survey",
    "is_survey_table",
    "likert",
    "read_survey",
    "survey_with_columns",
]

Answer = str | int | None
_FEWEST_ITEMS = 3
_IDENTITIES = (("rut",), ("persona",), ("correo", "mail"), ("nombre", "name"))


@dataclass(frozen=True)
class ReadSurvey:
    """A survey and which column was taken for what: the code of an item, or a field of the case."""

    survey: Survey
    columns: Fields


@dataclass(frozen=True)
class _Columns:
    """Where things stand in the answers: the position of each item, and of territory, school, respondent and so on."""

    items: Mapping[int, SurveyItem]
    case: Mapping[str, int]


def read_survey(
    path: str | Path,
    *,
    territories: Territories | None = None,
    columns: Fields | None = None,
    items: Sequence[Mapping[str, str]] = (),
) -> Survey:
    """Return the items and answers of a survey.

    Items come from a sheet «Items» (código, enunciado, tipo, favorable, negativo) if there is one, from ``items`` with
    the same keys in English, else from the network's surveys as known. Comments are free text: they are not
    pseudonymised here; ``respondent`` is a running number in place of any e-mail or name. ``notes`` says what was found
    wrong. Raises ``InputError`` where there are no items.
    """
    return survey_with_columns(path, territories=territories, columns=columns, items=items).survey


def survey_with_columns(
    path: str | Path,
    *,
    territories: Territories | None = None,
    columns: Fields | None = None,
    items: Sequence[Mapping[str, str]] = (),
) -> ReadSurvey:
    """Return a survey and which column was taken for what. Raises ``InputError`` as ``read_survey`` does."""
    tables = read_tables(path)
    sheet = next((table for table in tables if is_item_sheet(table)), None)
    answered = _answer_tables([table for table in tables if table is not sheet])
    if not answered:
        raise InputError(_("%(file)s holds no answers.") % {"file": Path(path).name})
    notes = [note for table in answered for note in table.notes]
    declared = declared_items(sheet, notes)
    for cells in items:
        item = declared_item(cells, declared, notes)
        declared[bare(item.code)] = item
    if sheet is None and not items:
        notes.append(
            _("The survey declares no items: polarity is taken from the closing survey (levels 1 and 2 favourable).")
        )
    return _read_all(Path(path), answered, declared, columns or {}, territories or Territories(), notes)


def _answer_tables(tables: Sequence[Table]) -> list[Table]:
    """Return the table with most answers, and those of other sheets that ask the same («ola 1», «ola 2»)."""
    largest = max(tables, key=lambda table: len(table.rows), default=None)
    if largest is None or not largest.rows:
        return []
    asked = set(map(bare, largest.header))
    return [t for t in tables if t is largest or (t.rows and len(asked & set(map(bare, t.header))) * 2 > len(asked))]


def _read_all(
    path: Path,
    tables: Sequence[Table],
    declared: Mapping[str, SurveyItem],
    edited: Fields,
    territories: Territories,
    notes: list[str],
) -> ReadSurvey:
    items: dict[str, SurveyItem] = {}
    rows: list[dict[str, Answer]] = []
    taken: dict[str, str | None] = {}
    for original in tables:
        table = with_ranks(original, notes)
        columns = _columns(table, declared, edited, notes)
        for item in columns.items.values():
            items.setdefault(item.code, item)
        rows += _answers(table, _latest_answers(table, columns, notes), columns, territories, notes, len(rows))
        taken |= _taken(table, columns)
    if not any(item.kind == "likert" or is_numbered_item(item.code) for item in items.values()):
        raise InputError(
            _("%(file)s does not look like a survey: no column holds answers from 1 to 5.") % {"file": path.name}
        )
    notes += _said_of_unit(rows)
    survey = Survey(tuple(items.values()), tuple(_filled(rows, items)), tuple(dict.fromkeys(notes)))
    return ReadSurvey(survey, taken)


def _filled(rows: Sequence[dict[str, Answer]], items: Mapping[str, SurveyItem]) -> list[dict[str, Answer]]:
    """Return the answers with every item in each: one that a wave did not ask has no answer there."""
    return [{**dict.fromkeys(items), **row} for row in rows]


def _taken(table: Table, columns: _Columns) -> dict[str, str | None]:
    by_position = {at: item.code for at, item in columns.items.items()} | {at: key for key, at in columns.case.items()}
    fields = SURVEY_CASE.match(table.header)
    return {name: by_position.get(at) or fields[name] for at, name in enumerate(table.header)}


def is_survey(header: Sequence[str]) -> bool:
    """Say whether a table with this header holds answers to a survey of the network, or one with coded columns."""
    return sum(map(is_numbered_item, header)) >= _FEWEST_ITEMS


def is_survey_table(table: Table) -> bool:
    """Say whether a table holds answers to a survey: coded columns, or three answered on a scale."""
    if is_survey(table.header):
        return True
    items = (is_answered_on_scale(name, table.column(at)) for at, name in enumerate(table.header))
    return sum(items) >= _FEWEST_ITEMS


def _columns(table: Table, declared: Mapping[str, SurveyItem], edited: Fields, notes: list[str]) -> _Columns:
    items: dict[int, SurveyItem] = {}
    case: dict[str, int] = {}
    fields = SURVEY_CASE.match(table.header, {c: f for c, f in edited.items() if f in SURVEY_CASE.spellings})
    codes: set[str] = set()
    for at, name in enumerate(table.header):
        own = edited.get(name)
        key = fields[name] if own is None or own in SURVEY_CASE.spellings else None
        if own == "-":
            continue
        item = _item(table, at, declared, None if own in SURVEY_CASE.spellings else own, notes)
        is_known = item.code not in codes and (own is not None or known_item(name, declared) is not None)
        if key is not None and not (is_known and own is None):
            case[key] = _telling(table.header, at, case.get(key)) if key == "respondent" else at
            continue
        items[at] = item if item.code not in codes else undeclared(name, table.column(at))
        codes.add(items[at].code)
    return _Columns(items, case)


def _telling(header: Sequence[str], one: int, other: int | None) -> int:
    """Return which of two columns tells people apart better: an address does, the number of a reply does not."""
    if other is None:
        return one
    return min((other, one), key=lambda at: (_rank_of_identity(header[at]), at))


def _rank_of_identity(name: str) -> int:
    words = bare(name)
    found = (i for i, stems in enumerate(_IDENTITIES) if any(stem in words for stem in stems))
    return next(found, len(_IDENTITIES))


def _item(table: Table, at: int, declared: Mapping[str, SurveyItem], code: str | None, notes: list[str]) -> SurveyItem:
    name, cells = table.header[at], table.column(at)
    item = declared.get(bare(code)) if code else known_item(name, declared)
    if code and item is None:
        item = replace(undeclared(name, cells), code=code)
    if item is None:
        item = undeclared(name, cells)
        if item.favourable == "high":
            notes.append(_("“%(item)s” is answered in numbers: in it the highest counts as the best.")
                         % {"item": item.code})  # fmt: skip
        return item
    if item.kind == "likert" and any(cells) and not any(map(is_level, cells)):
        notes.append(_("Item %(item)s is not answered on a scale; its answers are kept as text.") % {"item": item.code})
        return replace(item, kind="choice")
    return item


def _latest_answers(table: Table, columns: _Columns, notes: list[str]) -> list[int]:
    """Return the rows that count: of two answers by one respondent, the later one."""
    rows = [i for i, row in enumerate(table.rows) if any(row[at] for at in columns.items)]
    at = columns.case.get("respondent")
    if at is None:
        _note_possible_repeats(table, columns, notes)
        return rows
    last = {bare(table.rows[i][at]) or f"row {i}": i for i in _in_time(table, columns, rows)}
    if len(last) < len(rows):
        notes.append(
            _("%(n)d answers came from somebody who answered again; the later answer counts.")
            % {"n": len(rows) - len(last)}
        )
    return sorted(last.values())


def _in_time(table: Table, columns: _Columns, rows: Sequence[int]) -> list[int]:
    """Return the rows in the order in which they were answered, where every one of them says when."""
    at = columns.case.get("date")
    if at is None:
        return list(rows)
    month_first = puts_month_first(table.column(at))
    moments = {i: moment_of(table.rows[i][at], month_first=month_first) for i in rows}
    return sorted(rows, key=lambda i: (moments[i] or "", i)) if all(moments.values()) else list(rows)


def _note_possible_repeats(table: Table, columns: _Columns, notes: list[str]) -> None:
    keys = [columns.case[key] for key in ("territory", "school", "role") if key in columns.case]
    if "school" not in columns.case or "role" not in columns.case:
        return
    groups = Counter(tuple(bare(row[at]) for at in keys) for row in table.rows if row[columns.case["school"]])
    repeats = sum(n - 1 for n in groups.values() if n > 1)
    if repeats:
        notes.append(
            _("%(n)d answers share school and role with another one: perhaps the same person twice. All are counted.")
            % {"n": repeats}
        )


def _answers(
    table: Table,
    kept: Sequence[int],
    columns: _Columns,
    territories: Territories,
    notes: list[str],
    before: int,
) -> list[dict[str, Answer]]:
    reasons: dict[str, Counter[str]] = {}
    rows = []
    for number, i in enumerate(kept, start=before + 1):
        row = table.rows[i]
        answer: dict[str, Answer] = {
            item.code: _value(row[at], item, reasons.setdefault(item.code, Counter()))
            for at, item in columns.items.items()
        }
        case = {key: row[at] for key, at in columns.case.items()}
        answer["territory"] = territories.canonical_or_own(case.get("territory"))
        answer["school"] = squeeze(case.get("school", "")) or None
        answer["respondent"] = f"R{number:03d}"
        for key in ("role", "cohort"):
            if case.get(key):
                answer[key] = squeeze(case[key])
        rows.append(answer)
    notes += _said_of_reasons(reasons)
    notes += _said_of_forms(table, kept, columns)
    return rows


def _value(cell: str, item: SurveyItem, reasons: Counter[str]) -> Answer:
    if item.kind != "likert":
        return None if is_no_answer(cell) else cell.strip()
    value = level_or_reason(cell, item.favourable)
    if isinstance(value, str):
        reasons[value] += 1
        return None
    return value


def _said_of_reasons(reasons: Mapping[str, Counter[str]]) -> list[str]:
    """Return why items have no answer in some rows, where that is more than an empty cell."""
    said = _("%(item)s: %(n)d answers are not from 1 to 5 and count as no answer.")
    off = {code: found["zero"] + found["off_scale"] for code, found in sorted(reasons.items())}
    told = [said % {"item": code, "n": n} for code, n in off.items() if n]
    unsaid = [
        f"{code} {found['no_answer']}/{found['zero']}/{found['blank']}"
        for code, found in sorted(reasons.items())
        if found["no_answer"] or found["zero"]
    ]
    if unsaid:
        said = _("Without an answer (“No sabe” or alike / zero / empty): %(items)s.")
        told.append(said % {"items": ", ".join(unsaid)})
    return told


def _said_of_forms(table: Table, kept: Sequence[int], columns: _Columns) -> list[str]:
    """Return which items were answered in words by some and with numbers by others: their ends may differ."""
    both = []
    for at, item in columns.items.items():
        cells = [table.rows[i][at] for i in kept] if item.kind == "likert" else []
        in_words = sum(map(is_in_words, cells))
        as_numbers = sum(is_level(cell) and not is_in_words(cell) for cell in cells)
        if in_words and as_numbers:
            both.append(f"{item.code} {in_words}/{as_numbers}")
    said = _("Answered in words by some and as numbers by others; check that 1 means the same in both: %(items)s.")
    return [said % {"items": ", ".join(both)}] if both else []


def _said_of_unit(rows: Sequence[Mapping[str, Answer]]) -> list[str]:
    schools = Counter(bare(str(row["school"])) for row in rows if row["school"])
    said = [_("n = %(n)d answers; the unit is the person.") % {"n": len(rows)}]
    if schools:
        said = [_("n = %(n)d answers of %(schools)d schools.") % {"n": len(rows), "schools": len(schools)}]
    if shared := sum(n > 1 for n in schools.values()):
        said.append(
            _("%(n)d schools have more than one answer: the unit is the person, not the school.") % {"n": shared}
        )
    return said
