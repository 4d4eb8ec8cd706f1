"""How often the right code comes first, by kind and by family: the coders with and without the new vectors.

Items, candidates and intervals are those of `benchmarks/coding.py` (sections of the source drawn again; the texts that
only define a code are left out). «Nearest facet» gives the code of which one line (name, definition, include, phrase…)
is nearest to the text as a whole (cosine): the embedder alone. The last column is the share right minus that of
`combined` without vectors, item by item, sections drawn again.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from coding import SMOKE_KINDS, Item, coder_scores, hits, keyword, nearest_definition, read_items
from language_likeness import lexical_embedder, local_embedder
from language_material import Absent, Material
from language_measures import Figure, difference, share
from language_tables import Cell, Section, Table

from qualkit import resources
from qualkit.coding.codebooks import load_codebook
from qualkit.coding.combined import CombinedCoder
from qualkit.coding.facets import facets_of
from qualkit.coding.similarity import SimilarityCoder
from qualkit.model import Codebook

LEAST = 8
BEFORE = "combined, no vectors"
Scorer = Callable[[Sequence[Item], Codebook], list[Mapping[str, float]]]
Hits = Sequence[tuple[bool, bool]]


def nearest_facet(embed: Callable[[Sequence[str]], Any]) -> Scorer:
    """Return the scorer that asks an embedder alone: the cosine with the nearest line of each code."""

    def scorer(items: Sequence[Item], book: Codebook) -> list[Mapping[str, float]]:
        if not items:
            return []
        facets = [facet for code in book.codes for facet in facets_of(code)]
        cosines = np.asarray(embed([item.text for item in items]) @ embed([facet.text for facet in facets]).T)
        columns: dict[str, list[int]] = {code.id: [] for code in book.codes}
        for k, facet in enumerate(facets):
            columns[facet.code].append(k)
        return [
            {code: float(row[columns[code]].max(initial=-1.0)) for code in item.candidates}
            for item, row in zip(items, cosines, strict=True)
        ]

    return scorer


def nearest_facet_tfidf(items: Sequence[Item], book: Codebook) -> list[Mapping[str, float]]:
    """Score by the nearest line with TF-IDF over pieces of three to five letters, fitted on the lines of the book."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    vectorizer.fit([facet.text for code in book.codes for facet in facets_of(code)])
    return nearest_facet(lambda texts: vectorizer.transform(texts).toarray())(items, book)


def scorers() -> dict[str, Callable[[], Scorer]]:
    """Return the ways of naming a code, made when asked for: those with the new vectors may be absent."""
    return {
        "keyword": lambda: keyword,
        "nearest definition": lambda: nearest_definition,
        "nearest facet, TF-IDF": lambda: nearest_facet_tfidf,
        "nearest facet, `lexical`": lambda: nearest_facet(lexical_embedder().embed),
        "nearest facet, `local`": lambda: nearest_facet(local_embedder().embed),
        "similarity, no vectors": lambda: coder_scores(SimilarityCoder()),
        "similarity, `local`": lambda: coder_scores(SimilarityCoder(embedder=local_embedder())),
        BEFORE: lambda: coder_scores(CombinedCoder()),
        "combined, `lexical`": lambda: coder_scores(CombinedCoder(embedder=lexical_embedder())),
        "combined, `local`": lambda: coder_scores(CombinedCoder(embedder=local_embedder())),
    }


@lru_cache(maxsize=1)
def books() -> dict[str, Codebook]:
    """Return the shipped codebooks by name."""
    return {name: load_codebook(resources.newest("codebooks", name)) for name in resources.names("codebooks")}


def measure(material: Material) -> list[Section]:
    """Return the table by kind and the table by family. Raises ``Absent`` where there is no gold."""
    if not material.gold.exists():
        raise Absent("there is no gold of codes (--gold FILE)")
    items = [item for item in read_items(material.gold, books()) if item.kind not in SMOKE_KINDS]
    found, missing = _found(items)
    after = f"Not measured: {'; '.join(missing)}." if missing else ""
    return [
        _table("Codes of the gold, by kind", "kind", items, [item.kind for item in items], found, after),
        _table("Codes of the gold, by family", "family", items, [family_of(item) for item in items], found, after),
    ]


def family_of(item: Item) -> str:
    """Return the family of an item: its book and the root above its gold codes."""
    book = books()[item.book]
    return f"{item.book}: {book.root(min(item.gold)).id}"


def _found(items: Sequence[Item]) -> tuple[dict[str, Hits], list[str]]:
    found: dict[str, Hits] = {}
    missing = []
    for name, make in scorers().items():
        try:
            found[name] = hits(items, books(), make())
        except Absent as absent:
            missing.append(f"{name}: {absent}")
    return found, missing


def _table(
    title: str, column: str, items: Sequence[Item], labels: Sequence[str], found: Mapping[str, Hits], after: str
) -> Table:
    counted = {label: labels.count(label) for label in dict.fromkeys(labels)}
    groups = {"all": list(range(len(items)))}
    groups |= {label: [i for i, own in enumerate(labels) if own == label] for label, n in counted.items() if n >= LEAST}
    rows = [
        (label, len(places), len({items[i].section for i in places}), name, *_cells(items, places, own, found[BEFORE]))
        for label, places in groups.items()
        for name, own in found.items()
    ]
    few = ", ".join(f"{label} {n}" for label, n in counted.items() if n < LEAST)
    note = f"Left out for want of items (under {LEAST}): {few}." if few else ""
    columns = (column, "n", "sections", "method", "hit@1", "hit@3", "hit@1 minus before")
    return Table(title, note, columns, tuple(rows), after)


def _cells(items: Sequence[Item], places: Sequence[int], own: Hits, before: Hits) -> list[Cell]:
    sections = [items[i].section for i in places]
    first, third = ([float(own[i][k]) for i in places] for k in (0, 1))
    gain = difference(first, [float(before[i][0]) for i in places], sections)
    return [by_section(first, sections), by_section(third, sections), gain]


def by_section(values: Sequence[float], sections: Sequence[str]) -> Figure:
    """Return the mean of ``values``, sections drawn again."""
    return difference(values, [0.0] * len(values), sections) if values else share([], [])
