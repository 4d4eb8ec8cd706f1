"""Word documents: paragraphs, names in bold, and tables with a column for the speaker."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import normalise
from qualkit.reading.decoding import read_bytes
from qualkit.reading.labels import may_be_label
from qualkit.reading.packages import told_as


def open_word(path: Path) -> Any:
    """Return the python-docx document of ``path``. Raises ``InputError`` where it is not a Word file."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    read_bytes(path)
    with told_as(not_word(path), PackageNotFoundError):
        return docx.Document(str(path))


def not_word(path: Path) -> str:
    """Return what to tell whoever gave a Word file that cannot be read."""
    return _("%(file)s is not a Word document that can be opened. Save it again as .docx, without a password.") % {
        "file": path.name
    }


def word_lines(path: Path) -> list[str]:
    """Return the paragraphs and table rows of a document as lines; bold names keep ``**`` around them."""
    lines: list[str] = []
    document = open_word(path)
    with told_as(not_word(path)):
        for block in document.iter_inner_content():
            lines.extend(_table_lines(block) if hasattr(block, "rows") else _paragraph_lines(block))
    if not any(line.strip() for line in lines):
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    return lines


def _paragraph_lines(paragraph: Any) -> Iterator[str]:
    text = normalise(paragraph.text)
    if paragraph.style is not None and str(paragraph.style.name).lower().startswith(("heading", "title", "título")):
        yield f"# {text}" if text.strip() else ""
        return
    bold = _leading_bold(paragraph)
    if bold and text.startswith(bold) and may_be_label(bold.strip().rstrip(":")):
        text = f"**{bold.strip()}**{text[len(bold.rstrip()) :]}"
    yield from text.split("\n")


def _leading_bold(paragraph: Any) -> str:
    """Return the words in bold at the beginning of a paragraph, up to its first line break."""
    pieces = []
    for run in paragraph.runs:
        if run.text.strip() and not run.bold:
            break
        pieces.append(run.text)
    return normalise("".join(pieces)).split("\n")[0]


def _table_lines(table: Any) -> Iterator[str]:
    for row in table.rows:
        cells = [" ".join(normalise(cell.text).split()) for cell in row.cells]
        cells = [cell for i, cell in enumerate(cells) if cell and (i == 0 or cell != cells[i - 1])]
        if len(cells) >= 2 and may_be_label(cells[0].rstrip(":")):
            yield f"**{cells[0].rstrip(':')}:** {' '.join(cells[1:])}"
        elif len(cells) == 3 and may_be_label(cells[1].rstrip(":")):
            yield f"[{cells[0].strip('[]()')}] {cells[1].rstrip(':')}: {cells[2]}"
        else:
            yield " ".join(cells)
