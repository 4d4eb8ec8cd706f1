"""The benchmark of search: where judgments stand, what a ranking is worth, and what is written of it."""

from pathlib import Path

import numpy as np
import pytest
import retrieval
from retrieval import Judged, Score, read_queries, relevance_of, score_of

TEXT = "Persona 3: El agua no llega a la escuela. Los niños traen botellas. Nadie contesta."


# Queries


def test_there_are_twenty_queries_to_choose_by_and_forty_for_the_figure() -> None:
    assert (len(read_queries("choose")), len(read_queries("figure")), len(read_queries(None))) == (20, 40, 60)


def test_no_query_is_asked_twice() -> None:
    assert len({query.text for query in read_queries(None)}) == 60


def test_every_judgment_is_of_a_query_and_of_a_passage_that_stands_in_order() -> None:
    import csv

    ids = {query.id for query in read_queries(None)}
    with (retrieval.QUERIES / "judgments.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert {row["query"] for row in rows} == ids
    assert {row["relevance"] for row in rows} == {"0", "1", "2"}
    assert all(int(row["end"]) - int(row["start"]) == len(row["quote"]) for row in rows)
    assert all(any(row["relevance"] == "2" for row in rows if row["query"] == id_) for id_ in ids)


# Where judgments stand


@pytest.mark.parametrize(
    ("passage", "expected"),
    [((11, 41), 2), ((11, 66), 2), ((42, 66), 1), ((67, 82), None), ((0, 82), 2)],
    ids=["the span itself", "a longer passage", "another span", "nothing judged", "all of them"],
)
def test_a_passage_is_as_relevant_as_the_best_span_that_it_shares_its_words_with(
    passage: tuple[int, int], expected: int | None
) -> None:
    assert relevance_of(passage, [Judged(11, 41, 2), Judged(42, 66, 1)], TEXT) == expected


def test_less_than_half_of_the_words_is_not_enough() -> None:
    assert relevance_of((0, 18), [Judged(16, 41, 2)], TEXT) is None


@pytest.mark.parametrize(
    ("text", "quote", "start", "expected"),
    [
        ("agua y agua", "agua", 0, (0, 4)),
        ("más agua", "agua", 0, (4, 8)),
        ("agua, agua", "agua", 9, (6, 10)),
        ("le dijo Ana Pérez que sí", "dijo Persona 3 que", 0, (3, 21)),
        ("le dijo Persona 12 que sí", "dijo Ana que", 0, (3, 22)),
    ],
    ids=["as it was", "moved", "the nearest of two", "another pseudonym", "hidden since"],
)
def test_a_quote_that_moved_is_found(text: str, quote: str, start: int, expected: tuple[int, int]) -> None:
    assert retrieval._place(text, quote, start) == expected


def test_a_quote_that_is_gone_stops_the_benchmark() -> None:
    with pytest.raises(LookupError, match="agua"):
        retrieval._place("nada", "agua", 0)


# What a ranking is worth


class _Worth:
    """Three passages for one query: the first answers it, the second touches it, nobody judged the third."""

    relevance = np.array([[2, 1, 0]])
    judged = np.array([[True, True, False]])


@pytest.mark.parametrize(
    ("ranking", "ndcg", "recall", "reciprocal", "unjudged"),
    [
        ([0, 1], 1.0, 1.0, 1.0, 0.0),
        ([1, 0], (1 + 3 / np.log2(3)) / (3 + 1 / np.log2(3)), 1.0, 1.0, 0.0),
        ([2, 1], (1 / np.log2(3)) / (3 + 1 / np.log2(3)), 0.0, 0.5, 0.5),
        ([], 0.0, 0.0, 0.0, 0.0),
    ],
    ids=["the best", "the other way round", "the wrong one first", "nothing"],
)
def test_score_of(ranking: list[int], ndcg: float, recall: float, reciprocal: float, unjudged: float) -> None:
    score = score_of([ranking], _Worth())  # type: ignore[arg-type]
    assert [
        float(values[0]) for values in (score.ndcg, score.recall, score.reciprocal, score.unjudged)
    ] == pytest.approx([ndcg, recall, reciprocal, unjudged])


@pytest.fixture
def scores() -> dict[str, Score]:
    def made(ndcg: list[float]) -> Score:
        values = np.array(ndcg)
        return Score(values, values, values, np.zeros(len(values)))

    weak = {name: made([0.1, 0.2, 0.1, 0.2]) for name in retrieval.METHODS}
    return weak | {"BM25 over lemmas": made([0.3, 0.3, 0.3, 0.3]), "hybrid": made([0.5, 0.6, 0.5, 0.6])}


def test_the_hybrid_is_compared_with_the_best_of_the_baselines(scores: dict[str, Score]) -> None:
    said = retrieval.comparison(scores)
    assert said.startswith("The best baseline is BM25 over lemmas.")
    assert "hybrid minus BM25 over lemmas, query by query: +0.250" in said
    assert "better on 4, worse on 0 of 4" in said


def test_a_difference_that_may_be_none_says_so(scores: dict[str, Score]) -> None:
    again = scores | {"BM25 over lemmas": scores["hybrid"]}
    assert "+0.000 [+0.000–+0.000]: no difference shown" in retrieval.comparison(again)


def test_the_table_has_a_row_for_every_ranking_with_n(scores: dict[str, Score]) -> None:
    lines = retrieval.table(scores).splitlines()
    assert len(lines) == 2 + len(retrieval.METHODS)
    assert "| hybrid | 4 | 0.550 [0.500–0.600] |" in lines[-1]


def test_the_kinds_stand_apart(scores: dict[str, Score]) -> None:
    queries = [retrieval.Query(f"q{i}", "x", kind, "figure") for i, kind in enumerate(["a", "b", "a", "b"])]
    rows = retrieval.by_kind(scores, queries).splitlines()
    assert rows[2].startswith("| a | 2 |")
    assert rows[3].endswith("| 0.60 |")


def test_the_files_say_who_judged() -> None:
    said = (Path(retrieval.QUERIES) / "README.md").read_text(encoding="utf-8")
    assert "One reader, a language model" in said
