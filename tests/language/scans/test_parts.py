"""The parts of the clean-up by themselves: edits, marks, readings, joined words, the table."""

import math
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.language.scans import marks
from qualkit.language.scans.channel import ACCENT, ENYE, MISREAD_ACCENT, SHAPE, Rates, Readings, share, spelled
from qualkit.language.scans.decisions import Signs, shipped_decisions
from qualkit.language.scans.edits import Change, Draft, Edit
from qualkit.language.scans.parting import Parting
from qualkit.language.scans.tokens import may_be_misread, tokens_of
from qualkit.language.scans.words import packed, quantised, read_scan_words, restored, shipped, unpacked
from qualkit.model import Span


@pytest.fixture(scope="module")
def words():
    return shipped()


@pytest.fixture(scope="module")
def readings(words):
    return Readings(words)


def test_edits_of_an_edited_text_are_one_change():
    draft = Draft.of("la reunien").edited([Edit(3, 10, "reunién", "one")]).edited([Edit(3, 10, "reunión", "other")])
    assert draft.changes == (Change(3, 10, 3, 10, "reunien", "reunión", "one+other"),)


def test_an_edit_that_is_taken_back_is_no_change():
    draft = Draft.of("la red").edited([Edit(3, 6, "mesa", "one")]).edited([Edit(3, 7, "red", "other")])
    assert (draft.text, draft.changes) == ("la red", ())


def test_changes_before_an_edit_move_it_in_the_raw_text():
    draft = Draft.of("laescuela trabaja mucha").edited([Edit(0, 9, "la escuela", "join")])
    draft = draft.edited([Edit(19, 24, "mucho", "other")])
    assert [(c.raw_start, c.clean_start, c.before, c.after) for c in draft.changes] == [
        (0, 0, "laescuela", "la escuela"),
        (18, 19, "mucha", "mucho"),
    ]


def test_of_two_edits_over_each_other_the_first_counts():
    assert Draft.of("abcd").edited([Edit(0, 3, "x", "one"), Edit(2, 4, "y", "other")]).text == "xd"


_EDITS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 4), st.text("xyz ", max_size=3)), max_size=4)


@given(st.lists(_EDITS, max_size=4))
def test_any_rounds_of_edits_lead_back(rounds):
    draft = Draft.of("abcdefghijkl")
    for edits in rounds:
        size = len(draft.text)
        draft = draft.edited(Edit(min(at, size), min(at + n, size), new, "r") for at, n, new in edits)
        pieces, end = [], 0
        for change in draft.changes:
            assert change.raw_start >= end
            pieces += (draft.raw[end : change.raw_start], change.after)
            end = change.raw_end
        assert "".join((*pieces, draft.raw[end:])) == draft.text


def test_a_border_inside_a_change_moves_to_its_outer_edge():
    draft = Draft.of("de losniños").edited([Edit(3, 11, "los niños", "join")])
    assert draft.to_raw.span(Span(7, 12)).of(draft.raw) == "losniños"
    assert draft.to_clean.span(Span(0, 3)).of(draft.text) == "de "


@pytest.mark.parametrize(
    ("string", "word", "rules"),
    [
        ("formacion", "formación", (ACCENT,)),
        ("formacién", "formación", (MISREAD_ACCENT,)),
        ("pedagdgica", "pedagógica", (MISREAD_ACCENT,)),
        ("nifio", "niño", (ENYE,)),
        ("cornunidad", "comunidad", (SHAPE,)),
        ("disefié", "diseñó", (ENYE, MISREAD_ACCENT)),
    ],
)
def test_a_string_may_have_been_a_word(readings, string, word, rules):
    [found] = [reading for reading in readings.of(string) if reading.word == word]
    assert found.rules == rules


def test_a_name_is_never_what_a_string_may_have_been(readings, words):
    assert "garcía" in words.names
    assert all(reading.word not in words.names for reading in readings.of("garcia"))


def test_a_long_string_is_not_looked_for(readings):
    assert readings.of("a" * 41) == ()


def test_a_rare_confusion_is_less_likely_than_a_common_one():
    assert share("é", "ó") > share("dé", "ó") > share("x", "ó")


def test_rates_weigh_readings(readings):
    [found] = [reading for reading in readings.of("formacion") if reading.word == "formación"]
    assert found.weight(Rates(accent=0.5).logs) == pytest.approx(math.log(0.5))


def test_what_is_spelled_like_spanish_is_likelier(words):
    assert spelled("conversamiento", words) > spelled("cnvrsmntoxxoqq", words) + 10
    assert spelled("cas¢", words) < spelled("casa", words)


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        ("delaescuela", ("de", "la", "escuela")),
        ("sinoquetambién", ("sino", "que", "también")),
        ("losestudiantes", ("los", "estudiantes")),
        ("paraabordar", ("para", "abordar")),
        ("larevisiény", ("la", "revisión", "y")),
    ],
)
def test_a_run_of_letters_is_parted(words, readings, run, parts):
    assert Parting(words, readings, Rates()).of(run).words == parts


@pytest.mark.parametrize("run", ["xqzwk", "adaptándolo", "psicoeducativas", "rehabilitadores", "sola", "a" * 81])
def test_one_word_is_not_parted(words, readings, run):
    assert Parting(words, readings, Rates()).of(run) is None


@pytest.mark.parametrize("raw", ["4to", "1ero", "7mo", "12", "a", "UTP", "ChILe", "20mil", "a" * 81, "5°"])
def test_a_figure_or_an_acronym_is_no_misread_word(raw):
    assert not may_be_misread(raw)


@pytest.mark.parametrize("raw", ["escuela", "Escuela", "m4s", "c0legio", "laRed", "qu¢"])
def test_letters_with_odd_signs_may_be_a_misread_word(raw):
    assert may_be_misread(raw)


def test_addresses_and_words_of_both_genders_are_left_out():
    text = "l@s niñ@s de www.red.cl/practica escriben a x.y@z.cl y #formacion va bien"
    assert [token.raw for token in tokens_of(text) if token.is_word] == ["de", "escriben", "va", "bien"]


def test_a_capital_tells_a_name_only_inside_a_sentence():
    tokens = [t for t in tokens_of("Vino Ana. Luego «Pedro» dijo: Sí, Rosa") if t.raw[0].isupper()]
    assert [(t.raw, t.is_name_like) for t in tokens] == [
        ("Vino", False), ("Ana", True), ("Luego", False), ("Pedro", False), ("Sí", False), ("Rosa", True),
    ]  # fmt: skip


def test_a_text_in_another_language_is_no_scan():
    signs = Signs()
    text = "we are gonna see the vision and the decision of the inclusion area in this version of the deficit plan " * 3
    shipped_decisions().signs(text, signs)
    assert not signs.is_spanish


def test_one_string_tells_three_times_at_most():
    signs = Signs()
    shipped_decisions().signs("la evaluacién " * 50, signs)
    assert (signs.found[MISREAD_ACCENT], signs.told[MISREAD_ACCENT]) == (50, 3)


def test_nothing_speaks_for_a_scan_in_no_words():
    assert Signs().odds == 0
    assert Signs().odds_with_accents == 0


def _edited(edits, text):
    return Draft.of(text).edited(edits(text)).text


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("la red se reúne en la\nsala de clases", "la red se reúne en la sala de clases"),
        ("Una cosa.\nOtra cosa.", "Una cosa.\nOtra cosa."),
        ("con el aprendizaje\n\nprofundo de todos", "con el aprendizaje profundo de todos"),
        ("- uno\n- dos", "- uno\n- dos"),
        ("hay tres:\n1. uno", "hay tres:\n1. uno"),
        (
            "El equipo directivo de la escuela de Puerto\nCordillera",
            "El equipo directivo de la escuela de Puerto Cordillera",
        ),
        (
            "Título\nEl texto empieza en una línea mucho más larga que el título que tiene.",
            "Título\nEl texto empieza en una línea mucho más larga que el título que tiene.",
        ),
    ],
    ids=["goes on", "ends", "gap in a sentence", "list", "numbers", "full line", "title"],
)
def test_lines_that_go_on_are_joined(text, wrapped):
    assert _edited(marks.wrapped, text) == wrapped


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("profunda 'y matizada", "profunda y matizada"),
        ("dijo 'sí quiero' y ya", "dijo 'sí quiero' y ya"),
        ("una | raya", "una raya"),
        ("® Revela", "Revela"),
        ("o Revela", "o Revela"),
        ("¢Cuándo vienen?", "¿Cuándo vienen?"),
        ("él vino", "él vino"),
        ("@Ana dice", "@Ana dice"),
        ("**Ana:** dice", "**Ana:** dice"),
    ],
)
def test_marks_that_are_none_go(text, repaired):
    assert _edited(marks.spurious, text) == repaired


def test_letters_apart_stay_where_they_make_no_word():
    assert _edited(lambda text: marks.spaced_letters(text, lambda _letters: None), "a b c d e") == "a b c d e"


@pytest.mark.parametrize("text", ["ver http://a.cl/x;y", "un a,b", "3.5 y 4.000", "Sr.Pérez"])
def test_no_space_is_put_into_addresses_and_figures(text):
    assert _edited(marks.gaps, text) == text


@given(st.lists(st.integers(0, 2**31), unique=True, max_size=50).map(sorted))
def test_numbers_come_back_from_the_pack(keys):
    assert unpacked(packed(np.array(keys, dtype=np.int64))).tolist() == keys


@given(st.integers(1, 10**8))
def test_counts_come_back_to_within_five_percent(count):
    back = int(restored(quantised(np.array([count])))[0])
    assert abs(back - count) <= max(0.05 * count, 1)


def test_neighbours_prove_a_word(words):
    before, after = words.neighbour("la"), words.neighbour("docente")
    assert words.fit("práctica", before, after) > words.fit("practica", before, after)
    assert words.fit("xyz", before, after) == 0
    assert words.neighbour("2024") == words.neighbour("7")


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04"])
def test_a_damaged_table_is_said_to_be_one(tmp_path, content):
    (tmp_path / "scans.npz").write_bytes(content)
    with pytest.raises(InputError, match=r"scans\.npz"):
        read_scan_words(tmp_path / "scans.npz")


def test_a_table_without_a_part_is_damaged(tmp_path):
    with zipfile.ZipFile(tmp_path / "scans.npz", "w") as archive:
        archive.writestr("other.npy", b"")
    with pytest.raises(InputError, match="Install qualkit again"):
        read_scan_words(tmp_path / "scans.npz")
