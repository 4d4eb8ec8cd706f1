"""``qualkit ingest``, ``read`` and ``pseudonymize``: what files say and what is hidden in them."""

from pathlib import Path

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.progress import track
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _

N_ = str
KINDS = ("transcript", "chat", "experiences", "survey", "attendance", "members")


@command(help=N_("Read transcripts, forms, surveys, attendance and members into the project, pseudonymised."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--territory", help=N_("Territory of every file given."))
@option("--session", type=click.IntRange(min=1), help=N_("Number of the session."))
@option("--date", help=N_("Date, YYYY-MM-DD."))
@option("--kind", type=click.Choice(KINDS), help=N_("What the files are, where their form does not tell."))
@option("--manifest", type=click.Path(path_type=Path), help=N_("CSV with file, territory, session, date, kind."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    territory: str | None,
    session: int | None,
    date: str | None,
    kind: str | None,
    manifest: Path | None,
    json_: bool,
) -> None:
    """Print one row per file; exit code 1 where one was rejected."""
    from qualkit.workflows.ingesting import Given, ingest

    given = Given(territory=territory, session=session, date=date, kind=kind, manifest=manifest)
    results = ingest(open_workspace(ctx), paths, given=given, track=track)
    if json_:
        say(as_json(results))
    else:
        headers = [_("File"), _("Kind"), _("Turns"), _("Segments"), _("Words"), _("State")]
        table(headers, [[r.path, _kind(r.kind), r.turns, r.segments, r.words, _state(r.status)] for r in results])
        for result in results:
            if result.reason:
                tell(f"{result.path}: {result.reason}")
            for warning in result.warnings:
                tell(f"{result.path}: {warning}")
    ctx.exit(1 if any(result.status == "rejected" for result in results) else 0)


def _kind(kind: str | None) -> str | None:
    names = {
        "transcript": N_("transcript"),
        "chat": N_("chat"),
        "experiences": N_("forms"),
        "survey": N_("survey"),
        "attendance": N_("attendance"),
        "members": N_("members"),
    }
    return _(names[kind]) if kind in names else kind


def _state(status: str) -> str:
    names = {
        "ingested": N_("ingested"),
        "unchanged": N_("already there"),
        "rejected": N_("rejected"),
    }
    return _(names[status])


@command(help=N_("Show what FILE says, without a project and without pseudonyms."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
def read(file: Path, json_: bool) -> None:
    """Print the turns of a file."""
    from qualkit.workflows.showing import read_file

    shown = read_file(file)
    if json_:
        say(as_json(shown))
        return
    for warning in shown["warnings"]:
        tell(warning)
    for turn in shown["turns"]:
        say(f"{turn['speaker']}: {turn['text']}" if turn["speaker"] else turn["text"])


@command(help=N_("Show what would be hidden in FILE, without a project."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
def pseudonymize(file: Path, json_: bool) -> None:
    """Print the pseudonymised text, or the entities with their offsets in the text as read."""
    from qualkit.workflows.showing import pseudonymize_file

    shown = pseudonymize_file(file)
    say(as_json(shown) if json_ else shown["text"])
