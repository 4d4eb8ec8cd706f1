"""The people in a speaker's label or in front of a turn: «Rosario - Esc. Los Pinos:», «iPad de Perla:»."""

import re
from collections.abc import Iterator

from qualkit.reading.privacy.context import passage_of
from qualkit.reading.privacy.lexicon import Word
from qualkit.reading.privacy.names import SCHOOL_NOUNS
from qualkit.reading.spelling import word_set

_LABEL = re.compile(r"^[^\S\n]*(?P<label>[^:\n]{3,70}):(?=\s|$)", re.MULTILINE)
_PART = re.compile(r"\s[-–—|/,]\s|[()\[\]|/]|,\s|\s[yY]\s")
_SCHOOL = re.compile(
    r"\b(?:esc(?:uela)?|liceo|colegio|col|jard[ií]n|sala cuna|ceia|instituto|internado|slep|daem|sost(?:enedora?)?|utp"
    r"|usuario de zoom|invitad[oa]|anfitri[oó]n|anfitriona|host|prof|profesora?|educadora|director|directora"
    r"|facilitador|facilitadora|apoderad[oa])\b\.?",
    re.IGNORECASE,
)
_DEVICE = re.compile(
    r"\b(?:iphone|ipad|galaxy|celular|notebook|pc|tablet|tel[eé]fono|computador|moto \w+)\s+de\s+(?:la\s+|el\s+)?",
    re.IGNORECASE,
)
_NO_PERSON = word_set("los las el la de del equipo grupo mesa sala profesores apoderados estudiantes todos")
_MOST_WORDS = 4


def find_label_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the names in labels that also tell a school, a role or a device."""
    for match in _LABEL.finditer(text):
        label = match.group("label")
        device = _DEVICE.search(label)
        if device is None and not _SCHOOL.search(label):
            continue
        for start, end in _parts(label, device.end() if device else 0):
            if device is not None or _is_apart(label, start, end):
                yield from _person(label[start:end], match.start("label") + start)


def _parts(label: str, start: int) -> Iterator[tuple[int, int]]:
    at = start
    for border in _PART.finditer(label, start):
        yield at, border.start()
        at = border.end()
    yield at, len(label)


def _is_apart(label: str, start: int, end: int) -> bool:
    """Say whether a part stands beside another one that tells where or what somebody is."""
    return _SCHOOL.search(label[start:end]) is None and (start > 0 or end < len(label))


def _person(part: str, offset: int) -> Iterator[tuple[int, int]]:
    tokens = passage_of(part).tokens
    words = [token.word for token in tokens]
    if not 0 < len(words) <= _MOST_WORDS or not words[0].text[:1].isupper() or any(map(str.isdigit, part)):
        return
    if all(map(_may_be_of_name, words)) and (words[0].is_given or words[0].is_unknown or _is_full(words)):
        yield offset + tokens[0].start, offset + tokens[-1].end


def _may_be_of_name(word: Word) -> bool:
    is_no_name = word.is_stop or word.is_role or word.is_title or word.is_place or word.bare in _NO_PERSON
    return word.is_capital and not is_no_name and (word.is_given or word.bare not in SCHOOL_NOUNS)


def _is_full(words: list[Word]) -> bool:
    return len(words) > 1 and bool(words[-1].surname)
