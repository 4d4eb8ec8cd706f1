"""Where sentences end, with punctuation and without, and where meaning units end in talk.

Sentences of a treebank are joined by document (ten at a time where it names none) with a blank; a border is where one
ends and the next begins, counted in letters and digits before it, so that a text without marks has the same borders.
The end of the document is no border. «Every n words» parts after the mean length of a sentence in the AnCora and GSD
dev parts: what a system that hears nothing can do.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from language_material import Absent, Material, documents, treebank
from language_measures import DRAWS, Counts, Figure, counts_of, f1_figure, share
from language_pipeline import parsed
from language_tables import Cell, Section, Table
from segments import boundary_scores

if TYPE_CHECKING:
    from treebanks import Sentence

Splitter = Callable[[str], Iterable[tuple[int, int]]]
_END = re.compile(r"(?<=[.!?…])[\"'»”)\]]*\s+|\n+")


def letters_before(text: str, at: int) -> int:
    """Return how many letters and digits stand before a place of ``text``."""
    return sum(map(str.isalnum, text[:at]))


def borders(text: str, spans: Iterable[tuple[int, int]]) -> set[int]:
    """Return the borders between ``spans`` in letters before them, the end of the text left out."""
    whole = letters_before(text, len(text))
    ends = {letters_before(text, end) for _start, end in spans}
    return {end for end in ends if 0 < end < whole}


def meant_borders(group: "Sequence[Sentence]") -> set[int]:
    """Return the borders between the sentences of a document."""
    text = joined(group)
    ends, at = [], 0
    for sentence in group:
        ends.append((at, at + len(sentence.text)))
        at += len(sentence.text) + 1
    return borders(text, ends)


def joined(group: "Sequence[Sentence]") -> str:
    """Return the text of a document."""
    return " ".join(sentence.text for sentence in group)


def by_qualkit(text: str) -> list[tuple[int, int]]:
    """Return the sentences of qualkit's light path."""
    from qualkit.language.segments import sentences

    return [(span.start, span.end) for span in sentences(text)]


def by_pipeline(text: str) -> list[tuple[int, int]]:
    """Return the sentences of the full pipeline."""
    return [(span.start, span.end) for span in parsed([text])[0].sentences]


@lru_cache(maxsize=1)
def _sentencizer() -> Any:
    import spacy

    blank = spacy.blank("es")
    blank.add_pipe("sentencizer")
    return blank


def by_sentencizer(text: str) -> list[tuple[int, int]]:
    """Return the sentences of spaCy's rule."""
    return [(sent.start_char, sent.end_char) for sent in _sentencizer()(text).sents]


def by_pattern(text: str) -> list[tuple[int, int]]:
    """Return what a pattern of one line makes of it: a mark and white space end a sentence."""
    ends = [match.start() for match in _END.finditer(text)]
    return [(0, end) for end in [*ends, len(text)]]


def every(count: int) -> Splitter:
    """Return the splitter that ends a sentence after each ``count`` words."""
    return lambda text: [(0, word.end()) for word in list(re.finditer(r"\S+", text))[count - 1 :: count]]


def measure(material: Material) -> list[Section]:
    """Return a table for each treebank and the table of meaning units."""
    banks = {"AnCora test": material.treebank("ancora-test"), "GSD test": material.treebank("gsd-test")}
    banks |= {path.name: treebank(path) for path in material.treebanks}
    train = [*material.treebank("ancora-dev"), *material.treebank("gsd-dev")]
    count = round(sum(len(sentence.text.split()) for sentence in train) / len(train))
    splitters: dict[str, Splitter] = {
        "qualkit, light path": by_qualkit,
        "qualkit, full pipeline": by_pipeline,
        "spaCy sentencizer": by_sentencizer,
        "pattern": by_pattern,
        f"every {count} words": every(count),
    }
    tables = [_table(f"Sentences: {title}", sentences, splitters) for title, sentences in banks.items()]
    return [*tables, meaning_units()]


def _table(title: str, sentences: "Sequence[Sentence]", splitters: dict[str, Splitter]) -> Table:
    groups = list(documents(sentences))
    rows, missing = [], []
    for condition, change in _conditions().items():
        changed = [[change(sentence) for sentence in group] for group in groups]
        for name, split in splitters.items():
            try:
                rows.append((condition, name, *_cells(changed, split)))
            except Absent as absent:
                missing.append(f"{name}: {absent}")
    note = f"{len(sentences):,} sentences in {len(groups)} documents or groups, drawn again; n counts borders."
    after = f"Not measured: {'; '.join(dict.fromkeys(missing))}." if missing else ""
    return Table(title, note, ("text", "system", "n", "F1", "precision", "recall"), tuple(rows), after)


def _conditions() -> "dict[str, Callable[[Sentence], Sentence]]":
    from treebanks import as_spoken, lower_cased, unpunctuated

    return {
        "as written": lambda sentence: sentence,
        "lower case": lower_cased,
        "no punctuation": unpunctuated,
        "no punctuation, lower case, no accents": as_spoken,
    }


def _cells(groups: "Sequence[Sequence[Sentence]]", split: Splitter) -> list[Cell]:
    scored = [_scored(group, split) for group in groups]
    right = [c.right for c in scored]
    return [
        sum(c.meant for c in scored),
        f1_figure(scored),
        share(right, [c.given for c in scored]),
        share(right, [c.meant for c in scored]),
    ]


def _scored(group: "Sequence[Sentence]", split: Splitter) -> Counts:
    text = joined(group)
    return counts_of(borders(text, split(text)), meant_borders(group))


UNITS = """\
The hand-marked turns of `benchmarks/segments_gold` that nothing was chosen on; `benchmarks/segments.py` says how they
were marked (one reader, a language model). F1 with turns drawn again; Pk and WindowDiff are errors, less is better.
n counts the borders that were marked."""


def meaning_units() -> Table:
    """Return the table of borders of meaning units against those that were marked by hand in invented talk."""
    rows = [
        (
            text,
            s.method,
            s.boundaries,
            Figure(s.f1, s.boundaries, s.low, s.high),
            s.precision,
            s.recall,
            s.pk,
            s.window_diff,
        )
        for text, marks in (("as written", True), ("lower case, no punctuation", False))
        for s in boundary_scores(marks=marks, rounds=DRAWS)
    ]
    columns = ("text", "method", "n", "F1", "precision", "recall", "Pk", "WindowDiff")
    return Table("Meaning units", UNITS, columns, tuple(rows))
