"""What must stay true is checked by a machine; each failure shows what the tool said."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from qualkit.cli.names import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "qualkit"
TOOLS = Path(sys.executable).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))

# None of these may be loaded by a command that only shows its help.
HEAVY = (
    "chromadb",
    "docx",
    "jinja2",
    "langchain",
    "networkx",
    "numpy",
    "openai",
    "openpyxl",
    "pandas",
    "pydantic",
    "pypdfium2",
    "rich",
    "simplemma",
    "sklearn",
    "spacy",
    "sqlite3",
    "typst",
    "wordcloud",
    "yaml",
)


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "--no-cache", "."], ["mypy"], ["lint-imports", "--no-cache"]],
    ids=["ruff", "mypy", "lint-imports"],
)
def test_the_tool_has_nothing_to_say(command: list[str]) -> None:
    tool = subprocess.run([TOOLS / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert tool.returncode == 0, tool.stdout + tool.stderr


def _calls(file: Path) -> list[tuple[str, int]]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        (node.func.id, node.lineno)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]


def test_nothing_is_printed_anywhere() -> None:
    found = [f"{file.relative_to(ROOT)}:{line}" for file in SOURCES for name, line in _calls(file) if name == "print"]
    assert not found


def test_sentences_are_translated_whole_and_never_as_f_strings() -> None:
    """An f-string inside ``_()`` cannot stand in the catalogue: it is filled in before it is looked up."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "N_", "ngettext")
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args)
    ]
    assert not found


def test_no_file_is_called_after_nothing_in_particular() -> None:
    vague = ("util", "helper", "manager", "service", "common", "misc", "base")
    assert not [str(file.relative_to(ROOT)) for file in SOURCES if any(word in file.stem for word in vague)]


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda names: " ".join(names) or "qualkit"
)
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    code = (
        "import sys; from qualkit.cli import run; code = run(sys.argv[1:]);"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), code, file=sys.stderr)"
    )
    arguments = [sys.executable, "-c", code, *command, "--help"]
    shown = subprocess.run(arguments, capture_output=True, text=True)
    assert shown.stderr == "[] 0\n"
