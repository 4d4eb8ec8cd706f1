"""Whom a quote would give away: how many people of its territory fit what it shows.

A published quote names its territory and stands under its topic. Where it also names a charge that one or two people
hold, or a kind of school of which the territory has few, whoever knows the network knows who speaks. The measure is
that of k-anonymity (Sweeney, 2002, *k-anonymity: a model for protecting privacy*): ``k`` is the number of people in
the record who share territory, topic and what the words show; fewer than ``FEWEST`` is a risk.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

FEWEST = 3
"""Fewer people than this share what a quote shows: it singles somebody out."""

Ground = Literal["territory", "charge", "school"]


@dataclass(frozen=True)
class Voice:
    """What one person is heard to say in one passage: where, on which topics, naming which charges and schools."""

    person: str
    territory: str | None
    topics: frozenset[str] = frozenset()
    charges: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Risk:
    """Why a quote singles somebody out: on what ``ground``, what it shows (a charge, a kind of school, a territory) and
    ``k``, the people who fit.
    """

    ground: Ground
    shown: str
    k: int


@dataclass(frozen=True)
class Crowd:
    """Everybody who is heard in a record, to be hidden among."""

    voices: tuple[Voice, ...]
    _by_territory: dict[str | None, list[Voice]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the voices by territory."""
        held: dict[str | None, list[Voice]] = {}
        for voice in self.voices:
            held.setdefault(voice.territory, []).append(voice)
        object.__setattr__(self, "_by_territory", held)

    def risks(self, quote: Voice) -> tuple[Risk, ...]:
        """Return the risks of publishing ``quote``; whoever says it is one of those who fit: ``k`` is 1 or more.

        A quote without a territory could come from anywhere and is compared with everybody.
        """
        there = self.voices if quote.territory is None else self._by_territory.get(quote.territory, [])
        found = []
        everybody = _people(there)
        if quote.territory is not None and len(everybody) < FEWEST:
            found.append(Risk("territory", quote.territory, len(everybody)))
        on_topic = [voice for voice in there if not quote.topics or voice.topics & quote.topics]
        for charge in sorted(quote.charges):
            found.append(Risk("charge", charge, len(_people(v for v in on_topic if charge in v.charges))))
        for trait in sorted(quote.traits):
            found.append(Risk("school", trait, len(_people(v for v in there if trait in v.traits))))
        return tuple(Risk(risk.ground, risk.shown, max(1, risk.k)) for risk in found if risk.k < FEWEST)


def _people(voices: Iterable[Voice]) -> frozenset[str]:
    return frozenset(voice.person for voice in voices)
