"""Numbers that stand for one person or school in a register: RUT, RBD, folio, enrolment, passport."""

import re
from collections.abc import Iterator

from qualkit.reading.privacy.spoken_numbers import ANY_NUMBER_WORD

Found = tuple[int, int, str]
_DIGIT = re.compile(r"\d")
_DASH = "-‐‑‒–—−"
_RUT = re.compile(
    rf"(?<![\w.,])(?<!\d )(\d{{1,2}}(?:[. ]\s?\d{{3}}){{2}}|\d{{7,8}})\s?([{_DASH}])\s?([\dkK])(?![\w])|"
    rf"(?<![\w.,$])(?<!\$ )(\d{{1,2}}(?:\.\d{{3}}){{2}})()([\dkK])?(?![\w])(?!\.\d)(?!,\d)"
)
_RUT_SAID = re.compile(
    rf"\b(?:RUT|RUN|r\.u\.t|c[ée]dula|carn[eé]t?|rol [úu]nico)\b\.?[^\d\n\ufffc]{{0,24}}?(?<![A-Za-z])"
    rf"(\d{{1,2}}[. ]?\d{{3}}[. ]?\d{{3}}(?:\s?(?:[{_DASH}]|gui[oó]n|raya)?\s?(?:\d|k|ka))?)(?!\w)",
    re.IGNORECASE,
)
_SAID = rf"(?:{ANY_NUMBER_WORD}|un(?=[^\S\n]+(?:mil|punto))|\d{{1,3}})"
_SAID_NUMBER = rf"{_SAID}(?:[^\S\n]*,?[^\S\n]+(?:y[^\S\n]+)?(?:punto[^\S\n]+)?{_SAID}){{3,18}}"
_RUT_SPOKEN = re.compile(
    rf"\b(?:RUT|RUN|c[ée]dula|carn[eé]t?)\b[^\d\n\ufffc]{{0"
    rf",60}}?\b({_SAID_NUMBER}(?:[^\S\n]+(?:gui[oó]n|raya|d[ií]gito)[^\S\n]+(?:ka?|{ANY_NUMBER_WORD}|\d))?)(?!\w)",
    re.IGNORECASE,
)
_SPOKEN_TAIL = re.compile(
    rf"(?<!\w)({_SAID_NUMBER}[^\S\n]+(?:gui[oó]n|raya|d[ií]gito)[^\S\n]+(?:ka?|{ANY_NUMBER_WORD}|\d))(?!\w)",
    re.IGNORECASE,
)
_IPE = re.compile(rf"(?<![\w.,])(\d{{3}}\.\d{{3}}\.\d{{3}}\s?[{_DASH}]\s?[\dkK])(?!\w)")
_NUMBER = r"(?:n[°ºo.]*|nro\.?|n[úu]mero|#)"
_CODE = r"(?=[\w./-]*\d)[A-Za-z]{0,6}[-./]?\d[\w]*(?:[-/.][\w]+){0,3}"
_CODE_WITH_LETTERS = r"(?=[\w-]{0,12}\d)[A-Za-z]{1,4}[-–]?\d{2,10}(?:[-–]\w{1,6}){0,2}"
_KEYED = re.compile(
    rf"\b(?:RBD(?:-DV)?|folio|ficha cl[ií]nica|pasaporte(?:\s+[a-z]{{5,12}})?|passport|IPE|IPA|DNI|NIE"
    rf"|c[oó]digo(?:\s+(?:de\s+)?(?:estudiante|alumno|alumna|ficha|caso|interno))?|expediente|licencia"
    rf" m[eé]dica|p[oó]liza"
    rf"|n[°ºo.]*\s?(?:de\s+)?(?:ficha|registro|caso|expediente|folio|matr[ií]cula)|registro social"
    rf"|causa(?:\s+RIT)?|RIT|RUC|ticket)\b"
    rf"(?:\s+(?:de\s+(?:la|el)\s+\w{{2,14}}|del\s+\w{{2,14}}|asignado|provisorio|escolar|nuestro"
    rf"|interno))?[\s:°º.,;=]{{0,4}}(?:{_NUMBER}[\s:]{{0,3}})?(?:(?:es|era|fue|ser[íi]a)(?:\s+el"
    rf"|\s+la)?[\s:]{{1,3}})?(?:{_NUMBER}[\s:]{{0,3}})?({_CODE})(?![\w%])",
    re.IGNORECASE,
)
_ENROLMENT = re.compile(
    rf"\b(?:matr[ií]cula|matr|n[°ºo.]*\s?(?:de\s+)?lista)\b\.?[\s:,]{{0,3}}(?:(?:{_NUMBER}|es|era)"
    rf"(?:\s+(?:el|la))?[\s:]{{1,3}}){{0,2}}({_CODE})(?![\w%])(?!\s*(?:estudiantes|alumnos|ni[ñn]"
    rf"|alumnas|\%|personas|cupos|de\s+20\d\d))",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    rf"\b(?:estudiante|alumn[oa]|caso|ficha|acta|derivaci[oó]n|denuncia|reclamo|solicitud|boleta"
    rf"|factura|licencia|registro|bus|certificado|resoluci[oó]n interna|patente|credencial|tarjeta"
    rf"|inventario|serie)\s+{_NUMBER}\s?({_CODE})(?![\w%])",
    re.IGNORECASE,
)
_KEY_WORDS = (
    r"(?:folio|matr[ií]cula|pasaporte|IPE|RBD|expediente|causa|RIT|RUC|rol|ingreso|oficio"
    r"|resoluci[oó]n(?:\s+exenta)?|convenio"
    r"|inscripci[oó]n|registro|ficha|licencia|denuncia|reclamo|derivaci[oó]n|solicitud|certificado|acta"
    r"|memo(?:r[aá]ndum)?"
    r"|carpeta|c[oó]digo|contrato|orden\s+de\s+compra|ordinario|ord|dictamen|sumario|protocolo|caso|credencial"
    r"|p[oó]liza"
    r"|visa|c[ée]dula|DNI|expediente|parte|providencia|informe|postulaci[oó]n|siniestro|ticket|beca|cuenta)"
)
_NOT_OF_MEETING = (
    r"(?!\s+(?:de\s+|del\s+)?(?:la\s+)?(?:acceso|verificaci[oó]n|reuni[oó]n|zoom|wifi|barras?|postal|[aá]rea|sala"
    r"|[eé]tica)\b)"
)
_LONG_CODE = (
    r"(?=[\w./-]*\d)(?!(?:19|20)\d\d(?![\w/-]*[/-]?\d))(?:[A-Za-z]{1,6}[-–./]?)?\d[\w]*(?:[-–/.][A-Za-z\d]{1,10}){0,4}"
)
_SAID_OF_KEY = re.compile(
    rf"\b{_KEY_WORDS}\b{_NOT_OF_MEETING}(?P<between>[^\d\n.;:\ufffc]{{0,45}}?\b(?:es|era|fue|tiene|dec[ií]a|dice"
    rf"|sali[oó]|n[uú]mero|qued[oó]"
    rf"|figura|aparece|con|n(?:ro)?\.?\s?[°º])(?:\s+(?:el|la|con|como|otro,?"
    rf"|n[uú]mero)){{0,2}}:?\s+)(?P<code>{_LONG_CODE})(?![\w%])",
    re.IGNORECASE,
)
_NUMBERED_OF_KEY = re.compile(
    rf"\b{_KEY_WORDS}{_NOT_OF_MEETING}(?:\s+(?:exent[oa]|intern[oa]|policial|m[eé]dic[oa]|escolar|ordinario"
    rf"|[uú]nic[oa]|civil|social|de\s+\w{{3,14}}|del\s+\w{{3,14}}|rol))?(?:\s*:\s*|\s+)"
    rf"(?:N[.°ºo]{{0,3}}\s?[°º]?\s*|nro\.?\s*|n[uú]mero\s+|#\s*)?(?:es\s+(?:el\s+)?"
    rf"|:\s*)?(?P<code>{_LONG_CODE})(?![\w%])",
    re.IGNORECASE,
)
_RIT = re.compile(r"(?<![\w-])[A-Z]{1,2}\s?-\s?\d{1,5}\s?-\s?(?:19|20)\d\d(?![\w-])")
_RUC = re.compile(r"(?<![\w-])\d{10}-[\dkK](?![\w-])")
_PARTED_CODE = re.compile(
    r"(?<![\w./@-])(?=[\w-]{0,8}[A-Z])(?=(?:[^\d\s]*\d){4})[A-Z\d]{1,6}(?:-[A-Z\d]{1,8}){2,4}(?![\w@/-])"
)
_RBD_SHAPE = re.compile(r"(?<![\w.,/-])(?!(?:19|20)\d\d-)\d{4,5}-[\dkK](?![\w/-])(?!\.\d)")
_LIST_NUMBER = re.compile(
    r"\b(?:n[uú]mero|n[°º.]*)\s+de\s+lista\s*(?::|es|era)?\s*(?:el\s+)?(\d{1,3})(?!\w)|\bel\s+(\d{1,2})\s+(?:de"
    r"|en)\s+la\s+lista\b",
    re.IGNORECASE,
)
_SPOKEN_KEY = (
    r"(?:folio|n[uú]mero\s+de\s+\w+|matr[ií]cula|pasaporte|IPE|RBD|erre\s+be\s+de|expediente|causa|RIT|RUC|oficio"
    r"|resoluci[oó]n"
    r"|inscripci[oó]n|convenio|ficha|denuncia|reclamo|ticket|c[oó]digo|rol)"
)
_SPOKEN_CODE = re.compile(
    rf"\b{_SPOKEN_KEY}\b(?:[^\S\n]+(?:es|era|n[uú]mero|el|la|del|de|dice|dec[ií]a|con|nos|sali[oó]|que|exenta"
    rf"|\w{{2,12}}(?=[^\S\n]+es\b)))"
    rf"{{0,5}}[^\S\n]+(?P<code>(?:(?:[a-hk]|efe|ge|ce|de"
    rf"|be)[^\S\n]+)?{ANY_NUMBER_WORD}(?:[^\S\n]*,?[^\S\n]+(?:y[^\S\n]+)?{ANY_NUMBER_WORD}){{1,12}}"
    rf"(?:[^\S\n]+(?:gui[oó]n|raya|barra)[^\S\n]+(?:[a-k]\b|efe|ge|ce|de|be|ka|equis|{ANY_NUMBER_WORD}))?)(?!\w)"
    rf"(?![^\S\n]+(?:estudiantes|alumn|niñ|pesos|personas|horas|cupos|familias|cabros|lucas|años|d[ií]as|por ciento"
    rf"|minutos|de[^\S\n]+(?:enero"
    rf"|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)))",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:estudiantes|alumn|niñ|pesos|personas|horas|cupos|familias|lucas|años|d[ií]as|%|por ciento|minutos"
    r"|escuelas|docentes|y\s+\d{1,3}\b|de\s+\d)",
    re.IGNORECASE,
)
_PLATE = re.compile(r"\bpatente\s+(?:es\s+)?((?:[A-Z]{2}[ -·.]?){2}[ -·.]?\d{2}|[A-Z]{2}[ -·.]?\d{4})\b", re.IGNORECASE)


def check_digit(number: str) -> str:
    """Return the check digit (``0``–``9`` or ``K``) of a RUT's number, by modulo 11."""
    total = sum(int(digit) * factor for digit, factor in zip(reversed(number), [2, 3, 4, 5, 6, 7] * 3, strict=False))
    rest = 11 - total % 11
    return {11: "0", 10: "K"}.get(rest, str(rest))


def find_identifiers(text: str) -> Iterator[Found]:
    """Yield (start, end, label) of register numbers: RUT where the check digit is right, else ID."""
    folded = text.lower()
    if _DIGIT.search(text):
        yield from _written(text)
    if any(word in folded for word in ("rut", "run", "dula", "carn", "guion", "guión", "raya")):
        for pattern in (_RUT_SPOKEN, _SPOKEN_TAIL):
            yield from ((m.start(1), m.end(1), "RUT") for m in pattern.finditer(text))
    for match in _SPOKEN_CODE.finditer(text):
        if not _SPOKEN_COUNT.fullmatch(match.group("code")):
            yield match.start("code"), match.end("code"), "ID"


_SPOKEN_COUNT = re.compile(
    r"(?:treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)\s+y\s+\w+"
    r"|dos\s+mil(?:\s+veinti\w+)?",
    re.IGNORECASE,
)


def _written(text: str) -> Iterator[Found]:
    yield from ((m.start(1), m.end(1), "ID") for m in _IPE.finditer(text))
    yield from _keyed(text)
    yield from _ruts(text)
    yield from _told(text)


def _told(text: str) -> Iterator[Found]:
    """Yield the numbers that a word some words before makes an identifier, and those whose shape is one."""
    for pattern in (_SAID_OF_KEY, _NUMBERED_OF_KEY):
        for match in pattern.finditer(text):
            code = match.group("code").rstrip("./-–")
            if _is_long_code(code) and not _COUNTED.match(text, match.end("code")):
                yield match.start("code"), match.start("code") + len(code), "ID"
    for pattern in (_RIT, _RUC, _PARTED_CODE):
        yield from ((m.start(), m.end(), "ID") for m in pattern.finditer(text))
    if "rbd" in text.lower():
        yield from ((m.start(), m.end(), "ID") for m in _RBD_SHAPE.finditer(text))
    for match in _LIST_NUMBER.finditer(text):
        group = 1 if match.group(1) else 2
        yield match.start(group), match.end(group), "ID"


def _is_long_code(code: str) -> bool:
    """Say whether a code is none of what else is counted: it has four digits, or a letter or a hyphen among them.

    Thousands («1.200») and dates are amounts and days.
    """
    digits = sum(char.isdigit() for char in code)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[a-zA-Z°º]|\d{1,3}[.,-]\d{1,2}", code):
        return False
    return digits >= 4 or (digits >= 2 and re.search(r"[A-Za-z].*\d|\d-[A-Za-z]|/", code) is not None)


def _keyed(text: str) -> Iterator[Found]:
    for pattern in (_KEYED, _ENROLMENT, _OF_ONE, _PLATE):
        for match in pattern.finditer(text):
            end = match.start(1) + len(match.group(1).rstrip("./-"))
            if not _is_law_or_year(text, match, end):
                yield match.start(1), end, "ID"


def _is_law_or_year(text: str, match: re.Match[str], end: int) -> bool:
    """Say whether a keyed number counts something else: a year of enrolment, a percentage, a small ordinal."""
    code = text[match.start(1) : end]
    key = match.group(0)[: match.start(1) - match.start()].lower()
    if key.startswith("matr"):
        return not re.search(r"^\.|n[°ºúo]|:|es|era", key[4:]) or (code.isdigit() and len(code) < 3)
    is_small = code.isdigit() and len(code) < 3
    return is_small and not key.startswith(("rbd", "folio"))


def _ruts(text: str) -> Iterator[Found]:
    """Yield numbers of the shape of a RUT: RUT where the check digit is right, ID where it is written as one but is
    not.
    """
    for match in _RUT.finditer(text):
        number = re.sub(r"\D", "", match.group(1) or match.group(4))
        digit = match.group(3) or match.group(6)
        if digit is not None and check_digit(number) == digit.upper():
            yield match.start(), match.end(), "RUT"
        elif digit is not None and ("." in match.group(0) or match.group(2)):
            yield match.start(), match.end(), "ID"
    for match in _RUT_SAID.finditer(text):
        digits = re.sub(r"[^\dkK]", "", match.group(1)).upper()
        is_right = len(digits) >= 8 and digits[:-1].isdigit() and check_digit(digits[:-1]) == digits[-1]
        yield match.start(1), match.end(1), "RUT" if is_right else "ID"
