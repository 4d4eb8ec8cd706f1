"""``qualkit map``, ``cloud`` and ``report``: what leaves the laptop."""

from collections.abc import Mapping
from pathlib import Path

import click

from qualkit.cli.printing import as_json, say, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _

N_ = str
_JSON = option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))


def _say_files(files: Mapping[str, Path], json_: bool) -> None:
    if json_:
        say(as_json({name: str(file) for name, file in files.items()}))
        return
    for name, file in files.items():
        say(f"{name}: {file}")


@command("map", help=N_("Draw the concept map (SVG, PNG, HTML); every mark leads back to its quotes."))
@option("--territory", help=N_("Only what was said in this territory."))
@option("--session", type=click.IntRange(min=1), help=N_("Only what was said in this session."))
@option("--concepts", type=click.IntRange(min=3, max=60), default=24, show_default=True, help=N_("How many concepts."))
@_JSON
@click.pass_context
def concept_map(ctx: click.Context, territory: str | None, session: int | None, concepts: int, json_: bool) -> None:
    """Write the map and print where it is."""
    from qualkit.workflows.drawing import draw_map

    files = draw_map(open_workspace(ctx), territory=territory, session=session, concepts=concepts)
    _say_files(files, json_)


@command(help=N_("Draw the word cloud (PNG, SVG) with its table."))
@option("--territory", help=N_("Only what was said in this territory."))
@option("--session", type=click.IntRange(min=1), help=N_("Only what was said in this session."))
@option("--words", type=click.IntRange(min=5, max=200), default=70, show_default=True, help=N_("How many words."))
@_JSON
@click.pass_context
def cloud(ctx: click.Context, territory: str | None, session: int | None, words: int, json_: bool) -> None:
    """Write the cloud and print where it is."""
    from qualkit.workflows.drawing import draw_cloud

    _say_files(draw_cloud(open_workspace(ctx), territory=territory, session=session, words=words), json_)


@command(help=N_("Write the closing report as HTML, DOCX and PDF."))
@option("--format", "formats", multiple=True, type=click.Choice(["html", "docx", "pdf"]), help=N_("Only this format."))
@_JSON
@click.pass_context
def report(ctx: click.Context, formats: tuple[str, ...], json_: bool) -> None:
    """Write the report and print where it is."""
    from qualkit.workflows.reporting import write_report

    files = write_report(open_workspace(ctx), formats=formats or ("html", "docx", "pdf"), warn=tell)
    if not json_:
        say(_("The report is a draft: read it, correct it, and say who reviewed what."))
    _say_files(files, json_)
