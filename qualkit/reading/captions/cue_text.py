"""The text of a cue becomes words and voices: the WebVTT cue text tokenizer, exact or tolerant.

Exact, a «<» that opens no tag swallows what follows it, as the standard says. Tolerant, only what is markup for
certain goes, and every other «<» is a character that somebody wrote.
"""

import html
import re
from collections.abc import Iterator

from qualkit.reading.spelling import squeeze

_TAG = re.compile(r"<([^>]*)>?")
_PIECE = re.compile(
    r"<(/?[A-Za-z][^<>]*|[0-9][0-9:., ]*|/?)>|<((?:[cibuv]|lang|ruby|rt)(?:[.\s][^<>]*)?)(?=<|\Z)", re.IGNORECASE
)
_START = re.compile(r"([^\t\n\f .]*)(?:\.[^\t\n\f ]*)?(?:[\t\n\f ]((?s:.*)))?")
_WEBVTT = frozenset(("c", "i", "b", "u", "v", "lang", "ruby", "rt"))
_MARKUP = _WEBVTT | {"font", "em", "strong", "span", "s", "p", "div", "br", "small", "big", "sub", "sup"}
_BREAKS = frozenset(("br", "br/", "p", "/p"))
_END_TAG = re.compile(r"</([A-Za-z]+)>")
_VOICE = re.compile(r"<v[\s.>]", re.IGNORECASE)
_ONE_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>&]*)>([^<&]*)(?:</v>)?")
_CLEAN_TAG = re.compile(r"</?(?:[cibuv]|lang|ruby|rt)(?:[.\s][^<>]*)?>|<[0-9:.]+>")
_STAMP = re.compile(r"[0-9][0-9:.,]*")
_LONG_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")

Voiced = tuple[str | None, str]
"""Who speaks (``None``: no voice is named) and a piece of text as it is read."""


def voiced(raw: str, *, strict: bool = False) -> list[Voiced]:
    """Return the pieces of a cue's text with the voice of each, without tags and with character references resolved."""
    if "<" not in raw:
        return [(None, unescaped(raw))]
    only = _ONE_VOICE.fullmatch(raw)
    if only is not None:
        return [(squeeze(only[1]) or None, only[2])]
    if "&" not in raw and not _VOICE.search(raw) and "<" not in (bare := _CLEAN_TAG.sub("", raw)):
        return [(None, bare)]
    found = _by_the_standard(raw) if strict else _tolerant(raw)
    return [(voice, text) for voice, text in found if text]


def plain_text(raw: str, *, strict: bool = False) -> str:
    """Return the words of a cue without tags, with character references resolved."""
    return "".join(text for _voice, text in voiced(raw, strict=strict))


def has_voices(raw: str) -> bool:
    """Say whether a voice tag stands in the raw text."""
    return "<" in raw and _VOICE.search(raw) is not None


def hides_words(raw: str) -> bool:
    """Say whether a conforming parser would take words of the text for a tag."""
    if "<" not in raw or "<" not in _CLEAN_TAG.sub("", raw):
        return False
    return squeeze(plain_text(raw)) != squeeze(plain_text(raw, strict=True))


def unescaped(text: str) -> str:
    """Return ``text`` with its HTML character references resolved; numbers that no character has become U+FFFD."""
    if "&" not in text:
        return text
    return html.unescape(_LONG_REFERENCE.sub("\ufffd", text) if "&#" in text else text)


def _by_the_standard(raw: str) -> Iterator[Voiced]:
    at = 0
    open_tags: list[Voiced] = []  # the name of each open tag, and the voice that holds inside it
    for found in [*_TAG.finditer(raw), None]:
        voice = open_tags[-1][0] if open_tags else None
        yield voice or None, unescaped(raw[at : found.start() if found else len(raw)])
        if found:
            _apply(found[1], open_tags)
            at = found.end()


def _apply(tag: str, open_tags: list[Voiced]) -> None:
    """Open or close what a tag opens or closes; end tags that fit nothing, unknown names and times are ignored."""
    voice, current = open_tags[-1] if open_tags else (None, "")
    if tag.startswith("/"):
        if tag[1:] == current and current:
            open_tags.pop()
        elif tag == "/ruby" and current == "rt":
            del open_tags[-2:]
        return
    name, after = _tag_name(tag)
    if name in _WEBVTT and (name != "rt" or current == "ruby"):
        open_tags.append((_annotation(after) if name == "v" else voice, name))


def _annotation(text: str) -> str:
    return squeeze(unescaped(text))


def _tolerant(raw: str) -> Iterator[Voiced]:
    at, voice = 0, None
    closed = frozenset(_END_TAG.findall(raw))
    for found in [*_PIECE.finditer(raw), None]:
        yield voice, unescaped(raw[at : found.start() if found else len(raw)])
        if found is None:
            return
        at = found.end()
        name, after = _tag_name(found[1] or found[2] or "")
        if found[2]:  # never closed: what follows the name is what somebody says
            yield voice, unescaped(after)
        elif not _is_markup(name, found[1], closed):
            yield voice, unescaped(found[0])
        elif name.lower() in ("v", "/v"):
            voice = _annotation(after) or None
        elif name.lower() in _BREAKS:
            yield voice, "\n"


def _tag_name(tag: str) -> tuple[str, str]:
    """Return the name of a start tag (of an end tag, with its «/») and what follows name and classes."""
    closing = tag.startswith("/")
    found = _START.match(tag, int(closing))
    assert found is not None  # every part of the pattern may be empty
    return ("/" if closing else "") + found[1], found[2] or ""


def _is_markup(name: str, tag: str, closed: frozenset[str]) -> bool:
    is_known = not name.strip("/") or name.strip("/").lower() in _MARKUP
    return is_known or name.strip("/") in closed or _STAMP.fullmatch(tag.strip()) is not None
