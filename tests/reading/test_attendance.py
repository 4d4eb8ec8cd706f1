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
