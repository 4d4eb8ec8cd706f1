"""Writers of small office files, part by part, as the programs that people use write them."""

from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from qualkit.reading.transcripts import read_transcript

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def package(path, parts, *, mimetype=None):
    """Write a zip with the parts (names to text or bytes) and return its path."""
    with ZipFile(path, "w", ZIP_DEFLATED) as out:
        if mimetype:
            out.writestr("mimetype", mimetype, compress_type=0)
        for name, content in parts.items():
            out.writestr(name, content)
    return path


def docx(path, body, *, styles="", namespace=W, parts=()):
    """Write a Word file whose body holds ``body`` (XML with the prefix ``w``)."""
    head = f'<w:document xmlns:w="{namespace}" xmlns:mc="{MC}" xmlns:v="urn:v" xmlns:m="urn:m" xmlns:r="urn:r">'
    content = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="http://schemas.'
        'openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/document.xml": f"{head}<w:body>{body}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f'<w:styles xmlns:w="{namespace}">{styles}</w:styles>',
    }
    return package(path, content | dict(parts))


def p(*runs, properties=""):
    """Return a Word paragraph of runs: text, or XML that begins with ``<``."""
    inner = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inner}</w:p>"


def r(text, properties=""):
    """Return a Word run."""
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def b(text):
    """Return a Word run in bold."""
    return r(text, "<w:b/>")


def tbl(*rows):
    """Return a Word table of rows of cells: text, or XML of paragraphs."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def odt(path, text, *, automatic="", styles="", parts=()):
    """Write an OpenDocument text with ``text`` in its body (prefixes ``text``, ``table``, ``draw``, ``office``)."""
    names = " ".join(
        f'xmlns:{name}="{ODF}{place}:1.0"'
        for name, place in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        )
    )  # fmt: skip
    content = {
        "content.xml": f"<office:document-content {names}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{text}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {names}><office:styles>{styles}</office:styles>"
        "</office:document-styles>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return package(path, content | dict(parts), mimetype=ODT_TYPE)


BOLD_ODF = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
)


def epub(path, chapters, *, spine=None, parts=()):
    """Write an e-book with ``chapters`` (names to HTML bodies), in the order of ``spine`` where it is given."""
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in chapters)
    order = "".join(f'<itemref idref="{name}"/>' for name in spine or chapters)
    content = {
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": f"<package><manifest>{items}</manifest><spine>{order}</spine></package>",
        **{
            f"OEBPS/{name}.xhtml": '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html><head><title>Libro'
            f"</title></head><body>{body}</body></html>"
            for name, body in chapters.items()
        },
    }
    return package(path, content | dict(parts), mimetype="application/epub+zip")


def rtf(text, *, unicode=True):
    """Return ``text`` as RTF words: ``\\'xx`` for what Windows-1252 has, ``\\uN?`` for the rest, or for all."""
    pieces = []
    for char in text:
        if char in "\\{}":
            pieces.append("\\" + char)
        elif char.isascii():
            pieces.append(char)
        elif not unicode and (byte := char.encode("cp1252", "ignore")):
            pieces.append(f"\\'{byte[0]:02x}")
        else:
            units = char.encode("utf-16-le")
            numbers = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
            pieces.extend(f"\\u{number}?" for number in numbers)
    return "".join(pieces)


def rtf_file(path, body, *, head="{\\fonttbl{\\f0\\fnil\\fcharset0 Calibri;}}{\\colortbl;\\red0;}"):
    """Write an RTF file with ``body`` after its tables."""
    path.write_bytes(f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{head}{body}}}".encode("latin-1"))
    return path


def pdf(path, source):
    """Write a PDF from Typst source."""
    import typst

    file = path.with_suffix(".typ")
    file.write_text(source, encoding="utf-8")
    path.write_bytes(typst.compile(str(file)))
    return path


def said(path):
    """Return (speaker, start, words) of each turn of a file."""
    read = read_transcript(path)
    return [(turn.speaker, turn.start, turn.span.of(read.text)) for turn in read.turns]


def letters(text):
    """Return the letters and digits of a text in order: what may not get lost."""
    return "".join(filter(str.isalnum, text))
