"""``qualkit export`` and ``import``: codings and scores out, labels of people in."""

from pathlib import Path

import click

from qualkit.cli.printing import as_json, say, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _

N_ = str
WHAT = (
    *("codings", "scores", "segments", "agreements", "experiences", "survey", "attendance", "members", "actors"),
    *("agreement_list", "observations", "cycles", "nominations", "encounters"),
)


@command(help=N_("Write codings or scores to FILE (.xlsx, .csv or .jsonl); pseudonyms stay, their key never leaves."))
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--what",
    type=click.Choice(WHAT),
    default="codings",
    show_default=True,
    help=N_("What to write."),
)
@option("--force", is_flag=True, help=N_("Replace the file where it exists."))
@click.pass_context
def export(ctx: click.Context, file: Path, what: str, force: bool) -> None:
    """Write a table."""
    from qualkit.workflows.exchanging import export_table

    count = export_table(open_workspace(ctx), file, what=what, force=force, warn=tell)
    say(_("%(n)d rows are in %(file)s.") % {"n": count, "file": file})


@command("import", help=N_("Bring in the labels that people gave (CSV or XLSX: document, start, end, code, coder)."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def import_(ctx: click.Context, file: Path, json_: bool) -> None:
    """Add labels; the same file twice adds nothing."""
    from qualkit.workflows.exchanging import import_labels

    result = import_labels(open_workspace(ctx), file)
    if json_:
        say(as_json(result))
    else:
        say(_("%(new)d new labels of %(n)d in %(file)s.") % {"new": result.new, "n": result.rows, "file": file})
        for problem in result.problems:
            say(f"· {problem}")
    ctx.exit(1 if result.problems else 0)
