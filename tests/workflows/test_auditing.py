"""An audit is of one coder with the codebooks as they are now; its disagreements are a table like any other."""

import csv
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.errors import InputError
from qualkit.model import Coding, Document, Evidence, Label, Segment
from qualkit.project import Project
from qualkit.workflows.auditing import audit_project, write_disagreements
from qualkit.workflows.instruments import open_codebook

TEXT = "=Leímos con los niños cada viernes."


@pytest.fixture
def project(tmp_path: Path):
    """Return a project in which «combined» found «c» with a former codebook and nothing with the present one."""
    with Project.create(tmp_path / "red") as project:
        store = project._workspace.store
        book = open_codebook("lar")
        document = Document("d1", "sesion", "transcript", TEXT, ())
        span = Evidence(0, len(TEXT), TEXT).span
        former = Coding("d1", span, "c", "lar@antes", "combined", 0.5, Evidence.at(span, TEXT))
        with project._workspace.run("ingest", {}) as made:
            store.add_file(sha256="f", path="/f", kind="transcript", run=made.id, document="d1")
            store.add_document(document, [Segment("d1", 0, 0, span)], "f")
            store.add_labels([Label("d1", span, "c", "ana")], made.id)
        for signature, codings in (("lar@antes", [former]), (f"lar@{book.hash}", [])):
            with project._workspace.run("code", {"codebooks": [signature], "coder": "combined"}) as made:
                store.add_codings("d1", signature, "combined", codings, made.id)
        yield project


def test_codings_of_a_former_codebook_do_not_count(project: Project) -> None:
    assert [(code.n_human, code.n_machine) for code in audit_project(project._workspace).codes] == [(1, 0)]


def test_a_coder_that_coded_nothing_is_an_error_that_names_those_that_did(project: Project) -> None:
    with pytest.raises(InputError, match=r"“nonesuch” has coded no document.*: combined\."):
        audit_project(project._workspace, coder="nonesuch")


def test_disagreements_are_harmless_and_replace_nothing_unasked(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "errores.csv"
    line = ["--project", str(project.folder), "audit", "--errors", str(file)]
    assert run(line) == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        assert [row["text"] for row in csv.DictReader(stream, delimiter=";")] == [f"'{TEXT}"]
    file.write_text("mío", encoding="utf-8")
    assert run(line) == 2
    assert file.read_text(encoding="utf-8") == "mío"
    assert run([*line, "--force"]) == 0
    assert file.read_text(encoding="utf-8") != "mío"
    with pytest.raises(InputError, match="does not exist"):
        write_disagreements(project._workspace, tmp_path / "nada" / "e.csv", coder="combined")
