"""One way of reading text, timed in a process of its own; `language_speed.py` runs it and compares.

    python benchmarks/language_paths.py PATH TEXTS.json [--processes 2] [--once]

TEXTS.json is a list of turns. Printed is one JSON object: seconds to load, wall and processor seconds of the first pass
(every word new to this process) and of the second (the same text again), the peak of resident memory in MiB, and a hash
of all that came out. This process imports nothing before it is asked to.
"""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

CHUNKS, LOT = 8, 10_000
SHORT = "La profesora abrió la reunión."

Read = Callable[[Sequence[str]], Iterator[bytes]]


def blank() -> Read:
    """Return spaCy's blank tokeniser: the floor."""
    import spacy

    tokenise = spacy.blank("es")
    return lambda texts: (str(len(tokenise(text))).encode() for text in texts)


def lemmas() -> Read:
    """Return segments and lemmas."""
    from qualkit.language.segments import segment
    from qualkit.language.tokens import analyse

    def read(texts: Sequence[str]) -> Iterator[bytes]:
        for text in texts:
            yield repr((segment(text), [token.lemma for token in analyse(text)])).encode()

    return read


def light() -> Read:
    """Return segments, lemmas and the vectors of the segments."""
    from language_likeness import local_embedder

    from qualkit.language.segments import segment
    from qualkit.language.tokens import analyse

    embedder = local_embedder()

    def read(texts: Sequence[str]) -> Iterator[bytes]:
        spans = [segment(text) for text in texts]
        rows = iter(embedder.embed([span.of(text) for text, own in zip(texts, spans, strict=True) for span in own]))
        for text, own in zip(texts, spans, strict=True):
            yield repr((own, [token.lemma for token in analyse(text)])).encode()
            yield b"".join(next(rows).tobytes() for _span in own)

    return read


def vectors() -> Read:
    """Return the vectors of the texts as they are, ``LOT`` at a time: a million of them fill two gigabytes."""
    from language_likeness import local_embedder

    embedder = local_embedder()

    def read(texts: Sequence[str]) -> Iterator[bytes]:
        for start in range(0, len(texts), LOT):
            yield hashlib.sha256(embedder.embed(texts[start : start + LOT]).tobytes()).digest()

    return read


def sentences() -> Read:
    """Return the sentences alone."""
    from qualkit.language.segments import sentences as split

    return lambda texts: (repr(split(text)).encode() for text in texts)


def full() -> Read:
    """Return the full pipeline: classes, features, trees and names."""
    from language_pipeline import parsed

    return lambda texts: (repr(text).encode() for text in parsed(texts, processes=_own_processes))


def encoder() -> Read:
    """Return a sentence encoder of MiniLM's size (6 layers, 384 wide) with random weights: as slow as a trained one."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers
    from transformers import BertConfig, BertModel

    torch.set_num_threads(1)
    torch.manual_seed(0)
    pieces = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # noqa: S106 - no password
    pieces.normalizer = normalizers.BertNormalizer()
    pieces.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    pieces.train_from_iterator(
        json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")),
        trainers.WordPieceTrainer(vocab_size=8000, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"]),
    )
    pieces.enable_padding()
    pieces.enable_truncation(256)
    shape = {"num_hidden_layers": 6, "hidden_size": 384, "num_attention_heads": 12, "intermediate_size": 1536}
    model = BertModel(BertConfig(vocab_size=30522, **shape)).eval()

    def read(texts: Sequence[str]) -> Iterator[bytes]:
        ordered = sorted(texts, key=len)
        for start in range(0, len(ordered), 32):
            batch = pieces.encode_batch(ordered[start : start + 32])
            with torch.inference_mode():
                ids = torch.tensor([row.ids for row in batch])
                mask = torch.tensor([row.attention_mask for row in batch])
                states = model(input_ids=ids, attention_mask=mask).last_hidden_state
                yield (states * mask[..., None]).sum(1).numpy().tobytes()

    return read


PATHS: dict[str, Callable[[], Read]] = {
    f.__name__: f for f in (blank, lemmas, light, vectors, sentences, full, encoder)
}
OWN = {"full"}
"""The paths that share work out by themselves."""
_read: Read | None = None
_own_processes = 1


def _load(path: str) -> None:
    global _read
    _read = PATHS[path]()


def _run(texts: Sequence[str]) -> list[bytes]:
    assert _read is not None
    return list(_read(texts))


def timed(work: Callable[[], list[bytes]]) -> tuple[float, float, str]:
    """Return the wall seconds of ``work``, the processor seconds of this process, and a hash of what came out."""
    began, processor = time.perf_counter(), time.process_time()
    made = work()
    seconds, spent = time.perf_counter() - began, time.process_time() - processor
    return seconds, spent, hashlib.sha256(b"\0".join(made)).hexdigest()[:16]


def in_one(path: str, texts: Sequence[str], *, once: bool = False) -> dict[str, Any]:
    """Return what reading ``texts`` takes in this process, twice or ``once``."""
    began = time.perf_counter()
    _load(path)
    _run([SHORT])
    loaded = time.perf_counter() - began
    first, processor, made = timed(lambda: _run(texts))
    again, _spent, same = (None, None, made) if once else timed(lambda: _run(texts))
    return {
        "load": loaded,
        "first": first,
        "processor": processor,
        "again": again,
        "hash": made,
        "steady": made == same,
    }


def in_many(path: str, texts: Sequence[str], processes: int) -> dict[str, Any]:
    """Return what reading ``texts`` takes in several processes that are loaded before the clock starts."""
    size = -(-len(texts) // (CHUNKS * processes))
    chunks = [texts[i : i + size] for i in range(0, len(texts), size)]
    began = time.perf_counter()
    with ProcessPoolExecutor(processes, initializer=_load, initargs=(path,)) as pool:
        list(pool.map(_run, [[SHORT]] * 4 * processes))
        loaded = time.perf_counter() - began
        first, _spent, made = timed(lambda: [piece for part in pool.map(_run, chunks) for piece in part])
        again, _spent, same = timed(lambda: [piece for part in pool.map(_run, chunks) for piece in part])
    times = {"load": loaded, "first": first, "processor": None, "again": again}
    return {**times, "hash": made, "steady": made == same}


def peak() -> float:
    """Return the peak of resident memory of this process since it began, in MiB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    """Read and print what it took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("path", choices=PATHS)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--once", action="store_true")
    options = parser.parse_args()
    texts = json.loads(options.texts.read_text(encoding="utf-8"))
    one = options.processes == 1 or options.path in OWN
    global _own_processes
    _own_processes = options.processes if options.path in OWN else 1
    took = in_one(options.path, texts, once=options.once) if one else in_many(options.path, texts, options.processes)
    if options.processes > 1:
        took["processor"] = None  # that of the other processes is not known
    print(json.dumps({**took, "peak": peak()}))


if __name__ == "__main__":
    main()
