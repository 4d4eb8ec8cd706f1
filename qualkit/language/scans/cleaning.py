"""The clean-up of scanned text as a whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualkit.language.scans import marks
from qualkit.language.scans.decisions import Decisions, Signs, shipped_decisions
from qualkit.language.scans.edits import Change, Draft, Edit
from qualkit.model import Span

ROUNDS = 6
"""Nothing is repaired more often than this; two rounds are the rule, the second of which finds nothing to do."""
ENOUGH, HINT, LEAST_HINT = 1.5, 12.0, 6
"""How much likelier (log) a text must be a scan for its words to be weighed; to be called one unasked, and by how many
words at least."""


@dataclass(frozen=True)
class Cleaned:
    """A text cleaned up. ``changes`` lie in order and apart; ``is_scan`` says whether the text looked scanned.

    Where it did not, only signs that are wrong in any text were repaired (ligatures, soft hyphens, accents apart from
    their letters).
    """

    raw: str
    text: str
    changes: tuple[Change, ...]
    is_scan: bool

    @property
    def word_changes(self) -> tuple[Change, ...]:
        """The changes of words and marks: all but those of white space."""
        return tuple(change for change in self.changes if not change.is_layout)

    def to_raw(self, span: Span) -> Span:
        """Return where a span of the cleaned text stands in the raw one; within a change, all of the change."""
        return Draft(self.raw, self.text, self.changes).to_raw.span(span)

    def to_clean(self, span: Span) -> Span:
        """Return where a span of the raw text stands in the cleaned one; within a change, all of the change."""
        return Draft(self.raw, self.text, self.changes).to_clean.span(span)


def clean(raw: str) -> Cleaned:
    """Return scanned text cleaned up. The same text gives the same, and a cleaned text is not changed again."""
    return clean_together([raw])[0]


def clean_together(
    raws: Sequence[str], *, decisions: Decisions | None = None, is_scan: bool | None = None
) -> list[Cleaned]:
    """Return the parts of one scanned text (its turns) cleaned up, each by itself but by the rates of all.

    ``decisions`` are those of the shipped table unless others are given; ``is_scan`` says whether the text is a scan,
    where that is not to be seen from the text.
    """
    decisions = decisions or shipped_decisions()
    drafts = [Draft.of(raw) for raw in raws]
    given, is_scan = is_scan, bool(is_scan)
    for _round in range(ROUNDS):
        before = [draft.text for draft in drafts]
        drafts, found = _cleaned(drafts, decisions, given)
        is_scan = is_scan or found
        if [draft.text for draft in drafts] == before:
            break
    return [Cleaned(draft.raw, draft.text, draft.changes, is_scan) for draft in drafts]


def looks_scanned(texts: Iterable[str]) -> bool:
    """Say whether the parts of a text are plainly what a recogniser made of a printed page."""
    decisions = shipped_decisions()
    signs = Signs()
    for text in texts:
        decisions.signs(text, signs)
    return signs.is_spanish and signs.misread >= LEAST_HINT and signs.odds >= HINT


def _cleaned(drafts: list[Draft], decisions: Decisions, is_scan: bool | None) -> tuple[list[Draft], bool]:
    drafts = _each(drafts, lambda text: marks.signs(text, decisions.is_word))
    signs = Signs()
    for draft in drafts:
        decisions.signs(draft.text, signs)
    seems = signs.is_spanish and signs.odds_with_accents >= ENOUGH
    if not (seems if is_scan is None else is_scan):
        return drafts, False
    rates = signs.rates
    for step in _steps(decisions):
        drafts = _each(drafts, step)
    drafts = _each(drafts, lambda text: decisions.of_strings(decisions.tokens(text), rates))
    drafts = _each(drafts, lambda text: decisions.of_words(decisions.tokens(text), rates))
    return drafts, True


def _steps(decisions: Decisions) -> Iterator[Callable[[str], Iterable[Edit]]]:
    """Yield what is done with the lines and marks of a scan before its words are weighed."""
    yield lambda text: marks.spaced_letters(text, lambda letters: _parted(letters, decisions))
    yield marks.spurious
    yield marks.spaces
    yield marks.gaps
    yield lambda text: marks.hyphens(text, decisions.is_word)
    yield marks.wrapped


def _parted(letters: str, decisions: Decisions) -> str | None:
    """Return the word or words that spaced-out letters make, in their case."""
    if decisions.is_word(letters.lower()):
        return letters
    parted = decisions.parted(letters.lower())
    if parted is None or sum(map(len, parted)) != len(letters):
        return None
    pieces, at = [], 0
    for word in parted:
        pieces.append(letters[at : at + len(word)])
        at += len(word)
    return " ".join(pieces)


def _each(drafts: Sequence[Draft], edits: Callable[[str], Iterable[Edit]]) -> list[Draft]:
    return [draft.edited(edits(draft.text)) for draft in drafts]
