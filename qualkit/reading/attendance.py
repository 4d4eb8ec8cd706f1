"""Who came (asistencia) and which schools belong to the network (miembros)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import AttendanceRow, Member
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tables import Table, read_tables
from qualkit.reading.territories import Territories, date_in

_ATTENDANCE = {
    "event": ("evento_id", "evento", "id evento", "actividad", "event"),
    "session": ("sesion", "session", "n sesion", "nº sesion", "numero de sesion", "id sesion"),
    "date": ("fecha", "fecha evento", "date"),
    "kind": ("tipo", "tipo evento", "tipo de evento", "kind"),
    "mode": ("modalidad", "modo", "mode"),
    "territory": ("territorio", "red", "territory"),
    "school": ("establecimiento", "escuela", "nombre establecimiento", "school"),
    "rbd": ("rbd",),
    "person": ("persona_id", "persona", "participante", "nombre", "id persona", "rut", "person"),
    "role": ("cargo", "rol", "funcion", "role"),
    "attended": ("asiste", "asistio", "asistencia", "presente", "attended"),
}
_MEMBERS = {
    "school": ("establecimiento", "escuela", "nombre establecimiento", "school"),
    "rbd": ("rbd",),
    "territory": ("territorio", "red", "territory"),
    "cohort": ("cohorte", "cohort", "año de ingreso", "ano de ingreso", "año ingreso", "ano ingreso", "ingreso"),
    "rural": ("rural", "ruralidad", "zona"),
    "state": ("estado_membresia", "estado", "membresia", "activo", "activa"),
}
_SESSION = re.compile(r"\b(?:sesion|session)")
_YES = frozenset(("1", "si", "s", "x", "yes", "y", "true", "verdadero", "presente", "p", "asiste", "asistio", "v"))
_NO = frozenset(("0", "no", "n", "false", "falso", "ausente", "a", "no asiste", "no asistio", "f", "inasistente"))
_LEFT = ("inactiv", "retirad", "baja", "no renov", "egresad", "suspendid", "termin", "no activ")


@dataclass(frozen=True)
class Attendance:
    """The rows of an attendance list and what was found wrong with it."""

    rows: tuple[AttendanceRow, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Members:
    """The schools of the network and what was found wrong with the list."""

    members: tuple[Member, ...]
    warnings: tuple[str, ...] = ()


def is_attendance(header: Sequence[str]) -> bool:
    """Say whether a table with this header is an attendance list."""
    found = _positions(header, _ATTENDANCE)
    return "attended" in found and not {"event", "session", "date"}.isdisjoint(found)


def is_members(header: Sequence[str]) -> bool:
    """Say whether a table with this header lists the members of the network."""
    found = _positions(header, _MEMBERS)
    return "territory" in found and ("school" in found or "rbd" in found) and ("cohort" in found or "state" in found)


def _positions(header: Sequence[str], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    spelled = [bare(name) for name in header]
    found = {}
    for key, words in names.items():
        at = next((spelled.index(bare(word)) for word in words if bare(word) in spelled), None)
        if at is not None:
            found[key] = at
    return found


def read_attendance(path: str | Path, *, territories: Territories | None = None) -> Attendance:
    """Return the attendance list of a CSV or XLSX file; persons as the list names them.

    Raises ``InputError`` where the columns that say who came to what are missing.
    """
    territories = territories or Territories()
    table, at = _table_with(
        path, _ATTENDANCE, is_attendance, _("an attendance list (evento_id, fecha, establecimiento, asiste)")
    )
    rows = [_row({key: row[i] for key, i in at.items()}, territories) for row in table.rows]
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
    return Attendance(tuple(rows), tuple(warnings))


def read_members(path: str | Path, *, territories: Territories | None = None) -> Members:
    """Return the member schools of a CSV or XLSX file; a school listed twice counts once, the later line holds."""
    territories = territories or Territories()
    table, at = _table_with(path, _MEMBERS, is_members, _("a list of members (establecimiento, territorio, cohorte)"))
    found: dict[tuple[str, str | None], Member] = {}
    for row in table.rows:
        member = _member({key: row[i] for key, i in at.items()}, territories)
        if member.school:
            found[bare(member.school), member.territory] = member
    repeated = sum(1 for row in table.rows if any(row)) - len(found)
    warnings = (
        (_("%(n)d lines repeat a school or name none; each school counts once.") % {"n": repeated},) if repeated else ()
    )
    return Members(tuple(found.values()), warnings)


def _table_with(
    path: str | Path, names: Mapping[str, Sequence[str]], fits: "object", expected: str
) -> tuple[Table, dict[str, int]]:
    for table in read_tables(path):
        if fits(table.header):  # type: ignore[operator]
            return table, _positions(table.header, names)
    raise InputError(_("%(file)s lacks the columns of %(expected)s.") % {"file": Path(path).name, "expected": expected})


def _row(cells: Mapping[str, str], territories: Territories) -> AttendanceRow:
    return AttendanceRow(
        event=squeeze(cells.get("event", "")) or squeeze(cells.get("session", "")) or cells.get("date", ""),
        date=date_in(cells.get("date", "")),
        kind=squeeze(cells.get("kind", "")) or _kind(cells),
        territory=territories.canonical_or_own(cells.get("territory")),
        school=_school(cells),
        person=squeeze(cells.get("person", "")) or None,
        attended=_yes_or_no(cells.get("attended", "")),
        mode=squeeze(cells.get("mode", "")),
        role=squeeze(cells.get("role", "")),
    )


def _kind(cells: Mapping[str, str]) -> str:
    """Return the kind of an event that only its name tells: one that is called or numbered as a session is one."""
    is_session = bool(cells.get("session")) or _SESSION.search(bare(cells.get("event", ""))) is not None
    return "sesión" if is_session else ""


def _school(cells: Mapping[str, str]) -> str | None:
    rbd = squeeze(cells.get("rbd", ""))
    return squeeze(cells.get("school", "")) or (f"RBD {rbd}" if rbd else None)


def _yes_or_no(cell: str) -> bool | None:
    words = bare(cell)
    return True if words in _YES else False if words in _NO else None


def _member(cells: Mapping[str, str], territories: Territories) -> Member:
    rural = bare(cells.get("rural", ""))
    state = bare(cells.get("state", ""))
    return Member(
        school=_school(cells) or "",
        territory=territories.canonical_or_own(cells.get("territory")),
        cohort=squeeze(cells.get("cohort", "")),
        active=not (state.startswith(_LEFT) or state in ("0", "no")),
        rural=True if rural == "rural" else False if rural in ("urbano", "urbana") else _yes_or_no(rural),
    )
