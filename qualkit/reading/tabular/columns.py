"""Columns are taken for fields tolerantly: accents, case, numbering, brackets, long questions and a slip of the pen.

Whoever knows better says so: what a person edited goes before every guess.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qualkit.reading.spelling import bare
from qualkit.reading.tabular import fields as known
from qualkit.reading.tabular.fields import Keywords, Spellings

_NUMBERING = re.compile(
    r"^\s*(?:(?:pregunta|p|item|ítem|campo|secci[oó]n)\s*)?(?:\d{1,3}(?:\.\d{1,2})*|[ivx]{1,4}|[a-z])\s*[.)°º:–-]+\s*",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(r"\([^()]*\)")
_IN_BRACKETS = re.compile(r"\[([^\[\]]+)\]\s*$")
_AGAIN = re.compile(r"\s*\(\d{1,3}\)$")
_SHORTEST_WITH_SLIP = 6
_LONGEST_WITH_SLIP = 60
_LONGEST_TOLD = 60

GROUP_MARK = " › "
"""Between the heading of a group of columns and that of one of them, where a header has two rows."""

Fields = Mapping[str, str | None]
"""Column heading → field, or ``None`` where the column fits none."""


@dataclass(frozen=True)
class Vocabulary:
    """The fields of one kind of table with their spellings, and words that are enough to know a long question.

    ``many`` are the fields that any number of columns may be: what names people, and is not kept.
    """

    spellings: Spellings
    keywords: Keywords = ()
    many: frozenset[str] = frozenset()

    @cached_property
    def by_spelling(self) -> dict[str, str]:
        """Return field by spelling, spelled ``bare``; the name of the field is one of its spellings."""
        found: dict[str, str] = {}
        for name, words in self.spellings.items():
            for spelling in (name, *words):
                found.setdefault(bare(spelling), name)
        return found

    @cached_property
    def _by_length(self) -> dict[int, list[tuple[str, int]]]:
        """Return the spellings by their length, each with the letters that it has."""
        found: dict[int, list[tuple[str, int]]] = {}
        for spelling in self.by_spelling:
            if len(spelling) >= _SHORTEST_WITH_SLIP:
                found.setdefault(len(spelling), []).append((spelling, _letters(spelling)))
        return found

    def exact(self, heading: str) -> str | None:
        """Return the field that ``heading`` spells, numbering, brackets and hints left aside."""
        return next((self.by_spelling[words] for words in readings(heading) if words in self.by_spelling), None)

    def by_words(self, heading: str) -> str | None:
        """Return the field that the words of ``heading`` tell."""
        for words in readings(heading):
            tokens = set(words.split())
            found = next((name for keys, name in self.keywords if tokens.issuperset(keys)), None)
            if found is not None:
                return found
        return None

    def by_slip(self, heading: str) -> str | None:
        """Return the one field that ``heading`` spells but for one letter (two, from twelve letters on)."""
        found: set[str] = set()
        for words in readings(heading):
            if _SHORTEST_WITH_SLIP <= len(words) <= _LONGEST_WITH_SLIP and not re.search(r"\d", words):
                most = 1 if len(words) < 12 else 2
                letters = _letters(words)
                for n in range(len(words) - most, len(words) + most + 1):
                    for spelled, other in self._by_length.get(n, ()):
                        if (letters ^ other).bit_count() <= 2 * most and _is_near(words, spelled, most):
                            found.add(self.by_spelling[spelled])
        return found.pop() if len(found) == 1 else None

    def field_of(self, heading: str) -> str | None:
        """Return the field that a heading stands for, or ``None`` where none is recognised."""
        return self.exact(heading) or self.by_words(heading) or self.by_slip(heading)

    def match(self, header: Sequence[str], edited: Fields | None = None) -> dict[str, str | None]:
        """Return the field of each column of ``header``, in its order; each field is fed by one column only.

        What was ``edited`` holds (``None``: take it for no field); then exact names win over words, words over slips,
        and the first column over a second.
        """
        fields = edited_fields(header, edited or {})
        taken = {name for name in fields.values() if name} - self.many
        for guess in (self.exact, self.by_words, self.by_slip):
            for column in header:
                if column not in fields and (name := guess(column)) is not None and name not in taken:
                    fields[column] = name
                    taken |= {name} - self.many
        return {column: fields.get(column) for column in header}

    def known(self, header: Sequence[str]) -> dict[str, int]:
        """Return the position of each field that ``header`` has by its exact name, its words or a slip."""
        return {name: at for at, name in enumerate(self.match(header).values()) if name is not None}


def edited_fields(header: Sequence[str], edited: Fields) -> dict[str, str | None]:
    """Return what was edited, for the columns of ``header``: spelled as there, or alike but for accents and case."""
    alike = {bare(column): name for column, name in edited.items()}
    found = {}
    for column in header:
        if column in edited:
            found[column] = edited[column]
        elif bare(column) in alike:
            found[column] = alike[bare(column)]
    return found


def readings(heading: str) -> list[str]:
    """Return the ways in which a heading may be read (``bare``), the whole of it first.

    Without its numbering («3. »), what stands in brackets at its end (forms made with Google), without parentheses
    («(máximo 600 caracteres)»), before and after a colon or a dash, and its first question.
    """
    whole = heading.strip().lstrip("*•-–·¿ ").rstrip("* ")
    short = _NUMBERING.sub("", whole)
    found = [heading, whole, short, _IN_PARENTHESES.sub(" ", short)]
    in_brackets = _IN_BRACKETS.search(short)
    if in_brackets:
        found.append(in_brackets[1])
    group, _mark, own = short.rpartition(GROUP_MARK)
    found += [own, group] if group else []
    for mark in (":", " – ", " - ", "|", "\n"):
        if mark in short:
            before, _mark, after = short.partition(mark)
            found += [before, _IN_PARENTHESES.sub(" ", before), after]
    if "?" in short:
        found.append(short[: short.index("?") + 1])
    return [words for words in dict.fromkeys(map(bare, found)) if words]


def without_again(heading: str) -> str:
    """Return the heading without the number that tells a repeated one apart («Resultados (2)»)."""
    return _AGAIN.sub("", heading)


@lru_cache(maxsize=4096)
def without_names(heading: str) -> str:
    """Return a heading with «…» in place of people, schools and whatever else would be hidden in a text."""
    from qualkit.reading.privacy.pseudonyms import find_entities

    for entity in sorted(find_entities(heading), key=lambda found: -found.start):
        heading = f"{heading[: entity.start]}…{heading[entity.end :]}"
    return heading


def told(columns: Iterable[str]) -> str:
    """Return headings as a sentence lists them: shortened, and without names."""
    return ", ".join(without_names(column[: 4 * _LONGEST_TOLD])[:_LONGEST_TOLD] for column in columns)


def _letters(words: str) -> int:
    """Return which letters ``words`` has, as bits: a cheap look before letters are compared one by one."""
    found = 0
    for letter in set(words):
        found |= 1 << (ord(letter) & 63)
    return found


def _is_near(one: str, other: str, most: int) -> bool:
    """Say whether at most ``most`` letters were added, left out, changed or swapped (optimal string alignment)."""
    if abs(len(one) - len(other)) > most:
        return False
    before, last = list[int](), list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
        before, last = last, row
    return last[-1] <= most


def snake(heading: str, taken: Iterable[str] = (), *, longest: int = 60) -> str:
    """Return ``heading`` as the name of a field that is not ``taken`` («Color favorito» → ``color_favorito``)."""
    words = bare(_NUMBERING.sub("", heading)).replace(" ", "_") or "otros"
    if len(words) > longest:
        words = words[:longest].rpartition("_")[0] or words[:longest]
    used, name, n = set(taken), words, 1
    while name in used:
        n += 1
        name = f"{words}_{n}"
    return name


EXPERIENCES = Vocabulary(
    {
        **known.SHORT_FORM,
        **{name: words for block in known.EXTENDED_FORM.values() for name, words in block.items()},
        **known.CASE_FIELDS,
    },
    known.FORM_KEYWORDS,
    frozenset(("respondent",)),
)
ATTENDANCE = Vocabulary(known.ATTENDANCE)
MEMBERS = Vocabulary(known.MEMBERS)
MANIFEST = Vocabulary(known.MANIFEST)
SURVEY_CASE = Vocabulary(known.SURVEY_CASE, (), frozenset(("respondent", "unused")))
REGISTER_VOCABULARIES: Mapping[str, Vocabulary] = {
    "actors": Vocabulary(known.ACTORS),
    "agreements": Vocabulary(known.AGREEMENTS),
    "observations": Vocabulary(known.OBSERVATIONS),
    "cycles": Vocabulary(known.CYCLES),
    "nominations": Vocabulary(known.NOMINATIONS),
    "encounters": Vocabulary(known.ENCOUNTERS),
}
VOCABULARIES: Mapping[str, Vocabulary] = {
    "experiences": EXPERIENCES,
    "survey": SURVEY_CASE,
    "attendance": ATTENDANCE,
    "members": MEMBERS,
    **REGISTER_VOCABULARIES,
}
"""The vocabulary of each kind of table."""

_HEADINGS = frozenset(
    spelling for words in (*VOCABULARIES.values(), MANIFEST) for spelling in words.by_spelling if len(spelling) > 1
)
_LONGEST_HEADING = 200


def is_known_heading(cell: str) -> bool:
    """Say whether a cell is spelled like a column of some kind of table."""
    return len(cell) <= _LONGEST_HEADING and any(words in _HEADINGS for words in readings(cell))


_FIRST_WORDS = frozenset(
    form
    for words in EXPERIENCES.spellings.values()
    for spelling in words
    for form in (spelling.lower().split()[0].lstrip("¿"), bare(spelling).split(" ")[0])
)


def may_begin_heading(text: str) -> bool:
    """Say whether one of the first words of ``text`` begins a heading of a form: a cheap look before a closer one."""
    return any(word.strip("¿?*•-–.,;()[]") in _FIRST_WORDS for word in text[:60].lower().split()[:3])
