"""The models that come with qualkit, as ``models/MODELS.json`` lists them (written by ``training/manifest.py``)."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from qualkit import resources
from qualkit.errors import InputError
from qualkit.i18n import _

MANIFEST = "MODELS.json"


@dataclass(frozen=True)
class ModelFile:
    """One file of a model: its path below ``models/``, its size and its SHA-256 in hexadecimal digits."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class ShippedModel:
    """A model, its licence, its card below the repository and the command that made it."""

    name: str
    version: str
    what: str
    licence: str
    card: str
    recipe: str
    files: tuple[ModelFile, ...]

    @property
    def bytes(self) -> int:
        """The size of all its files."""
        return sum(file.bytes for file in self.files)


def shipped_models(folder: Path | None = None) -> tuple[ShippedModel, ...]:
    """Return what the manifest lists. Raises ``InputError`` where it is missing or cannot be read."""
    folder = folder or resources.folder("models")
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return tuple(_model(entry) for entry in listed["models"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        broken = _("The list of the models, %(file)s, cannot be read. Install qualkit again.")
        raise InputError(broken % {"file": folder / MANIFEST}) from error


def _model(entry: dict[str, object]) -> ShippedModel:
    files = entry["files"]
    if not isinstance(files, dict):
        raise TypeError("files")
    words = {key: str(entry[key]) for key in ("name", "version", "what", "licence", "card", "recipe")}
    return ShippedModel(**words, files=tuple(ModelFile(path, **facts) for path, facts in files.items()))


def damaged_files(model: ShippedModel, folder: Path | None = None) -> list[str]:
    """Return the paths of a model's files that are missing or are not what they were when it was made."""
    folder = folder or resources.folder("models")
    return [file.path for file in model.files if not _is_true(file, folder / file.path)]


def _is_true(listed: ModelFile, file: Path) -> bool:
    if not file.is_file() or file.stat().st_size != listed.bytes:
        return False
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == listed.sha256
