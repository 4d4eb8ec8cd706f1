"""The whole way: from files to report, on the bundled corpus or on what a project names."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qualkit import resources
from qualkit.errors import InputError, ProjectError
from qualkit.i18n import _, ngettext
from qualkit.settings import FILE_NAME
from qualkit.workflows.coding import code_project
from qualkit.workflows.drawing import draw_cloud, draw_map
from qualkit.workflows.exchanging import import_labels
from qualkit.workflows.ingesting import Given, ingest
from qualkit.workflows.reporting import write_report
from qualkit.workflows.scoring import score_project, select_experiences
from qualkit.workflows.workspace import Track, Workspace, create_project, open_project, settings_of, silently

DEMO_MARK = "qualkit demo"
_DEMO_SETTINGS = """\
# {mark}: a project made from the synthetic corpus that comes with qualkit. No person, school or sentence is real.
[project]
name = "Red de Escuelas del Sur y del Norte (corpus sintético)"
language = "es"

[territories]
"Red Quebrada Clara" = ["quebrada clara"]
"Red Bahía Lenga" = ["bahia lenga"]
"Red Pampa Alta" = ["pampa alta"]
"Red Isla Canelo" = ["isla canelo"]

[coding]
codebooks = ["lar", "rel"]
"""


@dataclass(frozen=True)
class Walked:
    """Where the whole way ended: the project, its reports and how much is in it."""

    project: str
    reports: dict[str, Path]
    documents: int
    segments: int
    codings: int
    experiences: int
    selected: int
    seconds: float
    rejected: int = 0


def run_demo(folder: Path, *, track: Track = silently, tell: Callable[[str], None]) -> Walked:
    """Make a project of the bundled corpus in ``folder`` and walk the whole way; again in the same folder goes on.

    Raises ``ProjectError`` where the folder holds something else.
    """
    began = time.monotonic()
    corpus = resources.path("corpora", "demo")
    workspace = demo_project(folder)
    sources, labels = [corpus / name for name in _INGESTED], corpus / "etiquetas.csv"
    try:
        return walk(workspace, sources, labels=labels, track=track, tell=tell, began=began)
    finally:
        workspace.store.close()


_INGESTED = ("sesiones", "fichas.xlsx", "encuesta_cierre.xlsx", "asistencia.csv", "miembros.csv")


def demo_project(folder: Path) -> Workspace:
    """Open the demo project in ``folder``, or make it there. Raises ``ProjectError`` where something else is there."""
    file = folder / FILE_NAME
    if file.exists():
        settings_of(folder)
        if DEMO_MARK not in file.read_text(encoding="utf-8"):
            raise ProjectError(_("%(folder)s holds another project: name a new folder.") % {"folder": folder})
        return open_project(folder)
    if folder.is_file():
        raise ProjectError(_("%(folder)s is a file, not a folder.") % {"folder": folder})
    if folder.exists() and any(folder.iterdir()):
        raise ProjectError(_("%(folder)s is not empty: name a new folder.") % {"folder": folder})
    create_project(folder).store.close()
    file.write_text(_DEMO_SETTINGS.format(mark=DEMO_MARK), encoding="utf-8")
    return open_project(folder)


def walk(
    workspace: Workspace,
    sources: Sequence[Path],
    *,
    labels: Path | None = None,
    track: Track = silently,
    tell: Callable[[str], None],
    began: float | None = None,
) -> Walked:
    """Ingest, code, score, select, draw and report; what was done before stays as it is.

    The report is written last: it shows all that the record holds, the ``labels`` of people too.
    """
    began = began or time.monotonic()
    if not sources:
        raise InputError(_("qualkit.toml names no files: write them under [reading] sources."))
    results = ingest(workspace, sources, given=Given(), track=track)
    tell(ngettext("%(n)d file read.", "%(n)d files read.", len(results)) % {"n": len(results)})
    store = workspace.store
    if labels is not None:
        import_labels(workspace, labels)
    if store.count("documents"):
        summaries = code_project(workspace, track=track)
        n = sum(summary.codings for summary in summaries)
        tell(ngettext("%(n)d coding suggested.", "%(n)d codings suggested.", n) % {"n": n})
    if store.count("experiences"):
        score_project(workspace, track=track)
        select_experiences(workspace)
        n = store.count("experiences")
        tell(ngettext("%(n)d experience scored.", "%(n)d experiences scored.", n) % {"n": n})
    if store.count("documents"):
        draw_map(workspace)
        draw_cloud(workspace)
    reports = write_report(workspace)
    rejected = sum(result.status == "rejected" for result in results)
    return _walked(workspace, reports, rejected=rejected, seconds=round(time.monotonic() - began, 1))


def _walked(workspace: Workspace, reports: dict[str, Path], *, rejected: int, seconds: float) -> Walked:
    store = workspace.store
    return Walked(
        project=str(workspace.folder),
        reports=reports,
        documents=store.count("documents"),
        segments=store.count("segments"),
        codings=store.count("codings"),
        experiences=store.count("experiences"),
        selected=sum(row.selected for row in store.selection()),
        seconds=seconds,
        rejected=rejected,
    )
