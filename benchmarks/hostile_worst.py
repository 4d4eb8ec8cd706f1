"""The worst that a folder may hold: bombs, a line of 200 MB, deep nests, pipes, links, unprintable names."""

# ruff: noqa: E501 (a table reads better with one row a line)

import os
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hostile_files import FETCHES, LAUGHS, good_files, packed, parts_of, pdf_of

MIB = 1 << 20


@dataclass(frozen=True)
class Worst:
    """Something that is put into a folder; ``make`` returns the file that ``qualkit read`` gets, if there is one."""

    name: str
    make: Callable[[Path], Path | None]


def _good(name: str) -> bytes:
    return next(file.data for file in good_files() if file.name == name)


def _written(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def _large(name: str, head: bytes, piece: bytes, size: int, tail: bytes = b"") -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        with (folder / name).open("wb") as out:
            out.write(head)
            for _i in range(size // len(piece)):
                out.write(piece)
            out.write(tail)
        return folder / name

    return make


def _bomb(name: str, base: str, part: str, size: int) -> Callable[[Path], Path]:
    """Return what makes a package with one part that unpacks to ``size`` bytes of white space within its XML."""

    def make(folder: Path) -> Path:
        parts = parts_of(_good(base))
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as package:
            for other, content in parts.items():
                if other != part:
                    package.writestr(other, content)
            content = parts.get(part, b"<x></x>")
            at = content.rfind(b"</")
            with package.open(part, "w") as out:
                out.write(content[:at])
                for _i in range(size // MIB):
                    out.write(b" " * MIB)
                out.write(content[at:])
        return folder / name

    return make


def _nested_bomb(folder: Path) -> Path:
    inner = packed({f"{i}.xml": b"0" * (10 * MIB) for i in range(10)})
    for _level in range(3):
        inner = packed({f"{i}.zip": inner for i in range(10)})
    return _written(folder, "anidada.docx", packed({**parts_of(_good("sesion.docx")), "word/bomba.zip": inner}))


def _many_parts(folder: Path) -> Path:
    parts = parts_of(_good("sesion.docx")) | {f"word/x{i}.xml": b"<x/>" for i in range(60_000)}
    return _written(folder, "partes.docx", packed(parts))


def _part(name: str, base: str, part: str, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        parts = parts_of(_good(base))
        return _written(folder, name, packed({**parts, part: change(parts[part])}))

    return make


def _laughs(content: bytes) -> bytes:
    body = content[content.find(b"?>") + 2 :] if content.startswith(b"<?xml") else content
    return LAUGHS + body.replace(b"</", b"&j;</", 1)


def _fetches(content: bytes) -> bytes:
    body = content[content.find(b"?>") + 2 :] if content.startswith(b"<?xml") else content
    return FETCHES + body.replace(b"</", b"&a;</", 1)


def _laughs_in_utf_16(content: bytes) -> bytes:
    return _laughs(content).decode().replace('version="1.0"', 'version="1.0" encoding="UTF-16"').encode("utf-16")


def _deep(tag: bytes, depth: int) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        at = content.rfind(b"</")
        return content[:at] + b"<%s>" % tag * depth + b"</%s>" % tag * depth + content[at:]

    return change


def _wide_sheet(content: bytes) -> bytes:
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (i, i) for i in range(2, 40_000))
    at = content.rfind(b"</sheetData>")
    whole = content[:at] + rows + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + content[at:]
    return whole.replace(b'<dimension ref="A1:F13"', b'<dimension ref="A1:XFD1048576"')


def _merged_sheet(content: bytes) -> bytes:
    return content.replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )


def _external_links(folder: Path) -> Path:
    parts = parts_of(_good("fichas.xlsx"))
    rels = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"'
        b' Target="file:///etc/passwd" TargetMode="External"/></Relationships>',
    )
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b"<row><c><f>[1]Hoja!A1</f></c><c><f>cmd|' /C calc'!A0</f></c></row></sheetData>"
    )
    new = {
        "xl/_rels/workbook.xml.rels": rels,
        "xl/worksheets/sheet1.xml": sheet,
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0",
    }
    return _written(folder, "enlaces.xlsx", packed({**parts, **new}))


def _repeated_rows(folder: Path) -> Path:
    parts = parts_of(_good("asistencia.ods"))
    content = parts["content.xml"].replace(
        b"<table:table-row>",
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384">'
        b"<text:p>x</text:p></table:table-cell></table:table-row><table:table-row>",
        1,
    )
    return _written(folder, "repetida.ods", packed({**parts, "content.xml": content}))


def _spaces(content: bytes) -> bytes:
    return content.replace(b"<text:p>", b'<text:p><text:s text:c="2000000000"/>', 1)


def _overlapping(folder: Path) -> Path:
    """Write a package whose directory names one stretch of packed bytes ten thousand times."""
    data = bytearray(packed({"word/document.xml": b"a" * MIB}))
    start = data.rfind(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    entry = bytes(data[start:end])
    n = 10_000
    out = bytes(data[:start]) + entry * n
    tail = bytearray(data[end:])
    tail[8:10] = tail[10:12] = n.to_bytes(2, "little")
    tail[12:16] = (len(entry) * n).to_bytes(4, "little")
    return _written(folder, "solapada.docx", out + bytes(tail))


def _pages(folder: Path) -> Path:
    kids = b" ".join(b"3 0 R" for _i in range(100_000))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    stream = b"BT /F1 10 Tf 40 780 Td (Hola a todas y todos) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count 100000>>" % kids,
        page,
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _written(folder, "paginas.pdf", pdf_of(objects))


def _packed_stream(head: bytes, piece: bytes, times: int) -> bytes:
    """Return a PDF of one page, packed piece by piece: what this process holds would count for its children."""
    import zlib

    press = zlib.compressobj(9)
    stream = press.compress(head) + b"".join(press.compress(piece) for _i in range(times)) + press.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return pdf_of(objects)


def _pdf_bomb(folder: Path) -> Path:
    return _written(folder, "bomba.pdf", _packed_stream(b"BT /F1 10 Tf (Hola a todas) Tj ET ", b" " * MIB, 400))


def _pdf_letters(folder: Path) -> Path:
    return _written(folder, "letras.pdf", _packed_stream(b"BT /F1 1 Tf ", b"(abcdefghij klmnop) Tj " * 1000, 400))


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "tubo.vtt")
    return folder / "tubo.vtt"


def _device(folder: Path) -> Path:
    (folder / "cero.vtt").symlink_to("/dev/zero")
    return folder / "cero.vtt"


def _links(folder: Path) -> None:
    (folder / "vuelta").symlink_to(folder)
    (folder / "nada.vtt").symlink_to(folder / "no-existe.vtt")
    (folder / "a.vtt").symlink_to(folder / "b.vtt")
    (folder / "b.vtt").symlink_to(folder / "a.vtt")


def _closed(folder: Path) -> Path:
    (folder / "cerrada").mkdir()
    _written(folder / "cerrada", "dentro.txt", b"Ana: hola a todas\n").chmod(0)
    (folder / "cerrada").chmod(0)
    file = _written(folder, "cerrado.vtt", _good("sesion.vtt"))
    file.chmod(0)
    return file


def _names(folder: Path) -> Path:
    for name in (b"linea\nnueva.vtt", b"\xff\xfe\xe1.vtt", b"\x1b[31mrojo.vtt", b"-rf.vtt", b"a" * 250 + b".vtt"):
        with open(os.path.join(os.fsencode(folder), name), "wb") as out:
            out.write(_good("sesion.vtt") + name.hex().encode())
    return folder / ("x" * 500 + ".vtt")


def _deep_folders(folder: Path) -> None:
    here = folder
    for _i in range(60):
        here = here / "carpeta"
        here.mkdir()
    _written(here, "hondo.txt", b"Ana: hola a todas las personas de la red\n")


SPACE = b" " * MIB
WORDS = b"y entonces leimos juntos con los ninos de la escuela " * 20_000
WORST = (
    Worst("one line of 200 MB", _large("linea.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\n", WORDS, 200 * MIB)),
    Worst("one line of 60 MB", _large("linea.txt", b"Ana: ", WORDS, 60 * MIB)),
    Worst("one line of 200 MB in a table", _large("linea.csv", b"evento_id;fecha;persona_id;asiste\n", WORDS, 200 * MIB)),
    Worst("one cell of 60 MB", _large("celda.csv", b'evento_id;fecha;persona_id;asiste\n"', WORDS, 60 * MIB)),
    Worst("a quote that never ends", _large("comilla.csv", b'a;b\n"', b"x;y\n" * 1000, 30 * MIB)),
    Worst("60 MB of line breaks", _large("saltos.txt", b"Ana: hola\n", b"\n" * MIB, 60 * MIB)),
    Worst("60 MB of two-letter lines", _large("cortas.txt", b"", b"a:b\n" * 1000, 60 * MIB)),
    Worst("100,000 two-letter lines", _large("cortas1.txt", b"", b"a:b\n" * 1000, 400_000)),
    Worst("a cp1252 file of 60 MB", _large("largo.txt", b"", "Ana: año nuevo, niñez y señas\n".encode("cp1252") * 1000, 60 * MIB)),
    Worst("30 MB of cues", _large("muchas.vtt", b"WEBVTT\n\n", b"00:00.000 --> 00:01.000\n<v Ana>hola a todas las personas de aca</v>\n\n" * 100, 30 * MIB)),
    Worst("30 MB of open tags", _large("marcas.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\n", b"<v Ana" * 100 + b"\n", 30 * MIB)),
    Worst("one cue of 250 kB of tags", _large("marcas2.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\n", b"<v Ana>", 250_000)),
    Worst("a quarter megabyte of colons", _large("puntos.txt", b"", b"Ana: ", 250_000)),
    Worst("a quarter megabyte of digits", _large("cifras.txt", b"Ana: ", b"1234567890", 250_000)),
    Worst("a quarter megabyte of capitals", _large("mayusculas.txt", b"Ana: ", b"Maria Jose ", 250_000)),
    Worst("a quarter megabyte of brackets", _large("corchetes.md", b"", b"[(**", 250_000)),
    Worst("a quarter megabyte of at signs", _large("arrobas.txt", b"Ana: ", b"a@b.", 250_000)),
    Worst("a quarter megabyte without a blank", _large("pegado.txt", b"Ana: ", b"abcdefghij", 250_000)),
    Worst("NUL bytes", _large("nulos.vtt", b"WEBVTT\n\n", b"\0" * MIB, 30 * MIB)),
    Worst("a bomb in Word", _bomb("bomba.docx", "sesion.docx", "word/document.xml", 300 * MIB)),
    Worst("a slow bomb in Word", _bomb("bomba2.docx", "sesion.docx", "word/document.xml", 30 * MIB)),
    Worst("a bomb in Excel", _bomb("bomba.xlsx", "fichas.xlsx", "xl/worksheets/sheet1.xml", 300 * MIB)),
    Worst("a bomb in a book", _bomb("bomba.epub", "sesion.epub", "a.xhtml", 300 * MIB)),
    Worst("a bomb in LibreOffice", _bomb("bomba.odt", "sesion.odt", "content.xml", 300 * MIB)),
    Worst("a nested bomb", _nested_bomb),
    Worst("an overlapping bomb", _overlapping),
    Worst("60,000 parts", _many_parts),
    Worst("billion laughs in Word", _part("risas.docx", "sesion.docx", "word/document.xml", _laughs)),
    Worst("billion laughs in styles", _part("risas2.docx", "sesion.docx", "word/styles.xml", _laughs)),
    Worst("billion laughs in UTF-16", _part("risas3.docx", "sesion.docx", "word/document.xml", _laughs_in_utf_16)),
    Worst("billion laughs in Excel", _part("risas.xlsx", "fichas.xlsx", "xl/worksheets/sheet1.xml", _laughs)),
    Worst("billion laughs in LibreOffice", _part("risas.odt", "sesion.odt", "content.xml", _laughs)),
    Worst("billion laughs in a book", _part("risas.epub", "sesion.epub", "a.xhtml", _laughs)),
    Worst("billion laughs in a web page", lambda folder: _written(folder, "risas.html", _laughs(_good("sesion.html")))),
    Worst("an entity that fetches a file", _part("trae.docx", "sesion.docx", "word/document.xml", _fetches)),
    Worst("an entity that fetches a file, book", _part("trae.epub", "sesion.epub", "a.xhtml", _fetches)),
    Worst("100,000 nested elements in Word", _part("hondo.docx", "sesion.docx", "word/document.xml", _deep(b"w:p", 100_000))),
    Worst("20,000 nested tables in Word", _part("hondo2.docx", "sesion.docx", "word/document.xml", _deep(b"w:tbl", 20_000))),
    Worst("100,000 nested elements in LibreOffice", _part("hondo.odt", "sesion.odt", "content.xml", _deep(b"text:span", 100_000))),
    Worst("100,000 nested elements in Excel", _part("hondo.xlsx", "fichas.xlsx", "xl/worksheets/sheet1.xml", _deep(b"c", 100_000))),
    Worst("500,000 nested elements in a web page", _large("hondo.html", b"<html><body>", b"<div>", 2_250_000)),
    Worst("a web page of one tag", _large("abierta.html", b"<html><body><p ", b"a=b ", 3_000_000)),
    Worst("500,000 nested groups", _large("hondo.rtf", b"{\\rtf1 ", b"{\\b ", 2_000_000)),
    Worst("a sheet of 16,384 columns", _part("ancha.xlsx", "fichas.xlsx", "xl/worksheets/sheet1.xml", _wide_sheet)),
    Worst("a sheet of one merged cell", _part("unida.xlsx", "fichas.xlsx", "xl/worksheets/sheet1.xml", _merged_sheet)),
    Worst("a sheet with links and macros", _external_links),
    Worst("a sheet that repeats rows", _repeated_rows),
    Worst("two thousand million blanks", _part("blancos.odt", "sesion.odt", "content.xml", _spaces)),
    Worst("a PDF of 100,000 pages", _pages),
    Worst("a bomb in a PDF", _pdf_bomb),
    Worst("7 million letters on a page", _pdf_letters),
    Worst("a pipe", _pipe),
    Worst("a device", _device),
    Worst("links in a circle", _links),
    Worst("files that nobody may open", _closed),
    Worst("names that no terminal prints", _names),
    Worst("sixty folders deep", _deep_folders),
)  # fmt: skip
