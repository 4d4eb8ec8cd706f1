"""What the pipeline learns from: treebanks and names brought to one scheme, parted from every test, and roughened.

One scheme: surface tokens; relations without subtypes; the features that the treebanks share (``KEPT_FEATURES``);
proper nouns without features; names as PER, LOC, ORG, MISC, or unknown where a treebank marks a name without its kind.
"""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pipeline_names
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab
from treebanks import ROOT, Sentence, Token, as_spoken, key, lower_cased, read, unaccented, unpunctuated

_FEATURES = """
Gender Number Person Tense Mood VerbForm PronType Poss Reflex Case PrepCase Definite Degree Polarity NumType
"""
KEPT_FEATURES = frozenset(_FEATURES.split())
_VALUES = {"PronType=Rel": "PronType=Int,Rel", "PronType=Int": "PronType=Int,Rel", "Case=Acc,Dat": "Case=Acc"}
_RELATIONS = {"compound:prt": "expl"}
_EAGLES = {"np0000p": "PER", "np0000l": "LOC", "np0000o": "ORG", "np0000a": "MISC"}
UNKNOWN = "?"
"""The mark of a token that is, or may be, part of a name of unknown kind."""


@dataclass(frozen=True)
class Learning:
    """Sentences to learn from and, parted from them by document, sentences to choose by."""

    gold: tuple[Sentence, ...]
    silver: tuple[Sentence, ...]
    held_out: tuple[Sentence, ...]


def gather(sources: Path, *, hold_out: int = 12) -> Learning:
    """Return what may be learned from, with every sentence of a test split taken out; says how many there were.

    Every ``hold_out``-th document of each gold treebank is held out; 0 holds nothing out.
    """
    tests = {key(s.text) for s in test_sets(sources).values() for s in s}
    gold, held = [], []
    for name, sentences in _gold(sources):
        free = [s for s in sentences if key(s.text) not in tests]
        print(f"{name}: {len(sentences)} sentences, {len(sentences) - len(free)} also in a test split and left out")
        documents = list(dict.fromkeys(map(_document, free)))
        chosen = set(documents[hold_out - 1 :: hold_out]) if hold_out else set()
        gold += [s for s in free if _document(s) not in chosen]
        held += [s for s in free if _document(s) in chosen]
    silver = [s for s in _parlamint(sources) if key(s.text) not in tests]
    return Learning(tuple(gold), tuple(silver), tuple(held))


def _document(sentence: Sentence) -> str:
    return sentence.document or re.sub(r"-?s?\d{1,3}$", "", sentence.id)


def test_sets(sources: Path) -> dict[str, list[Sentence]]:
    """Return the test splits of the treebanks, in our scheme. Nothing is ever learned from them."""
    return {
        "AnCora test": _in_scheme(read(sources / "ud-ancora-devtest/es_ancora-ud-test.conllu"), _ancora_names),
        "GSD test": _in_scheme(read(sources / "ud-gsd-devtest/es_gsd-ud-test.conllu"), _proper_nouns),
        "ner-test": read_bio(sources / "cess-morph-ner/ner-test.bio.tsv"),
    }


def _gold(sources: Path) -> Iterator[tuple[str, list[Sentence]]]:
    yield "AnCora dev", _in_scheme(read(sources / "ud-ancora-devtest/es_ancora-ud-dev.conllu"), _ancora_names)
    yield "GSD dev", _in_scheme(read(sources / "ud-gsd-devtest/es_gsd-ud-dev.conllu"), _proper_nouns)
    yield "PUD", _in_scheme(read(sources / "ud-pud/es_pud-ud-test.conllu"), _proper_nouns)


def _parlamint(sources: Path) -> list[Sentence]:
    """Return the sittings of the Congreso, machine-made, without roll calls (more than half of them names)."""
    read_ = _in_scheme(read(sources / "parlamint-silver/parlamint-es.silver.conllu"), _given_names)
    return [s for s in read_ if sum(t.upos == "PROPN" for t in s.tokens) * 2 < len(s.tokens) and len(s.tokens) < 90]


def _in_scheme(sentences: Iterable[Sentence], names: Callable[[Sequence[Token]], list[str]]) -> list[Sentence]:
    out = []
    for sentence in sentences:
        tokens = [replace(_proper(token), feats=_features(_proper(token))) for token in sentence.tokens]
        labelled = zip(tokens, names(tokens), strict=True)
        tokens = [replace(token, misc=(f"NER={label}",), deprel=_relation(token)) for token, label in labelled]
        out.append(replace(sentence, tokens=tuple(tokens)))
    return out


def _proper(token: Token) -> Token:
    """PUD marks the words of a name as nouns and adjectives with ``Proper=True``; the others as proper nouns."""
    is_name = "Proper=True" in token.misc and token.upos in ("NOUN", "ADJ")
    return replace(token, upos="PROPN") if is_name else token


def _features(token: Token) -> str:
    if token.upos in ("PROPN", "PUNCT"):
        return ""
    pairs = [_VALUES.get(pair, pair) for pair in token.feats.split("|") if pair.split("=")[0] in KEPT_FEATURES]
    return "|".join(pair for pair in pairs if pair != "Degree=Pos")


def _relation(token: Token) -> str:
    relation = _RELATIONS.get(token.deprel, token.deprel)
    return "ROOT" if token.head == ROOT else relation.split(":")[0]


def _ancora_names(tokens: Sequence[Token]) -> list[str]:
    """Return BIO labels from the EAGLES tags (np0000p, l, o, a) and the multiword names of UD AnCora.

    ``np00000`` says that it is a name and not which: those are UNKNOWN.
    """
    labels = ["O"] * len(tokens)
    for i, token in enumerate(tokens):
        if token.xpos.startswith("np0000"):
            kind, count = _EAGLES.get(token.xpos), _words_of_name(tokens, i)
            for k in range(i, i + count):
                labels[k] = UNKNOWN if kind is None else f"{'B' if k == i else 'I'}-{kind}"
    return labels


def _words_of_name(tokens: Sequence[Token], i: int) -> int:
    whole = next((entry[4:] for entry in tokens[i].misc if entry.startswith("MWE=")), tokens[i].form)
    rest, count = whole.replace("_", ""), 0
    while i + count < len(tokens) and rest.startswith(tokens[i + count].form):
        rest = rest[len(tokens[i + count].form) :]
        count += 1
        if not rest:
            return count
    return 1


def _proper_nouns(tokens: Sequence[Token]) -> list[str]:
    """Mark proper nouns, foreign words and what has a capital inside a sentence as UNKNOWN; the rest is no name."""
    doubtful = [t.upos in ("PROPN", "X") or (i > 0 and t.form[:1].isupper()) for i, t in enumerate(tokens)]
    joined = [
        here or (0 < i < len(tokens) - 1 and doubtful[i - 1] and t.upos in ("ADP", "DET", "CCONJ"))
        for i, (t, here) in enumerate(zip(tokens, doubtful, strict=True))
    ]
    return [UNKNOWN if here else "O" for here in joined]


def _given_names(tokens: Sequence[Token]) -> list[str]:
    """Return the names of ParlaMint without the title that often leads them («señora X»)."""
    labels = [next((e[4:] for e in (*t.misc,) if e.startswith("NER=")), "O") for t in tokens]
    out, title = [], False
    for token, label in zip(tokens, labels, strict=True):
        if label.startswith("B-"):
            title = label == "B-PER" and token.form[:1].islower()
            out.append("O" if title else label)
        elif label.startswith("I-") and title:
            title = token.form[:1].islower()
            out.append("O" if title else label.replace("I-", "B-"))
        else:
            out.append(label)
    return out


def read_bio(path: Path) -> list[Sentence]:
    """Return the sentences of a two-column BIO file; spacing is rebuilt by rule, there is no tree."""
    out = []
    for number, block in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        rows = [line.split("\t") for line in block.split("\n") if line]
        tokens = [
            Token(form, "", _mark(form), "", "", ROOT, "", _space_between(form, after), (), (f"NER={label}",))
            for (form, label), after in zip(rows, [*[row[0] for row in rows[1:]], ""], strict=True)
        ]
        text = "".join(token.form + " " * token.space_after for token in tokens).strip()
        out.append(Sentence(text, tuple(tokens), f"{path.stem}-{number}", ""))
    return out


def _mark(form: str) -> str:
    return "" if any(char.isalnum() for char in form) else "PUNCT"


def _space_between(form: str, after: str) -> bool:
    return after not in {",", ".", ";", ":", ")", "?", "!", "...", "»", "%"} and form not in {"(", "¿", "¡", "«"}


def silver_names(sentences: Sequence[Sentence], find: Callable[[Sequence[str]], Iterator[Doc]]) -> list[Sentence]:
    """Return ``sentences`` where runs of UNKNOWN that ``find`` takes for exactly one name carry its kind."""
    out = []
    for sentence, doc in zip(sentences, find([s.text for s in sentences]), strict=True):
        labels = [_label(token) for token in sentence.tokens]
        found = {(name.start_char, name.end_char): name.label_ for name in doc.ents}
        for start, end in _runs(labels):
            places = sentence.offsets
            kind = found.get((places[start][0], places[end - 1][1]))
            if kind:
                labels[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
        tokens = tuple(replace(t, misc=(f"NER={b}",)) for t, b in zip(sentence.tokens, labels, strict=True))
        out.append(replace(sentence, tokens=tokens))
    return out


def _runs(labels: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for i, label in enumerate([*labels, "O"]):
        if label == UNKNOWN and start is None:
            start = i
        elif label != UNKNOWN and start is not None:
            yield start, i
            start = None


def _label(token: Token) -> str:
    return next((entry[4:] for entry in token.misc if entry.startswith("NER=")), "O")


def _spoken_with_accents(sentence: Sentence) -> Sentence:
    return lower_cased(unpunctuated(sentence))


ROUGHENED: tuple[Callable[[Sentence], Sentence], ...] = (
    _spoken_with_accents,
    as_spoken,
    lower_cased,
    unpunctuated,
    unaccented,
)


def gold_docs(vocab: Vocab, sentences: Sequence[Sentence], *, clean: int, rough: int, seed: int) -> Iterator[Doc]:
    """Yield each sentence ``clean`` times as it is and ``rough`` times roughened, alone or two to four together."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret: the same order every time)
    for copy in range(clean + rough):
        changed = [s if copy < clean else _roughened(s, dice) for s in sentences]
        at = 0
        while at < len(changed):
            count = 1 if dice.random() < 0.5 else dice.randint(2, 4)
            yield doc_of(vocab, changed[at : at + count])
            at += count


def _roughened(sentence: Sentence, dice: random.Random) -> Sentence:
    return dice.choices(ROUGHENED, weights=(4, 3, 2, 2, 1))[0](sentence)


def with_known_names(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Return the sentences that hold a name of known kind."""
    return [s for s in sentences if any(_label(token) not in ("O", UNKNOWN) for token in s.tokens)]


def doc_of(vocab: Vocab, sentences: Sequence[Sentence]) -> Doc:
    """Return the sentences as one spaCy Doc with all that they know; what they do not know is missing, not wrong."""
    tokens = [(token, at) for at, sentence in _placed(sentences) for token in sentence.tokens]
    last = {at + len(s.tokens) - 1 for at, s in _placed(sentences)}
    plain = [token for token, _ in tokens]
    known = all(token.upos for token in plain)
    doc = Doc(
        vocab,
        words=[token.form for token in plain],
        spaces=[token.space_after or i in last for i, token in enumerate(plain)],
        **(_tree(tokens) if known else {}),
    )
    _set_names(doc, [_label(token) for token in plain])
    return doc


def _placed(sentences: Sequence[Sentence]) -> Iterator[tuple[int, Sentence]]:
    at = 0
    for sentence in sentences:
        yield at, sentence
        at += len(sentence.tokens)


def _tree(tokens: Sequence[tuple[Token, int]]) -> dict[str, list]:
    return {
        "lemmas": [token.lemma for token, _ in tokens],
        "pos": [token.upos for token, _ in tokens],
        "morphs": [token.feats for token, _ in tokens],
        "heads": [i if token.head == ROOT else token.head + at for i, (token, at) in enumerate(tokens)],
        "deps": ["ROOT" if token.head == ROOT else token.deprel for token, _ in tokens],
        "sent_starts": [i == at for i, (_, at) in enumerate(tokens)],
    }


def _set_names(doc: Doc, labels: Sequence[str]) -> None:
    names, missing, start = [], [], 0
    for i, label in enumerate([*labels, "O"]):
        if not label.startswith("I-") or labels[i - 1] in ("O", UNKNOWN):
            if i > start and labels[start] not in ("O", UNKNOWN):
                names.append(Span(doc, start, i, labels[start][2:]))
            start = i
        if label == UNKNOWN:
            missing.append(Span(doc, i, i + 1))
    doc.set_ents(names, missing=missing, default="outside")


def invented_docs(tokenize: Callable[[str], Doc], count: int, *, seed: int, harder: bool) -> Iterator[Doc]:
    """Yield ``count`` invented sentences with names, nearly half of them in lower case, many without marks."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret: the same order every time)
    for text, names in pipeline_names.sentences(count, seed=seed, harder=harder):
        lowered = dice.random() < 0.45
        shown = text.lower() if lowered else text
        if lowered and dice.random() < 0.5:
            shown = shown.translate(str.maketrans("áéíóúü", "aeiouu"))
        doc = tokenize(shown)
        spans = [doc.char_span(start, end, label=label) for start, end, label in names]
        if None in spans:
            continue
        doc.set_ents(spans, default="outside")
        yield _without_marks(doc) if lowered and dice.random() < 0.75 else doc


def _without_marks(doc: Doc) -> Doc:
    """Return the doc without its punctuation marks; names stay where they are."""
    kept = [token for token in doc if not token.is_punct] or list(doc)[:1]
    labels = [f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in kept]
    bare = Doc(doc.vocab, words=[token.text for token in kept])
    _set_names(bare, labels)
    return bare
