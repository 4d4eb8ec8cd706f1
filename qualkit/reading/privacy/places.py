"""Comunas where they identify a person or a school: where somebody lives or comes from, where a school stands.

Small comunas identify whoever speaks of them as theirs, so that they are hidden wherever they are named by themselves;
large ones, and those that are also another word, only where the words before them say that somebody lives, was born or
works there. Regions, countries and territories stay.
"""

import re
from collections.abc import Iterator
from functools import cache

from qualkit.reading.privacy.context import Passage
from qualkit.reading.privacy.gazetteers import SURE, phrases
from qualkit.reading.privacy.lexicon import is_word, word_of
from qualkit.reading.spelling import bare, word_set

Found = tuple[int, int, str]
_S = r"[^\S\n]"
_SCHOOL = (
    r"(?:escuelas?|escuelitas?|liceos?|colegios?|jard[ií]n(?:es)?(?: infantil(?:es)?)?"
    r"|establecimientos?|microcentro|internado|sala cuna|salas? cunas?|posta)"
)
_PERSON = (
    r"(?:profes(?:or|ora|ores|oras)?|director|directora|directores|colegas?|estudiantes?|alumn[oa]s?"
    r"|niñ[oa]s?|niñit[oa]s?|familias?|apoderad[oa]s?|educadoras?|cabr[oa]s?|chiquill[oa]s?|gente"
    r"|joven(?:es)?|hij[oa]s? |señora|mam[aá]|pap[aá]|equipo|encargad[oa]s?|docentes?|psic[oó]log[oa]"
    r"|asistentes?|t[ií]as?|compañer[oa]s?|abuel[oa]s?|[uú]nic[oa]|mapuzugun|mapudungun|vecin[oa]s?"
    r"|monitor[a]?|lonko|machi)"
)
_ORIGIN = re.compile(
    rf"(?:\b(?:viv(?:o|e|en|imos|[ií]a|[ií]an|iendo|i[oó])|resid(?:e|en|o|imos)|domiciliad[oa]"
    rf"|radicad[oa]s?|naci[oó]|nac[ií]|nacid[oa]|crec(?:i[oó]|[ií]|ieron)|trabaj(?:o|a|an|aba|é|[oó]"
    rf"|amos)|estudi(?:o|a|an|aba|[oó]|é)|qued(?:a|an|aba)|ubicad[oa]s?|est[aá](?:n)?|estoy|estamos"
    rf"|encuentro(?: presencial)?|conectad[oa]s?|viaj(?:o|a|ar|an|aba|[oó]|amos))\b(?:{_S}+(?:ac[aá]"
    rf"|all[aá]|ah[ií]|ahora|hoy|siempre|desde siempre|todos los d[ií]as|cerca|presencial|sola|solo|con"
    rf" \w+ \w+|de siempre)){{0,2}}{_S}+(?:en|a|desde|de|hasta|hacia|para|lejos de){_S}+(?:la comuna"
    rf" de{_S}+)?"
    rf"|\b(?:vengo|viene|vienen|ven[ií]a|ven[ií]an|venimos|viniendo|vino|vinieron|llegu[eé]|llegaron"
    rf"|lleg[oó]|llega|soy|somos|es|era|eran|son|proveniente(?:s)?|procedente(?:s)?|oriund[oa]s?"
    rf"|natural|originari[oa]s?|trasladad[oa]s?|derivad[oa]s?|manejando|conectad[oa]s?|saludos"
    rf"|llama(?:ba)?|llamo|hablo|escribo|baj(?:a|an|é)|traslad(?:o|a|ó|an))\b(?:{_S}+(?:ac[aá]|nosotros"
    rf"|nosotras|yo|igual|tambi[eé]n|reci[eé]n|con los \w+ \w+|con \w+|de all[aá])){{0,2}}{_S}+(?:de"
    rf"|desde|ac[aá] de|all[aá] de){_S}+(?:la comuna de{_S}+)?"
    rf"|\b{_SCHOOL}\b(?:{_S}+(?:rural|b[aá]sica|municipal|unidocente|multigrado|chiquitit?a|chica"
    rf"|especial|hogar|particular|polivalente|t[eé]cnico|agr[ií]cola|p[uú]blic[oa]|que (?:hay|est[aá]"
    rf"|queda)|de all[aá]|de ac[aá])){{0,3}}{_S}+(?:de|en|cerca de){_S}+(?:la comuna de{_S}+)?"
    rf"|\b{_PERSON}\b(?:{_S}+(?:\w+){_S}*){{0,2}}{_S}+(?:de|desde|en){_S}+(?:la comuna de{_S}+)?"
    rf"|\b(?:se vino|se vinieron|se fue|se fueron|se cambi[oó]|se cambiaron|me vine|me fui|nos vinimos"
    rf"|se cri[oó]|me cri[eé]|mudaron|se mud[oó])\b{_S}+(?:de|desde|a|en|para){_S}+(?:la comuna"
    rf" de{_S}+)?"
    rf"|\bcomuna{_S}*:{_S}*|\bcomuna de{_S}+|\b(?:localidad|ciudad|pueblo|sector|caser[ií]o|radio"
    rf" urbano)(?:{_S}+de|:){_S}+|\bCP{_S}*:?{_S}*\d{{4,7}},?{_S}+|\b(?:desde|ac[aá] (?:de|en)|all[aá]"
    rf" (?:en|de)){_S}+|\ufffc{_S}?[,.(]{_S}?(?:de{_S}+|en{_S}+|desde{_S}+)?|\ufffc{_S}+(?:de|en"
    rf"|desde){_S}+)$",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    rf"\b(?:universidad|u\.|fundaci[oó]n|corporaci[oó]n|regi[oó]n(?:{_S}+de)?|provincia|slep|servicio"
    rf" local(?: de educaci[oó]n(?: p[uú]blica)?)?|red|territorio|costa|valle|volc[aá]n|lago|r[ií]o"
    rf"|cerro|cordillera|parque(?: nacional)?|reserva|diario|radio|festival(?: de)?|plan|tratado"
    rf"|batalla|combate|terremoto|inst[ií]tuto|arzobispado|obispado|bah[ií]a|puerto|estadio|isla|ley"
    rf"|feria|calle|avenida|avda?\.?|pasaje|plaza|don|doña|señora?|t[ií]a|t[ií]o|profe|[Ss]an|[Ss]anta)"
    rf"(?:{_S}+(?:cat[oó]lica|austral|aut[oó]noma|t[eé]cnica|p[uú]blica|regional"
    rf"|nacional))?(?:{_S}+(?:de|del|de la|la|el|al))?{_S}*$",
    re.IGNORECASE,
)
_UNLISTED = re.compile(
    rf"\bcomuna de{_S}+(?P<name>(?:(?:San|Santa|Los|Las|La|El|Puerto|Villa|Alto|Alta|Viña del|Río"
    rf"|Lago){_S}+)*[A-ZÁÉÍÓÚÑ][\wáéíóúñ']+)"
)
_HAMLET = re.compile(
    rf"\b(?:(?:escuela|escuelita|liceo|posta|jard[ií]n|sede|internado)(?:{_S}+(?:rural|unidocente"
    rf"|b[aá]sica|multigrado))?{_S}+(?:de|en)|(?:vivo|vive|viven|vivimos"
    rf"|viv[ií]a){_S}+en){_S}+(?P<name>[A-ZÁÉÍÓÚÑ][a-záéíóúñ]{{3,}})(?![\w-])"
)
_LISTED_BEFORE = re.compile(rf"[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+(?:,| y| e| o){_S}$")
_LISTED_AFTER = re.compile(rf"(?:,| y| e| o){_S}(?:(?:en|a|de|la|el|los){_S})?[A-ZÁÉÍÓÚÑ][\wáéíóúñ]+")
_GENERAL = re.compile(
    rf"\b(?:en todo|todo|media|por|clima de|historia de|temblor de|mapa de|viaje a|gira a|paseo a|salida a){_S}+$",
    re.IGNORECASE,
)
_FROM_OR_IN = re.compile(rf"\b(?:en|de|desde){_S}+$", re.IGNORECASE)
_SPOKEN_OF_AS_SMALL = re.compile(
    rf",?{_S}+(?:donde{_S}+(?:yo{_S}+|nosotr[oa]s{_S}+)?(?:trabaj|vi[vn]|estudi|nac|est[aáo]|enseñ|hago|hacemos|somos)"
    rf"|(?:no{_S}+)?hay{_S}+(?:una?|dos|tres|cuatro|cinco|\d|s[oó]lo|solamente|pur[oa]|m[aá]s)\b[^.;\n]{{0,25}}"
    rf"\b(?:escuela|profesor|liceo|colegio|jard[ií]n|posta|director|m[eé]dic|alumn|estudiante|niñ|psic)"
    rf"|(?:viene|vienen|vino){_S}+(?:una?|sol|dos)|somos{_S}|tenemos{_S}+(?:una?|dos|tres|s[oó]lo)\b|cerraron{_S}"
    rf"|se{_S}+cerr[oó]{_S}"
    rf"|nos{_S}+conocemos{_S}+todos|(?:todos|todas){_S}+(?:saben|se{_S}+conocen))",
    re.IGNORECASE,
)
_PERSON_AFTER = re.compile(rf"^{_S}+(?!y\b|de\b|del\b|la\b)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+")


_BINDING = word_set(
    "en de desde a hacia hasta para por y e o aca alla ahi aqui somos soy vivo cerca entre sobre con tambien"
)
"""Words that open a sentence before a place: «En Lago Verde hay una sola escuela»."""


@cache
def _small() -> frozenset[str]:
    return phrases("comunas") - phrases("big_comunas")


@cache
def _by_first_word() -> dict[str, list[tuple[str, ...]]]:
    """Return the comunas, longest first, by the first of their words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(phrases("comunas"), key=lambda name: (-len(name.split()), name)):
        words = tuple(name.split())
        found.setdefault(words[0], []).append(words)
    return found


def find_comunas(passage: Passage) -> Iterator[Found]:
    """Yield (start, end, ``COMUNA``) of the comunas that identify somebody or a school here."""
    starts = _by_first_word()
    text = passage.text
    yield from ((m.start("name"), m.end("name"), "COMUNA") for m in _UNLISTED.finditer(text))
    yield from _unlisted(text)
    at = 0
    while at < len(passage.tokens):
        words = _comuna_at(passage, at) if passage.tokens[at].word.bare in starts else None
        if words is None:
            at += 1
            continue
        start, end = passage.tokens[at].start, passage.tokens[at + words - 1].end
        if _identifies(
            text, start, end, is_capital=passage.tokens[at].is_capital, shouted=passage.tokens[at].is_shouted
        ):
            yield start, end, "COMUNA"
        at += words


def _unlisted(text: str) -> Iterator[Found]:
    """Yield places on no list where somebody lives or a school stands: «la posta de Trovolhue»."""
    elsewhere = phrases("countries") | phrases("cities") | phrases("regions") | phrases("big_comunas")
    for match in _HAMLET.finditer(text):
        word = word_of(match.group("name"))
        if not (word.is_ordinary or word.is_given or word.surname == SURE or word.bare in elsewhere or word.is_upper):
            is_school = (
                re.match(r"(?:escuel(?:it)?a|liceo|jard[ií]n|internado)\b", match.group(), re.IGNORECASE) is not None
            )
            start = match.start() if is_school else match.start("name")
            yield start, match.end("name"), "ESTABLECIMIENTO" if is_school else "COMUNA"


def _comuna_at(passage: Passage, at: int) -> int | None:
    """Return how many words the comuna that begins at ``at`` has."""
    tokens = passage.tokens
    for words in _by_first_word()[tokens[at].word.bare]:
        stop = at + len(words)
        if stop > len(tokens) or (len(words) > 1 and tokens[at + 1].word.bare != words[1]):
            continue
        if any(tokens[at + i].word.bare != word for i, word in enumerate(words)):
            continue
        if all(passage.is_glued(i) for i in range(at, stop - 1)):
            return len(words)
    return None


def _identifies(text: str, start: int, end: int, *, is_capital: bool, shouted: bool) -> bool:
    left = text[max(0, start - 110) : start]
    key = bare(text[start:end])
    if _INSTITUTION.search(left) or (is_common_noun(key) and re.match(rf"{_S}*[:=]", text[end : end + 4])):
        return False
    if not is_capital:
        return (
            ((key in _small() and len(key) > 3) or shouted) and _ORIGIN.search(left) is not None and not _is_common(key)
        )
    if _is_part_of_name(text, start, end):
        return False
    if _ORIGIN.search(left) or (_FROM_OR_IN.search(left) and _SPOKEN_OF_AS_SMALL.match(text, end)):
        return True
    is_listed = _LISTED_BEFORE.search(left) or _LISTED_AFTER.match(text, end)
    return key in _small() and not (is_listed or _GENERAL.search(left))


def is_common_noun(key: str) -> bool:
    """Say whether a comuna's name is the name of a field too: «Nacimiento: 8-2-2014»."""
    return key in ("nacimiento", "domicilio", "curso")


def _is_common(key: str) -> bool:
    return all(is_word(word) for word in key.split())


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    """Say whether the comuna is part of a longer name: «Lautaro Pino», «Cerro Cholchol»."""
    if _PERSON_AFTER.match(text[end : end + 20]):
        return True
    left = text[max(0, start - 25) : start]
    before = re.search(rf"(?<![.!?:\n])(?<!\w)([A-ZÁÉÍÓÚÑ][\w'’]+){_S}$", left)
    return before is not None and bare(before.group(1)) not in _BINDING
