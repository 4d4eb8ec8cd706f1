"""The stopwatch: what it runs, what it says of processes that fail, what it calls the same bytes."""

import json
import sys

import language_paths
import language_speed
import pytest
from language_speed import FLOOR, Failed, Pair, Row, run


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "texts.json"
    path.write_text(json.dumps(["La dupla abrió la sala. Nadie habló.", "Sí."] * 8), encoding="utf-8")
    return path


@pytest.mark.parametrize("path", ["sentences", "lemmas"])
def test_one_and_two_processes_give_the_same_bytes(texts, path):
    one, two = run(Row("one", path), texts), run(Row("two", path, 2), texts)
    assert one["hash"] == two["hash"]
    assert one["steady"]
    assert two["steady"]
    assert one["first"] > 0
    assert one["peak"] > 5


def test_one_pass_is_enough_for_a_stretch(texts):
    took = run(Row("one", "sentences", once=True), texts)
    assert took["again"] is None
    assert took["processor"] > 0


def test_other_text_gives_other_bytes(texts, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(json.dumps(["Otra cosa. Y otra."]), encoding="utf-8")
    assert run(Row("a", "sentences"), texts)["hash"] != run(Row("b", "sentences"), other)["hash"]


def test_a_process_that_fails_says_why(tmp_path):
    with pytest.raises(Failed, match="No such file"):
        run(Row("floor", "blank"), tmp_path / "none.json")


def test_a_process_that_takes_too_long_is_ended(texts, monkeypatch):
    monkeypatch.setattr(language_speed, "LIMIT", 0.01)
    with pytest.raises(Failed, match="not done after"):
        run(Row("floor", "blank"), texts)


def test_a_python_that_is_not_there_is_said(texts, tmp_path):
    with pytest.raises(Failed, match="no-python: No such file"):
        run(Row("encoder", "encoder", python=str(tmp_path / "no-python")), texts)
    assert Row("floor", "blank").python == sys.executable


def _took(first, hash_="a", steady=True):
    times = {"load": 1.0, "first": first, "processor": first / 4, "again": first / 2}
    return {**times, "hash": hash_, "steady": steady, "peak": 50.0}


def test_a_row_beside_its_floor():
    pairs = [Pair(FLOOR, _took(2.0), _took(1.0)), Pair(FLOOR, _took(4.0), _took(1.0))]
    name, processes, n, *rates, ratio, load, peak = language_speed._line(Row("ours", "light"), 100, pairs)
    assert (name, processes, n, load, peak) == ("ours", 1, 100, 1.0, 50.0)
    assert rates == ["38 (25–50)", "150 (100–200)", "75 (50–100)"]
    assert ratio == "3.00 (2.00–4.00)"
    assert language_speed._line(Row("ours", "light", 2), 100, pairs)[4::4] == (None, None)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [(_took(1), _took(1), True), (_took(1), _took(1, "b"), False), (_took(1), _took(1, steady=False), False)],
    ids=["same", "other in two", "other again"],
)
def test_bytes_that_change_are_named(one, two, same):
    taken = {
        Row("ours", "light"): [Pair(FLOOR, one, one)],
        Row("ours", "light", 2): [Pair(FLOOR, two, one)],
        Row("encoder", "encoder"): [Pair(FLOOR, _took(1, "z"), one)],
    }
    said = language_speed._steady(taken)
    assert said.startswith("The same bytes") is same
    assert ("ours" in said) is not same


def test_stretches_have_the_size_that_was_asked_for():
    line = language_speed._material_of("line", 5000)
    assert [len(text) for text in line] == [5000]
    assert "\n" not in line[0]
    assert language_speed._material_of("text", 100)[0].count("\n") == 99
    assert len(language_speed._material_of("lines", 100)) == 100


def test_the_stopwatch_reads_what_it_is_given():
    language_paths._load("sentences")
    assert language_paths._run(["Sí. No."]) == [b"[Span(start=0, end=3), Span(start=4, end=7)]"]
