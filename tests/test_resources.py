"""Versioned data is found by name: the newest version, the project's own before the one that comes with qualkit."""

from pathlib import Path

import pytest

from qualkit import resources
from qualkit.errors import InputError

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    for name in ("mio.v2.yaml", "mio.v10.yaml", "mio.vfinal.yaml", "lar.v1.yaml", "notas.txt"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize("name", resources.FOLDERS)
def test_an_editable_checkout_finds_its_own_folders(name: str) -> None:
    assert resources.folder(name) == ROOT / name


def test_an_installed_package_looks_in_its_data_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "qualkit" / "data" / "rubrics").mkdir(parents=True)
    (tmp_path / "rubrics").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "qualkit")
    assert resources.folder("rubrics") == tmp_path / "qualkit" / "data" / "rubrics"


def test_a_broken_installation_says_what_it_lacks() -> None:
    with pytest.raises(InputError, match="no “nada” folder"):
        resources.folder("nada")


def test_the_newest_version_counts_by_number_and_not_by_letter(own: Path) -> None:
    assert resources.newest("codebooks", "mio", own) == own / "mio.v10.yaml"


def test_the_project_goes_before_what_comes_with_qualkit(own: Path) -> None:
    assert resources.newest("codebooks", "lar", own) == own / "lar.v1.yaml"
    assert resources.newest("codebooks", "lar").parent == ROOT / "codebooks"


def test_what_the_project_lacks_comes_with_qualkit(own: Path) -> None:
    assert resources.newest("codebooks", "rel", own).parent == ROOT / "codebooks"
    assert resources.newest("codebooks", "rel", own / "missing").parent == ROOT / "codebooks"


@pytest.mark.parametrize("name", ["mio.v2.yaml", "lar.v1.yaml"])
def test_a_version_named_in_full_is_taken_from_the_project_first(own: Path, name: str) -> None:
    assert resources.newest("codebooks", name, own) == own / name


def test_a_path_is_taken_as_it_is(own: Path) -> None:
    assert resources.newest("codebooks", str(own / "mio.v2.yaml")) == own / "mio.v2.yaml"


def test_a_bundled_version_can_be_named_in_full() -> None:
    assert resources.newest("codebooks", "rel.v1.yaml") == ROOT / "codebooks" / "rel.v1.yaml"


def test_a_file_that_does_not_exist_is_named() -> None:
    with pytest.raises(InputError, match=r"no “rel\.v99\.yaml” in codebooks"):
        resources.newest("codebooks", "rel.v99.yaml")


def test_an_unknown_name_lists_the_known_ones_the_projects_too(own: Path) -> None:
    with pytest.raises(InputError) as caught:
        resources.newest("codebooks", "ral", own)
    assert "no “ral” in codebooks" in str(caught.value)
    assert {"lar", "mio", "rel"} <= set(str(caught.value).split("There are: ")[1].rstrip(".").split(", "))


def test_names_come_once_and_in_order(own: Path) -> None:
    found = resources.names("codebooks", own)
    assert found == sorted(set(found))
    assert {"lar", "mio"} <= set(found)
    assert "notas" not in found
