"""Registers of a network: actors, agreements, observations, cycles (PHEA), nominations of support, encounters."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model.registers import (
    Actor,
    AgreementRow,
    Cycle,
    CycleDecision,
    Direction,
    Encounter,
    Nomination,
    Observation,
    Observed,
    RegisterRow,
    SupportKind,
)
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.attendance import yes_or_no
from qualkit.reading.tabular.columns import REGISTER_VOCABULARIES, Fields, told, without_names
from qualkit.reading.tabular.dates import date_of
from qualkit.reading.tabular.experiences import LEFT_OUT
from qualkit.reading.tabular.tables import Table, read_tables
from qualkit.reading.territories import Territories

_NEEDED: Mapping[str, tuple[frozenset[str], frozenset[str], int]] = {
    # what a register must have; of what it must have something; how many of its fields in all
    "agreements": (frozenset(("agreement",)), frozenset(("responsible", "due")), 2),
    "actors": (frozenset(("actor",)), frozenset(("power", "interest", "institution", "kind", "subtype")), 3),
    "observations": (frozenset(("indicator", "observed")), frozenset(("guideline", "evidence", "observer")), 3),
    "cycles": (frozenset(("cycle",)), frozenset(("idea", "decision", "question", "test")), 3),
    "nominations": (frozenset(("source", "target")), frozenset(("kind", "direction", "frequency", "intensity")), 3),
    "encounters": (frozenset(("territory",)), frozenset(("guests", "foci", "talk", "venue", "schools")), 4),
}
_EXPECTED: Mapping[str, str] = {
    "agreements": "acuerdo, responsable, plazo, estado, sesión_origen",
    "actors": "actor, institución, tipo, poder, interés",
    "observations": "pauta, indicador, observado, evidencia",
    "cycles": "ciclo, pregunta, idea_de_cambio, prueba, decisión",
    "nominations": "desde, hacia, tipo, da_o_recibe",
    "encounters": "territorio, fecha, sede, focos, escuelas_asistentes, invitados_externos",
}
_DECISIONS: Mapping[str, CycleDecision] = {
    "adopt": "adopt", "mant": "adopt", "ajust": "adjust", "adapt": "adjust", "adjust": "adjust", "modif": "adjust",
    "descart": "discard", "abandon": "discard", "discard": "discard", "elimin": "discard",
}  # fmt: skip
_LEVELS = {"muy bajo": 1, "bajo": 2, "medio": 3, "alto": 4, "muy alto": 5, "baja": 2, "media": 3, "alta": 4}
_SEVERAL = re.compile(r"\s*[;\n•·]\s*|\s*\|\s*")


@dataclass(frozen=True)
class Register:
    """The rows of a register, what was found wrong with it, and which column was taken for what."""

    kind: str
    rows: tuple[RegisterRow, ...]
    warnings: tuple[str, ...] = ()
    columns: Fields = field(default_factory=dict)


def register_kind(header: Sequence[str]) -> str | None:
    """Return which register a table with this header is, or ``None`` where it is none that is known."""
    fitting = [
        (len(set(fields)), kind)
        for kind, words in REGISTER_VOCABULARIES.items()
        if _fits(kind, fields := {name for name in words.match(header).values() if name})
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _fits(kind: str, fields: set[str]) -> bool:
    all_of, some_of, fewest = _NEEDED[kind]
    return fields >= all_of and bool(fields & some_of) and len(fields) >= fewest


def read_register(
    path: str | Path, kind: str, *, territories: Territories | None = None, columns: Fields | None = None
) -> Register:
    """Return the rows of a register; ``kind`` is one of ``qualkit.model.registers.REGISTERS``.

    ``columns`` maps headings to fields where the guess is wrong. Raises ``InputError`` where the columns are missing.
    """
    words = REGISTER_VOCABULARIES[kind]
    found = [(table, words.match(table.header, columns)) for table in read_tables(path)]
    needed = _NEEDED[kind][0]
    fitting = [(table, fields) for table, fields in found if needed <= set(fields.values())]
    if not fitting:
        raise InputError(
            _("%(file)s lacks the columns of %(expected)s.") % {"file": Path(path).name, "expected": _EXPECTED[kind]}
        )
    defects = _Defects()
    rows = [
        _MAKERS[kind](cells, territories or Territories(), defects)
        for table, fields in fitting
        for cells in _cells(table, fields)
    ]
    merged = {column: name for _table, fields in fitting for column, name in fields.items()}
    notes = [note for table, _fields in fitting for note in table.notes]
    return Register(kind, tuple(rows), (*notes, *defects.said(), *_said_of_columns(merged)), merged)


@dataclass
class _Cells:
    """The cells of one row: those of a field, and those under headings of their own."""

    fields: Mapping[str, str]
    other: Mapping[str, str]

    def text(self, name: str) -> str:
        return squeeze(self.fields.get(name, ""))

    def long(self, name: str) -> str:
        return self.fields.get(name, "").strip()


@dataclass
class _Defects:
    """Answers that are not what their column asks for, counted."""

    levels: int = 0
    choices: int = 0

    def said(self) -> list[str]:
        found = []
        if self.levels:
            found.append(
                _("%(n)d cells of power or interest are not from 1 to 5 and were left empty.") % {"n": self.levels}
            )
        if self.choices:
            found.append(
                _("%(n)d cells do not say one of the answers that their column asks for; they are kept as they stand.")
                % {"n": self.choices}
            )
        return found


def _cells(table: Table, fields: Fields) -> list[_Cells]:
    read = []
    for row in table.rows:
        known: dict[str, str] = {}
        other: dict[str, str] = {}
        for column, cell in zip(table.header, row, strict=True):
            name = fields[column]
            if cell and name != LEFT_OUT:
                place, key = (known, name) if name else (other, without_names(column))
                place[key] = f"{place[key]}\n{cell}" if key in place else cell
        if known or other:
            read.append(_Cells(known, other))
    return read


def _said_of_columns(columns: Fields) -> list[str]:
    unknown = [column for column, name in columns.items() if name is None]
    if not unknown:
        return []
    said = _("These columns fit no field and are kept under their own headings: %(columns)s.")
    return [said % {"columns": told(unknown)}]


def _level(cell: str, defects: _Defects) -> int | None:
    words = bare(cell)
    found = re.match(r"\s*([1-5])(?:[.,]0+)?\s*(?:/\s*5|\D|$)", cell)
    level = int(found[1]) if found else _LEVELS.get(words)
    defects.levels += level is None and bool(words)
    return level


def _territory(cells: _Cells, territories: Territories, name: str = "territory") -> str | None:
    return territories.canonical_or_own(cells.fields.get(name))


def _actor(cells: _Cells, territories: Territories, defects: _Defects) -> Actor:
    return Actor(
        actor=cells.text("actor"),
        institution=cells.text("institution"),
        kind=cells.text("kind"),
        subtype=cells.text("subtype"),
        scope=cells.text("scope"),
        power=_level(cells.text("power"), defects),
        interest=_level(cells.text("interest"), defects),
        proposed_by=_territory(cells, territories, "proposed_by"),
        quote=cells.long("quote"),
        source=cells.text("source"),
        other=cells.other,
    )


def _agreement(cells: _Cells, territories: Territories, _defects: _Defects) -> AgreementRow:
    due = cells.text("due")
    return AgreementRow(
        agreement=cells.long("agreement"),
        responsible=cells.text("responsible"),
        due=date_of(due) or due,
        state=cells.text("state"),
        session=cells.text("session"),
        territory=_territory(cells, territories),
        source=cells.text("source"),
        other=cells.other,
    )


def _observation(cells: _Cells, territories: Territories, defects: _Defects) -> Observation:
    said = cells.text("observed")
    observed = _observed(said)
    defects.choices += observed is None and bool(said)
    other = {**cells.other, "observado": said} if observed is None and said else cells.other
    return Observation(
        indicator=cells.long("indicator"),
        guideline=cells.text("guideline"),
        observed=observed,
        evidence=cells.long("evidence"),
        observer=cells.text("observer"),
        session=cells.text("session"),
        territory=_territory(cells, territories),
        other=other,
    )


def _observed(said: str) -> Observed | None:
    words = bare(said)
    if words.startswith(("parcial", "a veces", "en parte", "medianamente", "en desarrollo")):
        return "partial"
    answer = yes_or_no(said)
    if answer is None and words.startswith(("observado", "logrado", "se observa")):
        answer = True
    if answer is None and words.startswith(("no ", "ausente")):
        answer = False
    return None if answer is None else "yes" if answer else "no"


def _cycle(cells: _Cells, territories: Territories, defects: _Defects) -> Cycle:
    said = cells.text("decision")
    decision = next((name for stem, name in _DECISIONS.items() if bare(said).startswith(stem)), None)
    defects.choices += decision is None and bool(said)
    other = {**cells.other, "decisión": said} if said and (decision is None or len(said.split()) > 1) else cells.other
    return Cycle(
        cycle=cells.text("cycle"),
        question=cells.long("question"),
        idea=cells.long("idea"),
        indicator=cells.long("indicator"),
        test=cells.long("test"),
        evidence=cells.long("evidence"),
        decision=decision,
        next=cells.long("next"),
        territory=_territory(cells, territories),
        other=other,
    )


def _nomination(cells: _Cells, territories: Territories, defects: _Defects) -> Nomination:
    kind, direction = cells.text("kind"), cells.text("direction")
    kinds: Mapping[str, SupportKind] = {"prof": "professional", "peda": "professional", "emo": "emotional"}
    ways: Mapping[str, Direction] = {"da": "gives", "ofrece": "gives", "entrega": "gives", "give": "gives",
                                     "recib": "receives", "receiv": "receives", "pide": "receives"}  # fmt: skip
    taken = next((name for stem, name in kinds.items() if bare(kind).startswith(stem)), None)
    way = next((name for stem, name in ways.items() if bare(direction).startswith(stem)), None)
    defects.choices += (taken is None and bool(kind)) + (way is None and bool(direction))
    unclear = {"tipo": "" if taken else kind, "da_o_recibe": "" if way else direction}
    return Nomination(
        source=cells.text("source"),
        target=cells.text("target"),
        kind=taken,
        direction=way,
        frequency=cells.text("frequency"),
        intensity=cells.text("intensity"),
        territory=_territory(cells, territories),
        other={**cells.other, **{name: said for name, said in unclear.items() if said}},
    )


def _encounter(cells: _Cells, territories: Territories, _defects: _Defects) -> Encounter:
    said = cells.text("date")
    day = date_of(said)
    return Encounter(
        territory=_territory(cells, territories),
        date=day,
        place=cells.text("place"),
        venue=cells.text("venue"),
        foci=_several(cells.long("foci")),
        schools=_several(cells.long("schools")),
        experiences=_several(cells.long("experiences")),
        format=cells.text("format"),
        talk=cells.long("talk"),
        guests=_several(cells.long("guests")),
        other={**cells.other, "fecha": said} if said and day is None else cells.other,
    )


def _several(cell: str) -> tuple[str, ...]:
    """Return what a cell lists: by semicolons, lines or bars; by commas where there are none of these."""
    parts = [part for part in _SEVERAL.split(cell) if part]
    if len(parts) == 1 and "," in cell:
        parts = [part.strip() for part in cell.split(",") if part.strip()]
    return tuple(parts)


_MAKERS: Mapping[str, Callable[[_Cells, Territories, _Defects], RegisterRow]] = {
    "actors": _actor,
    "agreements": _agreement,
    "observations": _observation,
    "cycles": _cycle,
    "nominations": _nomination,
    "encounters": _encounter,
}
