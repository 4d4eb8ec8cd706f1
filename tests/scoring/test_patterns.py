import pytest

from qualkit.language.tokens import analyse
from qualkit.scoring.patterns import compile_pattern, forms_of, is_possible, matches, phrase_pattern

GROUPS = {"estudiante": ["estudiante", "niño"], "decidir": ["decidir", "elegir", "eligir"]}


def found(pattern: str, text: str) -> list[str]:
    tokens = analyse(text)
    compiled = compile_pattern(pattern, GROUPS)
    places = [" ".join(tokens[i].text for i in at) for at in matches(compiled, tokens)]
    assert not places or is_possible(compiled, forms_of(tokens))
    return places


@pytest.mark.parametrize(
    ("pattern", "text", "places"),
    [
        ("registro", "Los registros ordenados", ["registros"]),
        ("comprension", "La comprensión mejora", ["comprensión"]),
        ("=se cambiar", "Se cambió y el cambio", ["Se cambió"]),
        ("bajo|baja nivel", "bajo nivel", ["bajo nivel"]),
        ("{estudiante} ... {decidir}@ellos", "Los niños siempre eligen el texto", ["niños eligen"]),
        ("{decidir}@ellos", "Nosotros decidimos y ellos deciden", ["deciden"]),
        ("cambiar@nosotros", "cambiamos el horario y cambian ellas", ["cambiamos"]),
        ("cambiar@nosotros", "yo cambié la guía", ["cambié"]),
        ("<cifra> nivel", "subieron 2 niveles", ["2 niveles"]),
        ("<cifra> nivel", "subieron dos niveles", ["dos niveles"]),
        ("<cifra>", "en 2024 los de 4° y 6º", []),
        ("<porcentaje>", "un 38% y 40 % de 50", ["38%", "40"]),
        ("de <cifra> a <cifra>", "pasó de 12 a 30", ["de 12 a 30"]),
        ("no *aban", "los papás no contestaban nunca", ["no contestaban"]),
        ("desde 20*", "desde 2019", ["desde 2019"]),
        ("primero ...2 luego", "primero esto y luego", ["primero luego"]),
        ("primero ...2 luego", "primero esto y eso y luego", []),
        ("registro cambio", "registro y cambio", []),
    ],
)
def test_a_pattern_matches_what_it_says(pattern: str, text: str, places: list[str]) -> None:
    assert found(pattern, text) == places


@pytest.mark.parametrize("pattern", ["", "...", "uno ...", "{nadie}", "a@tú", "<año>", "a||b"])
def test_a_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compile_pattern(pattern, GROUPS)


def test_a_pattern_that_denies_knows_it() -> None:
    assert compile_pattern("no resultar", {}).denies
    assert not compile_pattern("resultar", {}).denies


def test_the_words_of_a_phrase_stand_one_after_the_other() -> None:
    pattern = phrase_pattern("comprensión lectora")
    assert list(matches(pattern, analyse("la comprensión lectora"))) == [(1, 2)]
    assert list(matches(pattern, analyse("comprensión de la lectora"))) == []


def test_a_sentence_without_the_words_is_passed_over_quickly() -> None:
    assert not is_possible(compile_pattern("registro ordenado", {}), forms_of(analyse("un registro")))
