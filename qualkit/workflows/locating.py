"""The evidence gate by itself: quotes against files as read, or against a document's frozen text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from qualkit.errors import InputError
from qualkit.evidence import Source
from qualkit.i18n import _
from qualkit.normal import normalise
from qualkit.workflows.jsonl import read_rows
from qualkit.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Located:
    """One quote and where it stands; ``start`` and ``end`` are ``None`` where the gate refuses it."""

    id: str | int | None
    found: bool
    start: int | None
    end: int | None


def _locate(source: Source, quote: str, id: str | int | None = None) -> Located:
    span = source.locate(quote)
    return Located(id, span is not None, span.start if span else None, span.end if span else None)


def source_of_file(file: Path) -> Source:
    """Return what people say in ``file``, as read, without pseudonyms. Raises ``InputError`` where it cannot be."""
    from qualkit.reading.transcripts import read_transcript

    read = read_transcript(file)
    return Source(read.text, [turn.span for turn in read.turns])


def locate_in_file(file: Path, quote: str) -> Located:
    """Say whether ``quote`` stands word for word in what one speaker says in ``file``."""
    return _locate(source_of_file(file), quote)


def locate_in_document(workspace: Workspace, document_id: str, quote: str) -> Located:
    """Say whether ``quote`` stands word for word in the frozen text of a document of the project."""
    documents = {document.id: document for document in workspace.store.documents()}
    if document_id not in documents:
        raise InputError(_("The project has no document “%(id)s”.") % {"id": document_id})
    document = documents[document_id]
    return _locate(Source(document.text, document.speech_spans), quote)


def locate_rows(rows: Path, folder: Path) -> Iterator[Located]:
    """Yield one answer per row ``{id, source, quote}`` of a JSON-lines file; ``source`` is a file name in ``folder``.

    Raises ``InputError`` naming the row where a key is missing or a source is not there.
    """
    source_in = cache(lambda name: source_of_file(_inside(folder, name)))
    for number, row in read_rows(rows, required=("id", "source", "quote")):
        if not isinstance(row["quote"], str) or not isinstance(row["source"], str):
            raise InputError(_("Row %(row)d: “source” and “quote” must be text.") % {"row": number})
        yield _locate(source_in(row["source"]), row["quote"], id=row["id"])


def _inside(folder: Path, name: str) -> Path:
    file = folder / name if name.isprintable() else folder
    if not file.resolve().is_relative_to(folder.resolve()):
        raise InputError(_("“%(name)s” is outside %(folder)s.") % {"name": name, "folder": folder})
    found = file if file.is_file() else _called_alike(file)
    if found is None or file == folder:
        raise InputError(_("There is no “%(name)s” in %(folder)s.") % {"name": name, "folder": folder})
    return found


def _called_alike(file: Path) -> Path | None:
    """Return the file whose name is that of ``file`` in another Unicode form, or with its extension."""
    wanted = normalise(file.name)
    beside = sorted(file.parent.iterdir()) if file.parent.is_dir() else []
    return next((o for o in beside if o.is_file() and wanted in (normalise(o.name), normalise(o.stem))), None)
