"""The evidence gate: a quote counts only if it stands, word for word, in what one speaker says in its own source.

Tolerated, because no word changes: runs of white space and line breaks, NFC or NFD, variants of quote marks and
dashes, non-breaking spaces, soft hyphens, ``…`` for ``...``, punctuation and quote marks at the two ends of the quote,
the case of its first letter. Everything else is refused; there is no similarity threshold anywhere.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualkit.model import Evidence, Span
from qualkit.normal import clusters

MINIMUM_WORDS = 3

_QUOTE_MARKS = "\"'«»‹›“”„‟‘’‚‛`´"
_DASHES = "-‐‑‒–—―−"
_SOFT_HYPHEN = "\u00ad"
_WALL = "\0"  # stands between two spans: no quote can hold it
_FOLDS = {**dict.fromkeys(_QUOTE_MARKS, '"'), **dict.fromkeys(_DASHES, "-"), "…": "...", _SOFT_HYPHEN: ""}
_EDGES = '.,;:¿?¡!()[]{}"-'
_SIGNED_NUMBER = re.compile(r"[-+]?\d")
_INSIDE_NUMBER = ".,:/-\""
_INSIDE_WORD = "-\"@&"
_TENS = "treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa"
_UNITS = "dos|tres|cuatro|cinco|seis|siete|ocho|nueve"
_NUMBER_WORDS = (
    f"{_TENS}|{_UNITS}|diez|once|doce|trece|catorce|quince|dieci\\w+|veinte|veinti\\w+"
    "|cien|ciento|doscientos|doscientas|\\w+cient[oa]s|quinient[oa]s|mil|mill[oó]n|millones"
)
_NUMBER_BEFORE = re.compile(rf"(?:\d|\b(?:{_NUMBER_WORDS}))$", re.IGNORECASE)
_PERCENT_AFTER = re.compile(r" ?[%‰°º]| por ciento\b", re.IGNORECASE)
_THOUSANDS = (re.compile(r"(?<!\d)\d{1,3}$"), re.compile(r" \d{3}(?!\d)"))
_SPELT_NUMBER = (
    re.compile(rf"\b(?:{_NUMBER_WORDS})$", re.IGNORECASE),
    re.compile(rf" (?:(?:coma|punto|con) )?(?:{_NUMBER_WORDS})\b", re.IGNORECASE),
)
_TENS_AND_UNITS = (
    re.compile(rf"\b(?:{_TENS})(?: y)?$", re.IGNORECASE),
    re.compile(rf" (?:y )?(?:un[oa]?|{_UNITS})\b", re.IGNORECASE),
)
_LOOK = 40  # how far on each side of a border a number is looked for


@dataclass(frozen=True)
class Folded:
    """A text without the differences that are tolerated.

    ``offsets[i]`` and ``ends[i]`` are where, in the text itself, the character behind ``text[i]`` starts and ends.
    """

    text: str
    offsets: Sequence[int]
    ends: Sequence[int]


def fold(text: str, span: Span | None = None) -> Folded:
    """Return ``text`` (or its ``span``) with white space, quote marks, dashes and ellipses in one form each."""
    span = span or Span(0, len(text))
    pieces: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    last = ""
    for piece, start, end in _folded_pieces(span.of(text)):
        if (piece == " " and last == " ") or (piece == "-" and last == "-"):
            ends[-1] = span.start + end
            continue
        if piece:
            pieces.append(piece)
            offsets.extend([span.start + start] * len(piece))
            ends.extend([span.start + end] * len(piece))
            last = piece
    return Folded("".join(pieces), offsets, ends)


def _folded_pieces(text: str) -> Iterator[tuple[str, int, int]]:
    bounds = ((i, i + 1) for i in range(len(text))) if unicodedata.is_normalized("NFC", text) else clusters(text)
    for start, end in bounds:
        char, before = text[start:end], text[start - 1 : start]
        if char.isspace():
            yield ("" if before == _SOFT_HYPHEN else " "), start, end  # a soft hyphen and its line break go together
        elif (folded := _FOLDS.get(char)) is not None:
            yield folded, start, end
        else:
            yield unicodedata.normalize("NFC", char), start, end


class Source:
    """A text and the spans of it that somebody says; made once, asked for thousands of quotes.

    Text outside every span (a speaker label, a time stamp) is never evidence, and no quote runs across two spans.
    """

    def __init__(self, text: str, spans: Sequence[Span] | None = None) -> None:
        self._text = text
        self._spans = tuple(spans) if spans is not None else (Span(0, len(text)),)

    @cached_property
    def _folded(self) -> Folded:
        parts = [fold(self._text, span) for span in self._spans]
        offsets: list[int] = []
        ends: list[int] = []
        for part in parts:
            offsets += [*part.offsets, -1]
            ends += [*part.ends, -1]
        return Folded(_WALL.join([*(part.text for part in parts), ""]), offsets, ends)

    def locate(self, quote: str) -> Span | None:
        """Return where ``quote`` stands in the text, or ``None`` where it does not stand there word for word.

        The span covers the words, without the punctuation that was tolerated at the quote's two ends.
        """
        return next(self.locate_all(quote), None)

    def locate_all(self, quote: str) -> Iterator[Span]:
        """Yield every place where ``quote`` stands, from the first to the last."""
        core = _core(quote)
        if core is None:
            return
        folded = self._folded
        starts = sorted({start for variant in _first_letter_variants(core) for start in _find(folded.text, variant)})
        for start in starts:
            end = start + len(core)
            if _stands_alone(folded.text, start, end):
                yield Span(folded.offsets[start], folded.ends[end - 1])

    def evidence(self, quote: str, field: str | None = None) -> Evidence | None:
        """Return ``quote`` as evidence in the source's own spelling, or ``None`` where the gate refuses it."""
        span = self.locate(quote)
        return None if span is None else Evidence.at(span, self._text, field)


def _core(quote: str) -> str | None:
    """Return the folded words of ``quote`` between its end punctuation, or ``None`` where they can prove nothing."""
    if _WALL in quote or any(map(_is_look_alike, quote)):
        return None
    core = _strip_edges(fold(quote).text)
    words = sum(any(char.isalnum() for char in word) for word in core.split(" "))
    return core if words >= MINIMUM_WORDS else None


def _is_look_alike(char: str) -> bool:
    """Say whether NFC would quietly turn ``char`` into another single character (the Kelvin sign into K)."""
    composed = unicodedata.normalize("NFC", char)
    return composed != char and len(composed) == 1


def _strip_edges(core: str) -> str:
    core = core.strip(" ")
    while core and core[0] in _EDGES and not _SIGNED_NUMBER.match(core):
        core = core[1:].lstrip(" ")
    return core.rstrip(_EDGES + " ")


def _first_letter_variants(core: str) -> set[str]:
    first, rest = core[0], core[1:]
    variants = {first + rest}
    if first.upper().lower() == first:
        variants.add(first.upper() + rest)
    if first.lower().upper() == first:
        variants.add(first.lower() + rest)
    return {variant for variant in variants if len(variant) == len(core)}


def _find(text: str, core: str) -> Iterator[int]:
    start = text.find(core)
    while start != -1:
        yield start
        start = text.find(core, start + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Say whether ``text[start:end]`` begins and ends where a word or a number does."""
    return not _cuts(text, start) and not _cuts(text, end) and not _loses_sign(text, start)


def _cuts(text: str, at: int) -> bool:
    """Say whether a border at ``at`` goes through a word, a compound, a number or a number and its unit."""
    if at == 0 or at >= len(text):
        return False
    if _is_wordy(text[at - 1]) and _is_wordy(text[at]):
        return True
    return _joins(text, at - 1) or _joins(text, at) or _cuts_number(text, at)


def _cuts_number(text: str, at: int) -> bool:
    """Say whether a border at ``at`` parts «10 000», «50 %», «treinta y dos», «dos mil» or «tres coma cinco»."""
    if text[at - 1] == " ":  # the border stands before a word: look from the space that leads to it
        at -= 1
    before, after = text[max(0, at - _LOOK) : at], text[at : at + _LOOK]
    pairs = (_THOUSANDS, _SPELT_NUMBER, _TENS_AND_UNITS, (_NUMBER_BEFORE, _PERCENT_AFTER))
    return any(left.search(before) and right.match(after) for left, right in pairs)


def _is_wordy(char: str) -> bool:
    return char.isalnum() or char == "_" or unicodedata.category(char).startswith("M")


def _joins(text: str, at: int) -> bool:
    """Say whether the character at ``at`` holds two halves of one word or number together («ex-alumna», «3,5»)."""
    if not 0 < at < len(text) - 1:
        return False
    before, joiner, after = text[at - 1], text[at], text[at + 1]
    if before.isdigit() and after.isdigit():
        return joiner in _INSIDE_NUMBER + '"'
    return joiner in _INSIDE_WORD and _is_wordy(before) and _is_wordy(after)


def _loses_sign(text: str, start: int) -> bool:
    """Say whether the number that begins at ``start`` leaves its minus or plus sign behind."""
    if start == 0 or not text[start].isdigit() or text[start - 1] not in "-+":
        return False
    return start == 1 or not _is_wordy(text[start - 2])


def count_words(text: str) -> int:
    """Return how many words of ``text`` hold a letter or a digit."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


