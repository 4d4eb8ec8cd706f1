"""What stands at the head and foot of the pages of a PDF and is no part of the text: running lines, page numbers.

Nothing is left out for its place alone: a line must come back at one height on most pages, or count them.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qualkit.reading.office.pdf_text import Page, Stretch
from qualkit.reading.spelling import squeeze

_ZONE = 0.12  # of the height: where headers and footers stand
_EDGE = 0.09
_NEAR = 0.012
_SHARE = 0.4  # some books alternate two headers
_NUMBER = re.compile(
    r"\W*(?:(?:p[áa]g(?:ina|\.)?|page|p\.)\s*)?(?P<number>\d{1,4})\s*(?:(?:de|of|/)\s*\d{1,4})?\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Margins:
    """The pages without what only frames them, and how many lines, page numbers and slanted lines that were."""

    pages: tuple[Page, ...]
    lines: int = 0
    numbers: int = 0
    slanted: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one base line of a page; ``place`` is its height as a share of the page's."""

    page: int
    text: str
    place: float
    stretches: tuple[Stretch, ...]

    @property
    def key(self) -> str:
        return re.sub(r"\d+", "#", self.text).casefold()


def without_margins(pages: Sequence[Page]) -> Margins:
    """Return the pages without running headers, running footers, page numbers and watermarks."""
    slanted = sum(stretch.slanted for page in pages for stretch in page.stretches)
    pages = [replace(page, stretches=tuple(s for s in page.stretches if not s.slanted)) for page in pages]
    rows = [row for at, page in enumerate(pages) for row in _rows(at, page)]
    framing = list(_running(rows, len(pages)))
    taken = {id(row) for row in framing}
    numbers = [row for row in _page_numbers(rows) if id(row) not in taken]
    framing_numbers = sum(bool(_NUMBER.match(row.text)) for row in framing)
    dropped: dict[int, set[int]] = defaultdict(set)
    for row in (*framing, *numbers):
        dropped[row.page].update(map(id, row.stretches))
    kept = tuple(
        replace(page, stretches=tuple(s for s in page.stretches if id(s) not in dropped[at]))
        for at, page in enumerate(pages)
    )
    return Margins(kept, len(framing) - framing_numbers, len(numbers) + framing_numbers, slanted)


def _rows(at: int, page: Page) -> Iterator[_Row]:
    bases: dict[int, list[Stretch]] = defaultdict(list)
    for stretch in page.stretches:
        bases[round(stretch.base)].append(stretch)
    for base, stretches in bases.items():
        stretches.sort(key=lambda stretch: stretch.left)
        text = squeeze(" ".join(stretch.text for stretch in stretches))
        yield _Row(at, text, base / page.height if page.height else 0.5, tuple(stretches))


def _is_in_zone(row: _Row, zone: float = _ZONE) -> bool:
    return row.place < zone or row.place > 1 - zone or not row.stretches[0].upright


def _running(rows: Sequence[_Row], pages: int) -> Iterator[_Row]:
    """Yield the rows that come back at one height on most pages and nowhere else."""
    elsewhere = {row.key for row in rows if not _is_in_zone(row)}
    groups: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        if _is_in_zone(row) and row.key not in elsewhere:
            groups[row.key].append(row)
    for key, group in groups.items():
        places = sorted(row.place for row in group)
        middle = places[len(places) // 2]
        near = [row for row in group if abs(row.place - middle) <= _NEAR]
        on = len({row.page for row in near})
        if on >= max(3, _SHARE * pages) or (on == pages == 2 and len(key.split()) >= 2 and _is_in_zone(near[0], _EDGE)):
            yield from near


def _page_numbers(rows: Sequence[_Row]) -> Iterator[_Row]:
    """Yield the rows that count the pages: those at the commonest distance from the place of their page."""
    found = [(row, int(match["number"])) for row in rows if _is_in_zone(row) and (match := _NUMBER.match(row.text))]
    distances = Counter(number - row.page for row, number in found)
    if not distances:
        return
    distance, n = distances.most_common(1)[0]
    if n >= 2 or (distance == 1 and len(found) == 1):
        yield from (row for row, number in found if number - row.page == distance)
