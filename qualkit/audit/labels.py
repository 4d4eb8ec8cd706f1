"""Reading the labels that people gave to passages, from the rows of the sheets they filled in."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Label, Span

NO_CODE = ""
"""The code of a label that says: this person looked at this unit and gave it no code."""

UNIT_COLUMNS = ("document", "start", "end")
QUOTE_COLUMNS = ("file", "quote")
_LONG_COLUMNS = ("code", "value")
_ASIDE = ("text", "note")
_KNOWN = frozenset((*UNIT_COLUMNS, *QUOTE_COLUMNS, "coder", *_LONG_COLUMNS, *_ASIDE))
_SPANISH = {
    "documento": "document",
    "inicio": "start",
    "fin": "end",
    "archivo": "file",
    "cita": "quote",
    "codificador": "coder",
    "codificadora": "coder",
    "persona": "coder",
    "código": "code",
    "codigo": "code",
    "valor": "value",
    "texto": "text",
    "nota": "note",
}
_GIVEN = {"1", "x", "sí", "si", "s", "yes", "y", "true", "verdadero"}
_NOT_GIVEN = {"0", "no", "n", "false", "falso"}

Row = Mapping[str, str]
Where = Mapping[str, object]
Place = Callable[[Row, Where], tuple[str, Span] | None]
"""Returns the document and the span that a row speaks of; ``None`` where it has no place, and makes no label then."""


def english_header(header: Sequence[str]) -> list[str]:
    """Return the names of columns in English, where they are known; the others (codes) as they are."""
    folded = [(name, name.strip().casefold()) for name in header]
    return [_SPANISH.get(low, low if low in _KNOWN else name.strip()) for name, low in folded]


def labels_of_rows(
    header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]], *, file: str, place: Place | None = None
) -> tuple[Label, ...]:
    """Return the labels of rows (number in the sheet, cells), in their order. ``file`` is the name that errors give.

    Two forms are read, with English or Spanish headers in any order (``text`` and ``note`` are skipped):

    - long: ``document,start,end,code,coder`` and, if wanted, ``value``: 1 given (the default), 0 considered and not
      given. A row without code and with value 0 says that the person gave no code at all (``NO_CODE``).
    - wide: ``document,start,end,coder`` and one column for each code, with 1, x, sí where it was given and 0, no or
      nothing where it was not.

    A row where nothing was filled in is a unit that nobody has labelled yet: it makes no label. ``start`` and ``end``
    are offsets in the document's frozen text. With ``place``, ``file,quote`` stand in their stead and it finds the
    unit. Raises ``InputError`` that names the row for whatever cannot be read, and for two labels that contradict each
    other.
    """
    names = english_header(header)
    codes = _code_columns(names, (*(UNIT_COLUMNS if place is None else QUOTE_COLUMNS), "coder"), file)
    made: dict[tuple[str, Span, str, str], Label] = {}
    for number, cells in rows:
        where = {"file": file, "row": number}
        row = dict(zip(names, cells, strict=True))
        for label in _long(row, where, place) if "code" in names else _wide(row, codes, where, place):
            key = (label.document, label.segment, label.code, label.coder)
            if made.setdefault(key, label).value != label.value:
                raise InputError(_("%(file)s, row %(row)d contradicts an earlier row on the same code.") % where)
    return tuple(made.values())


def _code_columns(names: Sequence[str], needed: Sequence[str], file: str) -> list[str]:
    """Return the columns that are codes. Raises ``InputError`` for a header that says too little or the same twice."""
    missing = [name for name in needed if name not in names]
    if missing:
        raise InputError(
            _("%(file)s needs the columns %(needed)s; %(missing)s not found.")
            % {"file": file, "needed": ", ".join(needed), "missing": ", ".join(missing)}
        )
    if len({name for name in names if name}) != len([name for name in names if name]):
        raise InputError(_("%(file)s has two columns with the same name.") % {"file": file})
    codes = [name for name in names if name and name not in _KNOWN]
    if "code" not in names and not codes:
        raise InputError(_("%(file)s has neither a column code nor a column for each code.") % {"file": file})
    return codes


def _long(row: Row, where: Where, place: Place | None) -> Iterator[Label]:
    code, value = row["code"], row.get("value", "")
    if not code and not value:
        return
    given = _given(value or "1", where)
    if not code and given:
        raise InputError(_("%(file)s, row %(row)d: the code is missing.") % where)
    for document, segment, coder in _unit(row, where, place):
        yield Label(document, segment, code or NO_CODE, coder, given)


def _wide(row: Row, codes: Sequence[str], where: Where, place: Place | None) -> Iterator[Label]:
    filled = {code: row[code] for code in codes if row[code]}
    if not filled:
        return
    values = {code: _given(filled[code], where) if code in filled else 0 for code in codes}
    for document, segment, coder in _unit(row, where, place):
        for code in codes:
            yield Label(document, segment, code, coder, values[code])


def _unit(row: Row, where: Where, place: Place | None) -> Iterator[tuple[str, Span, str]]:
    """Yield the unit that a row speaks of and who speaks, or nothing where it has no place."""
    coder = row["coder"]
    if not coder:
        raise InputError(_("%(file)s, row %(row)d: the coder is missing.") % where)
    found = (place or _place_of_offsets)(row, where)
    if found is not None:
        yield *found, coder


def _place_of_offsets(row: Row, where: Where) -> tuple[str, Span]:
    document = row["document"]
    if not document:
        raise InputError(_("%(file)s, row %(row)d: the document is missing.") % where)
    start, end = (_offset(row[name]) for name in ("start", "end"))
    if start is None or end is None or start >= end:
        raise InputError(
            _("%(file)s, row %(row)d: start and end are whole numbers, and the end comes after the start.") % where
        )
    return document, Span(start, end)


def _offset(cell: str) -> int | None:
    whole = _whole(cell)
    return int(whole) if whole.isascii() and whole.isdigit() else None


def _whole(cell: str) -> str:
    """Return ``12`` for ``12.0`` and ``12,0``, as spreadsheets write whole numbers."""
    return cell.removesuffix(".0").removesuffix(",0")


def _given(cell: str, where: Where) -> int:
    word = _whole(cell.casefold())
    if word not in _GIVEN | _NOT_GIVEN:
        raise InputError(
            _("%(file)s, row %(row)d: %(value)s is neither 1 (given) nor 0 (not given).") % {**where, "value": cell}
        )
    return int(word in _GIVEN)
