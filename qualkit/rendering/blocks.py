"""What a report is made of, before it is HTML, Word or PDF: headings, paragraphs, tables, quotes and figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from qualkit.model.quotes import Quote
from qualkit.rendering.content import Figure

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; ``anchor`` names it in links. ``fresh`` asks for a new page in print."""

    level: int
    text: str
    anchor: str
    fresh: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text. ``note`` is small print, ``warning`` stands out, ``empty`` says that a part does not exist."""

    text: str
    kind: Literal["plain", "note", "warning", "empty"] = "plain"


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    texts: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class KeyFigures:
    """Few numbers that open the report: value, what it counts, and out of what."""

    figures: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Cell:
    """A cell: text, and quotes below it. ``shade`` runs from 0 (none) to 4; ``strong`` marks what counts most."""

    text: str = ""
    quotes: tuple[Quote, ...] = ()
    shade: int = 0
    strong: bool = False
    muted: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its heading, where its text stands, and its share of the width (0: as narrow as it can be)."""

    heading: str
    align: Align = "left"
    share: int = 0


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row names the row. ``small`` is for many narrow columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    small: bool = False


@dataclass(frozen=True)
class Quotes:
    """Quotes of their own, each with what it shows before it (or nothing)."""

    quotes: tuple[tuple[str, Quote], ...]


@dataclass(frozen=True)
class Drawing:
    """A figure with its caption."""

    figure: Figure


@dataclass(frozen=True)
class Wide:
    """Blocks for a page on its side."""

    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class Folded:
    """Blocks that may stand folded on a screen and are printed in full elsewhere."""

    summary: str
    blocks: "tuple[Block, ...]"


Block = Heading | Paragraph | Items | KeyFigures | Table | Quotes | Drawing | Folded | Wide


@dataclass(frozen=True)
class Report:
    """A report ready to be written down."""

    title: str
    network: str
    dated: str
    language: str
    notice: str
    blocks: tuple[Block, ...] = field(default=())


def row(*cells: Cell | str | int) -> tuple[Cell, ...]:
    """Return a row from cells, texts and numbers."""
    return tuple(cell if isinstance(cell, Cell) else Cell(str(cell)) for cell in cells)


def flat(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with those inside others laid flat."""
    return [
        inner for block in blocks for inner in (flat(block.blocks) if isinstance(block, Folded | Wide) else [block])
    ]
