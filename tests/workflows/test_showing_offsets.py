import pytest

from qualkit.workflows.showing import pseudonymize_file

TEXT = "Nombre: Paola Soto.\nNació el 3 de mayo de 2012. Acta del 15 de marzo de 2024.\n"


@pytest.mark.parametrize("lead", ["", "\ufeff"], ids=["plain", "byte order mark"])
def test_offsets_count_in_the_text_of_the_file(tmp_path, lead):
    file = tmp_path / "acta.txt"
    file.write_text(lead + TEXT, encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    shown = pseudonymize_file(file)
    assert [text[e["start"] : e["end"]] for e in shown["entities"]] == ["Paola Soto", "3 de mayo de 2012"]
    assert [e["text"] for e in shown["entities"]] == ["Paola Soto", "3 de mayo de 2012"]


def test_accents_apart_from_their_letters_count_as_they_stand(tmp_path):
    file = tmp_path / "acta.txt"
    file.write_text("Vino A\u0301ngela Soto y Paola.\n", encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    assert [text[e["start"] : e["end"]] for e in pseudonymize_file(file)["entities"]] == ["A\u0301ngela Soto", "Paola"]


def test_dates_are_made_coarser_where_asked(tmp_path):
    file = tmp_path / "acta.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert "[fecha]. Acta del marzo de 2024." in pseudonymize_file(file, dates="month")["text"]
    assert "Acta del 15 de marzo de 2024." in pseudonymize_file(file)["text"]
