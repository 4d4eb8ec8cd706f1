"""Tables of a document: one with a column for who speaks, one that only arranges the page, one that holds data."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qualkit.reading.labels import has_role, looks_like_name, may_be_label
from qualkit.reading.office.paragraphs import Cell, Paragraph, Table, words_of
from qualkit.reading.privacy.names import FIRST_NAMES
from qualkit.reading.spelling import bare, squeeze, word_set

_CLOCK = r"(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
_TIME = re.compile(rf"[\[(]?\s*(?P<start>{_CLOCK})\s*(?:(?:-->|[-–—]|a)\s*{_CLOCK}\s*)?[\])]?$")
_NAME_AND_TIME = re.compile(rf"(?P<name>\D.{{0,80}}?)[\s\[(–—-]+(?P<time>{_CLOCK})[\])]?$", re.DOTALL)
_NUMBER = re.compile(r"(?:n[°º.]?\s*)?\d{1,5}[.)]?$", re.IGNORECASE)
_HEADERS = {
    "speaker": word_set(
        "hablante hablantes orador oradora oradores locutor locutora interlocutor interlocutora interviniente nombre "
        "nombres persona participante participantes quien speaker speakers name who voz emisor rol actor"
    ),
    "words": word_set(
        "texto textos intervencion intervenciones transcripcion contenido dialogo discurso habla relato mensaje "
        "comentario comentarios parlamento text transcript words content cita citas respuesta respuestas dicho dice"
    ),
    "time": word_set("tiempo hora minuto minutos marca inicio time timestamp start tiempos minutaje timecode"),
    "number": word_set("n no nro numero num linea id turno line turn"),
}
_SMALL = word_set("de la el del los las que se habla en y of the")
_MOST_WIDE = 12


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns of a table hold what; ``header`` is true of a first row that only names them."""

    speaker: int
    words: tuple[int, ...]
    time: int | None
    header: bool


def table_lines(table: Table, cell_lines: Callable[[Cell], list[str]]) -> Iterator[str]:
    """Yield the lines of a table; ``cell_lines`` gives those of a cell that stands for itself.

    A row of a table with a column for the speaker is ``**Name:** words`` or ``[time] Name: words``; a row without a
    name goes on with the one above. Other rows are one line, or the lines of their cells where these hold several.
    """
    rows = [row for row in table.rows if any(_words(cell) for cell in row)]
    while len(rows) > 2 and _is_title(rows[0]) and _is_header([_header_of(_words(cell)) for cell in rows[1]]):
        yield from _row_lines(rows.pop(0), cell_lines)
    columns = _columns([[_words(cell) for cell in row] for row in rows])
    if columns is None:
        for row in rows:
            yield from _row_lines(row, cell_lines)
        return
    if columns.header and rows:
        yield "# " + " ".join(filter(None, (_words(cell) for cell in rows[0])))
    for row in rows[1:] if columns.header else rows:
        yield from _turn_lines(row, columns, cell_lines)


def _words(cell: Cell) -> str:
    return squeeze(" ".join(words_of(block) for block in cell))


def _is_title(row: Sequence[Cell]) -> bool:
    return sum(bool(_words(cell)) for cell in row) == 1


def _is_header(named: Sequence[str | None]) -> bool:
    return "speaker" in named and ("words" in named or len(named) - named.count(None) >= 2)


def _columns(rows: Sequence[Sequence[str]]) -> _Columns | None:
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= _MOST_WIDE:
        return None
    named = [_header_of(cell) for cell in rows[0]]
    if len(rows) > 1 and _is_header(named):
        speaker, time = named.index("speaker"), named.index("time") if "time" in named else None
        skipped = {speaker, time, *(i for i, name in enumerate(named) if name == "number")}
        return _Columns(speaker, tuple(i for i in range(width) if i not in skipped), time, True)
    return _guessed(rows, width)


def _header_of(cell: str) -> str | None:
    words = [word for word in bare(cell).split() if word not in _SMALL]
    if not 1 <= len(words) <= 3:
        return None
    return next((kind for kind, known in _HEADERS.items() if words[0] in known), None)


def _guessed(rows: Sequence[Sequence[str]], width: int) -> _Columns | None:
    cells = [[row[i] for row in rows if i < len(row) and row[i]] for i in range(width)]
    time = next((i for i in range(width) if _share(cells[i], _TIME.match) >= 0.8), None)
    number = next((i for i in range(width) if i != time and _share(cells[i], _NUMBER.match) >= 0.8), None)
    rest = [i for i in range(width) if i not in (time, number) and cells[i]]
    for i in rest if len(rest) == 2 else ():
        others = [j for j in rest if j != i]
        words = cells[others[0]]
        if _share(cells[i], _is_name) >= 0.8 and not _is_data(words) and _is_speaker_beside(cells[i], words):
            return _Columns(i, tuple(others), time, False)
    return None


def _is_speaker_beside(names: Sequence[str], words: Sequence[str]) -> bool:
    """Say whether one column names who says the other: known names or roles, or cells much shorter than the words."""
    return _share(names, _is_known) >= 0.8 or _length(names) * 1.2 < _length(words)


def _is_known(cell: str) -> bool:
    name = _split(cell)[0]
    return has_role(name) or (looks_like_name(name) and any(word in FIRST_NAMES for word in bare(name).split()[:4]))


def _is_data(cells: Sequence[str]) -> bool:
    """Say whether a column holds posts, schools or names («Directora», «Escuela Los Robles») rather than speech."""
    return _length(cells) < 30 and _share(cells, lambda cell: has_role(cell) or looks_like_name(cell)) >= 0.8


def _share(cells: Sequence[str], holds: Callable[[str], object]) -> float:
    return sum(bool(holds(cell)) for cell in cells) / len(cells) if cells else 0.0


def _length(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells) if cells else 0.0


def _is_name(cell: str) -> bool:
    name = _split(cell)[0]
    return may_be_label(name) and (looks_like_name(name) or has_role(name) or len(name.split()) <= 3)


def _split(cell: str) -> tuple[str, str | None]:
    """Return the name of a speaker's cell, and the time that stands beside or below it."""
    found = _NAME_AND_TIME.match(cell)
    name, time = (found["name"], found["time"]) if found else (cell, None)
    return name.strip().rstrip(":").strip(), time


def _turn_lines(row: Sequence[Cell], columns: _Columns, cell_lines: Callable[[Cell], list[str]]) -> Iterator[str]:
    if len(row) <= columns.speaker or len(row) == 1:  # merged over the whole width: a title, or somebody's aside
        yield from _row_lines(row, cell_lines)
        return
    name, time = _split(_words(row[columns.speaker]))
    if columns.time is not None and columns.time < len(row):
        found = _TIME.match(_words(row[columns.time]))
        time = found["start"] if found else time
    words = " ".join(filter(None, (_words(row[i]) for i in columns.words if i < len(row))))
    if name and not may_be_label(name):
        yield f"{name} {words}"
    elif name:
        yield f"[{time}] {name}: {words}" if time else f"**{name}:** {words}"
    else:
        yield words


def _row_lines(row: Sequence[Cell], cell_lines: Callable[[Cell], list[str]]) -> Iterator[str]:
    """Yield a row as one line where each cell is one paragraph, else cell after cell."""
    full = [cell for cell in row if _words(cell)]
    if len(full) > 1 and all(_is_single(cell) for cell in full):
        yield " ".join(_words(cell) for cell in full)
        return
    for cell in full:
        yield from cell_lines(cell)


def _is_single(cell: Cell) -> bool:
    inner = [block for block in cell if words_of(block).strip()]
    return len(inner) == 1 and isinstance(inner[0], Paragraph) and "\n" not in inner[0].text.strip()
