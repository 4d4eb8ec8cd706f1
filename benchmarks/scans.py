"""What the clean-up of scanned text repairs, and what it breaks.

    python benchmarks/scans.py --gold PATH --sources DIR --transcripts DIR [--write docs/benchmarks.md]

**Pairs.** Paragraphs of a published report as a recogniser read them, beside the same paragraphs repaired by hand.
White space counts as one space. *Error* is the edit distance to the repaired text by its length, over all pairs
(micro, with a 95 % interval over pairs drawn again) and as the mean of pairs (macro). *Repaired* are words that the
scan had wrong and that are right after; *broken* those that it had right and that are wrong after.

The classes of errors and what is likelier than what come from how recognisers fail on Spanish and from counts over
open text; no weight is fitted on the pairs. They were looked at while the rules were written, so go by the noise too.
*Margin* shifts every threshold at once; its cross-validated row takes in each fifth of the pairs the margin that was
best in the other four.

**Clean text** must stay as it is: *changed* are words per 10,000 that are another word after. «as if a scan» leaves out
the question whether the text looks scanned at all.

**Noise** is drawn with a fixed seed over clean text (half of the accented letters, one word in a hundred by the shape
of its letters, one space in a hundred).

*no change*, *signs and hyphens* (ligatures, accents apart, hyphens at line ends) and *spell-checker* (each word that no
dictionary has becomes the commonest word one letter away) are what one would do otherwise.
"""

import argparse
import difflib
import json
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from page import write_block
from scans_noise import corrupted

from qualkit import resources
from qualkit.errors import InputError
from qualkit.language.lemmas import is_known
from qualkit.language.scans import marks
from qualkit.language.scans.cleaning import clean_together, looks_scanned
from qualkit.language.scans.decisions import Decisions
from qualkit.language.scans.edits import Draft
from qualkit.language.scans.words import LETTERS, shipped
from qualkit.reading.transcripts import EXTENSIONS, read_transcript

MARGINS = (-1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
SEED, DRAWS, FOLDS = 0, 2000, 5
_WORD = re.compile(r"[^\W\d_]+")

Clean = Callable[[str], str]


@dataclass(frozen=True)
class Score:
    """What became of one text: edit distance to the right one, its length, and words by what became of them."""

    distance: int
    length: int
    words: int
    wrong_before: int
    repaired: int
    broken: int


def squeezed(text: str) -> str:
    """Return ``text`` with one space for all white space."""
    return " ".join(text.split())


def distance(one: str, other: str) -> int:
    """Return the edit distance of two texts: insertions, deletions and substitutions of signs."""
    signs = np.array([ord(sign) for sign in other])
    places = np.arange(len(other) + 1)
    row = places.copy()
    for i, sign in enumerate(one, start=1):
        best = np.minimum(row[:-1] + (signs != ord(sign)), row[1:] + 1)
        row = np.minimum.accumulate(np.concatenate(([i], best)) - places) + places
    return int(row[-1])


def score(raw: str, cleaned: str, right: str) -> Score:
    """Return how near ``cleaned`` is to ``right``, and what became of its words."""
    raw, cleaned, right = squeezed(raw), squeezed(cleaned), squeezed(right)
    words = right.split()
    before, after = _found(words, raw.split()), _found(words, cleaned.split())
    return Score(
        distance(cleaned, right),
        len(right),
        len(words),
        len(words) - len(before),
        len(after - before),
        len(before - after),
    )


def _found(words: Sequence[str], others: Sequence[str]) -> set[int]:
    matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
    return {block.a + k for block in matcher.get_matching_blocks() for k in range(block.size)}


def micro(scores: Sequence[Score]) -> str:
    """Return the error over all texts with its interval, and the mean of texts, in percent."""
    pairs = np.array([(s.distance, s.length) for s in scores])
    drawn = np.random.default_rng(SEED).integers(len(pairs), size=(DRAWS, len(pairs)))
    sums = pairs[drawn].sum(axis=1)
    low, high = np.percentile(100 * sums[:, 0] / sums[:, 1], [2.5, 97.5])
    total = pairs.sum(axis=0)
    macro = float(np.mean(pairs[:, 0] / pairs[:, 1]))
    return f"{100 * total[0] / total[1]:.2f} [{low:.2f}–{high:.2f}] | {100 * macro:.2f}"


def cleaner(margin: float = 0.0, *, is_scan: bool | None = None) -> Clean:
    """Return qualkit's clean-up with its thresholds shifted by ``margin``."""
    decisions = Decisions(shipped(), margin=margin)
    return lambda text: clean_together([text], decisions=decisions, is_scan=is_scan)[0].text


def signs_and_hyphens(text: str) -> str:
    """Return ``text`` with ligatures, accents apart and hyphens at line ends repaired, and nothing else."""
    is_word = Decisions(shipped()).is_word
    draft = Draft.of(text)
    draft = draft.edited(marks.signs(draft.text, is_word))
    return draft.edited(marks.hyphens(draft.text, is_word)).text


def spell_checked(text: str) -> str:
    """Return ``text`` with each word that no dictionary has as the commonest word one letter away."""
    return _WORD.sub(lambda match: _nearest(match[0]), text)


@lru_cache(maxsize=100_000)
def _nearest(word: str) -> str:
    lower, counts = word.lower(), shipped().counts
    if lower in counts or is_known(lower) or len(lower) > 25:
        return word
    known = [each for each in _one_away(lower) if each in counts]
    best = max(known, key=lambda each: (counts[each], each), default=lower)
    return word if best == lower else best.capitalize() if word[0].isupper() else best


def _one_away(word: str) -> Iterator[str]:
    letters = LETTERS[1:]
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        yield from (head + letter + tail for letter in letters)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)


SYSTEMS: dict[str, Callable[[], Clean]] = {
    "no change": lambda: str,
    "signs and hyphens": lambda: signs_and_hyphens,
    "spell-checker": lambda: spell_checked,
    "**qualkit**": cleaner,
}


def pairs_of(gold: Path) -> list[tuple[str, str]]:
    """Return (raw, repaired) of the paragraphs of the report that was scanned: those that argue a principle."""
    return [(row["text_raw"], row["text"]) for row in _rows(gold) if row["framework"] == "mejora"]


def _rows(gold: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]


def treebank(file: Path) -> list[str]:
    """Return the sentences of a CoNLL-U file, twenty in a text."""
    lines = file.read_text(encoding="utf-8").splitlines()
    said = [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    return [" ".join(said[i : i + 20]) for i in range(0, len(said), 20)]


def spoken(folder: Path) -> list[str]:
    """Return what is said in each transcript below ``folder``."""
    files = [file for file in sorted(folder.rglob("*")) if file.suffix in EXTENSIONS and "SOURCE" not in file.name]
    found = []
    for file in files:
        try:
            read = read_transcript(file)
        except InputError:  # a list or a note beside the transcripts
            continue
        found.append("\n".join(turn.span.of(read.text) for turn in read.turns))
    return found


def clean_texts(gold: Path, sources: Path, transcripts: Path) -> dict[str, list[str]]:
    """Return texts that nobody scanned, by what they are."""
    return {
        "the pairs, repaired": [right for _raw, right in pairs_of(gold)],
        "reports never scanned": [row["text_raw"] for row in _rows(gold) if row["framework"] != "mejora"],
        "testimonies (spoken, Chile)": spoken(transcripts / "audiencias-chile"),
        "demo corpus (invented talk)": spoken(resources.folder("corpora") / "demo" / "sesiones"),
        "UD PUD": treebank(sources / "ud-pud/es_pud-ud-test.conllu"),
        "UD AnCora test": treebank(sources / "ud-ancora-devtest/es_ancora-ud-test.conllu"),
        "UD GSD test ¹": treebank(sources / "ud-gsd-devtest/es_gsd-ud-test.conllu"),
    }


def pairs_table(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the table of the pairs: every system, then the margins."""
    rows = []
    for name, make in SYSTEMS.items():
        clean = make()
        rows.append(_row(name, [score(raw, clean(raw), right) for raw, right in pairs]))
    by_margin = {}
    for margin in MARGINS:
        clean = cleaner(margin)
        by_margin[margin] = [score(raw, clean(raw), right) for raw, right in pairs]
        if margin:
            rows.append(_row(f"qualkit, margin {margin:+.1f}", by_margin[margin]))
    rows.append(_row("qualkit, margin cross-validated", cross_validated(by_margin)))
    head = "| | error % (micro) | macro | wrong words | repaired | broken |\n|---|--:|--:|--:|--:|--:|"
    return "\n".join([head, *rows])


def _row(name: str, scores: Sequence[Score]) -> str:
    wrong, repaired, broken = (sum(getattr(s, of) for s in scores) for of in ("wrong_before", "repaired", "broken"))
    return f"| {name} | {micro(scores)} | {wrong} | {repaired} | {broken} |"


def cross_validated(by_margin: dict[float, list[Score]]) -> list[Score]:
    """Return the scores of each fifth of the pairs under the margin that was best in the others."""
    n = len(next(iter(by_margin.values())))
    folds = np.random.default_rng(SEED).permutation(n) % FOLDS
    kept: list[Score] = []
    for fold in range(FOLDS):
        others = [i for i in range(n) if folds[i] != fold]
        best = min(by_margin, key=lambda margin: sum(by_margin[margin][i].distance for i in others))
        kept += [by_margin[best][i] for i in range(n) if folds[i] == fold]
    return kept


def clean_table(texts: dict[str, list[str]]) -> str:
    """Return the table of clean texts: words changed per 10,000 by each system, and hints given unasked."""
    systems = {**SYSTEMS, "qualkit, as if a scan": lambda: cleaner(is_scan=True)}
    made = {name: make() for name, make in systems.items() if name != "no change"}
    rows = [f"| text | words | {' | '.join(made)} | hint given |", f"|---|{'--:|' * (len(made) + 2)}"]
    for name, own in texts.items():
        words = sum(len(text.split()) for text in own)
        cells = [f"{10_000 * sum(_changed(text, clean(text)) for text in own) / words:.1f}" for clean in made.values()]
        hints = sum(looks_scanned([text]) for text in own)
        rows.append(f"| {name} | {words:,} | {' | '.join(cells)} | {hints} of {len(own)} |")
    return "\n".join(rows)


def _changed(text: str, cleaned: str) -> int:
    words = text.split()
    return len(words) - len(_found(words, cleaned.split()))


def noise_table(texts: dict[str, list[str]]) -> str:
    """Return the table of noise put into clean texts."""
    rows = [
        "| noise in | system | error % (micro) | macro | wrong words | repaired | broken |",
        "|---|---|--:|--:|--:|--:|--:|",
    ]
    for name in ("testimonies (spoken, Chile)", "UD PUD"):
        rights = [squeezed(text)[:2000] for text in texts[name]]
        noisy = [corrupted(text, seed) for seed, text in enumerate(rights)]
        for system, make in SYSTEMS.items():
            clean = make()
            scores = [score(raw, clean(raw), right) for raw, right in zip(noisy, rights, strict=True)]
            rows.append(f"| {name} {_row(system, scores)}")
    return "\n".join(rows)


def speed(texts: dict[str, list[str]]) -> str:
    """Return how many megabytes a second are cleaned, where nothing is to do and in a text full of noise."""
    clean = [text for own in texts.values() for text in own]
    noisy = [corrupted(text, seed) for seed, text in enumerate(clean)]
    looks_scanned(["palabra"])
    return "; ".join(f"{_rate(own):.2f} MB/s {what}" for what, own in (("of clean text", clean), ("of noise", noisy)))


def _rate(texts: Sequence[str]) -> float:
    began = time.process_time()
    for text in texts:
        clean_together([text])
    return sum(len(text.encode()) for text in texts) / 1e6 / (time.process_time() - began)


def block_of(gold: Path, sources: Path, transcripts: Path) -> str:
    """Return the section for the page of benchmarks."""
    pairs, texts = pairs_of(gold), clean_texts(gold, sources, transcripts)
    said = (__doc__ or "").split("\n\n", 2)[2].strip()
    made = (
        f"{date.today().isoformat()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    n = f"n = {len(pairs)} pairs, {sum(len(right.split()) for _raw, right in pairs):,} words."
    note = "¹ Two of these texts are written without accents; what was changed there puts them back."
    parts = ["## Scanned text", said, f"{made}; {n} {speed(texts)}.", pairs_table(pairs), clean_table(texts), note]
    return "\n\n".join([*parts, noise_table(texts)])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and write them into a file where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--transcripts", type=Path, required=True)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args(arguments)
    block = block_of(options.gold, options.sources, options.transcripts)
    print(block)
    if options.write:
        write_block(options.write, "scans", block)
    return 0


if __name__ == "__main__":
    sys.exit(main())
