"""Telephones, e-mails, web pages and handles, as written and as dictated."""

import re
from collections.abc import Iterator

from qualkit.reading.privacy.addresses import find_addresses
from qualkit.reading.privacy.ages import find_ages
from qualkit.reading.privacy.birth_dates import find_birth_dates
from qualkit.reading.privacy.identifiers import find_identifiers
from qualkit.reading.privacy.names import FUNCTION_WORDS
from qualkit.reading.privacy.spoken_numbers import ANY_NUMBER_WORD, DIGIT_WORD, NUMBER_WORD, value_of
from qualkit.reading.spelling import bare

Found = tuple[int, int, str]

_DIGIT = re.compile(r"\d")
_LOCAL = re.compile(r"[\w.+%'-]{0,64}$")
_LOCAL_START = re.compile(r"^[.'%-]+")
_DOMAIN = re.compile(r"@[^\W_][\w-]{0,62}(?:\.[\w-]{1,63}){1,6}")
_JOIN = (
    r"(?:punto|gui[oó]n(?:[^\S\n]+bajo)?|gui[oó]nbajo|raya(?:[^\S\n]+(?:baja|abajo))?|underscore|subrayado"
    r"|barra[^\S\n]+baja)"
)
_END_OF_DOMAIN = r"(?:com|cl|org|net|es|edu|gob|info|ejemplo|gmail|io|co)"
_SPOKEN_MAIL = re.compile(
    rf"(?<![\w.])(?P<local>(?:(?:(?<=\bes )|(?<=\bes: )|(?<=\bcorreo )|(?<=\bmail ))"
    rf"(?!(?:es|al|de|del|en|por|a|el|la|mi|su|tu)\b)(?:[\w-]{{1,30}}[^\S\n]+){{0,5}}?[\w.-]{{1,40}}"
    rf"|(?:[\w.-]{{1,40}}[^\S\n]+(?:{_JOIN}[^\S\n]+|(?=(?:{NUMBER_WORD}|\d+)(?!\w)))){{0,6}}[\w.-]{{1,40}}))"
    rf"(?:[^\S\n]*,?[^\S\n]+todo[^\S\n]+(?:junto|seguido|min[uú]scula))?[^\S\n]+arroba[^\S\n]+"
    rf"\w{{1,30}}(?:[^\S\n]+(?:{_JOIN}[^\S\n]+)?\w{{1,30}}){{0,3}}?(?:[^\S\n]+punto[^\S\n]+\w{{1,20}}){{0"
    rf",2}}?[^\S\n]+punto[^\S\n]+{_END_OF_DOMAIN}\b(?:[^\S\n]+punto[^\S\n]+(?:cl|ve|co|pe|ar))?",
    re.IGNORECASE,
)
_LOOSE_MAIL = re.compile(
    r"(?<![\w.])[\w.+-]{2,40}[^\S\n]?(?:[(\[](?:at|arroba|@)[)\]]|[^\S\n]@[^\S\n]"
    r"|@[^\S\n])[^\S\n]?[\w-]{2,30}(?:\.[\w-]{2,20}){1,3}",
    re.IGNORECASE,
)
_TLD = (
    r"(?:cl|com|org|net|edu|gov|gob|io|be|ly|app|tv|info|me|ai|dev|us|es|co|example|ejemplo|invalid"
    r"|test|blog|online|site|page|link|xyz|to|gl|gle|ar|pe|ve|ec|bo|uy|mx|eu|uk|fm|live|store|web|school|academy|cloud)"
)
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»“”\ufffc]+"
    rf"|(?<![\w@.-])[a-z0-9ñ](?:[a-z0-9ñ-]{{0,61}}[a-z0-9ñ])?(?:\.[a-z0-9ñ-]{{1,62}}){{0,4}}\.{_TLD}"
    r"(?![\w@])(?!\.\w)(?::\d{2,5})?(?:/[^\s<>\"«»“”\ufffc]*)?"
    r"|WWW\.[^\s<>\"«»“”\ufffc]+|HTTPS?://[^\s<>\"«»“”\ufffc]+"
    r"|(?<![\w@.-])[A-Z0-9Ñ](?:[A-Z0-9Ñ-]{0,61}[A-Z0-9Ñ])?(?:\.[A-Z0-9Ñ-]{1,62}){0,4}\.(?:CL|COM|ORG|NET"
    r"|EDU)(?![\w@])(?!\.\w)(?:/[^\s<>\"«»“”\ufffc]*)?"
)
_URL_PATH = re.compile(r"(?<![\w@./-])(?:[a-z0-9-]{2,40}\.){1,3}[a-z]{2,10}(?::\d{2,5})?/[^\s<>\"«»“”\ufffc]+")
_POINT_IN_WORD = re.compile(r"\.\w")
_SHORT_TLD = re.compile(r"\.(?:me|to|es|co|us|ai|gl|test|link|page|site|blog|app|be|io|tv)$")
_SPOKEN_URL = re.compile(
    r"(?<!\w)(?:(?:h(?:ache)?[^\S\n]*te[^\S\n]*te[^\S\n]*pe(?:[^\S\n]+ese)?"
    r"|https?)[^\S\n]+(?:dos[^\S\n]+puntos[^\S\n]+)?"
    r"(?:(?:doble[^\S\n]+)?(?:barra|slash)[^\S\n]+){0,2})?(?:(?:doble[^\S\n]*(?:ve|u)|w[^\S\n]+w[^\S\n]+w"
    r"|w[^\S\n]?\.[^\S\n]?w[^\S\n]?\.[^\S\n]?w|(?:triple|tres)[^\S\n]*(?:doble[^\S\n]*)?(?:ve|u)|uve[^\S\n]*doble"
    r"|www)[^\S\n]+){1,3}(?:punto[^\S\n]+)?[\w-]{2,40}(?:[^\S\n]+[\w-]{1,30}){0"
    r",3}?(?:[^\S\n]+punto[^\S\n]+\w{2,20}){0,2}?[^\S\n]+punto[^\S\n]+(?:com|cl|org|net|es|edu|ejemplo|io|tv)\b"
    r"(?:[^\S\n]+(?:slash|barra)[^\S\n]+[\w-]{1,40}(?:[^\S\n]+(?:gui[oó]n|slash|barra)[^\S\n]+[\w-]{1,40}){0,3})?"
    r"|(?<!\w)(?:[\w-]{2,40}[^\S\n]+(?:punto|gui[oó]n)[^\S\n]+){0,3}[\w-]{3,40}[^\S\n]+punto[^\S\n]+(?:com|cl|org"
    r"|net)\b"
    r"(?:[^\S\n]+punto[^\S\n]+cl\b)?(?:[^\S\n]+(?:slash|barra)[^\S\n]+[\w-]{1,40}(?:[^\S\n]+(?:gui[oó]n|slash"
    r"|barra)[^\S\n]+[\w-]{1,40}){0,3})?",
    re.IGNORECASE,
)
_SITE_SAID = re.compile(
    rf"\b(?:p[aá]gina|sitio|web|portal|blog|link|enlace|entr(?:en|a|ar|e|o)|m[eé]t(?:anse|ete|ase)|vayan|visiten"
    rf"|busquen|est[aá]|direcci[oó]n)\b"
    rf"(?:[^\S\n]+(?:web|es|a|en|al|la|el|de|internet|sitio|p[aá]gina|nuestra"
    rf"|nuestro)){{1,4}}[^\S\n]+(?P<site>\w{{2,30}}(?:[^\S\n]+(?:{_JOIN}[^\S\n]+)?\w{{2,30}}){{0,3}}?"
    rf"(?:[^\S\n]+punto[^\S\n]+\w{{2,20}}){{0,2}}?[^\S\n]+punto[^\S\n]+(?:com|cl|org|net)(?:[^\S\n]+punto[^\S\n]+cl)?"
    rf"(?:[^\S\n]+(?:slash|barra)[^\S\n]+[\w-]{{1,40}}){{0,3}})(?!\w)",
    re.IGNORECASE,
)
_URL_END = ".,;:!?)]}'…¡¿"
_HANDLE = re.compile(r"(?<![\w@])@[^\W_](?:[\w.-]{0,38}\w)?|(?<![\w@])@_[\w.]{1,38}")
_NETWORK = (
    r"(?:instagram|insta|ig|tik[^\S\n]?tok|facebook|face|twitter|youtube|usuario|user|nick|discord"
    r"|roblox|twitch|snapchat|telegram|cuenta|fb|threads|tuiter|tuit|linkedin|perfil|free[^\S\n]?fire|canal|redes)"
)
_NETWORK_PIECES = (
    *("insta", "ig", "tik", "face", "twit", "youtube", "usuario", "user", "nick", "discord", "roblox", "snap"),
    *("telegram", "cuenta", "fb", "threads", "tuit", "linkedin", "perfil", "free", "canal", "redes"),
)
"""A piece of every name in ``_NETWORK``: where none stands, the patterns need not be tried."""
_NAMED_HANDLE = re.compile(
    rf"\b{_NETWORK}\b(?:[^\S\n]+(?:de|del)[^\S\n]+(?:ella|[ée]l|curso|taller|la"
    rf" escuela))?[^\S\n]*(?:[:=(-]|\b(?:es|como|soy|est[áa]|aparece como|me (?:encuentran|pillan"
    rf"|buscan) como|el|la|lo encuentran como|se"
    rf" llama)\b)+[:\s]*(?:como[^\S\n]+)?(?P<name>[^\W_][\w.-]{{2,40}})",
    re.IGNORECASE,
)
_NEAR_NETWORK = re.compile(
    rf"\b{_NETWORK}\b[^.;!?\n@\ufffc]{{0,40}}?(?<![\w.@/-])(?P<name>(?=\w*[._]\w"
    rf"|\w*\d)[^\W_][\w]{{0,30}}(?:[._]\w{{1,30}}){{0,4}})(?![\w/@])"
    rf"|(?<![\w.@/-])(?P<before>[a-zñ]\w{{1,30}}(?:[._]\w{{1,30}}){{1,4}})[^.;!?\n@\ufffc]{{0,15}}[^\S\n](?:en"
    rf"|por)[^\S\n]+(?:el[^\S\n]+|su[^\S\n]+)?{_NETWORK}\b",
    re.IGNORECASE,
)
_SPOKEN_NEAR_NETWORK = re.compile(
    rf"\b{_NETWORK}\b[^.;!?\n@\ufffc]{{0,25}}?\b(?:soy|es|como|a|est[aá])[^\S\n]+(?:la[^\S\n]+"
    rf"|el[^\S\n]+)?(?P<name>[a-z0-9ñáéíóú]{{2,30}}"
    rf"(?:[^\S\n]+[a-z0-9ñáéíóú]{{2,20}}){{0,2}}?(?:[^\S\n]+(?:{_JOIN}"
    rf"|underscore)[^\S\n]+[a-z0-9ñáéíóú]{{1,30}}){{1,4}})(?!\w)",
    re.IGNORECASE,
)
_SPOKEN_HANDLE = re.compile(
    r"(?<!\w)arroba[^\S\n]+(?:(?:el|la|los|las)[^\S\n]+(?=\w+[^\S\n]+(?:gui[oó]n|punto"
    r"|underscore)))?[a-z0-9ñáéíóú_.]{2,30}"
    rf"(?:[^\S\n]+(?:(?:{_JOIN})[^\S\n]+[a-z0-9ñáéíóú_]{{1,30}}|(?:{NUMBER_WORD}|\d+)(?!\w)(?![^\S\n]+(?:de|años"
    rf"|veces|personas|niñ)))){{0,5}}",
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


_EXTENSION = re.compile(
    r"\b(?:anexos?|extensi[oó]n|interno|ext\.)[^\S\n]*:?[^\S\n]*(?:es[^\S\n]+(?:el[^\S\n]+)?|n[°º]?[^\S\n]?"
    r"|n[uú]mero[^\S\n]+)?(\d{2,5})(?!\w)(?![.,]\d)",
    re.IGNORECASE,
)
_SHORT_PHONE = re.compile(
    r"\b(?:fonos?|tel[eé]fonos?|tel|celular|cel|wsp|wasap"
    r"|whatsapp)\b[^\d\n\ufffc.]{0,12}?(\d{2,3}(?:[ -]?\d{2,4}){1,2})(?![\w%])(?![.,]\d)",
    re.IGNORECASE,
)
_ANY_SAID = rf"(?:{ANY_NUMBER_WORD}(?:[^\S\n]+y[^\S\n]+{DIGIT_WORD})?|\d{{1,4}})"
_PHONE_SAID_AFTER = re.compile(
    rf"\b(?:fonos?|tel[eé]fonos?|tel|celular|cel|m[oó]vil|whatsapp|wasap|wsp|ll[aá]m\w+|marc[ao]\w*|marque\w*"
    rf"|marcar|an[oó]t\w+|contacto"
    rf"|n[uú]mero|discar?|escr[ií]b\w+|recados?"
    rf"|fij[ao])\b[^.;!?\n\ufffc]{{0,40}}?(?<!\w)(?P<said>(?:m[aá]s[^\S\n]+)?{_ANY_SAID}(?:(?:[^\S\n]*,[^\S\n]*"
    rf"|[^\S\n]+){_ANY_SAID}){{3,13}})(?!\w)",
    re.IGNORECASE,
)
_SAID_PIECE = re.compile(
    r"fono|tel|cel|m[oó]v|wh?a[st]|wsp|ll[aá]m|mar[cq]|an[oó]t|contacto|mero|disc|escr|recado|fij", re.IGNORECASE
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
        yield from ((m.start(), m.end(), "CORREO") for m in _LOOSE_MAIL.finditer(text))
    if "(at)" in folded or "[at]" in folded or "(arroba)" in folded or "[arroba]" in folded:
        yield from ((m.start(), m.end(), "CORREO") for m in _LOOSE_MAIL.finditer(text))
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
    if _DIGIT.search(text):
        for pattern in (_EXTENSION, _SHORT_PHONE):
            for match in pattern.finditer(text):
                if pattern is _EXTENSION or sum(char.isdigit() for char in match.group(1)) >= 6:
                    yield match.start(1), match.end(1), "TELEFONO"
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
    if _POINT_IN_WORD.search(text) or "//" in text:
        for pattern in (_URL, _URL_PATH):
            for match in pattern.finditer(text):
                end = match.end()
                while end > match.start() and text[end - 1] in _URL_END:
                    end -= 1
                if not _is_cut_sentence(text, match.start(), end):
                    yield match.start(), end, "URL"
    if " punto " in folded:
        yield from ((*m.span("site"), "URL") for m in _SITE_SAID.finditer(text) if "arroba" not in m.group().lower())
        yield from (
            (m.start(), m.end(), "URL") for m in _SPOKEN_URL.finditer(text) if "arroba" not in m.group().lower()
        )


def _is_cut_sentence(text: str, start: int, end: int) -> bool:
    """Say whether «sala.es» is two sentences without a blank rather than an address."""
    found = text[start:end]
    return "/" not in found and found.count(".") == 1 and _SHORT_TLD.search(found) is not None and "-" not in found


def _dictated(text: str, folded: str) -> Iterator[Found]:
    for match in _PHONE_SAID_AFTER.finditer(text) if _SAID_PIECE.search(text) else ():
        if 7 <= _hundreds(match.group("said")) <= 14:
            yield match.start("said"), match.end("said"), "TELEFONO"
    if any(word in folded for word in ("nueve", "cero", "cuatro", "dos")):
        yield from ((m.start(), m.end(), "TELEFONO") for m in _PHONE_DICTATED.finditer(text))
        for match in _PHONE_IN_PAIRS.finditer(text):
            if _digits(match.group()) in (8, 9, 11):
                yield match.start(), match.end(), "TELEFONO"


def _hundreds(words: str) -> int:
    """Return how many digits a number has that is said in hundreds too: «cero cuarenta y cinco doscientos diez …»."""
    total = 0
    for word in re.findall(rf"{ANY_NUMBER_WORD}(?:\s+y\s+{DIGIT_WORD})?|\d+", words, re.IGNORECASE):
        key = bare(word)
        if key.endswith(("cientos", "cientas", "nientos")) or key in ("cien", "ciento"):
            total += 3
        elif key == "mil" or key.startswith("millon"):
            return 0
        else:
            total += len(word) if word.isdigit() else len(str(value_of(word) or 0))
    return total


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
    if any(word in folded for word in _NETWORK_PIECES):
        yield from _named_handles(text)


def _named_handles(text: str) -> Iterator[Found]:
    """Yield the handles without an «@» that the name of a network stands by."""
    for match in _NEAR_NETWORK.finditer(text):
        kind = match.lastgroup or "name"
        if not re.fullmatch(r"[\d._]+|\d+\w{0,2}", match.group(kind)) and re.search(r"[a-zñ]", match.group(kind), re.I):
            yield match.start(kind), match.end(kind), "REDES"
    yield from ((*match.span("name"), "REDES") for match in _SPOKEN_NEAR_NETWORK.finditer(text))
    for match in _NAMED_HANDLE.finditer(text):
        name = match.group("name").rstrip(".-")
        if re.search(r"[\d_]|\w\.\w", name):
            yield match.start("name"), match.start("name") + len(name), "REDES"
