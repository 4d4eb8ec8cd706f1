"""Makes the tables of lemmas: ``python training/lemmas.py --sources DIR --out models/``.

``--measure`` prints the figures of the card for the tables that are there, on the test splits.

Forms are counted in UD Spanish AnCora (dev), GSD (dev) and PUD, and at a quarter of the weight in ParlaMint-ES, whose
lemmas are a machine's. The lexicon has the lemmas of these, of the Spanish WordNet (MCR) and of spacy-lookups-data.
Only what the rules of ``qualkit.language.lemmas`` would get wrong is written: the tables stay small. No randomness.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from treebanks import TESTS, Sentence, Token, key, lower_cased, read, test_keys, unaccented

from qualkit.language import tokens
from qualkit.language.lemmas import ANY, FORMS, PARTICIPLE, WORDS, Lemmas, respellings, shipped

TREEBANKS = {
    "ud-ancora-devtest/es_ancora-ud-dev.conllu": 4,
    "ud-gsd-devtest/es_gsd-ud-dev.conllu": 1,
    "ud-pud/es_pud-ud-test.conllu": 1,
    "parlamint-silver/parlamint-es.silver.conllu": 1,
}
"""What is counted, and how much a token weighs. AnCora's convention is the one that is followed."""

SEED = 20260101
_ONE = 4
"""The weight of one token of AnCora."""

_GOOD = dict.fromkeys(("buen", "bueno", "buena", "buenos", "buenas"), "bueno")
_AS_SAID = {"pares": "par", "estado": "estar", "hecho": "hacer", "dicho": "decir", "puesto": "poner", "visto": "ver"}
_VERBS = {"subo": "subir", "juro": "jurar", "crea": "crear", "crean": "crear"}
CORRECTIONS = {
    "ADJ": _GOOD,
    "INTJ": {"si": "sí"},
    "NUM": {"un": "uno"},
    "VERB": _VERBS,
    ANY: {**_GOOD, **_VERBS, **_AS_SAID},
}
"""Where we part from what was counted: AnCora's «buen» for «buena», and participles that talk has far more as verbs."""

_KINDS = {"NOUN": "N", "VERB": "V", "AUX": "V", "ADJ": "A", "ADV": "R"}
_HEAD = "# qualkit, {what}. CC BY-SA 4.0; made by training/lemmas.py from the sources named in docs/models/lemmas.md\n"

Counts = Mapping[tuple[str, str], Counter[str]]
"""By (form in lower case, part of speech): how much each lemma weighs."""


def count(weighted: Iterable[tuple[Sequence[Sentence], int]]) -> dict[tuple[str, str], Counter[str]]:
    """Return how much each lemma of a form weighs, counted over surface tokens."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentences, weight in weighted:
        for token in (token for sentence in sentences for token in sentence.tokens):
            if token.upos not in ("PUNCT", "SYM", "_") and token.form[0].isalpha() and token.lemma.strip("_"):
                counts[token.form.lower(), token.upos][token.lemma.lower()] += weight
    return counts


def without_misspellings(counts: Counts) -> Counts:
    """Return ``counts`` without lemmas that are others without their accents («asi»): those weigh five times more."""
    weights: Counter[str] = Counter()
    for lemmas in counts.values():
        weights.update(lemmas)
    wrong = {
        lemma
        for lemma, weight in weights.items()
        if any(weights.get(accented, 0) > 5 * weight for accented in respellings(lemma))
    }
    kept = {key: Counter({lemma: n for lemma, n in of.items() if lemma not in wrong}) for key, of in counts.items()}
    return {key: lemmas for key, lemmas in kept.items() if lemmas}


def dictionary(sources: Path) -> dict[str, set[str]]:
    """Return the lemmas of one word in WordNet and spacy-lookups-data with their classes."""
    classes: dict[str, set[str]] = defaultdict(set)
    lines = (sources / "lexical/wordnet-mcr/wn-data-spa.tab").read_text(encoding="utf-8").splitlines()
    for synset, _, word in (line.split("\t")[:3] for line in lines if not line.startswith("#")):
        if word.isalpha() and word.islower():
            classes[word].add(synset[-1].upper())
    index = json.loads((sources / "lexical/spacy-lookups/es_lemma_index.json").read_text(encoding="utf-8"))
    for kind, name in (("N", "noun"), ("V", "verb"), ("A", "adj")):
        for word in index[name]:
            classes[word.lower()].add(kind)
    return classes


def lexicon(counts: Counts, gold: Counts, known: Mapping[str, set[str]]) -> dict[str, dict[str, int]]:
    """Return each lemma's classes with how much they weigh in the treebanks; 0 for what only a dictionary has.

    What a machine alone wrote (``counts`` but not ``gold``) must be in a dictionary. The dictionaries hold some words
    without their accents («dia»): those are left out where a treebank has the accent.
    """
    words: dict[str, dict[str, int]] = {}
    for (form, pos), lemmas in counts.items():
        kind = _KINDS.get(pos)
        for lemma, weight in lemmas.items():
            if kind and (kind in known.get(lemma, ()) or _is_plausible(form, lemma, pos, gold.get((form, pos), {}))):
                of = words.setdefault(lemma, {})
                of[kind] = of.get(kind, 0) + weight
    for word, kinds in known.items():
        for kind in kinds - ({"V"} if word.endswith("rse") else set()):
            if not any(words.get(accented, {}).get(kind) for accented in respellings(word)):
                words.setdefault(word, {}).setdefault(kind, 0)
    return words


def _is_plausible(form: str, lemma: str, pos: str, gold: Mapping[str, int]) -> bool:
    """Say whether a lemma that no dictionary has is one: people wrote it, and it has the right shape."""
    if pos in ("VERB", "AUX"):
        return lemma.endswith(("ar", "er", "ir", "ír")) and gold.get(lemma, 0) >= _ONE
    return gold.get(lemma, 0) >= _ONE or lemma == form


def table(counts: Counts, words: Mapping[str, Mapping[str, int]]) -> dict[tuple[str, str], str]:
    """Return the forms whose lemma the rules over ``words`` would get wrong."""
    rules = Lemmas({}, words)
    by_pos = {
        (form, pos): lemma
        for (form, pos), lemmas in counts.items()
        if (lemma := _chosen(form, pos, lemmas, words)) and rules.of(form, pos) != lemma
    }
    told = {**by_pos, **{(form, pos): lemma for pos, forms in CORRECTIONS.items() for form, lemma in forms.items()}}
    return {**_without_pos(counts, Lemmas(told, words)), **told}


def _chosen(form: str, pos: str, lemmas: Counter[str], words: Mapping[str, Mapping[str, int]]) -> str:
    """Return the lemma that weighs most, or "" where it is one token's alone and no lexicon knows it."""
    lemma, weight = min(lemmas.items(), key=lambda item: (-item[1], item[0]))
    if pos in ("PROPN", "NUM") and (pos == "PROPN" or form[0].isdigit()):
        return ""
    if pos in ("VERB", "AUX") and not lemma.endswith(("ar", "er", "ir", "ír")):
        return ""
    if pos == "NOUN" and lemma == form and _has_commoner_singular(form, weight, words):
        return ""
    if weight >= _ONE or _KINDS.get(pos, pos) in words.get(lemma, ()):
        return lemma
    return "" if pos in _KINDS else lemma


def _has_commoner_singular(form: str, weight: int, words: Mapping[str, Mapping[str, int]]) -> bool:
    """Say whether the plural is its own lemma only in AnCora's set phrases («a manos de»): «mano» weighs more."""
    singular = Lemmas({}, words).of(form, "NOUN")
    return singular != form and sum(words.get(singular, {}).values()) >= weight


def _without_pos(counts: Counts, tagged: Lemmas) -> dict[tuple[str, str], str]:
    """Return the lemma of each form whatever its part of speech, where the rules would say another.

    «crítica» and «críticas» are counted together: what is one word in talk has one lemma.
    """
    readings: dict[str, Counter[str]] = defaultdict(Counter)
    for (form, pos), lemmas in counts.items():
        if pos == "PROPN" and _is_word(form, tagged):
            continue
        lemma = tagged.of(form, pos).lower()
        readings[form][_one_gender(form, pos, lemma, tagged)] += sum(lemmas.values())
    for form in [form for form in readings if len(form) > 5 and form.endswith("as") and form[:-1] in readings]:
        _share(readings[form], readings[form[:-1]])
    found = {}
    for form, lemmas in readings.items():
        lemma, weight = min(lemmas.items(), key=lambda item: (-item[1], item[0]))
        usual = tagged.of(form)
        doubted = usual != form and not any(tagged.words.get(usual, {}).values())
        if lemma != usual and weight >= (_ONE if doubted else 2 * _ONE) and weight > 1.5 * lemmas.get(usual, 0):
            found[form, ANY] = lemma
    return found


def _share(plural: Counter[str], singular: Counter[str]) -> None:
    """Count the nouns and adjectives of both for both; verbs stay where they are."""
    for lemma in {lemma for lemma in [*plural, *singular] if not lemma.endswith(("ar", "er", "ir", "ír", "s"))}:
        plural[lemma] = singular[lemma] = plural[lemma] + singular[lemma]


def _is_word(form: str, tagged: Lemmas) -> bool:
    """Say whether a name is a word of the language too: «Flores», «Europea», but not «París» for «parir»."""
    return any(tagged.words.get(lemma, {}).get(kind) for kind in "NAVR" for lemma in {form, tagged.of(form)})


def _one_gender(form: str, pos: str, lemma: str, tagged: Lemmas) -> str:
    """Return the lemma to count where no part of speech is told: one for both genders, the verb of a participle."""
    usual = tagged.of(form)
    if pos == "NOUN" and lemma.endswith("a") and usual in (lemma[:-1] + "o", lemma[:-1] + "e", lemma[:-1]):
        return usual
    if pos == "ADJ" and PARTICIPLE.search(form) and usual.endswith(("ar", "er", "ir", "ír")):
        return usual
    return lemma


def write(lemmas: Lemmas, out: Path) -> None:
    """Write both tables, sorted."""
    forms = "".join(f"{form}\t{pos}\t{lemma}\n" for (form, pos), lemma in sorted(lemmas.forms.items()))
    words = "".join(f"{word}\t{_classes(kinds)}\n" for word, kinds in sorted(lemmas.words.items()))
    (out / FORMS).write_text(_HEAD.format(what="lemmas of forms") + forms, encoding="utf-8")
    (out / WORDS).write_text(_HEAD.format(what="lexicon of lemmas") + words, encoding="utf-8")


def _classes(kinds: Mapping[str, int]) -> str:
    return " ".join(f"{kind}{weight}" if weight else kind for kind, weight in sorted(kinds.items()))


def build(sources: Path, treebanks: Mapping[str, int] | None = None) -> Lemmas:
    """Return the tables counted over ``treebanks`` (path below ``sources`` and weight), test sentences left out."""
    weights = dict(TREEBANKS if treebanks is None else treebanks)
    tests = test_keys(sources)
    read_once = {name: [s for s in read(sources / name) if key(s.text) not in tests] for name in weights}
    counts = without_misspellings(count((read_once[name], weight) for name, weight in weights.items()))
    gold = count((read_once[name], weight) for name, weight in weights.items() if "silver" not in name)
    words = lexicon(counts, gold, dictionary(sources))
    return Lemmas(table(counts, words), words)


@dataclass(frozen=True)
class Score:
    """How many of ``n`` tokens got their lemma, and the 95 % interval of the share (sentences resampled)."""

    n: int
    right: int
    low: float
    high: float

    @property
    def accuracy(self) -> float:
        """The share of right lemmas."""
        return self.right / self.n


def lemma_scores(lemmatise: Callable[[str, str], str], sentences: Sequence[Sentence], *, draws: int = 1000) -> Score:
    """Return how often ``lemmatise(form, pos)`` gives the treebank's lemma, capitals apart; marks do not count.

    Raises ``ValueError`` where there is no word.
    """
    rows = [[token for token in sentence.tokens if token.upos not in ("PUNCT", "SYM")] for sentence in sentences]
    counts = np.array([(len(row), sum(_is_right(lemmatise, token) for token in row)) for row in rows if row])
    if not len(counts):
        raise ValueError("there is no word to score")
    drawn = np.random.default_rng(SEED).integers(len(counts), size=(draws, len(counts)))
    totals = counts[drawn].sum(axis=1)
    low, high = np.percentile(totals[:, 1] / totals[:, 0], [2.5, 97.5])
    return Score(int(counts[:, 0].sum()), int(counts[:, 1].sum()), float(low), float(high))


def _is_right(lemmatise: Callable[[str, str], str], token: Token) -> bool:
    return lemmatise(token.form, token.upos).lower() == token.lemma.lower()


def tell(sources: Path) -> None:
    """Print the share of right lemmas on each test split, as written and without accents: a Markdown table."""
    from simplemma import lemmatize

    systems: dict[str, Callable[[str, str], str]] = {
        "the form itself": lambda form, _: form,
        "simplemma alone": lambda form, _: lemmatize(form, lang="es"),
        "lemmas, no POS": lambda form, _: shipped().of(form),
        "lemmas, gold POS": shipped().of,
        "what `analyse` matches by (no POS)": lambda form, _: tokens.lemma(form),
    }
    tests = [read(sources / name) for name in TESTS]
    columns = [each for test in tests for each in (test, [unaccented(lower_cased(s)) for s in test])]
    for name, lemmatise in systems.items():
        found = [lemma_scores(lemmatise, sentences) for sentences in columns]
        print(f"| {name} | {' | '.join(map(_shown, found))} |", flush=True)


def _shown(score: Score) -> str:
    return f"{score.accuracy:.3f} [{score.low:.3f}–{score.high:.3f}], n {score.n:,}"


def main() -> None:
    """Read the arguments, make the tables and say how large they are, or measure those that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--measure", action="store_true")
    arguments = parser.parse_args()
    if arguments.measure:
        tell(arguments.sources)
        return
    lemmas = build(arguments.sources)
    write(lemmas, arguments.out)
    print(f"{len(lemmas.forms)} forms, {len(lemmas.words)} lemmas")


if __name__ == "__main__":
    main()
