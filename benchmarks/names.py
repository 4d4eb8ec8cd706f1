"""How much of what leads to a person or a school the pseudonymiser hides, and how much of what it hides does.

    python benchmarks/names.py [--meddocan DIR] [--only SET]… [--no-pipeline] [--write docs/benchmarks.md]

Sets: the invented Chilean talk of ``benchmarks/names`` (``dev``, ``dev2``, ``dev3``: rules were written on them;
``test``: not seen while writing), and MEDDOCAN (Spanish clinical texts with invented people, CC BY 4.0), cut in two by
the SHA-256 of the file's name: rules were written on half A, half B only measured. A mention is *hidden* where every
letter and digit of it is covered by entities of any label, *labelled* where by entities of its own, *exact* where one
entity has its borders. Precision is that of the entities: in the talk, the share with exact borders and label; in
MEDDOCAN, the share at least half of whose letters stand in a mention. Intervals: 95 %, Wilson for the talk (one item,
one sentence), percentile bootstrap over documents for MEDDOCAN.

MEDDOCAN's kinds and ours: NOMBRE_SUJETO_ASISTENCIA and NOMBRE_PERSONAL_SANITARIO are PERSONA; CALLE is DIRECCION;
TERRITORIO is COMUNA, and so is PAIS, which qualkit hides in addresses only; HOSPITAL, CENTRO_SALUD and INSTITUCION are
ESTABLECIMIENTO; ID_* is ID; NUMERO_TELEFONO and NUMERO_FAX are TELEFONO; FECHAS is FECHA, of which qualkit hides dates
of birth only unless told otherwise. Sex, profession and relatives' words have no label of ours.

Rivals: every run of capital words that does not begin a sentence, as PERSONA; the names of the pipeline ``es_qualkit``
(PER, LOC, ORG).
"""

import argparse
import hashlib
import json
import math
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from language_names import by_capitals
from page import write_block

from qualkit.reading.privacy.entities import find_entities
from qualkit.reading.territories import Territories

HERE = Path(__file__).parent
TALK = HERE / "names"
MEDDOCAN = HERE.parents[1] / "shared" / "data" / "pii" / "meddocan-dev"
KINDS = {
    "NOMBRE_SUJETO_ASISTENCIA": "PERSONA",
    "NOMBRE_PERSONAL_SANITARIO": "PERSONA",
    "CALLE": "DIRECCION",
    "TERRITORIO": "COMUNA",
    "PAIS": "COMUNA",
    "HOSPITAL": "ESTABLECIMIENTO",
    "CENTRO_SALUD": "ESTABLECIMIENTO",
    "INSTITUCION": "ESTABLECIMIENTO",
    "NUMERO_TELEFONO": "TELEFONO",
    "NUMERO_FAX": "TELEFONO",
    "CORREO_ELECTRONICO": "CORREO",
    "EDAD_SUJETO_ASISTENCIA": "EDAD",
    "FECHAS": "FECHA",
}
LABELS = (
    "PERSONA", "RUT", "TELEFONO", "CORREO", "ESTABLECIMIENTO", "DIRECCION", "COMUNA", "EDAD", "REDES", "URL", "ID",
    "FECHA",
)  # fmt: skip
ROUNDS = 2000

Span = tuple[int, int, str]
Finder = Callable[[str], Sequence[Span]]


@dataclass(frozen=True)
class Item:
    """A text, the mentions people marked in it, and where all marked letters stand, those of no label of ours too."""

    name: str
    text: str
    gold: tuple[Span, ...]
    marked: frozenset[int]
    is_negative: bool = False


@dataclass
class Tally:
    """What was found of one label in one document."""

    n: int = 0
    hidden: int = 0
    labelled: int = 0
    exact: int = 0
    found: int = 0
    right: int = 0


Tallies = dict[str, Tally]


def talk(name: str, folder: Path = TALK) -> list[Item]:
    """Return a set of the invented talk."""
    items = []
    for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = tuple((e["start"], e["end"], e["label"]) for e in row["entities"])
        items.append(Item(row["id"], row["text"], gold, _letters(row["text"], gold), row["negative"]))
    return items


def meddocan(folder: Path, half: str) -> list[Item]:
    """Return half of the clinical texts, A or B."""
    items = []
    for marks in sorted(folder.glob("*.ann")):
        if "AB"[int(hashlib.sha256(marks.name.encode()).hexdigest(), 16) % 2] != half:
            continue
        text = marks.with_suffix(".txt").read_bytes().decode("utf-8")
        spans = list(_marks(marks))
        gold = tuple((start, end, label) for start, end, kind in spans if (label := label_of(kind)))
        items.append(Item(marks.stem, text, gold, _letters(text, spans)))
    return items


def _marks(file: Path) -> Iterator[Span]:
    for line in file.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0].startswith("T") and ";" not in fields[1]:
            kind, start, end = fields[1].split()
            yield int(start), int(end), kind


def label_of(kind: str) -> str | None:
    """Return our label for a kind of MEDDOCAN."""
    return "ID" if kind.startswith("ID_") else KINDS.get(kind)


def _letters(text: str, spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(i for start, end, _label in spans for i in range(start, end) if text[i].isalnum())


def tallies(item: Item, found: Sequence[Span], *, strict: bool) -> Tallies:
    """Return what ``found`` gets of an item; ``strict``: an entity is right only with a mention's borders and label."""
    by_label: Tallies = defaultdict(Tally)
    labels = {i: label for start, end, label in found for i in range(start, end)}
    borders = {(start, end, label) for start, end, label in found}
    for start, end, label in item.gold:
        letters = [i for i in range(start, end) if item.text[i].isalnum()]
        tally = by_label[label]
        tally.n += 1
        tally.hidden += all(i in labels for i in letters)
        tally.labelled += all(labels.get(i) == label for i in letters)
        tally.exact += (start, end, label) in borders
    for start, end, label in found:
        letters = [i for i in range(start, end) if item.text[i].isalnum()]
        inside = sum(i in item.marked for i in letters)
        by_label[label].found += 1
        by_label[label].right += (start, end, label) in item.gold if strict else inside * 2 >= len(letters)
    return by_label


def by_rules(text: str) -> list[Span]:
    """Return what qualkit hides."""
    return [(e.start, e.end, e.label) for e in find_entities(text, keep=Territories().names)]


def by_capital_words(text: str) -> list[Span]:
    """Return runs of capital words as people."""
    return [(start, end, "PERSONA") for start, end, _kind in by_capitals([text])[0]]


def by_names_of_pipeline(text: str) -> list[Span]:
    """Return the names that the pipeline finds."""
    from language_names import by_pipeline

    labels = {"PER": "PERSONA", "LOC": "COMUNA", "ORG": "ESTABLECIMIENTO"}
    return [(start, end, labels[kind]) for start, end, kind in by_pipeline([text])[0] if kind in labels]


def summed(documents: Iterable[Tallies]) -> Tallies:
    """Return the sum of tallies, and that of all labels under «all»."""
    total: Tallies = defaultdict(Tally)
    for document in documents:
        for label, tally in document.items():
            for into in (total[label], total["all"]):
                for field in vars(tally):
                    setattr(into, field, getattr(into, field) + getattr(tally, field))
    return total


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of Wilson (1927) for ``k`` of ``n``."""
    z = 1.959964
    centre = (k + z * z / 2) / (n + z * z)
    half = z * math.sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return max(0.0, centre - half), min(1.0, centre + half)


def bootstrap(pairs: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Return the 95 % percentile interval of a ratio over documents drawn again; ``pairs`` are (k, n) of each."""
    counts = np.array(pairs)
    drawn = np.random.default_rng(4).integers(0, len(counts), size=(ROUNDS, len(counts)))
    k, n = counts[drawn, 0].sum(axis=1), counts[drawn, 1].sum(axis=1)
    low, high = np.percentile(k[n > 0] / n[n > 0], [2.5, 97.5])
    return float(low), float(high)


def ratio(documents: Sequence[Tallies], label: str, top: str, bottom: str, *, strict: bool) -> str:
    """Return a share with its interval; «–» where there is nothing to divide by."""
    pairs = [
        (sum(getattr(t, top) for t in chosen), sum(getattr(t, bottom) for t in chosen))
        for document in documents
        if (chosen := [t for name, t in document.items() if label in (name, "all")])
    ]
    k, n = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    if not n:
        return "–"
    low, high = wilson(k, n) if strict else bootstrap(pairs)
    return f"{k / n:.3f} ({low:.3f}–{high:.3f})"


def table(items: Sequence[Item], find: Finder, *, strict: bool) -> str:
    """Return the table of one set by label."""
    documents = [tallies(item, find(item.text), strict=strict) for item in items]
    total = summed(documents)
    lines = ["| label | n | hidden | labelled | exact | found | precision |", "|---|---|---|---|---|---|---|"]
    for label in (*LABELS, "all"):
        tally = total.get(label)
        if tally is None or not (tally.n or tally.found):
            continue
        shares = [ratio(documents, label, top, "n", strict=strict) for top in ("hidden", "labelled", "exact")]
        precision = ratio(documents, label, "right", "found", strict=strict)
        lines.append(f"| {label} | {tally.n} | {' | '.join(shares)} | {tally.found} | {precision} |")
    return "\n".join(lines)


def rivals(items: Sequence[Item], finders: dict[str, Finder], *, strict: bool) -> str:
    """Return how the rivals do on people, and how fast each finder is."""
    lines = ["| finder | people hidden | precision of people | MB/s |", "|---|---|---|---|"]
    for name, find in finders.items():
        find(items[0].text)
        start = time.process_time()
        found = [find(item.text) for item in items]
        seconds = time.process_time() - start
        documents = [tallies(item, spans, strict=strict) for item, spans in zip(items, found, strict=True)]
        hidden = ratio(documents, "PERSONA", "hidden", "n", strict=strict)
        precision = ratio(documents, "PERSONA", "right", "found", strict=strict)
        speed = sum(len(item.text.encode()) for item in items) / seconds / 1e6
        lines.append(f"| {name} | {hidden} | {precision} | {speed:.2f} |")
    return "\n".join(lines)


def negatives(items: Sequence[Item], find: Finder) -> str:
    """Return in how many texts without a mention something was hidden."""
    texts = [item for item in items if item.is_negative]
    hit = sum(bool(find(item.text)) for item in texts)
    return f"Texts without any mention: {len(texts)}; something was hidden in {hit}."


def speed(mega: float = 1.0) -> str:
    """Return how fast names are found in one long text of talk, by itself and with loading."""
    lines = [item.text for item in talk("dev")]
    text = "\n".join(lines * (int(mega * 1e6 / sum(map(len, lines))) + 1))[: int(mega * 1e6)]
    start = time.process_time()
    find_entities(text)
    return (
        f"{len(text.encode()) / (time.process_time() - start) / 1e6:.2f} MB/s on {mega:.0f} MB of the talk, end to end."
    )


def sections(options: argparse.Namespace) -> Iterator[str]:
    """Yield the sections of the page."""
    finders: dict[str, Finder] = {"qualkit": by_rules, "capital words": by_capital_words}
    if not options.no_pipeline:
        finders["names of es_qualkit"] = by_names_of_pipeline
    for name in ("dev", "dev2", "dev3", "test"):
        if name in options.only and (TALK / f"{name}.jsonl").exists():
            items = talk(name)
            parts = [
                table(items, by_rules, strict=True),
                negatives(items, by_rules),
                rivals(items, finders, strict=True),
            ]
            what = "not seen while writing" if name == "test" else "seen"
            yield f"### Invented Chilean talk, {name} ({what}): {len(items)} texts\n\n" + "\n\n".join(parts)
    for half in "AB":
        if half in options.only and options.meddocan.exists():
            items = meddocan(options.meddocan, half)
            parts = [table(items, by_rules, strict=False), rivals(items, finders, strict=False)]
            what = "on which rules were written" if half == "A" else "only measured"
            yield f"### MEDDOCAN, half {half} ({what}): {len(items)} texts\n\n" + "\n\n".join(parts)
    yield f"### Speed\n\n{speed()}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--meddocan", type=Path, default=MEDDOCAN)
    parser.add_argument("--only", action="append", choices=["dev", "dev2", "dev3", "test", "A", "B"])
    parser.add_argument("--no-pipeline", action="store_true")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args(arguments)
    options.only = options.only or ["dev", "dev2", "dev3", "test", "A", "B"]
    content = "## Names that are hidden\n\n" + "\n\n".join(sections(options))
    print(content)
    if options.write:
        write_block(options.write, "names", content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
