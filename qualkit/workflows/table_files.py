"""A table or a form is read with the mapping that people edited, and what it was taken for is kept for them to edit."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Experience
from qualkit.model.documents import content_hash
from qualkit.model.registers import REGISTERS
from qualkit.reading.kinds import KINDS, SPOKEN, Kind, detect_kind, table_kinds
from qualkit.reading.tabular.attendance import read_attendance, read_members
from qualkit.reading.tabular.columns import ATTENDANCE, MEMBERS
from qualkit.reading.tabular.forms import read_experiences
from qualkit.reading.tabular.registers import read_register
from qualkit.reading.tabular.surveys import survey_with_columns
from qualkit.reading.tabular.tables import EXTENSIONS as TABLES
from qualkit.reading.tabular.tables import holds_table, read_tables
from qualkit.reading.territories import Territories
from qualkit.workflows.columns import FOLDER, Saved, save_columns, saved_columns, shown_headings
from qualkit.workflows.hiding import Tables

MAPPINGS = "mappings"
"""Under what name the record of a file keeps the mappings that it was read with."""

_Reader = Callable[[Path, Territories, Saved | None], Tables]


def read_table_file(
    file: Path, kind: str, territories: Territories, *, folder: Path | None = None, write: bool = True
) -> Tables:
    """Return what a file of rows holds, as read; a workbook may hold tables of several kinds, and all are read.

    ``folder`` is that of the project, where mappings are kept: one that is there is followed, one that is not is
    written (not with ``write=False``). Raises ``InputError`` where the file cannot be read as ``kind``.
    """
    kinds = [kind]
    if file.suffix.lower() in TABLES or holds_table(file):
        also = table_kinds(file)
        kinds += [other for other in also if other != kind and kind in also]
    read = [_read_as(file, one, territories, folder, write) for one in kinds]
    tables = _together(read)
    headings = shown_headings(list(tables.columns))
    return replace(tables, columns=dict(zip(headings, tables.columns.values(), strict=True)))


def kind_of_file(file: Path, folder: Path | None, *, override: str | None = None) -> Kind:
    """Return what a file is; where its columns tell nothing, a mapping that somebody edited may.

    Raises ``InputError`` as ``detect_kind`` does.
    """
    try:
        return detect_kind(file, override=override)
    except InputError:
        if override is None and folder is not None and (kind := _kind_by_mapping(file, folder)) is not None:
            return kind
        raise


def _kind_by_mapping(file: Path, folder: Path) -> Kind | None:
    if file.suffix.lower() not in TABLES or not (folder / FOLDER).is_dir():
        return None
    headings = _headings(file)
    kinds = (kind for kind in KINDS if kind not in SPOKEN)
    return next((kind for kind in kinds if headings and saved_columns(folder, kind, headings) is not None), None)


def _headings(file: Path) -> list[str]:
    """Return the headings of the tables of a file; none where it holds no table."""
    try:
        return list(dict.fromkeys(name for table in read_tables(file) for name in table.header))
    except InputError:
        return []


def _read_as(file: Path, kind: str, territories: Territories, folder: Path | None, write: bool) -> Tables:
    read = _READERS[kind]
    try:
        found = read(file, territories, None)
    except InputError as error:
        return _read_by_mapping(file, kind, territories, folder if write else None, error)
    if folder is None or not found.columns:
        return found
    saved = saved_columns(folder, kind, list(found.columns))
    if saved is None and not write:
        return found
    if saved is None:
        items = found.survey.items if found.survey else ()
        return _said_by(save_columns(folder, kind, found.columns, items), found)
    if _is_as_guessed(saved, found):
        return _said_by(saved.file, found)
    edited = read(file, territories, saved)
    said = _("Its columns were read as %(file)s says.") % {"file": f"{saved.file.parent.name}/{saved.file.name}"}
    return _said_by(saved.file, replace(edited, warnings=(*edited.warnings, said)))


def _said_by(file: Path, tables: Tables) -> Tables:
    return replace(tables, mappings={file.name: _hash(file)})


def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.is_file() else ""


def mapping_changed(folder: Path, known: Mapping[str, Any]) -> bool:
    """Say whether somebody edited what the columns of a file that is there already are taken for."""
    return any(_hash(folder / FOLDER / name) != was for name, was in known.get(MAPPINGS, {}).items())


def _is_as_guessed(saved: Saved, found: Tables) -> bool:
    if dict(saved.columns) != dict(found.columns):
        return False
    own = {item.code: item for item in found.survey.items} if found.survey else {}
    return all(
        (item := own.get(said["code"])) is not None
        and said["favourable"] in ("", item.favourable)
        and said["negative"] in ("", "1" if item.negative else "0")
        and said["kind"] in ("", item.kind)
        for said in saved.items
    )


_GUESSED = {"attendance": ATTENDANCE, "members": MEMBERS}
"""What the headings of a list that lacks a column are taken for, so that a person has only that one to add."""


def _read_by_mapping(file: Path, kind: str, territories: Territories, folder: Path | None, error: InputError) -> Tables:
    """Return a table that only a person's mapping tells; where there is none yet, write one for the person to edit."""
    headings = _headings(file) if folder is not None else []
    if folder is None or not headings:
        raise error
    saved = saved_columns(folder, kind, headings)
    if saved is not None and any(saved.columns.values()):
        with suppress(InputError):
            return _said_by(saved.file, _READERS[kind](file, territories, saved))
    guessed = _GUESSED[kind].match(headings) if kind in _GUESSED else dict.fromkeys(headings)
    place = saved.file if saved else save_columns(folder, kind, guessed)
    raise InputError(
        _("%(why)s Say in %(file)s which column is which field, and ingest it again.")
        % {"why": error, "file": f"{place.parent.name}/{place.name}"}
    ) from error


def _experiences(file: Path, territories: Territories, saved: Saved | None) -> Tables:
    forms = read_experiences(file, territories=territories, columns=saved.columns if saved else None)
    return Tables(experiences=forms.experiences, warnings=forms.warnings, columns=forms.columns)


def _survey(file: Path, territories: Territories, saved: Saved | None) -> Tables:
    columns, items = (saved.columns, saved.items) if saved else (None, ())
    read = survey_with_columns(file, territories=territories, columns=columns, items=items)
    return Tables(survey=read.survey, warnings=read.survey.notes, columns=read.columns)


def _attendance(file: Path, territories: Territories, saved: Saved | None) -> Tables:
    read = read_attendance(file, territories=territories, columns=saved.columns if saved else None)
    return Tables(attendance=read.rows, warnings=read.warnings, columns=read.columns)


def _members(file: Path, territories: Territories, saved: Saved | None) -> Tables:
    read = read_members(file, territories=territories, columns=saved.columns if saved else None)
    return Tables(members=read.members, warnings=read.warnings, columns=read.columns)


def _register(kind: str) -> _Reader:
    def read(file: Path, territories: Territories, saved: Saved | None) -> Tables:
        found = read_register(file, kind, territories=territories, columns=saved.columns if saved else None)
        return Tables(records={kind: found.rows}, warnings=found.warnings, columns=found.columns)

    return read


_READERS: Mapping[str, _Reader] = {
    "experiences": _experiences,
    "survey": _survey,
    "attendance": _attendance,
    "members": _members,
    **{kind: _register(kind) for kind in REGISTERS},
}


def _together(read: Sequence[Tables]) -> Tables:
    if len(read) == 1:
        return read[0]
    columns: dict[str, str | None] = {}
    for one in read:
        columns |= {heading: field for heading, field in one.columns.items() if columns.get(heading) is None}
    return Tables(
        experiences=tuple(x for one in read for x in one.experiences),
        survey=next((one.survey for one in read if one.survey), None),
        attendance=tuple(row for one in read for row in one.attendance),
        members=tuple(row for one in read for row in one.members),
        records={kind: rows for one in read for kind, rows in one.records.items()},
        warnings=tuple(dict.fromkeys(warning for one in read for warning in one.warnings)),
        columns=columns,
        mappings={name: hash for one in read for name, hash in one.mappings.items()},
    )


def shown_tables(file: Path, *, kind: str | None = None, folder: Path | None = None) -> dict[str, Any]:
    """Return what a file of rows holds without a project: kind, format, columns, rows, warnings.

    ``rows`` are those of the kind that the file is; ``also`` those of other kinds that it holds; ``items`` those of a
    survey. A mapping that stands in the project's ``folder`` is followed; nothing is written.
    """
    found = kind_of_file(file, folder, override=kind)
    tables = read_table_file(file, found, Territories(), folder=folder, write=False)
    rows = rows_by_kind(tables)
    main = {"kind": found, "format": file.suffix.lower().lstrip("."), "columns": dict(tables.columns)}
    shown: dict[str, Any] = {**main, "rows": rows.pop(found, []), "turns": [], "cues": None}
    if tables.survey is not None:
        shown["items"] = [asdict(item) for item in tables.survey.items]
    return (
        {**shown, "also": rows, "warnings": list(tables.warnings)}
        if rows
        else {**shown, "warnings": list(tables.warnings)}
    )


def rows_by_kind(tables: Tables) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each kind that tables hold, as plain values."""
    rows: dict[str, list[dict[str, Any]]] = {
        "experiences": [asdict(row) for row in tables.experiences],
        "survey": [dict(answer) for answer in tables.survey.answers] if tables.survey else [],
        "attendance": [asdict(row) for row in tables.attendance],
        "members": [asdict(row) for row in tables.members],
        **{kind: [asdict(row) for row in found] for kind, found in tables.records.items()},
    }
    return {kind: found for kind, found in rows.items() if found}


def with_ids_of_their_own(tables: Tables, others: Sequence[Experience]) -> Tables:
    """Return the tables with another id for experiences whose own is that of another school's in another file.

    Schools number their forms by themselves: «1» of one school is not «1» of another. The same school's under one id is
    one experience: a second text of it is left to whoever keeps it. The new id is the same whenever the file comes.
    """
    taken = {other.id: other for other in others}
    new = {
        x.id: f"{x.id}-{content_hash(str(x.territory), x.school or '', x.name)[:4]}"
        for x in tables.experiences
        if (other := taken.get(x.id)) is not None and x.school and other.school and x.school != other.school
    }
    if not new:
        return tables
    said = _("Another school has an experience called %(id)s already; this one became %(new)s.")
    return replace(
        tables,
        experiences=tuple(replace(x, id=new.get(x.id, x.id)) for x in tables.experiences),
        warnings=(*tables.warnings, *(said % {"id": old, "new": own} for old, own in new.items())),
    )
