"""Quotes against files, documents and fields: what is missing is said row by row, and a denial before a quote too."""

import json
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.errors import InputError
from qualkit.project import Project
from qualkit.workflows.locating import as_row, locate_in_document, locate_in_field, locate_rows

TALK = "Ana: No llegan las familias a la reunión.\nLeo: Llegan las familias a la feria del viernes.\n"
QUOTE = "llegan las familias"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "sesion.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "ruido.docx").write_bytes(b"\x00\x81\xfe" * 700)
    rows = [
        {"id": 1, "source": "nada.txt", "quote": QUOTE},
        {"id": 2, "source": "ruido.docx", "quote": QUOTE},
        {"id": 3, "source": "sesion.txt", "quote": "a la feria del viernes"},
        {"id": 4, "source": "sesion.txt", "quote": QUOTE},
        {"id": 5, "source": "nada.txt", "quote": QUOTE},
    ]
    (tmp_path / "citas.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_a_source_that_cannot_be_read_stops_no_other_row(sources: Path) -> None:
    answers = [as_row(answer) for answer in locate_rows(sources / "citas.jsonl", sources)]
    assert [(row["id"], row["found"]) for row in answers] == [(1, False), (2, False), (3, True), (4, True), (5, False)]
    assert all((row["start"], row["end"]) == (None, None) and row["reason"] for row in answers if not row["found"])
    assert set(answers[2]) == {"id", "found", "start", "end"}


def test_rows_with_a_missing_source_end_with_exit_code_1(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["locate", "--input", str(sources / "citas.jsonl"), "--sources", str(sources)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_a_denial_right_before_the_quote_is_said(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "warning" in as_row(list(locate_rows(sources / "citas.jsonl", sources))[3])
    assert run(["--lang", "en", "locate", "--source", str(sources / "sesion.txt"), "--quote", QUOTE]) == 0
    said = capsys.readouterr()
    assert ("Found" in said.out, "denies it" in said.err) == (True, True)


def test_the_last_word_of_the_turn_before_denies_nothing(tmp_path: Path) -> None:
    file = tmp_path / "t.vtt"
    file.write_text(
        "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ana>Yo digo que no</v>\n\n00:02.000 --> 00:04.000\n"
        "<v Leo>llegan las familias siempre</v>\n",
        encoding="utf-8",
    )
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": 1, "source": "t.vtt", "quote": QUOTE}), encoding="utf-8")
    assert set(as_row(next(locate_rows(tmp_path / "q.jsonl", tmp_path)))) == {"id", "found", "start", "end"}


def test_a_field_of_an_experience_is_looked_in(finished: Project, capsys: pytest.CaptureFixture[str]) -> None:
    form = finished.experiences[0]
    field, text = next(iter(form.fields.items()))
    quote = " ".join(text.split()[:5])
    found = locate_in_field(finished._workspace, form.id, field, quote)
    assert (found.found, found.start) == (True, 0)
    line = ["--project", str(finished.folder), "locate", "--document", form.id, "--field", field, "--quote", quote]
    assert run([*line, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["found"] is True
    with pytest.raises(InputError, match="has no field"):
        locate_in_field(finished._workspace, form.id, "nada", quote)
    with pytest.raises(InputError, match="no experience"):
        locate_in_field(finished._workspace, "nadie", field, quote)


def test_a_field_of_a_file_is_a_mistake(sources: Path) -> None:
    assert run(["locate", "--source", str(sources / "sesion.txt"), "--field", "resumen", "--quote", QUOTE]) == 2


def test_a_document_is_found_by_a_title_that_only_it_has(tmp_path: Path) -> None:
    for place in ("uno", "dos"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "reunion.txt").write_text(TALK + f"Ana: En {place} hubo feria.\n", encoding="utf-8")
    (tmp_path / "uno" / "cierre.txt").write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "red") as project:
        project.ingest([tmp_path / "uno", tmp_path / "dos"])
        assert locate_in_document(project._workspace, "cierre", "a la feria del viernes").found
        with pytest.raises(InputError, match="Give the id of one"):
            locate_in_document(project._workspace, "reunion", "a la feria del viernes")
