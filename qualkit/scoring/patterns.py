"""A small language for declared signals: what a judge looks for in a sentence, written by people, matched over lemmas.

A pattern is a row of elements; a sentence matches where they stand in order.

- ``registro`` any form of the word (by lemma, accents aside); ``=se`` exactly that word;
  ``20*`` what begins so; ``*aban`` what ends so
- ``bajo|baja`` one of several; ``{estudiante}`` one of a group of words declared in the same file
- ``{decidir}@ellos`` only in the third person plural; ``cambiar@nosotros`` only in the first person (plural, or past)
- ``<cifra>`` a figure (no year, no school grade: «2024» and «4°» are none); ``<porcentaje>``
- ``<foco>`` one of the synonyms of the focus that is being looked for
- ``...`` up to four tokens between; ``...8`` up to eight
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from qualkit.language.tokens import Token, lemma
from qualkit.language.words import fold

GAP = 4
_YEAR = re.compile(r"(?:19|20)\d\d$")
_ORDINAL = frozenset(("°", "º", "ª", "ro", "do", "to", "vo"))
_NUMBERS = """
dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta
sesenta setenta ochenta noventa cien
"""
_NUMBER_WORDS = frozenset(_NUMBERS.split())
_DENIALS = frozenset(("no", "nadie", "nunca", "sin", "falta", "faltar"))
Person = Literal["ellos", "nosotros"]


@dataclass(frozen=True)
class Element:
    """One place of a pattern: the words that may stand there and how many tokens may come before it."""

    words: frozenset[str]
    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    person: Person | None = None
    gap: int = 0
    figure: bool = False
    percent: bool = False


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern; ``source`` is how people wrote it, ``denies`` whether it holds a denial itself."""

    source: str
    elements: tuple[Element, ...]
    denies: bool = False


def compile_pattern(source: str, groups: Mapping[str, Sequence[str]]) -> Pattern:
    """Return ``source`` compiled. Raises ``ValueError`` for an unknown group, an unknown sign or an empty pattern."""
    elements: list[Element] = []
    gap = 0
    for piece in source.split():
        if piece.startswith("..."):
            gap = int(piece[3:] or GAP)
            continue
        elements.append(_element(piece, gap, groups))
        gap = 0
    if not elements or gap:
        raise ValueError(f"not a pattern: {source!r}")
    denies = any(not _DENIALS.isdisjoint(element.words | element.exact) for element in elements)
    return Pattern(source, tuple(elements), denies)


def phrase_pattern(phrase: str) -> Pattern:
    """Return the pattern that looks for the words of ``phrase``, one after the other."""
    return Pattern(phrase, tuple(Element(_forms(word)) for word in phrase.split()))


def _element(piece: str, gap: int, groups: Mapping[str, Sequence[str]]) -> Element:
    body, _, person = piece.partition("@")
    if person not in ("", "ellos", "nosotros"):
        raise ValueError(f"not a person: {piece!r}")
    words: set[str] = set()
    exact: set[str] = set()
    prefixes: list[str] = []
    suffixes: list[str] = []
    figure = percent = False
    for option in body.split("|"):
        if option == "<cifra>":
            figure = True
        elif option == "<porcentaje>":
            percent = True
        elif option.startswith("{"):
            words |= _group(option, groups)
        elif option.startswith("="):
            exact.add(fold(option[1:]))
        elif option.endswith("*"):
            prefixes.append(fold(option[:-1]))
        elif option.startswith("*"):
            suffixes.append(fold(option[1:]))
        elif option.startswith("<") or not option:
            raise ValueError(f"not an element: {piece!r}")
        else:
            words |= _forms(option)
    who: Person | None = "ellos" if person == "ellos" else "nosotros" if person == "nosotros" else None
    return Element(frozenset(words), frozenset(exact), tuple(prefixes), tuple(suffixes), who, gap, figure, percent)


def _group(option: str, groups: Mapping[str, Sequence[str]]) -> set[str]:
    name = option.strip("{}")
    if name not in groups:
        raise ValueError(f"no group {name!r}")
    return {form for word in groups[name] for form in _forms(word)}


def _forms(word: str) -> frozenset[str]:
    """Return the folded word and its folded lemma."""
    return frozenset((fold(word), *_lemma_form(lemma(word))))


def _lemma_form(lemma_: str) -> tuple[str, ...]:
    """Return the folded lemma; none for pronouns: the «él» of «se» would fold to the article «el»."""
    return () if lemma_ == "él" else (fold(lemma_),)


def matches(pattern: Pattern, tokens: Sequence[Token]) -> Iterator[tuple[int, ...]]:
    """Yield, for each place where ``pattern`` matches, the indices of the tokens that its elements stand on."""
    for start in range(len(tokens)):
        found = _match_from(pattern.elements, tokens, start)
        if found:
            yield found


def _match_from(elements: Sequence[Element], tokens: Sequence[Token], start: int) -> tuple[int, ...] | None:
    if not _fits(elements[0], tokens, start):
        return None
    if len(elements) == 1:
        return (start,)
    following = elements[1]
    for at in range(start + 1, min(start + 2 + following.gap, len(tokens))):
        rest = _match_from(elements[1:], tokens, at)
        if rest:
            return (start, *rest)
    return None


def _fits(element: Element, tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    text = fold(token.text)
    if (element.figure or element.percent) and _is_figure(tokens, at):
        return element.figure or _is_percent(tokens, at)
    if text in element.exact or text.startswith(element.prefixes) or text.endswith(element.suffixes):
        return True
    if text not in element.words and element.words.isdisjoint(_lemma_form(token.lemma)):
        return False
    return element.person is None or _is_person(token.text.lower(), element.person)


def _is_figure(tokens: Sequence[Token], at: int) -> bool:
    text = tokens[at].text
    if not text[0].isdigit():
        return fold(text) in _NUMBER_WORDS
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return not (_YEAR.match(text) or text[-1] in "°ºª" or following in _ORDINAL)


def _is_percent(tokens: Sequence[Token], at: int) -> bool:
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].text.endswith("%") or following == "%"


@lru_cache(maxsize=20_000)
def _is_person(word: str, person: Person) -> bool:
    if person == "ellos":
        return word.endswith("n") and not word.endswith("ción")
    return word.endswith(("mos", "é", "í"))


def forms_of(tokens: Sequence[Token]) -> frozenset[str]:
    """Return every folded word and lemma of a sentence, for ``is_possible``."""
    return frozenset(form for token in tokens for form in (fold(token.text), *_lemma_form(token.lemma)))


def is_possible(pattern: Pattern, forms: frozenset[str]) -> bool:
    """Say whether a sentence with these forms could match at all: a quick look before the slow one."""
    return all(
        element.figure
        or element.percent
        or element.prefixes
        or element.suffixes
        or not (element.words | element.exact).isdisjoint(forms)
        for element in pattern.elements
    )
