"""What infinitives a Spanish verb form may come from: endings of the three conjugations and changes of the stem."""

import re
from collections.abc import Iterator

_AR = """
o as a amos áis an é aste ó asteis aron aba abas ábamos abais aban ara aras áramos arais aran ase ases ásemos aseis
asen aré arás ará aremos aréis arán aría arías aríamos aríais arían e es emos éis en ad á ás ar ando ado ada ados adas
ái astes
"""
_ER = """
o es e emos éis en í iste ió isteis ieron ía ías íamos íais ían iera ieras iéramos ierais ieran iese ieses iésemos
ieseis iesen eré erás erá eremos eréis erán ería erías eríamos eríais erían a as amos áis an ed é és er iendo yendo ido
ida idos idas ído ída ídos ídas ís istes yó yeron yera yeran yese yesen
"""
_IR = """
o es e imos ís en í iste ió isteis ieron ía ías íamos íais ían iera ieras iéramos ierais ieran iese ieses iésemos
ieseis iesen iré irás irá iremos iréis irán iría irías iríamos iríais irían a as amos áis an id ir iendo yendo ido ida
idos idas ído ída ídos ídas istes yó yeron yera yeran yese yesen emos
"""
_THEMES = {theme: frozenset(endings.split()) for theme, endings in (("ar", _AR), ("er", _ER), ("ir", _IR))}
_PARTICIPLES = {
    "hech": "hacer",
    "dich": "decir",
    "puest": "poner",
    "vist": "ver",
    "scrit": "scribir",
    "biert": "brir",
    "rot": "romper",
    "vuelt": "volver",
    "suelt": "solver",
    "muert": "morir",
    "fech": "facer",
    "impres": "imprimir",
    "frit": "freír",
}
"""What irregular participles end in, without «o», and the end of their infinitive."""
_STRONG = {
    "pud": "poder",
    "pus": "poner",
    "estuv": "estar",
    "tuv": "tener",
    "hub": "haber",
    "hic": "hacer",
    "quis": "querer",
    "sup": "saber",
    "vin": "venir",
    "traj": "traer",
    "dij": "decir",
    "duj": "ducir",
    "anduv": "andar",
    "cup": "caber",
}
"""The stems of strong preterites: «tuvo», «mantuviera», «predijeron»."""
_STRONG_FORM = re.compile(
    rf"(.*?)({'|'.join(_STRONG)})(?:e|o|istes?|imos|isteis|i?eron|i?e[rs]as?|i?[ée][rs]amos|i?e[rs]an|i?eses?|i?esen)$"
)
_SHORT = {
    "podr": "poder",
    "pondr": "poner",
    "tendr": "tener",
    "saldr": "salir",
    "vendr": "venir",
    "valdr": "valer",
    "habr": "haber",
    "sabr": "saber",
    "querr": "querer",
    "har": "hacer",
    "dir": "decir",
    "cabr": "caber",
}
"""The stems of short futures and conditionals: «tendrá», «harían»."""
_SHORT_FORM = re.compile(rf"(.*?)({'|'.join(_SHORT)})(?:é|ás?|emos|éis|án|ías?|íamos|íais|ían)$")

_DIPHTHONGS = (("ie", "e"), ("ue", "o"), ("üe", "o"))
_CHANGES = {
    "ar": (*_DIPHTHONGS, ("ue", "u"), ("í", "i"), ("ú", "u")),
    "er": _DIPHTHONGS,
    "ir": (*_DIPHTHONGS, ("i", "e"), ("u", "o"), ("ú", "u"), ("í", "i")),
}
"""The vowel of a stem under stress or before «i», and the infinitive's."""
_SHARED = (("ng", "n"), ("lg", "l"), ("aig", "a"), ("oig", "o"), ("ay", "a"), ("ey", "e"), ("oy", "o"), ("uy", "u"))
_SPELLINGS = {
    "ar": (("qu", "c"), ("gu", "g"), ("c", "z"), ("gü", "gu")),
    "er": (("zc", "c"), ("j", "g"), ("z", "c"), *_SHARED),
    "ir": (("zc", "c"), ("j", "g"), ("z", "c"), ("g", "gu"), *_SHARED),
}
"""How the end of a stem is spelled before some vowels, and how before that of the infinitive."""


def infinitives(form: str) -> list[str]:
    """Return what ``form`` may come from, in a stable order and without repeats; most of it is no word.

    A lexicon has to say which are verbs. The forms of «ser» and «ir», and a few like «sé», are left to a dictionary.
    """
    return list(dict.fromkeys([*_of_participle(form), *_of_irregular(form), *_of_regular(form)]))


def _of_participle(form: str) -> Iterator[str]:
    for ending in ("o", "a", "os", "as"):
        for stem, infinitive in _PARTICIPLES.items():
            if form.endswith(stem + ending):
                yield form[: -len(stem + ending)] + infinitive


def _of_irregular(form: str) -> Iterator[str]:
    for pattern, stems in ((_STRONG_FORM, _STRONG), (_SHORT_FORM, _SHORT)):
        if match := pattern.match(form):
            yield match[1] + stems[match[2]]


def _of_regular(form: str) -> Iterator[str]:
    for cut in range(len(form) - 1, max(len(form) - 9, 0), -1):
        stem, ending = form[:cut], form[cut:]
        for theme, endings in _THEMES.items():
            if ending in endings:
                yield from (base + theme for base in _stems(stem, theme, ending))


def _stems(stem: str, theme: str, ending: str) -> Iterator[str]:
    """Yield the stem as it is and as the infinitive may have it."""
    spelled = [] if _must_change(stem, theme, ending) else [stem]
    for written, own in _SPELLINGS[theme]:
        if stem.endswith(written):
            spelled.append(stem[: len(stem) - len(written)] + own)
    for base in spelled:
        yield base
        for said, own in _CHANGES[theme]:
            at = base.rfind(said)
            if at >= 0 and not set(base[at + len(said) :]) & set("aeioáéíóú"):
                yield base[:at] + own + base[at + len(said) :]


def _must_change(stem: str, theme: str, ending: str) -> bool:
    """Say whether the last letter would be said another way than in the infinitive: «toce» is no form of «tocar»."""
    if theme == "ar":
        return stem.endswith(("c", "g", "z")) and ending[0] in "eé"
    return stem.endswith(("c", "g")) and ending[0] in "aoáó"
