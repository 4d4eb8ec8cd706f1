"""How a quote is printed: exactly its words between quote marks, then where it comes from."""

from html import escape

from qualkit.i18n import _
from qualkit.model.quotes import Quote

OPEN, CLOSE = "«", "»"


def source(quote: Quote) -> str:
    """Return where the quote stands, such as «Red Ñandú · sesión 2 · turno 14»; never who said it."""
    parts = [quote.territory or quote.title or quote.document]
    if quote.session is not None:
        parts.append(_("session %d") % quote.session)
    if quote.field:
        parts.append(_("field “%s”") % quote.field)
    if quote.turn is not None:
        parts.append(_("turn %d") % quote.turn)
    if quote.status == "suggested":
        parts.append(_("suggested, not reviewed"))
    if quote.risks:
        parts.append(_("look at it before publishing"))
    return " · ".join(parts)


def quote_id(quote: Quote, nth: int = 0) -> str:
    """Return an id for a quote in a page: its place, and ``nth`` where the page prints it again."""
    place = f"c-{quote.document}-{quote.field or ''}-{quote.start}-{quote.end}"
    safe = "".join(char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in place)
    return f"{safe}-{nth}" if nth else safe


def quote_html(quote: Quote, *, identifier: str | None = None) -> str:
    """Return the quote as HTML: the text inside ``q.cita`` equals the source letter by letter."""
    data = [f'data-document="{escape(quote.document)}"', f'data-start="{quote.start}"', f'data-end="{quote.end}"']
    if quote.field:
        data.append(f'data-field="{escape(quote.field)}"')
    if quote.status:
        data.append(f'data-status="{quote.status}"')
    if quote.risks:
        data.append(f'title="{escape("; ".join(quote.risks))}"')
    name = f' id="{escape(identifier)}"' if identifier else ""
    words = f'{OPEN}<q class="cita" {" ".join(data)}>{escape(quote.text, quote=False)}</q>{CLOSE}'
    return f'<span class="quote"{name}>{words} <span class="source">{escape(source(quote))}</span></span>'
