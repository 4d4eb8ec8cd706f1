"""Transcripts in OpenDocument texts, as LibreOffice and Google Docs write them."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.transcripts import read_transcript
from tests.reading.office import BOLD_ODF, letters, odt, package, said

UNTIMED = [("Ana Pino", None, "Hola a todas"), ("Luis Rey", None, "Sí, igual")]


def p(text):
    return f"<text:p>{text}</text:p>"


def b(text):
    return f'<text:span text:style-name="B">{text}</text:span>'


def table(*rows, before=""):
    cells = ("".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row) for row in rows)
    return "<table:table>" + before + "".join(f"<table:table-row>{row}</table:table-row>" for row in cells) + (
        "</table:table>"
    )  # fmt: skip


SHAPES = {
    "names": p("Ana Pino: Hola a todas") + p("Luis Rey: Sí, igual"),
    "bold": p(b("Ana Pino:") + " Hola a todas") + p(b("Luis Rey") + ": Sí, igual"),
    "bold and a tab": p(b("Ana Pino") + "<text:tab/>Hola a todas") + p(b("Luis Rey") + "<text:tab/>Sí, igual"),
    "broken line": p(b("Ana Pino:") + "<text:line-break/>Hola a todas") + p("Luis Rey:<text:line-break/>Sí, igual"),
    "headings": "<text:h>Ana Pino</text:h>" + p("Hola a todas") + "<text:h>Luis Rey</text:h>" + p("Sí, igual"),
    "list": "<text:list><text:list-item>" + p("Ana Pino: Hola a todas") + "</text:list-item><text:list-item>"
    + p("Luis Rey: Sí, igual") + "</text:list-item></text:list>",
    "section": "<text:section>" + p("Ana Pino: Hola a todas") + p("Luis Rey: Sí, igual") + "</text:section>",
    "table": table(["Ana Pino", "Hola a todas"], ["Luis Rey", "Sí, igual"]),
    "table with header": table(["Ana Pino", "Hola a todas"], ["Luis Rey", "Sí, igual"],
                               before="<table:table-header-rows><table:table-row><table:table-cell>" + p("Hablante")
                               + "</table:table-cell><table:table-cell>" + p("Texto")
                               + "</table:table-cell></table:table-row></table:table-header-rows>"),
    "spaces": p("Ana  Pino: Hola<text:s text:c='3'/>a\n    todas") + p("Luis Rey: Sí, <text:s/>igual"),
    "link and field": p("Ana Pino: Hola <text:a>a </text:a><text:bookmark-start/>todas")
    + p("Luis Rey: <text:user-field-get>Sí</text:user-field-get>, igual"),
    "text box": p("Ana Pino: Hola a todas<draw:frame><draw:text-box>" + p("Luis Rey: Sí, igual")
                  + "</draw:text-box></draw:frame>"),
    "box of its own": "<draw:frame><draw:text-box>" + p("Ana Pino: Hola a todas") + "</draw:text-box></draw:frame>"
    + p("Luis Rey: Sí, igual"),
    "shape": p("Ana Pino: Hola a todas<draw:custom-shape>" + p("Luis Rey: Sí, igual") + "</draw:custom-shape>"),
    "soft page break": p("Ana Pino: Hola <text:soft-page-break/>a todas") + p("Luis Rey: S\u00adí, igual"),
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    return lambda text, **more: odt(tmp_path / "sesion.odt", text, automatic=BOLD_ODF, **more)


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(file, shape):
    assert said(file(SHAPES[shape])) == UNTIMED
    assert read_transcript(file(SHAPES[shape])).format == "odt"


def test_what_is_not_the_text_is_left_out_and_told(file):
    deleted = "<text:tracked-changes><text:changed-region><text:deletion>" + p("no") + (
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )  # fmt: skip
    note = (
        f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('nota')}</text:note-body></text:note>"
    )
    comment = f"<office:annotation>{p('comentario')}</office:annotation>"
    contents = f"<text:table-of-content>{p('Índice')}</text:table-of-content>"
    path = file(deleted + contents + p(f"Ana Pino: Hola {note}a{comment} todas") + p("Luis Rey: Sí, igual"))
    assert said(path) == UNTIMED
    assert len(read_transcript(path).warnings) == 3


def test_hidden_words_are_left_out(file):
    hidden = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    path = file(p('Ana Pino: Hola <text:span text:style-name="H">no</text:span>a todas') + p("Luis Rey: Sí, igual"),
                styles=hidden)  # fmt: skip
    assert said(path) == UNTIMED
    assert read_transcript(path).warnings == ("Hidden text was left out.",)


def test_styles_are_taken_over_from_parents(file):
    styles = (
        '<style:style style:name="Heading_20_2" style:display-name="Heading 2"/>'
        '<style:style style:name="Fuerte"><style:text-properties fo:font-weight="700"/></style:style>'
        '<style:style style:name="Nombre" style:parent-style-name="Fuerte"/>'
        '<style:style style:name="Vuelta" style:parent-style-name="Vuelta"/>'
    )
    body = (
        '<text:p text:style-name="Heading_20_2">Sesión dos</text:p><text:p text:style-name="Vuelta">'
        '<text:span text:style-name="Nombre">Ana Pino</text:span> Hola a todas</text:p>' + p("Luis Rey: Sí, igual")
    )
    assert said(file(body, styles=styles)) == UNTIMED


def test_repeated_empty_cells_are_few(file):
    row = '<table:table-row><table:table-cell table:number-columns-repeated="999999999999"/></table:table-row>'
    path = file(p("Ana Pino: Hola a todas") + p("Luis Rey: Sí, igual") + f"<table:table>{row}</table:table>")
    assert said(path) == UNTIMED


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"META-INF/manifest.xml": "<m><encryption-data/></m>"}, "password"),
        ({"content.xml": "<a><b"}, "not an OpenDocument"),
        ({"content.xml": "<a/>"}, "not an OpenDocument"),
        ({"content.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "entities"),
    ],
    ids=["locked", "broken off", "foreign", "entities"],
)
def test_what_cannot_be_read_says_why(file, parts, message):
    with pytest.raises(InputError, match=message):
        read_transcript(file(p("Hola"), parts=parts))


def test_an_empty_text_is_refused(file):
    with pytest.raises(InputError, match="is empty"):
        read_transcript(file(p("  ")))


def test_a_package_without_text_is_refused(tmp_path):
    with pytest.raises(InputError, match="not an OpenDocument"):
        read_transcript(package(tmp_path / "s.odt", {"x": "y"}))


WORDS = st.text(alphabet="abcñÑáéíóúü ,.¿?¡!«»–-12#>*", min_size=1, max_size=40).filter(
    lambda text: any(char.isalpha() for char in text)
)


@given(turns=st.lists(st.tuples(st.sampled_from(["Ana Pino", "Luis Rey"]), WORDS), min_size=3, max_size=10))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("in_table", [False, True])
def test_no_letter_is_lost(file, in_table, turns):
    rows = [(name, ("dice " + words).replace(">", "&gt;")) for name, words in turns]
    path = file(table(*rows) if in_table else "".join(p(f"{b(name + ':')} {words}") for name, words in rows))
    expected = "".join(letters("dice " + words) for _name, words in turns)
    assert letters("".join(words for _speaker, _start, words in said(path))) == expected
