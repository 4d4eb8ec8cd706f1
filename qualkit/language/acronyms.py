"""Acronyms as speech recognisers write them: «pe eme e» is PME. Used for matching only; no text is ever rewritten."""

from functools import lru_cache

from qualkit.language.words import fold

SPOKEN: dict[str, str] = {
    "pe eme e": "pme",
    "pe m e": "pme",
    "peme": "pme",
    "u te pe": "utp",
    "ute pe": "utp",
    "utepé": "utp",
    "pe e i": "pei",
    "pe i e": "pie",
    "eslep": "slep",
    "es lep": "slep",
    "ese ele e pe": "slep",
    "sinse": "simce",
    "simse": "simce",
    "sinsé": "simce",
    "de prof": "deprov",
    "de prov": "deprov",
    "deprof": "deprov",
    "da em": "daem",
    "cesfán": "cesfam",
    "ces fam": "cesfam",
    "min educ": "mineduc",
    "mine duc": "mineduc",
    "ley té a": "ley tea",
    "ley te a": "ley tea",
    "ese e pe": "sep",
    "pa dem": "padem",
    "pe hache e a": "phea",
    "o ene ge": "ong",
    "te i ce": "tic",
    "a be pe": "abp",
    "e be pe": "abp",
    "ge pe te": "gpt",
    "jun aeb": "junaeb",
    "juna eb": "junaeb",
    "jun ji": "junji",
}
"""What a recogniser writes, and the acronym in lower case. ``DIA`` is not here: «el día» is nearly always a day."""


@lru_cache(maxsize=1)
def spoken_forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return, by the first folded word, the folded word sequences and their acronym, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for spoken, acronym in SPOKEN.items():
        words = tuple(fold(word) for word in spoken.split())
        table.setdefault(words[0], []).append((words, acronym))
    return {first: tuple(sorted(forms, key=lambda form: -len(form[0]))) for first, forms in table.items()}
