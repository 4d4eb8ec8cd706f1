"""A server of vectors on the loopback, and an environment that names no other."""

from collections.abc import Iterator

import pytest

from .server import KEY, VectorServer


@pytest.fixture
def server() -> Iterator[VectorServer]:
    running = VectorServer()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
