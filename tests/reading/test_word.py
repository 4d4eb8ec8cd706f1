"""Transcripts and interviews in Word, in the shapes that meeting tools and people give them."""

import re
import time
from collections import Counter

import docx as python_docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.office.word import read_word
from qualkit.reading.transcripts import read_transcript
from tests.reading.office import MC, STRICT, b, docx, letters, p, r, said, tbl

BR, TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"
PICTURE = "<w:r><w:drawing><wp xmlns='urn:wp'><docPr descr='avatar de Ana'/></wp></w:drawing></w:r>"
TWO = [("Ana Pino", 3.0, "Hola a todas"), ("Luis Rey", 9.0, "Sí, igual")]
UNTIMED = [(name, None, words) for name, _start, words in TWO]

TIMED_SHAPES = {
    "teams, one paragraph": p(PICTURE, b("Ana Pino"), "   0:03", BR, "Hola a todas")
    + p(PICTURE, b("Luis Rey"), "   0:09", BR, "Sí, igual"),
    "teams, bold name and time": p(b("Ana Pino"), " 0:03") + p("Hola a todas") + p(b("Luis Rey 0:09")) + p("Sí, igual"),
    "teams, a table a turn": tbl([p(PICTURE), p(b("Ana Pino"), "   0:03") + p("Hola a todas")])
    + p("")
    + tbl([p(PICTURE), p(b("Luis Rey"), "   0:09") + p("Sí, igual")]),
    "a table a turn, name and time in a cell": tbl(["Ana Pino 0:03", "Hola a todas"])
    + p("")
    + tbl(["Luis Rey 0:09", "Sí, igual"]),
    "teams with its own lines": p(b("Reunión-20250102_1503-Grabación de la reunión"))
    + p("2 de enero de 2025, 8:03p.m.")
    + p("59m 3s")
    + p(b("Ana Pino"), " inició la transcripción")
    + p("Ana Pino   0:03", BR, "Hola a todas")
    + p("Luis Rey   0:09", BR, "Sí, igual")
    + p(b("Ana Pino"), " detuvo la transcripción"),
    "otter": p(b("Ana Pino"), "  00:03") + p("Hola a todas") + p(b("Luis Rey"), "  00:09") + p("Sí, igual")
    + p("Transcribed by https://otter.ai"),
    "table with three columns": tbl(["0:03", "Ana Pino", "Hola a todas"], ["0:09", "Luis Rey", "Sí, igual"]),
    "table with a header": tbl(["Tiempo", "Hablante", "Texto"], ["0:03", "Ana Pino", "Hola a todas"],
                               ["0:09", "Luis Rey", "Sí, igual"]),
    "table with the time last": tbl(["Ana Pino", "Hola a todas", "0:03"], ["Luis Rey", "Sí, igual", "0:09"]),
}  # fmt: skip

UNTIMED_SHAPES = {
    "bold with colon": p(b("Ana Pino:"), " Hola a todas") + p(b("Luis Rey: "), "Sí, igual"),
    "bold, colon outside": p(b("Ana Pino"), ": Hola a todas") + p(b("Luis Rey"), ": Sí, igual"),
    "bold without colon": p(b("Ana Pino"), TAB, "Hola a todas") + p(b("Luis Rey"), " Sí, igual"),
    "bold in two runs": p(b("Ana "), b("Pino:"), " Hola a todas") + p(b("Luis"), b(" Rey"), ": Sí, igual"),
    "tab after the colon": p("Ana Pino:", TAB, "Hola a todas") + p("Luis Rey:", TAB, "Sí, igual"),
    "soft break after the name": p(b("Ana Pino:"), BR, "Hola a todas") + p(b("Luis Rey:"), BR, "Sí, igual"),
    "numbered paragraphs": "".join(
        p(f"{name}: {words}", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        for name, _start, words in TWO
    ),
    "table": tbl(["Ana Pino", "Hola a todas"], ["Luis Rey", "Sí, igual"]),
    "table with header": tbl(["Hablante", "Texto"], ["Ana Pino", "Hola a todas"], ["Luis Rey", "Sí, igual"]),
    "table with a title": tbl(["Sesión dos", ""], ["Hablante", "Texto"], ["Ana Pino", "Hola a todas"],
                              ["Luis Rey", "Sí, igual"]),
    "who and what": tbl(["Quién habla", "Qué dice"], ["Ana Pino", "Hola a todas"], ["Luis Rey", "Sí, igual"]),
    "table with colons": tbl(["Ana Pino:", "Hola a todas"], ["Luis Rey:", "Sí, igual"]),
    "numbered table": tbl(["N°", "Hablante", "Intervención"], ["1", "Ana Pino", "Hola a todas"],
                          ["2", "Luis Rey", "Sí, igual"]),
    "table in a table": tbl([tbl(["Ana Pino", "Hola a todas"], ["Luis Rey", "Sí, igual"])]),
    "words in several paragraphs": tbl(["Ana Pino", p("Hola") + p("a todas")], ["Luis Rey", p("Sí,") + p("igual")]),
    "a row that goes on": tbl(["Hablante", "Texto"], ["Ana Pino", "Hola"], ["", "a todas"], ["Luis Rey", "Sí, igual"]),
    "names in headings": p("Ana Pino", properties='<w:pStyle w:val="Ttulo2"/>') + p("Hola a todas")
    + p("Luis Rey", properties='<w:pStyle w:val="Ttulo2"/>') + p("Sí, igual"),
}  # fmt: skip
STYLES = (
    '<w:style w:styleId="Ttulo2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="Nombre"><w:basedOn w:val="Negrita"/><w:name w:val="Nombre"/></w:style>'
    '<w:style w:styleId="Negrita"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="Oculto"><w:name w:val="Oculto"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


@pytest.fixture
def file(tmp_path):
    return lambda body, **more: docx(tmp_path / "sesion.docx", body, styles=STYLES, **more)


@pytest.mark.parametrize("shape", TIMED_SHAPES)
def test_shapes_with_times(file, shape):
    assert said(file(TIMED_SHAPES[shape])) == TWO


@pytest.mark.parametrize("shape", UNTIMED_SHAPES)
def test_shapes_without_times(file, shape):
    assert said(file(UNTIMED_SHAPES[shape])) == UNTIMED


def test_surname_first_as_teams_writes_it(file):
    body = p("Pino Soto, Ana   0:03", BR, "Hola") + p("Rey Paz, Luis   0:09", BR, "Sí")
    assert [speaker for speaker, _start, _words in said(file(body))] == ["Pino Soto, Ana", "Rey Paz, Luis"]


def test_meet(file):
    heading = '<w:pStyle w:val="Ttulo2"/>'
    body = (
        p("Red Los Robles – Transcripción", properties=heading)
        + p("00:00:00", properties=heading)
        + p(b("Ana Pino:"), " Hola a todas")
        + p(b("Luis Rey:"), " Sí, igual")
        + p("00:05:00", properties=heading)
        + p(b("Ana Pino:"), " Sigamos")
        + p("La reunión finalizó después de 00:24:09 👋")
        + p("Esta transcripción editable se ha generado por ordenador y puede contener errores.")
    )
    assert [(speaker, words) for speaker, _start, words in said(file(body))] == [
        ("Ana Pino", "Hola a todas"), ("Luis Rey", "Sí, igual"), ("Ana Pino", "Sigamos"),
    ]  # fmt: skip


WRAPPERS = {
    "content control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "custom xml": '<w:customXml w:element="x">{}</w:customXml>',
    "insertion": '<w:ins w:author="x">{}</w:ins>',
    "moved here": "<w:moveTo>{}</w:moveTo>",
}
RUN_WRAPPERS = WRAPPERS | {
    "smart tag": '<w:smartTag w:element="x">{}</w:smartTag>',
    "hyperlink": '<w:hyperlink r:id="r9">{}</w:hyperlink>',
    "field": "<w:fldSimple w:instr='x'>{}</w:fldSimple>",
    "direction": "<w:bdo>{}</w:bdo>",
}


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_paragraphs_are_read_whatever_wraps_them(file, wrapper):
    body = WRAPPERS[wrapper].format(p("Ana Pino: Hola a todas")) + p("Luis Rey: Sí, igual")
    assert said(file(body)) == UNTIMED


@pytest.mark.parametrize("wrapper", RUN_WRAPPERS)
def test_words_are_read_whatever_wraps_them(file, wrapper):
    body = p("Ana Pino: Hola ", RUN_WRAPPERS[wrapper].format(r("a todas"))) + p("Luis Rey: Sí, igual")
    assert said(file(body)) == UNTIMED


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_rows_and_cells_are_read_whatever_wraps_them(file, wrapper):
    def cell(text):
        return f"<w:tc>{p(text)}</w:tc>"

    wrap = WRAPPERS[wrapper].format
    first = wrap(f"<w:tr>{cell('Ana Pino')}{cell('Hola a todas')}</w:tr>")
    second = f"<w:tr>{cell('Luis Rey')}{wrap(cell('Sí, igual'))}</w:tr>"
    assert said(file(f"<w:tbl>{first}{second}</w:tbl>")) == UNTIMED


def test_what_was_deleted_or_moved_away_is_not_read(file):
    gone = "<w:del><w:r><w:delText>no </w:delText></w:r></w:del><w:moveFrom><w:r><w:t>tampoco</w:t></w:r></w:moveFrom>"
    path = file(p("Ana Pino: Hola ", gone, "a todas") + p("Luis Rey: Sí, igual"))
    assert said(path) == UNTIMED
    assert "tracked changes" in " ".join(read_transcript(path).warnings)


def test_a_text_box_is_read_once(file):
    box = "<w:txbxContent>" + p("Luis Rey: Sí, igual") + "</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert said(file(p("Ana Pino: Hola a todas", both))) == UNTIMED
    only_old = f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>"
    assert said(file(p("Ana Pino: Hola a todas", only_old))) == UNTIMED
    fallback = f"<w:r><mc:AlternateContent><mc:Fallback>{only_old}</mc:Fallback></mc:AlternateContent></w:r>"
    assert said(file(p("Ana Pino: Hola a todas", fallback))) == UNTIMED


def test_alternatives_between_paragraphs_are_read_once(file):
    both = "<mc:AlternateContent><mc:Choice>{0}</mc:Choice><mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>"
    assert said(file(both.format(p("Ana Pino: Hola a todas")) + p("Luis Rey: Sí, igual"))) == UNTIMED


def test_comments_notes_and_hidden_words_are_left_out_and_told(file):
    marks = '<w:r><w:commentReference w:id="1"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    path = file(
        p("Ana Pino: Hola ", marks, r("secreto ", "<w:vanish/>"), r("oculto ", '<w:rStyle w:val="Oculto"/>'), "a todas")
        + p("Luis Rey: Sí, igual")
    )
    assert said(path) == UNTIMED
    assert read_transcript(path).warnings == (
        "Comments left out: 1.", "Footnotes left out: 1.", "Hidden text was left out.",
    )  # fmt: skip


def test_characters_that_word_writes_as_elements(file):
    odd = (
        "<w:r><w:t>medio</w:t><w:noBreakHyphen/><w:t>día es</w:t><w:softHyphen/><w:t>cue\u00adla</w:t></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/><w:sym w:font="Arial" w:char="00BF"/>'
        '<w:sym w:font="Arial" w:char="xyz"/><w:t>ya?</w:t></w:r>'
    )
    assert said(file(p("Ana Pino: ", odd) + p("Luis Rey: Sí")))[0][2] == "medio-día escuela¿ya?"


def test_a_style_makes_a_name_bold(file):
    named = r("Ana Pino", '<w:rStyle w:val="Nombre"/>')
    body = p(named, " Hola a todas") + p(b("Luis Rey"), " Sí, igual") + p(r("Ana Pino", "<w:b/>"), " ya")
    assert [speaker for speaker, _start, _words in said(file(body))] == ["Ana Pino", "Luis Rey", "Ana Pino"]


def test_a_stressed_word_is_no_speaker(file):
    body = p("Ana Pino: Hola") + p(b("Importante"), " que vengan todos") + p("Luis Rey: Sí") + p("Ana Pino: Ya")
    assert said(file(body))[0] == ("Ana Pino", None, "Hola Importante que vengan todos")


def test_the_strict_form_of_the_format_is_read(file):
    assert said(file(p("Ana Pino: Hola a todas") + p("Luis Rey: Sí, igual"), namespace=STRICT)) == UNTIMED


def test_a_file_without_styles_is_read(tmp_path):
    path = docx(tmp_path / "s.docx", p("Ana Pino: Hola a todas") + p("Luis Rey: Sí, igual"))
    assert said(path) == UNTIMED


def test_questions_in_bold_and_answers_are_turns(file):
    body = (
        p(b("¿Cómo partieron?")) + p("Partimos con lectura.") + p("Y después matemática.")
        + p(b("¿Y qué cambió?")) + p("Todo.")
    )  # fmt: skip
    assert [words for _speaker, _start, words in said(file(body))] == [
        "¿Cómo partieron?", "Partimos con lectura.", "Y después matemática.", "¿Y qué cambió?", "Todo.",
    ]  # fmt: skip


def test_a_document_all_in_headings_is_read(file):
    heading = '<w:pStyle w:val="Ttulo2"/>'
    body = p("Nosotros partimos el año pasado", properties=heading) + p("y seguimos igual", properties=heading)
    assert "partimos el año pasado" in said(file(body))[0][2]


def test_signs_that_mark_up_other_formats_hide_no_words(file):
    body = p("Ana Pino: Hola") + p("> como dijo ella") + p("# número uno") + p("Luis Rey: Sí") + p("Ana Pino: Ya")
    assert said(file(body))[0][2] == "Hola como dijo ella número uno"


def test_initials_in_bold_are_speakers(file):
    body = p(b("E: "), "¿Cómo partieron?") + p(b("A: "), "Con lectura.") + p(b("E: "), "¿Y?") + p(b("A: "), "Ya.")
    assert [speaker for speaker, _start, _words in said(file(body))] == ["E", "A", "E", "A"]


def test_a_chat_that_was_pasted_is_a_chat(file):
    body = p("18:01:34 De Ana Pino a Todos: hola") + p("18:01:40 De Luis Rey a Todos: igual")
    read = read_transcript(file(body))
    assert (read.kind, [turn.speaker for turn in read.turns]) == ("chat", ["Ana Pino", "Luis Rey"])


def test_members_in_a_table_say_nothing(file):
    members = tbl(["Ana Pino", "Directora"], ["Luis Rey", "Profesor"])
    body = members + p("Ana Pino: Hola a todas") + p("Luis Rey: Sí, igual")
    assert said(file(body)) == UNTIMED


OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize("ending", [".doc", ".docx"])
@pytest.mark.parametrize(
    ("data", "message"),
    [(OLD_WORD, r"save it as \.docx"), (OLD_WORD + "EncryptedPackage".encode("utf-16-le"), "password")],
    ids=["old", "locked"],
)
def test_old_and_locked_files_say_what_to_do(tmp_path, ending, data, message):
    (tmp_path / f"s{ending}").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_transcript(tmp_path / f"s{ending}")


def test_a_part_that_only_word_opens_is_told(file):
    chunk = '<w:altChunk r:id="r7"/>'
    with pytest.raises(InputError, match="only Word opens"):
        read_transcript(file(chunk))
    assert "only Word opens" in read_transcript(file(p("Ana Pino: Hola a todas") + chunk)).warnings[0]


def test_macros_are_not_looked_at(tmp_path):
    path = docx(tmp_path / "s.docx", p("Ana Pino: Hola a todas") + p("Luis Rey: Sí, igual"),
                parts={"[Content_Types].xml": '<Types><Override PartName="/word/document.xml" ContentType='
                       '"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
                       "word/vbaProject.bin": b"\xd0\xcf"})  # fmt: skip
    path = path.rename(tmp_path / "s.docm")
    assert said(path) == UNTIMED


# No letter is lost, whatever wraps it.

NAMES = ["Ana Pino", "Luis Rey", "Facilitadora", "Esc. Los Robles - Paola"]
WORDS = st.text(alphabet="abcñÑáéíóúü ,.¿?¡!«»–-12#>*_\u00ad", min_size=1, max_size=40).filter(
    lambda text: any(char.isalpha() for char in text)
)
TURNS = st.lists(st.tuples(st.sampled_from(NAMES), WORDS), min_size=3, max_size=12)


def _shown(turns, style):
    if style == "table":
        return tbl(["Hablante", "Texto"], *([name, f"dice {words}"] for name, words in turns))
    if style == "bold":
        return "".join(p(b(f"{name}:"), f" dice {words}") for name, words in turns)
    wrappers = list(RUN_WRAPPERS.values())
    return "".join(
        p(f"{name}: dice ", wrappers[i % len(wrappers)].format(r(words))) for i, (name, words) in enumerate(turns)
    )


@pytest.mark.parametrize("style", ["table", "bold", "wrapped"])
@given(turns=TURNS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_letter_is_lost(tmp_path, style, turns):
    path = docx(tmp_path / "s.docx", _shown(turns, style))
    expected = "".join(letters("dice " + words) for _name, words in turns)
    assert letters("".join(words for _speaker, _start, words in said(path))) == expected


@given(paragraphs=st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_letter_of_python_docx_is_lost(tmp_path, paragraphs):
    document = python_docx.Document()
    for i, words in enumerate(paragraphs):
        document.add_paragraph(f"y entonces {words}", style="List Number" if i % 2 else None)
    document.save(tmp_path / "s.docx")
    expected = "".join(letters("y entonces " + words) for words in paragraphs)
    assert letters("".join(words for _speaker, _start, words in said(tmp_path / "s.docx"))) == expected


def test_every_letter_of_the_part_is_in_the_lines(file):
    body = "".join(shape for shapes in (TIMED_SHAPES, UNTIMED_SHAPES) for shape in shapes.values())
    written = "".join(re.findall(r"<w:t[^>]*>([^<]*)", body))
    lines = "".join(read_word(file(body)).lines)
    assert Counter(filter(str.isalpha, lines)) == Counter(filter(str.isalpha, written))


def test_deep_nesting_and_many_paragraphs_take_little_time(file):
    start = time.perf_counter()
    deep = "".join("<w:tbl><w:tr><w:tc>" for _n in range(60)) + p("Hola a todas") + "</w:tc></w:tr></w:tbl>" * 60
    assert said(file(deep))[0][2] == "Hola a todas"
    assert len(said(file("".join(p("Ana Pino: hola") + p("Luis Rey: sí") for _n in range(10_000))))) == 20_000
    assert time.perf_counter() - start < 20


@pytest.mark.parametrize("depth", [300, 50_000])
def test_nesting_that_no_program_writes_is_refused(file, depth):
    with pytest.raises(InputError, match="not a Word document"):
        read_transcript(file("<w:sdt>" * depth + p("Hola") + "</w:sdt>" * depth))
