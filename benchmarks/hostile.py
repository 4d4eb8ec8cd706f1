"""Damaged and hostile files through ``qualkit read`` and ``ingest``: nothing may break, hang, grow or leave its folder.

    python benchmarks/hostile.py [--files 5400] [--seed 4] [--write docs/benchmarks.md]

Files of every format that is read are built here and damaged by chance and malice (``hostile_files.py``). Each goes
through ``read`` and, with good files among them, in batches through ``ingest``, both in one process whose peak of
memory is told. The worst ones (bombs, a line of 200 MB, pipes, links, folders that nobody may open) go through both
commands as processes of their own. Counted are: files with a traceback, files that take more than ten seconds of the
processor (or wait for a minute), good files that were not ingested, and files that were written outside of the project.
"""

import argparse
import contextlib
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostile_files import File, good_files, hostile_files
from hostile_worst import WORST, Worst
from page import write_block

from qualkit.cli import run
from qualkit.project import Project

SLOWEST_SECONDS = 10.0  # of the processor: other work on the machine does not count
WAIT_SECONDS = 120.0
LARGEST_MIB = 1024
A_BATCH = 300
MIB = 1024  # ru_maxrss counts KiB on Linux
QUALKIT = (sys.executable, "-c", "from qualkit.cli import main; main()")


class TooSlow(BaseException):
    """A file took more than ten seconds; no handler of ordinary errors may swallow that."""


@dataclass
class Outcome:
    """What became of the files of a run."""

    files: int = 0
    states: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    slowest: float = 0.0
    good: int = 0
    good_ingested: int = 0
    outside: list[str] = field(default_factory=list)
    peak: float = 0.0

    def add(self, other: "Outcome") -> None:
        """Take in what became of other files."""
        self.files += other.files
        self.states += other.states
        for name in ("broken", "slow", "outside"):
            getattr(self, name).extend(getattr(other, name))
        self.slowest = max(self.slowest, other.slowest)
        self.good += other.good
        self.good_ingested += other.good_ingested
        self.peak = max(self.peak, other.peak)

    @property
    def holds(self) -> bool:
        """Whether everything that was asked for holds."""
        is_whole = self.good == self.good_ingested
        return is_whole and not (self.broken or self.slow or self.outside) and self.peak < LARGEST_MIB


@contextlib.contextmanager
def limited(seconds: float = SLOWEST_SECONDS) -> Iterator[None]:
    """Raise ``TooSlow`` where the block takes more processor time, or waits for something that never comes."""

    def stop(_signal: int, _frame: Any) -> None:
        raise TooSlow

    clocks = ((signal.SIGPROF, signal.ITIMER_PROF, seconds), (signal.SIGALRM, signal.ITIMER_REAL, WAIT_SECONDS))
    before = [signal.signal(sign, stop) for sign, _clock, _most in clocks]
    for _sign, clock, most in clocks:
        signal.setitimer(clock, most)
    try:
        yield
    finally:
        for _sign, clock, _most in clocks:
            signal.setitimer(clock, 0)
        for (sign, _clock, _most), handler in zip(clocks, before, strict=True):
            signal.signal(sign, handler)


def read_one(path: Path, file: File) -> Outcome:
    """Put a file through ``qualkit read``; it may be read (0) or told to be unreadable (2), nothing else."""
    out = Outcome(files=1)
    began = time.process_time()
    try:
        with limited(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = run(["--lang", "es", "read", str(path), "--json"])
        out.states["read" if code == 0 else "rejected"] += 1
        if code not in (0, 2):
            out.broken.append(f"{file.name} ({file.how}): exit code {code}")
    except TooSlow:
        out.slow.append(f"{file.name} ({file.how}): read")
    except Exception:  # noqa: BLE001 (any of them is what this looks for)
        out.broken.append(f"{file.name} ({file.how}): {traceback.format_exc(limit=-3)}")
    out.slowest = time.process_time() - began
    return out


class Stopwatch:
    """Times each step of a workflow, as its ``track``; a step that takes too long raises ``TooSlow``."""

    def __init__(self) -> None:
        self.slowest = 0.0

    def __call__(self, items: Iterable[Any], total: int, what: str) -> Iterator[Any]:
        """Yield the items."""
        for item in items:
            began = time.process_time()
            with limited():
                yield item
            self.slowest = max(self.slowest, time.process_time() - began)


def ingest_batch(folder: Path, files: list[File]) -> Outcome:
    """Ingest damaged files with good ones among them into a project of their own."""
    from qualkit.workflows.ingesting import ingest

    material = folder / "material"
    material.mkdir()
    good = [File(f"bueno-{i:02d}-{f.name}", f.data) for i, f in enumerate(good_files())]
    for file in (*files, *good):
        (material / file.name).write_bytes(file.data)
    out, watch = Outcome(files=len(files), good=len(good)), Stopwatch()
    try:
        with Project.create(folder / "proyecto", name="hostil") as project:
            results = ingest(project._workspace, [material], track=watch)
    except TooSlow:
        out.slow.append(f"{files[0].name} …: ingest")
        return out
    except Exception:  # noqa: BLE001
        out.broken.append(f"{files[0].name} …: {traceback.format_exc(limit=-6)}")
        return out
    names = {file.name for file in good}
    for result in results:
        name = Path(result.path).name
        if name in names:
            out.good_ingested += result.status in ("ingested", "unchanged")
        else:
            out.states[result.status] += 1
    out.slowest = watch.slowest
    out.outside = [str(place) for place in folder.iterdir() if place.name not in ("material", "proyecto")]
    return out


def run_mutants(n: int, seed: int, tell: Callable[[str], None]) -> tuple[Outcome, Outcome]:
    """Return what ``read`` and what ``ingest`` made of ``n`` damaged files."""
    read, ingested = Outcome(), Outcome()
    batch: list[File] = []
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        for number, file in enumerate(hostile_files(n, seed=seed), start=1):
            path = home / file.name
            path.write_bytes(file.data)
            read.add(read_one(path, file))
            path.unlink()
            batch.append(file)
            if len(batch) == A_BATCH or number == n:
                folder = home / f"lote-{number}"
                folder.mkdir()
                ingested.add(ingest_batch(folder, batch))
                shutil.rmtree(folder)
                batch = []
                tell(
                    f"{number} of {n}: {len(read.broken)} + {len(ingested.broken)} broken, slowest {read.slowest:.1f} s"
                )
        read.outside += [str(found) for found in home.iterdir()]
    read.peak = ingested.peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    return read, ingested


def run_worst(worst: Worst) -> Outcome:
    """Put one of the worst through both commands, each a process of its own, with a good file beside it."""
    out = Outcome(files=1)
    with tempfile.TemporaryDirectory() as place:
        material, refused = Path(place, "material"), False
        material.mkdir()
        path = worst.make(material)
        good = good_files()[0]
        (material / f"zz-{good.name}").write_bytes(good.data)
        with Project.create(Path(place, "proyecto"), name="hostil"):
            pass
        commands = [] if path is None else [("read", str(path), "--json")]
        for command in (*commands, ("--project", f"{place}/proyecto", "ingest", str(material), "--json")):
            seconds, memory, code, said = _as_process(command)
            refused = code != 0
            out.slowest, out.peak = max(out.slowest, seconds), max(out.peak, memory)
            if "Traceback" in said or code not in (0, 1, 2):
                out.broken.append(f"{worst.name}: exit code {code}: {said[-600:]}")
            if seconds > SLOWEST_SECONDS:
                out.slow.append(f"{worst.name}: {command[0]}")
        with Project.open(Path(place, "proyecto")) as project:
            out.good, out.good_ingested = 1, int(any(len(d.turns) == 15 for d in project.documents))
        shutil.rmtree(material, onerror=_unlock)
        out.outside = [p.name for p in Path(place).iterdir() if p.name != "proyecto"]
    out.states["broken" if out.broken else "rejected" if refused else "read"] += 1
    return out


def _unlock(_function: object, path: str, _error: object) -> None:
    os.chmod(os.path.dirname(path), 0o700)
    os.chmod(path, 0o700)
    shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


def _as_process(arguments: tuple[str, ...]) -> tuple[float, float, int, str]:
    """Return seconds of the processor, peak of memory (MiB), exit code and what was said on standard error."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            [*QUALKIT, *arguments], stdout=subprocess.DEVNULL, stderr=err, stdin=subprocess.DEVNULL
        )
        while (found := os.wait4(process.pid, os.WNOHANG))[0] == 0:
            if time.monotonic() - began > WAIT_SECONDS:
                process.kill()
            time.sleep(0.02)
        err.seek(0)
        said = err.read().decode("utf-8", "replace")
    process.returncode = os.waitstatus_to_exitcode(found[1])
    used = found[2]
    seconds = WAIT_SECONDS if process.returncode == -signal.SIGKILL else used.ru_utime + used.ru_stime
    return seconds, used.ru_maxrss / MIB, process.returncode, said


def table(rows: Iterable[tuple[str, Outcome]]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| way | files | read | rejected | traceback | over 10 s | slowest (s) | peak (MiB) | good files | outside |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for name, out in rows:
        taken = out.states["read"] + out.states["ingested"] + out.states["unchanged"]
        counts = f"{out.files} | {taken} | {out.states['rejected']} | {len(out.broken)} | {len(out.slow)}"
        good = f"{out.good_ingested} of {out.good}" if out.good else "–"
        yield f"| {name} | {counts} | {out.slowest:.1f} | {out.peak:.0f} | {good} | {len(out.outside)} |"


def main() -> int:
    """Run, print and, where asked, write the table; returns 1 where something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=5400)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--only", choices=("mutants", "worst"))
    parser.add_argument("--named", default="", help="of the worst, those whose name holds this")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    tell = lambda line: print(line, file=sys.stderr, flush=True)  # noqa: E731
    rows: list[tuple[str, Outcome]] = []
    # The worst come first: the peak of a child cannot read lower than that of its parent.
    if options.only != "mutants":
        worst = Outcome()
        for one in (one for one in WORST if options.named in one.name):
            found = run_worst(one)
            tell(f"{one.name}: {found.slowest:.1f} s, {found.peak:.0f} MiB")
            worst.add(found)
        rows.append(("the worst, a process each", worst))
    if options.only != "worst":
        read, ingested = run_mutants(options.files, options.seed, tell)
        rows += [("`read`, one process", read), (f"`ingest`, batches of {A_BATCH}", ingested)]
    for _name, out in rows:
        for line in (*out.broken, *out.slow, *out.outside):
            tell(line)
    lines = [f"`python benchmarks/hostile.py --files {options.files} --seed {options.seed}`", "", *table(rows)]
    print("\n".join(lines))
    if options.write:
        write_block(options.write, "hostile", "\n".join(["## Hostile files", "", *lines]))
    return 0 if all(out.holds for _name, out in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
