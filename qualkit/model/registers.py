"""The registers of a network as reading finds them: actors, agreements, observations, cycles, nominations, encounters.

What a sheet does not say is ``None`` or empty, never a guess; a column that fits no field stays in ``other`` under its
own heading.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Observed = Literal["yes", "no", "partial"]
CycleDecision = Literal["adopt", "adjust", "discard"]
SupportKind = Literal["professional", "emotional"]
Direction = Literal["gives", "receives"]


@dataclass(frozen=True)
class Actor:
    """Somebody or something of the territory that the network may work with; ``power`` and ``interest`` from 1 to 5."""

    actor: str
    institution: str = ""
    kind: str = ""
    subtype: str = ""
    scope: str = ""
    power: int | None = None
    interest: int | None = None
    proposed_by: str | None = None
    quote: str = ""
    source: str = ""
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AgreementRow:
    """What was agreed: who takes care of it (a role) and until when (ISO 8601, or as it was written)."""

    agreement: str
    responsible: str = ""
    due: str = ""
    state: str = ""
    session: str = ""
    territory: str | None = None
    source: str = ""
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Observation:
    """One indicator of an observation guideline: whether it was seen, and what was seen."""

    indicator: str
    guideline: str = ""
    observed: Observed | None = None
    evidence: str = ""
    observer: str = ""
    session: str = ""
    territory: str | None = None
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cycle:
    """One turn of plan, do, study, act (planificar, hacer, estudiar, actuar)."""

    cycle: str
    question: str = ""
    idea: str = ""
    indicator: str = ""
    test: str = ""
    evidence: str = ""
    decision: CycleDecision | None = None
    next: str = ""
    territory: str | None = None
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Nomination:
    """Who names whom for support; ``frequency`` and ``intensity`` as the sheet says them."""

    source: str
    target: str
    kind: SupportKind | None = None
    direction: Direction | None = None
    frequency: str = ""
    intensity: str = ""
    territory: str | None = None
    other: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Encounter:
    """One face-to-face encounter of a territory."""

    territory: str | None
    date: str | None = None
    place: str = ""
    venue: str = ""
    foci: tuple[str, ...] = ()
    schools: tuple[str, ...] = ()
    experiences: tuple[str, ...] = ()
    format: str = ""
    talk: str = ""
    guests: tuple[str, ...] = ()
    other: Mapping[str, str] = field(default_factory=dict)


RegisterRow = Actor | AgreementRow | Observation | Cycle | Nomination | Encounter

REGISTERS: Mapping[str, type[RegisterRow]] = {
    "actors": Actor,
    "agreements": AgreementRow,
    "observations": Observation,
    "cycles": Cycle,
    "nominations": Nomination,
    "encounters": Encounter,
}
"""The kinds of register with the value that stands for one row of each."""
