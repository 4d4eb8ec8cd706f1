"""Names are kept only where somebody asks for it, each time anew; it is said wherever it matters, and can be mended."""

import json
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.errors import InputError
from qualkit.model import Evidence, Experience, Score
from qualkit.project import Project
from qualkit.workflows.doctor import examine
from qualkit.workflows.exchanging import export_table
from qualkit.workflows.kept_names import files_with_names

from . import network

TALK = """Rosalba Quintupil: Nosotros nos comprometemos a traer la lista de lectura, quedamos en eso con Eduardo Marchant.
Eduardo Marchant: No alcanzamos a juntarnos con la escuela Los Boldos porque no hay tiempo en el horario.
Rosalba Quintupil: Los niños eligieron los cuentos y ahora ellos les leen a los más chicos cada viernes.
"""
NAMES = ("Rosalba", "Quintupil", "Eduardo", "Marchant", "Boldos")


def _project(tmp_path: Path, **given: object) -> Project:
    (tmp_path / "sesion.txt").write_text(TALK, encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([tmp_path / "sesion.txt"], **given)
    return project


def _shown(project: Project) -> str:
    parts = [document.text + str(document.turns) for document in project.documents]
    parts += [str(x) for x in (*project.codings, *project.experiences, *project.scores)]
    store = project._workspace.store
    return " ".join([*parts, str(store.surveys()), str(store.attendance()), str(store.members())])


def _found(text: str) -> list[str]:
    return [name for name in NAMES if name in text]


def test_names_go_unless_it_is_asked_for(tmp_path: Path) -> None:
    assert _found(_shown(_project(tmp_path))) == []


def test_names_stay_where_it_is_asked_for_and_titles_hold_none(tmp_path: Path) -> None:
    file = tmp_path / "Rosalba Quintupil.txt"
    file.write_text(TALK, encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([file], keep_names=True)
    assert _found(_shown(project)) == list(NAMES)
    assert _found(project.documents[0].title) == []


def test_the_next_file_is_hidden_again(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    (tmp_path / "dos.txt").write_text(TALK.replace("cada viernes", "los martes"), encoding="utf-8")
    project.ingest([tmp_path / "dos.txt"], session=2)
    assert [bool(_found(document.text)) for document in project.documents] == [False, True]


def test_all_hides_them_with_every_coding_in_its_place(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    project.code()
    before = {coding.id: coding.code for coding in project.codings}
    assert before
    done = project.hide_all_names()
    assert done.places > 0
    assert _found(_shown(project)) == []
    assert {coding.id: coding.code for coding in project.codings} == before
    text = project.documents[0].text
    assert all(coding.evidence.quote == coding.evidence.span.of(text) for coding in project.codings)
    assert files_with_names(project._workspace) == []
    raw = b"".join(f.read_bytes() for f in (project.folder / ".qualkit").glob("qualkit.sqlite*"))
    assert "Quintupil" not in raw.decode("utf-8", "ignore")


def test_a_dry_run_of_it_changes_nothing(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    assert project.hide_all_names(dry_run=True).places > 0
    assert _found(_shown(project)) == list(NAMES)
    assert len(files_with_names(project._workspace)) == 1


def test_it_gives_what_reading_would_have_given(tmp_path: Path) -> None:
    kept = _project(tmp_path / "a", keep_names=True) if (tmp_path / "a").mkdir() is None else None
    plain = _project(tmp_path / "b") if (tmp_path / "b").mkdir() is None else None
    assert kept is not None
    assert plain is not None
    kept.hide_all_names()
    assert kept.documents == plain.documents
    segments = [p._workspace.store.segments(p.documents[0].id) for p in (kept, plain)]
    assert segments[0] == segments[1]


def test_what_it_hid_can_be_put_back(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    project.hide_all_names()
    project.undo_name("Eduardo Marchant")
    assert "en eso con Eduardo Marchant." in project.documents[0].text
    assert "Quintupil" not in _shown(project)


def test_ingesting_it_again_without_the_flag_hides_them(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    result = project.ingest([tmp_path / "sesion.txt"])[0]
    assert result.status == "unchanged"
    assert any("hidden now" in warning for warning in result.warnings)
    assert _found(_shown(project)) == []


def test_the_flag_brings_no_name_back(tmp_path: Path) -> None:
    project = _project(tmp_path)
    result = project.ingest([tmp_path / "sesion.txt"], keep_names=True)[0]
    assert any("changes nothing" in warning for warning in result.warnings)
    assert _found(_shown(project)) == []


def test_the_tables_of_a_whole_project_are_hidden_too(tmp_path: Path) -> None:
    network.write_material(tmp_path / "material")
    with network.start(tmp_path / "red") as project:
        project.ingest([tmp_path / "material"], keep_names=True)
        assert any(secret in _shown(project) for secret in network.SECRETS)
        project.hide_all_names()
        assert [secret for secret in network.SECRETS if secret.casefold() in _shown(project).casefold()] == []


def test_nothing_is_sent_while_names_are_there(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    settings = project.folder / "qualkit.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('name = "local"', 'name = "openai:m"'), encoding="utf-8"
    )
    with Project.open(project.folder) as again:
        with pytest.raises(InputError, match="--keep-names"):
            again.index()
        with pytest.raises(InputError, match="--keep-names"):
            again.search("lectura")


def test_no_judge_is_sent_a_form_while_names_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:1/v1")
    project = _project(tmp_path, keep_names=True)
    file = project._workspace.store.files()[0]["sha256"]
    project._workspace.store.add_experiences([Experience("e1", None, {"necesidad": "Leer con Rosalba."})], file)
    with pytest.raises(InputError, match="Nothing of this project is sent"):
        project.score(judge="llm:openai:m")


def test_status_doctor_report_and_export_say_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = _project(tmp_path, keep_names=True)
    project.code()
    place = ["--project", str(project.folder), "--lang", "en"]
    assert any("--keep-names" in note for note in project.status().notes)
    assert any("--keep-names" in finding.detail for finding in examine(project.folder))
    heard: list[str] = []
    export_table(project._workspace, tmp_path / "c.csv", what="codings", warn=heard.append)
    assert any("--keep-names" in said for said in heard)
    assert run([*place, "report", "--format", "html"]) == 0
    assert "--keep-names" in capsys.readouterr().err
    assert "--keep-names" in (project.folder / "informes" / "informe.html").read_text(encoding="utf-8")


def test_what_was_written_of_such_a_form_is_hidden_too(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    store = project._workspace.store
    form = Experience("e1", None, {"necesidad": "Faltaba leer con Rosalba Quintupil cada semana."}, name="Leer")
    store.add_experiences([form], store.files()[0]["sha256"])
    evidence = (Evidence(8, 36, form.fields["necesidad"][8:36], "necesidad"),)
    score = Score("e1", "c", 2, "scored", evidence, "Lo dice Rosalba Quintupil.", "evidence")
    with project._workspace.run("test", {}) as made:
        store.add_score(score, experience_hash=form.hash, rubric="r@1", run=made.id)
    project.hide_all_names()
    assert _found(_shown(project)) == []
    now = project.scores[0].evidence[0]
    assert now.quote == now.span.of(project.experiences[0].fields["necesidad"])


def test_the_command_line_asks_for_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = _project(tmp_path)
    (tmp_path / "dos.txt").write_text(TALK.replace("cada viernes", "los martes"), encoding="utf-8")
    place = ["--project", str(project.folder), "--lang", "en"]
    assert run([*place, "ingest", "--keep-names", str(tmp_path / "dos.txt")]) == 0
    assert len(files_with_names(project._workspace)) == 1
    capsys.readouterr()
    assert run([*place, "pseudonymize", "--all", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["action"] == "all"
    assert run([*place, "pseudonymize", "--all"]) == 2


def test_registers_are_hidden_cell_by_cell_and_come_back(tmp_path: Path) -> None:
    project = _project(tmp_path, keep_names=True)
    store = project._workspace.store
    file = store.files()[0]["sha256"]
    agreement = {"agreement": "Leer con Rosalba Quintupil.", "responsible": "directora y Eduardo Marchant", "state": ""}
    encounter = {"territory": "Red Quintupil", "schools": ["Escuela Los Boldos"], "other": {"nota": "Vino Rosalba."}}
    store.add_records("agreements", [agreement], file)
    store.add_records("encounters", [encounter], file)
    project.hide_all_names()
    hidden = [store.records(kind)[0] for kind in ("agreements", "encounters")]
    assert "directora" in hidden[0]["responsible"]
    assert hidden[1]["territory"] == "Red Quintupil"
    shown = json.dumps([hidden[0], {**hidden[1], "territory": ""}], ensure_ascii=False)
    assert _found(shown) == []
    project.undo_name("Escuela Los Boldos")
    assert store.records("encounters")[0]["schools"] == ["Escuela Los Boldos"]
