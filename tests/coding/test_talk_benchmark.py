"""The benchmark of talk, on invented talk: what counts, and where it is written."""

import importlib.util
import sys
from pathlib import Path

import pytest

from qualkit.model import Label, Span

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ("Ayer me tocó el turno de riego con la manguera.", "El bus llega a las ocho.")


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_talk", ROOT / "benchmarks/talk.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def talk(benchmark):
    labels = [
        Label(document, Span(0, len(text)), code, coder, value)
        for document, text, code, value in (("a", TEXTS[0], "riego", 1), ("b", TEXTS[1], "", 0))
        for coder in ("one", "two")
    ]
    segments = tuple((d, Span(0, len(text)), text) for d, text in zip("ab", TEXTS, strict=True))
    places = {"a": "Red Quebrada Clara", "b": "Red Otra"}
    return benchmark.Talk(segments, tuple(labels), {"a": "q/1", "b": "o/1"}, places)


def test_every_method_answers_for_every_segment(benchmark, talk, book):
    found = benchmark.methods(talk, [book])
    assert list(found) == ["keyword", "nearest definition", "indicators", "similarity", "combined"]
    assert found["combined"] == [{"riego"}, set()]
    assert found["keyword"][0] == {"riego"}
    assert sum(map(bool, found["nearest definition"])) == 1


def test_the_table_has_the_parts_apart(benchmark, talk, book):
    lines = benchmark.table(talk, [book]).splitlines()
    assert "| read | 1 | 1 | combined | 1 | 1 / 1 / 1 | 1.00 [–] |" in next(
        x for x in lines if "| read " in x and "combined" in x
    )
    assert "| held out | 1 | 1 | combined | 0 | 0 / 0 / 0 | – |" in next(
        x for x in lines if "held out" in x and "combined" in x
    )


def test_the_block_replaces_what_stood_between_its_marks(benchmark, tmp_path):
    page = tmp_path / "benchmarks.md"
    benchmark.write_block(page, "talk", "one")
    benchmark.write_block(page, "talk", "two")
    assert page.read_text(encoding="utf-8") == "# Benchmarks\n\n<!-- talk:start -->\ntwo\n<!-- talk:end -->\n"
