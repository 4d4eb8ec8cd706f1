from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.language.segments import clauses, segment, sentences
from qualkit.model import Span

SAID = """
sí no y después nosotros entonces pero la red Sra. 3.5 ¿cómo? ya, bien. — ... … (risas) por otro lado o sea también
"""
SPOKEN = st.lists(st.sampled_from([*SAID.split(), "\n"]), max_size=90).map(" ".join)


def quotes(text, spans):
    return [span.of(text) for span in spans]


def test_sentences_end_at_marks_and_lines_but_not_at_abbreviations_or_numbers():
    text = "La Sra. Soto subió 3.5 puntos. ¿Y cómo? Bien… gracias\nChao"
    assert quotes(text, sentences(text)) == ["La Sra. Soto subió 3.5 puntos.", "¿Y cómo?", "Bien…", "gracias", "Chao"]


def test_an_initial_does_not_end_a_sentence():
    assert len(sentences("El curso A. Bello ganó.")) == 1


def test_clauses_part_sentences_at_marks_and_borders():
    text = "Quisimos medir, pero no hubo tiempo porque llovió: fue así."
    assert quotes(text, clauses(text)) == ["Quisimos medir,", "pero no hubo tiempo", "porque llovió:", "fue así."]


def test_a_short_sentence_joins_its_neighbour():
    text = "Sí. Partimos hace dos años con esto. Ya po."
    assert quotes(text, segment(text)) == [text]


def test_a_sentence_that_goes_on_joins_the_one_before():
    text = "Hicimos una planilla común. Por eso ahora vemos quién falta. El sostenedor nos pide otros datos."
    assert quotes(text, segment(text)) == [
        "Hicimos una planilla común. Por eso ahora vemos quién falta.",
        "El sostenedor nos pide otros datos.",
    ]


def test_a_question_stands_alone():
    text = "Leemos todos los días en el patio. ¿Y cómo lo miden ustedes?"
    assert len(segment(text)) == 2


def test_a_flow_without_punctuation_is_parted_at_turning_points():
    text = (
        "nosotros partimos el año pasado con un plan que al comienzo nadie quería por otro lado el sostenedor pedía"
        " datos y no teníamos nada"
    )
    assert quotes(text, segment(text, max_words=20))[1].startswith("por otro lado")


def test_a_flow_without_any_border_is_parted_by_count():
    text = " ".join(["palabra"] * 25)
    assert [len(quote.split()) for quote in quotes(text, segment(text, max_words=10))] == [10, 10, 5]


def test_nothing_said_gives_no_segment():
    assert segment("  \n ") == []


@pytest.mark.parametrize(("most", "least"), [(0, 4), (60, -1)])
def test_impossible_sizes_are_refused(most, least):
    with pytest.raises(ValueError, match="max_words"):
        segment("hola", max_words=most, min_words=least)


@given(st.one_of(SPOKEN, st.text(max_size=120)), st.integers(1, 30), st.integers(0, 6))
def test_every_word_lies_in_exactly_one_trimmed_segment(text, most, least):
    spans = segment(text, max_words=most, min_words=least)
    assert [word for span in spans for word in span.of(text).split()] == text.split()
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() and span != Span(span.start, span.start) for span in spans)


@given(SPOKEN, st.integers(1, 30))
def test_no_segment_is_longer_than_asked(text, most):
    def size(span):
        return sum(any(char.isalnum() for char in word) for word in span.of(text).split())

    assert all(size(span) <= most for span in segment(text, max_words=most))


@given(SPOKEN)
def test_clauses_cover_the_words_of_the_sentences(text):
    assert " ".join(quotes(text, clauses(text))).split() == " ".join(quotes(text, sentences(text))).split()
