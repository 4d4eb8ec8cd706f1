"""Invented talk and forms that the evidence gate is tried on. No person, school or sentence in them is real.

Spoken Chilean Spanish with what real transcripts hold: recogniser errors, repeated words, figures in digits and in
words, nested quotes, dashes, soft hyphens, hard spaces, lines that break in the middle of a sentence.
"""

from dataclasses import dataclass
from unicodedata import is_normalized

from qualkit.evidence import Source
from qualkit.model import Span


@dataclass(frozen=True)
class Invented:
    """A text, and the spans of it that somebody says or writes (labels stand outside)."""

    text: str
    spans: tuple[Span, ...]

    @property
    def source(self) -> Source:
        return Source(self.text, self.spans)

    @property
    def turns(self) -> tuple[str, ...]:
        return tuple(span.of(self.text) for span in self.spans)


def spoken(*labels_and_words: tuple[str, str]) -> Invented:
    """Return one text with a line a turn, ``Label: words``, and a span on the words of each."""
    text = ""
    spans = []
    for label, words in labels_and_words:
        start = len(text) + len(f"{label}: ")
        spans.append(Span(start, start + len(words)))
        text += f"{label}: {words}\n"
    assert is_normalized("NFC", text)
    return Invented(text, tuple(spans))


def written(text: str) -> Invented:
    """Return a form field: all of it is what somebody writes."""
    assert is_normalized("NFC", text)
    return Invented(text, (Span(0, len(text)),))


MEETING = spoken(
    (
        "Marcela Soto (facilitadora)",
        "ya, buenas tardes a todos y a todas, ¿me escuchan bien? La idea de hoy es que contemos qué nos resultó y "
        "qué no nos resultó este año.",
    ),
    (
        "Profesor Iván",
        "Mira, nosotros partimos con 12 familias y terminamos con 47, o sea, casi un 30\u00a0% más de lo que habíamos "
        "soñado... pero no todas llegaron a la última sesión.",
    ),
    (
        "Tía Rosa",
        "Yo no creo que haya sido por falta de ganas, fue por la hora — a las 8:30 nadie puede —, y eso lo dijimos "
        "en marzo.",
    ),
    ("Marcela Soto (facilitadora)", "¿Y qué hicieron entonces?"),
    (
        "Profesor Iván",
        "Cambiamos la reunión a las 17:45 y ahí subió la asistencia: de un 3,5 de promedio a un 6,2; nos costó "
        "$1.250.000 pesos en total, entre colaciones y transporte.",
    ),
    (
        "Tía Rosa",
        "La directora nos dijo: «aquí la co-docencia no es un lujo, es la manera de trabajar», y nosotras le creímos, "
        "le creímos de verdad.",
    ),
    (
        "Don Héctor",
        "a mí me pasa que los niños, los niños chicos sobre todo, no no no entienden la pauta, pero cuando la hacemos "
        "con ellos sí la entienden po.",
    ),
    (
        "Marcela Soto (facilitadora)",
        "Gracias, don Héctor. Entonces anoto: 12 de marzo de 2024, acuerdo número dos, revisar la pauta con los "
        "estudiantes de 5.º básico y de 7° A, niños y niñas por igual.",
    ),
)

INTERVIEW = spoken(
    ("Entrevistadora", "¿Cómo partió la red de ustedes, el trabajo en red digo?"),
    (
        "Paula",
        "Partió chiquitito: éramos treinta y dos profesores de tres escuelas,\nnos juntábamos los jueves y al "
        "principio nadie sabía bien\npara qué.",
    ),
    (
        "Paula",
        "Después llegó la pandemia y la conver\u00ad\nsación se fue al computador; perdimos como dos mil quinientas "
        "horas de encuentro, esa cuenta la sacó la ex-jefa de UTP.",
    ),
    ("Entrevistadora", "¿Y eso cómo lo resolvieron? ¿Con plata?"),
    (
        "Paula",
        "No con plata… con tiempo. Nos dieron 44\u00a0horas, después 38, y el tres coma cinco por ciento del "
        "presupuesto comunal.",
    ),
    (
        "Jorge",
        "Yo agregaría una cosa: la confianza no se decreta. La confianza se demora, y cuando se rompe —y se rompió— "
        "hay que pedir perdón.",
    ),
    ("Entrevistadora", "Pedir perdón, dice usted."),
    (
        "Jorge",
        "Sí, pedir perdón. Hubo colegas que nunca más volvieron, y una que volvió dijo: “pucha, yo también me "
        "equivoqué”. Eso, eso fue lo más fuerte para mí.",
    ),
    (
        "Paula",
        "Ya en el 2.º semestre fue distinto, subimos a 10 000 visitas en la página www.redejemplo.cl y al correo "
        "hola.red@ejemplo.cl nos escribía hasta gente de Ñuñoa y de Ñiquén.",
    ),
)

CLOSING = spoken(
    (
        "Speaker 1",
        "bueno entonces lo que yo rescato del año es que aprendimos a mirar la clase del otro sin juzgar y eso antes "
        "no lo hacíamos",
    ),
    (
        "Speaker 2",
        "si yo igual al principio me daba verguenza que me fueran a ver pero despues una se acostumbra y los cabros "
        "ni se dan cuenta",
    ),
    ("Speaker 1", "haber cuéntame qué fue lo que más les costó"),
    (
        "Speaker 2",
        "lo que más nos costó fue la planificación con junta porque el profe de matemática halla arriba tiene otro "
        "horario y somos veintiún cursos",
    ),
    (
        "Speaker 3",
        "o sea yo creo que yo creo que el cambio grande fue que los apoderados entraron a la sala y no pa' retar sino "
        "pa' leer cuentos con los niñ@s",
    ),
    ("Speaker 1", "ya y si tuvieran que decirlo en una frase"),
    ("Speaker 3", "que nadie enseña solo nadie enseña solo eso diría"),
    (
        "Speaker 2",
        "y que faltó plata po faltaron como 3 mil pesos por niño cada mes y a veces medio millón de pesos para los "
        "buses y en el año dos mil uno ni eso había",
    ),
)

FORM = written(
    'Nuestra experiencia se llama "Leer en familia" y nace el 2022 en una escuela rural. El problema: solo el 41,7% '
    "de los estudiantes de 2° básico leía con fluidez, y las familias —en su mayoría temporeras— no podían venir en "
    "el día.\n\nQué hicimos:\n- Círculos de lectura los sábados (cada 15 días), con libros que elegían los niños/as "
    "del curso.\n- Un grupo de mensajes donde las mamás, los papás y los abuelos mandaban audios de 1 a 2 minutos.\n\n"
    "Resultados: pasamos del 41,7% al 63,2% entre abril y noviembre; 118 de 204 estudiantes terminaron 10 o más "
    "libros. ¿Qué falta? Sistematizar… y que la actividad no dependa de una sola persona. La sala estaba a -3 °C en "
    "julio, así que también faltó leña. Cada niño(a) lleva su bitácora y tod*s opinan; la nota bajó de 6½ a 6."
)


def _survey() -> Invented:
    return spoken(
        ("Aprendizajes", "Aprendí que evaluar no es poner nota: es conversar sobre lo que el estudiante hizo."),
        (
            "Mejoras",
            "Que las sesiones empiecen a la hora; perdimos 20 minutos en cada una (4 sesiones, 80 minutos en total).",
        ),
        (
            "Una frase",
            "La profesora I. M. dijo que \"el error es información\" y yo me quedé con eso; 'el error es información', "
            "lo tengo pegado en la sala.",
        ),
        (
            "Próximo año",
            "Ocuparía menos diapositivas y más práctica. También más tiempo, más tiempo para planificar juntos, y un "
            "kit de 9 páginas, no de 90.",
        ),
        ("Recomendación", "El 100 % de mi equipo lo recomienda... bueno, el 99,9 %, que siempre hay un pero."),
        ("Territorio", "Sector El Boldo bajo, a 35 kms de la ciudad (ruta Q-50), código 2024-B."),
    )


SURVEY = _survey()

FIGURES = spoken(
    ("Ana", "nos mandaron un millón doscientos mil pesos en enero y éramos como ciento un estudiantes."),
    ("Luis", "el promedio subió a cuatro y medio, este es el décimo tercer encuentro de la red."),
    ("Ana", "anótelo: 9 1234 5678 es el teléfono. Y bajó un cero coma ocho; ahí hubo .5 puntos en la prueba."),
    ("Luis", "firmaron el cien por cien de las familias y asistió el 30 porciento."),
    ("Ana", "y entre todos ellos son dos millones y medio de pesos."),
    (
        "Luis",
        "trabajamos con la comunidad LGBTIQ+ del sector, con el 4°B de la mañana y con los y/o las apoderadas que "
        "quieran.",
    ),
    ("Ana", "partimos a las 5 p.m. y el 1.er ciclo vino completo; las fami\u2060lias no llegan nunca."),
    ("Luis", "en los noventa una profesora nos decía eso. Éramos cinco cuatro no llegaron nunca."),
    ("Ana", 'bueno—o sea la hora no nos sirve, y me dijo"no vengo nunca más" y se fue.'),
    ("Luis", "dijo no…no…no y nada más, y las\u00ad tías se fueron."),
    ("Ana", "la Katy y la Åse sumaron la media x̄ de todo, con 5 Ω y con 20 K."),
)

SOURCES = {
    "meeting": MEETING,
    "interview": INTERVIEW,
    "closing": CLOSING,
    "form": FORM,
    "survey": SURVEY,
    "figures": FIGURES,
}
