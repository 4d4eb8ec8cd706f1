"""Sentences that keep a meeting going: questions back, greetings, thanks, and arrangements of screens and turns."""

from collections.abc import Sequence

from qualkit.language.tokens import Token

_GREETING_WORDS = """
hola buenas saludo bienvenido bienvenida gracias agradecer chao adiós disculpar perdón permiso felicitar
"""
_ARRANGING_WORDS = """
micrófono audio cámara pantalla chat zoom link enlace meet teams grabar grabación silenciar silenciado conectar conexión
internet escuchar oír asistencia
"""
GREETINGS, ARRANGEMENTS = frozenset(_GREETING_WORDS.split()), frozenset(_ARRANGING_WORDS.split())
_LONGEST = 12
"""A sentence of more words than this says something besides."""


def is_small_talk(sentence: Sequence[Token]) -> bool:
    """Say whether a sentence only asks, greets or arranges: it hardly ever carries a code by what it sounds like."""
    words = [token for token in sentence if token.is_word]
    if not words:
        return True
    if len(words) > _LONGEST:
        return False
    if any(token.text in ("?", "¿") for token in sentence):
        return True
    return any(token.lemma in GREETINGS or token.lemma in ARRANGEMENTS for token in words)
