"""Damaged and hostile packages of Word, Excel, LibreOffice and EPUB: one plain sentence each, nothing unpacked first."""

from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import docx
import pytest

from qualkit.errors import InputError
from qualkit.reading import packages
from qualkit.reading.kinds import detect_kind
from qualkit.reading.office.word import read_word
from qualkit.reading.packages import check_package, told_as
from qualkit.reading.tabular.forms import word_fields
from qualkit.reading.tabular.tables import read_tables


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
@pytest.mark.parametrize("read", [read_word, word_fields, detect_kind])
def test_a_damaged_word_file_is_told(word, part, damage, read):
    rewritten(word, lambda name, content: DAMAGES[damage](content) if name == part else content)
    with pytest.raises(InputError, match=r"roto\.docx is not a Word document"):
        read(word)


@pytest.mark.parametrize("damage", ["broken off", "missing", "empty"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_a_damaged_workbook_is_told(workbook, part, damage):
    path = workbook(("Hoja", [["a", "b"], [1, 2]]), name="rota.xlsx")
    rewritten(path, lambda name, content: DAMAGES[damage](content) if name == part else content)
    with pytest.raises(InputError, match=r"rota\.xlsx (is not an Excel file|holds no table)"):
        read_tables(path)


def test_what_is_no_damage_passes():
    with pytest.raises(InputError, match="mine"), told_as("theirs"):
        raise InputError("mine")


@pytest.fixture
def package(tmp_path):
    """Return a function that writes a package of (name, content) parts and returns its path."""

    def write(*parts, pack=ZIP_DEFLATED):
        with ZipFile(tmp_path / "x.docx", "w", pack) as new:
            for name, content in parts:
                new.writestr(name, content)
        return tmp_path / "x.docx"

    return write


def test_an_ordinary_package_passes(package):
    check_package(package(("a.xml", "<a>hola</a>"), ("img.png", b"\x89PNG" * 9)), "broken")


def test_what_is_no_package_is_told_as_asked(tmp_path):
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04 nada")
    with pytest.raises(InputError, match=r"^broken$"):
        check_package(tmp_path / "x.docx", "broken")


def test_a_part_packed_too_tightly_is_refused(package):
    with pytest.raises(InputError, match="a small file that unpacks to 5 MB"):
        check_package(package(("a.bin", b"\0" * (5 << 20))), "broken")


def test_a_small_part_may_be_packed_tightly(package):
    check_package(package(("a.bin", b"\0" * (3 << 20))), "broken")


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param([("a.bin", b"\0" * 900), ("b.bin", b"\0" * 200)], id="too much together"),
        pytest.param([("a.xml", b"<a>" + b" " * 500 + b"</a>")], id="too much XML"),
        pytest.param([(f"{i}.bin", b"") for i in range(6)], id="too many parts"),
    ],
)
def test_a_package_that_is_too_large_is_refused(package, monkeypatch, parts):
    for name, most in (("LARGEST_PACKAGE", 1000), ("MOST_PARTS", 5)):
        monkeypatch.setattr(packages, name, most)
    with pytest.raises(InputError, match="is too large to be opened"):
        check_package(package(*parts, pack=ZIP_STORED), "broken", largest_xml=400)


@pytest.mark.parametrize("name", ["../a.xml", "a/../../b", "/etc/a", "C:/a", "..\\a", "C:\\a"])
def test_a_part_that_would_lie_outside_is_refused(package, name):
    with pytest.raises(InputError, match="would lie outside of it"):
        check_package(package((name, "x")), "broken")


LAUGHS = '<?xml version="1.0"?><!-- uno --><!DOCTYPE a [<!ENTITY b "ja">]><a>&b;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("name", ["a.xml", "_rels/.rels", "a.XHTML", "b.opf"])
@pytest.mark.parametrize("public", [True, False])
def test_xml_that_defines_entities_is_refused_in_any_encoding(package, encoding, name, public):
    content = LAUGHS.replace('"1.0"', f'"1.0" encoding="{encoding[:6] if "16" in encoding else "UTF-8"}"')
    with pytest.raises(InputError, match="defines entities"):
        check_package(package((name, content.encode(encoding))), "broken", public_doctypes=public)


def test_a_prolog_of_any_length_is_looked_through(package):
    comment = "<!--" + "a b c" * 50_000 + "-->"
    with pytest.raises(InputError, match="defines entities"):
        check_package(package(("a.xml", LAUGHS.replace("<!-- uno -->", comment))), "broken")


def test_a_document_type_by_its_public_name_is_for_books_only(package):
    page = '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><html/>'
    path = package(("a.xhtml", page))
    check_package(path, "broken", public_doctypes=True)
    with pytest.raises(InputError, match="defines entities"):
        check_package(path, "broken")


def test_a_part_that_is_no_xml_is_left_to_its_reader(package):
    check_package(package(("a.xml", b"\xff nada <"), ("b.xml", b"")), "broken")


def test_what_looks_like_a_definition_in_the_text_passes(package):
    check_package(package(("a.xml", "<a><![CDATA[<!DOCTYPE a [<!ENTITY b 'ja'>]>]]></a>")), "broken")


def test_a_package_with_a_password_is_told(package):
    path = package(("a.xml", "<a/>"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="has a password"):
        check_package(path, "broken")
