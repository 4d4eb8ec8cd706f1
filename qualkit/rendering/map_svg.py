"""A concept map as SVG: real text, arrows, linking phrases on a halo, a legend that says what everything means."""

import math
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from qualkit.i18n import _, ngettext
from qualkit.model.maps import ConceptMap, MapEdge
from qualkit.rendering import fonts
from qualkit.rendering.map_layout import MARGIN, Drawing, Label, Line, area_key, lay_out
from qualkit.rendering.palette import ACCENT, DARK, FAINT, INK, LINE, MUTED, PAPER, TINTS

_TITLE_SIZE = 16.0
_LEGEND_SIZE = 10.5
_LEAST_WIDTH = 720.0


def map_svg(drawn: ConceptMap, *, prefix: str = "m", titled: bool = True) -> str:
    """Return the map as one SVG document, with its question on top unless the page says it already.

    ``prefix`` keeps its ids apart from those of other drawings of a page.
    """
    drawing = lay_out(drawn)
    width = max(drawing.width, _LEAST_WIDTH)
    question = (drawn.question or _("Concept map")) if titled else ""
    title = fonts.wrapped(question, _TITLE_SIZE, width - 2 * MARGIN, bold=True)
    legend = [line for text in _legend(drawn) for line in fonts.wrapped(text, _LEGEND_SIZE, width - 2 * MARGIN)]
    head = MARGIN + len(title) * _TITLE_SIZE * 1.3
    height = head + drawing.height + len(legend) * _LEGEND_SIZE * 1.5 + MARGIN
    parts = [
        _open(width, height, drawn, prefix),
        *_texts(title, MARGIN, MARGIN + _TITLE_SIZE * 0.8, _TITLE_SIZE, "font-weight='bold'"),
        f"<g transform='translate({_n((width - drawing.width) / 2)} {_n(head)})'>",
        *_body(drawn, drawing, prefix),
        "</g>",
        *_texts(legend, MARGIN, head + drawing.height + _LEGEND_SIZE, _LEGEND_SIZE, f"fill='{MUTED}'"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def map_png(drawn: ConceptMap, *, ppi: int = 200) -> bytes:
    """Return the map as PNG."""
    from qualkit.rendering.raster import svg_to_png

    return svg_to_png(map_svg(drawn), ppi=ppi)


def describe(drawn: ConceptMap) -> str:
    """Return the map in words, for who cannot see it."""
    labels = {node.id: node.label for node in drawn.nodes}
    said = [f"{labels[edge.source]} – {edge.phrase} – {labels[edge.target]}" for edge in drawn.edges[:12]]
    head = _("Concept map with %(nodes)d concepts and %(edges)d links.") % {
        "nodes": len(drawn.nodes),
        "edges": len(drawn.edges),
    }
    return f"{head} {'; '.join(said)}." if said else head


def _open(width: float, height: float, drawn: ConceptMap, prefix: str) -> str:
    title = escape(drawn.question or _("Concept map"))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_n(width)} {_n(height)}' width='{_n(width)}' "
        f"height='{_n(height)}' role='img' aria-labelledby='{prefix}-t {prefix}-d' "
        f"font-family=\"{fonts.CSS_FAMILY}\" fill='{INK}'>\n"
        f"<title id='{prefix}-t'>{title}</title>\n<desc id='{prefix}-d'>{escape(describe(drawn))}</desc>\n"
        f"<defs><marker id='{prefix}-a' viewBox='0 0 8 8' refX='7' refY='4' markerWidth='8' markerHeight='8' "
        f"orient='auto-start-reverse' markerUnits='userSpaceOnUse'>"
        f"<path d='M0 0L8 4L0 8z' fill='{ACCENT}'/></marker></defs>\n"
        f"<rect width='{_n(width)}' height='{_n(height)}' fill='{PAPER}'/>"
    )


def _legend(drawn: ConceptMap) -> Iterator[str]:
    if any(edge.directed for edge in drawn.edges):
        yield _(
            "Arrow: the concepts were joined by these words, in the direction of the arrow; (n) how many "
            "times, where more than once."
        )
    if any(not edge.directed for edge in drawn.edges):
        yield _(
            "Dashed line: both stand in the same passages more often than chance would have it; nobody "
            "said how they relate."
        )
    yield _("Larger letters: more mentions. %(documents)s, %(passages)s.") % {
        "documents": ngettext("%d document", "%d documents", drawn.documents) % drawn.documents,
        "passages": ngettext("%d passage", "%d passages", drawn.passages) % drawn.passages,
    }


def _body(drawn: ConceptMap, drawing: Drawing, prefix: str) -> Iterator[str]:
    areas = {area: i for i, area in enumerate(sorted({node.area for node in drawn.nodes if node.area}))}
    order = {id(edge): i for i, edge in enumerate(drawn.edges)}
    for line in drawing.lines:
        yield _line(line, order, prefix)
    for label in drawing.labels:
        yield from _phrase(label, label.edge, order) if label.edge else _concept(label, areas)


def _line(line: Line, order: Mapping[int, int], prefix: str) -> str:
    (x1, y1), (x2, y2) = line.start, line.end
    place = f"x1='{_n(x1)}' y1='{_n(y1)}' x2='{_n(x2)}' y2='{_n(y2)}'"
    if line.edge is None:
        return f"<line {place} stroke='{FAINT}' stroke-width='1'/>"
    data = _edge_data(line.edge, order)
    if not line.edge.directed:
        return (
            f"<line {data} {place} stroke='{LINE}' stroke-width='1.4' stroke-dasharray='2 4' stroke-linecap='round'/>"
        )
    wide = _n(min(2.6, 1.2 + 0.3 * math.log2(line.edge.n)))
    head = f" marker-end='url(#{prefix}-a)'" if line.arrow else ""
    return f"<line {data} {place} stroke='{ACCENT}' stroke-width='{wide}'{head}/>"


def _edge_data(edge: MapEdge, order: Mapping[int, int]) -> str:
    ends = f"data-source={quoteattr(edge.source)} data-target={quoteattr(edge.target)}"
    return f"class='edge' data-edge='{order[id(edge)]}' {ends}"


def _phrase(label: Label, edge: MapEdge, order: Mapping[int, int]) -> Iterator[str]:
    yield f"<g {_edge_data(edge, order)}>"
    yield _rect(label, f"rx='3' fill='{PAPER}' fill-opacity='0.92'")
    yield from _centred(label, f"font-style='italic' fill='{ACCENT}'")
    yield "</g>"


def _concept(label: Label, areas: Mapping[str, int]) -> Iterator[str]:
    node = label.node
    keys = {area_key(area): i for area, i in areas.items()}
    place = keys.get(area_key(node.area) if node and node.area else label.key, 0)
    fill, ink = (TINTS[place % len(TINTS)], INK) if node else (DARK[place % len(DARK)], PAPER)
    yield f"<g class='node' data-node={quoteattr(node.id)}>" if node else "<g class='area'>"
    yield _rect(
        label,
        f"rx='{_n(min(10, label.box.height / 3))}' fill='{fill}' stroke='{DARK[place % len(DARK)]}' stroke-width='1.2'",
    )
    yield from _centred(label, f"fill='{ink}'" + ("" if node else " font-weight='bold'"))
    yield "</g>"


def _rect(label: Label, style: str) -> str:
    box = label.box
    left, top = _n(box.x - box.width / 2), _n(box.y - box.height / 2)
    return f"<rect x='{left}' y='{top}' width='{_n(box.width)}' height='{_n(box.height)}' {style}/>"


def _centred(label: Label, style: str) -> Iterator[str]:
    first = label.box.y - (len(label.lines) - 1) * label.size * 0.625 + label.size * 0.35
    yield from _texts(label.lines, label.box.x, first, label.size, f"text-anchor='middle' {style}", leading=1.25)


def _texts(lines: Sequence[str], x: float, y: float, size: float, style: str, *, leading: float = 1.4) -> Iterator[str]:
    for i, line in enumerate(lines):
        yield f"<text x='{_n(x)}' y='{_n(y + i * size * leading)}' font-size='{_n(size)}' {style}>{escape(line)}</text>"


def _n(value: float) -> str:
    """Return a number with at most one decimal place."""
    return f"{value:.1f}".removesuffix(".0")
