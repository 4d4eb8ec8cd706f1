"""The material of the figures about Spanish: the treebanks and word pairs beside the checkout, and the demo corpus.

The folder of sources holds what `training/` names (`ud-ancora-devtest`, `ud-gsd-devtest`, `cess-morph-ner`,
`eval-similarity`, `lexical`, `text`). What is absent is reported, never guessed.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
BESIDE = ROOT.parent / "shared/data"

if str(ROOT / "training") not in sys.path:  # the recipes are no package; their reader of treebanks is used here too
    sys.path.append(str(ROOT / "training"))

if TYPE_CHECKING:
    from treebanks import Sentence


class Absent(Exception):
    """Raised where a part of the benchmark lacks what it needs; the message says what."""


@dataclass(frozen=True)
class Material:
    """Where the material is: the folder of sources, the gold of the codes, a treebank of the user's own, a Python.

    ``encoder_python`` is an interpreter that has torch and transformers, for the encoder that stands beside.
    """

    sources: Path = BESIDE / "language"
    gold: Path = BESIDE / "gold/dev.jsonl"
    treebanks: tuple[Path, ...] = ()
    encoder_python: str = sys.executable

    def path(self, name: str) -> Path:
        """Return a file or folder of the sources. Raises ``Absent`` where it is not there."""
        found = self.sources / name
        if not found.exists():
            raise Absent(f"the sources hold no {name}")
        return found

    def treebank(self, name: str) -> "list[Sentence]":
        """Return the sentences of ``ancora-dev``, ``ancora-test``, ``gsd-dev`` or ``gsd-test``."""
        bank, part = name.split("-")
        return treebank(self.path(f"ud-{bank}-devtest/es_{bank}-ud-{part}.conllu"))

    def pairs(self, name: str) -> list["Pair"]:
        """Return the scored pairs of a file of ``eval-similarity`` (tab- or comma-separated)."""
        path = self.path(f"eval-similarity/{name}")
        with path.open(encoding="utf-8", newline="") as lines:
            if path.suffix == ".csv":
                return [Pair(one, other, float(score)) for one, other, score in csv.reader(lines)]
            rows = (line.rstrip("\r\n").split("\t") for line in lines)
            return [Pair(row[0], row[1], float(row[2])) for row in rows if len(row) == 3]


@dataclass(frozen=True)
class Pair:
    """Two texts and how alike people found them."""

    one: str
    other: str
    score: float


@lru_cache(maxsize=16)
def treebank(path: Path) -> "list[Sentence]":
    """Return the sentences of a CoNLL-U file. Raises ``Absent`` where the file is not there."""
    from treebanks import read

    if not path.exists():
        raise Absent(f"there is no file {path.name}")
    return read(path)


def documents(sentences: "Sequence[Sentence]", *, size: int = 10) -> "Iterator[list[Sentence]]":
    """Yield neighbouring sentences of one document together; where documents are not named, ``size`` at a time."""
    for document, group in groupby(sentences, key=lambda sentence: sentence.document):
        members = list(group)
        if document:
            yield members
        else:
            yield from (members[i : i + size] for i in range(0, len(members), size))


def group_names(sentences: "Sequence[Sentence]") -> tuple[list[str], str]:
    """Return for each sentence what is drawn again with it (its document, else itself), and the word for it."""
    if all(sentence.document for sentence in sentences):
        return [sentence.document for sentence in sentences], "documents"
    return [str(i) for i in range(len(sentences))], "sentences"


def named_entities(path: Path) -> list[tuple[list[str], list[str]]]:
    """Return the words and the BIO labels of each sentence of a two-column file, sentences parted by empty lines."""
    with path.open(encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    sentences = [list(group) for empty, group in groupby(rows, key=lambda row: len(row) < 2) if not empty]
    return [([row[0] for row in rows], [row[1] for row in rows]) for rows in sentences]


_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%»”…")
_NO_SPACE_AFTER = frozenset("¿¡([{«“")


def written(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """Return ``words`` as a line of text, spaced as people write, and the place of each; a straight quote opens first.

    The file of names keeps no spaces.
    """
    text, places, quoted = "", [], False
    glued = True
    for word in words:
        closes = word == '"' and quoted
        if not glued and word[0] not in _NO_SPACE_BEFORE and not closes:
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
        glued = word in _NO_SPACE_AFTER or (word == '"' and not quoted)
        quoted ^= word == '"'
    return text, places


@lru_cache(maxsize=1)
def demo_turns() -> tuple[str, ...]:
    """Return what is said in the turns of the demo corpus, in order."""
    from qualkit import resources
    from qualkit.reading.transcripts import read_transcript

    folder = resources.path("corpora", "demo") / "sesiones"
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "_chat" not in path.stem)
    read = [read_transcript(path) for path in files]
    return tuple(turn.span.of(file.text) for file in read for turn in file.turns)


def codebook_texts() -> list[str]:
    """Return what the shipped codebooks say: names, definitions, what to include, phrases."""
    from qualkit import resources
    from qualkit.coding.codebooks import load_codebook

    books = (load_codebook(resources.newest("codebooks", name)) for name in resources.names("codebooks"))
    return [
        line
        for book in books
        for code in book.codes
        for line in (code.name, code.definition, *code.include, *code.phrases)
        if line.strip()
    ]
