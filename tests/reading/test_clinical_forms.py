import pytest

from qualkit.reading.privacy.entities import find_entities

FORM = """Nombre: Montserrat Aurora.
Apellidos: Granada Lozano.
NHC: 368503.
NASS: 26 63514095.
Domicilio: Av. Litoral, 30, 1º C.
Localidad/ Provincia: Puerto Espuma.
CP: 28028.
País: España.
Fecha de nacimiento: 02/01/2013.
Edad: 13 años Sexo: M.
Fecha de Ingreso: 15/01/2019.
Médico: Antonio Hernández NºCol: 28 28 70977.
Varón de 41 años, sin antecedentes.
Remitido por: Dra. A. Parente Soler. Hospital de Poniente. C/ Maiquez, 9 - 4º F. 28009 Madrid. (España) e-mail: aparente@ejemplo.es
"""


def found(label):
    return [entity.text for entity in find_entities(FORM) if entity.label == label]


@pytest.mark.parametrize(
    ("label", "texts"),
    [
        ("PERSONA", ["Montserrat Aurora", "Granada Lozano", "Antonio Hernández", "A. Parente Soler"]),
        ("ID", ["368503", "26 63514095", "28 28 70977"]),
        ("DIRECCION", ["Av. Litoral, 30, 1º C", "C/ Maiquez, 9 - 4º F"]),
        ("COMUNA", ["Puerto Espuma", "28028", "España", "28009", "Madrid", "España"]),
        ("FECHA", ["02/01/2013"]),
        ("EDAD", ["13 años", "41 años"]),
        ("CORREO", ["aparente@ejemplo.es"]),
        ("ESTABLECIMIENTO", ["Hospital de Poniente"]),
    ],
)
def test_the_fields_of_a_form_and_its_signature(label, texts):
    assert found(label) == texts


@pytest.mark.parametrize(
    "text",
    ["Cargo del responsable: encargada de convivencia", "Responsables: Equipo PIE y UTP", "Nombre de la red: Red Los Copihues",
     "Docente: por confirmar", "Curso: 3° básico", "Edad: no informa", "Folio: pendiente"],
)  # fmt: skip
def test_fields_that_name_nobody(text):
    assert find_entities(text) == ()
