"""What a project holds, what comes next, and whether this installation is sound.

``examine`` must answer where a library is missing, so that everything heavy is imported where it is needed.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit import resources
from qualkit.errors import QualkitError
from qualkit.i18n import _, ngettext

if TYPE_CHECKING:
    from qualkit.model import Run
    from qualkit.settings import EmbeddingSection, LlmSection
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
_NEEDED = (
    *("click", "rich", "pydantic", "PyYAML", "numpy", "pandas", "scikit-learn", "spacy", "simplemma", "chromadb"),
    *("networkx", "wordcloud", "typst", "python-docx", "openpyxl", "pypdfium2", "jinja2", "platformdirs"),
)
_FOR_MODELS = ("langchain", "langchain-openai", "openai")
_EXTRAS = {"sentence-transformers": "transformers", "torch": "transformers"}
"""Libraries that only some embedders need, and the extra of qualkit that brings each."""
_MODEL_WORDS = {
    "es_qualkit": N_("parts of speech, sentences and names"),
    "lemmas": N_("tables of lemmas"),
    "boundaries": N_("where sentences end in text without marks"),
    "vectors": N_("vectors of words and sentences"),
}
MODELS, OWN_PIPELINE = "models", "es_qualkit"


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
    read = [_ended(run) for run in used if run.command == "ingest"]
    changed = [*map(_ended, used), *(_seconds(decision.at) for decision in store.decisions())]
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
    for file in rejected_files(workspace):
        yield _("%(file)s was not read: %(why)s") % {"file": file["path"], "why": file["reason"]}
    n = sum(document.territory is None for document in workspace.store.documents())
    if n:
        yield ngettext(
            "%(n)d document has no territory: ingest it with --territory or a manifest.",
            "%(n)d documents have no territory: ingest them with --territory or a manifest.",
            n,
        ) % {"n": n}
    unfinished = _unfinished(workspace.store.runs())
    if unfinished:
        yield ngettext(
            "%(n)d run did not end (%(command)s). The same command goes on from there.",
            "%(n)d runs did not end (the last one: %(command)s). The same command goes on from there.",
            len(unfinished),
        ) % {"n": len(unfinished), "command": _command(unfinished[-1].command)}


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
    if not any(counts[name] for name in ("documents", "experiences", *_TABLES)):
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


def examine(folder: Path | None = None) -> list[Finding]:
    """Return what the doctor found: Python, libraries, bundled data, project, language model.

    The project is looked at, never opened: nothing is made and no table is changed.
    """
    installed = list(_installation())
    found = [*installed, *_bundled(), *_models()]
    if all(finding.ok or not finding.needed for finding in installed):
        found += _project(folder)
    return found


def _installation() -> Iterator[Finding]:
    yield Finding("Python", sys.version_info >= (3, 11), sys.version.split()[0])
    yield _library("qualkit", needed=True)
    for name in _NEEDED:
        yield _library(name, needed=True)
    for name in _FOR_MODELS:
        yield _library(name, needed=False)
    for name, extra in _EXTRAS.items():
        yield _library(name, needed=False, source=f"'qualkit[{extra}]'")


def _library(name: str, *, needed: bool, source: str | None = None) -> Finding:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return Finding(name, True, version(name), needed)
    except PackageNotFoundError:
        missing = _("not installed; “python -m pip install %(name)s” brings it") % {"name": source or name}
        return Finding(name, False, missing, needed)


def _bundled() -> Iterator[Finding]:
    for name in (name for name in resources.FOLDERS if name != MODELS):
        try:
            held = resources.names(name) or sorted(item.name for item in resources.folder(name).iterdir())
            yield Finding(name, True, ", ".join(held))
        except QualkitError as error:
            yield Finding(name, False, str(error))


def _models() -> Iterator[Finding]:
    """Look at the models that come with qualkit: each is there, whole, as it was made."""
    from qualkit.workflows.models import damaged_files, shipped_models

    try:
        models = shipped_models()
    except QualkitError as error:
        yield Finding(MODELS, False, str(error))
        return
    for model in models:
        what = _(_MODEL_WORDS[model.name]) if model.name in _MODEL_WORDS else model.what
        facts = f"{what} · {model.version} · {model.bytes / 1e6:.1f} MB · {model.licence}"
        bad = damaged_files(model)
        damage = _("%(files)s is not as it was made: install qualkit again") % {"files": ", ".join(bad)}
        yield Finding(model.name, not bad, damage if bad else facts)


def _pipeline(name: str, root: Path | None) -> Finding:
    """Say which spaCy pipeline reads sentences and where it is; it is not loaded.

    A folder is looked for from the project, then from where one is, as ``analyze`` does.
    """
    from importlib.util import find_spec

    what = _("language pack")
    if name == OWN_PIPELINE:
        return _own_pipeline(what)
    folders = [place for place in ((root or Path()) / name, Path(name)) if place.is_dir()]
    if folders and not (folders[0] / "meta.json").is_file():
        empty = _("The folder “%(name)s” holds no spaCy pipeline: it has no meta.json.")
        return Finding(what, False, empty % {"name": name})
    if folders or (name.isidentifier() and find_spec(name)):
        return Finding(what, True, name)
    missing = _("“%(name)s” is not installed; “python -m spacy download %(name)s” brings it")
    return Finding(what, False, missing % {"name": name})


def _own_pipeline(what: str) -> Finding:
    import json

    try:
        place = resources.path(MODELS, OWN_PIPELINE)
        version = json.loads((place / "meta.json").read_text(encoding="utf-8")).get("version", "–")
    except QualkitError as error:
        return Finding(what, False, str(error))
    except (OSError, ValueError):
        broken = _("%(file)s cannot be read. Install qualkit again.")
        return Finding(what, False, broken % {"file": place / "meta.json"})
    return Finding(what, True, f"{OWN_PIPELINE} {version} · {place}")


def _embedder(wanted: "EmbeddingSection", root: Path | None) -> Finding:
    """Say which embedder the project is set to and what it lacks; nothing is fetched, asked or loaded that is slow."""
    from qualkit.embedding.names import LOCAL, open_embedder, parse_embedder_name

    what = _("embedder")
    try:
        kind = parse_embedder_name(wanted.name)[0]
        if kind == LOCAL:
            from qualkit.embedding.local import LocalEmbedder

            own = LocalEmbedder.open()
            found = _("%(name)s · %(n)d dimensions") % {"name": own.identity, "n": own.dimensions}
            return Finding(what, True, found)
        open_embedder(wanted.name, folder=root, base_url=wanted.base_url, dimensions=wanted.dimensions)
    except QualkitError as error:
        return Finding(what, False, str(error))
    lacking = _lacking(kind, wanted)
    return Finding(what, lacking is None, f"{wanted.name}: {lacking}" if lacking else wanted.name)


def _lacking(kind: str, wanted: "EmbeddingSection") -> str | None:
    """Return what an embedder of that kind needs and has not got."""
    from importlib.util import find_spec

    from qualkit.embedding.names import OPENAI, SENTENCE_TRANSFORMERS

    if kind == SENTENCE_TRANSFORMERS and find_spec("sentence_transformers") is None:
        missing = _("not installed; “python -m pip install %(name)s” brings it")
        return missing % {"name": "'qualkit[transformers]'"}
    has_server = wanted.base_url or os.environ.get("OPENAI_BASE_URL") or os.environ.get("OPENAI_API_KEY")
    if kind == OPENAI and not has_server:
        return _("No key for OpenAI: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
    return None


def _project(folder: Path | None) -> Iterator[Finding]:
    from qualkit.settings import Settings
    from qualkit.workflows.workspace import project_folder, settings_of

    settings, root = Settings(), None
    try:
        root = project_folder(folder)
        if root is None:
            yield Finding(_("project"), False, _("none here; “qualkit init FOLDER” starts one"), needed=False)
        else:
            settings = settings_of(root)
            yield _record(root)
    except QualkitError as error:
        yield Finding(_("project"), False, str(error))
    yield _pipeline(settings.language.pipeline, root)
    yield _embedder(settings.embedding, root)
    yield _provider(settings.llm)


def _record(root: Path) -> Finding:
    """Look at the version of the tables through a connection that only reads."""
    import sqlite3
    from contextlib import closing

    from qualkit.storage.schema import MIGRATIONS
    from qualkit.workflows.workspace import DATA_FOLDER, RECORD

    file = root / DATA_FOLDER / RECORD
    if not file.is_file():
        return Finding(_("project"), True, _("%(folder)s (nothing in it yet)") % {"folder": root})
    alone = "" if file.with_name(f"{RECORD}-wal").exists() else "&immutable=1"  # else SQLite would make files beside it
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro{alone}", uri=True)) as connection:
            found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        why = _("%(file)s cannot be used: %(why)s") % {"file": RECORD, "why": error}
        return Finding(_("project"), False, why)
    if found > len(MIGRATIONS):
        newer = _("This project was written by a newer qualkit (tables of version %(found)d; known: %(known)d).")
        return Finding(_("project"), False, newer % {"found": found, "known": len(MIGRATIONS)})
    return Finding(_("project"), True, str(root))


def _provider(llm: "LlmSection") -> Finding:
    base_url = llm.base_url or os.environ.get("OPENAI_BASE_URL")
    if llm.model is None and base_url is None and "OPENAI_API_KEY" not in os.environ:
        detail = _("none configured; everything works without one (set OPENAI_API_KEY or [llm] in qualkit.toml)")
        return Finding(_("language model"), False, detail, needed=False)
    where = base_url or _("the provider's own address")
    return Finding(_("language model"), True, f"{llm.model or '–'} · {where}", needed=False)
