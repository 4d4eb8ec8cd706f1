"""``qualkit demo`` and ``run``: the whole way, on the bundled corpus or on what ``qualkit.toml`` names."""

from pathlib import Path

import click

from qualkit.cli.printing import as_json, say, tell
from qualkit.cli.progress import track
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _, ngettext

N_ = str


@command(help=N_("Walk the whole way on the bundled synthetic corpus; DIR is qualkit-demo where it is not given."))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
def demo(folder: Path | None, json_: bool) -> None:
    """Make a project from the corpus and print where its reports are."""
    from qualkit.workflows.demo import run_demo

    if not json_:
        tell(_("The corpus is synthetic: no person, school or sentence in it is real."))
    result = run_demo(folder or Path("qualkit-demo"), track=track, tell=(lambda line: None) if json_ else tell)
    if json_:
        say(as_json(result))
        return
    counts = (
        ngettext("%d document", "%d documents", result.documents) % result.documents,
        ngettext("%d segment", "%d segments", result.segments) % result.segments,
        ngettext("%d coding", "%d codings", result.codings) % result.codings,
        ngettext("%d experience", "%d experiences", result.experiences) % result.experiences,
        f"{result.seconds:.0f} s",
    )
    say(", ".join(counts))
    for name, file in result.reports.items():
        say(f"{name.upper()}: {file}")


@command(help=N_("Do what qualkit.toml says, from files to report."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def run(ctx: click.Context, json_: bool) -> None:
    """Ingest the sources, code, score, select, draw and report."""
    from qualkit.workflows.demo import walk

    workspace = open_workspace(ctx)
    sources = [workspace.folder / source for source in workspace.settings.reading.sources]
    result = walk(workspace, sources, track=track, tell=(lambda line: None) if json_ else tell)
    if json_:
        say(as_json(result))
    else:
        for name, file in result.reports.items():
            say(f"{name.upper()}: {file}")
    ctx.exit(1 if result.rejected else 0)
