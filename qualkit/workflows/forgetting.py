"""``qualkit forget``: a person is taken out of everything that the project keeps, and nobody can go back.

Their turns go with their labels, codings and vectors; where others name them «[persona]» stands, as «[rut]» does, so
that the words around keep their sense and their quotes. Record and key are changed together, or not at all
(``renaming``).
"""

import datetime as dt
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.words import FORGOTTEN
from qualkit.reading.privacy.forgotten import fresh_salt
from qualkit.reading.privacy.pseudonyms import Pseudonyms
from qualkit.reading.spelling import bare
from qualkit.settings import FILE_NAME
from qualkit.storage.chroma import SearchIndex
from qualkit.storage.rewriting import Rewriter
from qualkit.workflows import mentions as noted
from qualkit.workflows.forgotten import apart, cut_out, is_of_forgotten, standing, windows
from qualkit.workflows.kept_names import files_with_names
from qualkit.workflows.keys import has_key, holding_key, load_key, load_mentions
from qualkit.workflows.mentions import texts_of, words_behind
from qualkit.workflows.outdated import When, outdated
from qualkit.workflows.renaming import change_record_and_key
from qualkit.workflows.replacements import Replacement, replaced
from qualkit.workflows.rewriting import Place, Rewritten
from qualkit.workflows.rights import WHO, Somebody, find_somebody
from qualkit.workflows.workspace import Workspace

QUOTED = 20
"""From so many signs on, words of the person that stand in a note about a text are a quote of theirs."""
COPIED = 60
"""From so many signs on, the same words elsewhere are worth a look: a second record of the same talk."""
_LEFT_OUT = "[…]"
_NOTES = ("decisions", "scores", "selections", "runs", "cleanings", "files", "records")
"""Where people and machines write about what was said; elsewhere words are those of whoever says them."""
_SAYING = ("documents", "experiences", "surveys", "attendance", "members", "records")
"""Where somebody is named by others; the rest is written about it."""
_CONTACTS = ("RUT", "TELEFONO", "CORREO", "ID", "REDES", "URL", "DIRECCION")


@dataclass(frozen=True)
class Forgetting:
    """What was taken out, or would be with ``dry_run``.

    ``turns`` counts those taken out, ``shared`` the ones among them whose label names others too; ``mentions`` the
    places where others name the person; ``rows`` those of attendance and other tables. ``emptied`` documents held
    nothing else and are shown no longer. ``copies`` are documents and forms that hold the same words under another
    label, ``files`` the source files, which stay as they are: only people can change them. ``outputs`` must be made
    again; ``deleted`` were deleted.
    """

    called: str
    dry_run: bool
    turns: int = 0
    shared: int = 0
    words: int = 0
    mentions: int = 0
    codings: int = 0
    requoted: int = 0
    orphaned: int = 0
    labels: int = 0
    decisions: int = 0
    rows: int = 0
    replies: int = 0
    documents: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    settings: bool = False
    outputs: tuple[str, ...] = ()
    deleted: tuple[str, ...] = field(default=())

    @property
    def counts(self) -> dict[str, int]:
        """What the tombstone keeps: how much, never what."""
        names = ("turns", "shared", "words", "mentions", "codings", "labels", "decisions", "rows", "replies")
        sizes = {"documents": len(self.documents), "emptied": len(self.emptied)}
        return {name: getattr(self, name) for name in names} | sizes


def forget(
    workspace: Workspace,
    called: str | Sequence[str],
    *,
    by: str | None = None,
    document: str | None = None,
    keep_shared: bool = False,
    delete_outputs: bool = False,
    dry_run: bool = False,
) -> Forgetting:
    """Take a person out of the project: turns, mentions, quotes, codings, rows, the key. It cannot be undone.

    ``called`` are pseudonyms or names of one person, ``by`` who decides («human:ana»), ``document`` the one in which a
    label that names nobody is theirs. ``keep_shared`` leaves the turns whose label names others too, with the person's
    name masked. ``delete_outputs`` deletes the reports and exports that still hold the person. Raises ``InputError``
    where nobody or several people may be meant, and while files are kept with their names; ``ProjectError`` where
    another process changes the project.
    """
    names = [called] if isinstance(called, str) else list(called)
    if not dry_run and not by:
        raise InputError(_("Say who decides: --as YOUR-NAME."))
    if files_with_names(workspace):
        raise InputError(
            _("Files of this project are kept with their names: hide them first, with “qualkit pseudonymize --all”.")
        )
    with holding_key(workspace.key_file):
        if not has_key(workspace.key_file):
            raise InputError(_("Nobody is kept in this project yet."))
        somebody = find_somebody(workspace, names, document=document)
        if not dry_run:
            _drop_index(workspace)
        done = _Task(workspace, somebody, by or "", keep_shared=keep_shared, dry_run=dry_run).done()
    if delete_outputs and not dry_run:
        return replace(done, deleted=tuple(delete_outdated(workspace)))
    return done


def delete_outdated(workspace: Workspace) -> list[str]:
    """Delete the reports and exports that are older than a forgetting and hold what was taken out."""
    deleted = outdated(workspace)
    for place in deleted:
        (workspace.folder / place).unlink(missing_ok=True)
    return deleted


def _drop_index(workspace: Workspace) -> None:
    """Delete the search index, which the next search builds again: vectors can be led back to words."""
    with SearchIndex(workspace.index_folder).writing():
        for place in workspace.data_folder.glob(f"{workspace.index_folder.name}*"):
            if place.is_dir():
                shutil.rmtree(place)


class _Task:
    """One forgetting: what is found is counted while it is taken out."""

    def __init__(self, workspace: Workspace, somebody: Somebody, by: str, *, keep_shared: bool, dry_run: bool) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._somebody = somebody
        self._by = by
        self._shared = not keep_shared
        self._dry_run = dry_run
        self._at = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        self._pseudonyms = load_key(workspace.key_file)
        self._mentions: noted.Found = {}
        self._said = self._words()
        self._quotes = set[str]().union(*(windows(text, QUOTED) for text in self._said))
        self._behind = self._kept_behind()
        self._rows = self._mentioned = 0
        self._emptied: list[str] = []
        self._is_elsewhere = False
        self._labels_before = self._decisions_before = 0
        self._told: Forgetting | None = None

    def done(self) -> Forgetting:
        """Take the person out and say what that was."""
        self._labels_before, self._decisions_before = self._count_labels(), len(self._store.decisions())
        files = self._files()
        named = [o["path"] for o in self._store.outputs() if self._somebody.spans_in(o["path"])]
        change_record_and_key(
            self._workspace,
            self._find,
            self._key_afterwards(),
            command="forget",
            reason="forget",
            mentions=self._mentions,
            also=self._also,
            dry_run=self._dry_run,
        )
        assert self._told is not None
        return replace(
            self._told,
            files=files,
            settings=self._is_in_settings(),
            outputs=(*named, *(left for left in self._outdated() if left not in named)),
        )

    def _outdated(self) -> list[str]:
        return outdated(self._workspace, self._told_when() if self._dry_run else None)

    # Whose words

    @cached_property
    def _turns(self) -> dict[str, dict[int, str]]:
        """The numbers of the turns that go, by document, former versions too."""
        documents = map(self._store.document, self._store.document_ids())
        found = {document.id: self._somebody.turns(document, shared=self._shared) for document in documents}
        return {document: dict(turns) for document, turns in found.items() if turns}

    def _words(self) -> list[str]:
        documents = {d: self._store.document(d) for d in self._turns}
        return [documents[d].text_of(documents[d].turns[i]) for d, turns in self._turns.items() for i in turns]

    # What is replaced

    def _find(self, place: Place, text: str) -> Sequence[Replacement]:
        found = self._in_place(place, text)
        if found and place.table != "replies" and not place.path.startswith("speaker:"):
            key = (f"{place.table}/{place.key}", place.path)
            self._mentions[key] = noted.moved(self._behind.get(key, []), replaced(text, found)[1])
        return found

    def _in_place(self, place: Place, text: str) -> list[Replacement]:
        cuts: list[Replacement] = []
        if (place.table, place.path) == ("documents", "text") and place.key in self._turns:
            cuts = cut_out(text, self._store.document(place.key).turns, self._turns[place.key])
        spans = [(span.start, span.end, FORGOTTEN) for span in self._somebody.spans_in(text)]
        if place.table == "replies":
            spans += [(span.start, span.end, _LEFT_OUT) for span in standing(text, self._quotes, QUOTED)[:1]]
        elif place.table in _NOTES:
            spans += [(span.start, span.end, _LEFT_OUT) for span in standing(text, self._quotes, QUOTED)]
        found = apart(spans, cuts)
        if place.table in _SAYING and not place.path.startswith("speaker:") and not place.path.endswith(".person"):
            self._mentioned += sum(item.text == FORGOTTEN for item in found)
        return found

    # What stands behind the hidden places

    def _kept_behind(self) -> noted.Found:
        """Return the words behind hidden places without those that lead to the person; notes what changes by that."""
        behind, _untouched = words_behind(self._workspace)
        known, texts = load_mentions(self._workspace.key_file), texts_of(self._workspace)
        theirs = self._contacts(behind)
        kept: noted.Found = {}
        for (place, path), found in behind.items():
            text = texts(place, path)
            kept[place, path] = [
                m
                for m in found
                if not self._somebody.is_named_in(m.original)
                and bare(m.original) not in theirs
                and not self._somebody.spans_in(text[m.start : m.end])
            ]
            if kept[place, path] != known.get((place, path), []):
                self._mentions[place, path] = kept[place, path]
        return kept

    def _contacts(self, behind: noted.Found) -> frozenset[str]:
        """Return the RUTs, telephones, addresses and the like that the person gave in their own turns (``bare``)."""
        found = set(self._somebody.contacts)
        for document, turns in self._turns.items():
            spans = [self._store.document(document).turns[i].span for i in turns]
            for mention in behind.get((f"documents/{document}", "text"), ()):
                if mention.label in _CONTACTS and any(s.start <= mention.start < s.end for s in spans):
                    found.add(bare(mention.original))
        return frozenset(found)

    def _key_afterwards(self) -> Pseudonyms:
        content = self._pseudonyms.to_dict()
        gone = set(self._somebody.pseudonyms)
        words = {bare(name) for name in self._somebody.names} | self._somebody.contacts
        theirs = [e for e in content["entries"] if e["pseudonym"] in gone]
        left = [e for e in content["entries"] if e["pseudonym"] not in gone]
        content |= {
            "entries": left,
            "added": [[label, word] for label, word in content["added"] if bare(word) not in words],
            "kept": [word for word in content["kept"] if bare(word) not in words],
            "reserved": sorted({*content["reserved"]} - gone | _never_again(theirs, left)),
        }
        after = Pseudonyms.from_dict(content)
        spellings = [e["key"] for e in theirs]
        spellings += [name for name in self._somebody.names if len(bare(name).split()) > 1]
        after.forgotten = self._pseudonyms.forgotten.with_names(spellings, fresh_salt())
        return after

    # What is done beside it, in the same transaction

    def _also(self, door: Rewriter, done: Rewritten, run: str) -> None:
        self._drop_rows(door)
        self._drop_emptied(door, done)
        self._is_elsewhere = self._rows > 0 or any(p.table in _SAYING[1:] for p in done.places)
        for file in self._store.files():
            spans = self._somebody.spans_in(file["path"])
            if spans:
                path = replaced(file["path"], apart([(s.start, s.end, FORGOTTEN) for s in spans], []))[0]
                door.set_path(file["sha256"], path)
        for output in self._store.outputs():
            if self._somebody.spans_in(output["path"]):
                door.drop_output(output["path"])
        parts = [part for turns in self._turns.values() for part in turns.values()]
        self._told = Forgetting(
            self._somebody.called,
            self._dry_run,
            turns=len(parts),
            shared=parts.count("shared"),
            words=sum(len(text.split()) for text in self._said),
            mentions=self._mentioned,
            codings=len(done.removed),
            requoted=len(done.requoted),
            orphaned=len(done.orphaned),
            labels=self._labels_before - self._count_labels(),
            decisions=self._decisions_before - len(self._store.decisions()),
            rows=self._rows,
            replies=done.replies,
            documents=tuple(done.documents),
            emptied=tuple(self._emptied),
            perhaps=self._somebody.perhaps,
            copies=tuple(self._copies()),
        )
        content = {"by": self._by, "run": run, **self._told.counts}
        self._store.add_tombstone("person", content, at=self._at)

    def _count_labels(self) -> int:
        return sum(len(self._store.labels_by_id(document)) for document in self._store.document_ids())

    def _drop_rows(self, door: Rewriter) -> None:
        for file, rows in door.kept("attendance"):
            door.keep("attendance", file, self._without(f"attendance/{file}", "", "attendance", rows))
        for file, survey in door.kept("surveys"):
            answers = self._without(f"surveys/{file}", "answers.", "surveys", survey["answers"])
            door.keep("surveys", file, survey | {"answers": answers})
        for file, kind, rows in door.registers():
            door.register(file, kind, self._without(f"records/{file}/{kind}", "", kind, rows))

    def _without(self, place: str, path: str, table: str, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Return the rows that are not the person's; what stands behind hidden places of the others follows them."""
        numbers = [i for i, row in enumerate(rows) if not is_of_forgotten(table, row)]
        if len(numbers) == len(rows):
            return list(rows)
        self._rows += len(rows) - len(numbers)
        new = {old: i for i, old in enumerate(numbers)}
        before = {key: found for key, found in (self._behind | self._mentions).items() if key[0] == place}
        self._mentions.update({key: [] for key in before if key[1].startswith(path)})
        for (_place, at), found in sorted(before.items()):
            number, _dot, rest = at.removeprefix(path).partition(".")
            if at.startswith(path) and number.isdigit() and int(number) in new:
                self._mentions[place, f"{path}{new[int(number)]}.{rest}"] = found
            elif not at.startswith(path):
                self._mentions[place, at] = found
        return [rows[i] for i in numbers]

    def _drop_emptied(self, door: Rewriter, done: Rewritten) -> None:
        """Show documents no longer in which nobody else speaks."""
        reason = _("Everything that is said here is of somebody who asked to be forgotten.")
        for file in self._store.files():
            if file["document"] in done.documents and not self._store.document(file["document"]).turns:
                door.reject(file["sha256"], reason)
                if file["status"] == "ingested":
                    self._emptied.append(file["document"])

    # What people must look at

    def _copies(self) -> list[str]:
        """Return the documents and experiences that hold the same words as what was taken out."""
        known = set[str]().union(*(windows(text, COPIED) for text in self._said))
        if not known:
            return []
        texts = {document.id: document.text for document in self._store.documents()}
        texts |= {x.id: "\n".join(x.fields.values()) for x in self._store.experiences()}
        return [key for key, text in texts.items() if _holds(text, known)]

    def _files(self) -> tuple[str, ...]:
        """Return the source files in which the person speaks or is named, as they were ingested."""
        named = {place.partition("/") for place in self._places_naming()}
        documents = {*self._turns, *(key for table, _slash, key in named if table == "documents")}
        keys = {key.partition("/")[0] for table, _slash, key in named if table != "documents"}
        experiences = self._store.files_of_experiences()
        hashes = {experiences.get(key, key) for key in keys}
        return tuple(
            file["path"]
            for file in self._store.files()
            if file["document"] in documents or file["sha256"] in hashes or self._somebody.spans_in(file["path"])
        )

    def _places_naming(self) -> set[str]:
        texts = texts_of(self._workspace)
        return {
            place
            for place, path in load_mentions(self._workspace.key_file)
            if self._somebody.spans_in(texts(place, path))
        }

    def _is_in_settings(self) -> bool:
        """Say whether ``qualkit.toml`` names the person, as one of the facilitators say."""
        said = f" {bare((self._workspace.folder / FILE_NAME).read_text(encoding='utf-8-sig'))} "
        return any(f" {bare(name)} " in said for name in self._somebody.names)

    def _told_when(self) -> When:
        assert self._told is not None
        return self._at, self._told.documents, self._is_elsewhere


def _holds(text: str, known: Collection[str]) -> bool:
    """Say whether a stretch a little longer than ``COPIED`` stands in ``text``: not every sign is looked at."""
    return any(text[i : i + COPIED] in known for i in range(0, len(text) - COPIED + 1, QUOTED))


def _never_again(theirs: Sequence[Mapping[str, str]], left: Sequence[Mapping[str, str]]) -> set[str]:
    """Return pseudonyms to be given to nobody, so that the number of somebody who is gone does not come back.

    A number comes back only where it was the highest; the one above it, which was never anybody's, is laid aside.
    """
    reserved = set()
    for entry in theirs:
        stem, _blank, number = entry["pseudonym"].rpartition(" ")
        stem = "Facilitador" if stem.startswith("Facilitador") else stem
        others = [e["pseudonym"].rpartition(" ")[2] for e in left if e["pseudonym"].startswith(stem)]
        if entry["label"] in WHO and int(number) > max(map(int, filter(str.isdigit, others)), default=0):
            reserved.add(f"{stem} {int(number) + 1}")
    return reserved
