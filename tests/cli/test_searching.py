"""``qualkit search`` as a user meets it: lines for people, one JSON document for programs, words where nothing is."""

from dataclasses import replace
from pathlib import Path

import click
import pytest

from qualkit.cli.searching import _marked, _nothing, _shown
from qualkit.workflows.passages import Where
from qualkit.workflows.searching import Found, Hit, Why

from .conftest import Call

HIT = Hit(
    document="d1",
    title="sesion-1",
    territory="Red Río Hondo",
    session=1,
    speaker="Persona 2",
    role="participant",
    start=10,
    end=44,
    quote="Sembramos papas en el huerto, papá",
    score=0.7,
    similarity=None,
    why=Why(1, None, ("papas", "huerto")),
)

KEYS = {"document", "title", "territory", "session", "start", "end", "quote", "similarity"}


def test_the_json_keeps_its_keys_and_says_why(call: Call, place: Path) -> None:
    rows = call("search", "confianza entre colegas", "--json").json
    assert rows
    for row in rows:
        assert row.keys() >= KEYS | {"speaker", "role", "score", "why", "code", "context"}
        assert row["why"].keys() == {"lexical", "dense", "words"}
        assert row["end"] - row["start"] == len(row["quote"])


def test_filters_narrow_what_is_found(call: Call, place: Path) -> None:
    rows = call(
        "search",
        "escuela docentes familias",
        "--territory",
        "cerro azul",
        "--session",
        "1",
        "--role",
        "participant",
        "--json",
    ).json
    assert {(row["territory"], row["session"], row["role"]) for row in rows} == {("Red Cerro Azul", 1, "participant")}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search", "que de la"], 0, "holds no word to search for"),
        (["search", "🌊"], 0, "holds no word to search for"),
        (["search", "confianza", "--territory", "Red Río Hondo", "--session", "9"], 2, "There are: 1, 2"),
        (["search", "confianza", "--territory", "Marte"], 2, "There are: Red Cerro Azul, Red Río Hondo"),
        (["search", "confianza", "--code", "nada"], 2, "There are: "),
        (["search", "confianza", "--role", "jefe"], 2, "facilitator"),
        (["search", "confianza", "--document", "nada"], 2, "no document “nada”"),
    ],
    ids=["stop words", "emoji", "session", "territory", "code", "role", "document"],
)
def test_what_cannot_be_found_is_said_in_words(
    call: Call, place: Path, arguments: list[str], code: int, words: str
) -> None:
    said = call("--lang", "en", *arguments)
    assert (said.code, words in said.err, "Traceback" in said.err) == (code, True, False)
    assert said.out == ""


def test_nothing_found_is_an_empty_json_document(call: Call, place: Path) -> None:
    said = call("--lang", "en", "search", "que de la", "--json")
    assert (said.code, said.json) == (0, [])


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Found((), 0, ()), "No segment is left with these filters together."),
        (Found((), 4, ()), "“algo” holds no word to search for"),
        (Found((), 4, ("algo",)), "Nothing in the 4 segments searched speaks of that."),
        (Found((), 1, ("algo",)), "Nothing in the 1 segment searched speaks of that."),
    ],
)
def test_why_nothing_was_found(found: Found, words: str) -> None:
    assert words in _nothing(found, "algo")


def test_a_hit_is_shown_with_its_place() -> None:
    first, second = click.unstyle(_shown(HIT)).splitlines()
    assert first == "0.70  «Sembramos papas en el huerto, papá»"
    assert second.strip() == "Red Río Hondo · session 1 · sesion-1 · Persona 2 · 10–44"


def test_the_words_that_answered_are_marked_and_no_part_of_others() -> None:
    marked = _marked("papas, papá y papasito", ("papas",))
    assert click.unstyle(marked) == "papas, papá y papasito"
    assert marked == f"{click.style('papas', bold=True)}, papá y papasito"


def test_nothing_is_marked_where_no_word_answered() -> None:
    assert _marked("papas", ()) == "papas"


def test_a_file_gets_no_marks(call: Call, place: Path) -> None:
    assert "\x1b" not in call("search", "confianza").out


def test_the_turn_is_shown_where_it_says_more() -> None:
    assert "turn: Hola. Sembramos" in _shown(replace(HIT, context=f"Hola. {HIT.quote}"))
    assert "turn: " not in _shown(replace(HIT, context=HIT.quote))


def test_what_is_only_near_in_meaning_is_told(call: Call, place: Path) -> None:
    said = call("--lang", "en", "search", "charla pedagógica")
    assert "None of these words stands there" in said.err
    assert said.code == 0


def test_where_asks_for_everything_by_itself() -> None:
    assert Where() == Where(None, None, None, None, None)
