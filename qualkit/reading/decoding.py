"""Bytes become text: UTF-8, UTF-16 where the file says so, else Windows-1252, as Chilean offices write it."""

import codecs
from dataclasses import dataclass
from pathlib import Path

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.normal import normalise

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"ID3", b"RIFF", b"{\\rtf")
_CONTROL = bytes([*range(9), 11, *range(14, 32)])
_LOST = "\ufffd"
_UNDEFINED_1252 = {0x81: _LOST, 0x8D: _LOST, 0x8F: _LOST, 0x90: _LOST, 0x9D: _LOST}


@dataclass(frozen=True)
class Decoded:
    """The normalised text of a file, the encoding it was in, and what a reader should know about it."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def read_bytes(path: Path) -> bytes:
    """Return the content of a file. Raises ``InputError`` where there is no file, no permission or no content."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(_("There is no file %(file)s.") % {"file": path}) from None
    except IsADirectoryError:
        raise InputError(_("%(file)s is a folder, not a file.") % {"file": path}) from None
    except PermissionError:
        raise InputError(_("%(file)s cannot be opened: you have no permission to read it.") % {"file": path}) from None
    if not data.strip():
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    return data


def read_text(path: Path) -> Decoded:
    """Return the text of a plain file. Raises ``InputError`` for an empty file and for one that is not text."""
    data = read_bytes(path)
    decoded = decode(data, name=path.name)
    if not decoded.text.strip():
        raise InputError(_("%(file)s is empty.") % {"file": path.name})
    return decoded


def decode(data: bytes, *, name: str = "") -> Decoded:
    """Return ``data`` as normalised text: byte order mark, then UTF-8, then Windows-1252.

    ``name`` is what errors call the file. A NUL that slipped into a text becomes U+FFFD, as the WebVTT standard asks.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data.decode(encoding, "replace"), encoding)
    _refuse_binary(data, name)
    try:
        return _decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _decode_without_utf8(data)


def _refuse_binary(data: bytes, name: str) -> None:
    sample = data[:65536]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if data.startswith(_SIGNATURES) or controls > max(3, len(sample) // 50):
        raise InputError(
            _("%(file)s is not a text file, whatever its name says. Save it again as text, Word or VTT.")
            % {"file": name}
        )


def _decode_without_utf8(data: bytes) -> Decoded:
    damaged = data.decode("utf-8", "replace")
    lost = damaged.count(_LOST)
    whole = sum(ord(char) > 127 for char in damaged) - lost
    if whole > lost:
        return _decoded(damaged, "utf-8")
    return _decoded(data.decode("latin-1").translate(_cp1252_table()), "cp1252")


def _cp1252_table() -> dict[int, str]:
    table = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in _UNDEFINED_1252}
    return {**table, **_UNDEFINED_1252}


def _decoded(raw: str, encoding: str) -> Decoded:
    text = normalise(raw).replace("\0", _LOST)
    lost = text.count(_LOST)
    if not lost:
        return Decoded(text, encoding)
    return Decoded(text, encoding, (_("%(n)d characters of the file could not be read.") % {"n": lost},))
