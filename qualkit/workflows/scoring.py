"""Scoring: a judge gives each experience a level per criterion; each score is kept at once, with its evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _, speaking
from qualkit.llm.budget import Budget, BudgetedChat
from qualkit.llm.chat import chat_for, configured_name
from qualkit.llm.names import PREFIX, is_model_name
from qualkit.llm.stored import StoredChat
from qualkit.model import Criterion, Experience, Rubric, Score, SelectionRow
from qualkit.protocols import ChatModel
from qualkit.scoring.evidence_judge import EvidenceJudge
from qualkit.scoring.filter import experiences_of, score_rows
from qualkit.scoring.llm_judge import Estimate, LlmJudge
from qualkit.scoring.llm_judge import estimate as estimate_calls
from qualkit.scoring.prompt import load_prompt
from qualkit.scoring.selection import select
from qualkit.settings import LlmSection
from qualkit.workflows.hiding import hidden_with_way_back
from qualkit.workflows.instruments import open_rubric
from qualkit.workflows.jsonl import read_rows, write_rows
from qualkit.workflows.kept_names import check_nothing_is_sent
from qualkit.workflows.outputs import check_apart
from qualkit.workflows.workspace import Track, Workspace, silently

FAILURES = ("unparsed", "refused", "provider_error", "over_budget")
PATIENCE = 5  # failures of the provider in a row after which a run stops
ASKED_AGAIN = ("provider_error", "over_budget")  # the others have an answer, and would get the same one
LOCAL = "evidence"


@dataclass(frozen=True)
class ScoringSummary:
    """What one judge did; ``states`` counts the scores as they stand now, ``failed`` those without an answer."""

    judge: str
    rubric: str
    experiences: int
    criteria: int
    new: int
    kept: int
    states: dict[str, int]
    failed: int


@dataclass(frozen=True)
class Filtered:
    """What scoring as a filter wrote: how many rows, in which states, and why a judge could not answer."""

    rows: int
    states: Mapping[str, int]
    reasons: tuple[str, ...]


def rubric_signature(rubric: Rubric) -> str:
    """Return ``name@hash``, by which scores name their rubric."""
    return f"{rubric.name}@{rubric.hash}"


def score_project(
    workspace: Workspace,
    *,
    rubric: str | None = None,
    judge: str | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    retry: bool = False,
    track: Track = silently,
) -> ScoringSummary:
    """Score every experience on every criterion that this judge has not scored yet with the same instrument.

    A provider that failed and a budget that was spent are tried again; with ``retry`` also answers that could not
    be read and refusals, asked anew. After ``PATIENCE`` failures of the provider in a row the run stops. Raises
    ``InputError`` where there are no experiences or no judge of that name.
    """
    sheet = open_rubric(rubric or workspace.settings.scoring.rubric, workspace.folder)
    experiences = workspace.store.experiences()
    if not experiences:
        raise InputError(_("There are no experiences to score yet: ingest their forms first."))
    budget = _budget(workspace.settings.llm, max_tokens, max_cost)
    judging = _project_judge(workspace, judge, sheet, budget, attempt=_attempts(workspace) if retry else 0)
    signature, instrument = rubric_signature(sheet), _instrument(judging)
    again = FAILURES if retry else ASKED_AGAIN
    done = {
        (score.experience, score.criterion)
        for score in workspace.store.scores(rubric=signature, judge=judging.name, instrument=instrument)
        if score.state not in again
    }
    pairs = ((experience, criterion) for experience in experiences for criterion in sheet.criteria)
    work = [(experience, criterion) for experience, criterion in pairs if (experience.id, criterion.id) not in done]
    parameters = {"rubric": signature, "judge": judging.name, "instrument": instrument}
    with workspace.run("score", parameters) as run, speaking(workspace.settings.project.language):
        workspace.store.add_instrument(
            kind="rubric", name=sheet.name, version=sheet.version, hash=sheet.hash, content=asdict(sheet)
        )
        made = 0
        for experience, score in _judged(judging, track(work, len(work), _("Scoring"))):
            workspace.store.add_score(
                score, experience_hash=experience.hash, rubric=signature, run=run.id, instrument=instrument
            )
            made += 1
    scores = workspace.store.scores(rubric=signature, judge=judging.name)
    states: Counter[str] = Counter(score.state for score in scores)
    sizes = (len(experiences), len(sheet.criteria), made, len(done))
    return ScoringSummary(judging.name, signature, *sizes, dict(sorted(states.items())), failed(states))


def _judged(
    judging: EvidenceJudge | LlmJudge, work: Iterable[tuple[Experience, Criterion]]
) -> Iterator[tuple[Experience, Score]]:
    """Yield the scores one by one, up to ``PATIENCE`` failures of the provider in a row: then its server is down."""
    in_a_row = 0
    for experience, criterion in work:
        score = judging.judge(experience, criterion)
        yield experience, score
        in_a_row = in_a_row + 1 if score.state == "provider_error" else 0
        if in_a_row == PATIENCE:
            return


def _project_judge(
    workspace: Workspace, name: str | None, rubric: Rubric, budget: Budget, *, attempt: int = 0
) -> EvidenceJudge | LlmJudge:
    llm = workspace.settings.llm
    full = judge_name(name or workspace.settings.scoring.judge, llm)
    if full == LOCAL:
        return EvidenceJudge(rubric)
    check_nothing_is_sent(workspace)
    chat = BudgetedChat(chat_for(full, llm), budget, longest_answer=llm.max_tokens)
    return LlmJudge(StoredChat(chat, workspace.store, attempt=attempt), name=full)


def _budget(llm: LlmSection, max_tokens: int | None, max_cost: float | None) -> Budget:
    return Budget(max_tokens, max_cost, llm.cost_per_million_input, llm.cost_per_million_output)


def _instrument(judging: EvidenceJudge | LlmJudge) -> str:
    """Return the hash of what the judge works with beside the rubric: its signals or its prompt."""
    return (judging.signals_hash or "") if isinstance(judging, EvidenceJudge) else judging.prompt_hash


def _attempts(workspace: Workspace) -> int:
    return sum(run.command == "score" for run in workspace.store.runs())


def judge_name(name: str, llm: LlmSection) -> str:
    """Return the full name of a judge; ``llm`` alone stands for the model that ``qualkit.toml`` names.

    Raises ``InputError`` for a name that no judge has.
    """
    if name == PREFIX:
        return configured_name(llm)
    if name != LOCAL and not is_model_name(name):
        raise InputError(_("There is no judge “%(name)s”. Write evidence, or llm:PROVIDER:MODEL.") % {"name": name})
    return name


def score_file(
    rows: Path,
    output: Path,
    *,
    rubric: str | None = None,
    judge: str | None = None,
    max_tokens: int | None = None,
    max_cost: float | None = None,
    workspace: Workspace | None = None,
) -> Filtered:
    """Score the rows ``{id, territory, fields}`` of a JSON-lines file into another one, one row per criterion.

    A model sees pseudonyms, never the text itself; in a project its replies are kept. Returns how many of these rows
    have which state, and why some have no answer.
    """
    check_apart([rows], output)
    sheet = open_rubric(rubric or "experiencias_demostrativas", workspace.folder if workspace else None)
    llm = workspace.settings.llm if workspace else LlmSection()
    full = judge_name(judge or LOCAL, llm)
    budget = _budget(llm, max_tokens, max_cost)
    judging = EvidenceJudge(sheet) if full == LOCAL else _file_judge(full, llm, budget, workspace)
    found = (row for _number, row in read_rows(rows, required=("id", "fields")))
    states: Counter[str] = Counter()
    reasons: dict[str, None] = {}
    scored = score_rows(found, sheet, judging, hide=None if full == LOCAL else hidden_with_way_back())
    count = write_rows(output, _noted(scored, states, reasons))
    return Filtered(count, dict(sorted(states.items())), tuple(reasons))


def _file_judge(name: str, llm: LlmSection, budget: Budget, workspace: Workspace | None) -> LlmJudge:
    chat: ChatModel = BudgetedChat(chat_for(name, llm), budget, longest_answer=llm.max_tokens)
    return LlmJudge(StoredChat(chat, workspace.store) if workspace else chat, name=name)


def _noted(rows: Iterator[dict[str, Any]], states: Counter[str], reasons: dict[str, None]) -> Iterator[dict[str, Any]]:
    for row in rows:
        states[row["state"]] += 1
        if row["state"] in FAILURES:
            reasons.setdefault(row["rationale"])
        yield row


def failed(states: Mapping[str, int]) -> int:
    """Return how many scores a judge could not give."""
    return sum(states.get(state, 0) for state in FAILURES)


def estimate(workspace: Workspace, *, rubric: str | None = None, judge: str | None = None) -> Estimate:
    """Return what scoring would send to a model and, where ``[llm]`` has prices, what it might cost; sends nothing.

    What is scored already is left out, as it would be.
    """
    sheet = open_rubric(rubric or workspace.settings.scoring.rubric, workspace.folder)
    name = _model_name(judge or workspace.settings.scoring.judge, workspace.settings.llm)
    done = {
        (score.experience, score.criterion)
        for score in workspace.store.scores(rubric=rubric_signature(sheet), judge=name, instrument=load_prompt().hash)
        if score.state not in ASKED_AGAIN
    }
    with speaking(workspace.settings.project.language):
        return _estimate(workspace.store.experiences(), sheet, workspace.settings.llm, done)


def estimate_file(
    rows: Path, *, rubric: str | None = None, judge: str | None = None, workspace: Workspace | None = None
) -> Estimate:
    """Return what scoring the rows of a file would send, with pseudonyms; sends nothing."""
    sheet = open_rubric(rubric or "experiencias_demostrativas", workspace.folder if workspace else None)
    llm = workspace.settings.llm if workspace else LlmSection()
    _model_name(judge or LOCAL, llm)
    found = (row for _number, row in read_rows(rows, required=("id", "fields")))
    return _estimate(list(experiences_of(found, hide=hidden_with_way_back())), sheet, llm, set())


def _model_name(judge: str, llm: LlmSection) -> str:
    name = judge_name(judge, llm)
    if name == LOCAL:
        raise InputError(_("The judge “evidence” sends nothing. Name a model: --judge llm:PROVIDER:MODEL."))
    return name


def _estimate(
    experiences: Sequence[Experience], sheet: Rubric, llm: LlmSection, done: set[tuple[str, str]]
) -> Estimate:
    prices = {"price_in": llm.cost_per_million_input, "price_out": llm.cost_per_million_output}
    return estimate_calls(experiences, sheet, load_prompt(), done=done, **prices)


def scores_of(
    workspace: Workspace, experience: str, *, rubric: str | None = None, judge: str | None = None
) -> list[Score]:
    """Return the scores of one experience. Raises ``InputError`` where it is not there or has none."""
    if experience not in {x.id for x in workspace.store.experiences()}:
        raise InputError(_("The project has no experience “%(id)s”.") % {"id": experience})
    found = [score for score in current_scores(workspace, rubric=rubric, judge=judge) if score.experience == experience]
    if not found:
        raise InputError(_("“%(id)s” has no scores yet: run “qualkit score”.") % {"id": experience})
    return found


def current_scores(workspace: Workspace, *, rubric: str | None = None, judge: str | None = None) -> list[Score]:
    """Return the newest scores by one judge with one rubric.

    Where none is named: those that the newest shortlist was made with, else those of ``qualkit.toml``.
    """
    chosen = _last_selection(workspace)
    sheet = open_rubric(rubric or workspace.settings.scoring.rubric, workspace.folder)
    name = judge_name(judge or chosen.get("judge") or workspace.settings.scoring.judge, workspace.settings.llm)
    order = {criterion.id: i for i, criterion in enumerate(sheet.criteria)}
    scores = workspace.store.scores(rubric=rubric_signature(sheet), judge=name)
    return sorted(scores, key=lambda score: (score.experience, order.get(score.criterion, len(order))))


def _last_selection(workspace: Workspace) -> Mapping[str, Any]:
    """Return the parameters of the run that made the newest shortlist, or nothing."""
    runs = [run for run in workspace.store.runs() if run.command == "select" and run.finished]
    return runs[-1].parameters if runs else {}


def select_experiences(
    workspace: Workspace,
    *,
    top: int | None = None,
    per_territory: int | None = None,
    rubric: str | None = None,
    judge: str | None = None,
) -> list[SelectionRow]:
    """Propose a shortlist and keep it. Raises ``InputError`` where nothing is scored."""
    settings = workspace.settings.scoring
    sheet = open_rubric(rubric or settings.rubric, workspace.folder)
    name = judge_name(judge or settings.judge, workspace.settings.llm)
    scores = current_scores(workspace, rubric=rubric, judge=name)
    if all(score.state in FAILURES for score in scores):
        raise InputError(_("Nothing is scored yet: run “qualkit score” first."))
    quotas: dict[str, Any] = {"top": top or settings.top, "per_territory": per_territory or settings.per_territory}
    parameters = {**quotas, "judge": name, "rubric": rubric_signature(sheet)}
    with workspace.run("select", parameters) as run, speaking(workspace.settings.project.language):
        rows = select(workspace.store.experiences(), scores, sheet, **quotas)
        workspace.store.add_selection(rows, run.id)
    return rows


def reasons_of_failure(workspace: Workspace, judge: str) -> list[str]:
    """Return why this judge could not give the scores it could not give, each reason once."""
    scores = workspace.store.scores(judge=judge)
    return list(dict.fromkeys(score.rationale for score in scores if score.state in FAILURES))
