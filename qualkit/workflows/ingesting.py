"""Files become documents, experiences, surveys and attendance, pseudonymised; a bad one becomes a recorded rejection.

Everybody who is named in the files is learnt before the first file is frozen (``learning``), then each file is frozen
in one transaction (``keeping``). Files are read anew for each of these, so that memory does not grow with their
number; a kill loses at most one file.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from qualkit.errors import ProjectError, QualkitError
from qualkit.i18n import _
from qualkit.normal import normalise
from qualkit.reading.decoding import fingerprint
from qualkit.reading.territories import Case, Territories, case_of, read_manifest
from qualkit.workflows.folders import files_under
from qualkit.workflows.hiding import Tables
from qualkit.workflows.incoming import TALK, FileResult, Given, Incoming, Refused, cleaned_identity, content_of
from qualkit.workflows.keeping import Keeping, place_of
from qualkit.workflows.kept_names import NAMES_KEPT
from qualkit.workflows.keys import has_key, holding_key, load_key
from qualkit.workflows.learning import Learnt, learn_people, learn_schools
from qualkit.workflows.refreshing import refreshed
from qualkit.workflows.table_files import kind_of_file, mapping_changed
from qualkit.workflows.workspace import Track, Workspace, silently

__all__ = ["FileResult", "Given", "ingest"]


def ingest(
    workspace: Workspace, paths: Iterable[Path], *, given: Given | None = None, track: Track = silently
) -> list[FileResult]:
    """Read files and folders into the project. One bad file never stops the others; returns one result per file.

    Raises ``InputError`` where a path does not exist, and for a manifest that cannot be read; ``ProjectError`` where
    another process is reading files into the project.
    """
    given = given or Given()
    territories = Territories(workspace.settings.territories)
    manifest = read_manifest(given.manifest, territories=territories) if given.manifest else {}
    _check_key(workspace)
    files = list(files_under(paths, given.manifest, workspace))
    parameters = {"files": len(files), "territory": given.territory, "session": given.session, "date": given.date}
    if given.scan is not None:
        parameters["scan"] = given.scan
    with holding_key(workspace.key_file), workspace.run("ingest", parameters) as run:
        batch = _Batch(workspace, given, territories, manifest, run.id)
        arrived = [batch.arrived(*file) for file in track(files, len(files), _("Looking through the files"))]
        return batch.kept(arrived, track)


def _check_key(workspace: Workspace) -> None:
    """Raise ``ProjectError`` where the key is gone: new files would get pseudonyms that stand for others already."""
    if not has_key(workspace.key_file) and any(file["status"] == "ingested" for file in workspace.store.files()):
        raise ProjectError(
            _("The key of the pseudonyms, %(file)s, cannot be read. Bring it back from a copy.")
            % {"file": workspace.key_file}
        )


_NOTED_AFTER = 25
"""After so many files it is noted whose names are learnt: whoever stops here begins there."""


class _Batch:
    """The files that were named together, on their way into the record."""

    def __init__(
        self, workspace: Workspace, given: Given, territories: Territories, manifest: Mapping[str, Case], run: str
    ) -> None:
        self._workspace = workspace
        self._given = given
        self._territories = territories
        self._case = partial(
            case_of,
            territories=territories,
            manifest=manifest,
            territory=given.territory,
            session=given.session,
            date=given.date,
        )
        self._pseudonyms = load_key(workspace.key_file)
        self._pseudonyms.dates = workspace.settings.reading.dates
        self._learnt = Learnt(workspace, self._pseudonyms)
        self._keeping = Keeping(workspace, self._pseudonyms, territories, run, keep_names=given.keep_names)

    def arrived(self, file: Path, root: Path | None) -> Incoming | Refused | FileResult:
        """Return what a file is; one whose content is there already is brought up to date, and that is its result."""
        case = self._case(_composed(file), root=root and _composed(root))
        try:
            own = fingerprint(file)
            known = self._known(own, case)
            again = known is not None and mapping_changed(self._workspace.folder, known)
            if known and not again:
                return self._there_already(file, known, case)
            kind = kind_of_file(file, self._workspace.folder, override=self._given.kind or case.kind)
            item = Incoming(file, own, kind, case, again=again)
            if self._scan(case) and not item.is_table:
                item = replace(item, sha256=cleaned_identity(own), scan=True)
            if item.is_table and item not in self._learnt and not self._given.keep_names:
                content = content_of(self._workspace, file, item.kind, self._territories)
                if isinstance(content, Tables):
                    learn_schools(content, self._pseudonyms)
            return item
        except QualkitError as error:
            return Refused(file, str(error), case.kind)

    def _scan(self, case: Case) -> bool | None:
        """Return whether the clean-up of scanned text is asked for a file; ``None`` where nobody says."""
        said = (self._given.scan, case.scan, self._workspace.settings.reading.scan or None)
        return next((each for each in said if each is not None), None)

    def _known(self, own: str, case: Case) -> dict[str, Any] | None:
        """Return the record of a file that is there already: cleaned up, or as it was read where that is not asked."""
        scan = self._scan(case)
        identities = [own] if scan is False else [cleaned_identity(own), *([] if scan else [own])]
        found = (self._workspace.store.file(each) for each in identities)
        if scan and (table := self._workspace.store.file(own)) and table["kind"] not in TALK:
            return table if table["status"] == "ingested" else None
        return next((known for known in found if known is not None and known["status"] == "ingested"), None)

    def _there_already(self, file: Path, known: Mapping[str, Any], case: Case) -> FileResult:
        """Return the result of a file whose content is known; names that were kept in it go, unless asked for anew.

        One that was renamed or moved is the same file: its next version takes its place.
        """
        if place_of(file) != known["path"] and not Path(known["path"]).exists():
            self._workspace.store.move_file(known["path"], place_of(file))
        if known.get(NAMES_KEPT) and not self._given.keep_names:
            from qualkit.workflows.renaming import hide_files

            hide_files(self._workspace, self._pseudonyms, [known["sha256"]])
            said = _("The text was there already, with its names: they are hidden now.")
            known = self._workspace.store.file(known["sha256"]) or known
            result = refreshed(self._workspace, file, known, case)
            return replace(result, warnings=(*result.warnings, said))
        result = refreshed(self._workspace, file, known, case)
        if self._given.keep_names and not known.get(NAMES_KEPT):
            said = _("The text was there already, with pseudonyms: --keep-names changes nothing of it.")
            result = replace(result, warnings=(*result.warnings, said))
        return result

    def kept(self, arrived: list[Incoming | Refused | FileResult], track: Track) -> list[FileResult]:
        """Learn from all files, then keep one after the other; returns one result per file."""
        items, results = list(arrived), list[FileResult]()
        for step in track(range(2 * len(items)), 2 * len(items), _("Ingesting")):
            if step <= len(items) and (step % _NOTED_AFTER == 0 or step == len(items)):
                self._learnt.add([i for i in items[max(0, step - _NOTED_AFTER) : step] if isinstance(i, Incoming)])
            if step < len(items):
                items[step] = self._learnt_from(items[step])
                continue
            item = items[step - len(items)]
            results.append(item if isinstance(item, FileResult) else self._keeping.keep(item))
        self._learnt.forget([item for item in arrived if isinstance(item, Incoming)])
        return results

    def _learnt_from(self, item: Incoming | Refused | FileResult) -> Incoming | Refused | FileResult:
        """Learn who is named in a file; returns it, or why it cannot be read."""
        if isinstance(item, Incoming) and item not in self._learnt and not self._given.keep_names:
            try:
                content = content_of(self._workspace, item.path, item.kind, self._territories, scan=item.scan)
            except QualkitError as error:
                return Refused(item.path, str(error), item.case.kind)
            learn_people(content, self._pseudonyms, self._territories)
        return item


def _composed(path: Path) -> Path:
    """Return a path as it reads: some systems keep the accents of file names apart from their letters."""
    return Path(normalise(str(path)))
