"""What people say of suggestions: accepted or rejected, by whom, when and why. Nothing is overwritten."""

from dataclasses import dataclass

from qualkit import resources
from qualkit.model import Coding, Decision
from qualkit.model.codings import Verdict
from qualkit.workflows.instruments import open_codebook
from qualkit.workflows.workspace import Workspace, now


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
    decision = Decision(coding.id, verdict, by, now(), why)
    workspace.store.add_decision(decision)
    return decision


def code_names(workspace: Workspace) -> dict[str, str]:
    """Return the name of each code of the codebooks that were used."""
    books = {coding.codebook.split("@")[1] for coding in workspace.store.codings()}
    contents = [workspace.store.instrument(book) for book in sorted(books)]
    return {code["id"]: code["name"] for content in contents if content for code in content["codes"]}
