"""Does search find what a teacher means? Rankings of the demo corpus' segments for 60 queries, with judged passages.

    python benchmarks/retrieval.py [--write docs/benchmarks.md]

**Read this first.** The queries and the judgments were made by one reader, a language model, over invented talk
(`benchmarks/queries/README.md` says how). They tell rankings apart; they do not say how satisfied a teacher would be.

A passage is relevant where it shares at least half of its words, or of theirs, with a judged span: 2 answers the query,
1 touches it, 0 does not; a span that nobody judged counts as 0. nDCG@10 has the gain 2^relevance − 1 and is divided by
that of the best possible ten; recall@10 is the share of the passages of relevance 2 that stand among the ten, out of as
many as ten could hold; MRR is 1 over the place of the first passage of relevance 1 or 2 among the ten. The weights of
the hybrid were chosen on 20 queries; the table is of the other 40. Intervals are 95 % bootstrap intervals, queries
resampled.

«hybrid» is `qualkit search` as it is («words alone»: with nothing for meaning), «dense local» the default embedder by
itself, «BM25 over lemmas» plain BM25 (k1 = 1.2, b = 0.75) with stop words out; the others are what a user could set up
in ten lines with scikit-learn, and latent semantic analysis as qualkit has it.
"""

import argparse
import csv
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from page import write_block

from qualkit import resources
from qualkit.embedding.keywords import KeywordIndex, KeywordSettings, asked_words, words_of
from qualkit.protocols import Embedder
from qualkit.workflows.indexing import nearest, project_embedder
from qualkit.workflows.passages import Passage, all_passages
from qualkit.workflows.searching import SearchSettings, search_project
from qualkit.workflows.workspace import Workspace

QUERIES = Path(__file__).parent / "queries"
SOURCES = ("sesiones", "fichas.xlsx", "encuesta_cierre.xlsx", "asistencia.csv", "miembros.csv")
"""What the demo ingests: pseudonyms depend on all of it."""
DEPTH, DRAWS, SEED = 10, 2000, 20260101
BASELINES = ("TF-IDF words", "TF-IDF char_wb", "BM25 over lemmas", "LSA")


@dataclass(frozen=True)
class Query:
    """What somebody types; ``part`` is «choose» or «figure»."""

    id: str
    text: str
    kind: str
    part: str


@dataclass(frozen=True)
class Judged:
    """A judged span of a document: half-open offsets in its frozen text, and 0, 1 or 2."""

    start: int
    end: int
    relevance: int


@dataclass(frozen=True)
class Material:
    """The open project, its passages, the queries of one part and what each passage is worth for each (0, 1, 2).

    ``relevance`` and ``judged`` (was it judged at all) are arrays (queries, passages).
    """

    workspace: Workspace
    passages: tuple[Passage, ...]
    queries: tuple[Query, ...]
    relevance: NDArray[np.int64]
    judged: NDArray[np.bool_]
    embedder: Embedder

    @property
    def texts(self) -> list[str]:
        """The texts of the passages."""
        return [passage.text for passage in self.passages]


@dataclass(frozen=True)
class Score:
    """What one ranking reaches, query by query; ``unjudged`` is the share of its ten that nobody judged."""

    ndcg: NDArray[np.float64]
    recall: NDArray[np.float64]
    reciprocal: NDArray[np.float64]
    unjudged: NDArray[np.float64]


Ranking = list[list[int]]
"""For each query the places of the best passages, best first."""


def read_queries(part: str | None = "figure") -> list[Query]:
    """Return the queries of a part, or all of them."""
    with (QUERIES / "queries.csv").open(encoding="utf-8", newline="") as stream:
        rows = [Query(row["id"], row["query"], row["kind"], row["part"]) for row in csv.DictReader(stream)]
    return [row for row in rows if part in (None, row.part)]


def read_judgments(documents: Mapping[str, str]) -> dict[tuple[str, str], list[Judged]]:
    """Return the judged spans by query and document; ``documents`` maps the name of a document to its frozen text.

    A span whose quote stands somewhere else by now is looked for; what stands for a pseudonym may have changed. Raises
    ``LookupError`` where it is not there: the judgments do not fit the corpus any more.
    """
    found: dict[tuple[str, str], list[Judged]] = {}
    with (QUERIES / "judgments.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            start, end = _place(documents[row["document"]], row["quote"], int(row["start"]))
            found.setdefault((row["query"], row["document"]), []).append(Judged(start, end, int(row["relevance"])))
    return found


_PSEUDONYM = re.compile(r"((?:Persona|Escuela|Facilitador(?:/a|a)?) \d+)")
_NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑ]\w+")


def _name_or_pseudonym(name: re.Match[str]) -> str:
    return rf"(?:{name.group()}|(?:Persona|Escuela) \d+)"


def _place(text: str, quote: str, start: int) -> tuple[int, int]:
    if text.startswith(quote, start):
        return start, start + len(quote)
    pattern = "".join(
        r"[^\n]{1,60}?" if i % 2 else _NAME.sub(_name_or_pseudonym, re.escape(piece))
        for i, piece in enumerate(_PSEUDONYM.split(quote))
    )
    places = [match.span() for match in re.finditer(pattern, text)]
    if not places:
        raise LookupError(f"«{quote}» does not stand in its document any more")
    return min(places, key=lambda place: abs(place[0] - start))


def relevance_of(passage: tuple[int, int], judged: Sequence[Judged], text: str) -> int | None:
    """Return the highest relevance of the spans that share at least half of the words of the shorter of the two."""
    start, end = passage
    near = [
        span.relevance
        for span in judged
        if span.start < end
        and start < span.end
        and 2 * len(text[max(start, span.start) : min(end, span.end)].split())
        >= min(len(text[start:end].split()), len(text[span.start : span.end].split()))
    ]
    return max(near, default=None)


def name_of(passage: Passage) -> str:
    """Return the name under which the judgments know the document of a passage."""
    return f"{passage.document.territory} · {passage.document.title}"


@contextmanager
def demo_material(part: str | None = "figure") -> Iterator[Material]:
    """Yield the material: the bundled corpus, read by qualkit itself into a project that is thrown away."""
    from qualkit.workflows.demo import demo_project
    from qualkit.workflows.ingesting import Given, ingest

    with tempfile.TemporaryDirectory() as folder:
        workspace = demo_project(Path(folder) / "demo")
        try:
            corpus = resources.path("corpora", "demo")
            ingest(workspace, [corpus / name for name in SOURCES], given=Given())
            yield material_of(workspace, read_queries(part))
        finally:
            workspace.store.close()


def material_of(workspace: Workspace, queries: Sequence[Query]) -> Material:
    """Return the material of an open project that holds the demo corpus."""
    passages = all_passages(workspace)
    texts = {name_of(passage): passage.document.text for passage in passages}
    judgments = read_judgments(texts)
    found = [
        [
            relevance_of(
                (passage.segment.span.start, passage.segment.span.end),
                judgments.get((query.id, name_of(passage)), ()),
                passage.document.text,
            )
            for passage in passages
        ]
        for query in queries
    ]
    relevance = np.array([[value or 0 for value in row] for row in found])
    judged = np.array([[value is not None for value in row] for row in found])
    return Material(workspace, tuple(passages), tuple(queries), relevance, judged, project_embedder(workspace))


# Rankings


def _best(scores: NDArray[np.float64]) -> Ranking:
    """Return for each row the places of its best scores above 0, ties in order."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
    return [[int(i) for i in row if scores[q, i] > 0] for q, row in enumerate(order)]


def _tfidf(material: Material, **settings: object) -> Ranking:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(sublinear_tf=True, **settings)
    passages = vectorizer.fit_transform(material.texts)
    return _best((vectorizer.transform([query.text for query in material.queries]) @ passages.T).toarray())


def tfidf_words(material: Material) -> Ranking:
    """Rank by the cosine of TF-IDF over words as written, in lower case."""
    return _tfidf(material)


def tfidf_pieces(material: Material) -> Ranking:
    """Rank by the cosine of TF-IDF over pieces of three to five letters, accents left out."""
    return _tfidf(material, analyzer="char_wb", ngram_range=(3, 5), strip_accents="unicode")


def plain_bm25(material: Material) -> Ranking:
    """Rank by BM25 over lemmas, with no forgiveness for spelling."""
    plain = KeywordSettings(saturation=1.2, length=0.75, sound=0, beginning=0, pieces=2, everyday=1)
    index = KeywordIndex({str(i): words_of(text) for i, text in enumerate(material.texts)}, settings=plain)
    scores = np.zeros((len(material.queries), len(material.passages)))
    for q, query in enumerate(material.queries):
        for key, match in index.search(asked_words(query.text)).items():
            scores[q, int(key)] = match.score
    return _best(scores)


def lsa(material: Material) -> Ranking:
    """Rank by the cosine of latent semantic analysis, fitted on the passages."""
    from lsa import LexicalEmbedder

    embedder = LexicalEmbedder.fit(material.texts)
    return _best(
        np.asarray(embedder.embed([query.text for query in material.queries]) @ embedder.embed(material.texts).T)
    )


def dense(material: Material) -> Ranking:
    """Rank by the project's embedder alone."""
    places = {passage.key: i for i, passage in enumerate(material.passages)}
    texts = dict(zip(places, material.texts, strict=True))
    return [
        [
            places[key]
            for key, _cosine in nearest(material.workspace, query.text, texts, DEPTH, embedder=material.embedder)
        ]
        for query in material.queries
    ]


def _searched(material: Material, settings: SearchSettings) -> Ranking:
    places = {(p.document.id, p.segment.span.start): i for i, p in enumerate(material.passages)}
    found = [
        search_project(material.workspace, query.text, top=DEPTH, settings=settings, embedder=material.embedder)
        for query in material.queries
    ]
    return [[places[hit.document, hit.start] for hit in hits] for hits in found]


def hybrid_words(material: Material) -> Ranking:
    """Rank by ``qualkit search`` with nothing for meaning."""
    return _searched(material, SearchSettings(meaning=0))


def hybrid(material: Material) -> Ranking:
    """Rank by ``qualkit search``."""
    return _searched(material, SearchSettings())


METHODS: dict[str, Callable[[Material], Ranking]] = {
    "TF-IDF words": tfidf_words,
    "TF-IDF char_wb": tfidf_pieces,
    "BM25 over lemmas": plain_bm25,
    "LSA": lsa,
    "dense local": dense,
    "hybrid, words alone": hybrid_words,
    "hybrid": hybrid,
}


# Measures


def score_of(ranking: Ranking, material: Material) -> Score:
    """Return nDCG@10, recall@10, the reciprocal rank and the share that nobody judged, query by query."""
    discounts = 1 / np.log2(np.arange(2, DEPTH + 2))
    rows = []
    for found, relevance, judged in zip(ranking, material.relevance, material.judged, strict=True):
        gains = 2.0**relevance - 1
        ideal = float((np.sort(gains)[::-1][:DEPTH] * discounts[: len(gains)]).sum())
        reached = float((gains[found] * discounts[: len(found)]).sum())
        best = int((relevance == 2).sum())
        first = next((place for place, i in enumerate(found, 1) if relevance[i] > 0), None)
        rows.append(
            (
                reached / ideal if ideal else 0.0,
                int((relevance[found] == 2).sum()) / min(DEPTH, best) if best else 0.0,
                1 / first if first else 0.0,
                1 - float(judged[found].mean()) if found else 0.0,
            )
        )
    return Score(*np.array(rows).T)


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the mean, queries resampled."""
    drawn = np.random.default_rng(SEED).integers(0, len(values), size=(DRAWS, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def table(scores: Mapping[str, Score]) -> str:
    """Return the Markdown table: one row a ranking."""
    lines = ["| ranking | n | nDCG@10 | recall@10 | MRR | not judged |", "|---|---|---|---|---|---|"]
    for name, score in scores.items():
        cells = [_cell(values) for values in (score.ndcg, score.recall, score.reciprocal)]
        lines.append(f"| {name} | {len(score.ndcg)} | {' | '.join(cells)} | {score.unjudged.mean():.0%} |")
    return "\n".join(lines)


def _cell(values: NDArray[np.float64]) -> str:
    low, high = interval(values)
    return f"{values.mean():.3f} [{low:.3f}–{high:.3f}]"


def comparison(scores: Mapping[str, Score]) -> str:
    """Return the sentences that compare the hybrid with the best of the rest, on the same queries."""
    best = max(BASELINES, key=lambda name: scores[name].ndcg.mean())
    sentences = [
        _difference("hybrid", other, scores) for other in dict.fromkeys((best, "dense local", "hybrid, words alone"))
    ]
    return f"The best baseline is {best}. " + " ".join(sentences)


def _difference(one: str, other: str, scores: Mapping[str, Score]) -> str:
    apart = scores[one].ndcg - scores[other].ndcg
    low, high = interval(apart)
    verdict = "" if low > 0 or high < 0 else ": no difference shown"
    return (
        f"nDCG@10 of {one} minus {other}, query by query: {apart.mean():+.3f} [{low:+.3f}–{high:+.3f}]{verdict}"
        f" (better on {int((apart > 0).sum())}, worse on {int((apart < 0).sum())} of {len(apart)})."
    )


def by_kind(scores: Mapping[str, Score], queries: Sequence[Query]) -> str:
    """Return the Markdown table of nDCG@10 by kind of query: few queries each, so read it for where, not how much."""
    names = list(scores)
    lines = [f"| kind of query | n | {' | '.join(names)} |", "|" + "---|" * (len(names) + 2)]
    for kind in dict.fromkeys(query.kind for query in queries):
        places = [i for i, query in enumerate(queries) if query.kind == kind]
        cells = [f"{scores[name].ndcg[places].mean():.2f}" for name in names]
        lines.append(f"| {kind} | {len(places)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def block_of(material: Material) -> str:
    """Return the section for the page of benchmarks."""
    scores = {name: score_of(method(material), material) for name, method in METHODS.items()}
    head = "## Search\n\n" + (__doc__ or "").split("\n\n", 2)[2].strip()
    size = (
        f"{len(material.passages):,} passages of {len({p.document.id for p in material.passages})} documents;"
        f" {int((material.relevance == 2).sum()):,} of relevance 2 and {int((material.relevance == 1).sum()):,} of"
        f" relevance 1 for the {len(material.queries)} queries."
    )
    return "\n\n".join([head, size, table(scores), comparison(scores), by_kind(scores, material.queries)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and write them into a file where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", type=Path)
    parser.add_argument("--part", choices=("choose", "figure"), default="figure", help="which queries (figure)")
    options = parser.parse_args(arguments)
    with demo_material(options.part) as material:
        block = block_of(material)
    print(block)
    if options.write:
        write_block(options.write, "retrieval", block)
    return 0


if __name__ == "__main__":
    sys.exit(main())
