"""A name that reading missed is hidden, or one that it hid by mistake comes back, in a project that is at work already.

Every coding stays on its words: the frozen texts are rewritten with all that points at them (``rewriting``). Record and
key are two files; what is about to be done is written to the key first, so that a kill leaves the old state or the new.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.lemmas import is_known
from qualkit.language.words import PSEUDONYM
from qualkit.reading.privacy.contacts import find_contacts
from qualkit.reading.privacy.entities import entities_in
from qualkit.reading.privacy.people import KnownPeople
from qualkit.reading.privacy.pseudonyms import Pseudonyms
from qualkit.reading.privacy.schools import core_of, find_schools
from qualkit.reading.spelling import bare, spelled, squeeze
from qualkit.reading.territories import Territories
from qualkit.storage.key import Mention
from qualkit.storage.rewriting import Rewriter
from qualkit.workflows import mentions as noted
from qualkit.workflows.kept_names import NAMES_KEPT, HidingLate, files_with_names
from qualkit.workflows.keys import has_key, holding_key, leave_no_words, load_key, open_key
from qualkit.workflows.outdated import outdated
from qualkit.workflows.replacements import Replacement, replaced
from qualkit.workflows.rewriting import Find, Place, Rewritten, rewrite
from qualkit.workflows.workspace import Workspace

CONTEXT = 30
_FIRST_LETTERS = 3


@dataclass(frozen=True)
class Hit:
    """One place where something was or would be changed; ``before`` and ``after`` stand around it in its text."""

    document: str
    before: str
    words: str
    after: str
    becomes: str


@dataclass(frozen=True)
class Orphan:
    """A coding that can be shown no longer, because too few words of its quote are left."""

    coding: int
    document: str
    code: str
    why: str


@dataclass(frozen=True)
class Renaming:
    """What a change of names did, or would do with ``dry_run``.

    ``documents`` counts places by document, ``elsewhere`` by table (forms, surveys, lists, what was written beside
    codings and scores). ``requoted`` codings have the new words in their quote; ``widened`` ones took in words beside
    it. ``untouched`` are documents of which it is no longer known what stood at their hidden places, ``files`` those
    whose own name still holds the name: only people can rename them. ``outputs`` are reports and exports that were
    written before.
    """

    action: str
    pseudonyms: tuple[str, ...]
    dry_run: bool
    documents: Mapping[str, int] = field(default_factory=dict)
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()
    requoted: int = 0
    widened: int = 0
    orphaned: tuple[Orphan, ...] = ()
    replies: int = 0
    untouched: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """How many places were changed, all in all."""
        return sum(self.documents.values()) + sum(self.elsewhere.values())


def add_name(workspace: Workspace, name: str, *, label: str | None = None, dry_run: bool = False) -> Renaming:
    """Hide ``name`` everywhere in the project, and in every file that is still to come.

    The pseudonym is that of the person or school, where the key knows it. Raises ``InputError`` for a name that cannot
    be hidden and for that of a territory, ``ProjectError`` where another process changes the project.
    """
    name = squeeze(name)
    if not name.isprintable():
        raise InputError(_("“%(name)s” is no name that can be hidden.") % {"name": ascii(name)})
    label = label or _label_of(name)
    territories = Territories(workspace.settings.territories)
    if bare(name) in {bare(territory) for territory in territories.names}:
        raise InputError(_("“%(name)s” is the name of a territory, which stays.") % {"name": squeeze(name)})
    with holding_key(workspace.key_file):
        former = load_key(workspace.key_file)
        pseudonyms = _known_by(former, label, name)
        pseudonym = pseudonyms.add(label, name)
        find = _finder(name, label, pseudonym, territories.names)
        behind, _untouched = noted.words_behind(workspace)
        asked = _Change("add", (pseudonym,), dry_run, name, mentions=behind)
        return _change(workspace, find, pseudonyms, asked)


def check_no_everyday_word(name: str) -> None:
    """Raise ``InputError`` for one word of the dictionary, in lower case («red», «paz»): it stands everywhere."""
    if name.islower() and name.isalpha() and is_known(name):
        raise InputError(
            _(
                "“%(name)s” is an everyday word: it would be hidden wherever it stands. --dry-run shows where;"
                " --label PERSONA hides it all the same."
            )
            % {"name": name}
        )


def _label_of(name: str) -> str:
    """Return what a name is the name of, as far as it says so itself; a person where it does not."""
    whole = next((label for start, end, label in find_contacts(name) if (start, end) == (0, len(name))), None)
    return whole or ("ESTABLECIMIENTO" if next(find_schools(name), None) else "PERSONA")


def _known_by(pseudonyms: Pseudonyms, label: str, name: str) -> Pseudonyms:
    """Return the key in which ``name`` is the person or school that it can only be among those that are there."""
    content = pseudonyms.to_dict()
    words = tuple(bare(name).split())
    same = [entry for entry in content["entries"] if entry["label"] == label]
    exact = {e["pseudonym"] for e in same if e["key"] == bare(name) or bare(e["original"]) == bare(name)}
    near = {e["pseudonym"] for e in same if _may_be(words, tuple(bare(e["original"]).split()))}
    found = exact or (near if label == "PERSONA" else set())
    if len(found) == 1 and not any(entry["key"] == bare(name) for entry in same):
        entry = {"label": label, "key": bare(name), "original": squeeze(name), "pseudonym": found.pop()}
        content["entries"].append(entry)
    return Pseudonyms.from_dict(content)


def _may_be(name: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Say whether one of two names goes further than the other, word by word in the same order."""
    short, long = sorted((name, known), key=len)
    rest = iter(long)
    return bool(short) and all(word in rest for word in short)


def _finder(name: str, label: str, pseudonym: str, keep: Collection[str]) -> Find:
    known = KnownPeople.of([name] if label == "PERSONA" else ())
    schools = [name] if label == "ESTABLECIMIENTO" else []
    keys = {bare(name), core_of(name)} if schools else {bare(name)}
    starts = "|".join(spelled(word[:_FIRST_LETTERS]) for word in bare(name).split())
    beginning = re.compile(rf"(?<!\w)(?:{starts})", re.IGNORECASE)

    def find(place: Place, text: str) -> Sequence[Replacement]:
        return [
            Replacement(start + entity.start, start + entity.end, pseudonym, label=label)
            for start, end in _lines_around(beginning, text)
            for entity in entities_in(text[start:end], known=known, schools=schools, keep=keep, added=[(label, name)])
            if entity.label == label and (entity.refers_to or bare(entity.text)) in keys
        ]

    return find


def _lines_around(beginning: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of whole lines in which a name may begin, each with the line after it, none over another.

    To look for names in all of a long text takes as long as reading it did.
    """
    start = end = -1
    for match in beginning.finditer(text):
        first = text.rfind("\n", 0, match.start()) + 1
        if end < 0 or first >= end:
            if end >= 0:
                yield start, end
            start = first
        line = text.find("\n", match.start())
        after = text.find("\n", line + 1) if line >= 0 else -1
        end = after + 1 if after >= 0 else len(text)
    if end >= 0:
        yield start, end


@dataclass(frozen=True)
class _Change:
    """What is asked for."""

    action: str
    pseudonyms: tuple[str, ...]
    dry_run: bool
    name: str = ""
    untouched: tuple[str, ...] = ()
    mentions: noted.Found = field(default_factory=dict)


def _change(
    workspace: Workspace, find: Find, pseudonyms: Pseudonyms, asked: _Change, *, hidden: Collection[str] = ()
) -> Renaming:
    """Rewrite the record and the key, both or neither; the key is held by whoever calls."""
    hits: list[Hit] = []
    mentions: noted.Found = {}

    def watched(place: Place, text: str) -> Sequence[Replacement]:
        found = tuple(find(place, text))
        if found and place.table != "replies":
            hits.extend(_hits(place, text, found))
            if not place.path.startswith("speaker:"):
                key = (f"{place.table}/{place.key}", place.path)
                mentions[key] = _mentions(asked.mentions.get(key, []), text, found)
        return found

    done = change_record_and_key(
        workspace,
        watched,
        pseudonyms,
        command="pseudonymize",
        reason=asked.action,
        mentions=mentions,
        hidden=hidden,
        dry_run=asked.dry_run,
    )
    return _told(workspace, done, asked, hits)


def change_record_and_key(
    workspace: Workspace,
    find: Find,
    pseudonyms: Pseudonyms,
    *,
    command: str,
    reason: str,
    mentions: noted.Found,
    hidden: Collection[str] = (),
    also: Callable[[Rewriter, Rewritten, str], None] | None = None,
    dry_run: bool = False,
) -> Rewritten:
    """Rewrite what ``find`` finds and make ``pseudonyms`` and ``mentions`` the key: both or neither, through any kill.

    ``mentions`` may be filled by ``find`` while it is asked; it says what stands behind the hidden places of each text
    that changed; ``hidden`` are the files that hold no names any more. ``also`` does what is to be done beside it, in
    the same transaction, given the open door, what was rewritten and the run. The caller holds the key
    (``holding_key``). No words are left in the free pages of the record: whoever opens the key after a kill sees to
    that. With ``dry_run`` nothing is kept.
    """
    store = workspace.store
    with store.rewriting(keep=not dry_run) as door, workspace.run(command, {"action": reason}) as run:
        done = rewrite(workspace, door, find, run=run.id, reason=reason)
        for file in hidden:
            store.add_facts(file, {NAMES_KEPT: False})
        if also is not None:
            also(door, done, run.id)
        if not dry_run:
            store.add_revision("key", "", at=run.started, run=run.id, reason=reason)
            with open_key(workspace.key_file) as key:
                key.intend(run.id, pseudonyms.to_dict(), mentions)
    if not dry_run:
        leave_no_words(workspace.key_file, store)
        with open_key(workspace.key_file) as key:
            key.settle(run.id, done=True)
            key.compact()
    return done


def _mentions(before: Sequence[Mention], text: str, found: Sequence[Replacement]) -> list[Mention]:
    """Return what stands behind the hidden places of a text once ``found`` is replaced in it."""
    offsets = replaced(text, found)[1]
    restored = {(item.start, item.end) for item in found if item.restores}
    kept = noted.moved([m for m in before if (m.start, m.end) not in restored], offsets)
    new = [
        Mention(start, end, item.label, text[item.start : item.end])
        for item, start, end in zip(sorted(found), offsets.new_starts, offsets.new_ends, strict=True)
        if item.label and not any(m.start <= item.start and item.end <= m.end for m in before)
    ]
    return sorted([*kept, *new])


def _hits(place: Place, text: str, found: Sequence[Replacement]) -> Iterator[Hit]:
    where = place.key if place.table == "documents" else place.table
    for item in found:
        around = text[max(0, item.start - CONTEXT) : item.start], text[item.end : item.end + CONTEXT]
        yield Hit(where, around[0], text[item.start : item.end], around[1], item.text)


def _told(workspace: Workspace, done: Rewritten, asked: _Change, hits: Sequence[Hit]) -> Renaming:
    elsewhere: dict[str, int] = {}
    for place, found in done.places.items():
        if (place.table, place.path) != ("documents", "text"):
            elsewhere[place.table] = elsewhere.get(place.table, 0) + len(found)
    codings = {c.id: c for d in done.documents for c in workspace.store.codings(document=d, orphaned=True)}
    orphaned = [
        Orphan(i, codings[i].document, codings[i].code, why) for i, why in done.orphaned.items() if i in codings
    ]
    return Renaming(
        action=asked.action,
        pseudonyms=asked.pseudonyms,
        dry_run=asked.dry_run,
        documents=done.documents,
        elsewhere=elsewhere,
        hits=tuple(hits) if asked.dry_run else (),
        requoted=len(done.requoted),
        widened=len(done.widened),
        orphaned=tuple(orphaned),
        replies=done.replies,
        untouched=asked.untouched,
        files=tuple(_files_named(workspace, asked.name)) if asked.action == "add" else (),
        outputs=tuple(_older_outputs(workspace, done)) if not asked.dry_run else (),
    )


def _older_outputs(workspace: Workspace, done: Rewritten) -> list[str]:
    """Return reports and exports that were made of what was rewritten, and say what it said before."""
    elsewhere = any(place.table != "documents" for place in done.places)
    now = dt.datetime.now(dt.UTC).isoformat()
    return outdated(workspace, (now, done.documents.keys(), elsewhere)) if done.places else []


def _files_named(workspace: Workspace, name: str) -> Iterator[str]:
    """Yield the paths of present files in whose own names the name stands."""
    for file in workspace.store.files():
        if file["status"] == "ingested" and f" {bare(name)} " in f" {bare(file['path'])} ":
            yield file["path"]


def undo_name(workspace: Workspace, name: str, *, dry_run: bool = False) -> Renaming:
    """Put back what was hidden for ``name`` (a name as it was written, or a pseudonym), word for word.

    The words are remembered, so that they are not hidden again in files that are still to come. Raises ``InputError``
    where nothing of that name is hidden, and for «[rut]» and the like, which stand for many.
    """
    name = squeeze(name)
    if name.startswith("[") and PSEUDONYM.fullmatch(name):
        raise InputError(_("“%(name)s” stands for many things: say the words that were hidden.") % {"name": name})
    if not has_key(workspace.key_file):
        raise InputError(_nothing_hidden(name))
    with holding_key(workspace.key_file):
        pseudonyms = load_key(workspace.key_file)
        behind, untouched = noted.words_behind(workspace)
        back = _Back(workspace, pseudonyms, behind, name, untouched)
        if not back.words and not (untouched and back.pseudonyms):
            raise InputError(_nothing_hidden(name))
        asked = _Change("undo", back.pseudonyms, dry_run, name, tuple(untouched), behind)
        return _change(workspace, back.find, back.key_afterwards(), asked)


def _nothing_hidden(name: str) -> str:
    return _("Nothing is hidden for “%(name)s”. Write it as it stood in the file, or give its pseudonym.") % {
        "name": name
    }


class _Back:
    """The way back of one name or one pseudonym."""

    def __init__(
        self,
        workspace: Workspace,
        pseudonyms: Pseudonyms,
        behind: Mapping[tuple[str, str], Sequence[Mention]],
        name: str,
        untouched: Collection[str],
    ) -> None:
        self._content = pseudonyms.to_dict()
        self._behind = behind
        self._is_pseudonym = PSEUDONYM.fullmatch(name) is not None
        self._name = name
        entries = self._content["entries"]
        texts = noted.texts_of(workspace)
        asked = {e["pseudonym"] for e in entries if self._is_entry(e)}
        others = {p for d in untouched for p in _pseudonyms_in(workspace.store.document(d).text)}
        self.words: set[str] = set()
        for (place, path), found in behind.items():
            text = texts(place, path)
            for mention in found:
                hidden = text[mention.start : mention.end]
                is_it = self._is_it(mention, hidden)
                if is_it:
                    self.words.add(squeeze(mention.original))
                if PSEUDONYM.fullmatch(hidden):
                    (asked if is_it else others).add(hidden)
        self._gone = asked - others
        self.pseudonyms = tuple(sorted(asked))
        self._originals = {e["pseudonym"]: e["original"] for e in reversed(entries) if e["pseudonym"] in self._gone}
        self.words |= {squeeze(original) for original in self._originals.values()}

    def _is_entry(self, entry: Mapping[str, str]) -> bool:
        own = entry["pseudonym"] if self._is_pseudonym else bare(entry["original"])
        return own == (self._name if self._is_pseudonym else bare(self._name))

    def _is_it(self, mention: Mention, hidden: str) -> bool:
        return hidden == self._name if self._is_pseudonym else bare(mention.original) == bare(self._name)

    def find(self, place: Place, text: str) -> Sequence[Replacement]:
        """Return the words to put back in a text: verbatim where they were noted, else as the key has them."""
        noted_here = self._behind.get((f"{place.table}/{place.key}", place.path), ())
        found = [
            Replacement(m.start, m.end, m.original, restores=True)
            for m in noted_here
            if self._is_it(m, text[m.start : m.end])
        ]
        for m in noted_here:  # a label of several parts is put back as it was written once none of them is hidden
            hidden = text[m.start : m.end]
            if not self._is_it(m, hidden) and hidden != (shown := self._shown(hidden)) and not PSEUDONYM.search(shown):
                found.append(Replacement(m.start, m.end, m.original, restores=True))
        taken = [(item.start, item.end) for item in found]
        for match in PSEUDONYM.finditer(text):
            is_free = not any(start < match.end() and match.start() < end for start, end in taken)
            if is_free and match.group() in self._originals:
                found.append(Replacement(match.start(), match.end(), self._originals[match.group()]))
        return sorted(found)

    def _shown(self, hidden: str) -> str:
        """Return a hidden text with the names of those who are nobody any more, as the key has them."""
        return PSEUDONYM.sub(lambda match: self._originals.get(match.group(), match.group()), hidden)

    def key_afterwards(self) -> Pseudonyms:
        """Return the key without who is nobody, and with the words that are not to be hidden again."""
        entries = [e for e in self._content["entries"] if e["pseudonym"] not in self._gone]
        reserved = {*self._content["reserved"], *self._gone}
        pseudonyms = Pseudonyms.from_dict(self._content | {"entries": entries, "reserved": sorted(reserved)})
        for word in sorted(self.words):
            pseudonyms.keep(word)
        return pseudonyms


def _pseudonyms_in(text: str) -> set[str]:
    return {match.group() for match in PSEUDONYM.finditer(text)}


def hide_all(workspace: Workspace, *, dry_run: bool = False) -> Renaming:
    """Hide the names in all files that were read with their names kept; every coding stays on its words.

    Raises ``InputError`` where there is no such file.
    """
    files = [file["sha256"] for file in files_with_names(workspace)]
    if not files:
        raise InputError(_("No file of this project was read with its names kept."))
    with holding_key(workspace.key_file):
        return hide_files(workspace, load_key(workspace.key_file), files, dry_run=dry_run)


def hide_files(
    workspace: Workspace, pseudonyms: Pseudonyms, files: Collection[str], *, dry_run: bool = False
) -> Renaming:
    """Hide the names in files (by content) that were read with their names kept; the caller holds the key, which is
    ``pseudonyms`` and grows.
    """
    territories = Territories(workspace.settings.territories)
    find = HidingLate(workspace, pseudonyms, territories.names, files)
    behind, untouched = noted.words_behind(workspace)
    asked = _Change("all", (), dry_run, untouched=tuple(untouched), mentions=behind)
    return _change(workspace, find, pseudonyms, asked, hidden=files)
