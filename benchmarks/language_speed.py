"""How fast Spanish is read and with how much memory, beside spaCy's blank tokeniser and a sentence encoder.

The text is the talk of the demo corpus, turn by turn. Every row is a process of its own that loads first and is then
timed; the floor (`spacy.blank("es")`) runs right before each other row. «First» is text whose every word is new to the
process, «again» the same text once more. Two processes share the turns. Ratios are those of the processor times of such
a pair (wall times for two processes; median, lowest–highest). The encoder has the size of MiniLM (6 layers, 384 wide,
one thread) and random weights: its vectors mean nothing, it is as fast as a trained one; it reads every eighth turn.

Linear time: one line without an end, and lines of a few words, half as much and all of it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from language_material import Material, demo_turns
from language_tables import Cell, Section, Table, spread

HERE = Path(__file__).parent
ROUNDS, LIMIT = 3, 240
LINE = 1_000_000
LINES = 1_000_000
SHORT_LINES = ("sí claro", "ya po", "la dupla trabajó bien", "no sé 🙂", "hay que volver a mirar", "okey thanks")


@dataclass(frozen=True)
class Row:
    """A way of reading: its name, its path in `language_paths.py`, in how many processes, with which Python.

    ``step`` is 1 where it reads every turn, 8 where it reads every eighth; ``once`` leaves the second pass out.
    """

    name: str
    path: str
    processes: int = 1
    step: int = 1
    python: str = sys.executable
    once: bool = False


class Failed(Exception):
    """Raised where a process ends badly or too late; the message is what it said last."""


def run(row: Row, texts: Path) -> dict[str, Any]:
    """Return what a process says it took. Raises ``Failed`` where it fails or runs over the limit."""
    command = [row.python, str(HERE / "language_paths.py"), row.path, str(texts), "--processes", str(row.processes)]
    command += ["--once"] if row.once else []
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT, env=environment)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"not done after {LIMIT} s") from error
    except OSError as error:
        raise Failed(f"{row.python}: {error.strerror}") from error
    if done.returncode:
        raise Failed(done.stderr.strip().splitlines()[-1].partition(": ")[2])
    took: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return took


def rows(material: Material) -> list[Row]:
    """Return the ways of reading that are compared with the floor."""
    return [
        Row("segments + lemmas", "lemmas"),
        Row("segments + lemmas + vectors", "light"),
        Row("segments + lemmas + vectors", "light", 2),
        Row("full pipeline, with parser and names", "full"),
        Row("full pipeline, with parser and names", "full", 2),
        Row("sentence encoder, random weights", "encoder", step=8, python=material.encoder_python),
    ]


def measure(material: Material) -> list[Section]:
    """Return the tables of speed, of commands and of linear time."""
    return [reading(material), commands(), linear()]


def reading(material: Material) -> Section:
    """Return the table of words a second, each row beside the floor that ran right before it."""
    with tempfile.TemporaryDirectory() as folder:
        texts = {row.step: _written(Path(folder), row.step) for row in rows(material)}
        words = {step: _words(path) for step, path in texts.items()}
        taken, missing = _rounds(material, texts)
    floors = [pair.floor for pairs in taken.values() for pair in pairs if pair.row.step == 1]
    lines = [_line(FLOOR, words[1], [Pair(FLOOR, floor, floor) for floor in floors])] if floors else []
    lines += [_line(row, words[row.step], pairs) for row, pairs in taken.items()]
    after = f"{_steady(taken)} {_missing(missing)}".strip()
    note = f"{ROUNDS} rounds, {os.cpu_count()} cores that other work shared. n counts words of talk."
    return Table("Speed and memory of reading", note, COLUMNS, tuple(lines), after)


COLUMNS = (
    "read", "processes", "n", "words/s, first", "words per processor second, first", "words/s, again",
    "times the floor", "load, s", "peak, MiB",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """What a row took, and what the floor took on the same turns right before it."""

    row: Row
    own: dict[str, Any]
    floor: dict[str, Any]


FLOOR = Row("floor: spaCy blank tokeniser", "blank")
Taken = dict[Row, list[Pair]]


def _rounds(material: Material, texts: dict[int, Path]) -> tuple[Taken, dict[str, str]]:
    taken: Taken = {}
    missing: dict[str, str] = {}
    for _round in range(ROUNDS):
        for row in rows(material):
            if row.name in missing:
                continue
            try:
                floor = run(FLOOR, texts[row.step])
                taken.setdefault(row, []).append(Pair(row, run(row, texts[row.step]), floor))
            except Failed as error:
                missing[row.name] = str(error)
    return {row: pairs for row, pairs in taken.items() if row.name not in missing}, missing


def _line(row: Row, words: int, pairs: Sequence[Pair]) -> tuple[Cell, ...]:
    return (
        row.name,
        row.processes,
        words,
        spread([words / pair.own["first"] for pair in pairs], digits=0),
        spread([words / pair.own["processor"] for pair in pairs], digits=0) if row.processes == 1 else None,
        spread([words / pair.own["again"] for pair in pairs], digits=0),
        spread([_times(pair, "processor" if row.processes == 1 else "first") for pair in pairs]),
        statistics.median(pair.own["load"] for pair in pairs),
        statistics.median(pair.own["peak"] for pair in pairs) if row.processes == 1 else None,
    )


def _times(pair: Pair, clock: str) -> float:
    return float(pair.own[clock] / pair.floor[clock])


def _steady(taken: Taken) -> str:
    """Return the sentence that says whether all rounds and both numbers of processes gave the same bytes."""
    hashes: dict[str, set[str]] = {}
    for row, pairs in taken.items():
        if row.path != "encoder":
            hashes.setdefault(row.name, set()).update(pair.own["hash"] for pair in pairs)
            hashes[row.name].update("again" for pair in pairs if not pair.own["steady"])
    changed = [name for name, found in hashes.items() if len(found) > 1]
    same = "The same bytes came out in every round, again and in one or two processes."
    return f"Not the same bytes in every round or number of processes: {', '.join(changed)}." if changed else same


def _missing(missing: dict[str, str]) -> str:
    return f"Not measured: {'; '.join(f'{name}: {why}' for name, why in missing.items())}." if missing else ""


def _written(folder: Path, step: int) -> Path:
    path = folder / f"turns-{step}.json"
    path.write_text(json.dumps(demo_turns()[::step]), encoding="utf-8")
    return path


def _words(path: Path) -> int:
    return sum(len(text.split()) for text in json.loads(path.read_text(encoding="utf-8")))


COMMAND = """\
import sys, time
from qualkit.cli import run
code = run(sys.argv[1:])
peak = open("/proc/self/status").read().split("VmHWM:")[1].split()[0]
print("took", time.process_time(), int(peak) / 1024, file=sys.stderr)
raise SystemExit(code)
"""


def commands() -> Section:
    """Return the table of commands that need the language pack: wall time and peak memory on a small project."""
    asked = {
        "--help (needs nothing of it)": ["--help"],
        "search, index made before": ["--project", "{}", "search", "confianza entre las escuelas"],
        "doctor": ["doctor"],
    }
    lines: list[tuple[Cell, ...]] = []
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        project = str(Path(folder, "project"))
        _qualkit("demo", project)
        for name, arguments in asked.items():
            try:
                lines.append((f"`{name}`", *_command([part.replace("{}", project) for part in arguments])))
            except Failed as error:
                missing[name] = str(error)
    note = "The project is that of `qualkit demo`; each command is a process of its own, after one untimed run."
    title = "Start-up and memory of commands that need the pack"
    return Table(
        title, note, ("command", "n runs", "wall, s", "processor, s", "peak, MiB"), tuple(lines), _missing(missing)
    )


def _command(arguments: Sequence[str]) -> tuple[Cell, ...]:
    """Return the cells of one command. Raises ``Failed`` where it ends badly."""
    first = _qualkit(*arguments)
    if first.returncode:
        wrong = [line for line in first.stdout.splitlines() if line.startswith("✗")] or first.stderr.splitlines()[-1:]
        raise Failed(f"ended with {first.returncode}: {' '.join(' '.join(wrong).split())}")
    times, processor, peaks = [], [], []
    for _round in range(ROUNDS + 2):
        began = time.perf_counter()
        done = _qualkit(*arguments)
        times.append(time.perf_counter() - began)
        spent, peak = done.stderr.rsplit("took ", 1)[1].split()[:2]
        processor.append(float(spent))
        peaks.append(float(peak))
    return len(times), spread(times), spread(processor), statistics.median(peaks)


def _qualkit(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMMAND, "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)


def linear() -> Section:
    """Return the table of linear time: a line of a million letters, and a million short lines."""
    lines: list[tuple[Cell, ...]] = []
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, path, kind, size in _STRETCHES:
            try:
                half, whole = (_stretch(Path(folder), path, kind, size // part) for part in (2, 1))
            except Failed as error:
                missing[name] = str(error)
                continue
            times = whole["processor"] / half["processor"]
            lines.append((name, size, half["processor"], whole["processor"], times, whole["first"], whole["peak"]))
    columns = ("read", "n", "half of it, processor s", "all, processor s", "times", "all, wall s", "peak, MiB")
    return Table(
        "Linear time", "n counts letters or lines; each row is read once.", columns, tuple(lines), _missing(missing)
    )


_STRETCHES = (
    ("one line of a million letters: segments, lemmas, vectors", "light", "line", LINE),
    ("one line of a million letters: full pipeline", "full", "line", LINE),
    ("a million short lines in one text: sentences", "sentences", "text", LINES),
    ("a million short lines in one text: segments, lemmas", "lemmas", "text", LINES),
    ("a million short lines, each a text, 10,000 at a time: vectors", "vectors", "lines", LINES),
)


def _stretch(folder: Path, path: str, kind: str, size: int) -> dict[str, Any]:
    texts = folder / f"{kind}-{size}.json"
    if not texts.exists():
        texts.write_text(json.dumps(_material_of(kind, size)), encoding="utf-8")
    return run(Row(kind, path, once=True), texts)


def _material_of(kind: str, size: int) -> list[str]:
    """Return one line of ``size`` letters without an end, or ``size`` short lines in one text or each by itself."""
    if kind == "line":
        return ["".join(islice(_endless(), size))]
    lines = list(islice(cycle(SHORT_LINES), size))
    return ["\n".join(lines)] if kind == "text" else lines


def _endless() -> Iterator[str]:
    words = [word.strip(".,;:¿?¡!") for turn in demo_turns() for word in turn.split()]
    return (letter for word in cycle(words) for letter in f"{word} ")
