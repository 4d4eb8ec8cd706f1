"""Where the concepts and linking phrases of a map stand, so that no two labels overlap and the page can be printed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from qualkit.model.maps import ConceptMap, MapEdge, MapNode
from qualkit.rendering import fonts

SHAPE = 1.8
"""Width over height: what a page on its side leaves beside title and legend."""
MARGIN = 18.0
GAP = 14.0
NODE_SIZES = (13.0, 17.0)
EDGE_SIZE = 11.0
AREA_SIZE = 15.0
_TURNS = tuple(k * math.pi / 10 for k in range(10))
_STRETCH = 1.45  # no further: lines get long
_FLAT = (0.85, 0.55)  # boxes are wider than high: a drawing is pressed down before boxes are pushed apart

Point = tuple[float, float]
Positions = dict[str, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around ``(x, y)``."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: "Box", gap: float = 0.0) -> tuple[float, float]:
        """Return by how much the boxes, kept ``gap`` apart, run into each other on both axes (positive: they do)."""
        return (
            (self.width + other.width) / 2 + gap - abs(self.x - other.x),
            (self.height + other.height) / 2 + gap - abs(self.y - other.y),
        )

    def overlaps(self, other: "Box", gap: float = 0.0) -> bool:
        """Say whether the boxes are nearer than ``gap``."""
        return min(self.overlap(other, gap)) > 0

    def cut_by(self, start: Point, end: Point, gap: float = 2.0) -> bool:
        """Say whether the line from ``start`` to ``end`` runs through the box (Liang–Barsky)."""
        low, high = 0.0, 1.0
        for origin, delta, middle, size in (
            (start[0], end[0] - start[0], self.x, self.width),
            (start[1], end[1] - start[1], self.y, self.height),
        ):
            near, far = middle - size / 2 - gap - origin, middle + size / 2 + gap - origin
            if delta == 0:
                if near > 0 or far < 0:
                    return False
                continue
            low, high = max(low, min(near / delta, far / delta)), min(high, max(near / delta, far / delta))
        return low < high


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text in a box: a concept (``node``), a linking phrase (``edge``), or an area (neither)."""

    key: str
    lines: tuple[str, ...]
    size: float
    box: Box
    node: MapNode | None = None
    edge: MapEdge | None = None

    def moved(self, dx: float, dy: float) -> "Label":
        """Return the label ``dx`` further right and ``dy`` further down."""
        return replace(self, box=replace(self.box, x=self.box.x + dx, y=self.box.y + dy))


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line between the borders of two labels; ``edge`` is ``None`` between an area and its concept.

    ``arrow`` says whether it ends in an arrow head: the second half of a proposition does.
    """

    ends: tuple[str, str]
    start: Point
    end: Point
    edge: MapEdge | None
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map with every position; boxes of labels never overlap."""

    width: float
    height: float
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]


Link = tuple[str, str, MapEdge | None, bool]


def overlapping(labels: Sequence[Label]) -> list[tuple[Label, Label]]:
    """Return the pairs of labels whose boxes overlap."""
    return [(a, b) for a, b in combinations(labels, 2) if a.box.overlaps(b.box)]


def lay_out(drawn: ConceptMap) -> Drawing:
    """Return where everything stands. The same map gives the same drawing.

    A linking phrase is a label of its own between its concepts. Each connected part is laid out by its distances
    (Kamada & Kawai 1989), turned to where its lines cross least, and its labels are pushed apart; then the parts are
    packed on the page, the largest first.
    """
    labels = {label.key: label for label in _labels(drawn)}
    links = _links(drawn)
    parts = [_part([labels[key] for key in keys], links) for keys in _connected(labels, links)]
    placed = _packed(sorted(parts, key=lambda part: (-len(part), part[0].key)))
    if not placed:
        return Drawing(2 * MARGIN, 2 * MARGIN, (), ())
    return _framed(placed, links)


def _labels(drawn: ConceptMap) -> Iterator[Label]:
    most = max((node.count for node in drawn.nodes), default=1)
    least = min((node.count for node in drawn.nodes), default=1)
    for node in drawn.nodes:
        share = (node.count - least) / (most - least) if most > least else 0.5
        size = NODE_SIZES[0] + share * (NODE_SIZES[1] - NODE_SIZES[0])
        yield replace(_blank(node.id, node.label, size, pad=0.75), node=node)
    for i, edge in enumerate(drawn.edges):
        if edge.directed:
            phrase = edge.phrase if edge.n == 1 else f"{edge.phrase} ({edge.n})"
            yield replace(_blank(phrase_key(i), phrase, EDGE_SIZE, pad=0.25), edge=edge)
    for area in sorted({node.area for node in drawn.nodes if node.area}):
        yield _blank(area_key(area), area, AREA_SIZE, pad=0.9, bold=True)


def area_key(area: str) -> str:
    """Return the key of the label of an area."""
    return f"area:{area}"


def phrase_key(i: int) -> str:
    """Return the key of the label of the linking phrase of edge ``i``."""
    return f"phrase:{i}"


def _blank(key: str, text: str, size: float, *, pad: float, bold: bool = False) -> Label:
    lines = fonts.wrapped(text, size, size * 11, bold=bold) or ("–",)
    wide = max(fonts.width(line, size, bold=bold) for line in lines)
    return Label(key, lines, size, Box(0, 0, wide + 2 * pad * size, len(lines) * size * 1.25 + pad * size))


def _links(drawn: ConceptMap) -> list[Link]:
    links: list[Link] = []
    for i, edge in enumerate(drawn.edges):
        if edge.directed:
            links += [(edge.source, phrase_key(i), edge, False), (phrase_key(i), edge.target, edge, True)]
        else:
            links.append((edge.source, edge.target, edge, False))
    return [*links, *((area_key(node.area), node.id, None, False) for node in drawn.nodes if node.area)]


def _connected(labels: Mapping[str, Label], links: Sequence[Link]) -> Iterator[list[str]]:
    """Yield the keys of each connected part, in the order of ``labels``."""
    near: dict[str, list[str]] = {key: [] for key in labels}
    for a, b, _edge, _arrow in links:
        near[a].append(b)
        near[b].append(a)
    seen: set[str] = set()
    for key in labels:
        if key not in seen:
            part, waiting = {key}, [key]
            while waiting:
                fresh = [other for other in near[waiting.pop()] if other not in part]
                part.update(fresh)
                waiting += fresh
            seen |= part
            yield [other for other in labels if other in part]


def _part(labels: Sequence[Label], links: Sequence[Link]) -> list[Label]:
    """Return one connected part with its labels placed around (0, 0)."""
    if len(labels) == 1:
        return list(labels)
    keys = {label.key for label in labels}
    own = [link for link in links if link[0] in keys]
    spots = _spots(labels, own)
    options = [_apart(labels, _turned(spots, turn, flat)) for flat in _FLAT for turn in _TURNS]
    return min(options, key=lambda option: (_cost(option, own), options.index(option)))


def _spots(labels: Sequence[Label], links: Sequence[Link]) -> dict[str, Point]:
    """Return positions whose distances are those along the lines of the map, as far as a plane allows."""
    import networkx as nx

    boxes = {label.key: label.box for label in labels}
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(boxes)
    for a, b, edge, _arrow in links:
        slack = 34.0 if edge is None or not edge.directed else 16.0
        graph.add_edge(a, b, length=_reach(boxes[a]) + _reach(boxes[b]) + slack)
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    spots = nx.kamada_kawai_layout(graph, dist=lengths)
    pairs = [(math.dist(spots[a], spots[b]), lengths[a][b]) for a, b in combinations(boxes, 2)]
    scale = sum(there * wanted for there, wanted in pairs) / sum(there * there for there, _wanted in pairs)
    return {key: (float(x) * scale, float(y) * scale) for key, (x, y) in spots.items()}


def _reach(box: Box) -> float:
    return (box.width + 2 * box.height) / 5


def _turned(spots: Mapping[str, Point], angle: float, flat: float) -> dict[str, Point]:
    cos, sin = math.cos(angle), math.sin(angle)
    return {key: (x * cos - y * sin, (x * sin + y * cos) * flat) for key, (x, y) in spots.items()}


def _apart(labels: Sequence[Label], spots: Mapping[str, Point]) -> list[Label]:
    """Return the labels near ``spots``, pushed apart until no two are nearer than ``GAP``; there is room at last."""
    places = [list(spots[label.key]) for label in labels]
    boxes = [label.box for label in labels]
    while True:
        for _round in range(200):
            pushed = [_push(places, boxes, i, j) for i, j in combinations(range(len(boxes)), 2)]
            if not any(pushed):
                return [label.moved(x, y) for label, (x, y) in zip(labels, places, strict=True)]
        places = [[x * 1.1, y * 1.1 + i * 1e-3] for i, (x, y) in enumerate(places)]


def _push(places: list[list[float]], boxes: Sequence[Box], i: int, j: int) -> bool:
    """Move two labels apart along the axis that needs least, where they are too near."""
    (xi, yi), (xj, yj) = places[i], places[j]
    deep_x = (boxes[i].width + boxes[j].width) / 2 + GAP - abs(xi - xj)
    if deep_x <= 1e-6:
        return False
    deep_y = (boxes[i].height + boxes[j].height) / 2 + GAP - abs(yi - yj)
    if deep_y <= 1e-6:
        return False
    axis, deep = (0, deep_x) if deep_x < deep_y else (1, deep_y)
    step = (deep / 2 + 0.01) * (1 if places[i][axis] < places[j][axis] else -1)
    places[i][axis] -= step
    places[j][axis] += step
    return True


def _packed(parts: Sequence[Sequence[Label]]) -> list[Label]:
    """Return all parts side by side in rows, the widest page that keeps the shape of paper."""
    frames = [_frame([label.box for label in part]) for part in parts]
    paper = sum((right - left + 2 * GAP) * (bottom - top + 2 * GAP) for left, top, right, bottom in frames)
    widest = max(
        [math.sqrt(paper * SHAPE) * 1.1, *(right - left for left, _top, right, _bottom in frames)], default=0.0
    )
    placed: list[Label] = []
    x = y = row = 0.0
    for part, (left, top, right, bottom) in zip(parts, frames, strict=True):
        if x > 0 and x + right - left > widest:
            x, y, row = 0.0, y + row + 2 * GAP, 0.0
        placed += [label.moved(x - left, y - top) for label in part]
        x += right - left + 2.5 * GAP
        row = max(row, bottom - top)
    return placed


def _frame(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    return (
        min(box.x - box.width / 2 for box in boxes),
        min(box.y - box.height / 2 for box in boxes),
        max(box.x + box.width / 2 for box in boxes),
        max(box.y + box.height / 2 for box in boxes),
    )


def _framed(labels: Sequence[Label], links: Sequence[Link]) -> Drawing:
    labels = _stretched(labels)
    left, top, right, bottom = _frame([label.box for label in labels])
    placed = tuple(label.moved(MARGIN - left, MARGIN - top) for label in labels)
    return Drawing(right - left + 2 * MARGIN, bottom - top + 2 * MARGIN, placed, tuple(_lines(placed, links)))


def _stretched(labels: Sequence[Label]) -> list[Label]:
    """Return the labels drawn further apart along the shorter side, towards the shape of the page; never nearer."""
    left, top, right, bottom = _frame([label.box for label in labels])
    by = ((bottom - top) * SHAPE) / ((right - left) or 1.0)
    wider, higher = min(max(by, 1.0), _STRETCH), min(max(1 / by, 1.0), _STRETCH)
    return [label.moved(label.box.x * (wider - 1), label.box.y * (higher - 1)) for label in labels]


def _lines(labels: Sequence[Label], links: Sequence[Link]) -> Iterator[Line]:
    boxes = {label.key: label.box for label in labels}
    for a, b, edge, arrow in links:
        start = _border(boxes[a], (boxes[b].x, boxes[b].y))
        end = _border(boxes[b], (boxes[a].x, boxes[a].y), 2.0 if arrow else 0.0)
        yield Line((a, b), start, end, edge, arrow)


def _border(box: Box, towards: Point, gap: float = 0.0) -> Point:
    """Return where the line from the middle of ``box`` towards a point leaves the box."""
    dx, dy = towards[0] - box.x, towards[1] - box.y
    scales = [(size / 2 + gap) / abs(delta) for size, delta in ((box.width, dx), (box.height, dy)) if delta]
    scale = min([1.0, *scales])
    return (box.x + dx * scale, box.y + dy * scale)


def _cost(labels: Sequence[Label], links: Sequence[Link]) -> float:
    """Return how hard a part is to read: lines through labels, crossings, and the page it takes."""
    lines = list(_lines(labels, links))
    through = sum(
        label.box.cut_by(line.start, line.end) for line in lines for label in labels if label.key not in line.ends
    )
    crossings = sum(_crosses(a, b) for a, b in combinations(lines, 2))
    left, top, right, bottom = _frame([label.box for label in labels])
    return 4.0 * through + crossings + max(right - left, (bottom - top) * SHAPE) / 25


def _crosses(a: Line, b: Line) -> bool:
    if set(a.ends) & set(b.ends):
        return False
    first = _side(a.start, a.end, b.start) != _side(a.start, a.end, b.end)
    return first and _side(b.start, b.end, a.start) != _side(b.start, b.end, a.end)


def _side(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])
