"""Makes ``models/vectors.npz``, the table of the ``local`` embedder, from open Spanish text.

    python training/vectors.py --sources DIR --out models/vectors.npz [--skip NAME ...]

``DIR`` holds ``text/*.txt.xz`` (one paragraph a line) and ``lexical/wordnet-mcr/wn-data-spa.tab``; what they are and
where they come from stands in ``training/README.md``. Nothing is drawn at random but the start of the decomposition,
whose seed is fixed; everything else is counting. The steps:

1. fold the text (lower case, no accents, ñ kept), count words, and how near they stand to each other: a window of 6,
   nearer counts more, frequent words count less (by the expected value of word2vec's subsampling: nothing is random);
2. positive pointwise mutual information with smoothed contexts (Levy, Goldberg and Dagan, TACL 2015), brought to 256
   dimensions by a randomised singular value decomposition (Halko, Martinsson and Tropp, SIAM Review 2011);
3. draw each word towards its synonyms (Spanish WordNet) and the other forms of its lemma (retrofitting, Faruqui and
   others, NAACL 2015), and Chilean school words towards what they mean here (``chilean_words.tsv``);
4. fit a table of pieces of letters that guesses the vector of a form that was never seen (ridge regression);
5. keep the commonest words, eight bits a figure.
"""

import argparse
import collections
import itertools
import json
import lzma
import re
import sys
import time
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from qualkit.embedding.local import buckets_of, words_of

WINDOW, LEAST_COUNT, SUBSAMPLE, SMOOTHING = 6, 8, 3e-5, 0.75
DIMENSIONS, OVERSAMPLE, POWER_STEPS, SINGULAR_POWER, SEED = 256, 40, 3, 0.25, 0
SYNONYM_WEIGHT, FORM_WEIGHT, ROUNDS, MOST_SENSES = 1.0, 1.0, 5, 8
KEPT_WORDS, BUCKETS, RIDGE, SOLVER_STEPS = 75_000, 20_000, 3.0, 40
CHILEAN_SHARE = 0.7
"""How much of a Chilean word's vector is its gloss, where ordinary text knows the word in some sense."""
SENTENCE_END, LINE_END, RARE = -1, -2, -3

_FOLD = str.maketrans("áàâäéèêëíìîïóòôöúùûüÁÀÂÄÉÈÊËÍÌÎÏÓÒÔÖÚÙÛÜ", "aaaaeeeeiiiioooouuuu" * 2)
_UNIT = re.compile(r"[a-zñ]+|\d+|[.!?;…\n]")
_ENDS = ".!?;…\n"
_SPELT = re.compile(r"[^\W\d_]+")

Floats = NDArray[np.float32]


def lines_of(sources: Path, skip: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the texts, file by file in alphabetical order."""
    for file in sorted((sources / "text").glob("*.txt.xz")):
        if not any(name in file.name for name in skip):
            with lzma.open(file, "rt", encoding="utf-8") as lines:
                yield from lines


def read(lines: Iterator[str]) -> tuple[list[str], NDArray[np.int64], NDArray[np.int32]]:
    """Return the words by falling count, their counts, and the text as places in that list (ends are negative)."""
    known: dict[str, int] = {}
    text = array("i")
    for line in lines:
        for unit in _UNIT.findall(line.lower().translate(_FOLD)):
            if unit in _ENDS:
                text.append(SENTENCE_END)
            else:
                word = "0" if unit[0].isdigit() and len(unit) > 2 else unit
                text.append(known.setdefault(word, len(known)))
        text.append(LINE_END)
    ids = np.frombuffer(text, dtype=np.int32)
    counts = np.bincount(ids[ids >= 0], minlength=len(known))
    order = np.argsort(-counts, kind="stable")
    order = order[counts[order] >= LEAST_COUNT]
    places = np.full(len(known), RARE, dtype=np.int32)
    places[order] = np.arange(len(order))
    spelled = list(known)
    return [spelled[i] for i in order], counts[order], np.where(ids >= 0, places[np.maximum(ids, 0)], ids)


def neighbours(ids: NDArray[np.int32], counts: NDArray[np.int64]) -> object:
    """Return a symmetric sparse matrix (words × words): how often and how near two words stand together."""
    import numba
    from scipy import sparse

    shares = counts / counts.sum()
    keep = np.minimum(1, np.sqrt(SUBSAMPLE / shares) + SUBSAMPLE / shares).astype(np.float32)
    bits = 28

    @numba.njit  # type: ignore[untyped-decorator]
    def count(ids, keep, window, keys, values):  # type: ignore[no-untyped-def]  # noqa: ANN001
        mask = np.uint64((1 << bits) - 1)
        for p in range(len(ids)):
            one = ids[p]
            if one < 0:
                continue
            distance, q = 0, p + 1
            while q < len(ids) and distance < window:
                other = ids[q]
                q += 1
                if other == LINE_END:
                    break
                distance += 1
                if other < 0:
                    continue
                key = (np.uint64(min(one, other)) << np.uint64(20)) | np.uint64(max(one, other))
                place = (key * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - bits)
                while keys[place] != 0 and keys[place] != key + np.uint64(1):
                    place = (place + np.uint64(1)) & mask
                keys[place] = key + np.uint64(1)
                values[place] += keep[one] * keep[other] * (window - distance + 1) / window

    keys, values = np.zeros(1 << bits, np.uint64), np.zeros(1 << bits, np.float32)
    count(ids, keep, WINDOW, keys, values)
    used = keys > 0
    pairs, weights = keys[used] - np.uint64(1), values[used]
    one, other = (pairs >> np.uint64(20)).astype(np.int32), (pairs & np.uint64((1 << 20) - 1)).astype(np.int32)
    apart = one != other
    rows, columns = np.r_[one, other[apart]], np.r_[other, one[apart]]
    return sparse.coo_matrix((np.r_[weights, weights[apart]], (rows, columns)), shape=(len(counts),) * 2).tocsr()


def decomposed(matrix) -> Floats:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Return word vectors (words × DIMENSIONS) of length 1 from the matrix of ``neighbours``."""
    sums = np.asarray(matrix.sum(axis=1)).ravel().astype(np.float64)
    contexts = sums**SMOOTHING / (sums**SMOOTHING).sum()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    information = np.log(matrix.data.astype(np.float64) / (sums[rows] * contexts[matrix.indices]))
    information *= matrix.data / (matrix.data + 0.3)  # what was hardly ever seen together is hardly known
    matrix.data = np.maximum(information, 0).astype(np.float32)
    matrix.eliminate_zeros()
    rng = np.random.default_rng(SEED)
    basis = _orthonormal(matrix @ rng.standard_normal((matrix.shape[0], DIMENSIONS + OVERSAMPLE)).astype(np.float32))
    for _step in range(POWER_STEPS):
        basis = _orthonormal(matrix @ _orthonormal(matrix.T @ basis))
    left, values, right = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    both = (basis @ left)[:, :DIMENSIONS] + right[:DIMENSIONS].T
    return unit(both * values[:DIMENSIONS] ** SINGULAR_POWER)


def _orthonormal(columns: Floats) -> Floats:
    basis: Floats = np.linalg.qr(columns)[0]
    return basis


def unit(rows: Floats) -> Floats:
    """Return the rows brought to length 1."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.maximum(lengths, 1e-9)).astype(np.float32)


def synonyms(wordnet: Path, places: Mapping[str, int]) -> dict[int, list[int]]:
    """Return for each word those that share a synset with it, where neither has too many senses to tell."""
    synsets: dict[str, set[str]] = collections.defaultdict(set)
    for line in wordnet.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 3 and columns[1] == "lemma":
            synsets[columns[0]].add(columns[2].lower().translate(_FOLD))
    senses = collections.Counter(word for words in synsets.values() for word in words)
    found: dict[int, set[int]] = collections.defaultdict(set)
    for members in synsets.values():
        known = [places[w] for w in sorted(members) if w in places and senses[w] <= MOST_SENSES]
        for place in known:
            found[place].update(other for other in known if other != place)
    return {place: sorted(others) for place, others in found.items() if others}


def spellings(lines: Iterator[str]) -> dict[str, str]:
    """Return for each folded word how it is written most often, by a fifth of the lines."""
    seen = collections.Counter(word for line in itertools.islice(lines, 0, None, 5) for word in _SPELT.findall(line))
    best: dict[str, str] = {}
    for word, _count in sorted(seen.items(), key=lambda item: (item[1], item[0])):
        best[word.lower().translate(_FOLD)] = word.lower()
    return best


def forms(words: Sequence[str], counts: NDArray[np.int64], spelt: Mapping[str, str]) -> dict[int, list[int]]:
    """Return for each word the other forms of its lemma."""
    from simplemma import lemmatize

    by_lemma: dict[str, list[int]] = collections.defaultdict(list)
    for i, word in enumerate(words):
        if len(word) > 3 and counts[i] >= 20:
            by_lemma[lemmatize(spelt.get(word, word), lang="es").lower().translate(_FOLD)].append(i)
    return {i: [j for j in own if j != i] for own in by_lemma.values() if len(own) > 1 for i in own}


def retrofitted(
    vectors: Floats, counts: NDArray[np.int64], near: Mapping[int, Sequence[int]], other: Mapping[int, Sequence[int]]
) -> Floats:
    """Return the vectors drawn towards synonyms (``near``) and other forms (``other``), commoner ones counting more."""
    drawn = vectors.copy()
    for _round in range(ROUNDS):
        new = drawn.copy()
        for i in near.keys() | other.keys():
            total, weight = vectors[i].copy(), 1.0
            if i in near:
                total += SYNONYM_WEIGHT * drawn[near[i]].mean(axis=0)
                weight += SYNONYM_WEIGHT
            if i in other:
                seen = counts[other[i]].astype(np.float32)
                pull = FORM_WEIGHT * float(seen.sum() / (seen.sum() + counts[i]))
                total += pull * (drawn[other[i]] * (seen / seen.sum())[:, None]).sum(axis=0)
                weight += pull
            new[i] = total / weight
        drawn = unit(new)
    return drawn


def with_glosses(
    words: list[str], counts: NDArray[np.int64], vectors: Floats, glosses: Path
) -> tuple[list[str], NDArray[np.int64], Floats]:
    """Return words, counts and vectors with the Chilean words moved to, or added with, what their gloss means."""
    places = {word: i for i, word in enumerate(words)}
    weights = 3e-4 / (3e-4 + counts / counts.sum())
    vectors, added, rows = vectors.copy(), [], []
    for line in glosses.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        word, gloss = (words_of(part) for part in line.split("\t"))
        known = [places[w] for w in gloss if w in places]
        meant = unit((vectors[known] * weights[known, None]).sum(axis=0)[None, :])[0]
        if word[0] in places:
            i = places[word[0]]
            vectors[i] = unit((CHILEAN_SHARE * meant + (1 - CHILEAN_SHARE) * vectors[i])[None, :])[0]
        else:
            added.append(word[0])
            rows.append(meant)
    return [*words, *added], np.r_[counts, np.full(len(added), LEAST_COUNT)], np.vstack([vectors, *rows])


def pieces_table(words: Sequence[str], counts: NDArray[np.int64], vectors: Floats) -> Floats:
    """Return a table (BUCKETS × d) whose rows, summed over the pieces of a word, come near the word's vector."""
    from scipy import sparse

    columns = [buckets_of(word, BUCKETS) for word in words]
    ends = np.cumsum([0, *map(len, columns)])
    ones = np.ones(ends[-1], dtype=np.float32)
    made_of = sparse.csr_matrix((ones, np.concatenate(columns), ends), shape=(len(words), BUCKETS))
    weighed = sparse.diags(np.log(counts).astype(np.float32)) @ made_of
    return _ridge(lambda table: made_of.T @ (weighed @ table) + RIDGE * table, weighed.T @ vectors)


def _ridge(product: Callable[[Floats], Floats], right: Floats) -> Floats:
    """Solve the normal equations by conjugate gradients, all columns at once."""
    table = np.zeros_like(right)
    rest = right.copy()
    way, size = rest.copy(), (rest * rest).sum(axis=0)
    for _step in range(SOLVER_STEPS):
        made = product(way)
        step = size / np.maximum((way * made).sum(axis=0), 1e-20)
        table += step * way
        rest -= step * made
        smaller = (rest * rest).sum(axis=0)
        way = rest + (smaller / np.maximum(size, 1e-20)) * way
        size = smaller
    return table.astype(np.float32)


def quantised(rows: Floats) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Return the rows in eight bits a figure, with one scale a row."""
    scales = np.maximum(np.abs(rows).max(axis=1) / 127, 1e-6).astype(np.float16)
    return np.clip(np.round(rows / scales.astype(np.float32)[:, None]), -127, 127).astype(np.int8), scales


def main(arguments: Sequence[str]) -> None:
    """Make the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--skip", nargs="*", default=[], help="leave out texts whose file name holds this")
    asked = parser.parse_args(arguments)
    began = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)

    words, counts, ids = read(lines_of(asked.sources, asked.skip))
    tell(f"{len(words)} words, {(ids >= 0).sum()} running words")
    matrix = neighbours(ids, counts)
    tell(f"{matrix.nnz} pairs")  # type: ignore[attr-defined]
    vectors = decomposed(matrix)
    tell("decomposed")
    places = {word: i for i, word in enumerate(words)}
    spelt = spellings(lines_of(asked.sources, asked.skip))
    near = synonyms(asked.sources / "lexical/wordnet-mcr/wn-data-spa.tab", places)
    vectors = retrofitted(vectors, counts, near, forms(words, counts, spelt))
    words, counts, vectors = with_glosses(words, counts, vectors, Path(__file__).with_name("chilean_words.tsv"))
    tell("drawn towards synonyms, forms and glosses")
    pieces, piece_scales = quantised(pieces_table(words, counts, vectors))
    tell("pieces fitted")
    kept = np.r_[: min(KEPT_WORDS, len(places)), len(places) : len(words)]
    rows, scales = quantised(vectors[kept])
    np.savez(
        asked.out,
        words=np.frombuffer("\n".join(words[i] for i in kept).encode(), dtype=np.uint8),
        shares=(counts[kept] / counts.sum()).astype(np.float32),
        rows=rows,
        scales=scales,
        pieces=pieces,
        piece_scales=piece_scales,
    )
    settings = {name: value for name, value in globals().items() if name.isupper() and isinstance(value, int | float)}
    tell(json.dumps(settings))


if __name__ == "__main__":
    main(sys.argv[1:])
