"""The rows of forms, surveys, lists and registers of a project, as tables that can be exported."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from qualkit.model.registers import REGISTERS
from qualkit.reading.tabular.experiences import REQUIRED_FIELDS, TEXT_FIELDS, field_states
from qualkit.workflows.workspace import Workspace

TABLE_FILES: Mapping[str, str] = {
    "experiences": "experiences",
    "survey": "survey",
    "attendance": "attendance",
    "members": "members",
    **{"agreement_list" if kind == "agreements" else kind: kind for kind in REGISTERS},
}
"""What can be exported of the tables that were ingested, with the kind that each is of."""

Rows = list[list[Any]]


def rows_of_table_file(workspace: Workspace, *, what: str) -> tuple[list[str], Rows]:
    """Return the header and the rows of one of ``TABLE_FILES``, pseudonymised as the record keeps them."""
    kind = TABLE_FILES[what]
    if kind in REGISTERS:
        return _table(map(_flat, workspace.store.records(kind)))
    if kind == "experiences":
        return _table(_experiences(workspace))
    if kind == "survey":
        return _table(
            {"survey": number, **answer}
            for number, survey in enumerate(workspace.store.surveys(), start=1)
            for answer in survey.answers
        )
    rows = workspace.store.attendance() if kind == "attendance" else workspace.store.members()
    return _table(asdict(row) for row in rows)


def _experiences(workspace: Workspace) -> Iterable[dict[str, Any]]:
    """Yield one row for each form: a column for each field, and which of the fields it must have are not mentioned."""
    for x in workspace.store.experiences():
        missing = [name for name, state in field_states(x, REQUIRED_FIELDS).items() if state == "not mentioned"]
        case = {"id": x.id, "territory": x.territory, "school": x.school, "name": x.name, "focus": x.focus}
        fields = {name: x.fields[name] for name in (*TEXT_FIELDS, *x.fields) if name in x.fields}
        yield {**case, "not_mentioned": ", ".join(missing), **fields}


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without lists, and what stands under headings of its own as columns."""
    cells: dict[str, Any] = dict(row)
    cells |= {name: "; ".join(value) for name, value in row.items() if isinstance(value, list)}
    other = cells.pop("other", None) or {}
    return {**cells, **{name: text for name, text in other.items() if name not in cells}}


def _table(rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], Rows]:
    found = list(rows)
    header = list(dict.fromkeys(name for row in found for name in row))
    return header, [[row.get(name) for name in header] for row in found]
