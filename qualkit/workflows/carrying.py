"""A file was edited and read again: what was said of its former version moves to the same words, or is listed.

A coding or label is anchored by its passage and by what is said around it. It moves where both are found, word for word
and in one place only, in what the same speaker says now; a long passage needs less around it than a short one. A coding
whose passage changed elsewhere moves with its quote, where that has the same words on both sides. What cannot be found,
or not told from another passage, stays with the former version as an *orphan*: listed, never lost, never guessed. It
happens once, in the transaction in which the edited file is kept.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from qualkit.evidence import Source, count_words
from qualkit.i18n import _
from qualkit.model import Coding, Decision, Document, Evidence, Segment, Span
from qualkit.storage.store import Store
from qualkit.workflows.rewriting import TOO_FEW, stands
from qualkit.workflows.workspace import Workspace

PROVES_ITSELF = 8
"""So many words that stand once in both versions need nothing around them."""

_CONTEXTS = (24, 48, 96, 192, 384, 768, 1536, 3072)
"""How many characters around the words are compared, growing until one place is left."""

_WALL, _BEGIN, _END = "\x1e", "\x02", "\x03"


class Stays(StrEnum):
    """Why a passage of a former version has no place in the present one."""

    BORDER = "border"
    CHANGED = "changed"
    AMBIGUOUS = "ambiguous"
    TOO_FEW = TOO_FEW


@dataclass(frozen=True)
class CarriedOver:
    """How many codings, decisions and labels moved to the present version of edited files, and how many stayed."""

    carried: int
    stayed: int


@dataclass(frozen=True)
class OrphanedSaying:
    """A coding or label of a former version whose passage is not found in the present one.

    ``kind`` is ``coding`` or ``label``; ``waits`` says that somebody has to look at it: a person made or decided it, or
    its coder has not been through the present version.
    """

    kind: str
    id: int
    document: str
    present: str
    title: str
    code: str
    codebook: str
    coder: str
    quote: str
    verdict: str | None
    by: str | None
    why: Stays
    waits: bool


class _Speech:
    """What is said in a document, without the labels: the text in which passages are sought."""

    def __init__(self, document: Document, segments: Sequence[Segment]) -> None:
        self.document = document
        self._starts: list[int] = []
        pieces, at = [_BEGIN], 1
        for turn in document.turns:
            self._starts.append(at)
            pieces.append(document.text_of(turn) + _WALL)
            at += len(pieces[-1])
        self.text = "".join([*pieces, _END])
        self.speakers = {turn.speaker for turn in document.turns}
        self._segments = [segment.span for segment in segments]
        self._kinds: dict[Span, str] = {turn.span: "turn" for turn in document.turns}
        self._kinds |= {segment.span: "segment" for segment in segments}

    def kind(self, span: Span) -> str:
        """Return what a span is: a segment, a turn, or some words of a turn."""
        return self._kinds.get(span, "words")

    def segment_of(self, span: Span) -> Span | None:
        """Return the segment that holds ``span``, or ``None``."""
        number = bisect_right(self._segments, span.start, key=lambda segment: segment.start) - 1
        return self._segments[number] if number >= 0 and self._segments[number].holds(span) else None

    def turn_of(self, span: Span) -> int | None:
        """Return the number of the turn that holds ``span``; ``None`` where it runs over the border of one."""
        number = bisect_right(self.document.turns, span.start, key=lambda turn: turn.span.start) - 1
        held = number >= 0 and span.start < span.end and self.document.turns[number].span.holds(span)
        return number if held else None

    def place(self, span: Span, turn: int) -> int:
        """Return where a span of a turn begins in ``text``."""
        return self._starts[turn] + span.start - self.document.turns[turn].span.start

    def span(self, at: int, length: int) -> tuple[Span, int]:
        """Return the span of the document at ``at`` of ``text``, and the number of its turn."""
        turn = bisect_right(self._starts, at) - 1
        start = self.document.turns[turn].span.start + at - self._starts[turn]
        return Span(start, start + length), turn

    def find(self, words: str) -> Iterator[int]:
        """Yield where ``words`` stand whole: not as a part of longer words."""
        at = self.text.find(words)
        while at >= 0:
            if not _joined(self.text[at - 1], words[0]) and not _joined(words[-1], self.text[at + len(words)]):
                yield at
            at = self.text.find(words, at + 1)


def _joined(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum()


class Anchors:
    """Leads from the passages of the former version of a document to the same ones of the present version."""

    def __init__(
        self, former: Document, former_segments: Sequence[Segment], present: Document, segments: Sequence[Segment]
    ) -> None:
        self._before = _Speech(former, former_segments)
        self._now = _Speech(present, segments)

    def places(self, spans: Sequence[Span]) -> dict[Span, Span | Stays]:
        """Return where each passage stands now, or why it has no place; no two of them have the same one."""
        return _apart({span: self._place(span) for span in dict.fromkeys(spans)})

    def quotes(self, spans: Sequence[Span]) -> dict[Span, tuple[Span, Span]]:
        """Return where quotes of passages that changed stand now, with the segment that holds each of them.

        Asked is more than of whole passages: the same words on both sides.
        """
        places = _apart({span: self._quote(span) for span in dict.fromkeys(spans)})
        held = {span: (at, self._now.segment_of(at)) for span, at in places.items() if isinstance(at, Span)}
        return {span: (at, segment) for span, (at, segment) in held.items() if segment is not None}

    def _quote(self, span: Span) -> Span | Stays:
        turn = self._before.turn_of(span)
        if turn is None:
            return Stays.BORDER
        speaker = self._before.document.turns[turn].speaker
        words = span.of(self._before.document.text)
        own = self._before.place(span, turn)
        before = [at for at in self._before.find(words) if self._is_by(self._before, at, len(words), speaker)]
        now = [at for at in self._now.find(words) if self._is_by(self._now, at, len(words), speaker)]
        at = self._on_both_sides(own, before, now, len(words), _CONTEXTS[1:])
        return Stays.CHANGED if at is None else self._now.span(at, len(words))[0]

    def _place(self, span: Span) -> Span | Stays:
        turn = self._before.turn_of(span)
        if turn is None:
            return Stays.BORDER
        speaker = self._before.document.turns[turn].speaker
        words = span.of(self._before.document.text)
        own = self._before.place(span, turn)
        before = [at for at in self._before.find(words) if self._is_like(self._before, at, span, speaker)]
        now = [at for at in self._now.find(words) if self._is_like(self._now, at, span, speaker)]
        if not now:
            return Stays.CHANGED
        if len(before) == len(now) == 1 and count_words(words) >= PROVES_ITSELF:
            return self._now.span(now[0], len(words))[0]
        at = self._in_context(own, before, now, len(words))
        return Stays.AMBIGUOUS if at is None else self._now.span(at, len(words))[0]

    def _is_like(self, speech: _Speech, at: int, span: Span, speaker: str | None) -> bool:
        """Say whether a place holds a passage of the same kind, said by the same speaker or one who was renamed."""
        length = span.end - span.start
        place, _turn = speech.span(at, length)
        return speech.kind(place) == self._before.kind(span) and self._is_by(speech, at, length, speaker)

    def _is_by(self, speech: _Speech, at: int, length: int, speaker: str | None) -> bool:
        other = speech.document.turns[speech.span(at, length)[1]].speaker
        if speech is self._before or other == speaker:
            return other == speaker
        return speaker not in self._now.speakers and other not in self._before.speakers

    def _in_context(self, own: int, before: Sequence[int], now: Sequence[int], length: int) -> int | None:
        """Return the one place with the same words on both sides, or on one side where the other side changed."""
        at = self._on_both_sides(own, before, now, length, _CONTEXTS)
        if at is not None:
            return at
        sides = {self._on_one_side(own, before, now, length, side) for side in ((True, False), (False, True))} - {None}
        return sides.pop() if len(sides) == 1 else None

    def _on_both_sides(
        self, own: int, before: Sequence[int], now: Sequence[int], length: int, sizes: Sequence[int]
    ) -> int | None:
        for size in sizes:
            around = self._around(own, length, size)
            same = [at for at in now if _around(self._now.text, at, length, size) == around]
            if not same:
                return None
            if len(same) == 1 and self._is_only(own, before, length, size, (True, True)):
                return same[0]
        return None

    def _around(self, at: int, length: int, size: int) -> tuple[str, str]:
        return _around(self._before.text, at, length, size)

    def _is_only(self, own: int, before: Sequence[int], length: int, size: int, sides: tuple[bool, bool]) -> bool:
        wanted = _some(self._around(own, length, size), sides)
        return sum(_some(self._around(at, length, size), sides) == wanted for at in before) == 1

    def _on_one_side(
        self, own: int, before: Sequence[int], now: Sequence[int], length: int, sides: tuple[bool, bool]
    ) -> int | None:
        for size in _CONTEXTS:
            wanted = _some(self._around(own, length, size), sides)
            same = [at for at in now if _some(_around(self._now.text, at, length, size), sides) == wanted]
            if not same:
                return None
            if len(same) == 1 and self._is_only(own, before, length, size, sides):
                return same[0]
        return None


def _apart(found: Mapping[Span, Span | Stays]) -> dict[Span, Span | Stays]:
    """Return the places without those that more than one passage leads to."""
    claims = Counter(place for place in found.values() if isinstance(place, Span))
    return {
        span: Stays.AMBIGUOUS if isinstance(place, Span) and claims[place] > 1 else place
        for span, place in found.items()
    }


def _around(text: str, at: int, length: int, size: int) -> tuple[str, str]:
    return text[max(0, at - size) : at], text[at + length : at + length + size]


def _some(around: tuple[str, str], sides: tuple[bool, bool]) -> tuple[str, str]:
    return around[0] if sides[0] else "", around[1] if sides[1] else ""


def carry_over(workspace: Workspace, run: str, *, document: str | None = None) -> CarriedOver:
    """Move what was said of former versions to the present ones (of ``document``, or of every edited file).

    What has moved already is left alone; a decision that was taken later than that of its new place goes with it.
    """
    store = workspace.store
    with store.transaction():
        carried = 0
        moved: list[tuple[int, int]] = []
        for former, present in store.replaced_documents():
            if document in (None, present):
                new, pairs = _carry(store, former, present, run)
                carried += new
                moved += pairs
        carried += _carry_decisions(store, moved)
    return CarriedOver(carried, left_behind(workspace))


def left_behind(workspace: Workspace) -> int:
    """Return how many codings and labels of former versions wait for somebody to look at them."""
    return sum(orphan.waits for orphan in orphans(workspace))


def _anchors(store: Store, former: str, present: str) -> Anchors:
    return Anchors(store.document(former), store.segments(former), store.document(present), store.segments(present))


def _carry(store: Store, former: str, present: str, run: str) -> tuple[int, list[tuple[int, int]]]:
    """Move codings and labels; returns how many are new and (former id, present id) of each coding that has a place."""
    codings, labels = store.codings(document=former), store.labels_by_id(former)
    if not codings and not labels:
        return 0, []
    anchors = _anchors(store, former, present)
    spans = [*(coding.segment for coding in codings), *(label.segment for label in labels.values())]
    places = anchors.places(spans)
    sources = _Proof(store.document(former)), _Proof(store.document(present))
    quotes = anchors.quotes([c.evidence.span for c in codings if places[c.segment] is Stays.CHANGED])
    moved: dict[tuple[object, ...], tuple[int, Coding]] = {}
    for coding in codings:
        place = places[coding.segment]
        at, segment = quotes.get(coding.evidence.span, (None, None))
        if isinstance(place, Span) and coding.segment.holds(coding.evidence.span):
            at, segment = coding.evidence.span.shifted(place.start - coding.segment.start), place
        if at is not None and segment is not None and (new := _moved(coding, at, segment, sources)) is not None:
            moved.setdefault((segment, new.code, new.codebook, new.coder), (coding.id or 0, new))
    new_codings, ids = store.carry_codings(list(moved.values()))
    placed = {i: (label, places[label.segment]) for i, label in labels.items()}
    new_labels = store.carry_labels(
        {i: replace(label, document=present, segment=at) for i, (label, at) in placed.items() if isinstance(at, Span)},
        run,
    )
    return new_codings + new_labels, list(ids.items())


def _moved(coding: Coding, at: Span, segment: Span, sources: "tuple[_Proof, _Proof]") -> Coding | None:
    """Return the coding with its quote at ``at`` of ``segment``; ``None`` where the gate found it and does not now."""
    before, now = sources
    evidence = Evidence.at(at, now.document.text)
    if evidence.quote != coding.evidence.quote or not segment.holds(at):
        return None
    if before.holds(coding.evidence) and not now.holds(evidence):
        return None
    return replace(coding, document=now.document.id, segment=segment, evidence=evidence)


class _Proof:
    """The gate of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._source = Source(document.text, document.speech_spans)

    def holds(self, evidence: Evidence) -> bool:
        """Say whether the gate finds a quote where it is said to stand."""
        return stands(self._source, evidence.span, evidence.quote)


def _carry_decisions(store: Store, moved: Iterable[tuple[int, int]]) -> int:
    """Append to each present coding what was decided last about any of its former ones, unless that is there."""
    latest = {decision.coding: (i, decision) for i, decision in enumerate(store.decisions())}
    carried: dict[int, tuple[int, Decision]] = {}
    for former, present in moved:
        found, own = latest.get(former), latest.get(present)
        if found is None or (own is not None and (own[0] > found[0] or _same(own[1], found[1]))):
            continue
        carried[present] = max(carried.get(present, found), found, key=lambda numbered: numbered[0])
    for present, (_i, decision) in sorted(carried.items()):
        why = _("carried over from the former version of the file: %(why)s") % {"why": decision.why or "–"}
        store.add_decision(replace(decision, coding=present, why=why))
    return len(carried)


def _same(one: Decision, other: Decision) -> bool:
    return (one.verdict, one.code, one.by) == (other.verdict, other.code, other.by)


def orphans(workspace: Workspace, *, document: str | None = None) -> list[OrphanedSaying]:
    """Return what was said of former versions and has no place in the present one, document by document; and the
    codings of which a rewriting left too few words. With ``document`` only what has none in that one.
    """
    pairs = workspace.store.replaced_documents()
    versions = {former: present for former, present in pairs if document in (None, present)}
    lost = [*_orphaned_codings(workspace, versions), *_orphaned_labels(workspace, versions)]
    return lost + [orphan for orphan in _left_without_words(workspace) if document in (None, orphan.present)]


def _left_without_words(workspace: Workspace) -> Iterator[OrphanedSaying]:
    store = workspace.store
    gone = store.orphaned()
    decided = {decision.coding: decision for decision in store.decisions()} if gone else {}
    for document in store.documents() if gone else ():
        for coding in store.codings(document=document.id, orphaned=True):
            if coding.id in gone:
                decision = decided.get(coding.id)
                yield _orphan(coding, document.id, document.title, decision, Stays(gone[coding.id]), waits=True)


def _orphaned_codings(workspace: Workspace, versions: Mapping[str, str]) -> Iterator[OrphanedSaying]:
    store = workspace.store
    if not versions:
        return
    decided = {decision.coding: decision for decision in store.decisions()}
    former = {c.id or 0: c for document in versions for c in store.codings(document=document)}
    for document, ids in _alone({i: c.document for i, c in former.items()}, store.carried_codings(), versions).items():
        present = versions[document]
        why = _anchors(store, document, present).places([former[i].segment for i in ids])
        title = store.document(present).title
        for i in ids:
            coding, decision = former[i], decided.get(i)
            is_superseded = decision is None and store.is_coded(present, coding.codebook, coding.coder)
            waits = coding.coder.startswith("human:") or not is_superseded
            yield _orphan(coding, present, title, decision, _reason(why[coding.segment]), waits=waits)


def _orphan(
    coding: Coding, present: str, title: str, decision: Decision | None, why: Stays, *, waits: bool
) -> OrphanedSaying:
    return OrphanedSaying(
        kind="coding",
        id=coding.id or 0,
        document=coding.document,
        present=present,
        title=title,
        code=coding.code,
        codebook=coding.codebook,
        coder=coding.coder,
        quote=coding.evidence.quote,
        verdict=decision.verdict if decision else None,
        by=decision.by if decision else None,
        why=why,
        waits=waits,
    )


def _reason(place: Span | Stays) -> Stays:
    return place if isinstance(place, Stays) else Stays.AMBIGUOUS


def _orphaned_labels(workspace: Workspace, versions: Mapping[str, str]) -> Iterator[OrphanedSaying]:
    store = workspace.store
    former = {i: label for document in versions for i, label in store.labels_by_id(document).items()}
    for document, ids in _alone({i: x.document for i, x in former.items()}, store.carried_labels(), versions).items():
        present = versions[document]
        why = _anchors(store, document, present).places([former[i].segment for i in ids])
        text, title = store.document(document).text, store.document(present).title
        for i in ids:
            label = former[i]
            yield OrphanedSaying(
                kind="label",
                id=i,
                document=document,
                present=present,
                title=title,
                code=label.code,
                codebook="",
                coder=label.coder,
                quote=label.segment.of(text),
                verdict=None,
                by=None,
                why=_reason(why[label.segment]),
                waits=True,
            )


def _alone(
    documents: Mapping[int, str], carried: Sequence[tuple[int, int]], order: Iterable[str]
) -> dict[str, list[int]]:
    """Return, by document, the ids of former versions of which no place in a present version is known.

    What went from one former version to another is one saying, known by its newest id.
    """
    known: dict[int, set[int]] = {}
    for one, other in carried:
        joined = known.get(one, {one}) | known.get(other, {other})
        known |= dict.fromkeys(joined, joined)
    groups = {id(group): group for group in (known.get(i, {i}) for i in documents)}.values()
    newest = sorted(max(group) for group in groups if group <= documents.keys())
    found: dict[str, list[int]] = {document: [] for document in order}
    for i in newest:
        found[documents[i]].append(i)
    return {document: ids for document, ids in found.items() if ids}
