import pytest

from qualkit.language.chilean import chilean_lemmas


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("cachái", "cachar"),
        ("cachai", "cachar"),
        ("tenís", "tener"),
        ("tení", "tener"),
        ("sabís", "saber"),
        ("querís", "querer"),
        ("podís", "poder"),
        ("hacís", "hacer"),
        ("estái", "estar"),
        ("vai", "ir"),
        ("soi", "ser"),
        ("hablái", "hablar"),
        ("lleguís", "llegar"),
        ("saquís", "sacar"),
        ("empecís", "empezar"),
        ("oís", "oír"),
        ("podíai", "poder"),
        ("trabajabai", "trabajar"),
        ("vengái", "venir"),
    ],
)
def test_the_verbs_of_chilean_tu_have_their_infinitive(form, lemma):
    assert chilean_lemmas()[form] == lemma


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("pega", "pega"),
        ("fome", "fome"),
        ("piola", "piola"),
        ("caleta", "caleta"),
        ("ene", "ene"),
        ("altiro", "altiro"),
    ],
)
def test_words_of_chile_stay_what_they_are(form, lemma):
    assert chilean_lemmas()[form] == lemma


@pytest.mark.parametrize("form", ["hartas", "harta", "hartos"])
def test_harto_is_no_verb(form):
    assert chilean_lemmas()[form] == "harto"


@pytest.mark.parametrize("form", ["tenis", "parís", "lucas", "cabra", "viví", "cacho", "micro", "tiene", "quiere"])
def test_what_others_say_is_left_alone(form):
    assert form not in chilean_lemmas()


def test_forms_and_lemmas_are_single_words_in_lower_case():
    table = chilean_lemmas()
    assert all(word == word.lower() and len(word.split()) == 1 for pair in table.items() for word in pair)
    assert list(table) == sorted(table)
