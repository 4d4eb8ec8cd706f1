"""Labels that people gave, on the frozen texts or on the files as they were, and what the audit makes of them."""

import csv
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.project import Project
from qualkit.workflows.exchanging import import_labels
from qualkit.workflows.workspace import open_project

QUOTED = (
    ("sesion-1_2025-04-10.vtt", "No tenemos tiempo para planificar juntos, las horas no alcanzan", "nt_tiempo", "1"),
    ("sesion-1_2025-04-10.vtt", "Eduardo no dijo nunca estas palabras", "nt_tiempo", "1"),
    ("otra.vtt", "las horas no alcanzan y el equipo", "nt_tiempo", "1"),
    ("sesion-2_2025-05-15.txt", "los niños leyeron más libros que el semestre", "", "0"),
)


@pytest.fixture
def quoted(place: Path) -> Path:
    """Return labels by quotes from the files as they were, as a Spanish spreadsheet has them."""
    file = place / "etiquetas.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["archivo", "cita", "código", "persona", "valor"])
        writer.writerows([name, quote, code, "human:ana", value] for name, quote, code, value in QUOTED)
    return file


def test_labels_on_the_files_find_their_place_in_the_frozen_texts(place: Path, quoted: Path) -> None:
    workspace = open_project(place)
    done = import_labels(workspace, quoted)
    assert (done.rows, done.new, len(done.problems)) == (4, 2, 2)
    assert [problem.split(":")[0] for problem in done.problems] == ["Row 3", "Row 4"]
    texts = {document.id: document.text for document in workspace.store.documents()}
    found = {(label.code, label.value): label.segment.of(texts[label.document]) for label in workspace.store.labels()}
    assert found["nt_tiempo", 1] == QUOTED[0][1]
    assert QUOTED[3][1] in found.values()
    assert import_labels(workspace, quoted).new == 0
    workspace.store.close()


def test_rows_that_find_no_place_are_told_and_counted(
    place: Path, quoted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--project", str(place), "import", str(quoted)]) == 1
    assert "2 new labels of 4" in capsys.readouterr().out


def test_a_file_that_changed_since_carries_no_label(place: Path, quoted: Path) -> None:
    source = place.parent / "material" / "sesiones" / "red-rio-hondo" / "sesion-1_2025-04-10.vtt"
    workspace = open_project(place)
    for file in workspace.store.files():
        assert Path(file["path"]).exists()
    source_kept = Path(next(f["path"] for f in workspace.store.files() if f["path"].endswith(source.name)))
    content = source_kept.read_bytes()
    source_kept.write_bytes(content + b"\n")
    try:
        assert any("not as it was" in problem for problem in import_labels(workspace, quoted).problems)
    finally:
        source_kept.write_bytes(content)
        workspace.store.close()


def test_the_audit_counts_and_its_disagreements_can_be_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project.open(place) as project:
        rows = [[c.document, c.segment.start, c.segment.end, c.code, "human:ana"] for c in project.codings]
    with (place / "labels.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["document", "start", "end", "code", "coder"], *rows[: len(rows) // 2]])
    command = ["--project", str(place), "audit", "--labels", str(place / "labels.csv")]
    assert run([*command, "--errors", str(place / "desacuerdos.csv")]) == 0
    said = capsys.readouterr()
    assert "κ" in said.out
    assert "desacuerdos.csv" in said.err
    assert (place / "desacuerdos.csv").read_text(encoding="utf-8-sig").startswith("code;human;machine")
    assert run([*command, "--errors", str(place / "nada" / "x.csv")]) == 2


def test_a_project_walks_the_whole_way_by_itself(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = place / "qualkit.toml"
    text = settings.read_text(encoding="utf-8") + '\n[reading]\nsources = ["../material"]\n'
    settings.write_text(text, encoding="utf-8")
    assert run(["--project", str(place), "run"]) == 0
    assert "PDF: " in capsys.readouterr().out
    (place.parent / "material" / "ruido.vtt").write_bytes(b"\x00" * 99)
    assert run(["--project", str(place), "run", "--json"]) == 1
