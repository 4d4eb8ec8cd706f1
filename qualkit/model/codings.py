"""Codings: what a coder says of a passage, with the words it points at; decisions are what people say of codings."""

from dataclasses import dataclass
from typing import Literal

from qualkit.model.spans import Evidence, Span

Polarity = Literal["present", "negated"]
Verdict = Literal["accepted", "rejected", "changed"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a coder proposes for one text: a code, how sure it is (0 to 1) and the words that carry it.

    Offsets of ``evidence`` count from the start of the text the coder was given.
    """

    code: str
    confidence: float
    evidence: Evidence
    polarity: Polarity = "present"


@dataclass(frozen=True, slots=True)
class Coding:
    """A span of a document, a code, a coder and the evidence; ``codebook`` is ``name@hash``."""

    document: str
    segment: Span
    code: str
    codebook: str
    coder: str
    confidence: float
    evidence: Evidence
    polarity: Polarity = "present"
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a coding; decisions are appended, the last one counts."""

    coding: int
    verdict: Verdict
    by: str
    at: str
    why: str = ""
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A code that a person gave to a segment, for the audit: ``value`` 1 given, 0 considered and not given."""

    document: str
    segment: Span
    code: str
    coder: str
    value: int = 1
