"""Which words before a colon are somebody's name and which are the beginning of what they say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from qualkit.reading.privacy.names import FIRST_NAMES
from qualkit.reading.spelling import bare, word_set

LONGEST = 60
MOST_WORDS = 9

# Never a speaker, however often they stand before a colon.
_SPEECH = word_set(
    """
    entonces por ejemplo o sea es decir osea ejemplo ejemplos primero segundo tercero cuarto quinto uno una dos
    tres cuatro cinco seis siete ocho nueve diez ojo nota pregunta preguntas respuesta respuestas conclusion
    conclusiones ademas tambien bueno mira miren claro si no pero porque ahora luego despues finalmente ultimo
    digo dice dijo dijeron fecha hora lugar tema temas titulo asunto duracion asistentes participantes asistencia
    tabla acta objetivo objetivos acuerdo acuerdos compromiso compromisos tarea tareas resumen introduccion
    contexto problema problemas solucion propuesta propuestas resultado resultados actividad actividades indicador
    indicadores meta metas articulo capitulo inciso punto puntos paso pasos etapa etapas fase fases sesion reunion
    red territorio territorios escuelas link enlace correo telefono direccion web sitio email mail whatsapp
    importante atencion recordatorio resumiendo total nombre apellido apellidos domicilio localidad pais sexo edad
    cargo rut rbd curso asignatura comuna region objective note example question answer so yes but and
    transcripcion grabacion archivo fuente cita texto primer segunda tercera principio principios derecho derechos
    ley parte lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio julio
    agosto septiembre octubre noviembre diciembre
    """
)
_SPEECH_STARTS = word_set(
    """
    el la los las un una unos unas y e o pero que como cuando donde porque para por en de del al con sin sobre
    entre si no ni yo tu ella ellos ellas nosotros nosotras ustedes usted este esta estos estas ese esa eso esto
    aquel mi mis su sus nuestro nuestra nuestros nuestras otro otra otros otras hay es son fue era lo le les se me
    te nos ya asi muy mas tan entonces tambien ademas ahora quiero creo solo solamente desde hasta hacia segun
    cada todo toda gracias hola bueno ejemplo the a an and or but so if in on of to for is are this that it we you
    i my our what how when
    """
)
_PARTICLES = word_set(
    """
    de del la las los el y e da do dos von van der di san santa mc jr sr
    """
)
_ROLES = word_set(
    """
    facilitador facilitadora moderador moderadora relator relatora host anfitrion anfitriona entrevistador
    entrevistadora entrevistado entrevistada participante participanta persona hablante speaker voz profesor
    profesora profe director directora docente estudiante alumno alumna apoderado apoderada utp coordinador
    coordinadora sostenedor sostenedora encargado encargada asistente educadora educador psicologo psicologa
    inspector inspectora interviewer interviewee presentador presentadora expositor expositora invitado invitada
    secretaria tia tio miss desconocido unknown sala grupo equipo mesa
    """
)
_SCHOOLS = word_set(
    """
    escuela esc liceo colegio col jardin instituto inst internado cesfam slep daem deprov
    """
)
_DEVICES = word_set(
    """
    iphone ipad galaxy samsung android motorola huawei xiaomi redmi celular notebook pc
    """
)
_DEVICES_ALONE = frozenset(("iphone", "ipad", "galaxy"))  # «Celular: …» by itself may be a field of a form
_ABBREVIATED = re.compile(
    r"\b(?:Esc|Col|Inst|Prof|Profa|Sra?|Srta|Dra?|Lic|Ing|Ma|Fco|St|Sta|Sto|Jr|Mr|Mrs|Ms|Pto|Educ|Dpto|Depto|Enc|Coord|Dir|Insp|Psic|Orient|Mun|Bás|Av|[A-ZÁÉÍÓÚÑ])\.",
    re.IGNORECASE,
)
_SHORT_CAPITAL = re.compile(r"\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{1,4}\.(?=\s+[A-ZÁÉÍÓÚÑ-])")
_SENTENCE_MARK = re.compile(r"\.(?=\s|$)|[?!¿¡;…\"«»“”=<>{}\[\]\\/]|,\s+(?=[a-záéíóúñ])")
_BESIDE = re.compile(r"\s*[/\\]\s*")  # «Liceo Mirador / Ana»: school and name side by side
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_INITIALS = re.compile(r"(?!(?:NO|SI|OK)\b)[A-ZÑ]{1,2}\d{0,2}\.?$")  # «E:» and «P2:» in interviews
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_WORD = re.compile(r"[^\W_][\w'’.°]*")


@dataclass(frozen=True, slots=True)
class Candidates:
    """What stands before a colon in a file: how often each, how often with a time or in bold, among how many lines."""

    counts: Mapping[str, int]
    marked: frozenset[str]
    lines: int


def seen(label: str) -> str:
    """Return a label without zero-width characters and marks of direction: with and without is one person."""
    return label if label.isascii() else _UNSEEN.sub("", label).strip()


def without_brackets(label: str) -> str:
    """Return «[Ana Pino]» as «Ana Pino»: some tools put the whole label in brackets; and without unseen characters."""
    label = seen(label)
    return label[1:-1].strip() if label.startswith("[") and label.find("]") == len(label) - 1 else label


def may_be_label(label: str) -> bool:
    """Say whether ``label`` has the shape of a speaker label at all: short, no sentence, no time, no address."""
    if len(label) > LONGEST:
        return False
    core = _without_slash(_ASIDE.sub("", label).strip())
    if not core or not any(char.isalpha() for char in core):
        return False
    if "://" in label or "@" in core.split()[-1][1:] or core.casefold().endswith(("http", "https")):
        return False
    words = core.split()
    if len(words) > MOST_WORDS or _SENTENCE_MARK.search(_without_abbreviations(core)):
        return False
    return bare(core) not in _SPEECH and bare(core) != ""


def _without_abbreviations(label: str) -> str:
    return _SHORT_CAPITAL.sub("", _ABBREVIATED.sub("", label))


def _without_slash(label: str) -> str:
    """Return «Liceo Mirador / Ana» without its slash where both sides are written as names and one is known.

    Of three people at one screen («Paola / Pedro / Luis») all must be known.
    """
    sides = _BESIDE.split(label)
    if len(sides) < 2 or not all(map(looks_like_name, sides)):
        return label
    known = [has_role(side) or bare(side).split()[0] in FIRST_NAMES for side in sides]
    return " ".join(sides) if all(known) or (len(sides) == 2 and any(known)) else label


def looks_like_name(label: str) -> bool:
    """Say whether every word of ``label`` is written as in a name, and it does not begin as a sentence does."""
    words = _WORD.findall(_ASIDE.sub("", label))
    if not words or bare(words[0]) in _SPEECH_STARTS or all(bare(word) in _SPEECH for word in words):
        return False
    return all(word[0].isupper() or word[0].isdigit() or bare(word) in _PARTICLES for word in words)


def has_role(label: str) -> bool:
    """Say whether ``label`` opens with what somebody is: a role, a school, a device."""
    words = bare(label).split()
    if not words:
        return False
    if words[0] in _DEVICES:
        return len(words) > 1
    return (words[0] in _ROLES or words[0] in _SCHOOLS) and _short_and_capital(label)


def _short_and_capital(label: str) -> bool:
    words = _WORD.findall(_ASIDE.sub("", label))
    return (
        len(words) <= 6
        and words[0][0].isupper()
        and all(word[0].isupper() or word[0].isdigit() or len(word) <= 3 for word in words[1:])
    )


def accepted(candidates: Candidates) -> frozenset[str]:
    """Return the candidates that are speakers' labels.

    A label is taken for its shape (a name, a role) when it comes back or when the file is full of labels; where nearly
    every line carries one, as in Zoom's captions, any short one is taken.
    """
    shaped = {label: n for label, n in candidates.counts.items() if may_be_label(label)}
    share = sum(shaped.values()) / max(1, candidates.lines)
    if share >= 0.9 and candidates.lines >= 3:
        return frozenset(label for label, n in shaped.items() if _fits_labelled_file(label, n))
    if share == 1 and all(_fits_full_file(label, n) for label, n in shaped.items()):
        return frozenset(shaped)
    sure = frozenset(label for label, n in shaped.items() if _is_sure(label, n, label in candidates.marked))
    sure_lines = sum(shaped[label] for label in sure)
    full = bool(sure) and sure_lines >= 0.3 * candidates.lines
    return sure.union(label for label, n in shaped.items() if full and _fits_full_file(label, n))


def _fits_full_file(label: str, n: int) -> bool:
    """Say whether ``label`` is a speaker's in a file full of labels; one word that comes once must be a name."""
    if has_role(label) or bare(label) in _DEVICES_ALONE:
        return True
    words = bare(_ASIDE.sub("", label)).split()
    return looks_like_name(label) and (n >= 2 or len(words) >= 2 or words[0] in FIRST_NAMES)


def _fits_labelled_file(label: str, n: int) -> bool:
    words = bare(label).split()
    if looks_like_name(label) or has_role(label) or (n >= 2 and _INITIALS.match(label)):
        return True
    return words[0] not in _SPEECH_STARTS and (n >= 2 or len(words) <= 3)


def _is_sure(label: str, n: int, is_marked: bool) -> bool:
    if has_role(label):
        return n >= 2 or is_marked or bare(label).split()[0] in _ROLES
    if _INITIALS.match(label):
        return n >= (2 if is_marked else 3)
    if not looks_like_name(label):
        return False
    words = bare(_ASIDE.sub("", label)).split()
    if is_marked or (n >= 2 and len(words) >= 2):
        return True
    known = any(word in FIRST_NAMES for word in words[:4])
    return (known and (n >= 2 or len(words) >= 2)) or n >= 3
