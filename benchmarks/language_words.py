"""Lemmas and word classes on treebank text, beside simplemma, a rule lemmatizer, the form itself and the commonest tag.

Every system reads the same raw text of each sentence and parts it by itself; its tokens are laid beside those of the
treebank by their characters. A word whose borders the system puts elsewhere counts as wrong (its share is given).
Punctuation and symbols are left out. A word that the treebank parts («del», «dámelo») is one word here: right is the
lemma and the class of its head part (the verb of «dámelo», the preposition of «del») or the lemmas of all its parts.
Upper and lower case do not matter (the treebanks differ in the lemma of names).
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from language_material import Absent, Material, group_names, treebank
from language_measures import Figure, share
from language_pipeline import parsed
from language_tables import Section, Skipped, Table

from qualkit.language.words import fold

if TYPE_CHECKING:
    from treebanks import Sentence, Token

LEFT_OUT = frozenset({"PUNCT", "SYM"})
CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
MARKS = ("lemma", "lemma, accents ignored", "lemma of content words", "UPOS", "borders elsewhere")


@dataclass(frozen=True, slots=True)
class Guess:
    """A token as a system sees it; None where it says nothing of the lemma or of the class."""

    start: int
    end: int
    lemma: str | None = None
    upos: str | None = None


System = Callable[["Sequence[Sentence]"], Sequence[Sequence[Guess]]]


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a system is right about one word of the treebank."""

    content: bool
    aligned: bool
    lemma: bool
    folded: bool
    upos: bool


def marks(sentence: "Sentence", guesses: Sequence[Guess]) -> list[Mark]:
    """Return a mark for each word of a sentence."""
    by_place = {(guess.start, guess.end): guess for guess in guesses}
    pairs = zip(sentence.tokens, sentence.offsets, strict=True)
    return [_mark(token, by_place.get(place)) for token, place in pairs if token.upos not in LEFT_OUT]


def _mark(token: "Token", guess: Guess | None) -> Mark:
    content = token.upos in CONTENT
    if guess is None:
        return Mark(content, False, False, False, False)
    said = (guess.lemma or "").casefold()
    meant = {token.lemma.casefold(), " ".join(part.lemma for part in token.parts).casefold()}
    folded = fold(said) in set(map(fold, meant))
    return Mark(content, True, said in meant, folded, guess.upos == token.upos)


def figures(rows: Sequence[Sequence[Mark]], groups: Sequence[str], *, tags: bool, lemmas: bool) -> list[Figure | None]:
    """Return the figures of ``MARKS``; None for what a system does not say. ``groups`` are drawn again."""
    merged: dict[str, list[Mark]] = {}
    for row, group in zip(rows, groups, strict=True):
        merged.setdefault(group, []).extend(row)
    every = list(merged.values())
    content = [[mark for mark in row if mark.content] for row in every]
    return [
        _part(every, lambda mark: mark.lemma) if lemmas else None,
        _part(every, lambda mark: mark.folded) if lemmas else None,
        _part(content, lambda mark: mark.lemma) if lemmas else None,
        _part(every, lambda mark: mark.upos) if tags else None,
        _part(every, lambda mark: not mark.aligned),
    ]


def _part(rows: Sequence[Sequence[Mark]], is_right: Callable[[Mark], bool]) -> Figure:
    return share([sum(map(is_right, row)) for row in rows], [len(row) for row in rows])


def light(sentences: "Sequence[Sentence]") -> Iterator[list[Guess]]:
    """Yield what the light path of qualkit (no parser) says."""
    from qualkit.language.tokens import analyse

    for sentence in sentences:
        yield [Guess(t.start, t.end, t.lemma) for t in analyse(sentence.text)]


def light_as_treebanks(sentences: "Sequence[Sentence]") -> Iterator[list[Guess]]:
    """Yield the lemmas that follow the treebanks rather than what one would match by («niña» is «niña»)."""
    from qualkit.language.lemmas import lemma
    from qualkit.language.tokens import analyse

    for sentence in sentences:
        yield [Guess(t.start, t.end, lemma(t.text)) for t in analyse(sentence.text)]


def full(sentences: "Sequence[Sentence]") -> Iterator[list[Guess]]:
    """Yield what the full pipeline of qualkit says. Raises ``Absent`` where this installation has none."""
    for text in parsed([sentence.text for sentence in sentences]):
        yield [Guess(t.start, t.end, t.lemma, t.pos or None) for t in text.tokens]


@lru_cache(maxsize=1)
def _blank() -> Any:
    import spacy

    return spacy.blank("es")


def by_form(say: Callable[[str], tuple[str | None, str | None]]) -> System:
    """Return the system that parts text with spaCy's blank tokeniser and looks each form up alone."""

    def system(sentences: "Sequence[Sentence]") -> list[list[Guess]]:
        docs = (_blank()(sentence.text) for sentence in sentences)
        return [[Guess(t.idx, t.idx + len(t), *say(t.text)) for t in doc if not t.is_space] for doc in docs]

    return system


def simplemma_says(form: str) -> tuple[str | None, str | None]:
    """Return what simplemma says of a form: a lemma and no class."""
    from simplemma import lemmatize

    return lemmatize(form, lang="es"), None


class CommonTags:
    """The commonest class and features of each form in training sentences; a form never seen has those of new forms."""

    def __init__(self, sentences: "Sequence[Sentence]") -> None:
        seen: dict[str, Counter[tuple[str, str]]] = {}
        for sentence in sentences:
            for token in sentence.tokens:
                seen.setdefault(token.form.lower(), Counter())[(token.upos, token.feats)] += 1
        self._tags: Mapping[str, tuple[str, str]] = {form: tags.most_common(1)[0][0] for form, tags in seen.items()}
        once = Counter(next(iter(tags)) for tags in seen.values() if sum(tags.values()) == 1)
        self._new = once.most_common(1)[0][0] if once else ("NOUN", "")

    def of(self, form: str) -> tuple[str, str]:
        """Return the class and the features of a form."""
        return self._tags.get(form.lower(), self._new)


class RuleLemmas:
    """spaCy's rule lemmatizer for Spanish with the tables of spacy-lookups-data."""

    def __init__(self, folder: Any) -> None:
        import json

        from spacy.lookups import Lookups

        lookups = Lookups()
        for name in ("lemma_rules", "lemma_rules_groups", "lemma_index", "lemma_exc"):
            lookups.add_table(name, json.loads((folder / f"es_{name}.json").read_text(encoding="utf-8")))
        pipe = _blank().create_pipe("lemmatizer", config={"mode": "rule"})
        pipe.initialize(lookups=lookups)
        self._pipe = pipe

    def lemma(self, form: str, upos: str, feats: str) -> str:
        """Return the lemma of a form of a class with UD features."""
        from spacy.tokens import Doc

        doc = Doc(_blank().vocab, words=[".", form], pos=["PUNCT", upos if upos != "_" else "X"], morphs=["", feats])
        doc[1].is_sent_start = False
        lemmas: list[str] = self._pipe.rule_lemmatize(doc[1])
        return lemmas[0]


def with_gold_tags(rules: RuleLemmas) -> System:
    """Return the rule lemmatizer that is told where words begin, their class and features: its best case."""

    def system(sentences: "Sequence[Sentence]") -> list[list[Guess]]:
        return [
            [
                Guess(*place, rules.lemma(token.form, token.upos, token.feats))
                for token, place in zip(sentence.tokens, sentence.offsets, strict=True)
            ]
            for sentence in sentences
        ]

    return system


@dataclass(frozen=True)
class Named:
    """A system with its name, and what it says."""

    name: str
    system: System
    lemmas: bool = True
    tags: bool = False


def systems(material: Material) -> Iterator[Named]:
    """Yield the systems that can be asked here, qualkit's own first."""
    yield Named("qualkit, light path", lambda sentences: list(light(sentences)))
    yield Named("qualkit, light path, treebank lemmas", lambda sentences: list(light_as_treebanks(sentences)))
    yield Named("qualkit, full pipeline", lambda sentences: list(full(sentences)), tags=True)
    yield Named("simplemma", by_form(simplemma_says))
    train = [*material.treebank("ancora-dev"), *material.treebank("gsd-dev")]
    common = CommonTags(train)
    rules = RuleLemmas(material.path("lexical/spacy-lookups"))
    yield Named("rule lemmatizer, commonest tag", by_form(lambda form: (rules.lemma(form, *common.of(form)), None)))
    yield Named("rule lemmatizer, tags of the treebank", with_gold_tags(rules))
    yield Named("the form itself", by_form(lambda form: (form, None)))
    yield Named("commonest tag", by_form(lambda form: (None, common.of(form)[0])), lemmas=False, tags=True)


def measure(material: Material) -> list[Section]:
    """Return a table for each treebank: AnCora test, GSD test, and those that were asked for."""
    asked: dict[str, Callable[[], Sequence[Sentence]]] = {
        "AnCora test": lambda: material.treebank("ancora-test"),
        "GSD test": lambda: material.treebank("gsd-test"),
    }
    asked |= {path.name: partial(treebank, path) for path in material.treebanks}
    return [_section(title, read, material) for title, read in asked.items()]


def _section(title: str, read: "Callable[[], Sequence[Sentence]]", material: Material) -> Section:
    heading = f"Lemmas and word classes: {title}"
    try:
        return _table(heading, read(), material)
    except Absent as absent:
        return Skipped(heading, str(absent))


def _table(title: str, sentences: "Sequence[Sentence]", material: Material) -> Table:
    from treebanks import as_spoken

    groups, grouped_by = group_names(sentences)
    conditions = {"as written": sentences, "as a recogniser writes": [as_spoken(sentence) for sentence in sentences]}
    rows, missing = [], []
    for condition, asked in conditions.items():
        for named in systems(material):
            try:
                guesses = named.system(asked)
            except Absent as absent:
                missing.append(f"{named.name}: {absent}")
                continue
            found = [marks(sentence, row) for sentence, row in zip(asked, guesses, strict=True)]
            cells = figures(found, groups, tags=named.tags, lemmas=named.lemmas)
            rows.append((condition, named.name, sum(map(len, found)), *cells))
    note = f"{len(sentences):,} sentences; {grouped_by} drawn again. n counts words."
    after = "; ".join(dict.fromkeys(missing))
    return Table(title, note, ("text", "system", "n", *MARKS), tuple(rows), f"Not measured: {after}." if after else "")
