"""Where something stands in a text: half-open offsets in code points, and the quote that stands there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The half-open range ``[start, end)`` of a text, in code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}–{self.end}")

    def of(self, text: str) -> str:
        """Return what stands in ``text`` at this span."""
        return text[self.start : self.end]

    def shifted(self, by: int) -> "Span":
        """Return the span ``by`` code points further on."""
        return Span(self.start + by, self.end + by)

    def holds(self, other: "Span") -> bool:
        """Say whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote with its offsets, in a document's frozen text or in the form field named ``field``."""

    start: int
    end: int
    quote: str
    field: str | None = None

    @classmethod
    def at(cls, span: Span, text: str, field: str | None = None) -> "Evidence":
        """Return the evidence that stands in ``text`` at ``span``."""
        return cls(span.start, span.end, span.of(text), field)

    @property
    def span(self) -> Span:
        """The offsets as a span."""
        return Span(self.start, self.end)
