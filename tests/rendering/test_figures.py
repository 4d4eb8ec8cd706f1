import pytest

from qualkit.i18n import speaking
from qualkit.model.quotes import Quote
from qualkit.model.shares import Share
from qualkit.rendering.figures import date, decimal, percent, share, whole
from qualkit.rendering.fonts import width, wrapped
from qualkit.rendering.quotes import quote_html, quote_id, source
from qualkit.rendering.raster import quoted


@pytest.mark.parametrize(
    ("counted", "text"),
    [
        (Share(18, 24), "18 of 24 (75\u00a0%)"),
        (Share(5, 8), "5 of 8"),
        (Share(0, 0), "no data"),
        (Share(0, 12), "0 of 12 (0\u00a0%)"),
    ],
    ids=["enough", "few", "none", "zero of some"],
)
def test_a_share_never_stands_without_its_counts(counted, text):
    assert share(counted) == text


def test_halves_are_rounded_up():
    assert percent(0.625) == "63\u00a0%"


def test_numbers_follow_the_language():
    assert (decimal(2.75), whole(61230)) == ("2.8", "61,230")
    with speaking("es"):
        assert (decimal(2.75, 2), whole(61230)) == ("2,75", "61.230")


def test_no_number_is_a_dash():
    assert decimal(None) == "–"


def test_dates_are_written_out_and_anything_else_stays():
    assert date("2025-12-09") == "December 9, 2025"
    assert date("primavera") == "primavera"


def test_the_source_of_a_quote_never_names_a_person():
    quote = Quote("uno dos tres", "d", 0, 12, "Red Norte", 2, 14, status="suggested")
    assert source(quote) == "Red Norte · session 2 · turn 14 · suggested, not reviewed"
    assert source(Quote("x", "exp-1", 0, 1, field="resultados", title="Huerto")) == "Huerto · field “resultados”"
    assert source(Quote("x", "exp-1", 0, 1)) == "exp-1"


def test_ids_of_quotes_hold_only_plain_signs():
    assert quote_id(Quote("x", "dó c<1>", 3, 4, field="año"), 2) == "c-d__c_1_-a_o-3-4-2"


def test_a_quote_carries_its_place():
    made = quote_html(Quote("a < b", 'd"1', 3, 8, field="f", status="accepted"))
    assert 'data-document="d&quot;1" data-start="3" data-end="8" data-field="f" data-status="accepted"' in made
    assert ">a &lt; b</q>" in made


def test_typst_literals_hold_every_sign():
    assert quoted('a"\\\n\t\x07') == '"a\\"\\\\\\n\\t\\u{7}"'


def test_lines_are_no_wider_than_asked_but_for_single_words():
    lines = wrapped("uno dos tres cuatro extraordinariamente", 12, 60)
    assert " ".join(lines) == "uno dos tres cuatro extraordinariamente"
    assert all(width(line, 12) <= 60 or " " not in line for line in lines)
