import pytest

from qualkit.language.everyday import is_specific
from qualkit.language.small_talk import is_small_talk
from qualkit.language.tokens import analyse


@pytest.mark.parametrize("word", ["persona", "cara", "escuela", "sistema", "año", "decir", "2024", "ya"])
def test_what_everybody_says_is_not_specific(word):
    assert not is_specific(word)


@pytest.mark.parametrize("word", ["confianza", "rezago", "comprometer", "burocracia"])
def test_what_names_a_matter_is_specific(word):
    assert is_specific(word)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hola, buenas tardes.", True),
        ("¿Me escuchan?", True),
        ("Se me cayó el audio.", True),
        ("...", True),
        ("Regamos el huerto con el curso.", False),
        ("Hola, les cuento que regamos el huerto con todo el curso y con las familias.", False),
    ],
    ids=["greeting", "question", "screens", "nothing", "matter", "a greeting and a matter"],
)
def test_small_talk(text, expected):
    assert is_small_talk(analyse(text)) is expected
