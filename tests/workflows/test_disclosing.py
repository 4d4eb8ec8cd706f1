"""A person sees all that is kept of them, in their own words, and nobody else does."""

import json
import stat
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.errors import InputError
from qualkit.i18n import speaking
from qualkit.project import Project
from qualkit.workflows.disclosing import as_text, disclose, write_disclosure

from . import network

HER = "Rosalba Quintupil"


def test_all_that_is_kept_of_a_person_is_told(finished: Project) -> None:
    found = finished.disclose(HER)
    assert found.called == "Persona 1"
    assert HER in found.names
    assert network.MAIL in found.names
    assert len(found.said) == 8
    assert {one.date for one in found.said} == {"2025-04-10", "2025-05-15"}
    assert found.said[0].label == "Escuela 1 - Persona 1"
    assert sorted({one.by for one in found.named}) == ["Escuela 2 - Persona 2", "comentario", "resumen"]
    assert [row.values["attended"] for row in found.rows] == [True, False]
    assert len(found.coded) == 8
    assert all(one.quote in " ".join(said.text for said in found.said) for one in found.coded)
    assert {one.run for one in found.coded} <= {run.id for run in finished._workspace.store.runs()}
    assert found.outputs == ("informes/informe.html",)
    assert len(found.files) == 3
    assert found.sent == ()


def test_what_was_sent_to_a_model_is_told(finished: Project) -> None:
    store, at = finished._workspace.store, "2026-01-01T00:00:00+00:00"
    said = finished.disclose(HER).said[0].text
    store.add_reply("k1", model="llm:x", request={"messages": [{"content": f"mira: {said}"}]}, reply={}, at=at)
    store.add_reply("k2", model="llm:y", request={"messages": [{"content": "de Persona 1"}]}, reply={}, at=at)
    store.add_reply("k3", model="llm:z", request={"messages": [{"content": "de Persona 10"}]}, reply={}, at=at)
    assert [one.model for one in finished.disclose(HER).sent] == ["llm:x", "llm:y"]


def test_looking_leaves_the_project_as_it_was(finished: Project) -> None:
    runs = len(finished._workspace.store.runs())
    finished.disclose(HER)
    assert len(finished._workspace.store.runs()) == runs
    assert finished._workspace.store.tombstones() == []


@pytest.mark.parametrize(("language", "heading"), [("es", "Lo que guardamos de usted"), ("en", "What we keep of you")])
def test_it_is_told_in_the_language_of_the_person(finished: Project, language: str, heading: str) -> None:
    with speaking(language):
        text = as_text(finished.disclose(HER))
    if language == "es" and heading not in text:
        pytest.skip("the catalogue has not been made again yet")
    assert text.startswith(heading)
    assert "Persona 1" in text
    assert network.RIO_1[1][1][:40] in text


@pytest.mark.parametrize("form", ["txt", "json", "html", "docx"])
def test_the_file_is_for_its_owner_alone(finished: Project, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"datos.{form}"
    write_disclosure(finished._workspace, finished.disclose(HER), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.glob(".*")) == []
    if form == "docx":
        from docx import Document

        text = "\n".join(paragraph.text for paragraph in Document(str(file)).paragraphs)
    else:
        text = file.read_text(encoding="utf-8")
    assert "los estudiantes de sexto eligen el tema del mes" in text
    if form == "json":
        assert json.loads(text)["called"] == "Persona 1"


def test_a_tag_in_the_words_is_a_word_in_html(tmp_path: Path, empty: Project) -> None:
    (tmp_path / "s.txt").write_text("Ana Soto: Puse <script>alert(1)</script> en el chat & ya.\n", encoding="utf-8")
    empty.ingest([tmp_path / "s.txt"])
    write_disclosure(empty._workspace, empty.disclose("Ana Soto"), tmp_path / "d.html")
    assert "<script>" not in (tmp_path / "d.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [("informes/datos.txt", "among the reports"), ("datos.pdf", "ends in .txt"), ("no/datos.txt", "does not exist")],
)
def test_it_is_not_written_just_anywhere(finished: Project, place: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        write_disclosure(finished._workspace, finished.disclose(HER), place / name)


def test_a_file_is_replaced_only_where_that_is_said(finished: Project, tmp_path: Path) -> None:
    file = tmp_path / "datos.txt"
    file.write_text("mío", encoding="utf-8")
    with pytest.raises(InputError, match="--force"):
        write_disclosure(finished._workspace, finished.disclose(HER), file)
    write_disclosure(finished._workspace, finished.disclose(HER), file, force=True)
    assert file.read_text(encoding="utf-8") != "mío"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_person_whose_names_are_kept_is_found_by_name(tmp_path: Path, empty: Project) -> None:
    (tmp_path / "s.txt").write_text("Ana Soto: Digo algo.\nLuis Rojas: Como dijo Ana Soto, sí.\n", encoding="utf-8")
    empty.ingest([tmp_path / "s.txt"], keep_names=True)
    found = disclose(empty._workspace, "Ana Soto")
    assert [one.text for one in found.said] == ["Digo algo."]
    assert [one.by for one in found.named] == ["Luis Rojas"]


def test_nothing_is_kept_after_a_forgetting(finished: Project) -> None:
    finished.forget(HER, by="human:ana")
    with pytest.raises(InputError, match="forgotten already"):
        finished.disclose(HER)


def test_the_command_prints_or_writes(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--project", str(place), "--lang", "en", "disclose", HER]
    assert run(command) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("What we keep of you")
    assert "hand it to that person alone" in shown.err
    assert run([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["called"] == "Persona 1"
    assert run([*command, "--output", str(tmp_path / "d.html")]) == 0
    assert run([*command, "--output", str(place / "informes" / "d.html")]) == 2
