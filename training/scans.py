"""Makes ``models/scans.npz``, by which scanned text is cleaned up, from open Spanish text.

    python training/scans.py --sources DIR --out models/scans.npz

``DIR`` holds ``text/*.txt.xz`` (one paragraph a line); what they are stands in ``training/README.md``. The novels are
left out: they spell as people did before 1911 («fué», «á»). Everything is counting, nothing is drawn at random:

1. words with their accents, in lower case; which of them are names (nearly always with a capital inside a sentence);
2. which of them one lost or misread accent makes another word of («practica» and «práctica», «logré» and «logró»):
   these, and the commonest, are looked at between their neighbours;
3. how often each of them stands before and after the commonest words, the marks, and the endings of all other words.
"""

import argparse
import lzma
import math
import re
import time
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qualkit.language.lemmas import is_known, respellings
from qualkit.language.scans.words import (
    EDGE,
    FIRST,
    LEAST,
    LETTERS,
    MARKS,
    NUMBER,
    SIXTEENTHS,
    bare,
    ending,
    packed,
    quantised,
)

LEAST_WORD, LEAST_FOCUS = 3, 4
"""How often a word must stand in the text to be kept, and to be looked at between its neighbours."""
NEIGHBOURS, COMMON = 3000, 8000
"""How many of the commonest words are neighbours by themselves; how many are looked at whatever their spelling."""
LEAST_ENDING = 3000
NAME_SHARE = 0.8
MISSPELT, GLUED = 100, 1000
"""A word without accent that stands so many times less often than with it is a misspelling, and left out; so is one
that is two words without their space, the second of which stands so many times more often («laimportancia»)."""
LEAST_LEMMA, OWN_WORDS = 30, 30
"""Forms of a dictionary are added where their lemma stands so often; words of our own list count as so many."""
_RARE_FORM = re.compile(
    r"(?:[aeiáéí]is|ste[s]?|[aei]se[s]?|ses|semos|seis|[ae]re[s]?|remos|á|é|í|ad|ed|id|[áéí]s|[áéí]os)$"
)
"""Forms of «vosotros» and «vos», of the past subjunctive in «-se» and the future one: nobody's here."""
_SMALL_LIST = "la el los las de del en un una que se su por con para al lo no es y"
_SMALL = _SMALL_LIST.split()
SKIPPED = ("conha19",)
_UNIT = re.compile(r"[^\W\d_]+|\d+|[.!?…;:,()¿¡\n]")
_FINAL = re.compile(r"[áéíóú](s?)$")

Ints = NDArray[np.int64]


def lines_of(sources: Path) -> Iterator[str]:
    """Yield the lines of the texts, file by file in alphabetical order."""
    for file in sorted((sources / "text").glob("*.txt.xz")):
        if not any(name in file.name for name in SKIPPED):
            with lzma.open(file, "rt", encoding="utf-8") as lines:
                yield from lines


def read(lines: Iterator[str]) -> tuple[list[str], Ints]:
    """Return the distinct units as written, and the text as places in that list."""
    known: dict[str, int] = {}
    text = array("i")
    for line in lines:
        text.extend([known.setdefault(unit, len(known)) for unit in _UNIT.findall(line)])
    return list(known), np.frombuffer(text, dtype=np.int32).astype(np.int64)


def is_word(unit: str) -> bool:
    """Say whether a unit is a word that Spanish text may hold: letters of the Spanish alphabet."""
    return bool(re.fullmatch(r"[a-záéíóúüñ]+", unit))


def lowered(units: list[str], text: Ints) -> tuple[list[str], Ints, Ints, Ints]:
    """Return lower-case words in alphabetical order, their counts, the names among them, and the text in their places.

    Marks are -1 - their number as neighbours; anything else is -9.
    """
    counts = np.bincount(text, minlength=len(units))
    ends = np.array([MARKS.get(unit, -1) == EDGE or unit in "¿¡" for unit in units])
    inside = np.ones(len(text), dtype=bool)
    inside[0] = False
    inside[1:] = ~ends[text[:-1]]
    inner = np.bincount(text[inside], minlength=len(units))
    total: dict[str, int] = {}
    capital: dict[str, int] = {}
    small: dict[str, int] = {}
    for unit, count, within in zip(units, counts.tolist(), inner.tolist(), strict=True):
        lower = unit.lower()
        if not is_word(lower):
            continue
        total[lower] = total.get(lower, 0) + count
        kind = small if unit == lower else capital
        kind[lower] = kind.get(lower, 0) + within
    misspelt = _without_accent(total)
    glued = _without_space(total)
    counted = {w: n for w, n in total.items() if n >= LEAST_WORD and w not in misspelt and w not in glued}
    counted = {**dict.fromkeys(_dictionary_forms(total), 1), **counted}
    for word in own_words(total):
        counted[word] = max(OWN_WORDS, counted.get(word, 0))
    words = sorted(counted)
    places = {word: i for i, word in enumerate(words)}
    to_place = np.array([_place(unit, places) for unit in units])
    names = [i for i, word in enumerate(words) if _is_name(small.get(word, 0), capital.get(word, 0))]
    return words, np.array([counted[word] for word in words]), np.array(names), to_place[text]


def bare_forms(words: Sequence[str]) -> dict[str, list[str]]:
    """Return the words by what is left of them when every accent and tilde is lost."""
    found: dict[str, list[str]] = {}
    for word in words:
        found.setdefault(bare(word), []).append(word)
    return found


def _without_accent(total: dict[str, int]) -> set[str]:
    """Return the words that are another, far commoner one without its accent: «formacion»."""
    groups = bare_forms(list(total))
    return {
        word
        for word, group in groups.items()
        if word in total and max(total[each] for each in group) >= MISSPELT * total[word]
    }


def _without_space(total: dict[str, int]) -> set[str]:
    """Return the words that are a small word and a far commoner one without the space between them."""
    found = set()
    for small in _SMALL:
        for word, count in total.items():
            rest = word[len(small) :]
            if word.startswith(small) and len(rest) > 3 and total.get(rest, 0) >= GLUED * count and not is_known(word):
                found.add(word)
    return found


def _dictionary_forms(total: dict[str, int]) -> list[str]:
    """Return the forms of simplemma's dictionary whose lemma is a common word, but for those nobody here uses."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    entries = DefaultDictionaryFactory().get_dictionary("es")
    pairs = ((_text(form), _text(lemma)) for form, lemma in entries.items())
    return sorted(
        form
        for form, lemma in pairs
        if total.get(lemma, 0) >= LEAST_LEMMA and is_word(form) and len(form) > 4 and not _RARE_FORM.search(form)
        if not _lacks_accent(form, total)
    )


def _text(entry: str | bytes) -> str:
    return entry.decode("utf-8") if isinstance(entry, bytes) else entry


def _lacks_accent(form: str, total: dict[str, int]) -> bool:
    return any(total.get(word, 0) >= LEAST_LEMMA for word in respellings(form))


def own_words(total: dict[str, int]) -> list[str]:
    """Return the words of Chilean schools that open text hardly has, with the accents that our list leaves out."""
    lines = Path(__file__).with_name("chilean_words.tsv").read_text(encoding="utf-8").splitlines()
    listed = (line.split("\t")[0].strip().lower() for line in lines if line.strip() and not line.startswith("#"))
    return [_accented(word, total) for word in listed if is_word(word) and len(word) > 3]


def _accented(word: str, total: dict[str, int]) -> str:
    if word.endswith(("cion", "sion")):
        return word[:-2] + "ón"
    found = max(respellings(word), key=lambda each: (total.get(each, 0), each), default=word)
    return found if total.get(found, 0) > total.get(word, 0) else word


def _place(unit: str, places: dict[str, int]) -> int:
    mark = MARKS.get(unit)
    if mark is not None:
        return -1 - mark
    return -1 - NUMBER if unit[0].isdigit() else places.get(unit.lower(), -9)


def _is_name(small: int, capital: int) -> bool:
    return capital > 0 and capital >= NAME_SHARE * (capital + small)


def neighbours_of(words: list[str], counts: Ints) -> tuple[list[str], Ints]:
    """Return the names of the neighbours, and for each word the number of the neighbour that stands for it (or -1)."""
    order = np.argsort(-counts, kind="stable")[:NEIGHBOURS]
    named = {int(place): FIRST + i for i, place in enumerate(order)}
    seen: dict[str, int] = {}
    for i, word in enumerate(words):
        if i not in named:
            seen[ending(word)] = seen.get(ending(word), 0) + int(counts[i])
    endings = {
        name: FIRST + len(order) + i for i, name in enumerate(sorted(e for e in seen if seen[e] >= LEAST_ENDING))
    }
    numbers = np.array([named.get(i, endings.get(ending(word), -1)) for i, word in enumerate(words)])
    return [".", ",", "¿", "0", *(words[i] for i in order), *endings], numbers


def focus_of(words: list[str], counts: Ints, names: Ints) -> Ints:
    """Return the places of the words to look at between their neighbours."""
    common = set(np.argsort(-counts, kind="stable")[:COMMON].tolist())
    named = set(names.tolist())
    known = {word: i for i, word in enumerate(words) if counts[i] >= LEAST_FOCUS and i not in named}
    groups = [*bare_forms(list(known)).values()]
    finals: dict[str, list[str]] = {}
    for word in known:
        if _FINAL.search(word):
            finals.setdefault(_FINAL.sub(r"#\1", word), []).append(word)
    for group in (*groups, *finals.values()):
        if len(group) > 1:
            common.update(known[word] for word in group)
    return np.array(sorted(common))


def pairs(text: Ints, numbers: Ints, focus: Ints, size: int) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints], Ints]:
    """Return (keys, counts) of neighbours before and after the words of ``focus``, and the count of each neighbour."""
    to_focus = np.full(len(numbers), -1, dtype=np.int64)
    to_focus[focus] = np.arange(len(focus))
    words = text >= 0
    as_focus = np.where(words, to_focus[np.maximum(text, 0)], -1)
    as_neighbour = np.where(words, numbers[np.maximum(text, 0)], np.where(text > -9, -1 - text, -1))
    seen = np.bincount(as_neighbour[as_neighbour >= 0], minlength=size)
    before = _counted(as_focus[1:], as_neighbour[:-1], size)
    after = _counted(as_focus[:-1], as_neighbour[1:], size)
    return before, after, seen


def _counted(focus: Ints, neighbour: Ints, size: int) -> tuple[Ints, Ints]:
    both = (focus >= 0) & (neighbour >= 0)
    keys, counts = np.unique(focus[both] * size + neighbour[both], return_counts=True)
    kept = counts >= LEAST
    return keys[kept], counts[kept]


def letters_of(words: list[str], counts: Ints, names: Ints) -> NDArray[np.uint8]:
    """Return how unlikely (sixteenths of a nat) each letter is after two others, by the words that are no names."""
    seen = np.full((len(LETTERS),) * 3, 0.05)
    named = set(names.tolist())
    for i, word in enumerate(words):
        if i not in named:
            spelled = [0, 0, *(LETTERS.index(letter) for letter in word), 0]
            for k in range(2, len(spelled)):
                seen[spelled[k - 2], spelled[k - 1], spelled[k]] += math.log1p(counts[i])
    shares = seen / seen.sum(axis=2, keepdims=True)
    return np.clip(np.rint(-np.log(shares) * SIXTEENTHS), 0, 255).astype(np.uint8)


def main() -> None:
    """Make the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    began = time.monotonic()
    units, text = read(lines_of(asked.sources))
    words, counts, names, places = lowered(units, text)
    print(
        f"{time.monotonic() - began:.0f} s  {len(words)} words of {int((places >= 0).sum())} running ones", flush=True
    )
    neighbours, numbers = neighbours_of(words, counts)
    focus = focus_of(words, counts, names)
    before, after, seen = pairs(places, numbers, focus, len(neighbours))
    print(f"{len(neighbours)} neighbours, {len(focus)} words looked at, {len(before[0])} and {len(after[0])} pairs")
    np.savez_compressed(
        asked.out,
        words=np.frombuffer("\n".join(words).encode(), dtype=np.uint8),
        counts=quantised(counts),
        names=names.astype(np.int32),
        focus=focus.astype(np.int32),
        neighbours=np.frombuffer("\n".join(neighbours).encode(), dtype=np.uint8),
        neighbour_counts=quantised(seen),
        before=packed(before[0]),
        before_seen=quantised(before[1]),
        after=packed(after[0]),
        after_seen=quantised(after[1]),
        letters=letters_of(words, counts, names),
        total=np.int64(int((places >= 0).sum())),
    )
    print(f"{time.monotonic() - began:.0f} s  {asked.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
