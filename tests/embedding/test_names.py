"""Embedders are opened by name; a name that means nothing lists what there is."""

from pathlib import Path

import pytest

from qualkit.embedding.names import open_embedder, parse_embedder_name, sends_texts
from qualkit.errors import InputError

from .server import VectorServer


@pytest.mark.parametrize(
    ("name", "parsed"),
    [
        ("local", ("local", "")),
        (" local ", ("local", "")),
        ("openai:text-embedding-3-small", ("openai", "text-embedding-3-small")),
        ("openai:bge-m3:latest", ("openai", "bge-m3:latest")),
        (
            "sentence-transformers:intfloat/multilingual-e5-small",
            ("sentence-transformers", "intfloat/multilingual-e5-small"),
        ),
        ("sentence-transformers: /modelos/mío", ("sentence-transformers", "/modelos/mío")),
    ],
)
def test_a_name_is_a_kind_and_a_model(name: str, parsed: tuple[str, str]) -> None:
    assert parse_embedder_name(name) == parsed


@pytest.mark.parametrize(
    "name", ["", "lexical", "Local", "local:x", "openai", "openai:", "sentence-transformers: ", "x:y"]
)
def test_an_unknown_name_lists_what_there_is(name: str) -> None:
    with pytest.raises(InputError) as caught:
        open_embedder(name)
    assert f"“{name}”" in str(caught.value)
    assert "local, sentence-transformers:NAME, openai:MODEL" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "sends"),
    [("local", False), ("openai:m", True), ("openai:m@localhost:1", True), ("sentence-transformers:openai/x", False)],
)
def test_only_servers_are_sent_texts(name: str, sends: bool) -> None:
    assert sends_texts(name) is sends


def test_a_server_is_opened_with_what_it_is_told(server: VectorServer) -> None:
    opened = open_embedder("openai:m", base_url=server.url, dimensions=3, batch_size=1, timeout=5, max_retries=0)
    assert opened.identity == f"openai:m[dimensions=3]@{server.host}"
    assert opened.embed(["uno", "dos"]).shape == (2, 3)
    assert len(server.requests) == 2


def test_a_folder_is_opened_from_that_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "modelos" / "mío").mkdir(parents=True)
    opened = open_embedder("sentence-transformers:modelos/mío", folder=tmp_path)
    assert opened.identity.startswith("sentence-transformers:mío@")
