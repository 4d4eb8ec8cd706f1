"""Ratings: which coder gave which value to which unit, at a level of measurement that somebody chose."""

import csv
import io
import math
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from qualkit.errors import InputError
from qualkit.i18n import _

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Value = Hashable
LEVELS: tuple[Level, ...] = get_args(Level)
LONG_COLUMNS = ("unit", "coder", "value")
MISSING = -1
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Coded:
    """Ratings as numbers: ``matrix`` (units × coders) holds positions in ``categories``, or ``MISSING``.

    ``scale`` is where the categories stand when they are weighed: their ranks 1, 2, 3… at the nominal and ordinal
    levels (an ordinal scale has no distances but those of its steps), their own numbers at interval and ratio level.
    """

    matrix: NDArray[np.int64]
    categories: tuple[Value, ...]
    scale: NDArray[np.float64]
    level: Level

    def take(self, units: NDArray[np.int64]) -> "Coded":
        """Return the same ratings for the units at these positions, in this order, repetitions allowed."""
        return Coded(self.matrix[units], self.categories, self.scale, self.level)

    def pair(self, first: int, second: int) -> "Coded":
        """Return the ratings of two coders, over the units that both of them coded."""
        both = self.matrix[:, [first, second]]
        return Coded(both[(both != MISSING).all(axis=1)], self.categories, self.scale, self.level)

    @cached_property
    def given(self) -> NDArray[np.float64]:
        """Who gave what to what: 1 or 0 (units × coders × categories), units and coders without any value left out."""
        spoke = self.matrix != MISSING
        matrix = self.matrix[spoke.any(axis=1)][:, spoke.any(axis=0)]
        return np.asarray(matrix[:, :, None] == np.arange(len(self.categories)), dtype=float)

    @cached_property
    def counts(self) -> NDArray[np.float64]:
        """How many coders gave each category to each unit (units × categories), units without any value left out."""
        return np.asarray(self.given.sum(axis=1))


@dataclass(frozen=True)
class Ratings:
    """Units × coders; a cell is a category, or ``None`` where the coder said nothing of the unit.

    ``categories`` is the whole scale in its order when it was declared, otherwise the values in use, sorted. Build it
    with ``from_long``, ``from_matrix``, ``from_table`` or ``from_counts``; the level of measurement has no default.
    ``tabled`` says that two coders met in a contingency table, whose standard errors are written over n, not n - 1.
    """

    units: tuple[str, ...]
    coders: tuple[str, ...]
    values: tuple[tuple[Value | None, ...], ...]
    level: Level
    categories: tuple[Value, ...]
    declared: bool = False
    tabled: bool = False

    @classmethod
    def from_matrix(
        cls,
        matrix: Sequence[Sequence[Value | None]],
        *,
        level: Level,
        categories: Sequence[Value] | None = None,
        units: Sequence[str] | None = None,
        coders: Sequence[str] | None = None,
    ) -> "Ratings":
        """Return the ratings of a matrix, one row for each unit and one column for each coder.

        At the ordinal, interval and ratio levels text is read as numbers, unless an ordinal scale of texts is declared
        in ``categories``. Raises ``InputError`` for a value that is not on the scale and for rows of different lengths.
        """
        width = len(matrix[0]) if matrix else 0
        if any(len(row) != width for row in matrix):
            raise InputError(_("Every unit needs one cell for each coder; leave it empty where a coder said nothing."))
        units = tuple(units or (str(i + 1) for i in range(len(matrix))))
        coders = tuple(coders or (str(i + 1) for i in range(width)))
        scale = _declared_scale(level, categories)
        values = tuple(
            tuple(_read_value(value, level, scale, unit, coder) for coder, value in zip(coders, row, strict=True))
            for unit, row in zip(units, matrix, strict=True)
        )
        in_use = scale if scale is not None else _in_order({v for row in values for v in row if v is not None})
        return cls(units, coders, values, level, in_use, scale is not None)

    @classmethod
    def from_long(
        cls,
        rows: Iterable[tuple[str, str, Value | None]],
        *,
        level: Level,
        categories: Sequence[Value] | None = None,
    ) -> "Ratings":
        """Return the ratings of rows (unit, coder, value); units and coders keep the order in which they first come.

        Raises ``InputError`` where a coder speaks twice of one unit, and as ``from_matrix`` does.
        """
        cells: dict[tuple[str, str], Value | None] = {}
        for unit, coder, value in rows:
            if (unit, coder) in cells:
                raise InputError(
                    _("Coder %(coder)s has two rows for unit %(unit)s: keep one.") % {"coder": coder, "unit": unit}
                )
            cells[unit, coder] = value
        units = tuple(dict.fromkeys(unit for unit, _coder in cells))
        coders = tuple(dict.fromkeys(coder for _unit, coder in cells))
        matrix = [[cells.get((unit, coder)) for coder in coders] for unit in units]
        return cls.from_matrix(matrix, level=level, categories=categories, units=units, coders=coders)

    @classmethod
    def from_table(
        cls, table: Sequence[Sequence[int]], *, level: Level, categories: Sequence[Value] | None = None
    ) -> "Ratings":
        """Return the ratings behind the contingency table of two coders (rows: the first one, columns: the second one).

        The table declares the scale: a category that nobody used still counts as one. Without ``categories`` they are
        1, 2, 3… Raises ``InputError`` if the table is not square or holds anything but whole numbers from 0 up.
        """
        names = tuple(categories or range(1, len(table) + 1))
        if any(len(row) != len(table) for row in table) or len(names) != len(table):
            raise InputError(_("A table of two coders needs as many rows as columns and one name for each category."))
        if any(n < 0 or n != int(n) for row in table for n in row):
            raise InputError(_("A table of two coders holds counts: whole numbers, 0 or more."))
        matrix = [
            (first, second)
            for first, row in zip(names, table, strict=True)
            for second, n in zip(names, row, strict=True)
            for _i in range(int(n))
        ]
        return replace(cls.from_matrix(matrix, level=level, categories=names, coders=("1", "2")), tabled=True)

    @classmethod
    def from_counts(
        cls, counts: Sequence[Sequence[int]], *, level: Level, categories: Sequence[Value] | None = None
    ) -> "Ratings":
        """Return the ratings behind a table that says how many coders gave each category (columns) to each unit (rows).

        Who gave what is not known: coefficients that ask for it (Cohen, Light, Hubert, Conger) mean nothing here. The
        table declares the scale. Raises ``InputError`` as ``from_table`` does.
        """
        names = tuple(categories or range(1, len(counts[0]) + 1 if counts else 1))
        if any(len(row) != len(names) for row in counts) or any(n < 0 or n != int(n) for row in counts for n in row):
            raise InputError(_("A table of counts holds whole numbers, 0 or more, one for each category."))
        given = [[c for c, n in zip(names, row, strict=True) for _i in range(int(n))] for row in counts]
        width = max((len(row) for row in given), default=0)
        matrix = [[*row, *[None] * (width - len(row))] for row in given]
        return cls.from_matrix(matrix, level=level, categories=names)

    @cached_property
    def coded(self) -> Coded:
        """The same ratings as positions of categories."""
        position = {category: i for i, category in enumerate(self.categories)}
        matrix = [[MISSING if value is None else position[value] for value in row] for row in self.values]
        numbers = [float(c) for c in self.categories if isinstance(c, int | float)]
        by_number = self.level in ("interval", "ratio") and len(numbers) == len(self.categories)
        scale = np.array(numbers) if by_number else np.arange(1.0, len(self.categories) + 1)
        shape = (len(self.units), len(self.coders))
        return Coded(np.array(matrix, dtype=np.int64).reshape(shape), self.categories, scale, self.level)

    def take(self, positions: NDArray[np.int64]) -> "Ratings":
        """Return the ratings of the units at these positions, in this order, repetitions allowed; the scale stays."""
        taken = replace(
            self,
            units=tuple(self.units[i] for i in positions),
            values=tuple(self.values[i] for i in positions),
        )
        taken.__dict__["coded"] = self.coded.take(positions)  # known already: a bootstrap takes units a thousand times
        return taken

    @property
    def n_units(self) -> int:
        """How many units at least one coder spoke of."""
        return int(self.coded.given.shape[0])

    @property
    def n_coders(self) -> int:
        """How many coders spoke of at least one unit."""
        return int(self.coded.given.shape[1])

    @property
    def prevalence(self) -> Mapping[Value, float]:
        """The share of each category among all the values given; empty where none was given."""
        given = [value for row in self.values for value in row if value is not None]
        if not given:
            return {}
        return {category: given.count(category) / len(given) for category in self.categories}


def read_long_csv(path: Path) -> list[tuple[str, str, str]]:
    """Return the rows (unit, coder, value) of a CSV file with the header ``unit,coder,value``, in their order.

    The columns may come in any order and beside others, with commas, semicolons or tabs, in UTF-8 (with or without byte
    order mark) or Windows-1252. An empty value is a missing one. Raises ``InputError`` for a missing column, a row
    without unit or coder and two rows of one coder for one unit.
    """
    text = decoded(path)
    cells_of = csv.reader(io.StringIO(text), delimiter=delimiter_of(text))
    reader = (cells for cells in cells_of if any(cell.strip() for cell in cells))
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in LONG_COLUMNS if name not in header]
    if missing:
        raise InputError(
            _("%(file)s needs the columns unit, coder and value; %(missing)s not found.")
            % {"file": path.name, "missing": ", ".join(missing)}
        )
    columns = [header.index(name) for name in LONG_COLUMNS]
    rows = [_long_row(cells, columns, number, path) for number, cells in enumerate(reader, start=1)]
    _refuse_duplicates(rows, path)
    return rows


def _long_row(cells: Sequence[str], columns: Sequence[int], number: int, path: Path) -> tuple[str, str, str]:
    unit, coder, value = (cells[i].strip() if i < len(cells) else "" for i in columns)
    if not unit or not coder:
        raise InputError(
            _("%(file)s, row %(row)d of the data: the unit or the coder is missing.")
            % {"file": path.name, "row": number}
        )
    return unit, coder, value


def _refuse_duplicates(rows: Sequence[tuple[str, str, str]], path: Path) -> None:
    first: dict[tuple[str, str], int] = {}
    for number, (unit, coder, _value) in enumerate(rows, start=1):
        earlier = first.setdefault((unit, coder), number)
        if earlier != number:
            raise InputError(
                _("%(file)s: coder %(coder)s has two rows for unit %(unit)s (data rows %(first)d and %(second)d).")
                % {"file": path.name, "coder": coder, "unit": unit, "first": earlier, "second": number}
            )


def decoded(path: Path) -> str:
    """Return the text of a file that a spreadsheet wrote: UTF-8 or, failing that, Windows-1252."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(
            _("%(file)s cannot be read: %(why)s") % {"file": path, "why": error.strerror or error}
        ) from error
    # Spreadsheets of Windows still write Spanish in the second one.
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError(_("%(file)s is not a text file: save it as CSV in UTF-8.") % {"file": path.name})


def delimiter_of(text: str) -> str:
    """Return the comma, semicolon or tab: whichever the first line holds most of."""
    return max(",;\t", key=text.partition("\n")[0].count)


def _declared_scale(level: Level, categories: Sequence[Value] | None) -> tuple[Value, ...] | None:
    """Return the declared scale, as numbers where all of it can be read so and the level has an order."""
    if level not in LEVELS:
        raise InputError(
            _("%(level)s is not a level of measurement: choose one of %(levels)s.")
            % {"level": level, "levels": ", ".join(LEVELS)}
        )
    if categories is None:
        return None
    scale = tuple(categories)
    if level != "nominal":
        numbers = tuple(_number(category) for category in scale)
        if None not in numbers:
            scale = numbers if level == "ordinal" else tuple(sorted(n for n in numbers if n is not None))
        elif level != "ordinal":
            raise InputError(_("The categories of an interval or ratio scale are numbers."))
    if len(set(scale)) != len(scale):
        raise InputError(_("A category is declared twice."))
    return scale


def _read_value(
    value: Value | None, level: Level, scale: tuple[Value, ...] | None, unit: str, coder: str
) -> Value | None:
    """Return ``value`` as it stands on the scale, ``None`` where it is missing."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    where = {"unit": unit, "coder": coder, "value": value}
    if level != "nominal" and not (scale is not None and any(isinstance(c, str) for c in scale)):
        value = _number(value)
        if value is None:
            raise InputError(_not_a_number(level) % where)
        if level == "ratio" and isinstance(value, float) and value < 0:
            raise InputError(_("A ratio scale starts at 0: unit %(unit)s, coder %(coder)s has %(value)s.") % where)
    if scale is not None and value not in scale:
        raise InputError(_("Unit %(unit)s, coder %(coder)s: %(value)s is not one of the declared categories.") % where)
    return value


def _not_a_number(level: Level) -> str:
    if level == "ordinal":
        return _("Unit %(unit)s, coder %(coder)s: %(value)s is not a number; give the order of the labels (--order).")
    return _("Unit %(unit)s, coder %(coder)s: %(value)s is not a number.")


def _number(value: Value | None) -> float | None:
    """Return ``value`` as a finite number, with a decimal point or comma; anything doubtful is ``None``."""
    if isinstance(value, int | float):
        return float(value) if math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    return float(value.strip().replace(",", ".")) if _NUMBER.fullmatch(value.strip()) else None


def _in_order(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return values sorted by number, then by text, then (sets) by size and members: the same order on every run."""
    return tuple(sorted(values, key=_sort_key))


def _sort_key(value: Value) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return (0, float(value), "")
    if isinstance(value, frozenset):
        return (2, float(len(value)), repr(sorted(map(str, value))))
    return (1, 0.0, str(value))
