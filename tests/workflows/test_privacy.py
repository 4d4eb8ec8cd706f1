"""No name of a person or school, no RUT, phone or address gets into the record, a report, a table or a message."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

import pytest

from qualkit.cli import run
from qualkit.project import Project
from qualkit.workflows.keys import load_key

from . import network

WHERE_FILES_LIE = {("files", "path"), ("files", "reason")}
"""A file's own path is kept, as its name is: how else would it be found again. It never leaves the record."""


def _leaks(text: str, secrets: Sequence[str] = network.SECRETS) -> list[str]:
    return [secret for secret in secrets if secret.casefold() in text.casefold()]


def test_no_table_of_the_record_holds_a_name(finished: Project, place: Path) -> None:
    finished.search("confianza")
    connection = sqlite3.connect(place / ".qualkit" / "qualkit.sqlite")
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {}
    for table in tables:
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        for row in cursor:
            for name, value in zip(names, row, strict=True):
                if (table, name) not in WHERE_FILES_LIE and (leaks := _leaks(str(value))):
                    found[table, name] = leaks
    connection.close()
    assert {"documents", "segments", "codings", "scores", "attendance", "surveys", "members"} <= set(tables)
    assert found == {}


def test_no_byte_of_the_record_or_the_index_holds_a_name(finished: Project, place: Path) -> None:
    """The material lies under a path without names here, so not even the paths may show one."""
    finished.search("confianza")
    names = [secret for secret in network.SECRETS if not secret.isdigit()]  # digits alone stand in any binary file
    files = [file for file in (place / ".qualkit").rglob("*") if file.is_file() and file.name != "seudonimos.sqlite"]
    assert len(files) > 1
    leaks = {file.name: _leaks(file.read_bytes().decode("utf-8", "ignore"), names) for file in files}
    assert [name for name, found in leaks.items() if found] == []


def test_no_report_holds_a_name(finished: Project) -> None:
    files = {**finished.report(), **{f"mapa.{k}": v for k, v in finished.map().items()}}
    files |= {f"nube.{kind}": file for kind, file in finished.cloud().items()}
    shown = {name: file.read_bytes().decode("utf-8", "ignore") for name, file in files.items()}
    with ZipFile(files["docx"]) as word:
        shown["docx"] = "".join(word.read(part).decode("utf-8", "ignore") for part in word.namelist())
    shown["pdf"] = _text_of_pdf(files["pdf"])
    assert len(shown["pdf"]) > 1000
    assert {name: found for name, text in shown.items() if (found := _leaks(text))} == {}


def _text_of_pdf(file: Path) -> str:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(file)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return text


@pytest.mark.parametrize("what", ["codings", "scores", "segments"])
@pytest.mark.parametrize("form", ["csv", "jsonl", "xlsx"])
def test_no_export_holds_a_name(place: Path, what: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = place / f"salida.{form}"
    assert run(["--project", str(place), "export", str(file), "--what", what]) == 0
    if form == "xlsx":
        with ZipFile(file) as book:
            text = "".join(book.read(part).decode("utf-8") for part in book.namelist())
    else:
        text = file.read_text(encoding="utf-8")
    assert len(text) > 500
    assert _leaks(text) == []


@pytest.mark.parametrize("json_", [[], ["--json"]], ids=["text", "json"])
def test_no_message_holds_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str], json_: list[str]) -> None:
    network.write_material(tmp_path / "material")
    network.start(tmp_path / "red").close()
    project = ["--project", str(tmp_path / "red")]
    shown = ""
    for command in (["ingest", str(tmp_path / "material")], ["search", "lectura"], ["status"]):
        run([*project, *command, *json_])
        shown += "".join(capsys.readouterr())
    assert "lectura" in shown
    assert _leaks(shown) == []


def test_a_file_named_after_a_person_does_not_carry_the_name_into_titles_or_reports(
    empty: Project, tmp_path: Path
) -> None:
    network.write_material(tmp_path / "material")
    by_name = tmp_path / "material" / "sesiones" / "red-rio-hondo" / "rosalba_quintupil_sesion-3.vtt"
    by_name.write_text(network.vtt(network.RIO_1[:5]), encoding="utf-8")
    (tmp_path / "material" / "Entrevista Eduardo Marchant.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "material" / "acta EDUARDO MARCHANT.vtt").write_bytes(b"")
    empty.ingest([tmp_path / "material"])
    assert [_leaks(document.title) for document in empty.documents] == [[]] * len(empty.documents)
    html = empty.report(formats=("html",))["html"].read_text(encoding="utf-8")
    assert ".jpg" in html
    assert _leaks(html) == []


def test_the_key_belongs_to_its_owner_alone_and_holds_what_everything_else_hides(
    finished: Project, place: Path
) -> None:
    finished.ingest([place.parent / "material"])
    key = place / ".qualkit" / "seudonimos.sqlite"
    assert key.stat().st_mode & 0o077 == 0
    assert key.parent.stat().st_mode & 0o077 == 0
    assert any("Quintupil" in original for original in load_key(key).people)
    assert not list(key.parent.glob("*.part"))


def test_the_territory_stays(finished: Project) -> None:
    assert {document.territory for document in finished.documents} == {"Red Río Hondo", "Red Cerro Azul"}
