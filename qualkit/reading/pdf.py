"""PDF files that hold text."""

import re
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import normalise
from qualkit.reading.decoding import read_bytes

_PAGE_NUMBER = re.compile(r"\s*(?:página|page)?\s*\d{1,4}\s*(?:(?:de|of|/)\s*\d{1,4})?\s*$", re.IGNORECASE)


def pdf_lines(path: Path) -> list[str]:
    """Return the lines of text of a PDF, page numbers left out and divided words put together.

    Raises ``InputError`` for a file that is no PDF, that has a password, or that is a scan without text.
    """
    import pypdfium2

    data = read_bytes(path)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise InputError(
            _("%(file)s is not a PDF that can be opened. Save it again, without a password.") % {"file": path.name}
        ) from None
    try:
        lines = [line for page in range(len(document)) for line in _page_lines(document[page])]
    finally:
        document.close()
    if sum(char.isalpha() for line in lines for char in line) < 10:
        raise InputError(
            _(
                "%(file)s is a scan: it holds pictures of pages and no text. "
                "Recognise its text first (OCR), or send the original document."
            )
            % {"file": path.name}
        )
    return lines


def _page_lines(page: "object") -> list[str]:
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    text = normalise(str(textpage.get_text_bounded()))
    textpage.close()
    page.close()  # type: ignore[attr-defined]
    text = re.sub(r"(?<=[a-záéíóúñ])(?:\ufffe|\xad|-\n)(?=[a-záéíóúñ])", "", text.replace("\ufffe\n", "\ufffe"))
    return [line for line in text.replace("\ufffe", "").split("\n") if not _PAGE_NUMBER.match(line) or not line.strip()]
