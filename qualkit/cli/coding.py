"""``qualkit code`` and ``review``: suggestions with evidence, and what people say of them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.progress import track
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.errors import InputError
from qualkit.i18n import _, ngettext

if TYPE_CHECKING:
    from qualkit.workflows.workspace import Workspace

N_ = str


@command(help=N_("Suggest codes with evidence for the segments of the project, or for JSON lines (--input)."))
@option("--codebook", "codebooks", multiple=True, help=N_("Name or file of a codebook; can be given again."))
@option("--coder", help=N_("“combined” (default), “indicators” or “similarity”."))
@option("--input", "rows", type=click.Path(path_type=Path), help=N_("JSON lines {id, text}."))
@option("--output", type=click.Path(path_type=Path), help=N_("Where to write one row per row of --input."))
@option("--under", metavar="CODE", help=N_("Only codes of the family below CODE (with --input)."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def code(
    ctx: click.Context,
    codebooks: tuple[str, ...],
    coder: str | None,
    rows: Path | None,
    output: Path | None,
    under: str | None,
    json_: bool,
) -> None:
    """Code the project, or the rows of a file."""
    from qualkit.workflows import coding

    if rows is not None:
        if output is None:
            raise InputError(_("--input wants --output too."))
        count = coding.code_file(rows, output, codebooks=codebooks, coder=coder, under=under)
        if json_:
            say(as_json({"output": output, "rows": count}))
        tell(_("%(n)d rows are in %(file)s.") % {"n": count, "file": output})
        return
    if under is not None:
        raise InputError(_("--under works with --input and --output."))
    workspace = open_workspace(ctx)
    summaries = coding.code_project(workspace, codebooks=codebooks, coder=coder, track=track)
    _tell_left_behind(workspace)
    if json_:
        say(as_json(summaries))
        return
    headers = [_("Codebook"), _("Coder"), _("Segments"), _("With codes"), _("Codings"), _("New")]
    table(headers, [[s.codebook, s.coder, s.segments, s.coded_segments, s.codings, s.new] for s in summaries])
    tell(_("These are suggestions until somebody accepts them (qualkit review)."))


def _tell_left_behind(workspace: "Workspace") -> None:
    from qualkit.workflows.carrying import left_behind

    if stayed := left_behind(workspace):
        tell(
            ngettext(
                "%(n)d coding or label of an edited file has lost its words: “qualkit orphans” lists it.",
                "%(n)d codings or labels of edited files have lost their words: “qualkit orphans” lists them.",
                stayed,
            )
            % {"n": stayed}
        )


@command(help=N_("Accept or reject suggested codings, one by one; every decision is kept at once."))
@option("--as", "author", required=True, help=N_("Who decides, for example “ana”."))
@option("--code", "only", help=N_("Only codings of this code."))
@option("--limit", type=click.IntRange(min=1), help=N_("Stop after so many."))
@click.pass_context
def review(ctx: click.Context, author: str, only: str | None, limit: int | None) -> None:
    """Ask about each coding that nobody has decided yet."""
    from qualkit.workflows.reviewing import decide, undecided

    workspace = open_workspace(ctx)
    waiting = undecided(workspace, code=only, limit=limit)
    if not waiting:
        tell(_("There is nothing to decide: no suggested coding is waiting."))
        return
    done = 0
    for item in waiting:
        click.echo(f"\n{item.territory or '–'} · {item.title}\n{item.context}\n")
        coding = item.coding
        click.echo(f"→ {item.code_name} ({coding.code}, {coding.confidence:.2f}): «{coding.evidence.quote}»")
        answer = click.prompt(_("[a]ccept, [r]eject, [s]kip, [q]uit"), type=click.Choice(["a", "r", "s", "q"]))
        if answer == "q":
            break
        if answer in ("a", "r"):
            decide(workspace, coding, "accepted" if answer == "a" else "rejected", by=f"human:{author}")
            done += 1
    tell(_("%(n)d decisions kept.") % {"n": done})
