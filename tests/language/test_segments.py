import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.language.segments import clauses, segment, sentences
from qualkit.model import Span

SAID = """
sí no y después nosotros entonces pero la red Sra. 3.5 ¿cómo? ya, bien. — ... … (risas) por otro lado o sea también
"""
SPOKEN = st.lists(st.sampled_from([*SAID.split(), "\n"]), max_size=90).map(" ".join)


def quotes(text, spans):
    return [span.of(text) for span in spans]


def test_sentences_end_at_marks_and_lines_but_not_at_abbreviations_or_numbers():
    text = "La Sra. Soto subió 3.5 puntos. ¿Y cómo? Bien… gracias\nChao"
    assert quotes(text, sentences(text)) == ["La Sra. Soto subió 3.5 puntos.", "¿Y cómo?", "Bien… gracias", "Chao"]


def test_an_initial_does_not_end_a_sentence():
    assert len(sentences("El curso A. Bello ganó.")) == 1


def test_clauses_part_sentences_at_marks_and_borders():
    text = "Quisimos medir, pero no hubo tiempo porque llovió: fue así."
    assert quotes(text, clauses(text)) == ["Quisimos medir,", "pero no hubo tiempo", "porque llovió:", "fue así."]


def test_a_short_sentence_joins_its_neighbour():
    text = "Sí. Partimos hace dos años con esto. Ya po."
    assert quotes(text, segment(text)) == [text]


def test_a_sentence_that_gives_the_reason_stays_with_what_it_explains():
    text = (
        "Los grandes no querían ir a leerles a los chicos. Porque les daba vergüenza que los vieran. Y ahora son ellos los"
        " que preguntan cada viernes cuándo les toca, y llegan con el cuento elegido."
    )
    assert [quote.split()[0] for quote in quotes(text, segment(text))] == ["Los", "Y"]


def test_a_question_to_the_others_stands_alone():
    text = (
        "Leemos todos los días en el patio con los de octavo, y ellos mismos eligen los cuentos. ¿Y cómo lo miden ustedes"
        " cuando el sostenedor les pide datos?"
    )
    assert [quote.split()[0] for quote in quotes(text, segment(text))] == ["Leemos", "¿Y"]


def test_a_turn_of_a_few_words_is_one_unit():
    assert len(segment("Sí, claro. Vamos. ¿Cuándo partimos?")) == 1


def test_speech_without_marks_is_parted_where_sentences_begin():
    text = (
        "buenas tardes a todos me escuchan bien muchas gracias por venir vamos a ver primero los acuerdos de la sesión"
        " pasada y después cada escuela cuenta lo que hizo"
    )
    assert {"muchas", "vamos"} <= {quote.split()[0] for quote in quotes(text, sentences(text))}
    assert all(quote.split()[0] in {"buenas", "muchas", "vamos", "y"} for quote in quotes(text, segment(text)))


def test_a_heading_without_a_point_is_one_sentence():
    text = "Acuerdos de la segunda reunión de la red de escuelas rurales del valle y la costa"
    assert quotes(text, sentences(text)) == [text]


def test_a_marked_sentence_is_not_doubted_for_want_of_commas():
    text = (
        "Ahí los niños del taller de ciencias de la escuela de la caleta mostraron a sus familias lo que saben del mar."
    )
    assert quotes(text, sentences(text)) == [text]


def test_a_long_sentence_is_parted_at_its_turning_points():
    text = ", ".join(f"en la escuela {k} hicimos una cosa distinta que nadie había probado" for k in range(9)) + "."
    units = quotes(text, segment(text, max_words=40))
    assert all(unit.endswith((",", ".")) for unit in units)
    assert max(len(unit.split()) for unit in units) <= 40


def test_a_flow_without_punctuation_is_parted_at_turning_points():
    text = (
        "nosotros partimos el año pasado con un plan que al comienzo nadie quería por otro lado el sostenedor pedía"
        " datos y no teníamos nada"
    )
    assert quotes(text, segment(text, max_words=20))[1].startswith("por otro lado")


def test_a_flow_without_any_border_is_parted_by_count():
    text = " ".join(["palabra"] * 25)
    sizes = [len(quote.split()) for quote in quotes(text, segment(text, max_words=10))]
    assert (sum(sizes), len(sizes), max(sizes) <= 10) == (25, 3, True)


def test_nothing_said_gives_no_segment():
    assert segment("  \n ") == []


@pytest.mark.parametrize(("most", "least"), [(0, 4), (60, -1)])
def test_impossible_sizes_are_refused(most, least):
    with pytest.raises(ValueError, match="max_words"):
        segment("hola", max_words=most, min_words=least)


@given(st.one_of(SPOKEN, st.text(max_size=120)), st.integers(1, 30), st.integers(0, 6))
def test_every_word_lies_in_exactly_one_trimmed_segment(text, most, least):
    spans = segment(text, max_words=most, min_words=least)
    assert [word for span in spans for word in span.of(text).split()] == text.split()
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() and span != Span(span.start, span.start) for span in spans)


@given(SPOKEN, st.integers(1, 30))
def test_no_segment_is_longer_than_asked(text, most):
    def size(span):
        return sum(any(char.isalnum() for char in word) for word in span.of(text).split())

    assert all(size(span) <= most for span in segment(text, max_words=most))


@given(SPOKEN)
def test_clauses_cover_the_words_of_the_sentences(text):
    assert " ".join(quotes(text, clauses(text))).split() == " ".join(quotes(text, sentences(text))).split()


ODD = {
    "empty": "",
    "marks only": "… — ¿? ... !!",
    "emoji": "🎉🎉 Gracias 👏🏽 a todos 👨‍👩‍👧. 🎉",
    "NFD": unicodedata.normalize("NFD", "Después la niña llegó mañana. ¿Así? Sí."),
    "CRLF": "Uno dos tres cuatro.\r\nCinco seis\r\nsiete ocho.",
    "languages": "Hola everyone. Mari mari kom pu che. おはようございます。 Здравствуйте, как дела? مرحبا",
    "spaces": "a\u00a0b\u2003c\td\u200be",
    "controls": "a\x00b \x0c c\x1f d",
    "no letters": "12 34 56. 78",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_loses_no_word(text):
    for spans in (sentences(text), segment(text), clauses(text)):
        assert "".join("".join(quotes(text, spans)).split()) == "".join(text.split())
        assert all(before.end <= after.start for before, after in pairwise(spans))


@given(st.text(alphabet=st.sampled_from('aáA ñ.…?!¿"»«—-\n\r,:;)(15 ySr'), max_size=200))
def test_any_mixture_of_marks_keeps_every_character_once(text):
    for spans in (sentences(text), segment(text)):
        assert "".join("".join(quotes(text, spans)).split()) == "".join(text.split())
        assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@given(SPOKEN)
def test_the_same_turn_gives_the_same_units(text):
    assert segment(text) == segment(str(text.encode().decode()))


@pytest.mark.parametrize(
    "unit",
    ["palabra ", "sí\n", "...\n", "a", " ", ". ", "¿", "y) ", "Sr. ", "hola y después, ", "\u2028x", '" ', "3. "],
)
def test_time_grows_with_length_and_no_faster(unit):
    def seconds(repeats):
        text = unit * repeats
        began = time.process_time()
        segment(text)
        return time.process_time() - began

    seconds(100)
    small, large = seconds(3_000), seconds(24_000)
    assert large < 8 * small * 4 + 0.3


def test_appending_a_sentence_leaves_far_units_alone():
    told = [f"En marzo la escuela {k} partió con un taller de lectura y vinieron pocas familias." for k in range(20)]
    before, after = (segment(" ".join(told[:n])) for n in (19, 20))
    assert before[:10] == after[:10]
