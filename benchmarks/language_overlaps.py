"""Do texts that evaluate also stand in texts that train? They are looked for, word for word, and counted.

A sentence is found where a training text holds all of it as a text of its own (letters and digits only, folded), or,
from eight words on, where every run of eight of its words stands somewhere in the training texts.

    from language_overlaps import overlaps
    bad = overlaps(evaluation_texts, training_texts)
    kept = [text for i, text in enumerate(training_texts) if i not in bad.training]
"""

import lzma
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from language_material import Material, named_entities
from language_tables import Cell, Section, Table

from qualkit.language.words import fold

RUN = 8
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Overlaps:
    """What was found: evaluation texts that a training text repeats, those made of its runs, the training texts."""

    exact: frozenset[int]
    contained: frozenset[int]
    training: frozenset[int]

    @property
    def evaluation(self) -> frozenset[int]:
        """The places of the evaluation texts that are not clean."""
        return self.exact | self.contained


def normal(text: str) -> tuple[str, ...]:
    """Return the words of ``text`` without marks, case and accents."""
    return tuple(map(fold, _WORD.findall(text)))


def runs(words: Sequence[str], length: int = RUN) -> Iterator[int]:
    """Yield a hash of each run of ``length`` words."""
    for i in range(len(words) - length + 1):
        yield hash(tuple(words[i : i + length]))


def overlaps(evaluation_texts: Iterable[str], training_texts: Iterable[str]) -> Overlaps:
    """Return which evaluation texts stand in the training texts, and which training texts hold them.

    Both are read once; the training texts may be a generator over files of any size. A training text is named where it
    repeats an evaluation text, or holds one of its runs of eight words. Memory grows with the evaluation texts alone.
    """
    wanted = [normal(text) for text in evaluation_texts]
    by_text: dict[tuple[str, ...], list[int]] = {}
    for i, words in enumerate(wanted):
        if words:
            by_text.setdefault(words, []).append(i)
    own_runs = {run for words in wanted for run in runs(words)}
    exact, training, met = set(), set(), set()
    for k, text in enumerate(training_texts):
        words = normal(text)
        found = own_runs.intersection(runs(words))
        met |= found
        same = by_text.get(words, ())
        exact.update(same)
        if found or same:
            training.add(k)
    contained = (i for i, words in enumerate(wanted) if len(words) >= RUN and all(run in met for run in runs(words)))
    return Overlaps(frozenset(exact), frozenset(contained), frozenset(training))


def evaluation_texts(material: Material) -> dict[str, list[str]]:
    """Return the texts that evaluate, by the name of their set."""
    names = named_entities(material.path("cess-morph-ner/ner-test.bio.tsv"))
    sets = {
        "AnCora test": [sentence.text for sentence in material.treebank("ancora-test")],
        "GSD test": [sentence.text for sentence in material.treebank("gsd-test")],
        "names test": [" ".join(words) for words, _labels in names],
    }
    for name, file in (("STS benchmark test", "stsb-es-test.csv"), ("STS benchmark dev", "stsb-es-dev.csv")):
        sets[name] = [text for pair in material.pairs(file) for text in (pair.one, pair.other)]
    return sets


def training_texts(material: Material) -> dict[str, Iterable[str]]:
    """Return the texts that may train, by the name of their source; plain text is read line by line."""
    from treebanks import read

    sets: dict[str, Iterable[str]] = {
        "AnCora dev": [sentence.text for sentence in material.treebank("ancora-dev")],
        "GSD dev": [sentence.text for sentence in material.treebank("gsd-dev")],
        "PUD": [sentence.text for sentence in read(material.path("ud-pud/es_pud-ud-test.conllu"))],
        "ParlaMint, machine-made": [
            sentence.text for sentence in read(material.path("parlamint-silver/parlamint-es.silver.conllu"))
        ],
    }
    sets["what training/pipeline.py keeps"] = _kept_by_the_pipeline(material)
    return sets | {path.name.removesuffix(".txt.xz"): _lines(path) for path in _texts(material)}


def _kept_by_the_pipeline(material: Material) -> list[str]:
    """Return the texts that the recipe of the pipeline learns from, after its own removal of test sentences."""
    from pipeline_corpora import gather

    with redirect_stdout(sys.stderr):  # it says how far it is
        learning = gather(material.sources)
    return [sentence.text for sentence in (*learning.gold, *learning.silver, *learning.held_out)]


def _texts(material: Material) -> list[Path]:
    return sorted(material.path("text").glob("*.txt.xz"))


def _lines(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        yield from lines


def measure(material: Material) -> list[Section]:
    """Return the table: for each set that evaluates, what each source that may train holds of it."""
    sets = evaluation_texts(material)
    owners = [name for name, texts in sets.items() for _text in texts]
    wanted = [text for texts in sets.values() for text in texts]
    long = [len(normal(text)) >= RUN for text in wanted]
    rows: list[tuple[Cell, ...]] = []
    training = training_texts(material)
    for source, texts in training.items():
        found = overlaps(wanted, texts)
        for name in sets:
            own = [i for i, owner in enumerate(owners) if owner == name]
            exact = [i for i in own if i in found.exact]
            whole = [i for i in own if i in found.contained]
            if exact or whole:
                rows.append((source, name, len(own), len(exact), sum(long[i] for i in exact), len(whole)))
    clean = [source for source in training if source not in {row[0] for row in rows}]
    columns = ("source that may train", "set", "n", "repeated", f"of {RUN} words or more", "made of its runs")
    after = f"Nothing was found in: {', '.join(clean)}." if clean else ""
    return [Table("Overlaps", "n counts the texts of a set that evaluates.", columns, tuple(rows), after)]
