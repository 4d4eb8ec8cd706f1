"""The evidence gate: a quote counts only if it stands, word for word, in what one speaker says in its own source.

Tolerated, because no word changes: runs of white space and line breaks, NFC or NFD, variants of quote marks and
dashes, non-breaking spaces, soft hyphens, ``…`` for ``...``, punctuation and quote marks at the two ends of the quote,
the case of its first letter. Everything else is refused; there is no similarity threshold anywhere.

What the gate cannot see: whether words that stand before the quote turn it round («no» before «llegan las familias»).
Whoever chooses quotes has to begin them early enough.
"""

from qualkit.evidence.folding import Folded, fold
from qualkit.evidence.gate import MINIMUM_WORDS, Source, count_words

__all__ = ["MINIMUM_WORDS", "Folded", "Source", "count_words", "fold"]
