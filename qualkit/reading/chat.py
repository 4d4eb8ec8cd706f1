"""The chat that Zoom saves beside a recording: one message a turn, reactions and private messages left out."""

import re
from collections.abc import Collection, Iterator

from qualkit.i18n import _
from qualkit.model import Span, Turn
from qualkit.reading.turns import ReadFile, is_facilitator

_DATE = r"(?:\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}),?[ \t]{1,4}"
_TIME = r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?:[ \u00a0\u202f]?(?P<half>[ap])\.?[ \u00a0]?m\.?)?"
_ALL = r"(?:everyone|todos|todas|todo el mundo|all panelists|hosts? and panelists|el grupo|meeting|la reuni[oó]n)"
_MESSAGE = re.compile(
    rf"^[ \t]{{0,4}}\[?(?:{_DATE})?{_TIME}\]?(?:"
    r"[ \t]{1,9}(?:From|De|Desde)[ \t]{1,9}(?P<from>[^\n]{1,80}?)"
    r"(?:[ \t]{1,9}(?:to|a|para)[ \t]{1,9}(?P<to>[^\n:]{1,80}?))?[ \t]{0,9}:[ \t]*"
    r"|[ \t]{1,9}(?P<bare>[^\n:]{1,80}?)[ \t]{1,9}(?:to|a|para)[ \t]{1,9}"
    rf"(?P<all>{_ALL}[^\n:]{{0,40}}?)[ \t]{{0,9}}:[ \t]*"
    r"|\t[ \t]{0,9}(?P<name>[^\t\n]{1,80}?)[ \t]{0,9}:[ \t]{0,9}\t[ \t]*)",
    re.MULTILINE | re.IGNORECASE,
)
_EVERYONE = re.compile(rf"{_ALL}|grupo|group", re.IGNORECASE)
_PRIVATE = re.compile(r"direct message|privately|mensaje directo|en privado|privado", re.IGNORECASE)
_REACTION = re.compile(
    r"(?:(?:Reacted to|Reaccionó a|Ha reaccionado a|Se reaccionó a)\s.{1,400}?\s(?:with|con)\s[^\w\s]\W{0,12}"
    r"|(?:Removed an?|Eliminó una?|Quitó una?|Se ha eliminado una?)\s\W{0,12}(?:reaction|reacción)\b.{0,400}"
    r"|(?:Reaccionó con|Reacted with)\s\W{1,12}.{0,400})\s*$",
    re.IGNORECASE | re.DOTALL,
)
_REPLY = re.compile(
    r"(?:Replying to|Respondiendo a|En respuesta a|Responder a|Responde a)\s[\"“].{0,400}?[\"”][ \t]*(?:\n\s*|$)",
    re.DOTALL,
)
_CLOCK = 6 * 3600


def is_chat(text: str) -> bool:
    """Say whether ``text`` is a Zoom chat export: its first line of words is a message."""
    start = len(text) - len(text.lstrip())
    found = _MESSAGE.match(text, text.rfind("\n", 0, start) + 1)
    return found is not None and (found["from"] is None or found["to"] is not None or "\t" in found[0])


def read_chat(text: str, *, facilitators: Collection[str] = ()) -> ReadFile:
    """Return the messages of a normalised chat export as turns of the channel ``chat``; the text stays as it is."""
    found = list(_MESSAGE.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    private = [match for match in found if _is_private(match)]
    is_clock = bool(found) and _seconds(found[0]) >= _CLOCK
    turns = tuple(_turns(text, zip(found, ends, strict=True), is_clock, facilitators))
    warnings = []
    if private:
        warnings.append(_("%(n)d private messages of the chat were left out.") % {"n": len(private)})
    if is_clock:
        warnings.append(_("The chat gives the time of day, not of the recording: its messages carry no time."))
    return ReadFile("chat", "zoom-chat", text, turns, tuple(warnings))


def _turns(
    text: str, messages: Iterator[tuple[re.Match[str], int]], is_clock: bool, facilitators: Collection[str]
) -> Iterator[Turn]:
    for match, end in messages:
        if _is_private(match):
            continue
        span = _words(text, match.end(), end)
        if span is not None:
            speaker = " ".join((_name(match)).split())
            start = None if is_clock else float(_seconds(match))
            yield Turn(span, speaker, start, None, "chat", is_facilitator(speaker, facilitators))


def _name(match: re.Match[str]) -> str:
    return match["from"] or match["bare"] or match["name"] or ""


def _is_private(match: re.Match[str]) -> bool:
    to = match["to"] or match["all"]
    if to is None:
        return bool(_PRIVATE.search(_name(match)))
    return bool(_PRIVATE.search(to)) or not _EVERYONE.search(to)


def _seconds(match: re.Match[str]) -> int:
    hours = int(match["h"]) % 12 + 12 * (match["half"].lower() == "p") if match["half"] else int(match["h"])
    return hours * 3600 + int(match["m"]) * 60 + int(match["s"] or 0)


def _words(text: str, start: int, end: int) -> Span | None:
    """Return the span of a message's own words, without the quoted start of what it answers; ``None`` for reactions."""
    message = text[start:end]
    if _REACTION.match(message.lstrip()):
        return None
    lead = len(message) - len(message.lstrip())
    quoted = _REPLY.match(message, lead)
    lead = quoted.end() if quoted else lead
    own = message[lead:]
    own_lead = len(own) - len(own.lstrip())
    words = own.strip()
    return Span(start + lead + own_lead, start + lead + own_lead + len(words)) if words else None
