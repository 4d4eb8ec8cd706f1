import pytest

from qualkit.model import Code, Codebook


@pytest.fixture(scope="session")
def book():
    """A small invented book: two families, a residual head, an exclusion, a code whose phrases are wishes."""
    return Codebook(
        name="huerto",
        version="v1",
        title="Huerto escolar",
        codes=(
            Code(
                "huerto",
                "Huerto de la escuela",
                "Todo lo que pasa en el huerto.",
                include=("Usar solo si no se distingue un código",),
                phrases=("huerto",),
            ),
            Code(
                "riego",
                "Riego",
                "Cómo llega el agua a las plantas y quién riega.",
                parent="huerto",
                include=("Turnos de riego, mangueras, falta de agua",),
                exclude=("Lluvia como conversación",),
                indicators=("Hoy me toca regar a mí", "Se cortó el agua otra vez"),
                phrases=("regar las plantas", "turno de riego", "manguera", "agua"),
            ),
            Code(
                "cosecha",
                "Cosecha",
                "Lo que se recoge y lo que se hace con ello.",
                parent="huerto",
                exclude=("Compra de verduras en la feria → riego",),
                indicators=("Sacamos tres cajas de lechugas", "Cocinamos lo que cosechamos"),
                phrases=("cosechar", "sacar lechugas", "no dio nada"),
            ),
            Code(
                "deseos",
                "Deseos",
                "Lo que el curso quisiera para el huerto el próximo año.",
                indicators=(
                    "Nos gustaría tener abejas",
                    "Ojalá tuviéramos un invernadero",
                    "Queremos plantar frutales",
                ),
                phrases=("nos gustaría", "invernadero"),
            ),
        ),
    )
