"""Scans on their way into a project: both forms are kept, no name in either, and nothing unless it is asked for."""

import json
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.errors import InputError
from qualkit.model import Span, Turn
from qualkit.project import Project
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows.cleaning import cleaned_file, followed, scan_hint, turn_changes
from qualkit.workflows.replacements import Replacement
from qualkit.workflows.showing import read_file

SCAN = """Ana Sepúlveda: La evaluacién permitié que los equipos conversaran sobre la ensefianza, y Marta Quezada ayudé mucho.
Leo Catrileo: El propésito de la reunién fue revisar las practicas pedagdgicas con los nifios. Escribanle a ana@ejemplo.cl.
Ana Sepúlveda: Graciasa Leo Catrileo, la coordinacién fue muy Util para laescuela.
"""
CLEAN = """Ana Sepúlveda: La evaluación permitió que los equipos conversaran sobre la enseñanza, con Marta Quezada.
Leo Catrileo: El propósito de la reunión fue revisar las prácticas pedagógicas con los niños.
"""
NAMES = ("Sepúlveda", "Quezada", "Catrileo", "ana@ejemplo")


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "escaneo.txt"
    file.write_text(SCAN, encoding="utf-8")
    return file


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "red")


def _kept(project: Project) -> tuple[str, dict]:
    [document] = project.documents
    return document.text, project._workspace.store.cleaning(document.id)


def _rebuilt(raw: str, text: str, changes: list) -> str:
    pieces, at = [], 0
    for raw_start, raw_end, start, end, _rule in changes:
        pieces += (raw[at:raw_start], text[start:end])
        at = raw_end
    return "".join((*pieces, raw[at:]))


def test_a_scan_is_kept_in_both_forms(project: Project, scan: Path) -> None:
    [row] = project.ingest([scan], scan=True)
    text, kept = _kept(project)
    assert "prácticas pedagógicas con los niños" in text
    assert "practicas pedagdgicas con los nifios" in kept["raw"]
    assert _rebuilt(kept["raw"], text, kept["changes"]) == text
    assert f"{len(kept['changes'])} words were repaired" in row.warnings[0]


def test_no_name_is_left_in_either_form(project: Project, scan: Path) -> None:
    project.ingest([scan], scan=True)
    text, kept = _kept(project)
    for name in NAMES:
        assert name not in text
        assert name not in kept["raw"]


def test_unasked_nothing_is_changed_but_a_hint_is_given(project: Project, scan: Path) -> None:
    [row] = project.ingest([scan])
    text, kept = _kept(project)
    assert "practicas pedagdgicas" in text
    assert kept is None
    assert [warning for warning in row.warnings if "--scan" in warning]


def test_a_clean_text_is_not_changed_and_that_is_said(project: Project, tmp_path: Path) -> None:
    (tmp_path / "limpio.txt").write_text(CLEAN, encoding="utf-8")
    [row] = project.ingest([tmp_path / "limpio.txt"], scan=True)
    text, kept = _kept(project)
    assert kept["changes"] == []
    assert kept["raw"] == text
    assert "does not look scanned" in row.warnings[0]


def test_a_clean_text_gets_no_hint(project: Project, tmp_path: Path) -> None:
    (tmp_path / "limpio.txt").write_text(CLEAN, encoding="utf-8")
    assert project.ingest([tmp_path / "limpio.txt"])[0].warnings == ()


def test_a_text_that_is_there_already_is_cleaned_up_as_a_new_version(project: Project, scan: Path) -> None:
    [before] = project.ingest([scan])
    [after] = project.ingest([scan], scan=True)
    assert (before.status, after.status) == ("ingested", "ingested")
    assert before.document != after.document
    assert [document.id for document in project.documents] == [after.document]


def test_a_cleaned_text_stays_as_it_is_when_nobody_says_otherwise(project: Project, scan: Path) -> None:
    [first] = project.ingest([scan], scan=True)
    again = [project.ingest([scan], scan=asked)[0] for asked in (None, True)]
    assert [row.status for row in again] == ["unchanged", "unchanged"]
    assert {row.document for row in again} == {first.document}
    assert project.ingest([scan], scan=False)[0].status == "ingested"


def test_the_manifest_says_it_for_one_file(project: Project, scan: Path, tmp_path: Path) -> None:
    other = tmp_path / "otra.txt"
    other.write_text(SCAN.replace("mucho", "bastante"), encoding="utf-8")
    manifest = tmp_path / "lista.csv"
    manifest.write_text("archivo,escaneado\nescaneo.txt,sí\notra.txt,no\n", encoding="utf-8")
    first, second = project.ingest([scan, other], manifest=manifest)
    store = project._workspace.store
    assert store.cleaning(first.document) is not None
    assert store.cleaning(second.document) is None


def test_a_manifest_that_says_neither_yes_nor_no_is_refused(project: Project, scan: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "lista.csv"
    manifest.write_text("file,scan\nescaneo.txt,quizás\n", encoding="utf-8")
    with pytest.raises(InputError, match="quizás"):
        project.ingest([scan], manifest=manifest)


def test_the_settings_say_it_for_all_files(tmp_path: Path, scan: Path) -> None:
    Project.create(tmp_path / "red").close()
    settings = tmp_path / "red" / "qualkit.toml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written.replace("[reading]", "[reading]\nscan = true", 1), encoding="utf-8")
    with Project.open(tmp_path / "red") as project:
        project.ingest([scan])
        assert _kept(project)[1] is not None


def test_tables_are_never_cleaned_up(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "asistencia.csv"
    file.write_text("evento_id,fecha,territorio,establecimiento,asiste\n1,2025-05-29,Red Sur,Escuela Uno,sí\n", "utf-8")
    first, again = (project.ingest([file], kind="attendance", scan=True)[0] for _ in range(2))
    assert (first.status, again.status) == ("ingested", "unchanged")


def test_a_name_that_is_hidden_later_goes_from_both_forms(project: Project, scan: Path) -> None:
    project.ingest([scan], scan=True)
    project.add_name("enseñanza", label="PERSONA")
    text, kept = _kept(project)
    assert "enseñanza" not in text
    assert "ensefianza" not in kept["raw"]
    assert _rebuilt(kept["raw"], text, kept["changes"]) == text
    project.undo_name("enseñanza")
    text, kept = _kept(project)
    assert "enseñanza" in text
    assert _rebuilt(kept["raw"], text, kept["changes"]) == text


def test_the_run_says_what_was_asked(project: Project, scan: Path) -> None:
    project.ingest([scan], scan=True)
    assert project._workspace.store.runs()[-1].parameters["scan"] is True


def test_read_lists_the_repairs(scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "read", str(scan), "--scan", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    turn, change = shown["turns"][1], next(c for c in shown["changes"] if c["turn"] == 1)
    assert turn["raw"][change["raw_start"] : change["raw_end"]] == change["before"]
    assert turn["text"][change["start"] : change["end"]] == change["after"]
    assert (change["before"], change["after"], change["rule"]) == ("propésito", "propósito", "misread_accent")


def test_read_prints_the_repairs_for_people(scan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "en", "read", str(scan), "--scan"]) == 0
    said = capsys.readouterr()
    assert "pedagdgicas" in said.out
    assert "accented letter misread" in said.out
    assert "words were repaired" in said.err


def test_read_without_the_option_is_as_before_but_for_a_hint(scan: Path) -> None:
    shown = read_file(scan)
    assert "changes" not in shown
    assert "raw" not in shown["turns"][0]
    assert "--scan" in shown["warnings"][-1]


def test_captions_are_never_taken_for_scans() -> None:
    turns = tuple(Turn(Span(0, len(SCAN)), None, 0.0, 5.0) for _ in range(1))
    assert scan_hint(ReadFile("transcript", "docx", SCAN, turns)) is None
    assert scan_hint(ReadFile("transcript", "vtt", SCAN, (Turn(Span(0, len(SCAN)), None),))) is None


def test_labels_between_turns_stay() -> None:
    text = "Practica: la evaluacién permitié la ensefianza.\n"
    cleaned = cleaned_file(ReadFile("transcript", "txt", text, (Turn(Span(10, len(text) - 1), "Practica"),)))
    assert cleaned.text == "Practica: la evaluación permitió la enseñanza.\n"
    texts, changes = turn_changes(cleaned)
    assert texts == ["la evaluación permitió la enseñanza."]
    assert (changes[0].turn, changes[0].raw_start, changes[0].before) == (0, 3, "evaluacién")


def test_a_turn_that_is_nothing_but_noise_keeps_its_signs() -> None:
    text = f"{SCAN}® \n"
    turns = (Turn(Span(0, len(SCAN) - 1), None), Turn(Span(len(SCAN), len(SCAN) + 2), None))
    assert cleaned_file(ReadFile("transcript", "txt", text, turns)).turns[1].span.of(text)


@pytest.mark.parametrize(
    ("replaced", "raw"),
    [
        pytest.param([(3, 13, "X")], "la X permitié", id="a repaired word"),
        pytest.param([(0, 2, "una")], "una evaluacién permitié", id="a word that was read well"),
        pytest.param([(3, 22, "X")], "la X", id="over two repairs"),
        pytest.param([], "la evaluacién permitié", id="nothing"),
    ],
)
def test_the_raw_form_follows_the_frozen_one(replaced: list, raw: str) -> None:
    content = {"raw": "la evaluacién permitié", "changes": [[3, 13, 3, 13, "a"], [14, 22, 14, 22, "b"]]}
    frozen = "la evaluación permitió"
    found = followed(content, [Replacement(*each) for each in replaced], [], frozen=frozen)
    text = frozen
    for start, end, new in reversed(replaced):
        text = text[:start] + new + text[end:]
    assert found["raw"] == raw
    assert _rebuilt(found["raw"], text, found["changes"]) == text


def test_what_is_found_in_the_raw_form_alone_goes_from_it_alone() -> None:
    content = {"raw": "dijo Muiioz ayer", "changes": [[5, 11, 5, 10, "misread_enye"]]}
    found = followed(content, [], [Replacement(5, 11, "Persona 1")], frozen="dijo Muñoz ayer")
    assert found == {"raw": "dijo Persona 1 ayer", "changes": [[5, 14, 5, 10, "misread_enye"]]}
