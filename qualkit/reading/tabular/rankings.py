"""Ranked answers as form makers export them, brought to one column for each place: first, second, third."""

import re
from collections import Counter
from collections.abc import Sequence

from qualkit.i18n import _
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import snake
from qualkit.reading.tabular.tables import Table

_GRID = re.compile(r"(?P<question>.+?)\s*\[(?P<option>[^\[\]]+)\]\s*")
_PLACE = re.compile(
    r"\s*(?:n[°º.]?\s*)?(\d{1,2})\s*(?:[°ºª.)]|er|do|ro|to|ra|da|ta|\.º|\.ª)?\s*(?:lugar|prioridad|opci[oó]n|mencion|menci[oó]n)?\s*",
    re.IGNORECASE,
)
_ORDINALS = {"primer": 1, "segund": 2, "tercer": 3, "cuart": 4, "quint": 5}
_FEWEST_ROWS = 2
_MOST_PLACES = 12


def with_ranks(table: Table, notes: list[str]) -> Table:
    """Return the table with its rankings as columns ``…_rank1``, ``…_rank2``…; what is no ranking stays.

    Two ways of exporting one are known: a column for each option that holds its place («¿Qué espera? [Recursos]»: 2),
    and one column with all options in order («Pares;Recursos;Actores;»).
    """
    columns: list[tuple[str, list[str]]] = []
    grids = _grids(table)
    done: set[str] = set()
    for at, name in enumerate(table.header):
        question = next((q for q, places in grids.items() if at in places), None)
        if question is None:
            ordered = _ordered_cells(table.column(at))
            columns += _ranks(name, ordered) if ordered else [(name, list(table.column(at)))]
            done |= {name} if ordered else set()
        elif question not in done:
            done.add(question)
            columns += _ranks(question, _from_places(table, grids[question]))
    if not done:
        return table
    notes.append(_("%(n)d questions rank options: each place became a column of its own.") % {"n": len(done)})
    rows = tuple(zip(*(cells for _name, cells in columns), strict=True))
    return Table(table.sheet, tuple(name for name, _cells in columns), rows, table.numbers, table.notes)


def _ranks(question: str, ordered: Sequence[Sequence[str]]) -> list[tuple[str, list[str]]]:
    stem = "expectativa" if re.search(r"expectativa|espera", bare(question)) else snake(question, longest=40)
    most = min(max(map(len, ordered), default=0), _MOST_PLACES)
    return [(f"{stem}_rank{k + 1}", [row[k] if k < len(row) else "" for row in ordered]) for k in range(most)]


def _grids(table: Table) -> dict[str, list[int]]:
    """Return the columns of each question that has one for each option and puts each of them in a place of its own."""
    found: dict[str, list[int]] = {}
    for at, name in enumerate(table.header):
        grid = _GRID.fullmatch(name)
        if grid:
            found.setdefault(squeeze(grid["question"]), []).append(at)
    return {question: places for question, places in found.items() if len(places) >= 2 and _is_ranking(table, places)}


def _is_ranking(table: Table, places: Sequence[int]) -> bool:
    rows = [[_place(row[at]) for at in places if row[at]] for row in table.rows]
    said = [row for row in rows if row]
    is_each_once = all(sorted(place or 0 for place in row) == list(range(1, len(row) + 1)) for row in said)
    return len(said) >= _FEWEST_ROWS and is_each_once and any(len(row) >= 2 for row in said)


def _place(cell: str) -> int | None:
    found = _PLACE.fullmatch(cell)
    if found:
        return int(found[1])
    return next((n for stem, n in _ORDINALS.items() if bare(cell).startswith(stem)), None)


def _from_places(table: Table, places: Sequence[int]) -> list[list[str]]:
    options = {at: _option(table.header[at]) for at in places}
    ordered = []
    for row in table.rows:
        ranked = sorted((place, options[at]) for at in places if (place := _place(row[at])) is not None)
        most = ranked[-1][0] if ranked else 0
        by_place = dict(ranked)
        ordered.append([by_place.get(k, "") for k in range(1, min(most, _MOST_PLACES) + 1)])
    return ordered


def _option(name: str) -> str:
    grid = _GRID.fullmatch(name)
    return squeeze(grid["option"]) if grid else name


def _ordered_cells(cells: Sequence[str]) -> list[list[str]]:
    """Return the options of each cell in their order, where every cell orders the same three options or more."""
    lists = [[part.strip() for part in cell.split(";") if part.strip()] for cell in cells]
    said = [parts for parts in lists if parts]
    if len(said) < _FEWEST_ROWS or len(said[0]) < 3:
        return []
    options = Counter(said[0])
    if any(Counter(parts) != options for parts in said) or max(options.values()) > 1 or len({*map(tuple, said)}) < 2:
        return []
    return lists
