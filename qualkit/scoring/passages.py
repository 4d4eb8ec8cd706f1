"""A form taken apart: the passages of its fields, what can be quoted, and what is said to whoever evaluates it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qualkit.evidence import Source
from qualkit.language.segments import segment, sentences
from qualkit.language.tokens import Token, analyse
from qualkit.language.words import fold
from qualkit.model import Evidence, Span
from qualkit.scoring.patterns import forms_of

_FIELDS = """
nombre resumen necesidad vinculo_estudiantes vinculo_aprendizajes vinculo_territorio que_la_hizo_posible resultados
evidencia facilitadores oportunidades_mejora transferibilidad foco escala niveles participantes inicio
"""
KNOWN_FIELDS = frozenset(_FIELDS.split())
"""The fields of the form as the domain describes it; a field of another name is read for every criterion."""

_MAX_WORDS = 40
_NO_ANSWER = re.compile(
    r"\W*(no aplica|n\W?a|sin informacion|no se|no se sabe|ningun[oa]?|pendiente|por completar|no hay|s/i|x+|nada)?\W*"
)
_RATE = (
    r"(?:asign(?:e|en|ar|ele|enle|ese)|otorg(?:ue|uen|ar|uele|uese)|pong(?:a|an|ale|anle)|calif(?:ique|iquen|icar|iquela)"
    r"|puntu(?:e|en|ar|ela)|evalu(?:e|en|ela)|consider(?:e|en|ela|ese)|marqu(?:e|en|ela)|merec(?:e|emos)|correspond(?:e|eria))"
)
_TOP = r"(?:4|cuatro|maxim[oa]s?|destacad[oa]|mas alto|superior)"
_LEVEL = r"(?:nivel(?:es)?|puntajes?|puntuacion|calificacion)"
_ORDERS = (
    rf"\b{_RATE}\b.{{0,60}}\b{_LEVEL}\b.{{0,30}}\b{_TOP}\b",
    rf"\b{_RATE}\b.{{0,30}}\b{_TOP}\b.{{0,20}}\b{_LEVEL}\b",
    rf"\b{_LEVEL}\b.{{0,12}}\b{_TOP}\b.{{0,20}}\b(?:todos|cada uno de) los criterios\b",
    r"\b(?:ignor|olvid|omit)(?:e|en|a|ar)\b.{0,20}\b(?:las|sus|la) (?:instruccion|indicacion|pauta|regla)\w*\b",
    rf"\bevaluador\w*\b.{{0,60}}\b{_RATE}\b",
    rf"\b(?:modelo de lenguaje|inteligencia artificial|asistente virtual|chatgpt)\b.{{0,60}}\b{_RATE}\b",
    r"^\W*(?:system|sistema|instruccion(?:es)?(?: para (?:el|la|quien)\b.{0,30})?)\W*:",
    r"^\W*nota (?:para|al?) (?:el |la |quien )?evalu\w*",
    r"\b(?:ignore|disregard)\b.{0,40}\binstructions\b",
    r"\b(?:assign|give)\b.{0,40}\b(?:level|score)\b.{0,15}\b(?:4|four|maximum)\b",
)
_ADDRESSED = tuple(map(re.compile, _ORDERS))


@dataclass(frozen=True)
class Passage:
    """One meaning unit of one field, with its tokens (offsets count from the start of the passage)."""

    field: str
    text: str
    evidence: Evidence | None
    tokens: tuple[Token, ...]
    forms: frozenset[str]


@dataclass(frozen=True)
class Form:
    """The passages of one form in the order of its fields, and the sentences that speak to whoever evaluates it."""

    passages: tuple[Passage, ...]
    addressed: tuple[Evidence, ...]


def read_form(fields: Mapping[str, str]) -> Form:
    """Return the passages of ``fields``; what is addressed to the evaluator and what is no answer stays out."""
    return _read(tuple(fields.items()))


@lru_cache(maxsize=64)
def _read(fields: tuple[tuple[str, str], ...]) -> Form:
    passages: list[Passage] = []
    addressed: list[Evidence] = []
    for name, text in fields:
        if _NO_ANSWER.fullmatch(fold(text)):
            continue
        spoken_to = addressed_spans(text)
        addressed += [Evidence.at(span, text, name) for span in spoken_to]
        passages += [_passage(name, text, span) for span in _units_around(text, spoken_to)]
    return Form(tuple(passages), tuple(addressed))


def _units_around(text: str, left_out: Sequence[Span]) -> Iterator[Span]:
    """Yield the meaning units of what stands before, between and after the sentences that are left out."""
    at = 0
    for start, end in [*((span.start, span.end) for span in left_out), (len(text), len(text))]:
        yield from (span.shifted(at) for span in segment(text[at:start], max_words=_MAX_WORDS, min_words=3))
        at = end


def _passage(name: str, text: str, span: Span) -> Passage:
    said = span.of(text)
    tokens = analyse(said)
    return Passage(name, said, quote_at(name, text, span), tokens, forms_of(tokens))


def quote_at(name: str, text: str, span: Span) -> Evidence | None:
    """Return what stands in ``text`` at ``span`` as the evidence gate lets it through, or ``None``."""
    # Inside its own span first: in a field that repeats itself, going through every occurrence takes for ever.
    inside = Source(text, (span,)).locate(span.of(text))
    if inside is None or _source(text).locate(inside.of(text)) is None:
        return None
    return Evidence.at(inside, text, name)


@lru_cache(maxsize=256)
def _source(text: str) -> Source:
    return Source(text)


def addressed_spans(text: str) -> list[Span]:
    """Return the sentences of ``text`` that tell the evaluator what to answer («asigne nivel 4»)."""
    return [span for span in sentences(text) if any(pattern.search(_plain(span.of(text))) for pattern in _ADDRESSED)]


def _plain(sentence: str) -> str:
    return " ".join(fold(sentence).replace("ñ", "n").split())
