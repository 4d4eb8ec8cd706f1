"""How well turns are cut into meaning units, and text into sentences, beside what a user would take instead.

    python benchmarks/segments.py [--treebank FILE]… [--write docs/benchmarks.md] [--rounds 2000]

Units: the marks of ``benchmarks/segments_gold`` (one reader, a language model; no second reader). A boundary is right
where the same word begins a unit in both; F1 counts them over all turns, Pk and WindowDiff over the words of the turns
(window: half the mean length of a marked unit). Intervals are 95 % percentile intervals over turns drawn again.
«without marks» is the same talk in lower case without punctuation.

Sentences: the sentences of a CoNLL-U file joined with one space (its documents one after the other); the word that
begins each but the first is to be found. Baselines: every «.», «!», «?» before a space; spaCy's ``sentencizer``; no
border at all is 0. ``benchmarks/language.py`` puts the same figures beside others; ``--write`` is for a page of their
own.
"""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from page import write_block

from qualkit.language.segments import segment, sentences

GOLD = Path(__file__).parent / "segments_gold" / "units.jsonl"
CHOOSING = ("red-quebrada-clara", "red-bahia-lenga")
_MARKS = re.compile(r"[^\w\s]|_")

Cutter = Callable[[str], Sequence[int]]
"""From a text to the offsets where its pieces begin, that of the first included or not."""


@dataclass(frozen=True)
class BoundaryScores:
    """Precision, recall and F1 of boundaries with its interval; ``pk`` and ``window_diff`` are errors: less is better.

    ``turns`` and ``boundaries`` count what was marked, ``found`` what the method cut.
    """

    method: str
    turns: int
    boundaries: int
    found: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    pk: float
    window_diff: float


@dataclass(frozen=True)
class SentenceScores:
    """Precision, recall and F1 of the beginnings of sentences of one treebank file."""

    method: str
    sentences: int
    precision: float
    recall: float
    f1: float


def marked_turns(part: str, path: Path = GOLD) -> list[list[str]]:
    """Return the marked turns of ``choosing``, of ``figure`` or of ``all``, each as the list of its units."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = {"choosing": (True,), "figure": (False,), "all": (True, False)}[part]
    return [row["units"] for row in rows if row["document"].startswith(CHOOSING) in kept]


def without_marks(text: str) -> str:
    """Return a text as a recogniser without punctuation writes it; its words stay as many as they were."""
    words = (_MARKS.sub("", word).lower() for word in text.split())
    return " ".join(word for word in words if word)


def unit_cutters() -> dict[str, Cutter]:
    """Return what is compared: ours, every sentence, the whole turn, and every 23 words (the mean marked unit)."""
    return {
        "segment": lambda text: [span.start for span in segment(text)],
        "every sentence": lambda text: [span.start for span in sentences(text)],
        "every 23 words": lambda text: [match.start() for match in re.finditer(r"\S+", text)][::23],
        "the whole turn": lambda text: [0],
    }


def boundary_scores(
    *, part: str = "figure", marks: bool = True, rounds: int = 2000, cutters: Mapping[str, Cutter] | None = None
) -> list[BoundaryScores]:
    """Return how each method cuts the marked turns of ``part`` (``choosing``, ``figure``, ``all``), with marks or not.

    ``cutters`` names other methods; the default is ``unit_cutters()``. Intervals are drawn with a fixed seed.
    """
    turns = marked_turns(part)
    if not marks:
        turns = [[without_marks(unit) for unit in turn] for turn in turns]
    gold = [_begins(turn) for turn in turns]
    window = max(2, round(sum(map(len, gold)) / sum(int(g.sum()) for g in gold) / 2))
    found = {
        name: [_begins_by(cutter, " ".join(turn)) for turn in turns]
        for name, cutter in (cutters or unit_cutters()).items()
    }
    return [_scored(name, gold, cut, window, rounds) for name, cut in found.items()]


def _begins(units: Sequence[str]) -> np.ndarray:
    """Return for each word of a turn whether it begins a unit."""
    flags = [k == 0 for unit in units for k, _ in enumerate(unit.split())]
    return np.array(flags, dtype=bool)


def _begins_by(cutter: Cutter, text: str) -> np.ndarray:
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    flags = np.zeros(len(starts), dtype=bool)
    flags[[int(np.searchsorted(starts, at)) for at in cutter(text)]] = True
    flags[0] = True
    return flags


def _scored(
    name: str, gold: Sequence[np.ndarray], found: Sequence[np.ndarray], window: int, rounds: int
) -> BoundaryScores:
    counts = np.array(
        [(int((g & f)[1:].sum()), int(f[1:].sum()), int(g[1:].sum())) for g, f in zip(gold, found, strict=True)]
    )
    draws = np.random.default_rng(3).integers(0, len(counts), (rounds, len(counts)))
    drawn = [_f1(*counts[draw].sum(axis=0)) for draw in draws]
    low, high = np.percentile(drawn, (2.5, 97.5)) if rounds else (float("nan"), float("nan"))
    right, cut, marked = (int(x) for x in counts.sum(axis=0))
    pk, difference = _windowed(gold, found, window)
    return BoundaryScores(
        name, len(gold), marked, cut, right / max(cut, 1), right / marked, _f1(right, cut, marked),
        float(low), float(high), pk, difference,
    )  # fmt: skip


def _f1(right: int, found: int, marked: int) -> float:
    return 2 * right / (found + marked) if found + marked else 0.0


def _windowed(gold: Sequence[np.ndarray], found: Sequence[np.ndarray], window: int) -> tuple[float, float]:
    """Return Pk (Beeferman et al. 1999) and WindowDiff (Pevzner and Hearst 2002) over all windows inside turns."""
    apart = differ = windows = 0
    for g, f in zip(gold, found, strict=True):
        counts = [np.concatenate([[0], np.cumsum(flags[1:])]) for flags in (g, f)]
        between = [total[window:] - total[:-window] for total in counts]
        apart += int(((between[0] > 0) != (between[1] > 0)).sum())
        differ += int((between[0] != between[1]).sum())
        windows += len(between[0])
    return apart / windows, differ / windows


def sentence_cutters() -> dict[str, Cutter]:
    """Return what is compared on treebanks."""
    return {
        "sentences": lambda text: [span.start for span in sentences(text)],
        "every . ! ?": lambda text: [0, *(match.end() for match in re.finditer(r"[.!?]+\s+", text))],
        "spaCy sentencizer": _sentencizer(),
    }


def _sentencizer() -> Cutter:
    import spacy

    pipeline = spacy.blank("es")
    pipeline.add_pipe("sentencizer")
    pipeline.max_length = 10**8
    return lambda text: [sentence.start_char for sentence in pipeline(text).sents]


def sentence_scores(
    path: Path, *, marks: bool = True, cutters: Mapping[str, Cutter] | None = None
) -> list[SentenceScores]:
    """Return how each method finds the sentences of a CoNLL-U file, with marks or in lower case without them."""
    said = list(_sentences_of(path))
    if not marks:
        said = [plain for text in said if (plain := without_marks(text))]
    gold = _begins(said)
    scores = []
    for name, cutter in (cutters or sentence_cutters()).items():
        found = _begins_by(cutter, " ".join(said))
        right, cut, marked = int((gold & found)[1:].sum()), int(found[1:].sum()), int(gold[1:].sum())
        scores.append(SentenceScores(name, len(said), right / max(cut, 1), right / marked, _f1(right, cut, marked)))
    return scores


def _sentences_of(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            yield line[9:]


def _units_table(rounds: int) -> list[str]:
    lines = ["| talk | method | boundaries | cut | precision | recall | F1 | Pk | WindowDiff |"]
    lines.append("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for name, marks in (("as written", True), ("without marks", False)):
        lines += [
            f"| {name} | {s.method} | {s.boundaries} | {s.found} | {s.precision:.2f} | {s.recall:.2f}"
            f" | {s.f1:.3f} [{s.low:.3f}–{s.high:.3f}] | {s.pk:.3f} | {s.window_diff:.3f} |"
            for s in boundary_scores(marks=marks, rounds=rounds)
        ]
    return lines


def _sentences_table(paths: Sequence[Path]) -> list[str]:
    lines = ["| file | text | method | sentences | precision | recall | F1 |", "|---|---|---|--:|--:|--:|--:|"]
    for path in paths:
        for name, marks in (("as written", True), ("without marks", False)):
            lines += [
                f"| {path.stem} | {name} | {s.method} | {s.sentences} | {s.precision:.3f}"
                f" | {s.recall:.3f} | {s.f1:.3f} |"
                for s in sentence_scores(path, marks=marks)
            ]
    return lines


def main() -> int:
    """Print the tables, or write them to a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebank", type=Path, action="append", default=[])
    parser.add_argument("--write", type=Path)
    parser.add_argument("--rounds", type=int, default=2000)
    given = parser.parse_args()
    turns = len(marked_turns("figure"))
    content = [f"## Meaning units ({turns} turns that nothing was chosen on)", "", *_units_table(given.rounds)]
    if given.treebank:
        content += ["", "## Sentences", "", *_sentences_table(given.treebank)]
    if given.write is None:
        sys.stdout.write("\n".join(content) + "\n")
    else:
        write_block(given.write, "segments", "\n".join(content))
    return 0


if __name__ == "__main__":
    sys.exit(main())
