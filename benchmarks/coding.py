"""How often the coders name the right code: hit@1 and hit@3 inside a family, beside what a user could do without them.

    python benchmarks/coding.py --gold PATH [--write docs/benchmarks.md]

The gold is a JSON-lines file; each row has ``id``, ``framework`` (a codebook), ``kind``, ``text``, ``codes`` and
``section``. Its labels are sufficient, not exhaustive: a code that is not listed may be right too, so only hits count.

The family rule: the candidates for an item are the leaves of the family (the root code and all below it) that holds its
gold code, plus the gold code itself where it is not a leaf. Where the root has no code below it, the candidates are the
leaves of the book that cite the same numbered section of the source. An item with codes of two families counts once in
each. Families of one candidate are left out. Ties are broken by the order of the book, against nobody in particular.

The wording of the shipped codebooks was revised by people who had read these texts (no sentence of them is in a book).
The baselines do not use that wording, apart from names and definitions; ``indicators``, ``similarity`` and ``combined``
do, so expect less of these three on texts that nobody has seen.

Intervals are 95 % bootstrap intervals; sections of the source are resampled, since items of one section are alike.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from page import write_block

from qualkit import resources
from qualkit.coding.codebooks import load_codebook
from qualkit.coding.combined import CombinedCoder
from qualkit.coding.indicators import IndicatorsCoder
from qualkit.coding.similarity import SimilarityCoder
from qualkit.language.tokens import content_of, word_grams
from qualkit.model import Codebook

SMOKE_KINDS = frozenset({"definition"})
DRAWS, SEED = 2000, 20260101

Scorer = Callable[[Sequence["Item"], Codebook], list[Mapping[str, float]]]


@dataclass(frozen=True)
class Item:
    """One gold text in one family."""

    id: str
    kind: str
    section: str
    book: str
    text: str
    gold: frozenset[str]
    candidates: tuple[str, ...] = field(repr=False)


def read_items(path: Path, books: Mapping[str, Codebook]) -> Iterator[Item]:
    """Yield one item for each text and each family that its gold codes belong to."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        book = books[row["framework"]]
        families: dict[tuple[str, ...], set[str]] = {}
        for code in row["codes"]:
            families.setdefault(candidates_for(book, code), set()).add(code)
        for candidates, gold in families.items():
            if len(candidates) > 1:
                section = f"{row['framework']}: {row['section']}"
                yield Item(row["id"], row["kind"], section, book.name, row["text"], frozenset(gold), candidates)


def candidates_for(book: Codebook, code_id: str) -> tuple[str, ...]:
    """Return the codes that compete with ``code_id``, by the family rule of this module."""
    root = book.root(code_id)
    leaves = {code.id for code in book.leaves}
    family = [code for code in book.family(root.id) if code.id in leaves or code.id == code_id]
    if len(family) == 1:
        number = _section_number(root.source)
        family = [
            code for code in book.codes if code.id in leaves and number and _section_number(code.source) == number
        ]
    return tuple(code.id for code in family)


def _section_number(source: str) -> str | None:
    found = re.search(r"\b\d+\.\d+\b", source)
    return found.group() if found else None


def majority(items: Sequence[Item], book: Codebook) -> list[Mapping[str, float]]:
    """Score each candidate by how often it is the gold code of its family: the best that a constant answer can do."""
    counts = Counter(code for item in items for code in item.gold)
    return [{code: float(counts[code]) for code in item.candidates} for item in items]


def keyword(items: Sequence[Item], book: Codebook) -> list[Mapping[str, float]]:
    """Score each candidate by how many of the words of its name the text says (by lemma)."""
    names = {code.id: set(content_of(re.sub(r"^\d+\.\s*", "", code.name))) for code in book.codes}
    said = [set(content_of(item.text)) for item in items]
    return [
        {code: len(names[code] & words) / max(1, len(names[code])) for code in item.candidates}
        for item, words in zip(items, said, strict=True)
    ]


def nearest_definition(items: Sequence[Item], book: Codebook) -> list[Mapping[str, float]]:
    """Score each candidate by the cosine of the text with its name and definition (TF-IDF, lemmas and char_wb(3,5))."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    scores: list[Mapping[str, float]] = []
    fitted: dict[tuple[str, ...], tuple[FeatureUnion, object]] = {}
    for item in items:
        if item.candidates not in fitted:
            union = FeatureUnion(
                [
                    ("words", TfidfVectorizer(analyzer=_word_grams, sublinear_tf=True)),
                    ("pieces", TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)),
                ]
            )
            texts = [f"{book.by_id[c].name}. {book.by_id[c].definition}" for c in item.candidates]
            fitted[item.candidates] = (union, union.fit_transform(texts))
        union, definitions = fitted[item.candidates]
        cosines = (union.transform([item.text]) @ definitions.T).toarray()[0]  # type: ignore[attr-defined]
        scores.append(dict(zip(item.candidates, cosines.tolist(), strict=True)))
    return scores


def _word_grams(text: str) -> list[str]:
    return word_grams(content_of(text))


def coder_scores(coder: CombinedCoder | SimilarityCoder | IndicatorsCoder) -> Scorer:
    """Return the scorer that asks a coder."""
    return lambda items, book: list(coder.scores([item.text for item in items], book))


BASELINES = ("majority", "keyword", "nearest definition")
METHODS: dict[str, Scorer] = {
    "majority": majority,
    "keyword": keyword,
    "nearest definition": nearest_definition,
    "indicators": coder_scores(IndicatorsCoder()),
    "similarity": coder_scores(SimilarityCoder()),
    "combined": coder_scores(CombinedCoder()),
}


def hits(items: Sequence[Item], books: Mapping[str, Codebook], scorer: Scorer) -> list[tuple[bool, bool]]:
    """Return for each item whether a gold code is first, and whether one is among the first three."""
    found: dict[int, tuple[bool, bool]] = {}
    for name, book in books.items():
        places = [i for i, item in enumerate(items) if item.book == name]
        scored = scorer([items[i] for i in places], book)
        for i, scores in zip(places, scored, strict=True):
            ranking = sorted(items[i].candidates, key=lambda code: -scores[code])
            found[i] = (ranking[0] in items[i].gold, not items[i].gold.isdisjoint(ranking[:3]))
    return [found[i] for i in range(len(items))]


def interval(values: Sequence[bool], sections: Sequence[str]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean of ``values``, sections resampled with replacement."""
    groups: dict[str, list[bool]] = {}
    for value, section in zip(values, sections, strict=True):
        groups.setdefault(section, []).append(value)
    sums = np.array([sum(group) for group in groups.values()], dtype=float)
    sizes = np.array([len(group) for group in groups.values()], dtype=float)
    drawn = np.random.default_rng(SEED).integers(0, len(sums), size=(DRAWS, len(sums)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def table(items: Sequence[Item], books: Mapping[str, Codebook]) -> str:
    """Return the Markdown table: one row a kind and a method, hit@1 and hit@3 with intervals."""
    kinds = [kind for kind in dict.fromkeys(item.kind for item in items) if kind not in SMOKE_KINDS]
    groups = {f"all but {', '.join(sorted(SMOKE_KINDS))}": set(kinds)} | {kind: {kind} for kind in kinds}
    if {"beneficio", "mejora"} <= set(kinds):
        groups["beneficio + mejora"] = {"beneficio", "mejora"}
    groups |= {f"{kind} (smoke test)": {kind} for kind in sorted(SMOKE_KINDS)}
    found = {name: hits(items, books, scorer) for name, scorer in METHODS.items()}
    lines = ["| kind | n | sections | candidates | method | hit@1 | hit@3 |", "|---|---|---|---|---|---|---|"]
    for label, members in groups.items():
        places = [i for i, item in enumerate(items) if item.kind in members]
        lines += [_row(label, name, [items[i] for i in places], [found[name][i] for i in places]) for name in METHODS]
    return "\n".join([*lines, "", _reached(groups, items, found)])


def _reached(
    groups: Mapping[str, set[str]], items: Sequence[Item], found: Mapping[str, Sequence[tuple[bool, bool]]]
) -> str:
    """Return the sentence that names where a baseline does as well as ``combined``, or better: no result there."""
    rows = []
    for label, members in groups.items():
        right = {name: sum(found[name][i][0] for i, item in enumerate(items) if item.kind in members) for name in found}
        rivals = [f"{name} {right[name]}" for name in BASELINES if right[name] >= right["combined"]]
        if rivals:
            rows.append(f"{label} (combined {right['combined']}, {', '.join(rivals)})")
    if not rows:
        return "On no kind does a baseline reach `combined` at hit@1."
    return f"Where a baseline is as often right as `combined`, or more often (hits@1): {'; '.join(rows)}."


def _row(label: str, method: str, items: Sequence[Item], found: Sequence[tuple[bool, bool]]) -> str:
    sections = [item.section for item in items]
    sizes = [len(item.candidates) for item in items]
    spread = f"{min(sizes)}–{max(sizes)}" if sizes else "–"
    cells = [_cell([pair[k] for pair in found], sections) for k in (0, 1)]
    return f"| {label} | {len(items)} | {len(set(sections))} | {spread} | {method} | {cells[0]} | {cells[1]} |"


def _cell(values: Sequence[bool], sections: Sequence[str]) -> str:
    if not values:
        return "–"
    low, high = interval(values, sections)
    if len(set(sections)) < 2:
        return f"{np.mean(values):.2f} (one section: no interval)"
    return f"{np.mean(values):.2f} [{low:.2f}–{high:.2f}]"


def speed(items: Sequence[Item], book: Codebook) -> str:
    """Return a sentence with the segments a second of the default coder on the largest book, warm."""
    texts = [item.text for item in items if len(item.text.split()) <= 60] * 10
    coder = CombinedCoder()
    coder.scores(texts[:1], book)
    started = time.perf_counter()
    coder.code(texts, book)
    rate = len(texts) / (time.perf_counter() - started)
    return (
        f"`combined` codes {rate:,.0f} segments of up to 60 words a second with {len(book.codes)} codes, one process."
    )


def proposals(items: Sequence[Item], books: Mapping[str, Codebook]) -> str:
    """Return a sentence: how often the default coder proposes codes of the whole book, and how often rightly."""
    kept = [item for item in items if item.kind not in SMOKE_KINDS]
    coder = CombinedCoder()
    found = [{s.code for s in coder.code([item.text], books[item.book])[0]} for item in kept]
    right = [not codes.isdisjoint(item.gold) for codes, item in zip(found, kept, strict=True)]
    sections = [item.section for item in kept]
    return (
        f"Without a family, against the whole book, `combined` proposes at least one code for"
        f" {_cell([bool(codes) for codes in found], sections)} of the {len(kept)} texts; a gold code is among its (at"
        f" most three) codes for {_cell(right, sections)}."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it into a file where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args(arguments)
    books = {name: load_codebook(resources.newest("codebooks", name)) for name in resources.names("codebooks")}
    items = list(read_items(options.gold, books))
    largest = max(books.values(), key=lambda book: len(book.codes))
    head = "## Coding\n\n" + (__doc__ or "").split("\n\n", 2)[2].strip()
    block = "\n\n".join([head, table(items, books), proposals(items, books), speed(items, largest)])
    print(block)
    if options.write:
        write_block(options.write, "coding", block)
    return 0


if __name__ == "__main__":
    sys.exit(main())
