"""An edited file takes the place of its former version, and what people said of unchanged passages comes along."""

from pathlib import Path

import pytest

from qualkit.model import Label
from qualkit.project import Project
from qualkit.workflows.reviewing import decide, standing

BEFORE = """Paola: Nosotros nos comprometemos a traer la lista de lectura el jueves, quedamos en eso con todas las escuelas.
Hernán: No alcanzamos a juntarnos porque no hay tiempo en el horario, la carga es mucha y nadie llega a la reunión.
Paola: Los niños eligieron los cuentos y ahora ellos les leen a los más chicos en la biblioteca cada viernes.
"""
AFTER = BEFORE.replace("el jueves", "el martes")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "sesion.txt").write_text(BEFORE, encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([tmp_path / "sesion.txt"], territory="Red Costa", session=1)
    project.code()
    return project


def _edit(project: Project) -> None:
    file = project.folder.parent / "sesion.txt"
    file.write_text(AFTER, encoding="utf-8")
    project.ingest([file], territory="Red Costa", session=1)


def test_the_edited_version_is_the_only_one_shown(project):
    _edit(project)
    assert [document.text for document in project.documents] == [project.documents[0].text]
    assert "el martes" in project.documents[0].text


def test_whoever_ingests_an_edited_file_is_told(project):
    file = project.folder.parent / "sesion.txt"
    file.write_text(AFTER, encoding="utf-8")
    assert any("edited version" in warning for warning in project.ingest([file])[0].warnings)


def test_decisions_on_unchanged_passages_are_carried_over_once(project):
    workspace = project._workspace
    kept = [c for c in project.codings if "jueves" not in c.segment.of(project.documents[0].text)]
    changed = [c for c in project.codings if c not in kept]
    assert kept
    assert changed
    for coding in project.codings:
        decide(workspace, coding, "accepted", by="human:ana", why="clara")
    _edit(project)
    for _again in range(2):
        project.code()
        decided = standing(workspace)
        present = {c.id: c.segment.of(project.documents[0].text) for c in project.codings}
        assert sorted(present[i] for i in decided if i in present) == sorted(
            c.segment.of(_former_text(project)) for c in kept
        )


def _former_text(project: Project) -> str:
    former, _present = project._workspace.store.replaced_documents()[0]
    return project._workspace.store.document(former).text


def test_labels_on_unchanged_passages_are_carried_over(project):
    workspace = project._workspace
    document = project.documents[0]
    spans = [turn.span for turn in document.turns]
    labels = [Label(document.id, span, "corresponsabilidad", "human:ana") for span in spans]
    with workspace.run("test", {}) as run:
        workspace.store.add_labels(labels, run.id)
    _edit(project)
    project.code()
    words = [label.segment.of(project.documents[0].text) for label in workspace.store.labels()]
    assert words == [span.of(document.text) for span in spans[1:]]


def test_the_former_version_comes_back_with_everything_said_of_it(project):
    workspace = project._workspace
    decide(workspace, project.codings[0], "rejected", by="human:ana")
    _edit(project)
    file = project.folder.parent / "sesion.txt"
    file.write_text(BEFORE, encoding="utf-8")
    project.ingest([file])
    assert "el jueves" in project.documents[0].text
    assert standing(workspace)[project.codings[0].id] == "rejected"
