"""The benchmark of segments: the marks are whole, and the arithmetic is worked by hand."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from qualkit.reading.transcripts import read_transcript

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_segments", ROOT / "benchmarks/segments.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(ROOT / "benchmarks"))
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(ROOT / "benchmarks"))
    del sys.modules[spec.name]


def test_the_marked_turns_are_turns_of_the_demo(benchmark):
    import json

    rows = [json.loads(line) for line in benchmark.GOLD.read_text(encoding="utf-8").splitlines()]
    read = {name: read_transcript(ROOT / "corpora/demo/sesiones" / name) for name in {row["document"] for row in rows}}
    assert all(
        " ".join(row["units"]) == read[row["document"]].turns[row["turn"]].span.of(read[row["document"]].text)
        for row in rows
    )


def test_more_than_three_hundred_boundaries_are_marked_in_two_halves(benchmark):
    halves = [sum(len(turn) - 1 for turn in benchmark.marked_turns(part)) for part in ("choosing", "figure", "all")]
    assert halves == [177, 149, 326]


def test_a_method_that_cuts_where_the_reader_did_has_no_error(benchmark):
    marked = {" ".join(turn): turn for turn in benchmark.marked_turns("figure")}

    def by_the_reader(text):
        return np.cumsum([0, *(len(unit) + 1 for unit in marked[text][:-1])]).tolist()

    (score,) = benchmark.boundary_scores(rounds=20, cutters={"reader": by_the_reader})
    assert (score.f1, score.low, score.high, score.pk, score.window_diff, score.found) == (1, 1, 1, 0, 0, 149)


def test_the_whole_turn_finds_nothing_and_words_without_marks_are_the_same_words(benchmark):
    assert benchmark.without_marks("«¿Cómo…?» — dijo, 3.5") == "cómo dijo 35"
    (score,) = benchmark.boundary_scores(marks=False, rounds=5, cutters={"turn": lambda text: [0]})
    assert (score.f1, score.recall, score.boundaries, score.turns) == (0, 0, 149, 66)


def test_f1_of_sentences_counts_beginnings(benchmark, tmp_path):
    path = tmp_path / "tres.conllu"
    path.write_text("# text = Uno dos.\n\n# text = Tres cuatro\n\n# text = Cinco.\n", encoding="utf-8")
    (score,) = benchmark.sentence_scores(path, cutters={"points": lambda text: [0, text.index("Tres"), 3]})
    assert (score.sentences, score.precision, score.recall, score.f1) == (3, 0.5, 0.5, 0.5)


def test_ours_is_better_than_every_sentence_and_than_the_whole_turn(benchmark):
    scores = {score.method: score.f1 for score in benchmark.boundary_scores(rounds=10)}
    assert scores["segment"] > scores["every sentence"] + 0.05 > scores["the whole turn"]
    assert scores["segment"] > 0.65
