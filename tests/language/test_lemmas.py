import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.language import lemmas
from qualkit.language.lemmas import ANY, Lemmas, lemma, shipped
from qualkit.language.verb_forms import infinitives


@pytest.mark.parametrize(
    ("form", "pos", "expected"),
    [
        ("cuenta", "NOUN", "cuenta"),
        ("cuenta", "VERB", "contar"),
        ("trabajo", "NOUN", "trabajo"),
        ("trabajo", "VERB", "trabajar"),
        ("adaptado", "ADJ", "adaptado"),
        ("adaptadas", "ADJ", "adaptado"),
        ("adaptado", "VERB", "adaptar"),
        ("la", "DET", "el"),
        ("la", "PRON", "él"),
        ("se", "PRON", "él"),
        ("nos", "PRON", "yo"),
        ("una", "DET", "uno"),
        ("muy", "ADV", "mucho"),
        ("directora", "NOUN", "directora"),
        ("imágenes", "NOUN", "imagen"),
        ("reuniones", "NOUN", "reunión"),
        ("voces", "NOUN", "voz"),
        ("españolas", "ADJ", "español"),
        ("1.500", "NUM", "1500"),
        ("rápidamente", "ADV", "rápidamente"),
        ("del", "ADP", "de"),
        ("al", "ADP", "a"),
    ],
)
def test_the_part_of_speech_decides(form, pos, expected):
    assert lemma(form, pos) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("niñas", "niño"),
        ("sí", "sí"),
        ("sale", "salir"),
        ("vengan", "venir"),
        ("pudiese", "poder"),
        ("hemos", "haber"),
        ("roles", "rol"),
        ("revisiones", "revisión"),
        ("seguras", "seguro"),
        ("pares", "par"),
        ("crea", "crear"),
    ],
)
def test_the_commonest_reading_without_one(form, expected):
    assert lemma(form) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("dámelo", "dar"),
        ("darle", "dar"),
        ("preguntándonos", "preguntar"),
        ("cuéntame", "contar"),
        ("siéntate", "sentar"),
        ("equivocarse", "equivocar"),
        ("acuérdense", "acordar"),
    ],
)
@pytest.mark.parametrize("pos", [None, "VERB"])
def test_a_verb_with_its_pronouns(form, expected, pos):
    assert lemma(form, pos) == expected


@pytest.mark.parametrize(
    ("form", "pos", "expected"),
    [
        ("tambien", None, "también"),
        ("reunion", "NOUN", "reunión"),
        ("dia", "NOUN", "día"),
        ("ninos", None, "niño"),
        ("habian", "AUX", "haber"),
        ("practicamente", "ADV", "prácticamente"),
        ("ultimas", "ADJ", "último"),
        ("campana", None, "campana"),
    ],
)
def test_missing_accents_and_tildes(form, pos, expected):
    assert lemma(form, pos) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("cachái", "cachar"),
        ("estái", "estar"),
        ("vai", "ir"),
        ("haiga", "haber"),
        ("pa", "para"),
        ("muuuuy", "mucho"),
        ("noooo", "no"),
        ("autitos", "auto"),
        ("casita", "casita"),
        ("cansao", "cansar"),
    ],
)
def test_speech_as_it_is_written_down(form, expected):
    assert lemma(form) == expected


@pytest.mark.parametrize("form", ["mmm", "SLEP", "xyzzy", "Huechupán", "🙂", "", "compa-"])
def test_what_nobody_knows_is_its_own_lemma(form):
    assert lemma(form) == form.lower()


@pytest.mark.parametrize(
    "form",
    ["\ud800", "ni\udc80ños", "aaab" * 100_000, "Escuelas" * 50_000],
    ids=["half", "half inside", "letters", "words"],
)
@pytest.mark.parametrize("pos", [None, "VERB", "NOUN", "ADJ", "NUM"])
def test_what_is_no_word_is_its_own_lemma_and_costs_no_time(form, pos):
    assert lemma(form, pos) == form.lower()


@pytest.mark.parametrize(("form", "pos"), [("Flores", "PROPN"), ("!", "PUNCT"), ("%", "SYM")])
def test_names_and_marks_stay_as_they_are(form, pos):
    assert lemma(form, pos) == form


def test_capitals_do_not_matter_elsewhere():
    assert lemma("ESCUELAS", "NOUN") == lemma("escuelas", "NOUN") == "escuela"


def test_the_table_goes_before_the_rules():
    assert Lemmas({("perros", ANY): "can"}, {}).of("Perros") == "can"


def test_the_commoner_verb_is_taken():
    words = {"salar": {"V": 1}, "salir": {"V": 90}}
    assert Lemmas({}, words).of("sale", "VERB") == "salir"
    assert Lemmas({}, {"salar": {"V": 90}, "salir": {"V": 1}}).of("sale", "VERB") == "salar"


def test_a_noun_that_is_far_commoner_than_a_rare_verb():
    assert Lemmas({}, {"título": {"N": 30}}).of("titulo") == "título"
    assert Lemmas({}, {"título": {"N": 30}, "titular": {"V": 30}}).of("titulo") == "titular"


@pytest.mark.parametrize(
    ("form", "infinitive"),
    [
        ("toque", "tocar"),
        ("lleguemos", "llegar"),
        ("empieces", "empezar"),
        ("juega", "jugar"),
        ("pidieron", "pedir"),
        ("conduzco", "conducir"),
        ("construyen", "construir"),
        ("traigo", "traer"),
        ("mantuvieron", "mantener"),
        ("predijo", "predecir"),
        ("pondríamos", "poner"),
        ("descrita", "describir"),
        ("continúa", "continuar"),
        ("cachái", "cachar"),
    ],
)
def test_infinitives_of_irregular_forms(form, infinitive):
    assert infinitive in infinitives(form)


@pytest.mark.parametrize(("form", "wrong"), [("regamos", "reger"), ("toces", "tocar"), ("sigamos", "ser")])
def test_spelling_rules_out_what_would_sound_otherwise(form, wrong):
    assert wrong not in infinitives(form)


@given(st.text(max_size=30), st.sampled_from([None, "NOUN", "VERB", "ADJ", "ADV", "NUM", "PRON", "X"]))
def test_any_form_has_a_lemma_in_lower_case(form, pos):
    found = lemma(form, pos)
    assert found == found.lower()
    assert bool(found) == bool(form)


def test_the_tables_are_small_and_quick_to_read():
    sizes = [lemmas.resources.path("models", name).stat().st_size for name in (lemmas.FORMS, lemmas.WORDS)]
    assert sum(sizes) < 2_000_000
    shipped.cache_clear()
    before = time.process_time()
    assert shipped().words["escuela"]["N"] > 0
    assert time.process_time() - before < 1


def test_two_processes_say_the_same():
    command = (
        "from qualkit.language.lemmas import lemma; print([lemma(f) for f in 'cree vistas dámelo ninos sé'.split()])"
    )
    said = {subprocess.run([sys.executable, "-c", command], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(said) == 1


def test_damaged_tables_are_said_in_words(monkeypatch, tmp_path):
    (tmp_path / lemmas.FORMS).write_text("fui\tVERB", encoding="utf-8")
    monkeypatch.setattr(lemmas.resources, "path", lambda _folder, name: tmp_path / name)
    with pytest.raises(InputError, match="damaged"):
        lemmas.shipped.__wrapped__()
