import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.reading.tabular.columns import EXPERIENCES, Vocabulary, is_known_heading, readings, snake, without_names

WORDS = Vocabulary({"need": ("necesidad", "problema abordado"), "name": ("nombre",)}, ((("punto", "partida"), "need"),))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NECESIDAD", "need"),
        ("  necesidad:  ", "need"),
        ("3. Necesidad", "need"),
        ("III) Necesidad", "need"),
        ("Pregunta 4: Necesidad", "need"),
        ("Necesidad (máximo 600 caracteres) *", "need"),
        ("Necesidad: ¿qué los movió?", "need"),
        ("Sobre la experiencia [Necesidad]", "need"),
        ("Diagnóstico › Necesidad", "need"),
        ("¿Cuál fue el punto de partida?", "need"),
        ("Nesesidad", "need"),
        ("Necesidda", "need"),
        ("Problema abodrado", "need"),
        ("Nonbre", "name"),
        ("Hombre nuevo", None),
        ("necesidades y más", None),
        ("", None),
    ],
)
def test_a_heading_is_taken_tolerantly(heading, field):
    assert WORDS.field_of(heading) == field


def test_a_number_is_never_a_slip():
    assert Vocabulary({"id": ("ficha n 1",)}).field_of("ficha n 2") is None


def test_a_slip_that_may_be_two_fields_is_none():
    assert Vocabulary({"a": ("logrado",), "b": ("lograda",)}).field_of("logradx") is None


def test_each_field_is_fed_once_and_exact_names_go_first():
    header = ("punto de partida", "Nesesidad", "Necesidad", "Nombre")
    assert WORDS.match(header) == {"punto de partida": None, "Nesesidad": None, "Necesidad": "need", "Nombre": "name"}


def test_what_was_edited_goes_before_every_guess():
    header = ("Necesidad", "Otra cosa")
    assert WORDS.match(header, {"otra COSA": "need"}) == {"Necesidad": None, "Otra cosa": "need"}
    assert WORDS.match(header, {"Necesidad": None}) == {"Necesidad": None, "Otra cosa": None}


def test_known_headings_tell_a_header_from_answers():
    assert is_known_heading("¿Qué ayudó?")
    assert not is_known_heading("Nos ayudó la biblioteca")


@given(st.text())
def test_no_heading_is_too_odd(heading):
    assert isinstance(EXPERIENCES.field_of(heading), str | None)
    assert all(reading == reading.strip() and reading for reading in readings(heading))


@given(st.text(), st.sets(st.text(max_size=5)))
def test_the_name_of_a_field_is_new_and_short(heading, taken):
    name = snake(heading, taken)
    assert name
    assert name not in taken
    assert len(name) <= 64


def test_headings_lose_the_people_in_them():
    assert without_names("¿Cómo evalúa a la facilitadora Marcela Soto?") == "¿Cómo evalúa a la facilitadora …?"
    assert without_names("¿Cómo evalúa el taller?") == "¿Cómo evalúa el taller?"
