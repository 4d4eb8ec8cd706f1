"""Search by meaning: segments as vectors, kept in SQLite, found through Chroma."""

from dataclasses import dataclass

import numpy as np

from qualkit.embedding.lexical import LexicalEmbedder
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Document, Segment
from qualkit.model.documents import content_hash
from qualkit.storage.chroma import SearchIndex, StaleIndexError
from qualkit.workflows.instruments import open_codebook
from qualkit.workflows.workspace import Workspace


@dataclass(frozen=True)
class Hit:
    """A segment that a search found; ``quote`` stands at ``start``–``end`` of the document."""

    document: str
    title: str
    territory: str | None
    session: int | None
    start: int
    end: int
    quote: str
    similarity: float


def search_project(workspace: Workspace, query: str, *, top: int = 10) -> list[Hit]:
    """Return the segments nearest in meaning to ``query``, nearest first; those with nothing in common stay out."""
    passages = {
        f"{document.id}-{segment.index}": (document, segment)
        for document in workspace.store.documents()
        for segment in workspace.store.segments(document.id)
    }
    if not passages:
        raise InputError(_("There is nothing to search yet: ingest transcripts first."))
    texts = [segment.span.of(document.text) for document, segment in passages.values()]
    embedder = LexicalEmbedder.fit([*_codebook_texts(workspace), *texts])
    vector = embedder.embed([query])[0]
    if not vector.any():
        return []
    index = SearchIndex(workspace.index_folder)
    if not index.is_current(embedder.identity, list(passages)):
        index.build(list(passages), _vectors(workspace, embedder, texts), embedder.identity)
    try:
        found = index.nearest(vector, min(top, len(passages)))
    except StaleIndexError:  # it is derived: make it again from the record
        index.build(list(passages), _vectors(workspace, embedder, texts), embedder.identity)
        found = index.nearest(vector, min(top, len(passages)))
    return [_hit(*passages[key], similarity) for key, similarity in found if similarity > 0]


def _codebook_texts(workspace: Workspace) -> list[str]:
    """Return what the codebooks of the project say: words for its themes that nobody may have said yet."""
    books = [open_codebook(name, workspace.folder) for name in workspace.settings.coding.codebooks]
    return [
        line
        for book in books
        for code in book.codes
        for line in (code.name, code.definition, *code.include, *code.phrases)
    ]


def _vectors(workspace: Workspace, embedder: LexicalEmbedder, texts: list[str]) -> np.ndarray:
    """Return one row per text: what the record holds already, and what had to be made, which it holds from now on."""
    kept = workspace.store.vectors(embedder.identity)
    keys = [content_hash(text) for text in texts]
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
    if missing:
        made = dict(zip(missing, embedder.embed(list(missing.values())), strict=True))
        workspace.store.add_vectors(embedder.identity, made)
        kept |= made
    return np.vstack([kept[key] for key in keys])


def _hit(document: Document, segment: Segment, similarity: float) -> Hit:
    quote = segment.span.of(document.text)
    place = (segment.span.start, segment.span.end, quote, round(similarity, 4))
    return Hit(document.id, document.title, document.territory, document.session, *place)
