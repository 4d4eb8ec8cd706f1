import re

import docx
import pytest

from qualkit.errors import InputError
from qualkit.reading.forms import field_of, map_columns, read_experiences


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("necesidad", "necesidad"),
        ("VÍNCULO CON LOS APRENDIZAJES:", "vinculo_aprendizajes"),
        ("3. Vinculo estudiantes", "vinculo_estudiantes"),
        ("¿Qué tendría que tener otra escuela para hacerla?", "transferibilidad"),
        ("¿Qué permitió que ocurriera y que continúe? (describa)", "que_la_hizo_posible"),
        ("a) Oportunidades de mejora detectadas", "oportunidades_mejora"),
        ("Nombre de la Experiencia", "name"),
        ("Red territorial", "territory"),
        ("Color favorito", None),
    ],
)
def test_headings_are_recognised(heading, field):
    assert field_of(heading) == field


def test_an_exact_heading_wins_and_a_field_is_fed_once():
    mapping = map_columns(("¿Cuál es el problema de fondo?", "Necesidad", "Resultados", "Resultados (2)"))
    assert mapping == {"Necesidad": "necesidad", "Resultados": "resultados"}


def test_columns_can_be_mapped_by_hand():
    assert map_columns(("Columna X", "Necesidad"), {"Columna X": "necesidad"}) == {"Columna X": "necesidad"}


HEADER = ["ID", "Red", "Escuela", "Título", "Necesidad", "Resultados", "Foco", "Color"]


def test_a_spreadsheet_of_forms(workbook):
    rows = [
        HEADER,
        ["e1", "Red AraucaRíos", "Escuela Uno", "Leer juntos", " No leían.\nNada ", "-", "Convivencia", "azul"],
        ["e1", "Red Nueva", None, None, "Faltaban", "Vienen más", None, None],
        [None, "Red Nueva", "Escuela Tres", "Vacía", "n/a", None, None, None],
        [None, None, None, None, "Otra", None, None, None],
    ]
    forms = read_experiences(workbook(("Fichas", rows)))
    first, second, third = forms.experiences
    assert (first.id, first.territory, first.school, first.name, first.focus) == (
        "e1",
        "Red Araucaríos",
        "Escuela Uno",
        "Leer juntos",
        "Convivencia",
    )
    assert first.fields == {"necesidad": "No leían.\nNada"}
    assert (second.id, second.territory, second.school) == ("e1-2", "Red Nueva", None)
    assert re.fullmatch(r"exp-[0-9a-f]{8}", third.id)
    assert forms.unknown == ("Color",)
    assert forms.mapping["Título"] == "name"
    assert [text[:5] for text in forms.warnings] == ["These", "Two e", "Row 4", "1 exp"]


def test_the_sheet_with_most_fields_is_taken(workbook):
    path = workbook(
        ("Instrucciones", [["Lea", "esto"], ["a", "b"]]), ("Datos", [HEADER, ["e", "r", "s", "t", "n", "x", "f", ""]])
    )
    assert len(read_experiences(path).experiences) == 1


def test_a_table_of_something_else_is_refused(workbook):
    with pytest.raises(InputError, match="no table of experiences"):
        read_experiences(workbook(("Hoja", [["a", "b"], [1, 2]])))


def test_a_word_form_with_a_table(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for heading, text in (
        ("Territorio", "Ind Red"),
        ("Necesidad", "No leían"),
        ("Resultados", "Leen más"),
        ("Apodo", "x"),
    ):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = heading, text
    document.save(tmp_path / "Ficha Uno.docx")
    forms = read_experiences(tmp_path / "Ficha Uno.docx")
    (experience,) = forms.experiences
    assert experience.territory == "Inti Red"
    assert experience.fields == {"necesidad": "No leían", "resultados": "Leen más"}
    assert forms.unknown == ("Apodo",)


def test_a_word_form_with_headings(tmp_path):
    document = docx.Document()
    document.add_heading("¿Qué necesidad o problema quisieron abordar? ¿Cómo supieron que existía?")
    document.add_paragraph("No leían.")
    document.add_paragraph("Se vio en marzo.")
    document.add_paragraph("Escuela: Los Maquis")
    document.add_paragraph("Resultados")
    document.add_paragraph("Leen más.")
    document.save(tmp_path / "f.docx")
    (experience,) = read_experiences(tmp_path / "f.docx").experiences
    assert experience.fields == {"necesidad": "No leían.\nSe vio en marzo.", "resultados": "Leen más."}
    assert experience.school == "Los Maquis"


def test_a_word_document_that_is_no_form_is_refused(tmp_path):
    document = docx.Document()
    document.add_paragraph("Hola")
    document.save(tmp_path / "f.docx")
    with pytest.raises(InputError, match="does not look like a form"):
        read_experiences(tmp_path / "f.docx")


def _word_form(path, *pairs):
    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for heading, text in pairs:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = heading, text
    document.save(path)
    return path


def test_an_id_that_is_made_up_holds_no_name_of_the_file(tmp_path):
    pairs = [("Necesidad", "No leían"), ("Resultados", "Leen más")]
    one = read_experiences(_word_form(tmp_path / "ficha_quidora_lemu.docx", *pairs))
    two = read_experiences(_word_form(tmp_path / "otra.docx", *pairs))
    other = read_experiences(_word_form(tmp_path / "tercera.docx", ("Necesidad", "No sumaban")))
    assert re.fullmatch(r"exp-[0-9a-f]{8}", one.experiences[0].id)
    assert one.experiences[0].id == two.experiences[0].id != other.experiences[0].id
    assert "made up" in one.warnings[0]


def test_a_word_form_with_an_id_keeps_it(tmp_path):
    forms = read_experiences(_word_form(tmp_path / "f.docx", ("Código", "E7"), ("Necesidad", "No leían")))
    assert (forms.experiences[0].id, forms.warnings) == ("E7", ())


def test_rows_without_an_id_differ_between_files(text_file):
    ids = [
        read_experiences(text_file(f"{i}.csv", f"Necesidad;Resultados\nNo leían {i};Leen\n")).experiences[0].id
        for i in range(3)
    ]
    assert len(set(ids)) == 3


def test_a_column_that_fits_no_field_is_told_once(text_file):
    forms = read_experiences(text_file("a.csv", "id;Necesidad;Color\ne1;No leían;azul\n"))
    assert [warning for warning in forms.warnings if "Color" in warning] == list(forms.warnings)
