r"""Transcripts in RTF, as Word, WordPad, LibreOffice and TextEdit write them."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.transcripts import read_transcript
from tests.reading.office import letters, rtf, rtf_file, said

UNTIMED = [("Ana Pino", None, "Hola a todas"), ("Luis Rey", None, "Sí, igual")]
ROW = r"\trowd\cellx100\cellx200\pard\intbl {}\cell {}\cell\row "

SHAPES = {
    "names": r"Ana Pino: Hola a todas\par Luis Rey: S\'ed, igual\par",
    "bold": r"{\b Ana Pino:} Hola a todas\par\b Luis Rey\b0 : S\'ed, igual\par",
    "bold until plain": r"\b Ana Pino:\plain  Hola a todas\par\pard {\b Luis Rey}\tab S\'ed, igual",
    "unicode": r"Ana Pino: Hola a todas\par Luis Rey: S\u237?, igual",
    "unicode without a stand-in": r"\uc0 Ana Pino: Hola a todas\par Luis Rey: S\u237, igual",
    "unicode with two": r"{\uc2 Ana Pino: Hola a todas\par Luis Rey: S\u237\'a1\'aa, igual}",
    "line": r"Ana Pino:\line Hola a todas\par Luis Rey:\line S\'ed, igual",
    "a line end is no paragraph": "Ana Pino: Hola \na\r\n todas\\par Luis Rey: S\\'ed, igual",
    "escaped line end": "Ana Pino: Hola a todas\\\nLuis Rey: S\\'ed, igual\\\n",
    "table": ROW.format("Ana Pino", "Hola a todas") + ROW.format("Luis Rey", r"S\'ed, igual") + r"\pard\par",
    "cell with two paragraphs": ROW.format("Ana Pino", r"Hola\par a todas") + ROW.format("Luis Rey", r"S\'ed, igual"),
    "headings": r"\pard\s1 Ana Pino\par\pard Hola a todas\par\pard\s1 Luis Rey\par\pard S\'ed, igual\par",
    "outline": r"\pard\outlinelevel1 Ana Pino\par\pard Hola a todas\par\pard\outlinelevel1 Luis Rey\par"
    r"\pard S\'ed, igual\par",
    "field": r'Ana Pino: {\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt Hola}} a todas\par Luis Rey: S\'ed, igual',
    "text twice": r"Ana Pino: {\upr{Hola ? todas}{\*\ud{Hola a todas}}}\par Luis Rey: S\'ed, igual",
    "text box": r"Ana Pino: Hola a todas\par{\shp{\*\shpinst\shpleft1{\sp{\sn a}{\sv 3}}{\shptxt Luis Rey: S\'ed, igual"
    r"\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext Luis Rey: no}}}}",
    "soft hyphen": r"Ana Pino: Ho\-la a todas\par Luis Rey: S\'ed, igual",
    "non-breaking space": r"Ana\~Pino: Hola a\~todas\par Luis Rey: S\'ed, igual",
    "list": r"{\listtext\bullet\tab}Ana Pino: Hola a todas\par{\pntext 2.}Luis Rey: S\'ed, igual",
}
HEAD = (
    r"{\fonttbl{\f0\fcharset0 Calibri;}{\f1\fcharset204 Arial{\*\falt Otra};}{\f2\fcharset128 MS;}{\f3\fcharset1 X;}}"
    + (
        r"{\stylesheet{\ql Normal;}{\s1 heading 1;}{\s2\outlinelevel1 Mi estilo;}{\*\cs10 Otro;}}"
        r"{\info{\title Secreto}{\upr{\author x}{\*\ud{\author Secreta}}}}{\*\generator Word;}"
    )
)


@pytest.fixture
def file(tmp_path):
    return lambda body, **more: rtf_file(tmp_path / "sesion.rtf", body, **{"head": HEAD, **more})


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(file, shape):
    assert said(file(SHAPES[shape])) == UNTIMED
    assert read_transcript(file(SHAPES[shape])).format == "rtf"


OTHERS = {
    "cyrillic font": (r"\f1\'cf\'f0\'e8", "При"),
    "two bytes a letter": (r"\f2\'82\'a0\f0\'f1", "あñ"),
    "surrogates": (r"\u-10179?\u-8701?", "😃"),
    "half a surrogate": (r"\u-8701?", ""),
    "quotes and dashes": (r"\ldblquote s\'ed\rdblquote  \emdash  \endash{}", "“sí” — –"),
    "a word stands in": (r"\u8212\emdash{}", "—"),
    "a sign stands in": (r"\u225\~", "á"),
    "braces": (r"\{a\}\\", "{a}\\"),
    "unknown font": (r"\f9\'f1\f3\'f1", "ññ"),
    "style by level": (r"\pard\s2 ", ""),
}


@pytest.mark.parametrize("case", OTHERS)
def test_letters_of_every_kind(file, case):
    code, expected = OTHERS[case]
    assert said(file(f"y dijo {code} fin\\par"))[0][2] == " ".join(f"y dijo {expected} fin".split())


@pytest.mark.parametrize(
    ("page", "code", "expected"),
    [(r"\mac", "96", "ñ"), (r"\pca", "a4", "ñ"), (r"\ansi\ansicpg1250", "f2", "ň"), (r"\ansi\ansicpg99", "f1", "ñ")],
)
def test_code_pages(tmp_path, page, code, expected):
    (tmp_path / "s.rtf").write_bytes(rf"{{\rtf1{page} dice a\'{code}o}}".encode())
    assert said(tmp_path / "s.rtf")[0][2] == f"dice a{expected}o"


def test_utf8_and_fonts_with_a_page(tmp_path):
    (tmp_path / "s.rtf").write_bytes(rb"{\rtf1\ansi\ansicpg65001{\fonttbl{\f0\cpg1251 A;}} dice a\'c3\'b1o {\f0\'cf}}")
    assert said(tmp_path / "s.rtf")[0][2] == "dice año П"


def test_what_is_not_the_text_is_left_out_and_told(file):
    odd = (
        r"{\header Encabezado}{\footnote nota}{\*\annotation{\*\atnid x} comentario}{\v oculto}{\deleted borrado}"
        r"{\pict\pngblip 89504e}{\*\desconocido algo}"
    )
    path = file(rf"Ana Pino: Hola {odd}a todas\par Luis Rey: S\'ed, igual")
    assert said(path) == UNTIMED
    assert len(read_transcript(path).warnings) == 4


def test_binary_pictures_are_stepped_over(file):
    path = file(r"Ana Pino: Hola {\pict\bin4 }}}}}a todas\par Luis Rey: S\'ed, igual")
    assert said(path) == UNTIMED


def test_a_file_that_breaks_off_is_read_and_told(tmp_path):
    (tmp_path / "s.rtf").write_bytes(rb"{\rtf1 Ana Pino: Hola a todas\par Luis Rey: S\'ed, igual")
    assert said(tmp_path / "s.rtf") == UNTIMED
    assert "breaks off" in read_transcript(tmp_path / "s.rtf").warnings[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no es", "not an RTF"),
        (rb"{\rtf1 }", "is empty"),
        (rb"{\rtf1 " + b"{" * 6000 + b"hola", "not an RTF"),
    ],
    ids=["foreign", "empty", "nested"],
)
def test_what_cannot_be_read_says_why(tmp_path, data, message):
    (tmp_path / "s.rtf").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_transcript(tmp_path / "s.rtf")


def test_more_pieces_than_a_talk_has_are_refused(tmp_path):
    (tmp_path / "s.rtf").write_bytes(rb"{\rtf1 " + rb"\b0 a" * 400_001 + b"}")
    with pytest.raises(InputError, match="too large"):
        read_transcript(tmp_path / "s.rtf")


def test_an_rtf_called_doc_is_read(tmp_path):
    (tmp_path / "s.doc").write_bytes(rb"{\rtf1 Ana Pino: Hola a todas\par Luis Rey: S\'ed, igual}")
    assert said(tmp_path / "s.doc") == UNTIMED


def test_large_files_take_linear_time(tmp_path):
    path = rtf_file(tmp_path / "s.rtf", (r"{\b Ana Pino:} dice \'f1and\'fa\par {\b Luis Rey:} otra cosa\par " * 5_000))
    start = time.perf_counter()
    assert len(said(path)) == 10_000
    assert time.perf_counter() - start < 30


WORDS = st.text(alphabet="abcñÑáéíóúü ,.¿?¡!«»–-12#>*{}\\€😀П", min_size=1, max_size=40)


@given(turns=st.lists(st.tuples(st.sampled_from(["Ana Pino", "Luis Rey"]), WORDS), min_size=3, max_size=10))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("unicode", [False, True])
def test_no_letter_is_lost(file, unicode, turns):
    body = "".join(rf"{{\b {name}:}} dice {rtf(words, unicode=unicode)}\par " for name, words in turns)
    expected = "".join(letters("dice " + words) for _name, words in turns)
    assert letters("".join(words for _speaker, _start, words in said(file(body)))) == expected
