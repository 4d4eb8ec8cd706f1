import re

import docx
import pytest

from qualkit.errors import InputError
from qualkit.reading.tabular.experiences import field_states
from qualkit.reading.tabular.forms import field_of, map_columns, read_experiences


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
    assert first.fields == {"necesidad": "No leían.\nNada", "color": "azul"}
    assert (second.id, second.territory, second.school) == ("e1-2", "Red Nueva", None)
    assert re.fullmatch(r"exp-[0-9a-f]{8}", third.id)
    assert forms.unknown == ("Color",)
    assert forms.mapping["Título"] == "name"
    assert [text[:5] for text in forms.warnings] == ["These", "Row 4", "Two e", "1 exp"]


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


def _sheets_of_forms(workbook, n=2):
    rows = [["FICHA DE EXPERIENCIA"], ["Territorio", "Ind Red"], ["Establecimiento", "Uno"],
            ["¿Qué necesidad o problema quisieron abordar? ¿Cómo supieron que existía?", "no leían"],
            ["¿Qué cambió? ¿Cómo lo saben?", "leen"], ["¿Qué ayudó?", "familias"], ["¿Qué harían distinto?", None]]  # fmt: skip
    return workbook(*((f"Ficha {i}", [*rows, ["Nombre", f"Radio {i}"]]) for i in range(n)))


def test_one_form_on_each_sheet(workbook):
    forms = read_experiences(_sheets_of_forms(workbook))
    assert [x.name for x in forms.experiences] == ["Radio 0", "Radio 1"]
    assert forms.experiences[0].fields == {"necesidad": "no leían", "resultados": "leen", "facilitadores": "familias"}
    assert forms.experiences[0].territory == "Inti Red"


def test_a_sheet_for_each_territory_is_read_whole(workbook):
    header = ["id", "Necesidad", "Resultados", "Facilitadores"]
    forms = read_experiences(
        workbook(("Inti", [header, ["a", "x", "y", "z"]]), ("Austral", [header, ["b", "x", "y", "z"]]))
    )
    assert [x.id for x in forms.experiences] == ["a", "b"]


def test_all_fields_in_one_cell(workbook):
    text = "Nombre: Radio. Necesidad: no se oían. Resultados: hablan. Facilitadores: el micrófono"
    forms = read_experiences(workbook(("Hoja", [["ID", "Ficha"], ["c1", text], ["c2", "sin más"]])))
    assert forms.experiences[0].name == "Radio."
    assert forms.experiences[0].fields == {
        "necesidad": "no se oían.",
        "resultados": "hablan.",
        "facilitadores": "el micrófono",
    }
    assert forms.experiences[1].fields == {"ficha": "sin más"}


def test_cells_that_are_forms_need_no_header(workbook):
    rows = [[f"Necesidad: a{i}. Resultados: b. Facilitadores: c"] for i in range(3)]
    assert len(read_experiences(workbook(("Hoja", rows))).experiences) == 3


def test_rows_that_a_merged_id_holds_together_are_one_form(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (
        ["ID", "Necesidad", "Actores internos", "Resultados"],
        ["e1", "no leían", "UTP", "leen"],
        [None, None, "CRA", None],
    ):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "t.xlsx")
    (experience,) = read_experiences(tmp_path / "t.xlsx").experiences
    assert experience.fields == {"necesidad": "no leían", "actores_internos": "UTP\nCRA", "resultados": "leen"}


EXTENDED = {
    "problema específico": "problema_especifico", "causas trabajadas": "causas",
    "quiénes lo viven y cómo participaron": "quienes_lo_viven", "dato de partida": "dato_de_partida",
    "objetivo": "objetivo", "idea de cambio (si… entonces…)": "idea_de_cambio",
    "acciones con calendario": "acciones", "roles": "roles",
    "vínculo con PEI, PME, plan del sostenedor": "vinculo_pei_pme_sostenedor",
    "indicadores de proceso y de resultado (nombre, línea base, meta, fuente, fecha)": "indicadores",
    "ciclos realizados y ajustes": "ciclos_y_ajustes", "resultados por indicador": "resultados_por_indicador",
    "efectos no buscados": "efectos_no_buscados", "evidencia adjunta": "evidencia_adjunta",
    "límites de la evidencia": "limites_de_la_evidencia", "obstáculos": "obstaculos",
    "recursos humanos/financieros/tecnológicos": "recursos", "continuidad prevista": "continuidad_prevista",
    "actores internos": "actores_internos", "actores del territorio (tipo, poder, interés, aporte)": "actores_del_territorio",
    "contacto público": "contacto_publico", "componentes que no se pueden cambiar": "componentes_esenciales",
    "componentes adaptables": "componentes_adaptables", "requisitos": "requisitos", "advertencias": "advertencias",
    "público": "publico", "formato (reel, póster, microcápsula, stand, café del mundo)": "formato", "mensaje": "mensaje",
    "autorización de imagen": "autorizacion_imagen", "próximos pasos": "proximos_pasos",
    "apoyo requerido": "apoyo_requerido", "equipo responsable (cargos)": "equipo_responsable", "etapa": "etapa",
    "año de inicio": "inicio", "necesidad": "necesidad", "resultados": "resultados", "facilitadores": "facilitadores",
    "oportunidades de mejora": "oportunidades_mejora", "foco territorial": "focus",
}  # fmt: skip


def test_every_field_of_the_extended_form_has_its_place(workbook):
    (experience,) = read_experiences(
        workbook(("F", [list(EXTENDED), [f"v{i}" for i in range(len(EXTENDED))]]))
    ).experiences
    told = {**experience.fields, "focus": experience.focus}
    assert told == {name: f"v{i}" for i, name in enumerate(EXTENDED.values())}


def test_a_field_that_nobody_filled_in_stays_absent_and_is_told():
    from qualkit.model import Experience

    states = field_states(Experience("e", None, {"necesidad": "x"}))
    assert states["necesidad"] == "said"
    assert {name for name, state in states.items() if state == "not mentioned"} == set(states) - {"necesidad"}


def test_what_names_who_filled_the_form_in_is_not_kept(text_file):
    header = "ID;Hora de inicio;Hora de finalización;Correo electrónico;Nombre;Necesidad;Resultados\n"
    forms = read_experiences(text_file("m.csv", header + "1;16/4/25;16/4/25;a@b.cl;Marcela Soto;no leían;leen\n"))
    (experience,) = forms.experiences
    assert "Marcela" not in str(experience)
    assert "@" not in str(experience)
    assert "are not kept: Hora de inicio, Correo electrónico, Nombre" in " ".join(forms.warnings)


def test_a_document_with_several_forms(tmp_path):
    document = docx.Document()
    for k in (1, 2):
        document.add_heading(f"Ficha {k}", 1)
        for heading, text in (("Necesidad", f"no leían {k}"), ("Resultados", "leen"), ("Sueños", "más")):
            document.add_heading(heading, 2)
            document.add_paragraph(text)
    document.save(tmp_path / "f.docx")
    forms = read_experiences(tmp_path / "f.docx")
    assert [x.fields for x in forms.experiences] == [
        {"necesidad": f"no leían {k}", "resultados": "leen", "sueños": "más"} for k in (1, 2)
    ]


def test_a_form_in_plain_text(text_file):
    text = "Nombre: Huerto\nTerritorio: Ind Red\nNecesidad: no comían sano\nse vio en marzo\nResultados: comen\n"
    (experience,) = read_experiences(text_file("f.txt", text)).experiences
    assert (experience.name, experience.territory) == ("Huerto", "Inti Red")
    assert experience.fields == {"necesidad": "no comían sano\nse vio en marzo", "resultados": "comen"}


def test_no_answer_of_a_wide_form_is_lost(text_file):
    header = [f"pregunta {i}" for i in range(200)] + ["Necesidad", "Resultados", "Facilitadores", "Necesidad"]
    path = text_file("w.csv", ";".join(header) + "\n" + ";".join(f"v{i}" for i in range(204)) + "\n")
    (experience,) = read_experiences(path).experiences
    assert sorted(experience.fields.values()) == sorted(f"v{i}" for i in range(204))


def test_the_same_form_twice_counts_once_and_two_schools_with_one_id_are_two(text_file):
    path = text_file("d.csv", "id;escuela;necesidad;resultados\ne1;Uno;a;b\ne1;Uno;a;b\ne1;Dos;c;d\n")
    forms = read_experiences(path)
    assert [(x.id, x.school) for x in forms.experiences] == [("e1", "Uno"), ("e1-2", "Dos")]
    assert "counts once" in forms.warnings[0]


def test_columns_are_left_out_or_named_by_hand(text_file):
    path = text_file("h.csv", "Lo que pasaba;Color;Resultados\nno leían;azul;leen\n")
    (experience,) = read_experiences(path, columns={"Lo que pasaba": "necesidad", "Color": "-"}).experiences
    assert experience.fields == {"necesidad": "no leían", "resultados": "leen"}


def test_an_id_that_is_made_up_stays_when_columns_are_taken_for_something_else(text_file):
    path = text_file("h.csv", "Lo que pasaba;Resultados\nno leían;leen\n")
    ids = [read_experiences(path, columns=c).experiences[0].id for c in ({}, {"Lo que pasaba": "necesidad"})]
    assert ids[0] == ids[1]


def test_people_in_a_heading_are_no_name_of_a_field(text_file):
    forms = read_experiences(text_file("n.csv", "Necesidad;Opinión de la profesora Marcela Soto\nno leían;bien\n"))
    assert list(forms.experiences[0].fields) == ["necesidad", "opinion_de_la_profesora"]
    assert "Marcela" not in " ".join(forms.warnings)


def test_a_form_that_nobody_filled_in_says_so(text_file):
    with pytest.raises(InputError, match="no row is filled in"):
        read_experiences(text_file("e.csv", "Necesidad;Resultados;Facilitadores\n"))


def test_a_story_in_the_place_of_the_name_stays_an_answer(text_file):
    story = "Había una vez " * 40
    (experience,) = read_experiences(text_file("n.csv", f"nombre;necesidad\n{story};falta\n")).experiences
    assert (experience.name, experience.fields["nombre"]) == ("", story.strip())
