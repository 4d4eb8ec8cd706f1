"""Every sentence has its Spanish one, with the same holes; the language is chosen once and given back."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from qualkit import i18n
from qualkit.i18n import _, choose_language, current_language, ngettext, set_language, speaking

PACKAGE = Path(i18n.__file__).parent
FOLDER = PACKAGE / "locale" / "es" / "LC_MESSAGES"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}

# %(name)s and %d of printf, {name!r} of str.format; %% and {{ are no holes.
HOLE = re.compile(r"%(?:\([^)]+\))?[-+#0]*[\d.]*[sdifgxr]|\{[^{}]*\}")


# The language


@pytest.mark.parametrize(
    ("option", "environment", "language"),
    [
        ("es", {}, "es"),
        ("en", {"QUALKIT_LANG": "es"}, "en"),
        (None, {"QUALKIT_LANG": "es", "LC_ALL": "en_US.UTF-8"}, "es"),
        (None, {"QUALKIT_LANG": "en", "LANG": "es_CL.UTF-8"}, "en"),
        (None, {"QUALKIT_LANG": "fr"}, "en"),
        (None, {"LC_ALL": "es_ES.UTF-8", "LANG": "en_US.UTF-8"}, "es"),
        (None, {"LC_ALL": "C", "LANG": "es_CL.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LANG": "es_CL.UTF-8"}, "es"),
        (None, {"LC_MESSAGES": "es_CL.UTF-8", "LANG": "en_US.UTF-8"}, "es"),
        (None, {"LANG": "es_CL.UTF-8"}, "es"),
        (None, {"LANG": "es"}, "es"),
        (None, {"LANG": "ES_cl"}, "es"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "POSIX"}, "en"),
        (None, {"LANG": "pt_BR.UTF-8"}, "en"),
    ],
    ids=str,
)
def test_the_option_then_the_variable_then_the_locale(
    monkeypatch: pytest.MonkeyPatch, option: str | None, environment: dict[str, str], language: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert choose_language(option) == language


@pytest.mark.parametrize(
    ("found", "language"), [("Spanish_Chile", "es"), ("es_CL", "es"), ("English_Chile", "en"), (None, "en")]
)
def test_without_variables_the_system_is_asked(
    monkeypatch: pytest.MonkeyPatch, found: str | None, language: str
) -> None:
    monkeypatch.setattr("qualkit.i18n.locale.getlocale", lambda: (found, None))
    assert choose_language() == language


def test_speaking_gives_the_former_language_back() -> None:
    set_language("es")
    with speaking("en"):
        assert current_language() == "en"
        with speaking("es"):
            assert current_language() == "es"
        assert current_language() == "en"
    assert current_language() == "es"


def test_speaking_gives_the_former_language_back_after_an_error() -> None:
    def fail() -> None:
        with speaking("es"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert current_language() == "en"


@pytest.mark.parametrize("choose", [set_language, lambda language: speaking(language).__enter__()])
def test_a_third_language_is_a_mistake_of_the_program(choose: object) -> None:
    assert callable(choose)
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        choose("fr")
    assert current_language() == "en"


@pytest.mark.parametrize(("language", "text"), [("en", "Territory"), ("es", "Territorio")])
def test_a_sentence_is_said_in_the_language(language: str, text: str) -> None:
    with speaking(language):
        assert _("Territory") == text


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_nothing_is_said_of_nothing(language: str) -> None:
    with speaking(language):
        assert _("") == ""


@pytest.mark.parametrize(("n", "text"), [(0, "Sobran"), (1, "Sobra un"), (2, "Sobran")])
def test_one_and_many_have_their_own_form(n: int, text: str) -> None:
    with speaking("es"):
        said = ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", n)
    assert said.startswith(text)


# The catalogue


def _extracted(folder: Path) -> Iterator[tuple[str, ...]]:
    found = extract_from_dir(str(folder), method_map=[("**.py", "python")], keywords=KEYWORDS)
    for _file, _line, message, _comments, _context in found:
        yield message if isinstance(message, tuple) else (message,)


def _wanted() -> set[tuple[str, ...]]:
    """Return what qualkit says and what Click says in its name."""
    return {*_extracted(PACKAGE), *_extracted(Path(click.__file__).parent)}


def _forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (FOLDER / "qualkit.po").open("rb") as file:
        return read_po(file, locale="es")


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def test_catalogue_is_complete(messages: list[Message]) -> None:
    missing = _wanted() - {_forms(message.id) for message in messages}
    assert not missing, "\n".join(["no Spanish for:", *sorted(map(repr, missing))])


def test_no_spanish_sentence_is_empty_or_doubtful(messages: list[Message]) -> None:
    unfinished = [message.id for message in messages if message.fuzzy or not all(_forms(message.string))]
    assert not unfinished


def test_both_languages_have_the_same_holes(messages: list[Message]) -> None:
    wrong = [
        (english, spanish)
        for message in messages
        for english, spanish in zip(_forms(message.id), _forms(message.string), strict=True)
        if sorted(HOLE.findall(english)) != sorted(HOLE.findall(spanish))
    ]
    assert not wrong


def test_spanish_sentences_keep_their_edges(messages: list[Message]) -> None:
    """Spaces and line ends at the edges belong to what stands around a sentence."""
    edges = re.compile(r"^(\s*).*?(\s*)$", re.DOTALL)
    for message in messages:
        for english, spanish in zip(_forms(message.id), _forms(message.string), strict=True):
            assert edges.match(english).groups() == edges.match(spanish).groups(), english  # type: ignore[union-attr]


def test_the_compiled_catalogue_says_what_the_written_one_says(messages: list[Message]) -> None:
    with (FOLDER / "qualkit.mo").open("rb") as file:
        compiled = {_forms(message.id): _forms(message.string) for message in read_mo(file) if message.id}
    assert compiled == {_forms(message.id): _forms(message.string) for message in messages}


@pytest.mark.parametrize(
    ("text", "holes"),
    [
        ("%(n)d of %(file)s, 95 % interval", ["%(n)d", "%(file)s"]),
        ("%(s).0f s", ["%(s).0f"]),
        ("{value!r} is not one of {choices}.", ["{value!r}", "{choices}"]),
        ("field “%s”", ["%s"]),
    ],
)
def test_the_holes_are_seen(text: str, holes: list[str]) -> None:
    assert HOLE.findall(text) == holes


# As a person meets it


@pytest.mark.parametrize(
    ("environment", "first"),
    [({"LANG": "es_CL.UTF-8"}, "Uso:"), ({"LANG": "C.UTF-8"}, "Usage:"), ({"QUALKIT_LANG": "es"}, "Uso:")],
    ids=str,
)
def test_the_whole_program_speaks_the_language_of_its_reader(environment: dict[str, str], first: str) -> None:
    command = [sys.executable, "-c", "from qualkit.cli import main; main(['--help'])"]
    shown = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True).stdout
    assert shown.startswith(first)
