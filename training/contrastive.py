"""Tries to make the ``local`` embedder better by contrast, and prints what comes of it. Nothing is shipped from here.

    python training/contrastive.py --sources DIR --pairs DEV.csv [--neighbours 0.5] [--steps 300]

Learned are a weight for each word and one linear map of all meanings (256 × 256), on top of ``models/vectors.npz``. A
sentence is drawn towards the sentence that follows it and towards itself with words dropped, put in another form of
their lemma or replaced by a synonym (Spanish WordNet); it is pushed away from the other sentences of the batch and from
its neighbour (InfoNCE, van den Oord, Li and Vinyals 2018). ``--pairs`` is a CSV of two sentences and a score to watch
(the development half of STSb; nothing is learned from it). Needs torch. ``docs/models/vectors.md`` has the figures: no
mixture of the two aims made the vectors better.
"""

import argparse
import csv
import itertools
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize
from vectors import LINE_END, SENTENCE_END, forms, lines_of, read, spellings, synonyms

from qualkit import resources
from qualkit.embedding.local import MEANING_SHARE, LocalEmbedder, read_words, words_of, written

BATCH, TEMPERATURE, REPLACED, DROPPED, SEED = 512, 0.07, 0.35, 0.15, 0
SHORTEST, LONGEST, LINES = 5, 40, 400_000


class Tables:
    """The trained words as tensors, with what is learned on top: ``turn`` (d × d) and ``weights`` (one a word)."""

    def __init__(self) -> None:
        table = read_words(resources.path("models", "vectors.npz"))
        self.places = table.places
        self.meant = normalize(torch.tensor(table.rows * table.scales[:, None]), dim=1)
        self.spelt = torch.tensor(np.stack([written(word) for word in table.places]))
        self.turn = torch.eye(self.meant.shape[1], requires_grad=True)
        self.weights = torch.log(torch.tensor(table.weights)).requires_grad_()

    def embed(self, sentences: Sequence[Sequence[int]]) -> torch.Tensor:
        """Return one row of length 1 for each sentence, put together as the embedder does."""
        words = torch.tensor([word for sentence in sentences for word in sentence], dtype=torch.long)
        rows = torch.tensor([i for i, sentence in enumerate(sentences) for _ in sentence], dtype=torch.long)
        weights = torch.exp(self.weights[words])[:, None]
        halves = (normalize(self.meant[words] @ self.turn, dim=1), self.spelt[words])
        sums = [torch.zeros(len(sentences), h.shape[1]).index_add(0, rows, h * weights) for h in halves]
        shares = (MEANING_SHARE**0.5, (1 - MEANING_SHARE) ** 0.5)
        return torch.cat([share * normalize(total, dim=1) for share, total in zip(shares, sums, strict=True)], dim=1)


def neighbours(sources: Path, places: Mapping[str, int]) -> list[tuple[list[int], list[int]]]:
    """Return pairs of sentences that follow each other, as places of words."""
    lines = itertools.islice(lines_of(sources, ["conha19"]), 0, None, 3)
    words, _counts, ids = read(itertools.islice(lines, LINES))
    sentences = np.split(ids, np.flatnonzero((ids == SENTENCE_END) | (ids == LINE_END)))
    known = [[places[words[i]] for i in s if i >= 0 and words[i] in places] for s in sentences]
    kept = [s for s in known if s]
    return [
        (a, b)
        for a, b in itertools.pairwise(kept)
        if min(len(a), len(b)) >= SHORTEST and max(len(a), len(b)) <= LONGEST
    ]


def altered(sentence: Sequence[int], others: Mapping[int, Sequence[int]], rng: np.random.Generator) -> list[int]:
    """Return the sentence with words dropped, and others replaced by a synonym or another form."""
    drawn = rng.random(len(sentence))
    kept = [word for word, chance in zip(sentence, drawn, strict=True) if chance > DROPPED] or list(sentence)
    return [int(rng.choice(others[w])) if w in others and rng.random() < REPLACED else w for w in kept]


def correlation(tables: Tables, pairs: Path) -> float:
    """Return Pearson's r of the cosine with the score of the pairs."""
    with pairs.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    with torch.no_grad():
        one, two = (
            tables.embed([[tables.places[w] for w in words_of(row[k]) if w in tables.places] for row in rows])
            for k in (0, 1)
        )
    return float(np.corrcoef((one * two).sum(dim=1).numpy(), [float(row[2]) for row in rows])[0, 1])


def main(arguments: Sequence[str]) -> None:
    """Train and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--neighbours", type=float, default=0.5, help="share of the aim «near the next sentence»")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--steps", type=int, default=300)
    asked = parser.parse_args(arguments)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng, began = np.random.default_rng(SEED), time.monotonic()
    tables = Tables()
    words = list(tables.places)
    near = synonyms(asked.sources / "lexical/wordnet-mcr/wn-data-spa.tab", tables.places)
    often = np.full(len(words), 100)
    spelt = spellings(itertools.islice(lines_of(asked.sources, []), LINES))
    others = forms(words, often, spelt) | near
    found = neighbours(asked.sources, tables.places)
    print(f"{len(found)} pairs; the embedder as shipped: {_shipped(asked.pairs):.4f}", flush=True)
    rates = [{"params": [tables.turn], "lr": asked.rate}, {"params": [tables.weights], "lr": 10 * asked.rate}]
    learner = torch.optim.Adam(rates)
    for step in range(asked.steps + 1):
        if step % 50 == 0:
            print(f"{time.monotonic() - began:5.0f} s  step {step}: {correlation(tables, asked.pairs):.4f}", flush=True)
        chosen = [found[i] for i in rng.integers(0, len(found), BATCH)]
        here, following = tables.embed([a for a, _ in chosen]), tables.embed([b for _, b in chosen])
        changed = tables.embed([altered(a, others, rng) for a, _ in chosen])
        right = torch.arange(BATCH)
        apart = cross_entropy(here @ torch.cat([changed, following]).T / TEMPERATURE, right)
        beside = cross_entropy(here @ following.T / TEMPERATURE, right)
        loss = asked.neighbours * beside + (1 - asked.neighbours) * apart
        learner.zero_grad()
        loss.backward()
        learner.step()


def _shipped(pairs: Path) -> float:
    with pairs.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    embedder = LocalEmbedder.open()
    one, two = (embedder.embed([row[k] for row in rows]) for k in (0, 1))
    return float(np.corrcoef((one * two).sum(axis=1), [float(row[2]) for row in rows])[0, 1])


if __name__ == "__main__":
    main(sys.argv[1:])
