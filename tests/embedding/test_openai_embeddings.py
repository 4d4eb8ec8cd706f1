"""Vectors from a server: what is sent, how the answer is checked, and what is said when it fails."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from qualkit.embedding.openai_embeddings import OpenAIEmbedder
from qualkit.errors import ProviderError

from .server import KEY, WIDTH, Scripted, VectorServer, vector

TEXTS = ["leímos cuentos", "sembramos papas", "hicimos un huerto"]


def embedder(server: VectorServer, **options: Any) -> OpenAIEmbedder:
    options = {"timeout": 5, "max_retries": 0, "base_url": server.url, **options}
    return OpenAIEmbedder("vectores-de-prueba", **options)


def unit(text: str, width: int = WIDTH) -> np.ndarray:
    row = np.array(vector(text, width), dtype=np.float32)
    return row / np.linalg.norm(row)


def test_each_text_has_its_own_vector_of_length_one(server: VectorServer) -> None:
    rows = embedder(server).embed(TEXTS)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows, [unit(text) for text in TEXTS], rtol=1e-5)


def test_floats_are_asked_for_and_nothing_but_texts_is_sent(server: VectorServer) -> None:
    embedder(server).embed(TEXTS)
    [(path, headers, sent)] = server.requests
    assert path == "/v1/embeddings"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert sent == {"model": "vectores-de-prueba", "input": TEXTS, "encoding_format": "float"}


def test_texts_go_in_batches(server: VectorServer) -> None:
    rows = embedder(server, batch_size=2).embed(TEXTS)
    assert [sent["input"] for _path, _headers, sent in server.requests] == [TEXTS[:2], TEXTS[2:]]
    np.testing.assert_allclose(rows[2], unit(TEXTS[2]), rtol=1e-5)


def test_blank_texts_have_a_row_of_zero_and_are_not_sent(server: VectorServer) -> None:
    rows = embedder(server).embed(["", TEXTS[0], " \n"])
    assert server.texts == [TEXTS[0]]
    np.testing.assert_allclose(rows[1], unit(TEXTS[0]), rtol=1e-5)
    assert not rows[[0, 2]].any()


@pytest.mark.parametrize(("dimensions", "width"), [(None, 0), (4, 4)], ids=["not asked for", "asked for"])
def test_where_all_is_blank_nothing_is_asked(server: VectorServer, dimensions: int | None, width: int) -> None:
    assert embedder(server, dimensions=dimensions).embed([" ", ""]).shape == (2, width)
    assert embedder(server, dimensions=dimensions).embed([]).shape == (0, width)
    assert server.requests == []


def test_an_answer_in_another_order_is_put_in_order(server: VectorServer) -> None:
    server.script = [Scripted(change=lambda data: data[::-1])]
    np.testing.assert_allclose(embedder(server).embed(TEXTS), [unit(text) for text in TEXTS], rtol=1e-5)


def test_dimensions_are_asked_for_and_checked(server: VectorServer) -> None:
    assert embedder(server, dimensions=4).embed(TEXTS).shape == (3, 4)
    assert server.requests[0][2]["dimensions"] == 4
    server.script = [Scripted(change=lambda data: [{**item, "embedding": [1.0, 2.0, 3.0]} for item in data])]
    with pytest.raises(ProviderError, match="3 dimensions, and 4 were asked for"):
        embedder(server, dimensions=4).embed(TEXTS)


def _changed(i: int, **fields: Any) -> Callable[[list[dict[str, Any]]], Any]:
    return lambda data: [{**item, **fields} if k == i else item for k, item in enumerate(data)]


UNFIT: dict[str, Scripted] = {
    "one too few": Scripted(change=lambda data: data[:-1]),
    "one too many": Scripted(change=lambda data: [*data, data[0]]),
    "none": Scripted(change=lambda data: []),
    "one place twice": Scripted(change=_changed(1, index=0)),
    "a place that was not asked for": Scripted(change=_changed(2, index=7)),
    "another length": Scripted(change=_changed(1, embedding=[1.0, 2.0])),
    "not a number": Scripted(change=_changed(1, embedding=[float("nan")] * WIDTH)),
    "words": Scripted(change=_changed(0, embedding=["a"] * WIDTH)),
    "no vector": Scripted(change=_changed(0, embedding=None)),
    "no list": Scripted(change=lambda data: None),
    "not JSON": Scripted(raw=b"hola"),
    "a page": Scripted(raw=b"<html>", headers={"Content-Type": "text/html"}),
}


@pytest.mark.parametrize("answer", UNFIT.values(), ids=UNFIT.keys())
def test_an_answer_that_does_not_fit_is_refused(server: VectorServer, answer: Scripted) -> None:
    server.script = [answer]
    with pytest.raises(ProviderError, match=f"{server.host}.* does not fit") as caught:
        embedder(server).embed(TEXTS)
    assert caught.value.exit_code == 3


def test_batches_of_different_lengths_are_refused(server: VectorServer) -> None:
    server.script = [Scripted(), Scripted(change=lambda data: [{**item, "embedding": [1.0]} for item in data])]
    with pytest.raises(ProviderError, match="does not fit"):
        embedder(server, batch_size=2).embed(TEXTS)


def test_what_is_refused_for_now_is_asked_again_when_the_server_says(server: VectorServer) -> None:
    server.script = [Scripted(status=429, headers={"Retry-After": "1"})]
    began = time.monotonic()
    assert embedder(server, max_retries=1).embed(TEXTS).shape == (3, WIDTH)
    assert time.monotonic() - began >= 1
    assert len(server.requests) == 2


FAILURES = [
    (Scripted(status=401, error=f"Incorrect API key provided: {KEY}"), "refuses the key"),
    (Scripted(status=403), "refuses the key"),
    (Scripted(status=404), "does not know the model “vectores-de-prueba”"),
    (Scripted(status=429), "asks to wait"),
    (Scripted(status=503), "fault of its own"),
    (Scripted(status=400, error=f"too long, {KEY}"), "did not accept the request .*too long, …"),
]


@pytest.mark.parametrize(("answer", "said"), FAILURES, ids=lambda value: getattr(value, "status", None))
def test_a_failure_is_said_in_plain_words_without_the_key(server: VectorServer, answer: Scripted, said: str) -> None:
    server.script = [answer]
    with pytest.raises(ProviderError, match=said) as caught:
        embedder(server).embed(TEXTS)
    assert KEY not in str(caught.value)


def test_a_server_that_is_not_there_is_said_so(server: VectorServer) -> None:
    server.stop()
    with pytest.raises(ProviderError, match=f"cannot be reached .{server.host}"):
        embedder(server).embed(TEXTS)


def test_a_server_that_does_not_answer_in_time_is_said_so(server: VectorServer) -> None:
    server.script = [Scripted(change=lambda data: time.sleep(0.5))]
    with pytest.raises(ProviderError, match="did not answer in time"):
        embedder(server, timeout=0.1).embed(TEXTS)


# Keys and servers


def test_a_server_of_ones_own_needs_no_key(server: VectorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    assert embedder(server).embed(TEXTS).shape == (3, WIDTH)
    assert server.requests[0][1]["authorization"] == "Bearer not-needed"


def test_without_key_and_server_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(ProviderError, match="set OPENAI_API_KEY, or OPENAI_BASE_URL"):
        OpenAIEmbedder("m").embed(TEXTS)


def test_the_environment_may_name_the_server(server: VectorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    assert embedder(server, base_url=None).embed(TEXTS).shape == (3, WIDTH)


@pytest.mark.parametrize(
    ("options", "identity"),
    [
        ({}, "openai:m@api.openai.com"),
        ({"dimensions": 256}, "openai:m[dimensions=256]@api.openai.com"),
        ({"base_url": "http://ana:clave@localhost:8080/v1", "batch_size": 9}, "openai:m@localhost:8080"),
    ],
    ids=["the provider's own", "dimensions", "a server, no password"],
)
def test_the_identity_is_model_dimensions_and_server(options: dict[str, Any], identity: str) -> None:
    assert OpenAIEmbedder("m", **options).identity == identity
