"""The closing survey: answers as numbers or Spanish words become numbers 1 to 5, a text, or ``None``.

A Likert answer in words counts from the end that the item declares favourable *for its wording*: with ``favourable``
low, «Muy de acuerdo» is 1; with high, it is 5. ``negative`` does not change the number: it says that agreeing is
unfavourable.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Survey, SurveyItem
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tables import Table, read_tables
from qualkit.reading.territories import Territories

Answer = str | int | None

DEFAULT_ITEMS = (
    SurveyItem("c01_claridad", "Claridad de propósitos, roles y mecanismos de toma de decisiones"),
    SurveyItem("c02_rol_activo", "Rol activo en el intercambio"),
    SurveyItem("c03_valorado_escuchado", "Agentes valorados y escuchados"),
    SurveyItem("c04_participacion_activa", "Participación activa de las partes"),
    SurveyItem("c05_compromiso", "Compromiso de las partes"),
    SurveyItem("c06_autonomia", "Su red no está en condiciones de funcionar de manera autónoma", negative=True),
    SurveyItem("c07_recursos", "Recursos humanos, financieros y tecnológicos para la sostenibilidad"),
    SurveyItem("c08_planificacion_futuro", "Planificación clara para fortalecer el trabajo en red en el futuro"),
    SurveyItem("c09_relaciones_actores", "Relaciones estratégicas e incorporación de actores"),
    SurveyItem("c10_estrategia_actores", "Estrategia clara para ampliar y fortalecer las relaciones"),
    SurveyItem("c11_principal_aporte", "Principal aporte de la red", kind="choice"),
)
"""The items of the closing survey as its report describes them: levels 1 and 2 are the favourable ones."""

_AGREEMENT = {
    1: ("muy de acuerdo", "totalmente de acuerdo", "completamente de acuerdo", "muy satisfecho", "muy satisfecha",
        "siempre", "excelente", "muy bueno", "muy buena", "muy bien", "muy alto", "muy alta", "mucho",
        "strongly agree"),
    2: ("de acuerdo", "satisfecho", "satisfecha", "casi siempre", "bueno", "buena", "bien", "alto", "alta", "bastante",
        "agree", "parcialmente de acuerdo", "algo de acuerdo"),
    3: ("ni de acuerdo ni en desacuerdo", "ni en acuerdo ni en desacuerdo", "neutral", "neutro", "indiferente",
        "ni satisfecho ni insatisfecho", "a veces", "regular", "medio", "media", "mas o menos", "neither"),
    4: ("en desacuerdo", "insatisfecho", "insatisfecha", "casi nunca", "malo", "mala", "mal", "bajo", "baja", "poco",
        "disagree", "algo en desacuerdo", "parcialmente en desacuerdo", "desacuerdo"),
    5: ("muy en desacuerdo", "totalmente en desacuerdo", "completamente en desacuerdo", "muy insatisfecho",
        "muy insatisfecha", "nunca", "muy malo", "muy mala", "muy mal", "muy bajo", "muy baja", "nada",
        "strongly disagree"),
}  # fmt: skip
_RANK = {words: rank for rank, spellings in _AGREEMENT.items() for words in spellings}
_NO_ANSWER = frozenset(
    (
        "no sabe", "ns nr", "ns", "nr", "no responde", "no sabe no responde", "no se", "no lo se", "no aplica", "n a",
        "na", "sin respuesta", "no contesta", "prefiero no responder", "no sabe no contesta", "don t know",
        "no answer",
        "sin informacion",
    )
)  # fmt: skip
_NUMBER = re.compile(r"\s*(-?\d+)(?:[.,]0+)?\s*(?:[-–—.):=(]|$)")
_CODE = re.compile(r"[a-z]{1,3}\d{1,2}_\w+|[a-z]{1,3}\d{1,2}", re.IGNORECASE)
_CASE_COLUMNS = {
    "territory": ("territorio", "red", "territory", "territorial", "nombre de la red"),
    "school": ("establecimiento", "escuela", "school", "nombre del establecimiento", "liceo", "colegio"),
    "respondent": ("persona_id", "respondente", "respondent", "id", "correo", "email", "correo electrónico", "rut",
                   "dirección de correo electrónico", "nombre", "id respuesta", "encuestado"),
    "date": ("fecha", "timestamp", "marca temporal", "date", "hora de finalización"),
    "role": ("cargo", "rol", "role", "función"),
}  # fmt: skip
_CASE_BY_SPELLING = {bare(spelling): key for key, words in _CASE_COLUMNS.items() for spelling in words}
_COMMENT = re.compile(r"coment|observacion|sugerencia|por que|describa|explique|opinion|mensaje|otro", re.IGNORECASE)
_ITEM_SHEET = {
    "code": ("codigo", "code", "columna", "variable", "item", "id"),
    "wording": ("enunciado", "wording", "pregunta", "texto", "afirmacion"),
    "kind": ("tipo", "kind", "type"),
    "favourable": ("favorable", "favourable", "polo favorable", "niveles favorables"),
    "negative": ("negativo", "negative", "negativa", "redaccion negativa", "inverso", "invertido"),
}


@dataclass(frozen=True)
class _Columns:
    """Where things stand in the answers: the position of each item, and of territory, school, respondent and so on."""

    items: Mapping[int, SurveyItem]
    case: Mapping[str, int]


def read_survey(path: str | Path, *, territories: Territories | None = None) -> Survey:
    """Return the items and answers of a survey in XLSX or CSV.

    Items come from a sheet «Items» (código, enunciado, tipo, favorable, negativo) if there is one, else from the
    closing survey as known. Comments are free text: they are not pseudonymised here; ``respondent`` is a running
    number in place of any e-mail or name. ``notes`` says what was found wrong.
    Raises ``InputError`` where there are no items.
    """
    tables = read_tables(path)
    declared = next((table for table in tables if _is_item_sheet(table)), None)
    answers = max((table for table in tables if table is not declared), key=lambda t: len(t.rows), default=None)
    if answers is None or not answers.rows:
        raise InputError(_("%(file)s holds no answers.") % {"file": Path(path).name})
    notes: list[str] = []
    columns = _columns(answers, _declared_items(declared, notes), notes)
    if not any(item.kind == "likert" for item in columns.items.values()):
        raise InputError(
            _("%(file)s does not look like a survey: no column holds answers from 1 to 5.") % {"file": Path(path).name}
        )
    kept = _latest_answers(answers, columns, notes)
    rows = _answers(answers, kept, columns, territories or Territories(), notes)
    return Survey(tuple(columns.items.values()), tuple(rows), tuple(notes))


def is_survey(header: Sequence[str]) -> bool:
    """Say whether a table with this header holds answers to the closing survey or a survey with coded columns."""
    known = {bare(item.code) for item in DEFAULT_ITEMS}
    names = [bare(name) for name in header]
    return sum(name in known or re.fullmatch(r"[cpq]\d{1,2}( .*)?", name) is not None for name in names) >= 3


def _is_item_sheet(table: Table) -> bool:
    names = {bare(name) for name in table.header}
    return all(names.intersection(_ITEM_SHEET[key]) for key in ("code", "wording"))


def _declared_items(sheet: Table | None, notes: list[str]) -> dict[str, SurveyItem]:
    items = {bare(item.code): item for item in DEFAULT_ITEMS}
    if sheet is None:
        notes.append(
            _("The survey declares no items: polarity is taken from the closing survey (levels 1 and 2 favourable).")
        )
        return items
    names = [bare(name) for name in sheet.header]
    at = {
        key: names.index(word)
        for key, words in _ITEM_SHEET.items()
        if (word := next((w for w in words if w in names), None))
    }
    for row in sheet.rows:
        item = _declared_item({key: row[i] for key, i in at.items()}, items, notes)
        if item.code:
            items[bare(item.code)] = item
    return items


def _declared_item(cells: Mapping[str, str], known: Mapping[str, SurveyItem], notes: list[str]) -> SurveyItem:
    code = squeeze(cells["code"])
    before = known.get(bare(code), SurveyItem(code, ""))
    return SurveyItem(
        code,
        squeeze(cells["wording"]) or before.wording,
        _kind(cells.get("kind", ""), before),
        _favourable(cells.get("favourable", ""), before, notes),
        _yes(cells.get("negative", "")) if cells.get("negative") else before.negative,
    )


def _kind(cell: str, before: SurveyItem) -> Literal["likert", "choice", "text"]:
    words = bare(cell)
    if words.startswith(("likert", "escala")):
        return "likert"
    if words.startswith(("text", "abierta", "comentario", "open")):
        return "text"
    if words.startswith(("categ", "choice", "opcion", "alternativa", "seleccion", "cerrada", "multiple")):
        return "choice"
    return before.kind


def _favourable(cell: str, before: SurveyItem, notes: list[str]) -> Literal["low", "high"]:
    words = bare(cell)
    if not words:
        return before.favourable
    if re.search(r"low|baj|inferior|primer|menor|^1", words):
        return "low"
    if re.search(r"high|alt|superior|ultim|mayor|^5|^4", words):
        return "high"
    notes.append(_("Item %(item)s: «%(cell)s» does not say which end is favourable; %(taken)s was taken.")
                 % {"item": before.code, "cell": cell, "taken": before.favourable})  # fmt: skip
    return before.favourable


def _yes(cell: str) -> bool:
    return bare(cell) in ("si", "s", "yes", "y", "x", "1", "true", "verdadero", "negativo", "negativa")


def _columns(table: Table, declared: Mapping[str, SurveyItem], notes: list[str]) -> _Columns:
    items: dict[int, SurveyItem] = {}
    case: dict[str, int] = {}
    wordings = {bare(item.wording): item for item in declared.values() if item.wording}
    for at, name in enumerate(table.header):
        key = _CASE_BY_SPELLING.get(bare(name))
        item = declared.get(bare(name)) or wordings.get(bare(name)) or _by_code(name, declared)
        if item is not None:
            items[at] = _as_answered(item, table.column(at), notes)
        elif key is not None and key not in case:
            case[key] = at
        else:
            items[at] = _undeclared(name, table.column(at))
    return _Columns(items, case)


def _by_code(name: str, declared: Mapping[str, SurveyItem]) -> SurveyItem | None:
    """Return the item whose code begins the column name («c01. ¿Está claro…?»)."""
    found = re.match(r"\s*([a-z]{1,2}\d{1,2})\b", name, re.IGNORECASE)
    if found is None:
        return None
    prefix = bare(found.group(1))
    return next((item for code, item in declared.items() if code.split(" ")[0] == prefix), None)


def _as_answered(item: SurveyItem, cells: Sequence[str], notes: list[str]) -> SurveyItem:
    if item.kind == "likert" and any(cells) and not any(_rank(cell) for cell in cells):
        notes.append(_("Item %(item)s is not answered on a scale; its answers are kept as text.") % {"item": item.code})
        return replace(item, kind="choice")
    return item


def _undeclared(name: str, cells: Sequence[str]) -> SurveyItem:
    said = [cell for cell in cells if cell and bare(cell) not in _NO_ANSWER]
    code = squeeze(name)
    if said and all(_rank(cell) for cell in said) and not _COMMENT.search(bare(name)):
        return SurveyItem(code, code)
    is_choice = len(set(said)) * 2 <= len(said) and not _COMMENT.search(bare(name))
    return SurveyItem(code, code, "choice" if is_choice else "text")


def _rank(cell: str) -> bool:
    number = _NUMBER.match(cell)
    return bare(cell) in _RANK or (number is not None and 1 <= int(number.group(1)) <= 5)


def likert(cell: str, favourable: Literal["low", "high"] = "low") -> int | None:
    """Return the answer in ``cell`` as 1 to 5, or ``None`` where it is blank, «No sabe», or no answer of a scale."""
    words = bare(cell)
    if not words or words in _NO_ANSWER:
        return None
    number = _NUMBER.match(cell)
    if number is not None:
        value = int(number.group(1))
        return value if 1 <= value <= 5 else None
    rank = _RANK.get(words)
    return None if rank is None else rank if favourable == "low" else 6 - rank


def _latest_answers(table: Table, columns: _Columns, notes: list[str]) -> list[int]:
    """Return the rows that count: of two answers by one respondent, the later one."""
    rows = list(range(len(table.rows)))
    date = columns.case.get("date")
    if date is not None and all(re.match(r"\d{4}-\d\d-\d\d", cell) for cell in table.column(date)):
        rows.sort(key=lambda i: (table.rows[i][date], i))
    at = columns.case.get("respondent")
    if at is None:
        _note_possible_repeats(table, columns, notes)
        return list(range(len(table.rows)))
    last = {bare(table.rows[i][at]) or f"row {i}": i for i in rows}
    if len(last) < len(rows):
        notes.append(
            _("%(n)d answers came from somebody who answered again; the later answer counts.")
            % {"n": len(rows) - len(last)}
        )
    return sorted(last.values())


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
    table: Table, kept: Sequence[int], columns: _Columns, territories: Territories, notes: list[str]
) -> list[dict[str, Answer]]:
    refused: Counter[str] = Counter()
    rows = []
    for number, i in enumerate(kept, start=1):
        row = table.rows[i]
        answer: dict[str, Answer] = {item.code: _value(row[at], item, refused) for at, item in columns.items.items()}
        case = {key: row[at] for key, at in columns.case.items()}
        answer["territory"] = territories.canonical_or_own(case.get("territory"))
        answer["school"] = squeeze(case.get("school", "")) or None
        answer["respondent"] = f"R{number:03d}"
        if case.get("role"):
            answer["role"] = squeeze(case["role"])
        rows.append(answer)
    for code, n in sorted(refused.items()):
        notes.append(_("%(item)s: %(n)d answers are not from 1 to 5 and count as no answer.") % {"item": code, "n": n})
    _note_shared_schools(rows, notes)
    return rows


def _note_shared_schools(rows: Sequence[Mapping[str, Answer]], notes: list[str]) -> None:
    schools = Counter(bare(str(row["school"])) for row in rows if row["school"])
    shared = sum(n > 1 for n in schools.values())
    if shared:
        notes.append(
            _("%(n)d schools have more than one answer: the unit is the person, not the school.") % {"n": shared}
        )


def _value(cell: str, item: SurveyItem, refused: Counter[str]) -> Answer:
    if item.kind != "likert":
        return None if bare(cell) in _NO_ANSWER or not cell.strip() else cell.strip()
    value = likert(cell, item.favourable)
    if value is None and cell.strip() and bare(cell) not in _NO_ANSWER:
        refused[item.code] += 1
    return value
