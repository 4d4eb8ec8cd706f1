"""People who asked to be forgotten: told when they come again, without their names being kept anywhere.

What is kept is a list of hashes, salted per project, in the key that only its owner may read. A name is no secret:
whoever holds the key and a list of names can try them. Only spellings that were known when somebody was forgotten are
told.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import pbkdf2_hmac

from qualkit.reading.spelling import bare

_ROUNDS = 200  # every pair of capital words of a text is tried: more would cost seconds a megabyte
_SALT_BYTES = 16
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LONGEST_NAME = 4  # words


@dataclass(frozen=True)
class Forgotten:
    """The spellings of those who were forgotten, as hashes."""

    salt: str = ""
    hashes: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.hashes)

    def __contains__(self, name: str) -> bool:
        return bool(self.hashes) and bool(bare(name)) and _hash(self.salt, bare(name)) in self.hashes

    def knows(self, key: str, original: str) -> bool:
        """Say whether somebody is among them: by what tells a person from others, or by a name of two words or more."""
        return key in self or (len(bare(original).split()) > 1 and original in self)

    def with_names(self, names: Iterable[str], salt: str) -> "Forgotten":
        """Return these people and those called ``names``; ``salt`` (hexadecimal) counts where there is none yet."""
        salt = self.salt or salt
        return Forgotten(salt, self.hashes | {_hash(salt, bare(name)) for name in names if bare(name)})

    def names_in(self, text: str) -> Iterator[str]:
        """Yield the names in a text, as they are written there, of capital words that stand side by side."""
        if not self.hashes:
            return
        words = list(_WORD.finditer(text))
        for i, first in enumerate(words):
            if not first.group()[0].isupper():
                continue
            for last in words[i + 1 : i + _LONGEST_NAME]:
                name = text[first.start() : last.end()]
                if _is_broken(name):
                    break
                if last.group()[0].isupper() and name in self:
                    yield name

    def rows(self) -> list[list[str]]:
        """Return salt and hash of each spelling, as the key keeps them."""
        return [[self.salt, one] for one in sorted(self.hashes)]

    @classmethod
    def of_rows(cls, rows: Iterable[Iterable[str]]) -> "Forgotten":
        """Return what ``rows`` gave."""
        pairs = [(str(salt), str(one)) for salt, one in rows]
        return cls(pairs[0][0], frozenset(one for _salt, one in pairs)) if pairs else cls()


def _is_broken(name: str) -> bool:
    return any(not char.isalpha() and not char.isspace() and char not in "'’-" for char in name) or "\n" in name


def fresh_salt() -> str:
    """Return a new salt."""
    from secrets import token_hex

    return token_hex(_SALT_BYTES)


@lru_cache(maxsize=200_000)
def _hash(salt: str, name: str) -> str:
    return pbkdf2_hmac("sha256", name.encode(), bytes.fromhex(salt), _ROUNDS).hex()
