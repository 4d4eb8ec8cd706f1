"""Tokens of a text with lemma and offsets: spaCy's Spanish tokeniser with rules for talk, and lemmas to match by."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qualkit.language import lemmas
from qualkit.language.acronyms import acronym_at, spoken_forms
from qualkit.language.words import PSEUDONYM, STOP_WORDS, encodable, fold

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
    "chica": "chico",
    "chicas": "chico",
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
"""Words to match by: what a reader of school talk takes for one word, whatever a treebank says of them."""

_ABBREVIATIONS = """
apdo. art. Art. arts. aprox. Av. av. Avda. avda. Cía. Coord. Depto. depto. Dir. Dpto. dpto. Dr. Dra. Dras. Drs. Ed.
EE.UU. Educ. ej. Ej. esq. etc. Etc. fig. Fig. Gob. Gral. hrs. Hrs. inc. Ing. Lic. Ltda. mín. máx. nro. Nro. núm. Núm.
n.° N.° n.º N.º n° N° nº Nº p.ej. P.ej. pág. Pág. págs. Prof. Profa. Profs. Sr. Sra. Sras. Sres. Srta. Srtas. Sta.
Sto. Stgo. tel. Tel. vs. Vs. a.m. p.m. A.M. P.M.
"""
_SPOKEN = "y/o Y/O --> pa' na' to' po' pa'l pa'lante pa'llá pa'cá pa'rriba pa'bajo pa'fuera"
_NOT_IN_TALK = ("pal", "8)", "8-)", "8D", "8-D", "(-8", "0.0", "0.o", "o.0", ":0", ":1", ":3", "=3", "12m.")
"""Exceptions of spaCy's that talk does not bear out: «8)» counts, it does not smile; «pal» is one word."""

_EMOJI = "[\u2600-\u27bf\U0001f000-\U0001faff]"
_JOINED_EMOJI = rf"{_EMOJI}(?:[\ufe0f\u20e3\U0001f3fb-\U0001f3ff]|\u200d{_EMOJI})+"
_PREFIXES = (_JOINED_EMOJI, r"[!?]{2,}", r"[Nn]\.?[°º](?=\d)", r"-(?=[^\W\d_]|[¿¡])")
_SUFFIXES = (_JOINED_EMOJI, r"[!?]{2,}", r"(?<=\d)(?:hrs|hr|h|min)\.?", r"(?<=\d{3})\.-")
_INFIXES = (_JOINED_EMOJI, r"[()\[\]«»“”¿¡—–]|[!?;]+", r"(?<=\w):(?=[«“¿¡(—–])")
_ORDINAL = r"\d{1,3}\.?[°ºª]s?$"
_WORD_AND_MARK = re.compile(r"[a-zñáéíóúüA-ZÑÁÉÍÓÚÜ]+(?:[,;:?!]|(?<=[a-zñáéíóúü])\.)")
_RUN = re.compile(r"\S{1,200}")
"""What is looked at as a whole: the tokeniser's time grows with the square of the marks in a run."""


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


def blank_pipeline() -> "Language":
    """Return a new blank Spanish pipeline whose tokeniser knows how talk is written down; one to add components to.

    Contractions, hyphened words, e-mails, addresses, times and «100%» are one token each; «$5.000» is a sign and a
    number; marks, brackets and dashes part from words, as treebanks have it.
    """
    import spacy

    nlp = spacy.blank("es")
    _learn_talk(nlp)
    return nlp


@lru_cache(maxsize=1)
def pipeline() -> "Language":
    """Return the blank pipeline that ``analyse`` uses, made once. To add components take ``blank_pipeline()``."""
    return blank_pipeline()


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    return pipeline().tokenizer


def _learn_talk(nlp: "Language") -> None:
    """Give the tokeniser of ``nlp`` the rules of this module, before those it has."""
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    tokenizer: Any = nlp.tokenizer
    defaults = nlp.Defaults
    known = {text: rule for text, rule in tokenizer.rules.items() if text not in _NOT_IN_TALK and " " not in text[1:]}
    whole = [*_ABBREVIATIONS.split(), *_SPOKEN.split()]
    tokenizer.rules = {**known, **{text: [{"ORTH": text}] for text in whole}}
    tokenizer.prefix_search = compile_prefix_regex([*_PREFIXES, *(defaults.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*_SUFFIXES, *(defaults.suffixes or ())]).search
    tokenizer.infix_finditer = compile_infix_regex([*_INFIXES, *(defaults.infixes or ())]).finditer
    tokenizer.token_match = re.compile(_ORDINAL).match


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Return the lemma to match ``word`` by, in lower case; a form that is not known stays as it is.

    ``lemmas.lemma`` is the lemma of the treebanks, which knows parts of speech.
    """
    lower = word.lower()
    return lower if lower.isdecimal() else LEMMA_OVERRIDES.get(lower) or lemmas.lemma(lower)


@lru_cache(maxsize=200_000)
def _word(text: str) -> tuple[str, bool, bool]:
    is_word = any(char.isalnum() for char in text)
    return (lemma(text), True, text.lower() in STOP_WORDS) if is_word else (text, False, False)


_Piece = tuple[str, int, int, str, bool, bool]
"""A token within its run: text, start and end counted from the start of the run, lemma, is_word, is_stop."""


@lru_cache(maxsize=200_000)
def _pieces(run: str) -> tuple[tuple[_Piece, ...], bool]:
    """Return the tokens of a run without white space, and whether an acronym may begin there.

    Runs come back all the time, so each is parted once. White space always parts tokens, so a text's tokens are those
    of its runs. A word, and a word with a mark after it, need no tokeniser: that is most of a text.
    """
    if run.isalpha() or run.isdecimal():
        tokens = [(0, run)]
    elif _WORD_AND_MARK.fullmatch(run) and run not in _tokenizer().rules:
        tokens = [(0, run[:-1]), (len(run) - 1, run[-1])]
    else:
        tokens = [(token.idx, run[token.idx : token.idx + len(token)]) for token in _tokenizer()(encodable(run))]
    pieces = tuple((text, start, start + len(text), *_word(text)) for start, text in tokens)
    return pieces, any(fold(text) in spoken_forms() for _, text in tokens)


def analyse(text: str) -> tuple[Token, ...]:
    """Return the tokens of ``text`` in order; white space is no token. Their offsets index ``text``.

    They are the tokens of ``pipeline()``, but acronyms that were spelled out and pseudonyms are one token each. A run
    of more than 200 characters without white space is parted there, so the time is linear whatever the text.
    """
    tokens: list[Token] = []
    acronyms: list[int] = []
    for match in _RUN.finditer(text):
        at = match.start()
        pieces, begins = _pieces(match.group())
        if begins:
            acronyms.extend(range(len(tokens), len(tokens) + len(pieces)))
        for word, start, end, lemma_, is_word, is_stop in pieces:
            tokens.append(Token(word, lemma_, at + start, at + end, is_word, is_stop))
    folded = [fold(token.text) for token in tokens] if acronyms else []
    spelled = {i: acronym for i in acronyms if (acronym := acronym_at(folded, i))}
    if spelled:
        tokens = list(_with_acronyms(tokens, text, spelled))
    hidden = [match.span() for match in PSEUDONYM.finditer(text)]
    return tuple(_with_pseudonyms(tokens, text, hidden) if hidden else tokens)


def analyse_many(texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of each text, in order and one by one."""
    return map(analyse, texts)


def content_of(text: str) -> list[str]:
    """Return the lemmas of the words of ``text`` that carry meaning."""
    return [token.lemma for token in analyse(text) if token.is_word and not token.is_stop]


def word_grams(lemmas: Sequence[str]) -> list[str]:
    """Return the lemmas and the pairs of neighbouring lemmas."""
    return [*lemmas, *(f"{one} {two}" for one, two in pairwise(lemmas))]


def _with_pseudonyms(tokens: Sequence[Token], text: str, hidden: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """Yield ``tokens`` with each pseudonym («Persona 3») made one token, a stop word: it says nothing of the matter."""
    at = 0
    for token in tokens:
        while at < len(hidden) and hidden[at][1] <= token.start:
            at += 1
        if at == len(hidden) or token.end <= hidden[at][0]:
            yield token
        elif token.start <= hidden[at][0]:
            start, end = hidden[at]
            yield Token(text[start:end], text[start:end].lower(), start, end, is_word=True, is_stop=True)


def _with_acronyms(tokens: Sequence[Token], text: str, spelled: Mapping[int, tuple[int, str]]) -> Iterator[Token]:
    """Yield ``tokens`` with each acronym of ``spelled`` (where it begins: its length and itself) made one token."""
    i = 0
    while i < len(tokens):
        if i not in spelled:
            yield tokens[i]
            i += 1
            continue
        length, acronym = spelled[i]
        start, end = tokens[i].start, tokens[i + length - 1].end
        yield Token(text[start:end], acronym, start, end, is_word=True, is_stop=False)
        i += length
