import pytest
from scans import Score, cross_validated, distance, score, signs_and_hyphens, spell_checked
from scans_noise import corrupted


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [("", "", 0), ("", "abc", 3), ("abc", "", 3), ("casa", "cosa", 1), ("casa", "casas", 1), ("kitten", "sitting", 3)],
)
def test_the_edit_distance_counts_signs(one, other, edits):
    assert distance(one, other) == edits


def test_words_are_counted_by_what_became_of_them():
    found = score("la formacion es muy buena", "la formación es mui buena", "la formación es muy buena")
    assert (found.wrong_before, found.repaired, found.broken, found.distance) == (1, 1, 1, 1)


def test_white_space_is_one_space():
    assert score("a\n\nb", " a b ", "a  b").distance == 0


def test_noise_is_the_same_for_a_seed():
    text = "La reunión comenzó con una conversación sobre la enseñanza de los niños"
    assert corrupted(text, 3) == corrupted(text, 3)
    assert len({corrupted(text, seed) for seed in range(5)}) > 1


def test_no_noise_is_no_change():
    assert corrupted("una reunión más", 1, accents=0, shapes=0, spaces=0) == "una reunión más"


def test_the_margin_is_chosen_without_the_fold_it_is_used_on():
    good, bad = Score(0, 10, 1, 0, 0, 0), Score(5, 10, 1, 0, 0, 0)
    assert cross_validated({0.0: [bad] * 10, 1.0: [good] * 10}) == [good] * 10


def test_the_other_systems_do_what_they_say():
    assert (
        signs_and_hyphens("la reﬂexión de los estu-\ndiantes y formacion")
        == "la reflexión de los estudiantes y formacion"
    )
    assert spell_checked("Formacién y la señora Nahuelpán").startswith("Formación y la señora")
