"""``qualkit analyze``: what qualkit understands of a text, word by word."""

from pathlib import Path

import click

from qualkit.cli.printing import as_json, as_json_line, say
from qualkit.cli.speech import command, option
from qualkit.errors import InputError
from qualkit.i18n import _

N_ = str


@command(help=N_("Show tokens, lemmas, sentences, segments and names as qualkit understands them, as JSON."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@option("--input", "rows", type=click.Path(path_type=Path), help=N_("JSON lines {id, text}."))
@option("--output", type=click.Path(path_type=Path), help=N_("Where to write the JSON lines; else standard output."))
@option("--pipeline", help=N_("A spaCy pipeline that is installed, or its folder; else the one of the project."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def analyze(
    ctx: click.Context, file: Path | None, rows: Path | None, output: Path | None, pipeline: str | None, json_: bool
) -> None:
    """Print a row for each turn of a file or each row of the input: JSON lines, or one JSON document."""
    from qualkit.workflows.analysing import analyse_file, analyse_rows, pipeline_of
    from qualkit.workflows.jsonl import write_rows
    from qualkit.workflows.outputs import check_apart

    name = pipeline or pipeline_of(ctx.obj["project"])
    if output is not None:
        check_apart([file, rows], output)
    if file is not None and rows is None:
        answers = analyse_file(file, pipeline=name)
    elif rows is not None and file is None:
        answers = analyse_rows(rows, pipeline=name)
    else:
        raise InputError(_("Give a FILE, or --input ROWS."))
    if output is not None:
        write_rows(output, answers)
    elif json_:
        say(as_json(list(answers)))
    else:
        for answer in answers:
            say(as_json_line(answer))
