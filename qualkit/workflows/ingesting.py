"""Files become documents, experiences, surveys and attendance, pseudonymised; a bad one becomes a recorded rejection.

Two passes: the first reads every file and learns the names that must be hidden, so that a person named in one file and
speaking in another gets one pseudonym; the second freezes each file in one transaction. A kill loses at most one file.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from qualkit.errors import InputError, ProjectError, QualkitError
from qualkit.evidence import count_words
from qualkit.i18n import _
from qualkit.language.segments import segment
from qualkit.model import Document, Segment
from qualkit.normal import normalise
from qualkit.reading.kinds import detect_kind
from qualkit.reading.pseudonyms import OffsetMap, Pseudonyms
from qualkit.reading.territories import Case, Territories, case_of, read_manifest
from qualkit.reading.transcripts import ReadFile, read_transcript
from qualkit.settings import FILE_NAME
from qualkit.workflows.hiding import Tables, hidden_tables, hidden_title, hidden_transcript, learn_names, read_tables_of
from qualkit.workflows.keys import load_key, save_key
from qualkit.workflows.workspace import REPORTS, Track, Workspace, silently


@dataclass(frozen=True)
class Given:
    """What the person who ingests says of the files; it goes before what folders and names tell."""

    territory: str | None = None
    session: int | None = None
    date: str | None = None
    kind: str | None = None
    manifest: Path | None = None


@dataclass(frozen=True)
class FileResult:
    """What became of one file: ``ingested``, ``unchanged`` (its content was there already) or ``rejected``.

    ``rows`` are those of a table that were kept, ``refused`` those that were not: their experience is there already
    with another text. ``words`` counts what was kept.
    """

    path: str
    document: str | None
    kind: str | None
    turns: int
    segments: int
    words: int
    status: str
    reason: str | None = None
    territory: str | None = None
    session: int | None = None
    warnings: tuple[str, ...] = field(default=())
    rows: int = 0
    refused: int = 0


@dataclass(frozen=True)
class _Incoming:
    """A file that was read and waits to be hidden and kept."""

    path: Path
    sha256: str
    kind: str
    case: Case
    content: ReadFile | Tables


def ingest(
    workspace: Workspace, paths: Iterable[Path], *, given: Given | None = None, track: Track = silently
) -> list[FileResult]:
    """Read files and folders into the project. One bad file never stops the others; returns one result per file.

    Raises ``InputError`` where a path does not exist, and for a manifest that cannot be read.
    """
    given = given or Given()
    territories = Territories(workspace.settings.territories)
    manifest = read_manifest(given.manifest, territories=territories) if given.manifest else {}
    _check_key(workspace)
    files = list(_files_under(paths, given.manifest, workspace))
    parameters = {"files": len(files), "territory": given.territory, "session": given.session, "date": given.date}
    with workspace.run("ingest", parameters) as run:
        case = partial(
            case_of,
            territories=territories,
            manifest=manifest,
            territory=given.territory,
            session=given.session,
            date=given.date,
        )
        read = [
            _read(workspace, file, case(_composed(file), root=root and _composed(root)), given, territories)
            for file, root in track(files, len(files), _("Reading"))
        ]
        pseudonyms = load_key(workspace.key_file)
        learn_names([item.content for item in read if isinstance(item, _Incoming)], pseudonyms, territories)
        save_key(workspace.key_file, pseudonyms)
        keeping = _Keeping(workspace, pseudonyms, territories, run.id)
        return [keeping.keep(item) for item in track(read, len(read), _("Keeping"))]


def _composed(path: Path) -> Path:
    """Return a path as it reads: some systems keep the accents of file names apart from their letters."""
    return Path(normalise(str(path)))


def _check_key(workspace: Workspace) -> None:
    """Raise ``ProjectError`` where the key is gone: new files would get pseudonyms that stand for others already."""
    if not workspace.key_file.exists() and any(file["status"] == "ingested" for file in workspace.store.files()):
        raise ProjectError(
            _("The key of the pseudonyms, %(file)s, cannot be read. Bring it back from a copy.")
            % {"file": workspace.key_file}
        )


def _files_under(
    paths: Iterable[Path], manifest: Path | None, workspace: Workspace
) -> Iterator[tuple[Path, Path | None]]:
    """Yield each file once with the folder that was named, in alphabetical order.

    Hidden files are left out, and what qualkit itself wrote or reads in the project's folder.
    """
    seen: set[Path] = {manifest.resolve()} if manifest else set()
    for path in paths:
        if not path.exists():
            raise InputError(_("There is no file or folder %(path)s.") % {"path": path})
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            hidden = any(part.startswith((".", "~$")) for part in file.relative_to(path).parts)
            own = path.is_dir() and _is_own(file, workspace)
            if file.is_file() and not hidden and not own and file.resolve() not in seen:
                seen.add(file.resolve())
                yield file, path if path.is_dir() else None


def _is_own(file: Path, workspace: Workspace) -> bool:
    folder, place = workspace.folder.resolve(), file.resolve()
    if not place.is_relative_to(folder):
        return False
    return place.relative_to(folder).parts[0] in (FILE_NAME, REPORTS, "codebooks", "rubrics")


def _read(
    workspace: Workspace, file: Path, case: Case, given: Given, territories: Territories
) -> "_Incoming | FileResult":
    try:
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        return _rejected(file, _("The file cannot be opened: %(why)s") % {"why": error.strerror}, None)
    known = workspace.store.file(sha256)
    if known is not None and known["status"] == "ingested":
        return _with_facilitators(workspace, file, _with_case(workspace, _unchanged(file, known), case))
    try:
        kind = detect_kind(file, override=given.kind or case.kind)
        return _Incoming(file, sha256, kind, case, _content(workspace, file, kind, territories))
    except QualkitError as error:
        return _rejected(file, str(error), case.kind)


def _unchanged(file: Path, known: Mapping[str, Any]) -> FileResult:
    counts = (known["turns"], known["segments"], known["words"])
    place = (known.get("territory"), known.get("session"))
    rows, refused = known.get("rows", 0), known.get("refused", 0)
    return FileResult(
        str(file), known["document"], known["kind"], *counts, "unchanged", None, *place, rows=rows, refused=refused
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


def _content(workspace: Workspace, file: Path, kind: str, territories: Territories) -> "ReadFile | Tables":
    if kind in ("transcript", "chat"):
        return read_transcript(file, facilitators=workspace.settings.reading.facilitators)
    return read_tables_of(file, kind, territories)


def _rejected(file: Path, reason: str, kind: str | None) -> FileResult:
    return FileResult(str(file), None, kind, 0, 0, 0, "rejected", reason)


class _Keeping:
    """Hides what was read and keeps it, file by file; the key is on disk before anything that was hidden with it."""

    def __init__(self, workspace: Workspace, pseudonyms: Pseudonyms, territories: Territories, run: str) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._pseudonyms = pseudonyms
        self._territories = territories
        self._run = run

    def keep(self, item: _Incoming | FileResult) -> FileResult:
        """Keep a file, or record that it was rejected; returns what became of it."""
        if isinstance(item, FileResult):
            if item.status == "rejected":
                self._record_rejection(item)
            return item
        known = self._store.file(item.sha256)
        if known is not None and known["status"] == "ingested":  # the same content under a name before this one
            return _unchanged(item.path, known)
        is_edited = self._store.file_at(str(item.path.resolve())) is not None
        if isinstance(item.content, ReadFile):
            result = self._keep_transcript(item, item.content)
        else:
            result = self._keep_tables(item, item.content)
        if not is_edited:
            return result
        said = _(
            "This is an edited version. “qualkit code” carries over what people said of passages that did not change."
        )
        return replace(result, warnings=(*result.warnings, said))

    def _record_rejection(self, result: FileResult) -> None:
        try:
            sha256 = hashlib.sha256(Path(result.path).read_bytes()).hexdigest()
        except OSError:  # it cannot be opened at all, which is the reason that is recorded; the path stands for it
            sha256 = f"path:{result.path}"
        self._store.add_file(
            sha256=sha256,
            path=str(Path(result.path).resolve()),
            kind=result.kind or "",
            run=self._run,
            status="rejected",
            reason=result.reason,
            facts={"turns": 0, "segments": 0, "words": 0},
        )

    def _keep_transcript(self, item: _Incoming, content: ReadFile) -> FileResult:
        result_of_hiding = hidden_transcript(content, self._pseudonyms, self._territories)
        hidden = result_of_hiding.read
        nameless = _("document %(id)s") % {"id": item.sha256[:6]}
        stem, own = item.path.stem, item.case.territory
        document = Document(
            id=item.sha256[:12],
            title=hidden_title(stem, self._pseudonyms, self._territories, own=own, nameless=nameless),
            kind=item.kind,
            text=hidden.text,
            turns=hidden.turns,
            territory=item.case.territory,
            session=item.case.session,
            date=item.case.date,
        )
        segments = list(segments_of(document))
        result = FileResult(
            path=str(item.path),
            document=document.id,
            kind=item.kind,
            turns=len(document.turns),
            segments=len(segments),
            words=sum(count_words(document.text_of(turn)) for turn in document.turns),
            status="ingested",
            territory=document.territory,
            session=document.session,
            warnings=content.warnings,
        )
        save_key(self._workspace.key_file, self._pseudonyms)
        with self._store.transaction():
            self._add_file(item, result, offsets=_rows_of(result_of_hiding.offsets))
            self._store.add_document(document, segments, item.sha256)
        return result

    def _keep_tables(self, item: _Incoming, content: Tables) -> FileResult:
        hidden = hidden_tables(content, self._pseudonyms, self._territories)
        result = FileResult(str(item.path), None, item.kind, 0, 0, hidden.words, "ingested", warnings=hidden.warnings)
        save_key(self._workspace.key_file, self._pseudonyms)
        with self._store.transaction():
            self._add_file(item, result)
            refused = self._store.add_experiences(hidden.experiences, item.sha256)
            if hidden.survey is not None:
                self._store.add_survey(hidden.survey, item.sha256)
            if hidden.attendance:
                self._store.add_attendance(hidden.attendance, item.sha256)
            if hidden.members:
                self._store.add_members(hidden.members, item.sha256)
            result = _told(result, hidden, refused)
            facts = {name: getattr(result, name) for name in ("words", "rows", "refused")}
            self._store.add_facts(item.sha256, facts | {"warnings": list(result.warnings)})
        return result

    def _add_file(self, item: _Incoming, result: FileResult, **more: object) -> None:
        facts = {name: getattr(result, name) for name in ("turns", "segments", "words", "territory", "session")}
        self._store.add_file(
            sha256=item.sha256,
            path=str(item.path.resolve()),
            kind=item.kind,
            run=self._run,
            document=result.document,
            facts={**facts, **more, "warnings": list(result.warnings)},
        )


def _rows_of(offsets: OffsetMap) -> list[list[int]]:
    """Return [start, end, new_start, new_end] of each stretch that was replaced, first to last."""
    columns = (offsets.starts, offsets.ends, offsets.new_starts, offsets.new_ends)
    return [list(row) for row in zip(*columns, strict=True)]


def _told(result: FileResult, hidden: Tables, refused: Sequence[str]) -> FileResult:
    """Return the result with what was kept and what was not: the experiences called ``refused``."""
    kept = replace(hidden, experiences=tuple(x for x in hidden.experiences if x.id not in refused))
    said = _("Experience %(id)s is there already with another text; the first one stays.")
    warnings = (*hidden.warnings, *(said % {"id": experience} for experience in refused))
    return replace(result, words=kept.words, rows=kept.rows, refused=len(refused), warnings=warnings)


def segments_of(document: Document) -> Iterator[Segment]:
    """Yield the segments of a document, first to last."""
    index = 0
    for number, turn in enumerate(document.turns):
        for span in segment(document.text_of(turn)):
            yield Segment(document.id, index, number, span.shifted(turn.span.start))
            index += 1
