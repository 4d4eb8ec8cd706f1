"""Vectors from OpenAI, or from any server that speaks its protocol. Only pseudonymised text may be given to it.

The key comes from the environment alone, and never stands in a message. What a workflow sends it keeps the vectors of:
this class remembers nothing.
"""

import os
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from qualkit.errors import ProviderError, status_words
from qualkit.i18n import _
from qualkit.protocols import Vectors

if TYPE_CHECKING:
    from openai import APIError, OpenAI

OWN_SERVER = "https://api.openai.com/v1"


class OpenAIEmbedder:
    """One model on one server. ``dimensions`` are asked for where given; else the model has its own number of them.

    A request that fails is tried again ``max_retries`` times, after as long as the server asks for (Retry-After).
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        dimensions: int | None = None,
        batch_size: int = 128,
        timeout: float = 60,
        max_retries: int = 3,
    ) -> None:
        self._model = model
        self._base_url = base_url or os.environ.get("OPENAI_BASE_URL") or None
        self._dimensions = dimensions
        self._batch_size = batch_size
        self._timeout = timeout
        self._max_retries = max_retries

    @property
    def identity(self) -> str:
        """``openai:MODEL[dimensions=…]@SERVER``.

        There are no weights here to hash: that equal identity means equal vectors is the provider's word.
        """
        wanted = f"[dimensions={self._dimensions}]" if self._dimensions else ""
        return f"openai:{self._model}{wanted}@{self._server}"

    @property
    def _server(self) -> str:
        """The server's name and port, without whatever a user may have put before the ``@``."""
        return urlsplit(self._base_url or OWN_SERVER).netloc.rpartition("@")[2]

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return an array (len(texts), d) of rows of length 1; a blank text has a row of 0 and is not sent.

        Where all are blank and no ``dimensions`` were asked for, d is 0. Raises ``ProviderError``, in plain words, for
        whatever goes wrong outside.
        """
        said = [i for i, text in enumerate(texts) if text.strip()]
        parts = [
            self._ask([texts[i] for i in said[start : start + self._batch_size]])
            for start in range(0, len(said), self._batch_size)
        ]
        if len({part.shape[1] for part in parts}) > 1:
            raise self._unfit(None)
        rows = np.zeros((len(texts), parts[0].shape[1] if parts else self._dimensions or 0), dtype=np.float32)
        if parts:
            rows[said] = np.vstack(parts)
        return rows

    def _ask(self, texts: list[str]) -> Vectors:
        import openai

        options: dict[str, Any] = {"dimensions": self._dimensions} if self._dimensions else {}
        try:
            answer = self._client.embeddings.create(model=self._model, input=texts, encoding_format="float", **options)
        except openai.APIError as error:
            raise self._in_plain_words(error) from None  # a provider's own message may show a part of the key
        except ValueError as error:  # the client's own word for an answer without a single vector
            raise self._unfit(error) from None
        return self._rows(answer, len(texts))

    @cached_property
    def _client(self) -> "OpenAI":
        import openai

        key = os.environ.get("OPENAI_API_KEY")
        if not key and not self._base_url:
            raise ProviderError(
                _("No key for OpenAI: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
            )
        return openai.OpenAI(
            api_key=key or "not-needed",
            base_url=self._base_url or OWN_SERVER,
            timeout=self._timeout,
            max_retries=self._max_retries,
        )

    def _rows(self, answer: Any, n: int) -> Vectors:
        """Return the vectors of an answer in the order of the question, brought to length 1."""
        try:
            by_index = {int(item.index): item.embedding for item in answer.data}
            rows = np.array([by_index[i] for i in range(n)], dtype=np.float32)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._unfit(error) from None
        if len(answer.data) != n or rows.ndim != 2 or not np.isfinite(rows).all():
            raise self._unfit(None)
        if self._dimensions and rows.shape[1] != self._dimensions:
            asked = _("The model “%(model)s” gives vectors of %(found)d dimensions, and %(wanted)d were asked for.")
            said = {"model": self._model, "found": rows.shape[1], "wanted": self._dimensions}
            raise ProviderError(asked % said)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
        return unit

    @property
    def _at(self) -> dict[str, str]:
        return {"server": self._server, "model": self._model}

    def _unfit(self, error: Exception | None) -> ProviderError:
        why = f" ({self._scrubbed(error)})" if error else ""
        sentence = _("The server of the vectors (%(server)s) gave an answer that does not fit.")
        return ProviderError(sentence % self._at + why)

    def _in_plain_words(self, error: "APIError") -> ProviderError:
        import openai

        said = {**self._at, "why": self._scrubbed(error)}
        if isinstance(error, openai.APIStatusError):
            return ProviderError(status_words(error.status_code) % {**said, "status": error.status_code})
        if isinstance(error, openai.APITimeoutError):
            return ProviderError(_("The model did not answer in time (%(server)s).") % said)
        if isinstance(error, openai.APIConnectionError):
            return ProviderError(_("The model's server cannot be reached (%(server)s). Is it running?") % said)
        return self._unfit(error)

    def _scrubbed(self, error: Exception) -> str:
        """Return the first 300 characters of the error in one line, without the key."""
        said = " ".join(str(error).split())
        key = os.environ.get("OPENAI_API_KEY")
        return (said.replace(key, "…") if key else said)[:300]
