"""``qualkit index`` and ``qualkit embed``: the vectors that search by meaning needs, and vectors for other scripts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.progress import track
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _

if TYPE_CHECKING:
    from qualkit.workflows.indexing import IndexPlan

N_ = str


@command(help=N_("Bring the search index up to date with the project, or build it again (--rebuild)."))
@option("--rebuild", is_flag=True, help=N_("Build it again, also where another embedder made the present one."))
@option("--dry-run", is_flag=True, help=N_("Say how much would be made or sent and what it may cost; send nothing."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def index(ctx: click.Context, rebuild: bool, dry_run: bool, json_: bool) -> None:
    """Make the vectors that are missing and the index of them."""
    from qualkit.workflows.indexing import plan_index, rebuild_index

    workspace = open_workspace(ctx)
    if dry_run:
        _tell_plan(plan_index(workspace), json_)
        return
    done = rebuild_index(workspace, rebuild=rebuild, track=track)
    if json_:
        say(as_json(done))
        return
    headers = [_("Embedder"), _("Segments"), _("Texts"), _("Dimensions"), _("Made"), _("Kept"), _("Seconds")]
    table(headers, [[done.embedder, done.segments, done.texts, done.dimensions, done.made, done.kept, done.seconds]])


def _tell_plan(plan: "IndexPlan", json_: bool) -> None:
    if json_:
        say(as_json(plan))
        return
    headers = [_("Embedder"), _("Segments"), _("Kept"), _("To make"), _("Words"), _("Tokens (estimate)"), _("Cost")]
    table(headers, [[plan.embedder, plan.segments, plan.kept, plan.texts, plan.words, plan.tokens, _cost(plan.cost)]])
    if plan.sent:
        tell(_("The texts would be sent as they are in the record, with pseudonyms. Nothing was sent."))
    else:
        tell(_("Nothing leaves this machine."))


def _cost(cost: float | None) -> str | None:
    """Return a cost with four decimals; what is less than they can show is not said to be nothing."""
    if cost is None:
        return None
    return "< 0.0001" if 0 < cost < 0.0001 else f"{cost:.4f}"


@command(help=N_("Write a vector for each text of a JSON-lines file; without a project."))
@option("--input", "rows", type=click.Path(path_type=Path), required=True, help=N_("JSON lines {id, text}."))
@option("--output", type=click.Path(path_type=Path), required=True, help=N_("Where to write the JSON lines."))
@option("--embedder", default="local", show_default=True, help=N_("local, or sentence-transformers:NAME_OR_PATH."))
def embed(rows: Path, output: Path, embedder: str) -> None:
    """Write a row ``{id, vector, embedder}`` for each row of the input."""
    from qualkit.workflows.indexing import embed_rows
    from qualkit.workflows.jsonl import write_rows
    from qualkit.workflows.outputs import check_apart

    check_apart([rows], output)
    write_rows(output, embed_rows(rows, embedder))
