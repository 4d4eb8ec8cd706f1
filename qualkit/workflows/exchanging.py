"""Tables out, labels of people in. The key of the pseudonyms never goes out."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualkit.audit.labels import NO_CODE, read_labels
from qualkit.errors import InputError, QualkitError
from qualkit.evidence import Source
from qualkit.i18n import _
from qualkit.model import Label, Span
from qualkit.reading.tables import Table, read_table
from qualkit.workflows.hiding import carried
from qualkit.workflows.keys import load_key
from qualkit.workflows.outputs import check_place
from qualkit.workflows.reviewing import standing
from qualkit.workflows.workspace import Workspace

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


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
    """Return the labels of a CSV or XLSX file.

    Two forms: ``document, start, end, code, coder[, value]`` (or wide) with offsets in the frozen text, or ``file,
    quote, code, coder[, value]``, for people who labelled the files as they were: the quote goes through the evidence
    gate in the file as read, and its place is carried over to the frozen text.
    """
    header = {name.strip().casefold() for name in read_table(file).header}
    if {"file", "quote"} <= header or {"archivo", "cita"} <= header:
        return _quoted(workspace, read_table(file))
    labels = read_labels(file)
    known = {document.id: document for document in workspace.store.documents()}
    problems = [
        _("There is no document “%(id)s” in the project.") % {"id": name}
        for name in sorted({label.document for label in labels} - set(known))
    ]
    found = tuple(label for label in labels if label.document in known)
    return LabelFile(found, len(labels), tuple(problems))


def _quoted(workspace: Workspace, table: Table) -> LabelFile:
    columns = [name.strip().casefold() for name in table.header]
    rows = [_in_english(dict(zip(columns, row, strict=False))) for row in table.rows]
    places = _Places(workspace)
    labels: list[Label] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            document, span = places.of(row.get("file", ""), row.get("quote", ""))
        except QualkitError as error:
            problems.append(_("Row %(row)d: %(why)s") % {"row": number, "why": error})
            continue
        given = row.get("value", "1").strip() not in ("0", "no", "")
        code = row.get("code", "").strip() or NO_CODE
        labels.append(Label(document, span, code, row.get("coder", "").strip(), int(given and code != NO_CODE)))
    return LabelFile(tuple(labels), len(rows), tuple(problems))


def _in_english(row: dict[str, str]) -> dict[str, str]:
    spanish = {"archivo": "file", "cita": "quote", "código": "code", "codigo": "code", "valor": "value"}
    spanish |= {"codificador": "coder", "codificadora": "coder", "persona": "coder"}
    return {spanish.get(name, name): value for name, value in row.items()}


class _Places:
    """Finds quotes in files as they were read and carries their place over to the frozen texts."""

    def __init__(self, workspace: Workspace) -> None:
        self._files = [f for f in workspace.store.files() if f["document"] and f["status"] == "ingested"]
        self._documents = {document.id: document for document in workspace.store.documents()}
        self._pseudonyms = load_key(workspace.key_file)
        self._settings = workspace.settings
        self._read: dict[str, Any] = {}

    def of(self, name: str, quote: str) -> tuple[str, Span]:
        """Return the document and the span of ``quote``. Raises ``InputError`` where it has none."""
        document, source, offsets = self._open(name)
        span = source.locate(quote)
        if span is None:
            raise InputError(_("The quote does not stand like that in %(file)s.") % {"file": name})
        return document, offsets.span(span)

    def _open(self, name: str) -> Any:
        if name not in self._read:
            self._read[name] = self._carry(name)
        return self._read[name]

    def _carry(self, name: str) -> Any:
        found = [file for file in self._files if Path(file["path"]).as_posix().endswith(name)]
        if len(found) != 1:
            raise InputError(_("No single file of the project is called “%(name)s”.") % {"name": name})
        read, hidden, offsets = carried(Path(found[0]["path"]), found[0]["sha256"], self._pseudonyms, self._settings)
        if hidden.text != self._documents[found[0]["document"]].text:
            raise InputError(_("%(name)s is hidden in another way than when it was ingested.") % {"name": name})
        return found[0]["document"], Source(read.text, [turn.span for turn in read.turns]), offsets


def export_table(workspace: Workspace, file: Path, *, what: str, force: bool = False) -> int:
    """Write codings, scores or segments as .xlsx, .csv or .jsonl. Returns how many rows.

    Raises ``InputError`` for another extension, and where the file exists and ``force`` is not said.
    """
    check_place(file)
    if file.exists() and not force:
        raise InputError(_("%(file)s exists already; --force replaces it.") % {"file": file})
    header, rows = table_of(workspace, what)
    writer = _WRITERS.get(file.suffix.lower())
    if writer is None:
        raise InputError(_("Name a file that ends in .xlsx, .csv or .jsonl."))
    writer(file, header, rows)
    return len(rows)


Rows = list[list[Any]]


def table_of(workspace: Workspace, what: str) -> tuple[list[str], Rows]:
    """Return header and rows of ``codings``, ``scores`` or ``segments``. Raises ``InputError`` for anything else."""
    if what not in _TABLES:
        known = ", ".join(_TABLES)
        raise InputError(_("There is no table “%(name)s”. There are: %(known)s.") % {"name": what, "known": known})
    return _TABLES[what](workspace)


def _coding_rows(workspace: Workspace) -> tuple[list[str], Rows]:
    decided = standing(workspace)
    documents = {document.id: document for document in workspace.store.documents()}
    header = ["id", "document", "territory", "session", "code", "confidence", "polarity", "state", "coder", "codebook"]
    header += ["evidence_start", "evidence_end", "quote", "segment_start", "segment_end", "segment"]
    rows = []
    for c in workspace.store.codings():
        document = documents[c.document]
        case = [c.id, c.document, document.territory, document.session, c.code, c.confidence, c.polarity]
        state = decided.get(c.id or 0, "suggested")
        place = [c.evidence.start, c.evidence.end, c.evidence.quote, c.segment.start, c.segment.end]
        rows.append([*case, state, c.coder, c.codebook, *place, c.segment.of(document.text)])
    return header, rows


def _score_rows(workspace: Workspace) -> tuple[list[str], Rows]:
    header = ["experience", "criterion", "level", "state", "quotes", "rationale", "judge"]
    rows = [
        [s.experience, s.criterion, s.level, s.state, " | ".join(e.quote for e in s.evidence), s.rationale, s.judge]
        for s in workspace.store.scores()
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


def _write_csv(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(header)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _write_xlsx(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("qualkit")
    sheet.append(list(header))
    for row in rows:
        sheet.append([_harmless(cell) for cell in row])
    book.save(file)


def _write_jsonl(file: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with file.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(dict(zip(header, row, strict=True)), ensure_ascii=False) + "\n")


def _harmless(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


_TABLES = {"codings": _coding_rows, "scores": _score_rows, "segments": _segment_rows}
_WRITERS = {".csv": _write_csv, ".xlsx": _write_xlsx, ".jsonl": _write_jsonl}
