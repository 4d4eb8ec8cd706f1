"""Invented sessions as frozen documents, turn by turn."""

from collections.abc import Sequence

from qualkit.language.segments import segment
from qualkit.model import Document, Segment, Span, Turn

LEAD = "Facilitadora 1"
Line = tuple[str, str]


def frozen(lines: Sequence[Line], *, kind: str = "transcript", seconds: float | None = 60.0) -> Document:
    """Return a document with one turn per line, a minute each; whoever is called ``LEAD`` facilitates."""
    text, turns = "", []
    for i, (speaker, words) in enumerate(lines):
        start = len(text) + len(speaker) + 2
        times = (None, None) if seconds is None else (i * seconds, (i + 1) * seconds)
        channel = "chat" if kind == "chat" else "speech"
        turns.append(Turn(Span(start, start + len(words)), speaker, *times, channel, speaker == LEAD))
        text += f"{speaker}: {words}\n"
    return Document("d1", "sesión 1", kind, text, tuple(turns), "Red Norte", 1, "2025-05-08")


def segments_of(document: Document) -> list[Segment]:
    """Return the segments of a document as ``ingest`` makes them."""
    spans = [
        (i, span.shifted(turn.span.start))
        for i, turn in enumerate(document.turns)
        for span in segment(document.text_of(turn))
    ]
    return [Segment(document.id, index, turn, span) for index, (turn, span) in enumerate(spans)]


CONNECT: Sequence[Line] = (
    (
        LEAD,
        "Buenas tardes a todas y todos, bienvenidas. Partimos con la ronda de llegada: en una palabra, cómo llegan.",
    ),
    ("Persona 1", "Yo llego cansada, pero contenta de verlas, la verdad."),
    ("Persona 2", "Yo con frío, se nos cortó la luz en la escuela."),
    (LEAD, "Bienvenido. ¿Quién más se suma a la ronda de llegada?"),
)
KNOW: Sequence[Line] = (
    (LEAD, "Ahora sí comparto pantalla. Esta lámina trae los resultados de la consulta que respondieron en marzo."),
    ("Persona 1", "A nosotras nos llama la atención que la lectura salga primero."),
    (LEAD, "Según la encuesta, el concepto que más se repite es ese. Vamos a la siguiente lámina."),
)
SHARE: Sequence[Line] = (
    (LEAD, "Pasamos a los grupos, veinte minutos, abro las salas. La consigna es contar una experiencia."),
    (LEAD, "Van volviendo. ¿Quién cuenta de la sala uno?"),
    (
        "Persona 2",
        "En nuestro grupo conversamos de la biblioteca rodante, nosotros partimos con cuatro cajones de fruta.",
    ),
    ("Persona 3", "En la sala dos conversamos la experiencia de los recreos, y qué hicieron los niños cuando llovió."),
)
BUILD: Sequence[Line] = (
    (LEAD, "Vamos a los acuerdos, con nombre y fecha, que después nos vemos en junio."),
    ("Persona 2", "Yo me comprometo a mandar la pauta de la biblioteca antes del viernes 6 de junio."),
    (LEAD, "Dos, Persona 3 trae las fotos de los recreos a la próxima sesión."),
    ("Persona 1", "Yo no me comprometo con otra reunión más, se los digo al tiro."),
    (LEAD, "Cerremos con una última vuelta."),
)
WHOLE: Sequence[Line] = (*CONNECT, *KNOW, *SHARE, *BUILD)
