"""What ``qualkit doctor`` looks at: Python, libraries, what was shipped, the project, what it is set to.

It must answer where a library is missing, so that everything heavy is imported where it is needed.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit import resources
from qualkit.errors import QualkitError
from qualkit.i18n import _

if TYPE_CHECKING:
    from qualkit.settings import EmbeddingSection, LlmSection, Settings

N_ = str  # marks a word for the catalogue; it is translated when it is shown
_NEEDED = (
    *("click", "rich", "pydantic", "PyYAML", "numpy", "pandas", "scikit-learn", "spacy", "simplemma", "chromadb"),
    *("networkx", "wordcloud", "typst", "python-docx", "openpyxl", "pypdfium2", "jinja2", "platformdirs"),
    *("lxml", "ftfy"),
)
_FOR_MODELS = ("langchain", "langchain-openai", "openai")
_EXTRAS = {"sentence-transformers": "transformers", "torch": "transformers"}
"""Libraries that only some embedders need, and the extra of qualkit that brings each."""
_MODEL_WORDS = {
    "es_qualkit": N_("parts of speech, sentences and names"),
    "lemmas": N_("tables of lemmas"),
    "boundaries": N_("where sentences end in text without marks"),
    "vectors": N_("vectors of words and sentences"),
    "scans": N_("words and their neighbours, to clean up scanned text"),
}
MODELS, OWN_PIPELINE = "models", "es_qualkit"


@dataclass(frozen=True)
class Finding:
    """One thing that the doctor looked at; ``needed`` says that qualkit cannot work without it."""

    what: str
    ok: bool
    detail: str
    needed: bool = True


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
            yield from _names_kept(root)
            yield from _exposures(root, settings)
    except QualkitError as error:
        yield Finding(_("project"), False, str(error))
    yield _pipeline(settings.language.pipeline, root)
    yield _embedder(settings.embedding, root)
    yield _provider(settings.llm)


def _exposures(root: Path, settings: "Settings") -> Iterator[Finding]:
    from qualkit.workflows.exposure import exposures

    yield from exposures(root, settings)


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


def _names_kept(root: Path) -> Iterator[Finding]:
    """Say where files were read with their names kept; nothing where none was, or where the record cannot be read."""
    import sqlite3
    from contextlib import closing

    from qualkit.workflows.workspace import DATA_FOLDER, RECORD

    file = root / DATA_FOLDER / RECORD
    alone = "" if file.with_name(f"{RECORD}-wal").exists() else "&immutable=1"
    query = "SELECT count(*) FROM files WHERE status = 'ingested' AND json_extract(facts, '$.names_kept')"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro{alone}", uri=True)) as connection:
            n = int(connection.execute(query).fetchone()[0])
    except sqlite3.Error:  # what is wrong with it was said already
        return
    if n:
        found = _("%(n)d files were read with --keep-names; “qualkit pseudonymize --all” hides the names")
        yield Finding(_("names"), False, found % {"n": n}, needed=False)


def _provider(llm: "LlmSection") -> Finding:
    base_url = llm.base_url or os.environ.get("OPENAI_BASE_URL")
    if llm.model is None and base_url is None and "OPENAI_API_KEY" not in os.environ:
        detail = _("none configured; everything works without one (set OPENAI_API_KEY or [llm] in qualkit.toml)")
        return Finding(_("language model"), False, detail, needed=False)
    where = base_url or _("the provider's own address")
    return Finding(_("language model"), True, f"{llm.model or '–'} · {where}", needed=False)
