"""Names of persons, places, organisations and other things: F1 of whole names, strict borders and the right class.

The sentences are those of `cess-morph-ner` that also stand in the AnCora test part. The file keeps no spaces, so they
are put back by rule. Rivals: the rules by which qualkit hides names (they look for persons and schools, in talk) and
every run of capitalised words that does not begin a sentence, called a person.
"""

from collections.abc import Callable, Iterator, Sequence

from language_material import Absent, Material, named_entities, written
from language_measures import Counts, bio_spans, counts_of, f1_figure
from language_pipeline import parsed
from language_tables import Cell, Section, Table

from qualkit.language.words import fold

CLASSES = ("PER", "LOC", "ORG", "MISC")
RULES = {"PERSONA": "PER", "ESTABLECIMIENTO": "ORG", "COMUNA": "LOC", "DIRECCION": "LOC"}

Name = tuple[int, int, str]
Finder = Callable[[Sequence[str]], Sequence[list[Name]]]


def by_pipeline(texts: Sequence[str]) -> list[list[Name]]:
    """Return the names that the full pipeline finds."""
    return [[(name.start, name.end, name.label) for name in text.entities] for text in parsed(texts)]


def by_rules(texts: Sequence[str]) -> list[list[Name]]:
    """Return the names that the rules of the pseudonymiser find, each text by itself."""
    from qualkit.reading.privacy.entities import find_entities

    found = ([entity for entity in find_entities(text) if entity.label in RULES] for text in texts)
    return [[(entity.start, entity.end, RULES[entity.label]) for entity in entities] for entities in found]


def by_capitals(texts: Sequence[str]) -> list[list[Name]]:
    """Return the runs of capitalised words («de», «del», «la» between them go along), but not the first word."""
    return [list(_capital_runs(text)) for text in texts]


def _capital_runs(text: str) -> Iterator[Name]:
    import re

    pattern = r"\b[A-ZÁÉÍÓÚÑÜ][\w-]*(?:\s+(?:(?:de|del|la|las|los)\s+)*[A-ZÁÉÍÓÚÑÜ][\w-]*)*"
    first = re.search(r"\w+", text)
    for match in re.finditer(pattern, text):
        start = match.start()
        if first and start == first.start():
            rest = re.search(r"(?<=\s)[A-ZÁÉÍÓÚÑÜ]", match.group())
            if rest is None:
                continue
            start += rest.start()
        yield start, match.end(), "PER"


def gold(sentences: Sequence[tuple[list[str], list[str]]]) -> tuple[list[str], list[list[Name]]]:
    """Return the texts of BIO sentences and the places of their names."""
    texts, names = [], []
    for words, labels in sentences:
        text, places = written(words)
        texts.append(text)
        names.append([(places[a][0], places[b - 1][1], kind) for a, b, kind in bio_spans(labels)])
    return texts, names


def figures(found: Sequence[Sequence[Name]], meant: Sequence[Sequence[Name]]) -> list[Cell]:
    """Return F1 of all classes together, of each, and of the borders whatever the class; sentences drawn again."""
    pairs = list(zip(found, meant, strict=True))
    kinds = [f1_figure([_of_kind(own, names, kind) for own, names in pairs]) for kind in CLASSES]
    borders = f1_figure([counts_of((n[:2] for n in own), (n[:2] for n in names)) for own, names in pairs])
    return [f1_figure([counts_of(own, names) for own, names in pairs]), *kinds, borders]


def _of_kind(own: Sequence[Name], names: Sequence[Name], kind: str) -> Counts:
    return counts_of((n for n in own if n[2] == kind), (n for n in names if n[2] == kind))


FINDERS: dict[str, Finder] = {
    "qualkit, full pipeline": by_pipeline,
    "rules of the pseudonymiser": by_rules,
    "runs of capitals": by_capitals,
}


def measure(material: Material) -> list[Section]:
    """Return the table of names, as written and in lower case without accents."""
    texts, names = gold(named_entities(material.path("cess-morph-ner/ner-test.bio.tsv")))
    rows, missing = [], []
    for condition, change in _CONDITIONS.items():
        asked = [change(text) for text in texts]
        for finder, find in FINDERS.items():
            try:
                rows.append((condition, finder, sum(map(len, names)), *figures(find(asked), names)))
            except Absent as absent:
                missing.append(f"{finder}: {absent}")
    by_kind = ", ".join(f"{kind} {sum(n[2] == kind for row in names for n in row)}" for kind in CLASSES)
    note = f"{len(texts)} sentences, drawn again; n counts names ({by_kind})."
    after = f"Not measured: {'; '.join(dict.fromkeys(missing))}." if missing else ""
    columns = ("text", "system", "n", "F1", *(f"F1 {kind}" for kind in CLASSES), "F1 of borders")
    return [Table("Names", note, columns, tuple(rows), after)]


def _folded(text: str) -> str:
    """Return ``text`` folded letter by letter, so that every place stays."""
    return "".join(letter if len(letter) == 1 else " " for letter in map(fold, text))


_CONDITIONS: dict[str, Callable[[str], str]] = {"as written": str, "lower case, no accents": _folded}
