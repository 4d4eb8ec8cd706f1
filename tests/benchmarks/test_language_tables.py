"""Tables as pages and as JSON."""

import json

import pytest
from language_measures import Figure
from language_tables import Skipped, Table, shown, spread

TABLE = Table("Words", "How.", ("system", "n", "share"), (("ours", 1200, Figure(0.5, 4, 0.25, 0.75)),), "More.")


def test_a_table_as_a_section():
    assert TABLE.markdown() == (
        "### Words\n\nHow.\n\n"
        "| system | n | share |\n| --- | --- | --- |\n| ours | 1,200 | 0.500 [0.250, 0.750] |\n\nMore."
    )


def test_a_table_as_json_keeps_figures_whole():
    record = json.loads(json.dumps(TABLE.record()))
    assert record["rows"] == [{"system": "ours", "n": 1200, "share": {"value": 0.5, "low": 0.25, "high": 0.75, "n": 4}}]


def test_what_was_left_out_says_why():
    skipped = Skipped("Trees", "no pipeline here")
    assert skipped.markdown() == "### Trees\n\nNot measured: no pipeline here."
    assert skipped.record() == {"title": "Trees", "skipped": "no pipeline here"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "–"),
        (Figure(None, 0), "–"),
        (Figure(0.1234, 5), "0.123"),
        (1.005, "1.00"),
        (12345.6, "12,346"),
        (12345, "12,345"),
        ("x", "x"),
    ],
    ids=["nothing", "undefined", "no interval", "small", "large", "count", "word"],
)
def test_cells(cell, text):
    assert shown(cell) == text


def test_a_spread_is_the_median_and_the_ends():
    assert spread([3.0, 1.0, 2.0]) == "2.00 (1.00–3.00)"
    assert spread([1000.0, 3000.0], digits=0) == "2,000 (1,000–3,000)"
