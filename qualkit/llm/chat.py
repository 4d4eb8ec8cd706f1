"""A chat model over LangChain: any provider it can reach, or any server that speaks OpenAI's protocol.

Keys come from the environment alone and never stand in a message. Tracing services that a user's environment may name
are switched off before LangChain is loaded: what is said in a school does not leave the machine by the back door.
"""

import importlib
import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from qualkit.errors import InputError, ProviderError, status_words
from qualkit.i18n import _
from qualkit.llm.names import ModelName, parse_judge_name
from qualkit.protocols import Message, Reply
from qualkit.settings import LlmSection

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage

TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
Structured = Literal["untried", "json_schema", "plain"]

_ERROR_BASES = {
    "openai": ("openai", "OpenAIError"),
    "azure_openai": ("openai", "OpenAIError"),
    "anthropic": ("anthropic", "AnthropicError"),
    "groq": ("groq", "GroqError"),
    "ollama": ("ollama", "ResponseError"),
}
_SCHEMA_REFUSED = (400, 404, 415, 422, 501)
_PLAIN = "Responde solamente con un objeto JSON, sin texto antes ni después, que cumpla este esquema JSON:\n%s"
"""Said to the model, in the language of the prompts."""


def chat_for(name: str, settings: LlmSection) -> "LangChainChat":
    """Return the chat model called ``llm:PROVIDER:MODEL`` with the parameters of ``[llm]``. Nothing is loaded yet."""
    model = parse_judge_name(name)
    return LangChainChat(
        model,
        base_url=settings.base_url,
        timeout=settings.timeout,
        max_retries=settings.max_retries,
        temperature=settings.temperature,
        max_tokens=settings.max_tokens,
    )


def configured_name(settings: LlmSection) -> str:
    """Return the name of the model that ``[llm]`` configures. Raises ``InputError`` where it names none."""
    if not settings.model:
        raise InputError(_("No model is configured: set “model” under [llm], or name llm:PROVIDER:MODEL."))
    return str(ModelName(settings.provider, settings.model))


def silence_tracing() -> None:
    """Switch off every tracing variable that LangChain would obey."""
    for variable in TRACING:
        os.environ[variable] = "false"


class LangChainChat:
    """One model with its parameters.

    ``structured`` says how answers are asked for: ``json_schema`` in the request, ``plain`` where the server refused
    that and the schema stands in the messages instead, ``untried`` before the first answer.
    """

    def __init__(
        self,
        model: ModelName,
        *,
        base_url: str | None = None,
        timeout: float = 60,
        max_retries: int = 3,
        temperature: float = 0,
        max_tokens: int = 1500,
    ) -> None:
        self._name = model
        self._base_url = base_url or (os.environ.get("OPENAI_BASE_URL") if model.provider == "openai" else None)
        self._timeout = timeout
        self._max_retries = max_retries
        self._temperature = temperature
        self._max_tokens = max_tokens
        self._client: BaseChatModel | None = None
        self.structured: Structured = "untried" if model.provider in ("openai", "azure_openai") else "plain"

    @property
    def identity(self) -> str:
        """Provider, model, server and every parameter that changes an answer; never a key."""
        parameters = f"temperature={self._temperature:g},max_tokens={self._max_tokens}"
        return f"{self._name.provider}:{self._name.model}[{parameters}]{self._server()}"

    def reply(self, messages: Sequence[Message], schema: dict[str, Any]) -> Reply:
        """Return the raw answer. Raises ``ProviderError``, in plain words, for whatever goes wrong outside."""
        client = self._client or self._connect()
        self._client = client
        try:
            return self._ask(client, messages, schema)
        except self._provider_errors() as error:
            raise self._in_plain_words(error) from None  # a provider's own message may show a part of the key

    def _ask(self, client: "BaseChatModel", messages: Sequence[Message], schema: dict[str, Any]) -> Reply:
        if self.structured == "plain":
            return self._plainly(client, messages, schema)
        try:
            answer = client.invoke(_langchain_messages(messages), extra_body={"response_format": _format(schema)})
        except self._provider_errors() as error:
            if _status(error) not in _SCHEMA_REFUSED or "context" in str(error).lower() or _no_such_model(error):
                raise
            reply = self._plainly(client, messages, schema)
            self.structured = "plain"
            return reply
        self.structured = "json_schema"
        return _reply(answer, self.structured)

    def _plainly(self, client: "BaseChatModel", messages: Sequence[Message], schema: dict[str, Any]) -> Reply:
        asked = Message("system", _PLAIN % json.dumps(schema, ensure_ascii=False, sort_keys=True))
        return _reply(client.invoke(_langchain_messages([asked, *messages])), "plain")

    def _connect(self) -> "BaseChatModel":
        silence_tracing()
        from langchain.chat_models import init_chat_model

        options: dict[str, Any] = {
            "timeout": self._timeout,
            "max_retries": self._max_retries,
            "temperature": self._temperature,
            "max_tokens": self._max_tokens,
            **self._openai_options(),
        }
        try:
            client: BaseChatModel = init_chat_model(self._name.model, model_provider=self._name.provider, **options)
        except ImportError as error:
            message = _("The provider “%(provider)s” needs a package that is not installed: %(why)s")
            raise ProviderError(message % {"provider": self._name.provider, "why": self._scrubbed(error)}) from None
        except ValueError as error:  # LangChain knows no such provider, or the model's options do not hold
            message = _("The provider “%(provider)s” could not be set up: %(why)s")
            raise ProviderError(message % {"provider": self._name.provider, "why": self._scrubbed(error)}) from None
        except self._provider_errors() as error:
            raise self._in_plain_words(error) from None
        return client

    def _openai_options(self) -> dict[str, Any]:
        if self._name.provider != "openai":
            return {"base_url": self._base_url} if self._base_url else {}
        key = os.environ.get("OPENAI_API_KEY")
        if not key and not self._base_url:
            raise ProviderError(
                _("No key for OpenAI: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own.")
            )
        options: dict[str, Any] = {"api_key": key or "not-needed", "use_responses_api": False}
        return {**options, "base_url": self._base_url} if self._base_url else options

    def _provider_errors(self) -> tuple[type[Exception], ...]:
        """Return what the provider's own library raises; other exceptions are our bugs and keep their traceback."""
        module, name = _ERROR_BASES.get(self._name.provider, ("openai", "OpenAIError"))
        try:
            base: type[Exception] = getattr(importlib.import_module(module), name)
        except ImportError:
            return (ConnectionError, TimeoutError)
        return (base, ConnectionError, TimeoutError)

    def _in_plain_words(self, error: Exception) -> ProviderError:
        server = self._server() or self._name.provider
        said = {"server": server, "model": self._name.model, "why": self._scrubbed(error)}
        status = _status(error)
        if status is not None:
            return ProviderError(status_words(status) % {**said, "status": status})
        if "Timeout" in type(error).__name__:
            return ProviderError(_("The model did not answer in time (%(server)s).") % said)
        if "Connection" in type(error).__name__:
            return ProviderError(_("The model's server cannot be reached (%(server)s). Is it running?") % said)
        return ProviderError(_("The provider's answer could not be used: %(why)s") % said)

    def _scrubbed(self, error: Exception) -> str:
        """Return the first 300 characters of the error in one line, without any key of the environment."""
        said = " ".join(str(error).split())
        for variable, value in os.environ.items():
            if variable.endswith(("_KEY", "_TOKEN", "_SECRET")) and len(value) > 3:
                said = said.replace(value, "…")
        return said[:300]

    def _server(self) -> str:
        """Return the server's address without whatever a user may have put before the ``@``."""
        if not self._base_url:
            return ""
        parts = urlsplit(self._base_url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _status(error: Exception) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _no_such_model(error: Exception) -> bool:
    return _status(error) == 404 and "model" in str(error).lower()


def _format(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}


def _langchain_messages(messages: Sequence[Message]) -> list[tuple[str, str]]:
    roles = {"system": "system", "user": "human", "assistant": "ai"}
    return [(roles[message.role], message.content) for message in messages]


def _reply(answer: "AIMessage", structured: Structured) -> Reply:
    details = answer.response_metadata
    usage: dict[str, Any] = dict(answer.usage_metadata or {})
    refusal = answer.additional_kwargs.get("refusal")
    return Reply(
        text=_text(answer.content),
        finish=str(details.get("finish_reason") or details.get("stop_reason") or "stop"),
        refusal=str(refusal) if refusal else None,
        input_tokens=usage.get("input_tokens"),
        output_tokens=usage.get("output_tokens"),
        raw={"structured": structured, "model": details.get("model_name"), "id": details.get("id")},
    )


def _text(content: str | list[Any]) -> str:
    if isinstance(content, str):
        return content
    pieces = (block if isinstance(block, str) else str(block.get("text", "")) for block in content)
    return "".join(pieces)
