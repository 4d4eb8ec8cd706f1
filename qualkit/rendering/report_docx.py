"""The report as a Word document to be corrected: real headings, repeated table headings, pictures, stable bytes."""

import datetime as dt
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualkit.i18n import _, speaking
from qualkit.model.quotes import Quote
from qualkit.rendering.blocks import (
    Block,
    Cell,
    Column,
    Drawing,
    Folded,
    Heading,
    Items,
    KeyFigures,
    Paragraph,
    Quotes,
    Report,
    Table,
    Wide,
    flat,
)
from qualkit.rendering.content import Figure, ReportContent
from qualkit.rendering.palette import ACCENT, MUTED
from qualkit.rendering.quotes import CLOSE, OPEN, source
from qualkit.rendering.raster import svg_to_png
from qualkit.rendering.report import compose

if TYPE_CHECKING:
    from docx.document import Document

_SHADES = ("FFFFFF", "E9F2F7", "CFE3EE", "A9CCE0", "7EB2CD")
_HEAD_SHADE, _CARD_SHADE, _NOTICE_SHADE = "E6F0F5", "F3F6F8", "FFF4E0"
_MARGIN_CM = 2.0
_PAGE_CM = (21.0, 29.7)
_FIXED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


def render_docx(content: ReportContent) -> bytes:
    """Return the report as .docx in the language of ``content``; equal content gives equal bytes."""
    with speaking(content.language):
        report = compose(content)
        document = _blank(report)
        _front(document, report)
        _write(document, report.blocks)
        out = BytesIO()
        document.save(out)
        return _stable(out.getvalue())


def _stable(package: bytes) -> bytes:
    """Return the same package with fixed times for its parts."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(info, read.read(name))
    return out.getvalue()


def _blank(report: Report) -> "Document":
    import docx
    from docx.shared import Cm

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = report.title, report.network, "qualkit"
    properties.created = properties.modified = _FIXED
    properties.language, properties.comments = report.language, ""
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(size) for size in _PAGE_CM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    _styles(document, report.language)
    _page_numbers(section.footer.paragraphs[0])
    return document


def _styles(document: "Document", language: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    accent = RGBColor.from_string(ACCENT.removeprefix("#").upper())
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    tag = {"es": "es-CL", "en": "en-US"}[language]
    normal.element.get_or_add_rPr().append(_element("w:lang", {"w:val": tag, "w:eastAsia": tag}))
    for name, size in (("Title", 26), ("Subtitle", 13), ("Heading 1", 17), ("Heading 2", 13), ("Heading 3", 11.5)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), accent
        style.font.italic = False
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if "Theme" in key]:
            del fonts.attrib[key]


def _front(document: "Document", report: Report) -> None:
    document.add_paragraph(report.network, style="Subtitle")
    document.add_paragraph(report.title, style="Title")
    _muted(document.add_paragraph().add_run(report.dated))
    _shade_paragraph(document.add_paragraph(report.notice), _NOTICE_SHADE)
    headings = [block for block in flat(report.blocks) if isinstance(block, Heading) and block.level < 3]
    document.add_paragraph().add_run(_("Contents")).bold = True
    _contents(document, headings)


def _contents(document: "Document", headings: Sequence[Heading]) -> None:
    """Write a table of contents that Word can update and that is already filled with the headings."""
    from docx.shared import Cm, Pt

    for i, heading in enumerate(headings):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.7 * (heading.level - 1))
        paragraph.paragraph_format.space_after = Pt(2)
        if i == 0:
            _field_part(paragraph, "begin")
            paragraph.add_run()._r.append(
                _element("w:instrText", {"xml:space": "preserve"}, ' TOC \\o "1-2" \\h \\z \\u ')
            )
            _field_part(paragraph, "separate")
        paragraph.add_run(heading.text)
        if i == len(headings) - 1:
            _field_part(paragraph, "end")


def _field_part(paragraph: Any, kind: str) -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", {"w:fldCharType": kind}))


def _page_numbers(paragraph: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field_part(paragraph, "begin")
    paragraph.add_run()._r.append(_element("w:instrText", {"xml:space": "preserve"}, " PAGE "))
    _field_part(paragraph, "end")


def _write(document: "Document", blocks: Sequence[Block]) -> None:
    for block in blocks:
        match block:
            case Heading(level, text):
                document.add_heading(_clean(text), level).paragraph_format.page_break_before = block.fresh
            case Paragraph(text, kind):
                _paragraph(document, text, kind)
            case Items(texts, numbered):
                for text in texts:
                    document.add_paragraph(_clean(text), style="List Number" if numbered else "List Bullet")
            case KeyFigures(figures):
                _cards(document, figures)
            case Table():
                _table(document, block)
            case Quotes(quotes):
                for why, quote in quotes:
                    _shown(document, why, quote)
            case Drawing(figure):
                _picture(document, figure)
            case Wide(inner):
                _wide(document, inner)
            case Folded(_summary, inner):
                _write(document, inner)


def _paragraph(document: "Document", text: str, kind: str) -> None:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(_clean(text))
    if kind == "note":
        _muted(run)
    elif kind == "empty":
        run.italic = True
    elif kind == "warning":
        _shade_paragraph(paragraph, _NOTICE_SHADE)


def _shown(document: "Document", why: str, quote: Quote) -> None:
    from docx.shared import Cm

    if why:
        _muted(document.add_paragraph().add_run(_clean(why)))
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.left_indent = Cm(0.8)
    _quote(paragraph, quote)


def _quote(paragraph: Any, quote: Quote) -> None:
    """Write the quote as it stands; a line break of the source stays a line break."""
    paragraph.add_run(f"{OPEN}{_clean(quote.text)}{CLOSE}")
    _muted(paragraph.add_run(f" {_clean(source(quote))}"))


def _muted(run: Any) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size = Pt(9)
    run.font.color.rgb = RGBColor.from_string(MUTED.removeprefix("#").upper())


def _cards(document: "Document", figures: Sequence[tuple[str, str, str]]) -> None:
    from docx.shared import Pt

    if not figures:
        return
    table = document.add_table(rows=1, cols=len(figures))
    _keep_whole(table.rows[0])
    for cell, (value, what, detail) in zip(table.rows[0].cells, figures, strict=True):
        _shade(cell, _CARD_SHADE)
        head = cell.paragraphs[0].add_run(value)
        head.bold, head.font.size = True, Pt(14)
        cell.add_paragraph(what)
        _muted(cell.add_paragraph().add_run(detail))
    document.add_paragraph()


def _wide(document: "Document", blocks: Sequence[Block]) -> None:
    """Write ``blocks`` on a page on its side."""
    _turned_section(document, landscape=True)
    _write(document, blocks)
    _turned_section(document, landscape=False)


def _turned_section(document: "Document", *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm

    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Cm(size) for size in (_PAGE_CM[::-1] if landscape else _PAGE_CM))


def _picture(document: "Document", figure: Figure) -> None:
    """Write the figure as wide as the page lets it be, and its description in words."""
    from docx.shared import Cm

    page: Any = document.sections[-1]
    wide = page.page_width - page.left_margin - page.right_margin
    high = page.page_height - page.top_margin - page.bottom_margin - Cm(4.5)
    picture = document.add_picture(BytesIO(figure.png or svg_to_png(figure.svg)), width=wide)
    if picture.height > high:
        picture.width, picture.height = int(picture.width * high / picture.height), high
    picture._inline.docPr.set("descr", figure.alt)
    _muted(document.add_paragraph().add_run(_clean(figure.caption)))


def _table(document: "Document", table: Table) -> None:
    from docx.shared import Pt

    caption = document.add_paragraph()
    _muted(caption.add_run(_clean(table.caption)))
    caption.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1 + len(table.rows), cols=len(table.columns), style="Table Grid")
    made.autofit = False
    size = Pt(8.5 if table.small else 9.5)
    rows = list(made.rows)
    for cell, column in zip(rows[0].cells, table.columns, strict=True):
        _fill(cell, Cell(column.heading, strong=True), column, size)
        _shade(cell, _HEAD_SHADE)
    rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", {"w:val": "true"}))
    for written, cells in zip(rows[1:], table.rows, strict=True):
        for place, cell, column in zip(written.cells, cells, table.columns, strict=True):
            _fill(place, cell, column, size)
    _widths(made, table.columns)
    _quiet_borders(made)
    if table.small:
        _narrow_margins(made)
    for written in rows:
        if not any(cell.quotes for cells in table.rows for cell in cells):
            _keep_whole(written)
    document.add_paragraph()


def _fill(place: Any, cell: Cell, column: Column, size: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    align = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
    paragraph = place.paragraphs[0]
    if cell.text:
        run = paragraph.add_run(_clean(cell.text))
        run.bold = cell.strong
        if cell.muted:
            _muted(run)
    for i, quote in enumerate(cell.quotes):
        _quote(paragraph if i == 0 and not cell.text else place.add_paragraph(), quote)
    for written in place.paragraphs:
        written.alignment = align[column.align]
        written.paragraph_format.space_after = Pt(2)
        for run in written.runs:
            run.font.size = run.font.size or size
    if cell.shade:
        _shade(place, _SHADES[cell.shade])


def _widths(made: Any, columns: Sequence[Column]) -> None:
    """Give each column its share of the page; columns without a share get what their heading needs."""
    from docx.shared import Cm

    page = _PAGE_CM[0] - 2 * _MARGIN_CM
    narrow = [0.0 if column.share else min(2.4, 0.8 + 0.18 * len(column.heading)) for column in columns]
    each = (page - sum(narrow)) / (sum(column.share for column in columns) or 1)
    for i, column in enumerate(columns):
        wide = Cm(each * column.share if column.share else narrow[i])
        made.columns[i].width = wide
        for cell in made.columns[i].cells:
            cell.width = wide


def _quiet_borders(made: Any) -> None:
    """Leave only thin grey lines between rows."""
    borders = _element("w:tblBorders", {})
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        style = "nil" if side in ("left", "right", "insideV") else "single"
        borders.append(_element(f"w:{side}", {"w:val": style, "w:sz": "4", "w:space": "0", "w:color": "B8C2CC"}))
    _before(made, borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _before(made: Any, element: Any, *followers: str) -> None:
    """Put ``element`` into the table's properties, before those that the schema wants behind it."""
    properties = made._tbl.tblPr
    behind = [child for name in followers for child in properties.xpath(f"./{name}")]
    if behind:
        behind[0].addprevious(element)
    else:
        properties.append(element)


def _narrow_margins(made: Any) -> None:
    margins = _element("w:tblCellMar", {})
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", {"w:w": "50", "w:type": "dxa"}))
    _before(made, margins, "w:tblLook")


def _keep_whole(written: Any) -> None:
    written._tr.get_or_add_trPr().append(_element("w:cantSplit", {"w:val": "true"}))


def _shade(cell: Any, colour: str) -> None:
    shading = _element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour})
    cell._tc.get_or_add_tcPr().append(shading)


def _shade_paragraph(paragraph: Any, colour: str) -> None:
    shading = _element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour})
    paragraph._p.get_or_add_pPr().append(shading)


def _element(name: str, attributes: dict[str, str], text: str = "") -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    element.text = text or None
    return element


def _clean(text: str) -> str:
    """Return ``text`` without the control characters that a Word document cannot hold."""
    return "".join(char for char in text if char in "\t\n" or (ord(char) >= 32 and char not in "\ufffe\uffff"))
