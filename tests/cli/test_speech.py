"""The command line in two languages: its own sentences, Click's, and the names of commands."""

import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from qualkit.cli import cli, main, run
from qualkit.cli.names import COMMANDS, SPANISH
from qualkit.cli.printing import as_json, as_json_line, say, table, tell
from qualkit.cli.progress import track


def _shown(*arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, prog_name="qualkit").output


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Usage: qualkit [OPTIONS] COMMAND [ARGS]...",
                "Options:",
                "  --version       Show the version and exit.",
                "  -h, --help      Show this message and exit.",
                "Commands:",
                "  code          Suggest codes with evidence for the segments of the project.",
            ],
        ),
        (
            "es",
            [
                "Uso: qualkit [OPCIONES] COMANDO [ARGUMENTOS]...",
                "Opciones:",
                "  --version       Muestra la versión y termina.",
                "  -h, --help      Muestra este mensaje y termina.",
                "Comandos:",
                "  codificar      Sugiere códigos con evidencia para los segmentos del proyecto.",
            ],
        ),
    ],
)
def test_help_is_in_the_language_that_was_asked_for(language: str, lines: list[str]) -> None:
    shown = _shown("--lang", language, "--help").splitlines()
    assert [line for line in lines if line not in shown] == []


def test_one_language_after_the_other_leaves_no_trace() -> None:
    english = _shown("--lang", "en", "--help")
    spanish = _shown("--lang", "es", "--help")
    assert spanish != english
    assert _shown("--lang", "en", "--help") == english
    assert _shown("--lang", "es", "--help") == spanish


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["Usage: qualkit score [OPTIONS]", "  --rubric TEXT               Name or file of the rubric."]),
        ("es", ["Uso: qualkit score [OPCIONES]", "  --rubric TEXTO       Nombre o archivo de la pauta."]),
    ],
)
def test_help_of_a_command_is_translated_with_its_options(language: str, lines: list[str]) -> None:
    shown = _shown("--lang", language, "score", "--help").splitlines()
    assert [line for line in lines if line not in shown] == []


def test_a_group_of_commands_says_its_lines_in_spanish() -> None:
    shown = _shown("--lang", "es", "libro", "--help")
    assert "Comandos:" in shown
    assert "Lista los libros de códigos." in shown


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["map", "--concepts", "99"], "Valor no válido para '--concepts': 99 no está en el rango 3<=x<=60."),
        (["nada"], "No existe el comando 'nada'."),
        (["map", "--conceptos", "9"], "No existe la opción '--conceptos'."),
        (["init"], "Falta el argumento 'CARPETA'."),
        (["init", "a", "b"], "Sobra un argumento (b)"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_are_named_in_spanish(arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "es", *arguments]) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert "Error: " in shown.err
    assert shown.out == ""


def test_every_command_has_a_spanish_name_or_the_same_one() -> None:
    assert set(SPANISH.values()) == set(COMMANDS) - {"demo"}
    assert not set(SPANISH) & set(COMMANDS)


@pytest.mark.parametrize(("own", "name"), [("puntuar", "score"), ("mapa", "map"), ("libro", "codebook")])
def test_a_command_answers_to_its_spanish_name(own: str, name: str) -> None:
    own_help, help_ = _shown("--lang", "en", own, "--help"), _shown("--lang", "en", name, "--help")
    assert own_help.replace(f"qualkit {own}", f"qualkit {name}") == help_


def test_the_version_is_one_line() -> None:
    from qualkit import __version__

    assert _shown("--version") == f"qualkit {__version__}\n"


# Exit codes


@pytest.mark.parametrize(
    ("arguments", "code", "start"),
    [
        (["--project", "nada", "status"], 4, "Error: nada is not a project"),
        (["codebook", "show", "nada"], 2, "Error: There is no “nada” in codebooks."),
        (["map", "--concepts", "1"], 2, "Usage: qualkit map [OPTIONS]"),
    ],
    ids=["project", "input", "usage"],
)
def test_an_error_that_can_be_mended_is_said_and_has_its_code(
    arguments: list[str], code: int, start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == code
    shown = capsys.readouterr()
    assert shown.err.startswith(start)
    assert "Traceback" not in shown.err
    assert shown.out == ""


def test_the_program_leaves_with_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["nada"])
    assert left.value.code == 2
    assert "No such command" in capsys.readouterr().err


def test_an_interruption_says_that_what_was_finished_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(ctx: click.Context) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.get_command(click.Context(cli), "status"), "invoke", interrupted)
    assert run(["status"]) == 130
    assert "What was finished is kept" in capsys.readouterr().err


def test_a_reader_that_leaves_early_makes_no_noise() -> None:
    script = "import sys; from qualkit.cli import main; main(['codebook', 'show', 'rel', '--json'])"
    shown = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert shown.stdout is not None
    shown.stdout.readline()
    shown.stdout.close()
    assert shown.stderr is not None
    assert shown.stderr.read() == ""
    shown.stderr.close()
    assert shown.wait() == 0


# What is shown


@dataclass(frozen=True)
class _Row:
    name: str
    place: Path
    level: int | None


@pytest.mark.parametrize(
    ("value", "line"),
    [
        (_Row("ñandú", Path("a/b"), None), '{"name": "ñandú", "place": "a/b", "level": null}'),
        ([_Row("x", Path("c"), 1)], '[{"name": "x", "place": "c", "level": 1}]'),
        ({"n": 0.5}, '{"n": 0.5}'),
    ],
    ids=["value", "list", "plain"],
)
def test_values_have_one_json_form(value: object, line: str) -> None:
    assert as_json_line(value) == line
    assert json.loads(as_json(value)) == json.loads(line)


@pytest.mark.parametrize("value", [object(), _Row, {1, 2}], ids=["object", "class", "set"])
def test_what_has_no_json_form_is_a_mistake_of_the_program(value: object) -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        as_json(value)


def test_results_and_remarks_go_their_own_way(capsys: pytest.CaptureFixture[str]) -> None:
    say("un resultado")
    tell("un aviso")
    assert capsys.readouterr() == ("un resultado\n", "un aviso\n")


def test_a_table_shows_what_is_missing_and_takes_nothing_for_markup(capsys: pytest.CaptureFixture[str]) -> None:
    table(["Código", "n"], [["[red]lar[/red]", 3], ["rel", None]])
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [["Código", "n"], ["[red]lar[/red]", "3"], ["rel", "–"]]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "patience", "shown"),
    [(_Terminal(), -1.0, True), (_Terminal(), 3600.0, False), (io.StringIO(), -1.0, False)],
    ids=["a person waits", "it was quick", "nobody looks on"],
)
def test_progress_is_shown_to_a_person_who_waits(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float, shown: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("qualkit.cli.progress.PATIENCE_SECONDS", patience)
    assert list(track(iter("abc"), 3, "Leyendo")) == ["a", "b", "c"]
    assert ("Leyendo" in stream.getvalue()) is shown
