"""Search: what a teacher would type, over the demo corpus; queries, judgments and rankings are those of `retrieval.py`.

The page has a block of its own about them, which says how the judgments were made and what each ranking is.
"""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import retrieval
from language_material import Absent, Material
from language_measures import difference, share
from language_tables import Cell, Section, Table

TITLE = "Search over the demo corpus"


def measure(material: Material) -> list[Section]:
    """Return the table of rankings. Raises ``Absent`` where the judgments do not fit the corpus."""
    with ExitStack() as stack:
        try:
            corpus = stack.enter_context(retrieval.demo_material())
        except LookupError as error:
            raise Absent(f"the judgments do not fit the corpus: {error}") from error
        scores, missing = _scores(retrieval.METHODS, retrieval.score_of, corpus)
    after = f"Not measured: {'; '.join(missing)}." if missing else ""
    columns = ("ranking", "n", "nDCG@10", "recall@10", "MRR", "nDCG@10 minus best baseline")
    return [Table(TITLE, f"Queries drawn again. The best baseline is {best(scores)}.", columns, _rows(scores), after)]


def _scores(
    methods: dict[str, Callable[[Any], Any]], score: Callable[[Any, Any], retrieval.Score], corpus: Any
) -> tuple[dict[str, retrieval.Score], list[str]]:
    from qualkit.errors import InputError

    scores: dict[str, retrieval.Score] = {}
    missing = []
    for name, method in methods.items():
        try:
            scores[name] = score(method(corpus), corpus)
        except (InputError, ModuleNotFoundError) as error:
            missing.append(f"{name}: {error}")
    return scores, missing


def best(scores: dict[str, retrieval.Score]) -> str:
    """Return the name of the baseline with the highest mean nDCG@10."""
    measured = [name for name in retrieval.BASELINES if name in scores]
    return max(measured, key=lambda name: float(scores[name].ndcg.mean()))


def _rows(scores: dict[str, retrieval.Score]) -> tuple[tuple[Cell, ...], ...]:
    rival = scores[best(scores)].ndcg
    rows: list[tuple[Cell, ...]] = []
    for name, score in scores.items():
        ones = [1.0] * len(score.ndcg)
        own = [share(values.tolist(), ones) for values in (score.ndcg, score.recall, score.reciprocal)]
        gain = difference(score.ndcg.tolist(), rival.tolist(), list(range(len(rival))))
        rows.append((name, len(score.ndcg), *own, gain))
    return tuple(rows)
