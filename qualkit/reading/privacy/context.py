"""A passage of text as words with what stands around each: sentence starts, titles, places, shouting."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from qualkit.reading.privacy.gazetteers import SURE
from qualkit.reading.privacy.lexicon import Word, word_of
from qualkit.reading.privacy.names import FEASTS

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.?!…\n:;\"«“¿¡—–|•*)\]-]\s*$|^\s*$|\A\s*[\[(]?\s*\Z")
_LABEL = re.compile(r"^[ \t]*(?:\[[^\]\n]{1,12}\][ \t]*)?[^\n:]{2,60}:(?=\s)", re.MULTILINE)
LONGEST_WORD = 40
_SHOUTED_SHARE = 0.7
_FEWEST_SHOUTED = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands; in a line that is all in capitals a capital says nothing (``is_shouted``)."""

    word: Word
    start: int
    end: int
    is_capital: bool
    is_shouted: bool


class Passage:
    """The words of a text, in order."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self._labels = [match.span() for match in _LABEL.finditer(text)]
        self._label_starts = [start for start, _end in self._labels]

    def in_label(self, at: int) -> bool:
        """Say whether a token stands in what a speaker's label or a field's name may be: before a colon."""
        start = self.tokens[at].start
        i = bisect_right(self._label_starts, start) - 1
        return i >= 0 and start < self._labels[i][1]

    def is_glued(self, at: int) -> bool:
        """Say whether nothing but blanks stands between a token and the next one."""
        between = self.text[self.tokens[at].end : self.tokens[at + 1].start] if at + 1 < len(self.tokens) else ""
        return between == " " or (1 <= len(between) <= 3 and not between.strip(" \t\u00a0"))

    def touches(self, at: int) -> bool:
        """Say whether blanks, or the point of an abbreviation, stand between a token and the next one."""
        if at + 1 >= len(self.tokens):
            return False
        between = self.text[self.tokens[at].end : self.tokens[at + 1].start]
        return between == " " or (len(between) <= 4 and between.strip(" \t\u00a0") in ("", ".") and "\n" not in between)

    def before(self, at: int) -> Token | None:
        """Return the token that stands straight before a token."""
        return self.tokens[at - 1] if at and self.touches(at - 1) else None

    def after(self, at: int) -> Token | None:
        """Return the token that stands straight after a token."""
        return self.tokens[at + 1] if self.is_glued(at) else None

    def run_before(self, at: int, n: int) -> list[Token]:
        """Return up to ``n`` tokens straight before a token, in order."""
        start = at
        while start > 0 and at - start < n and self.is_glued(start - 1):
            start -= 1
        return self.tokens[start:at]

    def is_at_start(self, at: int) -> bool:
        """Say whether a token stands where any word has a capital: at the start of a sentence."""
        if at < 0:
            return True
        start = self.tokens[at].start
        return (at == 0 and start < 3) or _SENTENCE_END.search(self.text[max(0, start - 4) : start]) is not None

    def title_before(self, at: int) -> Token | None:
        """Return the «don», «tía», «Dra.» that stands straight before a token."""
        before = self.before(at)
        if before is None or not before.word.is_title:
            return None
        is_abbreviation = len(before.word.bare) <= 4
        return before if is_abbreviation or "." not in self.text[before.end : self.tokens[at].start] else None

    def is_place(self, at: int) -> bool:
        """Say whether the word before makes a place, a thing or a saint of a name: «Santa Rosa», «población Rosa»."""
        before = self.before(at)
        if before is not None and before.word.bare in ("de", "del", "la") and self._follows_feast(at - 1):
            return True
        if before is None or not before.word.is_place:
            return False
        if before.word.bare in ("san", "santa", "dia") and not before.is_capital and not before.is_shouted:
            return before.word.bare != "dia" or self.is_glued(at - 1)
        return "." not in self.text[before.end : self.tokens[at].start] or len(before.word.bare) <= 3

    def _follows_feast(self, at: int) -> bool:
        """Say whether «Virgen», «Día», «plaza» stands before the «de», «del», «de la» that ends at ``at``."""
        words = [token.word.bare for token in self.run_before(at + 1, 3)]
        head = words[:-2] if words[-2:] == ["de", "la"] else words[:-1] if words and words[-1] in ("de", "del") else []
        return bool(head) and head[-1] in FEASTS

    def is_acronym(self, at: int) -> bool:
        """Say whether a token is a few capitals that are no name («UTP»)."""
        token = self.tokens[at]
        if not token.word.is_upper or token.is_shouted or len(token.word.text) > 5:
            return False
        return not token.word.is_name or (len(token.word.text) <= 3 and not self.in_label(at))

    def is_cased_name(self, at: int) -> bool:
        """Say whether the token at ``at`` goes on with a name: a surname or a first name, with a capital if it can be
        another word.
        """
        if at >= len(self.tokens) or not self.is_glued(at - 1):
            return False
        word = self.tokens[at].word
        if not word.is_name or word.is_stop:
            return False
        return (
            self.tokens[at].is_capital or self.tokens[at].is_shouted or word.surname == SURE or word.certainty == SURE
        )

    def is_before_verb(self, at: int) -> bool:
        """Say whether a verb in the third person follows, a «no», «me», «se» between them aside."""
        for i in range(at + 1, min(at + 4, len(self.tokens))):
            if not self.is_glued(i - 1):
                return False
            if self.tokens[i].word.acts or self.tokens[i].word.speaks or self.tokens[i].word.bare == "vino":
                return True
            if self.tokens[i].word.bare not in (
                "no",
                "me",
                "se",
                "nos",
                "te",
                "le",
                "les",
                "lo",
                "la",
                "ya",
                "tambien",
                "igual",
            ):
                return False
        return False

    def is_initial_of(self, at: int) -> bool:
        """Say whether the token at ``at`` continues a name after an initial."""
        return (
            at < len(self.tokens)
            and self.tokens[at].is_capital
            and (self.tokens[at].word.is_name or self.tokens[at].word.is_unknown)
            and self.touches(at - 1)
        )

    def has_point_after_initial(self, at: int) -> bool:
        """Say whether the token is an initial with its point, before a word."""
        token = self.tokens[at]
        return (len(token.word.text) == 1 or token.word.text in ("Ma", "Fco", "Gmo")) and self.touches(at)

    def end_with_initial(self, stop: int) -> int:
        """Return where a name ends, with the point of a last initial («Rolando Q.»)."""
        last = self.tokens[stop - 1]
        is_initial = len(last.word.text) == 1 or last.word.text == "Ch"
        return last.end + (1 if is_initial and self.text[last.end : last.end + 1] == "." else 0)


def passage_of(text: str) -> Passage:
    """Return the words of ``text``; words longer than any name are left out."""
    tokens: list[Token] = []
    for start, line in _lines(text):
        matches = [
            match
            for match in _WORD.finditer(line)
            if match.end() - match.start() <= LONGEST_WORD and "º" not in match.group()
        ]
        words = [word_of(match.group()) for match in matches]
        shouted = _is_shouted(words)
        tokens.extend(
            Token(word, start + match.start(), start + match.end(), word.is_capital and not shouted, shouted)
            for word, match in zip(words, matches, strict=True)
        )
    return Passage(text, tokens)


def _lines(text: str) -> list[tuple[int, str]]:
    lines = []
    start = 0
    for line in text.split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    return lines


def _is_shouted(words: list[Word]) -> bool:
    long = [word for word in words if len(word.text) > 1]
    loud = sum(word.is_upper for word in long)
    return loud >= _FEWEST_SHOUTED and loud >= _SHOUTED_SHARE * len(long)
