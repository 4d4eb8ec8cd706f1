"""First lesson of the pipeline's ``tok2vec``: guess hidden words of open Spanish texts, most of them spoken.

The network is spaCy's own (``MultiHashEmbed`` and ``MaxoutWindowEncoder``), written again in torch because that is
quicker and because only the hidden words need to be guessed. What it learns goes into the spaCy model as its first
weights; torch is not needed any more after that.
"""

import lzma
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

SHARES = {
    "mx-presidencia-estenograficas": 0.45,
    "parlamint-es-congreso": 0.25,
    "conha19-novelas-hispanoamericanas": 0.16,
    "openstax-es-libros-texto": 0.05,
    "msdocs-teams-es": 0.04,
    "pe-normas-legales": 0.05,
}
"""Which text gives how much. All are CC BY, CC BY-SA or in the public domain."""

_SENTENCE = re.compile(r"[^.!?…]+(?:[.!?…]+[\"»”’)]*|$)")
_MARKS = re.compile(r"[^\w\s%º°'’/-]|(?<!\w)-|-(?!\w)")
ACCENTLESS = str.maketrans("áéíóúüÁÉÍÓÚÜ", "aeiouuAEIOUU")
HIDDEN = 0.2
PAD = 4


def sentences(sources: Path, words: int, seed: int) -> Iterator[str]:
    """Yield about ``words`` words of sentences, a third of them as a recogniser writes (see ``roughened``)."""
    dice = random.Random(seed)  # noqa: S311 (nothing secret: the same order every time)
    for name, share in SHARES.items():
        with lzma.open(sources / "text" / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            lines = file.read().split("\n")
        dice.shuffle(lines)
        budget = words * share
        for line in lines:
            for match in _SENTENCE.finditer(line):
                sentence = match.group().strip()
                count = sentence.count(" ") + 1
                if 3 <= count <= 60:
                    budget -= count
                    yield roughened(sentence, dice)
            if budget < 0:
                break


def roughened(sentence: str, dice: random.Random) -> str:
    """Return the sentence as it is, or (one in three) in lower case, often without marks, sometimes without accents."""
    if dice.random() > 1 / 3:
        return sentence
    sentence = sentence.lower()
    if dice.random() < 0.7:
        sentence = " ".join(_MARKS.sub(" ", sentence).split())
    return sentence.translate(ACCENTLESS) if dice.random() < 0.4 else sentence


@dataclass(frozen=True)
class Stream:
    """A text as numbers: ``forms`` of each token (-1 between sentences), the ``rows`` of each form, its ``target``.

    ``rows`` is (forms, attributes, 4): the rows of the hash tables, as spaCy computes them. ``target`` is the number of
    the form's lower-case spelling among the ``vocabulary`` commonest, or -1.
    """

    forms: NDArray[np.int32]
    rows: NDArray[np.int64]
    target: NDArray[np.int64]
    vocabulary: int


def stream_of(nlp: Language, texts: Iterator[str], *, vocabulary: int = 12_000, seed: int = 1) -> Stream:
    """Return the stream of ``texts``, its sentences in random order."""
    forms: dict[str, int] = {}
    flat = [[forms.setdefault(token.text, len(forms)) for token in nlp.tokenizer(text)] for text in texts]
    random.Random(seed).shuffle(flat)  # noqa: S311
    flow = np.concatenate([np.array([*s, *[-1] * PAD], dtype=np.int32) for s in flat if s])
    return Stream(flow, _rows(nlp, list(forms)), _targets(list(forms), flow, vocabulary), vocabulary)


def _rows(nlp: Language, forms: list[str]) -> NDArray[np.int64]:
    """Return the rows of each hash table for each form; tables are laid one after the other."""
    from spacy.attrs import intify_attr

    embed = _tables(nlp)
    config = nlp.get_pipe_config("tok2vec")["model"]["embed"]
    tables = []
    offset = 0
    for attribute, table in zip(config["attrs"], embed, strict=True):
        of_form = _attribute_getter(intify_attr(attribute))
        ids = np.array([of_form(nlp.vocab[form]) for form in forms], dtype="uint64")
        keys = table.ops.hash(ids, table.attrs["seed"]) % table.get_dim("nV")
        tables.append(keys.astype(np.int64) + offset)
        offset += table.get_dim("nV")
    return np.stack(tables, axis=1)


def _attribute_getter(attribute: int):
    from spacy.attrs import NORM, PREFIX, SHAPE, SUFFIX

    return {
        NORM: lambda lexeme: lexeme.norm,
        PREFIX: lambda lexeme: lexeme.prefix,
        SUFFIX: lambda lexeme: lexeme.suffix,
        SHAPE: lambda lexeme: lexeme.shape,
    }[attribute]


def _tables(nlp: Language) -> list:
    return [node for node in nlp.get_pipe("tok2vec").model.walk() if node.name == "hashembed"]


def _targets(forms: list[str], flow: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    lowered = [form.lower() for form in forms]
    counts: Counter[str] = Counter()
    for index, n in enumerate(np.bincount(flow[flow >= 0], minlength=len(forms))):
        counts[lowered[index]] += int(n)
    known = {word: i for i, (word, _) in enumerate(counts.most_common(size))}
    return np.array([known.get(word, -1) for word in lowered], dtype=np.int64)


def pretrain(nlp: Language, stream: Stream, *, block: int = 4096, rate: float = 3e-3, seed: int = 1) -> None:
    """Teach the ``tok2vec`` of ``nlp`` one pass over ``stream``, in place."""
    import torch
    from pipeline_network import HashEmbedNetwork  # needs torch, as nothing else of this module does

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    dice = np.random.default_rng(seed)
    network = HashEmbedNetwork(nlp, _tables(nlp), stream.vocabulary)
    blocks = len(stream.forms) // block
    optimizer = torch.optim.Adam(network.parameters(), lr=rate, betas=(0.9, 0.99))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=blocks + 1, pct_start=0.06)
    began, losses = time.time(), []
    for i in range(blocks):
        loss = network(*_batch(stream, i * block, block, dice))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if i % 100 == 99:
            pace = (i + 1) * block / (time.time() - began)
            print(f"  block {i + 1}/{blocks}: loss {np.mean(losses[-100:]):.3f}, {pace:,.0f} tokens/s", flush=True)
    network.give_back()


def _batch(stream: Stream, start: int, size: int, dice: np.random.Generator):
    """Return forms of the block (as places among its own forms), their rows, what is hidden, and what to guess."""
    import torch

    forms = stream.forms[start : start + size].copy()
    targets = np.where(forms >= 0, stream.target[forms], -1)
    chosen = (dice.random(size) < HIDDEN) & (targets >= 0)
    fate = dice.random(size)
    swapped = np.flatnonzero(chosen & (fate > 0.8) & (fate < 0.9))
    forms[swapped] = dice.choice(forms[forms >= 0], size=len(swapped))
    blank = (chosen & (fate <= 0.8)) | (forms < 0)
    own, places = np.unique(np.maximum(forms, 0), return_inverse=True)
    gaps = torch.from_numpy(stream.forms[start : start + size] < 0)
    guess = np.flatnonzero(chosen)
    return (
        torch.from_numpy(stream.rows[own]),
        torch.from_numpy(places.reshape(-1)),
        torch.from_numpy(blank),
        gaps,
        torch.from_numpy(guess),
        torch.from_numpy(targets[guess]),
    )
