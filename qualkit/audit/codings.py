"""Machine codings against what people labelled: per code, with intervals that respect where the units come from.

A *unit* is a span of a document that at least one person labelled. A person who labelled a unit at all has considered
every audited code there: what was not given counts as 0. Where several people labelled a unit, the majority is the
human reference; a tie is left out and counted.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from qualkit.audit.coefficients import CONFIDENCE, Coefficient, conger_kappa, gwet_ac1
from qualkit.audit.interpretation import interpretation
from qualkit.audit.labels import NO_CODE
from qualkit.audit.ratings import Ratings
from qualkit.i18n import _
from qualkit.model import Coding, Label, Span

OVERLAP = 0.5
"""A machine coding speaks of a labelled unit if it covers at least this share of the shorter of the two spans."""
RESAMPLES = 1000
SEED = 0
MOST_UNDEFINED = 0.1
"""The largest share of resamples in which a measure may be undefined before its interval is not given."""
MEASURES = ("precision", "recall", "f1", "kappa", "ac1", "prevalence")

Unit = tuple[str, Span]
Interval = tuple[float, float]


@dataclass(frozen=True)
class CodeAudit:
    """One code (or all of them pooled, ``micro``): how often people and machine gave it, how far they agree.

    ``n_human`` and ``n_machine`` count units (in ``micro`` each unit once for each code); ``n_ties`` units are left out
    because people tied. ``prevalence`` is the human share. A measure that cannot be known is ``None`` and a missing
    interval is absent, each with its reason in ``reasons`` (``recall``, ``recall interval``). ``human_human`` and
    ``human_human_ac1`` compare people with each other (Conger's κ and AC1): ``None`` where one person alone labelled.
    """

    code: str
    n_units: int
    n_human: int
    n_machine: int
    true_positive: int
    false_positive: int
    false_negative: int
    precision: float | None
    recall: float | None
    f1: float | None
    kappa: float | None
    ac1: float | None
    prevalence: float | None
    intervals: Mapping[str, Interval]
    reasons: Mapping[str, str]
    human_human: Coefficient | None
    human_human_ac1: Coefficient | None
    reading: str
    n_ties: int = 0
    n_clusters: int = 0

    @property
    def true_negative(self) -> int:
        """Units that neither people nor machine gave the code."""
        return self.n_units - self.true_positive - self.false_positive - self.false_negative


@dataclass(frozen=True)
class MacroAudit:
    """The plain mean of each measure over the codes where it is defined; ``n_codes`` says over how many."""

    means: Mapping[str, float | None]
    n_codes: Mapping[str, int]
    intervals: Mapping[str, Interval]


@dataclass(frozen=True)
class CodingAudit:
    """The audit of a machine: one ``CodeAudit`` for each code, in the order of their ids, and the totals.

    ``unjudged`` are codes that the machine gave to labelled units and people never considered: they are not errors.
    """

    codes: tuple[CodeAudit, ...]
    micro: CodeAudit
    macro: MacroAudit
    n_units: int
    n_documents: int
    n_clusters: int
    human_coders: tuple[str, ...]
    machine_coders: tuple[str, ...]
    unjudged: tuple[str, ...]


@dataclass(frozen=True)
class Disagreement:
    """A unit on which people and machine differ over a code; ``votes`` of ``voters`` people gave it.

    ``quotes`` is what the machine pointed at, empty where it did not give the code.
    """

    document: str
    segment: Span
    code: str
    human: int
    machine: int
    votes: int
    voters: int
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Compared:
    """What people and machine say of every unit and code.

    ``votes`` and ``voters`` count people (units × codes and units); ``machine`` is 1 or 0 (units × codes).
    """

    units: tuple[Unit, ...]
    codes: tuple[str, ...]
    given: Mapping[Unit, Mapping[str, frozenset[str]]]
    coded: Mapping[Unit, tuple[Coding, ...]]
    votes: NDArray[np.int64]
    voters: NDArray[np.int64]
    machine: NDArray[np.int64]

    @cached_property
    def tied(self) -> NDArray[np.bool_]:
        return np.asarray(2 * self.votes == self.voters[:, None])

    @cached_property
    def human(self) -> NDArray[np.int64]:
        return np.asarray(2 * self.votes > self.voters[:, None], dtype=np.int64)

    @cached_property
    def people(self) -> tuple[str, ...]:
        return tuple(sorted({person for by_person in self.given.values() for person in by_person}))


def audit_codings(
    labels: Sequence[Label],
    codings: Sequence[Coding],
    sessions: Mapping[str, str],
    *,
    codes: Collection[str] | None = None,
    coder: str | None = None,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> CodingAudit:
    """Return how far machine codings agree with what people labelled.

    ``sessions`` maps the id of a document to the session it belongs to; a document that is not there is a session of
    its own. Intervals are percentiles over sessions drawn again ``resamples`` times. ``codes`` are those that people
    considered (default: those that appear in the labels); ``coder`` keeps the codings of one coder. Codings of polarity
    ``negated`` say that something is absent and do not count.
    """
    compared = _compare(labels, codings, codes, coder)
    clusters = _clusters(compared.units, sessions)
    tables = _tables(compared, clusters)
    drawn = _draw(tables, resamples, seed)
    audits = tuple(_audit_code(compared, k, tables[:, k], drawn[:, k], confidence) for k in range(len(compared.codes)))
    return CodingAudit(
        codes=audits,
        micro=_audit_all(compared, tables.sum(axis=1), drawn.sum(axis=1), confidence),
        macro=_average(tables.sum(axis=0), drawn, confidence),
        n_units=len(compared.units),
        n_documents=len({document for document, _segment in compared.units}),
        n_clusters=len(tables),
        human_coders=compared.people,
        machine_coders=tuple(sorted({c.coder for found in compared.coded.values() for c in found})),
        unjudged=tuple(sorted({c.code for found in compared.coded.values() for c in found} - set(compared.codes))),
    )


def disagreements(
    labels: Sequence[Label],
    codings: Sequence[Coding],
    *,
    codes: Collection[str] | None = None,
    coder: str | None = None,
) -> tuple[Disagreement, ...]:
    """Return every unit and code on which people and machine differ, by code, document and place, ties left out."""
    compared = _compare(labels, codings, codes, coder)
    differs = (compared.human != compared.machine) & ~compared.tied
    return tuple(
        _disagreement(compared, int(i), k) for k in range(len(compared.codes)) for i in np.flatnonzero(differs[:, k])
    )


def _disagreement(compared: _Compared, i: int, k: int) -> Disagreement:
    unit, code = compared.units[i], compared.codes[k]
    return Disagreement(
        document=unit[0],
        segment=unit[1],
        code=code,
        human=int(compared.human[i, k]),
        machine=int(compared.machine[i, k]),
        votes=int(compared.votes[i, k]),
        voters=int(compared.voters[i]),
        quotes=tuple(dict.fromkeys(c.evidence.quote for c in compared.coded[unit] if c.code == code)),
    )


def speaks_of(segment: Span, labelled: Span) -> bool:
    """Say whether a machine's segment covers at least half (``OVERLAP``) of the shorter of the two spans."""
    shared = min(segment.end, labelled.end) - max(segment.start, labelled.start)
    shorter = min(segment.end - segment.start, labelled.end - labelled.start)
    return shared > 0 and shared >= OVERLAP * shorter


def _compare(
    labels: Sequence[Label], codings: Sequence[Coding], codes: Collection[str] | None, coder: str | None
) -> _Compared:
    given = _by_unit(labels)
    units = tuple(sorted(given))
    if codes is None:
        codes = {label.code for label in labels if label.code != NO_CODE}
    names = tuple(sorted(codes))
    counted = [c for c in codings if c.polarity == "present" and (coder is None or c.coder == coder)]
    coded = _speaking(units, counted)
    votes = [[sum(code in gave for gave in given[unit].values()) for code in names] for unit in units]
    machine = [[int(any(c.code == code for c in coded[unit])) for code in names] for unit in units]
    shape = (len(units), len(names))
    return _Compared(
        units,
        names,
        given,
        coded,
        np.array(votes, dtype=np.int64).reshape(shape),
        np.array([len(given[unit]) for unit in units], dtype=np.int64),
        np.array(machine, dtype=np.int64).reshape(shape),
    )


def _by_unit(labels: Iterable[Label]) -> dict[Unit, dict[str, frozenset[str]]]:
    """Return for each unit who labelled it and which codes each of them gave."""
    given: dict[Unit, dict[str, frozenset[str]]] = {}
    for label in labels:
        by_person = given.setdefault((label.document, label.segment), {})
        before = by_person.get(label.coder, frozenset())
        by_person[label.coder] = before | {label.code} if label.value else before
    return given


def _speaking(units: Sequence[Unit], codings: Sequence[Coding]) -> dict[Unit, tuple[Coding, ...]]:
    """Return for each unit the codings that speak of it."""
    in_document: dict[str, list[Coding]] = {}
    for coding in codings:
        in_document.setdefault(coding.document, []).append(coding)
    by_segment = {
        document: [(span, list(group)) for span, group in groupby(sorted(found, key=_place), key=lambda c: c.segment)]
        for document, found in in_document.items()
    }
    return {
        unit: tuple(c for span, group in by_segment.get(unit[0], ()) if speaks_of(span, unit[1]) for c in group)
        for unit in units
    }


def _place(coding: Coding) -> tuple[Span, str, str, int]:
    return (coding.segment, coding.code, coding.coder, coding.evidence.start)


def _clusters(units: Sequence[Unit], sessions: Mapping[str, str]) -> NDArray[np.int64]:
    """Return the number of the session of each unit; a document outside ``sessions`` makes one by itself."""
    keys = [
        ("session", str(sessions[document])) if document in sessions else ("document", document)
        for document, _segment in units
    ]
    number = {key: i for i, key in enumerate(sorted(set(keys)))}
    return np.array([number[key] for key in keys], dtype=np.int64)


def _tables(compared: _Compared, clusters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return found, added, missed and neither (clusters × codes × 4), ties left out."""
    human, machine, counted = compared.human, compared.machine, ~compared.tied
    cells = (human & machine, (1 - human) & machine, human & (1 - machine), (1 - human) & (1 - machine))
    by_unit = np.stack([cell * counted for cell in cells], axis=2)
    tables = np.zeros((clusters.max(initial=-1) + 1, *by_unit.shape[1:]), dtype=np.int64)
    np.add.at(tables, clusters, by_unit)
    return tables


def _draw(tables: NDArray[np.int64], resamples: int, seed: int) -> NDArray[np.int64]:
    """Return the tables of clusters drawn again with replacement (resamples × codes × 4); none for fewer than two."""
    n = len(tables)
    if n < 2:
        return np.zeros((0, *tables.shape[1:]), dtype=np.int64)
    times = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=resamples)
    return np.asarray(np.tensordot(times, tables, axes=(1, 0)))


def measures(tables: NDArray[np.int64]) -> dict[str, NDArray[np.float64]]:
    """Return each of ``MEASURES`` for tables of found, added, missed, neither (… × 4); NaN where it is undefined.

    precision = found / (found + added); recall = found / (found + missed); f1 = 2 found / (2 found + added + missed);
    κ is Cohen's and AC1 Gwet's, of two coders (people, machine) and two categories (given, not given).
    """
    found, added, missed, neither = np.moveaxis(tables.astype(float), -1, 0)
    n = found + added + missed + neither
    human, machine = _ratio(found + missed, n), _ratio(found + added, n)
    observed = _ratio(found + neither, n)
    by_chance = human * machine + (1 - human) * (1 - machine)
    middle = (human + machine) / 2
    by_gwet = 2 * middle * (1 - middle)
    return {
        "precision": _ratio(found, found + added),
        "recall": _ratio(found, found + missed),
        "f1": _ratio(2 * found, 2 * found + added + missed),
        "kappa": _ratio(observed - by_chance, 1 - by_chance),
        "ac1": _ratio(observed - by_gwet, 1 - by_gwet),
        "prevalence": human,
    }


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.divide(part, whole, out=np.full_like(whole, np.nan), where=whole > 1e-12))


def _audit_code(
    compared: _Compared, k: int, tables: NDArray[np.int64], drawn: NDArray[np.int64], confidence: float
) -> CodeAudit:
    code = compared.codes[k]
    people = [[_answer(compared, unit, person, code) for person in compared.people] for unit in compared.units]
    return _made(code, tables, drawn, people, int(compared.tied[:, k].sum()), confidence)


def _audit_all(
    compared: _Compared, tables: NDArray[np.int64], drawn: NDArray[np.int64], confidence: float
) -> CodeAudit:
    people = [
        [_answer(compared, unit, person, code) for person in compared.people]
        for unit in compared.units
        for code in compared.codes
    ]
    return _made("micro", tables, drawn, people, int(compared.tied.sum()), confidence)


def _answer(compared: _Compared, unit: Unit, person: str, code: str) -> int | None:
    gave = compared.given[unit].get(person)
    return None if gave is None else int(code in gave)


def _made(
    name: str,
    tables: NDArray[np.int64],
    drawn: NDArray[np.int64],
    people: Sequence[Sequence[int | None]],
    ties: int,
    confidence: float,
) -> CodeAudit:
    """Return the audit of one code from its tables (clusters × 4), those drawn again, and what each person said."""
    found, added, missed, neither = (int(n) for n in tables.sum(axis=0))
    values = {key: _known(float(value)) for key, value in measures(tables.sum(axis=0)).items()}
    intervals, reasons = _intervals(values, measures(drawn), len(tables), confidence)
    kappa, ac1 = _between_people(people, confidence)
    return CodeAudit(
        code=name,
        n_units=found + added + missed + neither,
        n_human=found + missed,
        n_machine=found + added,
        true_positive=found,
        false_positive=added,
        false_negative=missed,
        **values,
        intervals=intervals,
        reasons={**_reasons(values), **reasons},
        human_human=kappa,
        human_human_ac1=ac1,
        reading=interpretation(
            found=found,
            added=added,
            missed=missed,
            n_units=found + added + missed + neither,
            kappa=values["kappa"],
            ac1=values["ac1"],
        ),
        n_ties=ties,
        n_clusters=len(tables),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def _reasons(values: Mapping[str, float | None]) -> dict[str, str]:
    why = {
        "precision": _("the machine never gave this code"),
        "recall": _("people never gave this code"),
        "f1": _("neither people nor machine gave this code"),
        "kappa": _("people and machine gave one and the same answer to every unit"),
        "ac1": _("no labelled unit is left"),
        "prevalence": _("no labelled unit is left"),
    }
    return {key: why[key] for key in MEASURES if values[key] is None}


def _intervals(
    values: Mapping[str, float | None],
    drawn: Mapping[str, NDArray[np.float64]],
    n_clusters: int,
    confidence: float,
) -> tuple[dict[str, Interval], dict[str, str]]:
    intervals: dict[str, Interval] = {}
    reasons: dict[str, str] = {}
    for key in MEASURES:
        if values[key] is None:
            continue
        made = _percentiles(drawn[key], confidence)
        if n_clusters < 2:
            reasons[f"{key} interval"] = _("all units come from one session: two at least are needed")
        elif made is None:
            reasons[f"{key} interval"] = _("it is undefined in too many of the resamples of sessions")
        elif made[0] == made[1]:
            reasons[f"{key} interval"] = _("every session says the same, which tells nothing of the next one")
        else:
            intervals[key] = made
    return intervals, reasons


def _percentiles(drawn: NDArray[np.float64], confidence: float) -> Interval | None:
    defined = drawn[~np.isnan(drawn)]
    if len(defined) < (1 - MOST_UNDEFINED) * len(drawn) or not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)


def _between_people(
    people: Sequence[Sequence[int | None]], confidence: float
) -> tuple[Coefficient | None, Coefficient | None]:
    """Return Conger's κ and AC1 between people; nothing where no unit was labelled by two of them."""
    if not any(sum(answer is not None for answer in row) > 1 for row in people):
        return None, None
    ratings = Ratings.from_matrix(people, level="nominal", categories=(0, 1))
    return conger_kappa(ratings, confidence=confidence), gwet_ac1(ratings, confidence=confidence)


def _average(totals: NDArray[np.int64], drawn: NDArray[np.int64], confidence: float) -> MacroAudit:
    """Return the means over codes; those drawn again are taken over the codes that are defined in the whole."""
    means: dict[str, float | None] = {}
    n_codes: dict[str, int] = {}
    intervals: dict[str, Interval] = {}
    again = measures(drawn)
    for key, values in measures(totals).items():
        defined = ~np.isnan(values)
        n_codes[key] = int(defined.sum())
        means[key] = float(values[defined].mean()) if defined.any() else None
        made = _percentiles(_mean_of_defined(again[key][:, defined]), confidence)
        if made is not None and made[0] < made[1]:
            intervals[key] = made
    return MacroAudit(means, n_codes, intervals)


def _mean_of_defined(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each row over what is defined in it, NaN where nothing is."""
    defined = ~np.isnan(values)
    return _ratio(np.where(defined, values, 0.0).sum(axis=1), defined.sum(axis=1).astype(float))
