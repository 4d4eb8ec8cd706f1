"""Propositions in people's own words: concept – linking phrase – concept, inside one clause.

A verb or one of a few links («para», «sin») has to stand between two concepts, with hardly anything else beside
it. What links them is copied from the text, never made up.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qualkit.concepts.terms import Passage, Term
from qualkit.concepts.word_classes import is_verb, without_pseudonyms
from qualkit.language.segments import clauses
from qualkit.language.tokens import Token, analyse
from qualkit.language.words import FILLERS, STOP_WORDS
from qualkit.model import Span
from qualkit.model.maps import Relation

LONGEST_LINK = 6
"""How many words a linking phrase may have."""
MOST_OTHER_WORDS = 1
"""How many of them may be neither verb nor function word («es una buena herramienta para»)."""

_LINKING_LEMMAS: dict[Relation, str] = {
    "lacks": "faltar falta carecer sin",
    "hinders": "impedir dificultar frenar limitar obstaculizar complicar costar trabar bloquear",
    "requires": "requerir necesitar exigir depender demandar pedir implicar",
    "enables": """
        permitir ayudar ayuda facilitar favorecer posibilitar apoyar apoya fortalecer mejorar mejora lograr promover
        potenciar servir aportar contribuir fomentar habilitar sostener acompañar
        """,
    "causes": "generar provocar producir causar cambiar crear aumentar bajar llevar",
    "purpose": "para",
    "has": "tener haber contar incluir traer",
    "is": "ser significar",
}
_RELATIONS = {relation: frozenset(lemmas.split()) for relation, lemmas in _LINKING_LEMMAS.items()}
_AUXILIARY = frozenset(["ser", "estar", "tener", "haber", "hacer", "ir", "poder", "deber", "querer", "decir", "ver"])
_EDGES_OFF_WORDS = """
el la los las lo un una unos unas mi mis tu tus su sus nuestro nuestra nuestros nuestras este esta estos estas ese esa
esos esas que y o e ni también igual todo toda todos todas más muy al otro otra otros otras cada
nosotros nosotras yo tú usted ustedes ellos ellas él ella todavía como cómo después ahí ahora ya cuando donde siempre
hoy así además después
"""
_EDGES_OFF = frozenset(_EDGES_OFF_WORDS.split())
_BREAKS = frozenset(("y", "o", "e", "ni", "u"))


@dataclass(frozen=True, slots=True)
class Proposition:
    """``source`` – ``phrase`` – ``target`` as said in one clause of a passage; ``span`` covers it in the document.

    ``negated`` says that the phrase itself denies («no ayuda a»).
    """

    source: str
    target: str
    relation: Relation
    phrase: str
    negated: bool
    passage: int
    span: Span


def propositions(passages: Sequence[Passage], terms: Sequence[Term]) -> list[Proposition]:
    """Return what ``passages`` say with two of ``terms`` and a link between them, in the order it was said."""
    mentions = mentions_by_passage(passages, terms)
    return [item for i, passage in enumerate(passages) for item in _of_passage(i, passage, mentions.get(i, []))]


def mentions_by_passage(passages: Sequence[Passage], terms: Sequence[Term]) -> dict[int, list[tuple[Span, str]]]:
    """Return, by the index of each passage, the terms it holds as ``(span in the document, lemma_key)``, in order."""
    starts: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for i, passage in enumerate(passages):
        starts[passage.document].append((passage.span.start, passage.span.end, i))
    for rows in starts.values():
        rows.sort()
    held: dict[int, list[tuple[Span, str]]] = defaultdict(list)
    for term in terms:
        for document, span in term.mentions:
            rows = starts.get(document, [])
            at = bisect_left(rows, (span.start + 1, 0, 0)) - 1
            if at >= 0 and span.end <= rows[at][1]:
                held[rows[at][2]].append((span, term.lemma_key))
    return {i: sorted(found) for i, found in held.items()}


def _of_passage(i: int, passage: Passage, mentions: Sequence[tuple[Span, str]]) -> Iterator[Proposition]:
    if len(mentions) < 2:
        return
    offset = passage.span.start
    for clause in clauses(passage.text):
        inside = [(span, key) for span, key in mentions if clause.shifted(offset).holds(span)]
        for (left, source), (right, target) in pairwise(inside):
            between = Span(left.end - offset, right.start - offset)
            link = _link(passage.text, between)
            if link is not None and source != target:
                phrase, relation, negated = link
                yield Proposition(source, target, relation, phrase, negated, i, Span(left.start, right.end))


def _link(text: str, between: Span) -> tuple[str, Relation, bool] | None:
    """Return the linking phrase between two concepts, its kind and whether it denies; ``None`` where none links."""
    words = list(analyse(without_pseudonyms(between.of(text))))
    if not 0 < len(words) <= LONGEST_LINK + 2 or not all(word.is_word for word in words):
        return None
    words = _trimmed(words)
    if not 0 < len(words) <= LONGEST_LINK or _breaks(words) or words[0].text.lower() in ("de", "del"):
        return None
    relation = _relation(words)
    if relation is None:
        return None
    phrase = " ".join(between.of(text)[words[0].start : words[-1].end].split()).lower()
    return phrase, relation, any(word.text.lower() in ("no", "nunca", "tampoco") for word in words)


def _trimmed(words: list[Token]) -> list[Token]:
    while words and words[0].text.lower() in _EDGES_OFF | FILLERS:
        words = words[1:]
    while words and words[-1].text.lower() in _EDGES_OFF | FILLERS:
        words = words[:-1]
    return words


def _breaks(words: Sequence[Token]) -> bool:
    others = [word for word in words if not _is_link_word(word)]
    return len(others) > MOST_OTHER_WORDS or any(word.text.lower() in _BREAKS | FILLERS for word in words)


def _is_link_word(word: Token) -> bool:
    return word.text.lower() in STOP_WORDS or is_verb(word) or _kind(word) is not None


def _kind(word: Token) -> Relation | None:
    for relation, lemmas in _RELATIONS.items():
        if word.lemma in lemmas or word.text.lower() in lemmas:
            return relation
    return None


def _relation(words: Sequence[Token]) -> Relation | None:
    """Return the first kind in the order of the table that a word of the phrase has; ``does`` for any other verb."""
    kinds = {kind for word in words if (kind := _kind(word)) is not None}
    for relation in _RELATIONS:
        if relation in kinds and (relation not in ("is", "has") or not _has_content_verb(words)):
            return relation
    return "does" if _has_content_verb(words) else None


def _has_content_verb(words: Sequence[Token]) -> bool:
    return any(is_verb(word) and word.lemma not in _AUXILIARY and word.text.lower() not in STOP_WORDS for word in words)
