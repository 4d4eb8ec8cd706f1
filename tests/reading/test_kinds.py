import docx
import pytest

from qualkit.errors import InputError
from qualkit.reading.kinds import detect_kind, known_kind, table_kinds


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("s.vtt", "WEBVTT\n", "transcript"),
        ("s.md", "Ana: hola", "transcript"),
        ("s.txt", "Ana: hola", "transcript"),
        ("c.txt", "00:01:34\tAna:\thola\n", "chat"),
        ("a.csv", "evento_id,fecha,asiste\nS1,2025-01-01,1\n", "attendance"),
        ("m.csv", "rbd,establecimiento,territorio,cohorte\n1,Uno,A,2024\n", "members"),
        ("e.csv", "c01_claridad,c02_rol_activo,c03_valorado_escuchado\n1,2,3\n", "survey"),
        ("f.csv", "Necesidad,Resultados,Facilitadores\na,b,c\n", "experiences"),
    ],
)
def test_kinds_by_extension_and_content(text_file, name, text, kind):
    assert detect_kind(text_file(name, text)) == kind


@pytest.mark.parametrize(
    ("heads", "kind"), [(("Necesidad", "Resultados", "Facilitadores"), "experiences"), (("Ana: hola",), "transcript")]
)
def test_word_documents_are_forms_or_transcripts(tmp_path, heads, kind):
    document = docx.Document()
    for head in heads:
        document.add_paragraph(head)
        document.add_paragraph("algo")
    document.save(tmp_path / "d.docx")
    assert detect_kind(tmp_path / "d.docx") == kind


def test_the_user_has_the_last_word(text_file):
    assert detect_kind(text_file("s.txt", "Ana: hola"), override="chat") == "chat"
    with pytest.raises(InputError, match="not a kind"):
        detect_kind(text_file("s.txt", "Ana: hola"), override="poem")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [("s.mp4", "x", "recording"), ("s.xyz", "x", "Accepted: .vtt"), ("t.csv", "a,b\n1,2\n", "a, b")],
)
def test_unknown_files_are_refused(text_file, name, text, message):
    with pytest.raises(InputError, match=message):
        detect_kind(text_file(name, text))


REGISTERS = {
    "actors": "actor;institución;tipo;poder;interés\nClub;x;y;1;2\n",
    "agreements": "acuerdo;responsable;plazo\na;b;c\n",
    "observations": "pauta;indicador;observado;evidencia\na;b;sí;c\n",
    "cycles": "ciclo;pregunta;idea_de_cambio;decisión\n1;a;b;c\n",
    "nominations": "desde;hacia;tipo\nP1;P2;profesional\n",
    "encounters": "territorio;fecha;sede;focos\nInti Red;1-2-2025;a;b\n",
    "survey": "persona_id;Bien;Útil;Claro\np1;De acuerdo;Neutro;De acuerdo\np2;Neutro;De acuerdo;En desacuerdo\n",
    "attendance": "Nombre;Establecimiento;Sesión 1;Sesión 2\nP1;Uno;x;\n",
}


@pytest.mark.parametrize("kind", REGISTERS)
def test_kinds_of_tables_by_their_columns(text_file, kind):
    assert detect_kind(text_file("t.csv", REGISTERS[kind])) == kind


def test_a_workbook_with_tables_of_several_kinds(workbook):
    path = workbook(
        ("Lista", [["evento", "fecha", "asiste", "escuela"], ["S1", "1-2-2025", 1, "Uno"]]),
        ("Portada", [["Red", "2025"]]),
        ("Miembros", [["establecimiento", "territorio", "cohorte"], ["Uno", "Inti Red", 2024]]),
    )
    assert table_kinds(path) == ("attendance", "members")


def test_forms_in_every_layout_are_forms(workbook, text_file):
    beside = [["Necesidad", "a"], ["Resultados", "b"], ["¿Qué ayudó?", "c"]]
    assert detect_kind(workbook(("Hoja", beside))) == "experiences"
    cell = [["id", "todo"], ["1", "Necesidad: a. Resultados: b. Facilitadores: c"]]
    assert detect_kind(workbook(("Hoja", cell), name="b.xlsx")) == "experiences"
    text = "Necesidad: a\nResultados: b\nFacilitadores: c\nTransferibilidad: d\n"
    assert detect_kind(text_file("f.txt", text)) == "experiences"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.txt", "Facilitadora: hola\nEstudiantes: hola\nEquipo: ya\n"),
        ("t.md", "# Resultados\nAna: vimos los resultados\nLuis: y la necesidad: mucha\n"),
    ],
)
def test_talk_about_fields_is_talk(text_file, name, text):
    assert detect_kind(text_file(name, text)) == "transcript"


def test_a_list_in_a_word_file_is_a_list(tmp_path):
    document = docx.Document()
    document.add_paragraph("Acuerdos de la reunión")
    table = document.add_table(rows=0, cols=3)
    for row in (("Acuerdo", "Responsable", "Plazo"), ("Hablar", "UTP", "mayo")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(tmp_path / "d.docx")
    assert detect_kind(tmp_path / "d.docx") == "agreements"


@pytest.mark.parametrize(
    ("said", "kind"),
    [("Ficha", "experiences"), ("sesión territorial", "transcript"), ("PHEA", "cycles"), ("survey", "survey")],
)
def test_kinds_may_be_named_in_spanish(said, kind):
    assert known_kind(said) == kind


def test_a_workbook_is_one_whatever_it_is_called(workbook, tmp_path):
    workbook(("Hoja", [["Necesidad", "Resultados", "Facilitadores"], ["a", "b", "c"]])).rename(tmp_path / "f.docx")
    assert detect_kind(tmp_path / "f.docx") == "experiences"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("archivo;territorio\na.vtt;Inti Red\n", "--manifest"),
        ("document;code;coder;value\nx;a;ana;1\n", "qualkit import"),
    ],
)
def test_tables_for_another_door_are_told_which(text_file, text, message):
    with pytest.raises(InputError, match=message):
        detect_kind(text_file("t.csv", text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Rosa Trafikura;15.678.904-1;col\n1;2;3\n", "first row holds"),
        ("uno;98765432;dos\n1;2;3\n", "first row holds"),
        ("uno;rosa.trafi@escuela.cl;dos\n1;2;3\n", "first row holds"),
        ("uno;Lo que dijo Rosa Soto;año 2024\n1;2;3\n", "uno, Lo que dijo …, año 2024"),
    ],
)
def test_why_a_table_is_refused_names_nobody(text_file, text, said):
    with pytest.raises(InputError) as refused:
        detect_kind(text_file("lista.csv", text))
    assert said in str(refused.value)
    for name in ("Trafi", "trafi", "Soto", "678", "9876"):
        assert name not in str(refused.value)
