"""Frequencies for a word cloud: words and multi-word terms by lemma, without stop words, fillers or names."""

from collections.abc import Iterable, Sequence

from qualkit.concepts.terms import Passage, terms
from qualkit.model.maps import CloudWord


def cloud_words(
    passages: Sequence[Passage], *, top: int = 80, min_count: int = 2, leave_out: Iterable[str] = ()
) -> tuple[CloudWord, ...]:
    """Return the ``top`` most frequent terms, the most frequent first; size in a cloud means nothing but ``count``.

    A word counts where it stands outside a longer term: «red» does not count again inside «trabajo en red».
    """
    found = terms(passages, top=None, min_count=min_count, leave_out=leave_out)
    ordered = sorted(found, key=lambda term: (-term.count, -len(term.documents), term.label))
    return tuple(CloudWord(term.label, term.count, len(term.documents)) for term in ordered[:top])
