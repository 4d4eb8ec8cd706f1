"""Names of schools in a text: «Escuela Rural Los Aromos», «Esc. Los Aromos», and «Los Aromos» once the school is
known.
"""

import re
from collections.abc import Collection, Iterator

from qualkit.reading.names import FIRST_NAMES
from qualkit.reading.spelling import bare, word_set

_KEYWORD = (
    r"(?:[Ee]scuela|ESCUELA|Esc\b\.?|"
    r"[Ll]iceo|LICEO|[Cc]olegio|COLEGIO|Col\.|[Jj]ard[ií]n(?:[^\S\n]+[Ii]nfantil)?"
    r"|[Ii]nstituto"
    r"|[Ss]ala [Cc]una|[Cc]omplejo [Ee]ducacional|[Cc]entro [Ee]ducacional|[Ii]nternado"
    r"|CEIA|[Mm]icrocentro|[Pp]arvulario)"
)
_TYPE = (
    r"(?:[Rr]ural|[Bb][áa]sica|[Mm]unicipal|[Ee]special|[Pp]articular|[Bb]icentenario|[Pp]olivalente|[Tt][ée]cnic[oa]"
    r"|[Dd]iferencial|[Aa]gr[íi]cola|[Ii]ndustrial|[Cc]omercial|[Pp]olit[ée]cnico|[Mm]ultigrado|[Ss]ubvencionad[oa]"
    r"|[Ii]nfantil|[Dd]e [Ll]enguaje|[Dd]e [Pp][áa]rvulos|[Tt][ée]cnico[- ][Pp]rofesional"
    r"|[Cc]ient[íi]fico[- ][Hh]umanista)"
)
_CODE = r"(?:[A-H]\s?-?\s?N?[°º]?\s?\d{1,4}|N(?:[°ºo]\.?|ro\.?)\s?\d{1,4})"
_CAPITAL = (
    r"(?:(?:Pto|Pte|Sta|Sto|Gral|Dra?|Sra?|Pdte|Tte|Cap|Alte|Prof|Mons|Fco|[A-ZÁÉÍÓÚÑ])\.|[A-ZÁÉÍÓÚÑÜ][\w'’]*)(?!\w)"
)
_NAME = rf"{_CAPITAL}(?:[^\S\n]+(?:(?:de|del|la|las|los|el|y|e)[^\S\n]+){{0,3}}(?:{_CAPITAL}|{_CODE}))*"
_SCHOOL = re.compile(
    rf"(?<!\w){_KEYWORD}(?P<types>(?:[^\S\n]+{_TYPE})*)[^\S\n]+(?P<name>{_CODE}(?:[^\S\n]*,?[^\S\n]*[\"«“]?{_NAME}[\"»”]?)?|[\"«“]?{_NAME}[\"»”]?)"
)
_HEADWORD = re.compile(
    r"^(?:escuela|esc|liceo|colegio|col|jardin|infantil|instituto|sala|cuna|complejo|centro|educacional|internado|ceia"
    r"|microcentro|rural|basica|municipal|especial|particular|bicentenario|polivalente|tecnico|tecnica|diferencial|agricola"
    r"|industrial|comercial|politecnico|multigrado|subvencionado|subvencionada|parvulario|profesional|de|lenguaje|parvulos)\s+"
)
_NOT_SCHOOLS = word_set(
    """
    medico profesores profesionales verano padres lideres abierta activa saludable inclusiva invierno
    """
)
_STOP_AFTER = word_set(
    """
    utp pie pme pei slep daem director directora profesora profesor jefe jefa inspectora inspector convivencia
    educadora psicologa psicologo orientadora y si no pero entonces ya gracias hola bueno en la el los persona
    """
)
FEWEST_LETTERS = 5
_WHOLE_WORDS = {
    "pto": "puerto",
    "pte": "puente",
    "sta": "santa",
    "sto": "santo",
    "gral": "general",
    "pdte": "presidente",
}


def core_of(school: str) -> str:
    """Return what tells a school from others: its name without «Escuela», «Liceo», «Rural» (``bare``)."""
    core = " ".join(_WHOLE_WORDS.get(word, word) for word in bare(school).split())
    while (shorter := _HEADWORD.sub("", core)) != core:
        core = shorter
    return core


def find_schools(text: str, known: Collection[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the schools named in ``text``; ``known`` are schools whose bare name is looked for too."""
    for match in _SCHOOL.finditer(text):
        end = _trimmed_end(text, match)
        if end > match.start("name"):
            yield match.start(), end
    yield from _known(text, known)


def _trimmed_end(text: str, match: re.Match[str]) -> int:
    """Return where the name ends, without the words of the sentence after it; its start where it is none."""
    start = match.start("name")
    name = match.group("name")
    words = list(re.finditer(r"[^\s]+", name))
    first = bare(words[0].group())
    if first in _NOT_SCHOOLS or (first in _STOP_AFTER and first not in ("la", "el", "los")):
        return start
    end = words[0].end()
    for word in words[1:]:
        clean = bare(word.group())
        if clean in _STOP_AFTER and clean not in ("la", "el", "los", "y", "en"):
            break
        is_particle = clean in ("de", "del", "la", "las", "los", "el", "y", "e") and word.group()[0].islower()
        if not is_particle:
            end = word.end()
    return start + len(name[:end].rstrip(".,"))


def _known(text: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    cores = sorted({core_of(school) for school in known}, key=lambda core: (-len(core), core))
    for core in cores:
        words = core.split()
        letters = len(core.replace(" ", ""))
        if letters < FEWEST_LETTERS or (len(words) == 1 and core in FIRST_NAMES):
            continue
        pattern = r"[^\S\n]+".join(map(_spelled, words))
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
            yield match.start(), match.end()


_VARIANTS = {"a": "aáÁA", "e": "eéÉE", "i": "iíÍI", "o": "oóÓO", "u": "uúüÚÜU", "n": "nN", "ñ": "ñÑ"}
_LOWER_CASE = word_set(
    """
    de del la las los el y e
    """
)


def _spelled(word: str) -> str:
    """Return a pattern for ``word`` (``bare``) with any accents and a capital; articles may be in lower case."""
    letters = [f"[{_VARIANTS.get(char, re.escape(char) + char.upper())}]" for char in word]
    if word not in _LOWER_CASE and word[0].isalpha():
        first = "".join(char for char in _VARIANTS.get(word[0], word[0] + word[0].upper()) if char.isupper())
        letters[0] = f"[{first}]"
    return "".join(letters)
