"""``qualkit agreement`` and ``qualkit audit``: how far codes can be trusted."""

from pathlib import Path

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.i18n import _

N_ = str


@command(help=N_("Compute agreement between coders from FILE (CSV with the columns unit, coder, value)."))
@click.argument("file", type=click.Path(path_type=Path))
@option(
    "--level",
    required=True,
    type=click.Choice(["nominal", "ordinal", "interval", "ratio"]),
    help=N_("Level of measurement of the values. Nobody can choose it for you."),
)
@option("--categories", "--order", help=N_("The categories in their order, separated by commas."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
def agreement(file: Path, level: str, categories: str | None, json_: bool) -> None:
    """Print the coefficients; one that is undefined says why."""
    from qualkit.audit.agreement import COEFFICIENTS
    from qualkit.workflows.auditing import agreement_of_file

    order = [category.strip() for category in categories.split(",")] if categories else None
    summary = agreement_of_file(file, level=level, categories=order)
    if json_:
        say(as_json(summary))
        return
    reasons = summary["reasons"]
    say(_("%(units)d units, %(coders)d coders") % {"units": summary["n_units"], "coders": summary["n_coders"]})
    rows = [
        [name, _number(value), _interval(summary["ci"].get(name)), reasons.get(name, "")]
        for name, value in summary.items()
        if name in COEFFICIENTS
    ]
    table([_("Coefficient"), _("Value"), _("Interval (95 %)"), _("Why not")], rows)


@command(help=N_("Compare the codings of the project with labels that people gave, code by code."))
@option("--labels", type=click.Path(path_type=Path), help=N_("CSV or XLSX with labels, beside those already imported."))
@option("--coder", default="combined", show_default=True, help=N_("The coder to audit."))
@option(
    "--errors",
    type=click.Path(path_type=Path),
    help=N_("Write every disagreement to this file (.csv, .xlsx or .jsonl)."),
)
@option("--force", is_flag=True, help=N_("Replace the file where it exists."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def audit(ctx: click.Context, labels: Path | None, coder: str, errors: Path | None, force: bool, json_: bool) -> None:
    """Print precision, recall and agreement per code with intervals."""
    from qualkit.workflows.auditing import audit_project, write_disagreements

    workspace = open_workspace(ctx)
    if errors is not None:
        count = write_disagreements(workspace, errors, coder=coder, labels=labels, force=force)
        tell(_("%(n)d disagreements are in %(file)s.") % {"n": count, "file": errors})
    result = audit_project(workspace, coder=coder, labels=labels)
    if json_:
        say(as_json(result))
        return
    headers = [_("Code"), "n", _("People"), _("Machine"), _("Precision"), _("Recall"), "F1", "κ", "AC1", _("Reading")]
    rows = [
        [
            row.code,
            row.n_units,
            row.n_human,
            row.n_machine,
            _number(row.precision),
            _number(row.recall),
            _number(row.f1),
            _number(row.kappa),
            _number(row.ac1),
            row.reading,
        ]
        for row in result.codes
    ]
    table(headers, rows)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(bounds: list[float] | tuple[float, float] | None) -> str:
    return "" if not bounds else f"{bounds[0]:.3f} – {bounds[1]:.3f}"
