"""What people take on: who, what, until when; not what is asked, denied, wished for or told."""

import pytest

from qualkit.concepts.agreements import agreements

from .sessions import LEAD, WHOLE, Line, frozen, segments_of


def _of(*lines: Line) -> list[tuple[str, tuple[str, ...], str | None]]:
    document = frozen(lines)
    return [(found.ground, found.who, found.until) for found in agreements(document, segments_of(document))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            ("Persona 2", "Yo me comprometo a mandar la pauta antes del viernes 6 de junio."),
            ("said", ("Persona 2",), "antes del viernes 6 de junio"),
            id="who says so",
        ),
        pytest.param(
            ("Persona 2", "Yo le escribo al sostenedor esta semana y les cuento."),
            ("offered", ("Persona 2",), "esta semana"),
            id="who offers",
        ),
        pytest.param(
            (LEAD, "Entonces quedamos en la biblioteca como foco de la red."),
            ("said", ("nosotros",), None),
            id="all of us",
        ),
        pytest.param(
            (LEAD, "Persona 4 lleva el registro y Persona 5 lo manda el lunes."),
            ("assigned", ("Persona 4", "Persona 5"), "el lunes"),
            id="those who are named",
        ),
        pytest.param(
            ("Persona 2", "Nosotros vamos a enviar el protocolo la próxima semana."),
            ("offered", ("nosotros",), "la próxima semana"),
            id="who is going to",
        ),
        pytest.param(
            ("Persona 1", "La mando el nueve de mayo, con la carta y todo."),
            ("offered", (), "el nueve de mayo"),
            id="nobody says who",
        ),
    ],
)
def test_agreements(line: Line, expected: tuple[str, tuple[str, ...], str | None]) -> None:
    assert _of(line) == [expected]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Yo no me comprometo con otra prueba más, lo siento.", id="denied"),
        pytest.param("¿Quién manda la pauta antes del viernes?", id="asked"),
        pytest.param("El año pasado acordamos mandar la pauta todos los meses.", id="another time"),
        pytest.param("Persona 3 mandó cuatro recordatorios el lunes en la noche.", id="told"),
        pytest.param("Nos acordamos perfectamente de ese viernes de lluvia.", id="remembered"),
        pytest.param("Me gustaría que mandáramos la carta en agosto.", id="wished for"),
        pytest.param("Estoy de acuerdo con lo que dice Persona 4.", id="agreeing is not an agreement"),
        pytest.param("Después te voy a preguntar qué hiciste con eso el lunes.", id="announced"),
        pytest.param("Tenemos que ver si vamos a mandar la pauta el viernes.", id="what should be done"),
        pytest.param("Yo mando saludos.", id="too short"),
        pytest.param("Los niños leen en parejas y después conversan.", id="nothing of the kind"),
    ],
)
def test_what_is_no_agreement(words: str) -> None:
    assert _of(("Persona 1", words)) == []


def test_a_list_that_is_read_out_counts_until_somebody_talks_of_something_else() -> None:
    read_out = (LEAD, "Leo los acuerdos. Uno, Persona 2 trae la pauta impresa. Dos, Persona 3 avisa a las familias.")
    long_turn = ("Persona 1", "Yo quería contar otra cosa del recreo y de la lluvia. " * 6)
    after = (LEAD, "Tres, la sala de Persona 3 tiene techo nuevo y bien pintado.")
    assert [ground for ground, *_rest in _of(read_out, after)].count("listed") == 3
    assert [ground for ground, *_rest in _of(read_out, long_turn, after)].count("listed") == 2


def test_evidence_is_verbatim_and_what_was_said() -> None:
    document = frozen(WHOLE)
    found = agreements(document, segments_of(document))
    assert [(item.turn, item.who) for item in found] == [(12, ("Persona 2",)), (13, ("Persona 3",))]
    for item in found:
        assert document.text[item.evidence.start : item.evidence.end] == item.evidence.quote == item.what
