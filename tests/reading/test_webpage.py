"""Transcripts saved as web pages: what a browser would show, and nothing else."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading.transcripts import read_transcript
from tests.reading.office import letters, said

UNTIMED = [("Ana Pino", None, "Hola a todas"), ("Luis Rey", None, "Sí, igual")]
TIMED = [("Ana Pino", 3.0, "Hola a todas"), ("Luis Rey", 9.0, "Sí, igual")]

SHAPES = {
    "paragraphs": "<p>Ana Pino: Hola a todas</p><p>Luis Rey: S&iacute;, igual</p>",
    "left open": "<p>Ana Pino: Hola a <i>to</i>das<p>Luis Rey: Sí, igual",
    "bold": "<p><b>Ana Pino:</b> Hola a todas<p><strong>Luis Rey</strong>: Sí, igual",
    "bold by style": '<div><span style="font-weight: 700">Ana Pino:</span> Hola a todas</div>'
    '<div><b><span style="font-weight:normal"></span>Luis Rey:</b> Sí, igual</div>',
    "bold by class": "<style>.c3{color:#000;font-weight:700}.c4{font-weight:400}</style><p><span class='x c3'>Ana Pino</span>"
    "<span class='c4'> Hola a todas</span></p><p><span class='c3'>Luis Rey</span> Sí, igual</p>",
    "headers of an office": "<div title='header'>Red Los Robles</div><p>Ana Pino: Hola a todas<p>Luis Rey: Sí, igual"
    "<div title='footer'><p>Proyecto</p></div><div style='mso-element:footer'>Pie</div>",
    "breaks": "Ana Pino: Hola a todas<br>Luis Rey: Sí, igual",
    "table": "<table><tr><td>Ana Pino<td>Hola a todas<tr><td>Luis Rey<td>Sí, igual</table>",
    "table with header": "<table><thead><tr><th>Hablante</th><th>Texto</th></tr></thead><tbody><tr><td>Ana Pino</td>"
    "<td>Hola <p>a todas</td></tr><tr><td>Luis Rey</td><td>Sí, igual</td></tr></tbody></table>",
    "table in a table": "<table><tr><td><table><tr><td>Ana Pino<td>Hola a todas<tr><td>Luis Rey<td>Sí, igual</table>"
    "</table>",
    "headings": "<h3>Ana Pino</h3><p>Hola a todas</p><h3>Luis Rey</h3><p>Sí, igual</p>",
    "definitions": "<dl><dt>Ana Pino<dd>Hola a todas<dt>Luis Rey<dd>Sí, igual</dl>",
    "list": "<ul><li>Ana Pino: Hola a todas<li>Luis Rey: Sí, igual</ul>",
    "pre": "<pre>Ana Pino: Hola a todas\nLuis Rey: Sí, igual</pre>",
    "spaces": "<p>\n  Ana\n  Pino:  Hola \n a<span> todas</span>\n</p>  <p>Luis Rey: S&shy;í, igual</p>",
    "what nobody sees": "<script>var a = '<p>no</p>'</script><style>p{}</style><p>Ana Pino: Hola <span hidden>no</span>"
    "<i style='display: none'>no</i><!-- no -->a <span class='visually-hidden'>no</span>todas</p><nav>Inicio</nav>"
    "<noscript>no</noscript><p>Luis Rey: Sí, igual</p><svg><text>no</text></svg><button>Copiar</button>",
    "frames of the page": "<header>Mi sitio: portada</header><div role='navigation'>Menú</div>"
    "<main><article><header></header><p>Ana Pino: Hola a todas</p></article><p>Luis Rey: Sí, igual</p></main>"
    "<footer>Derechos reservados</footer>",
}
TIMED_SHAPES = {
    "teams": "<div role='listitem'><span class='itemDisplayName-1'>Ana Pino</span><span id='t' aria-hidden='true'>0:03"
    "</span><span class='screenReaderFriendlyHiddenTag-2'>3 segundos</span><div>Hola a todas</div></div>"
    "<div role='listitem'><span>Luis Rey</span><span>0:09</span><div>Sí, igual</div></div>",
    "otter": "<div><span>Ana Pino</span>  <span>00:03</span></div><div><p>Hola a todas</p></div>"
    "<div><span>Luis Rey</span> <span>00:09</span></div><div><p>Sí, igual</p></div>",
    "name and time below": "<div>Ana Pino</div><div>0:03</div><div>Hola a todas</div>"
    "<div>Luis Rey</div><div>0:09</div><div>Sí, igual</div>",
    "meet": "<p>[0:03] <b>Ana Pino:</b> Hola a todas</p><p>[0:09] <b>Luis Rey:</b> Sí, igual</p>",
}


@pytest.fixture
def file(tmp_path):
    def write(html, encoding="utf-8", name="sesion.html"):
        (tmp_path / name).write_bytes(html if isinstance(html, bytes) else html.encode(encoding))
        return tmp_path / name

    return write


@pytest.mark.parametrize("shape", SHAPES)
def test_shapes(file, shape):
    assert said(file(SHAPES[shape])) == UNTIMED


@pytest.mark.parametrize("shape", TIMED_SHAPES)
def test_shapes_with_times(file, shape):
    assert said(file(TIMED_SHAPES[shape])) == TIMED


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),  # says one thing, is another
        ('<meta charset="utf-16">', "utf-16"),
        ('<?xml version="1.0" encoding="iso-8859-15"?>', "iso-8859-15"),
        ('<meta charset="macintosh">', "mac_roman"),
        ('<meta charset="inventado">', "utf-8"),
        ("", "cp1252"),
    ],
)
def test_encodings(file, head, encoding):
    html = f"{head}<body><p>Ana Pino: ¿cómo están, niñas?<p>Luis Rey: Sí, igual"
    assert said(file(html, encoding))[0][2] == "¿cómo están, niñas?"


def test_a_page_in_one_file(file):
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: image/png\n\nno\n--x\n'
        'Content-Type: text/html; charset="iso-8859-1"\nContent-Transfer-Encoding: quoted-printable\n\n'
        "<p>Ana Pino: Hola a to=\ndas<p>Luis Rey: S=ED, igual\n--x--\n"
    )
    assert said(file(archive, name="sesion.mhtml")) == UNTIMED
    assert said(file(archive, name="sesion.doc")) == UNTIMED  # Word's own «single file web page»


def test_what_was_left_out_is_told(file):
    assert read_transcript(file(SHAPES["frames of the page"])).warnings == (
        "Menus, headers and footers of the page were left out.",
    )


@pytest.mark.parametrize(
    "html", ["<html><body><div id='app'></div><script>hola()</script>", "<p hidden>Hola</p>", "<!-- hola -->"]
)
def test_a_page_without_words_says_what_to_do(file, html):
    with pytest.raises(InputError, match="shows no text"):
        read_transcript(file(html))


def test_an_archive_without_a_page_is_refused(file):
    with pytest.raises(InputError, match="not a web page"):
        read_transcript(file("MIME-Version: 1.0\nContent-Type: text/plain\n\nhola", name="s.mht"))


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 19_000 + "Hola a todas",
        "<table><tr><td>" * 2_000 + "Hola a todas",
        "</div></td></table>" * 1_000 + "<tr><td>Hola a todas",
        "<b>" * 15_000 + "Hola a todas",
        "<p>Hola a todas" + "<!--" * 100_000,
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>Hola a todas',
    ],
    ids=["divs", "tables", "ends", "bold", "comments", "entities"],
)
def test_odd_pages_take_little_time(file, html):
    start = time.perf_counter()
    assert "Hola a todas" in said(file(html))[0][2]
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize("html", ["<i>a</i>" * 400_001, "a" * (33 << 20)], ids=["elements", "bytes"])
def test_more_than_a_talk_is_refused(file, html):
    with pytest.raises(InputError, match="too large"):
        read_transcript(file(html))


def test_nesting_that_no_page_has_is_refused(file):
    with pytest.raises(InputError, match="not a web page"):
        read_transcript(file("<div>" * 30_000 + "Hola"))


WORDS = st.text(alphabet="abcñÑáéíóúü ,.¿?¡!«»–-12#>*&<", min_size=1, max_size=40)


@given(turns=st.lists(st.tuples(st.sampled_from(["Ana Pino", "Luis Rey"]), WORDS), min_size=3, max_size=10))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize(
    "form", ["<p><b>{}:</b> dice {}</p>", "<tr><td>{}</td><td>dice {}</td></tr>", "{}: dice {}<br>"]
)
def test_no_letter_is_lost(file, form, turns):
    def escaped(text):
        return text.replace("&", "&amp;").replace("<", "&lt;")

    body = "".join(form.format(name, escaped(words)) for name, words in turns)
    path = file(f"<html><body>{'<table>' if 'td' in form else ''}{body}</html>")
    expected = "".join(letters("dice " + words) for _name, words in turns)
    assert letters("".join(words for _speaker, _start, words in said(path))) == expected


def test_an_archive_of_a_hundred_thousand_nested_parts_is_refused_at_once(file):
    head = 'Content-Type: multipart/related; boundary="x"\n\n--x\n'
    text = "MIME-Version: 1.0\n" + head * 100_000 + "Content-Type: text/html\n\n<p>Ana: hola</p>\n--x--\n"
    with pytest.raises(InputError):
        read_transcript(file(text, name="s.mht"))
