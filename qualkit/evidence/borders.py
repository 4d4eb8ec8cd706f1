"""Where a quote may begin and end: never inside a word, a compound, an address or a number, in figures or in words.

All functions look at a folded text (``qualkit.evidence.folding``) at a border: a place between two characters.
"""

import re
import unicodedata

from qualkit.evidence.folding import Folded

_HYPHENS = "-‐‑−"
_APOSTROPHES = "'’´`‘"
_ALWAYS_JOIN = "/*()·+_@&°\\="
_BETWEEN_DIGITS = '-.,:"'
_SIGNS = "-−+±~<>≤≥$€£#.,"
_HANDLES = "@#"
_ATTACHED = "+%‰°ºª€"
_WINDOW = 90  # how far on each side of a border a number in words is looked for
_ADDRESS = re.compile(r"@|://|www\.|\.(?:cl|com|org|net|edu|gob|gov|es|ar|pe|example)\b", re.IGNORECASE)


def cuts(folded: Folded, at: int) -> bool:
    """Say whether a border at ``at`` goes through a word, a compound, an address or a number."""
    if at <= 0 or at >= len(folded.text):
        return False
    return _cuts_token(folded, at) or _cuts_number(folded.text, at)


def loses_mark(folded: Folded, start: int) -> bool:
    """Say whether what begins at ``start`` leaves a mark behind that changes it: a sign, a currency, an @ or a #."""
    if start == 0:
        return False
    before = folded.originals[start - 1]
    if before in _HANDLES:
        return True
    if not folded.text[start].isdigit() or before not in _SIGNS:
        return False
    return start == 1 or not is_wordy(folded.text[start - 2])


def is_wordy(char: str) -> bool:
    """Say whether ``char`` belongs to a word: a letter, a digit, a mark on one, or something invisible inside one."""
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")


def _cuts_token(folded: Folded, at: int) -> bool:
    text = folded.text
    if " " in text[at - 1 : at + 1]:
        return False
    if is_wordy(text[at - 1]) and (is_wordy(text[at]) or text[at] in _ATTACHED):
        return True
    left, right = at, at
    while left > 0 and not is_wordy(text[left - 1]) and text[left - 1] != " ":
        left -= 1
    while right < len(text) and not is_wordy(text[right]) and text[right] != " ":
        right += 1
    if left == 0 or right == len(text) or " " in (text[left - 1], text[right]):
        return False
    return _joins(folded, left, right)


def _joins(folded: Folded, left: int, right: int) -> bool:
    """Say whether the marks at ``left``–``right``, between two letters or digits, make one thing of them."""
    marks, before, after = folded.text[left:right], folded.text[left - 1], folded.text[right]
    if any(mark in _ALWAYS_JOIN for mark in marks):
        return True
    if len(marks) != 1:
        return "://" in _token(folded.text, left)
    if before.isdigit() and after.isdigit():
        return marks in _BETWEEN_DIGITS
    if marks == ".":
        return _point_joins(folded.text, left)
    return folded.originals[left] in _HYPHENS + _APOSTROPHES


def _point_joins(text: str, at: int) -> bool:
    """Say whether the point at ``at`` holds together («5.º», «p.m.», an address) or ends a sentence."""
    word = re.search(r"\w*$", text[max(0, at - 30) : at])
    alone = word is not None and len(word.group()) <= 1
    return alone or text[at - 1].isdigit() or _ADDRESS.search(_token(text, at)) is not None


def _token(text: str, at: int) -> str:
    start, end = text.rfind(" ", 0, at) + 1, text.find(" ", at)
    return text[start : end if end >= 0 else len(text)]


_CLASSES = {
    "U": "un uno una dos tres cuatro cinco seis siete ocho nueve",
    "T": "once doce trece catorce quince dieciséis dieciseis diecisiete dieciocho diecinueve veintiuno veintiún "
    "veintiun veintiuna veintidós veintidos veintitrés veintitres veinticuatro veinticinco veintiséis veintiseis "
    "veintisiete veintiocho veintinueve",
    "X": "diez veinte cero",
    "D": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "H": "cien ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos "
    "doscientas trescientas cuatrocientas quinientas seiscientas setecientas ochocientas novecientas",
    "M": "mil",
    "L": "millón millon millones",
    "Z": "medio media",
    "Y": "y",
    "C": "coma punto",
    "P": "por",
    "K": "porciento % ‰ ° º €",
    "O": "primer primero primera segundo segunda tercer tercero tercera cuarto cuarta quinto quinta sexto sexta "
    "séptimo séptima octavo octava noveno novena",
    "R": "tercio tercios cuartos quintos sextos octavos décimos",
    "S": "décimo décima decimo decima vigésimo vigésima trigésimo trigésima",
}
_CLASS_OF = {word: name for name, words in _CLASSES.items() for word in words.split()}
_FIGURE = re.compile(r"[-+±~<>≤≥$€]*\d[\d.,:/\"-]*(?<=\d)(?:%|‰)?")
_FRACTION = re.compile(r"\d+/\d+")
_N = "(?:F|H?(?:[DX]YU|[DTUX])|H)"
_NUMBER = re.compile(rf"(?:(?:{_N}|Z)(?:[ML]+{_N}?)*|[ML]+(?:{_N}[ML]*)*)(?:C{_N}+)?(?:YZ|G|R)?(?:K|PH)?|SO")
_GROUPS = re.compile(r"F3+|F4+")  # «10 000», and the groups of a telephone number


def _cuts_number(text: str, at: int) -> bool:
    """Say whether a border at ``at`` parts «10 000», «50 %», «treinta y dos», «3 mil», «tres coma cinco por ciento»."""
    window_start = text.rfind(" ", 0, max(0, at - _WINDOW)) + 1 if at > _WINDOW else 0
    words = list(re.finditer(r"[^ ]+", text[window_start : at + _WINDOW]))
    border = sum(window_start + word.start() < at for word in words)
    if border == 0 or border == len(words):
        return False
    names = "".join(_class_of(words[i].group(), words[i - 1].group() if i else "") for i in range(len(words)))
    groups = (match.span() for pattern in (_NUMBER, _GROUPS) for match in pattern.finditer(names))
    return any(_index(names, start) < border < _index(names, end) for start, end in groups)


def _index(names: str, place: int) -> int:
    """Return which word the ``place`` in the string of classes stands before; «|» parts words and counts for none."""
    return sum(char != "|" for char in names[:place])


def _class_of(word: str, before: str) -> str:
    """Return the class of ``word``, «|» after it where punctuation ends what it belongs to, and «.» for other words."""
    core = word.strip('.,;:¿?¡!()[]"-').lower() or word
    opens = "|" if word[:1] in '¿¡(["' else ""
    closes = "|" if word[-1:] in '.,;:?!)]"' else ""
    return f"{opens}{_class(core, before)}{closes}"


def _class(core: str, before: str) -> str:
    if _FRACTION.fullmatch(core):
        return "G"
    if core.isdigit() and len(core) in (3, 4) and before[-1:].isdigit():
        return str(len(core))
    if _FIGURE.fullmatch(core):
        return "F"
    return _CLASS_OF.get(core, ".")
