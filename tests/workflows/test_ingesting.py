"""Files as they come: twice, under two names, empty, binary, huge, hidden, with accents; none of them stops the others."""

import time
import unicodedata
from pathlib import Path

import pytest

from qualkit.errors import InputError
from qualkit.project import Project
from qualkit.workflows.ingesting import FileResult

from . import network
from .test_interruptions import _dump

TALK = "Ana: Hoy contamos lo que hicimos en la escuela.\nLeo: Nosotros leímos con los niños cada viernes.\n"


def _write(file: Path, text: str = TALK) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def _states(results: list[FileResult]) -> list[str]:
    return [result.status for result in results]


def test_the_same_files_again_add_nothing(finished: Project, place: Path) -> None:
    before = _dump(place)
    results = finished.ingest([place.parent / "material"])
    assert set(_states(results)) == {"unchanged"}
    assert [summary.new for summary in finished.code()] == [0, 0]
    assert finished.score().new == 0
    assert _dump(place) == before


def test_every_kind_of_file_is_recognised(finished: Project, place: Path) -> None:
    kinds = [result.kind for result in finished.ingest([place.parent / "material"])]
    assert sorted(kinds, key=str) == sorted(
        ["transcript"] * network.SESSIONS + ["chat"] + ["attendance", "survey", "experiences", "members"]
    )


def test_a_row_tells_the_case_and_the_size_of_a_file(empty: Project, tmp_path: Path) -> None:
    network.write_material(tmp_path / "material")
    file = tmp_path / "material" / "sesiones" / "red-rio-hondo" / "sesion-1_2025-04-10.vtt"
    [row] = empty.ingest([file])
    assert (row.territory, row.session, row.turns, row.status) == ("Red Río Hondo", 1, len(network.RIO_1), "ingested")
    assert row.segments >= row.turns
    assert (empty.documents[0].date, empty.documents[0].id) == ("2025-04-10", row.document)


def test_one_content_under_two_names_is_one_document(empty: Project, tmp_path: Path) -> None:
    first, second = _write(tmp_path / "a.txt"), _write(tmp_path / "b.txt")
    results = empty.ingest([first, second])
    assert _states(results) == ["ingested", "unchanged"]
    assert results[0].document == results[1].document
    assert len(empty.documents) == 1
    assert _states(empty.ingest([second])) == ["unchanged"]


def test_two_files_of_one_name_are_two_documents(empty: Project, tmp_path: Path) -> None:
    first = _write(tmp_path / "red-norte" / "sesion-1.txt")
    second = _write(tmp_path / "red-sur" / "sesion-1.txt", TALK.replace("viernes", "martes"))
    assert _states(empty.ingest([first, second])) == ["ingested"] * 2
    assert [document.territory for document in empty.documents] == ["Red Norte", "Red Sur"]


def test_a_file_named_twice_counts_once(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "carpeta" / "a.txt")
    assert len(empty.ingest([file, file, file.parent])) == 1


BAD = {
    "vacío.txt": (b"", "empty"),
    "blanco.txt": (b" \n\t\n", "empty"),
    "binario.vtt": (b"\x00\x01\x02" * 500, "not a text file"),
    "foto.jpg": (b"\xff\xd8\xff", "is a picture"),
    "roto.docx": (b"PK\x03\x04 roto", "damaged"),
    "roto.xlsx": (b"PK\x03\x04 roto", ""),
    "roto.pdf": (b"%PDF-1.4 roto", ""),
    "columnas.csv": (b"a;b\n1;2\n", "columns"),
    "nada.vtt": (b"WEBVTT\n\n", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_a_recorded_rejection_that_stops_nothing(empty: Project, tmp_path: Path, name: str) -> None:
    content, word = BAD[name]
    (tmp_path / "mano").mkdir()
    (tmp_path / "mano" / name).write_bytes(content)
    _write(tmp_path / "mano" / "zzz.txt")
    bad, good = empty.ingest([tmp_path / "mano"])
    assert (bad.status, good.status) == ("rejected", "ingested")
    assert bad.reason
    assert word in bad.reason
    assert any(name in note for note in empty.status().notes)


def test_a_file_that_was_mended_is_no_longer_reported_as_rejected(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "a.txt", "")
    assert _states(empty.ingest([file])) == ["rejected"]
    assert _states(empty.ingest([_write(file)])) == ["ingested"]
    assert not any("was not read" in note for note in empty.status().notes)


def test_a_rejected_file_is_tried_again(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "tabla.csv", "evento_id;fecha;persona_id;asiste;x\nA;2025-01-02;P1;1;1\n")
    odd = file.rename(tmp_path / "tabla.dat")
    assert _states(empty.ingest([odd])) == ["rejected"]
    assert _states(empty.ingest([odd.rename(file)])) == ["ingested"]


def test_hidden_files_and_locks_of_word_are_left_alone(empty: Project, tmp_path: Path) -> None:
    folder = tmp_path / "mano"
    for name in (".oculto.txt", "~$sesion.docx", ".git/config.txt"):
        _write(folder / name)
    file = _write(folder / "dentro" / "sesion.txt")
    assert [result.path for result in empty.ingest([folder])] == [str(file)]


def test_what_qualkit_wrote_is_not_read_back(finished: Project, place: Path) -> None:
    _write(place / "sesiones" / "sesion-9.txt")
    finished.report(formats=("docx",))
    assert [Path(result.path).name for result in finished.ingest([place])] == ["sesion-9.txt"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_with_accents_and_spaces_lead_to_their_territory(empty: Project, tmp_path: Path, form: str) -> None:
    folder = unicodedata.normalize(form, "Red Río Hondo")
    name = unicodedata.normalize(form, "Sesión 3 – reunión de marzo 2025-03-04.txt")
    [row] = empty.ingest([_write(tmp_path / folder / name)])
    assert (row.status, row.territory, row.session) == ("ingested", "Red Río Hondo", 3)
    assert empty.documents[0].date == "2025-03-04"
    assert unicodedata.is_normalized("NFC", empty.documents[0].title)


def test_without_a_territory_a_document_says_so(empty: Project, tmp_path: Path) -> None:
    [row] = empty.ingest([_write(tmp_path / "x" / "charla.txt")])
    assert (row.territory, row.session) == (None, None)
    assert any("1 document has no territory" in note for note in empty.status().notes)
    empty.code()
    assert empty.report(formats=("html",))["html"].exists()


def test_what_the_person_says_goes_before_names_of_folders(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "red-norte" / "sesion-1_2025-01-01.txt")
    [row] = empty.ingest([file], territory="cerro azul", session=7, date="2025-02-03", kind="transcript")
    assert (row.territory, row.session, empty.documents[0].date) == ("Red Cerro Azul", 7, "2025-02-03")


def test_a_manifest_says_where_each_file_belongs(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "m" / "audio_0012.txt")
    manifest = _write(
        tmp_path / "m" / "manifiesto.csv",
        "file,territory,session,date\naudio_0012.txt,Red Cerro Azul,4,2025-06-07\n",
    )
    rows = empty.ingest([tmp_path / "m"], manifest=manifest)
    assert [(row.path, row.territory, row.session) for row in rows] == [(str(file), "Red Cerro Azul", 4)]


def test_a_path_that_is_not_there_is_said_before_anything_is_kept(empty: Project, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nada\.txt"):
        empty.ingest([_write(tmp_path / "a.txt"), tmp_path / "nada.txt"])
    assert empty.documents == []


def test_a_very_long_text_is_read_in_seconds(empty: Project, tmp_path: Path) -> None:
    lines = [
        f"{'Ana' if i % 2 else 'Leo'}: Hoy contamos lo que hicimos en la escuela el día {i}.\n" for i in range(12_000)
    ]
    file = _write(tmp_path / "larga.txt", "".join(lines))
    began = time.monotonic()
    [row] = empty.ingest([file])
    assert (row.status, row.turns) == ("ingested", 12_000)
    assert time.monotonic() - began < 30  # 0.7 megabytes; a quadratic step would take minutes


def test_one_person_in_two_files_has_one_pseudonym(finished: Project) -> None:
    speakers = {
        document.id: {turn.speaker.split(" - ")[-1] for turn in document.turns if turn.speaker}
        for document in finished.documents
        if document.territory == "Red Río Hondo"
    }
    assert len(set.intersection(*speakers.values())) == 2


def test_people_of_an_attendance_list_stay_apart_without_their_names(finished: Project) -> None:
    rows = finished._workspace.store.attendance()
    people = [row.person for row in rows]
    assert len(set(people)) == 4
    assert people[0] == people[2]
    assert people[0] in {t.speaker.split(" - ")[-1] for d in finished.documents for t in d.turns if t.speaker}
    assert all(person and person.startswith("Persona ") for person in people)


def test_codes_of_an_attendance_list_name_nobody_and_stay(empty: Project, tmp_path: Path) -> None:
    file = _write(tmp_path / "asistencia.csv", "evento_id;fecha;persona_id;asiste\nA;2025-01-02;P014;1\n")
    empty.ingest([file])
    assert [row.person for row in empty._workspace.store.attendance()] == ["P014"]
