"""Acronyms as speech recognisers write them: «pe eme e» is PME. Used for matching only; no text is ever rewritten."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from qualkit.language.words import fold

_LETTERS = {
    "a": "a",
    "b": "be",
    "c": "ce",
    "d": "de",
    "e": "e",
    "f": "efe",
    "g": "ge",
    "h": "hache",
    "i": "i",
    "j": "jota",
    "l": "ele",
    "m": "eme",
    "n": "ene",
    "o": "o",
    "p": "pe",
    "r": "erre",
    "s": "ese",
    "t": "te",
    "u": "u",
    "v": "ve",
}
_SPELLED = "pme utp pei pie slep sep abp ong tic gpt dua nee rbd jec psu hpv tdah cgpa phea cpeip tel opd daem deprov"
"""Acronyms that may be said letter by letter, and written so, with points or apart («u te pe», «U.T.P.», «u t p»).

None of their sequences is ordinary talk; ``TEA`` and ``ATE`` are not here («te a», «a te e»), nor ``DIA`` («de i a»).
"""
_WRITTEN_APART = "pme utp pei slep sep abp ong rbd jec psu dua"

_HEARD: dict[str, str] = {
    "pe m e": "pme",
    "peme": "pme",
    "pe emé": "pme",
    "pemé": "pme",
    "pe eme": "pme",
    "ute pe": "utp",
    "u tepé": "utp",
    "utepé": "utp",
    "utepe": "utp",
    "ú te pe": "utp",
    "pe ei": "pei",
    "peí": "pei",
    "peei": "pei",
    "pe í": "pei",
    "pe ie": "pie",
    "eslep": "slep",
    "eslé": "slep",
    "ezlep": "slep",
    "es lep": "slep",
    "ese lep": "slep",
    "el lep": "slep",
    "ese ele pe": "slep",
    "ese pe": "sep",
    "sinse": "simce",
    "simse": "simce",
    "sinsé": "simce",
    "zimce": "simce",
    "simze": "simce",
    "sim ce": "simce",
    "sim se": "simce",
    "de prof": "deprov",
    "de prov": "deprov",
    "deprof": "deprov",
    "deprob": "deprov",
    "da em": "daem",
    "deeme": "dem",
    "de eme": "dem",
    "cesfán": "cesfam",
    "cesfan": "cesfam",
    "sesfam": "cesfam",
    "ces fam": "cesfam",
    "min educ": "mineduc",
    "mine duc": "mineduc",
    "mineduk": "mineduc",
    "minedu": "mineduc",
    "ley té a": "ley tea",
    "ley te a": "ley tea",
    "pa dem": "padem",
    "padén": "padem",
    "pla deco": "pladeco",
    "te de ache": "tdah",
    "oenegé": "ong",
    "oenegés": "ong",
    "o ene ges": "ong",
    "e be pe": "abp",
    "chat ge pete": "gpt",
    "jun aeb": "junaeb",
    "juna eb": "junaeb",
    "junaep": "junaeb",
    "junaev": "junaeb",
    "yunaeb": "junaeb",
    "jun ji": "junji",
    "yunji": "junji",
    "cepeip": "cpeip",
    "ce pe eip": "cpeip",
}
"""What a recogniser makes of them that is neither."""


def _spelled() -> Iterator[tuple[str, str]]:
    """Yield the acronyms said letter by letter, with points, and with their letters written apart."""
    for acronym in _SPELLED.split():
        yield " ".join(_LETTERS[letter] for letter in acronym), acronym
        yield ".".join(acronym) + ".", acronym
        yield ".".join(acronym), acronym
    for acronym in _WRITTEN_APART.split():
        yield " ".join(acronym), acronym


SPOKEN: dict[str, str] = dict(_spelled()) | _HEARD
"""What a recogniser writes, and the acronym in lower case. ``DIA`` is not here: «el día» is nearly always a day."""


@lru_cache(maxsize=1)
def spoken_forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return, by the first folded word, the folded word sequences and their acronym, the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for spoken, acronym in SPOKEN.items():
        words = tuple(fold(word) for word in spoken.split())
        table.setdefault(words[0], []).append((words, acronym))
    return {first: tuple(sorted(forms, key=lambda form: -len(form[0]))) for first, forms in table.items()}


def acronym_at(folded: Sequence[str], i: int) -> tuple[int, str] | None:
    """Return how many of the folded words from ``i`` on spell out an acronym, and which; None where none does."""
    for words, acronym in spoken_forms().get(folded[i], ()):
        if tuple(folded[i : i + len(words)]) == words:
            return len(words), acronym
    return None
