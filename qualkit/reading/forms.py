"""Forms (fichas) become experiences: columns, headings or table rows are matched to the fields of an experience."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Experience
from qualkit.normal import normalise
from qualkit.reading.packages import told_as
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tables import Table, read_tables
from qualkit.reading.territories import Territories

TEXT_FIELDS: Mapping[str, tuple[str, ...]] = {
    "resumen": ("resumen", "descripción", "descripción breve", "breve descripción", "Cuéntela en tres frases",
                "síntesis", "en qué consiste", "descripción de la experiencia", "summary"),
    "necesidad": ("necesidad", "problema", "necesidad o problema", "problema abordado", "problemática", "diagnóstico",
                  "¿Qué necesidad o problema quisieron abordar? ¿Cómo supieron que existía?",
                  "¿Qué necesidad o problema quisieron abordar?", "punto de partida", "need"),
    "vinculo_estudiantes": ("vínculo con estudiantes", "vínculo estudiantes", "papel de estudiantes", "estudiantes",
                            "¿Qué papel tienen las y los estudiantes?", "rol de los estudiantes",
                            "participación de estudiantes", "protagonismo estudiantil", "students"),
    "vinculo_aprendizajes": ("vínculo con aprendizajes", "vínculo con los aprendizajes", "vínculo aprendizajes",
                             "aprendizajes", "¿Qué aprendizaje busca fortalecer?", "aprendizaje esperado",
                             "impacto en los aprendizajes", "learning"),
    "vinculo_territorio": ("vínculo con el territorio", "vínculo con territorio", "vínculo territorio",
                           "¿Qué tiene que ver con el lugar donde están?", "vínculo con la comunidad",
                           "pertinencia local",
                           "relación con el territorio", "contexto local"),
    "que_la_hizo_posible": ("qué la hizo posible", "¿Qué la hizo posible?", "condiciones", "qué lo hizo posible",
                            "¿Qué permitió que ocurriera y que continúe?", "condiciones de posibilidad", "continuidad",
                            "sostenibilidad"),
    "resultados": ("resultados", "¿Qué cambió? ¿Cómo lo saben?", "¿Qué cambió?", "logros", "impacto",
                   "cambios logrados", "results"),
    "evidencia": ("evidencia", "evidencias", "¿Qué podrían mostrar?", "medios de verificación", "registros"),
    "facilitadores": ("facilitadores", "¿Qué ayudó?", "elementos facilitadores", "qué ayudó", "factores facilitadores"),
    "oportunidades_mejora": ("oportunidades de mejora", "¿Qué harían distinto?", "qué harían distinto", "mejoras",
                             "dificultades", "desafíos", "obstáculos", "aspectos por mejorar"),
    "transferibilidad": ("transferibilidad", "¿Qué tendría que tener otra escuela para hacerla?", "replicabilidad",
                         "transferencia", "cómo replicarla", "recomendaciones para otras escuelas"),
    "escala": ("escala", "escala de innovación", "tipo de innovación"),
    "niveles": ("niveles", "cursos", "niveles educativos", "curso o nivel"),
    "participantes": ("participantes", "quiénes participan"),
    "inicio": ("inicio", "año de inicio", "fecha de inicio"),
    "fecha": ("fecha", "fecha de la ficha", "date", "marca temporal", "timestamp"),
}  # fmt: skip
"""The fields that a judge can read (``material.md`` names them), each with the headings that people give it."""

CORE_FIELDS = (
    "necesidad", "vinculo_estudiantes", "vinculo_aprendizajes", "vinculo_territorio", "que_la_hizo_posible",
    "resultados", "facilitadores", "oportunidades_mejora", "transferibilidad",
)  # fmt: skip
_CASE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("experiencia_id", "id", "id experiencia", "código", "código de la experiencia", "n°", "nº", "folio"),
    "territory": ("territorio", "red", "red territorial", "territory", "nombre de la red"),
    "school": ("establecimiento", "escuela", "liceo", "colegio", "nombre del establecimiento", "centro educativo",
               "establecimiento educacional", "school"),
    "name": ("nombre", "nombre de la experiencia", "experiencia", "título", "¿Cómo la llaman en la escuela?", "name",
             "nombre de la iniciativa", "nombre del proyecto", "título de la experiencia"),
    "focus": ("foco", "foco del territorio", "foco priorizado", "focus", "ámbito"),
}  # fmt: skip
_BY_SPELLING = {
    bare(s): key for table in (TEXT_FIELDS, _CASE_FIELDS) for key, words in table.items() for s in (key, *words)
}
_KEYWORDS = (
    (("necesidad",), "necesidad"),
    (("problema",), "necesidad"),
    (("vinculo", "estudiantes"), "vinculo_estudiantes"),
    (("papel", "estudiantes"), "vinculo_estudiantes"),
    (("rol", "estudiantes"), "vinculo_estudiantes"),
    (("vinculo", "aprendizaje"), "vinculo_aprendizajes"),
    (("vinculo", "aprendizajes"), "vinculo_aprendizajes"),
    (("aprendizaje", "fortalecer"), "vinculo_aprendizajes"),
    (("vinculo", "territorio"), "vinculo_territorio"),
    (("relacion", "territorio"), "vinculo_territorio"),
    (("lugar", "donde"), "vinculo_territorio"),
    (("hizo", "posible"), "que_la_hizo_posible"),
    (("permitio", "ocurriera"), "que_la_hizo_posible"),
    (("resultados",), "resultados"),
    (("cambio", "saben"), "resultados"),
    (("podrian", "mostrar"), "evidencia"),
    (("facilitadores",), "facilitadores"),
    (("oportunidades", "mejora"), "oportunidades_mejora"),
    (("harian", "distinto"), "oportunidades_mejora"),
    (("transferibilidad",), "transferibilidad"),
    (("otra", "escuela"), "transferibilidad"),
    (("resumen",), "resumen"),
    (("tres", "frases"), "resumen"),
    (("nombre", "experiencia"), "name"),
    (("nombre", "establecimiento"), "school"),
)
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}|[a-z])\s*[.)°-]+\s*", re.IGNORECASE)
_NOTHING = frozenset(("", "n a", "na", "s i", "x", "sin informacion", "no aplica", "sin respuesta", "pendiente"))


@dataclass(frozen=True)
class Forms:
    """The experiences of a file, which column fed which field, and the columns with text that fed none."""

    experiences: tuple[Experience, ...]
    mapping: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def field_of(heading: str) -> str | None:
    """Return the field that a column heading or guiding question stands for, or ``None`` where none is recognised.

    Besides the text fields: ``id``, ``territory``, ``school``, ``name``, ``focus``.
    """
    words = bare(_NUMBERING.sub("", heading))
    if words in _BY_SPELLING:
        return _BY_SPELLING[words]
    tokens = set(words.split())
    return next((name for keys, name in _KEYWORDS if tokens.issuperset(keys)), None)


def map_columns(header: Sequence[str], overrides: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return column → field for the columns that are recognised; exact names win over keywords, the first over a
    second.
    """
    mapping = {column: name for column, name in (overrides or {}).items() if column in header}
    taken = set(mapping.values())
    exact = [(column, _BY_SPELLING.get(bare(_NUMBERING.sub("", column)))) for column in header]
    for column, name in [*exact, *((column, field_of(column)) for column in header)]:
        if name is not None and name not in taken and column not in mapping:
            mapping[column] = name
            taken.add(name)
    return {column: mapping[column] for column in header if column in mapping}


def read_experiences(
    path: str | Path, *, territories: Territories | None = None, columns: Mapping[str, str] | None = None
) -> Forms:
    """Return the experiences of a spreadsheet (one a row), or of a Word form (one a file).

    ``columns`` maps column headings to field names where the guess is wrong. Field texts are free text: they are not
    pseudonymised here. Raises ``InputError`` where no field of a form is recognised.
    """
    path = Path(path)
    territories = territories or Territories()
    if path.suffix.lower() == ".docx":
        return _read_word_form(path, territories, columns)
    tables = read_tables(path)
    best = max(tables, key=lambda table: len(_text_columns(map_columns(table.header, columns))))
    mapping = map_columns(best.header, columns)
    if not _text_columns(mapping):
        raise InputError(
            _("%(file)s is no table of experiences: no column is called like a field (necesidad, resultados…).")
            % {"file": path.name}
        )
    return _forms(best, mapping, territories)


def _text_columns(mapping: Mapping[str, str]) -> list[str]:
    return [
        column for column, name in mapping.items() if name in TEXT_FIELDS and name not in ("fecha", "participantes")
    ]


def _forms(table: Table, mapping: Mapping[str, str], territories: Territories) -> Forms:
    unknown = tuple(column for at, column in enumerate(table.header) if column not in mapping and any(table.column(at)))
    warnings: list[str] = []
    if unknown:
        warnings.append(
            _("These columns were not recognised and were left out: %(columns)s.") % {"columns": ", ".join(unknown)}
        )
    experiences: list[Experience] = []
    seen: set[str] = set()
    nameless = 0
    for row, number in zip(table.rows, table.numbers, strict=True):
        cells = {mapping[column]: cell for column, cell in zip(table.header, row, strict=True) if column in mapping}
        experience = _experience(cells, territories)
        if experience is None:
            warnings.append(_("Row %(row)d has no field filled in and was left out.") % {"row": number})
            continue
        nameless += not squeeze(cells.get("id", ""))
        experiences.append(_with_own_id(experience, seen, warnings))
    if nameless:
        warnings.append(_made_up_ids(nameless))
    return Forms(tuple(experiences), dict(mapping), unknown, tuple(warnings))


def _made_up_ids(n: int) -> str:
    return _(
        "%(n)d experiences have no id: one was made up from what they say. A row that is edited will get another;"
        " add a column “id” to keep its scores."
    ) % {"n": n}


def _made_up_id(cells: Mapping[str, str]) -> str:
    """Return an id that holds no name of a file or a person: the same for the same words, wherever they stand."""
    written = json.dumps(sorted((name, squeeze(cell)) for name, cell in cells.items() if cell), ensure_ascii=False)
    return f"exp-{hashlib.sha256(written.encode()).hexdigest()[:8]}"


def _experience(cells: Mapping[str, str], territories: Territories) -> Experience | None:
    fields = {
        name: _field_text(cells[name]) for name in TEXT_FIELDS if cells.get(name) and not _says_nothing(cells[name])
    }
    if not any(name not in ("fecha", "inicio", "niveles", "participantes", "escala") for name in fields):
        return None
    return Experience(
        id=squeeze(cells.get("id", "")) or _made_up_id(cells),
        territory=territories.canonical_or_own(cells.get("territory")),
        fields=fields,
        school=squeeze(cells.get("school", "")) or None,
        name=squeeze(cells.get("name", "")),
        focus=squeeze(cells.get("focus", "")) or None,
    )


def _field_text(cell: str) -> str:
    return normalise(cell).strip()


def _says_nothing(cell: str) -> bool:
    return bare(cell) in _NOTHING


def _with_own_id(experience: Experience, seen: set[str], warnings: list[str]) -> Experience:

    wanted, n = experience.id, 1
    while experience.id in seen:
        n += 1
        experience = replace(experience, id=f"{wanted}-{n}")
    if n > 1:
        warnings.append(
            _("Two experiences are called %(id)s; the second became %(new)s.") % {"id": wanted, "new": experience.id}
        )
    seen.add(experience.id)
    return experience


def _read_word_form(path: Path, territories: Territories, columns: Mapping[str, str] | None) -> Forms:
    pairs = word_fields(path)
    header = tuple(dict.fromkeys(heading for heading, _text in pairs))
    mapping = map_columns(header, columns)
    cells: dict[str, str] = {}
    for heading, text in pairs:
        if heading in mapping and text:
            cells.setdefault(mapping[heading], text)
    experience = _experience(cells, territories)
    if experience is None:
        raise InputError(
            _("%(file)s does not look like a form: no heading is called like a field (necesidad, resultados…).")
            % {"file": path.name}
        )
    unknown = tuple(heading for heading, text in pairs if heading not in mapping and text)
    warnings = [] if squeeze(cells.get("id", "")) else [_made_up_ids(1)]
    if unknown:
        said = _("These headings were not recognised and were left out: %(columns)s.")
        warnings.append(said % {"columns": ", ".join(unknown)})
    return Forms((experience,), mapping, unknown, tuple(warnings))


def word_fields(path: str | Path) -> list[tuple[str, str]]:
    """Return the (heading, text) pairs of a Word form: two-column tables, headings with paragraphs, ``Heading:
    text``.
    """
    from qualkit.reading.word import not_word, open_word

    pairs: list[tuple[str, list[str]]] = []
    document = open_word(Path(path))
    with told_as(not_word(Path(path))):
        for block in document.iter_inner_content():
            if hasattr(block, "rows"):
                pairs.extend(_row_pairs(block))
            else:
                _take_paragraph(normalise(block.text).strip(), block, pairs)
    return [(heading, "\n".join(text).strip()) for heading, text in pairs]


def _row_pairs(table: "object") -> Iterator[tuple[str, list[str]]]:
    for row in table.rows:  # type: ignore[attr-defined]
        cells = [normalise(cell.text).strip() for cell in row.cells]
        distinct = [cell for i, cell in enumerate(cells) if i == 0 or cell != cells[i - 1]]
        for heading, text in zip(distinct[::2], distinct[1::2], strict=False):
            if heading:
                yield squeeze(heading), [text]


def _take_paragraph(text: str, paragraph: "object", pairs: list[tuple[str, list[str]]]) -> None:
    if not text:
        return
    style = str(paragraph.style.name).lower() if paragraph.style is not None else ""  # type: ignore[attr-defined]
    before, colon, after = text.partition(":")
    if style.startswith(("heading", "título")) or (len(text) <= 120 and field_of(text) is not None):
        pairs.append((squeeze(text), []))
    elif colon and len(before) <= 60 and bare(before) in _BY_SPELLING:
        pairs.append((squeeze(before), [after.strip()]))
    elif pairs:
        pairs[-1][1].append(text)
