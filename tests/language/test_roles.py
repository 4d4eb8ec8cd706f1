"""Charges and kinds of school that a text names."""

import pytest

from qualkit.language.roles import charges_in, school_traits_in


@pytest.mark.parametrize(
    ("text", "charges"),
    [
        pytest.param("Mi directora dijo que no.", {"dirección"}, id="head"),
        pytest.param("la jefa de UTP y el inspector general", {"jefatura UTP", "inspectoría"}, id="two"),
        pytest.param("soy la encargada de convivencia", {"encargado de convivencia"}, id="of"),
        pytest.param("SOMOS DOS PSICÓLOGAS", {"psicología"}, id="capitals and accents"),
        pytest.param("la coordinadora del PIE", {"coordinación PIE"}, id="pie"),
        pytest.param("los profes, las docentes, los estudiantes y las apoderadas", set(), id="many"),
        pytest.param("hay que darle una dirección al proyecto", set(), id="a word that is no charge"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_charges(text: str, charges: set[str]) -> None:
    assert charges_in(text) == charges


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        pytest.param("nosotros somos una escuela unidocente", {"escuela unidocente"}, id="one teacher"),
        pytest.param("En el internado no hay señal", {"internado"}, id="boarding"),
        pytest.param("la Red Isla Canelo se reunió", set(), id="a territory is no trait"),
        pytest.param("la escuela de la esquina", set(), id="any school"),
    ],
)
def test_traits(text: str, traits: set[str]) -> None:
    assert school_traits_in(text) == traits
