import pytest

from qualkit.reading.privacy.lexicon import word_of
from qualkit.reading.privacy.shape import likeness


@pytest.mark.parametrize("name", ["yurkeidis", "millahueque", "yorgelys", "maryorit", "huenchulef"])
def test_what_looks_like_a_name_is_likelier_a_name(name):
    assert likeness(name) > 0.5


@pytest.mark.parametrize("word", ["nutricion", "hipotesis", "evaluaciones", "tallerear", "aprendizajes"])
def test_what_looks_like_a_word_is_not(word):
    assert likeness(word) < 0


@pytest.mark.parametrize("word", ["moverla", "escribiendoles", "contarnos", "escuela", "OneDrive", "Marcela"])
def test_verbs_with_pronouns_words_brands_and_listed_names_are_not_unknown(word):
    assert not word_of(word).is_unknown


def test_a_word_of_no_list_is_unknown():
    assert word_of("yurkeidis").is_unknown


def test_what_is_not_rare_has_no_likeness():
    assert word_of("escuela").likeness == 0
