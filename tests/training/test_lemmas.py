import sys
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

import lemmas as recipe
from treebanks import Sentence, Token, Word

from qualkit.language.lemmas import ANY, FORMS, WORDS, Lemmas, read_forms, read_words


def sentence(*rows):
    tokens = tuple(
        Token(form, lemma, pos, "", "", -1, "root", True, (Word(form, lemma, pos, "", "", "root"),))
        for form, pos, lemma in rows
    )
    return Sentence(" ".join(form for form, _, _ in rows), tokens, "s", "d")


def test_forms_are_counted_by_part_of_speech_and_weight():
    counts = recipe.count([([sentence(("Cuenta", "NOUN", "cuenta"), (".", "PUNCT", "."))], 4)])
    assert counts == {("cuenta", "NOUN"): Counter({"cuenta": 4})}


def test_lemmas_that_lost_their_accents_are_left_out():
    counts = {("dia", "NOUN"): Counter({"dia": 1, "día": 2}), ("día", "NOUN"): Counter({"día": 40})}
    assert recipe.without_misspellings(counts) == {
        ("dia", "NOUN"): Counter({"día": 2}),
        ("día", "NOUN"): Counter({"día": 40}),
    }


def test_a_machines_lemma_counts_only_where_a_dictionary_has_it():
    counts = {("ruego", "VERB"): Counter({"rugar": 20, "rogar": 5})}
    words = recipe.lexicon(counts, {}, {"rogar": {"V"}})
    assert words == {"rogar": {"V": 5}}


def test_only_what_the_rules_get_wrong_is_written():
    counts = {("mesas", "NOUN"): Counter({"mesa": 8}), ("comicios", "NOUN"): Counter({"comicios": 8})}
    words = {"mesa": {"N": 8}, "comicio": {"N": 0}, "comicios": {"N": 8}}
    table = recipe.table(counts, words)
    assert ("mesas", "NOUN") not in table
    assert table["comicios", "NOUN"] == "comicios"


def test_without_a_part_of_speech_two_genders_have_one_lemma():
    counts = {("vecina", "NOUN"): Counter({"vecina": 40})}
    table = recipe.table(counts, {"vecina": {"N": 40}, "vecino": {"N": 40}})
    assert Lemmas(table, {"vecina": {"N": 40}}).of("vecina", "NOUN") == "vecina"
    assert ("vecina", ANY) not in table


def test_tables_come_back_as_written(tmp_path):
    lemmas = Lemmas({("ya", "ADV"): "ya", ("tan", ANY): "tanto"}, {"mesa": {"N": 8, "V": 0}})
    recipe.write(lemmas, tmp_path)
    assert read_forms(tmp_path / FORMS) == lemmas.forms
    assert read_words(tmp_path / WORDS) == lemmas.words


def test_scores_count_words_not_marks_and_know_their_interval():
    rows = [sentence(("Las", "DET", "el"), ("mesas", "NOUN", "mesa"), (".", "PUNCT", "."))] * 3
    score = recipe.lemma_scores(lambda form, _: {"Las": "EL"}.get(form, form), rows, draws=50)
    assert (score.n, score.right, score.accuracy) == (6, 3, 0.5)
    assert score.low == score.high == 0.5


def test_no_word_no_score():
    with pytest.raises(ValueError, match="no word"):
        recipe.lemma_scores(lambda form, _: form, [sentence((".", "PUNCT", "."))])
