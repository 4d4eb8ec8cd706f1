import pytest

from qualkit.language.words import FILLERS, STOP_WORDS, encodable, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Ñuñoa", "ñuñoa"), ("CACHÁI", "cachai"), ("pingüino", "pinguino"), ("nin\u0303o", "niño"), ("", "")],
)
def test_fold_drops_accents_and_keeps_the_enye(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize("filler", ["o sea", "cachái", "po", "ya", "eh", "igual", "como que"])
def test_spoken_fillers_are_known(filler):
    assert filler in FILLERS


def test_stop_words_are_lower_case_words_and_hold_no_theme():
    assert all(word == word.lower() and " " not in word for word in STOP_WORDS)
    assert STOP_WORDS.isdisjoint({"red", "trabajo", "confianza", "escuela", "tiempo", "faltar"})


def test_what_can_be_encoded_has_the_same_offsets():
    assert encodable("ni\ud800ño 🙂") == "ni\ufffdño 🙂"
