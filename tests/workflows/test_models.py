"""The list of the models is true: every file, its sum, its licence and its card; 40 MB in all."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from qualkit import resources
from qualkit.errors import InputError
from qualkit.workflows.models import MANIFEST, ShippedModel, damaged_files, shipped_models

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 40_000_000
FREE = ("Apache-2.0", "MIT", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0")
SHIPPED = shipped_models()


def _recipe() -> ModuleType:
    spec = importlib.util.spec_from_file_location("manifest", ROOT / "training" / "manifest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["manifest"] = module  # dataclasses look for their module there
    spec.loader.exec_module(module)
    return module


recipe = _recipe()


# What is shipped


def test_the_manifest_is_what_the_recipe_makes_of_the_files() -> None:
    folder = resources.folder("models")
    assert json.loads((folder / MANIFEST).read_text(encoding="utf-8")) == recipe.manifest(folder)


def test_all_models_together_are_small_enough() -> None:
    files = [file for file in resources.folder("models").rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    assert 0 < sum(model.bytes for model in SHIPPED) <= MOST_BYTES


@pytest.mark.parametrize("model", SHIPPED, ids=lambda model: model.name)
def test_a_model_is_whole_and_has_licence_card_and_recipe(model: ShippedModel) -> None:
    assert damaged_files(model) == []
    assert model.licence in FREE
    card = (ROOT / model.card).read_text(encoding="utf-8")
    assert model.licence.replace("-", " ").upper() in card.replace("-", " ").upper()
    for script in [word for word in model.recipe.split() if word.startswith("training/")]:
        assert (ROOT / script).is_file()
        assert script in card


# The list


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "models"
    (place / "uno").mkdir(parents=True)
    (place / "uno" / "pesos.bin").write_bytes(b"pesos")
    (place / "dos.txt").write_text("dos")
    return place


def _artefact(name: str, *files: str) -> Any:
    return recipe.Artefact(name, "1.0", f"what {name} is", "CC0-1.0", f"python training/{name}.py", files)


UNO, DOS = _artefact("uno", "uno/**/*"), _artefact("dos", "dos*")


def _write(folder: Path) -> tuple[ShippedModel, ...]:
    (folder / MANIFEST).write_text(json.dumps(recipe.manifest(folder, (UNO, DOS))), encoding="utf-8")
    return shipped_models(folder)


def test_a_list_names_each_model_with_its_files(folder: Path) -> None:
    uno, dos = _write(folder)
    assert (uno.name, uno.version, uno.licence, uno.card) == ("uno", "1.0", "CC0-1.0", "docs/models/uno.md")
    assert (uno.bytes, dos.bytes) == (5, 3)
    assert [file.path for file in uno.files] == ["uno/pesos.bin"]
    assert [*map(len, (uno.files[0].sha256, dos.files[0].sha256))] == [64, 64]
    assert _write(folder) == (uno, dos)  # the list itself is no model


def _shorten(file: Path) -> None:
    file.write_bytes(b"peso")


def _alter(file: Path) -> None:
    file.write_bytes(b"pesas")


@pytest.mark.parametrize("damage", [_shorten, _alter, Path.unlink], ids=["shorter", "altered", "gone"])
def test_a_file_that_is_not_as_it_was_made_is_named(folder: Path, damage: Any) -> None:
    uno, dos = _write(folder)
    damage(folder / "uno" / "pesos.bin")
    assert (damaged_files(uno, folder), damaged_files(dos, folder)) == (["uno/pesos.bin"], [])


def test_an_artefact_that_is_not_there_is_not_listed(folder: Path) -> None:
    found = recipe.manifest(folder, (UNO, DOS, _artefact("tres", "tres*")))
    assert [entry["name"] for entry in found["models"]] == ["uno", "dos"]


@pytest.mark.parametrize(
    ("artefacts", "said"),
    [((UNO,), "dos.txt belongs to no artefact"), ((UNO, DOS, _artefact("tres", "dos.*")), "dos and tres")],
    ids=["nobody's", "two owners"],
)
def test_each_file_belongs_to_one_artefact(folder: Path, artefacts: tuple[Any, ...], said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        recipe.manifest(folder, artefacts)


def test_too_much_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recipe, "MOST_BYTES", 7)
    with pytest.raises(SystemExit, match="8 bytes: more than 7"):
        recipe.manifest(folder, (UNO, DOS))


@pytest.mark.parametrize(
    "content", [None, b"{", b"[]", b'{"models": [{}]}', b'{"models": [{"files": []}]}', b"\xff"], ids=str
)
def test_a_list_that_cannot_be_read_is_said_so(folder: Path, content: bytes | None) -> None:
    if content is not None:
        (folder / MANIFEST).write_bytes(content)
    with pytest.raises(InputError, match=f"{MANIFEST}, cannot be read"):
        shipped_models(folder)


def test_the_recipe_is_one_command(tmp_path: Path) -> None:
    (tmp_path / "lemmas.words.tsv").write_text("a\tb\n")
    command = [sys.executable, ROOT / "training" / "manifest.py", "--out", tmp_path]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["lemmas 0.1.0: 0.0 MB, CC-BY-SA-4.0", "0.0 MB in all"]
    assert [model.name for model in shipped_models(tmp_path)] == ["lemmas"]
