import re
from pathlib import Path

import pytest

from qualkit.reading.privacy.entities import find_entities
from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_text
from qualkit.reading.territories import Territories

MARKED = Path(__file__).parent / "marked"
MARK = re.compile(r"\{([A-Z]+):([^}]*)\}")
KEEP = Territories().names


def lines(name):
    return [line for line in (MARKED / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")]


def plain(line):
    return MARK.sub(r"\2", line)


def marked(text):
    pieces, at = [], 0
    for entity in find_entities(text, keep=KEEP):
        pieces += [text[at : entity.start], f"{{{entity.label}:{entity.text}}}"]
        at = entity.end
    return "".join((*pieces, text[at:]))


@pytest.mark.parametrize("line", lines("talk.txt"))
def test_what_leads_to_somebody_is_found(line):
    assert marked(plain(line)) == line


@pytest.mark.parametrize("line", lines("nobody.txt"))
def test_nothing_else_is(line):
    assert marked(line) == line


def test_hiding_all_of_it_twice_changes_nothing():
    pseudonyms = Pseudonyms()
    once = pseudonymise_text("\n".join(map(plain, lines("talk.txt"))), pseudonyms, keep=KEEP)
    assert pseudonymise_text(once, pseudonyms, keep=KEEP) == once


def test_hiding_is_the_same_every_time():
    text = "\n".join(map(plain, lines("talk.txt")))
    first, second = Pseudonyms(), Pseudonyms()
    assert pseudonymise_text(text, first) == pseudonymise_text(text, second)
    assert first.to_dict() == second.to_dict()
