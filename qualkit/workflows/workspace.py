"""A project on disk: its folder, its settings and its record. Everything a workflow needs to begin."""

import datetime as dt
import platform
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from qualkit.errors import InputError, ProjectError
from qualkit.i18n import _
from qualkit.model import Run
from qualkit.settings import FILE_NAME, TEMPLATE, Settings, find_project, read_settings
from qualkit.storage.key import is_unsettled
from qualkit.storage.store import Store

DATA_FOLDER = ".qualkit"
RECORD = "qualkit.sqlite"
INDEX = "index"
KEY_FILE = "seudonimos.sqlite"
REPORTS = "informes"

Item = TypeVar("Item")


class Track(Protocol):
    """Shows how far a piece of work is: yields ``items`` and draws what it likes."""

    def __call__(self, items: Iterable[Item], total: int, what: str) -> Iterable[Item]:
        """Yield ``items``, of which there are ``total``."""
        ...


def silently(items: Iterable[Item], total: int, what: str) -> Iterable[Item]:
    """Yield ``items`` and show nothing."""
    return items


@dataclass(frozen=True)
class Workspace:
    """An open project."""

    folder: Path
    settings: Settings
    store: Store

    @property
    def data_folder(self) -> Path:
        """Where qualkit keeps what people do not edit."""
        return self.folder / DATA_FOLDER

    @property
    def key_file(self) -> Path:
        """The key from pseudonyms to people; no export holds it."""
        return self.data_folder / KEY_FILE

    @property
    def index_folder(self) -> Path:
        """The search index, which can be deleted."""
        return self.data_folder / INDEX

    @property
    def reports_folder(self) -> Path:
        """Where maps, clouds and reports are written. Raises ``ProjectError`` where it cannot be made."""
        place = self.folder / REPORTS
        try:
            place.mkdir(exist_ok=True)
        except OSError as error:
            raise _unwritable(place, error) from error
        return place

    def write_result(self, name: str, content: str | bytes) -> Path:
        """Write ``content`` as ``name`` to the folder of reports. Raises ``ProjectError`` where it cannot."""
        file = self.reports_folder / name
        try:
            file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        except OSError as error:
            raise _unwritable(file, error) from error
        self.note_output(file)
        return file

    def note_output(self, file: Path) -> None:
        """Record that ``file`` was made of the documents that are there: once one loses words, it is outdated."""
        place = file.resolve()
        inside = place.is_relative_to(self.folder.resolve())
        path = place.relative_to(self.folder.resolve()) if inside else place
        self.store.add_output(str(path), at=now(), run="", documents=self.store.document_ids(present=True))

    @contextmanager
    def run(self, command: str, parameters: Mapping[str, Any]) -> Iterator[Run]:
        """Record a run around the block; its end is written only where the block ends well."""
        run = Run(_new_run_id(), command, now(), parameters=dict(parameters), versions=versions())
        self.store.add_run(run)
        yield run
        self.store.finish_run(run.id, now())


def _unwritable(place: Path, error: OSError) -> ProjectError:
    return ProjectError(_("%(folder)s cannot be written: %(why)s") % {"folder": place, "why": error.strerror or error})


def create_project(folder: Path, *, name: str | None = None, language: str = "es") -> Workspace:
    """Make ``folder`` a project and open it. Raises ``InputError`` where it is one already."""
    import json

    content = TEMPLATE.format(
        comment=_("What this project wants. Every key is explained in docs/settings.md."),
        name=json.dumps(name or folder.resolve().name, ensure_ascii=False),
        language=language,
    )
    try:
        _check_new(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE_NAME).write_text(content, encoding="utf-8")
        _keep_out_of_git(folder / ".gitignore")
    except OSError as error:
        raise InputError(
            _("%(folder)s cannot be written: %(why)s") % {"folder": folder, "why": error.strerror}
        ) from error
    return open_project(folder)


def _check_new(folder: Path) -> None:
    if (folder / FILE_NAME).exists():
        raise InputError(_("%(folder)s is a project already.") % {"folder": folder})
    if folder.exists() and not folder.is_dir():
        raise InputError(_("%(folder)s is a file, not a folder.") % {"folder": folder})


def _keep_out_of_git(file: Path) -> None:
    """Add the data folder to ``.gitignore``; what a user wrote there stays."""
    line = f"{DATA_FOLDER}/"
    said = file.read_text(encoding="utf-8") if file.exists() else ""
    if line not in said.splitlines():
        gap = "" if not said or said.endswith("\n") else "\n"
        file.write_text(f"{said}{gap}{line}\n", encoding="utf-8")


def open_project(folder: Path | None = None) -> Workspace:
    """Open the project in ``folder``, or the nearest one upwards from here. Raises ``ProjectError`` where none is."""
    root = project_folder(folder)
    if root is None:
        raise ProjectError(_("There is no project here. Start one with “qualkit init FOLDER”, or name it: --project."))
    settings = settings_of(root)
    data = root / DATA_FOLDER
    try:
        data.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unwritable(data, error) from error
    workspace = Workspace(root, settings, Store(data / RECORD))
    _finish_interrupted(workspace)
    return workspace


def _finish_interrupted(workspace: Workspace) -> None:
    """Do what a kill left to be done where names were being changed; the rest of the key is not looked at."""
    if is_unsettled(workspace.key_file):
        from qualkit.workflows.keys import finish_interrupted

        finish_interrupted(workspace.key_file)


def project_folder(folder: Path | None = None) -> Path | None:
    """Return ``folder``, or the nearest project upwards from here if there is one; nothing is opened or made.

    Raises ``ProjectError`` where ``folder`` is named and is no project.
    """
    if folder is None:
        return find_project(Path.cwd())
    if not (folder / FILE_NAME).is_file():
        raise ProjectError(
            _("%(folder)s is not a project: it has no %(file)s. “qualkit init” makes one.")
            % {"folder": folder, "file": FILE_NAME}
        )
    return folder


def settings_of(folder: Path) -> Settings:
    """Return the settings of a project. Raises ``ProjectError`` where they cannot be read."""
    try:
        return read_settings(folder / FILE_NAME)
    except OSError as error:
        raise ProjectError(
            _("%(file)s cannot be read: %(why)s") % {"file": folder / FILE_NAME, "why": error.strerror}
        ) from error


def now() -> str:
    """Return this moment as the record has moments: ISO 8601, UTC, whole seconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _new_run_id() -> str:
    return f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"


@cache
def versions() -> dict[str, str]:
    """Return the versions of qualkit, Python and the libraries that can change a result."""
    from importlib.metadata import version

    libraries = ("spacy", "scikit-learn", "simplemma", "numpy", "chromadb", "langchain", "wordcloud", "networkx")
    return {"python": platform.python_version()} | {name: version(name) for name in ("qualkit", *libraries)}
