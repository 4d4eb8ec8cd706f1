"""How like two sentences or two words are, against what people said: STS benchmark, RG-65, SemEval-2017 task 2.

Likeness is the cosine of the two rows of an embedder, or the overlap of lemmas. ``local`` comes with qualkit; TF-IDF
learns its weights from the very texts that are compared (no scores: its best case); LSA is qualkit's ``lexical``
embedder, fitted on the demo corpus and the codebooks as a project would. The parts of ``local`` stand below it.

SemEval-2017 task 2 scores the harmonic mean of Pearson and Spearman, and a pair that a system does not know goes to the
middle of the scale (0.5). The sentences of the STS benchmark in Spanish are machine translations.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from language_material import Absent, Material, Pair, codebook_texts, demo_turns
from language_measures import Floats, correlation, harmonic_mean, pearson, row_cosines, spearman
from language_tables import Section, Table

MIDDLE = 0.5
Likeness = Callable[[Sequence[Pair]], Floats]
"""What a system says of each pair; not a number where it does not know a side."""


def by_rows(embed: Callable[[Sequence[str]], Any]) -> Likeness:
    """Return the cosine of rows; a pair is unknown where a row is nothing."""

    def likeness(pairs: Sequence[Pair]) -> Floats:
        one, other = np.asarray(embed([pair.one for pair in pairs])), np.asarray(embed([pair.other for pair in pairs]))
        cosines = row_cosines(one, other)
        cosines[~(one.any(axis=1) & other.any(axis=1))] = np.nan
        return cosines

    return likeness


@lru_cache(maxsize=4)
def local_embedder(meaning_share: float | None = None) -> Any:
    """Return the embedder that comes with qualkit, or one with another share of meaning and spelling.

    Raises ``Absent`` where its vectors are not here.
    """
    from qualkit.embedding.local import LocalEmbedder
    from qualkit.errors import InputError

    try:
        return LocalEmbedder.open() if meaning_share is None else LocalEmbedder.open(meaning_share=meaning_share)
    except InputError as error:
        raise Absent(str(error).rstrip(".")) from error


@lru_cache(maxsize=1)
def lexical_embedder() -> Any:
    """Return LSA fitted on the demo corpus and the codebooks."""
    from lsa import LexicalEmbedder

    return LexicalEmbedder.fit([*codebook_texts(), *demo_turns()])


def local(meaning_share: float | None = None) -> Likeness:
    """Return what the embedder of qualkit says, with its own share of meaning or another."""
    return lambda pairs: by_rows(local_embedder(meaning_share).embed)(pairs)


def lsa(pairs: Sequence[Pair]) -> Floats:
    """Return what LSA says."""
    return by_rows(lexical_embedder().embed)(pairs)


def plain_average(pairs: Sequence[Pair]) -> Floats:
    """Return the cosine of the plain means of the meanings of the words: no weights, no spelling."""
    from qualkit.embedding.local import WRITTEN
    from qualkit.embedding.local import words_of as folded_words

    embedder = local_embedder()
    width = embedder.dimensions - WRITTEN

    def average(text: str) -> Floats:
        rows = np.asarray(embedder.word_vectors(folded_words(text))[:, :width], dtype=float)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
        return unit.sum(axis=0)

    return by_rows(lambda texts: np.vstack([average(text) for text in texts]))(pairs)


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` as written, in lower case."""
    from qualkit.language.tokens import analyse

    return [token.text.lower() for token in analyse(text) if token.is_word]


def lemmas_of(text: str) -> set[str]:
    """Return the lemmas of ``text``, stop words too."""
    from qualkit.language.tokens import analyse

    return {token.lemma for token in analyse(text) if token.is_word}


def tfidf(**settings: Any) -> Likeness:
    """Return TF-IDF with the settings of scikit-learn, its weights learned from the texts that are compared."""

    def likeness(pairs: Sequence[Pair]) -> Floats:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(sublinear_tf=True, **settings)
        vectorizer.fit([text for pair in pairs for text in (pair.one, pair.other)])
        rows = [vectorizer.transform([getattr(pair, side) for pair in pairs]) for side in ("one", "other")]
        return np.asarray(rows[0].multiply(rows[1]).sum(axis=1), dtype=float).ravel()

    return likeness


def overlap(measure: Callable[[set[str], set[str]], float]) -> Likeness:
    """Return how much the sets of lemmas share."""
    return lambda pairs: np.array([measure(lemmas_of(pair.one), lemmas_of(pair.other)) for pair in pairs])


def jaccard(one: set[str], other: set[str]) -> float:
    """Return the share of what either has that both have; 0 where neither has anything."""
    return len(one & other) / len(one | other) if one | other else 0.0


def dice(one: set[str], other: set[str]) -> float:
    """Return 2·both / (one + other); 0 where neither has anything."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


SYSTEMS: dict[str, Likeness] = {
    "qualkit `local`": local(),
    "`local`, meaning alone": local(1.0),
    "`local`, spelling alone": local(0.0),
    "plain mean of its word vectors": plain_average,
    "qualkit `lexical` (LSA)": lsa,
    "TF-IDF, words": tfidf(analyzer=words_of),
    "TF-IDF, pieces of 3–5 letters": tfidf(analyzer="char_wb", ngram_range=(3, 5)),
    "shared lemmas, Jaccard": overlap(jaccard),
    "shared lemmas, Dice": overlap(dice),
}
FILES = {
    "Sentences: STS benchmark, Spanish test": "stsb-es-test.csv",
    "Words: RG-65 Spanish": "rg65_es.tsv",
    "Words and names: SemEval-2017 task 2, Spanish": "semeval17-task2_es.test.tsv",
}


def measure(material: Material) -> list[Section]:
    """Return a table for each set of pairs."""
    return [_table(title, material.pairs(name)) for title, name in FILES.items()]


def _table(title: str, pairs: Sequence[Pair]) -> Table:
    scores = [pair.score for pair in pairs]
    rows, missing = [], []
    for name, system in SYSTEMS.items():
        try:
            said = system(pairs)
        except Absent as absent:
            missing.append(f"{name}: {absent}")
            continue
        known = ~np.isnan(said)
        filled = np.where(known, said, MIDDLE)
        both = [correlation(filled, scores, measure) for measure in (pearson, spearman)]
        middle = harmonic_mean(both[0].value, both[1].value)
        rows.append((name, len(pairs), int(known.sum()), *both, "–" if middle is None else f"{middle:.3f}"))
    after = f"Not measured: {'; '.join(missing)}." if missing else ""
    columns = ("system", "n", "pairs known", "Pearson", "Spearman", "harmonic mean")
    return Table(title, "Pairs drawn again.", columns, tuple(rows), after)
