"""PDF files that hold text: column by column, divided words put together, running headers and page numbers left out."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.decoding import read_bytes
from qualkit.reading.office.paragraphs import Block, Lines, Paragraph, Piece, Table, lines_of
from qualkit.reading.office.pdf_columns import Line, SpeakerRow, lines_in_order, speaker_rows
from qualkit.reading.office.pdf_margins import Margins, without_margins
from qualkit.reading.office.pdf_pages import Pages, read_apart, read_pages
from qualkit.reading.office.pdf_paragraphs import joined_lines, paragraphs_of_lines
from qualkit.reading.office.pdf_text import Page
from qualkit.reading.office.pdf_weight import is_heavy

_FEWEST_LETTERS = 10
_UNREADABLE_SHARE = 0.3


def read_pdf(path: Path) -> Lines:
    """Return a PDF as lines, and what was left out of it.

    Raises ``InputError`` for a file that is no PDF, that has a password, that is a scan without text, whose letters
    cannot be told, or that is larger than anything people say.
    """
    read = read_pages(path) if not is_heavy(read_bytes(path)) else read_apart(path)
    pages = read.pages
    letters = sum(sum(map(str.isalpha, stretch.text)) for page in pages for stretch in page.stretches)
    _refuse_unreadable(path, pages, letters)
    margins = without_margins(pages)
    lines = lines_of(list(_blocks(margins.pages)))
    return Lines("pdf", tuple(lines), tuple(_warnings(margins, read)))


def _refuse_unreadable(path: Path, pages: Sequence[Page], letters: int) -> None:
    unreadable = sum(page.unreadable for page in pages)
    if unreadable > _UNREADABLE_SHARE * (letters + unreadable):
        raise InputError(
            _(
                "The letters of %(file)s cannot be told: its fonts do not say which they are."
                " Recognise its text (OCR), or send the original document."
            )
            % {"file": path.name}
        )
    if letters < _FEWEST_LETTERS:
        raise InputError(
            _(
                "%(file)s is a scan: it holds pictures of pages and no text. "
                "Recognise its text first (OCR), or send the original document."
            )
            % {"file": path.name}
        )


def _blocks(pages: Sequence[Page]) -> Iterator[Block]:
    """Yield the paragraphs of all pages, and the tables of those that are one."""
    lines: list[Line] = []
    upright = [stretch.upright for page in pages for stretch in page.stretches]
    turned = 2 * sum(upright) < len(upright)
    in_table = False
    for number, page in enumerate(pages):
        rows, goes_on = speaker_rows(page.stretches, goes_on=in_table), in_table
        in_table = rows is not None
        if rows is None:
            lines.extend(lines_in_order(page.stretches, width=page.width, first_column=number * 1000))
            continue
        if not goes_on and not rows[0].label:  # above the table
            lines.extend(rows.pop(0).lines)
        yield from paragraphs_of_lines(lines, as_they_stand=turned)
        lines = []
        yield _table(rows)
    yield from paragraphs_of_lines(lines, as_they_stand=turned)


def _table(rows: Sequence[SpeakerRow]) -> Table:
    return Table(
        tuple(
            (
                (Paragraph((Piece(row.time),)),),
                (Paragraph((Piece(row.label),)),),
                (joined_lines(row.lines),) if row.lines else (),
            )
            for row in rows
        )
    )


def _warnings(margins: Margins, read: Pages) -> Iterator[str]:
    if margins.lines:
        yield _("Lines that repeat at the head or foot of the pages, left out: %(n)d.") % {"n": margins.lines}
    if margins.numbers:
        yield _("Page numbers left out: %(n)d.") % {"n": margins.numbers}
    if margins.slanted:
        yield _("Lines written across the pages, as watermarks are, left out: %(n)d.") % {"n": margins.slanted}
    if read.broken:
        yield _("Pages that could not be read: %(n)d.") % {"n": read.broken}
    if n := sum(page.unreadable for page in read.pages):
        yield _("%(n)d characters of the file could not be read.") % {"n": n}
    empty = sum(not page.stretches for page in read.pages)
    if read.pictures >= 0.5:
        yield _(
            "The pages are pictures with text that a machine recognised (OCR): expect misread words."
            " --scan repairs many."
        )
    if empty and read.pictures:
        yield _("Pages without text, perhaps pictures of one, of which nothing was read: %(n)d.") % {"n": empty}
