"""How the local judge orders the invented forms of the demo corpus: against the intended tier, and against length.

    python benchmarks/scoring.py [--write docs/benchmarks.md]

The tiers are what the authors of the forms meant when they wrote them; nobody independent has valued these forms. What
is measured is therefore whether the judge finds what was put in, not how far people would agree with it.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
import openpyxl
from page import write_block

from qualkit import resources
from qualkit.i18n import speaking
from qualkit.language.words import fold
from qualkit.model import Experience, Rubric, Score
from qualkit.scoring.evidence_judge import EvidenceJudge
from qualkit.scoring.rubrics import load_rubric

TIERS = {
    **dict.fromkeys((1, 7, 14, 19), 4),
    **dict.fromkeys((2, 4, 8, 12, 13, 18, 20), 3),
    **dict.fromkeys((3, 6, 9, 11, 15, 17, 21, 23), 2),
    **dict.fromkeys((5, 10, 16, 22, 24), 1),
}
WORDY, DENSE, INJECTED = (5, 16, 24), (4, 12, 18), 17
SEEN = (1, 2, 3)
"""Forms that the author of the signals had read before writing them: the figures are given without them too."""

HEADERS = {
    "nombre de la experiencia": "nombre",
    "resumen": "resumen",
    "necesidad": "necesidad",
    "vinculo con estudiantes": "vinculo_estudiantes",
    "vinculo con aprendizajes": "vinculo_aprendizajes",
    "vinculo con el territorio": "vinculo_territorio",
    "¿que la hizo posible?": "que_la_hizo_posible",
    "resultados": "resultados",
    "evidencia": "evidencia",
    "facilitadores": "facilitadores",
    "oportunidades de mejora": "oportunidades_mejora",
    "transferibilidad": "transferibilidad",
    "foco": "foco",
    "participantes": "participantes",
}
DRAWS, SEED = 2000, 20260101
_CAVEAT = f"""\
**Read this first.** The forms are invented, and the tiers (outstanding, good, middling, poor) are what their
own authors meant; they are not labels by independent people. A high figure says that the judge finds what was
put in, not that people would agree with it. The signals were written from the anchors of the rubric and
repaired on sentences made up for that. Still, these are not forms that nobody had seen: the author of the
signals had read forms {", ".join(map(str, SEEN))} before (the second row leaves them out), read the reasons
given for form {WORDY[1]} when hunting false alarms, and saw the mean level of every form while repairing.
Expect less on other forms."""


@dataclass(frozen=True)
class Scored:
    """One form with its scores; ``length`` counts the words of the fields that were read."""

    number: int
    scores: tuple[Score, ...]
    length: int

    @property
    def level(self) -> float:
        """The mean level over the criteria that have one."""
        return mean(score.level for score in self.scores if score.level is not None)

    @property
    def tier(self) -> int:
        """What its author meant it to be, 1 to 4."""
        return TIERS[self.number]


Pair = tuple[str, Callable[[Scored], float], Callable[[Scored], float]]
PAIRS: tuple[Pair, ...] = (
    ("mean level and tier", lambda s: s.level, lambda s: s.tier),
    ("words and tier (baseline)", lambda s: s.length, lambda s: s.tier),
    ("mean level and words", lambda s: s.level, lambda s: s.length),
)


def read_forms() -> list[Experience]:
    """Return the forms of the demo corpus."""
    sheet = openpyxl.load_workbook(resources.path("corpora", "demo/fichas.xlsx"), read_only=True).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    names = [HEADERS.get(fold(str(cell or "").strip())) for cell in head]
    forms = []
    for row in rows:
        fields = {name: str(cell).strip() for name, cell in zip(names, row, strict=True) if name and cell}
        forms.append(Experience(str(row[0]), None, fields, focus=fields.get("foco")))
    return forms


def score_all(forms: Sequence[Experience], rubric: Rubric) -> list[Scored]:
    """Return every form scored on every criterion."""
    judge = EvidenceJudge(rubric)
    return [
        Scored(
            int(form.id.rsplit("-", 1)[1]),
            tuple(judge.judge(form, criterion) for criterion in rubric.criteria),
            sum(len(text.split()) for text in form.fields.values()),
        )
        for form in forms
    ]


def spearman(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Return Spearman's ρ: Pearson's r of the ranks, ties at their mean rank; ``None`` where one side is constant."""
    a, b = ranks(left), ranks(right)
    if len(set(a)) < 2 or len(set(b)) < 2:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, from 1, ties at their mean rank."""
    below = Counter(values)
    ordered = sorted(below)
    start = {v: sum(below[w] for w in ordered if w < v) for v in ordered}
    return [start[v] + (below[v] + 1) / 2 for v in values]


def with_interval(scored: Sequence[Scored], pair: Pair) -> tuple[float | None, float, float]:
    """Return ρ and its 95 % percentile interval over forms drawn with replacement."""
    _name, left, right = pair
    rng = np.random.default_rng(SEED)
    drawn = []
    for _draw in range(DRAWS):
        sample = [scored[i] for i in rng.integers(0, len(scored), len(scored))]
        rho = spearman([left(s) for s in sample], [right(s) for s in sample])
        if rho is not None:
            drawn.append(rho)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return spearman([left(s) for s in scored], [right(s) for s in scored]), float(low), float(high)


def report(scored: Sequence[Scored], rubric: Rubric) -> str:
    """Return the section of the benchmarks page."""
    unseen = [s for s in scored if s.number not in SEEN]
    lines = [
        "## Scoring: the `evidence` judge on the invented forms",
        "",
        f"`python benchmarks/scoring.py` · rubric `{rubric.name}` {rubric.version} (`{rubric.hash}`) · "
        f"n = {len(scored)} forms × {len(rubric.criteria)} criteria.",
        "",
        _CAVEAT,
        "",
        "| Spearman's ρ | " + " | ".join(name for name, _l, _r in PAIRS) + " |",
        "|---|" + "---|" * len(PAIRS),
        _row(f"all forms, n = {len(scored)}", scored),
        _row(f"forms not read before, n = {len(unseen)}", unseen),
        "",
        f"95 % percentile intervals over {DRAWS} resamples of forms (seed {SEED}).",
        "",
        *_groups(scored),
        "",
        *_levels(scored, rubric),
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, scored: Sequence[Scored]) -> str:
    cells = []
    for pair in PAIRS:
        rho, low, high = with_interval(scored, pair)
        cells.append("undefined" if rho is None else f"{rho:.2f} [{low:.2f}, {high:.2f}]")
    return f"| {name} | " + " | ".join(cells) + " |"


def _groups(scored: Sequence[Scored]) -> list[str]:
    by_number = {s.number: s for s in scored}
    groups = [(f"tier {tier}", [s for s in scored if s.tier == tier]) for tier in (4, 3, 2, 1)]
    groups += [("short and dense", [by_number[n] for n in DENSE]), ("wordy and empty", [by_number[n] for n in WORDY])]
    lines = ["| group | n | mean level | lowest – highest | mean words |", "|---|---|---|---|---|"]
    for name, members in groups:
        levels = [s.level for s in members]
        words = mean(s.length for s in members)
        lines.append(
            f"| {name} | {len(members)} | {mean(levels):.2f} | {min(levels):.2f} – {max(levels):.2f} | {words:.0f} |"
        )
    flagged = [s.number for s in scored if any("tells the evaluator" in score.rationale for score in s.scores)]
    told = ", ".join(map(str, flagged)) or "none"
    return [*lines, "", f"Forms reported as telling the evaluator what to answer: {told} (put in: {INJECTED})."]


def _levels(scored: Sequence[Scored], rubric: Rubric) -> list[str]:
    lines = ["| criterion | 1 | 2 | 3 | 4 | no evidence |", "|---|---|---|---|---|---|"]
    every: Counter[int | None] = Counter()
    for criterion in rubric.criteria:
        counts = Counter(score.level for s in scored for score in s.scores if score.criterion == criterion.id)
        every.update(counts)
        lines.append(_count_row(criterion.name, counts))
    share = every[None] / every.total()
    lines.append(_count_row("**all**", every))
    return [*lines, "", f"No evidence: {every[None]} of {every.total()} ({share:.0%})."]


def _count_row(name: str, counts: "Counter[int | None]") -> str:
    return f"| {name} | " + " | ".join(str(counts[level]) for level in (1, 2, 3, 4, None)) + " |"


def main() -> None:
    """Print the section, or write it where ``--write`` says."""
    parser = argparse.ArgumentParser(description="Measure the evidence judge on the invented forms.")
    parser.add_argument("--write", type=Path, metavar="FILE", help="replace the section of this page")
    options = parser.parse_args()
    rubric = load_rubric(resources.newest("rubrics", "experiencias_demostrativas"))
    with speaking("en"):
        section = report(score_all(read_forms(), rubric), rubric)
    if options.write:
        write_block(options.write, "scoring", section)
    else:
        print(section, end="")


if __name__ == "__main__":
    main()
