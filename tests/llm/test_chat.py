import json
import os
import socket
import subprocess
import sys
from typing import Any

import pytest

from qualkit.errors import InputError, ProviderError
from qualkit.llm.chat import TRACING, LangChainChat, chat_for, configured_name
from qualkit.llm.names import ModelName
from qualkit.protocols import Message
from qualkit.settings import LlmSection

SCHEMA = {"type": "object", "properties": {"level": {"type": "integer"}}, "required": ["level"]}
ASKED = [
    Message("system", "Eres juez."),
    Message("user", "¿Qué nivel?"),
    Message("assistant", "4"),
    Message("user", "¿?"),
]
KEY = "sk-prueba-1234567890abcdef"


def says(content: str | None = None, **more: Any) -> dict[str, Any]:
    """Return one answer for the script of the server."""
    return {"content": content, **more}


def test_an_answer_comes_back_raw_with_what_it_cost(server: Any) -> None:
    server.script = [says('{"level": 3}')]
    reply = server.chat().reply(ASKED, SCHEMA)
    assert (reply.text, reply.finish, reply.refusal) == ('{"level": 3}', "stop", None)
    assert (reply.input_tokens, reply.output_tokens) == (900, 60)
    assert reply.raw["structured"] == "json_schema"


def test_the_request_carries_the_messages_the_schema_and_the_parameters(server: Any) -> None:
    server.script = [says("{}")]
    server.chat(temperature=0, max_tokens=77).reply(ASKED, SCHEMA)
    [body] = server.bodies
    assert [(m["role"], m["content"]) for m in body["messages"]] == [(m.role, m.content) for m in ASKED]
    assert body["response_format"]["type"] == "json_schema"
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert (body["model"], body["temperature"], body["max_completion_tokens"]) == ("modelo-de-prueba", 0, 77)


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_a_cut_answer_keeps_its_reason(server: Any, finish: str) -> None:
    server.script = [says('{"lev', finish=finish)]
    assert server.chat().reply(ASKED, SCHEMA).finish == finish


def test_a_refusal_is_an_answer(server: Any) -> None:
    server.script = [says(None, refusal="No puedo ayudar con eso.")]
    reply = server.chat().reply(ASKED, SCHEMA)
    assert (reply.refusal, reply.text) == ("No puedo ayudar con eso.", "")


def test_a_server_without_json_schema_is_asked_in_words_from_then_on(server: Any) -> None:
    refused = says(status=400, error="response_format is not supported by this server")
    server.script = [refused, says('{"level": 2}'), says('{"level": 1}')]
    chat = server.chat()
    first, second = chat.reply(ASKED, SCHEMA), chat.reply(ASKED, SCHEMA)
    assert (first.text, second.text, chat.structured) == ('{"level": 2}', '{"level": 1}', "plain")
    assert first.raw["structured"] == "plain"
    assert ["response_format" in body for body in server.bodies] == [True, False, False]
    assert json.dumps(SCHEMA, sort_keys=True) in server.bodies[1]["messages"][0]["content"]


def test_too_many_requests_are_asked_again_after_the_time_the_server_names(server: Any) -> None:
    server.script = [says(status=429, headers={"Retry-After": "0.05"}), says('{"level": 4}')]
    assert server.chat().reply(ASKED, SCHEMA).text == '{"level": 4}'
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "refuses the key"),
        (403, "refuses the key"),
        (429, "too many requests"),
        (500, "fault of its own"),
        (503, "fault of its own"),
        (418, "did not accept"),
    ],
)
def test_what_a_provider_refuses_is_said_in_plain_words(server: Any, status: int, said: str) -> None:
    server.script = [says(status=status, error=f"Incorrect API key provided: {KEY}")]
    with pytest.raises(ProviderError, match=said) as caught:
        server.chat(max_retries=0).reply(ASKED, SCHEMA)
    assert KEY not in str(caught.value)
    assert caught.value.exit_code == 3
    assert len(server.requests) == 1


def test_a_model_that_the_provider_does_not_know_is_named(server: Any) -> None:
    server.script = [says(status=404, error="The model does not exist")]
    with pytest.raises(ProviderError, match="modelo-de-prueba"):
        server.chat(max_retries=0).reply(ASKED, SCHEMA)
    assert len(server.requests) == 1


def test_a_text_that_is_too_long_is_no_reason_to_ask_without_schema(server: Any) -> None:
    server.script = [says(status=400, error="maximum context length is 8192 tokens")]
    with pytest.raises(ProviderError, match="did not accept"):
        server.chat(max_retries=0).reply(ASKED, SCHEMA)
    assert len(server.requests) == 1


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://usuario:clave@127.0.0.1:{free.getsockname()[1]}/v1"
    chat = LangChainChat(ModelName("openai", "m"), base_url=url, max_retries=0, timeout=2)
    with pytest.raises(ProviderError, match=r"cannot be reached.*127\.0\.0\.1") as caught:
        chat.reply(ASKED, SCHEMA)
    assert "clave" not in str(caught.value)


def test_a_server_that_does_not_answer_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"
        chat = LangChainChat(ModelName("openai", "m"), base_url=url, max_retries=0, timeout=0.2)
        with pytest.raises(ProviderError, match="in time"):
            chat.reply(ASKED, SCHEMA)


def test_without_key_and_without_server_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ProviderError, match="OPENAI_API_KEY"):
        LangChainChat(ModelName("openai", "m")).reply(ASKED, SCHEMA)


def test_a_server_of_ones_own_needs_no_key(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    server.script = [says("{}")]
    assert LangChainChat(ModelName("openai", "m"), timeout=5).reply(ASKED, SCHEMA).text == "{}"


@pytest.mark.parametrize("provider", ["anthropic", "groq", "ollama", "nadie-conoce-este"])
def test_a_provider_that_is_not_installed_or_not_known_is_a_plain_sentence(provider: str) -> None:
    with pytest.raises(ProviderError, match=provider):
        LangChainChat(ModelName(provider, "m"), base_url="http://127.0.0.1:9/v1").reply(ASKED, SCHEMA)


def test_the_identity_names_everything_but_the_key(server: Any) -> None:
    identity = server.chat(temperature=0.5, max_tokens=9).identity
    assert identity == f"openai:modelo-de-prueba[temperature=0.5,max_tokens=9]{server.url}"


def test_the_settings_of_the_project_reach_the_model(server: Any) -> None:
    server.script = [says("{}")]
    settings = LlmSection(base_url=server.url, timeout=5, max_retries=0, temperature=0.25, max_tokens=33)
    chat_for("llm:openai:otro:8b", settings).reply(ASKED, SCHEMA)
    [body] = server.bodies
    assert (body["model"], body["temperature"], body["max_completion_tokens"]) == ("otro:8b", 0.25, 33)


def test_a_project_that_names_no_model_is_told_how() -> None:
    assert configured_name(LlmSection(model="x")) == "llm:openai:x"
    with pytest.raises(InputError, match="model"):
        configured_name(LlmSection())


def test_no_tracing_service_hears_anything_whatever_the_environment_says(server: Any) -> None:
    program = (
        "from qualkit.llm.chat import LangChainChat\n"
        "from qualkit.llm.names import ModelName\n"
        "from qualkit.protocols import Message\n"
        f"chat = LangChainChat(ModelName('openai', 'm'), base_url={server.url!r}, timeout=5)\n"
        "print(chat.reply([Message('user', 'secreto')], {'type': 'object'}).text)\n"
        "from langchain_core.tracers.langchain import wait_for_all_tracers\n"
        "wait_for_all_tracers()\n"
    )
    spies = {"LANGSMITH_ENDPOINT": server.url, "LANGCHAIN_ENDPOINT": server.url, "LANGSMITH_API_KEY": "x"}
    environment = {**os.environ, **dict.fromkeys(TRACING, "true"), **spies}
    server.script = [says("oído")] + [says(status=500)] * 5
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.strip() == "oído", done.stderr
    assert [path for path, _headers, _body in server.requests] == ["/v1/chat/completions"]
