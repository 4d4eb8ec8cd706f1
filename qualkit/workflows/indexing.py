"""The search index: vectors of the segments, kept in SQLite, found through Chroma, made by the project's embedder.

The record holds the vectors by the embedder's identity and the hash of the text they stand for, so that nothing is
embedded twice and a run that is stopped half way keeps what it has. An index that another embedder made is never
replaced behind a person's back: that is what ``qualkit index --rebuild`` is for.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from qualkit.embedding.names import open_embedder, sends_texts
from qualkit.errors import InputError, ProjectError
from qualkit.i18n import _
from qualkit.model.documents import content_hash
from qualkit.protocols import Embedder, Vectors
from qualkit.storage.chroma import SearchIndex, StaleIndexError
from qualkit.workflows.jsonl import read_rows
from qualkit.workflows.kept_names import check_nothing_is_sent
from qualkit.workflows.workspace import Track, Workspace, silently

_BATCH = 256
_NOTHING = 1e-7  # a cosine below it is rounding
EXACT = 20_000
"""Up to so many texts every vector of the record is compared: exact, and over before Chroma has been loaded."""


class OtherEmbedderError(ProjectError):
    """The index was made by another embedder than the one that the project is set to."""


@dataclass(frozen=True)
class IndexSummary:
    """What ``index`` did. ``texts`` are the different texts among the segments; ``made`` + ``kept`` = ``texts``."""

    embedder: str
    segments: int
    texts: int
    dimensions: int
    made: int
    kept: int
    seconds: float


@dataclass(frozen=True)
class IndexPlan:
    """What ``index`` would do: ``texts`` to be made into vectors (``kept`` are there already), their words and tokens.

    ``sent`` says that they would leave the machine; ``cost`` is ``None`` where nothing does or no price is known.
    """

    embedder: str
    segments: int
    kept: int
    texts: int
    words: int
    tokens: int
    sent: bool
    cost: float | None


def project_embedder(workspace: Workspace) -> Embedder:
    """Return the embedder that ``[embedding]`` names. Raises ``InputError`` where it cannot be opened, and for one that
    sends texts where names were kept in a file of the project.
    """
    wanted, llm = workspace.settings.embedding, workspace.settings.llm
    if sends_texts(wanted.name):
        check_nothing_is_sent(workspace)
    return open_embedder(
        wanted.name,
        folder=workspace.folder,
        batch_size=wanted.batch_size,
        base_url=wanted.base_url,
        dimensions=wanted.dimensions,
        timeout=llm.timeout,
        max_retries=llm.max_retries,
    )


def project_passages(workspace: Workspace) -> dict[str, str]:
    """Return the text of each segment of the project, as it is frozen, by ``DOCUMENT-POSITION``."""
    store = workspace.store
    return {
        f"{document.id}-{segment.index}": segment.span.of(document.text)
        for document in store.documents()
        for segment in store.segments(document.id)
    }


def nearest(
    workspace: Workspace,
    query: str,
    passages: Mapping[str, str],
    n: int,
    *,
    embedder: Embedder | None = None,
    track: Track = silently,
) -> list[tuple[str, float]]:
    """Return up to ``n`` pairs (key of a passage, cosine above 0), nearest first, ties in the order of ``passages``.

    ``passages`` may be a part of the project's segments (a filter) or texts made of them. What the index lacks is
    added to it, and where there is none it is built. Raises ``OtherEmbedderError`` where another embedder made it.
    """
    embedder = embedder or project_embedder(workspace)
    texts = _texts(passages.values())
    if not texts or n < 1:
        return []
    index = SearchIndex(workspace.index_folder)
    _check_embedder(index, embedder)
    vector = _query_vector(workspace, query, embedder)
    if not vector.any():
        return []
    if not texts.keys() <= index.held():
        _bring_up_to_date(workspace, index, embedder, _whole(workspace) | texts, track)
    found = dict(_ask(workspace, index, embedder, vector, texts, min(n, len(texts)), track))
    near = [(key, found.get(content_hash(text), 0.0)) for key, text in passages.items()]
    return sorted((pair for pair in near if pair[1] > _NOTHING), key=lambda pair: -pair[1])[:n]


def rebuild_index(
    workspace: Workspace, *, rebuild: bool = False, embedder: Embedder | None = None, track: Track = silently
) -> IndexSummary:
    """Bring the index to what the project holds now: vectors that are missing are made and kept, batch by batch.

    With ``rebuild`` a new index is built aside, whichever embedder made the present one, which stays until the new
    one is ready. Raises ``OtherEmbedderError`` where it is another's and ``rebuild`` was not asked for, ``InputError``
    where there is nothing to index, ``ProviderError`` where a provider fails.
    """
    began = time.monotonic()
    embedder = embedder or project_embedder(workspace)
    passages, texts = _something(workspace)
    index = SearchIndex(workspace.index_folder)
    if not rebuild:
        _check_embedder(index, embedder)
    with workspace.run("index", {"embedder": embedder.identity, "rebuild": rebuild}):
        made = _bring_up_to_date(workspace, index, embedder, texts, track, rebuild=rebuild)
    return IndexSummary(
        embedder.identity,
        segments=len(passages),
        texts=len(texts),
        dimensions=_vectors(workspace, embedder, [min(texts)]).shape[1],
        made=made,
        kept=len(texts) - made,
        seconds=round(time.monotonic() - began, 2),
    )


def embed_rows(file: Path, embedder: str) -> Iterator[dict[str, Any]]:
    """Yield ``{id, vector, embedder}`` for each row ``{id, text}`` of a JSON-lines file, in order.

    ``vector`` is ``None`` where the text has no word.

    Raises ``InputError`` where a row is not of that form, and for an embedder that would send the texts away: only
    text with pseudonyms may leave the machine, and nobody can know that of a file.
    """
    if sends_texts(embedder):
        raise InputError(
            _("“%(embedder)s” would send the texts away; only a local embedder may.") % {"embedder": embedder}
        )
    opened = open_embedder(embedder, folder=Path.cwd())
    rows = []
    for number, row in read_rows(file, required=("id", "text")):
        if not isinstance(row["text"], str):
            raise InputError(_("Row %(row)d: “text” must be text.") % {"row": number})
        rows.append(row)
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        for row, vector in zip(batch, opened.embed([row["text"] for row in batch]), strict=True):
            yield {"id": row["id"], "vector": vector.tolist() if vector.any() else None, "embedder": opened.identity}


def plan_index(workspace: Workspace, *, embedder: Embedder | None = None) -> IndexPlan:
    """Return what ``rebuild_index`` would make and send; nothing is made or sent. Raises ``InputError`` as it does."""
    from qualkit.evidence import count_words
    from qualkit.llm.budget import count_tokens

    embedder = embedder or project_embedder(workspace)
    passages, texts = _something(workspace)
    there = workspace.store.embedded(embedder.identity)
    missing = [text for key, text in texts.items() if key not in there]
    tokens, sent = sum(map(count_tokens, missing)), sends_texts(embedder.identity)
    price = workspace.settings.embedding.cost_per_million if sent else None
    return IndexPlan(
        embedder.identity,
        segments=len(passages),
        kept=len(texts) - len(missing),
        texts=len(missing),
        words=sum(map(count_words, missing)),
        tokens=tokens,
        sent=sent,
        cost=None if price is None else round(tokens * price / 1_000_000, 6),
    )


def _something(workspace: Workspace) -> tuple[dict[str, str], dict[str, str]]:
    """Return the passages of the project by key and their different texts by hash, of which there must be some."""
    passages = project_passages(workspace)
    if not (texts := _texts(passages.values())):
        raise InputError(_("There is nothing to search yet: ingest transcripts first."))
    return passages, texts


def _whole(workspace: Workspace) -> dict[str, str]:
    return _texts(project_passages(workspace).values())


def _texts(texts: Iterable[str]) -> dict[str, str]:
    """Return the different texts by the hash of their content; blank ones stay out."""
    return {content_hash(text): text for text in texts if text.strip()}


def _check_embedder(index: SearchIndex, embedder: Embedder) -> None:
    made_by = index.embedder
    if made_by is not None and made_by != embedder.identity:
        raise OtherEmbedderError(
            _(
                "The search index was made by “%(index)s”, and the project is set to “%(project)s”. “qualkit index"
                " --rebuild” builds it again; until that is done the old one stays."
            )
            % {"index": made_by, "project": embedder.identity}
        )


def _bring_up_to_date(
    workspace: Workspace,
    index: SearchIndex,
    embedder: Embedder,
    texts: Mapping[str, str],
    track: Track,
    *,
    rebuild: bool = False,
) -> int:
    """Make the index hold ``texts`` and nothing else; return how many vectors had to be made for it."""
    with index.writing():
        if not rebuild:
            _check_embedder(index, embedder)  # again: somebody else may have built it in the meantime
        made = _make_missing(workspace, embedder, texts, track)
        held = frozenset() if rebuild else index.held()
        new, gone = sorted(texts.keys() - held), held - texts.keys()
        if not held:
            _build(workspace, index, embedder, texts, track)
        elif new or gone:
            try:
                index.update(new, _vectors(workspace, embedder, new), gone=gone)
            except StaleIndexError:  # it is derived: make it again from the record
                _build(workspace, index, embedder, texts, track)
    return made


def _build(
    workspace: Workspace, index: SearchIndex, embedder: Embedder, texts: Mapping[str, str], track: Track
) -> None:
    ids = sorted(texts)

    def shown(starts: Sequence[int]) -> Iterable[int]:
        return track(starts, len(starts), _("Building the index"))

    index.build(ids, _vectors(workspace, embedder, ids), embedder.identity, shown=shown)


def _ask(
    workspace: Workspace,
    index: SearchIndex,
    embedder: Embedder,
    vector: Vectors,
    texts: Mapping[str, str],
    n: int,
    track: Track,
) -> list[tuple[str, float]]:
    """Return the texts nearest to ``vector``, by hash; an index that cannot answer is built again from the record."""
    if len(texts) <= EXACT:
        return _compared(vector, _vectors(workspace, embedder, list(texts)), list(texts), n)
    among = None if texts.keys() == index.held() else texts.keys()
    try:
        return index.nearest(vector, n, among=among)
    except StaleIndexError:
        with index.writing():
            _check_embedder(index, embedder)
            everything = {**_whole(workspace), **texts}  # ``texts`` may be what a filter left
            _make_missing(workspace, embedder, everything, track)
            _build(workspace, index, embedder, everything, track)
            return index.nearest(vector, n, among=texts.keys())


def _compared(vector: Vectors, rows: Vectors, keys: Sequence[str], n: int) -> list[tuple[str, float]]:
    """Return the ``n`` keys whose row has the highest cosine with ``vector``, nearest first; all rows have length 1."""
    cosines = rows @ vector
    best = np.argsort(-cosines, kind="stable")[:n]
    return [(keys[i], float(cosines[i])) for i in best]


def _make_missing(workspace: Workspace, embedder: Embedder, texts: Mapping[str, str], track: Track) -> int:
    """Make and keep the vectors that the record lacks, a batch at a time; return how many."""
    there = workspace.store.embedded(embedder.identity)
    missing = [key for key in texts if key not in there]
    size = workspace.settings.embedding.batch_size
    batches = [missing[start : start + size] for start in range(0, len(missing), size)]
    for batch in track(batches, len(batches), _("Making vectors")):
        rows = embedder.embed([texts[key] for key in batch])
        workspace.store.add_vectors(embedder.identity, dict(zip(batch, rows, strict=True)))
    return len(missing)


def _vectors(workspace: Workspace, embedder: Embedder, keys: Sequence[str]) -> Vectors:
    """Return one row for each of ``keys``, all of which the record holds."""
    kept = workspace.store.vectors(embedder.identity, only=keys)
    if len({len(row) for row in kept.values()}) > 1:
        sentence = _("“%(embedder)s” gave vectors of different lengths over time. Name another one under [embedding].")
        raise ProjectError(sentence % {"embedder": embedder.identity})
    return np.vstack([kept[key] for key in keys]) if keys else np.zeros((0, 0), dtype=np.float32)


def _query_vector(workspace: Workspace, query: str, embedder: Embedder) -> Vectors:
    """Return the vector of what somebody searches for.

    Where texts leave the machine, the names in the query are hidden first, and the same query is sent only once.
    """
    if not query.strip():
        return np.zeros(1, dtype=np.float32)
    if not sends_texts(embedder.identity):
        row: Vectors = embedder.embed([query])[0]
        return row
    hidden = _texts([_hidden(workspace, query)])
    _make_missing(workspace, embedder, hidden, silently)
    row = _vectors(workspace, embedder, list(hidden))[0]
    return row


def _hidden(workspace: Workspace, query: str) -> str:
    from qualkit.reading.territories import Territories
    from qualkit.workflows.hiding import hidden_text
    from qualkit.workflows.keys import load_key

    return hidden_text(query, load_key(workspace.key_file), Territories(workspace.settings.territories))
