"""The report as PDF, set by typst: A4, contents, page numbers, repeated table headings. Nothing is fetched.

Every text of a user reaches typst as a string literal, never as markup, so no character of it can mean anything.
"""

from collections.abc import Iterator, Sequence

from qualkit.i18n import _, speaking
from qualkit.model.quotes import Quote
from qualkit.rendering.blocks import (
    Block,
    Cell,
    Column,
    Drawing,
    Folded,
    Heading,
    Items,
    KeyFigures,
    Paragraph,
    Quotes,
    Report,
    Table,
    Wide,
)
from qualkit.rendering.content import ReportContent
from qualkit.rendering.fonts import FAMILY
from qualkit.rendering.pages import styled
from qualkit.rendering.quotes import CLOSE, OPEN, source
from qualkit.rendering.raster import quoted, typst_to_pdf
from qualkit.rendering.report import compose

_SHADES = ("#ffffff", "#e9f2f7", "#cfe3ee", "#a9cce0", "#7eb2cd")


def render_pdf(content: ReportContent) -> bytes:
    """Return the report as PDF in the language of ``content``; equal content gives equal bytes."""
    with speaking(content.language):
        return typst_to_pdf(report_source(compose(content)))


def report_source(report: Report) -> str:
    """Return the report as typst source."""
    return "\n".join([*_front(report), *_blocks(report.blocks)]) + "\n"


def _front(report: Report) -> Iterator[str]:
    title, network = quoted(report.title), quoted(report.network)
    yield f'#set document(title: {title}, author: {network}, date: none)\n#set text(lang: "{report.language}")'
    yield styled("report.typ")
    yield (
        f'#set page(paper: "a4", margin: (x: 19mm, top: 22mm, bottom: 20mm), '
        "header: context if counter(page).get().first() > 1 "
        f"[#small({network}) #h(1fr) #small({title})], footer: context [#h(1fr) "
        '#small(counter(page).display("1 / 1", both: true)) #h(1fr)])'
    )
    yield f'#v(20mm)\n#text(font: "{FAMILY}", size: 11pt, fill: accent, weight: "bold", {network})\n'
    yield f'#text(font: "{FAMILY}", size: 22pt, weight: "bold", {title})\n\n#small({quoted(report.dated)})\n#v(6mm)'
    yield f"#notice({quoted(report.notice)})\n#v(8mm)"
    contents = quoted(_("Contents"))
    yield f'#text(font: "{FAMILY}", size: 12pt, weight: "bold", fill: accent, {contents})\n'
    yield "#outline(title: none, depth: 2, indent: 1.2em)\n#pagebreak(weak: true)"


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level, text):
                yield f"{'#pagebreak(weak: true)' if block.fresh else ''}#heading(level: {level}, {quoted(text)})"
            case Paragraph(text, kind):
                yield _paragraph(text, kind)
            case Items(texts, numbered):
                name = "enum" if numbered else "list"
                yield f"#{name}({', '.join(quoted(text) for text in texts)})" if texts else ""
            case KeyFigures(figures):
                cards = ", ".join(f"card({', '.join(map(quoted, figure))})" for figure in figures)
                yield f"#grid(columns: (1fr, 1fr, 1fr), gutter: 7pt, {cards})" if cards else ""
            case Table():
                yield _table(block)
            case Quotes(quotes):
                yield from (f"#shown({quoted(why) if why else 'none'}, {_quote(quote)})" for why, quote in quotes)
            case Drawing():
                yield _drawing(block, "width: 100%")
            case Wide(inner):
                yield f"#page(flipped: true)[{''.join(_wide(inner))}]"
            case Folded(_summary, inner):
                yield from _blocks(inner)


def _wide(blocks: Sequence[Block]) -> Iterator[str]:
    """Yield the blocks of a page on its side; a drawing takes the height that is left."""
    for block in blocks:
        if isinstance(block, Drawing):
            yield "\n\n" + _drawing(block, 'width: 100%, height: 128mm, fit: "contain"')
        else:
            yield "\n".join(["", *_blocks([block])])


def _paragraph(text: str, kind: str) -> str:
    words = quoted(text)
    return {
        "plain": f"#par({words})",
        "note": f"#par(small({words}))",
        "warning": f"#notice({words})",
        "empty": f"#par(emph({words}))",
    }[kind]


def _quote(quote: Quote) -> str:
    words = quoted(f"{OPEN}{quote.text}{CLOSE}")
    return f"[#{words} #source({quoted(source(quote))})]"


def _drawing(drawing: Drawing, size: str) -> str:
    figure = drawing.figure
    image = f'image(bytes({quoted(figure.svg)}), format: "svg", alt: {quoted(figure.alt)}, {size})'
    return f"#figure({image}, caption: [#{quoted(figure.caption)}], numbering: none)"


def _table(table: Table) -> str:
    widths = ", ".join(f"{column.share}fr" if column.share else "auto" for column in table.columns)
    aligns = ", ".join(f"{column.align} + top" for column in table.columns)
    heads = ", ".join(
        f'table.cell(fill: rgb("#e6f0f5"), sans(strong({quoted(column.heading)})))' for column in table.columns
    )
    rows = "\n".join(
        ", ".join(_cell(cell, column) for cell, column in zip(cells, table.columns, strict=True)) + ","
        for cells in table.rows
    )
    size = "8.2pt" if table.small else "9.2pt"
    return (
        f"#block(below: 0.5em, sticky: true, small({quoted(table.caption)}))\n"
        f"#block[#set text(size: {size})\n#set par(leading: 0.5em, spacing: 0.6em)\n"
        f"#table(columns: ({widths},), align: ({aligns},), inset: {'3pt' if table.small else '5pt'}, "
        f'stroke: (x: none, y: 0.4pt + rgb("#d3dae1")),\ntable.header({heads}),\n{rows}\n)]'
    )


def _cell(cell: Cell, column: Column) -> str:
    text = quoted(cell.text)
    words = f"text(fill: muted, {text})" if cell.muted else f"strong({text})" if cell.strong else f"[#{text}]"
    body = f"[#{words}]" if not cell.quotes else "[" + " #parbreak() ".join(f"#{_quote(q)}" for q in cell.quotes) + "]"
    fill = f', fill: rgb("{_SHADES[cell.shade]}")' if cell.shade else ""
    return f"table.cell({body}{fill})"
