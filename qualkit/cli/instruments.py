"""``qualkit codebook`` and ``qualkit rubric``: list, show, validate."""

from typing import Any

import click

from qualkit.cli.printing import as_json, say, table
from qualkit.cli.projects import own_folder
from qualkit.cli.speech import SpokenGroup, option
from qualkit.i18n import _

N_ = str
_JSON = option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))


@click.group(cls=SpokenGroup, help=N_("List, show and validate codebooks."))
def codebook() -> None:
    """Hold the commands about codebooks."""


@codebook.command("list", help=N_("List the codebooks."))
@_JSON
@click.pass_context
def codebook_list(ctx: click.Context, json_: bool) -> None:
    """Print one line per codebook."""
    from qualkit.workflows.instruments import list_codebooks

    books = list_codebooks(own_folder(ctx))
    if json_:
        say(as_json(books))
    else:
        headers = [_("Name"), _("Version"), _("Title"), _("Codes"), _("Hash")]
        table(headers, [[b["name"], b["version"], b["title"], b["codes"], b["hash"]] for b in books])


@codebook.command("show", help=N_("Show the codes of a codebook, or one code."))
@click.argument("name")
@click.argument("code", required=False)
@_JSON
@click.pass_context
def codebook_show(ctx: click.Context, name: str, code: str | None, json_: bool) -> None:
    """Print a codebook as a tree, or everything about one code."""
    from qualkit.workflows.instruments import show_codebook

    book = show_codebook(name, code, folder=own_folder(ctx))
    if json_:
        say(as_json(book))
        return
    for item in book["codes"]:
        indent = "  " * item["depth"]
        ordinal = f" [{item['ordinal']}]" if item["ordinal"] else ""
        say(f"{indent}{item['id']}{ordinal} · {item['name']}")
        if code is not None:
            _say_code(item)


def _say_code(item: dict[str, Any]) -> None:
    say(item["definition"])
    for heading, lines in (
        (_("Take in"), item["include"]),
        (_("Leave out"), item["exclude"]),
        (_("How it sounds"), item["indicators"]),
    ):
        say(f"{heading}:")
        for line in lines:
            say(f"  · {line}")


@codebook.command("validate", help=N_("Check a codebook; exit code 1 where something is wrong."))
@click.argument("name")
@click.pass_context
def codebook_validate(ctx: click.Context, name: str) -> None:
    """Print one line per problem."""
    from qualkit.workflows.instruments import codebook_problems

    ctx.exit(_report_problems(codebook_problems(name, folder=own_folder(ctx))))


@click.group(cls=SpokenGroup, help=N_("List, show and validate rubrics."))
def rubric() -> None:
    """Hold the commands about rubrics."""


@rubric.command("list", help=N_("List the rubrics."))
@_JSON
@click.pass_context
def rubric_list(ctx: click.Context, json_: bool) -> None:
    """Print one line per rubric."""
    from qualkit.workflows.instruments import list_rubrics

    rubrics = list_rubrics(own_folder(ctx))
    if json_:
        say(as_json(rubrics))
    else:
        headers = [_("Name"), _("Version"), _("Title"), _("Criteria"), _("Hash")]
        table(headers, [[r["name"], r["version"], r["title"], r["criteria"], r["hash"]] for r in rubrics])


@rubric.command("show", help=N_("Show a rubric with its four levels."))
@click.argument("name")
@_JSON
@click.pass_context
def rubric_show(ctx: click.Context, name: str, json_: bool) -> None:
    """Print a rubric."""
    from qualkit.workflows.instruments import show_rubric

    shown = show_rubric(name, folder=own_folder(ctx))
    if json_:
        say(as_json(shown))
        return
    for criterion in shown.criteria:
        say(f"{criterion.id} · {criterion.name}: {criterion.question}")
        for level, anchor in enumerate(criterion.levels, start=1):
            say(f"  {level}. {anchor}")


@rubric.command("validate", help=N_("Check a rubric; exit code 1 where something is wrong."))
@click.argument("name")
@click.pass_context
def rubric_validate(ctx: click.Context, name: str) -> None:
    """Print one line per problem."""
    from qualkit.workflows.instruments import rubric_problems

    ctx.exit(_report_problems(rubric_problems(name, folder=own_folder(ctx))))


def _report_problems(problems: list[str]) -> int:
    for problem in problems:
        say(problem)
    if not problems:
        say(_("Nothing to mend."))
    return 1 if problems else 0
