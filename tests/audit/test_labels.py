from pathlib import Path

import openpyxl
import pytest

from qualkit.audit.labels import labels_of_rows
from qualkit.errors import InputError
from qualkit.model import Label, Span
from qualkit.workflows.exchanging import rows_of_table

LONG = "document,start,end,code,coder\nd1,0,10,LAR,ana\nd1,10,25,REL,ana\n"


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path: Path, text: str):
    return read_file(write(tmp_path / "labels.csv", text))


def read_file(file: Path):
    return labels_of_rows(*rows_of_table(file), file=file.name)


def test_a_row_of_the_long_form_is_a_label_that_was_given(tmp_path):
    assert read(tmp_path, LONG) == (
        Label("d1", Span(0, 10), "LAR", "ana", 1),
        Label("d1", Span(10, 25), "REL", "ana", 1),
    )


def test_spanish_headers_in_another_order_mean_the_same(tmp_path):
    text = "Código;Codificadora;Inicio;Fin;Documento;texto\nLAR;ana;0;10;d1;lo que dijo\nREL;ana;10;25;d1;\n"
    assert read(tmp_path, text) == read(tmp_path, LONG)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        *[(cell, 1) for cell in ("1", "x", "SÍ", "1.0", "1,0", "")],
        *[(cell, 0) for cell in ("0", "no", "No", "n", "FALSE", "falso", "0,0", "0.0")],
    ],
)
def test_a_value_says_whether_the_code_was_given(tmp_path, cell, value):
    text = f"document;start;end;code;coder;value\nd1;0;10;LAR;ana;{cell}\n"
    assert read(tmp_path, text)[0].value == value


def test_no_code_and_value_0_is_a_unit_looked_at(tmp_path):
    text = "document,start,end,code,coder,value\nd1,0,10,,ana,0\n"
    assert read(tmp_path, text) == (Label("d1", Span(0, 10), "", "ana", 0),)


def test_the_wide_form_gives_every_code_of_a_row_that_was_filled_in(tmp_path):
    text = "document,start,end,coder,LAR,REL.a\nd1,0,10,ana,x,\nd1,10,25,ana,0,0\nd1,25,30,ana,,\n"
    assert [(made.segment.start, made.code, made.value) for made in read(tmp_path, text)] == [
        (0, "LAR", 1),
        (0, "REL.a", 0),
        (10, "LAR", 0),
        (10, "REL.a", 0),
    ]


def test_a_row_of_the_long_form_without_code_and_value_is_not_labelled_yet(tmp_path):
    assert read(tmp_path, "document,start,end,code,coder\nd1,0,10,,\n") == ()


def test_a_spreadsheet_is_read_like_its_csv(tmp_path):
    book = openpyxl.Workbook()
    for row in (["documento", "inicio", "fin", "codificador", "LAR"], ["d1", 0, 10.0, "ana", 1], ["d1", 10, 25, "ana"]):
        book.active.append(row)
    book.save(tmp_path / "labels.xlsx")
    assert read_file(tmp_path / "labels.xlsx") == (Label("d1", Span(0, 10), "LAR", "ana", 1),)


def test_the_same_label_twice_is_one(tmp_path):
    assert len(read(tmp_path, LONG + "d1,0,10,LAR,ana\n")) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "empty", id="empty"),
        pytest.param("document,start,code\nd1,0,LAR\n", "end, coder not found", id="column"),
        pytest.param("document,start,end,coder\nd1,0,1,ana\n", "neither a column code", id="no code"),
        pytest.param("document,start,end,coder,LAR,LAR\nd1,0,1,ana,1,0\n", "same name", id="twice"),
        pytest.param(LONG + "d1,a,10,LAR,ana\n", "row 4: start and end", id="no number"),
        pytest.param(LONG + "d1,-1,10,LAR,ana\n", "row 4: start and end", id="negative"),
        pytest.param(LONG + "d1,10,10,LAR,ana\n", "row 4: start and end", id="nothing between"),
        pytest.param(LONG + ",0,10,LAR,ana\n", "row 4: the document is missing", id="no document"),
        pytest.param(LONG + "d1,0,10,LAR,\n", "row 4: the coder is missing", id="no coder"),
        pytest.param(
            "document,start,end,code,coder,value\nd1,0,10,,ana,1\n", "row 2: the code is missing", id="no code given"
        ),
        pytest.param(
            "document,start,end,coder,LAR\nd1,0,10,ana,quizás\n", "row 2: quizás is neither 1", id="neither yes nor no"
        ),
        pytest.param(
            "document,start,end,code,coder,value\nd1,0,9,LAR,ana,1\nd1,0,9,LAR,ana,0\n", "row 3 contradicts", id="both"
        ),
    ],
)
def test_what_cannot_be_read_says_where(tmp_path, text, message):
    with pytest.raises(InputError, match=message):
        read(tmp_path, text)


def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path):
    with pytest.raises(InputError, match="not an Excel file"):
        read_file(write(tmp_path / "labels.xlsx", "no"))
