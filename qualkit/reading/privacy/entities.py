"""What in a text leads to a person or a school: names, RUTs, telephones, e-mails, handles, addresses."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qualkit.language.words import PSEUDONYM
from qualkit.reading.privacy.birth_dates import Coarseness, coarse_dates
from qualkit.reading.privacy.contacts import find_contacts
from qualkit.reading.privacy.context import Passage, passage_of
from qualkit.reading.privacy.field_values import find_fields
from qualkit.reading.privacy.gazetteers import phrases
from qualkit.reading.privacy.identity import same_people
from qualkit.reading.privacy.label_names import find_label_names
from qualkit.reading.privacy.lexicon import is_word
from qualkit.reading.privacy.names import NOT_NAMES
from qualkit.reading.privacy.people import KnownPeople, Parts, people_in
from qualkit.reading.privacy.places import find_comunas
from qualkit.reading.privacy.schools import Cores, core_of, known_cores, schools_in
from qualkit.reading.privacy.signatures import find_signatures
from qualkit.reading.spelling import bare, spelled

_FILL = "\ufffc"
_MOST_ROUNDS = 8
_SHORTEST_BLOCK = 200


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """Something to hide: where it stands, what it is, how it is written, and the key of who or what it refers to.

    For a date that is only made coarser, ``refers_to`` is what stands in its place.
    """

    start: int
    end: int
    label: str
    text: str
    refers_to: str = ""


def find_entities(
    text: str,
    *,
    people: Collection[str] = (),
    schools: Collection[str] = (),
    keep: Collection[str] = (),
    dates: Coarseness = "keep",
) -> tuple[Entity, ...]:
    """Return the entities of ``text``, sorted, none over another.

    ``people`` and ``schools`` are names known beforehand; ``keep`` are names that stay (territories, public figures);
    ``dates`` other than of birth are kept, or made as coarse as their month or year.
    Labels: PERSONA, RUT, TELEFONO, CORREO, ESTABLECIMIENTO, URL, REDES, DIRECCION, COMUNA, EDAD, FECHA, ID.
    """
    return entities_in(text, known=KnownPeople.of(people), schools=schools, keep=keep, dates=dates)


def entities_in(
    text: str,
    *,
    known: KnownPeople,
    schools: Collection[str] = (),
    keep: Collection[str] = (),
    added: Collection[tuple[str, str]] = (),
    dates: Coarseness = "keep",
) -> tuple[Entity, ...]:
    """Return the entities of ``text`` where it is known who is present and who was only heard of.

    What was found is hidden and the rest searched again until nothing is left, so that a text with pseudonyms in place
    of its entities holds none. ``added`` are (label, name) that people told us to hide wherever they stand.
    """
    work = _hidden(text, ((match.start(), match.end()) for match in PSEUDONYM.finditer(text)))
    work = _hidden(work, _kept_spans(work, keep))
    entities = list(_added(work, text, added))
    work = _hidden(work, ((entity.start, entity.end) for entity in entities))
    search = _Search(text, work, known, schools, keep)
    entities.extend(search.run())
    entities = same_people(entities, known)
    taken = _hidden(work, ((entity.start, entity.end) for entity in entities))
    entities.extend(Entity(start, end, "FECHA", text[start:end], new) for start, end, new in coarse_dates(taken, dates))
    return tuple(sorted(_without_overlap(sorted(entities))))


class _Block:
    """Some lines of a text, searched together; a block that neither changes nor has new names is not searched again."""

    def __init__(self, start: int, text: str) -> None:
        self.start = start
        self.text = text
        self.is_open = True
        self.is_new = True
        self._passage: Passage | None = None
        self._words: frozenset[str] | None = None

    @property
    def passage(self) -> Passage:
        if self._passage is None:
            self._passage = passage_of(self.text)
        return self._passage

    def has_any(self, words: Collection[str]) -> bool:
        """Say whether any of ``words`` (``bare``) stands in the block."""
        if self._words is None:
            self._words = frozenset(word for token in self.passage.tokens for word in token.word.bare.split())
        return not self._words.isdisjoint(words)

    def hide(self, spans: Iterable[tuple[int, int]]) -> None:
        """Put a filling in place of what was found."""
        self.text = _hidden(self.text, spans)
        self._passage = self._words = None


class _Search:
    """The search of one text, round after round: what one round finds, the next ones know."""

    def __init__(
        self, text: str, work: str, known: KnownPeople, schools: Collection[str], keep: Collection[str]
    ) -> None:
        self._text = text
        self._parts = Parts(known)
        self._schools = set(schools)
        self._kept_by_people = frozenset(bare(name) for name in keep)
        self._keep = self._kept_by_people | phrases("public_figures")
        self._blocks = list(_blocks(work))
        self._lower = frozenset(
            token.word.bare
            for block in self._blocks
            for token in block.passage.tokens
            if not token.is_capital and not token.is_shouted
        )

    def run(self) -> Iterator[Entity]:
        for _round in range(_MOST_ROUNDS):
            found = list(self._round())
            if not found:
                return
            yield from found
            self._learn(found)

    def _round(self) -> Iterator[Entity]:
        cores = known_cores(self._schools)
        for block in self._blocks:
            if not block.is_open:
                continue
            seen = list(self._found(block, cores))
            found = _without_overlap(seen)
            block.is_open = bool(found)
            block.is_new = any(e.label in _SHAPED for e in found) or _sticks_out(seen, found)
            if found:
                block.hide((entity.start, entity.end) for entity in found)
                for entity in found:
                    yield self._moved(entity, block.start)

    def _found(self, block: _Block, cores: Cores) -> Iterator[Entity]:
        if block.is_new:  # what its own shape gives away does not wait for names to be known
            for start, end, label in _marked(block.text):
                yield Entity(start, end, label, block.text[start:end])
        passage = block.passage
        for start, end in schools_in(passage, cores):
            words = block.text[start:end]
            core = core_of(words)
            if core not in self._kept_by_people and bare(words) not in self._kept_by_people:
                yield Entity(start, end, "ESTABLECIMIENTO", words, core)
        for start, end, label in find_comunas(passage):
            if bare(block.text[start:end]) not in self._kept_by_people:
                yield Entity(start, end, label, block.text[start:end])
        for mention in people_in(passage, self._parts, lower=self._lower, keep=self._keep):
            words = block.text[mention.start : mention.end]
            yield Entity(mention.start, mention.end, "PERSONA", words, " ".join(mention.name))

    def _moved(self, entity: Entity, by: int) -> Entity:
        start, end = entity.start + by, entity.end + by
        return replace(entity, start=start, end=end, text=self._text[start:end])

    def _learn(self, found: Sequence[Entity]) -> None:
        """Open the blocks again in which a name stands that was just heard."""
        people = {entity.text for entity in found if entity.label == "PERSONA"}
        schools = {entity.text for entity in found if entity.label == "ESTABLECIMIENTO"} - self._schools
        before = self._parts
        self._parts = before | Parts(KnownPeople.of((), people))
        self._schools |= schools
        new = (self._parts.names - before.names) | (self._parts.nicknames - before.nicknames)
        new |= {words[0] for cores in known_cores(schools).values() for words in cores}
        for block in self._blocks:
            block.is_open = block.is_open or (bool(new) and block.has_any(new))


def _marked(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what its own shape, a field or a signature gives away, the surest first."""
    yield from find_signatures(text)
    yield from _no_roles(text, find_fields(text))
    yield from find_contacts(text)
    yield from ((start, end, "PERSONA") for start, end in find_label_names(text))


def _no_roles(text: str, found: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    for start, end, label in found:
        if not (label == "PERSONA" and bare(text[start:end]) in NOT_NAMES):
            yield start, end, label


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the lines of ``text``, some together; a line that ends with a colon goes with the next."""
    start = at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end + 1
        at = end
        if end - start >= _SHORTEST_BLOCK and not text[start:end].rstrip().endswith(":"):
            yield _Block(start, text[start:end])
            start = end
    if start < len(text):
        yield _Block(start, text[start:])


def _added(work: str, text: str, added: Collection[tuple[str, str]]) -> Iterator[Entity]:
    """Yield where the names that people told us to hide stand, the longest first; capitals and accents aside.

    Where a name is a word too («Paz»), what stands in lower case is that word, unless the name was given so.
    """
    sayings = {bare(name): label for label, name in sorted(added)}
    capital = {bare(name) for _label, name in added if not name.islower()}
    if not sayings:
        return
    longest_first = sorted(sayings, key=lambda name: (-len(name), name))
    pattern = "|".join(r"[\W_]+".join(map(spelled, name.split())) for name in longest_first)
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", work, re.IGNORECASE):
        words = text[match.start() : match.end()]
        if words.islower() and bare(words) in capital and is_word(words):
            continue
        label = sayings[bare(words)]
        who = core_of(words) if label == "ESTABLECIMIENTO" else "" if label == "FECHA" else bare(words)
        yield Entity(match.start(), match.end(), label, words, who)


_SHAPED = frozenset(("RUT", "TELEFONO", "CORREO", "DIRECCION", "EDAD", "REDES", "URL", "ID", "FECHA"))
"""What its own shape gives away: beside one that was hidden, another may come to light."""


def _sticks_out(seen: Iterable[Entity], kept: Iterable[Entity]) -> bool:
    """Say whether something that was seen reaches beyond what was kept: it is looked for again in what is left."""
    taken = {at for entity in kept for at in range(entity.start, entity.end)}
    return any(not taken.issuperset(range(entity.start, entity.end)) for entity in seen)


def _without_overlap(entities: Iterable[Entity]) -> list[Entity]:
    """Return the entities that come first in the order of finding, none over another."""
    taken: set[int] = set()
    kept = []
    for entity in entities:
        place = range(entity.start, entity.end)
        if place and taken.isdisjoint(place):
            taken.update(place)
            kept.append(entity)
    return kept


def _kept_spans(text: str, keep: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where names that stay are written as they were given, if they have more than one word."""
    longest_first = sorted({name.strip() for name in keep if " " in name.strip()}, key=lambda name: (-len(name), name))
    if not longest_first:
        return
    pattern = "|".join(map(re.escape, longest_first))
    for match in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text):
        yield match.start(), match.end()


def _hidden(text: str, spans: Iterable[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        pieces.extend((text[at:start], _FILL * (end - start)))
        at = end
    return "".join((*pieces, text[at:]))
