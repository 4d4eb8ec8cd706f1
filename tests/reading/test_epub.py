"""Books of interviews and testimonies in EPUB."""

import pytest

from qualkit.errors import InputError
from qualkit.reading.transcripts import read_transcript
from tests.reading.office import epub, said

UNTIMED = [("Ana Pino", None, "Hola a todas"), ("Luis Rey", None, "Sí, igual")]
CHAPTERS = {"dos": "<p>Luis Rey: Sí, igual</p>", "uno": "<h1>Entrevista</h1><p><b>Ana Pino:</b> Hola a todas</p>"}


@pytest.fixture
def book(tmp_path):
    return lambda chapters=CHAPTERS, **more: epub(tmp_path / "libro.epub", chapters, **more)


def test_chapters_come_in_the_order_of_the_spine(book):
    path = book(spine=["uno", "dos"])
    assert said(path) == UNTIMED
    assert read_transcript(path).format == "epub"


def test_the_table_of_contents_is_no_chapter(book):
    items = (
        '<item id="nav" properties="nav" href="nav.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="uno" href="../OEBPS/./u%6eo.xhtml#x" media-type="application/xhtml+xml"/>'
        '<item id="foto" href="foto.svg" media-type="image/svg+xml"/>'
        '<item id="dos" href="dos.xhtml" media-type="text/html"/>'
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in ("nav", "uno", "foto", "otro", "dos"))
    path = book(parts={"OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{order}</spine></package>",
                       "OEBPS/nav.xhtml": "<p>Índice</p>"})  # fmt: skip
    assert said(path) == UNTIMED


def test_a_missing_chapter_is_told(book):
    path = book(spine=["uno", "dos"])
    items = "".join(f'<item id="{n}" href="{n}.xhtml" media-type="text/html"/>' for n in ("uno", "dos", "tres"))
    order = "".join(f'<itemref idref="{n}"/>' for n in ("uno", "tres", "dos"))
    path = book(parts={"OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{order}</spine></package>"})
    assert said(path) == UNTIMED
    assert read_transcript(path).warnings == ("Chapters that the book lists and does not hold: 1.",)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"META-INF/encryption.xml": "<e><CipherReference URI='OEBPS/uno.xhtml'/></e>"}, "locked"),
        ({"META-INF/container.xml": "<container/>"}, "not an e-book"),
        ({"OEBPS/book.opf": "<package><manifest/></package>"}, "not an e-book"),
        ({"OEBPS/book.opf": "<package"}, "not an e-book"),
        ({"OEBPS/uno.xhtml": "<!DOCTYPE a [<!ENTITY b 'c'>]><p>&b;</p>"}, "entities"),
    ],
    ids=["locked", "no book", "no spine", "broken off", "entities"],
)
def test_what_cannot_be_read_says_why(book, parts, message):
    with pytest.raises(InputError, match=message):
        read_transcript(book(parts=parts))


def test_a_chapter_with_more_than_a_talk_is_refused(book):
    varied = "".join(f"<i>{n * 2654435761 % 9973}</i>" for n in range(400_001))
    with pytest.raises(InputError, match="too large"):
        read_transcript(book({"uno": varied}))


def test_an_obfuscated_font_locks_nothing(book):
    parts = {"META-INF/encryption.xml": "<e><CipherReference URI='OEBPS/letra.otf'/></e>"}
    assert said(book(spine=["uno", "dos"], parts=parts)) == UNTIMED


def test_a_book_of_pictures_is_refused(book):
    with pytest.raises(InputError, match="is empty"):
        read_transcript(book({"uno": "<img src='a.png'/>"}))


def test_what_is_bold_is_said_by_the_style_sheets(book):
    page = "<p class='n'>Ana Pino</p><p>Hola a todas</p><p class='n'>Luis Rey</p><p>Sí, igual</p>"
    assert said(book({"uno": page}, parts={"OEBPS/estilo.css": ".n { font-weight: bold }"})) == UNTIMED
