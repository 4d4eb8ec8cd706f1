import pytest

from qualkit.concepts.maps import MapLimits, code_map, concept_map
from qualkit.concepts.propositions import propositions
from qualkit.concepts.terms import Passage, terms
from qualkit.model import Coding, Evidence, Span

from .talk import frozen, passages

TALK = (
    "El trabajo en red ayuda a la convivencia escolar.",
    "La convivencia escolar requiere tiempo, y nadie lo protege.",
    "Sin apoyo del sostenedor no hay trabajo en red que dure.",
    "El trabajo en red no cambia la convivencia escolar de un día para otro.",
    "El apoyo del sostenedor llegó tarde.",
    "Las familias miran el huerto, el huerto y las familias.",
    "Hoy el patio estaba vacío y la cancha también.",
    "La cancha y el patio son de todos.",
)


def said(text: str, *names: str) -> list[tuple[str, str, str, str]]:
    made = passages([text, *(f"Miramos el {name}." for name in names for _ in range(2))])
    found = terms(made, top=None)
    return [(item.source, item.phrase, item.target, item.relation) for item in propositions(made, found)]


@pytest.mark.parametrize(
    ("text", "phrase", "relation"),
    [
        ("El huerto ayuda a la biblioteca.", "ayuda a", "enables"),
        ("El huerto requiere una biblioteca.", "requiere", "requires"),
        ("El huerto depende de la biblioteca.", "depende de", "requires"),
        ("Un huerto para la biblioteca.", "para", "purpose"),
        ("El huerto sin biblioteca.", "sin", "lacks"),
        ("El huerto es la biblioteca.", "es", "is"),
        ("El huerto que tiene una biblioteca.", "tiene", "has"),
        ("El huerto no frena la biblioteca.", "no frena", "hinders"),
        ("El huerto generó una biblioteca.", "generó", "causes"),
        ("El huerto recorrió la biblioteca.", "recorrió", "does"),
    ],
)
def test_what_links_two_concepts_is_copied_from_the_text(text, phrase, relation):
    assert said(text, "huerto", "biblioteca")[:1] == [("huerto", phrase, "biblioteca", relation)]


@pytest.mark.parametrize(
    "text",
    [
        "El huerto y la biblioteca.",
        "El huerto, pero ayuda a la biblioteca.",
        "El huerto de la biblioteca.",
        "El huerto bonito del viejo patio grande azul ayuda hoy mismo muchísimo a cualquier otra biblioteca.",
        "El huerto ayuda a Persona 3 y a la biblioteca.",
    ],
    ids=["only and", "another clause", "complement", "too far", "across a person"],
)
def test_what_does_not_link_makes_no_proposition(text):
    assert said(text, "huerto", "biblioteca") == []


def drawn(limits: MapLimits | None = None, **options: object):
    made = passages(TALK * 4, documents=2)
    return made, concept_map(made, terms(made, top=None), limits=limits, question="¿Qué pasa?", **options)  # type: ignore[arg-type]


def test_every_quote_of_a_map_is_what_stands_in_its_document():
    made, drawing = drawn()
    texts = frozen(made)
    quotes = [quote for part in (*drawing.nodes, *drawing.edges) for quote in part.quotes]
    assert quotes
    assert all(texts[quote.document][quote.start : quote.end] == quote.text for quote in quotes)
    assert all(len(quote.text.split()) >= 3 for quote in quotes)


def test_every_edge_has_a_phrase_support_and_one_to_three_quotes():
    _, drawing = drawn()
    assert drawing.edges
    for edge in drawing.edges:
        assert edge.phrase
        assert edge.n >= 1
        assert 1 <= len(edge.quotes) <= 3


def test_a_proposition_counts_the_passages_that_say_it_and_keeps_denial_apart():
    _, drawing = drawn()
    edge = next(e for e in drawing.edges if e.source == "trabajo en red" and e.directed)
    assert (edge.phrase, edge.n, edge.territories) in {("ayuda a", 4, ("Red A",)), ("no cambia", 4, ("Red B",))}


def test_association_needs_support_and_shared_passages():
    _, drawing = drawn()
    dashed = {frozenset((e.source, e.target)): e for e in drawing.edges if not e.directed}
    edge = dashed[frozenset(("patio", "cancha"))]
    assert edge.n == 8
    assert edge.p is not None
    assert edge.p < 0.05
    assert edge.weight > 0.5
    _, strict = drawn(MapLimits(support=9))
    assert not [e for e in strict.edges if e.relation == "associated"]


def test_a_map_never_grows_over_its_limits_and_names_what_it_left_out():
    _, drawing = drawn(MapLimits(nodes=4, edges=3))
    assert len(drawing.nodes) <= 4
    assert len(drawing.edges) <= 3
    joined = {end for edge in drawing.edges for end in (edge.source, edge.target)}
    assert {node.id for node in drawing.nodes} == joined
    assert not {node.label for node in drawing.nodes} & set(drawing.left_out)


def test_areas_stand_above_terms():
    _, drawing = drawn(areas={"patio": "Lugares"})
    assert {node.area for node in drawing.nodes if node.id == "patio"} == {"Lugares"}


def test_no_talk_no_map():
    empty = concept_map([], [])
    assert (empty.nodes, empty.edges) == ((), ())


def test_a_sentence_too_short_to_prove_anything_is_quoted_with_its_passage():
    made = [Passage("d", None, None, Span(0, 26), "Sí, huerto. Nos ayuda eso.")] * 1
    made += [Passage("d", None, None, Span(30, 46), "El huerto sigue.")]
    found = [term for term in terms(made, top=None) if term.label == "huerto"]
    from qualkit.concepts.maps import _quote

    assert _quote(made[0], found[0].mentions[0][1]).text == "Sí, huerto. Nos ayuda eso."


def coding(segment: int, code: str, polarity: str = "present") -> Coding:
    span = Span(segment * 10, segment * 10 + 9)
    return Coding("d", span, code, "lar@0", "indicators", 0.8, Evidence(span.start, span.end, "eso es así"), polarity)  # type: ignore[arg-type]


def test_codes_of_the_same_segments_are_joined():
    codings = [coding(i, code) for i in range(6) for code in ("a", "b")] + [coding(i, "c") for i in range(6, 12)]
    codings += [coding(i, "c", "negated") for i in range(6)]
    made = code_map(codings, segments=40, names={"a": "Apoyo", "b": "Bienestar", "c": "Cambio"}, areas={"a": "Uno"})
    assert [(e.source, e.target, e.n, e.relation) for e in made.edges] == [("a", "b", 6, "together")]
    assert [(node.label, node.count, node.area) for node in made.nodes] == [("Apoyo", 6, "Uno"), ("Bienestar", 6, None)]
    assert made.left_out == ("Cambio",)
    assert len(made.edges[0].quotes) == 3
