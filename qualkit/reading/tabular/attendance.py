"""Who came (asistencia) and which schools belong to the network (miembros)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import AttendanceRow, Member
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import ATTENDANCE, MEMBERS, Fields, Vocabulary, told
from qualkit.reading.tabular.dates import date_of, puts_month_first
from qualkit.reading.tabular.tables import Table, read_tables
from qualkit.reading.territories import Territories, date_in

_SESSION = re.compile(r"\b(?:sesion|session)")
_EVENT_COLUMN = re.compile(
    r"(?:n )?(?:sesion|session|taller|encuentro|reunion|jornada|s|t|e) ?(?:n |nº |no )?\d{1,2}\b"
)
_YES = frozenset(
    ("1", "si", "s", "x", "yes", "y", "true", "verdadero", "presente", "p", "asiste", "asistio", "v", "ok", "si asiste")
)
_NO = frozenset(("0", "no", "n", "false", "falso", "ausente", "a", "no asiste", "no asistio", "f", "inasistente"))
_TICKS, _CROSSES = frozenset("✓✔☑√🗸●•"), frozenset("✗✘☐☒❌○-–—")
_LEVELS = {"nursery": "parvularia", "primary": "básica", "secondary": "media"}
_LEFT = ("inactiv", "retirad", "baja", "no renov", "egresad", "suspendid", "termin", "no activ")


@dataclass(frozen=True)
class Attendance:
    """The rows of an attendance list, what was found wrong with it, and which column was taken for what."""

    rows: tuple[AttendanceRow, ...]
    warnings: tuple[str, ...] = ()
    columns: Fields = field(default_factory=dict)


@dataclass(frozen=True)
class Members:
    """The schools of the network, what was found wrong with the list, and which column was taken for what."""

    members: tuple[Member, ...]
    warnings: tuple[str, ...] = ()
    columns: Fields = field(default_factory=dict)


_WHO = frozenset(("person", "school", "rbd"))


def is_attendance(header: Sequence[str]) -> bool:
    """Say whether a table with this header is an attendance list: one row per person and event, or a column each.

    The list of one session need not say which: its folder or whoever ingests it does.
    """
    found = ATTENDANCE.known(header)
    if "attended" in found and not {"event", "session", "date", *_WHO}.isdisjoint(found):
        return True
    return len(_event_columns(header)) >= 2 and not _WHO.isdisjoint(found)


def is_members(header: Sequence[str]) -> bool:
    """Say whether a table with this header lists the members of the network."""
    found = MEMBERS.known(header)
    return "territory" in found and ("school" in found or "rbd" in found) and ("cohort" in found or "state" in found)


def _event_columns(header: Sequence[str]) -> list[int]:
    """Return the columns that stand for an event each: «Sesión 1», «16-04-2025»."""
    return [i for i, name in enumerate(header) if _EVENT_COLUMN.match(bare(name)) or date_of(name)]


def read_attendance(
    path: str | Path, *, territories: Territories | None = None, columns: Fields | None = None
) -> Attendance:
    """Return the attendance list of a table; persons as the list names them.

    A column for each event is read too; what stands above the header («Fecha: 16-04-2025») holds for every row.
    ``columns`` maps headings to fields where the guess is wrong. Raises ``InputError`` where the columns that say who
    came to what are missing.
    """
    territories = territories or Territories()
    expected = _("an attendance list (evento_id, fecha, establecimiento, asiste)")
    tables = _tables_with(path, ATTENDANCE, _says_who_came, columns, expected)
    rows: list[AttendanceRow] = []
    warnings: list[str] = []
    for table, fields in tables:
        warnings += table.notes
        is_wide = "attended" not in fields.values()
        if is_wide:
            warnings.append(_("The list has one column for each event: an empty cell counts as absent."))
        read = _one_event_a_column(table, fields) if is_wide else _cells(table, fields)
        month_first = puts_month_first([cells.get("date", "") for cells in _cells(table, fields)])
        rows += [_row(cells, territories, month_first=month_first) for cells in read]
    taken = {c: f for _table, fields in tables for c, f in fields.items()}
    warnings += [*_said_of(rows), *_not_kept(c for c, f in taken.items() if _is_lost(c, f))]
    return Attendance(tuple(rows), tuple(dict.fromkeys(warnings)), taken)


def _is_lost(column: str, name: str | None) -> bool:
    return name in (None, "commune") and not _event_columns((column,))


def _not_kept(columns: Iterable[str]) -> list[str]:
    names = told(columns)
    return [_("These columns are not kept: %(columns)s.") % {"columns": names}] if names else []


def _says_who_came(table: Table, fields: Fields) -> bool:
    said = {*fields.values(), *(f for label in table.above if (f := ATTENDANCE.exact(label)))}
    if "attended" in said and not {"event", "session", "date", *_WHO}.isdisjoint(said):
        return True
    return len(_event_columns(table.header)) >= 2 and not _WHO.isdisjoint(said)


def _cells(table: Table, fields: Fields) -> list[dict[str, str]]:
    above = {name: text for label, text in table.above.items() if (name := ATTENDANCE.exact(label))}
    read = []
    for row in table.rows:
        cells = {
            name: cell for column, cell in zip(table.header, row, strict=True) if (name := fields[column]) and cell
        }
        read.append(above | cells)
    return read


def _one_event_a_column(table: Table, fields: Fields) -> Iterator[dict[str, str]]:
    """Yield a row for each person and event; where absences are written nowhere, an empty cell is one."""
    events = _event_columns(table.header)
    says_no = {at: any(yes_or_no(cell) is False for cell in table.column(at)) for at in events}
    for row, cells in zip(table.rows, _cells(table, fields), strict=True):
        for at in events:
            name = table.header[at]
            attended = row[at] or ("" if says_no[at] else "0")
            yield {**cells, "event": name, "date": date_of(name) or "", "attended": attended}


def _said_of(rows: Sequence[AttendanceRow]) -> list[str]:
    warnings = []
    if unsaid := sum(row.attended is None for row in rows):
        warnings.append(_("%(n)d rows do not say whether the person came.") % {"n": unsaid})
    if kindless := sum(not row.kind for row in rows):
        warnings.append(
            _(
                "%(n)d rows do not say what kind of event it was (a column “tipo”, with “sesión” for the sessions);"
                " they count as attendance, and not as attendance at sessions."
            )
            % {"n": kindless}
        )
    several = _people_of_several_schools(rows)
    if several:
        warnings.append(_("%(n)d people came for more than one school; each school counts.") % {"n": several})
    return warnings


def _people_of_several_schools(rows: Sequence[AttendanceRow]) -> int:
    schools: dict[str, set[str]] = {}
    for row in rows:
        if row.person and row.school and row.attended:
            schools.setdefault(bare(row.person), set()).add(bare(row.school))
    return sum(len(names) > 1 for names in schools.values())


def read_members(path: str | Path, *, territories: Territories | None = None, columns: Fields | None = None) -> Members:
    """Return the member schools of a table; a school listed twice counts once, the later line holds.

    ``columns`` maps headings to fields where the guess is wrong.
    """
    territories = territories or Territories()
    expected = _("a list of members (establecimiento, territorio, cohorte)")
    tables = _tables_with(path, MEMBERS, _lists_members, columns, expected)
    found: dict[tuple[str, str | None], Member] = {}
    lines = 0
    warnings: list[str] = []
    for table, fields in tables:
        warnings += table.notes
        for row in table.rows:
            cells = {name: c for column, c in zip(table.header, row, strict=True) if (name := fields[column])}
            member = _member(cells, territories)
            lines += any(row)
            if member.school:
                found[bare(member.school), member.territory] = member
    if repeated := lines - len(found):
        warnings.append(_("%(n)d lines repeat a school or name none; each school counts once.") % {"n": repeated})
    taken = {c: f for _table, fields in tables for c, f in fields.items()}
    warnings += _not_kept(column for column, name in taken.items() if name is None)
    return Members(tuple(found.values()), tuple(warnings), taken)


def _lists_members(_table: Table, fields: Fields) -> bool:
    said = set(fields.values())
    return "territory" in said and ("school" in said or "rbd" in said)


def _tables_with(
    path: str | Path, words: Vocabulary, fits: "object", edited: Fields | None, expected: str
) -> list[tuple[Table, dict[str, str | None]]]:
    found = [(table, words.match(table.header, edited)) for table in read_tables(path)]
    fitting = [(table, fields) for table, fields in found if fits(table, fields)]  # type: ignore[operator]
    if not fitting:
        said = _("%(file)s lacks the columns of %(expected)s.") % {"file": Path(path).name, "expected": expected}
        raise InputError(said)
    return fitting


def _row(cells: Mapping[str, str], territories: Territories, *, month_first: bool = False) -> AttendanceRow:
    said = cells.get("date", "")
    return AttendanceRow(
        event=squeeze(cells.get("event", "")) or squeeze(cells.get("session", "")) or said,
        date=date_of(said, month_first=month_first) or date_in(cells.get("event", "")),
        kind=squeeze(cells.get("kind", "")) or _kind(cells),
        territory=territories.canonical_or_own(cells.get("territory")),
        school=_school(cells),
        person=squeeze(cells.get("person", "")) or None,
        attended=yes_or_no(cells.get("attended", "")),
        mode=squeeze(cells.get("mode", "")),
        role=squeeze(cells.get("role", "")),
        minutes=_minutes(cells.get("minutes", "")),
        first_time=yes_or_no(cells.get("first_time", "")),
        replacement=_replaces(cells.get("replacement", "")),
    )


def _minutes(cell: str) -> int | None:
    """Return a number of minutes; «1:31» is an hour and 31 minutes."""
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2})?", cell.strip())
    if clock:
        return int(clock[1]) * 60 + int(clock[2])
    found = re.match(r"\s*(\d{1,4})(?:[.,]\d+)?\s*(?:min|m\b|'|$)", cell)
    return int(found[1]) if found else None


def _replaces(cell: str) -> bool | None:
    """Say whether somebody came in place of another; the name of that other one is not kept."""
    said = yes_or_no(cell)
    return said if said is not None or not cell.strip() else True


def _kind(cells: Mapping[str, str]) -> str:
    """Return the kind of an event that only its name tells: one that is called or numbered as a session is one."""
    is_session = bool(cells.get("session")) or _SESSION.search(bare(cells.get("event", ""))) is not None
    return "sesión" if is_session else ""


def _school(cells: Mapping[str, str]) -> str | None:
    rbd = squeeze(cells.get("rbd", ""))
    return squeeze(cells.get("school", "")) or (f"RBD {rbd}" if rbd else None)


def yes_or_no(cell: str) -> bool | None:
    """Return what «sí», «no», «x», «✓», 1 and 0 say, or ``None`` for anything else."""
    words = bare(cell)
    if words in _YES or words in _NO:
        return words in _YES
    mark = cell.strip()[:1]
    return None if words or not mark else True if mark in _TICKS else False if mark in _CROSSES else None


def _member(cells: Mapping[str, str], territories: Territories) -> Member:
    rural = bare(cells.get("rural", ""))
    state = bare(cells.get("state", ""))
    return Member(
        school=_school(cells) or "",
        territory=territories.canonical_or_own(cells.get("territory")),
        cohort=squeeze(cells.get("cohort", "")),
        active=not (state.startswith(_LEFT) or state in ("0", "no")),
        rural=True if rural == "rural" else False if rural in ("urbano", "urbana") else yes_or_no(rural),
        dependence=squeeze(cells.get("dependence", "")),
        levels=", ".join(said for name, said in _LEVELS.items() if yes_or_no(cells.get(name, ""))),
    )
