import pytest

from qualkit.errors import InputError
from qualkit.model import AttendanceRow, Member
from qualkit.reading.attendance import read_attendance, read_members


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
