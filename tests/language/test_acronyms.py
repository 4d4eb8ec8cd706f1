import pytest

from qualkit.language.acronyms import SPOKEN, spoken_forms
from qualkit.language.tokens import analyse


def acronyms_in(text):
    return [token.lemma for token in analyse(text) if token.lemma in set(SPOKEN.values())]


@pytest.mark.parametrize(
    ("said", "acronym"),
    [
        ("el pe eme e del otro año", "pme"),
        ("la jefa de u te pe", "utp"),
        ("la utepé no vino", "utp"),
        ("pregunten en la eslep", "slep"),
        ("eso está en el pe ei", "pei"),
        ("los niños del pe i e", "pie"),
        ("con plata de la ese pe", "sep"),
        ("salió el sinse", "simce"),
        ("subió el simse", "simce"),
        ("hablamos con la de prof", "deprov"),
        ("el director del deeme", "dem"),
        ("fuimos al cesfán", "cesfam"),
        ("por la ley té a", "ley tea"),
        ("por el te de a hache", "tdah"),
        ("con el de u a", "dua"),
        ("en la jota e ce", "jec"),
        ("según el erre be de", "rbd"),
        ("el U.T.P. y el p m e", "utp"),
    ],
)
def test_an_acronym_is_known_as_a_recogniser_writes_it(said, acronym):
    assert acronyms_in(said)[0] == acronym


def test_the_text_of_an_acronym_stays_as_it_is():
    said = "La jefa de u te pe vino."
    token = next(token for token in analyse(said) if token.lemma == "utp")
    assert token.text == "u te pe" == said[token.start : token.end]


@pytest.mark.parametrize(
    "said",
    [
        "A ver de qué va esto.",
        "Te hice la pregunta y ese perro ladró.",
        "Ese pelo y ese papel.",
        "No sé si te hace sentido a ti.",
        "El día de la reunión, o sea, el lunes.",
        "Y de a poco la ley de a poco se cumple.",
        "El libro de Prof. Soto y el de la profe.",
        "Uno u otro te pega, pe a pa.",
        "Se me hace que seré mi mejor versión.",
        "Las escuelas de Chile de a una en una.",
        "Te a seguro que vamos.",
        "Este pie me duele y el té está frío.",
    ],
)
def test_ordinary_talk_holds_no_acronym(said):
    found = [token for token in analyse(said) if token.lemma in set(SPOKEN.values()) and token.lemma != "pie"]
    assert found == []


def test_the_longest_form_goes_first():
    assert all(
        [len(words) for words, _ in f] == sorted((len(w) for w, _ in f), reverse=True) for f in spoken_forms().values()
    )
