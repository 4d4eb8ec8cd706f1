"""The pages of a PDF file, read here, or in a process of their own where the file could take all memory and time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _, current_language
from qualkit.reading.decoding import read_bytes
from qualkit.reading.office.pdf_text import Page, Stretch, read_page

MOST_PAGES = 1_500
MOST_CHARACTERS = 10_000_000
_MOST_ON_A_PAGE = 200_000
_MOST_OBJECTS = 200
_SAMPLE = 12
_COVERS = 0.8
_SECONDS = 9
_WRONG_PASSWORD = 4


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages that could be read, how many could not, and the share of them (of some) that one picture covers."""

    pages: tuple[Page, ...]
    broken: int = 0
    pictures: float = 0.0


def read_pages(path: Path) -> Pages:
    """Return the pages of a PDF. Raises ``InputError`` for what is no PDF, has a password, no page or too many."""
    with _opened(path) as document:
        n = len(document)
        sample = {at * n // _SAMPLE for at in range(_SAMPLE)}
        pages: list[Page] = []
        covered = characters = 0
        for at in range(n):
            page = _page(document, at, path)
            if page is None:
                continue
            pages.append(page)
            covered += at in sample and _is_covered(document, at)
            characters += sum(len(stretch.text) for stretch in page.stretches)
            if characters > MOST_CHARACTERS:
                raise InputError(_too_much(path))
    if not pages:
        raise InputError(_damaged(path))
    return Pages(tuple(pages), n - len(pages), covered / len(sample))


def _damaged(path: Path) -> str:
    return _("%(file)s is not a PDF that can be opened. Save it again, without a password.") % {"file": path.name}


def _too_much(path: Path) -> str:
    return _("%(file)s holds more text than anybody says. Divide it: one file for each session.") % {"file": path.name}


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2

    data = read_bytes(path)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _WRONG_PASSWORD or "password" in str(error).lower():
            raise InputError(_("%(file)s has a password. Save it again without one.") % {"file": path.name}) from None
        raise InputError(_damaged(path)) from None
    try:
        if len(document) > MOST_PAGES:
            sentence = _("%(file)s has %(n)d pages; at most %(most)d are read. Divide it: one file for each session.")
            raise InputError(sentence % {"file": path.name, "n": len(document), "most": MOST_PAGES})
        yield document
    finally:
        document.close()


def _page(document: Any, at: int, path: Path) -> Page | None:
    """Return what a page holds, ``None`` where it cannot be read."""
    import pypdfium2

    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        return None
    try:
        return read_page(page, most=_MOST_ON_A_PAGE)
    except pypdfium2.PdfiumError:
        return None
    except ValueError:
        raise InputError(_too_much(path)) from None
    finally:
        page.close()


def _is_covered(document: Any, at: int) -> bool:
    """Say whether one picture covers a page: it went through a scanner."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = document[at]
    try:
        area = page.get_width() * page.get_height()
        for count, image in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2)):
            left, bottom, right, top = image.get_bounds()
            if (right - left) * (top - bottom) >= _COVERS * area > 0:
                return True
            if count > _MOST_OBJECTS:
                return False
        return False
    except pypdfium2.PdfiumError:
        return False
    finally:
        page.close()


def read_apart(path: Path) -> Pages:
    """Return the pages of a PDF as ``read_pages`` does, read by another process with little memory and time.

    Raises ``InputError`` too where that process takes more of either than any session needs.
    """
    command = [sys.executable, "-m", "qualkit.reading.office.pdf_worker", current_language(), str(path.resolve())]
    too_much = _(
        "%(file)s takes more time or memory than any document should."
        " Print it as a new PDF, or send the original document."
    ) % {"file": path.name}
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (no shell)
    except subprocess.TimeoutExpired:
        raise InputError(too_much) from None
    if done.returncode != 0:
        raise InputError(too_much)
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise InputError(answer["error"])
    return unpacked(answer)


def packed(read: Pages) -> dict[str, Any]:
    """Return pages as JSON can carry them."""
    pages = [
        [[astuple(stretch) for stretch in page.stretches], page.width, page.height, page.unreadable]
        for page in read.pages
    ]
    return {"pages": pages, "broken": read.broken, "pictures": read.pictures}


def unpacked(answer: dict[str, Any]) -> Pages:
    """Return the pages that ``packed`` made ready."""
    pages = (
        Page(tuple(Stretch(*stretch) for stretch in stretches), width, height, unreadable)
        for stretches, width, height, unreadable in answer["pages"]
    )
    return Pages(tuple(pages), answer["broken"], answer["pictures"])
