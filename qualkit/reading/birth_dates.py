"""Dates: those of birth, which always lead to a person, and all others, which may be made coarser on request."""

import re
from collections.abc import Iterator
from typing import Literal

from qualkit.reading.spelling import bare
from qualkit.reading.spoken_numbers import NUMBER_PHRASE, NUMBER_WORD

Found = tuple[int, int, str]
Coarseness = Literal["keep", "month", "year"]
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_SHORT_MONTHS = {"set": 9, "setiembre": 9, **{month[:3]: n for n, month in enumerate(MONTHS, 1)}}
_MONTH = (
    r"(?:ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|may(?:o)?|jun(?:io)?|jul(?:io)?|ago(?:sto)?"
    r"|sept?(?:iembre)?|setiembre|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?)\b\.?"
)
_DAY = rf"(?:\d{{1,2}}[°º]?|primero|1ro|{NUMBER_WORD}(?:[^\S\n]+y[^\S\n]+uno)?)"
_YEAR = (
    rf"(?:(?:19|20)\d{{2}}|'?\d{{2}}(?!\w)|dos[^\S\n]+mil(?:[^\S\n]+{NUMBER_PHRASE})?"
    rf"|mil[^\S\n]+novecientos(?:[^\S\n]+{NUMBER_PHRASE})?)"
)
_WRITTEN = rf"{_DAY}[^\S\n]+(?:de[^\S\n]+)?{_MONTH}(?:[^\S\n]*(?:,|del?)?(?:[^\S\n]+(?:año[^\S\n]+)?){_YEAR})?"
_NUMERIC = (
    r"\d{1,2}[^\S\n]?[-/.][^\S\n]?(?:\d{1,2}|[a-z]{3,4})[^\S\n]?[-/.][^\S\n]?(?:(?:19|20)\d{2}|\d{2})"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
)
DATE = rf"(?:{_NUMERIC}|{_WRITTEN})"
_BIRTH = re.compile(
    rf"\b(?:naci[óo]|nací|naciste|nacida|nacido|naciera|nace"
    rf"|fecha(?:s)?[^\S\n]+de[^\S\n]+nac(?:imiento)?|fecha[^\S\n]+nac(?:imiento)?"
    rf"|f\.?[^\S\n]?(?:de[^\S\n]+)?nac(?:imiento)?|nacimiento|cumpleaños|(?:est[aá]|estar"
    rf"|de)[^\S\n]+cumple|cumplen?[^\S\n]+años|naci[oó][^\S\n]+en|FN|F\.N)\b\.?(?:[^\n\d\ufffc]{{0"
    rf",28}}?|(?<=nac\.)[^\n\ufffc]{{0,40}}?)(?<!\w)(?P<date>{DATE})(?![\w])",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    rf"\b(?:certificado(?: de nacimiento)?|partida de nacimiento|c[eé]dula|carnet|ficha del jard[ií]n"
    rf"|ficha de la niña|ficha del niño)\b(?![^\S\n]+de[^\S\n]+(?!nac))[^\n.;\d\ufffc]{{0,30}}?(?<!\w)"
    rf"(?P<date>{DATE})(?![\w])",
    re.IGNORECASE,
)
_FULL = re.compile(r"(?:19|20)\d{2}|\bmil\b|[-/.]\d{2}$", re.IGNORECASE)
_ANY = re.compile(rf"(?<![\w/.-])(?:(?P<numeric>{_NUMERIC})|(?P<written>{_WRITTEN}))(?![\w/-])(?!\.\d)", re.IGNORECASE)


def find_birth_dates(text: str) -> Iterator[Found]:
    """Yield (start, end, ``FECHA``) of dates of birth, written or said."""
    folded = text.lower()
    if "nac" in folded or "cumple" in folded or "f.n" in folded or "fn" in folded:
        for match in _BIRTH.finditer(text):
            yield match.start("date"), match.end("date"), "FECHA"
            yield from _alternative(text, match.end("date"))
        yield from ((m.start(1), m.end(1), "FECHA") for m in _MONTH_OF_BIRTH.finditer(text))
        yield from ((m.start(1), m.end(1), "FECHA") for m in _BEFORE_BIRTH.finditer(text) if _FULL.search(m.group(1)))
    if "certificado" in folded or "partida" in folded or "ficha" in folded or "dula" in folded:
        for match in _CERTIFICATE.finditer(text):
            if _FULL.search(match.group("date")):
                yield match.start("date"), match.end("date"), "FECHA"


_BEFORE_BIRTH = re.compile(rf"(?<!\w)({DATE})[^\S\n]+(?:naci[óo]|nacieron|vino al mundo)\b", re.IGNORECASE)
_MONTH_OF_BIRTH = re.compile(
    rf"\bnaci(?:[óo]|eron|ó)[^\S\n]+en[^\S\n]+((?:{'|'.join(MONTHS)})[^\S\n]+(?:de"
    rf"|del)[^\S\n]+(?:año[^\S\n]+)?(?:{_YEAR}))(?!\w)",
    re.IGNORECASE,
)
_OR_ELSE = re.compile(
    rf"(?:,?[^\S\n]+(?:o|y|y no|no|no el)(?:[^\S\n]+el)?[^\S\n]+)(?P<date>{DATE})(?!\w)", re.IGNORECASE
)


def _alternative(text: str, end: int) -> Iterator[Found]:
    """Yield a second date after one of birth: «nació el 3 o el 4 de mayo de 2012», two brothers."""
    match = _OR_ELSE.match(text, end)
    if match:
        yield match.start("date"), match.end("date"), "FECHA"


def coarse_dates(text: str, coarseness: Coarseness) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, what stands in its place) of dates that name a day, and of months where years are wanted.

    ``month``: «15 de marzo de 2024» → «marzo de 2024»; ``year``: → «2024». A day without a year becomes its month, or
    nothing but «[fecha]» where years are wanted.
    """
    if coarseness == "keep":
        return
    for match in _ANY.finditer(text):
        parts = _month_and_year(match)
        if parts is not None:
            yield match.start(), match.end(), _coarse(*parts, coarseness)
    if coarseness == "year":
        for match in _MONTH_OF_YEAR.finditer(text):
            yield match.start(), match.end(), match.group("year")


_MONTH_OF_YEAR = re.compile(
    rf"(?<!\w)(?<!de )(?:{'|'.join(MONTHS)})[^\S\n]+(?:de|del)[^\S\n]+(?P<year>(?:19|20)\d{{2}})(?!\w)", re.IGNORECASE
)


def _coarse(month: int, year: str, coarseness: Coarseness) -> str:
    if coarseness == "year":
        return year or "[fecha]"
    return f"{MONTHS[month - 1]} de {year}" if year else MONTHS[month - 1]


def _month_and_year(match: re.Match[str]) -> tuple[int, str] | None:
    text = match.group().lower()
    years = re.search(r"(?:19|20)\d{2}", text)
    if match.group("written"):
        found = re.search(r"[a-zñ]+", re.sub(rf"^(?:{_DAY})[^\S\n]+(?:de[^\S\n]+)?", "", text))
        month = _SHORT_MONTHS.get(bare(found.group())[:3]) if found else None
        return (month, years.group() if years else "") if month else None
    pieces = [piece for piece in re.split(r"[-/.\s]+", text) if piece]
    middle = pieces[1]
    month = int(middle) if middle.isdigit() else _SHORT_MONTHS.get(middle[:3], 0)
    if not 1 <= month <= 12:
        return None
    year = years.group() if years else f"20{pieces[-1]}"
    return month, year
