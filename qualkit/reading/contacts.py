"""Telephones, e-mails, web pages and handles, as written and as dictated."""

import re
from collections.abc import Iterator

from qualkit.reading.addresses import find_addresses
from qualkit.reading.ages import find_ages
from qualkit.reading.birth_dates import find_birth_dates
from qualkit.reading.identifiers import find_identifiers
from qualkit.reading.names import FUNCTION_WORDS
from qualkit.reading.spoken_numbers import DIGIT_WORD, NUMBER_WORD, value_of

Found = tuple[int, int, str]

_LOCAL = re.compile(r"[\w.+%'-]{0,64}$")
_LOCAL_START = re.compile(r"^[.'%-]+")
_DOMAIN = re.compile(r"@[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,6}")
_SPOKEN_MAIL = re.compile(
    r"(?<![\w.])(?P<local>(?:[\w.-]{1,40}[^\S\n]+(?:punto|gui[oó]n(?:[^\S\n]+bajo)?)[^\S\n]+){0"
    r",3}[\w.-]{1,40})[^\S\n]+arroba[^\S\n]+"
    r"\w{1,30}(?:[^\S\n]+\w{1,30}){0,2}?(?:[^\S\n]+punto[^\S\n]+\w{1,20}){0"
    r",2}?[^\S\n]+punto[^\S\n]+(?:com|cl|org|net|es|edu|gob|info)\b(?:[^\S\n]+punto[^\S\n]+(?:cl|ve|co"
    r"|pe|ar))?",
    re.IGNORECASE,
)
_TLD = (
    r"(?:cl|com|org|net|edu|gov|gob|io|be|ly|app|tv|info|me|ai|dev|us|es|co|example|ejemplo|invalid"
    r"|test|blog|online|site|page|link|xyz|to|gl|gle)"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»“”\ufffc]+"
    rf"|(?<![\w@.-])[a-z0-9ñ](?:[a-z0-9ñ-]{{0,61}}[a-z0-9ñ])?(?:\.[a-z0-9ñ-]{{1,62}}){{0,4}}\.{_TLD}"
    r"(?![\w@])(?!\.\w)(?:/[^\s<>\"«»“”\ufffc]*)?"
)
_URL_PATH = re.compile(r"(?<![\w@./-])[a-z0-9-]{2,40}\.[a-z]{2,10}/[^\s<>\"«»“”\ufffc]+")
_SHORT_TLD = re.compile(r"\.(?:me|to|es|co|us|ai|gl|test|link|page|site|blog|app|be|io|tv)$")
_SPOKEN_URL = re.compile(
    r"(?<!\w)(?:(?:doble[^\S\n]*ve|(?:triple|tres)[^\S\n]*(?:doble[^\S\n]*)?(?:ve|u)|uve[^\S\n]*doble"
    r"|www)[^\S\n]+){1,3}(?:punto[^\S\n]+)?[\w-]{2,40}(?:[^\S\n]+[\w-]{1,30}){0"
    r",3}?(?:[^\S\n]+punto[^\S\n]+\w{2,20}){0,2}?[^\S\n]+punto[^\S\n]+(?:com|cl|org|net|es|edu)\b"
    r"|(?<!\w)[\w-]{3,40}[^\S\n]+punto[^\S\n]+(?:com|cl|org)\b(?:[^\S\n]+(?:slash|barra)[^\S\n]+[\w-]{1,40})?",
    re.IGNORECASE,
)
_URL_END = ".,;:!?)]}'…¡¿"
_HANDLE = re.compile(r"(?<![\w@])@[^\W_](?:[\w.-]{0,38}\w)?|(?<![\w@])@_[\w.]{1,38}")
_NETWORK = (
    r"(?:instagram|insta|ig|tik[^\S\n]?tok|facebook|face|twitter|youtube|usuario|user|nick|discord"
    r"|roblox|twitch|snapchat|telegram|cuenta)"
)
_NAMED_HANDLE = re.compile(
    rf"\b{_NETWORK}\b(?:[^\S\n]+(?:de|del)[^\S\n]+(?:ella|[ée]l|curso|taller|la"
    rf" escuela))?[^\S\n]*(?:[:=(-]|\b(?:es|como|soy|est[áa]|aparece como|me (?:encuentran|pillan"
    rf"|buscan) como|el|la|lo encuentran como|se"
    rf" llama)\b)+[:\s]*(?:como[^\S\n]+)?(?P<name>[^\W_][\w.-]{{2,40}})",
    re.IGNORECASE,
)
_SPOKEN_HANDLE = re.compile(
    r"(?<!\w)arroba[^\S\n]+[a-z0-9ñáéíóú]{2,30}(?:[^\S\n]+(?:gui[oó]n(?:[^\S\n]+bajo)?|punto"
    r"|underscore)[^\S\n]+[a-z0-9ñáéíóú]{1,30}){0,4}",
    re.IGNORECASE,
)
_DIGITS_LEFT = r"(?<![\w$])(?<!\$ )(?<!\d[.,:/-])(?<!\d[.,:/-] )"
_DIGITS_RIGHT = r"(?![\w%])(?![.,:/-]\d)(?!\s?(?:pesos|millones|mil|%|estudiantes|alumnos|UF|kil|lucas|d[oó]lares)\b)"
_GAP = r"[ .\-‐‑–\u00a0]?"
_PHONE = re.compile(
    rf"(?:(?<![\w+])\+[ ]?\(?\d{{1,3}}\)?(?:{_GAP}\(?\d\)?){{7,11}}(?!\d))"
    rf"|(?:{_DIGITS_LEFT}(?:\(?(?:00)?56\)?{_GAP})(?:\(?\d\)?{_GAP}){{8}}\d{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}\(?0?9\)?{_GAP}(?:\d{_GAP}){{7}}\d{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}\(0?(?:2|[3-7]\d)\){_GAP}(?:\d{_GAP}){{5,7}}\d{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}(?:2|[3-7]\d)[ -]2?(?:\d{_GAP}){{6,7}}\d{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}(?:2[2-9]|[3-7]\d)\d{{7}}{_DIGITS_RIGHT})"
    rf"|(?:{_DIGITS_LEFT}600[ ]\d{{3}}[ ]\d{{4}}{_DIGITS_RIGHT})"
)
_PHONE_SAID = re.compile(
    r"\b(?:fono|fonos|tel[eé]fonos?|tel|telf|telef|tlf|tfno|fax|celular|cel|m[oó]vil|whatsapp|wasap"
    r"|wsp|ll[aá]m\w+|anexo|contacto)\b[^\d\n\ufffc]{0,25}?(\+?\(?\d(?:[ .()/-]{0,2}\d){5,13})"
    r"(?![\w%])",
    re.IGNORECASE,
)
_PHONE_DICTATED = re.compile(
    rf"(?<!\w)(?:m[aá]s[^\S\n]+)?{DIGIT_WORD}(?:(?:[^\S\n]*,[^\S\n]*|[^\S\n]+){DIGIT_WORD}){{6,13}}(?!\w)",
    re.IGNORECASE,
)
_PAIR = rf"(?:{NUMBER_WORD}(?:[^\S\n]+y[^\S\n]+{DIGIT_WORD})?|\d{{1,4}})"
_PHONE_IN_PAIRS = re.compile(
    rf"(?<!\w)(?:m[aá]s[^\S\n]+cinco[^\S\n]+seis[^\S\n]+"
    rf"|m[aá]s[^\S\n]+cincuenta[^\S\n]+y[^\S\n]+seis[^\S\n]+)?(?:nueve|9)(?:[^\S\n]*,[^\S\n]*"
    rf"|[^\S\n]+){_PAIR}(?:(?:[^\S\n]*,[^\S\n]*|[^\S\n]+){_PAIR}){{2,7}}(?!\w)",
    re.IGNORECASE,
)


_SIX_DIGITS = re.compile(r"\d(?:[ .()\u00a0‐‑–/-]{0,3}\d){5}")


def find_contacts(text: str) -> Iterator[Found]:
    """Yield (start, end, label) of all that leads to somebody by its own shape: numbers, addresses, dates of birth,
    ages. They may overlap; the surer ones come first.
    """
    yield from _links(text)
    yield from find_identifiers(text)
    yield from _reached(text)
    yield from find_birth_dates(text)
    yield from find_addresses(text)
    yield from find_ages(text)


def _links(text: str) -> Iterator[Found]:
    folded = text.lower()
    if "@" in text:
        yield from _mails(text)
    if "arroba" in folded:
        for start, end in _around(folded, "arroba"):
            found = _SPOKEN_MAIL.finditer(text, start, end)
            yield from ((m.start(), m.end(), "CORREO") for m in found if not _is_call(m))
    yield from _urls(text, folded)


def _reached(text: str) -> Iterator[Found]:
    folded = text.lower()
    if _SIX_DIGITS.search(text):
        yield from ((m.start(), m.end(), "TELEFONO") for m in _PHONE.finditer(text))
        yield from ((m.start(1), m.end(1), "TELEFONO") for m in _PHONE_SAID.finditer(text))
    yield from _dictated(text, folded)
    yield from _handles(text, folded)


def _mails(text: str) -> Iterator[Found]:
    """Yield e-mail addresses, found from their «@» outwards: a long word without one costs nothing."""
    for match in _DOMAIN.finditer(text):
        local = _LOCAL.search(text, max(0, match.start() - 64), match.start())
        if local is None:
            continue
        skipped = _LOCAL_START.match(local.group())
        start = local.start() + (skipped.end() if skipped else 0)
        end = match.start() + len(match.group().rstrip(".-_"))
        if start < match.start() and "." in text[match.start() : end]:
            yield start, end, "CORREO"


def _around(folded: str, word: str) -> list[tuple[int, int]]:
    """Return the stretches of text around a word, none over another."""
    stretches: list[tuple[int, int]] = []
    at = folded.find(word)
    while at >= 0:
        start = max(0, at - 140)
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], at + 140)
        else:
            stretches.append((start, at + 140))
        at = folded.find(word, at + len(word))
    return stretches


def _is_call(match: re.Match[str]) -> bool:
    return match.group("local").lower() in ("el", "la", "un", "con", "de")


def _urls(text: str, folded: str) -> Iterator[Found]:
    if "." in text:
        for pattern in (_URL, _URL_PATH):
            for match in pattern.finditer(text):
                end = match.end()
                while end > match.start() and text[end - 1] in _URL_END:
                    end -= 1
                if not _is_cut_sentence(text, match.start(), end):
                    yield match.start(), end, "URL"
    if " punto " in folded:
        yield from (
            (m.start(), m.end(), "URL") for m in _SPOKEN_URL.finditer(text) if "arroba" not in m.group().lower()
        )


def _is_cut_sentence(text: str, start: int, end: int) -> bool:
    """Say whether «sala.es» is two sentences without a blank rather than an address."""
    found = text[start:end]
    return "/" not in found and found.count(".") == 1 and _SHORT_TLD.search(found) is not None and "-" not in found


def _dictated(text: str, folded: str) -> Iterator[Found]:
    if any(word in folded for word in ("nueve", "cero", "cuatro", "dos")):
        yield from ((m.start(), m.end(), "TELEFONO") for m in _PHONE_DICTATED.finditer(text))
        for match in _PHONE_IN_PAIRS.finditer(text):
            if _digits(match.group()) in (8, 9, 11):
                yield match.start(), match.end(), "TELEFONO"


def _digits(words: str) -> int:
    """Return how many digits a number has that is said in pairs: «nueve ochenta y siete sesenta y cinco …»."""
    pairs = re.findall(rf"{NUMBER_WORD}(?:\s+y\s+{DIGIT_WORD})?|\d+", words, re.IGNORECASE)
    return sum(len(pair) if pair.isdigit() else len(str(value_of(pair) or 0)) for pair in pairs)


def _handles(text: str, folded: str) -> Iterator[Found]:
    if "@" in text:
        yield from ((m.start(), m.end(), "REDES") for m in _HANDLE.finditer(text))
    if "arroba" in folded:
        for match in _SPOKEN_HANDLE.finditer(text):
            if match.group().split()[1].lower() not in FUNCTION_WORDS:
                yield match.start(), match.end(), "REDES"
    for match in _NAMED_HANDLE.finditer(text):
        name = match.group("name").rstrip(".-")
        if re.search(r"[\d_]|\w\.\w", name):
            yield match.start("name"), match.start("name") + len(name), "REDES"
