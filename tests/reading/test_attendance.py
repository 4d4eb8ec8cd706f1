import pytest

from qualkit.errors import InputError
from qualkit.model import AttendanceRow, Member
from qualkit.reading.tabular.attendance import read_attendance, read_members, yes_or_no


def test_attendance(text_file):
    path = text_file(
        "asistencia.csv",
        "evento_id;fecha;tipo;modalidad;territorio;rbd;establecimiento;persona_id;cargo;asiste\n"
        "S1;16-04-2025;sesión;virtual;Ind Red;123;Escuela Uno;P1;UTP;1\n"
        "S1;16-04-2025;sesión;virtual;Ind Red;124;;P2;;\n"
        "S1;2025-04-16;sesión;virtual;Otra Red;;;;;No\n",
    )
    read = read_attendance(path)
    assert read.rows[0] == AttendanceRow(
        "S1", "2025-04-16", "sesión", "Inti Red", "Escuela Uno", "P1", True, "virtual", "UTP"
    )
    assert [(row.school, row.attended) for row in read.rows[1:]] == [("RBD 124", None), (None, False)]
    assert "1 rows" in read.warnings[0]


def test_members(text_file):
    path = text_file(
        "miembros.csv",
        "rbd,establecimiento,territorio,cohorte,rural,estado_membresia\n"
        "1,Escuela Uno,Ind Red,2023,1,activa\n2,Escuela Dos,Ind Red,2024,urbana,retirada\n"
        "1,ESCUELA UNO,Inti Red,2023,,activa\n3,Escuela Tres,Sur,2024,rural,activa\n",
    )
    read = read_members(path)
    assert read.members == (
        Member("ESCUELA UNO", "Inti Red", "2023", True, None),
        Member("Escuela Dos", "Inti Red", "2024", False, False),
        Member("Escuela Tres", "Sur", "2024", True, True),
    )
    assert "1 lines" in read.warnings[0]


@pytest.mark.parametrize("read", [read_attendance, read_members])
def test_a_table_without_the_columns_is_refused(text_file, read):
    with pytest.raises(InputError, match="lacks the columns"):
        read(text_file("t.csv", "a,b\n1,2\n"))


def test_a_column_of_sessions_says_what_event_and_of_what_kind(text_file):
    path = text_file("lista.csv", "sesion;asistio;establecimiento\n2;si;Escuela Uno\n2;no;Escuela Dos\n")
    read = read_attendance(path)
    assert [(row.event, row.kind, row.attended) for row in read.rows] == [("2", "sesión", True), ("2", "sesión", False)]
    assert read.warnings == ()


def test_events_of_no_known_kind_are_told(text_file):
    read = read_attendance(text_file("a.csv", "evento;asistio;escuela\nSesión 1;1;Uno\nSesión 1;0;Dos\nE9;1;Uno\n"))
    assert [row.kind for row in read.rows] == ["sesión", "sesión", ""]
    assert [warning[:6] for warning in read.warnings] == ["1 rows"]
    assert "kind of event" in read.warnings[0]


def test_the_year_of_joining_is_the_cohort(text_file):
    read = read_members(text_file("m.csv", "establecimiento;territorio;Año de ingreso\nUno;Inti Red;2023\n"))
    assert [member.cohort for member in read.members] == ["2023"]


def test_a_list_with_a_column_for_each_event(text_file):
    read = read_attendance(
        text_file("a.csv", "Nombre;Establecimiento;Sesión 1;Taller 2;16-05-2025\nP1;Uno;x;;✓\nP2;Dos;;no;✗\n")
    )
    seen = [(row.event, row.date, row.kind, row.attended) for row in read.rows]
    assert seen == [
        ("Sesión 1", None, "sesión", True),
        ("Taller 2", None, "", None),
        ("16-05-2025", "2025-05-16", "", True),
        ("Sesión 1", None, "sesión", False),
        ("Taller 2", None, "", False),
        ("16-05-2025", "2025-05-16", "", False),
    ]
    assert "empty cell counts as absent" in read.warnings[0]


def test_what_stands_above_the_list_holds_for_every_row(workbook):
    rows = [["LISTA DE ASISTENCIA"], ["Fecha:", "16-04-2025"], ["Territorio: Ind Red"], [],
            ["N°", "Nombre", "Establecimiento", "Cargo", "Asiste"], [1, "P1", "Uno", "UTP", "sí"]]  # fmt: skip
    (row,) = read_attendance(workbook(("Hoja", rows))).rows
    assert (row.event, row.date, row.territory, row.attended) == ("16-04-2025", "2025-04-16", "Inti Red", True)


def test_first_timers_replacements_and_minutes(text_file):
    read = read_attendance(
        text_file(
            "a.csv",
            "evento;asiste;persona;establecimiento;minutos;primera_vez;reemplazo;comuna\nS1;1;P1;Uno;91;1;viene por otra;Lota\nS1;1;P1;Dos;1:30;;0;Lota\n",
        )
    )
    assert [(row.minutes, row.first_time, row.replacement) for row in read.rows] == [
        (91, True, True),
        (90, None, False),
    ]
    said = " ".join(read.warnings)
    assert "more than one school" in said
    assert "not kept: comuna" in said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("✓", True),
        ("☑", True),
        ("x", True),
        ("SÍ", True),
        ("✗", False),
        ("No", False),
        ("0", False),
        ("quizás", None),
        ("", None),
    ],
)
def test_yes_and_no_in_every_manner(cell, said):
    assert yes_or_no(cell) is said


def test_what_a_list_of_members_says_of_a_school(text_file):
    read = read_members(
        text_file(
            "m.csv",
            "establecimiento;territorio;cohorte;dependencia;parvularia;basica;media;notas\nUno;Inti Red;2023;SLEP;0;1;1;x\n",
        )
    )
    assert (read.members[0].dependence, read.members[0].levels) == ("SLEP", "básica, media")
    assert "notas" in read.warnings[0]


def test_columns_of_lists_can_be_mapped_by_hand(text_file):
    columns = {"Qué": "event", "Vino": "attended", "Col": "school"}
    read = read_attendance(text_file("a.csv", "Qué;Vino;Col\nS1;1;Uno\n"), columns=columns)
    assert (read.rows[0].event, read.rows[0].school, read.columns) == ("S1", "Uno", columns)
