"""Whether a word of a text is denied («nunca trabajamos juntos») or only wished for («nos gustaría trabajar juntos»).

Rules over tokens, no parser: a negator reaches forward inside its clause. It is right on most of what people say in a
meeting and wrong on irony and on negation that spans clauses; who uses it lowers a confidence, never drops a passage.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from qualkit.language.tokens import Token
from qualkit.language.words import fold

REACH = 9
"""How many words a negator reaches forward."""

_NEGATOR_WORDS = """
no nunca jamas sin tampoco ni ningun ninguno ninguna nadie ausencia
falta faltan falto faltaba faltaban carece carecemos carecen carecia careciamos
"""
_WISHES = """
gustaria gustarian encantaria ojala quisiera quisieramos quisieran queremos quiero quieren querriamos deberiamos
deberia deberian debieramos debiera podriamos podria podrian habria convendria serviria soñamos sueño esperamos
esperaria esperariamos pretendemos proyectamos aspiramos necesitamos necesitariamos idealmente
"""
_NEGATORS = frozenset(_NEGATOR_WORDS.split())
_WISH_WORDS = frozenset(_WISHES.split())
_BORDER_WORDS = frozenset(
    ("pero", "sino", "aunque", "porque", "entonces", "igual", "mientras", "excepto", "salvo", "cuando")
)
_BORDER_MARKS = frozenset((*',;:.!?¿¡…()«»"“”–—', "...", "--"))
_NOT_ONLY = frozenset(("solo", "solamente", "unicamente", "obstante", "mas", "si", "bien"))
_NOT_WITHOUT = frozenset(("duda", "dudas", "embargo", "querer"))
_POSTPOSED_VERBS = frozenset(("haber", "tener", "existir", "ver", "quedar"))
_VERB = ("ar", "er", "ir")
_UNFINISHED = ("ando", "iendo", "yendo", "ado", "ido", "ada", "ida", "ados", "idos", "adas", "idas")
_CLITICS = frozenset(
    ("se", "nos", "me", "te", "le", "les", "lo", "la", "los", "las", "ahi", "ahora", "despues", "asi", "hoy", "ya")
)
_WISH_PHRASES = (
    ("tener", "que"),
    ("la", "idea", "ser"),
    ("haber", "que"),
    ("deber",),
    ("se", "esperar"),
    ("se", "sugerir"),
    ("se", "recomendar"),
    ("se", "requerir"),
)
_NEEDS = """
necesario importante clave fundamental crucial vital esencial conveniente bueno recomendable deseable indispensable
prioritario urgente
"""
_NEEDED = frozenset(_NEEDS.split())
_IF_WORDS = frozenset({"si", "ojala"})
_SUBJUNCTIVE = (
    *("iera", "ieramos", "ieran", "iese", "iesen", "fuera", "fueran", "fueramos"),
    *("jera", "jeran", "jeramos", "aramos", "asemos", "ara", "aran"),
)
_CONDITIONAL = ("ia", "ias", "iamos", "ian")
_FUTURE = ("é", "ás", "á", "emos", "án")


def is_negated(tokens: Sequence[Token], i: int) -> bool:
    """Say whether token ``i`` lies in the reach of a negation of its own clause.

    Two denials in one clause cancel only as «no es que … no»; otherwise Spanish says no twice («no vino nadie»).
    """
    denials = [j for j in _before(tokens, i) if _denies(tokens, j)]
    if denials and _starts_not_that(tokens, denials[-1]):
        return len(denials) == 1
    return bool(denials) or _denied_behind(tokens, i)


def is_hypothetical(tokens: Sequence[Token], i: int, *, going_to: bool = True) -> bool:
    """Say whether the clause of token ``i`` speaks of what is wished, planned or supposed, not of what is done.

    ``going_to`` is false where «vamos a mandar» counts as done: whoever says so takes it on.
    """
    start, end = clause_bounds(tokens, i)
    clause = tokens[start:end]
    folded = [fold(token.text) for token in clause]
    if not _WISH_WORDS.isdisjoint(folded) or any(_is_conditional(token.text, token.lemma) for token in clause):
        return True
    if _is_called_for(clause):
        return True
    if not _IF_WORDS.isdisjoint(folded) and any(_is_subjunctive(token.text, token.lemma) for token in clause):
        return True
    return any(_calls_for(clause, k) or (going_to and _goes_to(clause, k)) for k in range(len(clause)))


def clause_bounds(tokens: Sequence[Token], i: int) -> tuple[int, int]:
    """Return the half-open range of tokens between the two clause borders around token ``i``."""
    start = i
    while start > 0 and not _is_border(tokens, start - 1, start):
        start -= 1
    end = i + 1
    while end < len(tokens) and not _is_border(tokens, end, end):
        end += 1
    return start, end


def _before(tokens: Sequence[Token], i: int) -> list[int]:
    """Return the tokens from ``i`` back to the border of its clause, the nearest first, as far as a negator reaches."""
    reached: list[int] = []
    j = i - 1
    while j >= 0 and len(reached) < REACH and not _is_border(tokens, j, j + 1):
        reached.append(j)
        j -= 1
    return reached


def _is_border(tokens: Sequence[Token], at: int, clause_start: int) -> bool:
    """Say whether token ``at`` parts two clauses; «y» does where a finite verb follows it."""
    token = tokens[at]
    if not token.is_word:
        return token.text in _BORDER_MARKS
    folded = fold(token.text)
    if folded in _BORDER_WORDS:
        return True
    following = next((t for t in tokens[at + 1 : at + 4] if fold(t.text) not in _CLITICS), None)
    return folded in ("y", "e", "o") and following is not None and _is_finite(following)


@lru_cache(maxsize=50_000)
def _is_finite_form(word: str, lemma: str) -> bool:
    return lemma.endswith(_VERB) and word != lemma and not word.endswith(_UNFINISHED)


def _is_finite(token: Token) -> bool:
    return _is_finite_form(token.text.lower(), token.lemma)


def _denies(tokens: Sequence[Token], j: int) -> bool:
    """Say whether token ``j`` is a negator, not a tag («¿no?»), an answer («no, sí») or part of «no solo»."""
    word = fold(tokens[j].text)
    if word not in _NEGATORS:
        return False
    after = fold(tokens[j + 1].text) if j + 1 < len(tokens) else "?"
    before = fold(tokens[j - 1].text) if j else ""
    if word == "no":
        return after not in _NOT_ONLY and after not in ("?", ",") and before != "¿" and not _asks(tokens, j)
    if word == "sin":
        return after not in _NOT_WITHOUT
    return True


def _asks(tokens: Sequence[Token], j: int) -> bool:
    """Say whether «no» is the invitation «por qué no hacemos…»."""
    return j >= 2 and tokens[j - 1].text.lower() == "qué" and tokens[j - 2].text.lower() == "por"


def _starts_not_that(tokens: Sequence[Token], j: int) -> bool:
    """Say whether «no es que» begins at token ``j``."""
    return [fold(token.text) for token in tokens[j : j + 3]] in (["no", "es", "que"], ["no", "era", "que"])


def _denied_behind(tokens: Sequence[Token], i: int) -> bool:
    """Say whether the word is put first and denied right behind: «confianza no hay», «tiempo no tenemos»."""
    behind = tokens[i + 1 : i + 4]
    for k, token in enumerate(behind[:-1]):
        if not token.is_word:
            return False
        if fold(token.text) in ("no", "nunca"):
            return behind[k + 1].lemma in _POSTPOSED_VERBS and not _goes_on(tokens, i + k + 3)
    return False


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].is_word and fold(tokens[at].text) not in _BORDER_WORDS | {"y"}


@lru_cache(maxsize=50_000)
def _is_conditional(word: str, lemma: str) -> bool:
    """Say whether ``word`` is a conditional or a future: an infinitive or its short stem, and the ending."""
    word = word.lower()
    if not lemma.endswith(_VERB) or word == lemma:
        return False
    if fold(word).endswith(_CONDITIONAL):
        stem = word[: word.rindex("í")] if "í" in word else ""
        return stem.endswith("r") and stem != lemma[:-2]
    future = next((ending for ending in _FUTURE if word.endswith(ending)), None)
    return future is not None and word[: -len(future)].endswith("r") and word[: -len(future)] != lemma[:-2]


@lru_cache(maxsize=50_000)
def _is_subjunctive(word: str, lemma: str) -> bool:
    return lemma.endswith(_VERB) and word.lower() != lemma and fold(word).endswith(_SUBJUNCTIVE)


def _is_called_for(clause: Sequence[Token]) -> bool:
    """Say whether the clause names something still to be done: «es clave medir», «medir es necesario»."""
    if not any(_is_infinitive(token) for token in clause):
        return False
    return any(one.lemma == "ser" and two.lemma in _NEEDED for one, two in pairwise(clause))


def _is_infinitive(token: Token) -> bool:
    return token.lemma.endswith(_VERB) and token.text.lower().startswith(token.lemma)


def _calls_for(clause: Sequence[Token], k: int) -> bool:
    """Say whether what should be done begins at token ``k``: «hay que probar», «tenemos que probar»."""
    lemmas = tuple(token.lemma for token in clause[k : k + 3])
    return any(lemmas[: len(phrase)] == phrase for phrase in _WISH_PHRASES)


def _goes_to(clause: Sequence[Token], k: int) -> bool:
    """Say whether «vamos a probar» begins at token ``k``."""
    if len(clause) < k + 3 or fold(clause[k].text) not in ("vamos", "voy", "van", "va"):
        return False
    return fold(clause[k + 1].text) == "a" and clause[k + 2].text.lower().endswith(_VERB)
