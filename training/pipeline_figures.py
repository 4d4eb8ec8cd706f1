"""The figures of the model card of ``es_qualkit``: how well the test splits are understood."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pipeline
import pipeline_corpora as corpora
import spacy
from spacy.training import Example
from treebanks import Sentence, as_spoken, lower_cased, unpunctuated

import qualkit.language.components  # noqa: F401 (spaCy knows our components from here on)


def _talk(sentence: Sentence) -> Sentence:
    return lower_cased(unpunctuated(sentence))


MANNERS: dict[str, Callable[[Sentence], Sentence]] = {
    "as written": lambda sentence: sentence,
    "lower case, no punctuation": _talk,
    "and no accents": as_spoken,
}


def tell(folder: Path, sources: Path) -> None:
    """Print, for each test split and each manner of writing, one line of a Markdown table."""
    nlp = spacy.load(folder)
    print("| test | manner | n | UPOS | features | lemma | UAS | LAS | names P / R / F1 |")
    print("|---|---|" + "--:|" * 7)
    for name, sentences in corpora.test_sets(sources).items():
        for manner, change in MANNERS.items():
            print(_line(name, manner, nlp, [change(sentence) for sentence in sentences]), flush=True)


def _line(name: str, manner: str, nlp: spacy.Language, sentences: Sequence[Sentence]) -> str:
    found = pipeline.scores(nlp, sentences)
    tokens = sum(len(sentence.tokens) for sentence in sentences)
    if name == "ner-test":
        cells = ["–"] * 5 + [" / ".join(f"{found[key]:.3f}" for key in ("ents_p", "ents_r", "ents_f"))]
    else:
        wanted = ("pos_acc", "morph_acc", "lemma_acc", "dep_uas", "dep_las")
        found["lemma_acc"] = lemma_share(nlp, sentences)
        cells = [f"{found[key]:.3f}" for key in wanted] + ["–"]
    return f"| {name} | {manner} | {tokens:,} | " + " | ".join(cells) + " |"


def lemma_share(nlp: spacy.Language, sentences: Sequence[Sentence]) -> float:
    """Return the share of tokens whose lemma is the treebank's, capitals apart, as the pipeline tags them itself."""
    right = known = 0
    gold = [corpora.doc_of(nlp.vocab, [sentence]) for sentence in sentences]
    found = nlp.pipe([pipeline.one_sentence(nlp.make_doc(doc.text)) for doc in gold])
    for doc, wanted in zip(found, gold, strict=True):
        lemmas = Example(doc, wanted).get_aligned("LEMMA", as_string=True)
        pairs = [(token.lemma_.lower(), lemma.lower()) for token, lemma in zip(doc, lemmas, strict=True) if lemma]
        right += sum(mine == theirs for mine, theirs in pairs)
        known += len(pairs)
    return right / known
