import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualkit.errors import InputError
from qualkit.reading import decoding
from qualkit.reading.decoding import check_lines, decode, fingerprint, read_bytes, read_text

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


PLAIN = "La niña llegó al colegio. ¿Cómo están? Él dijo «sí», más o menos.\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_mark(encoding):
    decoded = decode(PLAIN.encode(encoding))
    assert (decoded.text, decoded.encoding) == (PLAIN, encoding)


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_an_old_encoding_is_read_and_said(encoding):
    decoded = decode(PLAIN.encode(encoding))
    assert (decoded.text, decoded.encoding) == (PLAIN, encoding)
    assert "old encoding" in decoded.warnings[0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("it’s what we don’t say — “we’ll see” – 5 € • 20 °C\n", id="typographic marks"),
        pytest.param("palabra\xa0palabra N°\xa03 ‚así‘ 10\xa0% £5 ¢ ¤\n", id="blanks and coins"),
        pytest.param("«JOSÉ» y «ÑUÑOA» en mayúsculas: MONTAÑ…\n", id="capitals before quotes"),
        pytest.param("año", id="one letter"),
    ],
)
def test_windows_1252_is_not_taken_for_an_older_encoding(text):
    decoded = decode(text.encode("cp1252") * 5)
    assert (decoded.text, decoded.encoding) == (text * 5, "cp1252")


@pytest.mark.parametrize("first", ["utf-8", "cp1252"])
def test_a_file_in_two_encodings_is_read_line_by_line_and_said_to_be_one(first):
    second = {"utf-8": "cp1252", "cp1252": "utf-8"}[first]
    decoded = decode(PLAIN.encode(first) + b"sin acentos\n" + PLAIN.encode(second) * 2)
    assert decoded.text == PLAIN + "sin acentos\n" + PLAIN * 2
    assert decoded.encoding == "utf-8, cp1252"
    utf8 = {"utf-8": 1, "cp1252": 2}[first]
    assert decoded.warnings == (
        f"The file mixes two encodings: {utf8} of its lines were read as UTF-8 and {3 - utf8} as Windows-1252.",
    )


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param("mañana, educaci".encode() + b"\xc3", "mañana, educaci\ufffd", id="cut off in a letter"),
        pytest.param("niño\n".encode() * 9 + b"\xc3 roto\n", "niño\n" * 9 + "\ufffd roto\n", id="a broken byte"),
        pytest.param("Jānis\n".encode() * 2 + b"\xc3 x\n", "Jānis\nJānis\n\ufffd x\n", id="letters of another tongue"),
    ],
)
def test_utf8_with_a_broken_byte_stays_utf8(data, text):
    decoded = decode(data)
    assert (decoded.text, decoded.encoding, len(decoded.warnings)) == (text, "utf-8", 1)


@pytest.mark.parametrize("garblings", [1, 2])
def test_mojibake_is_mended_and_counted(garblings):
    text = "La niña comió a las 3 de la mañana – así es\n"
    garbled = text
    for _i in range(garblings):
        garbled = garbled.encode().decode("cp1252")
    decoded = decode((garbled + PLAIN).encode())
    assert decoded.text == text + PLAIN
    assert decoded.warnings == (
        f"Characters that another program had garbled (Ã¡ for á) and that were mended: {5 * garblings}.",
    )


def test_a_clean_line_beside_a_garbled_one_is_left_alone():
    odd = "São Paulo, Ângela, 20°, ﬁn y “comillas” · it’s\n"
    assert decode((odd + "JoÃ£o\n").encode()).text == odd + "João\n"


spanish = st.text("abcdefghijklmnñopqrstuvwxyzáéíóúüÁÉÍÓÚÜÑ ¿?¡!«»“”‘’–—…,.;:()0123456789°ºª%€\n\t")


@given(spanish)
def test_clean_spanish_is_never_changed(text):
    decoded = decode(text.encode())
    assert (decoded.text, decoded.warnings) == (text, ())


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        decoded = decode(data, name="x.txt")
    except InputError as refusal:
        assert "x.txt is not a text file" in str(refusal)  # noqa: PT017 (either may happen)
    else:
        assert "\r" not in decoded.text
        assert "\0" not in decoded.text


@given(st.lists(st.sampled_from(["niño\n", "año – 5 €\n", "plano\n", "¿Qué pasó?\n"]), min_size=1), st.data())
def test_lines_keep_their_own_encoding(lines, data):
    encodings = [data.draw(st.sampled_from(["utf-8", "cp1252"])) for _line in lines]
    raw = b"".join(line.encode(encoding) for line, encoding in zip(lines, encodings, strict=True))
    assert decode(raw).text == "".join(lines)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "tubo.vtt")
    with pytest.raises(InputError, match="a pipe or a device"):
        read_bytes(tmp_path / "tubo.vtt")


def test_a_device_is_refused(tmp_path):
    (tmp_path / "cero.txt").symlink_to("/dev/zero")
    with pytest.raises(InputError, match="a pipe or a device"):
        fingerprint(tmp_path / "cero.txt")


@pytest.mark.parametrize("name", ["x" * 500 + ".vtt", "nul\0.vtt"], ids=["500 letters", "a NUL"])
def test_a_name_that_no_system_takes_is_told(tmp_path, name):
    with pytest.raises(InputError, match="cannot be opened"):
        read_bytes(tmp_path / name)


def test_links_in_a_circle_are_told(tmp_path):
    (tmp_path / "a.vtt").symlink_to(tmp_path / "b.vtt")
    (tmp_path / "b.vtt").symlink_to(tmp_path / "a.vtt")
    with pytest.raises(InputError, match="cannot be opened"):
        read_bytes(tmp_path / "a.vtt")


def test_what_is_larger_than_any_talk_is_refused_before_it_is_read(tmp_path):
    with (tmp_path / "enorme.txt").open("wb") as out:
        out.truncate(decoding.LARGEST_TEXT + 1)
    with pytest.raises(InputError, match=r"has 64 MB; at most 64 MB are read\. Divide it"):
        read_bytes(tmp_path / "enorme.txt")


def test_a_look_reads_no_more_than_it_needs(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a" * 300_000)
    assert len(read_bytes(tmp_path / "a.txt", only_look=True)) < 100_000


def test_the_longest_line_passes_and_a_longer_one_does_not():
    longest = "a" * decoding.LONGEST_LINE
    check_lines(f"{longest}\n{longest}\nb\n", "a.txt")
    with pytest.raises(InputError, match=r"a\.txt has a line of more than 300000 characters"):
        check_lines(f"b\n{longest}a\nb\n", "a.txt")


def test_more_lines_than_any_session_has_are_refused():
    with pytest.raises(InputError, match="more than 1000000 lines"):
        check_lines("a\n" * (decoding.MOST_LINES + 1), "a.txt")


def test_a_cue_that_is_longer_than_any_talk_is_refused():
    line = "a" * 999 + "\n"
    check_lines(("\n" + line * 290) * 3, "a.vtt")
    check_lines(line * 310, "a.txt")
    with pytest.raises(InputError, match=r"a\.vtt has a cue of more than 300000 characters"):
        check_lines(line * 310, "a.vtt")
