"""``qualkit orphans``: what was said of words that changed when a file was edited."""

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _, ngettext

N_ = str


@command(
    help=N_("List codings and labels that lost their words when a file was edited; nothing of them is thrown away.")
)
@option("--all", "all_", is_flag=True, help=N_("Also suggestions that a coder made anew of the edited file."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def orphans(ctx: click.Context, all_: bool, json_: bool) -> None:
    """Print one row per coding or label of a former version that has no place in the present one."""
    from qualkit.workflows.carrying import orphans

    found = [orphan for orphan in orphans(open_workspace(ctx)) if all_ or orphan.waits]
    if json_:
        say(as_json(found))
        return
    if not found:
        tell(_("There are none: everything that was said stands on its words."))
        return
    headers = [_("Document"), _("Code"), _("Coder"), _("Decision"), _("Why"), _("Quote")]
    rows = [[o.title, o.code, o.coder, _decision(o.verdict), _why(o.why), o.quote] for o in found]
    table(headers, rows)
    n = len(found)
    tell(
        ngettext(
            "%(n)d coding or label has lost its words. Read the passage as it is now; code it again if it still holds.",
            "%(n)d codings or labels have lost their words. Read the passages as they are now; code them again where"
            " they still hold.",
            n,
        )
        % {"n": n}
    )


def _decision(verdict: str | None) -> str | None:
    names = {"accepted": N_("accepted"), "rejected": N_("rejected"), "changed": N_("changed")}
    return _(names[verdict]) if verdict in names else verdict


def _why(why: str) -> str:
    names = {
        "border": N_("it ran over the end of a turn"),
        "changed": N_("the words changed or somebody else says them"),
        "ambiguous": N_("the words stand in several places"),
        "too few": N_("too few words are left of its quote"),
    }
    return _(names[str(why)])
