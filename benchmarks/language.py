"""What qualkit understands of Spanish: words, trees, names, sentences, likeness, search, codes, speed.

    python benchmarks/language.py [--only words,names] [--treebank FILE.conllu] [--write docs/benchmarks.md] [--json]

Each part stands in a module of its own beside this one, and each can be run alone. Figures have 95 % bootstrap
intervals (1,000 draws, fixed seed); the table says what was drawn again. Every figure stands beside what a user could
have without qualkit, measured in the same run.
"""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from language_material import Absent, Material
from language_tables import Section, Skipped
from page import write_block

from qualkit.errors import InputError

PARTS = {
    "words": "Lemmas and word classes",
    "trees": "Features and trees",
    "names": "Names",
    "sentences": "Sentences and meaning units",
    "likeness": "Likeness of sentences and words",
    "retrieval": "Search",
    "codes": "Codes of the gold",
    "speed": "Speed and memory",
    "overlaps": "Overlaps",
}
"""The parts in the order of the page, with their headings; each has ``measure`` in ``language_NAME.py``."""


def measure(part: str, material: Material) -> list[Section]:
    """Return the sections of one part; what it lacks is a section that says so."""
    try:
        found: Callable[[Material], list[Section]] = import_module(f"language_{part}").measure
        return found(material)
    except (Absent, InputError) as absent:
        return [Skipped(PARTS[part], str(absent).rstrip("."))]


def head() -> str:
    """Return what stands above the parts on the page."""
    about = (__doc__ or "").split("\n\n")[2].strip()
    return f"## Spanish\n\n{about}"


def block(part: str, sections: Sequence[Section], seconds: float) -> str:
    """Return the block of one part for the page of benchmarks."""
    machine = f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    first = f"`python benchmarks/language.py --only {part}` · {machine} · {seconds:,.0f} seconds."
    return "\n\n".join([first, *about(part), *(section.markdown() for section in sections)])


def about(part: str) -> list[str]:
    """Return how a part measures: the paragraphs of its module's docstring below the first, code left out."""
    paragraphs = (import_module(f"language_{part}").__doc__ or "").split("\n\n")[1:]
    return [paragraph.strip() for paragraph in paragraphs if not paragraph.startswith("    ")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, and write each part into its own block of a file where asked."""
    options = _options(arguments)
    default = Material()
    material = Material(
        sources=options.sources or default.sources,
        gold=options.gold or default.gold,
        treebanks=tuple(options.treebank or ()),
        encoder_python=options.encoder_python,
    )
    if options.write:
        write_block(options.write, "language", head())
    records = [record for part in options.only for record in _run(part, material, options)]
    if options.json:
        print(json.dumps(records, ensure_ascii=False, indent=2))
    return 0


def _run(part: str, material: Material, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure a part, print and write it as asked, and return its sections as JSON values."""
    began = time.perf_counter()
    sections = measure(part, material)
    content = block(part, sections, time.perf_counter() - began)
    if not options.json:
        print(f"{content}\n", flush=True)
    if options.write:
        write_block(options.write, f"language-{part}", content)
    return [section.record() for section in sections]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", type=_parts, default=list(PARTS), metavar="PART,…", help=", ".join(PARTS))
    parser.add_argument("--sources", type=Path, metavar="DIR", help="the folder of the treebanks and word pairs")
    parser.add_argument("--gold", type=Path, metavar="FILE", help="labelled texts, as benchmarks/coding.py reads them")
    parser.add_argument("--treebank", type=Path, action="append", metavar="FILE", help="another treebank to read")
    parser.add_argument("--encoder-python", default=sys.executable, metavar="PYTHON", help="a Python that has torch")
    parser.add_argument("--write", type=Path, metavar="FILE", help="file whose block is replaced")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    return parser.parse_args(arguments)


def _parts(value: str) -> list[str]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if unknown := [part for part in parts if part not in PARTS]:
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(unknown)} (there are {', '.join(PARTS)})")
    return parts


if __name__ == "__main__":
    sys.exit(main())
