"""Agreement between coders, and the codings of the project against the labels of people."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from qualkit.audit.agreement import agreement_summary
from qualkit.audit.codings import CodingAudit, audit_codings, disagreements
from qualkit.audit.ratings import Level, Ratings, read_long_csv
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Coding, Label
from qualkit.workflows.exchanging import check_table, labels_of_file, write_table
from qualkit.workflows.reviewing import present_signatures
from qualkit.workflows.workspace import Workspace


def agreement_of_file(file: Path, *, level: str, categories: Sequence[str] | None = None) -> dict[str, Any]:
    """Return every coefficient for a CSV file in long form (unit, coder, value); undefined ones are ``None``."""
    return agreement_summary(Ratings.from_long(read_long_csv(file), level=cast(Level, level), categories=categories))


def audit_project(workspace: Workspace, *, coder: str = "combined", labels: Path | None = None) -> CodingAudit:
    """Compare the codings of ``coder`` with the labels of people, intervals resampled by session.

    What counts is what the coder said with the codebooks as they are now. Raises ``InputError`` where there are no
    labels, and where the coder has been through no document with them.
    """
    given = _labels(workspace, labels)
    sessions = {d.id: f"{d.territory}/{d.session}" for d in workspace.store.documents() if d.session is not None}
    return audit_codings(given, _codings(workspace, coder), sessions, coder=coder)


def write_disagreements(
    workspace: Workspace, file: Path, *, coder: str, labels: Path | None = None, force: bool = False
) -> int:
    """Write every unit and code on which people and machine differ, with the text, to a table; returns how many.

    Raises ``InputError`` as ``audit_project`` and ``write_table`` do.
    """
    check_table(file, force=force)
    found = disagreements(_labels(workspace, labels), _codings(workspace, coder), coder=coder)
    documents = {document.id: document for document in workspace.store.documents()}
    header = ["code", "human", "machine", "votes", "voters", "document", "start", "end", "text", "quotes"]
    rows = [
        [
            *(d.code, d.human, d.machine, d.votes, d.voters, d.document, d.segment.start, d.segment.end),
            *(d.segment.of(documents[d.document].text), " | ".join(d.quotes)),
        ]
        for d in found
    ]
    write_table(file, header, rows, force=force)
    workspace.note_output(file)
    return len(rows)


def _codings(workspace: Workspace, coder: str) -> list[Coding]:
    """Return what ``coder`` found with the codebooks as they are now. Raises ``InputError`` where it coded nothing."""
    codings = workspace.store.codings()
    signatures = present_signatures(workspace)
    has_coded = _coders(workspace, codings, signatures)
    if coder not in has_coded:
        raise InputError(
            _("“%(coder)s” has coded no document with the codebooks as they are now. These have: %(known)s.")
            % {"coder": coder, "known": ", ".join(has_coded) or _("none")}
        )
    return [c for c in codings if c.coder == coder and c.codebook in signatures and c.polarity == "present"]


def _coders(workspace: Workspace, codings: Sequence[Coding], signatures: frozenset[str]) -> list[str]:
    """Return the coders that have been through a document with one of the codebooks, in alphabetical order."""
    named = {run.parameters.get("coder") for run in workspace.store.runs() if run.command == "code"}
    named |= {coding.coder for coding in codings}
    documents = [document.id for document in workspace.store.documents()]
    return [
        coder
        for coder in sorted(name for name in named if name)
        if any(workspace.store.is_coded(document, book, coder) for document in documents for book in signatures)
    ]


def _labels(workspace: Workspace, file: Path | None) -> list[Label]:
    labels = workspace.store.labels()
    if file is not None:
        labels = labels + [label for label in labels_of_file(workspace, file).labels if label not in labels]
    if not labels:
        raise InputError(_("There are no labels by people yet: bring them in with “qualkit import FILE”."))
    return labels
