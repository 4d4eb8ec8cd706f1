"""What people agree on in a session, proposed: who does what until when, each with the words that say so.

Talk takes obligations on in few ways: somebody says so («me comprometo», «quedamos en»), offers to do a thing («yo lo
mando el viernes»), or whoever facilitates reads out a list («Dos, Ana trae la pauta el tres de junio»). What is only
wished for, denied, asked or told of another time is left out. A proposal is for a person to correct.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from qualkit.concepts.phases import phases
from qualkit.evidence import count_words
from qualkit.language.negation import is_hypothetical, is_negated
from qualkit.language.roles import charges_in
from qualkit.language.segments import sentences
from qualkit.language.tokens import analyse
from qualkit.language.words import PSEUDONYM, fold
from qualkit.model import Document, Evidence, Segment, Span, Turn

Ground = Literal["said", "offered", "listed", "assigned", "taken"]

_MONTH = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
_DAY = "lunes|martes|miercoles|jueves|viernes|sabado|domingo"
_NUMBER = (
    r"\d{1,2}|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\w+|veinte"
    r"|veinti\w+|treinta(?: y uno)?|primero"
)
_DO = (
    r"(?:mand|envi|llev|escrib|averigu|pregunt|habl|llam|junt|visit|prepar|coordin|consig|consegu|compart|convoc|revis"
    r"|present|avis|invit|anot|orden|public|acompañ|entreg|redact|corrij|correg|grab|arm|propon|pid|ped|recib|consult"
    r"|complet|cierr|muestr|mostr|cuent|confirm|reun)\w+"
    r"|(?:trai?(?:go|e|emos|er|en|eremos)|sub(?:o|e|ir|imos|en)|hag[oa]\w*|hac(?:e|emos|er|en)|hare(?:mos)?|sac[ao]|pas(?:o|ar)"
    r"|va(?:n)? a|voy a|le pid[oe]|se lo)"
)
_SAID = re.compile(
    rf"\b(?:(?:me|nos) compromet(?:o|emos)|(?:mi|nuestro) compromiso es"
    rf"|(?<!que )quedamos (?:entonces )?en (?!{_MONTH}|algo)|(?<!nos )(?<!se )acordamos|acordemos"
    r"|(?:queda|dejemoslo|dejamos|anoto eso|tomamos) (?:de |como )?(?:acuerdo|compromiso)"
    r"|(?:me hago|nos hacemos) cargo de|me encargo (?:yo )?de|me anoto (?:para|con)|puedo comprometer)\b"
)
_OFFERED = re.compile(
    rf"\b(?:yo (?:(?:lo|la|los|las|le|les|se lo|se la|te) )?(?:{_DO})|(?:lo|la|los|las|les|le) (?:{_DO}) yo"
    rf"|(?:voy|vamos) a (?:{_DO})|(?:nos|los|las|lo|la) (?:{_DO})"
    r"|(?:mand|envi|llev|junt|visit|prepar|revis|arm)\w*mos)\b"
)
_MY_PART = (
    r"mando|envio|llevo|traigo|escribo|averiguo|pregunto|hablo|llamo|visito|preparo|coordino|consigo|convoco|reviso"
    r"|presento|aviso|invito|anoto|ordeno|publico|acompaño|entrego|redacto|corrijo|grabo|armo|propongo|pido|recibo"
    r"|consulto|completo|cierro|muestro|confirmo|subo|hago|saco|paso|pongo|abro|tomo|cocino|busco|respondo|retiro|meto"
    r"|borro|cruzo|junto|ofrezco|termino|diseño|presto|firmo|ayudo|devuelvo|parto|sigo"
)
_TAKEN_ON = re.compile(
    rf"\b(?:yo (?:(?:me|te|se|le|les|lo|la|los|las) ){{0,2}}(?:{_MY_PART})"
    rf"|(?:te|se|le|les|lo|la|los|las) (?:{_MY_PART})|(?:{_MY_PART}|voy) yo|yo voy|voy a (?:{_DO})"
    r"|(?:yo )?(?:puedo|ofrezco) (?:\w+[aei]r\w*)|vuelvo a (?:\w+[aei]r\w*)"
    r"|(?:yo )?contigo|me quedo yo)\b"
)
"""How somebody takes a thing on where things are being shared out: in the last phase, no date is needed."""
_LISTED = re.compile(
    r"^\W*(?:y )?(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|primero|segundo|tercero|\d)\s?(?:acuerdo)?[,.:;)]"
)
_GOING_TO = re.compile(
    rf"(?:^|[.;:!?] )\W*(?:(?:y|ya|bueno|entonces|claro|yo|nosotr[oa]s)\W+){{0,3}}v(?:oy|amos) a (?:{_DO})"
)
"""«Nosotros vamos a enviar la pauta el viernes»: a plan that is taken on, as it opens what is said."""
_READING = re.compile(r"\bacuerdos\b")
_ASSIGNED = re.compile(
    rf"\b(?:persona|facilitador[a]?|escuela) \d+\b.{{0,60}}?\b(?:queda de|se encarga de|tiene que|{_DO})\b"
)
_UNTIL = re.compile(
    r"\b(?:(?:(?:antes del?|para(?: el| la)?|hasta(?: el| la)?|a mas tardar(?: el)?|el|este|esta|de aqui a|en|a) )"
    rf"(?:(?:proxim[oa]|otr[oa]|siguiente) )?(?:(?:{_DAY})(?: (?:{_NUMBER}))?(?: de (?:{_MONTH}))?"
    rf"|(?:{_NUMBER}) de (?:{_MONTH})|(?:{_MONTH})|(?:sesion|reunion|semana)|fin(?:es)? de (?:mes|año|semana)"
    r"|vacaciones|mañana)"
    r"|hoy (?:en la noche|mismo|en la tarde)|mañana mismo|esta noche|la (?:otra|proxima) (?:semana|sesion|reunion))\b"
)
_ANOTHER_TIME = re.compile(
    r"\b(?:habia(?:mos|n)?|el año pasado|la (?:sesion|vez) pasada|la ultima vez|hace (?:un|una|dos|tres)\b|cuando"
    r"|siempre|todos los (?:dias|años|lunes)|nunca)\b"
)
_TOLD = re.compile(
    r"\b(?:\w+(?:ó|aron|ieron|jeron|aba|aban|ábamos|ían)|fue(?:ron)?|fui(?:mos)?|dijo|dije|hi[zc][oe]|hubo|vino|pudo|puso|tuvo"
    r"|eran?|llamé|llegué|mandé|pedí|averigüé|saqué|inventé|dimos|partimos|presentamos|pedimos en)\b",
    re.IGNORECASE,
)
"""Words of what is told, not taken on: pasts, read with their accents."""
_FIRST_PERSON = re.compile(
    r"\b(?:yo|me (?:comprometo|encargo|hago cargo|anoto)|voy a|mi compromiso|puedo comprometer)\b"
)
_ALL_OF_US = re.compile(r"\b(?:nos|nosotr[oa]s|nuestro|\w+[aei]mos)\b")
_ASKED = re.compile(r"\?\s*$|¿(?:Y )?[Qq]uién")
_FEWEST_WORDS = 5


@dataclass(frozen=True)
class ProposedAgreement:
    """One obligation that somebody seems to take on. ``what`` are its words in the frozen text (also ``evidence``).

    ``who`` are pseudonyms, charges or «nosotros»; empty where the words do not say. ``until`` is as it was said, or
    ``None``. ``ground`` says how it was recognised.
    """

    document: str
    turn: int
    who: tuple[str, ...]
    what: str
    until: str | None
    ground: Ground
    evidence: Evidence


def agreements(document: Document, segments: Sequence[Segment]) -> tuple[ProposedAgreement, ...]:
    """Return what seems to be agreed in a document, in the order in which it is said."""
    found = []
    reading = False
    turn = -1
    sharing_out = next((phase.first for phase in phases(document, segments) if phase.name == "construye"), None)
    for segment in segments:
        speaking = document.turns[segment.turn]
        if segment.turn != turn:
            reading, turn = reading and not _ends_the_list(document, segment.turn), segment.turn
        for span in _items(document.text, segment.span):
            text = span.of(document.text)
            reading = reading or (speaking.facilitator and bool(_READING.search(fold(text))))
            shared = sharing_out is not None and segment.turn >= sharing_out
            ground = _ground(text, reading=reading, sharing_out=shared and not speaking.facilitator)
            if ground is not None and _is_meant(text, ground):
                found.append(_proposed(document, segment.turn, span, ground))
    return tuple(found)


def _items(text: str, segment: Span) -> Iterator[Span]:
    """Yield a segment, parted where a sentence begins the next item of a list («Dos, …»)."""
    start = segment.start
    for sentence in sentences(segment.of(text)):
        at = segment.start + sentence.start
        if at > start and _LISTED.search(fold(text[at : segment.start + sentence.end])):
            yield Span(start, start + len(text[start:at].rstrip()))
            start = at
    yield Span(start, segment.end)


def _ends_the_list(document: Document, turn: int) -> bool:
    """Say whether the list that was being read out is over: a participant speaks for more than a sentence or two."""
    return not document.turns[turn].facilitator and count_words(document.text_of(document.turns[turn])) > 40


def _ground(text: str, *, reading: bool, sharing_out: bool) -> Ground | None:
    folded = fold(text)
    until = _UNTIL.search(folded)
    if _SAID.search(folded):
        return "said"
    if reading and (_LISTED.search(folded) or (PSEUDONYM.search(text) and until and not _TOLD.search(text))):
        return "listed"
    if until and _ASSIGNED.search(folded) and not _FIRST_PERSON.search(folded):
        return "assigned"
    if until and _OFFERED.search(folded):
        return "offered"
    return "taken" if sharing_out and _TAKEN_ON.search(folded) else None


def _is_meant(text: str, ground: Ground) -> bool:
    """Say whether an obligation is taken on here and now: not asked, denied, wished for or told of another time."""
    folded = fold(text)
    if count_words(text) < _FEWEST_WORDS or _ASKED.search(text) or _ANOTHER_TIME.search(folded):
        return False
    if ground == "listed":
        return True
    if ground != "said" and _TOLD.search(text):
        return False
    match = {"said": _SAID, "offered": _OFFERED, "assigned": _ASSIGNED, "taken": _TAKEN_ON}[ground].search(folded)
    if match is None or len(folded) != len(text):
        return False
    tokens = analyse(text)
    at = next((i for i, token in enumerate(tokens) if token.start + len(token.text) > match.start()), 0)
    heart = next((i for i, token in enumerate(tokens) if token.start + len(token.text) >= match.end()), at)
    if any(is_negated(tokens, i) for i in range(at, heart + 1)):
        return False
    going_to = _GOING_TO.search(folded) is None
    return ground == "said" or not is_hypothetical(tokens, at, going_to=going_to)


def _proposed(document: Document, turn: int, span: Span, ground: Ground) -> ProposedAgreement:
    text = span.of(document.text)
    until = _UNTIL.search(fold(text)) if len(fold(text)) == len(text) else None
    return ProposedAgreement(
        document=document.id,
        turn=turn,
        who=tuple(dict.fromkeys(_who(text, document.turns[turn], ground))),
        what=text,
        until=text[until.start() : until.end()] if until else None,
        ground=ground,
        evidence=Evidence(span.start, span.end, text),
    )


def _who(text: str, turn: Turn, ground: Ground) -> Iterator[str]:
    """Yield who takes it on: those who are named, who speaks of himself, a charge; «nosotros» for a first plural."""
    folded = fold(text)
    named = [match[0] for match in PSEUDONYM.finditer(text) if match["word"]]
    if _FIRST_PERSON.search(folded):
        if turn.speaker:
            yield turn.speaker
        return
    if ground in ("listed", "assigned") or named:
        yield from named
    if not named and _ALL_OF_US.search(folded):
        yield "nosotros"
    if not named:
        yield from sorted(charges_in(text))
