"""Concept maps: what people joined with their own words, and what goes together more than chance would have it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, zip_longest

from qualkit.concepts.association import adjusted, chance_of_as_many, npmi
from qualkit.concepts.propositions import Proposition, mentions_by_passage, propositions
from qualkit.concepts.terms import Passage, Term
from qualkit.i18n import _
from qualkit.language.segments import sentences
from qualkit.model import Coding, Span
from qualkit.model.maps import ConceptMap, MapEdge, MapNode, Relation
from qualkit.model.quotes import Quote

MOST_QUOTES = 3
FEWEST_WORDS = 3
_GENERAL = frozenset(("is", "has", "does"))


@dataclass(frozen=True, slots=True)
class MapLimits:
    """How much a map may hold, and what an association needs.

    ``support``: how many passages two concepts must share. ``discovery_rate``: the share of associations that may be
    false (Benjamini–Hochberg over every pair with that support). ``said``: how often a proposition must be said.
    """

    nodes: int = 22
    edges: int = 30
    support: int = 3
    discovery_rate: float = 0.05
    said: int = 1


@dataclass(frozen=True)
class _Pairs:
    """In which units each thing stands; a unit is a passage or a segment."""

    total: int
    units: Mapping[str, frozenset[int]]
    joint: Mapping[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)


def concept_map(
    passages: Sequence[Passage],
    terms: Sequence[Term],
    *,
    question: str = "",
    areas: Mapping[str, str] | None = None,
    limits: MapLimits | None = None,
) -> ConceptMap:
    """Return the map of ``terms`` in ``passages``: propositions first, then associations, with quotes for each.

    ``areas`` gives the area above a term by its lemma key. An association needs shared passages and an adjusted p
    (Fisher's exact test, one-sided); passages of one conversation are not independent, so it is a hint, not a proof.
    """
    limits = limits or MapLimits()
    spoken = _spoken(passages, propositions(passages, terms), limits)
    together = _associations(passages, terms, limits, {frozenset((edge.source, edge.target)) for edge in spoken})
    edges = _within(limits, _in_turn(spoken, together, terms))
    nodes = _nodes(terms, passages, edges, areas or {})
    ranked = list(terms)[: limits.nodes]
    used = {node.id for node in nodes}
    return ConceptMap(
        nodes=nodes,
        edges=edges,
        question=question,
        passages=len(passages),
        documents=len({passage.document for passage in passages}),
        left_out=tuple(term.label for term in ranked if term.lemma_key not in used),
    )


def code_map(
    codings: Sequence[Coding],
    *,
    segments: int,
    names: Mapping[str, str],
    areas: Mapping[str, str] | None = None,
    question: str = "",
    limits: MapLimits | None = None,
) -> ConceptMap:
    """Return the map of codes that stand in the same segments; ``segments`` is how many segments were coded at all.

    ``names`` and ``areas`` give the name and the family of a code by its id. Denied codings are left out.
    """
    limits = limits or MapLimits()
    kept = [coding for coding in codings if coding.polarity == "present"]
    places = {place: i for i, place in enumerate(sorted({(coding.document, coding.segment) for coding in kept}))}
    units = _units((coding.code, places[coding.document, coding.segment]) for coding in kept)
    pairs = _Pairs(segments, units, _joint(units))
    edges = _within(
        limits, list(_code_edges(pairs, {(c.code, places[c.document, c.segment]): c for c in kept}, limits))
    )
    used = {end for edge in edges for end in (edge.source, edge.target)}
    return ConceptMap(
        nodes=tuple(_code_node(code, kept, names, areas or {}) for code in sorted(used)),
        edges=edges,
        question=question,
        passages=segments,
        documents=len({coding.document for coding in kept}),
        left_out=tuple(names.get(code, code) for code in sorted(units.keys() - used)),
    )


def _spoken(passages: Sequence[Passage], said: Sequence[Proposition], limits: MapLimits) -> list[MapEdge]:
    """Return the most repeated link of each pair; verbs of no listed kind are only one link where they are the same."""
    groups: dict[tuple[str, str, Relation, bool, str], list[Proposition]] = defaultdict(list)
    for item in said:
        own_verb = item.phrase if item.relation in _GENERAL else ""
        groups[item.source, item.target, item.relation, item.negated, own_verb].append(item)
    edges = [_proposition_edge(passages, items) for items in groups.values() if len(items) >= limits.said]
    best: dict[frozenset[str], MapEdge] = {}
    for edge in sorted(edges, key=_rank):
        best.setdefault(frozenset((edge.source, edge.target)), edge)
    return list(best.values())


def _rank(edge: MapEdge) -> tuple[int, int, str, str, str]:
    return (-edge.n, -len(edge.territories), edge.source, edge.target, edge.relation)


def _in_turn(spoken: Sequence[MapEdge], together: Sequence[MapEdge], terms: Sequence[Term]) -> list[MapEdge]:
    """Return what was said more than once, then what was said once and what is associated, one of each in turn.

    What was said once is ordered by how much its link says (``is``, ``has`` and unlisted verbs last) and by the rank of
    its terms.
    """
    ranks = {term.lemma_key: rank for rank, term in enumerate(terms)}
    once = sorted(
        (edge for edge in spoken if edge.n == 1),
        key=lambda edge: (edge.relation in _GENERAL, ranks[edge.source] + ranks[edge.target], _rank(edge)),
    )
    turns = [edge for pair in zip_longest(once, together) for edge in pair if edge is not None]
    return [*(edge for edge in spoken if edge.n > 1), *turns]


def _proposition_edge(passages: Sequence[Passage], items: Sequence[Proposition]) -> MapEdge:
    phrases = Counter(item.phrase for item in items)
    first = items[0]
    return MapEdge(
        source=first.source,
        target=first.target,
        relation=first.relation,
        phrase=min(phrases, key=lambda phrase: (-phrases[phrase], len(phrase), phrase)),
        n=len({item.passage for item in items}),
        weight=float(len(items)),
        quotes=_first(_quote(passages[item.passage], item.span) for item in items),
        territories=_territories(passages, (item.passage for item in items)),
    )


def _associations(
    passages: Sequence[Passage], terms: Sequence[Term], limits: MapLimits, taken: set[frozenset[str]]
) -> list[MapEdge]:
    mentions = mentions_by_passage(passages, terms)
    units = _units((key, i) for i, found in mentions.items() for _span, key in found)
    pairs = _Pairs(len(passages), units, _joint(units))
    edges = [
        MapEdge(
            source=a,
            target=b,
            relation="associated",
            phrase=_("is associated with"),
            n=len(shared),
            weight=weight,
            quotes=_first(_pair_quote(passages[i], mentions[i], a, b) for i in shared),
            territories=_territories(passages, shared),
            p=p,
        )
        for a, b, shared, weight, p in _significant(pairs, limits)
        if frozenset((a, b)) not in taken
    ]
    return sorted(edges, key=lambda edge: (-edge.weight, edge.source, edge.target))


def _units(places: Iterable[tuple[str, int]]) -> dict[str, frozenset[int]]:
    units: dict[str, set[int]] = defaultdict(set)
    for key, i in places:
        units[key].add(i)
    return {key: frozenset(found) for key, found in sorted(units.items())}


def _joint(units: Mapping[str, frozenset[int]]) -> dict[tuple[str, str], tuple[int, ...]]:
    return {(a, b): tuple(sorted(units[a] & units[b])) for a, b in combinations(units, 2)}


def _significant(pairs: _Pairs, limits: MapLimits) -> Iterator[tuple[str, str, tuple[int, ...], float, float]]:
    """Yield ``(a, b, units, NPMI, adjusted p)`` of the pairs with support that the false discovery rate lets stand."""
    supported = [(pair, shared) for pair, shared in pairs.joint.items() if len(shared) >= limits.support]
    tables = [(len(shared), len(pairs.units[a]), len(pairs.units[b]), pairs.total) for (a, b), shared in supported]
    ps = adjusted([chance_of_as_many(*table) for table in tables])
    for ((a, b), shared), table, p in zip(supported, tables, ps, strict=True):
        weight = npmi(*table)
        if p <= limits.discovery_rate and weight > 0:
            yield a, b, shared, weight, p


def _within(limits: MapLimits, edges: Sequence[MapEdge]) -> tuple[MapEdge, ...]:
    """Return the first edges that fit, never going over the number of nodes."""
    kept: list[MapEdge] = []
    nodes: set[str] = set()
    for edge in edges:
        grown = nodes | {edge.source, edge.target}
        if len(kept) < limits.edges and len(grown) <= limits.nodes:
            kept.append(edge)
            nodes = grown
    return tuple(kept)


def _nodes(
    terms: Sequence[Term], passages: Sequence[Passage], edges: Sequence[MapEdge], areas: Mapping[str, str]
) -> tuple[MapNode, ...]:
    used = {end for edge in edges for end in (edge.source, edge.target)}
    held = mentions_by_passage(passages, [term for term in terms if term.lemma_key in used])
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for i in sorted(held):
        for span, key in held[i]:
            quotes[key].append(_quote(passages[i], span))
    return tuple(
        MapNode(
            id=term.lemma_key,
            label=term.label,
            count=term.count,
            documents=len(term.documents),
            territories=term.territories,
            area=areas.get(term.lemma_key),
            quotes=_first(quotes[term.lemma_key]),
        )
        for term in terms
        if term.lemma_key in used
    )


def _code_edges(pairs: _Pairs, codings: Mapping[tuple[str, int], Coding], limits: MapLimits) -> Iterator[MapEdge]:
    phrase = _("goes together with")
    for a, b, shared, weight, p in _significant(pairs, limits):
        quotes = _first(_coding_quote(codings[a, i]) for i in shared)
        yield MapEdge(a, b, "together", phrase, len(shared), weight, quotes, p=p)


def _code_node(code: str, codings: Sequence[Coding], names: Mapping[str, str], areas: Mapping[str, str]) -> MapNode:
    own = [coding for coding in codings if coding.code == code]
    return MapNode(
        id=code,
        label=names.get(code, code),
        count=len({(coding.document, coding.segment) for coding in own}),
        documents=len({coding.document for coding in own}),
        area=areas.get(code),
        quotes=_first(_coding_quote(coding) for coding in own),
    )


def _coding_quote(coding: Coding) -> Quote:
    evidence = coding.evidence
    return Quote(evidence.quote, coding.document, evidence.start, evidence.end, field=evidence.field)


def _territories(passages: Sequence[Passage], indices: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted({territory for i in indices if (territory := passages[i].territory)}))


def _pair_quote(passage: Passage, mentions: Sequence[tuple[Span, str]], a: str, b: str) -> Quote:
    """Return the shortest stretch of whole sentences that holds both terms."""
    firsts = [span for span, key in mentions if key == a]
    seconds = [span for span, key in mentions if key == b]
    spans = [Span(min(x.start, y.start), max(x.end, y.end)) for x in firsts for y in seconds]
    return _quote(passage, min(spans, key=lambda span: (span.end - span.start, span.start)))


def _quote(passage: Passage, span: Span) -> Quote:
    """Return the whole sentences around ``span``, exactly as they stand in the document."""
    offset = passage.span.start
    around = [
        s for s in sentences(passage.text) if s.shifted(offset).start < span.end and span.start < s.shifted(offset).end
    ]
    words = Span(around[0].start, around[-1].end) if around else Span(span.start - offset, span.end - offset)
    if len(words.of(passage.text).split()) < FEWEST_WORDS:
        words = Span(0, len(passage.text))
    place = words.shifted(offset)
    return Quote(
        text=words.of(passage.text),
        document=passage.document,
        start=place.start,
        end=place.end,
        territory=passage.territory,
        session=passage.session,
        turn=passage.turn,
    )


def _first(quotes: Iterable[Quote]) -> tuple[Quote, ...]:
    """Return up to three different quotes, from different territories and documents first, short before long."""
    different = {(quote.document, quote.start): quote for quote in quotes}
    waiting = sorted(different.values(), key=lambda quote: (_length(quote), quote.document, quote.start))
    chosen: list[Quote] = []
    for seen in (lambda q: q.territory, lambda q: q.document, lambda q: (q.document, q.start)):
        for quote in waiting:
            if len(chosen) < MOST_QUOTES and quote not in chosen and seen(quote) not in map(seen, chosen):
                chosen.append(quote)
    return tuple(chosen)


def _length(quote: Quote) -> int:
    """Order quotes that can be read and understood (6 to 45 words) before those that are too short or too long."""
    words = len(quote.text.split())
    return 0 if 6 <= words <= 45 else 1 if words > 45 else 2
