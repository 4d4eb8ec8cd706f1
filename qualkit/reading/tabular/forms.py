"""Forms (fichas) in every layout become experiences.

One a row, one a sheet (field names beside or above the answers), several side by side, one or several in a document
with headings or tables, or all fields in one cell under fixed headings.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Experience
from qualkit.reading.decoding import read_text
from qualkit.reading.office.documents import read_document
from qualkit.reading.office.paragraphs import Block, Paragraph, Piece, paragraphs_of
from qualkit.reading.tabular.columns import EXPERIENCES, Fields, may_begin_heading, told
from qualkit.reading.tabular.experiences import (
    CIRCUMSTANCES,
    CORE_FIELDS,
    LEFT_OUT,
    TEXT_FIELDS,
    Answer,
    experience_of,
    has_id,
    with_own_ids,
)
from qualkit.reading.tabular.layouts import NEW_FORM, Pair, forms_of, pairs_of_blocks, pairs_of_sheet, sections_of
from qualkit.reading.tabular.sheets import Sheet
from qualkit.reading.tabular.tables import EXTENSIONS as TABLES
from qualkit.reading.tabular.tables import Table, holds_table, read_sheets, read_tables, tables_of
from qualkit.reading.territories import Territories

__all__ = ["CORE_FIELDS", "TEXT_FIELDS", "Forms", "field_of", "map_columns", "read_experiences", "word_fields"]

FEWEST_FIELDS = 3
_MICROSOFT = ("hora de inicio", "start time")
_LONGEST_HEADING = 220
_MOST_PARAGRAPHS = 20_000  # of a document that are looked at to tell whether it is a form
_SECTION = re.compile(r"[^\W\d]\s?:(?!\d)")
_LONGEST_LAYOUT = 3000  # rows; a longer sheet has one form a row
_PLAIN = (".txt", ".md")


@dataclass(frozen=True)
class Forms:
    """The experiences of a file, which column fed which field, and the columns that fit none and stand for themselves.

    ``columns`` is the whole mapping, as ``read_experiences`` takes it back: heading → field, or ``None``.
    """

    experiences: tuple[Experience, ...]
    mapping: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    columns: Fields = field(default_factory=dict)


def field_of(heading: str) -> str | None:
    """Return the field that a column heading or guiding question stands for, or ``None`` where none is recognised.

    Besides the text fields: ``id``, ``territory``, ``school``, ``name``, ``focus``, ``respondent``.
    """
    return EXPERIENCES.field_of(heading)


def map_columns(header: Sequence[str], overrides: Fields | None = None) -> dict[str, str]:
    """Return column → field for the columns that are recognised; exact names win over keywords, the first over a
    second.
    """
    return {column: name for column, name in form_columns(header, overrides).items() if name is not None}


def form_columns(header: Sequence[str], edited: Fields | None = None) -> dict[str, str | None]:
    """Return the field of each column; in forms made with Microsoft's tool, «ID» and «Nombre» are of who answers."""
    own = dict(edited or {})
    if any(EXPERIENCES.exact(column) == "respondent" and column.lower().startswith(_MICROSOFT) for column in header):
        who = {column: "respondent" for column in header if column.lower() in ("nombre", "name")}
        own = {**who, **own}
    return EXPERIENCES.match(header, own)


def read_experiences(
    path: str | Path, *, territories: Territories | None = None, columns: Fields | None = None
) -> Forms:
    """Return the experiences of a spreadsheet or a written document, in whatever layout.

    ``columns`` maps headings to field names where the guess is wrong (``None``: no field; ``"-"``: leave it out).
    Field texts are free text: they are not pseudonymised here. Raises ``InputError`` where no field is recognised.
    """
    path = Path(path)
    territories = territories or Territories()
    if path.suffix.lower() not in TABLES and not holds_table(path):
        return _document_forms(path, territories, columns)
    found = [_sheet_forms(sheet, columns) for sheet in read_sheets(path)]
    best = max((one.score for one in found), default=0)
    taken = [one for one in found if one.score and (one.score >= FEWEST_FIELDS or one.score == best)]
    if not taken and any(_score(map(field_of, table.header)) for table in read_tables(path) if not table.rows):
        raise InputError(_("%(file)s has the columns of a form, but no row is filled in.") % {"file": path.name})
    if not taken:
        raise InputError(
            _("%(file)s is no table of experiences: no column is called like a field (necesidad, resultados…).")
            % {"file": path.name}
        )
    said = [note for one in taken for note in one.notes]
    return _forms([answers for one in taken for answers in one.forms], _merged(taken), territories, said)


@dataclass(frozen=True)
class _Found:
    """The forms of a sheet with the number of the row they stand in, and how many fields of a form it has."""

    forms: tuple[tuple[int | None, tuple[Answer, ...]], ...]
    columns: Fields
    score: int
    notes: tuple[str, ...] = ()


def form_score(sheet: Sheet) -> int:
    """Return how many different fields of a form a sheet has, in whatever layout."""
    return _sheet_forms(sheet, None).score


def _sheet_forms(sheet: Sheet, edited: Fields | None) -> _Found:
    by_rows = _row_forms(sheet, edited)
    if len(sheet.rows) > _LONGEST_LAYOUT:
        return by_rows
    in_cells = _cell_forms(sheet)
    pairs = pairs_of_sheet(sheet)
    laid_out = _pair_forms(pairs, edited, sheet.notes) if pairs else by_rows
    return max((by_rows, laid_out, in_cells), key=lambda found: found.score)


def _score(names: Iterable[str | None]) -> int:
    return len({name for name in names if name in TEXT_FIELDS and name not in CIRCUMSTANCES})


def _row_forms(sheet: Sheet, edited: Fields | None) -> _Found:
    """Return the forms of a sheet with one a row; rows that a merged id or name holds together are one form."""
    found = [_table_forms(table, edited) for table in tables_of(sheet)]
    best = max((one.score for one in found), default=0)
    taken = [one for one in found if one.forms and one.score and (one.score >= FEWEST_FIELDS or one.score == best)]
    notes = tuple(note for one in taken for note in one.notes)
    return _Found(tuple(f for one in taken for f in one.forms), _merged(taken), best if taken else 0, notes)


def _table_forms(table: Table, edited: Fields | None) -> _Found:
    columns = form_columns(table.header, edited)
    fields = [columns[name] for name in table.header]
    binding = {at for at, name in enumerate(fields) if name in ("id", "name")}
    forms: list[tuple[int | None, list[Answer]]] = []
    above = [Answer(label, name, text) for label, text in table.above.items() if (name := field_of(label))]
    for i, (row, number) in enumerate(zip(table.rows, table.numbers, strict=True)):
        cells = [Answer(*cell) for cell in zip(table.header, fields, row, strict=True) if cell[2]]
        if forms and any((i, at) in table.joined for at in binding):
            forms[-1][1].extend(cells)
        else:
            forms.append((number, [*cells, *above]))
    used = [column for at, column in enumerate(table.header) if any(row[at] for row in table.rows)]
    score = _score(columns[column] for column in used) or _score_of_sections(forms)
    return _Found(tuple((n, tuple(f)) for n, f in forms), {c: columns[c] for c in used}, score, table.notes)


def _score_of_sections(forms: Sequence[tuple[int | None, Sequence[Answer]]]) -> int:
    texts = (answer.text for _n, form in forms[:20] for answer in form if answer.text.count(":") >= FEWEST_FIELDS)
    return max((_score(field_of(one.heading) for one in sections_of(text)) for text in texts), default=0)


def _cell_forms(sheet: Sheet) -> _Found:
    """Return the forms of a sheet without a header: each cell of its first row holds a whole form already."""
    numbers = sorted(sheet.rows)
    if not numbers or not any(sections_of(cell) for cell in sheet.rows[numbers[0]].values()):
        return _Found((), {}, 0)
    forms = tuple(
        (number, tuple(Answer("otros", None, cell) for cell in sheet.rows[number].values())) for number in numbers
    )
    return _Found(forms, {}, _score_of_sections(forms), sheet.notes)


def _pair_forms(pairs: Sequence[Pair], edited: Fields | None, notes: Sequence[str] = ()) -> _Found:
    header = tuple(dict.fromkeys(p.heading for p in pairs if _asks(p)))
    columns = _pair_columns(header, edited)
    forms = [
        (None, tuple(Answer(p.heading or "otros", columns.get(p.heading), p.text) for p in form if p.text))
        for form in forms_of(pairs)
    ]
    answered = {pair.heading for pair in pairs if pair.text}
    sections = _score_of_sections(forms)
    score = max(_score(name for heading, name in columns.items() if heading in answered), sections)
    kept = {c: name for c, name in columns.items() if c in answered or name is not None}
    return _Found(tuple(forms), kept, score, tuple(notes))


def _asks(pair: Pair) -> bool:
    """Say whether a heading asks for something: one that begins a form («Ficha 2») or heads a section does not."""
    if not pair.heading or (NEW_FORM.fullmatch(pair.heading) and len(pair.heading) < 20):
        return False
    return bool(pair.text) or field_of(pair.heading) is not None


def _pair_columns(header: Sequence[str], edited: Fields | None) -> dict[str, str | None]:
    """Return the field of each heading; a document may ask for one field under two headings."""
    columns = form_columns(header, edited)
    return {
        heading: name or (None if heading in (edited or {}) else EXPERIENCES.exact(heading))
        for heading, name in columns.items()
    }


def _merged(found: Iterable[_Found]) -> dict[str, str | None]:
    return {column: name for one in found for column, name in one.columns.items()}


def _document_forms(path: Path, territories: Territories, edited: Fields | None) -> Forms:
    pairs, warnings = _written_pairs(path)
    found = _pair_forms(pairs, edited, warnings)
    if not found.score:
        raise InputError(
            _("%(file)s does not look like a form: no heading is called like a field (necesidad, resultados…).")
            % {"file": path.name}
        )
    return _forms(found.forms, found.columns, territories, found.notes)


def document_score(path: str | Path) -> int:
    """Return how many fields of the short form a written document names, each as a heading of its own."""
    path = Path(path)
    if path.suffix.lower() in _PLAIN:
        blocks: Sequence[Block] = _paragraphs(read_text(path).text.split("\n"))
    else:
        read = read_document(path)
        blocks = read.blocks or _paragraphs(read.lines)
    names: set[str | None] = set()
    for paragraph in islice(paragraphs_of(blocks), _MOST_PARAGRAPHS):
        text = paragraph.text.strip()
        before, colon, _after = text[:_LONGEST_HEADING].partition(":")
        heading = before if colon or len(text) > _LONGEST_HEADING else text
        if may_begin_heading(heading):
            names.add(EXPERIENCES.exact(heading))
        if len(_SECTION.findall(text)) >= FEWEST_FIELDS:
            names.update(field_of(one.heading) for one in sections_of(text))
    return len(names & {*CORE_FIELDS, "resumen"})


def word_fields(path: str | Path) -> list[tuple[str, str]]:
    """Return the (heading, text) pairs of a written form: tables, headings with paragraphs, ``Heading: text``."""
    return [(pair.heading, pair.text) for pair in _written_pairs(Path(path))[0]]


def _written_pairs(path: Path) -> tuple[list[Pair], tuple[str, ...]]:
    """Return the pairs of a document and what was left out of it; a plain text has a paragraph each line."""
    if path.suffix.lower() in _PLAIN:
        decoded = read_text(path)
        return pairs_of_blocks(_paragraphs(decoded.text.split("\n"))), decoded.warnings
    read = read_document(path)
    return pairs_of_blocks(read.blocks or _paragraphs(read.lines)), read.warnings


def _paragraphs(lines: Iterable[str]) -> list[Paragraph]:
    """Return lines as paragraphs; ``# heading`` is one, and the stars around words in bold mark nothing here."""
    found = []
    for line in lines:
        words = line.lstrip("#").strip().replace("**", "")
        if words:
            found.append(Paragraph((Piece(words),), heading=line.startswith("#")))
    return found


def _forms(
    forms: Sequence[tuple[int | None, Sequence[Answer]]],
    columns: Fields,
    territories: Territories,
    notes: Iterable[str],
) -> Forms:
    unknown = tuple(column for column, name in columns.items() if name is None)
    warnings = [*notes, *_said_of_columns(columns, unknown)]
    read = []
    nameless = 0
    for number, answers in forms:
        experience = experience_of(answers, territories)
        if experience is None:
            warnings += _left_out(number, answers)
            continue
        nameless += not has_id(answers)
        read.append(experience)
    experiences, said = with_own_ids(read)
    if nameless:
        said.append(_made_up_ids(nameless))
    mapping = {column: name for column, name in columns.items() if name is not None}
    return Forms(tuple(experiences), mapping, unknown, (*warnings, *said), columns)


def _left_out(number: int | None, answers: Sequence[Answer]) -> list[str]:
    """Return what to say of a form that says nothing of an experience."""
    if number is not None:
        return [_("Row %(row)d has no field filled in and was left out.") % {"row": number}]
    return [_("A form has no field filled in and was left out.")] if answers else []


def _said_of_columns(columns: Fields, unknown: Sequence[str]) -> list[str]:
    said = []
    if unknown:
        said.append(
            _("These columns fit no field and are kept under their own headings: %(columns)s.")
            % {"columns": told(unknown)}
        )
    if personal := [column for column, name in columns.items() if name == "respondent"]:
        said.append(
            _("These columns say who filled the form in and are not kept: %(columns)s.") % {"columns": told(personal)}
        )
    if omitted := [column for column, name in columns.items() if name == LEFT_OUT]:
        said.append(_("These columns were left out, as you asked: %(columns)s.") % {"columns": told(omitted)})
    return said


def _made_up_ids(n: int) -> str:
    return _(
        "%(n)d experiences have no id: one was made up from what they say. A row that is edited will get another;"
        " add a column “id” to keep its scores."
    ) % {"n": n}
