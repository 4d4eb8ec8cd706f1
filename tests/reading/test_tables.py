import openpyxl
import pytest

from qualkit.errors import InputError
from qualkit.reading.tabular.sheets import Merge, Sheet
from qualkit.reading.tabular.tables import read_table, read_tables, tables_of


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


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("t.xlsx", b"not excel", "not an Excel file"),
        ("t.csv", b"", "empty"),
        ("t.csv", b"\n \n", "empty"),
        ("t.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "save it as .xlsx"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64, "without a password"),
        ("t.png", b"x", "not a table"),
    ],
)
def test_tables_that_cannot_be_read_say_why(tmp_path, name, data, message):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_tables(tmp_path / name)


def test_a_workbook_without_content_is_refused(workbook):
    with pytest.raises(InputError, match="holds no table"):
        read_tables(workbook(("Vacía", [])))


def table_of(rows, merges=()):
    """Return the one table of a sheet that is given by its rows."""
    (table,) = tables_of(sheet_of(rows, merges))
    return table


def sheet_of(rows, merges=()):
    cells = {
        number: {at: str(cell) for at, cell in enumerate(row, start=1) if cell not in (None, "")}
        for number, row in enumerate(rows, start=1)
    }
    return Sheet("Hoja", {number: row for number, row in cells.items() if row}, tuple(Merge(*m) for m in merges))


HEADER = ["Red", "Establecimiento", "Necesidad", "Resultados"]


def test_a_cell_that_is_merged_downwards_counts_in_every_row():
    table = table_of([HEADER, ["Inti Red", "Uno", "a", "b"], [None, "Dos", "c", "d"]], [(2, 1, 3, 1)])
    assert table.column(0) == ("Inti Red", "Inti Red")
    assert table.joined == {(1, 0)}


def test_a_merge_that_claims_a_million_rows_fills_only_those_that_are_there():
    table = table_of([HEADER, ["Inti Red", "Uno", "a", "b"], [None, "Dos", "c", "d"]], [(2, 1, 1_048_576, 1)])
    assert table.column(0) == ("Inti Red", "Inti Red")


def test_a_header_of_two_rows_names_group_and_column():
    rows = [["Red", "Evaluación", None], [None, "Inicio", "Cierre"], ["Inti Red", "3", "5"]]
    table = table_of(rows, [(1, 2, 1, 3), (1, 1, 2, 1)])
    assert table.header == ("Red", "Evaluación › Inicio", "Evaluación › Cierre")
    assert table.rows == (("Inti Red", "3", "5"),)


def test_a_row_of_answers_under_a_merged_header_stays_an_answer():
    rows = [["Red", "Evaluación", None], ["Inti Red", "3", "5"], ["Otra", "1", "2"]]
    assert len(table_of(rows, [(1, 2, 1, 3)]).rows) == 2


def test_totals_at_the_end_are_left_out_and_said():
    table = table_of([HEADER, ["A", "Uno", "a", "b"], ["Total", None, None, "12"], ["Promedio", None, None, "3,5%"]])
    assert (len(table.rows), table.notes) == (1, ("2 rows of totals were left out.",))


def test_a_row_that_only_begins_like_a_total_stays():
    assert len(table_of([HEADER, ["A", "Uno", "a", "b"], ["Total de la red", "Dos", "falta agua", "hay"]]).rows) == 2


def test_a_header_that_is_repeated_on_every_page_counts_once():
    assert len(table_of([HEADER, ["A", "Uno", "a", "b"], HEADER, ["B", "Dos", "c", "d"]]).rows) == 2


def test_several_tables_on_one_sheet():
    rows = [["MIEMBROS"], ["RBD", "Establecimiento", "Territorio", "Cohorte"], [1, "Uno", "Inti Red", 2023], [],
            ["ASISTENCIA"], ["Evento", "Fecha", "Establecimiento", "Asiste"], ["S1", "2025-04-16", "Uno", 1]]  # fmt: skip
    first, second = tables_of(sheet_of(rows))
    assert (first.header[0], len(first.rows)) == ("RBD", 1)
    assert (second.header[0], second.rows) == ("Evento", (("S1", "2025-04-16", "Uno", "1"),))


def test_a_gap_between_rows_does_not_divide_a_table():
    rows = [HEADER, ["A", "Uno", "a", "b"], [], ["B", "Dos", "c", "d"]]
    assert table_of(rows).numbers == (2, 4)


def test_what_is_said_above_the_header_is_kept():
    rows = [["Lista de asistencia"], ["Fecha: 16-04-2025", None, "Territorio:", "Inti Red"],
            ["Nombre", "Establecimiento", "Cargo", "Asiste"], ["P1", "Uno", "UTP", "x"]]  # fmt: skip
    assert table_of(rows).above == {"Fecha": "16-04-2025", "Territorio": "Inti Red"}


def test_a_page_that_calls_itself_excel_is_read(tmp_path):
    page = "<html><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table></html>"
    (tmp_path / "t.xls").write_text(page)
    assert read_table(tmp_path / "t.xls").rows == (("1", "2"),)


@pytest.mark.parametrize("name", ["t.xlsx", "t.ods", "t.xls", "t.csv"])
def test_text_is_read_as_text_whatever_it_is_called(tmp_path, name):
    assert read_table(csv_file(tmp_path, "a;b\n1;2\n", name=name)).rows == (("1", "2"),)


def test_a_workbook_that_is_called_csv_is_read(workbook, tmp_path):
    workbook(("Hoja", [["a", "b"], [1, 2]])).rename(tmp_path / "t.csv")
    assert read_table(tmp_path / "t.csv").rows == (("1", "2"),)


def test_tables_of_a_word_file_are_read(tmp_path):
    import docx

    document = docx.Document()
    table = document.add_table(rows=0, cols=2)
    for row in (("a", "b"), ("1", "2")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(tmp_path / "t.docx")
    assert read_table(tmp_path / "t.docx").rows == (("1", "2"),)


def test_an_edited_file_is_read_anew(tmp_path):
    assert read_table(csv_file(tmp_path, "a;b\n1;2\n")).rows == (("1", "2"),)
    assert read_table(csv_file(tmp_path, "a;b\n1;2\n3;4\n")).rows == (("1", "2"), ("3", "4"))
