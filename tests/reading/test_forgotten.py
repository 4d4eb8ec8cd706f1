"""People who asked to be forgotten are told again, and only a hash is kept of their names."""

import pytest

from qualkit.reading.privacy.forgotten import Forgotten, fresh_salt
from qualkit.reading.privacy.people import Person
from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_text

SALT = "00" * 16
SHE = Forgotten().with_names(["rosalba quintupil"], SALT)


@pytest.mark.parametrize(
    ("name", "is_she"),
    [
        ("Rosalba Quintupil", True),
        ("ROSALBA  QUINTUPIL", True),
        ("Rosalba Quintupíl", True),
        ("Rosalba", False),
        ("Quintupil", False),
        ("Rosalba Quintupil Soto", False),
        ("", False),
    ],
)
def test_a_name_is_told_in_any_case_and_with_any_accents(name: str, is_she: bool) -> None:
    assert (name in SHE) is is_she


def test_no_name_is_kept() -> None:
    assert "rosalba" not in str(SHE.rows()).lower()
    assert Forgotten.of_rows(SHE.rows()) == SHE


def test_two_projects_keep_different_hashes_of_one_name() -> None:
    assert Forgotten().with_names(["Ana Soto"], fresh_salt()) != Forgotten().with_names(["Ana Soto"], fresh_salt())


def test_the_first_salt_stays() -> None:
    both = SHE.with_names(["Ana Soto"], "11" * 16)
    assert both.salt == SALT
    assert "Rosalba Quintupil" in both
    assert "Ana Soto" in both


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ayer vino Rosalba Quintupil a vernos.", ["Rosalba Quintupil"]),
        ("ROSALBA QUINTUPIL habló primero.", ["ROSALBA QUINTUPIL"]),
        ("Vino Rosalba. Quintupil es otra.", []),
        ("Vino Rosalba\nQuintupil es otra.", []),
        ("vino rosalba quintupil", []),
        ("Nadie.", []),
        ("", []),
    ],
)
def test_a_full_name_is_found_in_a_text(text: str, found: list[str]) -> None:
    assert list(SHE.names_in(text)) == found


def test_nobody_is_found_where_nobody_was_forgotten() -> None:
    assert list(Forgotten().names_in("Rosalba Quintupil")) == []
    assert not Forgotten()


def test_a_first_name_that_is_all_of_a_name_is_told_by_its_key_alone() -> None:
    paola = Forgotten().with_names(["paola @ los aromos"], SALT)
    assert paola.knows("paola @ los aromos", "Paola")
    assert not paola.knows("paola @ los boldos", "Paola")
    assert not paola.knows("paola", "Paola")


def test_the_key_gives_a_forgotten_person_no_pseudonym() -> None:
    key = Pseudonyms()
    key.forgotten = SHE
    assert key.person(Person(("rosalba", "quintupil"), "rosalba quintupil"), "Rosalba Quintupil") == "[persona]"
    assert key.person(Person(("ana", "soto"), "ana soto"), "Ana Soto") == "Persona 1"
    assert key.people == ("Ana Soto",)
    assert pseudonymise_text("Hoy Rosalba Quintupil y Ana Soto leen.", key) == "Hoy [persona] y Persona 1 leen."
    assert "Rosalba" not in str(key.to_dict())
    assert Pseudonyms.from_dict(key.to_dict()).forgotten == SHE


def test_a_hidden_text_comes_out_unchanged() -> None:
    assert pseudonymise_text("Hoy [persona] y Persona 1 leen.", Pseudonyms()) == "Hoy [persona] y Persona 1 leen."
