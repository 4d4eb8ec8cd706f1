import pytest

from qualkit.reading.tabular.dates import date_of, moment_of, puts_month_first


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("16-04-2025", "2025-04-16"),
        ("6/4/25", "2025-04-06"),
        ("2025-04-16", "2025-04-16"),
        ("2025/4/6 09:30", "2025-04-06"),
        ("16.04.2025 9:12:41", "2025-04-16"),
        ("16 de abril de 2025", "2025-04-16"),
        ("miércoles 16 de abr. de 2025", "2025-04-16"),
        ("Abr 16, 2025", "2025-04-16"),
        ("1 sept 2025", "2025-09-01"),
        ("45763", "2025-04-16"),
        ("4/16/2025 9:12", "2025-04-16"),
        ("31-02-2025", None),
        ("fin de año", None),
        ("12345", None),
        ("", None),
    ],
)
def test_a_day_as_people_and_programs_write_it(cell, day):
    assert date_of(cell) == day


def test_a_column_tells_whether_the_month_comes_first():
    assert puts_month_first(["4/5/2025", "4/16/2025"])
    assert not puts_month_first(["4/5/2025", "16/4/2025", "4/16/2025"])
    assert not puts_month_first(["4/5/2025"])
    assert date_of("4/5/2025", month_first=True) == "2025-04-05"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("13/11/2025 9:12:41", "2025-11-13 09:12:41"),
        ("13/11/2025 1:05 p. m.", "2025-11-13 13:05:00"),
        ("2025-11-13 12:00 AM", "2025-11-13 00:00:00"),
        ("13-11-2025", "2025-11-13"),
        ("9:12", None),
    ],
)
def test_a_moment_sorts_in_time(cell, moment):
    assert moment_of(cell) == moment
