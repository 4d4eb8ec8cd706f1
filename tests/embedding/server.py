"""A real server on the loopback that speaks OpenAI's embeddings protocol and records what it was sent."""

import hashlib
import json
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-prueba-1234567890abcdef"
WIDTH = 8


def vector(text: str, width: int = WIDTH) -> list[float]:
    """Return the vector that the server gives ``text``: not of length 1."""
    return [byte - 127.5 for byte in hashlib.sha256(text.encode()).digest()[:width]]


@dataclass
class Scripted:
    """One answer: the usual one for ``sent``, changed by ``change``, or an error."""

    status: int = 200
    change: Callable[[list[dict[str, Any]]], Any] = lambda data: data
    headers: dict[str, str] = field(default_factory=dict)
    error: str = "no"
    raw: bytes | None = None

    def body(self, sent: dict[str, Any]) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.status != 200:
            return json.dumps({"error": {"message": self.error, "type": "scripted", "code": None}}).encode()
        width = sent.get("dimensions", WIDTH)
        data = [
            {"object": "embedding", "index": i, "embedding": vector(text, width)}
            for i, text in enumerate(sent["input"])
        ]
        usage = {"prompt_tokens": 5, "total_tokens": 5}
        answer = {"object": "list", "data": self.change(data), "model": sent["model"], "usage": usage}
        return json.dumps(answer).encode()


class VectorServer:
    """Answers from ``script`` in order, then as usual; ``requests`` holds (path, headers, body) of what arrived."""

    def __init__(self) -> None:
        self.script: list[Scripted] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                outer.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, sent))
                answer = outer.script.pop(0) if outer.script else Scripted()
                content = answer.body(sent)
                with suppress(BrokenPipeError):  # whoever asked may have given up
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
    def host(self) -> str:
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.host}/v1"

    @property
    def texts(self) -> list[str]:
        """Every text that arrived, in order."""
        return [text for _path, _headers, sent in self.requests for text in sent["input"]]

    def stop(self) -> None:
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
