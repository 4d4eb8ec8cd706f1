"""What a project holds, what comes next, and whether this installation is sound."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualkit import resources
from qualkit.errors import QualkitError
from qualkit.i18n import _
from qualkit.settings import find_project
from qualkit.workflows.workspace import REPORTS, Workspace, open_project, versions

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


@dataclass(frozen=True)
class Status:
    """Counts, remarks and the next step of a project."""

    name: str
    counts: dict[str, int]
    notes: tuple[str, ...]
    next_step: str


@dataclass(frozen=True)
class Finding:
    """One thing that the doctor looked at; ``needed`` says that qualkit cannot work without it."""

    what: str
    ok: bool
    detail: str
    needed: bool = True


def project_status(workspace: Workspace) -> Status:
    """Return what the project holds and what to do next."""
    store = workspace.store
    counts = {table: store.count(table) for table in _COUNTED}
    return Status(workspace.settings.project.name, counts, tuple(_notes(workspace, counts)), _next(workspace, counts))


def rejected_files(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the files that could not be read, save those that were mended and read later."""
    files = workspace.store.files()
    mended = {file["path"] for file in files if file["status"] == "ingested"}
    return [file for file in files if file["status"] == "rejected" and file["path"] not in mended]


def _notes(workspace: Workspace, counts: dict[str, int]) -> Iterator[str]:
    for file in rejected_files(workspace):
        yield _("%(file)s was not read: %(why)s") % {"file": file["path"], "why": file["reason"]}
    homeless = sum(document.territory is None for document in workspace.store.documents())
    if homeless:
        yield _("%(n)d documents have no territory: ingest them with --territory or a manifest.") % {"n": homeless}
    if counts["codings"] and not counts["decisions"]:
        yield _("Nobody has reviewed a coding yet: every one is a suggestion.")
    unfinished = [run for run in workspace.store.runs() if run.finished is None]
    if unfinished:
        yield _("%(n)d runs did not end (the last one: %(command)s). The same command goes on from there.") % {
            "n": len(unfinished),
            "command": unfinished[-1].command,
        }


def _next(workspace: Workspace, counts: dict[str, int]) -> str:
    store = workspace.store
    if not counts["documents"] and not counts["experiences"] and not store.surveys():
        return _("qualkit ingest FILES… (transcripts, forms, survey, attendance)")
    if counts["documents"] and not counts["codings"]:
        return "qualkit code"
    if counts["experiences"] and not counts["scores"]:
        return "qualkit score"
    if counts["scores"] and not store.selection():
        return "qualkit select"
    if not any((workspace.folder / REPORTS).glob("informe.*")):
        return "qualkit map && qualkit cloud && qualkit report"
    if counts["codings"] and not counts["decisions"]:
        return _("qualkit review (accept or reject what was suggested), then qualkit report")
    return _("Everything is up to date.")


def examine(folder: Path | None = None) -> list[Finding]:
    """Return what the doctor found: Python, libraries, bundled data, project, language model."""
    return [*_installation(), *_bundled(), _project(folder), _provider(folder)]


def _installation() -> Iterator[Finding]:
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    for name, version in versions().items():
        if name != "python":
            yield Finding(name, True, version)


def _bundled() -> Iterator[Finding]:
    for name in resources.FOLDERS:
        try:
            held = resources.names(name) or sorted(item.name for item in resources.folder(name).iterdir())
            yield Finding(name, True, ", ".join(held))
        except QualkitError as error:
            yield Finding(name, False, str(error))


def _project(folder: Path | None) -> Finding:
    if folder is None and find_project(Path.cwd()) is None:
        return Finding(_("project"), False, _("none here; “qualkit init FOLDER” starts one"), needed=False)
    try:
        workspace = open_project(folder)
    except QualkitError as error:
        return Finding(_("project"), False, str(error))
    workspace.store.close()
    return Finding(_("project"), True, str(workspace.folder))


def _provider(folder: Path | None) -> Finding:
    root = folder or find_project(Path.cwd())
    base_url = os.environ.get("OPENAI_BASE_URL")
    model = None
    if root is not None:
        try:
            workspace = open_project(root)
        except QualkitError as error:
            return Finding(_("language model"), False, str(error), needed=False)
        model, base_url = workspace.settings.llm.model, workspace.settings.llm.base_url or base_url
        workspace.store.close()
    if model is None and base_url is None and "OPENAI_API_KEY" not in os.environ:
        detail = _("none configured; everything works without one (set OPENAI_API_KEY or [llm] in qualkit.toml)")
        return Finding(_("language model"), False, detail, needed=False)
    where = base_url or _("the provider's own address")
    return Finding(_("language model"), True, f"{model or '–'} · {where}", needed=False)
