"""A chat model that keeps every reply before anybody reads it, and answers from what it kept: no network, no cost."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Protocol

from qualkit.protocols import ChatModel, Message, Reply


class ReplyStore(Protocol):
    """Where replies are kept: the project's record, or a dictionary in a test."""

    def reply(self, key: str) -> dict[str, Any] | None:
        """Return the reply kept under ``key``, or ``None``."""
        ...

    def add_reply(self, key: str, *, model: str, request: Any, reply: Any, at: str) -> None:
        """Keep a reply; the first one under a key stays."""
        ...


def utc_now() -> str:
    """Return the time now, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class StoredChat:
    """``chat`` with a memory. The key is made of everything that could change an answer."""

    def __init__(
        self, chat: ChatModel, store: ReplyStore, clock: Callable[[], str] = utc_now, *, attempt: int = 0
    ) -> None:
        self._chat = chat
        self._store = store
        self._clock = clock
        self._attempt = attempt

    @property
    def identity(self) -> str:
        """The identity of the model inside."""
        return self._chat.identity

    def reply(self, messages: Sequence[Message], schema: dict[str, Any]) -> Reply:
        """Return the kept reply, or ask, keep the raw answer and return it. Raises ``ProviderError`` as the model does.

        An error is not kept: the same question is asked again next time.
        """
        request: dict[str, Any] = {"messages": [asdict(message) for message in messages], "schema": schema}
        if self._attempt:
            request["attempt"] = self._attempt  # asked again on purpose: a kept answer would only say the same
        key = request_key(self.identity, request)
        kept = self._store.reply(key)
        if kept is not None:
            return Reply(**kept)
        reply = self._chat.reply(messages, schema)
        self._store.add_reply(key, model=self.identity, request=request, reply=asdict(reply), at=self._clock())
        return reply


def request_key(identity: str, request: dict[str, Any]) -> str:
    """Return the SHA-256 of the model with its parameters, the rendered messages and the schema."""
    content = json.dumps([identity, request], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
