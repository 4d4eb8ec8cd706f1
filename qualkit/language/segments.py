"""From a turn to its meaning units: sentences, clauses, and the segments that are coded.

A segment never leaves its turn, and every word of the turn lies in exactly one segment. Sentences end where their marks
say (``punctuation``); a stretch that a recogniser wrote without marks is parted where a small model hears sentences
begin (``boundaries``). Segments are the way of joining sentences that ``units`` finds best.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from qualkit.language.punctuation import sentence_ends
from qualkit.language.units import Piece, best_cuts, piece_of
from qualkit.model import Span

_WORD = re.compile(r"\S+")
_SAYS = re.compile(r"[^\W_]")
_CLAUSE_MARK = re.compile(r"[,;:—–()]+(?=\s|$)|(?<=\s)[-–—](?=\s)")
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
_EDGES = ',.;:¿¡?!«»"'
_UNMARKED_FROM = 12
"""A stretch of so many words without marks may hold more than one sentence."""
_LONG = 90
"""A sentence that does end with a mark is only doubted from so many words without a comma."""
_WORDS_A_MARK = 15
_DOUBT = 1.0
"""So far below its threshold a place in unmarked talk may still part two meaning units (log odds)."""


def _phrases(table: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the phrases of a table by their first word."""
    phrases = [tuple(phrase.split()) for phrase in table.split("·")]
    return {first: tuple(p for p in phrases if p[0] == first) for first in {p[0] for p in phrases}}


_STRONG, _WEAK = _phrases(_STRONG_TURNS), _phrases(_WEAK_TURNS)
_TURNS_BY = _phrases(
    "por otro lado · por otra parte · en cambio · sin embargo · ahora bien · otra cosa · lo otro · al final ·"
    " al principio"
)


def sentences(text: str) -> list[Span]:
    """Return the sentences of ``text`` as trimmed spans, in order; every word lies in exactly one.

    Marks and line breaks end a sentence; a point after an abbreviation or inside a number does not. A stretch of twelve
    words or more without marks is parted by the model of ``qualkit.language.boundaries``.
    """
    pieces = _marked(text)
    doubtful = [piece for piece in pieces if _is_unmarked(text, piece)]
    if not doubtful:
        return pieces
    return _spans_between(text, sorted({*(piece.end for piece in pieces), *_heard(text, doubtful)}))


def clauses(text: str) -> list[Span]:
    """Return the clauses of ``text``: sentences parted at commas, colons, dashes and «pero», «porque», «entonces»."""
    return [clause for sentence in sentences(text) for clause in _clauses_of(text, sentence)]


def segment(text: str, *, max_words: int = 60, min_words: int = 4) -> list[Span]:
    """Return the meaning units of one turn as trimmed spans, in order, each word in exactly one.

    Neighbouring sentences are joined to units of some one to four clauses (``qualkit.language.units`` says by what), as
    far as ``max_words`` allows; units of fewer than ``min_words`` are avoided. A sentence longer than ``max_words`` is
    parted at turning points of talk, at commas, and at last by count. Raises ``ValueError`` for impossible sizes.
    """
    if max_words < 1 or min_words < 0:
        raise ValueError("max_words must be at least 1 and min_words at least 0")
    pieces, spans = pieces_of(text, max_words=max_words)
    edges = [0, *best_cuts(pieces, max_words=max_words, min_words=min_words), len(spans)]
    return [Span(spans[a].start, spans[b - 1].end) for a, b in pairwise(edges) if a < b]


def pieces_of(text: str, *, max_words: int) -> tuple[list[Piece], list[Span]]:
    """Return what ``segment`` joins: sentences, or parts of one that is too long, with what counts of each."""
    spans = _marked(text)
    doubtful = [span for span in spans if _is_unmarked(text, span)]
    heard = _heard(text, doubtful, doubt=_DOUBT) if doubtful else {}
    if heard:
        spans = _spans_between(text, sorted({*(span.end for span in spans), *heard}))
    pieces: list[Piece] = []
    parts: list[Span] = []
    for span in spans:
        own = list(_parted(text, span, max_words))
        parts += own
        pieces.append(piece_of(own[0].of(text), heard=heard.get(span.start)))
        pieces += [piece_of(part.of(text), inside=True) for part in own[1:]]
    return pieces, parts


def _marked(text: str) -> list[Span]:
    return _spans_between(text, sentence_ends(text))


def _is_unmarked(text: str, span: Span) -> bool:
    """Say whether a stretch looks like speech written without marks."""
    spaces = text.count(" ", span.start, span.end)
    if spaces < _UNMARKED_FROM - 1:
        return False
    if text[span.end - 1] in '.?!…»"”)' and spaces < _LONG:
        return False
    return sum(text.count(mark, span.start, span.end) for mark in ",;:") * _WORDS_A_MARK < spaces


def _heard(text: str, stretches: Sequence[Span], *, doubt: float = 0.0) -> dict[int, float]:
    """Return where the model hears a sentence begin inside unmarked ``stretches``, and by how much over its threshold.

    Places up to ``doubt`` below the threshold count too.
    """
    from qualkit.language.boundaries import boundary_model, plain_word

    model = boundary_model()
    tokens = [list(_WORD.finditer(text, span.start, span.end)) for span in stretches]
    words = [[(match.start(), word) for match in found if (word := plain_word(match.group()))] for found in tokens]
    heard: dict[int, float] = {}
    for said, scores in zip(words, model.scores([[word for _, word in said] for said in words]), strict=True):
        over = scores - model.threshold
        turning = [k for k, (_, word) in enumerate(said) if word in _TURNS_BY and _turns_at(said, k)] if doubt else []
        for k in sorted({*(over >= -doubt).nonzero()[0].tolist(), *turning}):
            if k:
                heard[said[k][0]] = max(float(over[k]), 0.0 if k in turning else -doubt)
    return heard


def _turns_at(said: Sequence[tuple[int, str]], at: int) -> bool:
    """Say whether speech without marks turns to something else at word ``at``."""
    return any(tuple(word for _, word in said[at : at + len(phrase)]) == phrase for phrase in _TURNS_BY[said[at][1]])


def _spans_between(text: str, borders: Iterable[int], start: int = 0, end: int | None = None) -> list[Span]:
    """Return the trimmed pieces of ``text[start:end]`` between ``borders``; one without a word joins the one before."""
    stop = len(text) if end is None else end
    edges = [start, *(border for border in borders if start < border < stop), stop]
    pieces: list[Span] = []
    speaks = True
    for left, right in pairwise(edges):
        span = _trimmed(text, left, right)
        if span is None:
            continue
        says = _SAYS.search(text, span.start, span.end) is not None
        if pieces and not (says and speaks):
            pieces[-1] = Span(pieces[-1].start, span.end)
            speaks = speaks or says
        else:
            pieces.append(span)
            speaks = says
    return pieces


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Span(start + left, start + right) if left < right else None


def _clauses_of(text: str, sentence: Span) -> list[Span]:
    marks = [match.end() for match in _CLAUSE_MARK.finditer(text, sentence.start, sentence.end)]
    words = [
        match.start()
        for match in _WORD.finditer(text, sentence.start, sentence.end)
        if match.group().lower().strip(",.;:¿¡?!«»") in _CLAUSE_WORDS
    ]
    return _spans_between(text, sorted({*marks, *words}), sentence.start, sentence.end)


def _parted(text: str, span: Span, max_words: int) -> Iterator[Span]:
    """Yield ``span`` in pieces of at most ``max_words`` words, from left to right, at the best border within reach."""
    if len(span.of(text).split()) <= max_words:
        yield span
        return
    words = [match for match in _WORD.finditer(text, span.start, span.end) if _SAYS.search(match.group())]
    if len(words) <= max_words:
        yield span
        return
    borders = []
    first = 0
    while len(words) - first > max_words:
        first = _next_part(text, words, first, max_words)
        borders.append(words[first].start())
    yield from _spans_between(text, borders, span.start, span.end)


def _next_part(text: str, words: Sequence[re.Match[str]], first: int, max_words: int) -> int:
    """Return with which word the next part begins: at a strong turning point, a mark, a weak one; else by count.

    Among several the nearest to an even share wins; the part is a third of ``max_words`` or more.
    """
    left = len(words) - first
    share = first + left / -(-left // max_words)
    within = range(first + max(1, max_words // 3), first + max_words + 1)
    said = [words[k].group().lower().strip(_EDGES) for k in range(within[0] - 1, min(within[-1] + 4, len(words)))]
    strong = [k for k in within if _turns(said, k - within[0] + 1, _STRONG)]
    marks = [k for k in within if _CLAUSE_MARK.search(text, words[k - 1].start(), words[k].start())]
    weak = [k for k in within if _turns(said, k - within[0] + 1, _WEAK)]
    near = strong or marks or weak
    return min(near, key=lambda k: (abs(k - share), k)) if near else first + max_words


def _turns(said: Sequence[str], at: int, phrases: dict[str, tuple[tuple[str, ...], ...]]) -> bool:
    """Say whether one of ``phrases`` begins with word ``at``, not after «y»."""
    known = phrases.get(said[at])
    return known is not None and said[at - 1] != "y" and any(tuple(said[at : at + len(p)]) == p for p in known)
