"""What the doctor says of the language pack, the models that come with qualkit, the embedder and its extras."""

import hashlib
import json
import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from qualkit import resources
from qualkit.workflows.doctor import Finding, examine
from qualkit.workflows.models import MANIFEST

from .conftest import Call

SUM = hashlib.sha256(b"0").hexdigest()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that gives the project in the current folder its settings."""
    monkeypatch.chdir(tmp_path)
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(variable, raising=False)

    def set_to(lines: str) -> None:
        (tmp_path / "qualkit.toml").write_text(lines, encoding="utf-8")

    set_to('[embedding]\nname = "openai:m"\n')
    return set_to


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of models with a pipeline and a list, in place of those that come with qualkit."""
    place = tmp_path / "qualkit" / "data" / "models"
    (place / "es_qualkit").mkdir(parents=True)
    (place / "es_qualkit" / "meta.json").write_text('{"version": "7.8"}')
    (place / "tabla.txt").write_text("0")
    entry = {"name": "lemmas", "version": "1", "what": "x", "licence": "MIT", "card": "c", "recipe": "r"}
    entries = [entry | {"files": {"tabla.txt": {"bytes": 1, "sha256": SUM}}}, entry | {"name": "otro", "files": {}}]
    (place / MANIFEST).write_text(json.dumps({"models": entries}))
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "qualkit")
    return place


def _found(what: str) -> Finding:
    return next(finding for finding in examine() if finding.what == what)


@pytest.mark.usefixtures("models", "project")
def test_the_models_are_named_with_version_size_and_licence() -> None:
    assert (_found("lemmas").ok, _found("lemmas").detail) == (True, "tables of lemmas · 1 · 0.0 MB · MIT")
    assert _found("otro").detail.startswith("x · 1")


@pytest.mark.usefixtures("project")
def test_a_damaged_model_is_named(models: Path) -> None:
    (models / "tabla.txt").write_text("1")
    assert (_found("lemmas").ok, "tabla.txt is not as it was made" in _found("lemmas").detail) == (False, True)


@pytest.mark.usefixtures("project")
def test_without_their_list_the_models_are_missing(models: Path) -> None:
    (models / MANIFEST).unlink()
    assert (_found("models").ok, "Install qualkit again" in _found("models").detail) == (False, True)


# The language pack


@pytest.mark.usefixtures("project")
def test_the_language_pack_is_named_with_its_version_and_place(models: Path) -> None:
    assert (_found("language pack").ok, _found("language pack").detail) == (
        True,
        f"es_qualkit 7.8 · {models / 'es_qualkit'}",
    )


@pytest.mark.parametrize("content", [None, "{"], ids=["gone", "cut"])
@pytest.mark.usefixtures("project")
def test_a_language_pack_that_cannot_be_read_is_said_so(models: Path, content: str | None) -> None:
    (models / "es_qualkit" / "meta.json").unlink()
    if content:
        (models / "es_qualkit" / "meta.json").write_text(content)
    assert (_found("language pack").ok, "Install qualkit again" in _found("language pack").detail) == (False, True)


def test_another_pipeline_may_be_a_package_or_a_folder(project: Callable[[str], None], tmp_path: Path) -> None:
    for folder in ("mia", "vacia"):
        (tmp_path / folder).mkdir()
    (tmp_path / "mia" / "meta.json").write_text("{}")
    for name, ok in (("json", True), ("mia", True), ("vacia", False), ("es_core_news_nada", False), ("no/hay", False)):
        project(f'[language]\npipeline = "{name}"\n[embedding]\nname = "openai:m"\n')
        assert (_found("language pack").ok, name in _found("language pack").detail) == (ok, True)


def test_a_pipeline_in_a_folder_is_looked_for_from_the_project(
    project: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project('[language]\npipeline = "mia"\n[embedding]\nname = "openai:m"\n')
    (tmp_path / "mia").mkdir()
    (tmp_path / "mia" / "meta.json").write_text("{}")
    (tmp_path / "otra").mkdir()
    monkeypatch.chdir(tmp_path / "otra")
    assert next(finding for finding in examine(tmp_path) if finding.what == "language pack").ok


# The embedder


def test_the_embedder_that_is_named_is_looked_for(project: Callable[[str], None], tmp_path: Path) -> None:
    for name, said in (("nada", "There are: local"), ("sentence-transformers:casa/nada", "hf download casa/nada")):
        project(f'[embedding]\nname = "{name}"\n')
        assert (_found("embedder").ok, said in _found("embedder").detail) == (False, True)


def test_a_model_without_its_library_says_how_to_get_it(
    project: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "modelo").mkdir()
    project('[embedding]\nname = "sentence-transformers:modelo"\n')
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert (_found("embedder").ok, "qualkit[transformers]" in _found("embedder").detail) == (False, True)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    assert (_found("embedder").ok, _found("embedder").detail) == (True, "sentence-transformers:modelo")


def test_a_server_of_vectors_needs_a_key_or_an_address(
    project: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (_found("embedder").ok, "OPENAI_API_KEY" in _found("embedder").detail) == (False, True)
    project('[embedding]\nname = "openai:m"\nbase_url = "http://localhost:1/v1"\n')
    assert (_found("embedder").ok, _found("embedder").detail) == (True, "openai:m")
    project('[embedding]\nname = "openai:m"\n')
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    assert _found("embedder").ok


def test_the_embedder_that_comes_with_qualkit_is_opened(project: Callable[[str], None]) -> None:
    project("")
    found = _found("embedder")
    assert found.ok
    assert re.fullmatch(r"local:[0-9a-f]{16} · \d+ dimensions", found.detail)


@pytest.mark.usefixtures("project")
def test_a_missing_extra_is_not_needed_and_its_name_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_torch(name: str) -> str:
        if name == "torch":
            raise PackageNotFoundError(name)
        return version(name) if name != "sentence-transformers" else "9.9"

    monkeypatch.setattr("importlib.metadata.version", without_torch)
    assert (_found("torch").ok, _found("torch").needed) == (False, False)
    assert "pip install 'qualkit[transformers]'" in _found("torch").detail
    assert _found("sentence-transformers").detail == "9.9"


def test_the_doctor_speaks_spanish_of_all_this(call: Call, project: Callable[[str], None]) -> None:
    said = call("--lang", "es", "diagnostico")
    assert "language pack" not in said.out
    assert "embedder" not in said.out
