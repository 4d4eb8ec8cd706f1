"""Experiences (one form each), the rubric they are valued with, and the scores: levels with evidence."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Literal

from qualkit.model.documents import content_hash
from qualkit.model.spans import Evidence

ScoreState = Literal["scored", "no_evidence", "unparsed", "refused", "provider_error", "over_budget"]


@dataclass(frozen=True)
class Experience:
    """One form: where it comes from and what each field says. An empty field stays out of ``fields``."""

    id: str
    territory: str | None
    fields: Mapping[str, str]
    school: str | None = None
    name: str = ""
    focus: str | None = None

    @property
    def hash(self) -> str:
        """Content hash of the fields a judge reads."""
        return content_hash(json.dumps(dict(self.fields), ensure_ascii=False, sort_keys=True))


@dataclass(frozen=True)
class Criterion:
    """One row of a rubric. ``levels`` are the anchors of levels 1 to 4; ``fields`` where evidence is sought first."""

    id: str
    name: str
    question: str
    levels: tuple[str, ...]
    weight: float = 1.0
    fields: tuple[str, ...] = ()
    counts_as_evidence: str = ""
    source: str = ""


@dataclass(frozen=True)
class Rubric:
    """A released version of a rubric; ``hash`` names its content."""

    name: str
    version: str
    title: str
    criteria: tuple[Criterion, ...]
    language: str = "es"
    sources: tuple[str, ...] = ()
    notes: str = ""
    foci: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """Content hash over everything a judge can see."""
        criteria = [asdict(criterion) for criterion in self.criteria]
        return content_hash(self.name, json.dumps(criteria, ensure_ascii=False, sort_keys=True))

    @cached_property
    def by_id(self) -> dict[str, Criterion]:
        """The criteria by their id."""
        return {criterion.id: criterion for criterion in self.criteria}


@dataclass(frozen=True, slots=True)
class Score:
    """The level (1 to 4) of one experience on one criterion, or ``None`` with the state that says why there is none."""

    experience: str
    criterion: str
    level: int | None
    state: ScoreState
    evidence: tuple[Evidence, ...]
    rationale: str
    judge: str

    def __post_init__(self) -> None:
        if (self.level is not None) != (self.state == "scored"):
            raise ValueError(f"a score of state {self.state!r} cannot have level {self.level!r}")
        if self.state == "scored" and not self.evidence:
            raise ValueError("a level needs evidence")


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """Where an experience stands in the shortlist and why it is in or just out."""

    id: str
    territory: str | None
    rank: int
    selected: bool
    reason: str
    total: float | None = None
    focus: str | None = None
    name: str = ""
