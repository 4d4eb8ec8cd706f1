"""How the coders do on short segments of spoken talk: the labels of the synthetic corpus that comes with qualkit.

    python benchmarks/talk.py [--write docs/benchmarks.md]

**Read this first.** The labels are two readings by the makers of the corpus, made with a language model in the role of
the coder. They are no human bar, and the talk is invented. They rest on more of the talk than the segment shows, which
no coder here sees. A figure says how far a coder finds what was put in, not that people would agree with it.

A unit is a labelled segment; the reference is what both readings say of a code, and where they differ the unit is left
out for that code. A coding of a code that the readings did not consider counts neither for nor against. The coders see
each segment alone. ``keyword`` gives a code where the segment says at least half of the content words of its name.
``nearest definition`` gives the code whose name and definition are nearest (TF-IDF, lemmas and char_wb(3,5)), above the
cosine at which it codes as many segments as ``combined`` does.

The wording of the codebooks was revised by someone who had read the labelled segments of Red Quebrada Clara and Red
Bahía Lenga («read»); phrases that repeated one of them were taken out again, so that half is biased both ways. Those of
the two other territories («held out») were not looked at: go by them.

Intervals are 95 % percentile intervals over sessions drawn again, by ``qualkit.audit``; «–» is a figure or an interval
that is undefined (no coding, or too many draws without one).
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from page import write_block

from qualkit import resources
from qualkit.audit.codings import CodingAudit, audit_codings, speaks_of
from qualkit.coding.codebooks import load_codebook
from qualkit.coding.combined import CombinedCoder
from qualkit.coding.indicators import IndicatorsCoder
from qualkit.coding.similarity import SimilarityCoder
from qualkit.language.tokens import content_of, word_grams
from qualkit.model import Codebook, Coding, Evidence, Label, Span

BOOKS = ("lar", "rel")
READ = ("Red Quebrada Clara", "Red Bahía Lenga")

Codes = list[set[str]]
Method = Callable[[Sequence[str], Sequence[Codebook]], Codes]


@dataclass(frozen=True)
class Talk:
    """The segments that speak of a labelled unit (document, span, text), the labels, and who met where and when."""

    segments: tuple[tuple[str, Span, str], ...]
    labels: tuple[Label, ...]
    sessions: Mapping[str, str]
    territories: Mapping[str, str]

    def within(self, territories: Sequence[str]) -> "Talk":
        """Return the part of the talk that comes from some territories."""
        kept = {document for document, territory in self.territories.items() if territory in territories}
        return Talk(
            tuple(segment for segment in self.segments if segment[0] in kept),
            tuple(label for label in self.labels if label.document in kept),
            self.sessions,
            self.territories,
        )


def read_demo() -> Talk:
    """Return the labelled talk of the bundled corpus, read by qualkit itself into a project that is thrown away."""
    from qualkit.workflows.demo import demo_project
    from qualkit.workflows.exchanging import import_labels
    from qualkit.workflows.ingesting import Given, ingest

    corpus = resources.path("corpora", "demo")
    with tempfile.TemporaryDirectory() as folder:
        workspace = demo_project(Path(folder) / "demo")
        try:
            ingest(workspace, [corpus / "sesiones"], given=Given())
            problems = import_labels(workspace, corpus / "etiquetas.csv").problems
            if problems:
                raise SystemExit(f"{len(problems)} labels found no place: {problems[0]}")
            return _talk_of(workspace.store)
        finally:
            workspace.store.close()


def _talk_of(store: Any) -> Talk:
    documents, labels = store.documents(), tuple(store.labels())
    units: dict[str, set[Span]] = {}
    for label in labels:
        units.setdefault(label.document, set()).add(label.segment)
    segments = tuple(
        (document.id, segment.span, segment.span.of(document.text))
        for document in documents
        for segment in store.segments(document.id)
        if any(speaks_of(segment.span, unit) for unit in units.get(document.id, ()))
    )
    return Talk(
        segments,
        labels,
        {document.id: f"{document.territory}/{document.session}" for document in documents},
        {document.id: document.territory for document in documents},
    )


def coder_codes(coder: CombinedCoder | SimilarityCoder | IndicatorsCoder) -> Method:
    """Return the method that asks a coder, book by book; what a text denies is not given."""

    def method(texts: Sequence[str], books: Sequence[Codebook]) -> Codes:
        found: Codes = [set() for _text in texts]
        for book in books:
            for codes, suggestions in zip(found, coder.code(texts, book), strict=True):
                codes |= {suggestion.code for suggestion in suggestions if suggestion.polarity == "present"}
        return found

    return method


def keyword(texts: Sequence[str], books: Sequence[Codebook]) -> Codes:
    """Give a code where at least half of the content words of its name are said."""
    names = {code.id: set(content_of(code.name)) for book in books for code in book.codes}
    said = [set(content_of(text)) for text in texts]
    return [{code for code, name in names.items() if name and 2 * len(name & words) >= len(name)} for words in said]


def nearest_definition(texts: Sequence[str], books: Sequence[Codebook], *, coded: int) -> Codes:
    """Give the nearest code to the ``coded`` texts that are nearest to one; ties go to the earlier text."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    codes = [code for book in books for code in book.codes]
    words = TfidfVectorizer(analyzer=lambda text: word_grams(content_of(text)), sublinear_tf=True)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    union = FeatureUnion([("words", words), ("pieces", pieces)])
    definitions = union.fit_transform([f"{code.name}. {code.definition}" for code in codes])
    cosines = (union.transform(texts) @ definitions.T).toarray()
    chosen = set(np.argsort(-cosines.max(axis=1), kind="stable")[:coded].tolist())
    return [{codes[int(row.argmax())].id} if i in chosen else set() for i, row in enumerate(cosines)]


def methods(talk: Talk, books: Sequence[Codebook]) -> dict[str, Codes]:
    """Return what each method gives to each segment."""
    texts = [text for _document, _span, text in talk.segments]
    combined = coder_codes(CombinedCoder())(texts, books)
    return {
        "keyword": keyword(texts, books),
        "nearest definition": nearest_definition(texts, books, coded=sum(map(bool, combined))),
        "indicators": coder_codes(IndicatorsCoder())(texts, books),
        "similarity": coder_codes(SimilarityCoder())(texts, books),
        "combined": combined,
    }


def audit(talk: Talk, found: Codes) -> CodingAudit:
    """Return the audit of what a method gave."""
    codings = [
        Coding(document, span, code, "books", "method", 1.0, Evidence(span.start, span.end, text))
        for (document, span, text), codes in zip(talk.segments, found, strict=True)
        for code in sorted(codes)
    ]
    return audit_codings(talk.labels, codings, talk.sessions)


def table(talk: Talk, books: Sequence[Codebook]) -> str:
    """Return the Markdown table: one row a part of the corpus and a method."""
    others = sorted(set(talk.territories.values()) - set(READ))
    parts = {"held out": talk.within(others), "read": talk.within(READ), "all": talk}
    lines = [
        "| part | units | sessions | method | segments coded | right / given / meant | precision | recall | F1 "
        "| macro precision | macro recall | macro F1 |",
        "|" + "---|" * 12,
    ]
    for label, part in parts.items():
        lines += [_row(label, name, audit(part, found), found) for name, found in methods(part, books).items()]
    return "\n".join(lines)


def _row(part: str, method: str, audited: CodingAudit, found: Codes) -> str:
    micro, macro = audited.micro, audited.macro
    cells = [_cell(getattr(micro, key), micro.intervals.get(key)) for key in ("precision", "recall", "f1")]
    cells += [
        f"{_cell(macro.means[key], macro.intervals.get(key))} ({macro.n_codes[key]} codes)"
        for key in ("precision", "recall", "f1")
    ]
    counts = f"{micro.true_positive} / {micro.n_machine} / {micro.n_human}"
    head = [part, str(audited.n_units), str(audited.n_clusters), method, str(sum(map(bool, found))), counts]
    return f"| {' | '.join([*head, *cells])} |"


def _cell(value: float | None, interval: tuple[float, float] | None) -> str:
    if value is None:
        return "–"
    return f"{value:.2f} " + ("[–]" if interval is None else f"[{interval[0]:.2f}–{interval[1]:.2f}]")


def block_of(talk: Talk) -> str:
    """Return the section for the page of benchmarks."""
    books = [load_codebook(resources.newest("codebooks", name)) for name in BOOKS]
    head = "## Coding talk\n\n" + (__doc__ or "").split("\n\n", 2)[2].strip()
    n_codes = len({label.code for label in talk.labels if label.code})
    made = (
        f"{date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()};"
        f" n = {len({(label.document, label.segment) for label in talk.labels})} units, {n_codes} codes considered of"
        f" {sum(len(book.codes) for book in books)}; codebooks "
        + ", ".join(f"{book.name} `{book.hash}`" for book in books)
        + "."
    )
    return "\n\n".join([head, made, table(talk, books)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it into a file where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args(arguments)
    block = block_of(read_demo())
    print(block)
    if options.write:
        write_block(options.write, "talk", block)
    return 0


if __name__ == "__main__":
    sys.exit(main())
