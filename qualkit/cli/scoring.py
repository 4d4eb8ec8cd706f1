"""``qualkit score`` and ``qualkit select``: levels with evidence, and a shortlist that says why."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.progress import track
from qualkit.cli.projects import nearest_workspace, open_workspace
from qualkit.cli.speech import command, option
from qualkit.errors import InputError, ProviderError
from qualkit.i18n import _

if TYPE_CHECKING:
    from qualkit.model import Score
    from qualkit.scoring.llm_judge import Estimate
    from qualkit.workflows.scoring import ScoringSummary

N_ = str
STATES = {
    "scored": N_("scored"),
    "no_evidence": N_("no evidence in the form (SE)"),
    "unparsed": N_("the answer could not be read"),
    "refused": N_("the model refused"),
    "provider_error": N_("the provider failed"),
    "over_budget": N_("the budget was spent"),
}


@command(help=N_("Give each experience a level per criterion, with evidence; or do so for JSON lines (--input)."))
@option("--rubric", help=N_("Name or file of the rubric."))
@option("--judge", help=N_("“evidence” (local) or llm:PROVIDER:MODEL."))
@option("--input", "rows", type=click.Path(path_type=Path), help=N_("JSON lines {id, territory, fields}."))
@option("--output", type=click.Path(path_type=Path), help=N_("Where to write one row per criterion."))
@option("--dry-run", is_flag=True, help=N_("Show what would be sent to a model and what it might cost; send nothing."))
@option("--max-tokens", type=click.IntRange(min=1), help=N_("Stop before a model has read and written more than this."))
@option("--max-cost", type=float, help=N_("Stop before the calls cost more than this (prices stand in qualkit.toml)."))
@option("--retry", is_flag=True, help=N_("Ask again where the answer could not be read or was refused."))
@option("--explain", metavar="ID", help=N_("Show the scores of one experience with their evidence."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def score(
    ctx: click.Context,
    rubric: str | None,
    judge: str | None,
    rows: Path | None,
    output: Path | None,
    dry_run: bool,
    max_tokens: int | None,
    max_cost: float | None,
    retry: bool,
    explain: str | None,
    json_: bool,
) -> None:
    """Score the experiences of the project, or the rows of a file; or show what would be sent, or one experience."""
    from qualkit.workflows import scoring

    which: dict[str, Any] = {"rubric": rubric, "judge": judge}
    limits: dict[str, Any] = {"max_tokens": max_tokens, "max_cost": max_cost}
    if rows is not None:
        if retry or explain:
            raise InputError(_("--retry and --explain work in a project, not with --input."))
        workspace = nearest_workspace(ctx)
        if dry_run:
            _show_estimate(scoring.estimate_file(rows, workspace=workspace, **which), json_)
        else:
            ctx.exit(_score_rows(rows, output, json_, workspace=workspace, **which, **limits))
        return
    workspace = open_workspace(ctx)
    if dry_run:
        _show_estimate(scoring.estimate(workspace, **which), json_)
    elif explain is not None:
        _explain(scoring.scores_of(workspace, explain, **which), json_)
    else:
        summary = scoring.score_project(workspace, **which, **limits, retry=retry, track=track)
        _show_summary(summary, json_)
        for reason in scoring.reasons_of_failure(workspace, summary.judge):
            tell(reason)
        ctx.exit(_exit_code(summary.states))


def _score_rows(rows: Path, output: Path | None, json_: bool, **given: Any) -> int:
    from qualkit.workflows.scoring import score_file

    if output is None:
        raise InputError(_("--input wants --output too."))
    filtered = score_file(rows, output, **given)
    if json_:
        say(as_json({"output": output, "rows": filtered.rows, "states": filtered.states}))
    tell(_("%(n)d scores are in %(file)s.") % {"n": filtered.rows, "file": output})
    for reason in filtered.reasons:
        tell(reason)
    return _exit_code(filtered.states)


def _show_summary(summary: "ScoringSummary", json_: bool) -> None:
    if json_:
        say(as_json(summary))
        return
    said = _("%(n)d experiences on %(criteria)d criteria by “%(judge)s”: %(new)d new scores, %(old)d kept.")
    counts = {"n": summary.experiences, "criteria": summary.criteria, "new": summary.new, "old": summary.kept}
    say(said % {**counts, "judge": summary.judge})
    states = [[_(STATES[state]), count] for state, count in summary.states.items()]
    table([_("State"), _("How many")], states)


def _exit_code(states: Mapping[str, int]) -> int:
    """Return 3 where a provider failed, 1 where another score could not be given, else 0; the states are recorded."""
    from qualkit.workflows.scoring import failed

    if states.get("provider_error"):
        return ProviderError.exit_code
    return 1 if failed(states) else 0


def _show_estimate(estimate: "Estimate", json_: bool) -> None:
    if json_:
        say(as_json(estimate))
        return
    cost = _("no prices in qualkit.toml") if estimate.cost is None else f"{estimate.cost:.2f}"
    say(_("calls: %(n)d") % {"n": estimate.calls})
    say(_("tokens, about: %(sent)d sent, %(answered)d answered") % _tokens(estimate))
    say(_("cost, about: %(cost)s") % {"cost": cost})
    say(_("The first of what would be sent:") + f"\n\n{estimate.first_prompt}")


def _tokens(estimate: "Estimate") -> dict[str, int]:
    return {"sent": estimate.input_tokens, "answered": estimate.output_tokens}


def _explain(scores: "Sequence[Score]", json_: bool) -> None:
    if json_:
        say(as_json(scores))
        return
    for item in scores:
        level = item.level if item.level is not None else _(STATES[item.state])
        say(f"{item.criterion}: {level}\n  {item.rationale}")
        for evidence in item.evidence:
            say(f"  «{evidence.quote}» ({evidence.field} {evidence.start}–{evidence.end})")


@command("select", help=N_("Propose a shortlist balanced by territory and focus, saying why each is in or just out."))
@option("--top", type=click.IntRange(min=1), help=N_("How many to take."))
@option("--per-territory", type=click.IntRange(min=1), help=N_("How many at most from one territory."))
@option("--rubric", help=N_("Name or file of the rubric."))
@option("--judge", help=N_("The judge whose scores count."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def select(
    ctx: click.Context,
    top: int | None,
    per_territory: int | None,
    rubric: str | None,
    judge: str | None,
    json_: bool,
) -> None:
    """Print the shortlist."""
    from qualkit.workflows.scoring import select_experiences

    workspace = open_workspace(ctx)
    chosen = select_experiences(workspace, top=top, per_territory=per_territory, rubric=rubric, judge=judge)
    if json_:
        say(as_json(chosen))
        return
    rows = [[row.rank, "✓" if row.selected else "", row.id, row.territory, row.name, row.reason] for row in chosen]
    table([_("Rank"), _("In"), _("Experience"), _("Territory"), _("Name"), _("Why")], rows)
    tell(_("This is a proposal: the network decides."))
