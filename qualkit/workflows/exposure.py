"""Where a project lies open to others: a folder that a cloud copies, a key that others can read, copies left over.

Everything is looked at and nothing is opened for writing: ``qualkit doctor`` never changes a project.
"""

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit.i18n import _, ngettext
from qualkit.workflows.doctor import Finding
from qualkit.workflows.outdated import outdated_files
from qualkit.workflows.workspace import DATA_FOLDER, INDEX, KEY_FILE, RECORD, REPORTS

if TYPE_CHECKING:
    from qualkit.settings import Settings

_CLOUDS = {
    "OneDrive": r"onedrive(?:temp)?(?: ?[-–@(].*)?",
    "Google Drive": r"google ?drive(?:[- ].*)?|drivefs|mi unidad|my drive|unidades compartidas|shared drives",
    "Dropbox": r"dropbox(?: ?[-(].*)?",
    "iCloud": r"icloud ?drive(?:[- (].*)?|com~apple~clouddocs|mobile documents|icloud~.*",
    "Nextcloud": r"nextcloud\d*(?:[ @-].*)?",
    "ownCloud": r"owncloud\d*(?:[ @-].*)?",
    "pCloud": r"pcloud ?drive|pcloud ?sync|pcloud",
    "MEGA": r"mega(?:sync)?(?: downloads)?",
    "Box": r"box|box ?sync|box-box",
    "Proton Drive": r"proton ?drive(?:[- ].*)?",
    "Synology Drive": r"synology ?drive",
    "Seafile": r"seafile|seadrive(?:_root)?",
    "Yandex Disk": r"yandex\.?disk(?:\.localized)?",
    "kDrive": r"kdrive\d*",
    "Tresorit": r"tresors?|tresorit",
    "Syncthing": r"syncthing",
    "Insync": r"insync",
}
"""How the folders that a service copies are called, in lower case."""
_MAC_CLOUDS = "cloudstorage"  # ~/Library/CloudStorage/PROVIDER-ACCOUNT

_MARKS = {
    "Dropbox": (".dropbox", ".dropbox.cache"),
    "Nextcloud": (".nextcloudsync.log", ".sync_*.db", "._sync_*.db"),
    "ownCloud": (".owncloudsync.log", ".OwnCloudSync.log"),
    "Google Drive": (".tmp.drivedownload", ".tmp.driveupload"),
    "OneDrive": (".849C9593-D756-4E56-8D6E-42412F2A707B",),
    "Syncthing": (".stfolder", ".stignore"),
    "Resilio Sync": (".sync/ID", ".sync/IgnoreList"),
    "Synology Drive": (".SynologyWorkingDirectory",),
    "MEGA": (".megaignore", ".debris"),
}
"""What a service leaves in a folder that it copies."""
_ENVIRONMENT = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_WITHOUT_MODES = frozenset(
    ("vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "cifs", "smb3", "smbfs", "drvfs", "9p", "vboxsf", "prl_fs")
)
_REMOVABLE = ("/media/", "/run/media/", "/Volumes/")
_OTHERS, _OTHERS_READ, _OTHERS_ENTER = 0o077, 0o044, 0o011
_DRIVE_REMOVABLE = 2  # of Windows' GetDriveType


def exposures(root: Path, settings: "Settings") -> Iterator[Finding]:
    """Yield one finding for each way in which a project lies open, with what to do; none where it does not."""
    look = _Look(root)
    yield from look.cloud()
    yield from look.place()
    yield from look.modes()
    yield from look.git()
    yield from look.leftovers()
    yield from look.unfinished()
    yield from look.outdated()
    yield from look.provider(settings)


def cloud_of(path: str) -> str | None:
    """Return the service that copies a folder of that path (of any system) by its name, or ``None``."""
    parts = [part for part in re.split(r"[\\/]+", path.casefold()) if part]
    for i, part in enumerate(parts):
        if i and parts[i - 1] == _MAC_CLOUDS:
            return next((name for name, shape in _CLOUDS.items() if re.match(shape, part)), part.partition("-")[0])
        for name, shape in _CLOUDS.items():
            if re.fullmatch(shape, part):
                return name
    return None


def marked_by(folder: Path) -> str | None:
    """Return the service whose marks lie in ``folder`` or above it, or ``None``."""
    for place in (folder, *folder.parents):
        for name, marks in _MARKS.items():
            if any(next(place.glob(mark), None) for mark in marks):
                return name
    return None


def _warning(what: str, detail: str) -> Finding:
    return Finding(what, False, detail, needed=False)


class _Look:
    """One look at a project from outside."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._data = self._root / DATA_FOLDER

    def cloud(self) -> Iterator[Finding]:
        """Say that a service copies the folder elsewhere."""
        name = cloud_of(str(self._root)) or marked_by(self._root) or self._in_environment()
        if name is not None:
            detail = _(
                "the folder lies in %(service)s: the words and the key of the names go to somebody else's computers."
                " Move the project to a folder that is not synced"
            )
            yield _warning(_("cloud"), detail % {"service": name})

    def _in_environment(self) -> str | None:
        places = (Path(os.environ[name]) for name in _ENVIRONMENT if os.environ.get(name))
        return "OneDrive" if any(self._root.is_relative_to(place) for place in places) else None

    def place(self) -> Iterator[Finding]:
        """Say that the folder is one that the system empties, or that somebody can carry away."""
        temporary = {Path(tempfile.gettempdir()).resolve(), Path("/tmp"), Path("/var/tmp")}  # noqa: S108 (only compared)
        if any(self._root.is_relative_to(place) for place in temporary):
            yield _warning(_("place"), _("the project lies in a temporary folder, which the system empties: move it"))
        elif self._is_removable():
            detail = _(
                "the project lies on a removable disk: whoever finds the disk has the names. Encrypt it, or move it"
            )
            yield _warning(_("place"), detail)

    def _is_removable(self) -> bool:
        if os.name == "nt":
            import ctypes

            kind = getattr(ctypes, "windll").kernel32.GetDriveTypeW(f"{self._root.drive}\\")  # noqa: B009
            return bool(kind == _DRIVE_REMOVABLE)
        return str(self._root).startswith(_REMOVABLE)

    def modes(self) -> Iterator[Finding]:
        """Say which of key and record others on this computer can read."""
        files = [file for file in (self._data / KEY_FILE, *self._data.glob(f"{RECORD}*")) if file.is_file()]
        if not files:
            return
        if os.name == "nt" or self._file_system in _WITHOUT_MODES:
            detail = _(
                "this disk does not say who may read a file: qualkit cannot tell whether others on this computer can"
                " read the key. Keep the project on a disk of your own user, or encrypt it"
            )
            yield _warning(_("readers"), detail)
            return
        is_open = bool(self._data.stat().st_mode & _OTHERS_ENTER)
        key = self._data / KEY_FILE
        seen = [f for f in files if (f == key and f.stat().st_mode & _OTHERS) or (is_open and _is_readable(f))]
        if seen:
            detail = _(
                "others on this computer can read %(files)s: chmod 700 %(folder)s; chmod 600 %(folder)s/*.sqlite"
            )
            names = ", ".join(sorted(file.name for file in seen))
            yield _warning(_("readers"), detail % {"files": names, "folder": self._data})

    @cached_property
    def _file_system(self) -> str:
        """The kind of file system the project lies on; empty where the system does not say."""
        try:
            lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        mounts = [(_unescaped(line.split(" ")[1]), line.split(" ")[2]) for line in lines if line.count(" ") > 1]
        here = [(len(place), kind) for place, kind in mounts if self._data.is_relative_to(place)]
        return max(here)[1] if here else ""

    def git(self) -> Iterator[Finding]:
        """Say that the data folder would go into a git repository, or is there already."""
        home = next((place for place in (self._root, *self._root.parents) if (place / ".git").exists()), None)
        if home is None or not self._data.is_dir():
            return
        index = home / ".git" / "index"
        own = self._data.relative_to(home).as_posix()
        if index.is_file() and any(f"{own}/{name}".encode() in index.read_bytes() for name in (RECORD, KEY_FILE)):
            detail = _(
                "the git repository %(folder)s holds %(data)s already: git rm -r --cached %(data)s, then take it out of"
                " the history, and tell whoever has a copy"
            )
            yield _warning("git", detail % {"folder": home, "data": DATA_FOLDER})
        elif not self._is_ignored(home):
            detail = _("the project lies in the git repository %(folder)s: put a line “%(data)s/” in its .gitignore")
            yield _warning("git", detail % {"folder": home, "data": DATA_FOLDER})

    def _is_ignored(self, home: Path) -> bool:
        between = [place for place in (self._root, *self._root.parents) if place.is_relative_to(home)]
        files = [place / ".gitignore" for place in between] + [home / ".git" / "info" / "exclude"]
        texts = [file.read_text("utf-8", "replace") for file in files if file.is_file()]
        lines = [line for text in texts for line in text.splitlines()]
        own = self._data.relative_to(home).as_posix()
        return any(line.strip().removeprefix("**/").strip("/") in (DATA_FOLDER, own, "*", ".*") for line in lines)

    def leftovers(self) -> Iterator[Finding]:
        """Name unfinished files and copies of the key that lie in the project."""
        left = [*self._data.glob("*.part"), *self._data.glob(f"{INDEX}.building")]
        left += [*self._root.glob(".*.part"), *(self._root / REPORTS).glob(".*.part")]
        if left:
            detail = _("a run that was cut off left %(files)s: when no qualkit is at work, delete it")
            yield _warning(_("leftovers"), detail % {"files": ", ".join(self._short(file) for file in sorted(left))})
        stem = KEY_FILE.partition(".")[0]
        own = {self._data / KEY_FILE, self._data / f"{KEY_FILE}-journal", self._data / f"{KEY_FILE}-wal"}
        folders = (self._data, self._root, self._root / REPORTS)
        places = [place for folder in folders for place in folder.glob(f"*{stem}*")]
        if copies := sorted({*places} - own - {*left}):
            detail = _("there are copies of the key of the names, which no forgetting reaches: %(files)s. Delete them")
            yield _warning(_("copies"), detail % {"files": ", ".join(map(self._short, copies))})

    def _short(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()

    def unfinished(self) -> Iterator[Finding]:
        """Say that names were being changed, or somebody forgotten, when the process was cut off."""
        if self._rows(KEY_FILE, "SELECT run FROM intents"):
            detail = _("a change of names was cut off: “qualkit status” finishes it, or takes it back")
            yield _warning(_("names"), detail)

    def outdated(self) -> Iterator[Finding]:
        """Name the reports that still hold somebody who was forgotten."""
        import json

        stones = self._rows(RECORD, "SELECT at, content FROM tombstones")
        revisions = self._rows(RECORD, "SELECT run, kind, subject FROM revisions")
        outputs = self._rows(RECORD, "SELECT path, documents FROM outputs")
        found = outdated_files(
            self._root,
            outputs={row["path"]: json.loads(row["documents"]) for row in outputs},
            revisions=revisions,
            tombstones=[row | {"content": json.loads(row["content"])} for row in stones],
        )
        if found:
            detail = ngettext(
                "%(n)d report or export is older than a forgetting and may hold that person: make it again, or delete"
                " it with “qualkit forget --delete-outputs”: %(files)s",
                "%(n)d reports or exports are older than a forgetting and may hold that person: make them again, or"
                " delete them with “qualkit forget --delete-outputs”: %(files)s",
                len(found),
            )
            yield _warning(_("reports"), detail % {"n": len(found), "files": ", ".join(found)})

    def provider(self, settings: "Settings") -> Iterator[Finding]:
        """Say that a provider is set up while texts are kept with their names."""
        kept = "SELECT 1 FROM files WHERE status = 'ingested' AND json_extract(facts, '$.names_kept') LIMIT 1"
        is_set = settings.llm.model or settings.llm.base_url or os.environ.get("OPENAI_API_KEY")
        if is_set and self._rows(RECORD, kept):
            detail = _(
                "a language model is set up and names are kept: nothing is sent until “qualkit pseudonymize --all”"
            )
            yield _warning(_("names"), detail)

    def _rows(self, name: str, query: str) -> list[dict[str, Any]]:
        """Return the rows of a query through a connection that only reads; none where they cannot be read."""
        file = self._data / name
        if not file.is_file():
            return []
        alone = "" if file.with_name(f"{name}-wal").exists() else "&immutable=1"  # else SQLite would make files beside
        try:
            with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro{alone}", uri=True)) as connection:
                cursor = connection.execute(query)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error:  # an older or a damaged file: the finding on the project says so
            return []


def _is_readable(file: Path) -> bool:
    return bool(file.stat().st_mode & _OTHERS_READ)


def _unescaped(place: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), place)
