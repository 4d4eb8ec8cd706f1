"""Make ``models/boundaries.npz``: where sentences end in text without marks.

    python training/boundaries.py --sources DIR --out models/boundaries.npz

The answers are free: the marks of written-down speech, novels and treebanks say where sentences end, and the model sees
the words without them. ``--sources`` holds ``text/mx-presidencia-estenograficas.txt.xz`` (CC BY-SA 4.0),
``text/parlamint-es-congreso.txt.xz`` (CC BY 4.0), ``text/conha19-novelas-hispanoamericanas.txt.xz`` (public domain),
``text/openstax-es-libros-texto.txt.xz`` and ``text/msdocs-teams-es.txt.xz`` (CC BY 4.0),
``ud-ancora-devtest/es_ancora-ud-dev.conllu`` (CC BY 4.0), ``ud-gsd-devtest/es_gsd-ud-dev.conllu`` (CC BY-SA 4.0) and
``ud-pud/es_pud-ud-test.conllu`` (CC BY-SA 3.0). No test file is read. Needs torch; takes some two minutes on one core.

Four blocks in six are lower case, one keeps its capitals, one keeps them but not those that begin a sentence. Each
block of the treebanks, the only news, is read in all six. One block of text in nineteen is held out; the threshold is
where F1 is highest on its lower-case blocks, with the weights as they are written.
"""

import argparse
import lzma
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from treebanks import key, test_keys

from qualkit.language.boundaries import FIRST, OTHER, numbers_of, plain_word, read_model
from qualkit.language.punctuation import sentence_ends

SEED = 20261121
BLOCK, HELD_OUT = 40, 19
TEXTS = {
    "mx-presidencia-estenograficas": 4_000_000,
    "parlamint-es-congreso": 1_500_000,
    "conha19-novelas-hispanoamericanas": 4_000_000,
    "openstax-es-libros-texto": 700_000,
    "msdocs-teams-es": 800_000,
}
TREEBANKS = ("ud-ancora-devtest/es_ancora-ud-dev", "ud-gsd-devtest/es_gsd-ud-dev", "ud-pud/es_pud-ud-test")
CASES = ("lower", "lower", "kept", "lower", "lower", "levelled")
FORMS, ENDINGS, LEAST = 14_000, 1_500, 8
DEPTH, HIDDEN, NARROW = 32, 64, 32
WIDTHS = (11, 7, 1)
WINDOW, BATCH, ROUNDS, RATE, FORGET = 64, 64, 2, 2e-3, 0.05

Block = list[list[str]]


def lines_of(sources: Path, name: str, budget: int) -> Iterator[str]:
    """Yield about ``budget`` words of a text in blocks of lines spread evenly over it."""
    with lzma.open(sources / "text" / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
        lines = file.read().split("\n")
    every = max(1, sum(len(line) for line in lines) // 6 // budget)
    for start in range(0, len(lines), BLOCK * every):
        yield from lines[start : start + BLOCK]


def sentences_of(line: str) -> Iterator[list[str]]:
    """Yield the sentences of a line as words without marks; a line that does not end in one gives nothing."""
    if not line.rstrip("\"'»”)] ").endswith((".", "?", "!", "…")):
        return
    for start, end in pairwise([0, *sentence_ends(line), len(line)]):
        words = [word for word in map(plain_word, line[start:end].split()) if word]
        if words:
            yield words


def treebank(path: Path, tests: Collection[str] = ()) -> list[list[str]]:
    """Return the sentences of a CoNLL-U file as words without marks; those with a key of ``tests`` are left out."""
    texts = (line[9:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# text = "))
    free = (text for text in texts if key(text) not in tests)
    sentences = ([word for word in map(plain_word, text.split()) if word] for text in free)
    return [words for words in sentences if words]


def blocks(sources: Path) -> Iterator[Block]:
    """Yield blocks of some 200 sentences of the texts that follow each other."""
    for name, budget in TEXTS.items():
        held: Block = []
        for line in lines_of(sources, name, budget):
            held += sentences_of(line)
            if len(held) >= 200:
                yield held
                held = []
        if held:
            yield held


def treebank_blocks(sources: Path) -> Iterator[Block]:
    """Yield the treebanks in blocks, each in every case; they are for learning only."""
    tests = test_keys(sources)
    for name in TREEBANKS:
        held = treebank(sources / f"{name}.conllu", tests)
        yield from (held[start : start + 200] for start in range(0, len(held), 200) for _ in CASES)


def written(block: Block, case: str) -> tuple[list[str], list[bool]]:
    """Return the words of a block in one of three cases, and whether each begins a sentence."""
    words, begins = [], []
    for sentence in block:
        first = sentence[0] if case == "kept" else sentence[0].lower()
        words += [first, *sentence[1:]]
        begins += [True, *[False] * (len(sentence) - 1)]
    return [sys.intern(word.lower() if case == "lower" else word) for word in words], begins


def vocabulary(texts: Sequence[list[str]]) -> tuple[list[str], list[str]]:
    """Return the words and the endings the model will know, the commonest first."""
    counts = Counter(word.lower() for text in texts for word in text)
    endings: Counter[str] = Counter()
    for word, n in counts.items():
        endings[word[-3:]] += n
    common = counts.most_common(FORMS)
    forms = [word for word, n in common if n >= LEAST and not any(map(str.isdigit, word))]
    return forms, [ending for ending, _ in endings.most_common(ENDINGS)]


class Network(torch.nn.Module):
    """What ``qualkit.language.boundaries`` computes, in fractions and with gradients."""

    def __init__(self, forms: int, endings: int) -> None:
        super().__init__()
        self.words = torch.nn.Embedding(forms + FIRST, DEPTH)
        self.endings = torch.nn.Embedding(endings + FIRST, DEPTH)
        self.capital = torch.nn.Embedding(2, DEPTH)
        sizes = (DEPTH, HIDDEN, NARROW, 1)
        self.layers = torch.nn.ModuleList(
            torch.nn.Conv1d(sizes[k], sizes[k + 1], width, padding=width // 2) for k, width in enumerate(WIDTHS)
        )
        self.rest = torch.nn.Dropout(0.1)
        for table in (self.words, self.endings, self.capital):
            torch.nn.init.normal_(table.weight, std=0.1)

    def inputs(self, facts: torch.Tensor) -> torch.Tensor:
        """Return what is known of each word."""
        return self.words(facts[..., 0]) + self.endings(facts[..., 1]) + self.capital(facts[..., 2])

    def forward(self, facts: torch.Tensor) -> torch.Tensor:
        """Return the log odds for each word of windows of numbers (windows, words, 3)."""
        rows = self.rest(self.inputs(facts)).transpose(1, 2)
        for layer in list(self.layers)[:-1]:
            rows = self.rest(torch.relu(layer(rows)))
        return self.layers[-1](rows)[:, 0]


def learn(network: Network, facts: torch.Tensor, labels: torch.Tensor) -> None:
    """Fit the network to windows of text; some words are forgotten each time, as unknown ones come."""
    chosen = np.random.default_rng(SEED)
    optimiser = torch.optim.Adam(network.parameters(), lr=RATE)
    steps, step = ROUNDS * (len(facts) // BATCH), 0
    for _ in range(ROUNDS):
        order = torch.tensor(chosen.permutation(len(facts)))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            seen = facts[batch].long()
            words = seen[..., 0]
            words[(torch.rand(words.shape) < FORGET) & (words >= FIRST)] = OTHER
            loss = functional.binary_cross_entropy_with_logits(network(seen), labels[batch])
            for group in optimiser.param_groups:
                group["lr"] = RATE * (1 - step / steps) + 1e-5
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            step += 1
            if step % 500 == 0:
                print(f"{step} of {steps}: {float(loss):.3f}", flush=True)


def whole(network: Network, facts: torch.Tensor) -> dict[str, np.ndarray]:
    """Return the weights as whole numbers, with the steps that keep every layer within 0–127 on ``facts``."""
    tables = {name: getattr(network, name).weight.detach().numpy() for name in ("words", "endings", "capital")}
    with torch.no_grad():
        rows = network.inputs(facts.long())[None].transpose(1, 2)
        size = float(np.quantile(np.abs(rows.numpy()), 0.9995)) / 127
        parts = {name: _rounded(table, size) for name, table in tables.items()}
        steps = []
        for k, layer in enumerate(network.layers):
            weights = layer.weight.detach().numpy().transpose(2, 1, 0)
            unit = float(np.abs(weights).max()) / 127
            parts[f"weights{k}"] = _rounded(weights, unit)
            parts[f"bias{k}"] = np.rint(layer.bias.detach().numpy() / (size * unit)).astype(np.int32)
            rows = torch.relu(layer(rows))
            last = k == len(WIDTHS) - 1
            output = 1.0 if last else float(np.quantile(rows.numpy(), 0.9995)) / 127
            steps.append(size * unit / output)
            size = output
    return parts | {"steps": np.array(steps)}


def _rounded(weights: np.ndarray, size: float) -> np.ndarray:
    return np.clip(np.rint(weights / size), -127, 127).astype(np.int8)


def best_threshold(scores: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Return the threshold of the highest F1, and that F1."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(labels[order])
    f1 = 2 * right / (np.arange(1, len(scores) + 1) + labels.sum())
    best = int(np.argmax(f1))
    return float(scores[order][best]), float(f1[best])


def numbered(texts: Sequence[list[str]], forms: list[str], endings: list[str]) -> torch.Tensor:
    """Return the numbers of all words of ``texts`` (words, 3)."""
    ids, ending_ids = ({form: k for k, form in enumerate(known, start=FIRST)} for known in (forms, endings))
    seen: dict[str, tuple[int, int, int]] = {}
    for text in texts:
        for word in text:
            if word not in seen:
                seen[word] = numbers_of(word, ids, ending_ids)
    return torch.tensor(np.array([seen[word] for text in texts for word in text], dtype=np.int32))


def main() -> int:
    """Read the sources, learn, write the model with its threshold, and say how well it does on what was held out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    cases = [(k, CASES[k % len(CASES)], block) for k, block in enumerate(blocks(given.sources))]
    held = [(case, *written(block, case)) for k, case, block in cases if k % HELD_OUT == 7]
    shown = [written(block, case) for k, case, block in cases if k % HELD_OUT != 7]
    shown += [written(block, CASES[k % len(CASES)]) for k, block in enumerate(treebank_blocks(given.sources))]
    texts = [words for words, _ in shown]
    forms, endings = vocabulary(texts)
    facts = numbered(texts, forms, endings)
    labels = torch.tensor(np.array([x for _, begins in shown for x in begins], dtype=np.float32))
    print(f"{len(labels):,} words, {int(labels.sum()):,} sentences, {len(forms):,} forms", flush=True)
    windows = len(facts) // WINDOW
    network = Network(len(forms), len(endings))
    learn(network, facts[: windows * WINDOW].view(windows, WINDOW, 3), labels[: windows * WINDOW].view(windows, WINDOW))
    network.eval()
    parts = whole(network, facts[:200_000])
    write(given.out, forms, endings, parts, 0.0)
    thresholds = report(given.out, held)
    write(given.out, forms, endings, parts, thresholds["lower"])
    print(f"{given.out}: {given.out.stat().st_size:,} bytes")
    return 0


def write(out: Path, forms: list[str], endings: list[str], parts: dict[str, np.ndarray], threshold: float) -> None:
    """Write the model; the same weights give the same bytes."""
    names = {"forms": forms, "ending_forms": endings}
    lists = {name: np.frombuffer("\n".join(known).encode(), dtype=np.uint8) for name, known in names.items()}
    np.savez_compressed(out, **lists, **parts, threshold=np.array(threshold))


def report(out: Path, held: Sequence[tuple[str, list[str], list[bool]]]) -> dict[str, float]:
    """Say how well the written model does on each case, and return the thresholds."""
    model = read_model(out)
    thresholds = {}
    for case in dict.fromkeys(CASES):
        texts = [(words, begins) for named, words, begins in held if named == case]
        scores = np.concatenate(model.scores([words for words, _ in texts]))
        truth = np.array([x for _, begins in texts for x in begins], dtype=np.float32)
        thresholds[case], f1 = best_threshold(scores, truth)
        print(f"{case}: {len(truth):,} words, {int(truth.sum()):,} sentences; F1 {f1:.3f} from {thresholds[case]:.3f}")
    return thresholds


if __name__ == "__main__":
    sys.exit(main())
