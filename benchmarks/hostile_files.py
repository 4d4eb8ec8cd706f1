"""Files as they should never arrive: good ones of every format, built here, and what chance and malice make of them.

Everything is invented and seeded: the same seed gives the same bytes (office packages get a fixed date).
"""

import io
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

LINES = (
    ("Marta Olivares", "Hoy les quiero contar lo que hicimos con los niños de primero básico."),
    ("Facilitadora", "¿Y cómo lo tomaron las familias de la escuela?"),
    ("Marta Olivares", "Al principio con dudas, pero después vinieron todas a la muestra del viernes."),
    ("Pedro Nahuel", "Nosotros lo probamos en marzo; al tiro se notó que los chiquillos leían más."),
    ("Facilitadora", "Anotemos eso: leer juntos, todos los viernes, y contarle a la red cómo resulta."),
)
_DATE = (2025, 4, 17, 10, 0, 0)

Dice = random.Random
Mutate = Callable[[bytes, Dice], bytes]


@dataclass(frozen=True)
class File:
    """A file to be written: its name and its bytes, and what was done to it."""

    name: str
    data: bytes
    how: str = "good"


def _clock(seconds: int, comma: str = ".") -> str:
    return f"00:{seconds // 60:02d}:{seconds % 60:02d}{comma}000"


def _talk(times: int = 3) -> list[tuple[str, str]]:
    return [(who, f"{said} ({round_ + 1})") for round_ in range(times) for who, said in LINES]


def _vtt() -> bytes:
    cues = [
        f"{i}\n{_clock(i * 7)} --> {_clock(i * 7 + 6)}\n<v {who}>{said}</v>" for i, (who, said) in enumerate(_talk())
    ]
    return ("WEBVTT\n\nNOTE una sesión inventada\n\n" + "\n\n".join(cues) + "\n").encode()


def _srt() -> bytes:
    return "\n".join(
        f"{i + 1}\n{_clock(i * 7, ',')} --> {_clock(i * 7 + 6, ',')}\n{who}: {said}\n"
        for i, (who, said) in enumerate(_talk())
    ).encode()


def _sbv() -> bytes:
    return "\n".join(
        f"0:00:{i * 3:02d}.000,0:00:{i * 3 + 2:02d}.000\n{who}: {said}\n" for i, (who, said) in enumerate(_talk())
    ).encode()


def _txt() -> bytes:
    return "".join(f"{who}: {said}\n" for who, said in _talk()).encode()


def _md() -> bytes:
    return ("# Sesión 3\n\n" + "".join(f"**{who}:** {said}\n\n" for who, said in _talk())).encode()


def _chat() -> bytes:
    return "".join(
        f"10:{i:02d}:05\t From {who} to Everyone:\n\t{said}\n" for i, (who, said) in enumerate(_talk())
    ).encode()


def _csv() -> bytes:
    rows = [f"S{i % 3};2025-04-{i + 1:02d};P{i:03d};{i % 2}" for i in range(20)]
    return "\n".join(["evento_id;fecha;persona_id;asiste", *rows, ""]).encode("cp1252")


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Sesión 3", 1)
    for who, said in _talk():
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{who}: ").bold = True
        paragraph.add_run(said)
    table = document.add_table(rows=0, cols=2)
    for who, said in LINES:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = who, said
    return _saved(document)


def _xlsx() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        ["territorio", "establecimiento", "nombre de la experiencia", "necesidad", "resultados", "aprendizajes"]
    )
    for i in range(12):
        sheet.append(["Red Cerro Azul", f"Escuela {i}", f"Leer juntos {i}", LINES[0][1], LINES[3][1], LINES[4][1]])
    return _saved(book)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return packed(parts_of(out.getvalue()))


def parts_of(data: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """Return a package of these parts; same parts, same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, _DATE), content, kind)
    return out.getvalue()


_OFFICE = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
_TEXT = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
_TABLE = 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
_MANIFEST = (
    b'<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def _opendocument(kind: str, body: str) -> bytes:
    head = f'<?xml version="1.0"?><office:document-content {_OFFICE} {_TEXT} {_TABLE}>'
    content = f"{head}<office:body>{body}</office:body></office:document-content>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": mimetype, "content.xml": content.encode(), "META-INF/manifest.xml": _MANIFEST})


def _odt() -> bytes:
    return _opendocument(
        "text", f"<office:text>{''.join(f'<text:p>{who}: {said}</text:p>' for who, said in _talk())}</office:text>"
    )


def _ods() -> bytes:
    rows = [
        ["evento_id", "fecha", "persona_id", "asiste"],
        *(["S1", f"2025-04-{i + 1:02d}", f"P{i:03d}", "1"] for i in range(12)),
    ]
    body = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in rows
    )
    return _opendocument(
        "spreadsheet", f'<office:spreadsheet><table:table table:name="Hoja">{body}</table:table></office:spreadsheet>'
    )


def _rtf() -> bytes:
    said = "".join(f"{{\\b {who}:}} {words}\\par\n" for who, words in _talk())
    coded = "".join(char if ord(char) < 128 else f"\\'{char.encode('cp1252')[0]:02x}" for char in said)
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 " + coded + "}").encode("ascii")


def _html() -> bytes:
    said = "".join(f"<p><b>{who}:</b> {words}</p>\n" for who, words in _talk())
    head = "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Sesión</title></head>"
    return f"{head}<body>{said}</body></html>".encode()


def _epub() -> bytes:
    said = "".join(f"<p>{who}: {words}</p>" for who, words in _talk())
    page = f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{said}</body></html>'
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><manifest>'
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "b.opf": book, "a.xhtml": page}
    return packed({name: content.encode() for name, content in parts.items()})


def _pdf() -> bytes:
    lines = "".join(f"({who}: {said}) Tj 0 -14 Td\n" for who, said in _talk())
    stream = f"BT /F1 10 Tf 40 780 Td\n{lines}ET".encode("cp1252")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    return pdf_of(objects)


def pdf_of(objects: list[bytes]) -> bytes:
    """Return a PDF of these objects, numbered from 1, the first of them its catalogue."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))


_BUILDERS: dict[str, Callable[[], bytes]] = {
    "sesion.vtt": _vtt, "sesion.srt": _srt, "sesion.sbv": _sbv, "sesion.txt": _txt, "sesion.md": _md,
    "chat.txt": _chat, "asistencia.csv": _csv, "sesion.docx": _docx, "fichas.xlsx": _xlsx, "sesion.odt": _odt,
    "asistencia.ods": _ods, "sesion.rtf": _rtf, "sesion.html": _html, "sesion.epub": _epub, "sesion.pdf": _pdf,
}  # fmt: skip


@cache
def good_files() -> tuple[File, ...]:
    """Return a good file of every format that is read."""
    return tuple(File(name, build()) for name, build in _BUILDERS.items())


# What chance does to bytes


def _cut(data: bytes, dice: Dice) -> bytes:
    return data[: dice.randrange(len(data))]


def _headless(data: bytes, dice: Dice) -> bytes:
    return data[dice.randrange(len(data)) :]


def _flipped(data: bytes, dice: Dice) -> bytes:
    out = bytearray(data)
    for _i in range(dice.choice((1, 4, 30, 300))):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def _inserted(data: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.randbytes(dice.choice((1, 7, 200, 5000))) + data[at:]


def _nul(data: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + b"\0" * dice.choice((1, 3, 500)) + data[at:]


def _without_stretch(data: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice((1, 10, 400)) :]


def _repeated(data: bytes, dice: Dice) -> bytes:
    at, size = dice.randrange(len(data)), dice.choice((3, 60, 2000))
    return data[:at] + data[at : at + size] * dice.choice((2, 50, 400)) + data[at:]


def _swapped(data: bytes, dice: Dice) -> bytes:
    pieces = [data[i : i + 64] for i in range(0, len(data), 64)]
    dice.shuffle(pieces)
    return b"".join(pieces)


def _spliced(data: bytes, dice: Dice) -> bytes:
    other = dice.choice(good_files()).data
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def _in_utf_16(data: bytes, dice: Dice) -> bytes:
    return data.decode("latin-1").encode(dice.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32")))


def _garbled(data: bytes, dice: Dice) -> bytes:
    return data.decode("latin-1").encode("utf-8")


def _without_breaks(data: bytes, dice: Dice) -> bytes:
    return data.replace(b"\n", dice.choice((b" ", b"\r", b"\r\r\n", b"\x0b", b"\xe2\x80\xa8", b"")))


def _marks(data: bytes, dice: Dice) -> bytes:
    marks = (
        b"<",
        b">",
        b":",
        b"-->",
        b"&",
        b"{",
        b"}",
        b"(",
        b"\\",
        b"\t",
        b'"',
        b";",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xae",
    )
    at = dice.randrange(len(data))
    return data[:at] + dice.choice(marks) * dice.choice((1, 20, 3000)) + data[at:]


def _numbers(data: bytes, dice: Dice) -> bytes:
    digits = [i for i, byte in enumerate(data) if 48 <= byte <= 57]
    if not digits:
        return data + b"9" * 50
    at = dice.choice(digits)
    return data[:at] + dice.choice((b"-1", b"9" * 30, b"1e308", b"NaN", b"0" * 5000, b"\xd9\xa3")) + data[at + 1 :]


_BYTES: dict[str, Mutate] = {
    "cut off": _cut, "without its head": _headless, "bits flipped": _flipped, "bytes inserted": _inserted,
    "NUL bytes": _nul, "a stretch missing": _without_stretch, "a stretch repeated": _repeated, "shuffled": _swapped,
    "spliced with another": _spliced, "in UTF-16 or 32": _in_utf_16, "garbled": _garbled,
    "other line breaks": _without_breaks, "marks repeated": _marks, "numbers changed": _numbers,
}  # fmt: skip


# What malice does to packages

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "jajajajaja">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]>"
)
FETCHES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _declared(content: bytes, prolog: bytes, entity: bytes) -> bytes:
    body = content[content.find(b"?>") + 2 :] if content.startswith(b"<?xml") else content
    at = body.find(b"</")
    return prolog + body[:at] + entity + body[at:]


def _nested(content: bytes, dice: Dice) -> bytes:
    at, depth = max(content.rfind(b"</"), 0), dice.choice((200, 5000, 50_000))
    name = dice.choice((b"x", b"w:p", b"w:tbl", b"text:span", b"div", b"c"))
    return content[:at] + b"<%s>" % name * depth + b"</%s>" % name * depth + content[at:]


def _mutated_part(data: bytes, dice: Dice) -> bytes:
    parts = parts_of(data)
    name = dice.choice(sorted(parts))
    if not parts[name]:
        return data
    change = dice.choice((*_BYTES.values(), _nested))
    parts[name] = change(parts[name], dice)
    return packed(parts)


def _with_laughs(data: bytes, dice: Dice) -> bytes:
    parts = parts_of(data)
    name = dice.choice([part for part in sorted(parts) if part.endswith((".xml", ".rels", ".xhtml", ".opf"))])
    prolog, entity = dice.choice(
        ((LAUGHS, b"&j;"), (FETCHES, b"&a;"), (b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x">', b""))
    )
    parts[name] = _declared(parts[name], prolog, entity)
    return packed(parts)


def _leading_out(data: bytes, dice: Dice) -> bytes:
    parts = parts_of(data)
    name = dice.choice(("../../../../qualkit-hostil.txt", "/qualkit-hostil.txt", "C:\\qualkit-hostil.txt", "..\\..\\x"))
    return packed({**parts, name: b"fuera"})


def _without_part(data: bytes, dice: Dice) -> bytes:
    parts = parts_of(data)
    del parts[dice.choice(sorted(parts))]
    return packed(parts)


def _exchanged(data: bytes, dice: Dice) -> bytes:
    parts, other = parts_of(data), parts_of(dice.choice([f.data for f in good_files() if f.data.startswith(b"PK")]))
    parts[dice.choice(sorted(parts))] = other[dice.choice(sorted(other))]
    return packed(parts)


def _bomb_inside(data: bytes, dice: Dice) -> bytes:
    parts = parts_of(data)
    name = dice.choice(("bomba.xml", "word/media/image1.png", dice.choice(sorted(parts))))
    parts[name] = dice.choice((b"\0", b" ", b"<a/>")) * (20 << 20)
    return packed(parts)


_PACKAGES: dict[str, Mutate] = {
    "a part damaged": _mutated_part, "entities": _with_laughs, "names that lead out": _leading_out,
    "a part missing": _without_part, "parts exchanged": _exchanged,
}  # fmt: skip
_RARE: dict[str, Mutate] = {"a bomb inside": _bomb_inside}


def hostile_files(n: int, *, seed: int = 4) -> Iterator[File]:
    """Yield ``n`` damaged files of all formats, one after the other; the same for the same seed."""
    endings = sorted({file.name.rpartition(".")[2] for file in good_files()})
    for number in range(n):
        dice = random.Random(f"{seed}/{number}")  # noqa: S311 (seeded on purpose)
        good = good_files()[number % len(good_files())]
        ways = dict(_BYTES)
        if good.data.startswith(b"PK"):
            ways = {**_PACKAGES, **_PACKAGES, **ways} if dice.random() < 0.35 else dict(_PACKAGES)
            ways |= _RARE if dice.random() < 0.05 else {}
        how = dice.choice(sorted(ways))
        data = ways[how](good.data, dice)
        stem, _dot, ending = good.name.rpartition(".")
        if dice.random() < 0.06:
            ending, how = dice.choice(endings), f"{how}, wrong ending"
        yield File(f"{number:05d}-{stem}.{ending}", data, how)
