"""The wheel holds what an editable checkout finds: codebooks, rubrics, prompts, the demo corpus and the catalogue."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from qualkit import resources

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    built = subprocess.run(command, capture_output=True, text=True)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def held(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and not file.name.startswith(".")
    }


@pytest.mark.parametrize("name", ["codebooks", "rubrics", "prompts", "corpora/demo", "models"])
def test_the_wheel_holds_the_data_byte_by_byte(held: dict[str, bytes], name: str) -> None:
    start = f"qualkit/data/{name}/"
    found = {file.removeprefix(start): content for file, content in held.items() if file.startswith(start)}
    assert found == _files(ROOT / name)
    assert found


def test_the_wheel_holds_the_whole_package(held: dict[str, bytes]) -> None:
    own = _files(ROOT / "qualkit")
    assert {"locale/es/LC_MESSAGES/qualkit.mo", "py.typed"} <= set(own)
    missing = [name for name, content in own.items() if held.get(f"qualkit/{name}") != content]
    assert not missing


def test_the_wheel_holds_nothing_else(held: dict[str, bytes]) -> None:
    tops = {name.split("/")[0] for name in held}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"qualkit"}
    assert not [name for name in held if "test" in name.split("/") or "tests" in name.split("/")]
    assert not [name for name in held if name.startswith("qualkit/data/corpora/source")]


def test_the_wheel_starts_the_command(held: dict[str, bytes]) -> None:
    scripts = next(content for name, content in held.items() if name.endswith("entry_points.txt"))
    assert b"qualkit = qualkit.cli:main" in scripts


def test_an_installed_wheel_finds_the_same_names(wheel: Path, tmp_path: Path) -> None:
    """The wheel is unpacked where no checkout stands beside it, so that only ``qualkit/data`` can be found."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        "from qualkit import resources as r; print(r.folder('codebooks')); "
        "print({name: (r.names(name), sorted(file.name for file in r.folder(name).iterdir())) for name in r.FOLDERS})"
    )
    arguments = [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"]
    shown = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    place, names = shown.splitlines()
    assert place == str(tmp_path / "qualkit" / "data" / "codebooks")
    expected = {name: (resources.names(name), _names(name)) for name in resources.FOLDERS}
    assert names == str(expected)


def _names(folder: str) -> list[str]:
    """Return what a folder of data holds; of the corpora only the demo is shipped."""
    found = sorted(file.name for file in resources.folder(folder).iterdir() if file.name != "__pycache__")
    return ["demo"] if folder == "corpora" else found
