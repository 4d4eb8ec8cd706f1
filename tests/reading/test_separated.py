import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.reading.tabular.separated import delimiter_of, read_separated, records_of


@pytest.mark.parametrize(
    ("text", "records", "broken"),
    [
        ('a;"b;c";d', (("a", "b;c", "d"),), 0),
        ('1;"dos\nlíneas";x\n2;y', (("1", "dos\nlíneas", "x"), ("2", "y")), 0),
        ('1;"él dijo ""hola""";x', (("1", 'él dijo "hola"', "x"),), 0),
        ('1;5" de pantalla;x', (("1", '5" de pantalla', "x"),), 0),
        ('1;"Leer" juntos;x\n2;y;z', (("1", '"Leer" juntos', "x"), ("2", "y", "z")), 1),
        ('1;"nadie cierra;x\n2;y;z', (("1", '"nadie cierra', "x"), ("2", "y", "z")), 1),
        ('1;"a"b;c\n2;"bien; sí";c', (("1", '"a"b', "c"), ("2", "bien; sí", "c")), 1),
    ],
    ids=["delimiter", "line-break", "doubled", "inches", "word-in-quotes", "unclosed", "mended-goes-on"],
)
def test_quotation_marks(text, records, broken):
    found = records_of(text, ";")
    assert found.records == records
    assert bool(found.notes) == bool(broken)


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00")), min_size=1), min_size=1))
def test_what_a_spreadsheet_writes_comes_back(rows):
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    expected = []
    for row in rows:
        cells = [cell.strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        expected.append(tuple(cells))
    assert [record for record in records_of(stream.getvalue(), ";").records if record] == [r for r in expected if r]


def test_a_hundred_thousand_unclosed_marks_take_no_time():
    assert len(records_of('"x;y;z\n' * 100_001, ";").records) == 100_002


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_that_divides_evenly_is_taken(delimiter):
    assert (
        delimiter_of(
            f"a{delimiter}b{delimiter}c\n1, y{delimiter}2; z{delimiter}3\n".replace(
                ", ", "; " if delimiter == "," else ", "
            )
        )
        == delimiter
    )


def test_two_encodings_in_one_file_are_both_read_and_said(tmp_path):
    (tmp_path / "t.csv").write_bytes("año;niño\nñandú;á\n".encode() + "ñu;é\n".encode("cp1252"))
    sheet = read_separated(tmp_path / "t.csv")
    assert sheet.rows[2] == {1: "ñandú", 2: "á"}
    assert sheet.rows[3] == {1: "ñu", 2: "é"}
    assert "two encodings" in sheet.notes[0]
