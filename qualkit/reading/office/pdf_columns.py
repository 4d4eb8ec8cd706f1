"""The order in which a page is read: column after column, row after row, a table with speakers cell beside cell."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from qualkit.reading.labels import has_role, looks_like_name, may_be_label
from qualkit.reading.office.pdf_text import Stretch

_FEWEST_LINES = 4
_STEPS = 60
_MOST_CROSSING = 0.2
_FILLED = 0.55
_SAME_LINE = 0.45
_FEWEST_JUMPS = 3  # columns that were not told apart make one or two
_TIME_FIRST = re.compile(r"[\[(]?(?P<time>(?:\d{1,2}:)?\d{1,3}:\d{2})[\])]?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """Stretches of one column on one base line, as one text.

    ``column`` tells the columns of a page apart; ``room`` is where the words could end on a page of one column, as far
    from its right edge as they begin from its left one, and 0 elsewhere.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: int
    divided: bool
    column: int
    room: float = 0.0


def lines_in_order(stretches: Sequence[Stretch], *, width: float = 0.0, first_column: int = 0) -> list[Line]:
    """Return the lines of a page in the order of reading; columns are numbered on from ``first_column``."""
    columns = [part for column in _columns(stretches, 2) for part in _parted_at_jumps(column)]
    room = width - min(s.left for s in stretches) if len(columns) == 1 and stretches else 0.0
    lines: list[Line] = []
    for number, column in enumerate(columns, first_column):
        lines.extend(replace(line, room=room) for line in _lines(column, number))
    return lines


def _columns(stretches: Sequence[Stretch], depth: int) -> Iterator[Sequence[Stretch]]:
    """Yield the columns of a page from left to right, between one stretch that crosses them and the next."""
    gutter = _gutter(stretches) if depth else None
    if gutter is None:
        yield _in_order(stretches)
        return
    crossing = sorted((s for s in stretches if s.left < gutter < s.right), key=lambda s: -s.base)
    rest = [s for s in stretches if not s.left < gutter < s.right]
    for above in [*crossing, None]:
        band = [s for s in rest if above is None or s.base > above.base]
        rest = [s for s in rest if above is not None and s.base <= above.base]
        left = [s for s in band if s.right <= gutter]
        right = [s for s in band if s.right > gutter]
        for side in (left, right):
            if side:
                yield from _columns(side, depth - 1)
        if above is not None:
            yield [above]


def _gutter(stretches: Sequence[Stretch]) -> float | None:
    """Return where two columns of running text part, ``None`` where the page has one column, or a table."""
    if len(stretches) < 2 * _FEWEST_LINES:
        return None
    start, end = min(s.left for s in stretches), max(s.right for s in stretches)
    width = end - start
    if width <= 0 or sum(s.right - s.left > 0.6 * width for s in stretches) > 0.5 * len(stretches):
        return None
    counted = []
    for step in range(_STEPS // 5, _STEPS * 4 // 5 + 1):
        x = start + width * step / _STEPS
        counted.append((sum(s.left < x < s.right for s in stretches), x))
    fewest = min(crossing for crossing, _x in counted)
    if fewest > _MOST_CROSSING * len(stretches):
        return None
    for x in _middles(counted, fewest):
        left = [s for s in stretches if s.right <= x]
        right = [s for s in stretches if s.left >= x]
        if _are_columns(left, right, start, x, end):
            return x
    return None


def _middles(counted: Sequence[tuple[int, float]], fewest: int) -> Iterator[float]:
    """Yield the middle of each run of places that as few stretches cross, the widest first."""
    runs: list[list[float]] = [[]]
    for crossing, x in counted:
        if crossing == fewest:
            runs[-1].append(x)
        elif runs[-1]:
            runs.append([])
    yield from (run[len(run) // 2] for run in sorted(filter(None, runs), key=len, reverse=True))


def _are_columns(left: Sequence[Stretch], right: Sequence[Stretch], start: float, x: float, end: float) -> bool:
    """Say whether both sides are running text: enough lines, side by side, that fill their column."""
    sides = (left, right)
    if min(map(len, sides)) < _FEWEST_LINES or min(map(len, sides)) < 0.15 * max(map(len, sides)):
        return False
    top, foot = min(max(s.base for s in side) for side in sides), max(min(s.base for s in side) for side in sides)
    if top <= foot:
        return False
    edges = ((start, max(s.right for s in left)), (min(s.left for s in right), end))
    return (
        all(
            _fill(side, edge) >= _FILLED and median(len(s.text.split()) for s in side) >= 3
            for side, edge in zip(sides, edges, strict=True)
        )
        and x > start
    )


def _fill(side: Sequence[Stretch], edge: tuple[float, float]) -> float:
    """Return how much of its column the middle line fills."""
    width = max(edge[1] - edge[0], 1.0)
    rows: dict[int, float] = defaultdict(float)
    for stretch in side:
        rows[round(stretch.base)] += stretch.right - stretch.left
    return median(rows.values()) / width


def _in_order(stretches: Sequence[Stretch]) -> Sequence[Stretch]:
    """Return the stretches of a column as the file has them, or from top to foot where the file jumps about."""
    jumps = sum(b.base - a.base > 1.5 * max(a.size, 1.0) for a, b in pairwise(stretches))
    if jumps < max(_FEWEST_JUMPS, 0.1 * len(stretches)) or not all(s.upright for s in stretches):
        return stretches
    return sorted(stretches, key=lambda s: (-round(s.base), s.left))


def _parted_at_jumps(stretches: Sequence[Stretch]) -> Iterator[Sequence[Stretch]]:
    """Yield a column in parts where the file goes back up the page: short columns are not told by their lines."""
    start = 0
    for at, (before, stretch) in enumerate(pairwise(stretches), 1):
        if stretch.base - before.base > 1.5 * max(before.size, 1.0) and stretch.left > before.left:
            yield stretches[start:at]
            start = at
    if stretches:
        yield stretches[start:]


def _lines(stretches: Sequence[Stretch], column: int) -> Iterator[Line]:
    held: list[Stretch] = []
    for stretch in stretches:
        if held and not _is_beside(held[-1], stretch):
            yield _line(held, column)
            held = []
        held.append(stretch)
    if held:
        yield _line(held, column)


def _is_beside(before: Stretch, stretch: Stretch) -> bool:
    """Say whether two stretches stand on one line; those of a turned page are lines by themselves."""
    step = abs(stretch.base - before.base)
    return stretch.upright and before.upright and step <= _SAME_LINE * max(stretch.size, before.size)


def _line(stretches: Sequence[Stretch], column: int) -> Line:
    ordered = sorted(stretches, key=lambda s: s.left)
    text, bold = "", 0
    for stretch in ordered:
        gap = "" if not text else "   " if stretch.bold == 0 else " "
        if bold == len(text) and (stretch.bold or not text):
            bold += len(gap) + stretch.bold
        text += gap + stretch.text
    size = max(ordered, key=lambda s: len(s.text)).size
    return Line(text, ordered[0].left, ordered[-1].right, ordered[0].base, size, bold, ordered[-1].divided, column)


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A row of a table with a column for the speaker: the time and name beside the words, the lines of the words."""

    time: str
    label: str
    lines: tuple[Line, ...]


def speaker_rows(stretches: Sequence[Stretch], *, goes_on: bool = False) -> list[SpeakerRow] | None:
    """Return the rows of a page that is a table of speakers and words, ``None`` where it is none.

    ``goes_on`` says that the page before was one: then a single row is enough.
    """
    edge = _words_edge(stretches)
    if edge is None:
        return None
    labels = [s for s in stretches if s.right <= edge and s.left < edge - 1]
    words = [s for s in stretches if s.left >= edge - 1.5]
    cells = _label_cells(labels)
    if len(labels) + len(words) < len(stretches) or len(cells) < (1 if goes_on else 2):
        return None
    if sum(_is_label(text) for _base, text in cells) < 0.8 * len(cells):
        return None
    return list(_rows_of(cells, words))


def _words_edge(stretches: Sequence[Stretch]) -> float | None:
    """Return where the words of a table begin: the place on the right where most of the lines start."""
    if len(stretches) < 4:
        return None
    start = min(s.left for s in stretches)
    starts = Counter(round(s.left) for s in stretches if s.left > start + 20)
    if not starts:
        return None
    place, n = starts.most_common(1)[0]
    return place - 0.5 if n >= 0.4 * len(stretches) else None


def _label_cells(labels: Sequence[Stretch]) -> list[tuple[float, str]]:
    """Return the cells beside the words with the height of their first line; a long name takes two lines."""
    cells: list[tuple[float, float, str]] = []
    for stretch in sorted(labels, key=lambda s: (-round(s.base), s.left)):
        if cells and cells[-1][1] - stretch.base < 1.4 * stretch.size:
            cells[-1] = (cells[-1][0], stretch.base, f"{cells[-1][2]} {stretch.text}")
        else:
            cells.append((stretch.base, stretch.base, stretch.text))
    return [(first, text) for first, _last, text in cells]


def _parted(text: str) -> tuple[str, str]:
    """Return the time and the name that stand beside the words."""
    found = _TIME_FIRST.match(text)
    return (found["time"], text[found.end() :].strip()) if found else ("", text)


def _is_label(text: str) -> bool:
    name = _parted(text)[1].rstrip(":").strip()
    return bool(name) and may_be_label(name) and (looks_like_name(name) or has_role(name))


def _rows_of(cells: Sequence[tuple[float, str]], words: Sequence[Stretch]) -> Iterator[SpeakerRow]:
    ordered = sorted(words, key=lambda s: (-round(s.base), s.left))
    tops = [base + 3 for base, _text in cells]
    before = [s for s in ordered if s.base > tops[0]]
    if before:
        yield SpeakerRow("", "", tuple(_lines(before, 0)))
    for i, (_base, label) in enumerate(cells):
        foot = tops[i + 1] if i + 1 < len(cells) else float("-inf")
        yield SpeakerRow(*_parted(label), tuple(_lines([s for s in ordered if foot < s.base <= tops[i]], 0)))
