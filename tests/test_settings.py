"""``qualkit.toml`` is read word by word: what qualkit does not know is named, never passed over."""

import json
from pathlib import Path

import pytest

from qualkit.errors import ProjectError
from qualkit.i18n import speaking
from qualkit.settings import FILE_NAME, TEMPLATE, Settings, find_project, read_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def test_the_template_says_what_goes_without_saying(file: Path) -> None:
    name = 'Red "Costa" ñ'
    file.write_text(TEMPLATE.format(comment="x", name=json.dumps(name, ensure_ascii=False), language="es"), "utf-8")
    usual = Settings().model_dump()
    usual["project"]["name"] = name
    assert read_settings(file).model_dump() == usual


def test_the_lines_that_the_template_leaves_out_are_right_too(file: Path) -> None:
    text = TEMPLATE.format(comment="x", name='"Red"', language="en")
    file.write_text(text.replace("# ", "").replace("x\n", "", 1), "utf-8")
    read = read_settings(file)
    assert read.territories == {"Red Costa Azul": ("costa azul", "Red Costa-Azul")}
    assert (read.llm.provider, read.llm.base_url) == ("openai", "http://localhost:11434/v1")
    assert (read.embedding.name, read.embedding.base_url) == ("local", "http://localhost:11434/v1")
    assert read.language.pipeline == "es_core_news_md"
    assert (read.reading.scan, read.reading.dates) == (True, "month")


def test_an_empty_file_asks_for_nothing_special(file: Path) -> None:
    file.write_text("")
    assert read_settings(file) == Settings()


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_text('[project]\nname = "Red Ñuble"\n', encoding="utf-8-sig")
    assert read_settings(file).project.name == "Red Ñuble"


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("[projet]", "projet", "qualkit knows no such key."),
        ('[llm]\napi_key = "x"', "llm.api_key", "qualkit knows no such key."),
        ('[project]\nlanguage = "fr"', "project.language", "it must be one of 'es' or 'en'."),
        ("[scoring]\ntop = 0", "scoring.top", "it must be a number ≥ 1."),
        ("[llm]\ntimeout = 0", "llm.timeout", "it must be a number > 0.0."),
        ('[scoring]\ntop = "ocho"', "scoring.top", "it must be a whole number."),
        ("[scoring]\ntop = 1.5", "scoring.top", "it must be a whole number."),
        ('[llm]\ntemperature = "tibia"', "llm.temperature", "it must be a number."),
        ("[project]\nname = 3", "project.name", "it must be a text in quotes."),
        ("coding = 3", "coding", "it must be a section of its own."),
        ("territories = 3", "territories", "it must be a section of its own."),
        ('[coding]\ncodebooks = "lar"', "coding.codebooks", "it must be a list in square brackets."),
        ('[territories]\nCosta = "costa"', "territories.Costa", "it must be a list in square brackets."),
        ("[llm]\ntimeout = nan", "llm.timeout", "it must be a number > 0.0."),
    ],
    ids=lambda value: value.splitlines()[-1] if "=" in value or "[" in value else "",
)
def test_a_mistake_is_named_by_its_key(file: Path, text: str, key: str, why: str) -> None:
    file.write_text(text, "utf-8")
    with pytest.raises(ProjectError) as caught:
        read_settings(file)
    assert str(caught.value) == f"qualkit.toml: “{key}”: {why}"


def test_a_mistake_is_told_in_the_language_of_the_reader(file: Path) -> None:
    file.write_text("[projet]")
    with speaking("es"), pytest.raises(ProjectError, match="«projet»: qualkit no conoce esa opción"):
        read_settings(file)


def test_a_file_that_is_no_toml_says_where_it_breaks(file: Path) -> None:
    file.write_text("[project]\nname = Red")
    with pytest.raises(ProjectError, match=r"qualkit\.toml is not valid TOML: .*line 2"):
        read_settings(file)


def test_a_file_in_another_encoding_is_named(file: Path) -> None:
    file.write_bytes('[project]\nname = "Ñuble"'.encode("cp1252"))
    with pytest.raises(ProjectError, match="not UTF-8"):
        read_settings(file)


def test_the_nearest_project_upwards_is_the_one(tmp_path: Path) -> None:
    inner = tmp_path / "red" / "sesiones" / "abril"
    inner.mkdir(parents=True)
    (tmp_path / FILE_NAME).touch()
    (tmp_path / "red" / FILE_NAME).touch()
    assert find_project(inner) == (tmp_path / "red").resolve()
    assert find_project(tmp_path / "red") == (tmp_path / "red").resolve()


def test_a_folder_called_like_the_file_makes_no_project(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert find_project(tmp_path) != tmp_path.resolve()
