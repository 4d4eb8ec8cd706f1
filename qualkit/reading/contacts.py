"""Numbers and addresses that lead to a person: RUT, telephone, e-mail, web page, handle, street, date of birth."""

import re
from collections.abc import Iterator

_DASH = "-‐‑‒–—−"
_RUT = re.compile(
    rf"(?<![\w.,])(\d{{1,2}}(?:[. ]?\d{{3}}){{2}})\s?([{_DASH}])\s?([\dkK])(?![\w])|"
    rf"(?<![\w.,])(\d{{1,2}}(?:\.\d{{3}}){{2}})()([\dkK])?(?![\w])(?!\.\d)"
)
_RUT_SAID = re.compile(
    r"\b(?:RUT|RUN|rut|run|Rut|Run|cédula|carnet)\b[^\d\n]{0,20}(\d{1,2}\.?\d{3}\.?\d{3}-?[\dkK]?)\b"
)
_MAIL = re.compile(r"[\w.+%'-]*\w[+_-]*@\w[\w-]*(?:\.[\w-]+)+")
_SPOKEN_MAIL = re.compile(
    r"\b[\w.]+[^\S\n]+arroba[^\S\n]+\w+(?:[^\S\n]+\w+)?[^\S\n]+punto[^\S\n]+(?:com|cl|org|net|es|edu)\b", re.IGNORECASE
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»“”\ufffc]+"
    r"|(?<![\w@.-])[a-z0-9ñ](?:[a-z0-9ñ-]*[a-z0-9ñ])?(?:\.[a-z0-9ñ-]+)*\.(?:cl|com|org|net|edu|gov|io|be|ly|app|tv|info)"
    r"(?![\w@])(?:/[^\s<>\"«»“”\ufffc]*)?"
)
_URL_END = ".,;:!?)]}'…¡¿"
_HANDLE = re.compile(r"(?<![\w@])@\w(?:[\w.]{0,28}\w)?")
_DIGITS_LEFT = r"(?<![\w$])(?<!\$ )(?<!\d[.,:/-])"
_DIGITS_RIGHT = r"(?![\w%])(?![.,:/-]\d)(?!\s?(?:pesos|millones|mil|%|estudiantes|UF)\b)"
_GAP = r"[ .\-‐‑–\u00a0]?"
_PHONE = re.compile(
    rf"(?:(?<![\w+])\+\(?\d{{1,3}}\)?(?:{_GAP}\(?\d\)?){{7,11}}(?!\d))"
    rf"|(?:{_DIGITS_LEFT}(?:\(?(?:00)?56\)?{_GAP})(?:\(?\d\)?{_GAP}){{8}}\d{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}\(?0?9\)?{_GAP}(?:\d{_GAP}){{7}}\d{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}\(0?(?:2|[3-7]\d)\)[ -]?2?\d{{3}}[ -]?\d{{3,4}}{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}(?:2|[3-7]\d)[ -]2?\d{{3}}[ -]?\d{{4}}{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}(?:2[2-9]|[3-7]\d)\d{{7}}{_DIGITS_RIGHT})"
)
_PHONE_SAID = re.compile(
    r"\b(?:fono|tel[eé]fono|celular|whatsapp|wsp|ll[aá]m\w+)\b[^\d\n]{0,25}((?:\d[ -]?){6,10}\d)(?![\w%])",
    re.IGNORECASE,
)
_RBD = re.compile(r"\bRBD[\s:°ºNn.]{0,6}(\d{1,5}(?:-[\dkK])?)\b")
_CAPITAL = r"[A-ZÁÉÍÓÚÑ][\w'’]*"
_STREET = re.compile(
    rf"\b(?:[Cc]alle|[Aa]venida|[Aa]v\.?|[Pp]asaje|[Pp]je\.?|[Cc]amino|[Pp]sje\.?)[^\S\n]+"
    rf"(?:(?:{_CAPITAL}|de|del|la|las|los|el|y|\d{{1,2}})[^\S\n]+){{1,6}}(?:N[°ºo.]*[^\S\n]*|#[^\S\n]*)?\d{{1,5}}\b"
)
_COMUNA = re.compile(
    rf"\bcomuna de[^\S\n]+((?:(?:San|Santa|Los|Las|La|El|Puerto|Villa|Alto|Alta|Viña del)[^\S\n]+)*"
    rf"{_CAPITAL}(?:[^\S\n]+(?:{_CAPITAL}))?)"
)
_BIRTH = re.compile(
    r"\b(?:naci[óo]|nací|fecha de nacimiento|nacid[oa])\b[^\d\n]{0,15}"
    r"(\d{1,2}[^\S\n]*(?:[-/.]|de)[^\S\n]*\w{1,10}[^\S\n]*(?:[-/.]|del?)[^\S\n]*\d{2,4})",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b(\d{1,2} años) de edad\b")

Found = tuple[int, int, str]


def check_digit(number: str) -> str:
    """Return the check digit (``0``–``9`` or ``K``) of a RUT's number, by modulo 11."""
    total = sum(int(digit) * factor for digit, factor in zip(reversed(number), [2, 3, 4, 5, 6, 7] * 3, strict=False))
    rest = 11 - total % 11
    return {11: "0", 10: "K"}.get(rest, str(rest))


def find_contacts(text: str) -> Iterator[Found]:
    """Yield (start, end, label) of what leads to a person; they may overlap, the surer ones come first."""
    yield from ((m.start(), m.end(), "CORREO") for m in _MAIL.finditer(text))
    yield from ((m.start(), m.end(), "CORREO") for m in _SPOKEN_MAIL.finditer(text))
    yield from _urls(text)
    yield from _ruts(text)
    yield from ((m.start(1), m.end(1), "ID") for m in _RBD.finditer(text))
    yield from ((m.start(), m.end(), "TELEFONO") for m in _PHONE.finditer(text))
    yield from ((m.start(1), m.end(1), "TELEFONO") for m in _PHONE_SAID.finditer(text))
    yield from ((m.start(), m.end(), "REDES") for m in _HANDLE.finditer(text))
    yield from ((m.start(), m.end(), "DIRECCION") for m in _STREET.finditer(text))
    yield from ((m.start(1), m.end(1), "COMUNA") for m in _COMUNA.finditer(text))
    yield from ((m.start(1), m.end(1), "FECHA") for m in _BIRTH.finditer(text))
    yield from ((m.start(1), m.end(1), "EDAD") for m in _AGE.finditer(text))


def _urls(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        end = match.end()
        while end > match.start() and text[end - 1] in _URL_END:
            end -= 1
        yield match.start(), end, "URL"


def _ruts(text: str) -> Iterator[Found]:
    """Yield numbers of the shape of a RUT: RUT where the check digit is right, ID where it is written as one but is
    not.
    """
    for match in _RUT.finditer(text):
        number = re.sub(r"\D", "", match.group(1) or match.group(4))
        digit = match.group(3) or match.group(6)
        if digit is not None and check_digit(number) == digit.upper():
            yield match.start(), match.end(), "RUT"
        elif digit is not None and "." in match.group(0):
            yield match.start(), match.end(), "ID"
    for match in _RUT_SAID.finditer(text):
        digits = re.sub(r"[^\dkK]", "", match.group(1))
        is_right = len(digits) >= 8 and check_digit(digits[:-1]) == digits[-1].upper()
        yield match.start(1), match.end(1), "RUT" if is_right else "ID"
