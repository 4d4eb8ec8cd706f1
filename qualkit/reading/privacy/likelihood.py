"""How likely a word that may or may not be a name is a person where it stands, by what stands around it.

The weights are set by hand and add up; from ``THRESHOLD`` on the word is taken for a person.
"""

import re

from qualkit.reading.privacy.context import Passage, Token
from qualkit.reading.privacy.gazetteers import ALWAYS, IN_LOWER_CASE, SURE, phrases
from qualkit.reading.privacy.gender import WOMEN_LIKE_MEN
from qualkit.reading.privacy.lexicon import Word
from qualkit.reading.privacy.names import (
    ABSTRACTIONS,
    COMMON_AFTER_ARTICLE,
    HEAVY_NOUNS,
    NOUNS_IN_LOWER_CASE,
    PLACE_NAMES,
    WEEK_AND_MONTHS,
)
from qualkit.reading.spelling import word_set

THRESHOLD = 1.0
_AGAIN = 0.8
_TOLD_APART = 0.7
_UNKNOWN_IN_LOWER_CASE = -1.6
_RARE = -0.3
_ARTICLES = frozenset(("la", "el", "al", "del"))
_CALLS = word_set(
    "gracias hola oye oiga disculpa disculpe perdon perdona felicitaciones saludos estimada estimado querida querido "
    "dale adelante bienvenida bienvenido buenas chao mire mira ya si no acuerdas cierto cumpleaños"
)
_SPEAKS_BEFORE = word_set(
    "dijo dice decia segun conto cuenta comento pregunto respondio explico propuso planteo nombro menciono vino llego "
    "falto hablo vinieron hablaron conoci conozco conoces conocen habla"
)
_SUBORDINATES = word_set("que cuando porque si pero como donde mientras aunque fue entonces pues ahi y o ni e")
_CLITICS = word_set(
    "se me te le les lo la los las nos no ya tambien tampoco igual siempre nunca nomas si todavia recien mismo misma "
    "despues ayer hoy solo casi ahi justo quiso"
)
_PLACE_PREPOSITIONS = word_set("en desde hasta hacia")
_TIME_WORDS = word_set("en de desde hasta este cada proximo proxima pasado fin mes durante para hacia el los al a")
_DEVICES = word_set("iphone ipad galaxy samsung huawei motorola xiaomi redmi celular notebook pc tablet moto")
_OF_PEOPLE = word_set("con a para por de entre sin contra donde")


_OF_AGE = re.compile(r",? ?\(?(?:de |tiene )?(?:\d{1,2}|[a-zéí]{3,10}) (?:años|añitos)|, ?\ufffc")
_HAS_YEARS = re.compile(r" (?:que )?(?:tiene|tenía|cumple|cumplió) (?:\d{1,2}|[a-zéí]{3,10}) (?:años|añitos)")
_ADDRESSED = re.compile(
    r", (?:¿|tú\b|usted\b|ud\b|puedes|podrías|quieres|te \w+|cuéntanos|cuéntame|dale|adelante|por"
    r" favor|gracias|tienes|está[sn]|le\w* doy|me |ayúda|mira|dinos|dime|prende|apaga|tu )",
    re.IGNORECASE,
)
_SO_CALLED = re.compile(r",? (?:as[ií]|como) (?:le|la|lo|nos|me) (?:dicen|decimos|llaman|dice)", re.IGNORECASE)


_AFTER_PERSON = re.compile("\ufffc, $")
_BEFORE_PERSON = re.compile("(?:,| [ye])(?: (?:la|el))?(?: (?:t[ií][ao]|profe|señora?|miss|don|doña))? \ufffc")


def is_likely_person(passage: Passage, at: int, *, known_word: bool = False, heard: bool = False) -> bool:
    """Say whether the token at ``at`` is a person's name here.

    ``known_word``: the document has it in lower case; ``heard``: it is part of a name found elsewhere.
    """
    token = passage.tokens[at]
    prior = _prior(passage, at, known_word=known_word)
    if prior is None:
        return False
    again = _AGAIN if heard and token.is_capital and not passage.is_at_start(at) else 0.0
    return prior + again + _left(passage, at, token) + _right(passage, at, token) >= THRESHOLD


def _prior(passage: Passage, at: int, *, known_word: bool) -> float | None:
    token = passage.tokens[at]
    word = token.word
    if passage.is_acronym(at):
        return None
    if not token.is_capital:
        return _prior_in_lower_case(token, passage, at)
    starts = passage.is_at_start(at)
    in_label = passage.in_label(at)
    penalty = 0.5 if in_label else 2.0 if starts else 0.0
    if word.is_given:
        # «la Luz apagó la luz»: who writes both ways means the one with a capital as a name
        apart = _TOLD_APART if known_word and not starts and word.certainty == ALWAYS else 0.0
        return apart + _prior_of_given(word) - (penalty if word.certainty == ALWAYS else penalty / 2)
    if word.surname:
        return (0.5 if word.surname == SURE else -0.5 if word.surname == IN_LOWER_CASE else -0.8) - penalty
    if word.is_rare and not word.is_unknown and not starts and not known_word:
        return _RARE + word.likeness
    if word.is_ordinary or word.is_thing or known_word:
        return None
    return (0.3 if word.looks_foreign else 0.1 if word.is_unknown else -0.2) + word.likeness - min(penalty, 1.7)


def _prior_of_given(word: Word) -> float:
    if word.certainty != ALWAYS:
        return 1.5
    if word.bare in WEEK_AND_MONTHS:
        return -0.5
    return -0.3 if word.bare in ABSTRACTIONS or word.bare in PLACE_NAMES else 0.3


def _prior_in_lower_case(token: Token, passage: Passage, at: int) -> float | None:
    word = token.word
    before = passage.before(at)
    if word.bare in WEEK_AND_MONTHS and before is not None and before.word.bare in _TIME_WORDS:
        return -1.0 if passage.is_cased_name(at + 1) else None
    if word.is_given:
        has_article = before is not None and before.word.bare in ("la", "el", "al")
        if word.bare in PLACE_NAMES and word.bare not in NOUNS_IN_LOWER_CASE and has_article:
            return -0.2
        if word.certainty == SURE:
            return 1.5
        if word.certainty == IN_LOWER_CASE:
            return -0.5 if has_article and word.bare not in COMMON_AFTER_ARTICLE else -1.3
        return -3.4 if word.bare in HEAVY_NOUNS else -2.5
    if word.surname:
        return -0.7 if word.surname == SURE else -3.0
    if before is None or before.word.bare not in _ARTICLES:
        return _UNKNOWN_IN_LOWER_CASE + word.likeness if word.is_unknown else None
    if (word.is_ordinary and not word.is_rare) or word.is_thing:
        return None
    if word.looks_foreign and not word.is_ordinary:
        return max(0.0, word.likeness) - (1.0 if before.word.bare == "la" else 1.4)
    return (-2.3 if word.is_unknown or not word.is_ordinary else -2.9) + word.likeness


def _left(passage: Passage, at: int, token: Token) -> float:
    before = passage.before(at)
    if before is None:
        return _after_a_mark(passage, at, token)
    word = before.word
    if word.bare in ("de", "del", "la") and _is_somebodys(passage, at):
        return 3.2 if token.is_capital else 2.8
    if before.word.text in ("la", "el", "al", "del", "La", "El", "Al", "LA", "EL", "AL", "DEL"):
        return _after_article(passage, at, token, word)
    if word.is_title:
        return 2.0
    if word.is_kin:
        is_mine = at > 1 and passage.tokens[at - 2].word.bare in ("mi", "mis", "su", "tu", "nuestra", "nuestro")
        return (3.0 if token.is_capital or token.word.is_given else 1.5) + (0.6 if is_mine else 0.0)
    if word.is_role:
        return 2.0 if token.is_capital else 1.5
    if word.bare in _SPEAKS_BEFORE:
        return 2.0
    if word.bare in _CALLS:
        return 2.5
    return _after_small_word(passage, at, token, word.bare)


def _after_small_word(passage: Passage, at: int, token: Token, before: str) -> float:
    word = token.word
    if word.bare in WEEK_AND_MONTHS and before in _TIME_WORDS:
        return 0.0 if passage.is_cased_name(at + 1) else -3.0
    if word.bare in PLACE_NAMES and before == "a" and not _is_told(passage, at):
        return -0.5
    if word.surname and not word.is_given and before in ("de", "a", "en", "desde") and word.bare in phrases("comunas"):
        return -2.0
    if before in _PLACE_PREPOSITIONS:
        return -2.0 if word.certainty != IN_LOWER_CASE else -0.5
    if word.bare in PLACE_NAMES and before == "de":
        return -2.0
    if before in ("y", "e", "o", "ni"):
        return 1.7 if _follows_person(passage, at - 1) else 0.3 if token.is_capital else 0.0
    if before == "de" and at > 1 and passage.tokens[at - 2].word.is_place and not word.is_given:
        return -1.5
    if before in _OF_PEOPLE:
        if before == "con" and word.bare in WEEK_AND_MONTHS and token.is_capital:
            return 2.0  # nobody is «con el domingo»
        gain = {"con": 1.3, "a": 1.3, "para": 0.8, "por": 0.6, "de": 0.6, "entre": 0.6}.get(before, 0.3)
        is_told = before == "a" and _is_told(passage, at)
        return gain + (1.2 if is_told else 0.0) if token.is_capital else gain / 2 + (1.0 if is_told else 0.0)
    if before in _SUBORDINATES:
        return 1.0 if token.is_capital else 0.3
    if before in _DEVICES:
        return 2.0
    if before in ("mi", "nuestra", "nuestro") and word.is_given and word.bare.endswith(("ito", "ita")):
        return 2.5
    if before in ("los", "las", "un", "una", "unos", "unas"):
        return -1.5
    if token.is_capital and passage.tokens[at - 1].word.text.endswith("ó"):
        return 1.3
    if word.is_rare and passage.tokens[at - 1].is_capital and not passage.is_at_start(at - 1):
        return -1.0  # «Escape Room», «Dupla Psicosocial»
    return (0.9 if word.is_name or word.is_unknown else 0.4) if token.is_capital else -0.3


_TELLING = word_set(
    "dije digo dijimos dijo dijeron pregunte preguntamos preguntaron pedi pedimos pidio tengo tenemos"
    " tenia teniamos conoci conozco llame "
    "llamamos derivamos felicitar saludar agradecer premio entregamos cuidar evaluar evaluaron"
    " acompañar vi vimos reto retaron puse encargaron "
    "escucho escuche escuchamos mande mandaron invite invitamos"
)


def _is_told(passage: Passage, at: int) -> bool:
    """Say whether a verb that takes a person stands before the «a»: «le dije a Paz», «tengo a Luz»."""
    return at > 1 and passage.tokens[at - 2].word.bare in _TELLING


def _is_somebodys(passage: Passage, at: int) -> bool:
    """Say whether «la mamá de», «el papá de la», «el caso de» stands before the token."""
    words = [token.word for token in passage.run_before(at, 3)]
    if words and words[-1].bare == "la" and len(words) > 1 and words[-2].bare == "de":
        words = words[:-1]
    if len(words) < 2 or words[-1].bare not in ("de", "del"):
        return False
    return words[-2].is_kin or (
        words[-2].bare in ("caso", "casa", "parte", "cumpleaños", "rut", "mochila", "curso", "idea")
        and passage.tokens[at].is_capital
    )


def _follows_person(passage: Passage, at: int) -> bool:
    """Say whether the word before the «y» at ``at`` is a person: a name that is no other word, or"
    " one that is hidden.
    """
    start = passage.tokens[at].start
    if passage.text[max(0, start - 2) : start].strip() == "\ufffc":
        return True
    before = passage.before(at)
    return before is not None and (before.word.certainty == SURE or (before.is_capital and before.word.is_given))


def _after_article(passage: Passage, at: int, token: Token, article: Word) -> float:
    gain = (
        1.3
        if at > 1
        and passage.tokens[at - 2].word.bare in ("y", "e")
        and passage.is_glued(at - 2)
        and _follows_person(passage, at - 2)
        else 0.0
    )
    if token.word.is_rare and article.is_capital and not passage.is_at_start(at - 1):
        return -1.0  # «El Principito»: a title
    return gain + _after_article_alone(token, article)


def _after_article_alone(token: Token, article: Word) -> float:
    word = token.word
    if article.bare == "la" and word.bare in WOMEN_LIKE_MEN:
        return 4.2 if not token.is_capital else 2.5
    if not token.is_capital:
        return 1.6 if word.certainty == IN_LOWER_CASE else 1.2 if word.is_given or word.surname == SURE else 0.8
    if word.is_given and word.certainty == ALWAYS:
        if word.bare in WEEK_AND_MONTHS:
            return -1.5
        return 0.3 if word.bare in ABSTRACTIONS or word.bare in PLACE_NAMES else 1.0
    if word.surname and not word.is_given:
        return 2.0 if (article.bare == "la" and not word.bare.endswith("a")) or word.bare == "herrera" else 0.8
    return 2.0


def _after_a_mark(passage: Passage, at: int, token: Token) -> float:
    """Return what a comma, a bracket or a line's start before the token says: «¿la tenías tú, Pancho?»."""
    start = token.start
    mark = passage.text[max(0, start - 2) : start].strip()[-1:]
    if not token.word.is_name and not token.word.looks_foreign and not token.word.is_unknown:
        return 0.5 if mark == "," else 0.0
    if token.is_capital and mark == ":" and _is_field(passage, at):
        return 2.6
    if token.is_capital and _AFTER_PERSON.search(passage.text, max(0, start - 4), start):
        return 1.5
    if mark == "\ufffc":
        return 1.5 if token.word.is_name else 0.5
    if not token.is_capital:
        return 0.0
    if mark == ",":
        return 1.0 if passage.text[token.end : token.end + 1] in (",", "?", ".", "!", ":") else 0.5
    if mark == "(":
        return 0.5
    return 0.3


def _is_field(passage: Passage, at: int) -> bool:
    """Say whether «Monitora:», «Contacto:» stands before the token."""
    if not at or passage.text[passage.tokens[at - 1].end : passage.tokens[at].start] != ": ":
        return False
    word = passage.tokens[at - 1].word
    return word.is_role or word.is_title or word.is_kin or word.bare in _FIELDS


_FIELDS = word_set(
    "contacto terreno responsable fotografia foto nombre nombres autora autor relata asiste excusa texto"
)
_HERE = re.compile(r",? (?:por )?(?:ac[aá]|aqu[ií])\b|,? presente\b")


def _right(passage: Passage, at: int, token: Token) -> float:
    text = passage.text
    mark = text[token.end : token.end + 1]
    following = passage.after(at)
    if (token.word.is_given or token.word.is_unknown) and _HERE.match(text, token.end):
        return 2.5
    if token.is_capital and (token.word.is_name or token.word.is_unknown) and _BEFORE_PERSON.match(text, token.end):
        return 2.8 if token.word.is_name and mark == "," else 1.5
    if following is None:
        return _before_a_mark(passage, at, token, mark)
    if passage.is_cased_name(at + 1):
        return 3.0 if token.is_capital else 4.0
    word = following.word
    if token.is_capital and token.word.is_rare and following.is_capital and word.is_rare:
        return 1.5
    if len(word.text) == 1 and following.is_capital and text[following.end : following.end + 1] == ".":
        return 3.0
    if not token.is_capital and token.word.is_given and word.surname and not word.is_stop:
        return 2.2
    if _is_told_apart(passage, at + 1):
        return 2.5
    if word.bare in ("de", "del") and token.word.certainty == ALWAYS:
        return -1.5
    if text[following.start - 1 : following.start] and following.word.bare in ("y", "e"):
        return _before_another(passage, at, token)
    if (
        word.bare in ("ud", "usted", "tu", "puedes", "podrias", "quieres")
        and token.is_capital
        and passage.is_at_start(at)
    ):
        return 3.0
    if word.bare in ("le", "les") and token.is_capital and at and passage.tokens[at - 1].word.bare == "a":
        return 2.5
    if word.bare in ("es", "era") and token.is_capital and _is_told_apart(passage, at + 2):
        return 4.0
    if _HAS_YEARS.match(text, token.end):
        return 4.0
    return _before_verb(passage, at, token)


def _before_another(passage: Passage, at: int, token: Token) -> float:
    """Return what «y Victoria», «y la Caro» after the token says."""
    if not _is_person_ahead(passage, at + 2, token):
        return 0.0
    return 3.0 if token.is_capital and passage.is_at_start(at) else 1.0


def _is_told_apart(passage: Passage, at: int) -> bool:
    """Say whether «mi colega», «la mamá», «su hermana» stands at ``at``."""
    if at >= len(passage.tokens) or passage.tokens[at].word.bare not in (
        "mi",
        "su",
        "la",
        "el",
        "nuestra",
        "nuestro",
        "una",
        "un",
    ):
        return False
    following = passage.after(at)
    return following is not None and (following.word.is_kin or following.word.is_role or following.word.is_title)


def _is_person_ahead(passage: Passage, at: int, token: Token) -> bool:
    if at >= len(passage.tokens):
        return False
    ahead = passage.tokens[at]
    if ahead.word.bare in _ARTICLES and at + 1 < len(passage.tokens):
        ahead = passage.tokens[at + 1]
        if ahead.word.certainty == IN_LOWER_CASE and token.word.certainty in (SURE, IN_LOWER_CASE):
            return True
    may_be = ahead.word.is_given or (token.word.is_unknown and ahead.word.is_unknown)
    return ahead.word.certainty == SURE or (token.is_capital and ahead.is_capital and may_be)


def _before_verb(passage: Passage, at: int, token: Token) -> float:
    """Return what the verb after the token says, a clitic or an adverb between them aside."""
    for i in range(at + 1, min(at + 5, len(passage.tokens))):
        if not passage.is_glued(i - 1):
            return 0.0
        word = passage.tokens[i].word
        if token.is_capital and i == at + 1 and word.text.endswith(("ando", "iendo")):
            return 1.0
        if word.speaks:
            return 3.2 if token.is_capital else 2.8
        if word.acts and word.bare not in _CLITICS:
            if _is_bare_subject(passage, at, word):
                return 3.0
            is_weak = token.word.certainty == ALWAYS and (not token.is_capital or token.word.bare in ABSTRACTIONS)
            is_inside = token.is_capital and not passage.is_at_start(at)
            return (1.0 if is_inside else 0.6) if is_weak else 1.5
        if word.bare not in _CLITICS:
            return 0.0
    return 0.0


def _is_role_ahead(passage: Passage, at: int) -> bool:
    return at < len(passage.tokens) and (passage.tokens[at].word.is_role or passage.tokens[at].word.is_kin)


def _is_bare_subject(passage: Passage, at: int, verb: Word) -> bool:
    """Say whether the token opens a sentence as the subject of ``verb`` without an article, as only names do."""
    token = passage.tokens[at]
    if not (token.is_capital and passage.is_at_start(at)) or passage.tokens[at].word.bare in WEEK_AND_MONTHS:
        return False
    is_weak = verb.bare in (
        "es",
        "era",
        "fue",
        "esta",
        "estaba",
        "tiene",
        "tenia",
        "da",
        "queda",
        "hace",
        "va",
        "sigue",
    )
    if token.word.is_unknown and token.word.likeness > 0:
        return True
    return (not is_weak and token.word.bare not in PLACE_NAMES) or (token.word.bare == "jesus")


def _is_whole_label(passage: Passage, at: int) -> bool:
    """Say whether nothing but a time stands before the token in its line."""
    start = passage.tokens[at].start
    before = passage.text[max(passage.text.rfind("\n", 0, start) + 1, start - 40) : start]
    return not any(map(str.isalpha, before))


def _before_a_mark(passage: Passage, at: int, token: Token, mark: str) -> float:
    if mark == ":" and token.is_capital and token.word.is_unknown and _is_whole_label(passage, at):
        return 2.0
    if mark == ":" and passage.in_label(at):
        return 1.5 if token.is_capital and token.word.is_name else 0.5
    if not token.is_capital:
        return 0.0
    if _OF_AGE.match(passage.text, token.end) or _SO_CALLED.match(passage.text, token.end):
        return 2.8
    ahead = passage.text[token.end : token.end + 12].lstrip(", ").lower()
    if mark == ",":
        if token.word.is_unknown and _is_role_ahead(passage, at + 1):
            return 2.0
        is_apposition = ahead.startswith(("que ", "quien ", "mi ", "la ", "el ", "su ", "de ", "un ", "una "))
        if passage.is_at_start(at) and _ADDRESSED.match(passage.text, token.end):
            return 3.0
        return 1.2 if is_apposition and not passage.is_at_start(at) else 0.4
    if mark == "(":
        return 0.5
    if mark in ":!?":
        return 0.5
    return 0.7 if ahead.startswith("\ufffc") else 0.0
