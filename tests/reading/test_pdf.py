"""PDF files: what people print and what layout programs make of a transcript, and what harms a reader."""

import io
import json
import time
import zlib

import pytest

from qualkit.errors import InputError
from qualkit.reading.office import pdf_worker
from qualkit.reading.office.pdf import read_pdf
from qualkit.reading.office.pdf_pages import read_pages, unpacked
from qualkit.reading.office.pdf_weight import is_heavy
from qualkit.reading.transcripts import read_transcript
from tests.reading.office import letters, pdf, said
from tests.reading.raw_pdf import raw_pdf, shown

SENTENCES = [
    "Nosotros partimos con la lectura compartida porque los niños llegaban con miedo a leer en voz alta.",
    "La oficina trabajó lo socio-emocional con eficacia, fluidez y confianza; fue difícil, teórico-práctico al fin.",
    "Y entonces dijimos: hagamos algo distinto, que los más grandes lean a los más chicos, y así partió todo en marzo.",
    "Después vino la convivencia, que es otra cosa, y ahí los apoderados se sumaron con sus historias del valle.",
]
NAMES = ["Ana Pino", "Luis Rey", "Facilitadora"]
JUSTIFIED = '#set par(justify: true)\n#set text(lang: "es", hyphenate: true)\n'


def turns(n):
    return [(NAMES[i % 3], f"{SENTENCES[i % 4]} {SENTENCES[(i + 1) % 4]}") for i in range(n)]


def talk(n, form="*{}:* {}\n\n"):
    return "".join(form.format(*turn) for turn in turns(n))


def rows(n, columns, form):
    return f"#table(columns: {columns}, " + "".join(form.format(*turn) for turn in turns(n)) + ")"


LAYOUTS = {
    "ragged": talk(12),
    "justified and hyphenated": JUSTIFIED + talk(12),
    "no space between paragraphs": JUSTIFIED + "#set par(spacing: 0.65em)\n" + talk(12),
    "first line drawn in": "#set par(first-line-indent: 1.5em, spacing: 0.65em)\n" + talk(12),
    "names hang out": "#set par(hanging-indent: 2em, spacing: 0.65em)\n" + talk(12),
    "names not in bold": talk(12, "{}: {}\n\n"),
    "names on their own line": talk(12, "*{}*\n\n{}\n\n"),
    "two columns": JUSTIFIED + "#set page(columns: 2)\n" + talk(12),
    "two ragged columns": "#set page(columns: 2)\n" + talk(12),
    "three columns": JUSTIFIED + "#set page(columns: 3, flipped: true)\n" + talk(12),
    "a title over two columns": JUSTIFIED + "#set page(columns: 2)\n#place(top + center, scope: \"parent\", float: true,"
    " text(16pt)[Una conversación larga sobre lo que hacemos en el territorio])\n" + talk(12),
    "table": rows(12, "(3cm, 1fr)", "[{}], [{}],\n"),
    "table without lines": rows(12, "(3cm, 1fr), stroke: none", "[{}], [{}],\n"),
    "table with a header": rows(12, "(3cm, 1fr)", "[{}], [{}],\n").replace("1fr), ", "1fr), [*Hablante*], [*Texto*],"),
    "watermark": talk(12) + "#place(center + horizon, rotate(45deg, text(60pt)[BORRADOR]))",
    "running head and page number": "#set page(header: [Entrevista a la red · 2025], numbering: \"1 / 1\")\n" + talk(30),
    "page number with a word": "#set page(footer: context [Página #counter(page).display() de 9])\n" + talk(30),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(tmp_path, layout):
    path = pdf(tmp_path / "s.pdf", LAYOUTS[layout])
    n = 30 if "number" in layout else 12
    assert [(speaker, words) for speaker, _start, words in said(path)] == turns(n)


def test_times_in_a_table(tmp_path):
    cells = "".join(f"[0:{i:02}], [{name}], [{words}],\n" for i, (name, words) in enumerate(turns(12)))
    path = pdf(tmp_path / "s.pdf", f"#table(columns: (1.5cm, 3cm, 1fr), {cells})")
    assert said(path) == [(name, float(i), words) for i, (name, words) in enumerate(turns(12))]


def test_what_was_left_out_is_told(tmp_path):
    head = '#set page(header: [Entrevista a la red], numbering: "1")\n'
    read = read_transcript(pdf(tmp_path / "s.pdf", head + talk(30) + LAYOUTS["watermark"].split("\n")[-1]))
    assert [warning.split(":")[0] for warning in read.warnings] == [
        "Lines that repeat at the head or foot of the pages, left out",
        "Page numbers left out",
        "Lines written across the pages, as watermarks are, left out",
    ]


def test_spoken_lines_at_the_head_of_pages_stay(tmp_path):
    pages = [shown("Entrevistadora:", f"cuéntenos lo número {n}", "Ana Pino:", "bueno, partimos así nomás")
             for n in "abcd"]  # fmt: skip
    (tmp_path / "s.pdf").write_bytes(raw_pdf(*(page + shown("Entrevistadora:", "sigamos", y=400) for page in pages)))
    assert "".join(words for _speaker, _start, words in said(tmp_path / "s.pdf")).count("cuéntenos") == 4


def test_a_header_on_two_pages_is_left_out(tmp_path):
    page = shown("Red Los Robles, entrevista", y=800) + shown("Ana Pino: hola a todas", "Luis Rey: hola, sí, igual")
    (tmp_path / "s.pdf").write_bytes(raw_pdf(page, page))
    assert "Robles" not in read_transcript(tmp_path / "s.pdf").text


def test_columns_that_the_file_writes_line_by_line(tmp_path):
    left = [f"izquierda palabra y otra número {n:02}" for n in range(20)]
    right = [f"derecha palabra y otra número {n:02}" for n in range(20)]
    content = b"".join(
        shown(a, y=700 - 14 * i) + shown(b, x=320, y=700 - 14 * i)
        for i, (a, b) in enumerate(zip(left, right, strict=True))
    )
    (tmp_path / "s.pdf").write_bytes(raw_pdf(content))
    assert letters(read_transcript(tmp_path / "s.pdf").text) == letters("".join(left + right))


def test_lines_in_any_order_are_read_from_top_to_foot(tmp_path):
    content = b"".join(shown(f"línea {n} de lo dicho", y=700 - 14 * n) for n in (5, 2, 4, 0, 3, 1))
    (tmp_path / "s.pdf").write_bytes(raw_pdf(content))
    assert letters(read_transcript(tmp_path / "s.pdf").text) == letters(
        "".join(f"línea {n} de lo dicho" for n in range(6))
    )


def test_lines_broken_by_hand_are_turns(tmp_path):
    (tmp_path / "s.pdf").write_bytes(raw_pdf(shown("Ana Pino: Hola a todas", "Luis Rey: Sí, igual")))
    assert said(tmp_path / "s.pdf") == [("Ana Pino", None, "Hola a todas"), ("Luis Rey", None, "Sí, igual")]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["lo que se hizo en el estable-", "cimiento fue bueno para todas y todos"], "establecimiento"),
        (["lo que se hizo en lo socio-", "emocional fue bueno, lo socio-emocional", "es lo que importa"], "en lo socio-emocional"),
        (["lo que se hizo en lo socio-", "emocional fue bueno, lo socioemocional", "es lo que importa"], "en lo socioemocional"),
        (["lo que se hizo en la enseñanza-", "aprendizaje fue bueno para todas y todos"], "enseñanza-aprendizaje"),
        (["lo que se hizo en el Ñuble-", "Biobío fue bueno para todas y para todos"], "Ñuble-Biobío"),
    ],
    ids=["hyphenation", "written with it", "written without it", "two words", "capital"],
)  # fmt: skip
def test_hyphens_at_line_ends(tmp_path, lines, joined):
    (tmp_path / "s.pdf").write_bytes(raw_pdf(shown(*lines, size=17)))
    assert joined in read_transcript(tmp_path / "s.pdf").text


def test_ligatures_are_letters(tmp_path):
    path = pdf(tmp_path / "s.pdf", "Ana: la oﬁcina ﬂuye con eﬃcacia\n\nLuis: sí\n\nAna: ya")
    assert "oficina fluye con efficacia" in read_transcript(path).text


def test_a_turned_page_keeps_its_words(tmp_path):
    content = b"0 1 -1 0 400 0 cm " + shown("Ana Pino: Hola a todas", "Luis Rey: Sí, igual", x=72, y=300)
    (tmp_path / "s.pdf").write_bytes(raw_pdf(content))
    assert said(tmp_path / "s.pdf") == [("Ana Pino", None, "Hola a todas"), ("Luis Rey", None, "Sí, igual")]


def picture(path):
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (60, 85), (240, 240, 230)).save(data, "PNG")
    (path / "hoja.png").write_bytes(data.getvalue())
    return '#set page(margin: 0pt)\n#place(image("hoja.png", width: 100%, height: 100%))\n'


def test_a_scan_with_text_is_told(tmp_path):
    path = pdf(tmp_path / "s.pdf", picture(tmp_path) + "#pad(2cm)[" + talk(3) + "]")
    assert [speaker for speaker, _start, _words in said(path)] == NAMES
    assert "OCR" in " ".join(read_transcript(path).warnings)


def test_a_scan_without_text_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="is a scan"):
        read_transcript(pdf(tmp_path / "s.pdf", picture(tmp_path)))


def test_pages_that_are_pictures_are_counted(tmp_path):
    path = pdf(tmp_path / "s.pdf", talk(3) + "#pagebreak()\n" + picture(tmp_path))
    assert "of which nothing was read: 1." in " ".join(read_transcript(path).warnings)


TEXT = shown("Ana Pino: Hola a todas, esto se lee", "Luis Rey: Sí, igual, todo se lee acá")
LOCK = "<</Filter/Standard/V 1/R 2/O(" + "a" * 32 + ")/U(" + "b" * 32 + ")/P -4>>"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no es un pdf", "not a PDF"),
        (raw_pdf(), "not a PDF"),
        (raw_pdf(TEXT)[:400], "not a PDF"),
        (
            raw_pdf(TEXT, extra=LOCK, trailer="/Encrypt {extra} 0 R/ID[(" + "a" * 16 + ")(" + "a" * 16 + ")]"),
            "password",
        ),
        (raw_pdf(*[b""] * 2000), "2000 pages; at most"),
    ],
    ids=["foreign", "no pages", "broken off", "locked", "too many pages"],
)
def test_what_cannot_be_read_says_why(tmp_path, data, message):
    (tmp_path / "s.pdf").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_transcript(tmp_path / "s.pdf")


@pytest.mark.parametrize("box", ["0 0 99999999 99999999", "0 0 0 0", "0 0 -5 -5", "-9999 -9999 9999 9999"])
@pytest.mark.parametrize("count", [None, 5_000_000, -3])
def test_pages_of_odd_sizes_are_read(tmp_path, box, count):
    (tmp_path / "s.pdf").write_bytes(raw_pdf(TEXT, box=box, count=count))
    assert len(said(tmp_path / "s.pdf")) == 2


def deflated(content, times=1):
    for _n in range(times):
        content = zlib.compress(content, 9)
    return "/Filter[" + "/FlateDecode" * times + "]", content


BOMBS = {
    "spaces": deflated(b"\n" * 300_000_000),
    "twice": deflated(b"\n" * 300_000_000, 2),
    "text": deflated(b"BT /F1 9 Tf " + b"(aaaa bbbb) Tj " * 1_500_000 + b"ET"),
    "states": deflated(b"q " * 20_000_000),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_read_apart_and_end(tmp_path, bomb):
    data = raw_pdf(BOMBS[bomb])
    assert is_heavy(data)
    (tmp_path / "s.pdf").write_bytes(data)
    start = time.perf_counter()
    with pytest.raises(InputError, match=r"more time or memory|is a scan|more text"):
        read_transcript(tmp_path / "s.pdf")
    assert time.perf_counter() - start < 15


def test_what_is_read_apart_is_read_as_it_is(tmp_path):
    (tmp_path / "s.pdf").write_bytes(raw_pdf(deflated(TEXT, 2)))
    assert is_heavy((tmp_path / "s.pdf").read_bytes())
    assert said(tmp_path / "s.pdf") == [
        ("Ana Pino", None, "Hola a todas, esto se lee"), ("Luis Rey", None, "Sí, igual, todo se lee acá"),
    ]  # fmt: skip


def test_the_other_process_answers_in_json(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(pdf_worker, "_hold_memory", lambda: None)  # the tests themselves need more
    (tmp_path / "s.pdf").write_bytes(raw_pdf(TEXT))
    assert pdf_worker.main(["es", str(tmp_path / "s.pdf")]) == 0
    assert unpacked(json.loads(capsys.readouterr().out)) == read_pages(tmp_path / "s.pdf")
    (tmp_path / "s.pdf").write_bytes(b"no")
    assert pdf_worker.main(["en", str(tmp_path / "s.pdf")]) == 0
    assert "not a PDF" in json.loads(capsys.readouterr().out)["error"]


def test_what_is_wrong_is_told_from_the_other_process_too(tmp_path):
    (tmp_path / "s.pdf").write_bytes(b"%PDF-1.4 /LZWDecode")
    with pytest.raises(InputError, match="not a PDF"):
        read_transcript(tmp_path / "s.pdf")


@pytest.mark.parametrize(
    ("data", "heavy"),
    [
        (raw_pdf(TEXT), False),
        (raw_pdf(deflated(TEXT)), False),
        (raw_pdf(("/Filter/FlateDecode", b"rota")), False),
        (raw_pdf(("/Subtype/Image/Filter/DCTDecode", b"\xff\xd8")), False),
        (raw_pdf(("/Subtype/Form", b"/F0 Do " * 30)), True),
        (raw_pdf(b"/F0 Do " * 3000), True),
        (raw_pdf(("/Filter 9 0 R", b"")), True),
        (raw_pdf(deflated(b"q " * 1_000_000)) + b"/Contents " * 2000, True),
        (raw_pdf(*[deflated(b" " * 4_000_000)] * 20), True),
        (b"stream", False),
    ],
)
def test_what_is_heavy(data, heavy):
    assert is_heavy(data) is heavy


def test_letters_that_cannot_be_told_are_refused(tmp_path):
    private = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 beginbfrange <41><5a><e000> endbfrange endcmap"
    )
    table = f"<</Length {len(private)}>>stream\n{private}\nendstream"
    data = raw_pdf(shown("ABCDEABCDE" * 5, "ABCDEABCDE" * 5), extra=table)
    data = data.replace(b"/Encoding/WinAnsiEncoding", b"/ToUnicode 7 0 R         ")
    (tmp_path / "s.pdf").write_bytes(data)
    with pytest.raises(InputError, match="cannot be told"):
        read_pdf(tmp_path / "s.pdf")
