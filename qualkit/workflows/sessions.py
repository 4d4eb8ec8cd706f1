"""A session at a glance: its phases, who took part and what seems to be agreed; all proposed, each with evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualkit.concepts.agreements import ProposedAgreement, agreements
from qualkit.concepts.participation import SpeakerShare, speaker_shares
from qualkit.concepts.phases import Phase, phases
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.words import fold
from qualkit.model import Document
from qualkit.workflows.workspace import Workspace

Case = tuple[str | None, int | None]
"""Territory and number of a session."""


@dataclass(frozen=True)
class SessionDocument:
    """One document of a session, with the phases that are proposed for it (none for a chat)."""

    document: str
    title: str
    kind: str
    turns: int
    phases: tuple[Phase, ...]


@dataclass(frozen=True)
class SessionView:
    """What a session looks like. Documents without territory or number stand alone, each a session of its own."""

    territory: str | None
    session: int | None
    date: str | None
    documents: tuple[SessionDocument, ...]
    participation: tuple[SpeakerShare, ...]
    agreements: tuple[ProposedAgreement, ...]


def session_views(
    workspace: Workspace, *, territory: str | None = None, session: int | None = None, document: str | None = None
) -> list[SessionView]:
    """Return the sessions of the project, or those that are asked for.

    Raises ``InputError`` where there are none of that kind.
    """
    views = [
        _view(workspace, documents)
        for documents in _sessions(workspace.store.documents())
        if _is_asked_for(documents, territory, session, document)
    ]
    if not views:
        raise InputError(_("There is no such session in the project: “qualkit status” says what there is."))
    return views


def _is_asked_for(
    documents: Sequence[Document], territory: str | None, session: int | None, document: str | None
) -> bool:
    first = documents[0]
    in_place = territory is None or fold(" ".join(territory.split())) in fold(first.territory or "")
    return (
        in_place
        and (session is None or first.session == session)
        and (document is None or any(d.id.startswith(document) for d in documents))
    )


def _sessions(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """Yield the documents that belong together: a transcript and the chat of the same session, by place and number."""
    held: dict[tuple[Case, str], list[Document]] = {}
    for document in documents:
        alone = "" if document.territory and document.session is not None else document.id
        held.setdefault(((document.territory, document.session), alone), []).append(document)
    yield from held.values()


def _view(workspace: Workspace, documents: Sequence[Document]) -> SessionView:
    segments = {document.id: workspace.store.segments(document.id) for document in documents}
    first = documents[0]
    return SessionView(
        territory=first.territory,
        session=first.session,
        date=next((document.date for document in documents if document.date), None),
        documents=tuple(
            SessionDocument(d.id, d.title, d.kind, len(d.turns), phases(d, segments[d.id])) for d in documents
        ),
        participation=speaker_shares(documents),
        agreements=tuple(found for d in documents for found in agreements(d, segments[d.id])),
    )


def clock(seconds: float | None) -> str | None:
    """Return seconds since the recording began as ``h:mm:ss``; ``None`` where there is no time."""
    if seconds is None:
        return None
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
