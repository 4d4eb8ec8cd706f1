"""How long ``qualkit --help`` takes beside a bare ``import click``: median of alternating runs, wall time.

``--write FILE`` replaces its block of FILE.
"""

import argparse
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

from page import write_block

RUNS = 15
HELP = [sys.executable, "-c", "from qualkit.cli import main; main(['--help'])"]
CLICK = [sys.executable, "-c", "import click"]
PYTHON = [sys.executable, "-c", ""]


def seconds(command: list[str]) -> float:
    """Return the wall time of one run of ``command``."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure(commands: list[list[str]], runs: int) -> list[list[float]]:
    """Return the times of each command, run in turns so that a busy machine weighs on all of them alike."""
    for command in commands:
        seconds(command)  # the first run fills the file cache
    rounds = [[seconds(command) for command in commands] for _ in range(runs)]
    return [list(times) for times in zip(*rounds, strict=True)]


def table(runs: int) -> str:
    """Return the measured times as a Markdown table."""
    names = ("`python -c ''`", "`python -c 'import click'`", "`qualkit --help`")
    times = measure([PYTHON, CLICK, HELP], runs)
    ratios = [own / bare for own, bare in zip(times[2], times[1], strict=True)]
    rows = [
        f"| {name} | {statistics.median(t) * 1000:.0f} | {min(t) * 1000:.0f}–{max(t) * 1000:.0f} |"
        for name, t in zip(names, times, strict=True)
    ]
    return "\n".join(
        [
            "| command | median, ms | range, ms |",
            "|---|---|---|",
            *rows,
            "",
            f"`qualkit --help` takes {statistics.median(ratios):.2f} times as long as importing click (median ratio of"
            f" {runs} alternating runs, {min(ratios):.2f}–{max(ratios):.2f}; limit 2). Python"
            f" {platform.python_version()}.",
            "",
        ]
    )


def main() -> None:
    """Measure, print and, where asked, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="file whose block is replaced")
    parser.add_argument("--runs", type=int, default=RUNS)
    arguments = parser.parse_args()
    content = table(arguments.runs)
    print(content)
    if arguments.write:
        write_block(arguments.write, "startup", content)


if __name__ == "__main__":
    main()
