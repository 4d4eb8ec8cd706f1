"""What the command line says to somebody who mistyped, who looks for what comes next or who lacks something."""

import re
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from qualkit.workflows import doctor
from qualkit.workflows.doctor import examine
from qualkit.workflows.status import project_status
from qualkit.workflows.workspace import open_project

from ..workflows import network
from .conftest import Call


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "stauts", "“qualkit status”"),
        ("en", "estdo", "“qualkit status”"),
        ("es", "stauts", "«qualkit estado»"),
        ("es", "codifcar", "«qualkit codificar»"),
        ("en", "Report", "“qualkit report”"),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest_one(
    call: Call, nowhere: Path, language: str, typed: str, meant: str
) -> None:
    said = call("--lang", language, typed)
    assert (said.code, meant in said.err) == (2, True)


def test_a_command_like_no_other_is_sent_to_the_list(call: Call, nowhere: Path) -> None:
    said = call("--lang", "en", "zzzz")
    assert (said.code, "“qualkit --help” lists them." in said.err, "mean" in said.err) == (2, True, False)


@pytest.mark.parametrize("option", ["--lang", "--project", "-v"])
def test_an_option_of_all_commands_stands_before_the_command(call: Call, nowhere: Path, option: str) -> None:
    said = call("--lang", "en", "status", option, "es")
    assert said.code == 2
    assert f"{option} goes before the command: qualkit {option} … status" in said.err


def test_an_option_nobody_knows_is_no_option_of_all_commands(call: Call, nowhere: Path) -> None:
    assert "before the command" not in call("--lang", "en", "status", "--nada").err


def test_the_line_to_paste_is_quoted(call: Call, nowhere: Path) -> None:
    assert "cd 'Mi Red' && " in call("--lang", "en", "init", "Mi Red").out
    assert "cd otra && " in call("--lang", "en", "init", "otra").out


def test_verbose_ends_with_versions_and_the_run(call: Call, place: Path) -> None:
    said = call("--lang", "en", "-v", "select")
    assert re.search(r"^Run \d{8}T\d{6}-[0-9a-f]{6} \(select\)$", said.err, re.MULTILINE)
    assert f"numpy {version('numpy')}" in said.err
    assert "Run 2" not in call("--lang", "en", "-v", "status").err
    assert "numpy" not in call("--lang", "en", "status").err


# What comes next


def _next(place: Path) -> str:
    workspace = open_project(place)
    try:
        return project_status(workspace).next_step
    finally:
        workspace.store.close()


def test_a_finished_project_has_only_the_review_left(call: Call, place: Path) -> None:
    assert call("map").code == call("cloud").code == call("report").code == 0
    assert _next(place) == "qualkit review --as YOUR-NAME"


def test_a_document_that_came_later_is_to_be_coded(call: Call, place: Path) -> None:
    (place / "nueva.txt").write_text("Ana: Hoy contamos lo que hicimos en la escuela este año.\n", encoding="utf-8")
    assert call("ingest", "nueva.txt", "--territory", "Red Río Hondo").code == 0
    said = call("--lang", "en", "status", "--json").json
    assert said["next_step"] == "qualkit code"
    assert "1 document is not coded yet." in said["notes"]
    assert call("--lang", "es", "estado", "--json").json["next_step"] == "qualkit codificar"


def test_a_report_older_than_a_decision_is_to_be_written_again(call: Call, place: Path) -> None:
    import os

    from click.testing import CliRunner

    from qualkit.cli import cli

    assert call("map").code == call("cloud").code == call("report").code == 0
    CliRunner().invoke(cli, ["review", "--as", "ana", "--limit", "1"], input="a\n")
    for file in (place / "informes").glob("informe.*"):
        os.utime(file, (0, file.stat().st_mtime - 60))
    assert _next(place) == "qualkit report"


def test_runs_that_a_later_one_made_good_are_not_unfinished(place: Path) -> None:
    workspace = open_project(place)
    with pytest.raises(ZeroDivisionError), workspace.run("code", {"codebooks": []}):
        raise ZeroDivisionError
    assert any("did not end" in note for note in project_status(workspace).notes)
    with workspace.run("code", {"codebooks": []}):
        pass
    assert not any("did not end" in note for note in project_status(workspace).notes)
    workspace.store.close()


def test_status_counts_the_tables_too(call: Call, place: Path) -> None:
    counts = call("status", "--json").json["counts"]
    assert all(counts[name] > 0 for name in ("survey answers", "attendance rows", "members"))


# The doctor


def test_the_doctor_says_what_is_missing_and_how_to_get_it(
    call: Call, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_typst(name: str) -> str:
        if name in ("typst", "langchain-openai"):
            raise PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr("importlib.metadata.version", without_typst)
    said = call("--lang", "en", "doctor")
    assert said.code == 1
    assert re.search(r"^✗ +typst +not installed; “python -m pip install typst” brings it$", said.out, re.MULTILINE)
    assert re.search(r"^– +langchain-openai +not installed", said.out, re.MULTILINE)


def test_the_doctor_looks_and_makes_nothing(nowhere: Path) -> None:
    (nowhere / "qualkit.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert {finding.what: finding.ok for finding in examine()}["project"]
    assert [file.name for file in nowhere.iterdir()] == ["qualkit.toml"]


def test_the_doctor_changes_no_table(fresh: Path) -> None:
    before = {file: file.read_bytes() for file in (fresh / ".qualkit").iterdir()}
    assert {finding.what: finding.ok for finding in examine()}["project"]
    assert {file: file.read_bytes() for file in (fresh / ".qualkit").iterdir()} == before


def test_the_doctor_knows_a_record_from_the_future(fresh: Path) -> None:
    connection = sqlite3.connect(fresh / ".qualkit" / "qualkit.sqlite")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    [project] = [finding for finding in examine() if finding.what == "project"]
    assert (project.ok, "newer qualkit" in project.detail) == (False, True)


@pytest.mark.parametrize(
    ("file", "content"),
    [("qualkit.toml", b"[project\n"), (".qualkit/qualkit.sqlite", b"no es una base de datos " * 200)],
)
def test_the_doctor_says_what_cannot_be_read(call: Call, fresh: Path, file: str, content: bytes) -> None:
    (fresh / file).write_bytes(content)
    said = call("--lang", "en", "doctor")
    assert said.code == 1
    assert re.search("^✗ +project ", said.out, re.MULTILINE)


def test_the_doctor_asks_for_every_library_that_qualkit_declares() -> None:
    import tomllib

    declared = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"[<>=!~ ]", line)[0].lower() for line in declared["project"]["dependencies"]}
    assert names <= {name.lower() for name in (*doctor._NEEDED, *doctor._FOR_MODELS)}


# Places that cannot be written or read


@pytest.mark.parametrize("command", ["map", "cloud", "report"])
def test_where_nothing_can_be_written_one_sentence_says_so(call: Call, place: Path, command: str) -> None:
    import shutil

    shutil.rmtree(place / "informes")
    (place / "informes").write_text("", encoding="utf-8")
    said = call("--lang", "en", command)
    assert (said.code, "informes cannot be written" in said.err) == (4, True)


@pytest.mark.parametrize(("command", "file"), [("map", "mapa.svg"), ("cloud", "nube.png"), ("report", "informe.html")])
def test_a_file_that_cannot_be_written_is_named(call: Call, place: Path, command: str, file: str) -> None:
    (place / "informes" / file).unlink(missing_ok=True)
    (place / "informes" / file).mkdir(parents=True)
    said = call("--lang", "en", command)
    assert (said.code, f"{file} cannot be written" in said.err) == (4, True)


def test_settings_that_cannot_be_read_are_named(call: Call, fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("qualkit.workflows.workspace.read_settings", refuse)
    said = call("--lang", "en", "status")
    assert (said.code, "qualkit.toml cannot be read: Permission denied" in said.err) == (4, True)


# Territories and the project's own instruments


@pytest.mark.parametrize("name", ["red rio hondo", "RED RÍO HONDO", " Red  Río Hondo"])
def test_a_territory_is_found_whatever_its_case_and_accents(call: Call, place: Path, name: str) -> None:
    assert call("map", "--territory", name).code == 0
    assert "Red Río Hondo" in (place / "informes" / "mapa.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["map", "cloud"])
def test_an_unknown_territory_is_answered_with_those_there_are(call: Call, place: Path, command: str) -> None:
    said = call("--lang", "en", command, "--territory", "Nadie")
    assert (said.code, "“Nadie”. There are: Red Cerro Azul, Red Río Hondo." in said.err) == (2, True)


@pytest.mark.parametrize(("group", "bundled"), [("codebook", "lar"), ("rubric", "experiencias_demostrativas")])
def test_the_projects_own_instruments_are_seen(call: Call, nowhere: Path, group: str, bundled: str) -> None:
    from qualkit import resources

    (nowhere / "qualkit.toml").write_text("", encoding="utf-8")
    own = nowhere / f"{group}s" / "propio.v1.yaml"
    own.parent.mkdir()
    text = resources.newest(f"{group}s", bundled).read_text(encoding="utf-8")
    own.write_text(re.sub(rf"^{group}: .*$", f"{group}: propio", text, flags=re.MULTILINE), encoding="utf-8")
    assert "propio" in {row["name"] for row in call(group, "list", "--json").json}
    assert call(group, "show", "propio", "--json").json["name"] == "propio"
    assert call(group, "validate", "propio").code == 0
    assert not (nowhere / ".qualkit").exists()


def test_an_instrument_of_a_folder_that_is_no_project_is_not_looked_for(call: Call, nowhere: Path) -> None:
    (nowhere / "carpeta").mkdir()
    assert call("--project", "carpeta", "codebook", "list").code == 4


# In Spanish


def test_kinds_of_files_are_named_in_spanish(call: Call, fresh: Path) -> None:
    network.write_material(fresh.parent / "material")
    shown = call("--lang", "es", "ingresar", "../material").out
    kinds = ("transcripción", "fichas", "encuesta", "asistencia", "miembros", "chat")
    assert [kind for kind in kinds if kind not in shown] == []


@pytest.mark.parametrize(
    ("command", "usage"),
    [
        ("iniciar", "CARPETA"),
        ("ingresar", "RUTAS..."),
        ("leer", "ARCHIVO"),
        ("buscar", "CONSULTA"),
        ("demo", "[CARPETA]"),
    ],
)
def test_arguments_have_spanish_names(call: Call, nowhere: Path, command: str, usage: str) -> None:
    assert f"{command} [OPCIONES] {usage}" in call("--lang", "es", command, "--help").out


def test_the_map_has_no_english_word_in_spanish(call: Call, place: Path) -> None:
    assert call("map").code == 0
    page = (place / "informes" / "mapa.html").read_text(encoding="utf-8")
    assert "<label>Buscar<input" in page
    assert "Todos los territorios" in page
    assert "All concepts" not in page
