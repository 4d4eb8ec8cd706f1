"""What a project holds and what comes next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit.i18n import _, ngettext
from qualkit.model.registers import REGISTERS

if TYPE_CHECKING:
    from qualkit.model import Run
    from qualkit.workflows.workspace import Workspace

N_ = str  # marks a word for the catalogue; it is translated when it is shown
_COUNTED = (
    N_("documents"),
    N_("segments"),
    N_("codings"),
    N_("decisions"),
    N_("labels"),
    N_("experiences"),
    N_("scores"),
)
_TABLES = (N_("survey answers"), N_("attendance rows"), N_("members"))
_ASKED_AGAIN = ("provider_error", "over_budget")


@dataclass(frozen=True)
class Status:
    """Counts, remarks and the next step of a project."""

    name: str
    counts: dict[str, int]
    notes: tuple[str, ...]
    next_step: str


@dataclass(frozen=True)
class _Undone:
    """What is still to be done: how many documents, experiences and codings wait, and what is older than the record."""

    uncoded: int
    unscored: int
    unselected: bool
    undrawn: bool
    unreported: bool
    unreviewed: int


def project_status(workspace: "Workspace") -> Status:
    """Return what the project holds and what to do next."""
    store = workspace.store
    counts = {table: store.count(table) for table in _COUNTED}
    tables = (sum(len(survey.answers) for survey in store.surveys()), len(store.attendance()), len(store.members()))
    counts |= dict(zip(_TABLES, tables, strict=True))
    counts |= {kind: n for kind, n in store.kinds_of_records().items() if kind in REGISTERS}
    undone = _undone(workspace)
    notes = (*_notes(workspace), *_waiting(undone, counts))
    return Status(workspace.settings.project.name, counts, notes, _next(counts, undone))


def rejected_files(workspace: "Workspace") -> list[dict[str, Any]]:
    """Return the files that could not be read, save those that were mended and read later."""
    files = workspace.store.files()
    mended = {file["path"] for file in files if file["status"] == "ingested"}
    return [file for file in files if file["status"] == "rejected" and file["path"] not in mended]


def uncoded_documents(workspace: "Workspace") -> list[str]:
    """Return the ids of the documents that the project's coder has not been through with every codebook it names."""
    from qualkit.workflows.coding import signature
    from qualkit.workflows.instruments import open_codebook

    settings = workspace.settings.coding
    signatures = [signature(open_codebook(name, workspace.folder)) for name in settings.codebooks]
    return [
        document.id
        for document in workspace.store.documents()
        if not all(workspace.store.is_coded(document.id, book, settings.coder) for book in signatures)
    ]


def unscored_experiences(workspace: "Workspace") -> list[str]:
    """Return the ids of the experiences to which no judge has given an answer on every criterion of the rubric."""
    from qualkit.workflows.instruments import open_rubric
    from qualkit.workflows.scoring import rubric_signature

    experiences = workspace.store.experiences()
    if not experiences:
        return []
    rubric = open_rubric(workspace.settings.scoring.rubric, workspace.folder)
    scores = workspace.store.scores(rubric=rubric_signature(rubric))
    answered = {(s.experience, s.judge, s.criterion) for s in scores if s.state not in _ASKED_AGAIN}
    judges = {score.judge for score in scores}
    return [
        experience.id
        for experience in experiences
        if not any(
            all((experience.id, judge, criterion.id) in answered for criterion in rubric.criteria) for judge in judges
        )
    ]


def _undone(workspace: "Workspace") -> _Undone:
    from qualkit.workflows.reviewing import undecided
    from qualkit.workflows.workspace import REPORTS

    store, reports = workspace.store, workspace.folder / REPORTS
    used = [run for run in store.runs() if run.id in store.runs_in_use()]
    rewritten = [_seconds(revision["at"]) for revision in store.revisions()]
    read = [*(_ended(run) for run in used if run.command == "ingest"), *rewritten]
    changed = [*rewritten, *map(_ended, used), *(_seconds(decision.at) for decision in store.decisions())]
    coder = workspace.settings.coding.coder
    return _Undone(
        uncoded=len(uncoded_documents(workspace)),
        unscored=len(unscored_experiences(workspace)),
        unselected=_is_unselected(workspace, used),
        undrawn=bool(store.count("documents"))
        and not (_is_newer(reports, "mapa.*", read) and _is_newer(reports, "nube.*", read)),
        unreported=not _is_newer(reports, "informe.*", changed),
        unreviewed=sum(waiting.coding.coder == coder for waiting in undecided(workspace)),
    )


def _is_unselected(workspace: "Workspace", used: Sequence["Run"]) -> bool:
    """Say whether there are scores and no shortlist that was made of all of them."""
    scored = [_ended(run) for run in used if run.command == "score"]
    selected = [_seconds(run.started) for run in workspace.store.runs() if run.command == "select" and run.finished]
    if not scored:
        return False
    listed = {row.id for row in workspace.store.selection()}
    present = {experience.id for experience in workspace.store.experiences()}
    return not selected or listed != present or selected[-1] < max(scored)


def _is_newer(folder: Path, pattern: str, times: Sequence[float]) -> bool:
    """Say whether there are files of that name, none older than the newest of ``times``."""
    written = [file.stat().st_mtime for file in folder.glob(pattern)] if folder.is_dir() else []
    return bool(written) and min(written) >= max(times, default=0)


def _ended(run: "Run") -> float:
    return _seconds(run.finished or run.started)


def _seconds(moment: str) -> float:
    import datetime as dt

    return dt.datetime.fromisoformat(moment).timestamp()


def _notes(workspace: "Workspace") -> Iterator[str]:
    from qualkit.workflows.carrying import left_behind
    from qualkit.workflows.kept_names import names_note

    if note := names_note(workspace):
        yield note
    yield from _forgettings(workspace)
    for file in rejected_files(workspace):
        yield _("%(file)s was not read: %(why)s") % {"file": file["path"], "why": file["reason"]}
    n = sum(document.territory is None for document in workspace.store.documents())
    if n:
        yield ngettext(
            "%(n)d document has no territory: ingest it with --territory or a manifest.",
            "%(n)d documents have no territory: ingest them with --territory or a manifest.",
            n,
        ) % {"n": n}
    if lost := left_behind(workspace):
        yield ngettext(
            "%(n)d coding or label of an edited file has lost its words: “qualkit orphans” lists it.",
            "%(n)d codings or labels of edited files have lost their words: “qualkit orphans” lists them.",
            lost,
        ) % {"n": lost}
    unfinished = _unfinished(workspace.store.runs())
    if unfinished:
        yield ngettext(
            "%(n)d run did not end (%(command)s). The same command goes on from there.",
            "%(n)d runs did not end (the last one: %(command)s). The same command goes on from there.",
            len(unfinished),
        ) % {"n": len(unfinished), "command": _command(unfinished[-1].command)}


def _forgettings(workspace: "Workspace") -> Iterator[str]:
    """Say when people were forgotten, and which reports still hold them."""
    from qualkit.workflows.outdated import outdated

    stones = workspace.store.tombstones()
    if stones:
        said = ngettext(
            "%(n)d person was forgotten (on %(date)s).", "%(n)d people were forgotten (last on %(date)s).", len(stones)
        )
        yield said % {"n": len(stones), "date": stones[-1]["at"][:10]}
    if left := outdated(workspace):
        said = ngettext(
            "%(n)d report or export is older than that and may hold somebody: %(files)s. Make it again, or delete it"
            " with “qualkit forget --delete-outputs”.",
            "%(n)d reports or exports are older than that and may hold somebody: %(files)s. Make them again, or delete"
            " them with “qualkit forget --delete-outputs”.",
            len(left),
        )
        yield said % {"n": len(left), "files": ", ".join(left)}


def _unfinished(runs: "Sequence[Run]") -> "list[Run]":
    """Return the runs that did not end and after which no run of the same command did."""
    last_end = {run.command: i for i, run in enumerate(runs) if run.finished}
    return [run for i, run in enumerate(runs) if run.finished is None and last_end.get(run.command, -1) < i]


def _waiting(undone: _Undone, counts: dict[str, int]) -> Iterator[str]:
    if undone.uncoded:
        yield ngettext(
            "%(n)d document is not coded yet.", "%(n)d documents are not coded yet.", undone.uncoded
        ) % {"n": undone.uncoded}  # fmt: skip
    if undone.unscored:
        yield ngettext(
            "%(n)d experience is not scored yet.", "%(n)d experiences are not scored yet.", undone.unscored
        ) % {"n": undone.unscored}  # fmt: skip
    if counts["codings"] and not counts["decisions"]:
        yield _("Nobody has reviewed a coding yet: every one is a suggestion.")
    elif undone.unreviewed:
        yield ngettext(
            "%(n)d coding waits for somebody to review it.",
            "%(n)d codings wait for somebody to review them.",
            undone.unreviewed,
        ) % {"n": undone.unreviewed}


def _next(counts: dict[str, int], undone: _Undone) -> str:
    """Return the next command, ready to paste, or that there is none."""
    if not any(counts.get(name) for name in ("documents", "experiences", *_TABLES, *REGISTERS)):
        return _("qualkit ingest FILES… (transcripts, forms, survey, attendance)")
    if undone.uncoded:
        return _command("code")
    if undone.unscored:
        return _command("score")
    if undone.unselected:
        return _command("select")
    if undone.undrawn or undone.unreported:
        drawn = ["map", "cloud"] if undone.undrawn else []
        return " && ".join(_command(name) for name in (*drawn, "report"))
    if undone.unreviewed:
        return _("qualkit review --as YOUR-NAME")
    return _("Everything is up to date.")


def _command(name: str) -> str:
    """Return how a command is called in the language that is spoken."""
    spoken = {
        "ingest": N_("qualkit ingest"),
        "code": N_("qualkit code"),
        "index": N_("qualkit index"),
        "score": N_("qualkit score"),
        "select": N_("qualkit select"),
        "map": N_("qualkit map"),
        "cloud": N_("qualkit cloud"),
        "report": N_("qualkit report"),
        "import": N_("qualkit import"),
    }
    return _(spoken.get(name, f"qualkit {name}"))
