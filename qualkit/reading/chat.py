"""The chat that Zoom saves beside a recording: one message a turn, reactions and private messages left out."""

import re
from collections.abc import Collection, Iterator

from qualkit.i18n import _
from qualkit.model import Span, Turn
from qualkit.reading.turns import ReadFile, is_facilitator

_TIME = r"(?P<h>\d{1,2}):(?P<m>\d{2}):(?P<s>\d{2})"
_MESSAGE = re.compile(
    rf"^{_TIME}(?:"
    r"[ \t]+(?:From|De|Desde)[ \t]+(?P<from>[^\n]{1,80}?)"
    r"(?:[ \t]+(?:to|To|a|para|Para)[ \t]+(?P<to>[^\n:]{1,80}?))?[ \t]*:[ \t]*"
    r"|\t[ \t]*(?P<name>[^\t\n]{1,80}?)[ \t]*:[ \t]*\t[ \t]*)",
    re.MULTILINE,
)
_EVERYONE = re.compile(r"everyone|todos|todas|todo el mundo|all panelists|grupo|group|meeting", re.IGNORECASE)
_PRIVATE = re.compile(r"direct message|privately|mensaje directo|en privado|privado", re.IGNORECASE)
_REACTION = re.compile(
    r"(?:Reacted to|Removed an? |Reaccionó a|Reaccionó con|Eliminó una|Quitó una|Ha reaccionado a)\b"
    r".*(?:with|con|from|de|a)\b",
    re.IGNORECASE | re.DOTALL,
)
_REPLY = re.compile(
    r"(?:Replying to|Respondiendo a|En respuesta a|Responder a)\s+[\"“](?:.*?)[\"”]\s*?\n\s*", re.DOTALL
)
_CLOCK = 6 * 3600


def is_chat(text: str) -> bool:
    """Say whether ``text`` is a Zoom chat export: its first line of words is a message."""
    start = len(text) - len(text.lstrip())
    return _MESSAGE.match(text, start) is not None


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
            speaker = " ".join((match["from"] or match["name"]).split())
            start = None if is_clock else float(_seconds(match))
            yield Turn(span, speaker, start, None, "chat", is_facilitator(speaker, facilitators))


def _is_private(match: re.Match[str]) -> bool:
    if match["to"] is None:
        return bool(_PRIVATE.search(match["from"] or match["name"]))
    return bool(_PRIVATE.search(match["to"])) or not _EVERYONE.search(match["to"])


def _seconds(match: re.Match[str]) -> int:
    return int(match["h"]) * 3600 + int(match["m"]) * 60 + int(match["s"])


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
