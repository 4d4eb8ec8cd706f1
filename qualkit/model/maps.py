"""A concept map and a word cloud as values: what is drawn, with the quotes that stand behind it."""

from dataclasses import dataclass
from typing import Literal

from qualkit.model.quotes import Quote

Relation = Literal[
    "requires", "enables", "lacks", "hinders", "causes", "purpose", "is", "has", "does", "associated", "together"
]


@dataclass(frozen=True, slots=True)
class MapNode:
    """A concept (or a code): ``count`` mentions in ``documents`` documents; ``area`` is the level above it."""

    id: str
    label: str
    count: int
    documents: int
    territories: tuple[str, ...] = ()
    area: str | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class MapEdge:
    """Two concepts and what joins them: the linking phrase people used, or that they go together.

    ``n`` is how many passages say it; ``weight`` orders edges (normalised pointwise mutual information for an
    association, number of propositions for a phrase); ``p`` is the adjusted p-value of an association.
    """

    source: str
    target: str
    relation: Relation
    phrase: str
    n: int
    weight: float
    quotes: tuple[Quote, ...] = ()
    territories: tuple[str, ...] = ()
    p: float | None = None

    @property
    def directed(self) -> bool:
        """Whether the edge reads from source to target: a proposition does, an association does not."""
        return self.relation not in ("associated", "together")


@dataclass(frozen=True, slots=True)
class ConceptMap:
    """Concepts and propositions that answer ``question``; ``left_out`` names the concepts that nothing joined."""

    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    question: str = ""
    passages: int = 0
    documents: int = 0
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CloudWord:
    """A word or multi-word term with its mentions and in how many documents they stand."""

    label: str
    count: int
    documents: int
