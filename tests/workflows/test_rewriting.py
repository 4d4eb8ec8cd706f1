"""Words of a frozen text are replaced, and every coding and label stays on the words that it stood on."""

from collections.abc import Sequence
from itertools import count, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.evidence import Source
from qualkit.model import Coding, Document, Evidence, Label, Segment, Span, Turn
from qualkit.workflows.replacements import Replacement, replaced
from qualkit.workflows.rewriting import change_of, composed

WORDS = ("la", "escuela", "avanza", "con", "Paola", "Soto", "no", "hay", "tiempo", "é", "ñandú", "«así»", "sí.", "…")


@st.composite
def documents(draw: st.DrawFn) -> tuple[Document, list[Segment]]:
    """Return a document of labelled turns, each cut into segments of whole words."""
    text, turns, segments = "", [], []
    numbers = count()
    for number, speaker in enumerate(draw(st.lists(st.sampled_from(("Ana", "Luis")), min_size=1, max_size=4))):
        text += f"{speaker}: "
        start = len(text)
        for words in draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), min_size=1, max_size=3)):
            at = len(text)
            text += " ".join(words)
            segments.append(Segment("d", next(numbers), number, Span(at, len(text))))
            text += " "
        turns.append(Turn(Span(start, len(text) - 1), speaker))
        text = text[:-1] + "\n"
    return Document("d", "t", "transcript", text, tuple(turns)), segments


@st.composite
def cases(
    draw: st.DrawFn,
) -> tuple[Document, list[Segment], list[Coding], dict[int, Label], list[Replacement]]:
    document, segments = draw(documents())
    codings, labels = [], {}
    for segment in segments:
        for code in draw(st.sets(st.sampled_from("ab"))):
            start = draw(st.integers(segment.span.start, segment.span.end - 1))
            end = draw(st.integers(start + 1, segment.span.end))
            evidence = Evidence.at(Span(start, end), document.text)
            codings.append(Coding("d", segment.span, code, "libro@1", "c", 0.5, evidence, id=len(codings) + 1))
        if draw(st.booleans()):
            labels[len(labels) + 1] = Label("d", segment.span, "a", "human:ana")
    return document, segments, codings, labels, draw(replacements(document))


@st.composite
def replacements(draw: st.DrawFn, document: Document) -> list[Replacement]:
    """Return stretches inside turns or labels, none over another, some of them insertions."""
    borders = [0, *(border for turn in document.turns for border in (turn.span.start, turn.span.end))]
    found, at = [], 0
    for low, high in pairwise(borders):
        cuts = sorted(draw(st.lists(st.integers(max(low, at), high), max_size=4)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            if start >= at:
                found.append(Replacement(start, end, draw(st.sampled_from(("Persona 3", "[rut]", "una sola", "x")))))
                at = end
    return found


def _unreplaced(span: Span, stretches: Sequence[tuple[int, int]], offset: int = 0) -> list[int]:
    return [i for i in range(span.start, span.end) if not any(start <= i < end for start, end in stretches)]


@given(cases())
@settings(max_examples=200, deadline=None)
def test_no_coding_moves_off_its_words(case) -> None:
    document, segments, codings, labels, done = case
    change = change_of(document, segments, codings, labels, done)
    text = change.document.text
    assert text == _by_hand(document.text, done)
    origin = _origins(document.text, done)
    moved = {coding.id: coding for coding in change.codings}
    assert {*moved, *change.doubles, *change.removed} == {coding.id for coding in codings}
    for coding in codings:
        if coding.id not in moved:
            continue
        now = moved[coding.id]
        assert now.evidence.quote == now.evidence.span.of(text)
        assert now.segment.holds(now.evidence.span)
        kept = [origin[i] for i in range(now.evidence.start, now.evidence.end) if origin[i] is not None]
        stretches = [(item.start, item.end) for item in done]
        before = _unreplaced(coding.evidence.span, stretches)
        if coding.id in change.widened:
            assert set(before) <= set(kept)
        else:
            assert kept == before
        assert (now.code, now.codebook, now.coder, now.id) == (coding.code, coding.codebook, coding.coder, coding.id)


@given(cases())
@settings(max_examples=150, deadline=None)
def test_a_quote_that_was_proved_is_proved_or_listed(case) -> None:
    document, segments, codings, labels, done = case
    change = change_of(document, segments, codings, labels, done)
    old, new = Source(document.text, document.speech_spans), _source(change.document)
    proved = {c.id for c in codings if old.locate(c.evidence.quote)}
    for coding in change.codings:
        if coding.id in proved and coding.id not in change.orphaned:
            places = list(new.locate_all(coding.evidence.quote))
            assert any(coding.evidence.span.holds(place) for place in places)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_turns_and_segments_follow_their_words(case) -> None:
    document, segments, codings, labels, done = case
    change = change_of(document, segments, codings, labels, done)
    spans = [turn.span for turn in change.document.turns]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for segment in change.segments:
        assert change.document.turns[segment.turn].span.holds(segment.span)
    ends = [segment.span for segment in change.segments]
    assert all(a.end <= b.start for a, b in pairwise(ends))


@given(documents(), st.data())
@settings(max_examples=100, deadline=None)
def test_the_way_from_the_file_stays_right_after_two_rewritings(drawn, data) -> None:
    document, _segments = drawn
    first = data.draw(replacements(document))
    text, offsets = replaced(document.text, first)
    rows = composed([], first, offsets)
    second = [
        Replacement(at, at + 1, "Z")
        for at in data.draw(st.sets(st.integers(0, max(0, len(text) - 1)), max_size=3))
        if at < len(text) and not any(row[2] <= at < row[3] for row in rows)
    ]
    new, more = replaced(text, sorted(second))
    both = composed(rows, sorted(second), more)
    assert _with_rows(document.text, both, new) == new


def _with_rows(text: str, rows: list[list[int]], new: str) -> str:
    pieces, at = [], 0
    for start, end, new_start, new_end in rows:
        pieces += [text[at:start], new[new_start:new_end]]
        at = end
    return "".join([*pieces, text[at:]])


def _source(document: Document) -> Source:
    return Source(document.text, document.speech_spans)


def _by_hand(text: str, done: Sequence[Replacement]) -> str:
    for item in sorted(done, reverse=True):
        text = text[: item.start] + item.text + text[item.end :]
    return text


def _origins(text: str, done: Sequence[Replacement]) -> list[int | None]:
    """Return, for each character of the new text, where it stood in the old one; ``None`` for one that is new."""
    origins: list[int | None] = list(range(len(text)))
    for item in sorted(done, reverse=True):
        origins[item.start : item.end] = [None] * len(item.text)
    return origins
