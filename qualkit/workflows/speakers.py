"""The labels of one person in a session: proposed for merging, merged only by a person, and taken back as easily.

People join twice, from the telephone and from the school's computer: «Esc. Los Aromos - Paola», «iPhone de Paola». The
frozen text keeps every label; a merge changes only who a turn is said to be by.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.words import PSEUDONYM
from qualkit.model import Document
from qualkit.reading.spelling import bare
from qualkit.workflows.keys import load_key
from qualkit.workflows.workspace import Workspace, now

Ground = Literal["same person", "same name", "same school"]


@dataclass(frozen=True)
class Label:
    """One label of a document with its turns and words; ``merged`` are those that a person made one with it."""

    document: str
    label: str
    turns: int
    words: int
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """Two labels of a document that may be one person, and why: nobody merges them but a person."""

    document: str
    label: str
    into: str
    ground: Ground


def labels(workspace: Workspace) -> list[Label]:
    """Return the labels of every document in the order in which they first speak."""
    merged: dict[tuple[str, str], list[str]] = {}
    for merge in _standing(workspace):
        merged.setdefault((merge["document"], merge["into_label"]), []).append(merge["label"])
    found: list[Label] = []
    for document in workspace.store.documents():
        counts: dict[str, list[int]] = {}
        for turn in document.turns:
            if turn.speaker is not None:
                row = counts.setdefault(turn.speaker, [0, 0])
                row[0] += 1
                row[1] += len(document.text_of(turn).split())
        for label, (turns, words) in counts.items():
            found.append(Label(document.id, label, turns, words, tuple(merged.get((document.id, label), ()))))
    return found


def proposals(workspace: Workspace) -> list[Proposal]:
    """Return the pairs of labels that may be one person, document by document.

    They share the person's pseudonym; or their people have one first name, surnames that do not differ and schools
    that do not differ; or one names only the school of the other, whom no third label disputes.
    """
    names = _names_by_pseudonym(workspace)
    found: list[Proposal] = []
    for document in workspace.store.documents():
        present = list(dict.fromkeys(turn.speaker for turn in document.turns if turn.speaker is not None))
        parts = {label: _parts(label) for label in present}
        for one, other in combinations(present, 2):
            ground = _ground(parts[one], parts[other], names, parts.values())
            if ground is not None:
                label, into = sorted((one, other), key=lambda name: (len(name), present.index(name)))
                found.append(Proposal(document.id, label, into, ground))
    return found


@dataclass(frozen=True)
class _Parts:
    """The pseudonyms in a label: a school, people."""

    school: str | None
    people: tuple[str, ...]


def _parts(label: str) -> _Parts:
    found = [(match["word"], match[0]) for match in PSEUDONYM.finditer(label) if match["word"]]
    schools = [name for word, name in found if word == "Escuela"]
    return _Parts(schools[0] if schools else None, tuple(name for word, name in found if word != "Escuela"))


def _ground(one: _Parts, other: _Parts, names: Mapping[str, str], everybody: Iterable[_Parts]) -> Ground | None:
    if one.school and other.school and one.school != other.school:
        return None
    if len(one.people) == len(other.people) == 1:
        if one.people == other.people:
            return "same person"
        both = names.get(one.people[0]), names.get(other.people[0])
        return "same name" if both[0] and both[1] and _may_be_one(both[0], both[1]) else None
    if not (one.people and other.people) and one.school and one.school == other.school:
        of_school = {parts.people for parts in everybody if parts.school == one.school and parts.people}
        return "same school" if len(of_school) == 1 else None
    return None


def _may_be_one(one: str, other: str) -> bool:
    """Say whether two names may be of one person: the same first name, and surnames of which one begins the other."""
    first, second = bare(one).split(), bare(other).split()
    if not first or not second or first[0] != second[0]:
        return False
    short, long = sorted((first[1:], second[1:]), key=len)
    return all(word in long for word in short)


def _names_by_pseudonym(workspace: Workspace) -> dict[str, str]:
    entries = load_key(workspace.key_file).to_dict()["entries"]
    return {entry["pseudonym"]: entry["original"] for entry in entries if entry["label"] == "PERSONA"}


def merge(workspace: Workspace, document: str, label: str, into: str, *, by: str) -> int:
    """Make the turns of ``label`` those of ``into`` in a document; returns how many turns that are.

    Raises ``InputError`` where the document has no such labels.
    """
    frozen = _document(workspace, document)
    speakers = [turn.speaker for turn in frozen.turns]
    for name in (label, into):
        if name not in speakers:
            raise InputError(
                _("Nobody speaks as “%(label)s” in %(document)s.") % {"label": name, "document": frozen.id}
            )
    if label == into:
        raise InputError(_("Name two different labels."))
    turns = [i for i, name in enumerate(speakers) if name == label]
    with (
        workspace.run("speakers", {"document": frozen.id, "merge": [label, into], "by": by}),
        workspace.store.transaction(),
    ):
        workspace.store.add_merge(frozen.id, label, into, turns, author=by, at=now())
        workspace.store.set_speakers(frozen.id, [into if name == label else name for name in speakers])
    return len(turns)


def split(workspace: Workspace, document: str, label: str, *, by: str) -> int:
    """Take back the newest merge of ``label`` in a document: its turns are its own again. Returns how many that are.

    Raises ``InputError`` where it was not merged.
    """
    frozen = _document(workspace, document)
    found = [row for row in _standing(workspace) if row["document"] == frozen.id and row["label"] == label]
    if not found:
        raise InputError(_("“%(label)s” was not merged in %(document)s.") % {"label": label, "document": frozen.id})
    own = frozenset(found[-1]["turns"])
    speakers = [label if i in own else turn.speaker for i, turn in enumerate(frozen.turns)]
    with (
        workspace.run("speakers", {"document": frozen.id, "split": label, "by": by}),
        workspace.store.transaction(),
    ):
        workspace.store.undo_merge(found[-1]["id"], at=now())
        workspace.store.set_speakers(frozen.id, speakers)
    return len(own)


def _standing(workspace: Workspace) -> Iterator[dict[str, Any]]:
    return (row for row in workspace.store.merges() if row["undone"] is None)


def _document(workspace: Workspace, name: str) -> Document:
    found = [d for d in workspace.store.documents() if d.id.startswith(name)]
    if len(found) != 1:
        raise InputError(_("No single document of the project is called “%(name)s”.") % {"name": name})
    return found[0]
