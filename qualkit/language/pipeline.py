"""Sentences as spaCy understands them: parts of speech, features, lemmas, the tree, and names, with offsets.

The pipeline is ``es_qualkit``, which qualkit ships, or one that is installed and that ``qualkit.toml`` names:
``[language] pipeline = "es_core_news_md"``. Words, lemmas and segments alone need none of this: ``tokens``, ``lemmas``
and ``segments`` never load it.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from qualkit import resources
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.lemmas import lemma
from qualkit.language.segments import sentences
from qualkit.language.words import encodable
from qualkit.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

OWN = "es_qualkit"
TREE, NAMES = "parser", "ner"
BOTH = (TREE, NAMES)
MOST_CHARACTERS = 1_200
"""A longer stretch is parted between sentences before it is parsed; a longer sentence, between words."""

_LONGEST_RUN = 200
_BATCH = 64
_DOCS, _TOKENS = 64, 4_000
"""So many at once make the parser quick; it takes some 17 KB of memory for each token of what it reads at once."""
_LAST_SPACE = re.compile(r"\s+(?=\S*$)")


@dataclass(frozen=True, slots=True)
class ParsedToken:
    """One token: ``pos``, ``morph`` and ``dep`` after Universal Dependencies, half-open offsets in the text.

    ``head`` is the place of its head among the tokens of the text; the root of a sentence is its own head. ``entity``
    is PER, LOC, ORG, MISC or "". Where a pipeline was told to leave out the tree, ``dep`` is "" and ``head`` is its
    own place.
    """

    text: str
    lemma: str
    pos: str
    morph: str
    head: int
    dep: str
    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True)
class ParsedEntity:
    """A name: where it stands, what kind it is (PER, LOC, ORG, MISC) and how it is written."""

    start: int
    end: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as understood: its tokens without white space, its sentences and the names in it, all in order."""

    text: str
    tokens: tuple[ParsedToken, ...]
    sentences: tuple[Span, ...]
    entities: tuple[ParsedEntity, ...]


def load(name: str = OWN, *, only: Iterable[str] = BOTH) -> "Language":
    """Return the spaCy pipeline called ``name``: qualkit's own, an installed package, or a folder. Loaded once.

    ``only`` says which of its costly parts are wanted, ``"parser"`` and ``"ner"``. Raises ``InputError`` where there is
    no such pipeline, where it cannot be loaded, or where it lacks a part that is wanted.
    """
    return _loaded(str(name), frozenset(only))


@lru_cache(maxsize=8)
def _loaded(name: str, only: frozenset[str]) -> "Language":
    import spacy

    from qualkit.language import components  # noqa: F401 (spaCy knows our components from here on)

    place = resources.path("models", OWN) if name == OWN else _installed(name)
    try:
        nlp = spacy.load(place, exclude=[part for part in BOTH if part not in only])
    except (OSError, ValueError, ImportError) as error:
        why = str(error).strip().split("\n")[0]
        raise InputError(_("The pipeline “%(name)s” cannot be loaded: %(why)s") % {"name": name, "why": why}) from error
    _check(name, nlp, only)
    return nlp


def _installed(name: str) -> Path | str:
    from spacy.util import is_package

    if Path(name).is_dir() or is_package(name):
        return Path(name) if Path(name).is_dir() else name
    raise InputError(
        _(
            "The pipeline “%(name)s” is not installed. Get it with “python -m spacy download %(name)s”, or write "
            'pipeline = "es_qualkit" under [language] in qualkit.toml: it comes with qualkit.'
        )
        % {"name": name}
    )


def _check(name: str, nlp: "Language", only: frozenset[str]) -> None:
    missing = [part for part in BOTH if part in only and part not in nlp.pipe_names]
    if missing:
        raise InputError(
            _("The pipeline “%(name)s” has no %(parts)s, which qualkit needs here. “es_qualkit” has both.")
            % {"name": name, "parts": ", ".join(missing)}
        )


def parse(
    texts: Iterable[str], *, name: str = OWN, components: Iterable[str] = BOTH, processes: int = 1
) -> Iterator[Parsed]:
    """Yield each text as understood, in order; offsets are code points of the text as given.

    ``components`` are those of ``load``. ``processes`` more than one shares the work out to copies of this process,
    where the system can make them; what comes out is the same. Time grows with the length of the texts, memory does
    not: a long text is parted between sentences. Raises ``InputError`` as ``load`` does.
    """
    only = tuple(components)
    load(name, only=only)
    work = ((name, only, batch) for batch in _batches(texts))
    if processes > 1 and _can_fork():
        return _parse_in_processes(work, processes)
    return chain.from_iterable(map(_parsed_batch, work))


_Work = tuple[str, tuple[str, ...], list[str]]


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Yield the texts in batches that do not depend on how many processes there are."""
    waiting = iter(texts)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def _can_fork() -> bool:
    from multiprocessing import get_all_start_methods

    return "fork" in get_all_start_methods()


def _parse_in_processes(work: Iterator[_Work], processes: int) -> Iterator[Parsed]:
    from multiprocessing import get_context

    with closing(get_context("fork").Pool(processes)) as pool:
        for batch, rows in pool.imap(_plain_batch, work):
            yield from map(_from_plain, batch, rows)


def _plain_batch(work: _Work) -> tuple[list[str], list[Any]]:
    """Return what is parsed as plain tuples: they travel between processes far more quickly than values."""
    return work[2], [_plain(parsed) for parsed in _parsed_batch(work)]


def _plain(parsed: Parsed) -> tuple[Any, ...]:
    tokens = [(t.text, t.lemma, t.pos, t.morph, t.head, t.dep, t.start, t.end, t.entity) for t in parsed.tokens]
    names = [(e.start, e.end, e.label, e.text) for e in parsed.entities]
    return tokens, [(s.start, s.end) for s in parsed.sentences], names


def _from_plain(text: str, row: tuple[Any, ...]) -> Parsed:
    tokens, spans, names = row
    return Parsed(
        text,
        tuple(ParsedToken(*token) for token in tokens),
        tuple(Span(*span) for span in spans),
        tuple(ParsedEntity(*name) for name in names),
    )


def _parsed_batch(work: _Work) -> list[Parsed]:
    name, only, texts = work
    nlp = load(name, only=only)
    pieces = [list(_pieces(encodable(text))) for text in texts]
    unread = (_doc(nlp, piece) for piece in chain.from_iterable(pieces))
    docs = chain.from_iterable(nlp.pipe(some, as_tuples=True, batch_size=_DOCS) for some in _at_once(unread))
    return [_joined(text, islice(docs, len(own))) for text, own in zip(texts, pieces, strict=True)]


def _at_once(docs: "Iterable[tuple[Doc, list[int]]]") -> "Iterator[list[tuple[Doc, list[int]]]]":
    """Yield ``docs`` in lists of at most ``_DOCS`` and, unless one is longer, ``_TOKENS`` tokens."""
    some: list[tuple[Doc, list[int]]] = []
    tokens = 0
    for doc, starts in docs:
        if some and (len(some) == _DOCS or tokens + len(doc) > _TOKENS):
            yield some
            some, tokens = [], 0
        some.append((doc, starts))
        tokens += len(doc)
    if some:
        yield some


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a text that is parsed by itself: where it starts, what it says, where its sentences stand in it."""

    start: int
    text: str
    sentences: list[Span]


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield ``text`` in stretches of whole sentences, none longer than ``MOST_CHARACTERS``."""
    spans = list(chain.from_iterable(_short(text, span) for span in sentences(text)))
    first = 0
    for i, span in enumerate(spans):
        if i + 1 == len(spans) or spans[i + 1].end - spans[first].start > MOST_CHARACTERS:
            start = spans[first].start
            own = [Span(each.start - start, each.end - start) for each in spans[first : i + 1]]
            yield _Piece(start, text[start : span.end], own)
            first = i + 1


def _short(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence, or what it is parted into: between words, and inside what no word is as long as."""
    start = span.start
    while span.end - start > MOST_CHARACTERS:
        border = _LAST_SPACE.search(text[start : start + MOST_CHARACTERS])
        end = start + (border.start() if border else _LONGEST_RUN)
        yield Span(start, end)
        start = end + (len(border.group()) if border else 0)
    if start < span.end:
        yield Span(start, span.end)


def _doc(nlp: "Language", piece: _Piece) -> "tuple[Doc, list[int]]":
    """Return the tokens of a piece, white space left out, its sentences preset, and where each token starts."""
    from spacy.tokens import Doc

    from qualkit.language.components import with_sentences

    doc = with_sentences(nlp.tokenizer(piece.text), piece.sentences)
    words = [token for token in doc if not token.is_space]
    starts = [piece.start + token.idx for token in words]
    if len(words) < len(doc):
        begins = _sentence_starts(doc)
        spaces = [bool(token.whitespace_) or doc[token.i + 1 : token.i + 2].text.isspace() for token in words]
        doc = Doc(nlp.vocab, words=[token.text for token in words], spaces=spaces, sent_starts=begins)
    return doc, starts


def _sentence_starts(doc: "Doc") -> list[bool | int | None]:
    """Return for each token that is no space whether a sentence starts there or at the space before it."""
    begins: list[bool | int | None] = []
    waiting = False
    for token in doc:
        waiting = waiting or bool(token.is_sent_start)
        if not token.is_space:
            begins.append(waiting)
            waiting = False
    return begins


def _joined(text: str, parts: "Iterable[tuple[Doc, list[int]]]") -> Parsed:
    """Return the pieces of a text as one; each spaCy Doc is let go of before the next is asked for."""
    tokens: list[ParsedToken] = []
    spans: list[Span] = []
    names: list[ParsedEntity] = []
    for doc, starts in parts:
        ends = [start + len(token) for start, token in zip(starts, doc, strict=True)]
        base = len(tokens)
        tokens.extend(_token(text, token, base, starts[token.i]) for token in doc)
        spans.extend(Span(starts[sentence.start], ends[sentence.end - 1]) for sentence in doc.sents if sentence)
        names.extend(_entity(text, name.label_, starts[name.start], ends[name.end - 1]) for name in doc.ents)
    return Parsed(text, tuple(tokens), tuple(spans), tuple(names))


def _token(text: str, token: "Token", base: int, start: int) -> ParsedToken:
    return ParsedToken(
        text=intern(text[start : start + len(token)]),
        lemma=intern(token.lemma_ or lemma(token.text, token.pos_ or None)),
        pos=intern(token.pos_),
        morph=intern(str(token.morph)),
        head=base + token.head.i,
        dep=intern(token.dep_),
        start=start,
        end=start + len(token),
        entity=intern(token.ent_type_),
    )


def _entity(text: str, label: str, start: int, end: int) -> ParsedEntity:
    return ParsedEntity(start, end, label, text[start:end])
