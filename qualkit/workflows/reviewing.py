"""What people say of suggestions: accepted or rejected, by whom, when and why. Nothing is overwritten."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from qualkit.i18n import _
from qualkit.model import Coding, Decision, Document, Label, Span
from qualkit.model.codings import Verdict
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
    """Return the codings that nobody has decided yet, the surest first."""
    decided = standing(workspace)
    documents = {document.id: document for document in workspace.store.documents()}
    names = code_names(workspace)
    codings = [
        coding
        for coding in workspace.store.codings()
        if coding.id not in decided and (code is None or coding.code == code)
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


def carry_over(workspace: Workspace, run: str) -> int:
    """Carry decisions and labels from the former version of an edited file to the same passages of the present one.

    A passage is the same where its words are, to the letter. Returns how many were carried; what stands on words that
    changed stays with the former version, in the record.
    """
    store = workspace.store
    documents = {document.id: document for document in store.documents()}
    carried = 0
    for former, present in store.replaced_documents():
        before = store.document(former)
        decisions = list(_carried_decisions(workspace, before, documents[present]))
        for decision in decisions:
            store.add_decision(decision)
        carried += len(decisions) + store.add_labels(_carried_labels(workspace, before, documents[present]), run)
    return carried


def _carried_decisions(workspace: Workspace, before: Document, now: Document) -> Iterator[Decision]:
    latest = {decision.coding: decision for decision in workspace.store.decisions()}
    waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for coding in workspace.store.codings(document=now.id):
        if coding.id is not None and coding.id not in latest:
            waiting[_what(coding, now)].append(coding.id)
    for coding in workspace.store.codings(document=before.id):
        decision = latest.get(coding.id or 0)
        same = waiting.get(_what(coding, before), [])
        if decision is not None and same:
            why = _("carried over from the former version of the file: %(why)s") % {"why": decision.why or "–"}
            yield replace(decision, coding=same.pop(0), why=why)


def _what(coding: Coding, document: Document) -> tuple[str, ...]:
    return coding.segment.of(document.text), coding.code, coding.codebook, coding.coder


def _carried_labels(workspace: Workspace, before: Document, now: Document) -> list[Label]:
    labels = []
    for label in workspace.store.labels(document=before.id):
        start = now.text.find(words := label.segment.of(before.text))
        if start >= 0:
            labels.append(replace(label, document=now.id, segment=Span(start, start + len(words))))
    return labels
