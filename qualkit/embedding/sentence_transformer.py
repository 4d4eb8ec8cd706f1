"""Vectors from a sentence-transformers model that is on this machine: a folder, or one that was fetched before.

Nothing is ever downloaded here: a model is loaded from its folder, and the libraries are told that there is no network.
They come with ``pip install 'qualkit[transformers]'`` and are loaded when the first text is embedded.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from pickle import UnpicklingError
from typing import Protocol

import numpy as np

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.protocols import Vectors

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}
ORGANISATION = "sentence-transformers"
"""Where the hub keeps the models that are named without an organisation."""

_MODEL_FILES = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")
_OTHER_FORMS = {"onnx", "openvino"}  # the same model for other engines


class Encoder(Protocol):
    """What a loaded model can do."""

    def encode(
        self, sentences: list[str], *, batch_size: int, show_progress_bar: bool, convert_to_numpy: bool
    ) -> np.ndarray:
        """Return one row per sentence."""
        ...


class SentenceTransformerEmbedder:
    """A model named by its folder (which may start from ``folder``) or by its name on the hub.

    Texts longer than the model reads are cut by it; instructions that some models want before a text are not added.
    Raises ``InputError`` where no model of that name is on this machine.
    """

    def __init__(
        self,
        name: str,
        *,
        folder: Path | None = None,
        batch_size: int = 128,
        load: Callable[[Path], Encoder] | None = None,
    ) -> None:
        own = own_folder(name, folder)
        self._place = own or fetched_folder(name)
        self._name = own.name if own else name
        self._batch_size = batch_size
        self._load = load or _load

    @cached_property
    def identity(self) -> str:
        """``sentence-transformers:NAME@`` and a hash of the model's weights, vocabulary and settings."""
        return f"sentence-transformers:{self._name}@{weights_hash(self._place)}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array (len(texts), d) of rows of length 1; a blank text has a row of 0."""
        said = [i for i, text in enumerate(texts) if text.strip()]
        asked = [texts[i] for i in said] or ["."]  # the model knows how long its vectors are only by making one
        made = self._model.encode(asked, batch_size=self._batch_size, show_progress_bar=False, convert_to_numpy=True)
        rows = np.zeros((len(texts), made.shape[1]), dtype=np.float32)
        rows[said] = made[: len(said)]
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
        return unit

    @cached_property
    def _model(self) -> Encoder:
        try:
            return self._load(self._place)
        except ImportError:
            raise _not_installed() from None
        except (OSError, ValueError, RuntimeError, LookupError, UnpicklingError) as error:
            raise InputError(
                _("The model in %(folder)s cannot be loaded: %(why)s")
                % {"folder": self._place, "why": " ".join(str(error).split())[:300]}
            ) from error


def own_folder(name: str, folder: Path | None = None) -> Path | None:
    """Return the folder called ``name``, from here or from ``folder``, where there is one."""
    places = [Path(name).expanduser(), *([folder / name] if folder else [])]
    return next((place.resolve() for place in places if place.is_dir()), None)


def fetched_folder(name: str) -> Path:
    """Return where the hub's own library keeps a model that was fetched before.

    Raises ``InputError`` that says how to fetch it; nothing is fetched here.
    """
    full = name if "/" in name else f"{ORGANISATION}/{name}"
    found = _in_cache(full)
    if found is None:
        raise InputError(
            _(
                "There is no model “%(name)s” on this machine: no folder of that name, and none that was fetched"
                " before. qualkit downloads nothing by itself. “hf download %(full)s” brings it, once."
            )
            % {"name": name, "full": full}
        )
    return found


def _in_cache(full: str) -> Path | None:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError:
        raise _not_installed() from None
    try:
        return Path(snapshot_download(full, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None


def _not_installed() -> InputError:
    return InputError(
        _("sentence-transformers is not installed: “python -m pip install 'qualkit[transformers]'” brings it.")
    )


def _load(place: Path) -> Encoder:
    for variable, value in OFFLINE.items():
        os.environ.setdefault(variable, value)
    library = import_module("sentence_transformers")  # an extra: not there for most people, nor for the type checker
    damaged = import_module("safetensors").SafetensorError
    try:
        encoder: Encoder = library.SentenceTransformer(str(place), device="cpu", local_files_only=True)
    except damaged as error:
        raise ValueError(str(error)) from error
    return encoder


def weights_hash(place: Path, *, cache: Path | None = None) -> str:
    """Return 16 hexadecimal digits for the content of the model's files, whatever folder it is in.

    Weights can be large: what was read once is kept in ``cache`` (the user's cache folder) until a file changes its
    size or its time.
    """
    files = _files(place)
    state = hashlib.sha256(json.dumps([_state(file) for file in files]).encode()).hexdigest()
    kept = (cache or _cache_folder()) / f"{state}.txt"
    if kept.is_file():
        return kept.read_text(encoding="ascii")
    found = _content_hash(place, files)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(found, encoding="ascii")
    except OSError:
        return found  # where nothing can be kept, it is computed each time
    return found


def _files(place: Path) -> list[Path]:
    """Return the files that make the vectors, in the order of their path."""
    found = {file for pattern in _MODEL_FILES for file in place.rglob(pattern) if file.is_file()}
    return sorted(file for file in found if not _OTHER_FORMS & set(file.relative_to(place).parts))


def _state(file: Path) -> tuple[str, int, int]:
    facts = file.stat()
    return str(file.resolve()), facts.st_size, facts.st_mtime_ns


def _content_hash(place: Path, files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(place).as_posix().encode() + b"\0")
        with file.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:16]


def _cache_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("qualkit")) / "weights"
