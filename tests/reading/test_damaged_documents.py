"""Documents cut short, with flipped bits or with harm in them: a plain sentence or the words, and never long."""

import random
import time
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from qualkit.errors import InputError
from qualkit.reading.transcripts import read_transcript
from tests.reading.office import BOLD_ODF, b, docx, epub, odt, p, pdf, rtf_file, tbl

MUTATIONS = 60
LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ja">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)) + "]>"


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documentos")
    words = "Hola a todas y a todos, partimos con la lectura compartida."
    talk = "".join(f"<p><b>Ana Pino:</b> {words}</p><p>Luis Rey: {words}</p>" for _n in range(10))
    (folder / "s.html").write_text(f"<html><body>{talk}</body></html>", encoding="utf-8")
    docx(folder / "s.docx", (p(b("Ana Pino:"), words) + tbl(["Ana Pino", words], ["Luis Rey", words])) * 10)
    odt(folder / "s.odt", f'<text:p><text:span text:style-name="B">Ana Pino:</text:span> {words}</text:p>' * 10,
        automatic=BOLD_ODF)  # fmt: skip
    epub(folder / "s.epub", {"uno": talk, "dos": talk})
    rtf_file(folder / "s.rtf", rf"{{\b Ana Pino:}} {words}\par Luis Rey: se\u241?ora\'f1\par " * 10)
    pdf(folder / "s.pdf", f"*Ana Pino:* {words}\n\n*Luis Rey:* {words}\n\n" * 10)
    return {path.suffix: path.read_bytes() for path in folder.iterdir() if path.stem == "s" and path.suffix != ".typ"}


def mutated(data, chance):
    """Return ``data`` cut, with bits flipped, or with a piece of it moved."""
    data = bytearray(data)
    kind = chance.randrange(4)
    if kind == 0:
        return bytes(data[: chance.randrange(1, len(data))])
    if kind == 1:
        for _n in range(chance.choice((1, 8, 100))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)
    start, size = chance.randrange(len(data)), chance.randrange(1, 400)
    piece = data[start : start + size]
    del data[start : start + size]
    at = chance.randrange(len(data) + 1)
    return bytes(data[:at] + (piece * chance.choice((1, 50)) if kind == 2 else bytes(size)) + data[at:])


def read_or_told(path):
    """Read a file; anything but turns or an error with its name in it fails."""
    try:
        outcome = [turn.span for turn in read_transcript(path).turns]
    except InputError as error:
        outcome = str(error).count(path.name)
    assert outcome


@pytest.mark.parametrize("ending", [".docx", ".odt", ".epub", ".rtf", ".html", ".pdf"])
def test_damaged_files_are_read_or_told(tmp_path, samples, ending):
    chance = random.Random(20250101)
    slowest = 0.0
    for _n in range(MUTATIONS):
        path = tmp_path / f"s{ending}"
        path.write_bytes(mutated(samples[ending], chance))
        start = time.perf_counter()
        read_or_told(path)
        slowest = max(slowest, time.perf_counter() - start)
    assert slowest < 10


@pytest.mark.parametrize("ending", [".docx", ".odt", ".epub"])
def test_damage_inside_the_package_is_read_or_told(tmp_path, samples, ending):
    chance = random.Random(20250102)
    (tmp_path / "ok").write_bytes(samples[ending])
    with ZipFile(tmp_path / "ok") as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for _n in range(MUTATIONS):
        victim = chance.choice(sorted(parts))
        with ZipFile(tmp_path / f"s{ending}", "w", ZIP_DEFLATED) as out:
            for name, content in parts.items():
                out.writestr(name, mutated(content, chance) if name == victim else content)
        read_or_told(tmp_path / f"s{ending}")


@pytest.mark.parametrize(
    ("ending", "part"), [(".docx", "word/document.xml"), (".odt", "content.xml"), (".epub", "OEBPS/uno.xhtml")]
)
@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda text: LAUGHS.encode() + text.replace(b"Hola", b"&a9;"), id="billion laughs"),
        pytest.param(lambda text: LAUGHS.encode("utf-16") + text.decode().encode("utf-16-le"), id="in utf-16"),
        pytest.param(
            lambda text: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + text.replace(b"Hola", b"&a;"),
            id="another file",
        ),
    ],
)
def test_entities_are_never_expanded(tmp_path, samples, ending, part, harm):
    (tmp_path / "ok").write_bytes(samples[ending])
    with ZipFile(tmp_path / "ok") as package, ZipFile(tmp_path / f"s{ending}", "w") as out:
        for name in package.namelist():
            content = package.read(name)
            if name == part and content.startswith(b"<?xml"):
                content = content[content.index(b"?>") + 2 :].replace(b"<!DOCTYPE html>", b"")
            out.writestr(name, harm(content) if name == part else content)
    start = time.perf_counter()
    with pytest.raises(InputError, match="entities"):
        read_transcript(tmp_path / f"s{ending}")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize("ending", [".docx", ".odt", ".epub"])
def test_bombs_and_paths_that_lead_out_are_refused(tmp_path, samples, ending):
    for name, content in (("../../fuera.xml", b"<a/>"), ("word/media/a.xml", b" " * 300_000_000)):
        path = tmp_path / f"s{ending}"
        path.write_bytes(samples[ending])
        with ZipFile(path, "a", ZIP_DEFLATED) as package:
            package.writestr(name, content)
        with pytest.raises(InputError, match="was not opened"):
            read_transcript(path)
    assert not list(tmp_path.parent.glob("fuera*"))


def test_more_elements_than_a_document_has_are_refused(tmp_path):
    varied = "".join(f"<w:p w:a='{n * 2654435761 % 997}'/>" for n in range(800_001))
    with pytest.raises(InputError, match="too large"):
        read_transcript(docx(tmp_path / "s.docx", varied))
