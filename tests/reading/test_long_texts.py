import time

import pytest

from qualkit.reading.privacy.entities import find_entities

HOSTILE = {
    "one word": "a" * 1_000_000,
    "one word in capitals": "A" * 1_000_000,
    "at signs": "@" * 100_000,
    "open addresses": "a@" * 50_000,
    "capitals": "Ab " * 50_000,
    "digits": "1" * 300_000,
    "numbers": "1 " * 100_000,
    "dots": "a." * 100_000,
    "fields": "Nombre: " * 20_000,
    "signatures": "Remitido por: España " * 5_000,
    "streets": "av. " * 50_000,
    "schools": "escuela " * 50_000,
    "surnames": "Soto, " * 50_000,
    "said numbers": "nueve " * 50_000,
    "articles": "la " * 100_000,
    "ages": "9 años " * 30_000,
    "spoken addresses": "arroba " * 50_000,
    "colons": ":" * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_linear_time(text):
    """Sixteen times the text may take a little more than sixteen times as long, never its square."""
    find_entities(text[:100])
    small = min(_seconds(text[: len(text) // 16]) for _ in range(2))
    assert _seconds(text) < 60 * small + 0.5


def _seconds(text):
    start = time.process_time()
    find_entities(text)
    return time.process_time() - start
