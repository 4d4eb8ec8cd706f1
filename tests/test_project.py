"""``Project`` does in a notebook what the commands do in a terminal."""

from pathlib import Path

import pytest

from qualkit import Project
from qualkit.errors import InputError, ProjectError
from tests.workflows import network


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return network.built(tmp_path / "todo")


def test_a_project_is_made_once(tmp_path: Path) -> None:
    with Project.create(tmp_path / "red", name="Mi red", language="en") as project:
        assert project.status().name == "Mi red"
        assert project.folder == tmp_path / "red"
    with pytest.raises(InputError, match="is a project already"):
        Project.create(tmp_path / "red")


def test_a_project_is_found_from_inside_it(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "dentro" / "más").mkdir(parents=True)
    monkeypatch.chdir(place / "dentro" / "más")
    with Project.open() as project:
        assert project.folder.resolve() == place.resolve()


def test_where_there_is_no_project_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError):
        Project.open()
    with pytest.raises(ProjectError):
        Project.open(tmp_path / "nada")


def test_the_whole_way(tmp_path: Path) -> None:
    material = network.write_material(tmp_path / "material")
    with network.start(tmp_path / "red") as project:
        assert project.status().next_step.startswith("qualkit ingest")
        assert {result.status for result in project.ingest([str(material)])} == {"ingested"}
        assert project.status().next_step == "qualkit code"
        assert [summary.new > 0 for summary in project.code(codebooks=["lar", "rel"])] == [True, True]
        assert project.status().next_step == "qualkit score"
        summary = project.score()
        assert (summary.experiences, summary.new, summary.failed) == (4, 48, 0)
        assert project.status().next_step == "qualkit select"
        assert sum(row.selected for row in project.select(top=2, per_territory=1)) == 2
        files = {**project.map(), **project.cloud(), **project.report()}
        assert all(file.stat().st_size > 100 for file in files.values())
        assert "review" in project.status().next_step
        assert len(project.scores) == 48


def test_search_and_locate_agree(place: Path) -> None:
    with Project.open(place) as project:
        [hit, *_rest] = project.search("confianza entre colegas", top=3)
        assert "confianza" in hit.quote
        located = project.locate(hit.document, hit.quote)
        assert located.found
        text = next(document.text for document in project.documents if document.id == hit.document)
        assert text[located.start : located.end] == hit.quote.rstrip(".")
        assert not project.locate(hit.document, "esto no lo dijo nadie").found


@pytest.mark.parametrize(
    ("what", "rows"), [("codings", "codings"), ("scores", "scores"), ("segments", "segments")], ids=lambda value: value
)
def test_tables_for_pandas_have_one_row_each(place: Path, what: str, rows: str) -> None:
    with Project.open(place) as project:
        frame = project.to_frame(what)
        assert len(frame) == project.status().counts[rows] > 0
        if what == "codings":
            assert frame.groupby(["territory", "code"]).size().sum() == len(frame)
            assert list(frame["quote"]) == [coding.evidence.quote for coding in project.codings]


def test_a_table_that_is_not_there_is_named(place: Path) -> None:
    with Project.open(place) as project, pytest.raises(InputError, match="There is no table"):
        project.to_frame("citas")


def test_audit_wants_labels(place: Path) -> None:
    with Project.open(place) as project:
        with pytest.raises(InputError, match="no labels"):
            project.audit()
        coding = project.codings[0]
        file = place / "etiquetas.csv"
        row = [coding.document, coding.segment.start, coding.segment.end, coding.code, "ana"]
        file.write_text("document,start,end,code,coder\n" + ",".join(map(str, row)) + "\n", encoding="utf-8")
        found = {row.code: row.n_human for row in project.audit(labels=file).codes}
        assert found[coding.code] == 1
