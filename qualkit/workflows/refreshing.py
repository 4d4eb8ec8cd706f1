"""A file whose content is there already: its place and its facilitators are brought up to date, its text never."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from qualkit.i18n import _
from qualkit.reading.territories import Case
from qualkit.reading.transcripts import read_transcript
from qualkit.workflows.incoming import FileResult, shown
from qualkit.workflows.workspace import Workspace


def refreshed(workspace: Workspace, file: Path, known: Mapping[str, Any], case: Case) -> FileResult:
    """Return the result of a file whose content is ``known``, once what is said of it by now is kept."""
    return _with_facilitators(workspace, file, _with_case(workspace, unchanged(file, known), case))


def unchanged(file: Path, known: Mapping[str, Any]) -> FileResult:
    """Return the result of a file that is there already, as the record has it."""
    counts = (known["turns"], known["segments"], known["words"])
    place = (known.get("territory"), known.get("session"))
    rows, refused = known.get("rows", 0), known.get("refused", 0)
    return FileResult(
        shown(file), known["document"], known["kind"], *counts, "unchanged", None, *place, rows=rows, refused=refused
    )


def _with_case(workspace: Workspace, result: FileResult, case: Case) -> FileResult:
    """Return the result of a file that is there already, once its document has the place that is now given to it.

    What folders and file names tell fills a gap; only an option or a manifest changes what is known.
    """
    if result.document is None:
        return result
    document = workspace.store.document(result.document)
    said = {"territory": _("territory"), "session": _("session"), "date": _("date")}
    own = {name: getattr(document, name) for name in said}
    new = {name: getattr(case, name) for name in said if _prevails(name, own[name], case)}
    changed = {name: value for name, value in new.items() if value != own[name]}
    if not changed:
        return result
    workspace.store.set_case(document.id, **{**own, **changed})
    parts = [
        _("%(what)s: %(new)s (before: %(old)s)") % {"what": said[name], "new": value, "old": own[name] or "–"}
        for name, value in changed.items()
    ]
    sentence = _("The text was there already; its place was brought up to date: %(changes)s.")
    place = {name: changed.get(name, getattr(result, name)) for name in ("territory", "session")}
    return replace(result, warnings=(*result.warnings, sentence % {"changes": "; ".join(parts)}), **place)


def _with_facilitators(workspace: Workspace, file: Path, result: FileResult) -> FileResult:
    """Return the result once the turns of the facilitators that the settings name by now are marked as theirs."""
    named = workspace.settings.reading.facilitators
    if result.document is None or not named:
        return result
    before = [turn.facilitator for turn in workspace.store.document(result.document).turns]
    now = [turn.facilitator for turn in read_transcript(file, facilitators=named).turns]
    if len(now) != len(before) or now == before:
        return result
    workspace.store.set_facilitators(result.document, now)
    changed = sum(one != other for one, other in zip(before, now, strict=True))
    said = _(
        "The text was there already; %(n)d turns changed sides between facilitators and the others,"
        " as the settings say."
    )
    return replace(result, warnings=(*result.warnings, said % {"n": changed}))


def _prevails(name: str, own: object, case: Case) -> bool:
    return getattr(case, name) is not None and (own is None or case.origins.get(name) in ("manifest", "option"))
