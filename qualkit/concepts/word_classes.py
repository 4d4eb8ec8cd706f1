"""Closed classes of words and endings that stand in for a parser: what may head a term, follow it, or never be one."""

import re

from qualkit.language.acronyms import SPOKEN
from qualkit.language.tokens import Token
from qualkit.language.words import FILLERS, PSEUDONYM, STOP_WORDS, fold

LINKS = frozenset(("de", "del", "en", "con", "para", "por", "entre", "a"))
"""Prepositions that may stand inside a term, between two nouns."""

ARTICLES = frozenset(("el", "la", "los", "las", "lo"))
_BEFORE_NOUN_WORDS = """
el la los las un una unos unas mi mis tu tus su sus nuestro nuestra nuestros nuestras este esta estos estas ese esa
esos esas de del en con por sin entre sobre cada otro otra otros otras mucho mucha muchos muchas más poco poca algún
alguna algunos algunas ningún ninguna todo toda todos todas al hay cuánto cuánta
"""
BEFORE_NOUN = frozenset(_BEFORE_NOUN_WORDS.split())
BEFORE_ADJECTIVE = frozenset(("de", "más", "muy", "tan", "por", "en", "con", "sin"))
"""What may stand before an adjective of its own («así de simple»)."""
_NOUNS_IN_R_WORDS = """
taller hogar lugar mujer deber quehacer placer poder saber bienestar malestar alquiler carácter celular familiar
escolar extraescolar preescolar curricular extracurricular particular regular singular popular similar titular militar
ejemplar pilar auxiliar escolares azúcar mar bar par altar radar líder dispar polar lunar solar circular
vascular interdisciplinar disciplinar elixir porvenir souvenir menester alfiler amanecer atardecer
ayer primer nuclear peculiar irregular vehicular
"""
_NOUNS_IN_R = frozenset(_NOUNS_IN_R_WORDS.split())
_ALSO_VERBS_WORDS = """
ayuda falta apoya cuenta cambia toma deja queda pasa llama trata enseña nota sabe habla mejora muestra
"""
_ALSO_VERBS = frozenset(_ALSO_VERBS_WORDS.split())
_ADJECTIVE = re.compile(
    r"(?:al|ales|ar|ares|iv[oa]s?|ic[oa]s?|ópic[oa]s?|os[oa]s?|ari[oa]s?|orio|oria|bles?|ntes?|ad[oa]s?|id[oa]s?|iles|il"
    r"|ces|az|[td]or[ae]s?|er[oa]s?|eñ[oa]s?|an[oa]s?|in[oa]s?|ent[oa]s?|un[oa]s?|ún|unes|en|enes)$"
)
_CLITIC_INFINITIVE = re.compile(r"\w{2}[aeií]r(?:se|me|te|nos|l[oae]s?)$")
_MORE_ADJECTIVES_WORDS = """
común comunes docente docentes joven jóvenes rural rurales nuevo nueva nuevos nuevas mixto mixta pleno plena
compartido compartida conjunto conjunta externo externa interno interna previo previa propio propia lento lenta medio
media abierto abierta lectora lector lectores lectoras sencillo sencilla simple simples fácil fáciles difícil
difíciles
"""
_MORE_ADJECTIVES = frozenset(_MORE_ADJECTIVES_WORDS.split())
_ALSO_EMPTY_WORDS = """
rato grupo caso tema punto ejemplo momento cierto claro buen buena buenas bueno gran grande mal tal tales aló lado vez
hola chao tarde tardes noche noches mañana lunes martes miércoles jueves viernes sábado domingo año mes semana día
hora minuto segundo primero último tercero cuarto quinto mil cien ciento gente idea tema vuelta ratito chiquitito
poquito todito sí no aló ja jajá jajaja pucha chuta listo ojalá altiro aparte resto fin final pm am uno dos tres
cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta cámara
micrófono micro pantalla audio zoom chat sala internet señal link enlace acá chiquillo chiquilla profe enero febrero
marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre próximo próxima siguiente perdón recién
justo justa serio seria largo larga debajo feo fea puro pura fuerte favor disculpa disculpas tiro tan once dieciséis
diecisiete dieciocho diecinueve veintiuno veintidós veinticuatro veinticinco veintiséis veintisiete veintiocho
veintinueve sesenta setenta ochenta noventa doscientos trescientos quinientos bonito bonita lindo linda rico rica
chico chica solito solita juntos juntas cortito listo lista feliz contento contenta ganas anterior mismo distinto
diferente mayor menor sumo veintitrés don doña señor señora palabra turno risa
"""
_ALSO_EMPTY = frozenset(_ALSO_EMPTY_WORDS.split())
_ACRONYMS = frozenset(SPOKEN.values())
EMPTY = frozenset(fold(word) for word in STOP_WORDS | FILLERS | _ALSO_EMPTY if " " not in word)


def is_verb(token: Token, before: Token | None = None) -> bool:
    """Say whether ``token`` is a verb form; what may be both («ayuda», «falta») is a noun behind a determiner."""
    lower = token.text.lower()
    if lower in _ALSO_VERBS:
        return before is None or before.text.lower() not in BEFORE_NOUN
    lemma = token.lemma
    if _CLITIC_INFINITIVE.search(lower):
        return True
    return lemma.endswith(("ar", "er", "ir", "ír")) and lemma not in _NOUNS_IN_R and lower not in _NOUNS_IN_R


def is_adjective(token: Token) -> bool:
    """Say whether ``token`` ends as adjectives do; some nouns do too («docente»), so this is no proof."""
    lower = token.text.lower()
    return bool(_ADJECTIVE.search(lower)) or lower in _MORE_ADJECTIVES


def is_acronym(token: Token) -> bool:
    """Say whether ``token`` is written in capitals (PME) or spelled out as acronyms are («pe eme e»)."""
    written = token.text.isupper() and 2 <= len(token.text) <= 8 and token.text.isalpha()
    return written or token.lemma in _ACRONYMS


def without_pseudonyms(text: str) -> str:
    """Return ``text`` with every pseudonym blanked by as many full stops: offsets stay, and no term runs across one."""
    return PSEUDONYM.sub(lambda match: "." * len(match.group()), text)
