"""Noun phrases, subjects and negations, on trees made by hand and on what the shipped pipeline understands."""

import pytest

from qualkit.language.phrases import children, negated, noun_phrases, subjects
from qualkit.language.pipeline import Parsed, ParsedToken, parse


def tree(*words: tuple[str, str, int, str]) -> Parsed:
    """A parsed text of words (form, part of speech, place of the head, relation), one space between them."""
    text = " ".join(word[0] for word in words)
    tokens, at = [], 0
    for form, pos, head, dep in words:
        tokens.append(ParsedToken(form, form, pos, "", head, dep, at, at + len(form), ""))
        at += len(form) + 1
    return Parsed(text, tuple(tokens), (), ())


WORKSHOP = tree(
    ("Los", "DET", 1, "det"),
    ("niños", "NOUN", 3, "nsubj"),
    ("no", "ADV", 3, "advmod"),
    ("hacen", "VERB", 3, "ROOT"),
    ("un", "DET", 5, "det"),
    ("taller", "NOUN", 3, "obj"),
    ("pequeño", "ADJ", 5, "amod"),
    ("de", "ADP", 8, "case"),
    ("lectura", "NOUN", 5, "nmod"),
)


def test_a_noun_goes_with_what_stands_by_it() -> None:
    assert [span.of(WORKSHOP.text) for span in noun_phrases(WORKSHOP)] == ["Los niños", "un taller pequeño", "lectura"]


def test_a_name_of_two_words_is_one_phrase() -> None:
    parsed = tree(("Ana", "PROPN", 2, "nsubj"), ("Rojas", "PROPN", 0, "flat"), ("vino", "VERB", 2, "ROOT"))
    assert [span.of(parsed.text) for span in noun_phrases(parsed)] == ["Ana Rojas"]


def test_parts_that_stand_apart_stay_apart() -> None:
    parsed = tree(("taller", "NOUN", 0, "ROOT"), ("es", "AUX", 0, "cop"), ("lindo", "ADJ", 0, "amod"))
    assert [span.of(parsed.text) for span in noun_phrases(parsed)] == ["taller"]


def test_subjects_come_with_their_verb() -> None:
    assert subjects(WORKSHOP) == ((1, 3),)


def test_what_is_negated() -> None:
    assert negated(WORKSHOP) == (3,)


def test_children_are_in_order() -> None:
    assert children(WORKSHOP)[3] == [1, 2, 5]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("La directora abrió la puerta nueva.", ["La directora", "la puerta nueva"]),
        ("los apoderados no vienen a las reuniones", ["los apoderados", "las reuniones"]),
    ],
)
def test_the_shipped_pipeline_finds_them(text: str, phrases: list[str]) -> None:
    (parsed,) = parse([text])
    assert [span.of(text) for span in noun_phrases(parsed)] == phrases
