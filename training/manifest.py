"""Writes ``models/MODELS.json``: what is shipped, under which licence, made how, and the sum of every file.

    python training/manifest.py --out models

Run it after any recipe. A file that belongs to no artefact of the table below is refused: nothing is shipped without a
licence and a card (``docs/models/NAME.md``).
"""

import argparse
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = "MODELS.json"
ABOUT = frozenset({MANIFEST, "README.md"})
"""Files about the models, which are none themselves."""
FORM = 1
MOST_BYTES = 40_000_000
SHARE_ALIKE = "CC-BY-SA-4.0"


@dataclass(frozen=True)
class Artefact:
    """One thing that is shipped: its files as patterns below ``models/``, and the command that makes it."""

    name: str
    version: str
    what: str
    licence: str
    recipe: str
    files: tuple[str, ...]


ARTEFACTS = (
    Artefact(
        "es_qualkit",
        "1.0.0",
        "spaCy pipeline: words, sentences, names",
        SHARE_ALIKE,
        "python training/pipeline.py --sources DIR --out models/es_qualkit --hold-out 14",
        ("es_qualkit/**/*",),
    ),
    Artefact(
        "lemmas",
        "0.1.0",
        "tables of lemmas",
        SHARE_ALIKE,
        "python training/lemmas.py --sources DIR --out models/",
        ("lemmas*",),
    ),
    Artefact(
        "boundaries",
        "0.1.0",
        "where sentences end in text without marks",
        SHARE_ALIKE,
        "python training/boundaries.py --sources DIR --out models/boundaries.npz",
        ("boundaries*",),
    ),
    Artefact(
        "vectors",
        "0.1.0",
        "word and sentence vectors of the embedder “local”",
        SHARE_ALIKE,
        "python training/vectors.py --sources DIR --out models/vectors.npz",
        ("vectors*",),
    ),
    Artefact(
        "scans",
        "0.1.0",
        "words and their neighbours, to clean up scanned text",
        SHARE_ALIKE,
        "python training/scans.py --sources DIR --out models/scans.npz",
        ("scans*",),
    ),
)


def manifest(folder: Path, artefacts: Sequence[Artefact] = ARTEFACTS) -> dict[str, Any]:
    """Return the manifest of ``folder``. Raises ``SystemExit`` on a file of no artefact or of two, or on too much."""
    owners = {path: list(_owners(path, folder, artefacts)) for path in _files(folder)}
    for path, names in owners.items():
        if len(names) != 1:
            raise SystemExit(f"{path} belongs to {' and '.join(names) or 'no artefact'}: see ARTEFACTS")
    models = [
        _entry(artefact, folder, [path for path, names in owners.items() if names == [artefact.name]])
        for artefact in artefacts
    ]
    found: dict[str, Any] = {"form": FORM, "models": [entry for entry in models if entry["files"]]}
    total = sum(entry["bytes"] for entry in found["models"])
    if total > MOST_BYTES:
        raise SystemExit(f"{total:,} bytes: more than {MOST_BYTES:,}")
    return found


def _files(folder: Path) -> list[str]:
    """Return the paths of what is shipped, in order, without those about it and hidden files."""
    found = (file.relative_to(folder) for file in folder.rglob("*") if file.is_file())
    return sorted(
        path.as_posix()
        for path in found
        if path.as_posix() not in ABOUT and "__pycache__" not in path.parts and not path.name.startswith(".")
    )


def _owners(path: str, folder: Path, artefacts: Sequence[Artefact]) -> Iterator[str]:
    for artefact in artefacts:
        if any((folder / path) in folder.glob(pattern) for pattern in artefact.files):
            yield artefact.name


def _entry(artefact: Artefact, folder: Path, paths: Sequence[str]) -> dict[str, Any]:
    files = {path: _facts(folder / path) for path in paths}
    return {
        "name": artefact.name,
        "version": artefact.version,
        "what": artefact.what,
        "licence": artefact.licence,
        "card": f"docs/models/{artefact.name}.md",
        "recipe": artefact.recipe,
        "bytes": sum(facts["bytes"] for facts in files.values()),
        "files": files,
    }


def _facts(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def main() -> None:
    """Write the manifest and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    folder = parser.parse_args().out
    found = manifest(folder)
    content = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    for entry in found["models"]:
        print(f"{entry['name']} {entry['version']}: {entry['bytes'] / 1e6:.1f} MB, {entry['licence']}")
    print(f"{sum(entry['bytes'] for entry in found['models']) / 1e6:.1f} MB in all")


if __name__ == "__main__":
    main()
