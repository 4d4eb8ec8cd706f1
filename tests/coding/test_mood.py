import pytest

from qualkit.coding.mood import agreement, wished_rate, wished_rates, wished_share
from qualkit.coding.passages import Passages


@pytest.mark.parametrize(
    ("text", "share"),
    [("Regamos ayer.", 0.0), ("Nos gustaría regar más.", 1.0), ("Regamos ayer. Habría que regar más.", 0.5), ("", 0.0)],
)
def test_the_share_of_sentences_that_wish(text, share):
    assert wished_share(Passages(text)) == share


def test_the_mood_of_a_code_is_read_off_its_indicators(book):
    assert wished_rate(book.by_id["deseos"]) == pytest.approx(3.3 / 6)
    assert wished_rate(book.by_id["riego"]) == pytest.approx(0.3 / 5)
    assert wished_rates(book)["riego"] == wished_rate(book.by_id["riego"])


def test_a_wish_fits_a_code_of_wishes_better():
    assert agreement(1.0, 0.6) > agreement(1.0, 0.1)
    assert agreement(0.0, 0.6) < agreement(0.0, 0.1)
