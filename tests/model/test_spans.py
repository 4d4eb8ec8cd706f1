"""Spans and evidence count code points and give back what stands there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.model import Document, Evidence, Span, Turn

ends = st.tuples(st.integers(0, 200), st.integers(0, 200)).map(sorted)
spans = ends.map(lambda pair: Span(*pair))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2), (-2, -1)])
def test_what_is_no_range_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_an_empty_span_holds_nothing() -> None:
    assert Span(2, 2).of("abcd") == ""


def test_offsets_count_code_points() -> None:
    assert Span(2, 6).of("👩🏽 año") == " año"


@given(st.text(max_size=100), spans)
def test_evidence_quotes_what_stands_at_its_span(text: str, span: Span) -> None:
    evidence = Evidence.at(span, text, "resultados")
    assert (evidence.quote, evidence.span, evidence.field) == (text[span.start : span.end], span, "resultados")


@given(spans, st.text(max_size=20), st.text(min_size=200, max_size=200))
def test_a_shifted_span_says_the_same_in_the_longer_text(span: Span, before: str, text: str) -> None:
    assert span.shifted(len(before)).of(before + text) == span.of(text)


@pytest.mark.parametrize(
    ("inner", "held"),
    [
        (Span(2, 5), True),
        (Span(3, 4), True),
        (Span(2, 2), True),
        (Span(1, 5), False),
        (Span(2, 6), False),
        (Span(5, 6), False),
    ],
    ids=str,
)
def test_a_span_holds_what_lies_wholly_inside(inner: Span, held: bool) -> None:
    assert Span(2, 5).holds(inner) is held


def test_spans_come_in_the_order_of_the_text() -> None:
    assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]


def test_a_quote_may_be_found_in_turns_only() -> None:
    text = "ANA: sí. LUIS: no."
    document = Document("d", "", "transcript", text, (Turn(Span(5, 8), "ANA"), Turn(Span(15, 18), "LUIS")))
    assert [span.of(text) for span in document.speech_spans] == ["sí.", "no."]
    assert [document.text_of(turn) for turn in document.turns] == ["sí.", "no."]
