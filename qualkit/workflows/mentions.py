"""The words behind hidden places: noted when a text is hidden, moved when it is rewritten, put back by an undo."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qualkit.language.words import FORGOTTEN, PSEUDONYM
from qualkit.model import Span
from qualkit.reading.decoding import fingerprint
from qualkit.reading.privacy.entities import Entity, entities_in
from qualkit.reading.privacy.people import KnownPeople
from qualkit.reading.privacy.pseudonyms import OffsetMap, Pseudonymised, Pseudonyms, pseudonymise
from qualkit.reading.transcripts import read_transcript
from qualkit.storage.key import Mention
from qualkit.workflows.hiding import Tables
from qualkit.workflows.keys import load_mentions
from qualkit.workflows.registers import plain_rows
from qualkit.workflows.replacements import Replacement, replaced
from qualkit.workflows.workspace import Workspace

Found = dict[tuple[str, str], list[Mention]]
WHOLE = ""
"""The label of a mention that stands for a whole cell, where more than a name may be hidden."""


def of_transcript(document: str, hidden: Pseudonymised) -> Found:
    """Return the words behind every hidden place of a document."""
    return {(f"documents/{document}", "text"): of_entities(hidden.entities, hidden.offsets, hidden.read.text)}


def of_entities(entities: Sequence[Entity], offsets: OffsetMap, hidden: str) -> list[Mention]:
    """Return the mentions that ``entities`` became where ``offsets`` is the map that was made of them.

    ``hidden`` is the new text. What stood for people who asked to be forgotten is noted nowhere.
    """
    places = zip(entities, offsets.new_starts, offsets.new_ends, strict=True)
    return [
        Mention(start, end, entity.label, entity.text)
        for entity, start, end in places
        if start < end and FORGOTTEN not in hidden[start:end]
    ]


def of_tables(file: str, before: Tables, after: Tables, pseudonyms: Pseudonyms, keep: Sequence[str]) -> Found:
    """Return the words behind every hidden place of the tables of a file (its content hash)."""

    def hide(text: str) -> tuple[str, list[Mention]]:
        entities = entities_in(
            text,
            known=KnownPeople.of((), pseudonyms.people),
            schools=pseudonyms.schools,
            keep=(*keep, *pseudonyms.kept),
            added=pseudonyms.added,
        )
        hidden, offsets = pseudonymise(text, entities, pseudonyms)
        return hidden, of_entities(entities, offsets, hidden)

    found: Found = {}
    for place, old, new in _values_of(file, before, after):
        for path, was, now in _changed(old, new):
            found[place, path] = _between(was, now, hide)
    return found


def _values_of(file: str, before: Tables, after: Tables) -> Iterator[tuple[str, Any, Any]]:
    """Yield the row of the record and the plain values that it held as read and holds as hidden."""
    for one, other in zip(before.experiences, after.experiences, strict=True):
        yield f"experiences/{other.id}", _experience(one), _experience(other)
    if before.survey and after.survey:
        yield f"surveys/{file}", asdict(before.survey), asdict(after.survey)
    for kind, rows in before.records.items():
        yield f"records/{file}/{kind}", [asdict(r) for r in rows], [asdict(r) for r in after.records[kind]]
    for kind in after.records:
        yield f"records/{file}/{kind}", plain_rows(before.records[kind]), plain_rows(after.records[kind])
    for table in ("attendance", "members"):
        yield f"{table}/{file}", [asdict(r) for r in getattr(before, table)], [asdict(r) for r in getattr(after, table)]


def _experience(experience: Any) -> dict[str, Any]:
    named = {name: getattr(experience, name) for name in ("school", "name", "focus")}
    return {"fields": dict(experience.fields), **named}


def _changed(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (path, text as read, text as hidden) of each text that differs, in values of the same shape."""
    if isinstance(old, str) and isinstance(new, str):
        if old != new:
            yield path, old, new
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in old:
            yield from _changed(old[key], new.get(key), f"{path}.{key}" if path else str(key))
    elif isinstance(old, list | tuple) and isinstance(new, list | tuple):
        for i, (one, other) in enumerate(zip(old, new, strict=False)):
            yield from _changed(one, other, f"{path}.{i}" if path else str(i))


def _between(was: str, now: str, hide: Callable[[str], tuple[str, list[Mention]]]) -> list[Mention]:
    """Return what was hidden in a cell; all of it as one where it cannot be told piece by piece."""
    if not PSEUDONYM.fullmatch(now):
        hidden, mentions = hide(was)
        if hidden == now:
            return mentions
    return [] if FORGOTTEN in now else [Mention(0, len(now), WHOLE, was)]


def moved(mentions: Sequence[Mention], offsets: OffsetMap) -> list[Mention]:
    """Return where the mentions of a text stand after some stretches of it were replaced; gone ones are left out."""
    places = [(mention, offsets.span(Span(mention.start, mention.end))) for mention in mentions]
    return [Mention(at.start, at.end, m.label, m.original) for m, at in places if at.start < at.end]


def texts_of(workspace: Workspace) -> Callable[[str, str], str]:
    """Return a function that gives the text of a place as it stands in the record."""
    documents: dict[str, str] = {}
    with workspace.store.rewriting() as door:
        values: dict[str, Any] = {f"records/{file}/{kind}": rows for file, kind, rows in door.registers()}
        for table in ("surveys", "attendance", "members", "selections", "runs"):
            values |= {f"{table}/{key}": value for key, value in door.kept(table)}
        texts = {(f"{table}/{key}", column): text for table, column, key, text in door.texts()}
    for x in workspace.store.experiences(present=False):
        values[f"experiences/{x.id}"] = {"fields": dict(x.fields), "school": x.school, "name": x.name, "focus": x.focus}

    def text(place: str, path: str) -> str:
        table, _slash, key = place.partition("/")
        if table == "documents" and path == "text":
            if key not in documents:
                documents[key] = _text_of(workspace, key)
            return documents[key]
        if (place, path) in texts:
            return texts[place, path]
        found = values.get(place)
        for step in path.split("."):
            if isinstance(found, list) and step.isdigit():
                found = found[int(step)] if int(step) < len(found) else None
            else:
                found = found.get(step) if isinstance(found, dict) else None
        return found if isinstance(found, str) else ""

    return text


def _text_of(workspace: Workspace, document: str) -> str:
    try:
        return workspace.store.document(document).text
    except KeyError:
        return ""


def words_behind(workspace: Workspace) -> tuple[Found, list[str]]:
    """Return the words behind the hidden places, and the documents of which they are not known.

    Of a document that an earlier qualkit read they are taken from its file, where that is still what it was; never
    where somebody was forgotten, whose words stand in the files.
    """
    found = load_mentions(workspace.key_file)
    is_told_of_nobody = bool(workspace.store.tombstones())
    lost = []
    for file in workspace.store.files():
        key = (f"documents/{file['document']}", "text")
        rows = [tuple(row) for row in file.get("offsets", ())]
        if file["document"] is None or len(found.get(key, ())) >= len(rows):
            continue
        document = workspace.store.document(file["document"])
        if is_told_of_nobody:
            lost += [document.id] if key not in found else []
            continue
        source = _source_of(Path(file["path"]), file["sha256"])
        way = OffsetMap(*(tuple(row[i] for row in rows) for i in range(4)))
        if source is None or not _fits(source, document.text, way):
            lost.append(document.id)
            continue
        found[key] = [Mention(row[2], row[3], "PERSONA", source[row[0] : row[1]]) for row in rows]
    return found, lost


def _source_of(file: Path, sha256: str) -> str | None:
    if not file.is_file() or fingerprint(file) != sha256:
        return None
    return read_transcript(file).text


def _fits(source: str, frozen: str, way: OffsetMap) -> bool:
    """Say whether ``frozen`` is ``source`` with the stretches of ``way`` replaced."""
    columns = zip(way.starts, way.ends, way.new_starts, way.new_ends, strict=True)
    again = [Replacement(start, end, frozen[new_start:new_end]) for start, end, new_start, new_end in columns]
    try:
        return replaced(source, again)[0] == frozen
    except ValueError:
        return False
