"""The local judge: levels from declared signals that stand in the form, each backed by a quote. Same input, same bytes.

It reads for kinds of things said (who decides, a figure before and after, an adjustment told), never for length, and it
does not understand irony, nor a thing said in words that nobody declared. It proposes; people decide.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qualkit.i18n import _
from qualkit.language.negation import clause_bounds, is_hypothetical, is_negated
from qualkit.language.tokens import Token
from qualkit.language.words import fold
from qualkit.model import Criterion, Evidence, Experience, Rubric, Score
from qualkit.scoring.passages import KNOWN_FIELDS, Form, Passage, read_form
from qualkit.scoring.patterns import Pattern, is_possible, matches, phrase_pattern
from qualkit.scoring.signals import AtLeast, Ladder, Requirement, Signal, Signals, names_in, signals_for
from qualkit.scoring.similarity import LemmaSimilarity, about

NAME = "evidence"
MAX_QUOTES = 3
SPEAKS = 0.18
"""From which similarity on a passage of a field that the rubric does not know speaks to a criterion."""

_OBLIGED = frozenset(("tuvimos", "tuvo", "tuvieron", "hubo"))
_EXPECTING = (
    "esper",
    "pretend",
    "proyect",
    "aspir",
    "contempl",
)  # «se espera subir», «esperamos que», «se proyecta medir»
Doubt = Literal["denied", "wished"]
SignalOf = Callable[[str], Signal]


@dataclass(frozen=True)
class Finding:
    """A signal that stands in a passage; ``doubt`` says that it is denied or only wished for, and does not count."""

    signal: str
    passage: Passage
    said: tuple[str, ...]
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Reading:
    """What the form says on one criterion: the findings that count, by signal, and those that do not."""

    found: dict[str, list[Finding]]
    doubted: dict[str, list[Finding]]


class EvidenceJudge:
    """Gives levels by the signals declared for a rubric; without any, by likeness to its anchors, and says so.

    ``signals`` defaults to those that come with qualkit for exactly this version of the rubric.
    """

    def __init__(self, rubric: Rubric, *, signals: Signals | None = None) -> None:
        self._rubric = rubric
        self._signals = signals or signals_for(rubric)
        self._similarity = LemmaSimilarity(rubric)
        self._foci = {
            focus: tuple(phrase_pattern(phrase) for phrase in (focus, *synonyms))
            for focus, synonyms in rubric.foci.items()
        }

    @property
    def name(self) -> str:
        """``evidence``."""
        return NAME

    @property
    def signals_hash(self) -> str | None:
        """Content hash of the signals it reads by, for the record of the run; ``None`` where it goes by likeness."""
        return self._signals.hash if self._signals else None

    def judge(self, experience: Experience, criterion: Criterion) -> Score:
        """Return the level that the form's own words support, with one to three quotes, or ``no_evidence``."""
        form = read_form(experience.fields)
        ladder = self._signals.ladders.get(criterion.id) if self._signals else None
        if ladder is None:
            level, quotes, why = self._by_anchors(form, criterion)
        else:
            level, quotes, why = self._by_signals(form, criterion, ladder, experience.focus)
        state: Literal["scored", "no_evidence"] = "no_evidence" if level is None else "scored"
        rationale = " ".join((why, *_flag(form)))
        return Score(experience.id, criterion.id, level, state, tuple(quotes), rationale, NAME)

    # By declared signals

    def _by_signals(
        self, form: Form, criterion: Criterion, ladder: Ladder, focus: str | None
    ) -> tuple[int | None, list[Evidence], str]:
        passages = [p for p in form.passages if p.evidence and _is_read(p.field, ladder.look_in)]
        readings = [self._read(passages, ladder, patterns) for patterns in self._focus_patterns(ladder, focus)]
        reading, level, option = max(
            ((r, *_climb(ladder, r)) for r in readings), key=lambda climbed: (climbed[1], len(climbed[0].found))
        )
        if option:
            quotes = _quotes(option, reading, criterion)
            return level, quotes, _why(self._signal, ladder, reading, level, option)
        spoken = self._speaks(passages, criterion, ladder, reading)
        if spoken is None:
            return None, [], _("Nothing in the form speaks to this criterion.")
        return 1, [spoken], _why_lowest(self._signal, ladder, reading)

    def _focus_patterns(self, ladder: Ladder, focus: str | None) -> list[tuple[Pattern, ...]]:
        """Return the pattern sets to read with: one for each focus where the ladder asks for a focus."""
        if not any(self._signal(name).about_focus for name in ladder.signal_ids):
            return [()]
        named = [patterns for name, patterns in self._foci.items() if focus and fold(name) == fold(focus.strip())]
        return named or list(self._foci.values()) or [()]

    def _signal(self, name: str) -> Signal:
        assert self._signals is not None
        return self._signals.signals[name]

    def _read(self, passages: Sequence[Passage], ladder: Ladder, focus: Sequence[Pattern]) -> Reading:
        found: dict[str, list[Finding]] = {}
        doubted: dict[str, list[Finding]] = {}
        for name in ladder.signal_ids:
            signal = self._signal(name)
            findings = list(_findings(signal, passages, focus))
            sure = [finding for finding in findings if finding.doubt is None]
            if len({finding.said for finding in sure}) >= signal.distinct:
                found[name] = sure
            elif any(finding.doubt for finding in findings):
                doubted[name] = [finding for finding in findings if finding.doubt]
        return Reading(found, doubted)

    def _speaks(
        self, passages: Sequence[Passage], criterion: Criterion, ladder: Ladder, reading: Reading
    ) -> Evidence | None:
        """Return the passage that speaks to the criterion without reaching any level above the first."""
        for findings in (*reading.found.values(), *reading.doubted.values()):
            return findings[0].passage.evidence
        ranked = sorted(
            ((self._likeness(p, criterion), -i, p) for i, p in enumerate(passages)), key=lambda r: r[:2], reverse=True
        )
        for likeness, _order, passage in ranked:
            if passage.field in ladder.floor or (passage.field not in KNOWN_FIELDS and likeness >= SPEAKS):
                return passage.evidence
        return None

    def _likeness(self, passage: Passage, criterion: Criterion) -> float:
        return max(self._similarity.between(passage.tokens, text) for text in about(criterion))

    # By likeness to the anchors

    def _by_anchors(self, form: Form, criterion: Criterion) -> tuple[int | None, list[Evidence], str]:
        likest: tuple[float, int, Evidence] | None = None
        for passage in form.passages:
            if passage.evidence is None or not _counts(passage):
                continue
            for level, anchor in enumerate(criterion.levels, start=1):
                likeness = self._similarity.between(passage.tokens, anchor)
                if passage.field in criterion.fields:
                    likeness *= 1.25  # the rubric says that evidence is sought here first
                if likeness >= SPEAKS and (likest is None or likeness > likest[0]):
                    likest = (likeness, level, passage.evidence)
        if likest is None:
            return None, [], _("Nothing in the form speaks like this criterion (no signals are declared for it).")
        why = _(
            "Level %(level)d only because the quote is most like its description (no signals are declared for this "
            "criterion): read it with care."
        )
        return likest[1], [likest[2]], why % {"level": likest[1]}


def _is_read(field: str, look_in: Sequence[str]) -> bool:
    return field in look_in or field not in KNOWN_FIELDS


def _counts(passage: Passage) -> bool:
    """Say whether most of the content words of a passage are affirmed."""
    content = [i for i, token in enumerate(passage.tokens) if token.is_word and not token.is_stop]
    return 2 * sum(_doubt(passage.tokens, (i,)) is None for i in content) > len(content)


def _findings(signal: Signal, passages: Sequence[Passage], focus: Sequence[Pattern]) -> Iterator[Finding]:
    patterns = (*signal.patterns, *focus) if signal.about_focus else signal.patterns
    for passage in passages:
        if signal.fields and passage.field in KNOWN_FIELDS and passage.field not in signal.fields:
            continue
        for pattern in patterns:
            if is_possible(pattern, passage.forms):
                for at in matches(pattern, passage.tokens):
                    said = tuple(fold(passage.tokens[i].lemma) for i in at)
                    yield Finding(signal.id, passage, said, _doubt_of(signal, pattern, passage.tokens, at))


def _doubt_of(signal: Signal, pattern: Pattern, tokens: Sequence[Token], at: Sequence[int]) -> Doubt | None:
    doubt = _doubt(tokens, at)
    if doubt == "denied" and (signal.keep_denied or pattern.denies):
        return None
    return None if doubt == "wished" and signal.any_mood else doubt


def _doubt(tokens: Sequence[Token], at: Sequence[int]) -> Doubt | None:
    """Say whether what stands at ``at`` is denied or wished for; «tuvimos que cambiar» is neither: it was done."""
    carrying = [i for i in at if tokens[i].is_word and not tokens[i].is_stop] or list(at)
    if any(is_negated(tokens, i) for i in carrying):
        return "denied"
    return "wished" if any(_is_wished(tokens, i) for i in carrying) else None


def _is_wished(tokens: Sequence[Token], i: int) -> bool:
    start, end = clause_bounds(tokens, i)
    if any(_is_expected(tokens, k) for k in range(start, end)):
        return True
    return is_hypothetical(tokens, i) and not _was_done(tokens, i)


def _is_expected(tokens: Sequence[Token], k: int) -> bool:
    """Say whether «se espera», «esperan que» or «pretendemos subir» begins at token ``k``."""
    if not fold(tokens[k].text).startswith(_EXPECTING):
        return False
    following = fold(tokens[k + 1].text) if k + 1 < len(tokens) else ""
    impersonal = k > 0 and fold(tokens[k - 1].text) == "se"
    return impersonal or following == "que" or following.endswith(("ar", "er", "ir"))


def _was_done(tokens: Sequence[Token], i: int) -> bool:
    start, end = clause_bounds(tokens, i)
    return any(fold(token.text) in _OBLIGED for token in tokens[start:end])


def _climb(ladder: Ladder, reading: Reading) -> tuple[int, tuple[Requirement, ...]]:
    """Return the highest level one of whose options is met, with that option; (0, ()) where none is."""
    for level in sorted(ladder.levels, reverse=True):
        for option in ladder.levels[level]:
            if all(_met(need, reading) for need in option):
                return level, option
    return 0, ()


def _met(need: Requirement, reading: Reading) -> bool:
    asked = need.at_least if isinstance(need, AtLeast) else 1
    return sum(name in reading.found for name in names_in(need)) >= asked


def _quotes(option: Sequence[Requirement], reading: Reading, criterion: Criterion) -> list[Evidence]:
    """Return one quote for each requirement while there is room, from the fields that the criterion names first."""
    order = {field: i for i, field in enumerate(criterion.fields)}
    quotes: list[Evidence] = []
    for need in option:
        for name in [name for name in names_in(need) if name in reading.found][: _asked(need)]:
            ranked = sorted(reading.found[name], key=lambda finding: order.get(finding.passage.field, len(order)))
            quotes += [finding.passage.evidence for finding in ranked[:1] if finding.passage.evidence]
    return list(dict.fromkeys(quotes))[:MAX_QUOTES]


def _asked(need: Requirement) -> int:
    return need.at_least if isinstance(need, AtLeast) else 1


# Sentences for people


def _why(signal: SignalOf, ladder: Ladder, reading: Reading, level: int, option: Sequence[Requirement]) -> str:
    shown = [signal(name).label for need in option for name in names_in(need) if name in reading.found]
    said = {"level": level, "found": _listed(shown), "next": level + 1}
    missing = _missing(signal, ladder, reading, level + 1)
    if not missing:
        return _("Level %(level)d: the form shows %(found)s.") % said
    why = _("Level %(level)d: the form shows %(found)s; for level %(next)d it would have to show %(missing)s.")
    return why % {**said, "missing": missing} + _doubted(signal, reading)


def _why_lowest(signal: SignalOf, ladder: Ladder, reading: Reading) -> str:
    why = _("Level 1: the form speaks to this criterion, but for level 2 it would have to show %(missing)s.")
    return why % {"missing": _missing(signal, ladder, reading, 2)} + _doubted(signal, reading)


def _doubted(signal: SignalOf, reading: Reading) -> str:
    if not reading.doubted:
        return ""
    names = _listed([signal(name).label for name in reading.doubted])
    return " " + _("Denied or only wished for, and so not counted: %(names)s.") % {"names": names}


def _missing(signal: SignalOf, ladder: Ladder, reading: Reading, level: int) -> str:
    """Return what the option of ``level`` that lacks least still lacks, in words."""
    lacking = [[need for need in option if not _met(need, reading)] for option in ladder.levels.get(level, ())]
    return _listed([_need_label(signal, need) for need in min(lacking, key=len)]) if lacking else ""


def _need_label(signal: SignalOf, need: Requirement) -> str:
    names = list(dict.fromkeys(signal(name).label for name in names_in(need)))
    if len(names) == 1:
        return names[0]
    return _("at least %(n)d of these: %(names)s") % {"n": _asked(need), "names": " / ".join(names)}


def _listed(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    if len(unique) < 2:
        return "".join(unique)
    return _("%(first)s and %(last)s") % {"first": ", ".join(unique[:-1]), "last": unique[-1]}


def _flag(form: Form) -> Iterator[str]:
    if form.addressed:
        yield _("The form tells the evaluator what to answer (“%(quote)s”): that was not taken into account.") % {
            "quote": form.addressed[0].quote
        }
