import pytest

from qualkit.reading.privacy.birth_dates import coarse_dates, find_birth_dates
from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("nació el 3 de mayo de 2012", "3 de mayo de 2012"),
        ("Fecha de nacimiento: 05-03-2012", "05-03-2012"),
        ("F. Nac. 5/3/12", "5/3/12"),
        ("nació el nueve de noviembre del dos mil quince", "nueve de noviembre del dos mil quince"),
        ("el 4 de abril de 2011 nació mi hija", "4 de abril de 2011"),
        ("nació en marzo de 2020", "marzo de 2020"),
        ("cumple años el 15 de abril", "15 de abril"),
        ("el certificado decía 30/12/2018", "30/12/2018"),
    ],
)
def test_dates_of_birth(text, date):
    assert date in [text[start:end] for start, end, _label in find_birth_dates(text)]


@pytest.mark.parametrize(
    "text", ["nos vemos el 3 de mayo de 2024", "desde el 12/03/2024", "certificado de asistencia del 3/4/2024"]
)
def test_other_dates(text):
    assert list(find_birth_dates(text)) == []


@pytest.mark.parametrize(
    ("text", "month", "year"),
    [
        ("15 de marzo de 2024", "marzo de 2024", "2024"),
        ("15/03/2024", "marzo de 2024", "2024"),
        ("2024-03-15", "marzo de 2024", "2024"),
        ("15-03-24", "marzo de 2024", "2024"),
        ("15 de marzo", "marzo", "[fecha]"),
        ("marzo de 2024", "marzo de 2024", "2024"),
        ("las 15.30 y la nota 5.6", "las 15.30 y la nota 5.6", "las 15.30 y la nota 5.6"),
        ("31/31/2024", "31/31/2024", "31/31/2024"),
    ],
)
def test_dates_made_coarser(text, month, year):
    assert (_coarse(text, "month"), _coarse(text, "year"), _coarse(text, "keep")) == (month, year, text)


def _coarse(text, coarseness):
    for start, end, new in sorted(coarse_dates(text, coarseness), reverse=True):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize("coarseness", ["month", "year"])
def test_coarser_dates_stay_as_they_are_and_births_are_hidden(coarseness):
    pseudonyms = Pseudonyms()
    pseudonyms.dates = coarseness
    once = pseudonymise_text("El 15 de marzo de 2024, Ana nació el 3 de mayo de 2012.", pseudonyms)
    assert "[fecha]" in once
    assert "15" not in once
    assert pseudonymise_text(once, pseudonyms) == once
