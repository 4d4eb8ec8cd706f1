import pytest

from qualkit.errors import InputError
from qualkit.reading.privacy.identity import name_of, sound_of
from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_text


@pytest.mark.parametrize(
    ("texts", "hidden"),
    [
        (["Vino Paola Soto.", "SOTO, Paola", "dijo paola soto", "Soto Fuentes, Paola Andrea"], {"Persona 1"}),
        (["Vino Yasna González.", "Jasna Gonzales vino", "yasna gonzalez"], {"Persona 1"}),
        (["Jhonatan Pérez", "Yonatan Perez"], {"Persona 1"}),
        (["Ana María Epuñán", "Ana María Epulef"], {"Persona 1", "Persona 2"}),
        (["Juan Pablo Rojas", "Juan Pablo Soto"], {"Persona 1", "Persona 2"}),
        (["Marcela Rojas Vera", "Marcela Rojas Toro"], {"Persona 1", "Persona 2"}),
    ],
    ids=["order and length", "sound", "foreign spelling", "surnames", "two given names", "second surname"],
)
def test_one_person_one_pseudonym_across_a_project(texts, hidden):
    pseudonyms = Pseudonyms()
    found = {name for text in texts for name in _names(pseudonymise_text(text, pseudonyms))}
    assert found == hidden


def _names(text):
    words = text.replace(".", "").split()
    return [f"{words[i]} {words[i + 1]}" for i in range(len(words) - 1) if words[i] == "Persona"]


def test_a_part_of_a_name_stands_for_the_whole_in_its_own_text():
    text = "Habló Paola Soto. Después Paola y la Paolita."
    assert pseudonymise_text(text, Pseudonyms()) == "Habló Persona 1. Después Persona 1 y la Persona 1."


def test_a_first_name_of_two_people_is_nobody_s():
    text = "Vinieron Paola Soto y Paola Rojas. Habló Paola."
    assert pseudonymise_text(text, Pseudonyms()) == "Vinieron Persona 1 y Persona 2. Habló Persona 3."


def test_a_first_name_heard_in_another_text_is_not_taken_for_the_same_person():
    pseudonyms = Pseudonyms()
    pseudonymise_text("Habló Paola Soto.", pseudonyms)
    assert pseudonymise_text("Habló Paola.", pseudonyms) == "Habló Persona 2."


@pytest.mark.parametrize(
    ("one", "other"), [("gonzales", "gonzalez"), ("jhon", "yon"), ("vasquez", "basques"), ("katty", "kati")]
)
def test_spellings_of_one_sound(one, other):
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(("one", "other"), [("soto", "sota"), ("perez", "peres ".strip() + "a"), ("epuñan", "epulef")])
def test_other_sounds(one, other):
    assert sound_of(one) != sound_of(other)


def test_the_natural_order_of_a_name():
    assert name_of("Soto Fuentes, Paola") == ("paola", "soto", "fuentes")


def test_people_say_whom_to_hide_and_whom_not():
    pseudonyms = Pseudonyms()
    assert pseudonyms.add("PERSONA", "la Chirimoya") == "Persona 1"
    pseudonyms.keep("Paola")
    assert pseudonymise_text("la CHIRIMOYA y Paola y Paola Soto", pseudonyms) == "Persona 1 y Paola y Persona 2"
    assert pseudonyms.added == (("PERSONA", "la Chirimoya"),)
    assert pseudonyms.kept == ("Paola",)


def test_what_was_said_is_kept_in_the_key_and_can_be_taken_back():
    pseudonyms = Pseudonyms()
    pseudonyms.add("ESTABLECIMIENTO", "Los Ñirres")
    pseudonyms.keep("Marta")
    again = Pseudonyms.from_dict(pseudonyms.to_dict())
    assert (again.added, again.kept) == (pseudonyms.added, pseudonyms.kept)
    assert again.take_back("los ñirres")
    assert again.take_back("Marta")
    assert not again.take_back("Marta")
    assert pseudonymise_text("Marta", again) == "Persona 1"


def test_keeping_takes_back_adding_and_the_reverse():
    pseudonyms = Pseudonyms()
    pseudonyms.add("PERSONA", "Zutano")
    pseudonyms.keep("zutano")
    assert pseudonyms.added == ()
    pseudonyms.add("PERSONA", "Zutano")
    assert pseudonyms.kept == ()


@pytest.mark.parametrize(
    ("label", "name"),
    [("GENTE", "Ana"), ("PERSONA", " . "), ("PERSONA", "Persona 3")],
    ids=["label", "empty", "pseudonym"],
)
def test_what_cannot_be_added_is_said(label, name):
    with pytest.raises(InputError):
        Pseudonyms().add(label, name)


def test_what_cannot_be_kept_is_said():
    with pytest.raises(InputError):
        Pseudonyms().keep("…")
