"""Before anything is published: which quotes single somebody out, and on what ground."""

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from qualkit.concepts.disclosure import Crowd, Risk, Voice
from qualkit.i18n import ngettext
from qualkit.language.roles import charges_in, school_traits_in
from qualkit.language.words import PSEUDONYM
from qualkit.model import Coding, Document, Span, Turn
from qualkit.model.quotes import Quote
from qualkit.workflows.workspace import Workspace

Content = TypeVar("Content")
Warn = Callable[[str], None]
"""Hears one sentence that whoever publishes must know."""


def unheard(sentence: str) -> None:
    """Hear a warning and say nothing."""


class Publication:
    """What a project would publish, looked at with the eyes of somebody who knows the network."""

    def __init__(self, workspace: Workspace) -> None:
        self._topics: dict[str, list[tuple[Span, str]]] = defaultdict(list)
        for coding in workspace.store.codings():
            if coding.polarity == "present":
                self._topics[coding.document].append((coding.segment, coding.code))
        voices = [voice for document in workspace.store.documents() for voice in self._heard(document)]
        for experience in workspace.store.experiences():
            text = "\n".join(experience.fields.values())
            voices.append(_voice(experience.school or experience.id, experience.territory, frozenset(), text))
        self._crowd = Crowd(tuple(voices))

    def _heard(self, document: Document) -> Iterator[Voice]:
        """Yield one voice for each turn of a participant, with the topics and charges of what it says."""
        for turn in document.turns:
            if not turn.facilitator:
                topics = self._topics_of(document.id, turn.span)
                said = f"{turn.speaker or ''}. {document.text_of(turn)}"
                yield _voice(_person(document, turn), document.territory, topics, said)

    def _topics_of(self, document: str, place: Span) -> frozenset[str]:
        return frozenset(
            code for span, code in self._topics.get(document, ()) if span.start < place.end and place.start < span.end
        )

    def risks_of(self, quote: Quote) -> tuple[Risk, ...]:
        """Return the risks of publishing a quote with its territory."""
        topics = self._topics_of(quote.document, Span(quote.start, quote.end)) if quote.field is None else frozenset()
        return self._crowd.risks(_voice("", quote.territory, topics, quote.text))

    def risks_of_coding(self, coding: Coding, document: Document) -> tuple[Risk, ...]:
        """Return the risks of handing on a coding: its segment, its code and its territory."""
        words = coding.segment.of(document.text)
        return self._crowd.risks(_voice("", document.territory, frozenset((coding.code,)), words))


def _voice(person: str, territory: str | None, topics: frozenset[str], text: str) -> Voice:
    return Voice(person, territory, topics, charges_in(text), school_traits_in(text))


def _person(document: Document, turn: Turn) -> str:
    """Return who speaks: the person's pseudonym, whatever school or device stands beside it in the label."""
    if turn.speaker is None:
        return f"{document.id}:?"
    people = [match[0] for match in PSEUDONYM.finditer(turn.speaker) if match["word"] not in (None, "Escuela")]
    return people[0] if people else turn.speaker


def in_words(risk: Risk) -> str:
    """Return why a quote singles somebody out, as a sentence for whoever decides what is published."""
    if risk.ground == "territory":
        said = ngettext(
            "only %(k)d person of %(shown)s is heard in the record",
            "only %(k)d people of %(shown)s are heard in the record",
            risk.k,
        )
    elif risk.ground == "charge":
        said = ngettext(
            "it names a charge (%(shown)s) of which only %(k)d person of the territory speaks on this topic",
            "it names a charge (%(shown)s) of which only %(k)d people of the territory speak on this topic",
            risk.k,
        )
    else:
        said = ngettext(
            "it tells what kind of school it is (%(shown)s), which only %(k)d person of the territory speaks of",
            "it tells what kind of school it is (%(shown)s), which only %(k)d people of the territory speak of",
            risk.k,
        )
    return said % {"shown": risk.shown, "k": risk.k}


def with_risks(content: Content, publication: Publication) -> Content:
    """Return frozen values with every quote in them, however deep, carrying the sentences of its risks."""
    looked_at: Content = _mapped(content, lambda q: dataclasses.replace(q, risks=_sentences(publication, q)))
    return looked_at


def _sentences(publication: Publication, quote: Quote) -> tuple[str, ...]:
    return tuple(in_words(risk) for risk in publication.risks_of(quote))


def quotes_in(content: object) -> list[Quote]:
    """Return every quote that stands in frozen values, once each, in the order in which they stand."""
    found: dict[tuple[str, str | None, int, int], Quote] = {}

    def note(quote: Quote) -> Quote:
        found.setdefault((quote.document, quote.field, quote.start, quote.end), quote)
        return quote

    _mapped(content, note)
    return list(found.values())


def _mapped(value: Any, change: Callable[[Quote], Quote]) -> Any:
    """Return a value with ``change`` done to every quote in it: in tuples, and in the fields of dataclasses."""
    if isinstance(value, Quote):
        return change(value)
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        new = tuple(_mapped(item, change) for item in value)
        return new if any(one is not other for one, other in zip(new, value, strict=True)) else value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value) if f.init}
        new_fields = {name: _mapped(item, change) for name, item in fields.items()}
        changed = {name: item for name, item in new_fields.items() if item is not fields[name]}
        return dataclasses.replace(value, **changed) if changed else value
    return value
