"""What ingesting tells and keeps of a file: its title, its place, its rows, and the way from its words to the frozen ones."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from qualkit.project import Project
from qualkit.reading.privacy.pseudonyms import OffsetMap
from qualkit.reading.transcripts import read_transcript

TALK = """Ana Lemu: Hoy contamos con Amaro lo que hicimos.
Leo Pino: Nosotros leímos con Ana Lemu cada viernes.
Ana Lemu: Y la Yurani nos ayudó con los más chicos.
Leo Pino: Así fue.
"""


def _write(file: Path, text: str = TALK) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("sesion-1_2025-04-10.txt", "sesion-1 2025-04-10"),
        ("entrevista_Ana_Ulé_2025-04-10.txt", "entrevista 2025-04-10"),
        ("Sesión 3 – reunión con Zulay.txt", "Sesión 3 – reunión"),
        ("GMT20250410-130000_Red Río Hondo_transcript.txt", "GMT20250410 Red Río Hondo transcript"),
        ("taller 12.345.678-5.txt", "taller"),
        ("zulay.txt", "document "),
    ],
)
def test_a_title_holds_no_word_that_may_be_a_name(empty: Project, tmp_path: Path, name: str, title: str) -> None:
    [row] = empty.ingest([_write(tmp_path / "x" / name)])
    if title.endswith(" "):
        title += str(row.document)[:6]
    assert [document.title for document in empty.documents] == [title]


def test_the_words_of_an_unlisted_territory_stay_in_the_title(empty: Project, tmp_path: Path) -> None:
    empty.ingest([_write(tmp_path / "red-poniente" / "poniente_sesion-2_zulay.txt")])
    assert [document.title for document in empty.documents] == ["poniente sesion-2"]


@pytest.mark.parametrize("name", ["roto.docx", "rota.xlsx"])
def test_a_damaged_package_is_one_rejection(empty: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "m").mkdir()
    with ZipFile(tmp_path / "m" / name, "w") as package:
        package.writestr("[Content_Types].xml", "<Types")
    _write(tmp_path / "m" / "zzz.txt")
    results = empty.ingest([tmp_path / "m"])
    assert [result.status for result in results] == ["rejected", "ingested"]


FORM = "id;Necesidad;Resultados\n{id};No leían nunca;{said}\n"


def test_rows_that_are_refused_are_counted_and_told(empty: Project, tmp_path: Path) -> None:
    first = _write(tmp_path / "a.csv", FORM.format(id="e1", said="Leen más"))
    rows = FORM.format(id="e1", said="Otra cosa") + "e2;No sumaban;Suman\n"
    second = _write(tmp_path / "b.csv", rows)
    one, two = empty.ingest([first, second], kind="experiences")
    assert (one.rows, one.refused, one.words) == (1, 0, 5)
    assert (two.rows, two.refused, two.words) == (1, 1, 3)
    assert any("e1" in warning for warning in two.warnings)
    [again] = empty.ingest([second])
    assert (again.status, again.rows, again.refused, again.words) == ("unchanged", 1, 1, 3)


def test_forms_without_ids_in_two_files_are_all_kept(empty: Project, tmp_path: Path) -> None:
    files = [_write(tmp_path / f"{said}.csv", f"Necesidad;Resultados\nNo leían;{said}\n") for said in ("Leen", "Suman")]
    results = empty.ingest(files, kind="experiences")
    assert [(result.rows, result.refused) for result in results] == [(1, 0), (1, 0)]
    assert len(empty.experiences) == 2


def test_the_way_to_the_frozen_words_is_kept_with_the_file(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "charla.txt")
    empty.ingest([file])
    [record] = empty._workspace.store.files()
    offsets = OffsetMap(*(tuple(row[i] for row in record["offsets"]) for i in range(4)))
    [document] = empty.documents
    read = read_transcript(file)
    assert [offsets.span(turn.span) for turn in read.turns] == [turn.span for turn in document.turns]
    assert record["offsets"]


def test_a_territory_given_later_reaches_the_frozen_document(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "x" / "charla.txt")
    empty.ingest([file])
    [row] = empty.ingest([file], territory="Red Sur", session=2, date="2025-05-06")
    assert (row.status, row.territory, row.session) == ("unchanged", "Red Sur", 2)
    [document] = empty.documents
    assert (document.territory, document.session, document.date) == ("Red Sur", 2, "2025-05-06")
    [warning] = row.warnings
    assert "territory: Red Sur (before: –)" in warning
    [again] = empty.ingest([file])
    assert (again.territory, again.warnings) == ("Red Sur", ())


def test_a_manifest_given_later_corrects_what_the_folder_said(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "red-norte" / "sesion-1.txt")
    empty.ingest([file])
    manifest = _write(tmp_path / "manifiesto.csv", "file,territory\nsesion-1.txt,Red Sur\n")
    [row] = empty.ingest([file], manifest=manifest)
    assert (row.territory, row.session, empty.documents[0].territory) == ("Red Sur", 1, "Red Sur")
    [other] = empty.ingest([file])
    assert (other.territory, other.warnings) == ("Red Sur", ())


def test_facilitators_named_later_are_marked_in_the_frozen_document(tmp_path: Path) -> None:
    file = _write(tmp_path / "charla.txt")
    with Project.create(tmp_path / "red") as project:
        project.ingest([file])
        assert not any(turn.facilitator for turn in project.documents[0].turns)
    settings = tmp_path / "red" / "qualkit.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(_naming(text), encoding="utf-8")
    with Project.open(tmp_path / "red") as project:
        [row] = project.ingest([file])
        assert [turn.facilitator for turn in project.documents[0].turns] == [False, True, False, True]
        assert any("2 turns" in warning for warning in row.warnings)
        assert project.ingest([file])[0].warnings == ()


def _naming(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.startswith("facilitators")]
    at = lines.index("[reading]") + 1 if "[reading]" in lines else len(lines)
    head = [] if "[reading]" in lines else ["[reading]"]
    return "\n".join([*lines[:at], *head, 'facilitators = ["Leo Pino"]', *lines[at:]]) + "\n"
