"""The phases of a session: in order, with evidence, and none that nothing speaks for."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.concepts.phases import PHASES, phases

from .sessions import BUILD, CONNECT, KNOW, LEAD, SHARE, WHOLE, Line, frozen, segments_of


def _starts(lines: Sequence[Line]) -> dict[str, int]:
    document = frozen(lines)
    return {phase.name: phase.first for phase in phases(document, segments_of(document))}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(WHOLE, {"conecta": 0, "conoce": 4, "comparte": 7, "construye": 11}, id="all four"),
        pytest.param((*CONNECT, *SHARE, *BUILD), {"conecta": 0, "comparte": 4, "construye": 8}, id="nothing is shown"),
        pytest.param((*CONNECT, *KNOW, *SHARE), {"conecta": 0, "conoce": 4, "comparte": 7}, id="nothing is agreed"),
    ],
)
def test_where_phases_begin(lines: Sequence[Line], expected: dict[str, int]) -> None:
    assert _starts(lines) == expected


def test_a_phase_has_times_words_and_how_much_was_facilitated() -> None:
    document = frozen(WHOLE)
    know = phases(document, segments_of(document))[1]
    assert (know.start, know.end, know.first, know.last) == (240.0, 420.0, 4, 6)
    assert know.words == sum(len(words.split()) for _speaker, words in KNOW)
    assert know.facilitation.n == sum(len(words.split()) for speaker, words in KNOW if speaker == LEAD)
    assert know.speakers == 2


def test_without_times_there_are_phases_all_the_same() -> None:
    document = frozen(WHOLE, seconds=None)
    assert [(phase.start, phase.end) for phase in phases(document, segments_of(document))] == [(None, None)] * 4


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        pytest.param(WHOLE[:5], "transcript", id="too few turns"),
        pytest.param(WHOLE, "chat", id="a chat"),
        pytest.param(
            [("Persona 1", "Nos gusta el mar."), ("Persona 2", "A mí el cerro.")] * 6, "transcript", id="no cue"
        ),
    ],
)
def test_what_nothing_gives_away_is_not_claimed(lines: Sequence[Line], kind: str) -> None:
    document = frozen(lines, kind=kind)
    assert phases(document, segments_of(document)) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WHOLE), max_size=40))
def test_whatever_is_said_phases_are_in_order_lie_side_by_side_and_have_verbatim_evidence(lines: list[Line]) -> None:
    document = frozen(lines)
    found = phases(document, segments_of(document))
    assert [phase.name for phase in found] == [name for name in PHASES if name in {phase.name for phase in found}]
    if found:
        assert [found[0].first, *(p.last + 1 for p in found)] == [0, *(p.first for p in found[1:]), len(lines)]
    for phase in found:
        assert phase.evidence
        for evidence in phase.evidence:
            assert document.text[evidence.start : evidence.end] == evidence.quote
            turn = next(i for i, t in enumerate(document.turns) if t.span.start <= evidence.start < t.span.end)
            assert phase.first <= turn <= phase.last
