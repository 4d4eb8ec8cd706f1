"""The search index: Chroma, derived from the vectors in SQLite, built aside and swapped in, deleted at any time.

A kill while Chroma writes can leave a collection unusable, so a marker (embedder, hash of the ids, sizes of the files)
is written into the sibling folder last. Chroma dies of a shortened file and answers wrongly where one is gone (both
seen with 1.5.9), so nothing is asked of an index that does not fit its marker; what fails all the same raises
``StaleIndexError``: build it again.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from qualkit.errors import ProjectError
from qualkit.i18n import _
from qualkit.model.documents import content_hash
from qualkit.protocols import Vectors

_COLLECTION = "segments"
_MARKER = "qualkit-index.json"
_BATCH = 5000  # Chroma takes at most 5,461 records at a time


class StaleIndexError(ProjectError):
    """The search index cannot answer; built again from the vectors of the record, it can."""


class SearchIndex:
    """Nearest vectors by cosine, kept in ``folder``; the embedder and the ids say what it was built from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_current(self, embedder: str, ids: Sequence[str]) -> bool:
        """Say whether the index was finished for that embedder and those ids, in that order."""
        marker = _read_marker(self._folder)
        return (marker.get("embedder"), marker.get("ids")) == (embedder, content_hash(*ids)) and self._is_whole()

    def _is_whole(self) -> bool:
        return self._folder.is_dir() and _read_marker(self._folder).get("files") == _file_sizes(self._folder)

    def build(self, ids: Sequence[str], vectors: Vectors, embedder: str) -> None:
        """Build the index aside (vectors: len(ids) × d, unit rows) and swap it in."""
        aside = self._folder.with_name(f"{self._folder.name}.building")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        with _client(aside) as client:
            collection = client.create_collection(
                _COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
            )
            for start in range(0, len(ids), _BATCH):
                batch = slice(start, start + _BATCH)
                collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch])
        marker = {"embedder": embedder, "ids": content_hash(*ids), "files": _file_sizes(aside)}
        (aside / _MARKER).write_text(json.dumps(marker), encoding="utf-8")
        shutil.rmtree(self._folder, ignore_errors=True)
        os.replace(aside, self._folder)

    def nearest(self, vector: Vectors, n: int) -> list[tuple[str, float]]:
        """Return up to ``n`` pairs of id and cosine similarity, nearest first.

        Raises ``StaleIndexError`` where the index is not there, not whole, or of another dimension.
        """
        if not self._is_whole():
            raise StaleIndexError(_("The search index is not complete."))
        with _client(self._folder) as client:
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            found = collection.query(query_embeddings=np.asarray([vector]), n_results=n, include=["distances"])
        distances = (found["distances"] or [[]])[0]
        return [(id_, 1.0 - float(distance)) for id_, distance in zip(found["ids"][0], distances, strict=True)]

    def drop(self) -> None:
        """Delete the index; nothing is lost with it."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _read_marker(folder: Path) -> dict[str, Any]:
    """Return what the marker in ``folder`` says; nothing where it is missing or cannot be read."""
    try:
        marker = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return marker if isinstance(marker, dict) else {}


def _file_sizes(folder: Path) -> dict[str, int]:
    """Return the sizes of the files with the vectors; asking an index does not change them."""
    return {file.relative_to(folder).as_posix(): file.stat().st_size for file in sorted(folder.glob("*/*"))}


@contextmanager
def _client(folder: Path) -> Iterator[Any]:
    """Yield a client on ``folder`` and let go of its files afterwards, so that the folder can be moved.

    The system is started here and not by ``PersistentClient``, which keeps one that failed to start and hands it out
    again for the same folder, however sound the folder has become. Raises ``StaleIndexError`` for Chroma's own errors.
    """
    from chromadb.api import ServerAPI
    from chromadb.api.client import Client
    from chromadb.config import Settings, System
    from chromadb.errors import ChromaError

    system = System(Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder)))
    try:
        system.instance(ServerAPI)  # type: ignore[type-abstract]  # components go by their interface
        system.start()
        client: Any = Client.from_system(system)
        try:
            yield client
        finally:
            client.close()
    except ChromaError as error:
        raise StaleIndexError(_("The search index cannot be used: %(why)s") % {"why": error}) from error
