"""A thousand sessions made from the demo corpus: other people in each network, another stretch of talk in each session.

    python benchmarks/reading_material.py FOLDER [--sessions 1000] [--seed 4]

No person in them is real: first names and surnames are put together at random, with a fixed seed.
"""

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

DEMO = Path(__file__).resolve().parents[1] / "corpora/demo/sesiones"
SESSIONS_A_NETWORK = 5
FIRST = """
    Adela Alonso Bernarda Baltazar Celia Ciro Delfina Dagoberto Elcira Efraín Filomena Fermín Gladys Genaro Hortensia
    Hilario Ingrid Isidro Jovita Jeremías Leontina Lisandro Mireya Macario Nieves Nicanor Otilia Onofre Petronila
    Plácido Ramona Rosendo Sabina Saturnino Tomasa Teófilo Ursulina Ulises Zunilda Zacarías
"""
LAST = """
    Alarcón Barrientos Cárcamo Dinamarca Epulef Fritz Gallardo Huenchumán Inostroza Jaque Llancapán Mansilla Nahuelpán
    Oyarzún Paillán Quidel Ríos Saldivia Tureuna Urrutia Vidal Yáñez Zambrano Aguayo Bustamante Calfuqueo Donoso
"""
NAME = re.compile(r"\b[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+ [A-ZÁÉÍÓÚÑ][a-záéíóúñ]+\b")


def write_sessions(folder: Path, n: int, *, seed: int = 4, most_cues: int | None = None) -> int:
    """Write ``n`` sessions in VTT under ``folder``, five a network; returns their bytes. Same seed, same bytes.

    ``most_cues`` makes them short.
    """
    cues = [(DEMO / file, _cues(DEMO / file)) for file in sorted(DEMO.glob("*/*.vtt"))]
    written = 0
    for number in range(n):
        network, session = divmod(number, SESSIONS_A_NETWORK)
        dice = random.Random(f"{seed}/{network}")  # noqa: S311 (the people of a network are the same in its sessions)
        people = _people(cues, dice)
        said = cues[(network + session) % len(cues)][1]
        dice = random.Random(f"{seed}/{network}/{session}")  # noqa: S311
        start = dice.randrange(len(said) // 4)
        lines = [_renamed(cue, people) for cue in said[start : start + (most_cues or len(said) * 3 // 4)]]
        file = (
            folder
            / f"red-{network + 1:03d}"
            / f"sesion-{session + 1}_2025-{session + 4:02d}-{network % 28 + 1:02d}.vtt"
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        data = ("WEBVTT\n\n" + "\n\n".join(lines) + "\n").encode()
        file.write_bytes(data)
        written += len(data)
    return written


def _cues(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").strip().split("\n\n")[1:]


def _people(cues: list[tuple[Path, list[str]]], dice: random.Random) -> dict[str, str]:
    """Return new names for the people who speak in the demo: (first name and surname) and each of them alone."""
    people: dict[str, str] = {}
    for name in sorted(set(_speakers(cues))):
        first, last = name.split(" ")
        new = (people.get(first) or dice.choice(FIRST.split()), people.get(last) or dice.choice(LAST.split()))
        people |= {first: new[0], last: new[1]}
    return people


def _speakers(cues: list[tuple[Path, list[str]]]) -> Iterator[str]:
    for _file, said in cues:
        for cue in said:
            label = cue.split("\n")[2].partition(":")[0]
            name = label.partition(" - ")[2] if label.startswith("Facilitador") else label
            if not label.startswith(("Escuela", "Liceo", "Colegio")) and (found := NAME.match(name)):
                yield found[0]


def _renamed(cue: str, people: dict[str, str]) -> str:
    return re.sub(r"\w+", lambda word: people.get(word[0], word[0]), cue)


def main() -> None:
    """Write the sessions and say how many bytes they have."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    size = write_sessions(options.folder, options.sessions, seed=options.seed)
    print(f"{options.sessions} sessions, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
