"""Tokens of a text with lemma and offsets: spaCy's Spanish tokeniser, simplemma's lemmas and a table of our own."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qualkit.language.acronyms import spoken_forms
from qualkit.language.words import PSEUDONYM, STOP_WORDS, fold

if TYPE_CHECKING:
    from spacy.language import Language

LEMMA_OVERRIDES: dict[str, str] = {
    "visto": "ver",
    "vista": "vista",
    "duplas": "dupla",
    "profes": "profe",
    "directora": "director",
    "directoras": "director",
    "dámelo": "dar",
    "cachái": "cachar",
    "cachai": "cachar",
    "cuento": "cuento",
    "nos": "nos",
    "niña": "niño",
    "chiquillas": "chiquillo",
    "chiquilla": "chiquillo",
    "papás": "papá",
    "mamás": "mamá",
    "slep": "slep",
    "pie": "pie",
    "fuese": "ser",
    "juntos": "juntos",
    "juntas": "juntos",
    "junta": "juntar",
    "junto": "junto",
    "medidas": "medida",
    "partimos": "partir",
    "sentido": "sentido",
    "hecho": "hacer",
    "dicho": "decir",
    "puesto": "puesto",
    "tics": "tic",
    "salas": "sala",
    "toca": "tocar",
    "traje": "traer",
    "eligieron": "elegir",
    "eligió": "elegir",
    "eligiendo": "elegir",
    "prometido": "prometer",
    "niñito": "niño",
    "niñitos": "niño",
    "niñita": "niño",
    "niñitas": "niño",
}
"""Where simplemma is wrong, or not what a reader of school talk expects."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a text: ``lemma`` in lower case, half-open offsets, whether it is a word and whether a stop word.

    A spelled-out acronym («pe eme e») is one token whose lemma is the acronym («pme»).
    """

    text: str
    lemma: str
    start: int
    end: int
    is_word: bool
    is_stop: bool


@lru_cache(maxsize=1)
def pipeline() -> "Language":
    """Return spaCy's blank Spanish pipeline, made once."""
    import spacy

    return spacy.blank("es")


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Return the lemma of ``word`` in lower case; a form that is not known stays as it is."""
    from simplemma import lemmatize

    lower = word.lower()
    return LEMMA_OVERRIDES.get(lower) or lemmatize(lower, lang="es").lower()


@lru_cache(maxsize=200_000)
def _word(text: str) -> tuple[str, bool, bool]:
    is_word = any(char.isalnum() for char in text)
    return (lemma(text), True, text.lower() in STOP_WORDS) if is_word else (text, False, False)


def analyse(text: str) -> tuple[Token, ...]:
    """Return the tokens of ``text`` in order; white space is no token. Their offsets index ``text``."""
    tokens = []
    for token in pipeline().tokenizer(text):
        if not token.is_space:
            start = token.idx
            tokens.append(Token(token.text, *_placed(token.text, start)))
    return tuple(_with_pseudonyms(list(_with_acronyms(tokens, text)), text))


def _placed(text: str, start: int) -> tuple[str, int, int, bool, bool]:
    lemma_, is_word, is_stop = _word(text)
    return lemma_, start, start + len(text), is_word, is_stop


def analyse_many(texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of each text, in order and one by one."""
    return map(analyse, texts)


def _with_pseudonyms(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield ``tokens`` with each pseudonym («Persona 3») made one token, a stop word: it says nothing of the matter."""
    hidden = [match.span() for match in PSEUDONYM.finditer(text)]
    at = 0
    for token in tokens:
        while at < len(hidden) and hidden[at][1] <= token.start:
            at += 1
        if at == len(hidden) or token.end <= hidden[at][0]:
            yield token
        elif token.start <= hidden[at][0]:
            start, end = hidden[at]
            yield Token(text[start:end], text[start:end].lower(), start, end, is_word=True, is_stop=True)


def _with_acronyms(tokens: Sequence[Token], text: str) -> Iterator[Token]:
    """Yield ``tokens`` with each spelled-out acronym made one token."""
    forms = spoken_forms()
    i = 0
    while i < len(tokens):
        for words, acronym in forms.get(fold(tokens[i].text), ()):
            if tuple(fold(token.text) for token in tokens[i : i + len(words)]) == words:
                start, end = tokens[i].start, tokens[i + len(words) - 1].end
                yield Token(text[start:end], acronym, start, end, is_word=True, is_stop=False)
                i += len(words)
                break
        else:
            yield tokens[i]
            i += 1
