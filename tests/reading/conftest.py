import openpyxl
import pytest


@pytest.fixture
def workbook(tmp_path):
    """Return a function that writes a workbook of (title, rows) sheets and returns its path."""

    def write(*sheets, name="tabla.xlsx"):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def text_file(tmp_path):
    """Return a function that writes a text file and returns its path."""

    def write(name, text, encoding="utf-8"):
        (tmp_path / name).write_bytes(text.encode(encoding))
        return tmp_path / name

    return write
