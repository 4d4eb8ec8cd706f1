import pytest

from qualkit.errors import InputError
from qualkit.reading.territories import Territories, case_of, date_in, is_manifest, read_manifest


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("Territorio Inti Red", "Inti Red"), ("Red Inti Red", "Inti Red"), ("Ind Red", "Inti Red"),
        ("inti  red", "Inti Red"),
        ("Red Cebtro Activo", "Red Centro Activo"), ("Red Metro- politana", "Red Metropolitana"),
        ("Metropolitana", "Red Metropolitana"), ("Ebredándones", "Red Enredándonos"),
        ("Enredándo- nos", "Red Enredándonos"),
        ("ENREDANDONOS", "Red Enredándonos"), ("AraucaRíos", "Red Araucaríos"), ("AraucáRíos", "Red Araucaríos"),
        ("AraucRíos", "Red Araucaríos"), ("Territorio Austral", "Red Territorio Austral"),
        ("red ñuble y biobio sin fronteras", "Red Ñuble y Biobío sin Fronteras"), ("Red del Valle", None),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_spellings_of_the_territories(name, canonical):
    assert Territories().canonical(name) == canonical


def test_territories_that_the_user_names():
    territories = Territories({"Red Bahía Lenga": ["Bahia Lenga Sur"]}, built_in=False)
    assert territories.canonical("territorio bahia lenga") == "Red Bahía Lenga"
    assert territories.canonical("Red  Bahía Lenga Sur") == "Red Bahía Lenga"
    assert territories.canonical("Inti Red") is None
    assert territories.canonical_or_own(" Otra  Red ") == "Otra Red"
    assert territories.canonical_or_own("  ") is None
    assert territories.names == ("Red Bahía Lenga",)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("red-bahia-lenga/sesion-2_2025-05-29.vtt", ("Red Bahía Lenga", 2, "2025-05-29")),
        ("Bahía Lenga/S2 29-05-2025.docx", ("Red Bahía Lenga", 2, "2025-05-29")),
        ("2025/sesión 2 AraucaRíos.txt", ("Red Araucaríos", 2, None)),
        ("x/IntiRed_sesion_02_20250529.vtt", ("Inti Red", 2, "2025-05-29")),
        ("red-puelche/encuentro.vtt", ("Red Puelche", None, None)),
        ("x/29 de mayo de 2025.vtt", (None, None, "2025-05-29")),
        ("x/ideas2025.vtt", (None, None, None)),
        ("x/fichas 12.vtt", (None, None, None)),
    ],
)
def test_cases_are_guessed_from_names(path, expected):
    case = case_of(path, territories=Territories({"Red Bahía Lenga": []}))
    assert (case.territory, case.session, case.date) == expected


def test_later_sources_win_and_are_named(text_file):
    manifest = read_manifest(
        text_file("m.csv", "archivo;territorio;sesión;fecha;tipo\nred-a/s1.vtt;Ind Red;Sesión 3;2025-01-02;chat\n")
    )
    case = case_of("casa/red-a/s1.vtt", manifest=manifest, date="05-02-2025")
    assert (case.territory, case.session, case.date, case.kind) == ("Inti Red", 3, "2025-02-05", "chat")
    assert case.origins == {"territory": "manifest", "session": "manifest", "date": "option"}


def test_only_folders_below_the_given_one_count():
    assert case_of("/casa/red-ajena/a/b/s1.vtt", root="/casa/red-ajena/a").territory is None
    assert case_of("/casa/red-propia/s1.vtt", root="/casa/red-propia").territory == "Red Propia"


@pytest.mark.parametrize(
    "text",
    ["archivo;territorio;sesión\ns1.vtt;A;primera\n", "archivo;fecha\ns1.vtt;ayer\n", "nombre;fecha\na;2025-01-01\n"],
    ids=["session", "date", "no-file"],
)
def test_a_manifest_with_mistakes_is_refused(text_file, text):
    with pytest.raises(InputError):
        read_manifest(text_file("m.csv", text))


def test_a_manifest_is_known_by_its_columns():
    assert is_manifest(("file", "territory"))
    assert not is_manifest(("territory", "date"))


@pytest.mark.parametrize(
    ("text", "iso"),
    [("31-02-2025", None), ("2025/05/29", "2025-05-29"), ("el 3 de Abril del 2024", "2024-04-03"), ("12345678", None)],
)
def test_dates(text, iso):
    assert date_in(text) == iso
