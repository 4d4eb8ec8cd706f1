"""A text as a coder reads it: its tokens, the passages that can be compared with a code, and quotes cut out of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualkit.evidence import MINIMUM_WORDS, Source, count_words
from qualkit.language.segments import clauses, sentences
from qualkit.language.tokens import Token, analyse
from qualkit.model import Evidence, Span

READABLE_WORDS = 6


@dataclass(frozen=True)
class Passages:
    """A text with what a coder needs of it, each made once."""

    text: str

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the whole text."""
        return analyse(self.text)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, short ones too."""
        return tuple(sentences(self.text))

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Clauses and sentences of three words or more, in order and without repetition; else the whole text."""
        candidates = dict.fromkeys((*self.clauses, *self.sentences))
        long_enough = tuple(span for span in candidates if count_words(span.of(self.text)) >= MINIMUM_WORDS)
        return long_enough or (Span(0, len(self.text)),)

    @cached_property
    def clauses(self) -> tuple[Span, ...]:
        """The clauses, short ones too."""
        return tuple(clauses(self.text))

    @cached_property
    def source(self) -> Source:
        """The gate that every quote of this text has to pass."""
        return Source(self.text)

    def content(self, span: Span | None = None) -> list[str]:
        """Return the lemmas of the words that carry meaning, of the text or of one span of it."""
        return [token.lemma for token in self.tokens_in(span) if token.is_word and not token.is_stop]

    def tokens_in(self, span: Span | None) -> Sequence[Token]:
        """Return the tokens of the text, or those of one span of it."""
        if span is None:
            return self.tokens
        return [token for token in self.tokens if span.start <= token.start and token.end <= span.end]

    def evidence(self, span: Span) -> Evidence | None:
        """Return the smallest quote around ``span`` that the evidence gate finds and a reader can judge by.

        The span itself, its clause, its sentence or the whole text: the first with ``READABLE_WORDS``, else the
        longest. ``None`` where not even the text holds three words.
        """
        longest = None
        for candidate in self._around(span):
            quote = candidate.of(self.text)
            if self.source.locate(quote) is not None:
                longest = Evidence(candidate.start, candidate.end, quote)
                if count_words(quote) >= READABLE_WORDS:
                    return longest
        return longest

    def _around(self, span: Span) -> Iterator[Span]:
        yield span
        yield from (clause for clause in self.clauses if clause.holds(span))
        yield from (sentence for sentence in self.sentences if sentence.holds(span))
        yield Span(0, len(self.text))

    def clause_at(self, start: int, end: int) -> Span:
        """Return the clause (else the sentence, else the words themselves) that holds the range."""
        inner = Span(start, end)
        holders = (span for span in (*self.clauses, *self.sentences) if span.holds(inner))
        return next(holders, inner)
