"""Tables out, labels of people in. The key of the pseudonyms never goes out."""

import csv
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from qualkit.audit.labels import QUOTE_COLUMNS, UNIT_COLUMNS, english_header, labels_of_rows
from qualkit.errors import InputError, QualkitError
from qualkit.evidence import Source
from qualkit.i18n import _, ngettext
from qualkit.model import Label, Span
from qualkit.reading.decoding import read_bytes
from qualkit.reading.privacy.pseudonyms import OffsetMap
from qualkit.reading.tabular.tables import read_table
from qualkit.reading.transcripts import read_transcript
from qualkit.workflows.kept_names import names_note
from qualkit.workflows.kept_tables import TABLE_FILES, rows_of_table_file
from qualkit.workflows.outputs import check_place, put_in_place, writing
from qualkit.workflows.reviewing import standing
from qualkit.workflows.risks import Publication, Warn, in_words, unheard
from qualkit.workflows.sessions import session_views
from qualkit.workflows.workspace import Workspace

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run
_SAME_NAME_AGAIN = re.compile(r"(.+) \(\d+\)")

Rows = list[list[Any]]


@dataclass(frozen=True)
class LabelFile:
    """The labels of a file that found their place, and one sentence for each row that did not."""

    labels: tuple[Label, ...]
    rows: int
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    rows: int
    new: int
    problems: tuple[str, ...]


def import_labels(workspace: Workspace, file: Path) -> Imported:
    """Add the labels of a file to the record; the same label twice counts once."""
    read = labels_of_file(workspace, file)
    with workspace.run("import", {"file": file.name, "rows": read.rows}) as run:
        new = workspace.store.add_labels(read.labels, run.id)
    return Imported(read.rows, new, read.problems)


def labels_of_file(workspace: Workspace, file: Path) -> LabelFile:
    """Return the labels of a CSV or XLSX file; ``rows`` counts the rows of its table.

    Two ways to name a passage, each in long form (``code, coder[, value]``) or with one column for each code:
    ``document, start, end`` with offsets in the frozen text, or ``file, quote``, for people who labelled the files as
    they were: the quote goes through the evidence gate in the file as read, and its place is carried over to the frozen
    text.
    """
    header, rows = rows_of_table(file)
    columns = set(english_header(header))
    if columns >= set(QUOTE_COLUMNS) and not columns >= set(UNIT_COLUMNS):
        places = _Places(workspace)
        labels = labels_of_rows(header, rows, file=file.name, place=places.of_row)
        return LabelFile(labels, len(rows), tuple(places.problems))
    labels = labels_of_rows(header, rows, file=file.name)
    known = {document.id for document in workspace.store.documents()}
    problems = [
        _("There is no document “%(id)s” in the project.") % {"id": name}
        for name in sorted({label.document for label in labels} - known)
    ]
    return LabelFile(tuple(label for label in labels if label.document in known), len(rows), tuple(problems))


def rows_of_table(file: Path) -> tuple[list[str], list[tuple[int, Sequence[str]]]]:
    """Return the header of a CSV or XLSX file and its rows, each with its number in the sheet.

    A column without a name has the name ``""``, one that repeats a name has that name again.
    """
    table = read_table(file)
    unnamed = {_("column %(n)d") % {"n": n} for n in range(1, 1000)}  # as the reader of tables names them
    again = (_SAME_NAME_AGAIN.fullmatch(name) for name in table.header)
    names = [
        "" if name in unnamed else twice[1] if twice and twice[1] in table.header else name
        for name, twice in zip(table.header, again, strict=True)
    ]
    return names, list(zip(table.numbers, table.rows, strict=True))


@dataclass(frozen=True)
class _Opened:
    """A file of the project as read, and the way from its offsets to those of its frozen text."""

    document: str
    source: Source
    offsets: OffsetMap


class _Places:
    """Finds quotes in files as they were read and carries their place over to the frozen texts."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._opened: dict[str, _Opened] = {}
        self.problems: list[str] = []

    def of_row(self, row: Mapping[str, str], where: Mapping[str, object]) -> tuple[str, Span] | None:
        """Return the document and the span of the quote of a row; where it has none, that is a problem more."""
        try:
            return self._of(row["file"], row["quote"])
        except QualkitError as error:
            self.problems.append(_("Row %(row)d: %(why)s") % {"row": where["row"], "why": error})
            return None

    def _of(self, name: str, quote: str) -> tuple[str, Span]:
        if name not in self._opened:
            self._opened[name] = self._open(name)
        opened = self._opened[name]
        span = opened.source.locate(quote)
        if span is None:
            raise InputError(_("The quote does not stand like that in %(file)s.") % {"file": name})
        return opened.document, opened.offsets.span(span)

    @cached_property
    def _files(self) -> list[dict[str, Any]]:
        return [f for f in self._workspace.store.files() if f["document"] and f["status"] == "ingested"]

    def _open(self, name: str) -> _Opened:
        wanted = "/" + name.replace("\\", "/").lstrip("/")
        found = [f for f in self._files if name and Path(f["path"]).as_posix().endswith(wanted)]
        if len(found) != 1:
            raise InputError(_("No single file of the project is called “%(name)s”.") % {"name": name})
        record = found[0]
        if "offsets" not in record:
            raise InputError(
                _(
                    "%(name)s was ingested by an older qualkit, which kept no way from the file to the text with"
                    " pseudonyms. Ingest it into a new project, or label by document, start and end."
                )
                % {"name": name}
            )
        file = Path(record["path"])
        if not file.is_file() or hashlib.sha256(read_bytes(file)).hexdigest() != record["sha256"]:
            raise InputError(_("%(file)s is not there, or not as it was when it was ingested.") % {"file": file})
        read = read_transcript(file, facilitators=self._workspace.settings.reading.facilitators)
        spans = [turn.span for turn in read.turns]
        offsets = _offset_map(record["offsets"])
        frozen = self._workspace.store.document(record["document"])
        placed = [offsets.span(span) for span in spans]
        if [span for span in placed if span.start < span.end] != list(frozen.speech_spans):  # people may be forgotten
            raise InputError(_("%(name)s is read in another way than when it was ingested.") % {"name": name})
        return _Opened(frozen.id, Source(read.text, spans), offsets)


def _offset_map(rows: Sequence[Sequence[int]]) -> OffsetMap:
    return OffsetMap(*(tuple(row[i] for row in rows) for i in range(4)))


def export_table(workspace: Workspace, file: Path, *, what: str, force: bool = False, warn: Warn = unheard) -> int:
    """Write one of the tables of ``table_of`` as .xlsx, .csv or .jsonl. Returns how many rows.

    ``warn`` hears how many rows would single somebody out (columns ``k`` and ``risk`` of the codings).

    Raises ``InputError`` where there is nothing to write, and as ``write_table`` does.
    """
    check_table(file, force=force)
    header, rows = table_of(workspace, what)
    if not rows:
        raise InputError(_("There is nothing to export yet: the project has no %(what)s.") % {"what": _(_NAMES[what])})
    write_table(file, header, rows, force=force)
    workspace.note_output(file)
    if note := names_note(workspace):
        warn(note)
    if "risk" in header and (n := sum(bool(row[header.index("risk")]) for row in rows)):
        said = ngettext(
            "%(n)d row may single somebody out (column “risk”): look at it before you share the file.",
            "%(n)d rows may single somebody out (column “risk”): look at them before you share the file.",
            n,
        )
        warn(said % {"n": n})
    return len(rows)


def check_table(file: Path, *, force: bool = False) -> None:
    """Raise ``InputError`` for a place, a name or an extension that ``write_table`` would refuse."""
    check_place(file)
    if file.exists() and not force:
        raise InputError(_("%(file)s exists already; --force replaces it.") % {"file": file})
    if file.suffix.lower() not in _WRITERS:
        raise InputError(_("Name a file that ends in .xlsx, .csv or .jsonl."))


def write_table(file: Path, header: Sequence[str], rows: Rows, *, force: bool = False) -> None:
    """Write a table as .xlsx, .csv or .jsonl, all or nothing; no spreadsheet takes a cell of it for a formula.

    Raises ``InputError`` for another extension, where the file exists and ``force`` is not said, and where it cannot be
    written.
    """
    check_table(file, force=force)
    with put_in_place(file) as aside, writing(file):
        _WRITERS[file.suffix.lower()](aside, header, rows)


def table_of(workspace: Workspace, what: str) -> tuple[list[str], Rows]:
    """Return header and rows of codings, scores, segments, agreements, or of one of the tables that were ingested.

    Raises ``InputError`` that names them for anything else.
    """
    if what not in _TABLES:
        known = ", ".join(_TABLES)
        raise InputError(_("There is no table “%(name)s”. There are: %(known)s.") % {"name": what, "known": known})
    return _TABLES[what](workspace)


def _coding_rows(workspace: Workspace) -> tuple[list[str], Rows]:
    decided = standing(workspace)
    documents = {document.id: document for document in workspace.store.documents()}
    header = ["id", "document", "territory", "session", "code", "confidence", "polarity", "state", "coder", "codebook"]
    header += ["run", "evidence_start", "evidence_end", "quote", "segment_start", "segment_end", "segment", "k", "risk"]
    publication = Publication(workspace)
    runs = workspace.store.runs_of_codings()
    rows = []
    for c in workspace.store.codings():
        document = documents[c.document]
        case = [c.id, c.document, document.territory, document.session, c.code, c.confidence, c.polarity]
        state = decided.get(c.id or 0, "suggested")
        place = [c.evidence.start, c.evidence.end, c.evidence.quote, c.segment.start, c.segment.end]
        risks = publication.risks_of_coding(c, document)
        risk = [min((risk.k for risk in risks), default=None), "; ".join(map(in_words, risks))]
        rows.append([*case, state, c.coder, c.codebook, runs[c.id or 0], *place, c.segment.of(document.text), *risk])
    return header, rows


def _score_rows(workspace: Workspace) -> tuple[list[str], Rows]:
    header = ["experience", "criterion", "level", "state", "quotes", "rationale", "judge", "rubric", "run"]
    runs = workspace.store.runs_of_scores()
    rows = [
        [
            *(s.experience, s.criterion, s.level, s.state, " | ".join(e.quote for e in s.evidence), s.rationale),
            *(s.judge, rubric, runs[s.experience, s.criterion, s.judge, rubric]),
        ]
        for rubric in sorted({key[3] for key in runs})
        for s in workspace.store.scores(rubric=rubric)
    ]
    return header, rows


def _segment_rows(workspace: Workspace) -> tuple[list[str], Rows]:
    header = ["document", "territory", "session", "segment", "speaker", "start", "end", "text"]
    rows = [
        [d.id, d.territory, d.session, s.index, d.turns[s.turn].speaker, s.span.start, s.span.end, s.span.of(d.text)]
        for d in workspace.store.documents()
        for s in workspace.store.segments(d.id)
    ]
    return header, rows


def _agreement_rows(workspace: Workspace) -> tuple[list[str], Rows]:
    header = ["territory", "session", "date", "who", "what", "until", "state", "document", "turn", "start", "end"]
    if not workspace.store.count("documents"):
        return header, []
    rows = [
        [
            *(view.territory, view.session, view.date, ", ".join(found.who), found.what, found.until, "proposed"),
            *(found.document, found.turn + 1, found.evidence.start, found.evidence.end),
        ]
        for view in session_views(workspace)
        for found in view.agreements
    ]
    return header, rows


def _write_csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(header)
        writer.writerows([harmless(cell) for cell in row] for row in rows)


def _write_xlsx(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("qualkit")
    sheet.append(list(header))
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    book.save(file)


def _write_jsonl(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        for row in rows:
            stream.write(json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) + "\n")


def harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


N_ = str
_NAMES = {
    "codings": N_("codings"),
    "scores": N_("scores"),
    "segments": N_("segments"),
    "agreements": N_("agreements"),
    "experiences": N_("forms"),
    "survey": N_("survey"),
    "attendance": N_("attendance"),
    "members": N_("members"),
    "actors": N_("actors"),
    "agreement_list": N_("agreements"),
    "observations": N_("observations"),
    "cycles": N_("cycles"),
    "nominations": N_("nominations"),
    "encounters": N_("encounters"),
}
_TABLES: dict[str, Callable[[Workspace], tuple[list[str], Rows]]] = {
    "codings": _coding_rows,
    "scores": _score_rows,
    "segments": _segment_rows,
    "agreements": _agreement_rows,
    **{what: partial(rows_of_table_file, what=what) for what in TABLE_FILES},
}
_WRITERS = {".csv": _write_csv, ".xlsx": _write_xlsx, ".jsonl": _write_jsonl}
