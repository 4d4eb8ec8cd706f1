"""A concept map to explore: one page, no network; a click on a concept or a link shows what people said."""

from collections.abc import Iterator
from html import escape

from qualkit.i18n import _, ngettext
from qualkit.model.maps import ConceptMap, MapEdge, MapNode
from qualkit.model.quotes import Quote
from qualkit.rendering.map_svg import map_svg
from qualkit.rendering.pages import inline, page, styled
from qualkit.rendering.quotes import quote_html


def map_html(drawn: ConceptMap) -> str:
    """Return the map as one page: pan, zoom, search, a filter by territory, and the quotes behind everything."""
    title = drawn.question or _("Concept map")
    everything = escape(_("All concepts, links and quotes"))
    body = "\n".join(
        [
            _header(drawn, title),
            '<main>\n<div id="canvas">',
            inline(map_svg(drawn, titled=False)),
            f'</div>\n<aside id="panel" aria-live="polite"><p>{escape(_hint())}</p></aside>\n</main>',
            f'<div id="all"><details><summary>{everything}</summary>',
            *_sections(drawn),
            "</details></div>",
        ]
    )
    return page(title, body, style=styled("map.css"), script=styled("map.js"))


def _hint() -> str:
    return _(
        "Choose a concept or a linking phrase to read what people said. What joins two concepts was "
        "copied from the transcripts; read the quotes before you use it."
    )


def _header(drawn: ConceptMap, title: str) -> str:
    held = [part.territories for part in drawn.nodes] + [part.territories for part in drawn.edges]
    places = sorted({name for territories in held for name in territories})
    options = "".join(f"<option>{escape(name)}</option>" for name in places)
    all_places, place, look = escape(_("All territories")), escape(_("Territory")), escape(_("Search"))
    every = f'<option value="">{all_places}</option>'
    choose = f'<label>{place}<select id="territory">{every}{options}</select></label>' if len(places) > 1 else ""
    buttons = "".join(
        f'<button type="button" id="{name}" aria-label="{escape(text)}" title="{escape(text)}">{sign}</button>'
        for name, text, sign in (("in", _("Larger"), "+"), ("out", _("Smaller"), "−"), ("whole", _("Whole map"), "⤢"))
    )
    search = f'<label>{look}<input id="search" type="search"></label>'
    return f"<header><h1>{escape(title)}</h1>{search}{choose}<span>{buttons}</span></header>"


def _sections(drawn: ConceptMap) -> Iterator[str]:
    labels = {node.id: node.label for node in drawn.nodes}
    for node in drawn.nodes:
        yield _section(f"n{node.id}", node.label, _mentions(node), node.territories, node.quotes)
    for i, edge in enumerate(drawn.edges):
        heading = f"{labels[edge.source]} – {edge.phrase} – {labels[edge.target]}"
        yield _section(f"e{i}", heading, _support(edge), edge.territories, edge.quotes)


def _mentions(node: MapNode) -> str:
    return _("%(mentions)s in %(documents)s") % {
        "mentions": ngettext("%d mention", "%d mentions", node.count) % node.count,
        "documents": ngettext("%d document", "%d documents", node.documents) % node.documents,
    }


def _support(edge: MapEdge) -> str:
    said = ngettext("In %d passage.", "In %d passages.", edge.n) % edge.n
    if edge.directed:
        return said
    return f"{said} " + _("Association %(weight).2f (from −1 to 1). Nobody said how they relate.") % {
        "weight": edge.weight
    }


def _section(key: str, heading: str, count: str, territories: tuple[str, ...], quotes: tuple[Quote, ...]) -> str:
    nothing = escape(_("No quote of its own."))
    shown = "".join(quote_html(quote) for quote in quotes) or f"<p>{nothing}</p>"
    return (
        f'<section data-key="{escape(key)}" data-territories="{escape("|".join(territories))}">'
        f'<h3>{escape(heading)}</h3><p class="count">{escape(count)}</p>{shown}</section>'
    )
