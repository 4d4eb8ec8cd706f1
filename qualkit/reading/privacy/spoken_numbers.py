"""Numbers as people say them: «nueve ocho siete», «veintitrés», «más cinco seis nueve»."""

import re

from qualkit.reading.spelling import bare

_UNITS = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"]
_TEENS = [
    "diez", "once", "doce", "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve",
    "veinte", "veintiuno", "veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis",
    "veintisiete", "veintiocho", "veintinueve",
]  # fmt: skip
_TENS = ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
VALUES = {
    **{word: n for n, word in enumerate(_UNITS)},
    **{word: 10 + n for n, word in enumerate(_TEENS)},
    **{word: 30 + 10 * n for n, word in enumerate(_TENS)},
    "un": 1, "una": 1, "veintiun": 21, "veintiuna": 21,
}  # fmt: skip
"""What each word counts."""

_SPELLED = {"dieciseis": "diecis[eé]is", "veintidos": "veintid[oó]s", "veintitres": "veintitr[eé]s",
            "veintiseis": "veintis[eé]is",
            "veintiun": "veinti[uú]n"}  # fmt: skip
_HUNDREDS = (
    "cien|ciento|doscient[oa]s|trescient[oa]s|cuatrocient[oa]s|quinient[oa]s|seiscient[oa]s"
    "|setecient[oa]s|ochocient[oa]s|novecient[oa]s"
)
DIGIT_WORD = "(?:" + "|".join(_UNITS) + ")"
NUMBER_WORD = (
    "(?:"
    + "|".join(sorted((_SPELLED.get(w, w) for w in VALUES if w not in ("un", "una")), key=len, reverse=True))
    + ")"
)
ANY_NUMBER_WORD = rf"(?:{NUMBER_WORD}|{_HUNDREDS}|mil|mill[oó]n(?:es)?)"
NUMBER_PHRASE = rf"{ANY_NUMBER_WORD}(?:[^\S\n]+(?:y[^\S\n]+)?{ANY_NUMBER_WORD}){{0,8}}"


def value_of(words: str) -> int | None:
    """Return what up to two words count («treinta y dos»), or ``None``."""
    parts = [word for word in bare(words).split() if word != "y"]
    if words.strip().isdigit():
        return int(words)
    values = [VALUES.get(word) for word in parts]
    if not values or None in values:
        return None
    return sum(value for value in values if value is not None)


def has_number_word(text: str) -> bool:
    """Say whether any of the words that begin a spoken number stands in ``text``: a cheap first look."""
    return _ANY.search(text) is not None


_ANY = re.compile(rf"\b{ANY_NUMBER_WORD}\b", re.IGNORECASE)
