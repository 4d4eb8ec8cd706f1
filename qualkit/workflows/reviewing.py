"""What people say of suggestions: accepted or rejected, by whom, when and why. Nothing is overwritten."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qualkit import resources
from qualkit.i18n import _
from qualkit.model import Coding, Decision, Document, Label, Segment, Span, Turn
from qualkit.model.codings import Verdict
from qualkit.storage.store import Store
from qualkit.workflows.instruments import open_codebook
from qualkit.workflows.workspace import Workspace


@dataclass(frozen=True)
class Waiting:
    """A coding that nobody has decided yet, with what a person needs to decide it."""

    coding: Coding
    title: str
    territory: str | None
    context: str
    code_name: str


def standing(workspace: Workspace) -> dict[int, Verdict]:
    """Return what was last decided about each coding."""
    return {decision.coding: decision.verdict for decision in workspace.store.decisions()}


def undecided(workspace: Workspace, *, code: str | None = None, limit: int | None = None) -> list[Waiting]:
    """Return the codings that nobody has decided yet, the surest first, of the codebooks as they are now."""
    signatures = present_signatures(workspace)
    decided = standing(workspace)
    documents = {document.id: document for document in workspace.store.documents()}
    names = code_names(workspace)
    codings = [
        coding
        for coding in workspace.store.codings()
        if coding.codebook in signatures and coding.id not in decided and (code is None or coding.code == code)
    ]
    codings.sort(key=lambda coding: (-coding.confidence, coding.id or 0))
    return [
        Waiting(
            coding,
            documents[coding.document].title,
            documents[coding.document].territory,
            coding.segment.of(documents[coding.document].text),
            names.get(coding.code, coding.code),
        )
        for coding in codings[:limit]
    ]


def present_signatures(workspace: Workspace) -> frozenset[str]:
    """Return ``name@hash`` of each codebook that was used, as it is now: as the settings or its name find it.

    One that was given as a file, and is under its name nowhere, is as it was when it was used last.
    """
    used: dict[str, str] = {}
    for run in workspace.store.runs():
        if run.command == "code":
            used |= {signature.split("@")[0]: signature for signature in run.parameters["codebooks"]}
    shelf = resources.names("codebooks", workspace.folder / "codebooks")
    named = [*(name for name in used if name in shelf), *workspace.settings.coding.codebooks]
    books = [open_codebook(name, workspace.folder) for name in named]
    return frozenset((used | {book.name: f"{book.name}@{book.hash}" for book in books}).values())


def decide(workspace: Workspace, coding: Coding, verdict: Verdict, *, by: str, why: str = "") -> Decision:
    """Append a decision about a coding and return it."""
    if coding.id is None:
        raise ValueError("only a coding that is in the record can be decided")
    decision = Decision(coding.id, verdict, by, dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), why)
    workspace.store.add_decision(decision)
    return decision


def code_names(workspace: Workspace) -> dict[str, str]:
    """Return the name of each code of the codebooks that were used."""
    books = {coding.codebook.split("@")[1] for coding in workspace.store.codings()}
    contents = [workspace.store.instrument(book) for book in sorted(books)]
    return {code["id"]: code["name"] for content in contents if content for code in content["codes"]}


@dataclass(frozen=True)
class CarriedOver:
    """How many decisions and labels went over to the present version of edited files, and how many stayed behind.

    What stayed speaks of words that changed, or of words that cannot be told apart: they stand there another number of
    times now.
    """

    carried: int
    stayed: int


def carry_over(workspace: Workspace, run: str) -> CarriedOver:
    """Carry decisions and labels from the former version of an edited file to the same passages of the present one.

    A passage is the same where the same speaker says the same words, to the letter, within one turn; of several
    identical ones the nth is the nth. What stays behind stays with the former version, in the record.
    """
    plan = _plan(workspace)
    for decision in plan.decisions:
        workspace.store.add_decision(decision)
    new = workspace.store.add_labels(plan.labels, run)
    return CarriedOver(len(plan.decisions) + new, plan.stayed)


def left_behind(workspace: Workspace) -> int:
    """Return how many decisions and labels stay with the former versions of edited files."""
    return _plan(workspace).stayed


@dataclass(frozen=True)
class _Plan:
    """What goes over to present versions, and how many decisions and labels do not."""

    decisions: list[Decision]
    labels: list[Label]
    stayed: int


Key = tuple[object, ...]


def _plan(workspace: Workspace) -> _Plan:
    store = workspace.store
    latest = {decision.coding: (i, decision) for i, decision in enumerate(store.decisions())}
    carried: dict[int, tuple[int, Decision]] = {}
    labels: list[Label] = []
    stayed: set[Key] = set()  # a set: of two former versions both hold what went from one to the other
    for former, present in store.replaced_documents():
        move = _Move(store, former, present)
        targets = {_what(coding): coding.id or 0 for coding in store.codings(document=present)}
        decided = [coding for coding in store.codings(document=former) if coding.id in latest]
        for coding in decided:
            place = move.of(coding.segment)
            target = targets.get(_what(replace(coding, segment=place))) if place else None
            if target is None:
                stayed.add((present, move.name(coding.segment), *_what(coding)[1:]))
            elif target not in latest:  # what somebody decided of the present one stands
                found = latest[coding.id or 0]
                carried[target] = max(carried.get(target, found), found, key=lambda numbered: numbered[0])
        placed = [(label, move.of(label.segment)) for label in store.labels(document=former)]
        labels += [replace(label, document=present, segment=place) for label, place in placed if place]
        stayed |= {(present, move.name(label.segment), label.code, label.coder) for label, at in placed if not at}
    return _Plan([_carried(decision, target) for target, (_i, decision) in carried.items()], labels, len(stayed))


def _what(coding: Coding) -> Key:
    return coding.segment, coding.code, coding.codebook, coding.coder


def _carried(decision: Decision, coding: int) -> Decision:
    why = _("carried over from the former version of the file: %(why)s") % {"why": decision.why or "–"}
    return replace(decision, coding=coding, why=why)


class _Passages:
    """The passages of a document by what they are (segment, turn, words of a turn), who says them and what is said."""

    def __init__(self, document: Document, segments: Sequence[Segment]) -> None:
        self._document = document
        self._places: dict[Key, list[Span]] = defaultdict(list)
        self._names: dict[Span, Key] = {}
        for turn in document.turns:
            self._add("turn", turn, turn.span)
        for segment in segments:  # after the turns: a turn of one segment is known as its segment
            self._add("segment", document.turns[segment.turn], segment.span)

    def _add(self, kind: str, turn: Turn, span: Span) -> None:
        name = (kind, turn.speaker, span.of(self._document.text))
        self._places[name].append(span)
        self._names[span] = name

    def name(self, span: Span) -> Key | None:
        """Return the name of the passage at ``span``; ``None`` where it runs over the border of a turn."""
        if span in self._names:
            return self._names[span]
        turn = next((turn for turn in self._document.turns if turn.span.holds(span)), None)
        return ("words", turn.speaker, span.of(self._document.text)) if turn else None

    def places(self, name: Key) -> list[Span]:
        """Return where the passages of that name stand, first to last."""
        kind, speaker, words = name
        if kind != "words":
            return self._places.get(name, [])
        turns = (turn for turn in self._document.turns if turn.speaker == speaker)
        return [span for turn in turns for span in self._said(turn, str(words))]

    def _said(self, turn: Turn, words: str) -> Iterator[Span]:
        at = self._document.text.find(words, turn.span.start, turn.span.end)
        while at >= 0:
            yield Span(at, at + len(words))
            at = self._document.text.find(words, at + 1, turn.span.end)


class _Move:
    """Leads from the passages of the former version of a file to the same ones of the present version."""

    def __init__(self, store: Store, former: str, present: str) -> None:
        self._before = _Passages(store.document(former), store.segments(former))
        self._now = _Passages(store.document(present), store.segments(present))

    def of(self, span: Span) -> Span | None:
        """Return where the passage stands now; ``None`` where it changed or cannot be told from another one."""
        name = self._before.name(span)
        if name is None:
            return None
        before, now = self._before.places(name), self._now.places(name)
        return now[before.index(span)] if len(before) == len(now) else None

    def name(self, span: Span) -> Key:
        """Return what tells the passage at ``span`` from the other ones of the former version."""
        name = self._before.name(span)
        return (span,) if name is None else (*name, self._before.places(name).index(span))
