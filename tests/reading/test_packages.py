"""Damaged packages of Word and Excel: one plain sentence each, whatever part is broken."""

from zipfile import ZipFile

import docx
import pytest

from qualkit.errors import InputError
from qualkit.reading.forms import word_fields
from qualkit.reading.kinds import detect_kind
from qualkit.reading.packages import told_as
from qualkit.reading.tables import read_tables
from qualkit.reading.word import word_lines


def rewritten(path, change):
    """Write ``path`` anew with each part as ``change(name, content)`` returns it; ``None`` leaves the part out."""
    with ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with ZipFile(path, "w") as package:
        for name, content in parts.items():
            if (new := change(name, content)) is not None:
                package.writestr(name, new)
    return path


DAMAGES = {
    "broken off": lambda content: content[: len(content) // 2],
    "missing": lambda content: None,
    "empty": lambda content: b"",
    "foreign": lambda content: b"<x/>",
}


@pytest.fixture
def word(tmp_path):
    document = docx.Document()
    document.add_paragraph("Ana: Hola a todas.")
    document.save(tmp_path / "roto.docx")
    return tmp_path / "roto.docx"


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "_rels/.rels"])
@pytest.mark.parametrize("read", [word_lines, word_fields, detect_kind])
def test_a_damaged_word_file_is_told(word, part, damage, read):
    rewritten(word, lambda name, content: DAMAGES[damage](content) if name == part else content)
    with pytest.raises(InputError, match=r"roto\.docx is not a Word document"):
        read(word)


@pytest.mark.parametrize("damage", ["broken off", "missing", "empty"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_told(workbook, part, damage):
    path = workbook(("Hoja", [["a", "b"], [1, 2]]), name="rota.xlsx")
    rewritten(path, lambda name, content: DAMAGES[damage](content) if name == part else content)
    with pytest.raises(InputError, match=r"rota\.xlsx (is not an Excel file|holds no table)"):
        read_tables(path)


def test_what_is_no_damage_passes():
    with pytest.raises(InputError, match="mine"), told_as("theirs"):
        raise InputError("mine")
