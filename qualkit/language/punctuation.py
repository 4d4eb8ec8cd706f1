"""Where the marks of a text end its sentences: points that are no ends, ellipses, quotations, lists, wrapped lines."""

import re

from qualkit.language.words import STOP_WORDS, fold

_BEFORE_A_NAME = """
sr sra srs sres sras srta srtas dr dra drs dres prof profs profa ing lic gral cnel tte sgto mons pbro psic ps abog arq
ed ej pág págs pag pags p pp nº n° n núm num nro art arts inc cap vol tomo fig aprox apróx máx mín vs cf ref av avda
avd pje psje depto dpto of tel fono cel esc col hno hna hnos sto sta san educ coord subdir dir insp enc orient ee ud uds
vd vds d dn dña fdo atte admin gob min mun
"""
_MAY_END = """
etc hrs hr hs h m min mins seg segs mts mt km kms kg kgs gr grs cm cms lts lt uu cía cia ltda ene feb mar abr may jun
jul ago sep sept oct nov dic
"""
_NEVER_LAST = frozenset(_BEFORE_A_NAME.split()) - {"min"}
_PERHAPS_LAST = frozenset(_MAY_END.split())
_ORDINAL = re.compile(r"\d+(?:er|ro|ra|do|da|to|ta|vo|va|mo|ma|no|na|°|º|ª)")
_CUT_SHORT = re.compile(r"[^\W\d_]{1,5}?(?:[bcfgjkmpqtvwxñ]|[bcdfghjklmnñpqrstvwxz]{2})")
_STARTER_WORDS = """
bueno ya claro oye mira miren igual gracias hola luego además ademas después despues fíjate fijense ojalá capaz
"""
_GOING_ON_WORDS = """
y e o u ni pero que porque cuando si como dijo dije dice dicen digo decía decían dijeron dijimos contestó respondió
preguntó pregunté preguntaba preguntaron gritó exclamó pensé pensó añadió agregó insistió comentó explicó
"""
_HANGING_WORDS = """
a al ante con contra de del desde en entre hacia hasta para por según sin sobre el la lo los las un una unos unas mi
mis tu tus su sus nuestro nuestra nuestros nuestras y e o u ni que se me te le les nos muy más tan como cuando si
"""
_STARTERS = frozenset(fold(word) for word in STOP_WORDS.union(_STARTER_WORDS.split()))
_GOES_ON, _HANGING = frozenset(_GOING_ON_WORDS.split()), frozenset(_HANGING_WORDS.split())
_LINE_BREAK = "\n\r\u2028\u2029\x0b\x0c\x85"
_END = re.compile(
    r"(?<![.!?…])(?P<marks>[.!?…]+)(?P<closing>[\"'»”’)\]*_]*)(?=[\s¿¡«“\"—–\-A-ZÁÉÍÓÚÑ]|$)"
    rf"|(?P<line>[{_LINE_BREAK}]+)|(?<=\s)(?P<bullet>)(?=[•▪●◦■]\s)"
)
_FOLLOWING = re.compile(r"(?P<space>\s{0,9})(?P<opening>[—–\-\"'«“‘(\[¿¡]{0,4})\s?(?P<word>[^\W_]{0,24})")
_TOKEN = re.compile(r"[\w.°º@/:+&%=?#~-]*$")
_REACH = 32
_CAPITALS = 0.004
"""A text whose letters are capitals more seldom than this is written in small letters, also where sentences begin."""
_FULL_LINE = 40
"""Characters from which a line may have been broken for want of room."""


def sentence_ends(text: str) -> list[int]:
    """Return the offsets in ``text`` where its marks and line breaks end a sentence, in ascending order.

    A point after an abbreviation, an initial or the number of a list ends none; one after «etc.» or «hrs.» does before
    a capital. An ellipsis ends one unless a small letter follows. A line break ends one, except in a line that was
    broken for want of room: the next goes on in small letters. In a text that has hardly a capital a small letter after
    a point says nothing.
    """
    cased = _has_capitals(text)
    return [match.end() for match in _END.finditer(text) if _ends(text, match, cased=cased)]


def _has_capitals(text: str) -> bool:
    return sum(map(str.isupper, text)) > _CAPITALS * len(text)


def _ends(text: str, match: re.Match[str], *, cased: bool) -> bool:
    if match["line"] is not None:
        return not _goes_on_in_the_next_line(text, match)
    if match["marks"] is None:
        return True
    after = _FOLLOWING.match(text, match.end())
    if after is None or not (after["word"] or after["opening"]):
        return True
    if match["marks"] == ".":
        return _point_ends(text, match, after, cased=cased)
    if not (after["space"] or after["opening"] or match["closing"]):
        return text[match.start() - 1 : match.start()].isalpha() and after["word"][1:2].islower()
    asks = not {"?", "!"}.isdisjoint(match["marks"])
    if not _starts_small(after):
        return True
    return asks and not match["closing"] and not after["opening"] and after["word"] not in _GOES_ON


def _starts_small(after: re.Match[str]) -> bool:
    return after["word"][:1].islower() and not {"¿", "¡"} & set(after["opening"])


def _point_ends(text: str, match: re.Match[str], after: re.Match[str], *, cased: bool) -> bool:
    """Say whether one point ends a sentence, from the word before it and what follows."""
    small = _starts_small(after) and (cased or after["word"] in _GOES_ON)
    if match["closing"]:
        return not small
    found = _TOKEN.search(text, max(0, match.start() - _REACH), match.start())
    token = found.group() if found else ""
    if not after["space"]:
        return _glued_ends(token, after)
    if small and after["opening"]:
        return False
    return _word_ends(text, match.start() - len(token), token, after, small=small)


def _glued_ends(token: str, after: re.Match[str]) -> bool:
    """Say whether a point ends a sentence though no space follows: «año.Después», not «EE.UU.», «Soto.cl», «1.-»."""
    if after["opening"]:
        return after["opening"][0] not in "-'\"" and token.lower() not in _NEVER_LAST
    plain = token.isalpha() and token[1:].islower() and len(token) > 2
    return plain and token.lower() not in _NEVER_LAST and after["word"][1:2].islower()


def _word_ends(text: str, start: int, token: str, after: re.Match[str], *, small: bool) -> bool:
    last = token.rpartition(".")[2].lower()
    begins = not small and (not {"¿", "¡"}.isdisjoint(after["opening"]) or fold(after["word"]) in _STARTERS)
    if "." in token and all(len(part) <= 3 and part.isalpha() for part in token.split(".")):
        return begins or (token.islower() and not small)
    if not {"@", "/", "="}.isdisjoint(token):
        return not small
    if last in _NEVER_LAST:
        return False
    if len(last) == 1 and last.isalpha() and last not in "yoea":
        return begins
    if last in _PERHAPS_LAST:
        return not small and not after["word"][:1].isdigit()
    if _ORDINAL.fullmatch(last):
        return begins
    if token.isdigit() and len(token) <= 2 and _begins_here(text, start):
        return False
    if len(token) == 1 and token.isupper():
        return begins
    return not (small and _CUT_SHORT.fullmatch(token))


def _begins_here(text: str, at: int) -> bool:
    """Say whether nothing of its sentence comes before ``at``: a number there numbers a list."""
    before = text[max(0, at - _REACH) : at].rstrip(" \t•-–—*(")
    return not before or before[-1] in ".!?…:;" + _LINE_BREAK


def _goes_on_in_the_next_line(text: str, match: re.Match[str]) -> bool:
    """Say whether a line break only wraps: one break, a small letter after it, and a full or a hanging line before."""
    if len(match["line"].replace("\r\n", "\n")) > 1 or not text[match.end() : match.end() + 1].islower():
        return False
    before = text[max(0, match.start() - _FULL_LINE) : match.start()].rstrip()
    if not before or before[-1] in '.!?…:;»”)"':
        return False
    words = before.split()
    if before[-1] in ",-" or words[-1].lower() in _HANGING:
        return True
    return len(before) == _FULL_LINE and not any(char in before for char in _LINE_BREAK)
