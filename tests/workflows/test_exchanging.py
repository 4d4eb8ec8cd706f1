"""Labels in, by offset or by quote; tables out, whole and harmless; what cannot be is said."""

import csv
import errno
import hashlib
import json
import os
from pathlib import Path

import openpyxl
import pytest

from qualkit.audit.labels import NO_CODE
from qualkit.errors import InputError
from qualkit.model import Document, Label, Segment
from qualkit.project import Project
from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_read
from qualkit.reading.transcripts import read_transcript
from qualkit.workflows.exchanging import export_table, harmless, import_labels, labels_of_file, write_table
from qualkit.workflows.jsonl import write_rows
from qualkit.workflows.keys import save_key

TALK = (
    "Berta Huenchumil: Soy Berta Huenchumil y leímos con los niños cada viernes.\n"
    "Leo Paillacar: Gracias, Berta Huenchumil, nosotros sembramos papas en el huerto.\n"
)
FIRST, SECOND = "leímos con los niños cada viernes", "nosotros sembramos papas en el huerto"
OFFSETS = "offsets"


def _ingest(place: Path, *, offsets: bool = True) -> Project:
    """Keep a transcript as ``ingest`` keeps it, with or without the way from its offsets to those of its text."""
    file = place / "sesion.txt"
    file.write_text(TALK, encoding="utf-8")
    project = Project.create(place / "red")
    store = project._workspace.store
    read = read_transcript(file)
    hidden = pseudonymise_read(read, Pseudonyms())
    table = hidden.offsets
    rows = [list(row) for row in zip(table.starts, table.ends, table.new_starts, table.new_ends, strict=True)]
    assert rows
    assert hidden.read.text != read.text
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    document = Document("d1", "sesion", "transcript", hidden.read.text, hidden.read.turns)
    segments = [Segment("d1", i, i, turn.span) for i, turn in enumerate(document.turns)]
    with project._workspace.run("ingest", {}) as run:
        store.add_file(
            sha256=sha256,
            path=str(file.resolve()),
            kind="transcript",
            run=run.id,
            document="d1",
            facts={OFFSETS: rows} if offsets else {},
        )
        store.add_document(document, segments, sha256)
    return project


def _quotes(place: Path, *rows: str, header: str = "file;quote;code;coder;value") -> Path:
    file = place / "etiquetas.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def test_a_quote_of_the_file_as_read_finds_its_place_in_the_frozen_text(tmp_path: Path) -> None:
    with _ingest(tmp_path) as project:
        file = _quotes(tmp_path, f"sesion.txt;{FIRST};c;ana;1", f"sesion.txt;{SECOND};c;ana;0")
        read = labels_of_file(project._workspace, file)
        text = project.documents[0].text
        assert [(x.segment.of(text), x.value) for x in read.labels] == [(FIRST, 1), (SECOND, 0)]
        assert (read.rows, read.problems) == (2, ())


def test_the_key_of_the_pseudonyms_may_grow_or_go(tmp_path: Path) -> None:
    with _ingest(tmp_path) as project:
        key = project._workspace.key_file
        file = _quotes(tmp_path, f"sesion.txt;{FIRST};c;ana;1")
        names = Pseudonyms()
        names.school("Escuela Los Viernes")
        save_key(key, names)
        assert import_labels(project._workspace, file).new == 1
        key.unlink()
        assert import_labels(project._workspace, file).new == 0


def test_a_file_ingested_by_an_older_version_is_said(tmp_path: Path) -> None:
    with _ingest(tmp_path, offsets=False) as project:
        read = labels_of_file(project._workspace, _quotes(tmp_path, f"sesion.txt;{FIRST};c;ana;1"))
    assert (len(read.labels), len(read.problems)) == (0, 1)
    assert "older qualkit" in read.problems[0]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (f"otra.txt;{FIRST};c;ana;1", "No single file"),
        (f"n.txt;{FIRST};c;ana;1", "No single file"),
        (f";{FIRST};c;ana;1", "No single file"),
        ("sesion.txt;leímos con todos los niños;c;ana;1", "does not stand like that"),
    ],
    ids=["no such file", "the end of a name", "no name", "no such words"],
)
def test_a_row_without_a_place_is_a_problem_and_stops_no_other(tmp_path: Path, row: str, why: str) -> None:
    with _ingest(tmp_path) as project:
        read = labels_of_file(project._workspace, _quotes(tmp_path, row, f"sesion.txt;{SECOND};c;ana;1"))
    assert len(read.labels) == 1
    assert [problem.startswith("Row 2: ") and why in problem for problem in read.problems] == [True]


def test_a_file_that_changed_since_is_a_problem(tmp_path: Path) -> None:
    with _ingest(tmp_path) as project:
        (tmp_path / "sesion.txt").write_text(TALK + "\n", encoding="utf-8")
        read = labels_of_file(project._workspace, _quotes(tmp_path, f"sesion.txt;{FIRST};c;ana;1"))
    assert "not as it was" in read.problems[0]


@pytest.mark.parametrize("cell", ["No", "n", "FALSE", "falso", "0,0", "0", "0.0"])
def test_a_no_in_any_spelling_is_a_no(tmp_path: Path, cell: str) -> None:
    with _ingest(tmp_path) as project:
        read = labels_of_file(project._workspace, _quotes(tmp_path, f"sesion.txt;{FIRST};c;ana;{cell}"))
    assert [label.value for label in read.labels] == [0]


def test_blanks_mean_what_they_mean_with_offsets(tmp_path: Path) -> None:
    rows = [f"sesion.txt;{FIRST};;ana;0", f"sesion.txt;{SECOND};;ana;", f"sesion.txt;{SECOND};c;ana;"]
    with _ingest(tmp_path) as project:
        read = labels_of_file(project._workspace, _quotes(tmp_path, *rows))
    assert [(label.code, label.value) for label in read.labels] == [(NO_CODE, 0), ("c", 1)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (f"sesion.txt;{SECOND};c;;1", "row 3: the coder is missing"),
        (f"sesion.txt;{SECOND};;ana;1", "row 3: the code is missing"),
        (f"sesion.txt;{SECOND};c;ana;quizás", "row 3: quizás"),
        (f"sesion.txt;{FIRST};c;ana;0", "row 3 contradicts"),
    ],
    ids=["no coder", "no code", "no value", "contradiction"],
)
def test_what_cannot_be_read_names_its_row(tmp_path: Path, row: str, why: str) -> None:
    file = _quotes(tmp_path, f"sesion.txt;{FIRST};c;ana;1", row)
    with _ingest(tmp_path) as project, pytest.raises(InputError, match=why):
        labels_of_file(project._workspace, file)


def test_spanish_headers_and_a_column_for_each_code_are_read_too(tmp_path: Path) -> None:
    file = _quotes(tmp_path, f"sesion.txt;{FIRST};ana;x;", header="Archivo;Cita;Codificadora;c;d")
    with _ingest(tmp_path) as project:
        read = labels_of_file(project._workspace, file)
    assert [(label.code, label.value) for label in read.labels] == [("c", 1), ("d", 0)]


def test_a_document_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    file = _quotes(tmp_path, "d1;0;9;c;ana", "nada;0;9;c;ana", header="document;start;end;code;coder")
    with _ingest(tmp_path) as project:
        read = labels_of_file(project._workspace, file)
    assert [label.document for label in read.labels] == ["d1"]
    assert "“nada”" in read.problems[0]


def _json_rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_exported_codings_and_scores_name_their_runs_and_instruments(finished: Project, tmp_path: Path) -> None:
    store = finished._workspace.store
    runs = {run.id: run for run in store.runs()}
    export_table(finished._workspace, tmp_path / "c.jsonl", what="codings")
    export_table(finished._workspace, tmp_path / "s.jsonl", what="scores")
    codings, scores = _json_rows(tmp_path / "c.jsonl"), _json_rows(tmp_path / "s.jsonl")
    assert {runs[str(row["run"])].command for row in codings} == {"code"}
    assert {(runs[str(row["run"])].command, row["rubric"]) for row in scores} == {
        ("score", next(run for run in runs.values() if run.command == "score").parameters["rubric"])
    }
    assert len(scores) == len(store.scores())


@pytest.mark.parametrize("what", ["codings", "scores", "segments"])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl"])
def test_nothing_makes_no_file(empty: Project, tmp_path: Path, what: str, suffix: str) -> None:
    file = tmp_path / f"salida{suffix}"
    with pytest.raises(InputError, match="nothing to export"):
        export_table(empty._workspace, file, what=what)
    assert not file.exists()


LONG_NAME = "ñ" * 124  # 248 bytes, and 4 of the suffix: a file may be called so, the sibling it is written in may not


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    file = tmp_path / f"{LONG_NAME}.csv"
    with pytest.raises(InputError, match=r"cannot be written: .* open in another program"):
        write_table(file, ["a"], [[1]])
    with pytest.raises(InputError, match=r"cannot be written: .* open in another program"):
        write_rows(file, iter([{"id": 1}]))
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(source: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        write_rows(tmp_path / "filas.jsonl", iter([{"id": 1}]))
    assert list(tmp_path.iterdir()) == []


def test_what_goes_wrong_in_making_a_row_is_not_said_of_the_file(tmp_path: Path) -> None:
    def rows():
        yield {"id": 1}
        raise FileNotFoundError("a model")

    with pytest.raises(FileNotFoundError, match="a model"):
        write_rows(tmp_path / "filas.jsonl", rows())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_no_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    write_table(tmp_path / "t.xlsx", ["a"], [[cell]])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert [value.data_type for value in sheet["A"]] == ["s", "s"]


def test_a_table_that_is_there_stays_unless_force_is_said(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("mío", encoding="utf-8")
    with pytest.raises(InputError, match="--force"):
        write_table(file, ["a"], [[1]])
    assert file.read_text(encoding="utf-8") == "mío"
    write_table(file, ["a"], [[1]], force=True)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream, delimiter=";")) == [["a"], ["1"]]


def test_a_label_by_quote_equals_the_one_by_offset(tmp_path: Path) -> None:
    with _ingest(tmp_path) as project:
        text = project.documents[0].text
        (found,) = labels_of_file(project._workspace, _quotes(tmp_path, f"sesion.txt;{SECOND};c;ana;1")).labels
        start = text.index(SECOND)
        row = f"d1;{start};{start + len(SECOND)};c;ana"
        file = _quotes(tmp_path, row, header="documento;inicio;fin;código;codificador")
        assert labels_of_file(project._workspace, file).labels == (found,)
        assert found == Label("d1", found.segment, "c", "ana", 1)
