import pytest

from qualkit.errors import InputError
from qualkit.reading.decoding import decode, read_text

SPANISH = "Ñuñoa: «¿cómo están, niñas?» – dijo él…"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(SPANISH.encode(), "utf-8", id="utf-8"),
        pytest.param(SPANISH.encode("utf-8-sig"), "utf-8-sig", id="utf-8-bom"),
        pytest.param(SPANISH.encode("utf-16"), "utf-16", id="utf-16-le"),
        pytest.param(b"\xfe\xff" + SPANISH.encode("utf-16-be"), "utf-16", id="utf-16-be"),
        pytest.param(SPANISH.encode("cp1252"), "cp1252", id="cp1252"),
    ],
)
def test_spanish_is_read_in_every_encoding_that_offices_use(data, encoding):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, decoded.warnings) == (SPANISH, encoding, ())


def test_line_ends_and_accents_are_normalised():
    assert decode("a\r\nn\u0303o\r".encode()).text == "a\nño\n"


def test_one_broken_byte_does_not_turn_utf8_into_windows_1252():
    decoded = decode("año niñez mañana ".encode() * 3 + b"\xc3")
    assert decoded.text.startswith("año niñez")
    assert decoded.warnings


def test_a_byte_that_windows_1252_does_not_know_is_reported():
    decoded = decode("año".encode("cp1252") + b" \x81")
    assert decoded.text == "año \ufffd"
    assert len(decoded.warnings) == 1


def test_a_nul_inside_a_text_becomes_a_replacement_character():
    assert decode(b"hola\0mundo y muchas palabras").text == "hola\ufffdmundo y muchas palabras"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"PK\x03\x04 whatever", id="zip"),
        pytest.param(b"\xd0\xcf\x11\xe0 old word", id="ole"),
        pytest.param(bytes(range(32)) * 20, id="controls"),
    ],
)
def test_a_binary_file_is_refused(data):
    with pytest.raises(InputError, match="not a text file"):
        decode(data, name="sesion.txt")


@pytest.mark.parametrize("data", [b"", b"  \n\t\n", "\ufeff\n".encode()], ids=["nothing", "blanks", "only-bom"])
def test_an_empty_file_is_refused(tmp_path, data):
    path = tmp_path / "vacio.txt"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"vacio\.txt is empty"):
        read_text(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="There is no file"):
        read_text(tmp_path / "nada.txt")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        read_text(tmp_path)
