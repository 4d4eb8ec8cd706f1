"""The gate itself: a source that is folded once and asked for thousands of quotes."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property

from qualkit.evidence.borders import cuts, loses_mark
from qualkit.evidence.folding import Folded, fold, is_space
from qualkit.model import Evidence, Span

MINIMUM_WORDS = 3

_WALL = "\0"  # stands between two spans: no quote can hold it
_NEVER_STRIPPED = "%‰@#&"
_SIGNS = "-−+"


class Source:
    """A text and the spans of it that somebody says; made once, asked for thousands of quotes.

    Text outside every span (a speaker label, a time stamp) is never evidence, and no quote runs across two spans.
    """

    def __init__(self, text: str, spans: Sequence[Span] | None = None) -> None:
        self._text = text
        self._spans = tuple(spans) if spans is not None else (Span(0, len(text)),)

    @cached_property
    def _parts(self) -> list[tuple[int, Folded]]:
        """Each span folded, with where it begins in ``_haystack``."""
        parts = []
        start = 0
        for span in self._spans:
            part = fold(self._text, span)
            parts.append((start, part))
            start += len(part.text) + 1
        return parts

    @cached_property
    def _haystack(self) -> str:
        return _WALL.join([*(part.text for _start, part in self._parts), ""])

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _part in self._parts]

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
        for start in sorted({i for variant in _first_letter_variants(core) for i in _find(self._haystack, variant)}):
            base, part = self._part_at(start)
            first, last = start - base, start - base + len(core)
            if not (cuts(part, first) or cuts(part, last) or loses_mark(part, first)):
                yield Span(part.offsets[first], part.ends[last - 1])

    def _part_at(self, place: int) -> tuple[int, Folded]:
        from bisect import bisect_right

        return self._parts[bisect_right(self._starts, place) - 1]

    def evidence(self, quote: str, field: str | None = None) -> Evidence | None:
        """Return ``quote`` as evidence in the source's own spelling, or ``None`` where the gate refuses it."""
        span = self.locate(quote)
        return None if span is None else Evidence.at(span, self._text, field)


def _core(quote: str) -> str | None:
    """Return the folded words of ``quote`` between its end punctuation, or ``None`` where they can prove nothing."""
    if _WALL in quote or any(map(_is_look_alike, quote)):
        return None
    folded = fold(quote)
    start, end = 0, len(folded.text)
    while start < end and _is_edge(folded, start) and not _is_sign(folded, start, end):
        start += 1
    while end > start and _is_edge(folded, end - 1):
        end -= 1
    core = folded.text[start:end]
    return core if _said_words(core) >= MINIMUM_WORDS else None


def _is_look_alike(char: str) -> bool:
    """Say whether NFC would quietly turn ``char`` into another single character (the Kelvin sign into K)."""
    if char.isascii() or is_space(char):
        return False
    composed = unicodedata.normalize("NFC", char)
    return composed != char and len(composed) == 1


def _is_edge(folded: Folded, at: int) -> bool:
    char = folded.text[at]
    return char == " " or (unicodedata.category(char).startswith("P") and char not in _NEVER_STRIPPED)


def _is_sign(folded: Folded, at: int, end: int) -> bool:
    return folded.originals[at] in _SIGNS and at + 1 < end and folded.text[at + 1].isdigit()


def _said_words(core: str) -> int:
    return count_words(core.replace("...", " "))


def _first_letter_variants(core: str) -> set[str]:
    first, rest = core[0], core[1:]
    variants = {core}
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


def count_words(text: str) -> int:
    """Return how many words of ``text`` hold a letter or a digit."""
    return sum(any(map(str.isalnum, word)) for word in text.split())
