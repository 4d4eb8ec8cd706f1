import docx
import pytest

from qualkit.errors import InputError
from qualkit.reading.kinds import detect_kind


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
    ("name", "text", "message"), [("s.mp4", "x", "Accepted: .vtt"), ("t.csv", "a,b\n1,2\n", "a, b")]
)
def test_unknown_files_are_refused(text_file, name, text, message):
    with pytest.raises(InputError, match=message):
        detect_kind(text_file(name, text))
