"""What columns are taken for is shown, kept and may be corrected by hand."""

from pathlib import Path

import pytest

from qualkit.errors import InputError
from qualkit.project import Project
from qualkit.workflows.columns import place_of, save_columns, saved_columns, shown_headings

TABLE = "ID;Lo que pasaba;Necesidad;Resultados;Facilitadores\ne1;llovía;no leían;leen;familias\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "f.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "f.csv"


def _mapping(project: Project) -> Path:
    [file] = (project.folder / "columnas").iterdir()
    return file


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_mapping_is_told_and_kept(empty: Project, table: Path) -> None:
    [result] = empty.ingest([table])
    fields = {"ID": "id", "Lo que pasaba": None, "Necesidad": "necesidad", "Resultados": "resultados"}
    assert result.columns == fields | {"Facilitadores": "facilitadores"}
    assert result.mappings == (_mapping(empty).name,)
    assert '"Lo que pasaba" = ""' in _mapping(empty).read_text(encoding="utf-8")


def test_an_edited_mapping_holds_the_next_time(empty: Project, table: Path) -> None:
    empty.ingest([table])
    _edit(_mapping(empty), '"Lo que pasaba" = ""', '"Lo que pasaba" = "resumen"')
    [result] = empty.ingest([table])
    assert (result.status, result.columns["Lo que pasaba"]) == ("ingested", "resumen")
    [experience] = empty.experiences
    assert (experience.id, experience.fields["resumen"]) == ("e1", "llovía")
    assert [r.status for r in empty.ingest([table])] == ["unchanged"]


def test_another_file_with_the_same_columns_is_read_alike(empty: Project, table: Path, tmp_path: Path) -> None:
    empty.ingest([table])
    _edit(_mapping(empty), '"Lo que pasaba" = ""', '"Lo que pasaba" = "-"')
    (tmp_path / "g.csv").write_text(TABLE.replace("e1", "e2"), encoding="utf-8")
    empty.ingest([tmp_path / "g.csv"])
    assert {x.id: "lo_que_pasaba" in x.fields for x in empty.experiences} == {"e1": True, "e2": False}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('= "necesidad"', '= "nesecidad"', "Did you mean “necesidad”"),
        ('= "necesidad"', '= "zzz"', "The fields are: resumen"),
        ('"Lo que pasaba" = ""', '"Lo que pasaba" = "id"', "two columns are taken for “id”"),
        ('= "necesidad"', "= necesidad", "is not valid TOML"),
        ('= "necesidad"', "= 3", "is not as it should be"),
        ('kind = "experiences"', 'kind = "survey"', "it says kind"),
        ("[columns]", "[columnas]", "is not as it should be"),
    ],
)
def test_an_edit_that_cannot_be_followed_is_one_sentence(
    empty: Project, table: Path, old: str, new: str, message: str
) -> None:
    empty.ingest([table])
    _edit(_mapping(empty), old, new)
    [result] = empty.ingest([table])
    assert result.status == "rejected"
    assert result.reason
    assert message in result.reason


def test_a_table_that_nobody_understands_gets_a_mapping_to_fill_in(empty: Project, tmp_path: Path) -> None:
    file = tmp_path / "rara.csv"
    file.write_text("uno;dos\nno leían;leen\n", encoding="utf-8")
    [result] = empty.ingest([file])
    assert "of what?" in str(result.reason)
    [result] = empty.ingest([file], kind="experiences")
    assert f"columnas/{_mapping(empty).name}" in str(result.reason)
    _edit(_mapping(empty), '"uno" = ""', '"uno" = "necesidad"')
    [result] = empty.ingest([file])
    assert (result.status, result.kind) == ("ingested", "experiences")
    assert empty.experiences[0].fields == {"necesidad": "no leían", "dos": "leen"}


def test_polarity_can_be_corrected_in_the_same_file(empty: Project, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text("c01_claridad;c02_rol_activo;c05_compromiso\nMuy de acuerdo;De acuerdo;Neutro\n", encoding="utf-8")
    empty.ingest([file])
    _edit(_mapping(empty), '[items."c01_claridad"]\nfavourable = "low"', '[items."c01_claridad"]\nfavourable = "high"')
    empty.ingest([file])
    [survey] = empty._workspace.store.surveys()
    assert (survey.answers[0]["c01_claridad"], survey.answers[0]["c02_rol_activo"]) == (5, 2)


def test_a_mapping_holds_no_name_of_a_person(tmp_path: Path) -> None:
    headings = ["Opinión de la profesora Marcela Soto", "Opinión de la profesora Rosa Vera", "x\ny\x7f"]
    file = save_columns(tmp_path, "experiences", dict.fromkeys(headings))
    assert "Marcela" not in file.read_text(encoding="utf-8")
    saved = saved_columns(tmp_path, "experiences", headings)
    assert saved is not None
    assert list(saved.columns) == headings
    assert shown_headings(headings)[1] == "Opinión de la profesora … (2)"


def test_mappings_are_found_whatever_the_order_of_the_columns(tmp_path: Path) -> None:
    assert place_of(tmp_path, "actors", ["Actor", "Poder"]) == place_of(tmp_path, "actors", ["PODER", "actor"])
    assert place_of(tmp_path, "actors", ["Actor"]) != place_of(tmp_path, "members", ["Actor"])
    assert saved_columns(tmp_path, "actors", ["Actor"]) is None


def test_mappings_are_no_material(empty: Project, table: Path) -> None:
    empty.ingest([table])
    assert empty.ingest([empty.folder]) == []


def test_without_a_project_nothing_is_written(table: Path, tmp_path: Path) -> None:
    from qualkit.workflows.showing import read_file

    shown = read_file(table)
    assert (shown["kind"], shown["format"], shown["columns"]["ID"]) == ("experiences", "csv", "id")
    assert shown["rows"][0]["fields"]["necesidad"] == "no leían"
    assert [file.name for file in tmp_path.iterdir()] == ["f.csv"]


def test_a_project_that_is_named_tells_what_its_mapping_says(empty: Project, table: Path) -> None:
    from qualkit.workflows.showing import read_file

    empty.ingest([table])
    _edit(_mapping(empty), '"Lo que pasaba" = ""', '"Lo que pasaba" = "resumen"')
    assert read_file(table, folder=empty.folder)["columns"]["Lo que pasaba"] == "resumen"
    with pytest.raises(InputError, match="lacks the columns"):
        read_file(table, kind="actors")


def _form(folder: Path, school: str, need: str) -> Path:
    file = folder / f"{school}-{need}.csv"
    file.write_text(
        f"N°;Escuela;Necesidad;Resultados;Facilitadores\n1;Escuela {school};{need};leen;familias\n", encoding="utf-8"
    )
    return file


def test_schools_that_number_their_forms_alike_keep_them_all(empty: Project, tmp_path: Path) -> None:
    files = [_form(tmp_path, "Los Maquis", "llueve"), _form(tmp_path, "Los Peumos", "hace calor")]
    results = empty.ingest(files)
    assert [result.refused for result in results] == [0, 0]
    ids = [x.id for x in empty.experiences]
    assert len(ids) == 2
    assert ids[0] == "1"
    assert any("Another school" in warning for warning in results[1].warnings)
    files[1].write_text(files[1].read_text(encoding="utf-8").replace("leen", "leen más"), encoding="utf-8")
    empty.ingest(files)
    assert [x.id for x in empty.experiences] == ids


def test_a_second_text_of_one_school_under_one_id_is_refused_and_said(empty: Project, tmp_path: Path) -> None:
    results = empty.ingest([_form(tmp_path, "Los Maquis", "hace calor"), _form(tmp_path, "Los Maquis", "llueve")])
    assert [result.refused for result in results] == [0, 1]
    assert any("the first one stays" in warning for warning in results[1].warnings)
