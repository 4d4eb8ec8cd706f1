"""How fast and how large each step of the way is on the demo corpus, beside spaCy's blank tokeniser on the same text.

    python benchmarks/speed.py [--rounds 3] [--write docs/benchmarks.md]

Every command is a process of its own, start-up included. Each round runs the whole ``demo`` in a fresh folder and then
the steps in their order in a fresh project with the same settings. The floor is a process that imports spaCy, makes
``spacy.blank("es")`` and tokenises the same text, read from a file; it runs right before each step. A first, untimed
``demo`` fills the file cache.

This process loads nothing but the standard library: the peak of a child cannot read lower than that of its parent.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from page import write_block

CORPUS = Path(__file__).resolve().parents[1] / "corpora/demo"
FILES = ("sesiones", "fichas.xlsx", "encuesta_cierre.xlsx", "asistencia.csv", "miembros.csv")
ROUNDS = 3
MIB = 1024  # ru_maxrss counts KiB on Linux
QUALKIT = (sys.executable, "-c", "from qualkit.cli import main; main()", "--lang", "en")
PREPARE = """\
import json, sys
from pathlib import Path
from qualkit import Project
from qualkit.evidence import count_words
with Project.open(sys.argv[1]) as project:
    talk = [document.text_of(turn) for document in project.documents for turn in document.turns]
    forms = [text for form in project.experiences for text in form.fields.values()]
    counts = {"segments": len(project.to_frame("segments")), "experiences": len(project.experiences)}
for name, texts in {"talk": talk, "forms": forms, "both": talk + forms}.items():
    counts[f"words of {name}"] = sum(map(count_words, texts))
    Path(sys.argv[2], name + ".json").write_text(json.dumps(texts), encoding="utf-8")
print(json.dumps(counts))
"""
FLOOR = """\
import json, sys
from pathlib import Path
import spacy
tokenise = spacy.blank("es")
sum(len(tokenise(text)) for text in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
"""


@dataclass(frozen=True)
class Step:
    """One command: the text it works on (``talk``, ``forms`` or ``both``) and what its n counts."""

    name: str
    text: str
    unit: str


@dataclass(frozen=True)
class Cost:
    """What one process took: wall and processor time in seconds, peak of resident memory in MiB."""

    wall: float
    processor: float
    memory: float


@dataclass(frozen=True)
class Pair:
    """A step and the floor that ran right before it."""

    step: Step
    own: Cost
    floor: Cost


DEMO = Step("demo", "both", "words of both")
STEPS = (
    Step("ingest", "talk", "words of talk"),
    Step("code", "talk", "segments"),
    Step("score", "forms", "experiences"),
    Step("map", "talk", "words of talk"),
    Step("cloud", "talk", "words of talk"),
    Step("report", "both", "words of both"),
)


def cost(command: Sequence[str]) -> Cost:
    """Run ``command`` and return what it took. Raises ``SystemExit`` with what it said where it fails."""
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _pid, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{said.read().decode()}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MIB)


def output(*command: str) -> str:
    """Run ``command``, untimed, and return what it printed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def prepare(folder: Path) -> tuple[Path, dict[str, int]]:
    """Run the demo once, untimed, write the texts of the floors into ``folder``; return its project and the counts."""
    project = folder / "first"
    output(*QUALKIT, "demo", str(project), "--json")
    return project, json.loads(output(sys.executable, "-c", PREPARE, str(project), str(folder)))


def pair(step: Step, command: Sequence[str], folder: Path) -> Pair:
    """Return the cost of the floor on the text of ``step``, and right after it that of ``command``."""
    floor = cost([sys.executable, "-c", FLOOR, str(folder / f"{step.text}.json")])
    return Pair(step, cost(command), floor)


def one_round(folder: Path, settings: Path) -> list[Pair]:
    """Return the costs of the whole demo, and of each step in a fresh project with the demo's ``settings``."""
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        project = Path(fresh, "steps")
        pairs = [pair(DEMO, [*QUALKIT, "demo", str(Path(fresh, "demo")), "--json"], folder)]
        output(*QUALKIT, "init", str(project))
        shutil.copy(settings, project)
        for step in STEPS:
            files = [str(CORPUS / name) for name in FILES] if step.name == "ingest" else []
            pairs.append(pair(step, [*QUALKIT, "--project", str(project), step.name, *files, "--json"], folder))
        return pairs


def measure(rounds: int) -> tuple[list[list[Pair]], dict[str, int]]:
    """Return the costs of each round, and how many words, segments and experiences there are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project, counts = prepare(folder)
        return [one_round(folder, project / "qualkit.toml") for _ in range(rounds)], counts


def table(rounds: Sequence[Sequence[Pair]], counts: Mapping[str, int]) -> str:
    """Return the Markdown table: a row for each step, and one for the floor on the talk."""
    pairs = [*zip(*rounds, strict=True)]
    by_step = {group[0].step: group for group in pairs}
    floors = [p.floor for group in pairs for p in group if p.step.text == "talk"]
    words = counts["words of talk"]
    return "\n".join(
        [
            "| command | n | wall, s | processor, s | n per processor second | times the floor | peak, MiB |",
            "|---|---|---|---|---|---|---|",
            f"| floor: blank tokeniser | {words:,} words of talk | {_costs(floors, words)[0]} | 1"
            f" | {_costs(floors, words)[1]} |",
            *(_row(by_step[step], counts[step.unit]) for step in (*STEPS, DEMO)),
        ]
    )


def _row(pairs: Sequence[Pair], n: int) -> str:
    times, memory = _costs([p.own for p in pairs], n)
    ratios = [p.own.processor / p.floor.processor for p in pairs]
    spread = f"{statistics.median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})"
    step = pairs[0].step
    return f"| `{step.name}` | {n:,} {step.unit} | {times} | {spread} | {memory} |"


def _costs(costs: Sequence[Cost], n: int) -> tuple[str, str]:
    walls = [c.wall for c in costs]
    processor = statistics.median(c.processor for c in costs)
    wall = f"{statistics.median(walls):.1f} ({min(walls):.1f}–{max(walls):.1f})"
    rate = f"{n / processor:,.0f}" if n > 10 * processor else f"{n / processor:.1f}"
    return f"{wall} | {processor:.1f} | {rate}", f"{statistics.median(c.memory for c in costs):.0f}"


_BLOCK = """\
## Speed and memory

`python benchmarks/speed.py` · {machine} · {rounds} rounds.

The demo corpus: {talk:,} words of talk in {segments:,} segments, and {experiences} forms with {forms:,} words. Every
command is a process of its own, so starting Python and loading libraries counts each time; every round starts from a
fresh project. The floor is a process that imports spaCy and tokenises the same text (of the talk, of the forms or of
both, by what the command works on) with `spacy.blank("es")`; it ran right before each command. `code` goes through the
two codebooks of the demo; `demo` does everything, selection and the import of labels included.

The machine had other work while this was measured: the wall time says little about a machine of one's own. Processor
time and its ratio to the floor (median of the pairs, lowest and highest) say more. Memory is the peak of resident
memory of the process (`ru_maxrss`), median.

{table}"""


def block(rounds: int) -> str:
    """Return the whole block for the page of benchmarks."""
    measured, counts = measure(rounds)
    return _BLOCK.format(
        machine=f"{date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        rounds=rounds,
        talk=counts["words of talk"],
        forms=counts["words of forms"],
        segments=counts["segments"],
        experiences=counts["experiences"],
        table=table(measured, counts),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, and write it into a file where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", type=Path, metavar="FILE", help="file whose block is replaced")
    options = parser.parse_args(arguments)
    content = block(options.rounds)
    print(content)
    if options.write:
        write_block(options.write, "speed", content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
