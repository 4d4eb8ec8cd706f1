"""What a part of the benchmark gives back: tables that are printed as Markdown or written as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from language_measures import Figure

Cell = Figure | float | int | str | None


@dataclass(frozen=True)
class Table:
    """A table with its title, what was measured and how (``note``), its columns and its rows."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    after: str = ""

    def markdown(self) -> str:
        """Return the table as a section of a page."""
        lines = [
            _line(self.columns),
            _line(["---"] * len(self.columns)),
            *(_line(map(shown, row)) for row in self.rows),
        ]
        return "\n\n".join(filter(None, (f"### {self.title}", self.note, "\n".join(lines), self.after)))

    def record(self) -> dict[str, Any]:
        """Return the table as JSON values, a row an object."""
        rows = [dict(zip(self.columns, map(_plain, row), strict=True)) for row in self.rows]
        return {"title": self.title, "note": self.note, "rows": rows, "after": self.after}


@dataclass(frozen=True)
class Skipped:
    """A part that could not be measured, and why."""

    title: str
    reason: str

    def markdown(self) -> str:
        """Return the reason as a section of a page."""
        return f"### {self.title}\n\nNot measured: {self.reason}."

    def record(self) -> dict[str, Any]:
        """Return the reason as JSON values."""
        return {"title": self.title, "skipped": self.reason}


Section = Table | Skipped


def shown(cell: Cell) -> str:
    """Return a cell as it is printed: shares and correlations with three decimals and their interval in brackets."""
    if cell is None:
        return "–"
    if isinstance(cell, Figure):
        return _figure(cell)
    if isinstance(cell, float):
        return f"{cell:.2f}" if abs(cell) < 100 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _plain(cell: Cell) -> Any:
    if isinstance(cell, Figure):
        return {"value": cell.value, "low": cell.low, "high": cell.high, "n": cell.n}
    return cell


def _line(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"


def spread(values: Sequence[float], *, digits: int = 2) -> str:
    """Return the median of ``values`` with the lowest and the highest: «1.20 (1.10–1.31)»."""
    from statistics import median

    return f"{median(values):,.{digits}f} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"
