import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.coding.passages import Passages
from qualkit.evidence import Source
from qualkit.model import Span


def test_spans_are_the_clauses_and_sentences_of_three_words_or_more():
    text = "Sí. Regamos los lunes, pero falta agua en verano."
    quotes = [span.of(text) for span in Passages(text).spans]
    assert quotes == ["Regamos los lunes,", "pero falta agua en verano.", text[4:]]


def test_a_short_text_is_its_own_only_span():
    assert Passages("sí po").spans == (Span(0, 5),)


def test_a_quote_under_three_words_is_widened_to_its_clause():
    passages = Passages("Ayer, con toda el agua de la lluvia, regamos.")
    assert passages.evidence(Span(18, 22)).quote == "con toda el agua de la lluvia,"


def test_a_clause_too_short_to_judge_by_is_widened_to_its_sentence():
    passages = Passages("Ayer, con mucha agua de lluvia, regamos.")
    assert passages.evidence(Span(6, 31)).quote == passages.text


def test_a_clause_under_three_words_is_widened_to_its_sentence():
    passages = Passages("Falta agua, falta tiempo.")
    assert passages.evidence(Span(6, 10)).quote == "Falta agua, falta tiempo."


def test_a_text_of_two_words_is_no_evidence():
    assert Passages("falta agua").evidence(Span(0, 10)) is None


def test_words_across_clauses_are_held_by_their_sentence():
    text = "Regamos ayer, y hoy llovió."
    assert Passages(text).clause_at(0, len(text)) == Span(0, len(text))


def test_content_of_a_span():
    passages = Passages("Regamos las plantas. Llovió mucho.")
    assert passages.content(Span(0, 20)) == ["regar", "planta"]


@given(st.text(alphabet="abñ í0,.:-«»¿\n\u0301\u200b", max_size=60), st.data())
def test_evidence_is_always_found_by_the_gate(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    evidence = Passages(text).evidence(Span(start, end))
    if evidence is not None:
        assert evidence.quote == text[evidence.start : evidence.end]
        assert Source(text).locate(evidence.quote) is not None


@pytest.mark.parametrize("text", ["", "   ", "..."])
def test_nothing_said_is_no_evidence(text):
    assert Passages(text).evidence(Span(0, len(text))) is None
