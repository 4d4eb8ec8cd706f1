"""What the documents name exists: commands, options, settings, files; the two READMEs say the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from qualkit.cli import cli
from qualkit.cli.names import COMMANDS, SPANISH
from qualkit.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    file
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "corpora").rglob("*.md")]
    if file.name != "CHANGELOG.md"
)
NAMES = [str(file.relative_to(ROOT)) for file in DOCUMENTS]
NOT_OURS = ("pip", "pytest", "python", "ruff", "mypy", "pybabel", "-m", "benchmarks", "lint-imports", "git")


def _code_of(text: str) -> Iterator[str]:
    """Yield what is set as code: the lines of fenced blocks and what stands between backticks."""
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from re.sub(r"\\\n\s*", " ", block).splitlines()
    without = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    yield from (span.replace("\n", " ") for span in re.findall(r"`([^`]+)`", without))
    yield from re.findall(r"“(qualkit [^”]+)”", without)


def _calls(text: str) -> Iterator[list[str]]:
    """Yield the words of each call of qualkit in the code of a document."""
    for code in _code_of(text):
        for part in re.split(r"&&|\|\||;|\|", code.split(" #")[0]):
            words = part.split()
            while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
                del words[0]
            if words and (words[0] == "qualkit" or words[0].endswith("/qualkit")):
                yield words[1:]


def _options_of(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


def _wrong(words: list[str]) -> list[str]:
    """Return what of a call does not exist."""
    context = click.Context(cli, info_name="qualkit")
    command: click.Command = cli
    wrong = []
    for word in words:
        if word.startswith("-"):
            name = word.split("=")[0].rstrip(".,)")
            known = _options_of(command) | _options_of(cli)
            wrong += [name] if name not in known else []
        elif isinstance(command, click.Group) and re.fullmatch(r"[a-z]+", word):
            found = command.get_command(context, word)
            if found is None and command is cli:
                return [f"qualkit {word}"]
            command = found or command
    return wrong


@pytest.mark.parametrize("name", NAMES)
def test_every_command_and_option_that_a_document_shows_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [(words, wrong) for words in _calls(text) if (wrong := _wrong(words))] == []


def test_the_check_sees_what_is_wrong() -> None:
    calls = list(_calls("```sh\nqualkit nada && qualkit score --juez x\n```\n`qualkit map`, “qualkit init FOLDER”"))
    assert [_wrong(words) for words in calls] == [["qualkit nada"], ["--juez"], [], []]


def _options_everywhere() -> set[str]:
    context = click.Context(cli)
    found = _options_of(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        found |= _options_of(command)
        if isinstance(command, click.Group):
            for own in command.commands.values():
                found |= _options_of(own)
    return found


@pytest.mark.parametrize("name", ["README.md", "README.es.md", "docs/settings.md", "docs/architecture.md"])
def test_every_option_named_alone_belongs_to_some_command(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    alone = {
        option
        for code in _code_of(text)
        if not any(tool in code for tool in NOT_OURS)
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", code)
    }
    assert alone - _options_everywhere() == set()


# The two READMEs


def _shape(name: str) -> dict[str, object]:
    text = (ROOT / name).read_text(encoding="utf-8")
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return {
        "blocks": re.findall(r"^```(\w+)$", text, re.MULTILINE),
        "headings": [len(marks) for marks in re.findall(r"^(#+) ", prose, re.MULTILINE)],
        "images": re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text),
        "links": sorted({link for link in re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", text) if "README" not in link}),
    }


def test_the_spanish_readme_has_the_shape_of_the_english_one() -> None:
    assert _shape("README.es.md") == _shape("README.md")


def test_every_call_of_the_spanish_readme_has_its_twin_in_the_english_one() -> None:
    def commands(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return [SPANISH.get(words[0], words[0]) for words in _calls(text) if words and not words[0].startswith("-")]

    spanish, english = commands("README.es.md"), commands("README.md")
    assert english
    assert spanish == english


def test_the_spanish_readme_calls_commands_by_their_spanish_names() -> None:
    text = (ROOT / "README.es.md").read_text(encoding="utf-8")
    called = {words[0] for words in _calls(text) if words and not words[0].startswith("-")}
    assert len(called) > 5
    assert called <= {*SPANISH, "demo"}


def test_the_spanish_names_that_the_readme_lists_are_names() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").replace("\n", " ")
    [listed] = re.findall(r"its own name \(([^)]+)\)", text)
    names = re.findall(r"`([a-z]+)`", listed)
    assert len(names) > 3
    assert set(names) <= set(SPANISH)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_to_a_file_leads_to_one(name: str) -> None:
    file = ROOT / name
    text = re.sub(r"^```.*?^```", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    targets = [target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (file.parent / target).exists()] == []


# Settings


def _documented() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    section = ""
    for line in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) < 3 or (cells[0] and set(cells[0]) <= {"-"}):
            continue
        if named := re.fullmatch(r"`\[(\w+)\]`", cells[0]):
            section = named[1]
        if section:
            found.setdefault(section, set()).update(re.findall(r"`(\w+)`", cells[1]))
    return found


def test_the_settings_that_are_documented_are_those_that_there_are() -> None:
    sections = {
        name: set(field.annotation.model_fields)
        for name, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
    }
    documented = _documented()
    assert set(documented) == {*sections, "territories"}
    assert {name: documented[name] for name in sections} == sections


def test_the_defaults_that_are_documented_are_those_that_there_are() -> None:
    settings = Settings()
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    llm = settings.llm
    for value in (
        f'`"{settings.coding.coder}"`',
        f'`"{settings.scoring.rubric}"`',
        f'`"{settings.scoring.judge}"`',
        f"`{settings.scoring.top}`, `{settings.scoring.per_territory}`",
        f"`{llm.timeout:g}`, `{llm.max_retries}`, `{llm.temperature:g}`, `{llm.max_tokens}`",
    ):
        assert value in text


@pytest.mark.parametrize("name", ["README.md", "README.es.md"])
def test_the_notebook_lines_of_a_readme_name_what_project_has(name: str) -> None:
    from qualkit import Project

    text = (ROOT / name).read_text(encoding="utf-8")
    used = {
        method
        for block in re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        for method in re.findall(r"\b[pP]ro(?:ject|yecto)\.(\w+)", block)
    }
    assert used
    assert [method for method in used if not hasattr(Project, method)] == []
