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


def test_what_waits_is_decided_and_waits_no_longer(place: Path) -> None:
    with Project.open(place) as project:
        [first, *_rest] = project.undecided()
        decision = project.decide(first.coding, "accepted", by="human:ana", why="lo dice")
        assert (decision.coding, decision.by) == (first.coding.id, "human:ana")
        assert first.coding.id not in {waiting.coding.id for waiting in project.undecided()}
        assert len(project.undecided(limit=2)) == 2


def test_a_table_is_written_as_often_as_it_is_asked_for(place: Path, tmp_path: Path) -> None:
    with Project.open(place) as project:
        file = tmp_path / "codificaciones.csv"
        assert project.export(file) == len(project.codings)
        with pytest.raises(InputError, match="exists already"):
            project.export(file)
        assert project.export(file, what="segments", force=True) > 0


def test_labels_of_people_come_in_once(place: Path, tmp_path: Path) -> None:
    with Project.open(place) as project:
        segment = project.to_frame("segments").iloc[0]
        file = tmp_path / "etiquetas.csv"
        file.write_text(
            f"document,start,end,code,coder\n{segment.document},{segment.start},{segment.end},confianza,human:ana\n"
        )
        assert [project.import_labels(file).new for _time in range(2)] == [1, 0]


def test_labels_of_speakers_are_counted_by_document(place: Path) -> None:
    with Project.open(place) as project:
        found = project.speaker_labels()
        turns = sum(turn.speaker is not None for document in project.documents for turn in document.turns)
        assert sum(label.turns for label in found) == turns > 0
