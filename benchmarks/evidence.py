"""How many altered quotes the evidence gate lets through, and how many faithful ones it refuses, beside other ways.

    python benchmarks/evidence.py [--write docs/benchmarks.md]

Three measurements: the hand-made tables of ``tests/evidence`` (every row, by kind), quotes that are cut from the demo
corpus and altered by rule, and the time for thousands of quotes. The other ways are what a user would write instead:

- ``in``: ``quote in text``
- spaces: the same after runs of white space became one space on both sides
- difflib: the best ``SequenceMatcher`` ratio of the quote with any window of the text that has as many words as the
  quote, one fewer or one more (white space normalised, no junk), accepted from 0.9 or from 0.8
"""

import argparse
import importlib.util
import os
import platform
import random
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from types import ModuleType

from page import write_block

from qualkit.evidence import Source
from qualkit.model import Span

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "tests/evidence"
CORPUS = ROOT / "corpora/source/demo"
QUOTES, SEED, ROUNDS = 5000, 20260101, 5
SHORTEST, LONGEST = 6, 25
ONE_BY_ONE = "written one by one"
WAYS = ("gate", "`in`", "spaces", "difflib ≥ 0.9", "difflib ≥ 0.8")

Alteration = Callable[[list[str], random.Random], list[str]]


@dataclass(frozen=True)
class Row:
    """One quote of the tables: its kind, the name of its source, and where it is faithful the source's own spelling."""

    kind: str
    source: str
    quote: str
    place: str | None = None


@dataclass(frozen=True)
class Cut:
    """A quote cut from the corpus, word for word, inside what one person says."""

    span: Span
    words: tuple[str, ...]

    @property
    def quote(self) -> str:
        """The words with one space between them."""
        return " ".join(self.words)


class MissingTableError(SystemExit):
    """A table of ``tests/evidence`` is not where the benchmark looks for it."""


def load_table(name: str) -> ModuleType:
    """Return a module of ``tests/evidence``. Raises ``MissingTableError`` where the checkout lacks it."""
    file = TABLES / f"{name}.py"
    if not file.is_file():
        raise MissingTableError(f"{file} is missing: this benchmark needs the tests of a source checkout.")
    spec = importlib.util.spec_from_file_location(f"evidence_table_{name}", file)
    if spec is None or spec.loader is None:
        raise MissingTableError(f"{file} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def altered_rows() -> list[Row]:
    """Return every altered quote, the gaps among them."""
    table = load_table("altered_quotes")
    return [Row(row.kind.removeprefix("gap: "), row.source, row.quote) for row in (*table.ALTERED, *table.GAPS)]


def faithful_rows() -> list[Row]:
    """Return every faithful quote; the kind of a copied passage is the way in which it was copied."""
    table = load_table("faithful_quotes")
    ways = Counter(_way(row.id) for row in table.FAITHFUL)
    copied = [
        Row(_way(row.id) if ways[_way(row.id)] > 1 else ONE_BY_ONE, row.source, row.quote, row.place)
        for row in table.FAITHFUL
    ]
    return copied + [Row(ONE_BY_ONE, row.source, row.quote, row.place) for row in table.GAPS]


def _way(identifier: str) -> str:
    return identifier.partition(", ")[2] or ONE_BY_ONE


def one_space(text: str) -> str:
    """Return ``text`` with each run of white space as one space."""
    return " ".join(text.split())


@cache
def windows(text: str, words: int) -> tuple[str, ...]:
    """Return every run of ``words`` words of ``text``."""
    said = text.split()
    return tuple(" ".join(said[i : i + words]) for i in range(max(1, len(said) - words + 1)))


def best_ratio(quote: str, text: str, *, least: float) -> float:
    """Return the best ratio of ``quote`` with a window of ``text``, or 0 where none reaches ``least``."""
    quote = one_space(quote)
    matcher = SequenceMatcher(None, "", quote, autojunk=False)
    best = 0.0
    n = len(quote.split())
    for window in (window for k in (n, n - 1, n + 1) if k > 0 for window in windows(text, k)):
        matcher.set_seq1(window)
        bound = max(best, least)
        if matcher.real_quick_ratio() >= bound and matcher.quick_ratio() >= bound:
            ratio = matcher.ratio()
            best = ratio if ratio >= bound else best
    return best


def accepted_by(row: Row, invented: Mapping[str, ModuleType]) -> dict[str, bool]:
    """Return which ways accept ``row``; the gate must also find a faithful quote at its own place."""
    text, source = invented[row.source].text, invented[row.source].source
    span = source.locate(row.quote)
    ratio = best_ratio(row.quote, text, least=0.8)
    return {
        "gate": span is not None and (row.place is None or span.of(text) == row.place),
        "`in`": row.quote in text,
        "spaces": one_space(row.quote) in one_space(text),
        "difflib ≥ 0.9": ratio >= 0.9,
        "difflib ≥ 0.8": ratio >= 0.8,
    }


def counts_table(rows: Sequence[Row], *, wrong: bool) -> str:
    """Return the Markdown table: per kind, how many rows each way gets wrong (``wrong``: to accept, or not to)."""
    invented = load_table("invented_sources").SOURCES
    mistakes = [{way: yes is wrong for way, yes in accepted_by(row, invented).items()} for row in rows]
    lines = [f"| kind | n | {' | '.join(WAYS)} |", "|---|---|" + "---|" * len(WAYS)]
    for kind in ["all", *dict.fromkeys(row.kind for row in rows)]:
        among = [found for row, found in zip(rows, mistakes, strict=True) if kind in ("all", row.kind)]
        cells = " | ".join(str(sum(found[way] for found in among)) for way in WAYS)
        lines.append(f"| {kind} | {len(among)} | {cells} |")
    return "\n".join(lines)


def read_corpus() -> tuple[str, list[Span]]:
    """Return the sources of the demo corpus as one text, and a span on the words of each ``time | who | words``."""
    files = sorted(CORPUS.glob("*.txt"))
    if not files:
        raise MissingTableError(f"{CORPUS} holds no transcripts: this benchmark needs a source checkout.")
    text = "".join(unicodedata.normalize("NFC", file.read_text(encoding="utf-8")) for file in files)
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        if line.count(" | ") >= 2:
            label = " | ".join(line.split(" | ", 2)[:2]) + " | "
            spans.append(Span(start + len(label), start + len(line.rstrip("\n"))))
        start += len(line)
    return text, spans


def cut_quotes(text: str, spans: Sequence[Span], count: int) -> list[Cut]:
    """Return ``count`` runs of 6 to 25 words, each from a turn drawn at random (seeded)."""
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    long_enough = [span for span in spans if len(span.of(text).split()) >= SHORTEST]
    cuts = []
    for span in rng.choices(long_enough, k=count):
        words = span.of(text).split()
        length = rng.randint(SHORTEST, min(LONGEST, len(words)))
        first = rng.randint(0, len(words) - length)
        cuts.append(Cut(span, tuple(words[first : first + length])))
    return cuts


def _drop(words: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(1, len(words) - 1)
    return words[:at] + words[at + 1 :]


def _swap(words: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(1, len(words) - 2)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _unaccent(words: list[str], rng: random.Random) -> list[str]:
    return [_plain(word) for word in words]


def _plain(word: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))


def _clip(words: list[str], rng: random.Random) -> list[str]:
    return [words[0][1:], *words[1:]] if words[0].isalpha() and len(words[0]) > 2 else words


def _typeset(words: list[str], rng: random.Random) -> list[str]:
    return ["«" + words[0], *(word + rng.choice(("", "", "\n")) for word in words[1:-1]), words[-1] + "»"]


ALTERATIONS: dict[str, Alteration] = {
    "one inner word dropped": _drop,
    "two inner words swapped": _swap,
    "accents removed": _unaccent,
    "first letter cut off": _clip,
}


def altered_quotes(cuts: Iterable[Cut], change: Alteration) -> list[tuple[Cut, str]]:
    """Return each cut with its altered words, without those that the change leaves as they were."""
    rng = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    pairs = ((cut, " ".join(change(list(cut.words), rng))) for cut in cuts)
    return [(cut, quote) for cut, quote in pairs if quote != cut.quote]


def cut_table(text: str, source: Source, cuts: Sequence[Cut]) -> str:
    """Return the Markdown table: how many quotes each way accepts, as cut, as typeset and altered by rule."""
    plain = one_space(text)
    kinds = {"as cut": [(cut, cut.quote) for cut in cuts], "in «», line breaks": altered_quotes(cuts, _typeset)}
    kinds |= {name: altered_quotes(cuts, change) for name, change in ALTERATIONS.items()}
    lines = ["| quotes | n | gate | `in` | spaces | difflib ≥ 0.8 (at least) |", "|---|---|---|---|---|---|"]
    for name, pairs in kinds.items():
        ways = (
            sum(source.locate(quote) is not None for _cut, quote in pairs),
            sum(quote in text for _cut, quote in pairs),
            sum(one_space(quote) in plain for _cut, quote in pairs),
            sum(SequenceMatcher(None, cut.quote, one_space(q), autojunk=False).ratio() >= 0.8 for cut, q in pairs),
        )
        lines.append(f"| {name} | {len(pairs)} | {' | '.join(map(str, ways))} |")
    return "\n".join(lines)


def seconds(call: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def speed_table(text: str, spans: Sequence[Span], cuts: Sequence[Cut]) -> str:
    """Return the Markdown table of times: folding, the gate and plain ``str.find``, in turns."""
    quotes = [cut.quote for cut in cuts]

    def fold() -> Source:
        source = Source(text, spans)
        source.locate("no está en ninguna parte")  # folds the text: this happens at the first question
        return source

    source = fold()
    steps: dict[str, Callable[[], object]] = {
        f"`str.find`, {len(quotes):,} quotes": lambda: [text.find(quote) for quote in quotes],
        f"gate, {len(quotes):,} quotes": lambda: [source.locate(quote) for quote in quotes],
        "gate, folding the text once": fold,
    }
    rounds = [[seconds(step) for step in steps.values()] for _ in range(ROUNDS)]
    lines = ["| step | median, s | range, s | times `str.find` |", "|---|---|---|---|"]
    for k, name in enumerate(steps):
        times = [times[k] for times in rounds]
        ratio = statistics.median(times[k] / times[0] for times in rounds)
        lines.append(f"| {name} | {statistics.median(times):.2f} | {min(times):.2f}–{max(times):.2f} | {ratio:.2f} |")
    return "\n".join(lines)


def block() -> str:
    """Return the whole block for the page of benchmarks."""
    altered, faithful = altered_rows(), faithful_rows()
    text, spans = read_corpus()
    cuts = cut_quotes(text, spans, QUOTES)
    words = sum(len(span.of(text).split()) for span in spans)
    return _BLOCK.format(
        machine=f"{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        altered=counts_table(altered, wrong=True),
        faithful=counts_table(faithful, wrong=False),
        cuts=cut_table(text, Source(text, spans), cuts),
        speed=speed_table(text, spans, cuts),
        n_altered=len(altered),
        n_faithful=len(faithful),
        words=words,
        turns=len(spans),
        quotes=QUOTES,
        rounds=ROUNDS,
        seed=SEED,
    )


_BLOCK = """\
## Evidence gate

`python benchmarks/evidence.py` · {machine}.

`in` is `quote in text`; «spaces» is the same with white space normalised on both sides; difflib is the best
`SequenceMatcher` ratio with a window of the text of as many words as the quote, one fewer or one more, accepted from
0.9 or 0.8. They search the whole text, speaker labels included, as somebody who has only the file would.

**How to read it.** The rows were written by hand against the rule and are the gate's own tests, which it must pass: its
column of zeros says that the rule is kept on these rows, not how it does on others. They are no random sample, so there
are no intervals. What to compare is the other columns.

Altered quotes that are **accepted** (each one is a mistake), n = {n_altered}:

{altered}

Faithful quotes that are **refused**, or by the gate found at another place (each one is a mistake), n = {n_faithful}.
Their spelling differs from the source only in what the rule tolerates, by kind:

{faithful}

### On quotes that nobody picked

{quotes:,} runs of 6 to 25 words, cut at random places of the demo corpus ({turns:,} turns, {words:,} words, invented;
seed {seed}) and altered by rule; a quote that a change leaves as it was is left out. How many are **accepted**: the
first two rows are faithful; the others are not, but for the few that stand word for word elsewhere too («Hola, hola»
without one «hola,»). difflib is compared with the place of origin only, so its figure is a lower bound.

{cuts}

The gate refuses a cut that goes through a number in words or in figures («treinta | y dos»), as some random cuts do;
the refusals of the run of 2026-11-21 were read one by one, and every one begins or ends at such a number.

### Time

The same {quotes:,} quotes against the whole corpus as one text; median of {rounds} rounds, the steps in turns so that a
busy machine weighs on all alike. Read the ratios; the seconds are of a machine with other work on it.

{speed}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and write them into a file where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", type=Path, metavar="FILE", help="file whose block is replaced")
    options = parser.parse_args(arguments)
    content = block()
    print(content)
    if options.write:
        write_block(options.write, "evidence", content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
