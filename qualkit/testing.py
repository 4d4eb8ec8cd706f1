"""Public fakes, one for each seam of ``qualkit.protocols``: for tests of qualkit and of whatever is built on it.

Each records what it was asked, so that a test can look at it. None of them reaches the network or loads a model.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qualkit.errors import ProviderError
from qualkit.model import Codebook, Criterion, Evidence, Experience, Score, Suggestion
from qualkit.protocols import Message, Reply, Vectors

__all__ = [
    "Asked",
    "FixedEmbedder",
    "FixedJudge",
    "MemoryReplies",
    "ScriptedChat",
    "ScriptedCoder",
    "WordEmbedder",
]


@dataclass(frozen=True)
class Asked:
    """One question that a ``ScriptedChat`` was asked."""

    messages: tuple[Message, ...]
    schema: dict[str, Any]

    @property
    def text(self) -> str:
        """Everything that was sent, in one string."""
        return "\n".join(message.content for message in self.messages)


class ScriptedChat:
    """A chat model that gives the answers of a script, in order, and keeps what it was asked in ``asked``.

    An answer is a text, a whole ``Reply`` or a ``ProviderError`` to raise. A script that has run out is a mistake of
    the test: ``AssertionError``.
    """

    def __init__(self, answers: Iterable[str | Reply | ProviderError], *, identity: str = "scripted:chat") -> None:
        self._answers = list(answers)
        self._identity = identity
        self.asked: list[Asked] = []

    @property
    def identity(self) -> str:
        """What the script was told to be."""
        return self._identity

    def reply(self, messages: Sequence[Message], schema: dict[str, Any]) -> Reply:
        """Return the next answer of the script."""
        self.asked.append(Asked(tuple(messages), schema))
        if len(self.asked) > len(self._answers):
            raise AssertionError(f"the script has {len(self._answers)} answers and was asked {len(self.asked)} times")
        answer = self._answers[len(self.asked) - 1]
        if isinstance(answer, ProviderError):
            raise answer
        return Reply(answer) if isinstance(answer, str) else answer


class MemoryReplies:
    """A reply store in a dictionary, ``rows`` by key."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {}

    def reply(self, key: str) -> dict[str, Any] | None:
        """Return the reply kept under ``key``, or ``None``."""
        row = self.rows.get(key)
        return None if row is None else row["reply"]

    def add_reply(self, key: str, *, model: str, request: Any, reply: Any, at: str) -> None:
        """Keep a reply; the first one under a key stays."""
        self.rows.setdefault(key, {"model": model, "request": request, "reply": reply, "at": at})


class FixedEmbedder:
    """An embedder whose vectors depend on the text alone: those of ``vectors`` where given, else made from its hash.

    Equal texts have equal vectors, different texts nearly orthogonal ones; a blank text has the zero vector.
    """

    def __init__(self, vectors: Mapping[str, Sequence[float]] | None = None, *, dimensions: int = 64) -> None:
        self._vectors = dict(vectors or {})
        self._dimensions = len(next(iter(self._vectors.values()))) if self._vectors else dimensions
        self.asked: list[str] = []

    @property
    def identity(self) -> str:
        """``fixed`` and the number of dimensions."""
        return f"fixed:{self._dimensions}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 (or 0) per text."""
        self.asked += texts
        rows = np.array([self._row(text) for text in texts], dtype=np.float32).reshape(len(texts), self._dimensions)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
        return unit

    def _row(self, text: str) -> Sequence[float]:
        if text in self._vectors:
            return self._vectors[text]
        if not text.strip():
            return [0.0] * self._dimensions
        seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        drawn: Sequence[float] = np.random.default_rng(seed).standard_normal(self._dimensions).tolist()
        return drawn


class WordEmbedder:
    """An embedder for which two texts are as near as the words they share, whatever their case and order.

    A text without a word has the zero vector. ``version`` makes another identity, with the same vectors.
    """

    def __init__(self, *, dimensions: int = 64, version: str = "1") -> None:
        self._words = FixedEmbedder(dimensions=dimensions)
        self._version = version
        self.asked: list[str] = []

    @property
    def identity(self) -> str:
        """``words``, the number of dimensions and the version."""
        return f"words:{self._words.identity.partition(':')[2]}@{self._version}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 (or 0) per text."""
        self.asked += texts
        width = self._words.embed([""]).shape[1]
        sums = [self._words.embed(re.findall(r"\w+", text.lower())).sum(axis=0) for text in texts]
        rows = np.array(sums, dtype=np.float32).reshape(len(texts), width)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0)
        return unit


class ScriptedCoder:
    """A coder that suggests what it was told for a text, and nothing for any other."""

    def __init__(self, suggestions: Mapping[str, Sequence[Suggestion]], *, name: str = "scripted") -> None:
        self._suggestions = suggestions
        self._name = name
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        """What it was told to be called."""
        return self._name

    def code(self, texts: Sequence[str], codebook: Codebook) -> list[list[Suggestion]]:
        """Return the suggestions for each text whose code is in ``codebook``."""
        self.asked += texts
        return [[s for s in self._suggestions.get(text, ()) if s.code in codebook.by_id] for text in texts]


class FixedJudge:
    """A judge with fixed levels by (experience, criterion); ``no_evidence`` for the rest.

    A level points at the whole of the first field of the form.
    """

    def __init__(self, levels: Mapping[tuple[str, str], int], *, name: str = "fixed") -> None:
        self._levels = levels
        self._name = name
        self.asked: list[tuple[str, str]] = []

    @property
    def name(self) -> str:
        """What it was told to be called."""
        return self._name

    def judge(self, experience: Experience, criterion: Criterion) -> Score:
        """Return the level it was given."""
        self.asked.append((experience.id, criterion.id))
        level = self._levels.get((experience.id, criterion.id))
        if level is None or not experience.fields:
            return Score(experience.id, criterion.id, None, "no_evidence", (), "fixed", self._name)
        field, text = next(iter(experience.fields.items()))
        evidence = (Evidence(0, len(text), text, field),)
        return Score(experience.id, criterion.id, level, "scored", evidence, "fixed", self._name)
