"""The report as one HTML file: nothing fetched, printable, legible in the dark, every quote with its own address."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

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
    flat,
)
from qualkit.rendering.content import ReportContent
from qualkit.rendering.pages import inline, page, styled
from qualkit.rendering.quotes import quote_html, quote_id
from qualkit.rendering.report import compose


@dataclass
class _Names:
    """Gives every quote of a page an id of its own."""

    seen: Counter[str] = field(default_factory=Counter)

    def of(self, quote: Quote) -> str:
        first = quote_id(quote)
        self.seen[first] += 1
        return quote_id(quote, self.seen[first] - 1)


def render_html(content: ReportContent) -> str:
    """Return the report as one page in the language of ``content``; equal content gives equal bytes."""
    with speaking(content.language):
        report = compose(content)
        return page(
            f"{report.title} · {report.network}", _body(report), style=styled("report.css"), script=styled("report.js")
        )


def _body(report: Report) -> str:
    names = _Names()
    return "\n".join(
        [
            '<div class="sheet">',
            f'<header><p class="network">{escape(report.network)}</p><h1>{escape(report.title)}</h1>'
            f'<p class="dated">{escape(report.dated)}</p>'
            f'<p class="notice" role="note">{escape(report.notice)}</p></header>',
            _contents(report.blocks),
            "<main>",
            *_blocks(report.blocks, names),
            "</main>\n</div>",
        ]
    )


def _contents(blocks: Sequence[Block]) -> str:
    headings = [block for block in flat(blocks) if isinstance(block, Heading) and block.level < 3]
    contents = escape(_("Contents"))
    parts = [f'<nav aria-label="{contents}"><strong>{contents}</strong><ol>']
    inside = False
    for i, heading in enumerate(headings):
        deeper = i + 1 < len(headings) and headings[i + 1].level > heading.level
        parts.append(f'<li><a href="#{escape(_anchor(heading))}">{escape(heading.text)}</a>')
        if deeper:
            parts.append("<ol>")
            inside = True
        else:
            parts.append("</li>")
        if inside and heading.level == 2 and (i + 1 == len(headings) or headings[i + 1].level == 1):
            parts.append("</ol></li>")
            inside = False
    return "".join([*parts, "</ol></nav>"])


def _anchor(heading: Heading) -> str:
    return "".join(char if char.isalnum() or char in "-_" else "-" for char in heading.anchor)


def _blocks(blocks: Sequence[Block], names: _Names) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(level, text):
                fresh = ' class="fresh"' if block.fresh else ""
                yield f'<h{level + 1}{fresh} id="{escape(_anchor(block))}">{escape(text)}</h{level + 1}>'
            case Paragraph(text, kind):
                yield f"<p>{escape(text)}</p>" if kind == "plain" else f'<p class="{kind}">{escape(text)}</p>'
            case Items(texts, numbered):
                yield _items(texts, "ol" if numbered else "ul")
            case KeyFigures(figures):
                yield _figures(figures)
            case Table():
                yield _table(block, names)
            case Quotes(quotes):
                yield "".join(_shown(why, quote, names) for why, quote in quotes)
            case Drawing(figure):
                yield f"<figure>{inline(figure.svg)}<figcaption>{escape(figure.caption)}</figcaption></figure>"
            case Folded(summary, inner):
                yield f"<details><summary>{escape(summary)}</summary>"
                yield from _blocks(inner, names)
                yield "</details>"
            case Wide(inner):
                yield '<div class="wide">'
                yield from _blocks(inner, names)
                yield "</div>"


def _items(texts: Sequence[str], kind: str) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts)
    return f"<{kind}>{items}</{kind}>" if texts else ""


def _figures(figures: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f"<li><b>{escape(value)}</b><span>{escape(what)}</span><small>{escape(detail)}</small></li>"
        for value, what, detail in figures
    )
    return f'<ul class="figures">{items}</ul>' if items else ""


def _shown(why: str, quote: Quote, names: _Names) -> str:
    head = f"<b>{escape(why)}</b>" if why else ""
    return f'<div class="shown">{head}{quote_html(quote, identifier=names.of(quote))}</div>'


def _table(table: Table, names: _Names) -> str:
    kind = ' class="small"' if table.small else ""
    heads = "".join(f'<th scope="col" class="{column.align}">{escape(column.heading)}</th>' for column in table.columns)
    rows = "".join(_row(cells, table.columns, names) for cells in table.rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(table.caption)}"><table{kind}>'
        f"<caption>{escape(table.caption)}</caption><colgroup>{_widths(table)}</colgroup>"
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _widths(table: Table) -> str:
    total = sum(column.share or 1 for column in table.columns)
    return "".join(f'<col style="width:{(column.share or 1) / total * 100:.1f}%">' for column in table.columns)


def _row(cells: Sequence[Cell], columns: Sequence[Column], names: _Names) -> str:
    made = []
    for i, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        name = "th" if i == 0 else "td"
        scope = ' scope="row"' if i == 0 else ""
        marks = [column.align, *(["strong"] if cell.strong else []), *(["muted"] if cell.muted else [])]
        marks += [f"s{cell.shade}"] if cell.shade else []
        quotes = "".join(quote_html(quote, identifier=names.of(quote)) for quote in cell.quotes)
        made.append(f'<{name}{scope} class="{" ".join(marks)}">{escape(cell.text)}{quotes}</{name}>')
    return f"<tr>{''.join(made)}</tr>"
