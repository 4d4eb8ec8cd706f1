"""Frozen texts are rewritten with all that points at them: turns, segments, codings, labels, scores, tables.

A text is frozen so that nothing moves under a coding; words that must go (a name that reading missed) or come back are
the one exception. Every span is led over by one map of offsets, every quote is read anew from the new text and has to
pass the evidence gate, and the whole project is rewritten in one transaction.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qualkit.evidence import Source
from qualkit.model import Coding, Document, Evidence, Experience, Label, Segment, Span, Turn
from qualkit.model.documents import content_hash
from qualkit.reading.privacy.pseudonyms import OffsetMap
from qualkit.storage.rewriting import KEPT, Rewriter
from qualkit.workflows.cleaning import followed
from qualkit.workflows.replacements import Replacement, back, replaced
from qualkit.workflows.workspace import Workspace, now

TOO_FEW = "too few"
"""Why a coding is orphaned by a rewriting: too few words are left of its quote."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in the record a text stands: a table, the key of the row, and the way to the text inside it."""

    table: str
    key: str
    path: str


Find = Callable[[Place, str], Sequence[Replacement]]
"""Says what is to be replaced in a text of the record: stretches in order, none over another."""


@dataclass
class Rewritten:
    """What a rewriting did: the stretches by place, and what became of the codings whose words changed.

    ``requoted`` codings and scores have new words in their quote, ``widened`` ones took in words beside it because too
    few were left, ``orphaned`` ones have no quote that can be proved any more, ``doubles`` fell together with another
    one. ``replies`` counts answers of language models that were dropped, ``removed`` codings whose words are gone.
    """

    places: dict[Place, tuple[Replacement, ...]] = field(default_factory=dict)
    requoted: list[int] = field(default_factory=list)
    widened: list[int] = field(default_factory=list)
    orphaned: dict[int, str] = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)
    doubles: dict[int, int] = field(default_factory=dict)
    weak_scores: list[int] = field(default_factory=list)
    replies: int = 0

    @property
    def documents(self) -> dict[str, int]:
        """How many stretches were replaced in each document's text."""
        found = {p.key: len(done) for p, done in self.places.items() if (p.table, p.path) == ("documents", "text")}
        return {document: n for document, n in found.items() if n}


@dataclass(frozen=True)
class Change:
    """What becomes of one document and of everything that was said of it; ids are those that were there before.

    ``numbers`` leads from the former number of each turn that is left to the one that it has now.
    """

    document: Document
    segments: tuple[Segment, ...]
    codings: tuple[Coding, ...]
    labels: Mapping[int, Label]
    offsets: OffsetMap
    numbers: Mapping[int, int] = field(default_factory=dict)
    widened: tuple[int, ...] = ()
    orphaned: Mapping[int, str] = field(default_factory=dict)
    removed: tuple[int, ...] = ()
    removed_labels: tuple[int, ...] = ()
    doubles: Mapping[int, int] = field(default_factory=dict)


def change_of(
    document: Document,
    segments: Sequence[Segment],
    codings: Sequence[Coding],
    labels: Mapping[int, Label],
    replacements: Sequence[Replacement],
    *,
    relabel: Callable[[str], str] = str,
) -> Change:
    """Return what becomes of a document once ``replacements`` are made; nothing is written.

    A turn, a segment, a coding or a label all of whose words are taken out goes with them. A quote that is cut by a
    replaced stretch takes in the whole of what stands there now.
    """
    text, offsets = replaced(document.text, replacements)
    turns, numbers = _moved_turns(document, offsets, text, relabel)
    new = replace(document, text=text, turns=turns)
    moved = _moved_segments(segments, offsets, new, numbers)
    change = Change(new, tuple(moved.values()), (), {}, offsets, numbers)
    places = {segment.span: moved[segment.index].span if segment.index in moved else None for segment in segments}
    change = _with_codings(change, codings, places, document)
    return _with_labels(change, labels, places)


def _moved_turns(
    document: Document, offsets: OffsetMap, text: str, relabel: Callable[[str], str]
) -> tuple[tuple[Turn, ...], dict[int, int]]:
    """Return the turns of the new text and the new number of each old one that still says something."""
    turns: list[Turn] = []
    numbers: dict[int, int] = {}
    for i, turn in enumerate(document.turns):
        span = offsets.span(turn.span)
        if document.text_of(turn).strip() and not span.of(text).strip():
            continue
        numbers[i] = len(turns)
        speaker = relabel(turn.speaker) if turn.speaker is not None else None
        turns.append(replace(turn, span=span, speaker=speaker))
    return tuple(turns), numbers


def _moved_segments(
    segments: Sequence[Segment], offsets: OffsetMap, new: Document, numbers: Mapping[int, int]
) -> dict[int, Segment]:
    """Return the segments by their number; one that shares a replaced stretch with the one before begins after it."""
    moved: dict[int, Segment] = {}
    end = 0
    for segment in segments:
        span = offsets.span(segment.span)
        span = Span(max(span.start, min(end, span.end)), span.end)
        if segment.turn in numbers and span.of(new.text).strip():
            moved[segment.index] = Segment(segment.document, segment.index, numbers[segment.turn], span)
            end = span.end
    return moved


def _with_codings(
    change: Change, codings: Sequence[Coding], places: Mapping[Span, Span | None], old: Document
) -> Change:
    sources = Source(old.text, old.speech_spans), Source(change.document.text, change.document.speech_spans)
    text = change.document.text
    kept: list[Coding] = []
    taken: dict[tuple[object, ...], int] = {}
    widened: list[int] = []
    removed: list[int] = []
    orphaned: dict[int, str] = {}
    doubles: dict[int, int] = {}
    for coding in codings:
        number = coding.id or 0
        at = places.get(coding.segment, change.offsets.span(coding.segment))
        if at is None or not at.of(text).strip():
            removed.append(number)
            continue
        span = _within(change.offsets.span(coding.evidence.span), at)
        proved = _proved_again(sources, coding.evidence, span, at, text)
        if proved is None:
            orphaned[number] = TOO_FEW
        elif proved != span:
            widened.append(number)
        evidence = Evidence.at(proved or span, text)
        moved = replace(coding, segment=at, evidence=evidence)
        key = (at, coding.code, coding.codebook, coding.coder)
        if key in taken:
            doubles[number] = taken[key]
        else:
            taken[key] = number
            kept.append(moved)
    return replace(
        change,
        codings=tuple(kept),
        widened=tuple(widened),
        removed=tuple(removed),
        orphaned=orphaned,
        doubles=doubles,
    )


def _proved_again(sources: tuple[Source, Source], evidence: Evidence, span: Span, at: Span, text: str) -> Span | None:
    """Return the quote that takes the place of ``evidence``, now at ``span`` of the segment ``at``; ``None`` where the
    gate proved it in the first source and cannot prove it in the second.
    """
    if span.of(text) == evidence.quote or not stands(sources[0], evidence.span, evidence.quote):
        return span
    return _proved(sources[1], span, at, text)


def stands(source: Source, span: Span, quote: str) -> bool:
    """Say whether the gate finds ``quote`` in ``source`` at ``span`` (which may have punctuation at its ends)."""
    return any(span.holds(found) for found in source.locate_all(quote))


def _within(span: Span, outer: Span) -> Span:
    start = min(max(span.start, outer.start), outer.end)
    return Span(start, max(start, min(span.end, outer.end)))


def _proved(source: Source, span: Span, segment: Span, text: str) -> Span | None:
    """Return the quote at ``span``, with words of its segment beside it where it has too few; ``None`` where that
    is not enough for the gate. Words that follow are taken in first.
    """
    words = [Span(m.start(), m.end()).shifted(segment.start) for m in _WORD.finditer(segment.of(text))]
    while not stands(source, span, span.of(text)):
        following = next((word for word in words if word.end > span.end), None)
        before = next((word for word in reversed(words) if word.start < span.start), None)
        if following is not None:
            span = Span(span.start, following.end)
        elif before is not None:
            span = Span(before.start, span.end)
        else:
            return None
    return span


def _with_labels(change: Change, labels: Mapping[int, Label], places: Mapping[Span, Span | None]) -> Change:
    kept: dict[int, Label] = {}
    gone: list[int] = []
    taken: set[tuple[object, ...]] = set()
    for number, label in labels.items():
        at = places.get(label.segment, change.offsets.span(label.segment))
        key = (at, label.code, label.coder)
        if at is None or not at.of(change.document.text).strip() or key in taken:
            gone.append(number)
        else:
            taken.add(key)
            kept[number] = replace(label, segment=at)
    return replace(change, labels=kept, removed_labels=tuple(gone))


def composed(rows: Sequence[Sequence[int]], replacements: Sequence[Replacement], offsets: OffsetMap) -> list[list[int]]:
    """Return the way from the file as read to the new text, given the one to the former text (``facts.offsets``).

    Rows are [start, end, new start, new end] of each stretch that was replaced, in order.
    """
    to_file = back(OffsetMap(*(tuple(row[i] for row in rows) for i in range(4))))
    kept = []
    inside = set()
    for row in rows:
        span = Span(row[2], row[3])
        if any(item.start <= span.start and span.end <= item.end for item in _near(replacements, span)):
            continue
        inside |= {item for item in _near(replacements, span) if span.holds(Span(item.start, item.end))}
        moved = offsets.span(span)
        kept.append([row[0], row[1], moved.start, moved.end])
    for item, start, end in zip(sorted(replacements), offsets.new_starts, offsets.new_ends, strict=True):
        if not item.restores and item not in inside:
            source = to_file.span(Span(item.start, item.end))
            kept.append([source.start, source.end, start, end])
    return sorted(kept)


def _near(replacements: Sequence[Replacement], span: Span) -> Sequence[Replacement]:
    """Return the replacements (sorted, none over another) that touch ``span``."""
    first = bisect_right(replacements, span.start, key=lambda item: item.end)
    last = bisect_right(replacements, span.end, key=lambda item: item.start)
    return replacements[max(0, first - 1) : last]


def rewrite(workspace: Workspace, door: Rewriter, find: Find, *, run: str, reason: str) -> Rewritten:
    """Replace what ``find`` finds, everywhere in the record: former versions of edited files too.

    ``find`` is asked about the text, the title and the speakers' labels of each document, every field of experiences,
    every string of surveys, lists and registers, and what people and models wrote beside them. Answers of language
    models in which it finds something are dropped. ``door`` is what ``workspace.store.rewriting()`` yields.
    """
    return _Rewriting(workspace, door, find, run, reason).everything()


class _Rewriting:
    """One walk over the record."""

    def __init__(self, workspace: Workspace, door: Rewriter, find: Find, run: str, reason: str) -> None:
        self._store = workspace.store
        self._door = door
        self._find = find
        self._run = run
        self._reason = reason
        self._at = now()
        self._done = Rewritten()
        self._maps: dict[str, tuple[OffsetMap, str]] = {}
        self._frozen: dict[str, str] = {}

    def everything(self) -> Rewritten:
        """Rewrite all there is and return what was done."""
        for document in self._store.document_ids():
            self._document(document)
        self._experiences()
        self._cleanings()
        for table in (table for table in KEPT if table != "cleanings"):
            for key, values in self._door.kept(table):
                if (new := self._values(values, Place(table, key, ""))) != values:
                    self._door.keep(table, key, new)
                    self._say("file", key, table in ("surveys", "attendance", "members"))
        for file, kind, rows in self._door.registers():
            if (new := self._values(rows, Place("records", f"{file}/{kind}", ""))) != rows:
                self._door.register(file, kind, new)
                self._say("file", file)
        self._facts()
        for table, column, key, text in self._door.texts():
            if (new := self._text(Place(table, str(key), column), text)) != text:
                self._door.text(table, column, key, new)
        self._replies()
        return self._done

    def _cleanings(self) -> None:
        """Lead the raw forms of cleaned-up scans after their documents: what is gone there is gone in them too."""
        for key, content in self._door.kept("cleanings"):
            place = Place("cleanings", key, "raw")
            done = self._done.places.get(Place("documents", key, "text"), ())
            frozen = self._frozen.get(key) or self._store.document(key).text
            new = followed(content, done, self._found(place, content["raw"]), frozen=frozen)
            if new != content:
                self._door.keep("cleanings", key, new)

    def _say(self, kind: str, subject: str, is_told: bool = True) -> None:
        if is_told:
            self._store.add_revision(kind, subject, at=self._at, run=self._run, reason=self._reason)

    def _found(self, place: Place, text: str) -> tuple[Replacement, ...]:
        found = tuple(sorted(item for item in self._find(place, text) if item.text != text[item.start : item.end]))
        if found:
            self._done.places[place] = found
        return found

    def _text(self, place: Place, text: str) -> str:
        return replaced(text, self._found(place, text))[0]

    def _document(self, key: str) -> None:
        document, segments = self._store.document(key), self._store.segments(key)
        labels = {turn.speaker: turn.speaker for turn in document.turns if turn.speaker is not None}
        labels = {label: self._text(Place("documents", key, f"speaker:{label}"), label) for label in labels}
        found = self._found(Place("documents", key, "text"), document.text)
        if not found and all(old == new for old, new in labels.items()):
            return
        change = change_of(
            document,
            segments,
            self._codings(key),
            self._store.labels_by_id(key),
            found,
            relabel=labels.__getitem__,
        )
        self._maps[key] = change.offsets, change.document.text
        self._frozen[key] = document.text
        self._write(change)
        before = {segment.index: segment.span.of(document.text) for segment in segments}
        now = {segment.index: segment.span.of(change.document.text) for segment in change.segments}
        self._door.drop_vectors({content_hash(text) for i, text in before.items() if now.get(i) != text})
        self._say("document", key)

    def _codings(self, document: str) -> list[Coding]:
        return self._store.codings(document=document, orphaned=True)

    def _write(self, change: Change) -> None:
        door, done = self._door, self._done
        quotes = {coding.id: coding.evidence.quote for coding in self._codings(change.document.id)}
        door.drop_codings(change.removed)
        for double, first in change.doubles.items():
            door.redirect_decisions(double, first)
        door.drop_codings(change.doubles)
        door.drop_labels(change.removed_labels)
        door.document(change.document, change.segments)
        door.codings(change.codings)
        door.labels(change.labels)
        door.merged_turns(change.document.id, change.numbers)
        door.orphan(change.orphaned, self._run)
        done.requoted += [c.id or 0 for c in change.codings if quotes[c.id] != c.evidence.quote]
        done.widened += change.widened
        done.removed += change.removed
        done.orphaned |= change.orphaned
        done.doubles |= change.doubles

    def _experiences(self) -> None:
        maps: dict[tuple[str, str], tuple[dict[str, OffsetMap], Experience]] = {}
        for experience in self._store.experiences(present=False):
            texts: dict[str, str] = {}
            offsets: dict[str, OffsetMap] = {}
            for name, text in experience.fields.items():
                found = self._found(Place("experiences", experience.id, f"fields.{name}"), text)
                texts[name], offsets[name] = replaced(text, found)
            said = {
                name: self._text(Place("experiences", experience.id, name), text)
                for name in ("school", "name", "focus")
                if (text := getattr(experience, name))
            }
            new = replace(experience, fields={k: v for k, v in texts.items() if v.strip()}, **said)
            if new != experience:
                self._door.experience(new, experience.hash)
                self._say("experience", experience.id)
                maps[experience.id, new.hash] = offsets, new
        self._scores(maps)

    def _scores(self, maps: Mapping[tuple[str, str], tuple[Mapping[str, OffsetMap], Experience]]) -> None:
        for score, experience, hash_, evidence in self._door.evidence_of_scores():
            if (experience, hash_) in maps:
                new = [self._score_evidence(score, item, *maps[experience, hash_]) for item in evidence]
            else:  # given on a text that is no longer kept: its quotes are all there is of it
                places = [Place("scores", str(score), f"evidence.{i}") for i in range(len(evidence))]
                new = [
                    item | {"quote": self._text(place, item["quote"])}
                    for place, item in zip(places, evidence, strict=True)
                ]
            if new != evidence:
                self._door.score_evidence(score, new)

    def _score_evidence(
        self, score: int, item: dict[str, Any], offsets: Mapping[str, OffsetMap], experience: Experience
    ) -> dict[str, Any]:
        text, way = experience.fields.get(item["field"], ""), offsets.get(item["field"])
        if way is None:
            return item
        span = _within(way.span(Span(item["start"], item["end"])), Span(0, len(text)))
        if span.of(text) != item["quote"]:
            proved = _proved(Source(text), span, Span(0, len(text)), text)
            if proved is None:
                self._done.weak_scores.append(score)
            span = proved or span
        return item | {"start": span.start, "end": span.end, "quote": span.of(text)}

    def _values(self, value: Any, place: Place) -> Any:
        """Return plain values with every text in them rewritten and every place in a document led over."""
        if isinstance(value, str):
            return value if value.startswith("human:") else self._text(place, value)
        if isinstance(value, list):
            return [self._values(item, _inside(place, i)) for i, item in enumerate(value)]
        if not isinstance(value, dict):
            return value
        known = self._maps.get(value.get("document", "")) if isinstance(value.get("document"), str) else None
        if known is None or not _is_place(value):
            return {key: self._values(item, _inside(place, key)) for key, item in value.items()}
        span = known[0].span(Span(value["start"], value["end"]))
        moved = {"start": span.start, "end": span.end} | ({"quote": span.of(known[1])} if "quote" in value else {})
        rest = {key: self._values(item, _inside(place, key)) for key, item in value.items() if key not in moved}
        return {key: (moved | rest)[key] for key in value}

    def _facts(self) -> None:
        documents = {file["sha256"]: file["document"] for file in self._store.files()}
        for file, facts in self._door.facts():
            new = dict(facts)
            document = documents.get(file)
            found = self._done.places.get(Place("documents", document or "", "text"))
            if "offsets" in facts and document in self._maps and found:
                new["offsets"] = composed(facts["offsets"], found, self._maps[document][0])
            new |= {
                key: self._values(facts[key], Place("files", file, f"facts.{key}")) for key in facts if key != "offsets"
            }
            if new != facts:
                self._door.set_facts(file, new)

    def _replies(self) -> None:
        """Drop the answers that speak of what is replaced; the same question is asked again if it comes up."""
        gone = [
            key
            for key, request, reply in self._door.replies()
            if self._find(Place("replies", key, "request"), request)
            or self._find(Place("replies", key, "reply"), reply)
        ]
        self._door.drop_replies(gone)
        self._done.replies = len(gone)


def _inside(place: Place, key: str | int) -> Place:
    return Place(place.table, place.key, f"{place.path}.{key}" if place.path else str(key))


def _is_place(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("start"), int) and isinstance(value.get("end"), int)
