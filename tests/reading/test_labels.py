import pytest

from qualkit.reading.labels import Candidates, accepted, has_role, looks_like_name, may_be_label


@pytest.mark.parametrize(
    "label",
    [
        "Ana",
        "Ana Pino (UTP)",
        "Esc. Los Aromos - Paola",
        "iPhone de Paola",
        "J. I. Pino",
        "Pino Rey, Ana María",
        "Liceo Pto. Claro",
        "Ana Pino - Escuela.cl",
    ],
)
def test_labels_as_meeting_tools_write_them_may_be_labels(label):
    assert may_be_label(label)


@pytest.mark.parametrize(
    "label",
    ["Entonces", "Por ejemplo", "O sea", "https", "12", "Fecha", "Ya. No sé qué decir", "¿Sabes qué", "", "x" * 61,
     "quiero decir una cosa que me parece muy importante ahora", "ana@correo.cl"],
)  # fmt: skip
def test_speech_is_no_label(label):
    assert not (may_be_label(label) and looks_like_name(label))


@pytest.mark.parametrize(
    ("label", "is_name"), [("Ana de la Paz", True), ("El tema central", False), ("Chile Actual", True), ("nota", False)]
)
def test_names_have_capitals(label, is_name):
    assert looks_like_name(label) is is_name


@pytest.mark.parametrize(("label", "has"), [("Facilitadora", True), ("Persona 6", True), ("Liceo Mirador", True),
                                            ("Escuela que no quiere participar", False),
                                            ("iPhone", False), ("", False)])  # fmt: skip
def test_roles_schools_and_devices(label, has):
    assert has_role(label) is has


@pytest.mark.parametrize(
    ("counts", "lines", "expected"),
    [
        pytest.param({"Ana Pino": 2}, 40, {"Ana Pino"}, id="a-name-that-comes-back"),
        pytest.param({"Santiago Actual": 1}, 40, {"Santiago Actual"}, id="a-known-first-name"),
        pytest.param({"Calidad Total": 1}, 40, set(), id="capitals-once"),
        pytest.param({"Facilitadora": 1}, 40, {"Facilitadora"}, id="a-role-once"),
        pytest.param({"nixo": 4, "Ana": 5}, 9, {"nixo", "Ana"}, id="handles-where-every-line-has-a-label"),
        pytest.param(
            {"Ana Pino": 5, "Luis Rey": 5, "Anotado": 1, "Herminda Lazo": 1},
            20,
            {"Ana Pino", "Luis Rey", "Herminda Lazo"},
            id="full-file",
        ),
    ],
)
def test_which_candidates_are_speakers(counts, lines, expected):
    assert accepted(Candidates(counts, frozenset(), lines)) == expected


@pytest.mark.parametrize(
    ("label", "may_be"),
    [
        pytest.param("Liceo Mirador / Hugo", True, id="school-and-name"),
        pytest.param("Marcela Pino/Escuela Los Robles", True, id="without-spaces"),
        pytest.param("Ventajas / Desventajas", False, id="two-headings"),
        pytest.param("Profesores/as", False, id="both-genders"),
        pytest.param("Escuela / Marta / 3.º A", False, id="three-sides"),
        pytest.param("Paola / Pedro / Luis", True, id="three-people"),
    ],
)
def test_school_and_name_side_by_side(label, may_be):
    assert may_be_label(label) is may_be
