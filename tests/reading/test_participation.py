import pytest

from qualkit.model import Span, Turn
from qualkit.reading.participation import speaker_shares, talk_share

TEXT = "uno dos tres / cuatro / cinco seis"
TURNS = (
    Turn(Span(0, 12), "Ana", facilitator=True),
    Turn(Span(15, 21), "Luis"),
    Turn(Span(24, 34), "Ana", channel="chat", facilitator=True),
)


def test_shares_of_speakers():
    ana, luis = speaker_shares(TEXT, TURNS)
    assert (ana.speaker, ana.turns, ana.words, ana.chat_turns, ana.facilitator) == ("Ana", 2, 5, 1, True)
    assert luis.share == pytest.approx(1 / 6)


def test_share_of_facilitators():
    talk = talk_share(TEXT, TURNS)
    assert (talk.turns, talk.words, talk.facilitator_words, talk.speakers) == (3, 6, 5, 2)
    assert talk.facilitator_share == pytest.approx(5 / 6)
    assert talk.other_share == pytest.approx(1 / 6)


def test_without_words_there_is_no_share():
    talk = talk_share("…", (Turn(Span(0, 1), "Ana"),))
    assert (talk.words, talk.facilitator_share, talk.other_share) == (0, None, None)
    assert speaker_shares("…", (Turn(Span(0, 1), "Ana"),))[0].share is None
