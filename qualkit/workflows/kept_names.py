"""Files that were read with their names kept, because somebody asked for it: which they are, and how they are hidden.

Nothing of a project that holds such a file is sent anywhere, and whatever is written from it says so.
"""

from collections.abc import Collection, Sequence
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _, ngettext
from qualkit.model import Document
from qualkit.reading.privacy.entities import entities_in
from qualkit.reading.privacy.people import KnownPeople
from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_read
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows.hiding import hidden_person, hiding_of
from qualkit.workflows.registers import PLACES_OF_NETWORK, hidden_value
from qualkit.workflows.replacements import Replacement, replaced
from qualkit.workflows.rewriting import Place
from qualkit.workflows.workspace import Workspace

NAMES_KEPT = "names_kept"
"""The fact of a file that says so."""

_TABLES = ("surveys", "attendance", "members")
_WRITTEN = ("scores", "decisions", "selections", "merges")
"""What people and machines wrote about what they had read."""


def files_with_names(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the records of the present files that were read with their names kept."""
    return [file for file in workspace.store.files() if file["status"] == "ingested" and file.get(NAMES_KEPT)]


def names_note(workspace: Workspace) -> str | None:
    """Return the sentence that must stand wherever something of this project is shown; ``None`` where no name is."""
    n = len(files_with_names(workspace))
    if not n:
        return None
    return ngettext(
        "%(n)d file was read with --keep-names: people and schools stand in it by their names."
        " “qualkit pseudonymize --all” hides them.",
        "%(n)d files were read with --keep-names: people and schools stand in them by their names."
        " “qualkit pseudonymize --all” hides them.",
        n,
    ) % {"n": n}


def check_nothing_is_sent(workspace: Workspace) -> None:
    """Raise ``InputError`` where texts of the project would leave the machine with names in them."""
    note = names_note(workspace)
    if note is not None:
        raise InputError(_("Nothing of this project is sent to a provider: %(why)s") % {"why": note})


class HidingLate:
    """Finds everything that reading would have hidden in files (by content) that were read with their names kept."""

    def __init__(
        self, workspace: Workspace, pseudonyms: Pseudonyms, keep: Collection[str], files: Collection[str]
    ) -> None:
        self._store = workspace.store
        self._pseudonyms = pseudonyms
        self._keep = tuple(keep)
        self._files = frozenset(files)
        self._documents = {
            file["document"] for file in self._store.files() if file["sha256"] in self._files and file["document"]
        }
        self._experiences = {x for x, file in self._store.files_of_experiences().items() if file in self._files}
        self._labels: dict[str, dict[str, str]] = {}
        for document in sorted(self._documents):  # whoever is met late in one file may stand early in another
            self._in_document(self._store.document(document))

    def __call__(self, place: Place, text: str) -> Sequence[Replacement]:
        """Return what is to be hidden in a text of the record."""
        if place.table == "documents" and place.key in self._documents:
            if place.path == "text":
                return self._in_document(self._store.document(place.key))
            if place.path.startswith("speaker:"):
                return _whole(text, self._labels[place.key].get(text, text), "PERSONA")
        if place.table == "experiences" and place.key in self._experiences:
            return self._in_cell(place.path, text)
        if place.table == "cleanings" and place.key in self._documents:
            return self._in_words(text)
        file, _slash, kind = place.key.partition("/")
        if place.table in _TABLES and file in self._files:
            return self._in_cell(place.path.rpartition(".")[2], text)
        if place.table == "records" and file in self._files:
            return self._in_register(kind, place.path, text)
        return self._in_words(text) if place.table in _WRITTEN else ()

    def _in_document(self, document: Document) -> list[Replacement]:
        read = ReadFile(document.kind, "frozen", document.text, document.turns)
        hidden = pseudonymise_read(read, self._pseudonyms, keep=self._keep)
        pairs = zip(document.turns, hidden.read.turns, strict=True)
        self._labels[document.id] = {old.speaker: new.speaker or "" for old, new in pairs if old.speaker is not None}
        return [
            Replacement(entity.start, entity.end, name, label=entity.label)
            for entity, name in zip(hidden.entities, hidden.names, strict=True)
        ]

    def _in_cell(self, column: str, text: str) -> list[Replacement]:
        if column == "school":
            return _whole(text, self._pseudonyms.school(text), "ESTABLECIMIENTO")
        if column == "person":
            return _whole(text, hidden_person(text, self._pseudonyms, self._keep), "PERSONA")
        return self._in_words(text)

    def _in_register(self, kind: str, path: str, text: str) -> list[Replacement]:
        """Return what is to be hidden in a cell: ``path`` is the row, its field and what is inside that."""
        field, _dot, inside = path.partition(".")[2].partition(".")
        if field in PLACES_OF_NETWORK:
            return []
        value = {inside: text} if inside and not inside.isdigit() else text
        hidden = hidden_value(kind, field, value, hiding_of(self._pseudonyms, self._keep))
        new = hidden[inside] if isinstance(hidden, dict) else hidden
        words = self._in_words(text)
        is_told = replaced(text, words)[0] == new
        return words if is_told else _whole(text, new, "PERSONA")

    def _in_words(self, text: str) -> list[Replacement]:
        self._pseudonyms.reserve(text)
        entities = entities_in(
            text,
            known=KnownPeople.of((), self._pseudonyms.people),
            schools=self._pseudonyms.schools,
            keep=(*self._keep, *self._pseudonyms.kept),
            added=self._pseudonyms.added,
        )
        return [Replacement(e.start, e.end, self._pseudonyms.of(e), label=e.label) for e in entities]


def _whole(text: str, name: str, label: str) -> list[Replacement]:
    return [Replacement(0, len(text), name, label=label)] if name != text else []
