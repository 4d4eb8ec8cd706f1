"""From a turn to its meaning units: sentences, clauses, and the segments that are coded.

A segment never leaves its turn, every word of the turn lies in exactly one segment, and a turn that a recogniser wrote
without punctuation is parted where speakers themselves part it («entonces», «por otro lado», «y después»).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from qualkit.language.words import fold
from qualkit.model import Span

_ABBREVIATION_LIST = """
sr sra srta dr dra prof ed ej etc pág págs p nº n núm art aprox depto av vs ud uds esc col lic ing
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_LIST.split())
_SENTENCE_END = re.compile(r"(?:[.!?…]+[\"'»”’)\]]*(?=\s|$|[¿¡«A-ZÁÉÍÓÚÑ]))|\n+")
_WORD = re.compile(r"\S+")
_CLAUSE_MARK = re.compile(r"[,;:—–()]+(?=\s|$)|\s[-–—]\s")

_CLAUSE_WORDS = frozenset(("pero", "sino", "aunque", "porque", "entonces", "mientras"))
_STRONG_TURNS = """
por otro lado · por otra parte · por ejemplo · por eso · por lo tanto · en cambio · sin embargo · ahora bien ·
otra cosa · lo otro · y lo otro · y después · y despues · y luego · y ahí · y ahi · y también · y tambien · y además ·
y ademas · y eso · y entonces · entonces · al final · al principio · así que · asi que · y nosotros · y bueno
"""
_WEAK_TURNS = """
o sea · en el fondo · la verdad · además · ademas · después · despues · pero · porque · aunque · igual · bueno · ahora ·
también · tambien · nosotros · y yo · y
"""
_CONTINUES = frozenset(
    ("y", "e", "pero", "porque", "entonces", "ademas", "tambien", "asi", "eso", "esto", "ahi", "por")
)


def _phrases(table: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in table.split("·"))


_STRONG, _WEAK = _phrases(_STRONG_TURNS), _phrases(_WEAK_TURNS)


def sentences(text: str) -> list[Span]:
    """Return the sentences of ``text`` as trimmed spans, in order; every word lies in exactly one.

    A line break ends a sentence; a point after an abbreviation or inside a number does not.
    """
    borders = [match.end() for match in _SENTENCE_END.finditer(text) if not _is_abbreviation(text, match)]
    return _spans_between(text, borders)


def clauses(text: str) -> list[Span]:
    """Return the clauses of ``text``: sentences parted at commas, colons, dashes and «pero», «porque», «entonces»."""
    return [clause for sentence in sentences(text) for clause in _clauses_of(text, sentence)]


def segment(text: str, *, max_words: int = 60, min_words: int = 4) -> list[Span]:
    """Return the meaning units of one turn as trimmed spans, in order, each word in exactly one.

    Sentences shorter than ``min_words`` join the one that follows (at the end of the turn, the one before); a sentence
    that goes on from the one before («Y por eso…»; no question) joins it while both stay under half of ``max_words``;
    what is longer than ``max_words`` is parted at turning points of talk, at commas, and at last by count.
    """
    if max_words < 1 or min_words < 0:
        raise ValueError("max_words must be at least 1 and min_words at least 0")
    pieces = [piece for sentence in sentences(text) for piece in _parted(text, sentence, max_words)]
    return _joined(text, pieces, max_words, min_words)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    if match.group() != ".":
        return False
    before = re.search(r"(\w+)$", text[max(0, match.start() - 12) : match.start()])
    word = before.group(1) if before else ""
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _spans_between(text: str, borders: Iterable[int], start: int = 0, end: int | None = None) -> list[Span]:
    """Return the trimmed pieces of ``text[start:end]`` between ``borders``; one without a word joins the one before."""
    stop = len(text) if end is None else end
    edges = [start, *(border for border in borders if start < border < stop), stop]
    pieces: list[Span] = []
    for left, right in pairwise(edges):
        span = _trimmed(text, left, right)
        if span is None:
            continue
        if pieces and not (_has_word(span.of(text)) and _has_word(pieces[-1].of(text))):
            pieces[-1] = Span(pieces[-1].start, span.end)
        else:
            pieces.append(span)
    return pieces


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Span(start + left, start + right) if left < right else None


def _has_word(piece: str) -> bool:
    return any(char.isalnum() for char in piece)


def _count(text: str, span: Span) -> int:
    return sum(map(_has_word, span.of(text).split()))


def _clauses_of(text: str, sentence: Span) -> list[Span]:
    marks = [match.end() for match in _CLAUSE_MARK.finditer(text, sentence.start, sentence.end)]
    words = [
        match.start()
        for match in _WORD.finditer(text, sentence.start, sentence.end)
        if match.group().lower().strip(",.;:¿¡?!«»") in _CLAUSE_WORDS
    ]
    return _spans_between(text, sorted({*marks, *words}), sentence.start, sentence.end)


def _parted(text: str, span: Span, max_words: int) -> Iterator[Span]:
    """Yield ``span`` in pieces of at most ``max_words`` words, parted near the middle at the best border there is."""
    if _count(text, span) <= max_words:
        yield span
        return
    for piece in _spans_between(text, [_best_border(text, span, max_words)], span.start, span.end):
        yield from _parted(text, piece, max_words)


def _best_border(text: str, span: Span, max_words: int) -> int:
    """Return where to part: a strong turning point, a mark, a weak turning point; else after ``max_words`` words."""
    words = [match for match in _WORD.finditer(text, span.start, span.end) if _has_word(match.group())]
    middle = words[len(words) // 2].start()
    marks = [match.end() for match in _CLAUSE_MARK.finditer(text, words[0].end(), words[-1].start() + 1)]
    strong, weak = _turning_points(words, _STRONG), _turning_points(words, _WEAK)
    quarter = len(words) // 5
    central = range(words[quarter].start(), words[len(words) - 1 - quarter].start() + 1)
    for borders in (strong, marks, weak):
        near = [at for at in borders if at in central]
        if near:
            return min(near, key=lambda at: (abs(at - middle), at))
    return words[min(max_words, len(words) - 1)].start()


def _turning_points(words: Sequence[re.Match[str]], phrases: Sequence[tuple[str, ...]]) -> list[int]:
    """Return where one of ``phrases`` begins."""
    said = [match.group().lower().strip(',.;:¿¡?!«»"') for match in words]
    return [
        words[k].start()
        for k in range(1, len(words))
        if any(tuple(said[k : k + len(phrase)]) == phrase for phrase in phrases) and said[k - 1] != "y"
    ]


def _joined(text: str, pieces: Sequence[Span], max_words: int, min_words: int) -> list[Span]:
    """Join the pieces that are too short, and those that go on from the one before, never over ``max_words``."""
    joined: list[Span] = []
    for piece in pieces:
        if joined and _belongs(text, joined[-1], piece, max_words, min_words):
            joined[-1] = Span(joined[-1].start, piece.end)
        else:
            joined.append(piece)
    if len(joined) > 1 and _count(text, joined[-1]) < min_words:
        both = Span(joined[-2].start, joined[-1].end)
        if _count(text, both) <= max_words:
            joined[-2:] = [both]
    return joined


def _belongs(text: str, before: Span, piece: Span, max_words: int, min_words: int) -> bool:
    together = _count(text, before) + _count(text, piece)
    if together > max_words:
        return False
    if _count(text, before) < min_words:
        return True
    first = fold(piece.of(text).split()[0].rstrip(",.;:"))
    return first in _CONTINUES and together <= max_words // 2
