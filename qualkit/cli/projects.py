"""``qualkit init``, ``status`` and ``doctor``: the project as a whole."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.speech import command, option
from qualkit.i18n import _

if TYPE_CHECKING:
    from qualkit.workflows.workspace import Workspace

N_ = str


def open_workspace(ctx: click.Context) -> "Workspace":
    """Open the project that ``--project`` names, or the nearest one upwards; it is closed with the command."""
    from qualkit.workflows.workspace import open_project

    workspace = open_project(ctx.obj["project"])
    ctx.call_on_close(workspace.store.close)
    if ctx.obj["verbose"]:
        known = {run.id for run in workspace.store.runs()}
        ctx.call_on_close(lambda: _tell_runs(workspace, known))
    return workspace


def _tell_runs(workspace: "Workspace", known: set[str]) -> None:
    """Write the runs that were recorded in the meantime on standard error."""
    for run in workspace.store.runs():
        if run.id not in known:
            tell(_("Run %(id)s (%(command)s)") % {"id": run.id, "command": run.command})


def nearest_workspace(ctx: click.Context) -> "Workspace | None":
    """Open the project that ``--project`` names or the nearest one upwards, where there is one."""
    from qualkit.settings import find_project

    return open_workspace(ctx) if ctx.obj["project"] or find_project(Path.cwd()) else None


def own_folder(ctx: click.Context) -> Path | None:
    """Return the folder of the project that is meant, where there is one; nothing is opened."""
    from qualkit.workflows.workspace import project_folder

    return project_folder(ctx.obj["project"])


@command(help=N_("Start a project in FOLDER."))
@click.argument("folder", type=click.Path(path_type=Path))
@option("--name", help=N_("Name of the network; else that of the folder."))
@option("--language", type=click.Choice(["es", "en"]), default="es", help=N_("Language of the reports."))
def init(folder: Path, name: str | None, language: str) -> None:
    """Make a folder a project."""
    from qualkit.workflows.workspace import create_project

    workspace = create_project(folder, name=name, language=language)
    workspace.store.close()
    if folder.resolve() == Path.cwd():
        say(_("This folder is a project now."))
        say(_("Next: %(step)s") % {"step": _("qualkit ingest FILES…")})
        return
    say(_("The project is in %(folder)s.") % {"folder": folder})
    say(_("Next: cd %(folder)s && qualkit ingest FILES…") % {"folder": shlex.quote(str(folder))})


@command(help=N_("Say what is in the project and what comes next."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def status(ctx: click.Context, json_: bool) -> None:
    """Print what the project holds and the next step."""
    from qualkit.workflows.status import project_status

    found = project_status(open_workspace(ctx))
    if json_:
        say(as_json(found))
        return
    say(found.name)
    table([_("What"), _("How many")], [[_(name), count] for name, count in found.counts.items()])
    for note in found.notes:
        say(f"· {note}")
    say(_("Next: %(step)s") % {"step": found.next_step})


@command(help=N_("Say what is installed, configured and missing, and how to get it."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def doctor(ctx: click.Context, json_: bool) -> None:
    """Print one line per thing that qualkit needs or can use; exit code 1 where a needed one fails."""
    from qualkit.workflows.doctor import examine

    findings = examine(ctx.obj["project"])
    if json_:
        say(as_json(findings))
    else:
        width = max(len(finding.what) for finding in findings)
        for finding in findings:  # plain lines: the library that draws tables may be the one that is missing
            say(f"{_mark(finding.ok, finding.needed)}  {finding.what:<{width}}  {finding.detail}")
    ctx.exit(0 if all(finding.ok or not finding.needed for finding in findings) else 1)


def _mark(ok: bool, needed: bool) -> str:
    if ok:
        return "✓"
    return "✗" if needed else "–"
