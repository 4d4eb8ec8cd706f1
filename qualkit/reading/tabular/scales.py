"""Answers on a scale of five levels: numbers or Spanish words become 1 to 5, or a reason why there is no level."""

import re
from typing import Literal

from qualkit.reading.spelling import bare

Missing = Literal["blank", "no_answer", "zero", "off_scale"]
"""Why there is no level: nothing stands there, «No sabe», a zero (how some tools write it), or no level at all."""

_AGREEMENT = {
    1: ("muy de acuerdo", "totalmente de acuerdo", "completamente de acuerdo", "muy satisfecho", "muy satisfecha",
        "siempre", "excelente", "muy bueno", "muy buena", "muy bien", "muy alto", "muy alta", "mucho",
        "strongly agree"),
    2: ("de acuerdo", "satisfecho", "satisfecha", "casi siempre", "bueno", "buena", "bien", "alto", "alta", "bastante",
        "agree", "parcialmente de acuerdo", "algo de acuerdo"),
    3: ("ni de acuerdo ni en desacuerdo", "ni en acuerdo ni en desacuerdo", "neutral", "neutro", "indiferente",
        "ni satisfecho ni insatisfecho", "a veces", "regular", "medio", "media", "mas o menos", "neither"),
    4: ("en desacuerdo", "insatisfecho", "insatisfecha", "casi nunca", "malo", "mala", "mal", "bajo", "baja", "poco",
        "disagree", "algo en desacuerdo", "parcialmente en desacuerdo", "desacuerdo"),
    5: ("muy en desacuerdo", "totalmente en desacuerdo", "completamente en desacuerdo", "muy insatisfecho",
        "muy insatisfecha", "nunca", "muy malo", "muy mala", "muy mal", "muy bajo", "muy baja", "nada",
        "strongly disagree"),
}  # fmt: skip
_RANK = {words: rank for rank, spellings in _AGREEMENT.items() for words in spellings}
_NO_ANSWER = frozenset(
    (
        "no sabe", "ns nr", "ns", "nr", "no responde", "no sabe no responde", "no se", "no lo se", "no aplica", "n a",
        "na", "sin respuesta", "no contesta", "prefiero no responder", "no sabe no contesta", "don t know",
        "no answer", "sin informacion", "no tengo informacion", "no puedo responder", "sin opinion", "no observado",
    )
)  # fmt: skip
_NUMBER = re.compile(r"\s*(-?\d+)(?:[.,]0+)?\s*(?:[-–—.):=(]|$)")


def is_level(cell: str) -> bool:
    """Say whether a cell is an answer on the scale, in words or as a number from 1 to 5."""
    number = _NUMBER.match(cell)
    return bare(cell) in _RANK or (number is not None and 1 <= int(number.group(1)) <= 5)


def is_in_words(cell: str) -> bool:
    """Say whether a cell answers in words of agreement, frequency or quality."""
    return bare(cell) in _RANK


def is_no_answer(cell: str) -> bool:
    """Say whether a cell says that there is no answer («No sabe»), or says nothing."""
    words = bare(cell)
    return words in _NO_ANSWER or not words


def likert(cell: str, favourable: Literal["low", "high"] = "low") -> int | None:
    """Return the answer in ``cell`` as 1 to 5, or ``None`` where it is blank, «No sabe», or no answer of a scale."""
    value = level_or_reason(cell, favourable)
    return value if isinstance(value, int) else None


def level_or_reason(cell: str, favourable: Literal["low", "high"] = "low") -> int | Missing:
    """Return the answer in ``cell`` as 1 to 5, or why it is none."""
    words = bare(cell)
    if not words:
        return "blank"
    if words in _NO_ANSWER:
        return "no_answer"
    number = _NUMBER.match(cell)
    if number is not None:
        value = int(number.group(1))
        return value if 1 <= value <= 5 else "zero" if value == 0 else "off_scale"
    rank = _RANK.get(words)
    return "off_scale" if rank is None else rank if favourable == "low" else 6 - rank
