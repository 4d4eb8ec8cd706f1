"""The items of a survey: those of the network's own questionnaires, those a sheet declares, those a header tells."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from qualkit.i18n import _
from qualkit.model import SurveyItem
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import readings, without_names
from qualkit.reading.tabular.scales import is_in_words, is_level, is_no_answer
from qualkit.reading.tabular.tables import Table

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


_DEFAULTS = {bare(item.code): item for item in DEFAULT_ITEMS}

OPENING_ITEMS = (
    SurveyItem("area_innovacion", "Área de la innovación", kind="choice"),
    SurveyItem("expectativa_rank", "Expectativa sobre la red, por orden de importancia", kind="choice"),
    SurveyItem("pertenece_otra_red", "Pertenece a otra red", kind="choice"),
    SurveyItem("redes_identificadas", "Redes que identifica en su territorio", kind="text"),
    SurveyItem("relaciones_con_establecimientos", "Relaciones con otros establecimientos", kind="choice"),
)
"""The items of the national consultation that opens a cycle; the first two come numbered (``expectativa_rank1``)."""

_TOLD_BY = (
    (("claridad", "propositos"), "c01_claridad"),
    (("rol", "activo"), "c02_rol_activo"),
    (("valorado", "escuchado"), "c03_valorado_escuchado"),
    (("valorados", "escuchados"), "c03_valorado_escuchado"),
    (("participacion", "activa"), "c04_participacion_activa"),
    (("compromiso", "partes"), "c05_compromiso"),
    (("no", "condiciones", "autonoma"), "c06_autonomia"),
    (("no", "condiciones", "autonomo"), "c06_autonomia"),
    (("recursos", "sostenibilidad"), "c07_recursos"),
    (("planificacion", "clara"), "c08_planificacion_futuro"),
    (("relaciones", "estrategicas", "actores"), "c09_relaciones_actores"),
    (("estrategia", "clara", "relaciones"), "c10_estrategia_actores"),
    (("principal", "aporte"), "c11_principal_aporte"),
    (("otra", "red", "pertenece"), "pertenece_otra_red"),
)
"""Words that tell the items of the two surveys as their reports word them."""

_COMMENT = re.compile(r"coment|observacion|sugerencia|por que|describa|explique|opinion|mensaje|otro", re.IGNORECASE)
_ITEM_SHEET = {
    "code": ("codigo", "code", "columna", "variable", "item", "id"),
    "wording": ("enunciado", "wording", "pregunta", "texto", "afirmacion"),
    "kind": ("tipo", "kind", "type"),
    "favourable": ("favorable", "favourable", "polo favorable", "niveles favorables", "polaridad", "polarity"),
    "negative": ("negativo", "negative", "negativa", "redaccion negativa", "inverso", "invertido"),
}
_NUMBERED = re.compile(r"(area innovacion|expectativa rank|expectativa)\s*(\d{1,2})")


def is_item_sheet(table: Table) -> bool:
    """Say whether a sheet declares items: their code, and their wording or which end of the scale is favourable."""
    names = {bare(name) for name in table.header}
    has = {key: bool(names.intersection(words)) for key, words in _ITEM_SHEET.items()}
    return has["code"] and (has["wording"] or has["favourable"] or has["negative"]) and len(table.header) <= 8


def declared_items(sheet: Table | None, notes: list[str]) -> dict[str, SurveyItem]:
    """Return the items by their code (``bare``): those known, with what a sheet says of them or of others."""
    items = dict(_DEFAULTS)
    if sheet is None:
        return items
    names = [bare(name) for name in sheet.header]
    at = {
        key: names.index(word)
        for key, words in _ITEM_SHEET.items()
        if (word := next((w for w in words if w in names), None))
    }
    for row in sheet.rows:
        item = declared_item({key: row[i] for key, i in at.items()}, items, notes)
        if item.code:
            items[bare(item.code)] = item
    return items


def declared_item(cells: Mapping[str, str], known: Mapping[str, SurveyItem], notes: list[str]) -> SurveyItem:
    """Return an item as it is declared by its ``code``, ``wording``, ``kind``, ``favourable`` and ``negative``."""
    code = squeeze(cells["code"])
    before = known.get(bare(code), SurveyItem(code, ""))
    return SurveyItem(
        code,
        squeeze(cells.get("wording", "")) or before.wording,
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


def known_item(name: str, declared: Mapping[str, SurveyItem]) -> SurveyItem | None:
    """Return the item that a column stands for: by its code, its wording, or words that only that item has."""
    words = readings(name)
    wordings = {bare(item.wording): item for item in declared.values() if item.wording}
    for spelled in words:
        item = declared.get(spelled) or wordings.get(spelled)
        if item is not None:
            return item
    return _by_code(name, declared) or _opening(words) or _by_words(words, declared)


def _by_code(name: str, declared: Mapping[str, SurveyItem]) -> SurveyItem | None:
    """Return the item whose code begins the column name («c01. ¿Está claro…?»)."""
    found = re.match(r"\s*([a-z]{1,2}\d{1,2})\b", name, re.IGNORECASE)
    if found is None:
        return None
    prefix = bare(found.group(1))
    return next((item for code, item in declared.items() if code.split(" ")[0] == prefix), None)


def _opening(words: Sequence[str]) -> SurveyItem | None:
    for spelled in words:
        numbered = _NUMBERED.fullmatch(spelled)
        stem = numbered[1].replace(" ", "_") if numbered else spelled.replace(" ", "_")
        stem = "expectativa_rank" if stem == "expectativa" else stem
        for item in OPENING_ITEMS:
            if numbered and item.code == stem:
                joint = "" if stem.endswith("rank") else "_"
                return SurveyItem(f"{stem}{joint}{numbered[2]}", f"{item.wording}: {numbered[2]}", item.kind)
            if not numbered and item.code == stem:
                return item
    return None


def _by_words(words: Sequence[str], declared: Mapping[str, SurveyItem]) -> SurveyItem | None:
    opening = {bare(item.code): item for item in OPENING_ITEMS}
    for spelled in words[:1]:
        tokens = set(spelled.split())
        for keys, code in _TOLD_BY:
            if tokens.issuperset(keys):
                return declared.get(bare(code)) or opening.get(bare(code))
    return None


def undeclared(name: str, cells: Sequence[str]) -> SurveyItem:
    """Return the item that a column without a known name is, told by its answers.

    Bare numbers rise («de 1 a 5, ¿qué tan útil…?»): more is better, unless somebody declares the contrary.
    """
    said = [cell for cell in cells if not is_no_answer(cell) and cell.strip() != "0"]
    code = without_names(squeeze(name))
    if said and all(map(is_level, said)) and not _COMMENT.search(bare(name)):
        rises = not is_numbered_item(name) and not any(map(is_in_words, said))
        return SurveyItem(code, code, favourable="high" if rises else "low")
    is_choice = len(set(said)) * 2 <= len(said) and not _COMMENT.search(bare(name))
    return SurveyItem(code, code, "choice" if is_choice else "text")


def is_answered_on_scale(name: str, cells: Sequence[str]) -> bool:
    """Say whether a column is an item of five levels: all its answers are levels, and its words or its name say so."""
    said = [cell for cell in cells if not is_no_answer(cell) and cell.strip() != "0"]
    if not said or not all(map(is_level, said)):
        return False
    in_words = {bare(cell) for cell in said if is_in_words(cell)}
    return len(in_words) >= min(2, len(said)) or _by_words(readings(name), _DEFAULTS) is not None


def is_numbered_item(name: str) -> bool:
    """Say whether a column has the code of an item of the network's surveys, or a code like them («q7»)."""
    spelled = bare(name)
    known = {bare(item.code) for item in (*DEFAULT_ITEMS, *OPENING_ITEMS)}
    return (
        spelled in known
        or _NUMBERED.fullmatch(spelled) is not None
        or re.fullmatch(r"[cpq]\d{1,2}( .*)?", spelled) is not None
    )
