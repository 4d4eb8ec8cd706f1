"""Spellings that people take for the same: without accents, capitals, punctuation and double spaces."""

import re
import unicodedata
from functools import lru_cache

_NOT_WORDY = re.compile(r"[^a-z0-9ñ]+")


def bare(text: str) -> str:
    """Return ``text`` in lower case, without accents (ñ stays) and with every run of other characters as one space."""
    return _bare_word(text) if len(text) <= _LONGEST_WORD else _bare(text)


def _bare(text: str) -> str:
    kept = text.casefold().replace("n\u0303", "ñ").replace("ñ", "\0")
    if not kept.isascii():
        kept = "".join(char for char in unicodedata.normalize("NFD", kept) if not unicodedata.combining(char))
    return _NOT_WORDY.sub(" ", kept.replace("\0", "ñ")).strip()


_LONGEST_WORD = 40
_bare_word = lru_cache(maxsize=100_000)(_bare)  # the same words come again and again


def squeeze(text: str) -> str:
    """Return ``text`` on one line: every run of white space, non-breaking ones too, as one space."""
    return " ".join(text.split())


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text``: a list of words as a person types it."""
    return frozenset(text.split())


_VARIANTS = {"a": "aáàâäãå", "c": "cç", "e": "eéèêë", "i": "iíìîï", "n": "n", "o": "oóòôöõ", "u": "uúùûü", "y": "yýÿ"}


def spelled(word: str) -> str:
    """Return a pattern for ``word`` (``bare``) with any accents, whole letters or combining marks; case is the
    caller's.
    """
    return "".join(f"[{letters}]\u0301?" if (letters := _VARIANTS.get(char)) else re.escape(char) for char in word)
