"""Features and trees on held-out treebank text: the full pipeline, beside the commonest answer and the nearest word.

Scored as in the CoNLL 2018 shared task on the words as they are written («del» and «dámelo» are one node that stands
where its head part stands): a node counts where its borders are those of the treebank; F1; punctuation counts; subtypes
of relations do not. Features count as a whole, but only those that the treebanks share (``COMPARED``), relative and
interrogative words are one kind, and names and marks have none. «Sentences given» reads each sentence alone; «raw»
reads whole documents (ten sentences where the treebank names none) and parts them by itself.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from language_material import Absent, Material, documents, treebank
from language_measures import Arc, Counts, added, attachment, counts_of, f1_figure
from language_pipeline import arcs_of, parsed
from language_tables import Cell, Section, Skipped, Table
from language_words import CommonTags

if TYPE_CHECKING:
    from treebanks import Sentence

    from qualkit.language.pipeline import Parsed

COLUMNS = ("text", "system", "n", "UPOS", "features", "UAS", "LAS")
_SHARED_FEATURES = """
Gender Number Person Tense Mood VerbForm PronType Poss Reflex Case PrepCase Definite Degree Polarity NumType
"""
COMPARED = frozenset(_SHARED_FEATURES.split())
_SAME = {"PronType=Rel": "PronType=Int,Rel", "PronType=Int": "PronType=Int,Rel", "Case=Acc,Dat": "Case=Acc"}
Features = tuple[tuple[int, int], str, str]
"""A node's place, its class and its features in the order of their names."""


def meant_arcs(sentence: "Sentence", *, shift: int = 0) -> list[Arc]:
    """Return the tree of a treebank sentence that stands ``shift`` characters into its text."""
    places = [(start + shift, end + shift) for start, end in sentence.offsets]
    heads = [None if token.head < 0 else places[token.head] for token in sentence.tokens]
    rows = zip(places, heads, sentence.tokens, strict=True)
    return [Arc(place, head, token.deprel) for place, head, token in rows]


def meant_features(sentence: "Sentence", *, shift: int = 0) -> list[Features]:
    """Return the class and the features of each node of a treebank sentence."""
    return [
        ((start + shift, end + shift), token.upos, _compared(token.upos, token.feats))
        for (start, end), token in zip(sentence.offsets, sentence.tokens, strict=True)
    ]


def ordered(feats: str) -> str:
    """Return the compared ones among features written as in CoNLL-U, in the order of their names."""
    pairs = (_SAME.get(pair, pair) for pair in feats.split("|"))
    return "|".join(sorted(pair for pair in pairs if pair.split("=")[0] in COMPARED and pair != "Degree=Pos"))


def features_of(text: "Parsed") -> list[Features]:
    """Return what the pipeline says of each node."""
    return [((t.start, t.end), t.pos, _compared(t.pos, t.morph)) for t in text.tokens]


def _compared(upos: str, feats: str) -> str:
    return "" if upos in ("PROPN", "PUNCT") else ordered(feats)


def feature_counts(given: Sequence[Features], meant: Sequence[Features]) -> tuple[Counts, Counts]:
    """Return the counts of right classes and of right (whole) features."""
    classes = counts_of(((place, upos) for place, upos, _ in given), ((place, upos) for place, upos, _ in meant))
    return classes, counts_of(((p, feats) for p, _, feats in given), ((p, feats) for p, _, feats in meant))


def nearest_word(arcs: Sequence[Arc]) -> list[Arc]:
    """Return the tree that hangs every node from the one before it, with one relation: the simplest parser."""
    heads = [None, *(arc.span for arc in arcs)]
    return [Arc(arc.span, head, "case" if head else "root") for arc, head in zip(arcs, heads, strict=False)]


Scored = tuple[Counts, Counts, Counts, Counts]


def measure(material: Material) -> list[Section]:
    """Return a table for each treebank."""
    common = CommonTags([*material.treebank("ancora-dev"), *material.treebank("gsd-dev")])
    banks = {"AnCora test": material.treebank("ancora-test"), "GSD test": material.treebank("gsd-test")}
    banks |= {path.name: treebank(path) for path in material.treebanks}
    return [_table(f"Features and trees: {title}", sentences, common) for title, sentences in banks.items()]


def _table(title: str, sentences: "Sequence[Sentence]", common: CommonTags) -> Section:
    n = sum(len(sentence.tokens) for sentence in sentences)
    rows: list[tuple[Cell, ...]] = []
    try:
        rows.append(("sentences given", "qualkit, full pipeline", n, *_cells(_by_sentence(sentences))))
        rows.append(("raw", "qualkit, full pipeline", n, *_cells(_by_document(sentences))))
    except Absent as absent:
        return Skipped(title, str(absent))
    rows.append(("sentences given", "commonest tag, word before", n, *_cells(_baseline(sentences, common))))
    note = f"{len(sentences):,} sentences; documents (or groups of ten sentences) drawn again. n counts nodes."
    return Table(title, note, COLUMNS, tuple(rows))


def _cells(scored: Sequence[Scored]) -> list[Cell]:
    return [f1_figure([counts[k] for counts in scored]) for k in range(4)]


def _by_sentence(sentences: "Sequence[Sentence]") -> list[Scored]:
    """Return the counts of each document, its sentences read one by one."""
    groups = list(documents(sentences))
    texts = iter(parsed([sentence.text for group in groups for sentence in group]))
    return [_summed([_scored(next(texts), [sentence], [0]) for sentence in group]) for group in groups]


def _by_document(sentences: "Sequence[Sentence]") -> list[Scored]:
    groups = list(documents(sentences))
    texts = parsed([" ".join(sentence.text for sentence in group) for group in groups])
    return [_scored(text, group, _shifts(group)) for text, group in zip(texts, groups, strict=True)]


def _baseline(sentences: "Sequence[Sentence]", common: CommonTags) -> list[Scored]:
    return [_summed([_commonest(sentence, common) for sentence in group]) for group in documents(sentences)]


def _commonest(sentence: "Sentence", common: CommonTags) -> Scored:
    meant, features = meant_arcs(sentence), meant_features(sentence)
    tags = [common.of(token.form) for token in sentence.tokens]
    given = [(place, upos, _compared(upos, feats)) for (place, _, _), (upos, feats) in zip(features, tags, strict=True)]
    return *feature_counts(given, features), *attachment(nearest_word(meant), meant)


def _scored(text: "Parsed", group: "Sequence[Sentence]", shifts: Sequence[int]) -> Scored:
    features = [node for sentence, at in zip(group, shifts, strict=True) for node in meant_features(sentence, shift=at)]
    arcs = [arc for sentence, at in zip(group, shifts, strict=True) for arc in meant_arcs(sentence, shift=at)]
    return *feature_counts(features_of(text), features), *attachment(arcs_of(text), arcs)


def _shifts(group: "Sequence[Sentence]") -> list[int]:
    shifts, at = [], 0
    for sentence in group:
        shifts.append(at)
        at += len(sentence.text) + 1
    return shifts


def _summed(scored: Sequence[Scored]) -> Scored:
    one, two, three, four = (added(counts[k] for counts in scored) for k in range(4))
    return one, two, three, four
