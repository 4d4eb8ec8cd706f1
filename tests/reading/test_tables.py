import openpyxl
import pytest

from qualkit.errors import InputError
from qualkit.reading.tables import cell_text, read_table, read_tables


def csv_file(tmp_path, text, encoding="utf-8", name="tabla.csv"):
    (tmp_path / name).write_bytes(text.encode(encoding))
    return tmp_path / name


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"], ids=["semicolon", "comma", "tab", "bar"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    text = "\n".join(
        delimiter.join(row) for row in (("año", "qué pasó"), ("2024", '"uno, dos; tres"'), ("2025", "nada"))
    )
    table = read_table(csv_file(tmp_path, text))
    assert table.header == ("año", "qué pasó")
    assert table.rows == (("2024", "uno, dos; tres"), ("2025", "nada"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_csv(tmp_path, encoding):
    assert read_table(csv_file(tmp_path, "año;niño\n1;ñandú\n", encoding)).rows == (("1", "ñandú"),)


def test_a_line_break_inside_a_cell_stays(tmp_path):
    table = read_table(csv_file(tmp_path, 'a;b\r\n1;"uno\r\ndos"\r\n'))
    assert table.rows == (("1", "uno\ndos"),)


def test_the_separator_line_of_excel_is_obeyed(tmp_path):
    assert read_table(csv_file(tmp_path, "sep=|\na|b\n1;2|3\n")).rows == (("1;2", "3"),)


def test_empty_rows_columns_and_a_title_are_left_out(workbook):
    rows = [["Fichas 2025"], [], ["a", None, "b"], [None, None, None], [1, None, 2.0]]
    table = read_table(workbook(("Hoja", rows)))
    assert (table.header, table.rows, table.numbers) == (("a", "b"), (("1", "2"),), (5,))
    assert table.column(1) == ("2",)


def test_a_sheet_that_claims_many_empty_cells(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "b"])
    book.active.append(["1", "2"])
    book.active.cell(row=1000, column=30).value = ""
    book.save(tmp_path / "t.xlsx")
    table = read_table(tmp_path / "t.xlsx")
    assert (table.header, table.rows) == (("a", "b"), (("1", "2"),))


def test_text_under_no_heading_and_repeated_headings_get_names(tmp_path):
    assert read_table(csv_file(tmp_path, "a;a;\n1;2;3\n")).header == ("a", "a (2)", "column 3")


def test_sheets_without_anything_are_left_out(workbook):
    tables = read_tables(workbook(("Vacía", []), ("Datos", [["a", "b"], [1, 2]])))
    assert [table.sheet for table in tables] == ["Datos"]


def test_cells_become_text():
    from datetime import date, datetime

    values = (None, True, False, 3.0, 2.5, datetime(2025, 5, 1), datetime(2025, 5, 1, 9, 30), date(2025, 5, 1), " año ")
    expected = ["", "1", "0", "3", "2.5", "2025-05-01", "2025-05-01 09:30:00", "2025-05-01", "año"]
    assert [cell_text(value) for value in values] == expected


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.xlsx", b"not excel", "not an Excel file"),
        ("t.csv", b"", "empty"),
        ("t.csv", b'a;b\n"1', "holds no table|a;b"),
        ("t.xls", b"x", "not a table"),
    ],
)
def test_tables_that_cannot_be_read_say_why(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    if data.startswith(b"a;b"):
        assert read_table(tmp_path / name).rows == (("1", ""),)
        return
    with pytest.raises(InputError, match=message):
        read_tables(tmp_path / name)


def test_a_workbook_without_content_is_refused(workbook):
    with pytest.raises(InputError, match="holds no table"):
        read_tables(workbook(("Vacía", [])))
