"""What was read is hidden and frozen, file by file, each in one transaction: a kill loses at most one file."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from qualkit.errors import InputError, QualkitError
from qualkit.evidence import count_words
from qualkit.i18n import _
from qualkit.language.segments import segment
from qualkit.model import Document, Experience, Segment
from qualkit.reading.decoding import fingerprint
from qualkit.reading.privacy.pseudonyms import OffsetMap, Pseudonymised, Pseudonyms
from qualkit.reading.territories import Territories
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows import mentions
from qualkit.workflows.carrying import carry_over, orphans
from qualkit.workflows.cleaning import CleanedFile, both_forms, scan_hint
from qualkit.workflows.forgotten import only_forgotten_hidden, said_of_turns, without_forgotten, without_rows
from qualkit.workflows.hiding import Tables, hidden_tables, hidden_title, hidden_transcript
from qualkit.workflows.incoming import FileResult, Incoming, Refused, content_of, identity, shown
from qualkit.workflows.kept_names import NAMES_KEPT
from qualkit.workflows.keys import save_key
from qualkit.workflows.refreshing import unchanged
from qualkit.workflows.registers import plain_rows
from qualkit.workflows.table_files import MAPPINGS, with_ids_of_their_own
from qualkit.workflows.workspace import Workspace

Hidden = TypeVar("Hidden")
_MOST_ROUNDS = 4


class Keeping:
    """Hides what was read and keeps it, file by file; the key is on disk before anything that was hidden with it."""

    def __init__(
        self,
        workspace: Workspace,
        pseudonyms: Pseudonyms,
        territories: Territories,
        run: str,
        *,
        keep_names: bool = False,
    ) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._pseudonyms = pseudonyms
        self._territories = territories
        self._run = run
        self._keep_names = keep_names

    def keep(self, item: Incoming | Refused) -> FileResult:
        """Keep a file, or record that it was rejected; returns what became of it."""
        if isinstance(item, Refused):
            return self._record_rejection(item)
        known = self._store.file(item.sha256)
        is_there = known is not None and known["status"] == "ingested"
        if known is not None and is_there and not item.again:  # the same content under a name before this one
            return unchanged(item.path, known)
        try:
            content = self._content(item)
        except QualkitError as error:
            return self._record_rejection(Refused(item.path, str(error), item.kind))
        is_edited = self._store.file_at(place_of(item.path)) is not None
        if isinstance(content, ReadFile):
            result = self._keep_transcript(item, content)
        elif self._keep_names and self._pseudonyms.forgotten:
            reason = _("Somebody asked to be forgotten in this project: its tables are read without --keep-names.")
            result = self._record_rejection(Refused(item.path, reason, item.kind))
        else:
            result = self._keep_tables(item, content)
        return self._with_former(result) if is_edited and not item.again else result

    def _with_former(self, result: FileResult) -> FileResult:
        """Return the result of an edited file once what was said of its former version stands on the same words."""
        if result.document is None:
            said = _("This is an edited version: it is the only one that is shown from now on.")
        else:
            waiting = sum(o.waits for o in orphans(self._workspace, document=result.document))
            moved = self._store.count_carried(result.document)
            said = _(
                "This is an edited version: %(moved)d codings and labels stand on the same words as before;"
                " %(stayed)d have lost theirs (“qualkit orphans” lists them)."
            ) % {"moved": moved, "stayed": waiting}
        return replace(result, warnings=(*result.warnings, said))

    def _content(self, item: Incoming) -> ReadFile | Tables:
        content = content_of(self._workspace, item.path, item.kind, self._territories, scan=item.scan)
        if identity(item.path, scan=item.scan) != item.sha256:
            raise InputError(_("%(file)s changed while it was read. Ingest it again.") % {"file": item.path.name})
        if isinstance(content, ReadFile):
            return content
        return content.placed(item.case.territory).held(item.case.session, item.case.date)

    def _record_rejection(self, item: Refused) -> FileResult:
        try:
            sha256 = fingerprint(item.path)
        except InputError:  # it cannot be opened at all, which is the reason that is recorded; the path stands for it
            sha256 = f"path:{shown(item.path)}"
        result = FileResult(shown(item.path), None, item.kind, 0, 0, 0, "rejected", shown(item.reason))
        self._store.add_file(
            sha256=sha256,
            path=place_of(item.path),
            kind=item.kind or "",
            run=self._run,
            status="rejected",
            reason=result.reason,
            facts={"turns": 0, "segments": 0, "words": 0},
        )
        return result

    def _keep_transcript(self, item: Incoming, content: ReadFile) -> FileResult:
        if isinstance(content, CleanedFile) and content.raw is not None:
            self._hidden_transcript(content.raw)  # whoever is met in the raw form only is hidden in both
        hidden = self._hidden_transcript(content)
        if not hidden.read.turns:
            reason = _("Everything that is said here is of somebody who asked to be forgotten.")
            return self._record_rejection(Refused(item.path, reason, item.kind))
        document = self._document(item, hidden.read)
        segments = list(segments_of(document))
        raw_form = self._raw_form(content, hidden)
        result = _frozen(item, content, document, len(segments))
        back = self._store.file(item.sha256)  # a former version that comes back is as it was frozen then
        is_back = back is not None and back["document"] == document.id
        offsets = back["offsets"] if back and is_back else _rows_of(hidden.offsets)
        behind = {} if is_back else mentions.of_transcript(document.id, hidden)
        save_key(self._workspace.key_file, self._pseudonyms, behind)
        with self._store.transaction():
            self._add_file(item, result, offsets=offsets)
            self._store.add_document(document, segments, item.sha256)
            carry_over(self._workspace, self._run, document=document.id)
            if raw_form is not None:
                self._store.add_cleaning(document.id, raw_form)
        return result

    def _document(self, item: Incoming, hidden: ReadFile) -> Document:
        nameless = _("document %(id)s") % {"id": item.sha256[:6]}
        stem, own = item.path.stem, item.case.territory
        return Document(
            id=item.sha256[:12],
            title=hidden_title(stem, self._pseudonyms, self._territories, own=own, nameless=nameless),
            kind=item.kind,
            text=hidden.text,
            turns=hidden.turns,
            territory=item.case.territory,
            session=item.case.session,
            date=item.case.date,
        )

    def _raw_form(self, content: ReadFile, hidden: Pseudonymised) -> dict[str, Any] | None:
        """Return what is kept of the clean-up of a scanned text, or ``None`` where there was none."""
        if not isinstance(content, CleanedFile):
            return None
        return both_forms(content, hidden, self._hidden_transcript)

    def _keep_tables(self, item: Incoming, content: Tables) -> FileResult:
        content, hidden = without_rows(content, self._hidden_tables(content))
        hidden = with_ids_of_their_own(hidden, self._others_called_alike(item, hidden))
        result = FileResult(shown(item.path), None, item.kind, 0, 0, hidden.words, "ingested", warnings=hidden.warnings)
        result = replace(result, columns=hidden.columns, mappings=tuple(sorted(hidden.mappings)))
        keep = self._territories.names
        behind = mentions.of_tables(item.sha256, content, hidden, self._pseudonyms, keep)
        save_key(self._workspace.key_file, self._pseudonyms, behind)
        with self._store.transaction():
            self._add_file(item, result)
            refused = self._store.add_experiences(hidden.experiences, item.sha256)
            if hidden.survey is not None:
                self._store.add_survey(hidden.survey, item.sha256)
            if hidden.attendance:
                self._store.add_attendance(hidden.attendance, item.sha256)
            if hidden.members:
                self._store.add_members(hidden.members, item.sha256)
            for kind, rows in hidden.records.items():
                self._store.add_records(kind, plain_rows(rows), item.sha256)
            result = _told(result, hidden, refused)
            facts = {name: getattr(result, name) for name in ("words", "rows", "refused")}
            facts |= {"warnings": list(result.warnings), MAPPINGS: dict(content.mappings)}
            self._store.add_facts(item.sha256, facts)
        return result

    def _others_called_alike(self, item: Incoming, hidden: Tables) -> Sequence[Experience]:
        """Return the experiences of other files that have an id in common with those that arrive."""
        if not hidden.experiences:
            return ()
        former = self._store.file_at(place_of(item.path))
        own = [item.sha256, *([former] if former else [])]
        return self._store.experiences_called([x.id for x in hidden.experiences], apart_from=own)

    def _hidden_transcript(self, content: ReadFile) -> Pseudonymised:
        return without_forgotten(self._with_forgotten(content))

    def _with_forgotten(self, content: ReadFile) -> Pseudonymised:
        if not self._keep_names:
            return self._settled(lambda: hidden_transcript(content, self._pseudonyms, self._territories))
        self._pseudonyms.reserve(content.text)
        if self._pseudonyms.forgotten:
            return only_forgotten_hidden(content, self._pseudonyms, self._territories.names)
        return Pseudonymised(content, (), (), OffsetMap((), (), (), ()))

    def _hidden_tables(self, content: Tables) -> Tables:
        if self._keep_names:
            return content
        return self._settled(lambda: hidden_tables(content, self._pseudonyms, self._territories))

    def _settled(self, hide: Callable[[], Hidden]) -> Hidden:
        """Return what ``hide`` returns once it meets nobody new: who is met late in a file may stand early in it."""
        for _round in range(_MOST_ROUNDS):
            known = len(self._pseudonyms)
            hidden = hide()
            if len(self._pseudonyms) == known:
                break
        return hidden

    def _add_file(self, item: Incoming, result: FileResult, **more: object) -> None:
        facts = {name: getattr(result, name) for name in ("turns", "segments", "words", "territory", "session")}
        kept = {NAMES_KEPT: True} if self._keep_names else {}
        self._store.add_file(
            sha256=item.sha256,
            path=place_of(item.path),
            kind=item.kind,
            run=self._run,
            document=result.document,
            facts={**facts, **more, **kept, "warnings": list(result.warnings)},
        )


def place_of(file: Path) -> str:
    """Return where a file stands, as the record has it."""
    return os.path.realpath(file).encode("utf-8", "backslashreplace").decode("utf-8")


def _frozen(item: Incoming, content: ReadFile, document: Document, segments: int) -> FileResult:
    """Return what became of a transcript that is about to be kept, read as ``content``."""
    left_out = len(content.turns) - len(document.turns)
    said = (scan_hint(content), said_of_turns(left_out) if left_out else None)
    return FileResult(
        path=shown(item.path),
        document=document.id,
        kind=item.kind,
        turns=len(document.turns),
        segments=segments,
        words=sum(count_words(document.text_of(turn)) for turn in document.turns),
        status="ingested",
        territory=document.territory,
        session=document.session,
        warnings=(*content.warnings, *filter(None, said)),
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
