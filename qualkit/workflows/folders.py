"""Which files stand in the folders that are named, and which of them are qualkit's own."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.settings import FILE_NAME
from qualkit.workflows.columns import FOLDER as COLUMNS
from qualkit.workflows.workspace import REPORTS, Workspace

_OF_THE_SYSTEM = frozenset(("__macosx", "thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db"))
"""What Windows and macOS leave in folders (in lower case); nobody means it to be read."""

_OWN = ((FILE_NAME,), (REPORTS,), ("codebooks",), ("rubrics",), (COLUMNS,))


def files_under(
    paths: Iterable[Path], manifest: Path | None, workspace: Workspace
) -> Iterator[tuple[Path, Path | None]]:
    """Yield each file once with the folder that was named, in alphabetical order.

    Hidden files are left out, what systems leave in folders, and what qualkit itself wrote or reads in the project's
    folder. What is no file (a pipe, a link that leads nowhere or to a folder, a folder that cannot be opened) is
    yielded too: whoever reads it says so. Raises ``InputError`` where a path does not exist.
    """
    seen = {os.path.realpath(manifest)} if manifest else set()
    for path in paths:
        if not os.path.lexists(path):
            raise InputError(_("There is no file or folder %(path)s.") % {"path": path})
        folder = path if path.is_dir() else None
        for file in sorted(_inside(path)) if folder else [path]:
            place = os.path.realpath(file)
            if place not in seen and not (folder and _is_own(place, workspace)):
                seen.add(place)
                yield file, folder


def _inside(folder: Path) -> Iterator[Path]:
    """Yield what stands in a folder and those within it; links to folders are not followed, so no walk is endless."""
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = [name for name in folders if _is_meant(name)]
        yield from (Path(place, name) for name in files if _is_meant(name))
        yield from (link for name in folders if (link := Path(place, name)).is_symlink())
    yield from (Path(error.filename) for error in closed)


def _is_meant(name: str) -> bool:
    return not name.startswith((".", "~$")) and name.lower() not in _OF_THE_SYSTEM


def _is_own(place: str, workspace: Workspace) -> bool:
    folder = Path(os.path.realpath(workspace.folder))
    if not Path(place).is_relative_to(folder):
        return False
    return Path(place).relative_to(folder).parts[:1] in _OWN
