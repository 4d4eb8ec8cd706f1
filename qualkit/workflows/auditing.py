"""Agreement between coders, and the codings of the project against the labels of people."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from qualkit.audit.agreement import agreement_summary
from qualkit.audit.codings import CodingAudit, audit_codings, disagreements
from qualkit.audit.ratings import Level, Ratings, read_long_csv
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Coding, Label
from qualkit.workflows.exchanging import labels_of_file
from qualkit.workflows.outputs import check_place
from qualkit.workflows.workspace import Workspace


def agreement_of_file(file: Path, *, level: str, categories: Sequence[str] | None = None) -> dict[str, Any]:
    """Return every coefficient for a CSV file in long form (unit, coder, value); undefined ones are ``None``."""
    return agreement_summary(Ratings.from_long(read_long_csv(file), level=cast(Level, level), categories=categories))


def audit_project(workspace: Workspace, *, coder: str = "combined", labels: Path | None = None) -> CodingAudit:
    """Compare the codings of ``coder`` with the labels of people, intervals resampled by session.

    Raises ``InputError`` where there are no labels.
    """
    given = _labels(workspace, labels)
    sessions = {d.id: f"{d.territory}/{d.session}" for d in workspace.store.documents() if d.session is not None}
    return audit_codings(given, _codings(workspace), sessions, coder=coder)


def write_disagreements(workspace: Workspace, file: Path, *, coder: str, labels: Path | None = None) -> int:
    """Write every unit and code on which people and machine differ, with the text, to a CSV file; returns how many."""
    check_place(file)
    found = disagreements(_labels(workspace, labels), _codings(workspace), coder=coder)
    documents = {document.id: document for document in workspace.store.documents()}
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["code", "human", "machine", "votes", "voters", "document", "start", "end", "text", "quotes"])
        for d in found:
            place = [d.document, d.segment.start, d.segment.end, d.segment.of(documents[d.document].text)]
            writer.writerow([d.code, d.human, d.machine, d.votes, d.voters, *place, " | ".join(d.quotes)])
    return len(found)


def _codings(workspace: Workspace) -> list[Coding]:
    return [coding for coding in workspace.store.codings() if coding.polarity == "present"]


def _labels(workspace: Workspace, file: Path | None) -> list[Label]:
    labels = workspace.store.labels()
    if file is not None:
        labels = labels + [label for label in labels_of_file(workspace, file).labels if label not in labels]
    if not labels:
        raise InputError(_("There are no labels by people yet: bring them in with “qualkit import FILE”."))
    return labels
