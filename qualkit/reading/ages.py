"""Ages of minors, and of anybody whom a clinical text or a form is about."""

import re
from collections.abc import Iterator

from qualkit.reading.spoken_numbers import NUMBER_WORD, value_of

Found = tuple[int, int, str]
OLDEST_MINOR = 17
_COUNT = rf"(?:\d{{1,3}}|{NUMBER_WORD}(?:[^\S\n]+y[^\S\n]+{NUMBER_WORD})?|un)"
_AGE = re.compile(
    rf"(?<![\w.,:/-])(?P<count>{_COUNT})[^\S\n]*(?P<unit>años?|añitos?|anos|meses|mesecitos|semanas|d[ií]as)"
    rf"(?P<more>[^\S\n]+(?:y|con|,)[^\S\n]+(?:{_COUNT}[^\S\n]+(?:mes(?:es)?|d[ií]as)|medio))?(?![\w])"
    rf"(?P<of_age>[^\S\n]+de[^\S\n]+edad\b)?",
    re.IGNORECASE,
)
_CHILD = (
    r"(?:niñ(?:o|a|os|as|it[oa]s?)|hij[oa]s?|hijit[oa]s?|herman[oa]s?|hermanit[oa]s?|niet[oa]s?"
    r"|nietecit[oa]|alumn[oa]s?|estudiantes?|chic[oa]s?|chiquit[oa]s?|chiquill[oa]s?|cabr[oa]s?"
    r"|cabrit[oa]s?"
    r"|guaguas?|bebés?|bebes?|jóven(?:es)?|joven(?:cit[oa])?|menor(?:es)?|lactantes?|párvul[oa]s?"
    r"|pupil[oa]s?|sobrin[oa]s?|mellizos?|melliz[oa]s|gemel[oa]s|prim[oa]s?|adolescentes?"
    r"|muchach[oa]s?|pequeñ[oa]s?|compañer[oa]s?|ahijad[oa]|matriculad[oa]|postulantes?)"
)
_PATIENT = (
    r"(?:pacientes?|var[oó]n(?:es)?|mujer(?:es)?|hombres?|señora|señor|enferm[oa]|sujeto|embarazada"
    r"|gestante|lactante|reci[eé]n nacid[oa]|caso)"
)
_LEFT = re.compile(
    rf"(?:\b{_CHILD}\b[^.;:?!\n]{{0,40}}?[\s,]*\b(?:de|con)[^\S\n]+(?:(?:casi|apenas|unos|solo|s[oó]lo"
    rf"|m[aá]s o menos)[^\S\n]+)?(?:\d{{1,2}}[^\S\n]+años[^\S\n]+y[^\S\n]+)?"
    rf"|\b(?:tiene|ten[íi]a|tienen|ten[íi]an|tengo|cumple|cumpl[ií][oó]?|cumpli[oó]|cumplen|cumplieron"
    rf"|cumplir(?:á)?|va a cumplir|reci[eé]n cumplidos?|anda por los|hij[oa]s? de|los dos de|las dos de"
    rf"|ambos de|ambas de|los tres de|edad(?: es)?(?: de)?[,:]?|con apenas|de apenas|los de|las de"
    rf"|un[oa]? de|l[oa]s? de|el de|la de|otr[oa] de|a los|desde los|con sus)[^\S\n]+(?:(?:casi|apenas"
    rf"|ya|reci[eé]n|solo|s[oó]lo|unos|como|los|sus)[^\S\n]+){{0,2}}"
    rf"|\ufffc[^\S\n]?[,(][^\S\n]?(?:(?:de|tiene|con)[^\S\n]+)?|[\wáéíóúñ]\)?[^\S\n]?\((?:de[^\S\n]+)?)$",
    re.IGNORECASE,
)
_OTHER_AFTER_AGE = re.compile(
    r"años\b[^\S\n]*(?:,|y|e|o)[^\S\n]+(?:(?:otr[oa]|de|el otro|la otra|l[oa]s otr[oa]s"
    r"|un[oa])[^\S\n]+(?:de[^\S\n]+)?)?$",
    re.IGNORECASE,
)
_NAME_LEFT = re.compile(
    r"(?:[A-ZÁÉÍÓÚÑ][\wáéíóúñ'-]+\.?|\ufffc)[^\S\n]?(?:,|\()?[^\S\n]?(?:,?[^\S\n]?(?:de|con|tiene|tenía)[^\S\n]+)?$"
)
_PATIENT_LEFT = re.compile(
    rf"\b(?:{_PATIENT}\b[^.;\n]{{0,50}}?,?[^\S\n]*(?:de|con)?|edad(?: actual)?[^\S\n]*:|edad de)[^\S\n]*$",
    re.IGNORECASE,
)
_THING_OWNER = re.compile(
    r"\b(?:escuela|liceo|colegio|jard[ií]n|proyecto|programa|taller|red|equipo|edificio|ley|bus"
    r"|furg[oó]n|convenio|plan|reglamento|instituci[oó]n|fundaci[oó]n|corporaci[oó]n|pauta|experiencia"
    r"|sala|biblioteca|computador(?:es)?|contrato|carrera|curso|magister|mag[ií]ster|proceso|ciclo"
    r"|pol[ií]tica|tradici[oó]n|establecimiento|comunidad|material(?:es)?|libro|libros|huerto"
    r"|actividad|iniciativa|revista|radio|grupo|banda|orquesta|aniversario|comuna)\b[^.;,:(\n]{0,30}$",
    re.IGNORECASE,
)
_NOT_AN_AGE = re.compile(
    r"\b(?:hace|hac[ií]a|haca|lleva|llevo|llevamos|llevan|llevaba|llev[aá]bamos|durante|por|cada"
    r"|[uú]ltim[oa]s|primer[oa]s|pr[oó]xim[oa]s|dentro de|despu[eé]s de|tras|antes de|m[aá]s de|plazo"
    r" de|duraci[oó]n de|experiencia de|cerca de|en|todos? (?:los|estos)|estos|esos|unos pocos|como"
    r" hace|va para los)[^\S\n]+(?:(?:como|casi|ya|unos|m[aá]s o menos|tan solo|s[oó]lo"
    r"|solo)[^\S\n]+){0,2}$",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"^[^\S\n]*,?[^\S\n]*(?:de[^\S\n]+(?:servicio|experiencia|docencia|trabajo|trayectoria"
    r"|antig[üu]edad|funcionamiento|vida\b(?! escolar)|profesi[oó]n|carrera|duraci[oó]n|casad[oa]s?"
    r"|matrimonio|historia|aula|ejercicio|pandemia|diferencia|atraso|retraso|garant[ií]a|plazo"
    r"|gesti[oó]n|implementaci[oó]n|existencia|directora?|profesora?|uso|estudio|clases)"
    r"|trabajando|haciendo|funcionando|en[^\S\n]+(?:la|el|esta|este|mi|esto|lo)[^\S\n]+(?:escuela"
    r"|liceo|colegio|cargo|sistema|establecimiento|educaci[oó]n|aula|sala|cocina|comuna|red|proyecto"
    r"|mismo)|siendo|ejerciendo|m[aá]s\b|atr[aá]s|despu[eé]s|antes|seguidos|consecutivos|esperando"
    r"|luchando|pidiendo)",
    re.IGNORECASE,
)
_WITHOUT_UNIT = re.compile(
    r"\b(?:hij[oa]|niet[oa]|hermanit?[oa]|sobrin[oa]|cabr[oa]|niñit?[oa]|chic[oa]) de (cuatro|cinco"
    r"|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|diecis[eé]is|diecisiete)"
    r"(?=[^\S\n]+(?:que|y|se|no|ya|quiere|est[aá]|va|tiene|anda|llora)\b|[,.;]|$)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"año|anos|meses|mesec|seman|d[ií]as|añit", re.IGNORECASE)
_WINDOW = 90


def find_ages(text: str) -> Iterator[Found]:
    """Yield (start, end, ``EDAD``) of the ages of minors («tiene 9 años») and of patients; never of"
    " years of service.
    """
    yield from ((m.start(1), m.end(1), "EDAD") for m in _WITHOUT_UNIT.finditer(text))
    if "ños" not in text and "ÑOS" not in text and _UNIT.search(text) is None:
        return
    for match in _AGE.finditer(text):
        left = text[max(0, match.start() - _WINDOW) : match.start()]
        right = text[match.end() : match.end() + 45]
        if _is_age(match, left, right):
            yield match.start(), match.end("more") if match.group("more") else match.end("unit"), "EDAD"


def _is_age(match: re.Match[str], left: str, right: str) -> bool:
    years = value_of(match.group("count"))
    if years is None or _SERVICE.match(right):
        return False
    if match.group("of_age") or _PATIENT_LEFT.search(left):
        return True
    if match.group("more") and years <= OLDEST_MINOR and re.search(r"\b(?:con|de|tiene|ten[ií]a|cumpl\w+)\s+$", left):
        return not _NOT_AN_AGE.search(left)
    is_years = match.group("unit").lower().startswith(("añ", "an"))
    if (years > OLDEST_MINOR and is_years) or (not is_years and not re.search(_CHILD, left[-40:], re.IGNORECASE)):
        return False
    if match.group("unit").lower().startswith(("d", "s")):
        return False
    if _NOT_AN_AGE.search(left):
        return False
    if not (_LEFT.search(left) or _NAME_LEFT.search(left) or _OTHER_AFTER_AGE.search(left)):
        return False
    return not _THING_OWNER.search(left)
