from qualkit.concepts.cloud import cloud_words
from qualkit.model.maps import CloudWord

from .talk import passages


def test_words_are_counted_by_lemma_with_their_documents():
    made = passages(["El huerto escolar crece.", "Los huertos escolares crecen.", "La radio suena."] * 2, documents=2)
    assert cloud_words(made, top=2) == (CloudWord("huerto escolar", 4, 2), CloudWord("radio", 2, 2))


def test_no_talk_no_words():
    assert cloud_words([]) == ()
