"""Registers of the network (actors, agreements, observations, cycles, nominations, encounters): hidden and shown."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model.registers import REGISTERS, RegisterRow
from qualkit.reading.labels import has_role, looks_like_name
from qualkit.reading.privacy.names import FIRST_NAMES, SURNAMES
from qualkit.reading.spelling import bare
from qualkit.workflows.workspace import Workspace

_PEOPLE = frozenset(("responsible", "observer"))
_CHOICES = frozenset(("observed", "decision", "direction"))
_SCHOOLS = frozenset(("schools",))
PLACES_OF_NETWORK = frozenset(("territory", "proposed_by", "date", "due"))
_PIECE = re.compile(r"(\s*(?:[,;/\n]|\s[ye]\s)\s*)")


def register_rows(workspace: Workspace, kind: str) -> list[RegisterRow]:
    """Return the rows of a register of the project. Raises ``InputError`` for a kind that is no register."""
    if kind not in REGISTERS:
        raise InputError(
            _("There is no register “%(name)s”. There are: %(known)s.") % {"name": kind, "known": ", ".join(REGISTERS)}
        )
    return [_row_of(kind, row) for row in workspace.store.records(kind)]


def _row_of(kind: str, values: Mapping[str, Any]) -> RegisterRow:
    """Return a row as its register has it; lists of the record become tuples again."""
    made: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return REGISTERS[kind](**made)


def plain_rows(rows: Sequence[RegisterRow]) -> list[dict[str, Any]]:
    """Return rows as the record keeps them."""
    return [asdict(row) for row in rows]


def schools_of(row: RegisterRow) -> Sequence[str]:
    """Return the schools that a row names in a field of their own."""
    return tuple(getattr(row, "schools", ()))


@dataclass(frozen=True)
class Hiding:
    """What hides a text, a person of a list, and a school."""

    text: Callable[[str], str]
    person: Callable[[str], str]
    school: Callable[[str], str]


def hidden_row(kind: str, row: RegisterRow, hiding: Hiding) -> RegisterRow:
    """Return a row with pseudonyms in everything that people wrote; roles and territories stay."""
    new = {
        field.name: hidden_value(kind, field.name, value, hiding)
        for field in fields(row)
        if (value := getattr(row, field.name)) and field.name not in PLACES_OF_NETWORK
    }
    return replace(row, **new)


def hidden_value(kind: str, name: str, value: Any, hiding: Hiding) -> Any:
    """Return what stands in the field ``name`` of a row with pseudonyms, whatever its shape."""
    if isinstance(value, Mapping):
        return {key: hiding.text(text) for key, text in value.items()}
    if isinstance(value, tuple):
        return tuple(hidden_value(kind, name, item, hiding) for item in value)
    if not isinstance(value, str) or name in _CHOICES:
        return value
    if name in _SCHOOLS:
        return hiding.school(value)
    if kind == "nominations":
        return hiding.person(value) if name in ("source", "target") else value
    return hidden_role(value, hiding) if name in _PEOPLE else hiding.text(value)


def hidden_role(said: str, hiding: Hiding) -> str:
    """Return who takes care of something: roles stay («directora»), names go, also those that stand alone («Soto»)."""
    return "".join(_hidden_piece(piece, hiding) for piece in _PIECE.split(hiding.text(said)))


def _hidden_piece(piece: str, hiding: Hiding) -> str:
    words = bare(piece).split()
    is_name = any(word in FIRST_NAMES or word in SURNAMES for word in words)
    return hiding.person(piece) if is_name and looks_like_name(piece.strip()) and not has_role(piece) else piece
