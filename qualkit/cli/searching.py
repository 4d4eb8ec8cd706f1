"""``qualkit search``: passages found by words and by meaning, each with where it stands and why it was found."""

import re
from typing import TYPE_CHECKING

import click

from qualkit.cli.printing import as_json, say, tell
from qualkit.cli.progress import track
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _, ngettext

if TYPE_CHECKING:
    from qualkit.workflows.passages import Role
    from qualkit.workflows.searching import Found, Hit

N_ = str


@command(help=N_("Find segments by words and by meaning: a word, some words or a question."))
@click.argument("words", nargs=-1, required=True, metavar="QUERY")
@option("--territory", help=N_("Only segments of this territory."))
@option("--session", type=int, help=N_("Only segments of the session with this number."))
@option(
    "--role", type=click.Choice(["facilitator", "participant"]), help=N_("Only what facilitators or participants say.")
)
@option("--code", metavar="CODE", help=N_("Only segments with this code, or one below it, suggested or accepted."))
@option("--document", help=N_("Only segments of the document with this id or title."))
@option("--top", type=click.IntRange(min=1, max=200), default=10, show_default=True, help=N_("How many to show."))
@option("--context", is_flag=True, help=N_("Show the whole turn that each segment is part of."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def search(
    ctx: click.Context,
    words: tuple[str, ...],
    territory: str | None,
    session: int | None,
    role: "Role | None",
    code: str | None,
    document: str | None,
    top: int,
    context: bool,
    json_: bool,
) -> None:
    """Print the segments that answer the query best, with their quotes."""
    from qualkit.workflows.passages import Where
    from qualkit.workflows.searching import search_project

    query = " ".join(words)
    where = Where(territory, session, role, code, document)
    found = search_project(open_workspace(ctx), query, top=top, where=where, context=context, track=track)
    if not found:
        tell(_nothing(found, query))
    elif found.by_meaning_only:
        tell(_("None of these words stands there; what follows is nearest in meaning."))
    if json_:
        say(as_json(found.hits))
        return
    for hit in found:
        say(_shown(hit))


def _nothing(found: "Found", query: str) -> str:
    """Return why nothing was found."""
    if not found.segments:
        return _("No segment is left with these filters together.")
    if not found.words:
        return _("“%(query)s” holds no word to search for: add one that says what it is about.") % {"query": query}
    sentence = ngettext(
        "Nothing in the %(n)d segment searched speaks of that.",
        "Nothing in the %(n)d segments searched speaks of that.",
        found.segments,
    )
    return sentence % {"n": found.segments}


def _shown(hit: "Hit") -> str:
    """Return a hit in two lines or three: the quote with the words that answered, where it stands, its turn."""
    lines = [f"{hit.score:.2f}  «{_marked(hit.quote, hit.why.words)}»"]
    lines.append("      " + " · ".join(part for part in _place(hit) if part))
    if hit.context is not None and hit.context != hit.quote:
        lines.append("      " + _("turn: %(text)s") % {"text": hit.context})
    return "\n".join(lines)


def _place(hit: "Hit") -> tuple[str | None, ...]:
    session = _("session %d") % hit.session if hit.session is not None else None
    standing = {"accepted": _("code accepted"), "suggested": _("code suggested")}.get(hit.code or "")
    return hit.territory, session, hit.title, hit.speaker, f"{hit.start}–{hit.end}", standing


def _marked(quote: str, words: tuple[str, ...]) -> str:
    """Return the quote with ``words`` in bold; where the output is no terminal, Click prints it plain."""
    if not words:
        return quote
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{either})(?!\w)", lambda match: click.style(match.group(), bold=True), quote)
