"""The search index: Chroma, derived from the vectors in SQLite, built aside and swapped in, deleted at any time.

A kill while Chroma writes can leave a collection unusable, so nothing is ever written to the collection that answers:
a new one is built in a sibling folder, or the present one is copied there and brought up to date, and a marker
(embedder, ids, sizes of the files) is written last. Chroma dies of a shortened file and answers wrongly where one is
gone (both seen with 1.5.9), so nothing is asked of an index that does not fit its marker; what fails all the same
raises ``StaleIndexError``: build it again. One process at a time changes an index (``writing``).
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from qualkit.errors import ProjectError
from qualkit.i18n import _
from qualkit.protocols import Vectors

_COLLECTION = "segments"
_MARKER = "qualkit-index.json"
_BATCH = 1000  # Chroma takes at most 5,461 records at a time, and somebody may watch how far it is
_GRAPH = {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 1000}
"""With Chroma's own values (100, 16, 100) six of the ten nearest of 10,000 random unit vectors of 256 dimensions are
found; with these, all ten, in 4 ms instead of 2."""

PATIENCE_SECONDS = 60.0

Shown = Callable[[Sequence[int]], Iterable[int]]


class StaleIndexError(ProjectError):
    """The search index cannot answer; built again from the vectors of the record, it can."""


class SearchIndex:
    """Nearest vectors by cosine, kept in ``folder`` with the identity of the embedder that made them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def embedder(self) -> str | None:
        """The identity of the embedder whose vectors these are; ``None`` where there is no index."""
        found = _read_marker(self._folder).get("embedder")
        return found if isinstance(found, str) else None

    def held(self) -> frozenset[str]:
        """Return the ids that can be found; none where the index is not whole."""
        return frozenset(_read_marker(self._folder).get("ids", ())) if self._is_whole() else frozenset()

    def _is_whole(self) -> bool:
        return self._folder.is_dir() and _read_marker(self._folder).get("files") == _file_sizes(self._folder)

    @contextmanager
    def writing(self, *, patience: float | None = None) -> Iterator[None]:
        """Keep every other process from changing the index; it can go on asking it.

        The lock is one of SQLite's, which the system lets go when a process dies. Raises ``ProjectError`` where
        somebody else holds it for longer than ``patience`` seconds.
        """
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        lock = self._folder.with_name(f"{self._folder.name}.lock")
        with closing(_locked(lock, PATIENCE_SECONDS if patience is None else patience)):
            if not self._folder.exists() and self._former.is_dir():
                os.replace(self._former, self._folder)  # a process was killed between the two moves of a swap
            yield

    def build(self, ids: Sequence[str], vectors: Vectors, embedder: str, *, shown: Shown = iter) -> None:
        """Build the index aside (vectors: len(ids) × d, unit rows) and swap it in; until then the old one answers.

        ``shown`` is given the starts of the batches and yields them, for whoever shows how far the work is.
        """
        aside = self._aside()
        aside.mkdir(parents=True)
        with _client(aside) as client:
            collection = client.create_collection(
                _COLLECTION, configuration={"hnsw": _GRAPH}, metadata={"embedder": embedder}, embedding_function=None
            )
            _add(collection, ids, vectors, shown)
        self._swap_in(aside, ids, embedder)

    def update(self, ids: Sequence[str], vectors: Vectors, *, gone: Collection[str] = ()) -> None:
        """Add ``ids`` with their vectors to a copy of the index, take ``gone`` out of it and swap it in.

        Raises ``StaleIndexError`` where there is no whole index to begin with.
        """
        held, embedder = self.held(), self.embedder
        if embedder is None or not self._is_whole():
            raise StaleIndexError(_("The search index is not complete."))
        aside = self._aside()
        shutil.copytree(self._folder, aside)
        (aside / _MARKER).unlink()
        with _client(aside) as client:
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            for batch in _batches(sorted(held & set(gone))):
                collection.delete(ids=batch)
            _add(collection, ids, vectors)
        self._swap_in(aside, (held - set(gone)) | set(ids), embedder)

    def _aside(self) -> Path:
        """Return the sibling folder, free of what a killed process may have left there."""
        aside = self._folder.with_name(f"{self._folder.name}.building")
        shutil.rmtree(aside, ignore_errors=True)
        return aside

    def _swap_in(self, aside: Path, ids: Collection[str], embedder: str) -> None:
        marker = {"embedder": embedder, "ids": sorted(ids), "files": _file_sizes(aside)}
        (aside / _MARKER).write_text(json.dumps(marker), encoding="utf-8")
        shutil.rmtree(self._former, ignore_errors=True)
        if self._folder.exists():
            os.replace(self._folder, self._former)
        os.replace(aside, self._folder)
        shutil.rmtree(self._former, ignore_errors=True)

    @property
    def _former(self) -> Path:
        return self._folder.with_name(f"{self._folder.name}.former")

    def nearest(self, vector: Vectors, n: int, *, among: Collection[str] | None = None) -> list[tuple[str, float]]:
        """Return up to ``n`` pairs of id and cosine similarity (at most 1), nearest first; only ids of ``among``.

        Raises ``StaleIndexError`` where the index is not there, not whole, or of another dimension.
        """
        if not self._is_whole():
            raise StaleIndexError(_("The search index is not complete."))
        only = {} if among is None else {"ids": sorted(self.held() & set(among))}  # it fails on one that it has not
        if among is not None and not only["ids"]:
            return []
        with _client(self._folder) as client:
            collection = client.get_collection(_COLLECTION, embedding_function=None)
            if (collection.metadata or {}).get("embedder") != self.embedder:
                raise StaleIndexError(_("The search index is not complete."))
            found = collection.query(query_embeddings=np.asarray([vector]), n_results=n, include=["distances"], **only)
        distances = (found["distances"] or [[]])[0]
        return [(id_, min(1.0, 1.0 - float(far))) for id_, far in zip(found["ids"][0], distances, strict=True)]


def _locked(file: Path, seconds: float) -> sqlite3.Connection:
    """Return a connection that holds ``file`` until it is closed. Raises ``ProjectError`` where another one does."""
    connection = sqlite3.connect(file, timeout=seconds, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        connection.close()
        sentence = _("The search index is being built by another qualkit; try again when that one has finished.")
        raise ProjectError(sentence) from error
    return connection


def _add(collection: Any, ids: Sequence[str], vectors: Vectors, shown: Shown = iter) -> None:
    for start in shown(range(0, len(ids), _BATCH)):
        batch = slice(start, start + _BATCH)
        collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch])


def _batches(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _BATCH):
        yield list(ids[start : start + _BATCH])


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
