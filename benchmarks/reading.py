"""How fast files are read, what hiding names costs, how memory grows with files, and a thousand sessions end to end.

    python benchmarks/reading.py [--sessions 1000] [--megabytes 3] [--write docs/benchmarks.md]

Reading is timed in one process on the talk of the demo corpus, repeated to some megabytes in each format; every format
has ``str.split`` on the same text right before it, and VTT has webvtt-py too where that is installed. Hiding is timed
on the same text as read. A second is one of the processor, the best of three. The sessions are made from the demo with
other names (``reading_material.py``); ``ingest`` runs as a process of its own: undisturbed, again, and killed at
random moments and begun again, which has to end in the same tables.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from page import write_block
from reading_material import DEMO, write_sessions

ROUNDS = 3
KILLS = 4
MIB = 1024  # ru_maxrss counts KiB on Linux
MB = 1_000_000
SHORT = 30  # cues of a session where only the number of files counts
QUALKIT = (sys.executable, "-c", "from qualkit.cli import main; main()", "--lang", "en")
OF_A_RUN = ("run", "at", "rowid", "revision")


@dataclass(frozen=True)
class Speed:
    """How many megabytes a second a piece of work goes through, and ``str.split`` on the same text."""

    name: str
    size: int
    seconds: float
    floor: float

    @property
    def rate(self) -> float:
        """Megabytes a second."""
        return self.size / MB / self.seconds


def best(work: Callable[[], object]) -> float:
    """Return the processor seconds of the fastest of three runs."""
    taken = []
    for _round in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return max(min(taken), 1e-6)


def _cues() -> list[list[str]]:
    return [
        cue.split("\n") for file in sorted(DEMO.glob("*/*.vtt")) for cue in file.read_text("utf-8").split("\n\n")[1:]
    ]


def _texts(size: int) -> Iterator[tuple[str, str]]:
    """Yield (ending, text) of the demo's talk in each plain format, repeated to ``size`` characters."""
    cues = [cue for cue in _cues() if len(cue) > 2]
    shapes = {
        ".vtt": ("WEBVTT\n\n", ["\n".join(cue) + "\n\n" for cue in cues]),
        ".srt": ("", ["\n".join([cue[0], cue[1].replace(".", ","), *cue[2:]]) + "\n\n" for cue in cues]),
        ".sbv": ("", ["\n".join([cue[1][1:].replace(" --> 0", ","), *cue[2:]]) + "\n\n" for cue in cues]),
        ".txt": ("", ["\n".join(cue[2:]) + "\n" for cue in cues]),
    }
    for ending, (head, pieces) in shapes.items():
        body = "".join(pieces)
        yield ending, head + body * max(1, size // len(body))


def reading_speeds(folder: Path, size: int) -> Iterator[Speed]:
    """Yield how fast each format is read, and what hiding costs on the text that was read."""
    from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_read
    from qualkit.reading.transcripts import read_transcript

    for ending, text in _texts(size):
        file = folder / f"charla{ending}"
        file.write_text(text, encoding="utf-8")
        bytes_ = file.stat().st_size
        floor = best(text.split)
        yield Speed(f"read {ending}", bytes_, best(lambda file=file: read_transcript(file)), floor)
        if ending == ".vtt" and (other := _webvtt(file)) is not None:
            yield Speed("webvtt-py", bytes_, best(other), floor)
    file = sorted(DEMO.glob("*/*.docx"))[0]
    read = read_transcript(file)
    yield Speed("read .docx", file.stat().st_size, best(lambda: read_transcript(file)), best(read.text.split))
    read = read_transcript(folder / "charla.txt")
    said = len(read.text.encode())
    yield Speed("hide names", said, best(lambda: pseudonymise_read(read, Pseudonyms())), best(read.text.split))


def _webvtt(file: Path) -> Callable[[], object] | None:
    try:
        import webvtt
    except ImportError:
        return None
    return lambda: [caption.text for caption in webvtt.read(str(file))]


@dataclass(frozen=True)
class Run:
    """What an ``ingest`` took: wall seconds, processor seconds, peak of memory in MiB."""

    wall: float
    processor: float
    memory: float


def ingest(project: Path, material: Path, *, kill_after: float | None = None) -> Run:
    """Run ``qualkit ingest`` as a process; ``kill_after`` seconds it is killed, if it is not done by then."""
    began = time.monotonic()
    arguments = [*QUALKIT, "--project", str(project), "ingest", str(material), "--json"]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while (found := os.wait4(process.pid, os.WNOHANG))[0] == 0:
        if kill_after is not None and time.monotonic() - began > kill_after:
            process.send_signal(signal.SIGKILL)
        time.sleep(0.02)
    process.returncode = os.waitstatus_to_exitcode(found[1])
    if process.returncode not in (0, -signal.SIGKILL):
        raise SystemExit(f"ingest ended with {process.returncode}")
    used = found[2]
    return Run(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / MIB)


def new_project(folder: Path) -> Path:
    """Make an empty project and return it."""
    subprocess.run([*QUALKIT, "init", str(folder)], check=True, capture_output=True)
    return folder


def digest(project: Path) -> str:
    """Return a hash of everything the record holds but runs and times."""
    connection = sqlite3.connect(project / ".qualkit/qualkit.sqlite")
    whole = hashlib.sha256()
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for name in names:
        if name in ("runs", "sqlite_sequence"):
            continue
        cursor = connection.execute(f"SELECT * FROM {name}")  # noqa: S608 (names of our own tables)
        kept = [i for i, column in enumerate(cursor.description) if column[0] not in OF_A_RUN]
        for row in sorted(str([row[i] for i in kept]) for row in cursor):
            whole.update(f"{name} {row}\n".encode())
    connection.close()
    return whole.hexdigest()


def killed(project: Path, material: Path, seconds: float) -> int:
    """Ingest with kills at random moments until it ends by itself; returns how often it was killed."""
    dice = random.Random(4)  # noqa: S311
    for _kill in range(KILLS):
        ingest(project, material, kill_after=dice.uniform(0.05, 0.4) * seconds)
    ingest(project, material)
    return KILLS


def speed_rows(speeds: Sequence[Speed]) -> Iterator[str]:
    """Yield the table of speeds."""
    yield "| work | MB | MB/s | times slower than `str.split` |"
    yield "|---|--:|--:|--:|"
    for one in speeds:
        yield f"| {one.name} | {one.size / MB:.1f} | {one.rate:.2f} | {one.seconds / one.floor:.0f} |"


def memory_rows(home: Path, counts: Sequence[int]) -> Iterator[str]:
    """Yield the peak of memory by the number of (short) files."""
    yield "| short sessions | MB | processor s | peak MiB |"
    yield "|--:|--:|--:|--:|"
    for n in counts:
        material = home / f"cortas-{n}"
        size = write_sessions(material, n, most_cues=SHORT)
        run = ingest(new_project(home / f"proyecto-{n}"), material)
        yield f"| {n:,} | {size / MB:.1f} | {run.processor:.0f} | {run.memory:.0f} |"
        shutil.rmtree(material)


def whole_rows(home: Path, n: int) -> Iterator[str]:
    """Yield what a thousand sessions take from end to end."""
    size = write_sessions(home / "sesiones", n)
    first = ingest(new_project(home / "tranquilo"), home / "sesiones")
    again = ingest(home / "tranquilo", home / "sesiones")
    yield f"| {n:,} sessions, {size / MB:.1f} MB | wall s | processor s | MB/s | peak MiB |"
    yield "|---|--:|--:|--:|--:|"
    for name, run in (("undisturbed", first), ("again, nothing new", again)):
        rate = f"{size / MB / run.processor:.2f}"
        yield f"| {name} | {run.wall:.0f} | {run.processor:.0f} | {rate} | {run.memory:.0f} |"
    kills = killed(new_project(home / "interrumpido"), home / "sesiones", first.wall)
    same = digest(home / "interrumpido") == digest(home / "tranquilo")
    yield ""
    told = "the same" if same else "NOT the same"
    yield f"Killed {kills} times with `kill -9` and begun again: the tables are {told}."


def main() -> None:
    """Measure, print and, where asked, write the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--megabytes", type=float, default=3)
    parser.add_argument("--memory", type=int, nargs="*", default=[100, 1000, 2000])
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    lines = [f"`python benchmarks/reading.py --sessions {options.sessions} --megabytes {options.megabytes:g}`", ""]
    with tempfile.TemporaryDirectory() as place:
        # The processes come first: the peak of a child cannot read lower than that of its parent.
        for rows in (memory_rows(Path(place), options.memory), whole_rows(Path(place), options.sessions)):
            found = [*rows, ""]
            print("\n".join(found), flush=True)
            lines += found
        speeds = [*speed_rows(list(reading_speeds(Path(place), int(options.megabytes * MB))))]
        print("\n".join(speeds))
        lines += speeds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MIB
    print(f"peak of the reading process: {peak:.0f} MiB", file=sys.stderr)
    if options.write:
        write_block(options.write, "reading", "\n".join(["## Reading and ingesting", "", *lines]))


if __name__ == "__main__":
    main()
