"""Many files, stopped anywhere, by two people at once, in folders as they come: nothing is lost, doubled or held."""

import gc
import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualkit.errors import ProjectError
from qualkit.project import Project
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows.ingesting import FileResult, ingest
from qualkit.workflows.keys import holding_key, load_key

from .test_interruptions import _dump

TALK = "Ana Oyarzún: Hoy contamos lo que hicimos en la escuela con {who}.\n{who}: Nosotros leímos con los niños.\n"
PEOPLE = ("Paola Mansilla", "Rodrigo Quidel", "Marcela Nahuel")
FILES = 4


class _Stopped(BaseException):
    """Somebody pressed Ctrl-C."""


class _StopAt:
    """A ``track`` that stops the work before its step ``n``, and says how many steps there were."""

    def __init__(self, n: int | None = None) -> None:
        self.n = n
        self.steps = 0

    def __call__(self, items: Iterable[Any], total: int, what: str) -> Iterator[Any]:
        for item in items:
            if self.steps == self.n:
                raise _Stopped
            self.steps += 1
            yield item


def _material(folder: Path) -> Path:
    folder.mkdir()
    for i, who in enumerate(PEOPLE):
        said = TALK.format(who=who) + f"Ana Oyarzún: Gracias a {PEOPLE[(i + 1) % 3].split()[0]}, dijo la Yareli.\n"
        (folder / f"sesion-{i + 1}.txt").write_text(said, encoding="utf-8")
    (folder / "asistencia.csv").write_text(
        "evento_id;fecha;persona_id;asiste\nS1;2025-04-17;Benjamín Cárcamo;1\n", encoding="utf-8"
    )
    return folder


def _names(results: list[FileResult]) -> dict[str, FileResult]:
    return {Path(result.path).name: result for result in results}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    """Return the record of a batch that nobody stopped, and of how many steps it consists."""
    home = tmp_path_factory.mktemp("tranquila")
    material, count = _material(home / "material"), _StopAt()
    with Project.create(home / "red", name="red") as project:
        ingest(project._workspace, [material], track=count)
    return _without_home(_dump(home / "red"), home), count.steps


def _without_home(dump: dict[str, Any], home: Path) -> dict[str, Any]:
    return {name: str(rows).replace(str(home), "") for name, rows in dump.items()}


@pytest.mark.parametrize("step", range(FILES * 3))
def test_stopped_before_any_step_and_begun_again_it_ends_the_same(
    undisturbed: tuple[dict[str, Any], int], tmp_path: Path, step: int
) -> None:
    expected, steps = undisturbed
    assert steps == FILES * 3  # each file is looked at, learnt from and kept
    material = _material(tmp_path / "material")
    project = Project.create(tmp_path / "red", name="red")
    with pytest.raises(_Stopped):
        ingest(project._workspace, [material], track=_StopAt(step))
    project.close()
    with Project.open(tmp_path / "red") as again:
        results = again.ingest([material])
        kept_before = max(0, step - 2 * FILES)
        assert [result.status for result in results].count("unchanged") == kept_before
    assert _without_home(_dump(tmp_path / "red"), tmp_path) == expected
    assert not (tmp_path / "red" / ".qualkit" / "ingest.json").exists()


def test_what_was_learnt_before_a_stop_is_not_learnt_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    material = _material(tmp_path / "material")
    with Project.create(tmp_path / "red", name="red") as project:
        with pytest.raises(_Stopped):
            ingest(project._workspace, [material], track=_StopAt(2 * FILES + 1))
        learnt: list[object] = []
        monkeypatch.setattr("qualkit.workflows.ingesting.learn_people", lambda content, *_rest: learnt.append(content))
        assert len(project.ingest([material])) == FILES
    assert learnt == []


def test_a_note_that_is_newer_than_the_key_is_not_believed(tmp_path: Path) -> None:
    material = _material(tmp_path / "material")
    with Project.create(tmp_path / "red", name="red") as project:
        (project._workspace.data_folder / "ingest.json").write_text('{"names": 900, "files": []}', encoding="utf-8")
        project.ingest([material])
        assert not {"Paola Mansilla", "Rodrigo Quidel"} - set(load_key(project._workspace.key_file).people)


@pytest.mark.parametrize("note", ["", "[]", "{}", "nada", '{"names": 1}'])
def test_a_damaged_note_does_no_harm(tmp_path: Path, note: str) -> None:
    material = _material(tmp_path / "material")
    with Project.create(tmp_path / "red", name="red") as project:
        (project._workspace.data_folder / "ingest.json").write_text(note, encoding="utf-8")
        assert {result.status for result in project.ingest([material])} == {"ingested"}


def test_a_person_named_in_one_file_and_speaking_in_a_later_one_has_one_pseudonym(tmp_path: Path) -> None:
    material = _material(tmp_path / "material")
    with Project.create(tmp_path / "red", name="red") as project:
        project.ingest([material])
        texts = "\n".join(document.text for document in project.documents)
        speakers = {turn.speaker for document in project.documents for turn in document.turns}
    for name in ("Paola", "Rodrigo", "Marcela", "Yareli", "Oyarzún"):
        assert name not in texts
    assert len(speakers) == 4


def test_a_second_ingest_is_refused_while_the_first_one_works(tmp_path: Path) -> None:
    material = _material(tmp_path / "material")
    with Project.create(tmp_path / "red", name="red") as project:
        with (
            holding_key(project._workspace.key_file),
            pytest.raises(ProjectError, match="Another qualkit is ingesting"),
        ):
            project.ingest([material])
        assert project.documents == []
        assert project._workspace.store.runs() == []
        assert {result.status for result in project.ingest([material])} == {"ingested"}


def test_no_more_than_one_file_is_held_at_a_time(tmp_path: Path) -> None:
    material = tmp_path / "material"
    material.mkdir()
    for i in range(12):
        (material / f"sesion-{i}.txt").write_text(TALK.format(who=PEOPLE[i % 3]) + f"Ana: {i}\n", encoding="utf-8")
    held: list[int] = []

    def watch(items: Iterable[Any], total: int, what: str) -> Iterator[Any]:
        for item in items:
            yield item
            gc.collect()
            held.append(sum(isinstance(thing, ReadFile) for thing in gc.get_objects()))

    before = sum(isinstance(thing, ReadFile) for thing in gc.get_objects())
    with Project.create(tmp_path / "red", name="red") as project:
        ingest(project._workspace, [material], track=watch)
    assert len(held) == 3 * 12
    assert max(held) - before <= 2


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    material = _material(tmp_path / "material")

    class _Change(_StopAt):
        def __call__(self, items: Iterable[Any], total: int, what: str) -> Iterator[Any]:
            for item in super().__call__(items, total, what):
                if self.steps == 2 * FILES:
                    (material / "sesion-2.txt").write_text("Ana: otra cosa que nadie aprendió\n", encoding="utf-8")
                yield item

    with Project.create(tmp_path / "red", name="red") as project:
        results = _names(ingest(project._workspace, [material], track=_Change()))
        assert results["sesion-2.txt"].status == "rejected"
        assert "changed while it was read" in str(results["sesion-2.txt"].reason)
        assert {r.status for name, r in results.items() if name != "sesion-2.txt"} == {"ingested"}
        assert _names(project.ingest([material]))["sesion-2.txt"].status == "ingested"


def test_what_is_no_file_is_said_and_harms_nobody(empty: Project, tmp_path: Path) -> None:
    folder = _material(tmp_path / "material")
    os.mkfifo(folder / "tubo.vtt")
    (folder / "cero.txt").symlink_to("/dev/zero")
    (folder / "vuelta").symlink_to(folder)
    (folder / "nada.vtt").symlink_to(folder / "no-existe.vtt")
    results = _names(empty.ingest([folder]))
    reasons = {name: str(result.reason) for name, result in results.items() if result.status == "rejected"}
    assert set(reasons) == {"tubo.vtt", "cero.txt", "vuelta", "nada.vtt"}
    assert "pipe or a device" in reasons["tubo.vtt"]
    assert "pipe or a device" in reasons["cero.txt"]
    assert "is a folder" in reasons["vuelta"]
    assert "There is no file" in reasons["nada.vtt"]
    assert len(results) == FILES + 4


def test_a_link_to_a_file_is_read_as_the_file(empty: Project, tmp_path: Path) -> None:
    material = _material(tmp_path / "material")
    (tmp_path / "enlaces").mkdir()
    (tmp_path / "enlaces" / "a.txt").symlink_to(material / "sesion-1.txt")
    [result] = empty.ingest([tmp_path / "enlaces"])
    assert result.status == "ingested"


def test_what_systems_leave_in_folders_is_left_alone(empty: Project, tmp_path: Path) -> None:
    folder = _material(tmp_path / "material")
    for name in ("Thumbs.db", "desktop.ini", ".DS_Store", "__MACOSX/._sesion-1.txt", "__MACOSX/sesion-1.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"\0\1\2")
    assert len(empty.ingest([folder])) == FILES


def test_names_that_no_terminal_prints_are_kept_in_letters(empty: Project, tmp_path: Path) -> None:
    folder = tmp_path / "material"
    folder.mkdir()
    for name in (b"\xe1rbol.txt", b"dos\nlineas.txt", b"a" * 240 + b".txt"):
        with open(os.path.join(os.fsencode(folder), name), "wb") as out:
            out.write(TALK.format(who=name.hex()[:12]).encode())
    results = empty.ingest([folder])
    assert {result.status for result in results} == {"ingested"}
    for result in results:
        result.path.encode("utf-8")
    assert any("\\udce1rbol.txt" in result.path for result in results)


def test_a_name_with_loose_accents_is_shown_with_its_accents(empty: Project, tmp_path: Path) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "sesión.txt")
    file.write_text(TALK.format(who="Rodrigo Quidel"), encoding="utf-8")
    [result] = empty.ingest([file])
    assert result.path.endswith("sesión.txt")
    [again] = empty.ingest([file])
    assert (again.status, again.path) == ("unchanged", result.path)


def test_a_path_that_no_system_takes_is_said(empty: Project) -> None:
    from qualkit.errors import InputError

    with pytest.raises(InputError, match="There is no file or folder"):
        empty.ingest([Path("x" * 500)])


def test_a_rejection_of_an_unreadable_file_is_kept_once(empty: Project, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tubo.vtt")
    for _time in range(2):
        assert [result.status for result in empty.ingest([tmp_path / "tubo.vtt"])] == ["rejected"]
    connection = sqlite3.connect(empty._workspace.data_folder / "qualkit.sqlite")
    assert connection.execute("SELECT count(*) FROM files").fetchone()[0] == 1
    connection.close()


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("video1234.mp4", "is a recording"),
        ("foto.JPG", "is a picture"),
        ("todo.zip", "is a compressed folder"),
        ("charla.pptx", "is a presentation"),
        ("acta.gdoc", "is only a link"),
        ("notas.pages", "Apple"),
        ("datos.sav", "Accepted: .vtt"),
    ],
)
def test_what_is_not_read_is_told_with_what_to_do(empty: Project, tmp_path: Path, name: str, word: str) -> None:
    (tmp_path / name).write_bytes(b"\0\0\0\x18ftypmp42 algo")
    [result] = empty.ingest([tmp_path / name])
    assert result.status == "rejected"
    assert word in str(result.reason)
