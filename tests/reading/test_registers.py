import pytest

from qualkit.errors import InputError
from qualkit.model.registers import Actor, AgreementRow, Cycle, Encounter, Nomination, Observation
from qualkit.reading.tabular.registers import read_register, register_kind

HEADERS = {
    "actors": "actor;institución;tipo;subtipo;ámbito;poder 1-5;interés 1-5;propuesto_por;cita;fuente",
    "agreements": "acuerdo;responsable (cargo);plazo;estado;sesión_origen;fuente",
    "observations": "pauta;indicador;observado (sí/no/parcial);evidencia;observador;sesión",
    "cycles": "ciclo;pregunta;idea_de_cambio;indicador;prueba (dónde/cuándo);evidencia;decisión (adoptar/ajustar/descartar);próxima_vuelta",
    "nominations": "desde;hacia;tipo (profesional/emocional);da_o_recibe;frecuencia;intensidad",
    "encounters": "territorio;fecha;lugar;sede;focos;escuelas_asistentes;experiencias;formato;presentación_experta;invitados_externos",
}


@pytest.mark.parametrize("kind", HEADERS)
def test_each_register_is_known_by_its_columns(kind):
    assert register_kind(HEADERS[kind].split(";")) == kind


@pytest.mark.parametrize("header", [("a", "b"), ("territorio", "fecha"), ("tipo", "estado", "plazo")])
def test_other_columns_are_no_register(header):
    assert register_kind(header) is None


def rows_of(text_file, kind, *lines):
    return read_register(text_file(f"{kind}.csv", "\n".join((HEADERS[kind], *lines)) + "\n"), kind)


def test_actors(text_file):
    read = rows_of(
        text_file,
        "actors",
        'CESFAM;Salud;poder de incidir;público;comunal;5;alto;Ind Red;"ayuda; mucho";s1',
        "Club;;;;;9;3/5;;;",
    )
    assert read.rows[0] == Actor(
        "CESFAM", "Salud", "poder de incidir", "público", "comunal", 5, 4, "Inti Red", "ayuda; mucho", "s1"
    )
    assert (read.rows[1].power, read.rows[1].interest) == (None, 3)
    assert "1 cells of power or interest" in read.warnings[0]


def test_agreements(text_file):
    read = rows_of(
        text_file, "agreements", "Hablar con la biblioteca;Directora;16/4/25;pendiente;2;acta", "Seguir;;fin de año;;;"
    )
    assert read.rows[0] == AgreementRow(
        "Hablar con la biblioteca", "Directora", "2025-04-16", "pendiente", "2", None, "acta"
    )
    assert read.rows[1].due == "fin de año"


@pytest.mark.parametrize(
    ("cell", "observed"),
    [
        ("Sí", "yes"),
        ("✓", "yes"),
        ("no", "no"),
        ("No se observa", "no"),
        ("Parcialmente", "partial"),
        ("a veces", "partial"),
        ("", None),
    ],
)
def test_what_was_observed(text_file, cell, observed):
    (row,) = rows_of(text_file, "observations", f"Clima;Saluda;{cell};saludó;Rosa;1").rows
    assert row == Observation("Saluda", "Clima", observed, "saludó", "Rosa", "1")


def test_an_answer_that_is_none_of_those_asked_for_is_kept_and_said(text_file):
    read = rows_of(text_file, "observations", "Clima;Saluda;quizás;;;")
    assert (read.rows[0].observed, read.rows[0].other) == (None, {"observado": "quizás"})
    assert len(read.warnings) == 1


@pytest.mark.parametrize(
    ("cell", "decision", "other"),
    [
        ("adoptar", "adopt", {}),
        ("Ajustar el horario", "adjust", {"decisión": "Ajustar el horario"}),
        ("Se descarta", None, {"decisión": "Se descarta"}),
    ],
)
def test_cycles(text_file, cell, decision, other):
    (row,) = rows_of(text_file, "cycles", f"1;¿leen?;diez minutos;minutos;3°A;bitácora;{cell};mayo").rows
    assert row == Cycle("1", "¿leen?", "diez minutos", "minutos", "3°A", "bitácora", decision, "mayo", None, other)


def test_nominations(text_file):
    read = rows_of(text_file, "nominations", "P1;P2;emocional;da;semanal;3", "P2;P3;económico;;;")
    assert read.rows[0] == Nomination("P1", "P2", "emotional", "gives", "semanal", "3")
    assert (read.rows[1].kind, read.rows[1].other) == (None, {"tipo": "económico"})


def test_encounters(text_file):
    line = 'Ind Red;16-10-2024;Norte;Liceo Sol;"lectura, convivencia";"Uno; Dos";Huerto;póster;Charla;"CESFAM, Club"'
    (row,) = rows_of(text_file, "encounters", line).rows
    assert row == Encounter(
        "Inti Red",
        "2024-10-16",
        "Norte",
        "Liceo Sol",
        ("lectura", "convivencia"),
        ("Uno", "Dos"),
        ("Huerto",),
        "póster",
        "Charla",
        ("CESFAM", "Club"),
    )


def test_a_column_that_fits_no_field_stays_under_its_own_heading(text_file):
    read = read_register(text_file("a.csv", "Actor;Poder;Interés;Color\nClub;1;2;azul\n;;;\n"), "actors")
    assert [row.other for row in read.rows] == [{"Color": "azul"}]
    assert read.columns == {"Actor": "actor", "Poder": "power", "Interés": "interest", "Color": None}
    assert "Color" in read.warnings[0]


def test_columns_can_be_mapped_by_hand(text_file):
    read = read_register(
        text_file("a.csv", "Quien;Fuerza\nClub;4\n"), "actors", columns={"Quien": "actor", "Fuerza": "power"}
    )
    assert read.rows == (Actor("Club", power=4),)


def test_a_table_without_the_columns_is_refused(text_file):
    with pytest.raises(InputError, match="lacks the columns of actor"):
        read_register(text_file("a.csv", "a;b\n1;2\n"), "actors")
