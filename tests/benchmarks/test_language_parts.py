"""What the parts of the benchmark compare, on invented treebanks, names and pairs."""

import json

import language
import language_codes
import language_likeness
import language_names
import language_overlaps
import language_sentences
import language_trees
import language_words
import numpy as np
import pytest
from coding import candidates_for
from language_material import Absent, Material, Pair, documents, group_names, named_entities, treebank, written
from language_measures import Counts
from language_tables import Skipped
from language_words import Guess, Mark

BANK = """\
# newdoc id = one
# sent_id = 1
# text = Dámelo del armario.
1-3\tDámelo\t_\t_\t_\t_\t_\t_\t_\t_
1\tda\tdar\tVERB\t_\tMood=Imp\t0\troot\t_\t_
2\tme\tyo\tPRON\t_\t_\t1\tiobj\t_\t_
3\tlo\tél\tPRON\t_\t_\t1\tobj\t_\t_
4-5\tdel\t_\t_\t_\t_\t_\t_\t_\t_
4\tde\tde\tADP\t_\t_\t6\tcase\t_\t_
5\tel\tel\tDET\t_\t_\t6\tdet\t_\t_
6\tarmario\tarmario\tNOUN\t_\tNumber=Sing|Gender=Masc\t1\tobl\t_\tSpaceAfter=No
7\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

# sent_id = 2
# text = Mañana llueve.
1\tMañana\tmañana\tADV\t_\t_\t2\tadvmod\t_\t_
2\tllueve\tllover\tVERB\t_\tMood=Ind\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_

# newdoc id = two
# sent_id = 3
# text = Sí.
1\tSí\tsí\tINTJ\t_\t_\t0\troot\t_\tSpaceAfter=No
2\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

"""


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "bank.conllu"
    path.write_text(BANK, encoding="utf-8")
    return treebank(path)


def test_a_word_is_right_by_the_lemma_of_its_head_part_or_by_all_of_them(bank):
    right = [Guess(0, 6, "dar", "VERB"), Guess(7, 10, "de el", "ADP"), Guess(11, 18, "Armario", "NOUN")]
    assert language_words.marks(bank[0], right) == [
        Mark(True, True, True, True, True),
        Mark(False, True, True, True, True),
        Mark(True, True, True, True, True),
    ]


def test_punctuation_is_left_out(bank):
    assert len(language_words.marks(bank[2], [])) == 1


def test_a_word_parted_elsewhere_is_wrong(bank):
    found = language_words.marks(bank[0], [Guess(0, 2, "dar", "VERB"), Guess(2, 6, "melo"), Guess(7, 10, "de")])
    assert [mark.aligned for mark in found] == [False, True, False]
    assert [mark.lemma for mark in found] == [False, True, False]


def test_accents_can_be_ignored(bank):
    mark = language_words.marks(bank[1], [Guess(0, 6, "mánana")])[0]
    assert (mark.lemma, mark.folded) == (False, False)  # the ñ is a letter of its own
    mark = language_words.marks(bank[2], [Guess(0, 2, "si")])[0]
    assert (mark.lemma, mark.folded) == (False, True)


def test_documents_are_drawn_again_where_they_are_named(bank):
    assert group_names(bank) == (["one", "one", "two"], "documents")
    assert [len(group) for group in documents(bank)] == [2, 1]


def test_sentences_without_documents_go_together_by_number(bank):
    from dataclasses import replace

    nameless = [replace(sentence, document="") for sentence in bank]
    assert group_names(nameless) == (["0", "1", "2"], "sentences")
    assert [len(group) for group in documents(nameless, size=2)] == [2, 1]


def test_shares_of_words_by_document(bank):
    rows = [[Mark(True, True, True, True, False)], [Mark(False, True, False, True, True)], []]
    lemma, folded, content, upos, elsewhere = language_words.figures(
        rows, ["one", "one", "two"], tags=True, lemmas=True
    )
    assert (lemma.value, folded.value, content.value, upos.value, elsewhere.value) == (0.5, 1.0, 1.0, 0.5, 0.0)
    assert lemma.n == 2


def test_what_a_system_does_not_say_is_not_zero():
    row = [[Mark(True, True, False, False, False)]]
    assert language_words.figures(row, ["one"], tags=False, lemmas=False)[:4] == [None] * 4


def test_the_commonest_tag_of_a_form_and_of_new_forms(bank):
    tags = language_words.CommonTags(bank)
    assert tags.of("LLUEVE") == ("VERB", "Mood=Ind")
    assert tags.of("nunca vista") == ("VERB", "Mood=Imp")  # the first of those that were seen once


def test_a_tree_of_surface_words(bank):
    arcs = language_trees.meant_arcs(bank[0], shift=10)
    assert [(arc.span, arc.head, arc.relation) for arc in arcs] == [
        ((10, 16), None, "root"),
        ((17, 20), (21, 28), "case"),
        ((21, 28), (10, 16), "obl"),
        ((28, 29), (10, 16), "punct"),
    ]


def test_features_are_compared_in_the_order_of_their_names(bank):
    assert language_trees.meant_features(bank[0])[2] == ((11, 18), "NOUN", "Gender=Masc|Number=Sing")
    assert language_trees.ordered("_") == language_trees.ordered("Degree=Pos|AdvType=Tim") == ""
    assert language_trees.ordered("PronType=Rel") == language_trees.ordered("PronType=Int")
    classes, features = language_trees.feature_counts([((0, 2), "DET", "A=1")], [((0, 2), "DET", "A=2")])
    assert (classes, features) == (Counts(1, 1, 1), Counts(0, 1, 1))


def test_the_simplest_parser_hangs_each_word_from_the_one_before(bank):
    heads = [arc.head for arc in language_trees.nearest_word(language_trees.meant_arcs(bank[1]))]
    assert heads == [None, (0, 6), (7, 13)]


def test_the_tree_of_a_parsed_text():
    from language_pipeline import arcs_of

    from qualkit.language.pipeline import Parsed, ParsedToken

    she = ParsedToken("Ella", "él", "PRON", "Person=3", 1, "nsubj", 0, 4, "")
    reads = ParsedToken("lee", "leer", "VERB", "", 1, "ROOT", 6, 9, "")
    text = Parsed("Ella  lee", (she, reads), (), ())
    assert [tuple(arc) for arc in arcs_of(text)] == [((0, 4), (6, 9), "nsubj"), ((6, 9), None, "ROOT")]
    assert language_trees.features_of(text)[0] == ((0, 4), "PRON", "Person=3")


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("La escuela , dijo , abre .", "La escuela, dijo, abre."),
        ('Dijo " basta " y salió', 'Dijo "basta" y salió'),
        ("¿ Vienes ? ( hoy )", "¿Vienes? (hoy)"),
    ],
    ids=["marks", "quotes", "openers"],
)
def test_words_are_written_as_people_write(words, text):
    line, places = written(words.split())
    assert line == text
    assert [line[start:end] for start, end in places] == words.split()


def test_names_of_a_two_column_file_as_places(tmp_path):
    path = tmp_path / "names.tsv"
    path.write_text("Ana\tB-PER\nSoto\tI-PER\n,\tO\n\nTalca\tB-LOC\n", encoding="utf-8")
    texts, names = language_names.gold(named_entities(path))
    assert texts == ["Ana Soto,", "Talca"]
    assert names == [[(0, 8, "PER")], [(0, 5, "LOC")]]


def test_runs_of_capitals_leave_the_first_word_out():
    found = language_names.by_capitals(["Ayer vino Rosa de la Fuente a Talca. Bien", "Liceo Andes abre", "nadie"])
    assert [[row[:2] for row in names] for names in found] == [[(10, 27), (30, 35), (37, 41)], [(6, 11)], []]


def test_the_rules_find_a_person_as_a_person():
    text = "Hablé con la profesora Javiera Fuentes ayer."
    found = language_names.by_rules([text])[0]
    assert [text[start:end] for start, end, kind in found if kind == "PER"] == ["Javiera Fuentes"]


def test_names_by_class_and_borders():
    both, per, loc, _org, _misc, borders = language_names.figures([[(0, 3, "PER")]], [[(0, 3, "LOC")]])
    assert (both.value, per.value, loc.value, borders.value) == (0.0, 0.0, 0.0, 1.0)


def test_borders_are_counted_in_letters_so_that_marks_do_not_move_them(bank):
    group = bank[:2]
    plain = "dámelo del armario mañana llueve"
    assert language_sentences.meant_borders(group) == {16}
    assert language_sentences.borders(plain, [(0, 18), (19, 32)]) == {16}
    assert language_sentences.joined(group) == "Dámelo del armario. Mañana llueve."


def test_the_end_of_the_text_is_no_border():
    assert language_sentences.borders("Sí. No.", [(0, 3), (4, 7)]) == {2}


@pytest.mark.parametrize(
    ("split", "found"),
    [
        (language_sentences.by_pattern, {7, 11}),
        (language_sentences.by_sentencizer, {7, 11}),
        (language_sentences.by_qualkit, {7, 11}),
        (language_sentences.every(3), {8, 21}),
    ],
    ids=["pattern", "sentencizer", "qualkit", "by number"],
)
def test_splitters_of_sentences(split, found):
    text = "Uno dice. ¿Y dos? Luego sigue otra."
    assert language_sentences.borders(text, split(text)) == found


def test_cosines_know_what_they_do_not_know():
    rows = {"a": [1.0, 0.0], "b": [1.0, 1.0], "": [0.0, 0.0]}
    said = language_likeness.by_rows(lambda texts: np.array([rows[text] for text in texts]))(
        [Pair("a", "b", 1.0), Pair("a", "", 0.0)]
    )
    assert said[0] == pytest.approx(np.sqrt(0.5))
    assert np.isnan(said[1])


def test_overlap_of_sets():
    assert language_likeness.jaccard({"a", "b"}, {"b", "c"}) == pytest.approx(1 / 3)
    assert language_likeness.dice({"a", "b"}, {"b", "c"}) == 0.5
    assert language_likeness.jaccard(set(), set()) == language_likeness.dice(set(), set()) == 0.0


def test_lemmas_are_shared_whatever_the_form():
    said = language_likeness.overlap(language_likeness.jaccard)([Pair("las escuelas", "la escuela", 5.0)])
    assert said.tolist() == [1.0]


def test_tfidf_of_equal_and_of_strange_texts():
    said = language_likeness.tfidf(analyzer="char_wb", ngram_range=(3, 5))(
        [Pair("la red", "la red", 5.0), Pair("perro", "casa", 0.0)]
    )
    assert said.tolist() == pytest.approx([1.0, 0.0])


def test_the_nearest_line_decides():
    book = language_codes.books()["mejora"]
    lines = {facet.text: facet.code for code in book.codes for facet in language_codes.facets_of(code)}
    chosen, other = candidates_for(book, "beneficio")
    item = language_codes.Item("i", "k", "s", "mejora", "?", frozenset({chosen}), (chosen, other))

    def embed(texts):
        return np.array([[1.0, 0.0] if lines.get(text, chosen) == chosen else [0.0, 1.0] for text in texts])

    assert language_codes.nearest_facet(embed)([item], book) == [{chosen: 1.0, other: 0.0}]
    assert language_codes.nearest_facet(embed)([], book) == []


def test_overlaps_are_found_whatever_case_accents_and_marks():
    evaluation = ["¡Qué día más lindo!", "uno dos tres cuatro cinco seis siete ocho nueve", "nada de esto"]
    training = ["que dia mas lindo", "otra cosa", "cero uno dos tres cuatro cinco seis siete ocho nueve diez"]
    found = language_overlaps.overlaps(evaluation, iter(training))
    assert found.exact == {0}
    assert found.contained == {1}
    assert found.training == {0, 2}
    assert found.evaluation == {0, 1}


def test_a_text_that_shares_only_some_runs_is_not_contained_but_the_training_text_is_named():
    found = language_overlaps.overlaps(["a b c d e f g h i j"], ["a b c d e f g h", "x y z a b c d e f g"])
    assert found.evaluation == frozenset()
    assert found.training == {0}


def test_marks_alone_are_no_text():
    assert language_overlaps.overlaps(["…"], ["¿?"]).exact == frozenset()


def test_what_is_absent_is_said(tmp_path, capsys):
    page = tmp_path / "page.md"
    parts = "words,trees,names,codes"
    arguments = ["--only", parts, "--sources", str(tmp_path), "--gold", str(tmp_path / "no"), "--write", str(page)]
    assert language.main(arguments) == 0
    written_ = page.read_text(encoding="utf-8")
    assert written_.count("Not measured: ") == 5
    assert written_.index("<!-- language:start -->") < written_.index("<!-- language-words:start -->")
    assert "the sources hold no ud-ancora-devtest" in written_
    assert "there is no gold of codes" in capsys.readouterr().out


def test_a_part_that_is_measured_again_leaves_the_others(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text("<!-- language-names:start -->OLD<!-- language-names:end -->", encoding="utf-8")
    assert language.main(["--only", "codes", "--gold", str(tmp_path / "no"), "--write", str(page)]) == 0
    assert "OLD" in page.read_text(encoding="utf-8")
    assert "`python benchmarks/language.py --only codes` · " in capsys.readouterr().out


def test_the_page_says_how_a_part_measures_without_its_code():
    assert any("«dámelo»" in paragraph for paragraph in language.about("words"))
    assert not any("import overlaps" in paragraph for paragraph in language.about("overlaps"))


def test_figures_as_json(tmp_path, capsys):
    assert language.main(["--only", "codes", "--gold", str(tmp_path / "no"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["skipped"] == "there is no gold of codes (--gold FILE)"


def test_an_unknown_part_is_refused(capsys):
    with pytest.raises(SystemExit):
        language.main(["--only", "words,nonsense"])
    assert "no such part: nonsense" in capsys.readouterr().err


def test_every_part_can_be_measured():
    from importlib import import_module

    assert all(callable(import_module(f"language_{part}").measure) for part in language.PARTS)


def test_a_treebank_of_ones_own(tmp_path):
    with pytest.raises(Absent, match="there is no file mine"):
        treebank(tmp_path / "mine.conllu")
    sections = language_words.measure(Material(sources=tmp_path, treebanks=(tmp_path / "mine.conllu",)))
    assert [section.title for section in sections if isinstance(section, Skipped)][-1].endswith("mine.conllu")
