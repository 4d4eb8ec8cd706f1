import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.language.tokens import analyse, analyse_many, lemma


def test_tokens_know_their_place_lemma_and_kind():
    text = "Las educadoras compartieron sus pautas."
    tokens = analyse(text)
    assert [token.lemma for token in tokens if token.is_word and not token.is_stop] == [
        "educador",
        "compartir",
        "pauta",
    ]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert tokens[-1].text == "."
    assert not tokens[-1].is_word


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("redes", "red"),
        ("Niñas", "niño"),
        ("probémoslo", "probar"),
        ("visto", "ver"),
        ("duplas", "dupla"),
        ("xyz", "xyz"),
    ],
)
def test_lemma(word, expected):
    assert lemma(word) == expected


@pytest.mark.parametrize(
    ("said", "acronym"),
    [
        ("pe eme e", "pme"),
        ("u te pe", "utp"),
        ("eslep", "slep"),
        ("sinse", "simce"),
        ("de prof", "deprov"),
        ("ley té a", "ley tea"),
        ("cesfán", "cesfam"),
    ],
)
def test_a_spelled_acronym_is_one_token_and_the_text_stays(said, acronym):
    text = f"hablamos del {said} con el equipo"
    token = next(token for token in analyse(text) if token.lemma == acronym)
    assert token.text == said
    assert text[token.start : token.end] == said


def test_the_day_is_not_an_acronym():
    assert "dia" not in {token.lemma for token in analyse("el día del encuentro")}


def test_many_texts_in_order():
    assert [tokens[0].text for tokens in analyse_many(["Uno dos.", "Tres cuatro."])] == ["Uno", "Tres"]


@given(st.text(max_size=80))
def test_offsets_always_index_the_text(text):
    last = 0
    for token in analyse(text):
        assert token.start >= last
        assert text[token.start : token.end] == token.text
        last = token.end
