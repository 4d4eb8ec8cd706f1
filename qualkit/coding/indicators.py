"""The ``indicators`` coder: a code is proposed where its own words are said, found by lemma and not by spelling.

The phrases of a code and its name are matched, stop words left out, with spaCy's PhraseMatcher, inside one sentence. A
phrase of everyday and small words alone («quedar de») is matched with all of them, since these make it. A phrase that
is denied («no hay confianza») gives a coding of polarity ``negated`` and less confidence; so does one that is only
wished for, unless wishes are what the code is about.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qualkit.coding.mood import wished_rates
from qualkit.coding.passages import Passages
from qualkit.coding.scope import in_scope, most_specific, standing
from qualkit.language.everyday import is_specific
from qualkit.language.negation import is_hypothetical, is_negated
from qualkit.language.tokens import Token, analyse, pipeline
from qualkit.model import Code, Codebook, Span, Suggestion
from qualkit.model.codings import Polarity

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher

THRESHOLD = 0.3
MOST_CODES = 3
_PROOF_OF_A_WORD, _EVERYDAY_WORD = 0.5, 0.3
"""How much a word of a phrase proves (as an exponent), and what share of that an everyday word does."""
_PROOF_OF_A_TURN = {2: 0.45, 3: 0.6, 4: 0.7}
"""What a phrase proves that is matched with its small words, by how many words it has."""
STANDS_ALONE = 0.42
"""From this proof on a phrase stands by itself: two words at least, one of them no everyday word, or a whole turn."""
_DENIED, _WISHED, _WISHFUL_CODE = 0.7, 0.8, 0.25


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of a code said in a text: the code, how much it proves (0 to 1), where, and whether it is denied.

    ``stands_alone`` says that the phrase needs no other word beside it to speak for the code.
    """

    code: str
    strength: float
    span: Span
    polarity: Polarity
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase of a code as a sequence of lemmas, what it proves, and whether it is itself a denial or a wish."""

    code: str
    lemmas: tuple[str, ...]
    proof: float
    denies: bool
    wishes: bool


Patterns = dict[str, tuple[Pattern, ...]]
"""The patterns by their lemmas: several codes may claim the same words."""


class IndicatorsCoder:
    """Proposes the codes whose phrases are said. Finds little, and can show the words for all of it."""

    name = "indicators"

    def code(self, texts: Sequence[str], codebook: Codebook, *, under: str | None = None) -> list[list[Suggestion]]:
        """Return at most three suggestions for each text, best first; none where no phrase is strong enough."""
        return [self._suggest(Passages(text), codebook, under) for text in texts]

    def scores(self, texts: Sequence[str], codebook: Codebook, *, under: str | None = None) -> list[dict[str, float]]:
        """Return for each text the confidence (0 to 1) of every code in scope; it is not a calibrated probability."""
        return [scores_of(matches(Passages(text), codebook, under), codebook, under) for text in texts]

    def _suggest(self, passages: Passages, codebook: Codebook, under: str | None) -> list[Suggestion]:
        found = matches(passages, codebook, under)
        scores = scores_of(found, codebook, under)
        likely = sorted((c for c in scores if scores[c] >= THRESHOLD), key=lambda c: -scores[c])
        suggestions = (_suggestion(passages, c, scores[c], found) for c in most_specific(codebook, likely))
        return [suggestion for suggestion in suggestions if suggestion is not None][:MOST_CODES]


def matches(passages: Passages, codebook: Codebook, under: str | None = None) -> list[Match]:
    """Return every phrase of the codes in scope that is said in the text, in the order of the text."""
    rates = wished_rates(codebook)
    scope = {code.id: rates[code.id] for code in in_scope(codebook, under)}
    found = (match for hit in _hits(passages, codebook) for match in _matches_of(passages, hit, scope))
    return sorted(found, key=lambda match: (match.span, match.code))


def scores_of(found: Sequence[Match], codebook: Codebook, under: str | None = None) -> dict[str, float]:
    """Return the confidence of each code in scope: independent proofs add up, and never reach 1."""
    doubt: dict[str, float] = {}
    for match in found:
        doubt[match.code] = doubt.get(match.code, 1.0) * (1.0 - match.strength)
    return {
        code.id: (1.0 - doubt[code.id]) * standing(codebook, code) if code.id in doubt else 0.0
        for code in in_scope(codebook, under)
    }


def polarity_of(found: Sequence[Match], code_id: str) -> Polarity:
    """Return ``negated`` where every phrase of the code that is said is denied."""
    polarities = {match.polarity for match in found if match.code == code_id}
    return "negated" if polarities == {"negated"} else "present"


def _suggestion(passages: Passages, code_id: str, score: float, found: Sequence[Match]) -> Suggestion | None:
    polarity = polarity_of(found, code_id)
    own = [match for match in found if match.code == code_id and match.polarity == polarity]
    best = max(own, key=lambda match: match.strength)
    evidence = passages.evidence(passages.clause_at(best.span.start, best.span.end))
    return None if evidence is None else Suggestion(code_id, score, evidence, polarity)


@dataclass(frozen=True, slots=True)
class _Hit:
    patterns: tuple[Pattern, ...]
    first: int
    last: int


def _hits(passages: Passages, codebook: Codebook) -> Iterator[_Hit]:
    """Yield each pattern found, with the first and the last token that it covers; no comma may break a turn."""
    words = [i for i, token in enumerate(passages.tokens) if token.is_word]
    content = [i for i in words if not passages.tokens[i].is_stop]
    for places, (matcher, patterns) in zip((content, words), matchers(codebook), strict=True):
        if not places or not patterns:
            continue
        from spacy.tokens import Doc

        key_of = turn_key if places is words else _lemma_of
        doc = Doc(pipeline().vocab, words=[key_of(passages.tokens[i]) for i in places])
        for key, start, end in matcher(doc):
            hit = _Hit(patterns[doc.vocab.strings[key]], places[start], places[end - 1])
            broken = places is words and hit.last - hit.first >= end - start
            if not broken and _in_one_sentence(passages, hit):
                yield hit


def _in_one_sentence(passages: Passages, hit: _Hit) -> bool:
    if hit.first == hit.last:
        return True
    span = Span(passages.tokens[hit.first].start, passages.tokens[hit.last].end)
    return any(sentence.holds(span) for sentence in passages.sentences)


def _matches_of(passages: Passages, hit: _Hit, scope: dict[str, float]) -> Iterator[Match]:
    """Yield the match of each code in ``scope`` (with how often it is a wish) that claims the words found."""
    claims = [pattern for pattern in hit.patterns if pattern.code in scope]
    tokens = passages.tokens
    negated = any(is_negated(tokens, i) for i in (hit.first, hit.last))
    wished = is_hypothetical(tokens, hit.first)
    span = Span(tokens[hit.first].start, tokens[hit.last].end)
    for pattern in claims:
        denied = negated != pattern.denies
        only_wished = wished and not pattern.wishes and scope[pattern.code] < _WISHFUL_CODE
        strength = pattern.proof / len(claims)
        strength *= (_DENIED if denied else 1.0) * (_WISHED if only_wished else 1.0)
        alone = pattern.proof >= STANDS_ALONE
        yield Match(pattern.code, strength, span, "negated" if denied else "present", alone)


@lru_cache(maxsize=8)
def _matchers(book_hash: str, codes: tuple[Code, ...]) -> "tuple[tuple[PhraseMatcher, Patterns], ...]":
    content, bare = _patterns(codes)
    return _matcher(content), _matcher(bare)


def matchers(codebook: Codebook) -> "tuple[tuple[PhraseMatcher, Patterns], ...]":
    """Return the matcher over words that carry meaning and the one for turns, matched with all their words."""
    return _matchers(codebook.hash, codebook.codes)


def _matcher(patterns: Sequence[Pattern]) -> "tuple[PhraseMatcher, Patterns]":
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    vocab = pipeline().vocab
    matcher = PhraseMatcher(vocab, attr="ORTH")
    claims: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        claims.setdefault(" ".join(pattern.lemmas), []).append(pattern)
    for key, claimed in claims.items():
        matcher.add(key, [Doc(vocab, words=list(claimed[0].lemmas))])
    return matcher, {key: tuple(claimed) for key, claimed in claims.items()}


def _patterns(codes: Sequence[Code]) -> tuple[list[Pattern], list[Pattern]]:
    """Return the phrases of all codes as patterns of the words that carry meaning, and those that are turns.

    A turn has no word of its own («quedar de», «no dan los tiempos»): it is matched with all its small words.
    """
    content: dict[tuple[str, tuple[str, ...]], Pattern] = {}
    turns: dict[tuple[str, tuple[str, ...]], Pattern] = {}
    for code in codes:
        for phrase in (*code.phrases, code.name):
            tokens = [token for token in analyse(phrase) if token.is_word and not token.text.isdigit()]
            kept = tuple(token.lemma for token in tokens if not token.is_stop)
            turn = _turn(tokens)
            own = sum(map(is_specific, kept))
            if len(turn) > 1 and len(kept) < len(turn) and (own == 0 or len(kept) == 1):
                turns.setdefault((code.id, turn), _pattern(code.id, turn, tokens, proof=_proof_of_a_turn(turn)))
            if kept and (own or len(turn) < 2 or len(kept) == len(turn)):
                content.setdefault((code.id, kept), _pattern(code.id, kept, tokens, proof=_proof(kept)))
    return list(content.values()), list(turns.values())


def _turn(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the words of a phrase as a turn, without what only introduces its first word («el encuentro»)."""
    start, end = 0, len(tokens)
    while start < end and tokens[start].text.lower() in _INTRODUCE and not _is_object(tokens, start):
        start += 1
    while end > start and tokens[end - 1].text.lower() in _GENDERED:
        end -= 1
    return tuple(turn_key(token) for token in tokens[start:end])


def _is_object(tokens: Sequence[Token], i: int) -> bool:
    """Say whether «la», «los» stand before a verb («la hice con»), where they introduce nothing."""
    return i + 1 < len(tokens) and tokens[i + 1].lemma.endswith(("ar", "er", "ir"))


_INTRODUCING_WORDS = """
el la los las un una unos unas este esta estos estas ese esa esos esas su sus nuestro nuestra de del en con
"""
_INTRODUCE = frozenset(_INTRODUCING_WORDS.split())
_GENDERED = frozenset(("a", "as"))
"""What «Coordinador/a» leaves behind at its end."""
_OBJECTS = {"la": "lo", "los": "lo", "las": "lo", "el": "lo", "les": "le", "ellas": "ellos"}


@lru_cache(maxsize=50_000)
def _small_word(text: str, lemma: str) -> str:
    return lemma if lemma.endswith(("ar", "er", "ir")) else _OBJECTS.get(text, text)


def turn_key(token: Token) -> str:
    """Return how a word counts in a turn: as its lemma, but a small word as it is said («yo traigo», «me traen»)."""
    return _small_word(token.text.lower(), token.lemma) if token.is_stop else token.lemma


def _lemma_of(token: Token) -> str:
    return token.lemma


def _proof(lemmas: Sequence[str]) -> float:
    """Return 1 − e^(−w/2), where w counts the words, everyday words for less than one."""
    weight = sum(1.0 if is_specific(lemma) else _EVERYDAY_WORD for lemma in lemmas)
    return 1.0 - math.exp(-_PROOF_OF_A_WORD * weight)


def _proof_of_a_turn(lemmas: Sequence[str]) -> float:
    return _PROOF_OF_A_TURN[min(len(lemmas), max(_PROOF_OF_A_TURN))]


def _pattern(code_id: str, lemmas: tuple[str, ...], tokens: Sequence[Token], *, proof: float) -> Pattern:
    edges = [i for i, token in enumerate(tokens) if {token.lemma, turn_key(token)} & {lemmas[0], lemmas[-1]}]
    denies = any(is_negated(tokens, i) for i in edges)
    return Pattern(code_id, lemmas, proof, denies, any(is_hypothetical(tokens, i) for i in range(len(tokens))))
