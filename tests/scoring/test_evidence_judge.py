from collections.abc import Mapping
from pathlib import Path
from statistics import mean

import pytest
import yaml

from qualkit import resources
from qualkit.evidence import Source
from qualkit.model import Criterion, Experience, Rubric, Score
from qualkit.scoring.evidence_judge import MAX_QUOTES, EvidenceJudge
from qualkit.scoring.rubrics import load_rubric

FORMS = yaml.safe_load(Path(__file__).with_name("forms.yaml").read_text(encoding="utf-8"))
DENSE = FORMS["dense"]
INJECTED = FORMS["injected"]
STRONG = FORMS["strong"]
WORDY = FORMS["wordy"]
RUBRIC = load_rubric(resources.path("rubrics", "experiencias_demostrativas.v1.yaml"))
JUDGE = EvidenceJudge(RUBRIC)


def judged(fields: Mapping[str, str], criterion: str) -> Score:
    return JUDGE.judge(Experience("e", None, fields, focus=fields.get("foco")), RUBRIC.by_id[criterion])


def all_judged(fields: Mapping[str, str]) -> list[Score]:
    return [judged(fields, criterion.id) for criterion in RUBRIC.criteria]


def average(fields: Mapping[str, str]) -> float:
    return mean(score.level for score in all_judged(fields) if score.level is not None)


@pytest.mark.parametrize(
    ("criterion", "field", "said", "level"),
    [
        ("problema_comunidad", "necesidad", "Nos pareció una linda idea para este año.", 1),
        ("problema_comunidad", "necesidad", "Hay un problema de comprensión lectora en la escuela.", 2),
        (
            "problema_comunidad",
            "necesidad",
            "Los apoderados contaron en la reunión que faltan a clases. Los profesores vieron lo mismo en el"
            " registro de asistencia.",
            3,
        ),
        (
            "problema_comunidad",
            "necesidad",
            "De 30 niños, 12 de 30 no leen. Con los niños buscamos las causas: nadie les lee en la casa.",
            4,
        ),
        ("pertinencia_local", "vinculo_territorio", "Tiene que ver con nuestra misión de siempre.", 1),
        ("pertinencia_local", "vinculo_territorio", "La escuela está en un cerro.", 2),
        ("pertinencia_local", "vinculo_territorio", "Somos una escuela rural; por eso salimos a medir el río.", 3),
        (
            "pertinencia_local",
            "vinculo_territorio",
            "Estamos en una isla. Los pescadores nos enseñan los nudos. Cambiamos las salidas porque llueve "
            "en invierno.",
            4,
        ),
        ("colaboracion_participacion", "que_la_hizo_posible", "Lo hago yo sola, por iniciativa de la profesora.", 1),
        ("colaboracion_participacion", "que_la_hizo_posible", "Somos un equipo.", 2),
        (
            "colaboracion_participacion",
            "que_la_hizo_posible",
            "Los profesores y los apoderados planificamos juntos cada mes.",
            3,
        ),
        (
            "colaboracion_participacion",
            "que_la_hizo_posible",
            "Planificamos juntos con la escuela vecina y nos repartimos los turnos.",
            4,
        ),
        ("estudiantes_protagonistas", "vinculo_estudiantes", "Son el centro de todo lo que somos.", 1),
        ("estudiantes_protagonistas", "vinculo_estudiantes", "Los niños participan en el taller.", 2),
        ("estudiantes_protagonistas", "vinculo_estudiantes", "Los estudiantes deciden el tema del mes.", 3),
        (
            "estudiantes_protagonistas",
            "vinculo_estudiantes",
            "Los estudiantes deciden el tema. En junio los estudiantes evalúan el taller.",
            4,
        ),
        ("impacto_aprendizajes", "resultados", "Quedaron todos muy contentos y felices.", 1),
        ("impacto_aprendizajes", "resultados", "Notamos mucha más comprensión al leer.", 2),
        ("impacto_aprendizajes", "resultados", "En la prueba de lectura el 60% lo logra.", 3),
        (
            "impacto_aprendizajes",
            "resultados",
            "En lectura pasaron de 20 a 31 palabras por minuto. Los de integración avanzaron menos.",
            4,
        ),
        ("error_aprendizaje", "oportunidades_mejora", "Seguir así el próximo año escolar.", 1),
        ("error_aprendizaje", "oportunidades_mejora", "Costó mucho que vinieran los sábados.", 2),
        ("error_aprendizaje", "oportunidades_mejora", "No resultó los sábados y cambiamos al miércoles.", 3),
        (
            "error_aprendizaje",
            "oportunidades_mejora",
            "No resultó los sábados y cambiamos al miércoles. Cada mes revisamos cómo va. Lo contamos en el "
            "encuentro de la red.",
            4,
        ),
        ("sostenibilidad", "que_la_hizo_posible", "Las ganas de hacer algo bonito.", 1),
        ("sostenibilidad", "que_la_hizo_posible", "Lo hacemos desde 2021.", 2),
        ("sostenibilidad", "que_la_hizo_posible", "Está en el PME, con dos horas semanales.", 3),
        (
            "sostenibilidad",
            "que_la_hizo_posible",
            "Se fue la profesora y siguió igual. Está en el PME, con dos horas semanales.",
            4,
        ),
        ("acto_razonado", "resumen", "Hacemos hartas cosas lindas.", 1),
        ("acto_razonado", "resumen", "El objetivo es leer mejor.", 2),
        (
            "acto_razonado",
            "resumen",
            "El objetivo es leer mejor. Cada semana la encargada de biblioteca lleva un libro.",
            3,
        ),
        (
            "acto_razonado",
            "resumen",
            "Creíamos que si elegían el libro lo iban a leer. El objetivo es leer mejor. Para evitar que "
            "falten libros hay suplente.",
            4,
        ),
        ("sistematizacion_evidencia", "resultados", "Sacamos fotos del acto.", 2),
        ("sistematizacion_evidencia", "resultados", "En la encuesta, 18 de 25 dicen que les gusta.", 3),
        (
            "sistematizacion_evidencia",
            "resultados",
            "En la encuesta, 18 de 25 dicen que sí. Cada mes revisamos los registros. A partir de los datos "
            "cambiamos el horario.",
            4,
        ),
        ("condiciones_continuidad", "facilitadores", "Todo salió perfecto siempre.", 1),
        ("condiciones_continuidad", "facilitadores", "El apoyo de la directora.", 2),
        ("condiciones_continuidad", "facilitadores", "Ayudó la directora. Frena el horario de los buses.", 3),
        (
            "condiciones_continuidad",
            "facilitadores",
            "Ayudó la directora. Frena el horario. Pedimos la hora en diciembre. Para que no se pierda, cada"
            " año se explica.",
            4,
        ),
        ("transferibilidad", "transferibilidad", "Es algo muy propio de nosotros.", 1),
        ("transferibilidad", "transferibilidad", "Cualquier escuela lo puede hacer.", 2),
        ("transferibilidad", "transferibilidad", "Se necesita una sala. Hay una guía para partir.", 3),
        (
            "transferibilidad",
            "transferibilidad",
            "Lo esencial es la lectura diaria; se puede cambiar el libro. Hay una guía para partir.",
            4,
        ),
        ("pertinencia_foco", "vinculo_aprendizajes", "Mejorar la convivencia escolar del curso.", 2),
    ],
)
def test_the_level_follows_what_is_said(criterion: str, field: str, said: str, level: int) -> None:
    score = judged({field: said}, criterion)
    assert score.level == level, score.rationale


@pytest.mark.parametrize(
    ("criterion", "field", "said", "below"),
    [
        ("sistematizacion_evidencia", "resultados", "No alcanzamos a aplicar la encuesta.", 2),
        ("sistematizacion_evidencia", "resultados", "Nos gustaría aplicar una encuesta.", 2),
        ("estudiantes_protagonistas", "vinculo_estudiantes", "Los estudiantes no deciden el tema.", 3),
        ("estudiantes_protagonistas", "vinculo_estudiantes", "Ojalá los estudiantes decidieran el tema.", 3),
        ("error_aprendizaje", "oportunidades_mejora", "Costó mucho y nos gustaría que cambiáramos el horario.", 3),
        ("sistematizacion_evidencia", "resultados", "Se espera subir 15 puntos en la prueba.", 2),
        ("sostenibilidad", "que_la_hizo_posible", "No tenemos horas ni está en el PME.", 2),
    ],
)
def test_what_is_denied_or_wished_for_does_not_count(criterion: str, field: str, said: str, below: int) -> None:
    score = judged({field: said}, criterion)
    assert score.level is not None
    assert score.level < below
    assert "Denied or only wished for" in score.rationale


def test_what_had_to_be_done_was_done() -> None:
    score = judged(
        {"oportunidades_mejora": "No resultó los sábados y tuvimos que cambiar el horario."}, "error_aprendizaje"
    )
    assert score.level == 3


@pytest.mark.parametrize("criterion", [criterion.id for criterion in RUBRIC.criteria])
def test_a_form_that_says_nothing_of_a_criterion_has_no_level(criterion: str) -> None:
    score = judged({"escala": "mejora continua y nada más"}, criterion)
    assert (score.level, score.state, score.evidence) == (None, "no_evidence", ())


@pytest.mark.parametrize("form", [STRONG, WORDY, DENSE, INJECTED], ids=["strong", "wordy", "dense", "injected"])
def test_every_level_has_one_to_three_quotes_that_pass_the_gate(form: Mapping[str, str]) -> None:
    for score in all_judged(form):
        assert (score.level is None) == (score.evidence == ())
        assert len(score.evidence) <= MAX_QUOTES
        for quote in score.evidence:
            text = form[str(quote.field)]
            assert text[quote.start : quote.end] == quote.quote
            assert Source(text).locate(quote.quote) is not None


def test_length_wins_nothing() -> None:
    assert average(WORDY) < 1.5 < 2.5 < average(DENSE) < average(STRONG)
    assert len(str(WORDY)) > 2 * len(str(DENSE))


def test_saying_it_twice_wins_nothing() -> None:
    twice = {field: f"{text} {text}" for field, text in DENSE.items()}
    assert [s.level for s in all_judged(twice)] == [s.level for s in all_judged(DENSE)]


def test_an_order_to_the_evaluator_changes_no_level_and_is_reported() -> None:
    without = {"resumen": "Hacemos un taller de cocina.", "vinculo_estudiantes": "Participan los niños en el taller."}
    scores = all_judged(INJECTED)
    assert [s.level for s in scores] == [s.level for s in all_judged(without)]
    assert all("tells the evaluator" in s.rationale for s in scores)
    assert all("nivel 4" not in quote.quote for s in scores for quote in s.evidence)


def test_the_rationale_names_what_was_found_and_what_is_missing_for_one_more() -> None:
    why = judged({"oportunidades_mejora": "Costó mucho que vinieran los sábados."}, "error_aprendizaje").rationale
    assert why == (
        "Level 2: the form shows a difficulty; for level 3 it would have to show an adjustment because of what did not work."
    )


def test_the_same_form_gives_the_same_scores() -> None:
    assert all_judged(STRONG) == [
        EvidenceJudge(RUBRIC).judge(Experience("e", None, STRONG, focus=STRONG["foco"]), c) for c in RUBRIC.criteria
    ]


def test_fields_of_another_name_are_read_too() -> None:
    score = judged(
        {"relato": "Los estudiantes deciden el tema y enseñan a los más chicos."}, "estudiantes_protagonistas"
    )
    assert (score.level, score.evidence[0].field) == (4, "relato")


def test_a_field_of_another_name_speaks_where_it_sounds_like_the_criterion() -> None:
    score = judged({"relato": "¿Qué tendría que tener otra escuela para hacerla? Ganas."}, "transferibilidad")
    assert score.state == "scored"


def test_the_two_parts_of_a_focus_are_of_the_same_focus() -> None:
    form = {
        "necesidad": "Hay problemas de convivencia escolar.",
        "vinculo_aprendizajes": "La comprensión lectora mejora.",
    }
    assert judged(form, "pertinencia_foco").level == 2
    same = {**form, "vinculo_aprendizajes": "El buen trato entre cursos mejora."}
    assert judged(same, "pertinencia_foco").level == 3


OWN = Rubric(
    "propia",
    "v1",
    "Propia",
    (
        Criterion(
            "huerto",
            "Huerto escolar",
            "¿Cómo cuidan el huerto?",
            (
                "No hay huerto.",
                "Hay un huerto abandonado.",
                "Hay un huerto con riego.",
                "El huerto alimenta al comedor escolar.",
            ),
            fields=("resumen",),
        ),
    ),
)


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("El huerto alimenta al comedor de la escuela todos los días.", 4),
        ("Tenemos un huerto con riego por goteo.", 3),
        ("Hacemos yoga en el patio techado.", None),
        ("El huerto no alimenta al comedor escolar.", None),
    ],
)
def test_a_rubric_without_signals_goes_by_likeness_and_says_so(said: str, level: int | None) -> None:
    score = EvidenceJudge(OWN).judge(Experience("e", None, {"resumen": said}), OWN.criteria[0])
    assert score.level == level
    assert "no signals are declared" in score.rationale


def test_a_field_that_repeats_itself_for_ever_is_read_all_the_same() -> None:
    score = judged({"vinculo_estudiantes": "Los niños deciden el tema. " * 500}, "estudiantes_protagonistas")
    assert score.level == 3


def test_a_run_can_record_what_it_went_by() -> None:
    assert JUDGE.signals_hash == EvidenceJudge(RUBRIC).signals_hash
    assert len(str(JUDGE.signals_hash)) == 16
    assert EvidenceJudge(OWN).signals_hash is None


def test_the_judge_is_called_evidence() -> None:
    assert JUDGE.name == "evidence"
