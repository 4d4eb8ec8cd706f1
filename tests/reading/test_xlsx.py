import datetime as dt
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.tabular.sheets import Merge
from qualkit.reading.tabular.xlsx import plain_number, read_workbook, serial_date

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

STRINGS_LINK = b'<Relationship Type="http://x/sharedStrings" Target="../xl/strings/./all.xml" Id="r9"/>'


@pytest.fixture
def book(tmp_path):
    """Return a function that lets a test fill a workbook, saves it and returns its one sheet as read."""

    def fill(work):
        made = openpyxl.Workbook()
        work(made.active)
        made.save(tmp_path / "t.xlsx")
        return read_workbook(tmp_path / "t.xlsx")[0]

    return fill


@pytest.fixture
def raw(tmp_path):
    """Return a function that puts XML of its own in place of the first sheet's, and reads the workbook."""

    def write(xml, strings=None):
        made = openpyxl.Workbook()
        made.active["A1"] = "x"
        made.save(tmp_path / "whole.xlsx")
        with zipfile.ZipFile(tmp_path / "whole.xlsx") as old, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as new:
            for name in old.namelist():
                content = old.read(name)
                if name == "xl/worksheets/sheet1.xml":
                    content = xml.encode()
                if name == "xl/_rels/workbook.xml.rels" and strings is not None:
                    content = content.replace(b"</Relationships>", STRINGS_LINK + b"</Relationships>")
                new.writestr(name, content)
            if strings is not None:
                new.writestr("xl/strings/all.xml", strings)
        return read_workbook(tmp_path / "t.xlsx")[0]

    return write


def rows_of(*rows):
    return f"<worksheet {MAIN}><sheetData>{''.join(rows)}</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("value", "format", "text"),
    [
        (3, "General", "3"),
        (3.0, "0.00", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (0.45, "0%", "45%"),
        (0.333, "0.0%", "33.3%"),
        (True, "General", "1"),
        (dt.date(2025, 4, 16), "dd-mm-yyyy", "2025-04-16"),
        (dt.datetime(2025, 4, 16, 9, 30), "dd/mm/yy hh:mm", "2025-04-16 09:30:00"),
        (dt.timedelta(hours=1, minutes=31), "[h]:mm", "1:31"),
        (45763, "General", "45763"),
        (1500, '#,##0 "de mes"', "1500"),
        ("  año\r\nniño ", "General", "año\nniño"),
    ],
)
def test_cells_are_read_as_the_sheet_shows_them(book, value, format, text):
    def fill(sheet):
        sheet["A1"] = value
        sheet["A1"].number_format = format

    assert book(fill).rows == {1: {1: text}}


def test_the_epoch_of_old_macs_is_heeded(tmp_path):
    made = openpyxl.Workbook()
    made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    made.active["A1"] = dt.date(2025, 4, 16)
    made.save(tmp_path / "t.xlsx")
    assert read_workbook(tmp_path / "t.xlsx")[0].rows == {1: {1: "2025-04-16"}}


@given(st.dates(dt.date(1900, 3, 1), dt.date(9999, 12, 30)))
def test_serial_dates_are_those_of_the_spreadsheet(day):
    assert serial_date(float((day - dt.date(1899, 12, 30)).days)) == day.isoformat()


def test_an_hour_without_a_day_and_the_last_second_of_one():
    assert (serial_date(0.5), serial_date(45763 + 0.9999999)) == ("12:00:00", "2025-04-17")


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_number_is_never_changed_beyond_its_twelfth_digit(value):
    assert float(plain_number(value)) == pytest.approx(value, rel=1e-11)


def test_formulas_without_a_result_are_counted_and_said(book):
    def fill(sheet):
        sheet.append(["a", "=A1", "=SUM(B1:B9)"])

    sheet = book(fill)
    assert sheet.rows == {1: {1: "a"}}
    assert sheet.notes[0].startswith("2 cells hold formulas")


def test_the_saved_result_of_a_formula_is_read(raw):
    sheet = raw(rows_of('<row r="1"><c r="A1" t="str"><f>B1</f><v>hola</v></c><c r="B1"><f>1+1</f><v>2</v></c></row>'))
    assert (sheet.rows, sheet.notes) == ({1: {1: "hola", 2: "2"}}, ())


def test_error_cells_are_empty_and_said(raw):
    sheet = raw(rows_of('<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><v>1</v></c></row>'))
    assert (sheet.rows, len(sheet.notes)) == ({1: {2: "1"}}, 1)


def test_what_is_hidden_is_read_and_said(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    made.active.append(["c", "d"])
    made.active.row_dimensions[2].hidden = True
    made.active.column_dimensions["B"].hidden = True
    other = made.create_sheet("oculta")
    other["A1"] = "x"
    other.sheet_state = "veryHidden"
    made.save(tmp_path / "t.xlsx")
    first, second = read_workbook(tmp_path / "t.xlsx")
    assert first.notes == ("Hidden rows (1) and columns (1) were read too.",)
    assert (second.rows, second.notes) == ({1: {1: "x"}}, ("A hidden sheet was read too.",))


def test_merged_cells_are_told(book):
    def fill(sheet):
        sheet["A1"] = "x"
        sheet.merge_cells("A1:C2")

    assert book(fill).merges == (Merge(1, 1, 2, 3),)


def test_cells_without_content_cost_nothing_and_shift_nothing(raw):
    empty = "".join(f'<c r="{letter}1" s="1"/>' for letter in "ABCDEFG")
    sheet = raw(
        rows_of(
            f'<row r="1">{empty}<c r="H1"><v>1</v></c></row>',
            '<row r="2" s="1"/>',
            '<row r="9"><c r="B9"><v>2</v></c></row>',
        )
    )
    assert sheet.rows == {1: {8: "1"}, 9: {2: "2"}}


def test_cells_that_do_not_say_where_they_are_stand_in_order(raw):
    sheet = raw(rows_of("<row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c><v>4</v></c></row>"))
    assert sheet.rows == {1: {1: "1", 3: "3"}, 2: {1: "4"}}


def test_names_with_a_prefix_are_the_same_names(raw):
    xml = f'<x:worksheet {MAIN.replace("xmlns", "xmlns:x")}><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    assert raw(xml).rows == {1: {1: "7"}}


def test_readings_of_characters_are_no_text(raw):
    xml = rows_of(
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>ho</t></r><r><t>la</t></r><rPh sb="0" eb="1"><t>OLA</t></rPh></is></c></row>'
    )
    assert raw(xml).rows == {1: {1: "hola"}}


def test_shared_strings_keep_their_pieces_and_escapes(raw):
    strings = f'<sst {MAIN}><si><r><t>uno</t></r><r><t xml:space="preserve"> dos</t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_\nb</t></si></sst>'
    xml = rows_of(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>99</v></c></row>'
    )
    assert raw(xml, strings).rows == {1: {1: "uno dos", 2: "a\nb"}}


def test_a_document_type_is_refused(raw):
    with pytest.raises(InputError):
        raw('<!DOCTYPE w [<!ENTITY a "b">]>' + rows_of('<row r="1"><c r="A1" t="str"><v>&a;</v></c></row>'))


def test_links_to_other_files_are_left_alone(tmp_path):
    openpyxl.Workbook().save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as old, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                content = content.replace(b"/xl/worksheets/sheet1.xml", b"file:///etc/passwd").replace(
                    b"<Relationship ", b'<Relationship TargetMode="External" ', 1
                )
            new.writestr(name, content)
    assert read_workbook(tmp_path / "t.xlsx") == []


def test_a_sheet_that_is_listed_again_and_again_is_read_once(tmp_path):
    openpyxl.Workbook().save(tmp_path / "whole.xlsx")
    again = b'<sheet name="otra" sheetId="9" r:id="rId1" xmlns:r="http://r"/>' * 100_000
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as old, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(b"</sheets>", again + b"</sheets>")
            new.writestr(name, content)
    assert [sheet.name for sheet in read_workbook(tmp_path / "t.xlsx")] == ["Sheet"]


def test_a_date_that_is_written_as_iso(raw):
    sheet = raw(
        rows_of(
            '<row r="1"><c r="A1" t="d"><v>2025-04-16T00:00:00Z</v></c><c r="B1" t="d"><v>2025-04-16T09:30:00.000Z</v></c></row>'
        )
    )
    assert sheet.rows == {1: {1: "2025-04-16", 2: "2025-04-16 09:30:00"}}
