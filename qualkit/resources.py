"""Where codebooks, prompts, rubrics and corpora live: in the installed package, or beside it when it is editable."""

from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _

_PACKAGE = Path(__file__).parent
FOLDERS = ("codebooks", "prompts", "rubrics", "corpora", "models")


def folder(name: str) -> Path:
    """Return the folder of the versioned data called ``name`` (one of ``FOLDERS``)."""
    for candidate in (_PACKAGE / "data" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise InputError(_("This installation has no “%(name)s” folder. Install qualkit again.") % {"name": name})


def path(folder_name: str, file_name: str) -> Path:
    """Return the path of one versioned data file. Raises ``InputError`` where it does not exist."""
    found = folder(folder_name) / file_name
    if not found.exists():
        raise InputError(_("There is no “%(file)s” in %(folder)s.") % {"file": file_name, "folder": folder_name})
    return found


def newest(folder_name: str, name: str, project_folder: Path | None = None) -> Path:
    """Return the file of the highest version of ``name`` (``rel`` finds ``rel.v2.yaml`` before ``rel.v1.yaml``).

    A file of the same name in the project's own folder goes before the one that comes with qualkit; a path to a YAML
    file is taken as it is.
    """
    if name.endswith((".yaml", ".yml")):
        candidates = [Path(name), *([project_folder / name] if project_folder else [])]
        return next((own for own in candidates if own.is_file()), None) or path(folder_name, name)
    places = [project_folder] if project_folder else []
    for place in [*places, folder(folder_name)]:
        versions = sorted(place.glob(f"{name}.v*.yaml"), key=_version) if place.is_dir() else []
        if versions:
            return versions[-1]
    known = ", ".join(names(folder_name, project_folder))
    raise InputError(
        _("There is no “%(name)s” in %(folder)s. There are: %(known)s.")
        % {"name": name, "folder": folder_name, "known": known}
    )


def names(folder_name: str, project_folder: Path | None = None) -> list[str]:
    """Return the names of the YAML files of a folder, versions left out, in alphabetical order."""
    places = [folder(folder_name), *([project_folder] if project_folder else [])]
    return sorted({file.name.split(".v")[0] for place in places for file in place.glob("*.v*.yaml")})


def _version(file: Path) -> int:
    digits = file.name.rsplit(".v", 1)[1].split(".")[0]
    return int(digits) if digits.isdigit() else 0
