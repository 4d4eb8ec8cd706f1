"""The shortlist: who is in, who is just out, and why, in plain words. It proposes; the network has the last word.

The rule, all of it. The total of an experience is the weighted mean of its levels over the criteria that have one; a
criterion without a level (no evidence, no answer) is left out, never counted as 0. An experience with a level on fewer
than ``min_scored`` criteria ranks after all that have enough. Then places are given:

1. every territory with an experience that has enough levels gets one place, the territory of the best total first;
2. the rest of the places go by total, none above ``per_territory``; whoever has too few levels comes last of all.

In both, among the experiences within ``focus_margin`` of the one whose turn it is, a focus that nobody in the list has
yet goes first. Equal totals: more levels first, then the id in alphabetical order.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualkit.errors import InputError
from qualkit.i18n import _, current_language
from qualkit.model import Experience, Rubric, Score, SelectionRow

FOCUS_MARGIN = 0.25


@dataclass(frozen=True)
class Standing:
    """One experience in the ranking: ``total`` over ``scored`` of ``asked`` criteria, and whether that is enough."""

    experience: Experience
    total: float | None
    scored: int
    asked: int
    enough: bool

    @property
    def order(self) -> tuple[bool, float, int, str]:
        """Sorts the best first."""
        return (not self.enough, -(self.total or 0.0), -self.scored, self.experience.id)


def select(
    experiences: Sequence[Experience],
    scores: Iterable[Score],
    rubric: Rubric,
    *,
    top: int,
    per_territory: int,
    min_scored: int | None = None,
    focus_margin: float = FOCUS_MARGIN,
) -> list[SelectionRow]:
    """Return one row per experience, those in the list first, each with its reason in the current language.

    ``rank`` is the place by total alone, before any balance. ``min_scored`` defaults to half of the criteria. Raises
    ``InputError`` where ``top`` or ``per_territory`` is less than 1.
    """
    if top < 1 or per_territory < 1:
        raise InputError(_("“top” and “per territory” must be at least 1."))
    ranking = rank(experiences, scores, rubric, min_scored=min_scored)
    chosen = _chosen(ranking, top, per_territory, focus_margin)
    reasons = _Reasons(ranking, chosen, per_territory, _enough(rubric, min_scored))
    rows = [_row(place, standing, reasons) for place, standing in enumerate(ranking, start=1)]
    return sorted(rows, key=lambda row: (not row.selected, row.rank))


def rank(
    experiences: Sequence[Experience], scores: Iterable[Score], rubric: Rubric, *, min_scored: int | None = None
) -> list[Standing]:
    """Return where each experience stands by its total, the best first."""
    levels: dict[str, dict[str, int]] = {}
    for score in scores:
        if score.level is not None and score.criterion in rubric.by_id:
            levels.setdefault(score.experience, {})[score.criterion] = score.level
    enough = _enough(rubric, min_scored)
    standings = [_standing(experience, levels.get(experience.id, {}), rubric, enough) for experience in experiences]
    return sorted(standings, key=lambda standing: standing.order)


def _enough(rubric: Rubric, min_scored: int | None) -> int:
    return math.ceil(len(rubric.criteria) / 2) if min_scored is None else min_scored


def _standing(experience: Experience, levels: Mapping[str, int], rubric: Rubric, enough: int) -> Standing:
    weight = sum(rubric.by_id[criterion].weight for criterion in levels)
    weighted = sum(level * rubric.by_id[criterion].weight for criterion, level in levels.items())
    total = weighted / weight if weight else None
    return Standing(experience, total, len(levels), len(rubric.criteria), bool(levels) and len(levels) >= enough)


def _chosen(ranking: Sequence[Standing], top: int, per_territory: int, margin: float) -> list[Standing]:
    chosen: list[Standing] = []
    for turn in _first_of_each_territory(ranking):
        if len(chosen) < top:
            rivals = [s for s in ranking if s.enough and s.experience.territory == turn.experience.territory]
            chosen.append(_with_new_focus(turn, rivals, chosen, margin))
    while len(chosen) < top:
        open_to = [
            s for s in ranking if s not in chosen and _has_room(s, chosen, per_territory) and s.total is not None
        ]
        if not open_to:
            break
        chosen.append(_with_new_focus(open_to[0], open_to, chosen, margin))
    return chosen


def _first_of_each_territory(ranking: Sequence[Standing]) -> list[Standing]:
    firsts: dict[str | None, Standing] = {}
    for standing in ranking:
        if standing.enough:
            firsts.setdefault(standing.experience.territory, standing)
    return list(firsts.values())


def _has_room(standing: Standing, chosen: Sequence[Standing], per_territory: int) -> bool:
    territory = standing.experience.territory
    return sum(s.experience.territory == territory for s in chosen) < per_territory


def _with_new_focus(turn: Standing, rivals: Sequence[Standing], chosen: Sequence[Standing], margin: float) -> Standing:
    """Return ``turn``, or the best of its close rivals that brings a focus which nobody chosen has yet."""
    present = {standing.experience.focus for standing in chosen}
    if turn.experience.focus not in present:
        return turn
    near = (s for s in rivals if s.enough == turn.enough and (turn.total or 0) - (s.total or 0) <= margin)
    return next((s for s in near if s.experience.focus and s.experience.focus not in present), turn)


class _Reasons:
    """Says why each experience is in or out."""

    def __init__(
        self, ranking: Sequence[Standing], chosen: Sequence[Standing], per_territory: int, enough: int
    ) -> None:
        self._ranking = ranking
        self.chosen = chosen
        self._per_territory = per_territory
        self._enough = enough
        self._foci = Counter(standing.experience.focus for standing in chosen)
        self._taken = Counter(standing.experience.territory for standing in chosen)
        self._last = min((s.total or 0.0 for s in chosen), default=0.0)

    def of(self, standing: Standing) -> str:
        """Return the reason as one or two sentences."""
        return self._inside(standing) if standing in self.chosen else self._outside(standing)

    def _inside(self, standing: Standing) -> str:
        reason = _("In: %(place)s of %(territory)s (%(total)s).") % {
            "place": _place(self._place_in_territory(standing)),
            "territory": _territory(standing),
            "total": _total(standing),
        }
        focus = standing.experience.focus
        if focus and self._foci[focus] == 1 and len(self.chosen) > 1:
            reason += " " + _("Brings the only one on %(focus)s.") % {"focus": focus}
        if not standing.enough:
            reason += " " + self._too_few(standing)
        return reason

    def _outside(self, standing: Standing) -> str:
        if standing.total is None:
            return _("Out: no criterion could be given a level.")
        if not standing.enough:
            return _("Out.") + " " + self._too_few(standing)
        near = self._last - standing.total <= FOCUS_MARGIN
        out = _("Just out") if near else _("Out")
        said = {"out": out, "territory": _territory(standing), "total": _total(standing)}
        taken = self._taken[standing.experience.territory]
        if taken >= self._per_territory:
            return _("%(out)s: %(territory)s already has %(n)d (this one: %(total)s).") % {**said, "n": taken}
        if standing.total > self._last:
            return _("%(out)s: its place went to another territory or focus (this one: %(total)s).") % said
        return _("%(out)s: the list of %(n)d is full (this one: %(total)s).") % {**said, "n": len(self.chosen)}

    def _too_few(self, standing: Standing) -> str:
        return _(
            "Only %(n)d of %(m)d criteria have a level and %(enough)d are asked for: it ranks after the others."
        ) % {
            "n": standing.scored,
            "m": standing.asked,
            "enough": self._enough,
        }

    def _place_in_territory(self, standing: Standing) -> int:
        same = [s for s in self._ranking if s.experience.territory == standing.experience.territory]
        return same.index(standing) + 1


def _place(place: int) -> str:
    named = {1: _("best average"), 2: _("second best average"), 3: _("third best average")}
    return named.get(place) or _("number %(n)d by average") % {"n": place}


def _territory(standing: Standing) -> str:
    return standing.experience.territory or _("those without a territory")


def _total(standing: Standing) -> str:
    number = f"{standing.total or 0:.2f}"
    shown = number.replace(".", ",") if current_language() == "es" else number
    return _("%(total)s over %(n)d of %(m)d criteria") % {"total": shown, "n": standing.scored, "m": standing.asked}


def _row(place: int, standing: Standing, reasons: _Reasons) -> SelectionRow:
    return SelectionRow(
        id=standing.experience.id,
        territory=standing.experience.territory,
        rank=place,
        selected=standing in reasons.chosen,
        reason=reasons.of(standing),
        total=standing.total,
        focus=standing.experience.focus,
        name=standing.experience.name,
    )
