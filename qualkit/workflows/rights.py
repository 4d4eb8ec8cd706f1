"""Who is meant when a person asks for what is kept of them, or that it be taken out: told by the key, never guessed.

The rights are those of Chile's law 21.719: to see what is kept (``disclosing``), to have it put right (``renaming``,
``speakers``) and to have it taken out (``forgetting``).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.words import FORGOTTEN, PSEUDONYM
from qualkit.model import Document, Span
from qualkit.reading.privacy.speakers import natural_order, parse_label
from qualkit.reading.spelling import bare, spelled, squeeze
from qualkit.workflows.forgotten import people_in
from qualkit.workflows.keys import load_key, load_mentions
from qualkit.workflows.mentions import texts_of
from qualkit.workflows.workspace import Workspace

Part = Literal["none", "alone", "shared"]
"""Whether a turn is somebody's: under a label that names nobody else, or one that names others too."""

WHO = ("PERSONA", "REDES")
_CONTACTS = ("RUT", "TELEFONO", "CORREO", "ID", "REDES", "URL")


@dataclass(frozen=True)
class Somebody:
    """One person as a project knows them.

    ``names`` are the full names and handles that the key has, ``labels`` are (document, label) of somebody whom only a
    speaker's label tells («Hablante 2»), ``contacts`` are RUTs, e-mails and the like (``bare``). ``perhaps`` are
    pseudonyms of people who may be the same one: they are told, and left alone.
    """

    pseudonyms: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    contacts: frozenset[str] = frozenset()
    perhaps: tuple[str, ...] = field(default=())

    @property
    def called(self) -> str:
        """What to call the person where others read it: a pseudonym, never a name."""
        return ", ".join(self.pseudonyms) or ", ".join(sorted({label for _document, label in self.labels})) or "–"

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(bare(natural_order(name)) for name in self.names)

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        full = sorted({bare(name) for name in self.names if len(bare(name).split()) > 1}, key=len, reverse=True)
        written = (r"[\W_]{0,3}".join(map(spelled, name.split())) for name in full)
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(written)})(?![^\W_])", re.IGNORECASE) if full else None

    def part(self, document: str, label: str | None) -> Part:
        """Say whether a turn under ``label`` is this person's."""
        if label is None:
            return "none"
        if (document, label) in self.labels:
            return "alone"
        people = people_in(label)
        mine = set(people) & set(self.pseudonyms)
        if mine:
            return "alone" if set(people) <= mine | {FORGOTTEN} else "shared"
        if people or not self._keys:
            return "none"
        named = _names_in(label)
        if not named & self._keys:
            return "none"
        return "alone" if named <= self._keys else "shared"

    def turns(self, document: Document, *, shared: bool = True) -> dict[int, Part]:
        """Return the numbers of the person's turns in a document, and whether they share them with others."""
        parts = {i: self.part(document.id, turn.speaker) for i, turn in enumerate(document.turns)}
        return {i: part for i, part in parts.items() if part == "alone" or (shared and part == "shared")}

    def spans_in(self, text: str) -> list[Span]:
        """Return where a text names the person: by pseudonym, or by a full name that reading missed."""
        found = [Span(m.start(), m.end()) for m in PSEUDONYM.finditer(text) if m.group() in self.pseudonyms]
        if self._pattern is not None:
            found += [Span(m.start(), m.end()) for m in self._pattern.finditer(text)]
        return sorted(found, key=lambda span: (span.start, span.end))

    def is_named_in(self, original: str) -> bool:
        """Say whether words that were hidden hold the person's whole name, in an e-mail or a handle too."""
        plain = bare(original)
        words, run = set(plain.split()), plain.replace(" ", "")
        keys = [key.split() for key in self._keys if len(key.split()) > 1]
        return any(words.issuperset(key) or "".join(key) in run for key in keys) or plain in self.contacts


@lru_cache(maxsize=10_000)
def _names_in(label: str) -> frozenset[str]:
    return frozenset(bare(natural_order(name)) for name in parse_label(label).people)


def find_somebody(workspace: Workspace, called: Sequence[str], *, document: str | None = None) -> Somebody:
    """Return the one person who is called all of ``called``: pseudonyms, names, handles, e-mails, RUTs.

    ``document`` is needed for a label that names nobody («Hablante 2»), which is somebody else in each document.
    Raises ``InputError`` where nobody is, and where several people may be meant: it lists their pseudonyms.
    """
    search = _Search(workspace, document)
    found = [search.of(squeeze(name)) for name in called]
    pseudonyms = tuple(dict.fromkeys(p for one in found for p in one.pseudonyms))
    pseudonyms = tuple(dict.fromkeys((*pseudonyms, *search.merged_with(pseudonyms))))
    return Somebody(
        pseudonyms,
        tuple(dict.fromkeys((*search.names_of(pseudonyms), *(n for one in found for n in one.names)))),
        tuple(dict.fromkeys(place for one in found for place in one.labels)),
        frozenset().union(*(one.contacts for one in found)),
        tuple(sorted({p for one in found for p in one.perhaps} - set(pseudonyms))),
    )


class _Search:
    """Looks for people in the key and, where it does not know them, among the labels of the documents."""

    def __init__(self, workspace: Workspace, document: str | None) -> None:
        self._workspace = workspace
        self._key = load_key(workspace.key_file)
        self._entries = [e for e in self._key.to_dict()["entries"] if e["label"] in WHO]
        self._document = document

    @cached_property
    def _behind(self) -> list[tuple[str, int, str, str, str]]:
        """Every hidden place of the project: row, start, label, the words that stood there, what stands there now."""
        texts = texts_of(self._workspace)
        return [
            (place, m.start, m.label, m.original, texts(place, path)[m.start : m.end])
            for (place, path), found in load_mentions(self._workspace.key_file).items()
            for m in found
        ]

    def of(self, name: str) -> Somebody:
        """Return who is called ``name``."""
        if not bare(name):
            raise InputError(_("Say whose data: a pseudonym or a name."))
        for way in (self._by_pseudonym, self._by_name, self._by_contact, self._by_label):
            if (found := way(name)) is not None:
                return found
        raise InputError(self._unknown(name))

    def _unknown(self, name: str) -> str:
        if name in self._key.forgotten:
            return _("“%(name)s” was forgotten already: nothing is kept under that name.") % {"name": name}
        near = self._near(name)
        if near:
            return _(
                "Nobody is called exactly “%(name)s”. It may be %(people)s: give the pseudonym, once you are sure."
            ) % {"name": name, "people": self._told(near)}
        return _("Nothing is kept of anybody called “%(name)s”. Try other spellings, an e-mail, a pseudonym.") % {
            "name": name
        }

    def _by_pseudonym(self, name: str) -> Somebody | None:
        if not PSEUDONYM.fullmatch(name) and not PSEUDONYM.fullmatch(name.capitalize()):
            return None
        known = {e["pseudonym"] for e in self._entries}
        found = {p for p in known if bare(p) == bare(name)}
        if found:
            return Somebody(tuple(sorted(found)))
        if name.startswith("[") or bare(name).startswith("escuela"):
            raise InputError(_("“%(name)s” is nobody's pseudonym: say a person.") % {"name": name})
        return None

    def _by_name(self, name: str) -> Somebody | None:
        exact = {e["pseudonym"] for e in self._entries if bare(name) in (e["key"], bare(e["original"]))}
        exact |= {e["pseudonym"] for e in self._entries if bare(natural_order(name)) == e["key"]}
        near = self._near(name) - exact
        if not exact:
            exact = self._by_what_was_hidden(name)
            near -= exact
        is_part = len(bare(name).split()) == 1
        if len(exact) > 1 or (exact and is_part and near):
            raise InputError(
                _("“%(name)s” may be several people: %(people)s. Give the pseudonym, or several where they are one.")
                % {"name": name, "people": self._told(exact | near)}
            )
        near |= {p for place, start in self._places_of(name) for p in self._speaking_at(place, start)} - exact
        return Somebody(tuple(exact), (name,), perhaps=tuple(sorted(near))) if exact else None

    def _by_what_was_hidden(self, name: str) -> set[str]:
        """Return the people for whom these very words were hidden somewhere."""
        if len(bare(name).split()) == 1 and not name.startswith("@"):
            return set()  # a first name by itself stands for whoever was there
        wanted = bare(name)
        labels = (*WHO, "")
        said = {now for _p, _s, label, original, now in self._behind if label in labels and bare(original) == wanted}
        return {people[0] for now in said if len(people := people_in(now) or _handles_in(now)) == 1}

    def _near(self, name: str) -> set[str]:
        """Return the people whose name goes on where ``name`` ends, or the other way round."""
        wanted = bare(natural_order(name)).split()
        names = {(e["pseudonym"], tuple(e["key"].partition(" @ ")[0].split())) for e in self._entries}
        return {p for p, words in names if words and (set(wanted) <= set(words) or set(words) <= set(wanted))}

    def _by_contact(self, name: str) -> Somebody | None:
        found = self._places_of(name)
        if not found:
            return None
        people = {p for place, start in found for p in self._speaking_at(place, start)}
        if people:
            raise InputError(
                _("“%(name)s” is kept, and the key does not say whose it is. It stands in what %(people)s says.")
                % {"name": name, "people": self._told(people)}
            )
        return Somebody(contacts=frozenset({bare(name)}))

    def _places_of(self, contact: str) -> list[tuple[str, int]]:
        """Return the row and the offset of each place where this RUT, e-mail or the like was hidden."""
        return [
            (place, start)
            for place, start, label, original, _now in self._behind
            if label in _CONTACTS and _plain(original) == _plain(contact)
        ]

    def _speaking_at(self, place: str, start: int) -> Iterator[str]:
        table, _slash, key = place.partition("/")
        if table == "documents":
            for turn in self._workspace.store.document(key).turns:
                if turn.span.start <= start < turn.span.end:
                    yield from people_in(turn.speaker or "")

    def _by_label(self, name: str) -> Somebody | None:
        wanted = bare(natural_order(name))
        by_name: set[tuple[str, str]] = set()
        whole: set[tuple[str, str]] = set()
        for document in self._workspace.store.documents():
            for label in {turn.speaker for turn in document.turns if turn.speaker}:
                if self._document is not None and not document.id.startswith(self._document):
                    continue
                whole |= {(document.id, label)} if bare(label) == bare(name) else set()
                by_name |= {(document.id, label)} if wanted in _names_in(label) else set()
        if by_name and len(wanted.split()) > 1:
            return Somebody(names=(name,))
        documents = sorted({document for document, _label in whole})
        if len(documents) > 1:
            said = _(
                "“%(name)s” speaks in several documents and may be somebody else in each: --document %(documents)s."
            )
            raise InputError(said % {"name": name, "documents": " | ".join(documents)})
        if whole and any(people_in(label) or PSEUDONYM.search(label) for _document, label in whole):
            is_someones = any(label in {e["pseudonym"] for e in self._entries} for _document, label in whole)
            return None if is_someones or bare(name).startswith("escuela") else Somebody(labels=tuple(sorted(whole)))
        return Somebody(labels=tuple(sorted(whole))) if whole else None

    def merged_with(self, pseudonyms: Collection[str]) -> Iterator[str]:
        """Yield the pseudonyms of labels that a person merged with one of these: one person, somebody said."""
        for merge in self._workspace.store.merges():
            if merge["undone"] is None:
                one, other = people_in(merge["label"]), people_in(merge["into_label"])
                if len(one) == len(other) == 1 and {*one, *other} & set(pseudonyms):
                    yield from (*one, *other)

    def names_of(self, pseudonyms: Collection[str]) -> Iterator[str]:
        """Yield the names and handles that the key has for these pseudonyms, as they were written."""
        for entry in self._entries:
            if entry["pseudonym"] in pseudonyms:
                yield entry["original"]
        for _place, _start, label, original, now in self._behind:
            if label in (*WHO, "") and now in pseudonyms and len(bare(original).split()) > 1:
                yield from parse_label(original).people

    def _told(self, pseudonyms: Iterable[str]) -> str:
        """Return pseudonyms with the number of documents in which each speaks."""
        speaking: dict[str, int] = {}
        for document in self._workspace.store.documents():
            for p in {p for turn in document.turns for p in people_in(turn.speaker or "")}:
                speaking[p] = speaking.get(p, 0) + 1
        said = _("%(name)s (speaks in %(n)d documents)")
        return ", ".join(said % {"name": p, "n": speaking.get(p, 0)} for p in sorted(pseudonyms, key=_by_number))


def _handles_in(text: str) -> tuple[str, ...]:
    return tuple(m.group() for m in PSEUDONYM.finditer(text) if m.group().startswith("@"))


def _plain(text: str) -> str:
    return bare(text).replace(" ", "")


def _by_number(pseudonym: str) -> tuple[str, int]:
    stem, _blank, number = pseudonym.rpartition(" ")
    return stem, int(number) if number.isdigit() else 0
