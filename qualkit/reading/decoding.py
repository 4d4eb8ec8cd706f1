"""Bytes become text: UTF-8, UTF-16, Windows-1252, those of old DOS and Macintosh files, and mixtures."""

import codecs
import hashlib
import io
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import normalise

MIB = 1 << 20
LARGEST_TEXT = 64 * MIB
LARGEST_FILE = 256 * MIB
LONGEST_LINE = 300_000
MOST_LINES = 1_000_000
_PACKED = (".docx", ".docm", ".dotx", ".doc", ".xlsx", ".xlsm", ".odt", ".ott", ".ods", ".epub", ".pdf")
_CAPTIONS = (".vtt", ".srt", ".sbv")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"ID3", b"RIFF", b"{\\rtf")
_CONTROL = bytes([*range(9), 11, *range(14, 32)])
_SAMPLE = 65_536
_LOST = "\ufffd"
_UNDEFINED_1252 = {0x81: _LOST, 0x8D: _LOST, 0x8F: _LOST, 0x90: _LOST, 0x9D: _LOST}
_CP1252 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in _UNDEFINED_1252}
_TABLE_1252 = {**_CP1252, **_UNDEFINED_1252}
_FIRST_BEYOND = "\u2000"  # typography, symbols, emoji: no pair of Windows-1252 letters reads as one of them
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")

# Bytes that are a Spanish letter in an old encoding and hardly ever stand inside a word of Windows-1252.
_OLD = (("cp850", b"\x82\xa2\xa4"), ("mac_roman", b"\x87\x8e"))
_OLD_NAMES = {"cp850": "DOS (cp850)", "mac_roman": "Mac Roman"}
_FEWEST_OLD = 3
_IN_A_WORD = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]|[\x80-\xff](?=[a-z])")
_SPANISH = frozenset("áéíóúñüÁÉÍÓÚÑÜ".encode("cp1252"))
_EXPECTED = frozenset("áéíóúñüÁÉÍÓÚÑÜ¿¡«»“”‘’–—…ºª")

# What a character of two or three bytes of UTF-8 looks like where somebody took the bytes for Windows-1252. «Ã» and
# «Â» are letters too (São Paulo): the mark is what follows them.
_CONTINUED = "".join(map(chr, range(0x80, 0xC0))) + "".join(_CP1252.values())
_MOJIBAKE = re.compile(rf"[ÃÂ][{re.escape(_CONTINUED)}]|â€[{re.escape(_CONTINUED)}]|ðŸ|ï»¿")


@dataclass(frozen=True)
class Decoded:
    """The normalised text of a file, the encoding it was in, and what a reader should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def read_bytes(path: Path, *, only_look: bool = False) -> bytes:
    """Return the content of a file, or its first bytes where one would ``only_look`` whether it can be read.

    Raises ``InputError`` as ``opened`` does, and where there is no content.
    """
    with opened(path) as stream:
        data = stream.read(_SAMPLE if only_look else -1)
    if not data.strip():
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    return data


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits. Raises ``InputError`` as ``opened`` does."""
    with opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[io.BufferedReader]:
    """Open a file for reading.

    Raises ``InputError`` where there is no file or no permission, for folders, for pipes and devices, which could keep
    their reader waiting for ever, and for what is larger than anything people say.
    """
    most = LARGEST_FILE if path.suffix.lower() in _PACKED else LARGEST_TEXT
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise InputError(_("%(file)s is a folder, not a file.") % {"file": path})
        if not stat.S_ISREG(found.st_mode):
            raise InputError(_("%(file)s is a pipe or a device, not a file.") % {"file": path})
        if found.st_size > most:
            raise InputError(_too_large(path, found.st_size, most))
        with path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise InputError(_("There is no file %(file)s.") % {"file": path}) from None
    except PermissionError:
        raise InputError(_("%(file)s cannot be opened: you have no permission to read it.") % {"file": path}) from None
    except (OSError, ValueError) as error:  # a name that no system takes is a ValueError
        why = getattr(error, "strerror", None) or error
        raise InputError(_("%(file)s cannot be opened: %(why)s") % {"file": path, "why": why}) from None


def _too_large(path: Path, size: int, most: int) -> str:
    said = _("%(file)s has %(size)d MB; at most %(most)d MB are read. Divide it: one file for each session.")
    return said % {"file": path.name, "size": size // MIB, "most": most // MIB}


def read_text(path: Path) -> Decoded:
    """Return the text of a plain file.

    Raises ``InputError`` for an empty file, for one that is not text, and for a line that is longer than any talk.
    """
    decoded = decode(read_bytes(path), name=path.name)
    if not decoded.text.strip():
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    check_lines(decoded.text, path.name)
    return decoded


def check_lines(text: str, name: str) -> None:
    """Raise ``InputError`` where ``text`` has a line or a cue so long, or so many lines, that no people said it."""
    if text.count("\n") > MOST_LINES:
        raise InputError(
            _("%(file)s has more than %(most)d lines: no session and no list has so many. Divide it.")
            % {"file": name, "most": MOST_LINES}
        )
    if not _is_broken_up(text, "\n"):
        raise InputError(
            _("%(file)s has a line of more than %(most)d characters: nobody says so much in one line. Break it up.")
            % {"file": name, "most": LONGEST_LINE}
        )
    if name.lower().endswith(_CAPTIONS) and not _is_broken_up(text, "\n\n"):
        raise InputError(
            _("%(file)s has a cue of more than %(most)d characters: nobody says so much in one cue. Break it up.")
            % {"file": name, "most": LONGEST_LINE}
        )


def _is_broken_up(text: str, mark: str) -> bool:
    """Say whether ``mark`` stands in ``text`` at least every ``LONGEST_LINE`` characters."""
    start = 0
    while len(text) - start > LONGEST_LINE:
        end = text.rfind(mark, start, start + LONGEST_LINE + len(mark))
        if end < 0:
            return False
        start = end + len(mark)
    return True


def decode(data: bytes, *, name: str = "") -> Decoded:
    """Return ``data`` as normalised text: byte order mark, then UTF-8, then UTF-16, then Windows-1252 and older ones.

    ``name`` is what errors call the file. A file in two encodings is read line by line. A NUL that slipped into a
    text becomes U+FFFD, as the WebVTT standard asks.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data.decode(encoding, "replace"), encoding)
    if (wide := _utf_16(data)) is not None:
        return _decoded(data.decode(wide, "replace"), wide)
    _refuse_binary(data, name)
    try:
        return _decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_without_utf8(data)


def _utf_16(data: bytes) -> str | None:
    """Return the name of UTF-16 without a byte order mark: every other byte of Spanish is NUL in it."""
    sample = data[: _SAMPLE & ~1]
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    half = len(sample) // 2
    if half < 2 or max(odd, even) < half * 0.8 or min(odd, even) > half * 0.05:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_binary(data: bytes, name: str) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if data.startswith(_SIGNATURES) or controls > max(3, len(sample) // 50):
        raise InputError(
            _("%(file)s is not a text file, whatever its name says. Save it again as text, Word or VTT.")
            % {"file": name}
        )


def _decode_without_utf8(data: bytes) -> Decoded:
    """Read what is not UTF-8 as a whole: cut off in a letter, line by line in two encodings, or in an older one."""
    if _is_cut_off(data):
        return _decoded(data.decode("utf-8", "replace"), "utf-8")
    encoding = _of_one_byte(data)
    if not _UTF8_LETTER.search(data):
        if encoding not in _OLD_NAMES:
            return _decoded(_one_byte(data, encoding), encoding)
        said = _("The file was read as %(encoding)s, an old encoding: look whether its accents are right.")
        return _decoded(_one_byte(data, encoding), encoding, said % {"encoding": _OLD_NAMES[encoding]})
    kinds = Counter(_line_kind(match[0]) for match in _LINE.finditer(data))
    utf8 = _kinds_of_utf8(kinds)
    raw = io.StringIO()
    for match in _LINE.finditer(data):
        line = match[0]
        raw.write(line.decode("utf-8", "replace") if _line_kind(line) in utf8 else _one_byte(line, encoding))
    others = sum(n for kind, n in kinds.items() if kind not in utf8)
    if not others or not kinds["utf-8"]:
        return _decoded(raw.getvalue(), encoding if others else "utf-8")
    said = _("The file mixes two encodings: %(n)d of its lines were read as UTF-8 and %(m)d as %(other)s.")
    told = said % {"n": kinds["utf-8"], "m": others, "other": _OLD_NAMES.get(encoding, "Windows-1252")}
    return _decoded(raw.getvalue(), f"utf-8, {encoding}", told)


def _is_cut_off(data: bytes) -> bool:
    """Say whether ``data`` is UTF-8 but for a letter that its end broke off."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def _line_kind(line: bytes) -> str:
    """Return the kind of a line.

    ``ascii``; ``utf-8``, also with a few broken bytes; ``strange``: UTF-8 of letters that Spanish does not have;
    ``other``: letters of Windows-1252; ``broken``: bytes that no letter of Spanish has in either.
    """
    if line.isascii():
        return "ascii"
    beyond = [char for char in line.decode("utf-8", "replace") if char > "\x7f"]
    lost = beyond.count(_LOST)
    if sum(char in _REPERTOIRE or char >= _FIRST_BEYOND for char in beyond) - lost > lost:
        return "utf-8"
    if not lost:
        return "strange"
    return "other" if _EXPECTED_1252.issuperset(line) else "broken"


def _kinds_of_utf8(kinds: Counter[str]) -> frozenset[str]:
    """Return the kinds of lines that are read as UTF-8, with U+FFFD for what is broken, from how many of each are."""
    if not kinds["utf-8"]:
        only_strange = kinds["strange"] and not kinds["other"]
        return frozenset(("ascii", "strange", "broken")) if only_strange else frozenset(("ascii",))
    also = ("strange",) if kinds["utf-8"] >= kinds["other"] else ()
    return frozenset(("ascii", "utf-8", "broken", *also))


_REPERTOIRE = frozenset((*map(chr, range(0xA0, 0x100)), *map(chr, range(0x300, 0x370)), *_CP1252.values()))
"""The letters, marks and loose accents of western Europe: what UTF-8 in a file of two encodings may stand for."""

_EXPECTED_1252 = frozenset((*range(0x80), *"áéíóúñüÁÉÍÓÚÑÜ¿¡«»“”‘’–—…°ºª·€´\xa0àèçâêôãõ".encode("cp1252")))
"""The bytes that a line in Windows-1252 is expected to have."""

_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
"""What may be a letter of UTF-8."""


def _of_one_byte(data: bytes) -> str:
    """Return cp1252, or an old encoding where its letters stand in the words and those of cp1252 nowhere."""
    inside = [match[0][0] for match in islice(_IN_A_WORD.finditer(data), _SAMPLE)]
    if any(byte in _SPANISH for byte in inside):
        return "cp1252"
    for encoding, telling in _OLD:
        between_letters = re.search(b"[A-Za-z][%s][a-z]" % telling, data)
        is_spanish = _EXPECTED.issuperset(bytes(inside).decode(encoding, "replace"))
        if len(inside) >= _FEWEST_OLD and between_letters and is_spanish:
            return encoding
    return "cp1252"


def _one_byte(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_TABLE_1252)


def _decoded(raw: str, encoding: str, *said: str) -> Decoded:
    mended, n = _mended(raw)
    text = normalise(mended).replace("\0", _LOST)
    warnings = list(said)
    if n:
        warnings.append(
            _("Characters that another program had garbled (Ã¡ for á) and that were mended: %(n)d.") % {"n": n}
        )
    if lost := text.count(_LOST):
        warnings.append(_("%(n)d characters of the file could not be read.") % {"n": lost})
    return Decoded(text, encoding, tuple(warnings))


def _mended(raw: str) -> tuple[str, int]:
    """Return ``raw`` without mojibake and how many characters were mended; a line without its marks stays as it is."""
    if not _MOJIBAKE.search(raw):
        return raw, 0
    lines = list(_mended_lines(raw.splitlines(keepends=True)))
    return "".join(line for line, _n in lines), sum(n for _line, n in lines)


def _mended_lines(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    from ftfy import fix_encoding

    for line in lines:
        marks = len(_MOJIBAKE.findall(line))
        new = fix_encoding(line) if marks else line
        yield new, marks - len(_MOJIBAKE.findall(new)) if new != line else 0
