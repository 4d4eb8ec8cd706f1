"""How well qualkit proposes the phases of a session and its agreements, on the synthetic corpus that comes with it.

    python benchmarks/sessions.py [--write docs/benchmarks.md]

**Read this first.** One reader, a language model, marked the transcripts of the corpus without seeing what qualkit
proposes (``benchmarks/sessions_gold.csv``: the first words of the turn with which a phase begins, and every passage in
which somebody takes something on). The talk is invented, and the rules were looked at on this same corpus while they
were written; expect less elsewhere.

Phases: the share of words that are put into the right phase, and how often a phase begins at the turn that was marked,
or three turns from it at most. Baselines: every phase where it usually begins (at 0, 15, 42 and 78 % of the words), and
the whole session one phase, the commonest. Agreements: a proposal is right where it overlaps a marked passage;
baseline: the segments that say «acuerdo» or «compromiso». Intervals: 95 %, percentile bootstrap over sessions, 2,000
draws.
"""

import argparse
import os
import platform
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from page import write_block

from qualkit import resources
from qualkit.concepts.agreements import agreements
from qualkit.concepts.phases import PHASES, phases
from qualkit.evidence import count_words
from qualkit.model import Document, Segment, Span

GOLD = Path(__file__).with_name("sessions_gold.csv")
USUAL = {"conecta": 0.0, "conoce": 0.15, "comparte": 0.42, "construye": 0.78}
DRAWS, NEAR = 2000, 3
_SAYS_SO = re.compile(r"\b(?:acuerdos?|compromisos?|comprometo|comprometemos)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Session:
    """A transcript with its segments, the turn with which each marked phase begins, and the marked agreements."""

    document: Document
    segments: tuple[Segment, ...]
    starts: dict[str, int]
    agreed: tuple[Span, ...]


def read_sessions() -> list[Session]:
    """Return the marked transcripts, read by qualkit itself into a project that is thrown away."""
    from qualkit.workflows.demo import demo_project
    from qualkit.workflows.exchanging import labels_of_file
    from qualkit.workflows.ingesting import Given, ingest

    with tempfile.TemporaryDirectory() as folder:
        workspace = demo_project(Path(folder) / "demo")
        try:
            ingest(workspace, [resources.path("corpora", "demo") / "sesiones"], given=Given())
            marked = labels_of_file(workspace, GOLD)
            if marked.problems:
                raise SystemExit("\n".join(marked.problems))
            documents = {d.id: d for d in workspace.store.documents()}
            return [
                _session(
                    documents[name], workspace.store.segments(name), [x for x in marked.labels if x.document == name]
                )
                for name in dict.fromkeys(label.document for label in marked.labels)
            ]
        finally:
            workspace.store.close()


def _session(document: Document, segments: Sequence[Segment], labels: Sequence["object"]) -> Session:
    starts, agreed = {}, []
    for label in labels:
        code, span = label.code, label.segment  # type: ignore[attr-defined]
        if code == "acuerdo":
            agreed.append(span)
        else:
            starts[code] = next(i for i, turn in enumerate(document.turns) if turn.span.end > span.start)
    return Session(document, tuple(segments), starts, tuple(agreed))


Starts = dict[str, int]


def proposed(session: Session) -> Starts:
    """Return where qualkit lets each phase begin."""
    return {phase.name: phase.first for phase in phases(session.document, session.segments)}


def usual(session: Session) -> Starts:
    """Return where phases usually begin, by words."""
    words = [count_words(session.document.text_of(turn)) for turn in session.document.turns]
    before = np.cumsum([0, *words[:-1]]) / sum(words)
    return {name: int(np.searchsorted(before, share)) for name, share in USUAL.items()}


def one_phase(session: Session) -> Starts:
    """Put everything into the phase that holds most words in the corpus."""
    return {"comparte": 0}


def _phase_of_turns(starts: Starts, turns: int) -> list[str]:
    order = sorted(starts.items(), key=lambda item: (item[1], PHASES.index(item[0])))
    names = []
    for i in range(turns):
        names.append(next((name for name, at in reversed(order) if at <= i), "conecta"))
    return names


def right_words(session: Session, starts: Starts) -> tuple[float, float]:
    """Return how many words stand in the right phase, and how many words there are."""
    turns = session.document.turns
    words = [count_words(session.document.text_of(turn)) for turn in turns]
    meant, given = _phase_of_turns(session.starts, len(turns)), _phase_of_turns(starts, len(turns))
    return float(sum(n for n, a, b in zip(words, meant, given, strict=True) if a == b)), float(sum(words))


def near_starts(session: Session, starts: Starts) -> tuple[float, float]:
    """Return how many marked phases (the first one left out) begin within three turns of the mark, and how many are."""
    marked = {name: at for name, at in session.starts.items() if name != "conecta"}
    return float(sum(name in starts and abs(starts[name] - at) <= NEAR for name, at in marked.items())), float(
        len(marked)
    )


def proposed_agreements(session: Session) -> list[Span]:
    """Return the passages that qualkit proposes."""
    found = agreements(session.document, session.segments)
    return [Span(item.evidence.start, item.evidence.end) for item in found]


def says_so(session: Session) -> list[Span]:
    """Return the segments that hold the word."""
    return [s.span for s in session.segments if _SAYS_SO.search(s.span.of(session.document.text))]


def hits(session: Session, spans: Sequence[Span]) -> tuple[int, int, int, int]:
    """Return right proposals, proposals, marked passages that are found, marked passages."""
    right = sum(any(_meet(span, meant) for meant in session.agreed) for span in spans)
    found = sum(any(_meet(span, meant) for span in spans) for meant in session.agreed)
    return right, len(spans), found, len(session.agreed)


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def ratio(pairs: Sequence[tuple[float, float]]) -> str:
    """Return the ratio of the sums with its interval over sessions drawn again."""
    counts = np.array(pairs, dtype=float)
    draws = np.random.default_rng(7).integers(0, len(counts), (DRAWS, len(counts)))
    sums = counts[draws].sum(axis=1)
    values = sums[sums[:, 1] > 0]
    if not counts[:, 1].sum() or not len(values):
        return "–"
    low, high = np.percentile(values[:, 0] / values[:, 1], [2.5, 97.5])
    return f"{counts[:, 0].sum() / counts[:, 1].sum():.2f} [{low:.2f}–{high:.2f}]"


def phase_table(sessions: Sequence[Session]) -> str:
    """Return the Markdown table of the phases."""
    methods: dict[str, Callable[[Session], Starts]] = {
        "qualkit": proposed,
        "where they usually begin": usual,
        "one phase": one_phase,
    }
    lines = ["| method | words in the right phase | phases that begin within three turns |", "|---|---|---|"]
    for name, method in methods.items():
        given = [(session, method(session)) for session in sessions]
        words, starts = [right_words(*pair) for pair in given], [near_starts(*pair) for pair in given]
        lines.append(f"| {name} | {ratio(words)} | {ratio(starts)} |")
    return "\n".join(lines)


def agreement_table(sessions: Sequence[Session]) -> str:
    """Return the Markdown table of the agreements."""
    methods: dict[str, Callable[[Session], list[Span]]] = {"qualkit": proposed_agreements, "says «acuerdo»": says_so}
    lines = ["| method | proposed | precision | recall |", "|---|---|---|---|"]
    for name, method in methods.items():
        counts = [hits(session, method(session)) for session in sessions]
        lines.append(
            f"| {name} | {sum(row[1] for row in counts)} | {ratio([row[:2] for row in counts])}"
            f" | {ratio([row[2:] for row in counts])} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the tables, or write them into the page of benchmarks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    sessions = read_sessions()
    marked = sum(len(session.agreed) for session in sessions)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {date.today().isoformat()}"
    content = "\n\n".join(
        (
            "## Sessions: phases and agreements",
            " ".join(__doc__.split("**Read this first.**")[1].split()),
            f"{len(sessions)} sessions, {sum(len(s.starts) for s in sessions)} phases and {marked} agreements marked;"
            f" {machine}. `python benchmarks/sessions.py --write docs/benchmarks.md`",
            phase_table(sessions),
            agreement_table(sessions),
        )
    )
    if arguments.write:
        write_block(arguments.write, "sessions", content)
    else:
        print(content)


if __name__ == "__main__":
    main()
