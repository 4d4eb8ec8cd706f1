"""The doctor warns of a project that lies open to others, says what to do, and touches nothing."""

import json
import os
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.project import Project
from qualkit.settings import Settings
from qualkit.workflows.doctor import examine
from qualkit.workflows.exposure import cloud_of, exposures, marked_by


def _warnings(folder: Path) -> dict[str, str]:
    """Return what is warned of, without the temporary folder in which every test lies."""
    found = {one.what: one.detail for one in exposures(folder, Settings()) if "temporary" not in one.detail}
    return found


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the folder of a project with one document."""
    (tmp_path / "s.txt").write_text("Ana Soto: Hola a todas.\nLuis Rojas: Buenas tardes.\n", encoding="utf-8")
    with Project.create(tmp_path / "red") as made:
        made.ingest([tmp_path / "s.txt"])
    return tmp_path / "red"


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\ana\OneDrive\red", "OneDrive"),
        (r"C:\Users\ana\OneDrive - Liceo Los Aromos\Documentos\red", "OneDrive"),
        ("/home/ana/Dropbox/red", "Dropbox"),
        ("/home/ana/Dropbox (Personal)/red", "Dropbox"),
        ("/Users/ana/Library/CloudStorage/GoogleDrive-ana@x.cl/Mi unidad/red", "Google Drive"),
        ("/Users/ana/Library/CloudStorage/OneDrive-Liceo/red", "OneDrive"),
        ("/Users/ana/Library/CloudStorage/Box-Box/red", "Box"),
        (r"G:\Mi unidad\red", "Google Drive"),
        (r"G:\My Drive\red", "Google Drive"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/red", "iCloud"),
        (r"C:\Users\ana\iCloudDrive\red", "iCloud"),
        ("/home/ana/Nextcloud/red", "Nextcloud"),
        ("/home/ana/ownCloud/red", "ownCloud"),
        ("/home/ana/pCloudDrive/red", "pCloud"),
        (r"P:\pCloud Drive\red", "pCloud"),
        ("/home/ana/MEGA/red", "MEGA"),
        ("/home/ana/Proton Drive/red", "Proton Drive"),
        ("/home/ana/red", None),
        ("/home/ana/proyectos/dropboxes/red", None),
        ("/home/ana/megaproyecto/red", None),
        ("/home/ana/caja-box/red", None),
        (r"C:\Users\ana\Documents\red", None),
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: str, service: str | None) -> None:
    assert cloud_of(path) == service


@pytest.mark.parametrize(
    ("mark", "service"),
    [
        (".dropbox.cache", "Dropbox"),
        (".sync_ab12.db", "Nextcloud"),
        (".stfolder", "Syncthing"),
        (".tmp.driveupload", "Google Drive"),
        ("unrelated", None),
    ],
)
def test_a_synced_folder_is_known_by_what_the_service_leaves(tmp_path: Path, mark: str, service: str | None) -> None:
    (tmp_path / mark).mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert marked_by(tmp_path / "a" / "b") == service


def test_a_synced_folder_is_known_by_the_environment(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(project.parent))
    assert "OneDrive" in _warnings(project)["cloud"]


def test_a_project_that_lies_well_is_warned_of_nothing(project: Path) -> None:
    assert _warnings(project) == {}


def test_a_temporary_folder_is_told(project: Path) -> None:
    assert any("temporary" in one.detail for one in exposures(project, Settings()))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_a_key_that_others_can_read_is_told(project: Path) -> None:
    (project / ".qualkit" / "seudonimos.sqlite").chmod(0o644)
    said = _warnings(project)["readers"]
    assert "seudonimos.sqlite" in said
    assert "chmod 600" in said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_a_record_that_others_can_read_is_told_where_they_can_reach_it(project: Path) -> None:
    (project / ".qualkit" / "qualkit.sqlite").chmod(0o644)
    assert "readers" not in _warnings(project)
    (project / ".qualkit").chmod(0o755)
    assert "qualkit.sqlite" in _warnings(project)["readers"]


def test_a_disk_without_modes_cannot_tell(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from qualkit.workflows import exposure

    monkeypatch.setattr(exposure._Look, "_file_system", "vfat")
    assert "cannot tell" in _warnings(project)["readers"]


@pytest.mark.parametrize(
    ("ignore", "where", "warned"),
    [
        ("", "repository", True),
        (".qualkit/\n", "repository", False),
        ("**/.qualkit\n", "repository", False),
        ("red/.qualkit/\n", "repository", False),
        ("*.pyc\n", "repository", True),
        (".qualkit/\n", "project", False),
    ],
)
def test_a_git_repository_that_would_take_the_key_is_told(project: Path, ignore: str, where: str, warned: bool) -> None:
    (project.parent / ".git" / "info").mkdir(parents=True)
    (project / ".gitignore").unlink()
    ((project if where == "project" else project.parent) / ".gitignore").write_text(ignore, encoding="utf-8")
    assert ("git" in _warnings(project)) is warned


def test_a_key_that_git_holds_already_is_told(project: Path) -> None:
    (project / ".git").mkdir()
    (project / ".git" / "index").write_bytes(b"DIRC\0\0.qualkit/seudonimos.sqlite\0")
    assert "holds .qualkit already" in _warnings(project)["git"]


def test_another_path_of_git_whose_length_reads_as_a_point_is_no_key(project: Path) -> None:
    (project / ".git").mkdir()
    path = b"qualkit/workflows/something_forty_six_long.txt"
    (project / ".git" / "index").write_bytes(b"DIRC\0" + bytes([len(path)]) + path + b"\0")
    assert bytes([len(path)]) == b"."
    assert "git" not in _warnings(project)


def test_what_a_run_left_over_is_told(project: Path) -> None:
    (project / ".qualkit" / "seudonimos.12.part").write_bytes(b"")
    (project / "seudonimos (copia).sqlite").write_bytes(b"")
    said = _warnings(project)
    assert ".qualkit/seudonimos.12.part" in said["leftovers"]
    assert "seudonimos (copia).sqlite" in said["copies"]
    assert "part" not in said["copies"]


def test_a_change_that_was_cut_off_is_told_and_not_finished(project: Path) -> None:
    from qualkit.storage.key import KeyFile

    key = KeyFile(project / ".qualkit" / "seudonimos.sqlite")
    key.intend("r", {"entries": []}, {})
    key.close()
    assert "cut off" in _warnings(project)["names"]
    assert "cut off" in _warnings(project)["names"]
    Project.open(project).close()
    assert "names" not in _warnings(project)


def test_reports_that_are_older_than_a_forgetting_are_told(project: Path) -> None:
    with Project.open(project) as opened:
        opened.code()
        opened.report(formats=("html",))
        opened.forget("Ana Soto", by="human:ana")
    assert "informes/informe.html" in _warnings(project)["reports"]
    with Project.open(project) as opened:
        opened.report(formats=("html",))
    assert "reports" not in _warnings(project)


def test_a_provider_beside_names_that_are_kept_is_told(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "n.txt").write_text("Ana Soto: Otra cosa.\nLuis Rojas: Y otra.\n", encoding="utf-8")
    with Project.open(project) as opened:
        opened.ingest([tmp_path / "n.txt"], keep_names=True)
    assert "names" not in _warnings(project)
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    assert "nothing is sent" in _warnings(project)["names"]


def test_the_doctor_shows_it_changes_nothing_and_is_not_ill_of_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / ".qualkit" / "seudonimos.sqlite").chmod(0o644)
    before = {file: file.stat().st_mtime_ns for file in project.rglob("*")}
    assert run(["--project", str(project), "--lang", "en", "doctor", "--json"]) == 0
    shown = {one["what"]: one for one in json.loads(capsys.readouterr().out)}
    assert shown["readers"]["ok"] is False
    assert shown["readers"]["needed"] is False
    assert {file: file.stat().st_mtime_ns for file in project.rglob("*")} == before


def test_a_project_of_an_older_qualkit_is_looked_at_all_the_same(project: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(project / ".qualkit" / "qualkit.sqlite")
    connection.execute("DROP TABLE tombstones")
    connection.commit()
    connection.close()
    assert _warnings(project) == {}
    assert any(one.what == "project" and one.ok for one in examine(project))
