"""Candidate terms of what people said: «convivencia escolar», «trabajo en red», «jefa de UTP», without a parser.

Lemmas and closed classes of words decide what may be a term; how often its words stand together decides whether a group
of words is one. Terms are ranked by how evenly they are spread over documents, times how far they stand out against
everyday Spanish, times the logarithm of their mentions: the loudest word is not the first one.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualkit.concepts.association import log_likelihood
from qualkit.concepts.everyday import EVERYDAY, UNLISTED
from qualkit.concepts.word_classes import (
    ARTICLES,
    BEFORE_ADJECTIVE,
    BEFORE_NOUN,
    EMPTY,
    LINKS,
    is_acronym,
    is_adjective,
    is_verb,
    without_pseudonyms,
)
from qualkit.language.tokens import Token, analyse
from qualkit.language.words import fold
from qualkit.model import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document as it is frozen: ``text`` stands at ``span`` of ``document``. ``turn`` counts from 1."""

    document: str
    territory: str | None
    session: int | None
    span: Span
    text: str
    speaker: str | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A word or group of words that names something. ``label`` is its most frequent form.

    ``lemma_key`` joins its forms. ``dispersion`` runs from 0 (all in one document) to 1 (evenly spread); ``keyness``
    counts doublings against everyday Spanish; ``mentions`` are offsets in the frozen documents.
    """

    label: str
    lemma_key: str
    count: int
    documents: tuple[str, ...]
    territories: tuple[str, ...]
    keyness: float
    dispersion: float
    mentions: tuple[tuple[str, Span], ...]

    @property
    def score(self) -> float:
        """What terms are ranked by."""
        return self.dispersion * self.keyness * math.log2(1 + self.count)


@dataclass(frozen=True, slots=True)
class Found:
    """One candidate where it stands in a passage: tokens ``first`` to ``last`` and the span in the document."""

    key: str
    form: str
    first: int
    last: int
    span: Span


def terms(
    passages: Sequence[Passage],
    *,
    top: int | None = 60,
    min_count: int = 2,
    leave_out: Iterable[str] = (),
    reference: Mapping[str, float] | None = None,
) -> list[Term]:
    """Return the terms of ``passages``, the best first, at most ``top`` of them (``None``: all).

    Stop words, spoken fillers, pseudonyms, names and the words of ``leave_out`` (such as the names of the territories)
    are no terms. ``reference`` gives occurrences per million of everyday Spanish by lemma.
    """
    barred = _barred(passages, leave_out)
    tokens = [_marked(passage.text) for passage in passages]
    names = _names(tokens)
    kept = [_words(row, names, barred) for row in tokens]
    groups = _groups(kept, min_count)
    nouns = _nouns(kept)
    found = [
        (passage, item)
        for passage, row in zip(passages, kept, strict=True)
        for item in _longest(passage, row, groups)
        if item.first < item.last or item.key in nouns
    ]
    sizes = Counter({passage.document: 0 for passage in passages})
    for passage, row in zip(passages, tokens, strict=True):
        sizes[passage.document] += sum(token.is_word for token in row)
    made = _terms(found, sizes, EVERYDAY if reference is None else reference, min_count)
    return sorted(made, key=lambda term: (-term.score, -term.count, term.lemma_key))[:top]


def _marked(text: str) -> tuple[Token, ...]:
    return analyse(without_pseudonyms(text))


def _barred(passages: Sequence[Passage], leave_out: Iterable[str]) -> frozenset[tuple[str, ...]]:
    names = {passage.territory for passage in passages if passage.territory} | set(leave_out)
    return frozenset(tuple(fold(name).split()) for name in names if name.strip())


def _names(rows: Sequence[Sequence[Token]]) -> frozenset[str]:
    """Return the words that are written with a capital inside sentences and hardly ever without: names."""
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for row in rows:
        for before, token in zip([None, *row], row, strict=False):
            if token.is_word and not is_acronym(token):
                inside = before is not None and before.is_word
                if not token.text[0].isupper():
                    small[fold(token.text)] += 1
                elif inside:
                    capital[fold(token.text)] += 1
    return frozenset(word for word, n in capital.items() if n >= small[word])


@dataclass(frozen=True, slots=True)
class _Word:
    token: Token
    role: str  # N noun, A adjective, P preposition, D article, "" anything else
    key: str


def _words(row: Sequence[Token], names: frozenset[str], barred: frozenset[tuple[str, ...]]) -> list[_Word]:
    out = _barred_places(row, barred)
    befores = [None, *row[:-1]] if row else []
    return [
        _Word(token, "" if i in out else _role(token, before, names), fold(token.lemma))
        for i, (token, before) in enumerate(zip(row, befores, strict=True))
    ]


def _barred_places(row: Sequence[Token], barred: frozenset[tuple[str, ...]]) -> set[int]:
    """Return the places of the tokens that belong to a barred name that stands there whole."""
    folded = tuple(fold(token.text) for token in row)
    return {
        i + k
        for name in barred
        for i, first in enumerate(folded)
        if first == name[0] and folded[i : i + len(name)] == name
        for k in range(len(name))
    }


def _role(token: Token, before: Token | None, names: frozenset[str]) -> str:
    lower = token.text.lower()
    if lower in LINKS:
        return "P"
    if lower in ARTICLES:
        return "D"
    if not token.is_word or token.text[0].isdigit():
        return ""
    if is_acronym(token):
        return "N" if fold(lower) not in EMPTY else ""
    if len(lower) < 3 or fold(lower) in EMPTY or fold(token.lemma) in EMPTY or fold(lower) in names:
        return ""
    if is_verb(token, before) or lower.endswith("mente"):
        return ""
    return "A" if is_adjective(token) else "N"


def _nouns(rows: Sequence[Sequence[_Word]]) -> frozenset[str]:
    """Return the keys that stand behind a determiner or a preposition often enough to be nouns, and the acronyms."""
    seen: Counter[str] = Counter()
    headed: Counter[str] = Counter()
    for row in rows:
        for i, word in enumerate(row):
            if word.role in ("N", "A"):
                seen[word.key] += 1
                before = row[i - 1].token.text.lower() if i else ""
                behind = before in BEFORE_NOUN and not (word.role == "A" and before in BEFORE_ADJECTIVE)
                headed[word.key] += behind or is_acronym(word.token)
    return frozenset(key for key, n in seen.items() if headed[key] >= 0.3 * n)


def _candidates(row: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Yield ``(first, last)`` of every group that looks like a term: N A, N N (acronym), N P (D) N, N P (D) N A."""
    for first, word in enumerate(row):
        if word.role not in ("N", "A"):
            continue
        for last in _ends(row, first):
            yield first, last


def _ends(row: Sequence[_Word], first: int) -> Iterator[int]:
    roles = [word.role for word in row[first : first + 6]]
    if len(roles) > 1 and roles[1] == "A":
        yield first + 1
        if len(roles) > 2 and roles[2] == "A":
            yield first + 2
    if len(roles) > 1 and roles[1] == "N" and is_acronym(row[first + 1].token):
        yield first + 1
    head = 2 if len(roles) > 1 and roles[1] == "A" else 1
    if len(roles) > head + 1 and roles[head] == "P":
        noun = head + 2 if roles[head + 1] == "D" else head + 1
        if len(roles) > noun and roles[noun] in ("N", "A"):
            yield first + noun
            if len(roles) > noun + 1 and roles[noun + 1] == "A":
                yield first + noun + 1


def _key(row: Sequence[_Word], first: int, last: int) -> str:
    return " ".join(_unarticled(word) for word in row[first : last + 1] if word.role != "D")


def _unarticled(word: _Word) -> str:
    return "de" if word.key == "del" else word.key


def _groups(rows: Sequence[Sequence[_Word]], min_count: int) -> frozenset[str]:
    """Return the keys of the groups whose words stand together more than chance lets them (G² over 6.63, p < 0.01)."""
    groups: Counter[str] = Counter()
    ends: dict[str, tuple[str, str]] = {}
    single: Counter[str] = Counter()
    for row in rows:
        single.update(word.key for word in row if word.role in ("N", "A"))
        for first, last in _candidates(row):
            key = _key(row, first, last)
            groups[key] += 1
            ends[key] = (row[first].key, row[last].key)
    total = single.total()
    return frozenset(
        key
        for key, n in groups.items()
        if n >= max(2, min_count) and _holds(n, single[ends[key][0]], single[ends[key][1]], total)
    )


def _holds(n: int, left: int, right: int, total: int) -> bool:
    return n * total > left * right and log_likelihood(n, left, right, total) > 6.63


def _longest(passage: Passage, row: Sequence[_Word], groups: frozenset[str]) -> Iterator[Found]:
    """Yield the terms of a passage, the longest that starts at each place; a word belongs to one term only."""
    options: dict[int, list[int]] = defaultdict(list)
    for first, last in _candidates(row):
        if _key(row, first, last) in groups:
            options[first].append(last)
    i = 0
    while i < len(row):
        last = max(options.get(i, [i]))
        if last > i or row[i].role in ("N", "A"):
            yield _found(passage, row, i, last)
        i = last + 1


def _found(passage: Passage, row: Sequence[_Word], first: int, last: int) -> Found:
    start, end = row[first].token.start, row[last].token.end
    form = " ".join(_written(word.token) for word in row[first : last + 1])
    return Found(_key(row, first, last), form, first, last, Span(start, end).shifted(passage.span.start))


def _written(token: Token) -> str:
    if not is_acronym(token):
        return token.text.lower()
    return f"ley {token.lemma[4:].upper()}" if token.lemma.startswith("ley ") else token.lemma.upper()


def _terms(
    found: Sequence[tuple[Passage, Found]], sizes: Mapping[str, int], reference: Mapping[str, float], min_count: int
) -> Iterator[Term]:
    mentions: dict[str, list[tuple[Passage, Found]]] = defaultdict(list)
    for passage, item in found:
        mentions[item.key].append((passage, item))
    words = sum(sizes.values())
    for key, places in mentions.items():
        if len(places) >= min_count:
            yield _term(key, places, sizes, _keyness(key, len(places), words, reference))


def _term(key: str, places: Sequence[tuple[Passage, Found]], sizes: Mapping[str, int], keyness: float) -> Term:
    forms = Counter(item.form for _, item in places)
    per_document = Counter(passage.document for passage, _ in places)
    return Term(
        label=min(forms, key=lambda form: (-forms[form], form)),
        lemma_key=key,
        count=len(places),
        documents=tuple(sorted(per_document)),
        territories=tuple(sorted({passage.territory for passage, _ in places if passage.territory})),
        keyness=keyness,
        dispersion=dispersion(per_document, sizes),
        mentions=tuple(sorted((passage.document, item.span) for passage, item in places)),
    )


def _keyness(key: str, count: int, words: int, reference: Mapping[str, float]) -> float:
    """Return log₂ of occurrences per million here over those of everyday Spanish, at least 0; no group is common."""
    parts = key.split()
    ground = UNLISTED / 4 if len(parts) > 1 else _ground(key, reference)
    return max(0.0, math.log2(count / words * 1_000_000 / ground))


def _ground(key: str, reference: Mapping[str, float]) -> float:
    folded = {fold(word): rate for word, rate in reference.items()} if reference is not EVERYDAY else _FOLDED_EVERYDAY
    return folded.get(key, UNLISTED)


_FOLDED_EVERYDAY = {fold(word): rate for word, rate in EVERYDAY.items()}


def dispersion(per_document: Mapping[str, int], sizes: Mapping[str, int]) -> float:
    """Return 1 − DPnorm: 1 where a term is spread as the words are, 0 where it stands in the smallest part alone.

    Gries (2008), «Dispersions and adjusted frequencies in corpora»; DP over documents, normalised by 1 − the smallest
    share (Lijffijt & Gries 2012). A single document has dispersion 1.
    """
    words, count = sum(sizes.values()), sum(per_document.values())
    shares = {document: size / words for document, size in sizes.items() if size}
    if len(shares) < 2:
        return 1.0
    deviation = sum(abs(share - per_document.get(document, 0) / count) for document, share in shares.items()) / 2
    return max(0.0, 1 - deviation / (1 - min(shares.values())))
