"""Spellings that people take for the same: without accents, capitals, punctuation and double spaces."""

import re
import unicodedata

_NOT_WORDY = re.compile(r"[^a-z0-9ñ]+")


def bare(text: str) -> str:
    """Return ``text`` in lower case, without accents (ñ stays) and with every run of other characters as one space."""
    kept = text.casefold().replace("n\u0303", "ñ").replace("ñ", "\0")
    decomposed = unicodedata.normalize("NFD", kept)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).replace("\0", "ñ")
    return _NOT_WORDY.sub(" ", plain).strip()


def squeeze(text: str) -> str:
    """Return ``text`` on one line: every run of white space, non-breaking ones too, as one space."""
    return " ".join(text.split())


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text``: a list of words as a person types it."""
    return frozenset(text.split())
