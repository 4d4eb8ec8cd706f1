"""Numbers that stand for one person or school in a register: RUT, RBD, folio, enrolment, passport."""

import re
from collections.abc import Iterator

from qualkit.reading.spoken_numbers import ANY_NUMBER_WORD

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
_RUT_SPOKEN = re.compile(
    rf"\b(?:RUT|RUN|c[ée]dula|carn[eé]t?)\b[^\d\n\ufffc]{{0"
    rf",24}}?\b({ANY_NUMBER_WORD}(?:[^\S\n]+(?:y[^\S\n]+)?(?:punto[^\S\n]+)?{ANY_NUMBER_WORD}){{3"
    rf",18}}(?:[^\S\n]+(?:gui[oó]n|raya)[^\S\n]+(?:ka?|{ANY_NUMBER_WORD}|\d))?)(?!\w)",
    re.IGNORECASE,
)
_SPOKEN_TAIL = re.compile(
    rf"(?<!\w)({ANY_NUMBER_WORD}(?:[^\S\n]+(?:y[^\S\n]+)?(?:punto[^\S\n]+)?{ANY_NUMBER_WORD}){{3"
    rf",18}}[^\S\n]+(?:gui[oó]n|raya)[^\S\n]+(?:ka?|{ANY_NUMBER_WORD}|\d))(?!\w)",
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


def _written(text: str) -> Iterator[Found]:
    yield from ((m.start(1), m.end(1), "ID") for m in _IPE.finditer(text))
    yield from _keyed(text)
    yield from _ruts(text)


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
