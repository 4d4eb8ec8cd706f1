"""Forms laid out freely: headings and answers beside or below each other, on a sheet or in a written document.

Everything is brought to one shape: pairs of a heading and the answer to it, in the order of reading.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from qualkit.reading.office.paragraphs import Block, Paragraph, Table, words_of
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import EXPERIENCES
from qualkit.reading.tabular.fields import CASE_FIELDS
from qualkit.reading.tabular.sheets import Sheet

_LONGEST_HEADING = 220
_LONGEST_LABEL = 120
NEW_FORM = re.compile(
    r"\W*(?:ficha|experiencia|iniciativa|proyecto|form|experience)\W*(?:n[°ºo.]*\W*)?\d+\b", re.IGNORECASE
)
_LABEL = re.compile(r"(?P<before>[^:\n]{1,120}):")
_CAPTIONS = frozenset(
    ("campo", "item", "pregunta", "respuesta", "contenido", "dimension", "seccion", "field", "answer")
)
_GUIDES = frozenset(
    ("orientacion", "orientaciones", "instruccion", "instrucciones", "ayuda", "guia", "ejemplo", "hint")
)
_FEWEST_SECTIONS = 3
_SAMPLE_ROWS = 300  # tell where the labels of a sheet stand
_OF_INDICATORS = {
    *("fecha", "linea_base", "metas", "fuentes_de_datos", "indicadores", "indicadores_proceso", "respondent", None),
    *("indicadores_resultado", "resultados_por_indicador", "roles", "acciones", "equipo_responsable", "niveles"),
}
"""Fields that the columns of a small table inside of a form may be called like."""


@dataclass(frozen=True)
class Pair:
    """A heading as it stands and the answer to it; ``starts`` where a new form begins with it."""

    heading: str
    text: str
    starts: bool = False


@lru_cache(maxsize=8192)
def is_heading(cell: str) -> bool:
    """Say whether a cell or a paragraph is a heading or guiding question of a form."""
    if not 0 < len(cell) <= _LONGEST_HEADING:
        return False
    heading = cell.rstrip(": ")
    return EXPERIENCES.exact(heading) is not None or EXPERIENCES.by_words(heading) is not None


def pairs_of_sheet(sheet: Sheet) -> list[Pair]:
    """Return the pairs of a sheet that is laid out as a form; several forms side by side come one after the other.

    A column in which at least two cells and a quarter of them are headings is one of labels; the answer to a label is
    what stands to its right, else what stands below it.
    """
    rows = _without_guides(sheet)
    labels = [] if _is_small_table(rows) else _label_columns(rows)
    if not labels:
        return []
    answers = _side_by_side(rows, labels)
    if len(answers) < 2:
        return _read_rows(rows, labels)
    return [
        pair
        for column in answers
        for pair in _started(_read_rows([{c: v for c, v in r.items() if c in (*labels, column)} for r in rows], labels))
    ]


def _is_small_table(rows: Sequence[Mapping[int, str]]) -> bool:
    """Say whether three columns or more have headings in the first row only: a table inside of a form."""
    if len(rows) < 2 or len(rows[0]) < 3:
        return False
    below = (cell for row in rows[1:_SAMPLE_ROWS] for cell in row.values() if len(cell) <= _LONGEST_LABEL)
    return not any(EXPERIENCES.exact(cell) for cell in below)


def _without_guides(sheet: Sheet) -> list[dict[int, str]]:
    """Return the rows without a column of instructions and without a line that says «Campo | Respuesta»."""
    rows = [dict(sheet.rows[number]) for number in sorted(sheet.rows)]
    guides = {c for row in rows[:5] for c, cell in row.items() if bare(cell) in _GUIDES}
    kept = [{c: cell for c, cell in row.items() if c not in guides} for row in rows]
    return [row for row in kept if row and not all(bare(cell) in _CAPTIONS for cell in row.values())]


def _label_columns(rows: Sequence[Mapping[int, str]]) -> list[int]:
    filled: dict[int, int] = {}
    heads: dict[int, int] = {}
    for row in rows[:_SAMPLE_ROWS]:
        for column, cell in row.items():
            filled[column] = filled.get(column, 0) + 1
            heads[column] = heads.get(column, 0) + is_heading(cell)
    found = [c for c in sorted(filled) if heads[c] >= 2 and heads[c] * 4 >= filled[c]]
    return [c for i, c in enumerate(found) if i == 0 or _is_answered(rows, c, found[i - 1])]


def _is_answered(rows: Sequence[Mapping[int, str]], column: int, before: int) -> bool:
    """Say whether a column asks for something: an answer that is spelled like a heading has nothing to its right."""
    asked = [row for row in rows[:_SAMPLE_ROWS] if column in row and is_heading(row[column])]
    return any(before not in row or max(row) > column for row in asked)


def _side_by_side(rows: Sequence[Mapping[int, str]], labels: Sequence[int]) -> list[int]:
    """Return the columns that each hold the answers of one form: to the right of the labels, half filled or more."""
    if len(labels) != 1:
        return []
    asked = [row for row in rows if labels[0] in row]
    columns = {c for row in asked for c in row if c > labels[0]}
    return [c for c in sorted(columns) if sum(c in row for row in asked) * 2 >= len(asked) and len(asked) >= 3]


def _started(pairs: Sequence[Pair]) -> Iterator[Pair]:
    for i, pair in enumerate(pairs):
        yield Pair(pair.heading, pair.text, starts=i == 0)


def _read_rows(rows: Iterable[Mapping[int, str]], labels: Sequence[int]) -> list[Pair]:
    gathered: list[tuple[str, list[str], bool]] = []
    for row in rows:
        cells = [row[column] for column in sorted(row)]
        columns = sorted(row)
        for i, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            following = i + 1 < len(columns) and columns[i + 1] not in labels
            beside = i > 0 and i % 2 == 0 and following and columns[0] in labels
            is_lone = beside and EXPERIENCES.exact(cell) is not None and not is_heading(cells[i + 1])
            if is_lone or (column in labels and _is_label(cell, following, gathered)):
                head, text = _head_and_text(cell)
                gathered.append((head, [text] if text else [], bool(NEW_FORM.match(cell))))
            elif gathered:
                gathered[-1][1].append(cell)
            elif NEW_FORM.match(cell) or len(cell) > _LONGEST_LABEL:
                gathered.append((squeeze(cell) if NEW_FORM.match(cell) else "", [], True))
    return [Pair(squeeze(head), "\n".join(text).strip(), starts) for head, text, starts in gathered]


def _is_label(cell: str, has_answer_beside: bool, gathered: Sequence[tuple[str, list[str], bool]]) -> bool:
    """Say whether a cell of a column of labels is one: it is known, or it looks like one and something answers it."""
    if is_heading(cell) or NEW_FORM.match(cell):
        return True
    if len(cell) > _LONGEST_LABEL:
        return False
    waits = bool(gathered) and not gathered[-1][1]
    return has_answer_beside or (cell.rstrip().endswith(("?", ":")) and not waits)


def _head_and_text(cell: str) -> tuple[str, str]:
    """Return a heading and the answer that stands in the same cell («Territorio: Inti Red»)."""
    if is_heading(cell) and EXPERIENCES.exact(cell.rstrip(": ")) is not None and ":" not in cell.rstrip(": "):
        return cell.rstrip(": "), ""
    before, colon, after = cell.partition(":")
    if colon and after.strip() and is_heading(before):
        return before, after.strip()
    return cell.rstrip(": "), ""


def pairs_of_blocks(blocks: Sequence[Block]) -> list[Pair]:
    """Return the pairs of a written document: headings with paragraphs, ``Heading: text``, tables of any layout."""
    pairs: list[tuple[str, list[str], bool]] = []
    for block in blocks:
        if isinstance(block, Table):
            pairs.extend((pair.heading, [pair.text], pair.starts) for pair in _pairs_of_table(block, pairs))
        else:
            _take_paragraph(block, pairs)
    return [Pair(heading, "\n".join(text).strip(), starts) for heading, text, starts in pairs]


def _pairs_of_table(table: Table, before: list[tuple[str, list[str], bool]]) -> list[Pair]:
    rows = [[" \n".join(filter(None, map(words_of, cell))).strip() for cell in row] for row in table.rows]
    rows = [row for row in rows if any(row)]
    grid = {i: {j: cell for j, cell in enumerate(row, start=1) if cell} for i, row in enumerate(rows, start=1)}
    pairs = _records(rows) or pairs_of_sheet(Sheet("", grid))
    if not pairs and all(len(row) == 2 for row in rows):
        pairs = [Pair(squeeze(row[0]), row[1]) for row in rows]
    if not pairs:
        pairs = [Pair("", "\n".join(_told_rows(rows)))]
    if before and pairs and not pairs[0].heading:
        before[-1][1].append(pairs[0].text)
        pairs = pairs[1:]
    return pairs


def _told_rows(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table that answers one question (indicators, actors) as lines: «Actor = Club; Poder = 3»."""
    if len(rows) < 2:
        return ["; ".join(filter(None, row)) for row in rows]
    head = [squeeze(cell) for cell in rows[0]]
    return [
        "; ".join(f"{name} = {cell}" if name else cell for name, cell in zip_longest(head, row, fillvalue="") if cell)
        for row in rows[1:]
    ]


def _records(rows: Sequence[Sequence[str]]) -> list[Pair]:
    """Return the pairs of a table with one form a row, or nothing where its first row names no three fields."""
    if len(rows) < 2 or len(set(map(EXPERIENCES.field_of, rows[0])) - _OF_INDICATORS) < _FEWEST_SECTIONS:
        return []
    return [
        Pair(squeeze(heading), text, starts=i == 0)
        for row in rows[1:]
        for i, (heading, text) in enumerate(zip(rows[0], row, strict=False))
    ]


def _take_paragraph(paragraph: Paragraph, pairs: list[tuple[str, list[str], bool]]) -> None:
    text = paragraph.text.strip()
    if not text:
        return
    sections = sections_of(text)
    before, colon, after = text.partition(":")
    if sections:
        pairs.extend((pair.heading, [pair.text], False) for pair in sections)
    elif NEW_FORM.fullmatch(text) or (paragraph.heading and NEW_FORM.match(text)):
        pairs.append((squeeze(text), [], True))
    elif colon and after.strip() and len(before) <= 80 and EXPERIENCES.exact(before) is not None:
        pairs.append((squeeze(before), [after.strip()], False))
    elif paragraph.heading or _is_title(paragraph, text):
        pairs.append((squeeze(text.rstrip(": ")), [], False))
    elif pairs:
        pairs[-1][1].append(text)
    else:
        pairs.append(("", [text], False))


def _is_title(paragraph: Paragraph, text: str) -> bool:
    """Say whether a paragraph of no particular style is a heading: it is known as one, or short and all in bold."""
    if len(text) > _LONGEST_HEADING or "\n" in text:
        return False
    return EXPERIENCES.exact(text.rstrip(": ")) is not None or (
        len(text) <= _LONGEST_LABEL and (is_heading(text) or paragraph.bold == text)
    )


def sections_of(text: str, *, fewest: int = _FEWEST_SECTIONS) -> list[Pair]:
    """Return the pairs of a text in which all fields stand under fixed headings: «Necesidad: … Resultados: …».

    Nothing where it names fewer than ``fewest`` different fields. What stands before the first heading has ``""``.
    """
    found: list[tuple[int, int, str]] = []
    for colon in re.finditer(":", text):
        start = _heading_before(text, colon.start(), found[-1][1] if found else 0)
        if start is not None:
            found.append((start, colon.end(), text[start : colon.start()]))
    if len({EXPERIENCES.exact(heading) for _start, _end, heading in found}) < fewest:
        return []
    ends = [start for start, _end, _heading in found[1:]] + [len(text)]
    before = text[: found[0][0]].strip(" \n.;-–•")
    pairs = [Pair("", before)] if before else []
    return pairs + [
        Pair(squeeze(heading), text[end:stop].strip(" \n-–•"))
        for (_start, end, heading), stop in zip(found, ends, strict=True)
    ]


def _heading_before(text: str, colon: int, earliest: int) -> int | None:
    """Return where the heading that ends at ``colon`` begins: the longest run of words that spells a field.

    It begins a line or with a capital, so that «los resultados: dos» in a sentence is none.
    """
    start = max(earliest, colon - _LONGEST_LABEL)
    line = max(text.rfind("\n", start, colon) + 1, start)
    places = [line, *(line + m.end() for m in re.finditer(r"[\s¿]+|(?<=\W)(?=\w)", text[line:colon]))]
    for place in dict.fromkeys(places):
        words = text[place:colon].strip()
        begins = place == line or words[:1].isupper() or words[:1] in "¿"
        if words and begins and bare(words) in EXPERIENCES.by_spelling:
            return place + len(text[place:colon]) - len(text[place:colon].lstrip())
    return None


def forms_of(pairs: Sequence[Pair]) -> list[list[Pair]]:
    """Return the pairs of each form: a new one begins where it says so, or where the first field comes back.

    A field that comes back elsewhere is more of the same answer.
    """
    forms: list[list[Pair]] = []
    first = _first_field(pairs)
    seen: set[str] = set()
    for pair in pairs:
        name = EXPERIENCES.field_of(pair.heading) if pair.heading else None
        begins = pair.starts or (name is not None and name == first and name in seen and len(seen) > 2)
        if not forms or (begins and seen):
            forms.append([])
            seen = set()
        forms[-1].append(pair)
        if name is not None and pair.text:
            seen.add(name)
    return [form for form in forms if any(pair.text for pair in form)]


def _first_field(pairs: Sequence[Pair]) -> str | None:
    """Return the field that a form of this document begins with: its first, one of the case rather than an answer."""
    names = [EXPERIENCES.field_of(pair.heading) for pair in pairs if pair.heading and pair.text]
    return next((name for name in names if name in CASE_FIELDS), next((name for name in names if name), None))
