import pytest

from qualkit.reading.tabular.scales import is_in_words, is_level, is_no_answer, level_or_reason


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("", "blank"),
        ("No sabe", "no_answer"),
        ("NS/NR", "no_answer"),
        ("0", "zero"),
        ("7", "off_scale"),
        ("tal vez", "off_scale"),
        ("Muy de acuerdo", 1),
        ("5", 5),
    ],
)
def test_no_level_has_a_reason(cell, said):
    assert level_or_reason(cell) == said


def test_words_and_numbers_are_told_apart():
    assert is_in_words("De acuerdo")
    assert is_level("4")
    assert not is_in_words("4")
    assert is_no_answer("  ")
    assert not is_no_answer("no")
