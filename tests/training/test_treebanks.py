import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "training"))

import treebanks
from treebanks import ROOT, read

CONLLU = """\
# newdoc id = invented-1
# sent_id = s1
# text = La profe del curso quiso dármelo, «ya».
1	La	el	DET	da0fs0	Gender=Fem|Number=Sing	2	det	_	_
2	profe	profe	NOUN	_	_	6	nsubj	_	_
3-4	del	_	_	_	_	_	_	_	_
3	de	de	ADP	_	_	5	case	_	_
4	el	el	DET	_	_	5	det	_	_
5	curso	curso	NOUN	_	_	2	nmod	_	_
6	quiso	querer	VERB	_	_	0	root	_	_
6.1	eso	ese	PRON	_	_	_	_	_	_
7-9	dármelo	_	_	_	_	_	_	_	SpaceAfter=No
7	dar	dar	VERB	_	VerbForm=Inf	6	xcomp	_	_
8	me	yo	PRON	_	_	7	obl:arg	_	_
9	lo	él	PRON	_	_	7	obj	_	_
10	,	,	PUNCT	_	_	6	punct	_	_
11	«	«	PUNCT	_	_	12	punct	_	SpaceAfter=No
12	ya	ya	ADV	_	_	10	advmod	_	SpaceAfter=No
13	»	»	PUNCT	_	_	12	punct	_	SpaceAfter=No
14	.	.	PUNCT	_	_	6	punct	_	_

# newdoc id = invented-2
# sent_id = s2
# text = Sí,
# comment without a value
1	Sí	sí	INTJ	_	_	0	root	_	SpaceAfter=No
2	,	,	PUNCT	_	_	1	punct	_	_
"""


@pytest.fixture
def sentences(tmp_path):
    path = tmp_path / "tiny.conllu"
    path.write_text(CONLLU, encoding="utf-8")
    return read(path)


def test_a_multiword_token_is_one_token_with_its_parts(sentences):
    token = sentences[0].tokens[5]
    assert (token.form, token.lemma, token.upos, token.feats) == ("dármelo", "dar", "VERB", "VerbForm=Inf")
    assert [part.form for part in token.parts] == ["dar", "me", "lo"]


def test_a_contraction_takes_the_place_of_its_preposition(sentences):
    token = sentences[0].tokens[2]
    assert (token.form, token.lemma, token.upos, token.deprel) == ("del", "de", "ADP", "case")


def test_heads_are_surface_indices(sentences):
    heads = [token.head for token in sentences[0].tokens]
    assert heads == [1, 4, 3, 1, ROOT, 4, 4, 8, 6, 8, 4]


def test_empty_nodes_are_left_out(sentences):
    assert "eso" not in sentences[0].words


def test_spaces_and_offsets_follow_the_text(sentences):
    first = sentences[0]
    assert first.spaces[5:] == (False, True, False, False, False, True)
    assert [first.text[start:end] for start, end in first.offsets] == list(first.words)


def test_documents_and_ids(sentences):
    assert [(sentence.id, sentence.document) for sentence in sentences] == [("s1", "invented-1"), ("s2", "invented-2")]


def test_a_text_that_its_tokens_do_not_spell_is_made_anew(tmp_path):
    path = tmp_path / "wrong.conllu"
    path.write_text(CONLLU.replace("# text = Sí,", "# text = Bueno,"), encoding="utf-8")
    assert read(path)[1].text == "Sí,"


def test_offsets_say_where_a_form_is_missing(sentences):
    broken = treebanks.replace(sentences[0], text="La gran profe del curso quiso dármelo, «ya».")
    with pytest.raises(ValueError, match="s1: 'profe'"):
        _ = broken.offsets


def test_lower_case_keeps_lemmas_and_offsets(sentences):
    lower = treebanks.lower_cased(sentences[0])
    assert lower.text.startswith("la profe")
    assert lower.tokens[0].lemma == "el"
    assert [lower.text[start:end] for start, end in lower.offsets] == list(lower.words)


def test_without_accents_the_enye_stays(sentences):
    sentence = treebanks.unaccented(sentences[0])
    assert "darmelo" in sentence.words
    token = treebanks.replace(sentence.tokens[0], form="niñó")
    spoken = treebanks.unaccented(treebanks.replace(sentence, tokens=(token,), text="niñó"))
    assert spoken.text == "niño"


def test_without_punctuation_the_tree_holds_together(sentences):
    bare = treebanks.unpunctuated(sentences[0])
    assert bare.text == "La profe del curso quiso dármelo ya"
    assert [token.head for token in bare.tokens] == [1, 4, 3, 1, ROOT, 4, 4]
    assert [bare.text[start:end] for start, end in bare.offsets] == list(bare.words)


def test_as_spoken(sentences):
    assert treebanks.as_spoken(sentences[0]).text == "la profe del curso quiso darmelo ya"


def test_a_sentence_of_marks_keeps_its_first(sentences):
    marks = treebanks.replace(sentences[1], tokens=sentences[1].tokens[1:], text=",")
    assert treebanks.unpunctuated(marks).text == ","
