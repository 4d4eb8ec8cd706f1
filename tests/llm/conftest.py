"""A real server on the loopback that speaks OpenAI's chat protocol from a script and records what it was sent."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from qualkit.llm.chat import LangChainChat
from qualkit.llm.names import ModelName

KEY = "sk-prueba-1234567890abcdef"


@dataclass
class Scripted:
    """One answer of the server."""

    content: str | None = None
    status: int = 200
    finish: str = "stop"
    refusal: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    error: str = "no"

    def body(self) -> dict[str, Any]:
        if self.status != 200:
            return {"error": {"message": self.error, "type": "scripted", "code": None, "param": None}}
        message = {"role": "assistant", "content": self.content, "refusal": self.refusal}
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": "modelo-de-prueba",
            "choices": [{"index": 0, "message": message, "finish_reason": self.finish, "logprobs": None}],
            "usage": {"prompt_tokens": 900, "completion_tokens": 60, "total_tokens": 960},
        }


class ModelServer:
    """Answers from ``script`` (fields of ``Scripted``) in order; ``requests`` holds (path, headers, body) of everything that arrived."""

    def __init__(self) -> None:
        self.script: list[dict[str, Any]] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests.append((self.path, dict(self.headers), {}))
                self.send_error(404)

            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                is_json = self.headers.get("Content-Type", "").startswith("application/json")
                outer.requests.append((self.path, dict(self.headers), json.loads(sent) if is_json else {}))
                answer = Scripted(**outer.script.pop(0)) if outer.script else Scripted(status=418, error="ran out")
                content = json.dumps(answer.body()).encode()
                self.send_response(answer.status)
                for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [body for _path, _headers, body in self.requests]

    def chat(self, **options: Any) -> LangChainChat:
        options = {"timeout": 5, "max_retries": 1, **options}
        return LangChainChat(ModelName("openai", "modelo-de-prueba"), base_url=self.url, **options)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


@pytest.fixture
def server() -> Iterator[ModelServer]:
    running = ModelServer()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
