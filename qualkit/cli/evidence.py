"""``qualkit locate``: the evidence gate on the command line."""

from pathlib import Path
from typing import Any

import click

from qualkit.cli.printing import as_json, as_json_line, say, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.errors import InputError
from qualkit.i18n import _

N_ = str


@command(help=N_("Check that quotes stand word for word in what one speaker says in their own source."))
@option("--source", type=click.Path(path_type=Path), help=N_("File to look in, as read."))
@option("--document", help=N_("Document of the project to look in (its id or title), or an experience, with --field."))
@option("--field", help=N_("Field of the experience's form to look in."))
@option("--quote", help=N_("The quote."))
@option("--input", "rows", type=click.Path(path_type=Path), help=N_("JSON lines {id, source, quote}."))
@option("--sources", type=click.Path(path_type=Path), help=N_("Folder of the sources that the rows name."))
@option("--output", type=click.Path(path_type=Path), help=N_("Where to write the JSON lines; else standard output."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def locate(
    ctx: click.Context,
    source: Path | None,
    document: str | None,
    field: str | None,
    quote: str | None,
    rows: Path | None,
    sources: Path | None,
    output: Path | None,
    json_: bool,
) -> None:
    """Print where each quote stands; exit code 1 where one is not found."""
    if rows is not None:
        ctx.exit(_locate_rows(rows, sources or rows.parent, output, json_))
    if quote is None or (source is None) == (document is None):
        raise InputError(_("Give --quote with --source FILE or --document ID, or --input ROWS with --sources FOLDER."))
    if source is not None and field is not None:
        raise InputError(_("--field goes with --document ID, the id of an experience."))
    ctx.exit(_locate_one(ctx, source, document, field, quote, json_))


def _locate_one(
    ctx: click.Context, source: Path | None, document: str | None, field: str | None, quote: str, json_: bool
) -> int:
    from qualkit.workflows.locating import as_row, locate_in_document, locate_in_field, locate_in_file

    if source is not None:
        answer = locate_in_file(source, quote)
    elif field is not None:
        answer = locate_in_field(open_workspace(ctx), document or "", field, quote)
    else:
        answer = locate_in_document(open_workspace(ctx), document or "", quote)
    if answer.warning and not json_:
        tell(answer.warning)
    if json_:
        say(as_json(as_row(answer)))
    elif answer.found:
        say(_("Found: characters %(start)d to %(end)d.") % {"start": answer.start, "end": answer.end})
    else:
        say(_("Not found: those words do not stand like that in this source."))
    return 0 if answer.found else 1


def _locate_rows(rows: Path, sources: Path, output: Path | None, json_: bool) -> int:
    from qualkit.workflows.jsonl import write_rows
    from qualkit.workflows.locating import as_row, locate_rows
    from qualkit.workflows.outputs import check_apart

    if output is not None:
        check_apart([rows], output)
    answers: list[dict[str, Any]] = [as_row(answer) for answer in locate_rows(rows, sources)]
    if output is not None:
        write_rows(output, answers)
    if json_:
        say(as_json(answers))
    elif output is None:
        for answer in answers:
            say(as_json_line(answer))
    return 0 if all(answer["found"] for answer in answers) else 1
