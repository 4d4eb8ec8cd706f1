"""Dates: those of birth, which always lead to a person, and all others, which may be made coarser on request."""

import re
from collections.abc import Iterator
from typing import Literal

from qualkit.reading.privacy.spoken_numbers import NUMBER_PHRASE, NUMBER_WORD
from qualkit.reading.spelling import bare

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
    rf"|mil[^\S\n]+novecientos(?:[^\S\n]+{NUMBER_PHRASE})?"
    rf"|(?<=del[^\S\n])(?:{NUMBER_WORD})(?:[^\S\n]+y[^\S\n]+{NUMBER_WORD})?)"
)
_WRITTEN = rf"{_DAY}[^\S\n]+(?:de[^\S\n]+)?{_MONTH}(?:[^\S\n]*(?:,|del?)?(?:[^\S\n]+(?:año[^\S\n]+)?){_YEAR})?"
_NUMERIC = (
    r"\d{1,2}[^\S\n]?[-/.][^\S\n]?(?:\d{1,2}|[a-z]{3,4})[^\S\n]?[-/.][^\S\n]?(?:(?:19|20)\d{2}|\d{2})"
    r"|(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}"
)
DATE = rf"(?:{_NUMERIC}|{_WRITTEN})"
_BIRTH = re.compile(
    rf"\b(?:naci[óo]|nací|naciste|nacida|nacido|naciera|nace"
    rf"|vino[^\S\n]+al[^\S\n]+mundo|lleg[oó][^\S\n]+al[^\S\n]+mundo|la[^\S\n]+tuv[eo]|lo[^\S\n]+tuv[eo]"
    rf"|dio[^\S\n]+a[^\S\n]+luz"
    rf"|fecha(?:s)?[^\S\n]+de[^\S\n]+nac(?:imiento)?|fecha[^\S\n]+nac(?:imiento)?"
    rf"|f\.?[^\S\n]?(?:de[^\S\n]+)?nac(?:imiento)?|nacimiento|cumpleaños|cumpleañitos|(?:est[aá]|estar"
    rf"|de)[^\S\n]+cumple|(?:est[aá]n?|estar[aá])[^\S\n]+de[^\S\n]+cumple\w*|cumplen?[^\S\n]+(?:sus[^\S\n]+"
    rf"|los[^\S\n]+)?(?:\d{{1,2}}[^\S\n]+|{NUMBER_WORD}[^\S\n]+)?años|naci[oó][^\S\n]+en|FN"
    rf"|F\.N)\b\.?(?:[^\n\d\ufffc]{{0"
    rf",28}}?|(?<=nac\.)[^\n\ufffc]{{0,40}}?)(?<!\w)(?P<date>{DATE})(?![\w])",
    re.IGNORECASE,
)
_CERTIFICATE = re.compile(
    rf"\b(?:certificado(?: de nacimiento)?|partida de nacimiento|acta de nacimiento|c[eé]dula|carn[eé]t?"
    rf"|libreta(?: de familia)?|registro civil"
    rf"|pasaporte|ficha del jard[ií]n"
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
            if _IS_NO_PERSON.search(text[max(0, match.start() - 40) : match.start()]) or _OF_NO_PERSON.search(
                match.group()
            ):
                continue
            yield match.start("date"), match.end("date"), "FECHA"
            yield from _alternative(text, match.end("date"))
        yield from ((m.start(1), m.end(1), "FECHA") for m in _MONTH_OF_BIRTH.finditer(text))
        yield from ((m.start(1), m.end(1), "FECHA") for m in _BEFORE_BIRTH.finditer(text))
    if "certificado" in folded or "partida" in folded or "ficha" in folded or "dula" in folded:
        for match in _CERTIFICATE.finditer(text):
            if _FULL.search(match.group("date")):
                yield match.start("date"), match.end("date"), "FECHA"
    if any(
        word in folded for word in ("nacimiento", "nació", "nacio", "cumple", "libreta", "registro civil", "inscri")
    ):
        yield from _in_papers(text)


def _in_papers(text: str) -> Iterator[Found]:
    """Yield the full dates of a sentence that is about what papers say of somebody's birth."""
    for match in _PAPER_DATE.finditer(text):
        start = max(text.rfind(mark, 0, match.start()) for mark in (". ", "\n", "? ", "! ")) + 1
        ends = [at for mark in (". ", "\n") if (at := text.find(mark, match.end())) >= 0]
        sentence = text[max(start, match.start() - 120) : min([*ends, match.end() + 120])]
        if _PAPERS.search(sentence) and not _NO_BIRTH.search(text[max(start, match.start() - 30) : match.start()]):
            yield match.start(), match.end(), "FECHA"


_PAPER_DATE = re.compile(
    rf"(?<![\w/.-])(?:{_NUMERIC}"
    rf"|{_DAY}[^\S\n]+de[^\S\n]+{_MONTH}[^\S\n]*,?(?:[^\S\n]*del?)?[^\S\n]+(?:año[^\S\n]+)?{_YEAR})(?![\w/-])",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    r"\b(?:libreta(?: de familia)?|registro civil|(?:certificado|partida|acta) de nacimiento|c[eé]dula|pasaporte"
    r"|cumpleaños"
    r"|(?:niñ[oa]|hij[oa]|guagua|alumn[oa]|él|ella|estudiante|mellizos|beb[eé])\b[^.\n]{0,30}\bnaci(?:ó|o|eron))\b",
    re.IGNORECASE,
)
_NO_BIRTH = re.compile(
    r"\b(?:acta|oficio|reuni[oó]n|visita|entrevista|carta|correo|ingres[oó]|matr[ií]cula|venc\w+|emi\w+|emisi[oó]n"
    r"|firma\w*|caduca|v[aá]lid[oa]"
    r"|fecha de (?!nac)\w+|lleg[oó]|hasta|desde|retir\w*|solicit\w*|pedi\w*|evaluaci[oó]n|control)\b[^.\n]{0,20}$",
    re.IGNORECASE,
)
_THING_BORN = (
    r"(?:proyecto|red|escuela|liceo|jard[ií]n|colegio|iniciativa|experiencia|taller|idea|programa|revista|grupo"
    r"|huerto|radio|banda"
    r"|mesa|microcentro|plan|feria|fundaci[oó]n|corporaci[oó]n|comunidad|campaña|poblaci[oó]n|toma|sindicato"
    r"|biblioteca)"
)
_IS_NO_PERSON = re.compile(
    rf"\b(?:el|la|los|las|un|una|este|esta|nuestr[oa])[^\S\n]+{_THING_BORN}\b(?![^.;,\n]*\b(?:niñ|hij|alumn"
    rf"|guagua))[^.;,\n]{{0,25}}$",
    re.IGNORECASE,
)
_OF_NO_PERSON = re.compile(
    rf"^naci[oó][^\S\n]+(?:el|la|los|las|un|una|este|esta|nuestr[oa])[^\S\n]+{_THING_BORN}\b", re.IGNORECASE
)
_BEFORE_BIRTH = re.compile(
    rf"(?<!\w)({DATE})[^\S\n]+(?:naci[óo]|nacieron|vino al mundo|est[aá] de cumplea\w+|cumple[^\S\n]+"
    rf"(?:los[^\S\n]+|sus[^\S\n]+)?(?:{NUMBER_WORD}|\d+|años)|es su cumplea\w+)\b",
    re.IGNORECASE,
)
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
