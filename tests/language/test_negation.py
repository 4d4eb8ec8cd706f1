import pytest

from qualkit.language.negation import is_hypothetical, is_negated
from qualkit.language.tokens import analyse


def at(text, word):
    tokens = analyse(text)
    return tokens, next(i for i, token in enumerate(tokens) if token.text == word)


@pytest.mark.parametrize(
    ("text", "word", "negated"),
    [
        ("no trabajamos juntos", "juntos", True),
        ("nunca hemos medido los resultados", "resultados", True),
        ("jamás compartimos material", "material", True),
        ("trabajamos sin confianza", "confianza", True),
        ("tampoco medimos", "medimos", True),
        ("nos falta confianza", "confianza", True),
        ("la falta de confianza nos pesa", "confianza", True),
        ("no tenemos tiempo ni confianza", "confianza", True),
        ("no tenemos datos y recursos", "recursos", True),
        ("no sé si medimos", "medimos", True),
        ("no es que haya confianza", "confianza", True),
        ("confianza no hay", "confianza", True),
        ("tiempo no tenemos, plata sí", "tiempo", True),
        ("trabajamos juntos", "juntos", False),
        ("no solo trabajamos juntos", "juntos", False),
        ("no obstante hay confianza", "confianza", False),
        ("sí, no, igual sí trabajamos juntos", "juntos", False),
        ("no sí trabajamos juntos", "juntos", False),
        ("no vinieron, pero trabajamos juntos", "juntos", False),
        ("no vinieron pero trabajamos juntos", "juntos", False),
        ("no medimos sino que conversamos", "conversamos", False),
        ("no vino nadie y trabajamos juntos", "juntos", False),
        ("no fue fácil porque hay confianza", "confianza", False),
        ("sin duda hay confianza", "confianza", False),
        ("hay confianza, ¿no?", "confianza", False),
        ("hay confianza no?", "confianza", False),
        ("¿por qué no medimos los avances?", "avances", False),
        ("no es que no haya confianza", "confianza", False),
        ("confianza, no hay tiempo", "confianza", False),
        ("confianza no hay donde uno quisiera buscarla", "confianza", False),
    ],
)
def test_negation_reaches_forward_inside_its_clause(text, word, negated):
    assert is_negated(*at(text, word)) is negated


def test_negation_does_not_reach_over_many_words():
    text = "no uno dos tres cuatro cinco seis siete ocho nueve diez confianza"
    assert is_negated(*at(text, "confianza")) is False


@pytest.mark.parametrize(
    ("text", "word", "hypothetical"),
    [
        ("nos gustaría trabajar juntos", "juntos", True),
        ("queremos medir los avances", "avances", True),
        ("habría que medir", "medir", True),
        ("hay que medir", "medir", True),
        ("tenemos que medir más", "medir", True),
        ("deberíamos medir", "medir", True),
        ("ojalá midiéramos", "midiéramos", True),
        ("si tuviéramos tiempo", "tiempo", True),
        ("mediremos los avances", "avances", True),
        ("haría talleres", "talleres", True),
        ("vamos a medir el avance", "avance", True),
        ("es clave mantener las reuniones", "reuniones", True),
        ("mantener las reuniones es necesario", "reuniones", True),
        ("medimos los avances", "avances", False),
        ("la secretaría midió los avances", "avances", False),
        ("la mayoría mide los avances", "avances", False),
        ("todos corrían la carrera", "carrera", False),
        ("no sabemos si era bueno", "bueno", False),
        ("queremos seguir, ya trabajamos juntos", "juntos", False),
        ("la red es importante", "red", False),
        ("vamos a la escuela", "escuela", False),
    ],
)
def test_wishes_plans_and_suppositions_are_not_facts(text, word, hypothetical):
    assert is_hypothetical(*at(text, word)) is hypothetical
