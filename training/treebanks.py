"""Reads Universal Dependencies treebanks (CoNLL-U) as the surface tokens that qualkit sees.

A treebank parts «del» into «de» and «el», «dámelo» into «da», «me» and «lo». Talk is read as it stands, so here each
such word is one token that carries its parts: it takes the place of its head part in the tree.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = -1
"""The head of the root of a sentence."""


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word, as the treebank numbers them: a part of a surface token."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    deprel: str


@dataclass(frozen=True, slots=True)
class Token:
    """One surface token. ``head`` is the index of its head among the sentence's tokens (``ROOT`` for none).

    ``lemma``, ``upos``, ``xpos`` and ``feats`` are those of its verb («dámelo», «serlo») or else of its head part (the
    preposition of «del»); ``deprel`` is that of the part that hangs from another token. ``feats`` is as written
    («Gender=Fem|Number=Sing») and "" where there are none. ``parts`` has one word where the token is one word. ``misc``
    holds the last column's entries; ``space_after`` is read from them.
    """

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space_after: bool
    parts: tuple[Word, ...]
    misc: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text as printed, its surface tokens, its own id and that of its document ("" where unknown)."""

    text: str
    tokens: tuple[Token, ...]
    id: str
    document: str

    @property
    def words(self) -> tuple[str, ...]:
        """The forms of the tokens, for ``spacy.tokens.Doc(vocab, words=…, spaces=…)``."""
        return tuple(token.form for token in self.tokens)

    @property
    def spaces(self) -> tuple[bool, ...]:
        """Whether a space follows each token."""
        return tuple(token.space_after for token in self.tokens)

    @property
    def offsets(self) -> tuple[tuple[int, int], ...]:
        """Half-open offsets of each token in ``text``. Raises ``ValueError`` where a form is not found in its place."""
        at, places = 0, []
        for token in self.tokens:
            start = self.text.index(token.form, at)
            if self.text[at:start].strip():
                raise ValueError(f"{self.id}: {token.form!r} does not follow what stands before it")
            at = start + len(token.form)
            places.append((start, at))
        return tuple(places)


def read(path: Path | str) -> list[Sentence]:
    """Return the sentences of a CoNLL-U file, in order. Empty nodes («8.1») are left out.

    A text that was not given, or that its tokens do not spell, is made from the tokens and their spaces.
    """
    with Path(path).open(encoding="utf-8") as lines:
        return list(_sentences(lines))


def _sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    document = ""
    for block in _blocks(lines):
        comments = dict(_comment(line) for line in block if line.startswith("#"))
        if "newdoc" in comments or "newdoc id" in comments:
            document = comments.get("newdoc id", "")
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        tokens = _tokens([row for row in rows if "." not in row[0]])
        yield _with_true_text(Sentence(comments.get("text", ""), tokens, comments.get("sent_id", ""), document))


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if stripped := line.rstrip("\n\r"):
            block.append(stripped)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _comment(line: str) -> tuple[str, str]:
    key, _, value = line.lstrip("# ").partition("=")
    return key.strip(), value.strip()


def _tokens(rows: Sequence[Sequence[str]]) -> tuple[Token, ...]:
    groups = list(_groups(rows))
    place = {int(row[0]): i for i, (_, parts) in enumerate(groups) for row in parts}
    return tuple(_token(i, surface, parts, place) for i, (surface, parts) in enumerate(groups))


def _groups(rows: Sequence[Sequence[str]]) -> Iterator[tuple[Sequence[str], list[Sequence[str]]]]:
    """Yield for each surface token its own row and the rows of its parts."""
    i = 0
    while i < len(rows):
        first, _, last = rows[i][0].partition("-")
        count = int(last) - int(first) + 1 if last else 0
        yield rows[i], list(rows[i + 1 : i + 1 + count]) or [rows[i]]
        i += 1 + count


def _token(i: int, surface: Sequence[str], parts: list[Sequence[str]], place: dict[int, int]) -> Token:
    heads = [place.get(int(row[6]), ROOT) if row[6] != "_" else ROOT for row in parts]
    outside = [k for k, head in enumerate(heads) if head != i] or [0]
    verbs = [k for k, row in enumerate(parts) if row[3] in ("VERB", "AUX")]
    word = _word(parts[(verbs or outside)[0]])
    head = ROOT if heads[outside[0]] == i else heads[outside[0]]
    misc = () if surface[9] == "_" else tuple(surface[9].split("|"))
    return Token(
        form=surface[1],
        lemma=word.lemma,
        upos=word.upos,
        xpos=word.xpos,
        feats=word.feats,
        head=head,
        deprel=_word(parts[outside[0]]).deprel,
        space_after="SpaceAfter=No" not in misc,
        parts=tuple(map(_word, parts)),
        misc=misc,
    )


def _word(row: Sequence[str]) -> Word:
    form, lemma, upos, xpos, feats, _, deprel = row[1:8]
    return Word(form, lemma, upos, "" if xpos == "_" else xpos, "" if feats == "_" else feats, deprel)


def _with_true_text(sentence: Sentence) -> Sentence:
    spelled = spelling(sentence.tokens)
    same = "".join(sentence.text.split()) == "".join(spelled.split())
    return sentence if same else replace(sentence, text=spelled)


def spelling(tokens: Iterable[Token]) -> str:
    """Return the text that ``tokens`` spell, without white space at its ends."""
    return "".join(token.form + " " * token.space_after for token in tokens).strip()


_ACCENTS = str.maketrans("áéíóúüÁÉÍÓÚÜàèìòùÀÈÌÒÙ", "aeiouuAEIOUUaeiouAEIOU")


def lower_cased(sentence: Sentence) -> Sentence:
    """Return the sentence in lower case, as many recognisers write. Lemmas and tree stay."""
    return _rewritten(sentence, str.lower)


def unaccented(sentence: Sentence) -> Sentence:
    """Return the sentence as those write who leave out accents («tambien», «dia»); the ñ stays. Lemmas stay."""
    return _rewritten(sentence, lambda form: form.translate(_ACCENTS))


def unpunctuated(sentence: Sentence) -> Sentence:
    """Return the sentence without its punctuation, as recognisers write; what hung from a mark hangs from its head.

    A sentence of marks alone keeps its first.
    """
    words = [i for i, token in enumerate(sentence.tokens) if token.upos != "PUNCT"] or [0]
    place = {old: new for new, old in enumerate(words)}
    tokens = sentence.tokens
    kept = tuple(
        replace(tokens[old], head=place.get(_kept_head(tokens, old, place), ROOT), space_after=_parted(tokens, old))
        for old in words
    )
    kept = (*kept[:-1], replace(kept[-1], space_after=True))
    return replace(sentence, tokens=kept, text=spelling(kept))


def _kept_head(tokens: Sequence[Token], i: int, kept: dict[int, int]) -> int:
    head = tokens[i].head
    while head != ROOT and head not in kept:
        head = tokens[head].head
    return head


def _parted(tokens: Sequence[Token], i: int) -> bool:
    """Return whether a word boundary follows token ``i`` once the marks after it are gone."""
    if tokens[i].space_after or i + 1 == len(tokens):
        return True
    return tokens[i + 1].upos == "PUNCT"


def _rewritten(sentence: Sentence, change: Callable[[str], str]) -> Sentence:
    tokens = tuple(replace(token, form=change(token.form)) for token in sentence.tokens)
    return replace(sentence, tokens=tokens, text=change(sentence.text))


def as_spoken(sentence: Sentence) -> Sentence:
    """Return the sentence in lower case without accents and punctuation: the hardest of what recognisers write."""
    return unaccented(lower_cased(unpunctuated(sentence)))


TESTS = ("ud-ancora-devtest/es_ancora-ud-test.conllu", "ud-gsd-devtest/es_gsd-ud-test.conllu")
"""The test splits, below the folder of the sources: they measure, and nothing is learned from them."""


def key(text: str) -> str:
    """Return the letters and digits of a text, folded: what two sentences that are the same have in common."""
    decomposed = unicodedata.normalize("NFD", text.lower())
    return "".join(char for char in decomposed if char.isalnum())


def test_keys(sources: Path) -> frozenset[str]:
    """Return the keys of the sentences of the test splits: whoever learns leaves out what has one of them."""
    return frozenset(key(sentence.text) for name in TESTS for sentence in read(sources / name))
