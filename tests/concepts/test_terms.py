import pytest

from qualkit.concepts.terms import dispersion, terms
from qualkit.concepts.word_classes import is_verb, without_pseudonyms
from qualkit.language.tokens import analyse

from .talk import frozen, passages


def labels(*lines: str, documents: int = 1, **options: object) -> list[str]:
    return [term.label for term in terms(passages(lines, documents=documents), **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "group",
    ["convivencia escolar", "trabajo en red", "jefa de UTP", "salud mental", "estrategias de lectura", "ley TEA"],
)
def test_words_that_stand_together_are_one_term(group):
    lines = [f"Nosotras pensamos la {group} cada lunes.", f"Nadie conoce el detalle: {group}.", "El patio y la cancha."]
    assert group in labels(*lines)


TALK = [*["La convivencia escolar importa."] * 3, *["Con la convivencia basta."] * 2, *["El patio y la cancha."] * 9]


def test_the_words_of_a_longer_term_do_not_count_again():
    found = {term.label: term.count for term in terms(passages(TALK))}
    assert found["convivencia escolar"] == 3
    assert found["convivencia"] == 2


@pytest.mark.parametrize(
    ("lines", "label", "count"),
    [
        (["La profesora llega.", "El profesor llega.", "Las profesoras llegan."], "profesor", 3),
        (["El taller sigue.", "Los talleres siguen.", "Un taller empieza."], "taller", 3),
        (["Con el pe eme e basta.", "Miramos el PME.", "El PME manda."], "PME", 3),
    ],
    ids=["gender", "plural", "spelled acronym"],
)
def test_variants_join(lines, label, count):
    found = {term.lemma_key: term for term in terms(passages(lines))}
    match = [term for term in found.values() if term.count == count]
    assert match
    assert label.lower() in match[0].lemma_key


@pytest.mark.parametrize(
    ("line", "absent"),
    [
        ("La verdad o sea igual po la cachái.", {"verdad", "po", "igual", "cachái"}),
        ("Ayer habló Persona 3 con la Escuela 2 y Facilitadora 1.", {"persona", "escuela", "facilitadora"}),
        ("El número es [rut] y el correo [correo].", {"rut"}),
        ("Aquí la Rosaura dijo que sí y la Rosaura volvió.", {"rosaura"}),
        ("En la Red A se trabaja y la Red A sigue.", {"red"}),
        ("Fue el lunes, el lunes de marzo.", {"lunes", "marzo"}),
    ],
    ids=["fillers", "pseudonyms", "bracketed pseudonyms", "names", "territory", "dates"],
)
def test_what_names_nothing_or_somebody_is_no_term(line, absent):
    assert not absent & {label.lower() for label in labels(line, line, line)}


def test_words_to_leave_out_are_no_terms():
    line = "El cuaderno viajero de la escuela y el mimbre."
    assert "mimbre" in labels(line, line)
    assert "mimbre" not in labels(line, line, leave_out=["mimbre"])


def test_mentions_point_at_their_own_words():
    made = passages(
        ["La convivencia escolar importa.", "Sí, la Convivencia escolar.", "Y la convivencia escolar."], documents=2
    )
    term = next(term for term in terms(made) if term.label == "convivencia escolar")
    texts = frozen(made)
    assert {span.of(texts[document]).lower() for document, span in term.mentions} == {"convivencia escolar"}
    assert term.documents == ("d0", "d1")
    assert term.territories == ("Red A", "Red B")


def test_what_is_spread_goes_before_what_one_document_repeats():
    spread = ["El huerto sigue.", "El huerto sigue.", "El huerto sigue.", "El huerto sigue."]
    loud = ["La radio suena.", "Nada nuevo hay acá.", "Nada nuevo hay acá.", "Nada nuevo hay acá."]
    found = labels(*spread, *loud, *loud, *loud, *loud, documents=4)
    assert found.index("huerto") < found.index("radio")


def test_everyday_words_go_behind_words_of_the_trade():
    found = labels(*["El tiempo y la planificación."] * 4, documents=2)
    assert found.index("planificación") < found.index("tiempo")


def test_a_reference_of_ones_own_decides_what_is_common():
    lines = ["El tiempo y la planificación."] * 4
    found = labels(*lines, documents=2, reference={"planificación": 500_000.0, "tiempo": 1.0})
    assert found.index("tiempo") < found.index("planificación")


def test_as_many_as_asked_for_and_no_text_no_terms():
    assert len(labels(*["El huerto y la radio y el patio."] * 3, top=2)) == 2
    assert terms([]) == []


def test_no_answer_depends_on_the_order_of_documents():
    made = passages(["El huerto escolar.", "La salud mental.", "El huerto escolar y la salud mental."] * 3, documents=3)
    assert terms(made) == terms(list(reversed(made)))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({"a": 5, "b": 5}, 1.0), ({"a": 4}, 0.0), ({"b": 4}, 0.0), ({"a": 3, "b": 1}, 0.5)],
    ids=["even", "all in one", "all in the other", "three to one"],
)
def test_dispersion_of_two_equal_parts(counts, expected):
    # Shares of words 1/2 and 1/2: DP is half the summed difference, divided by 1 - 1/2.
    assert dispersion(counts, {"a": 100, "b": 100}) == pytest.approx(expected)


def test_one_document_has_nothing_to_be_spread_over():
    assert dispersion({"a": 3}, {"a": 100}) == 1.0


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("nos ayuda mucho", 1, True),
        ("la ayuda llegó", 1, False),
        ("apoyan juntas", 0, True),
        ("el taller", 1, False),
        ("hay que ordenarse", 2, True),
    ],
    ids=["verb", "noun", "verb form", "noun in -er", "infinitive with clitic"],
)
def test_verbs_are_told_from_nouns(text, word, expected):
    tokens = analyse(text)
    assert is_verb(tokens[word], tokens[word - 1] if word else None) is expected


def test_blanking_pseudonyms_moves_nothing():
    text = "Con Persona 12 en [rut] y Escuela 3."
    blanked = without_pseudonyms(text)
    assert len(blanked) == len(text)
    assert blanked.index(" y ") == text.index(" y ")
    assert "Persona" not in blanked
