"""Fit the weights of ``qualkit/language/units.py`` to the choosing half of the turns marked by hand.

    python training/units.py

Prints the weights (copied into the module by hand), and for each choice of usual length, strictness and eagerness the
F1 where every turn is cut by weights fitted without it (eleven folds): ``WEIGHTS`` from the talk as written,
``HEARD_WEIGHTS`` from the same talk without marks. Needs scikit-learn; no random numbers.
"""

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from segments import marked_turns, without_marks

from qualkit.language import segments, units

FOLDS, PENALTY = 11, 0.5
Turn = tuple[list[units.Piece], np.ndarray]


def turn_of(marked: Sequence[str]) -> Turn:
    """Return the pieces that ``segment`` would join, and whether a marked unit begins with each but the first."""
    text = " ".join(marked)
    begins = set(itertools.accumulate(len(unit) + 1 for unit in marked[:-1]))
    pieces, starts = segments.pieces_of(text, max_words=60)
    return pieces, np.array([span.start in begins for span in starts[1:]], dtype=bool)


def rows_of(turn: Turn, names: Sequence[str]) -> np.ndarray:
    """Return what is seen at each place of a turn."""
    seen = [units.seen_between(a, b) for a, b in itertools.pairwise(turn[0])]
    return np.array([[row.get(name, 0.0) for name in names] for row in seen]).reshape(-1, len(names))


def fitted(turns: Sequence[Turn], names: Sequence[str]) -> dict[str, float]:
    """Return the weights of a logistic regression without an intercept of its own («any» is one)."""
    model = LogisticRegression(C=PENALTY, fit_intercept=False, max_iter=5000)
    model.fit(np.concatenate([rows_of(turn, names) for turn in turns]), np.concatenate([turn[1] for turn in turns]))
    return dict(zip(names, (round(float(x), 2) for x in model.coef_[0]), strict=True))


def cut_f1(turns: Sequence[Turn], weights: Sequence[dict[str, float]], table: dict[str, float]) -> tuple[float, int]:
    """Return F1 where each turn is cut by its own weights, and how many borders were cut."""
    right = found = marked = 0
    for (pieces, truth), own in zip(turns, weights, strict=True):
        table.update(own)
        cut = np.zeros(len(pieces), dtype=bool)
        cut[units.best_cuts(pieces)] = True
        right += int((cut[1:] & truth).sum())
        found += int(cut[1:].sum())
        marked += int(truth.sum())
    return 2 * right / (found + marked), found


def choose(turns: Sequence[Turn], table: dict[str, float]) -> None:
    """Print the weights, and F1 for each choice; ``table`` holds the weights that are tried."""
    names = list(table)
    held = [fitted([t for j, t in enumerate(turns) if j % FOLDS != k], names) for k in range(FOLDS)]
    weights = [held[k % FOLDS] for k in range(len(turns))]
    for usual, strictness, eagerness in itertools.product(
        (16, 20, 24), (0.3, 0.6, 1.0, 1.5), (0.0, 0.4, 0.8, 1.2, 1.6)
    ):
        units.USUAL, units.STRICTNESS, units.EAGERNESS = float(usual), strictness, eagerness
        units._costs.cache_clear()
        print(usual, strictness, eagerness, "{:.3f} ({})".format(*cut_f1(turns, weights, table)))
    print(fitted(turns, names))


def main() -> int:
    """Fit both kinds of talk."""
    choose([turn_of(turn) for turn in marked_turns("choosing")], units.WEIGHTS)
    plain = [[without_marks(unit) for unit in turn] for turn in marked_turns("choosing")]
    choose([turn_of(turn) for turn in plain], units.HEARD_WEIGHTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
