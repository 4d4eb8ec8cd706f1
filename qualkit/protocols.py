"""The seams of qualkit, one method wide each. Fakes for every one of them are in ``qualkit.testing``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from qualkit.model import Codebook, Criterion, Experience, Score, Suggestion

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def identity(self) -> str:
        """Name, version and content of what makes the vectors: equal identity, equal vectors."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array (len(texts), d) of float32 rows of length 1 (or 0 where a text says nothing)."""
        ...


class Coder(Protocol):
    """Proposes codes for texts."""

    @property
    def name(self) -> str:
        """``indicators``, ``similarity``, ``combined``, ``llm:…``."""
        ...

    def code(self, texts: Sequence[str], codebook: Codebook) -> list[list[Suggestion]]:
        """Return the suggestions for each text, best first; an empty list where the coder abstains."""
        ...


class Judge(Protocol):
    """Gives an experience a level on a criterion, or says why not."""

    @property
    def name(self) -> str:
        """``evidence`` or ``llm:PROVIDER:MODEL``."""
        ...

    def judge(self, experience: Experience, criterion: Criterion) -> Score:
        """Return the score; never raises for what a provider answers."""
        ...


@dataclass(frozen=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Reply:
    """What a chat model answered, raw. ``finish`` is the provider's reason (``stop``, ``length``…)."""

    text: str
    finish: str = "stop"
    refusal: str | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    raw: dict[str, Any] = field(default_factory=dict)


class ChatModel(Protocol):
    """Answers messages."""

    @property
    def identity(self) -> str:
        """``PROVIDER:MODEL`` with the parameters that change an answer."""
        ...

    def reply(self, messages: Sequence[Message], schema: dict[str, Any]) -> Reply:
        """Return the raw answer to ``messages``, asked to fit the JSON schema. Raises ``ProviderError``."""
        ...
