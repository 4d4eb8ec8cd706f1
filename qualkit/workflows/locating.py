"""The evidence gate by itself: quotes against files as read, a document's frozen text or a field of a form."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from qualkit.errors import InputError, QualkitError
from qualkit.evidence import Source
from qualkit.evidence.denial import negated_before
from qualkit.i18n import _
from qualkit.model import Document, Span
from qualkit.normal import normalise
from qualkit.workflows.jsonl import read_rows
from qualkit.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Located:
    """One quote and where it stands; ``start`` and ``end`` are ``None`` where the gate refuses it.

    ``reason`` says why nobody could look, ``warning`` what the quote leaves out (a denial right before it).
    """

    id: str | int | None
    found: bool
    start: int | None
    end: int | None
    reason: str | None = None
    warning: str | None = None


Gate = Callable[[str], Located]


def as_row(located: Located) -> dict[str, Any]:
    """Return ``{id, found, start, end}``, with ``reason`` and ``warning`` where there is one."""
    extra = ("reason", "warning")
    return {name: value for name, value in asdict(located).items() if name not in extra or value is not None}


def _gate(text: str, spans: tuple[Span, ...]) -> Gate:
    """Return what looks for quotes in the spans of a text that somebody says."""
    source = Source(text, spans)

    def locate(quote: str) -> Located:
        found = source.locate(quote)
        if found is None:
            return Located(None, False, None, None)
        said = next(span for span in spans if span.holds(found))
        denied = negated_before(said.of(text), found.shifted(-said.start))
        return Located(None, True, found.start, found.end, warning=_denial() if denied else None)

    return locate


def _denial() -> str:
    return _("The word right before the quote denies it: without it the quote says the opposite.")


def _gate_of_file(file: Path) -> Gate:
    from qualkit.reading.transcripts import read_transcript

    read = read_transcript(file)
    return _gate(read.text, tuple(turn.span for turn in read.turns))


def locate_in_file(file: Path, quote: str) -> Located:
    """Say whether ``quote`` stands word for word in what one speaker says in ``file``, as read, without pseudonyms.

    Raises ``InputError`` where the file cannot be read.
    """
    return _gate_of_file(file)(quote)


def locate_in_document(workspace: Workspace, document: str, quote: str) -> Located:
    """Say whether ``quote`` stands word for word in the frozen text of a document, named by its id or its title.

    Raises ``InputError`` where no document or several are called like that.
    """
    found = _document(workspace.store.documents(), document)
    return _gate(found.text, found.speech_spans)(quote)


def _document(documents: list[Document], name: str) -> Document:
    titled = [document for document in documents if normalise(document.title) == normalise(name)]
    found = [document for document in documents if document.id == name] or titled
    if not found:
        raise InputError(_("The project has no document “%(id)s”.") % {"id": name})
    if len(found) > 1:
        ids = ", ".join(document.id for document in found)
        raise InputError(
            _("Several documents are called “%(title)s”. Give the id of one: %(ids)s.") % {"title": name, "ids": ids}
        )
    return found[0]


def locate_in_field(workspace: Workspace, experience: str, field: str, quote: str) -> Located:
    """Say whether ``quote`` stands word for word in a field of an experience's form.

    Raises ``InputError`` where the project has no such experience, and where its form has no such field.
    """
    forms = {form.id: form.fields for form in workspace.store.experiences()}
    if experience not in forms:
        raise InputError(_("The project has no experience “%(id)s”.") % {"id": experience})
    fields: Mapping[str, str] = forms[experience]
    if field not in fields:
        raise InputError(
            _("Experience %(id)s has no field “%(field)s”. It has: %(known)s.")
            % {"id": experience, "field": field, "known": ", ".join(fields)}
        )
    return _gate(fields[field], (Span(0, len(fields[field])),))(quote)


def locate_rows(rows: Path, folder: Path) -> Iterator[Located]:
    """Yield one answer per row ``{id, source, quote}`` of a JSON-lines file; ``source`` is a file name in ``folder``.

    Where the source is not there or cannot be read, the answer says so in ``reason``. Raises ``InputError`` naming the
    row where a key is missing, and for a source that is no name of a file in ``folder``.
    """
    gate_of = cache(lambda name: _gate_or_reason(folder, name))
    for number, row in read_rows(rows, required=("id", "source", "quote")):
        if not isinstance(row["quote"], str) or not isinstance(row["source"], str):
            raise InputError(_("Row %(row)d: “source” and “quote” must be text.") % {"row": number})
        _refuse_outside(folder, row["source"])
        gate = gate_of(row["source"])
        if isinstance(gate, str):
            yield Located(row["id"], False, None, None, reason=gate)
        else:
            yield replace(gate(row["quote"]), id=row["id"])


def _gate_or_reason(folder: Path, name: str) -> Gate | str:
    try:
        return _gate_of_file(_inside(folder, name))
    except QualkitError as error:
        return str(error)


def _refuse_outside(folder: Path, name: str) -> None:
    if not name.isprintable() or not name.strip():
        raise InputError(_("There is no “%(name)s” in %(folder)s.") % {"name": name, "folder": folder})
    if not (folder / name).resolve().is_relative_to(folder.resolve()):
        raise InputError(_("“%(name)s” is outside %(folder)s.") % {"name": name, "folder": folder})


def _inside(folder: Path, name: str) -> Path:
    file = folder / name
    found = file if file.is_file() else _called_alike(file)
    if found is None:
        raise InputError(_("There is no “%(name)s” in %(folder)s.") % {"name": name, "folder": folder})
    return found


def _called_alike(file: Path) -> Path | None:
    """Return the file whose name is that of ``file`` in another Unicode form, or with its extension."""
    wanted = normalise(file.name)
    beside = sorted(file.parent.iterdir()) if file.parent.is_dir() else []
    return next((o for o in beside if o.is_file() and wanted in (normalise(o.name), normalise(o.stem))), None)
