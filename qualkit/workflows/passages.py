"""The segments of a project with who says them and where: all of them, or those that a person asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Document, Segment, Turn
from qualkit.workflows.workspace import Workspace

Role = Literal["facilitator", "participant"]
Standing = Literal["accepted", "suggested"]


@dataclass(frozen=True)
class Where:
    """Which segments are asked for; ``None`` leaves a question open.

    ``territory`` may be spelled as people spell it, ``document`` is an id or a title, ``code`` the id of a code or of
    the family above it.
    """

    territory: str | None = None
    session: int | None = None
    role: Role | None = None
    code: str | None = None
    document: str | None = None


@dataclass(frozen=True)
class Passage:
    """A segment in its document. ``standing`` says whether the code that was asked for is accepted or suggested."""

    document: Document
    segment: Segment
    standing: Standing | None = None

    @property
    def key(self) -> str:
        """``DOCUMENT-POSITION``."""
        return f"{self.document.id}-{self.segment.index}"

    @property
    def text(self) -> str:
        """What the segment says, as it is frozen."""
        return self.segment.span.of(self.document.text)

    @property
    def turn(self) -> Turn:
        """The turn that the segment is part of."""
        return self.document.turns[self.segment.turn]

    @property
    def role(self) -> Role:
        """What the one who speaks does in the session."""
        return "facilitator" if self.turn.facilitator else "participant"


def all_passages(workspace: Workspace) -> list[Passage]:
    """Return every segment of the project in order. Raises ``InputError`` where there is none."""
    store = workspace.store
    found = [Passage(document, segment) for document in store.documents() for segment in store.segments(document.id)]
    if not found:
        raise InputError(_("There is nothing to search yet: ingest transcripts first."))
    return found


def passages_at(workspace: Workspace, passages: Iterable[Passage], where: Where) -> list[Passage]:
    """Return those of ``passages`` that ``where`` asks for; none where the questions together leave none.

    Raises ``InputError`` that lists what there is where the project knows no such territory, session, document or
    code.
    """
    kept = list(passages)
    if where.territory is not None:
        kept = _of_territory(workspace, kept, where.territory)
    if where.session is not None:
        known = {p.document.session: str(p.document.session) for p in passages if p.document.session is not None}
        _check(
            where.session in known,
            _("The project has no session “%(name)s”. There are: %(known)s."),
            str(where.session),
            known.values(),
        )
        kept = [p for p in kept if p.document.session == where.session]
    if where.document is not None:
        kept = _of_document(passages, kept, where.document)
    if where.role is not None:
        kept = [p for p in kept if p.role == where.role]
    return kept if where.code is None else list(_with_code(workspace, kept, where.code))


def _of_territory(workspace: Workspace, passages: list[Passage], name: str) -> list[Passage]:
    from qualkit.reading.territories import Territories

    known = {passage.document.territory: None for passage in passages if passage.document.territory is not None}
    spellings = Territories({**dict.fromkeys(known, ()), **workspace.settings.territories})
    territory = spellings.canonical(name)
    _check(territory in known, _("The project has no territory “%(name)s”. There are: %(known)s."), name, known)
    return [passage for passage in passages if passage.document.territory == territory]


def _of_document(passages: Iterable[Passage], kept: list[Passage], name: str) -> list[Passage]:
    from qualkit.reading.spelling import bare

    titles = {passage.document.id: passage.document.title for passage in passages}
    wanted = {id_ for id_, title in titles.items() if id_ == name or (bare(name) and bare(title) == bare(name))}
    _check(
        bool(wanted),
        _("The project has no document “%(name)s”. There are: %(known)s."),
        name,
        dict.fromkeys(titles.values()),
    )
    return [passage for passage in kept if passage.document.id in wanted]


def _with_code(workspace: Workspace, passages: list[Passage], code: str) -> Iterator[Passage]:
    """Yield the passages that carry ``code`` or one below it, each with how the code stands there."""
    family = _family(workspace, code)
    standings = _standings(workspace, family)
    for passage in passages:
        span = passage.segment.span
        found = {
            standing
            for start, end, standing in standings.get(passage.document.id, ())
            if start < span.end and span.start < end
        }
        if found:
            yield Passage(
                passage.document, passage.segment, standing="accepted" if "accepted" in found else "suggested"
            )


def _family(workspace: Workspace, code: str) -> frozenset[str]:
    """Return ``code`` and the codes below it. Raises ``InputError`` where neither books nor codings have it."""
    from qualkit.workflows.instruments import open_codebook

    used = {coding.code for coding in workspace.store.codings()}
    books = [open_codebook(name, workspace.folder) for name in workspace.settings.coding.codebooks]
    inside = {below.id for book in books if code in book.by_id for below in book.family(code)}
    if code in used:
        inside.add(code)
    _check(
        bool(inside),
        _("The project has no code “%(name)s”. There are: %(known)s."),
        code,
        sorted(used) or [known.id for book in books for known in book.codes],
    )
    return frozenset(inside)


def _standings(workspace: Workspace, codes: frozenset[str]) -> dict[str, list[tuple[int, int, Standing]]]:
    """Return, by document, where one of ``codes`` stands and how: what people rejected or changed away is left out."""
    from qualkit.workflows.reviewing import present_signatures

    books = present_signatures(workspace)
    latest = {decision.coding: decision for decision in workspace.store.decisions()}
    found: dict[str, list[tuple[int, int, Standing]]] = {}
    for coding in workspace.store.codings():
        decision = latest.get(coding.id or 0)
        if decision is not None and decision.verdict == "rejected":
            continue
        code = decision.code if decision is not None and decision.code else coding.code
        if code in codes and coding.polarity == "present" and (decision is not None or coding.codebook in books):
            standing: Standing = "suggested" if decision is None else "accepted"
            found.setdefault(coding.document, []).append((coding.segment.start, coding.segment.end, standing))
    return found


_MOST_LISTED = 60


def _check(holds: bool, sentence: str, name: str, known: Iterable[object]) -> None:
    """Raise ``InputError`` with ``sentence``, which lists what is known, unless ``holds``."""
    if holds:
        return
    names = sorted(map(str, known), key=lambda text: (len(text) if text.isdigit() else 0, text))
    shown = [*names[:_MOST_LISTED], *(["…"] if len(names) > _MOST_LISTED else [])]
    raise InputError(sentence % {"name": name, "known": ", ".join(shown) or "–"})
