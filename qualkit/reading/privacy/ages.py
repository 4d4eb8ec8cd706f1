"""Ages of minors, and of anybody whom a clinical text or a form is about."""

import re
from collections.abc import Iterator

from qualkit.reading.privacy.spoken_numbers import NUMBER_WORD, value_of

Found = tuple[int, int, str]
OLDEST_MINOR = 17
_COUNT = rf"(?:\d{{1,3}}|{NUMBER_WORD}(?:[^\S\n]+y[^\S\n]+{NUMBER_WORD})?|un)"
_AGE = re.compile(
    rf"(?<![\w.,:/-])(?P<count>{_COUNT})[^\S\n]*(?P<unit>años?|añitos?|anos|meses|mesecitos|semanas|d[ií]as)"
    rf"(?P<more>[^\S\n]+(?:(?:y|con|,)[^\S\n]+)?(?:{_COUNT}[^\S\n]+(?:mes(?:es)?|mesecitos|d[ií]as)"
    rf"|y[^\S\n]+medio))?(?![\w])"
    rf"(?P<of_age>[^\S\n]+de[^\S\n]+edad\b)?",
    re.IGNORECASE,
)
_CHILD = (
    r"(?:niñ(?:it)?[oa]s?|hij(?:it)?[oa]s?|herman(?:it|astr)?[oa]s?|niet(?:ecit|it)?[oa]s?|bisniet[oa]s?"
    r"|alumn[oa]s?|estudiantes?|escolar(?:es)?|chic[oa]s?|chiqui(?:t|tit|ll)[oa]s?|cabr(?:it)?[oa]s?|criatur(?:a"
    r"|it[ao])s?"
    r"|pendej[oa]s?|peque(?:s|ñ[oa]s?|ñit[oa]s?|ñuel[oa]s?)|cr[ií][oa]s?|mocos[oa]s?|trilliz[oa]s|compañerit[oa]s?"
    r"|guag[uü](?:as?|it[ao]s?)|bebés?|bebes?|bebit[oa]s?|jóven(?:es)?|joven(?:cit[oa]s?)?|menor(?:es)?|lactantes?"
    r"|p[aá]rvul[oa]s?"
    r"|pupil[oa]s?|sobrin[oa]s?|mellizos?|melliz[oa]s|gemel[oa]s|prim[oa]s?|adolescentes?"
    r"|muchach(?:it)?[oa]s?|compañer[oa]s?|ahijad[oa]s?|matriculad[oa]s?|postulantes?|locutora?|hu[eé]rfan[oa]s?)"
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
    rf"|\b(?:(?:él|ella|est[ea]|es[ea])[^\S\n]+con|años[^\S\n]+que[^\S\n]+tiene[^\S\n]+son|que es de|de unos|siendo de"
    rf"|no pasa de(?: los)?|(?<![\wáéíóú] )con|edad(?: de| es)?(?: de)?|andará por los|bordea los"
    rf"|recién cumplidos los|ella con sus|él con sus)[^\S\n]+"
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
    rf"\b(?:{_PATIENT}\b[^.;\n]{{0,50}}?,?[^\S\n]*(?:de|con)?|edad(?:[^\S\n]+[^:;.\n]{1, 25})?[^\S\n]*:"
    rf"|edad de)[^\S\n]*$",
    re.IGNORECASE,
)
_THING_OWNER = re.compile(
    r"\b(?:escuela|liceo|colegio|jard[ií]n|proyecto|programa|taller|red|equipo|edificio|ley|bus"
    r"|furg[oó]n|convenio|plan|reglamento|instituci[oó]n|fundaci[oó]n|corporaci[oó]n|pauta|experiencia"
    r"|sala|biblioteca|computador(?:es)?|contrato|carrera|curso|magister|mag[ií]ster|proceso|ciclo"
    r"|pol[ií]tica|tradici[oó]n|establecimiento|comunidad|material(?:es)?|libro|libros|huerto"
    r"|actividad|iniciativa|revista|radio|grupo|banda|orquesta|aniversario|comuna|per[ií]odo|lapso|plazo|etapa"
    r"|trayectoria|licencia|beca|gira|deuda|espera|relaci[oó]n|mandato|trabajo)\b[^.;,:(\n]{0,30}$",
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
    r"|ac[aá]\b|aqu[ií]\b|ah[ií]\b|juntos|trabajando|haciendo|funcionando|en[^\S\n]+(?:la|el|esta|este|mi|esto"
    r"|lo)[^\S\n]+(?:escuela"
    r"|liceo|colegio|cargo|sistema|establecimiento|educaci[oó]n|aula|sala|cocina|comuna|red|proyecto"
    r"|mismo)|siendo|ejerciendo|m[aá]s\b|atr[aá]s|despu[eé]s|antes|seguidos|consecutivos|esperando"
    r"|luchando|pidiendo)",
    re.IGNORECASE,
)
_MINOR = (
    r"(?:un|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|diecis[eé]is|diecisiete"
    r"|1[0-7]|[1-9])"
)
_CLAUSE_END = (
    r"(?=[^\S\n]*(?:[,.;!?)]|$)|[^\S\n]+(?:que|y|e|se|no|ya|quiere|est[aá]|va|tiene|anda|llora|pero|cuando|es|me|le"
    r"|lo)\b)"
)
_SMALL = (
    r"(?:hij(?:it)?[oa]s?|niet(?:ecit|it)?[oa]s?|herman(?:it)?[oa]s?|sobrin[oa]s?|cabr(?:it)?[oa]s?|niñ(?:it)?[oa]s?"
    r"|chic[oa]s?|chiqui(?:t|tit|ll)[oa]s?|guagu(?:a|it[ao])s?|mellizos?|mellizas?|gemel[oa]s)"
)
_NO_COUNT = r"(?![^\S\n]+(?:años|horas|[a-z]+s\b))"
_WITHOUT_UNIT = re.compile(
    rf"\b(?:{_SMALL}(?:[^\S\n]+(?:menor(?:es)?|mayor(?:es)?|chic[oa]s?|del medio))?[^\S\n]+de"
    rf"|{_SMALL}\b[^.;:?!\n\d]{{0,40}}?\b(?:tiene|ten[ií]a|cumpli[oó]|cumple|va a cumplir)"
    rf"(?:[^\S\n]+(?:apenas|reci[eé]n|como|unos|los|sus|s[oó]lo|ya)){{0,3}}"
    rf"|(?:cumpli[oó]|cumple|cumplir|cumplieron|cumpl[ií]a)[^\S\n]+(?:reci[eé]n[^\S\n]+)?(?:los|sus)"
    rf"|reci[eé]n[^\S\n]+cumplidos[^\S\n]+los)"
    rf"[^\S\n]+({_MINOR}(?:[^\S\n]+y[^\S\n]+medio)?)(?![\w°º.,:/%-]*\d)(?![°º%])"
    rf"(?![^\S\n]+(?:años?|añitos?|meses|hermanos|cursos|horas|hijos|y[^\S\n]+(?:un|dos|tres|cuatro|cinco|seis|siete"
    rf"|ocho|nueve)\b)){_CLAUSE_END}"
    rf"(?:[^\S\n]+y[^\S\n]+(?:(?:el|la|un|una|los|las)[^\S\n]+)?(?:otr[oa][^\S\n]+)?(?:de[^\S\n]+)?(?P<second>{_MINOR})"
    rf"(?!\w)(?:{_CLAUSE_END}|(?<=de[^\S\n]\d\d){_NO_COUNT}|(?<=de[^\S\n]\d){_NO_COUNT}))?"
    rf"|\b(?:tiene|ten[ií]a|con)[^\S\n]+(?P<when>{_MINOR})(?=[^\S\n]+cuando\b)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\ba[^\S\n]+los[^\S\n]+$", re.IGNORECASE)
_OF_EVENT = re.compile(r"[^\S\n]+(?:del|de[^\S\n]+(?:la|los|las|haber|que|es[ea]))\b", re.IGNORECASE)
_UNIT = re.compile(r"año|anos|meses|mesec|seman|d[ií]as|añit", re.IGNORECASE)
_WINDOW = 90


def find_ages(text: str) -> Iterator[Found]:
    """Yield (start, end, ``EDAD``) of the ages of minors («tiene 9 años») and of patients; never of service."""
    for match in _WITHOUT_UNIT.finditer(text):
        if match.group("when"):
            yield match.start("when"), match.end("when"), "EDAD"
            continue
        yield match.start(1), match.end(1), "EDAD"
        if match.group("second"):
            yield match.start("second"), match.end("second"), "EDAD"
    if "ños" not in text and "ÑOS" not in text and _UNIT.search(text) is None:
        return
    for match in _AGE.finditer(text):
        left = text[max(0, match.start() - _WINDOW) : match.start()]
        right = text[match.end() : match.end() + 45]
        if _is_age(match, left, right):
            yield match.start(), match.end("more") if match.group("more") else match.end("unit"), "EDAD"


def _is_age(match: re.Match[str], left: str, right: str) -> bool:
    years = value_of(match.group("count"))
    if years is None or _SERVICE.match(right) or (_AFTER.search(left) and _OF_EVENT.match(right)):
        return False
    if match.group("of_age") or _PATIENT_LEFT.search(left):
        return True
    if match.group("more") and years <= OLDEST_MINOR and re.search(r"\b(?:con|de|tiene|ten[ií]a|cumpl\w+)\s+$", left):
        return not _NOT_AN_AGE.search(left)
    if match.group("more") and re.search(r"\bedad\b[^.;\n]{0,28}:[^\S\n]*$", left, re.IGNORECASE):
        return True
    is_years = match.group("unit").lower().startswith(("añ", "an"))
    if (years > OLDEST_MINOR and is_years) or (not is_years and not re.search(_CHILD, left[-40:], re.IGNORECASE)):
        return False
    if match.group("unit").lower().startswith(("d", "s")):
        return False
    if _NOT_AN_AGE.search(left):
        return False
    if not (_LEFT.search(left) or _NAME_LEFT.search(left) or _OTHER_AFTER_AGE.search(left)):
        return False
    owner = _THING_OWNER.search(left)
    return owner is None or re.search(rf"\b{_CHILD}\b", left[owner.start() :], re.IGNORECASE) is not None
