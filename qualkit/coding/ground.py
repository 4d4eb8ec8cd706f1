"""What a suggestion has to rest on: a phrase that stands by itself, or two words that are the code's own.

A short segment of talk always sounds like some code, by the words that every conversation uses. A word is a code's own
where the code says it, few other codes of the book do, and it is no everyday word.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from qualkit.coding.facets import facets_of
from qualkit.coding.passages import Passages
from qualkit.language.everyday import is_specific
from qualkit.language.tokens import content_of
from qualkit.model import Code, Codebook

LEAST_WORDS = 2
_SHARED_BY, _SHARE_OF_BOOK = 2, 0.06


def has_ground(passages: Passages, own: frozenset[str]) -> bool:
    """Say whether one sentence of the text says ``LEAST_WORDS`` different words of ``own``."""
    return any(len(own.intersection(passages.content(sentence))) >= LEAST_WORDS for sentence in passages.sentences)


def own_words(codebook: Codebook) -> Mapping[str, frozenset[str]]:
    """Return for each code the lemmas that are its own; made once for each content of a book."""
    return _own_words(codebook.hash, codebook.codes)


@lru_cache(maxsize=8)
def _own_words(book_hash: str, codes: tuple[Code, ...]) -> Mapping[str, frozenset[str]]:
    said = {code.id: _specific(facet.text for facet in facets_of(code)) for code in codes}
    users = Counter(lemma for lemmas in said.values() for lemma in lemmas)
    most = max(_SHARED_BY, round(_SHARE_OF_BOOK * len(codes)))
    return MappingProxyType(
        {code: frozenset(lemma for lemma in lemmas if users[lemma] <= most) for code, lemmas in said.items()}
    )


def _specific(texts: Iterable[str]) -> set[str]:
    return {lemma for text in texts for lemma in content_of(text) if is_specific(lemma)}
