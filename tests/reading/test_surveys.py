import pytest

from qualkit.errors import InputError
from qualkit.reading.tabular.surveys import is_survey, is_survey_table, likert, read_survey, survey_with_columns
from qualkit.reading.tabular.tables import read_tables


@pytest.mark.parametrize(
    ("cell", "favourable", "value"),
    [
        ("Muy de acuerdo", "low", 1),
        ("muy de acuerdo", "high", 5),
        ("Totalmente en desacuerdo", "low", 5),
        ("En desacuerdo", "high", 2),
        ("Ni de acuerdo, ni en desacuerdo", "low", 3),
        ("2", "low", 2),
        ("2", "high", 2),
        ("4,0", "low", 4),
        ("1 - Muy de acuerdo", "low", 1),
        ("0", "low", None),
        ("6", "low", None),
        ("33", "low", None),
        ("No sabe", "low", None),
        ("NS/NR", "low", None),
        ("", "low", None),
        ("tal vez", "low", None),
    ],
)
def test_answers_become_numbers_or_none(cell, favourable, value):
    assert likert(cell, favourable) == value


HEADER = [
    "persona_id",
    "territorio",
    "establecimiento",
    "c01_claridad",
    "c06_autonomia",
    "c11_principal_aporte",
    "comentario",
]


def test_the_closing_survey_as_known(workbook):
    survey = read_survey(workbook(("Respuestas", [HEADER,
        ["p1", "Ind Red", "Escuela Uno", "Muy de acuerdo", 4, "Redes", "Bien todo"],
        ["p2", "Inti Red", "Escuela Uno", "No sabe", 0, "", None],
        ["p1", "Inti Red", "Escuela Uno", "De acuerdo", 2, "Pares", "Mejor"]])))  # fmt: skip
    kinds = {item.code: (item.kind, item.favourable, item.negative) for item in survey.items}
    assert kinds["c06_autonomia"] == ("likert", "low", True)
    assert kinds["c11_principal_aporte"] == ("choice", "low", False)
    assert kinds["comentario"][0] == "text"
    assert [answer["c01_claridad"] for answer in survey.answers] == [None, 2]
    assert [answer["c06_autonomia"] for answer in survey.answers] == [None, 2]
    assert [answer["territory"] for answer in survey.answers] == ["Inti Red", "Inti Red"]
    assert [answer["respondent"] for answer in survey.answers] == ["R001", "R002"]
    notes = " ".join(survey.notes)
    assert "answered again" in notes
    assert "c06_autonomia: 1 answers" in notes
    assert "more than one answer" in notes


def test_the_later_of_two_answers_goes_by_the_date(workbook):
    rows = [["correo", "fecha", "c01_claridad"], ["a@b.cl", "2025-12-02", 1], ["A@b.cl", "2025-12-01", 5]]
    assert [a["c01_claridad"] for a in read_survey(workbook(("R", rows))).answers] == [1]


def test_items_are_declared_on_their_own_sheet(workbook):
    survey = read_survey(workbook(
        ("R", [["q1", "q2", "q3", "q4"], ["Muy de acuerdo", 5, "x", "De acuerdo"], ["3", 1, "y", "Neutro"]]),
        ("Ítems", [["Código", "Enunciado", "Tipo", "Favorable", "Negativo"],
                   ["q1", "Sirve", "likert", "niveles altos", "no"],
                   ["q2", "Sobra", "escala", "1-2", "sí"], ["q3", "¿Qué?", "abierta", "", ""],
                   ["q4", "Vale", "likert", "quién sabe", "no"]])))  # fmt: skip
    assert [(i.code, i.wording, i.kind, i.favourable, i.negative) for i in survey.items] == [
        ("q1", "Sirve", "likert", "high", False),
        ("q2", "Sobra", "likert", "low", True),
        ("q3", "¿Qué?", "text", "low", False),
        ("q4", "Vale", "likert", "low", False),
    ]
    assert survey.answers[0]["q1"] == 5
    assert any("quién sabe" in note for note in survey.notes)


def test_an_item_answered_with_yes_and_no_is_kept_as_text(workbook):
    survey = read_survey(workbook(("R", [["c01_claridad", "c07_recursos"], [1, "Sí"], [2, "No"]])))
    assert survey.items[1].kind == "choice"
    assert survey.answers[0]["c07_recursos"] == "Sí"


def test_columns_are_known_by_code_or_wording(workbook):
    rows = [
        ["c01. ¿Está clara la red?", "Compromiso de las partes", "Nota del 1 al 5", "Zona"],
        [1, 2, 3, "sur"],
        [2, 2, 4, "sur"],
    ]
    codes = [(item.code, item.kind) for item in read_survey(workbook(("R", rows))).items]
    assert codes == [
        ("c01_claridad", "likert"),
        ("c05_compromiso", "likert"),
        ("Nota del 1 al 5", "likert"),
        ("Zona", "choice"),
    ]


def test_same_school_and_role_is_said_but_counted(workbook):
    rows = [["territorio", "establecimiento", "cargo", "c01_claridad"], ["A", "Uno", "UTP", 1], ["A", "Uno", "utp", 2]]
    survey = read_survey(workbook(("R", rows)))
    assert len(survey.answers) == 2
    assert any("perhaps the same person" in note for note in survey.notes)


@pytest.mark.parametrize("rows", [[["a", "b"], ["x", "y"]], [["c01_claridad", "b"]]], ids=["no-scale", "no-answers"])
def test_what_is_no_survey_is_refused(workbook, rows):
    with pytest.raises(InputError):
        read_survey(workbook(("R", rows)))


def test_a_survey_is_known_by_its_columns():
    assert is_survey(("c01_claridad", "c02_rol_activo", "c03_valorado_escuchado"))
    assert not is_survey(("a", "b", "c01_claridad"))


GOOGLE = (
    "Marca temporal,Dirección de correo electrónico,¿A qué red pertenece?,Nombre del establecimiento,Cargo,"
    "Existe claridad de los propósitos,¿Cuánto? [Se siente valorado y escuchado],¿Cuánto? [Los recursos dan sostenibilidad],"
    "¿Qué espera? [Recursos],¿Qué espera? [Pares],¿Qué espera? [Ideas],Comentarios\n"
    "13/11/2025 9:12:41,a@b.cl,Ind Red,Uno,UTP,Muy de acuerdo,De acuerdo,No sabe,1,2,3,bien\n"
    "2/11/2025 10:00:00,c@d.cl,Inti Red,Uno,Dir,2,1,0,2,1,3,\n"
    "3/11/2025 10:00:00,a@b.cl,Inti Red,Uno,UTP,En desacuerdo,,5,3,1,2,antes\n"
)


def test_what_google_forms_exports(text_file):
    path = text_file("g.csv", GOOGLE)
    survey = read_survey(path)
    assert is_survey_table(read_tables(path)[0])
    kinds = {item.code: item.kind for item in survey.items}
    assert kinds["c01_claridad"] == kinds["c03_valorado_escuchado"] == kinds["c07_recursos"] == "likert"
    assert kinds["expectativa_rank1"] == "choice"
    assert [answer["expectativa_rank1"] for answer in survey.answers] == ["Recursos", "Pares"]
    assert [answer["c01_claridad"] for answer in survey.answers] == [1, 2]
    assert all("@" not in str(value) for answer in survey.answers for value in answer.values())


def test_no_answers_are_told_apart(text_file):
    notes = read_survey(text_file("g.csv", GOOGLE)).notes
    assert any("alike / zero / empty): c07_recursos 1/1/0." in note for note in notes)
    assert any("means the same in both: c01_claridad 1/1, c03" in note for note in notes)
    assert "n = 2 answers of 1 schools." in notes


def test_the_national_consultation(text_file):
    survey = read_survey(
        text_file(
            "c.csv",
            "territorio;cohorte;cargo;area_innovacion_1;area_innovacion_2;expectativa_rank1;expectativa_rank2;pertenece_otra_red\n"
            "Inti Red;2023;UTP;lectura;clima;pares;recursos;Sí\nInti Red;2024;Dir;clima;;pares;;No\n",
        )
    )
    assert [(item.code, item.kind) for item in survey.items] == [
        ("area_innovacion_1", "choice"), ("area_innovacion_2", "choice"), ("expectativa_rank1", "choice"),
        ("expectativa_rank2", "choice"), ("pertenece_otra_red", "choice")]  # fmt: skip
    assert [answer["cohort"] for answer in survey.answers] == ["2023", "2024"]
    assert survey.answers[1]["area_innovacion_2"] is None


def test_two_waves_on_two_sheets_are_one_survey(workbook):
    survey = read_survey(
        workbook(
            ("Ola 1", [["persona_id", "c01_claridad", "c05_compromiso"], ["p1", 1, 2]]),
            ("Ola 2", [["persona_id", "c01_claridad", "nueva"], ["p1", "De acuerdo", "sí"]]),
        )
    )
    assert [(a["respondent"], a["c01_claridad"], a["c05_compromiso"]) for a in survey.answers] == [
        ("R001", 1, 2),
        ("R002", 2, None),
    ]


def test_polarity_on_a_sheet_without_wordings(workbook):
    survey = read_survey(
        workbook(("R", [["q1", "q2"], ["Muy de acuerdo", 1]]), ("Polaridad", [["código", "polaridad"], ["q1", "alto"]]))
    )
    assert survey.answers[0]["q1"] == 5


def test_items_and_columns_declared_by_hand(text_file):
    survey = read_survey(
        text_file("s.csv", "¿Va bien?;Zona;Quien\nMuy de acuerdo;sur;Ana\n2;norte;Eva\n"),
        columns={"¿Va bien?": "bien", "Zona": "territory", "Quien": "-"},
        items=[{"code": "bien", "favourable": "high"}],
    )
    assert survey.answers[0] == {"bien": 5, "territory": "sur", "school": None, "respondent": "R001"}


def test_people_in_a_heading_are_no_name_of_an_item(text_file):
    survey = read_survey(
        text_file("s.csv", "c01_claridad;¿Qué opina de la profesora Marcela Soto?\n1;bien\n2;muy bien\n")
    )
    assert [item.code for item in survey.items] == ["c01_claridad", "¿Qué opina de la profesora …?"]


def test_whatever_names_who_answered_is_not_kept(text_file):
    header = "ID;Hora de inicio;Hora de finalización;Correo electrónico;Nombre;c01_claridad;c05_compromiso\n"
    rows = "1;9:00;9:10;a@b.cl;Marcela Soto;1;2\n2;9:00;9:20;a@b.cl;Marcela Soto;3;2\n"
    read = survey_with_columns(text_file("m.csv", header + rows))
    assert [answer["c01_claridad"] for answer in read.survey.answers] == [3]
    assert not {"Nombre", "Correo electrónico", "ID"} & {item.code for item in read.survey.items}
    assert "Marcela" not in str(read.survey)


def test_bare_numbers_nobody_declared_rise(text_file):
    header = "¿Qué tan útil fue la sesión?;¿Se sintió escuchado?;q7\n"
    survey = read_survey(text_file("s.csv", header + "5;Muy de acuerdo;5\n4;2;4\n5;1;5\n"))
    assert [item.favourable for item in survey.items] == ["high", "low", "low"]
    assert [note for note in survey.notes if "¿Qué tan útil" in note]
