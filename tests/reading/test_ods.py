import zipfile

import pytest

from qualkit.errors import InputError
from qualkit.reading.tabular.ods import read_open_document
from qualkit.reading.tabular.sheets import Merge
from qualkit.reading.tabular.tables import read_table

HEAD = (
    '<office:document-content xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x" xmlns:dc="urn:d">'
    "<office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"


@pytest.fixture
def ods(tmp_path):
    """Return a function that writes a spreadsheet of LibreOffice with these rows and returns its path."""

    def write(*rows, name="t.ods"):
        content = f'{HEAD}<table:table table:name="Hoja">{"".join(rows)}</table:table>{TAIL}'
        with zipfile.ZipFile(tmp_path / name, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            package.writestr("content.xml", content)
        return tmp_path / name

    return write


def row(*cells, more=""):
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(text, more=""):
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def value(kind, raw, shown=""):
    return cell(
        shown,
        f'office:value-type="{kind}" office:{"value" if kind in ("float", "percentage") else kind + "-value"}="{raw}"',
    )


def test_values_of_every_type(ods):
    (sheet,) = read_open_document(
        ods(
            row(
                *(
                    cell("año<text:line-break/>niño"),
                    value("float", "3.0", "3,00"),
                    value("percentage", "0.45", "45 %"),
                ),
                *(
                    value("date", "2025-04-16", "16-04-25"),
                    value("date", "2025-04-16T09:30:00"),
                    value("boolean", "true"),
                ),
                cell("a<text:s text:c='2'/>b"),
            )
        )
    )
    assert list(sheet.rows[1].values()) == ["año\nniño", "3", "45%", "2025-04-16", "2025-04-16 09:30:00", "1", "a  b"]


def test_a_million_repeated_empty_rows_are_only_counted(ods):
    path = ods(
        row(cell("a"), cell("b")),
        row("<table:table-cell table:number-columns-repeated='16384'/>", more="table:number-rows-repeated='1048570'"),
        row(cell("1"), cell("2")),
    )
    (sheet,) = read_open_document(path)
    assert list(sheet.rows) == [1, 1_048_572]


def test_repeated_cells_and_rows_are_written_out_within_reason(ods):
    (sheet,) = read_open_document(
        ods(row(cell("x", "table:number-columns-repeated='3'"), cell("y"), more="table:number-rows-repeated='2'"))
    )
    assert sheet.rows == {1: {1: "x", 2: "x", 3: "x", 4: "y"}, 2: {1: "x", 2: "x", 3: "x", 4: "y"}}


def test_merged_cells_comments_and_hidden_rows(ods):
    note = "<office:annotation><dc:creator>Ana</dc:creator><text:p>ojo</text:p></office:annotation>"
    merged = f"<table:table-cell table:number-rows-spanned='2' table:number-columns-spanned='1'>{note}<text:p>Inti</text:p></table:table-cell>"
    (sheet,) = read_open_document(
        ods(row(merged, cell("a")), row("<table:covered-table-cell/>", cell("b"), more="table:visibility='collapse'"))
    )
    assert sheet.rows == {1: {1: "Inti", 2: "a"}, 2: {2: "b"}}
    assert sheet.merges == (Merge(1, 1, 2, 1),)
    assert sheet.notes == ("Hidden rows (1) and columns (0) were read too.",)


def test_a_formula_that_failed_is_empty_and_said(ods):
    (sheet,) = read_open_document(ods(row(cell("#REF!", "table:formula='of:=A9'"), cell("x"))))
    assert (sheet.rows, len(sheet.notes)) == ({1: {2: "x"}}, 1)


def test_it_is_a_table_whatever_it_is_called(ods):
    assert read_table(ods(row(cell("a"), cell("b")), row(cell("1"), cell("2")), name="t.xlsx")).rows == (("1", "2"),)


def test_what_is_none_is_refused(tmp_path):
    (tmp_path / "t.ods").write_bytes(b"PK\x03\x04nada")
    with pytest.raises(InputError, match=r"t\.ods"):
        read_open_document(tmp_path / "t.ods")
