"""How results are shown: one JSON document, or lines and tables for people. Results go to standard output."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import click

PIPED_WIDTH = 200  # columns, where nobody's terminal says how wide it is


def as_json(value: Any) -> str:
    """Return ``value`` (dataclasses and paths included) as one JSON document."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def as_json_line(value: Any) -> str:
    """Return ``value`` as one line of JSON."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def on_one_line(text: str) -> str:
    """Return ``text`` (a path, mostly) with what is no letter of a line written out: line breaks, colours, bytes."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def say(text: str) -> None:
    """Write a line of result."""
    click.echo(text)


def tell(text: str) -> None:
    """Write a line about the work (a warning, where things are) on standard error."""
    click.echo(text, err=True)


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a table as wide as its content, or as the terminal where that is narrower."""
    from rich.console import Console
    from rich.table import Table

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for header in headers:
        shown.add_column(header, overflow="fold")
    for row in rows:
        shown.add_row(*("–" if cell is None else str(cell) for cell in row))
    width = None if sys.stdout.isatty() else PIPED_WIDTH
    Console(soft_wrap=False, highlight=False, markup=False, width=width).print(shown)
