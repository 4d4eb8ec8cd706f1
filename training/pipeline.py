"""Makes ``es_qualkit``, the spaCy pipeline that qualkit ships: one command, no network, seeds fixed.

    python training/pipeline.py --sources DIR --out models/es_qualkit --hold-out 14

``DIR`` holds ``ud-ancora-devtest``, ``ud-gsd-devtest``, ``ud-pud``, ``parlamint-silver``, ``cess-morph-ner`` (its test
names only measure) and ``text``. Steps: guess hidden words (``pipeline_pretraining``, torch, one thread, some 15
minutes for 14 million words) → learn from the treebanks → give the names of unknown kind a kind → learn on (some 12
for both courses) → write. ``--measure`` prints the figures of the model card for a pipeline that is there.
"""

import argparse
import random
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pipeline_corpora as corpora
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed, load_config, load_model_from_config, load_model_from_path
from thinc.api import Adam, Optimizer, warmup_linear

from qualkit.language import components
from qualkit.language.tokens import blank_pipeline

CONFIG = Path(__file__).with_name("pipeline.cfg")
SEED = 20
META = {
    "name": "qualkit",
    "version": "1.0.0",
    "spacy_version": ">=3.8,<3.9",
    "description": "Small Spanish pipeline of qualkit for school talk, also in lower case and without punctuation.",
    "author": "The qualkit authors",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD Spanish AnCora 2.9, dev", "author": "Taulé, Martí, Recasens; Martínez Alonso, Zeman",
         "url": "https://github.com/UniversalDependencies/UD_Spanish-AnCora", "license": "CC BY 4.0"},
        {"name": "UD Spanish GSD, dev", "author": "Ballesteros, Martínez Alonso, McDonald, Pascual and others",
         "url": "https://github.com/UniversalDependencies/UD_Spanish-GSD", "license": "CC BY-SA 4.0"},
        {"name": "UD Spanish PUD", "author": "McDonald, Uszkoreit, Kirchner, Nivre, Zeman and others",
         "url": "https://github.com/UniversalDependencies/UD_Spanish-PUD", "license": "CC BY-SA 3.0"},
        {"name": "ParlaMint-ES (machine-made trees and names)", "author": "Calzada Pérez and others; CLARIN ParlaMint",
         "url": "https://github.com/calzada/PARLAMINT-ES-MC", "license": "CC BY 4.0"},
        {"name": "Versiones estenográficas, Presidencia de México (text)", "license": "CC BY-SA 4.0"},
        {"name": "Congreso de los Diputados, ParlaMint-ES (text)", "license": "CC BY 4.0"},
        {"name": "CoNHA19, Normas Legales del Perú (text)", "license": "public domain"},
        {"name": "OpenStax, Microsoft Teams manuals (text)", "license": "CC BY 4.0"},
    ],
}  # fmt: skip


def main() -> None:
    """Make the pipeline, or measure one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--first-weights", type=Path, help="tok2vec that has been pretrained; made if it is not there")
    parser.add_argument("--pretrain-words", type=int, default=14_000_000)
    parser.add_argument("--hold-out", type=int, default=0, help="hold out every n-th document, to choose by")
    parser.add_argument("--go-on", type=Path, help="a pipeline after its first course")
    parser.add_argument("--rounds", type=int, default=2, help="1: names of unknown kind stay unknown")
    parser.add_argument("--measure", action="store_true")
    given = parser.parse_args()
    if given.measure:
        import pipeline_figures

        pipeline_figures.tell(given.out, given.sources)
        return
    learning = corpora.gather(given.sources, hold_out=given.hold_out)
    nlp = first_course(given, learning)
    tell(nlp, learning.held_out)
    if given.rounds > 1:
        nlp = learn(with_kinds(learning, nlp), nlp, AGAIN)
        tell(nlp, learning.held_out)
        write(nlp, given.out)


def first_course(given: argparse.Namespace, learning: corpora.Learning) -> Language:
    """Return the pipeline after its first course; ``--go-on`` reads one that was kept."""
    if given.go_on is not None:
        kept = load_model_from_path(given.go_on, exclude=[components.SENTENCES, components.LEMMAS, components.NAMES])
        return _copied(kept)
    nlp = learn(learning, first_weights(given.sources, given.first_weights, given.pretrain_words), SCHOOL)
    write(nlp, given.out)
    return nlp


def blank() -> Language:
    """Return the pipeline of ``pipeline.cfg`` with weights that know nothing, and with qualkit's tokeniser."""
    nlp = _configured()
    nlp.tokenizer.from_bytes(blank_pipeline().tokenizer.to_bytes())
    return nlp


def _configured() -> Language:
    fix_random_seed(SEED)
    return load_model_from_config(load_config(CONFIG), auto_fill=True, validate=False)


def first_weights(sources: Path, kept: Path | None, words: int) -> bytes | None:
    """Return the weights of the ``tok2vec`` after its first lesson, from ``kept`` where they were kept."""
    if kept is not None and kept.exists():
        return kept.read_bytes()
    if words == 0:
        return None
    import pipeline_pretraining

    nlp = _configured()
    nlp.get_pipe("tok2vec").model.initialize(X=[nlp.make_doc("Una frase de muestra.")])
    stream = pipeline_pretraining.stream_of(nlp, pipeline_pretraining.sentences(sources, words, seed=1))
    pipeline_pretraining.pretrain(nlp, stream, seed=1)
    weights = nlp.get_pipe("tok2vec").model.to_bytes()
    if kept is not None:
        kept.write_bytes(weights)
    return weights


@dataclass(frozen=True)
class Course:
    """How long to learn: ``passes`` over the treebanks, machine-made trees in the first ``silver``, and how fast.

    ``harder`` adds invented sentences that the first course got wrong.
    """

    passes: int
    silver: int
    rate: float
    seed: int
    harder: bool = False


SCHOOL = Course(passes=4, silver=2, rate=2e-3, seed=SEED)
AGAIN = Course(passes=2, silver=0, rate=1e-3, seed=SEED + 100, harder=True)


def learn(learning: corpora.Learning, start: "bytes | Language | None", course: Course) -> Language:
    """Return a pipeline that has learned, from ``start``: weights of the ``tok2vec``, or a pipeline to go on from."""
    nlp = _copied(start) if isinstance(start, Language) else blank()
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in _lesson(nlp, learning, course)]
    if not isinstance(start, Language):
        nlp.initialize(lambda: examples)
    if isinstance(start, bytes):
        nlp.get_pipe("tok2vec").model.from_bytes(start)
    batches = list(_batches(examples, words=1500))
    rate = warmup_linear(course.rate, 150, int(len(batches) * 1.03) + 150)
    optimizer = Adam(rate, use_averages=True, L2=0.01, grad_clip=1.0)
    _update(nlp, batches, optimizer)
    with nlp.use_params(optimizer.averages):
        return _copied(nlp)


def _update(nlp: Language, batches: Sequence[list[Example]], optimizer: Optimizer) -> None:
    began, losses, words = time.time(), {}, 0
    for i, batch in enumerate(batches):
        nlp.update(batch, sgd=optimizer, drop=0.15, losses=losses)
        optimizer.step_schedules()
        words += sum(len(example.reference) for example in batch)
        if i % 100 == 99:
            shown = ", ".join(f"{name} {loss / 100:.1f}" for name, loss in losses.items())
            print(f"  batch {i + 1}/{len(batches)}: {shown}; {words / (time.time() - began):,.0f} words/s", flush=True)
            losses = {}


def _copied(nlp: Language) -> Language:
    """Return the pipeline with the weights that it has now: averages are lent only for a while."""
    copy = blank()
    copy.from_bytes(nlp.to_bytes(exclude=["vocab"]), exclude=["vocab"])
    return copy


def _lesson(nlp: Language, learning: corpora.Learning, course: Course) -> Iterator[Doc]:
    """Yield what to learn from in order: machine-made trees mixed in at first, then treebanks and names only."""
    dice = random.Random(course.seed)  # noqa: S311 (nothing secret: the same order every time)
    named = corpora.with_known_names(learning.gold)
    for turn in range(course.passes):
        seed = course.seed + turn
        docs = list(corpora.gold_docs(nlp.vocab, learning.gold, clean=1, rough=2, seed=seed))
        docs += corpora.gold_docs(nlp.vocab, named, clean=1, rough=0, seed=seed)
        docs += corpora.invented_docs(nlp.make_doc, 2500, seed=seed, harder=course.harder)
        if turn < course.silver:
            docs += corpora.gold_docs(nlp.vocab, learning.silver, clean=1 - turn, rough=1, seed=seed)
        dice.shuffle(docs)
        yield from docs


def _batches(examples: Sequence[Example], *, words: int) -> Iterator[list[Example]]:
    batch: list[Example] = []
    count = 0
    for example in examples:
        batch.append(example)
        count += len(example.reference)
        if count >= words:
            yield batch
            batch, count = [], 0


def with_kinds(learning: corpora.Learning, nlp: Language) -> corpora.Learning:
    """Return the lesson where names of unknown kind have the kind that ``nlp`` gives to exactly those words."""
    return corpora.Learning(tuple(corpora.silver_names(learning.gold, nlp.pipe)), learning.silver, learning.held_out)


def tell(nlp: Language, sentences: Sequence[corpora.Sentence]) -> None:
    """Print how well the sentences held out are understood, as written and as spoken."""
    for name, change in (("written", None), ("spoken", corpora.as_spoken)):
        changed = [change(s) if change else s for s in sentences]
        if changed:
            print(name, scores(nlp, changed), flush=True)


def scores(nlp: Language, sentences: Sequence[corpora.Sentence]) -> dict[str, float]:
    """Return the share of right tags, features, lemmas, heads, relations and names; each sentence is one by itself."""
    gold = [corpora.doc_of(nlp.vocab, [sentence]) for sentence in sentences]
    figures = nlp.evaluate([Example(one_sentence(nlp.make_doc(doc.text)), doc) for doc in gold])
    wanted = ("pos_acc", "morph_acc", "dep_uas", "dep_las", "ents_p", "ents_r", "ents_f")
    return {name: round(figures[name], 4) for name in wanted if figures.get(name) is not None}


def one_sentence(doc: Doc) -> Doc:
    """Return the doc, preset as one sentence."""
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def write(nlp: Language, out: Path) -> None:
    """Write the pipeline with qualkit's sentences and lemmas, its licence and sources."""
    whole = _copied(nlp)
    whole.add_pipe(components.SENTENCES, first=True)
    whole.add_pipe(components.LEMMAS, after="morphologizer")
    whole.add_pipe(components.NAMES, last=True)
    whole.meta.update(META)
    shutil.rmtree(out, ignore_errors=True)
    whole.to_disk(out)


if __name__ == "__main__":
    main()
