"""``qualkit session``, ``agreements`` and ``speakers``: what happened in a session, for people to correct."""

from typing import TYPE_CHECKING

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.errors import InputError
from qualkit.i18n import _, ngettext
from qualkit.rendering.figures import percent

if TYPE_CHECKING:
    from qualkit.concepts.agreements import ProposedAgreement
    from qualkit.model.shares import Share
    from qualkit.workflows.sessions import SessionDocument, SessionView
    from qualkit.workflows.workspace import Workspace

N_ = str
_TERRITORY = option("--territory", help=N_("Only this territory."))
_SESSION = option("--session", "number", type=click.IntRange(min=1), help=N_("Only the session of this number."))
_DOCUMENT = option("--document", help=N_("Only the session of this document (the beginning of its id is enough)."))
_JSON = option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))


@command(help=N_("Propose the phases of each session and say who took part; every phase with its evidence."))
@_TERRITORY
@_SESSION
@_DOCUMENT
@_JSON
@click.pass_context
def session(ctx: click.Context, territory: str | None, number: int | None, document: str | None, json_: bool) -> None:
    """Print one part per session."""
    from qualkit.workflows.sessions import session_views

    views = session_views(open_workspace(ctx), territory=territory, session=number, document=document)
    if json_:
        say(as_json(views))
        return
    for view in views:
        _show(view)
    tell(_("The phases and agreements are proposals: somebody who was there must look at them."))


def _show(view: "SessionView") -> None:
    place = view.territory or _("no territory given")
    number = _("session %d") % view.session if view.session is not None else None
    say(" · ".join(part for part in (place, number, view.date) if part))
    for document in view.documents:
        if document.phases:
            _show_phases(document)
        elif document.kind == "transcript":
            say(_("%(title)s: too few turns, or nothing that gives a phase away.") % {"title": document.title})
    headers = [_("Speaker"), _("Turns"), _("Words"), _("In the chat"), _("Part of the words")]
    table(
        headers,
        [
            [row.speaker or _("nobody named"), row.turns, row.words, row.chat_words, _percent(row.share)]
            for row in view.participation
        ],
    )
    n = len(view.agreements)
    say(
        ngettext("%d agreement proposed: “qualkit agreements”.", "%d agreements proposed: “qualkit agreements”.", n) % n
    )
    say("")


def _show_phases(document: "SessionDocument") -> None:
    from qualkit.workflows.sessions import clock

    headers = [_("Phase"), _("Turns"), _("From"), _("To"), _("Words"), _("Facilitation"), _("What gives it away")]
    is_led = any(phase.facilitation.n for phase in document.phases)
    rows = [
        [
            phase.name.capitalize(),
            f"{phase.first + 1}–{phase.last + 1}",
            clock(phase.start),
            clock(phase.end),
            phase.words,
            _percent(phase.facilitation) if is_led else _("nobody marked"),
            f"«{phase.evidence[0].quote}»",
        ]
        for phase in document.phases
    ]
    table(headers, rows)


def _percent(share: "Share") -> str:
    return _("no data") if share.value is None else percent(share.value)


@command(help=N_("Propose the register of agreements: who, what, until when, each with the words that say so."))
@_TERRITORY
@_SESSION
@_DOCUMENT
@_JSON
@click.pass_context
def agreements(
    ctx: click.Context, territory: str | None, number: int | None, document: str | None, json_: bool
) -> None:
    """Print one row per agreement."""
    from qualkit.workflows.sessions import session_views

    views = session_views(open_workspace(ctx), territory=territory, session=number, document=document)
    rows = [(view, found) for view in views for found in view.agreements]
    if json_:
        say(as_json([_agreement_row(view, found) for view, found in rows]))
        return
    headers = [_("Territory"), _("Session"), _("Who"), _("Until"), _("What was said")]
    table(headers, [[v.territory, v.session, ", ".join(a.who) or None, a.until, f"«{a.what}»"] for v, a in rows])
    tell(_("These are proposals: correct them with whoever was there. “qualkit export --what agreements” writes them."))


def _agreement_row(view: "SessionView", found: "ProposedAgreement") -> dict[str, object]:
    case = {"territory": view.territory, "session": view.session, "date": view.date, "document": found.document}
    said = {"turn": found.turn + 1, "who": found.who, "what": found.what, "until": found.until}
    return case | said | {"ground": found.ground, "state": "proposed", "evidence": found.evidence}


@command(help=N_("List the labels of each session, propose which are one person, merge them or take a merge back."))
@option("--document", help=N_("The document in which to merge (the beginning of its id is enough)."))
@option("--merge", nargs=2, metavar="LABEL INTO", help=N_("Make the turns of LABEL those of INTO, in --document."))
@option("--split", metavar="LABEL", help=N_("Take back the merge of LABEL, in --document."))
@option("--as", "author", help=N_("Who decides, for example “ana”."))
@_JSON
@click.pass_context
def speakers(
    ctx: click.Context,
    document: str | None,
    merge: tuple[str, str] | None,
    split: str | None,
    author: str | None,
    json_: bool,
) -> None:
    """Print labels and proposals, or do what a person decided."""
    workspace = open_workspace(ctx)
    if not merge and not split:
        _show_labels(workspace, json_=json_)
        return
    if not document or not author or (merge and split):
        raise InputError(_("Say in which --document, --as whom, and one of --merge and --split."))
    moved = _moved(workspace, document, merge, split or "", by=f"human:{author}")
    say(as_json({"turns": moved}) if json_ else ngettext("%d turn moved.", "%d turns moved.", moved) % moved)


def _moved(workspace: "Workspace", document: str, pair: tuple[str, str] | None, label: str, *, by: str) -> int:
    """Merge ``pair`` or, where there is none, split ``label`` off; returns how many turns have another label now."""
    from qualkit.workflows.speakers import merge, split

    return merge(workspace, document, *pair, by=by) if pair else split(workspace, document, label, by=by)


def _show_labels(workspace: "Workspace", *, json_: bool) -> None:
    from qualkit.workflows.speakers import labels, proposals

    found, proposed = labels(workspace), proposals(workspace)
    if json_:
        say(as_json({"labels": found, "proposals": proposed}))
        return
    titles = {document.id: document.title for document in workspace.store.documents()}
    headers = [_("Document"), _("Title"), _("Label"), _("Turns"), _("Words"), _("Merged with it")]
    rows = [[x.document, titles[x.document], x.label, x.turns, x.words, ", ".join(x.merged) or None] for x in found]
    table(headers, rows)
    reasons = {
        "same person": _("both labels name the same person"),
        "same name": _("the names do not differ"),
        "same school": _("one names only the school of the other"),
    }
    for proposal in proposed:
        said = _("%(document)s: “%(label)s” may be “%(into)s” (%(why)s).")
        names = {"document": proposal.document, "label": proposal.label, "into": proposal.into}
        say(said % (names | {"why": reasons[proposal.ground]}))
    if proposed:
        tell(_("Nothing was merged. “qualkit speakers --document … --merge LABEL INTO --as YOU” does."))
