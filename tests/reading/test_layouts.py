import pytest

from qualkit.reading.office.paragraphs import Paragraph, Piece, Table
from qualkit.reading.tabular.layouts import Pair, forms_of, pairs_of_blocks, pairs_of_sheet, sections_of
from qualkit.reading.tabular.sheets import Sheet


def sheet(*rows):
    cells = {i: {j: cell for j, cell in enumerate(row, start=1) if cell} for i, row in enumerate(rows, start=1)}
    return Sheet("", {i: row for i, row in cells.items() if row})


def said(pairs):
    return [(pair.heading, pair.text) for pair in pairs]


def test_names_in_one_column_and_answers_in_the_next():
    rows = sheet(
        ("FICHA",), ("Territorio", "Inti Red"), ("Necesidad", "no leían"), ("Color", "azul"), ("Resultados", "leen")
    )
    assert said(pairs_of_sheet(rows)) == [
        ("Territorio", "Inti Red"),
        ("Necesidad", "no leían"),
        ("Color", "azul"),
        ("Resultados", "leen"),
    ]


def test_answers_below_their_headings():
    rows = sheet(("Necesidad",), ("no leían",), ("y se notaba",), ("¿Color?",), ("azul",), ("Resultados",), ("leen",))
    assert said(pairs_of_sheet(rows)) == [
        ("Necesidad", "no leían\ny se notaba"),
        ("¿Color?", "azul"),
        ("Resultados", "leen"),
    ]


def test_two_pairs_in_one_row():
    rows = sheet(
        ("Territorio", "Inti Red", "Establecimiento", "Uno"), ("Necesidad", "no leían"), ("Resultados", "leen")
    )
    assert ("Establecimiento", "Uno") in said(pairs_of_sheet(rows))


def test_an_answer_that_is_spelled_like_a_heading_is_an_answer():
    rows = sheet(
        ("Necesidad", "Aprendizajes"), ("Resultados", "Logros"), ("Facilitadores", "Docentes"), ("Niveles", "1°")
    )
    assert said(pairs_of_sheet(rows))[0] == ("Necesidad", "Aprendizajes")


def test_a_column_of_instructions_is_no_answer():
    rows = sheet(
        ("Campo", "Orientación", "Respuesta"),
        ("Necesidad", "Sea breve", "no leían"),
        ("Resultados", "Con datos", "leen"),
    )
    assert said(pairs_of_sheet(rows)) == [("Necesidad", "no leían"), ("Resultados", "leen")]


def test_forms_side_by_side_come_one_after_the_other():
    rows = sheet(
        ("Nombre", "Radio", "Robots"), ("Necesidad", "a", "b"), ("Resultados", "c", "d"), ("Facilitadores", "e")
    )
    forms = forms_of(pairs_of_sheet(rows))
    assert [said(form)[0] for form in forms] == [("Nombre", "Radio"), ("Nombre", "Robots")]
    assert [len(form) for form in forms] == [4, 4]


def test_a_sheet_without_labels_has_no_pairs():
    assert pairs_of_sheet(sheet(("a", "b"), ("1", "2"))) == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "Necesidad: no venían los lunes. Resultados: subió: de 70 a 85. Facilitadores: familias",
            [
                ("Necesidad", "no venían los lunes."),
                ("Resultados", "subió: de 70 a 85."),
                ("Facilitadores", "familias"),
            ],
        ),
        (
            "Hola.\nNecesidad: a\nOportunidades de mejora:\nb\nResultados: c",
            [("", "Hola"), ("Necesidad", "a"), ("Oportunidades de mejora", "b"), ("Resultados", "c")],
        ),
        ("Vimos los resultados: dos. Y la necesidad: tres. Un problema: cuatro", []),
        ("Necesidad: a. Resultados: b", []),
        ("sin nada", []),
    ],
    ids=["one-line", "lines", "in-sentences", "too-few", "none"],
)
def test_all_fields_in_one_text(text, pairs):
    assert said(sections_of(text)) == pairs


def paragraph(text, *, bold=False, heading=False):
    return Paragraph((Piece(text, bold),), heading)


def test_a_document_with_headings_bold_lines_and_labels():
    blocks = [paragraph("Necesidad", heading=True), paragraph("no leían"), paragraph("Nuestros sueños", bold=True),
              paragraph("leer"), paragraph("Territorio: Inti Red"), paragraph("¿Qué cambió? ¿Cómo lo saben?"), paragraph("leen")]  # fmt: skip
    assert said(pairs_of_blocks(blocks)) == [
        ("Necesidad", "no leían"),
        ("Nuestros sueños", "leer"),
        ("Territorio", "Inti Red"),
        ("¿Qué cambió? ¿Cómo lo saben?", "leen"),
    ]


def test_words_before_any_heading_are_kept():
    assert said(pairs_of_blocks([paragraph("Hola"), paragraph("Necesidad", heading=True), paragraph("x")])) == [
        ("", "Hola"),
        ("Necesidad", "x"),
    ]


def table(*rows):
    return Table(tuple(tuple((paragraph(cell),) if cell else () for cell in row) for row in rows))


def test_a_table_with_one_form_a_row():
    pairs = pairs_of_blocks([table(("Necesidad", "Resultados", "Facilitadores"), ("a", "b", "c"), ("d", "e", "f"))])
    assert [pair.starts for pair in pairs] == [True, False, False, True, False, False]


@pytest.mark.parametrize(
    ("head", "row", "text"),
    [
        (("Curso", "Nota", "Año"), ("3°", "5", "2024"), "Curso = 3°; Nota = 5; Año = 2024"),
        (("Actor", "Tipo", "Poder"), ("Radio Local", "vecinal", "3"), "Actor = Radio Local; Tipo = vecinal; Poder = 3"),
        (
            ("Indicador", "Línea base", "Meta", "Fecha"),
            ("oyentes", "10", "50", "mayo"),
            "Indicador = oyentes; Línea base = 10; Meta = 50; Fecha = mayo",
        ),
    ],
)
def test_a_small_table_inside_of_a_form_answers_the_heading_above_it(head, row, text):
    assert said(pairs_of_blocks([paragraph("Resultados", heading=True), table(head, row)])) == [("Resultados", text)]


def test_a_new_form_begins_where_the_first_field_comes_back():
    pairs = [Pair("Nombre", "A"), Pair("Necesidad", "a"), Pair("Resultados", "b"), Pair("Necesidad", "más"),
             Pair("Nombre", "B"), Pair("Necesidad", "c"), Pair("Resultados", "d")]  # fmt: skip
    assert [len(form) for form in forms_of(pairs)] == [4, 3]


def test_a_new_form_begins_where_it_says_so():
    pairs = [Pair("Ficha 1", "", True), Pair("Necesidad", "a"), Pair("Ficha 2", "", True), Pair("Necesidad", "b")]
    assert [len(form) for form in forms_of(pairs)] == [2, 2]
