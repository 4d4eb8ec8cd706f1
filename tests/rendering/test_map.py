import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from qualkit.concepts.maps import MapLimits
from qualkit.model.maps import ConceptMap, MapEdge, MapNode
from qualkit.rendering.map_html import map_html
from qualkit.rendering.map_layout import Box, lay_out, overlapping
from qualkit.rendering.map_svg import describe, map_png, map_svg

from .example import HARD, example_map, quote
from .pages import fetched, quotes_in

SVG = "{http://www.w3.org/2000/svg}"


def dense(nodes: int, edges: int, *, areas: int = 0, parts: int = 1) -> ConceptMap:
    """A map with long labels and more links than a page likes."""
    made = [
        MapNode(
            f"n{i}",
            f"concepto número {i} con un nombre bastante largo",
            1 + i % 9,
            2,
            area=f"Ámbito {i % areas}" if areas else None,
        )
        for i in range(nodes)
    ]
    size = nodes // parts
    links = []
    for k in range(edges):
        part, a, b = k % parts, (k * 7) % size, (k * 11 + 3) % size
        if a != b:
            kind = "associated" if k % 3 == 0 else "enables"
            links.append(MapEdge(f"n{part * size + a}", f"n{part * size + b}", kind, "ayuda un poco a", 1 + k % 4, 1.0))
    return ConceptMap(tuple(made), tuple(links), "¿Qué?", 10, 2)


MAPS = {
    "talk": example_map(),
    "talk with areas": example_map(areas=True),
    "talk, larger": example_map(limits=MapLimits(nodes=30, edges=45)),
    "dense": dense(24, 36),
    "dense with areas": dense(20, 30, areas=5),
    "four parts": dense(20, 24, parts=4),
    "two concepts": dense(2, 1),
    "one concept": ConceptMap((MapNode("a", "convivencia", 1, 1),), ()),
    "nothing": ConceptMap((), ()),
}


@pytest.mark.parametrize("drawn", MAPS.values(), ids=MAPS.keys())
def test_no_label_overlaps_another(drawn):
    assert overlapping(lay_out(drawn).labels) == []


def test_overlap_is_noticed():
    assert Box(0, 0, 10, 10).overlaps(Box(9, 0, 10, 10))
    assert not Box(0, 0, 10, 10).overlaps(Box(11, 0, 10, 10))
    assert Box(0, 0, 10, 10).overlaps(Box(11, 0, 10, 10), gap=2)


@pytest.mark.parametrize("name", ["talk", "talk with areas"])
def test_the_smallest_letters_can_be_read_on_a4(name):
    # A page on its side is 257 mm wide and leaves 150 mm of height; 11 units of the drawing are the smallest label.
    drawing = lay_out(MAPS[name])
    millimetres = min(257 / drawing.width, 150 / drawing.height)
    assert 11 * millimetres / 0.3528 >= 5.5  # points


def test_every_label_lies_on_the_page():
    drawing = lay_out(MAPS["dense with areas"])
    for label in drawing.labels:
        assert label.box.x - label.box.width / 2 >= 0
        assert label.box.x + label.box.width / 2 <= drawing.width
        assert label.box.y + label.box.height / 2 <= drawing.height


def test_the_same_map_gives_the_same_drawing():
    assert map_svg(example_map()) == map_svg(example_map())


def test_labels_are_real_text_and_phrases_are_arrows():
    root = ET.fromstring(map_svg(MAPS["talk"]))
    texts = {node.text for node in root.iter(f"{SVG}text")}
    assert {"trabajo en red", "convivencia escolar", "depende de (9)"} <= texts
    heads = [line for line in root.iter(f"{SVG}line") if line.get("marker-end")]
    assert len(heads) == sum(edge.directed for edge in MAPS["talk"].edges)


def test_signs_that_mean_something_stay_letters():
    node = MapNode("a<b", "uno & <dos>", 2, 1, quotes=(quote(HARD, 1),))
    drawn = ConceptMap(
        (node, MapNode('"c"', "ter'cero", 1, 1)), (MapEdge("a<b", '"c"', "does", "<i>", 1, 1.0),), "¿<A> & B?"
    )
    root = ET.fromstring(map_svg(drawn))
    assert {"uno & <dos>", "ter'cero", "<i>"} <= {text.text for text in root.iter(f"{SVG}text")}
    assert quotes_in(map_html(drawn))[0]["text"] == HARD


def test_the_map_in_words_names_its_links():
    assert "convivencia escolar – requiere – tiempo" in describe(MAPS["talk"])
    assert describe(MAPS["nothing"]) == "Concept map with 0 concepts and 0 links."


def test_png_is_a_picture_with_the_same_bytes():
    first = map_png(MAPS["two concepts"], ppi=60)
    assert first.startswith(b"\x89PNG")
    assert first == map_png(MAPS["two concepts"], ppi=60)


def test_the_page_asks_the_network_for_nothing():
    page = map_html(MAPS["talk"])
    assert fetched(page) == []
    assert "default-src 'none'" in page


def test_every_part_of_the_map_has_its_quotes_in_the_page():
    drawn = MAPS["talk"]
    page = map_html(drawn)
    for node in drawn.nodes:
        assert f'data-key="n{node.id}"' in page
    for i, edge in enumerate(drawn.edges):
        assert f'data-key="e{i}"' in page
        assert f"data-edge='{i}'" in page
        assert {q.text for q in edge.quotes} <= {found["text"] for found in quotes_in(page)}


def test_the_territory_filter_is_there_only_where_it_can_choose():
    assert '<select id="territory">' in map_html(MAPS["talk"])
    alone = replace(
        MAPS["talk"],
        nodes=tuple(replace(node, territories=("Red A",)) for node in MAPS["talk"].nodes),
        edges=tuple(replace(edge, territories=("Red A",)) for edge in MAPS["talk"].edges),
    )
    assert '<select id="territory">' not in map_html(alone)


def test_a_concept_without_quotes_says_so():
    assert "No quote of its own." in map_html(MAPS["two concepts"])


def test_ids_of_two_maps_in_one_page_stay_apart():
    ids = [re.findall(r"id='([^']+)'", map_svg(MAPS["two concepts"], prefix=prefix)) for prefix in ("a", "b")]
    assert not set(ids[0]) & set(ids[1])
