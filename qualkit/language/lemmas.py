"""Lemmas of Spanish word forms, with or without their part of speech, after the convention of UD Spanish AnCora.

A table of forms counted in treebanks goes first, then rules over a lexicon of lemmas, then simplemma's dictionary.
``docs/models/lemmas.md`` says where both files come from and how often the result is right.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from qualkit import resources
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.chilean import chilean_lemmas
from qualkit.language.verb_forms import infinitives
from qualkit.language.words import encodable

if TYPE_CHECKING:
    from simplemma.strategies import DictionaryLookupStrategy

FORMS, WORDS = "lemmas.forms.tsv", "lemmas.words.tsv"
ANY = "*"
"""Stands for «whatever the part of speech» in the table of forms."""

_SPOKEN = """
pa para · pa' para · pal para · pa'l para · na nada · ná nada · na' nada · to todo · tó todo · to' todo · toa todo ·
tos todo · toos todo · toas todo · mu mucho · pos pues · pus pues · pueh pues · asín así · ansí así · naide nadie ·
naiden nadie · muncho mucho · muncha mucho · munchos mucho · munchas mucho · haiga haber · haigan haber · haigas haber ·
semos ser · vide ver · vido ver · trujo traer · trujeron traer · güeno bueno · güena bueno · agüelo abuelo ·
agüela abuelo · aonde adonde · onde donde · entonce entonces · después después · dispués después ·
endispués después · alante adelante · mas más · asina así · fuistes ser · vistes ver · dijistes decir · hicistes hacer ·
diles decir · diste dar · che che
"""
_SPOKEN_FORMS = dict(entry.split() for entry in " ".join(_SPOKEN.split()).split(" · "))
"""What rural and everyday speech writes another way. ``chilean`` has the forms of Chile."""

_LONGEST = 64
"""No word has more letters: a longer form is its own lemma, for respelling it takes the square of its length."""
_COMMON = 20
"""The weight from which a verb is no rare one."""
_VERBS = ("ar", "er", "ir", "ír")
_REFLEXIVE = tuple(ending + "se" for ending in _VERBS)
PARTICIPLE = re.compile(r"(?:[aií]d|[iu]est|ech|ich|ist|crit|biert|[uo]elt|uert|[rt]ot)[oa]s?$")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$|\d+,\d+$")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_VERBAL = re.compile(
    r"\w\w(?:mos|ste[is]?s?|ron|ndo|[áa]bas?|aban|[áeéií]is?|ái|ís|[óé]|r[áéí][ans]?|rían|[aeií]d[ao]?s?|r[ae]n?|sen?)$"
)
"""Ends that are seldom those of a noun."""
_DIMINUTIVE = re.compile(r"(?P<stem>\w{2,}?)(?P<link>e?c)?it(?P<end>[oa])s?$")
_ACUTE = {"a": "á", "e": "é", "i": "í", "o": "ó", "u": "ú", "n": "ñ"}
_BARE = str.maketrans("áéíóú", "aeiou")

Words = Mapping[str, Mapping[str, int]]
"""By lemma, its classes («N», «V», «A», «R») and how much each weighs in treebanks (0: only in a dictionary)."""


@dataclass(frozen=True)
class Lemmas:
    """The tables that lemmas come from: ``forms`` by (form, part of speech or ``ANY``), ``words`` by lemma."""

    forms: Mapping[tuple[str, str], str]
    words: Words

    def of(self, form: str, pos: str | None = None) -> str:
        """Return the lemma of ``form``; see ``lemma``."""
        if not form or pos in ("PROPN", "PUNCT", "SYM"):
            return form
        lower = form.lower()
        if encodable(lower) != lower:
            return lower
        return self._told(lower, pos) or self._by_rule(self._shortened(lower), pos)

    def _told(self, form: str, pos: str | None) -> str | None:
        spoken = _SPOKEN_FORMS.get(form) or chilean_lemmas().get(form)
        counted = self.forms.get((form, pos or ANY))
        return counted or spoken if pos else spoken or counted

    def _shortened(self, form: str) -> str:
        """Return «muuuy» as «muy»; what is a word, a number or a laugh stays."""
        short = _REPEATED.sub(r"\1", form)
        return short if short != form and len(short) > 1 and self._is_known(short) else form

    def _by_rule(self, form: str, pos: str | None) -> str:
        if len(form) > _LONGEST:
            return form
        if pos in ("VERB", "AUX"):
            return self._verb(form) or self._verb(self._respelled(form)) or _of_dictionary(form)
        if pos == "NOUN":
            return self._singular(self._spelled_as(form, "N"), "N")
        if pos == "ADJ":
            return self._masculine(self._spelled_as(form, "A"))
        if pos == "NUM" and _NUMBER.match(form):
            return form.replace(".", "").replace(",", ".")
        if pos in ("ADV", "ADP", "CCONJ", "SCONJ", "INTJ", "NUM", "PART", "X"):
            return self._spelled_as(form, "R")
        return self._whatever(form)

    def _whatever(self, form: str) -> str:
        """Return the lemma of a form whose part of speech is not known: its commonest reading."""
        if (respelled := self._respelled(form)) != form:
            return self._told(respelled, None) or self._whatever(respelled)
        found = _of_dictionary(form)
        if not self._count(found, "V") and not self._is_of(form, "N") and (verb := self._with_pronouns(form)):
            return verb
        if found == form:
            return form if self._is_known(form) else self._unheard(form)
        if not found.endswith(_VERBS):
            return found
        likelier = self._likelier_verb(form, found)
        return self._rather_no_verb(form, likelier) or likelier

    def _likelier_verb(self, form: str, found: str) -> str:
        """Return the verb that ``form`` is ten times likelier to come from than ``found``: «sale» is not of «salar»."""
        count = self._count(found, "V")
        if count > _COMMON or PARTICIPLE.search(form) or form.endswith("ndo"):
            return found
        verb = self._verb(form)
        return verb if self._count(verb, "V") > 10 * count + 4 else found

    def _rather_no_verb(self, form: str, verb: str) -> str:
        """Return the noun or adjective that ``form`` is ten times likelier to be than a form of ``verb``, or ""."""
        if self._count(verb, "V") > _COMMON or PARTICIPLE.search(form):
            return ""
        noun, adjective = self._spelled_as(form, "N"), self._spelled_as(form, "A")
        readings = ((self._singular(noun, "N"), "N"), (self._masculine(adjective), "A"))
        weight, word = max((self._count(word, kind), word) for word, kind in readings)
        return word if weight > 10 * self._count(verb, "V") else ""

    def _unheard(self, form: str) -> str:
        """Return the lemma of a form that is in no list: a diminutive, a plural, a verb; else the form itself."""
        if (base := self._of_diminutive(form)) or (self._is_of(form, "N") and (base := self._singular(form, "N"))):
            return base
        verb = self._verb(form) if _VERBAL.search(form) else ""
        if self._count(verb, "V"):
            return verb
        singular = self._singular(form, "N")
        return singular if _is_in_dictionary(singular) else form

    def _verb(self, form: str) -> str:
        """Return the infinitive of a verb form: of all that it may come from the commonest; "" where none is known."""
        if self._is_verb(form):
            return form
        known = _of_dictionary(form)
        if not self._count(known, "V") and (found := self._with_pronouns(form)):
            return found
        own = [known] if known.endswith(_VERBS) and known != form else []
        best = self._commonest([*own, *filter(self._is_verb, infinitives(form))])
        if self._count(best, "V") or not _may_be_respelled(form):
            return best
        meant = self._commonest([_of_dictionary(variant) for variant in respellings(form)])
        return meant if self._count(meant, "V") else best

    def _commonest(self, verbs: Sequence[str]) -> str:
        return max(verbs, key=lambda verb: self._count(verb, "V"), default="")

    def _with_pronouns(self, form: str) -> str:
        """Return the infinitive of «darme», «diciéndole», «dámelo»; "" for any other form."""
        for base in _without_pronouns(form):
            bare = base.translate(_BARE)
            if base.endswith(("r", "ndo")) or bare != base:
                found = [verb for verb in (base, *infinitives(bare), *infinitives(base)) if self._is_verb(verb)]
                if found:
                    return self._commonest(found)
        return ""

    def _singular(self, form: str, kind: str) -> str:
        if not form.endswith("s"):
            return form
        candidates = [word for word in _singulars(form) if len(word) > 2]
        valid = [word for word in (*candidates, form) if kind in self.words.get(word, ())]
        known = _of_dictionary(form)
        return valid[0] if valid else known if known in candidates else _plain_singular(form)

    def _masculine(self, form: str) -> str:
        singular = self._singular(form, "A")
        if PARTICIPLE.search(singular):
            return singular[:-1] + "o"
        if not singular.endswith("a"):
            return singular
        candidates = _masculines(singular)
        valid = [word for word in candidates if "A" in self.words.get(word, ())]
        if valid or "A" in self.words.get(singular, ()) or singular.endswith(("ista", "cola", "ita")):
            return (valid or [singular])[0]
        return candidates[0]

    def _of_diminutive(self, form: str) -> str:
        """Return the noun or adjective of «librito», «rinconcito», where the lexicon has it; else ""."""
        if not (match := _DIMINUTIVE.match(form)):
            return ""
        bases = list(_diminished(match["stem"], match["end"], linked=bool(match["link"])))
        spelled = [variant for base in bases for variant in (base, *respellings(base))]
        return next((base for base in spelled if {"N", "A"} & set(self.words.get(base, ()))), "")

    def _respelled(self, form: str) -> str:
        """Return the known word that ``form`` is without its accents or tilde («tambien»), or the form itself."""
        if form in self.words or (form, ANY) in self.forms or not _may_be_respelled(form):
            return form
        if _is_in_dictionary(form):
            return self._respelled_lemma(form) if _of_dictionary(form) == form else form
        if form.endswith(("ao", "aos")) and self._is_known(full := form.replace("ao", "ado")):
            return full
        best = max(filter(self._is_known, respellings(form)), key=self._weight, default=form)
        return best if self._weight(best) or (len(form) > 3 and "ñ" not in best) else form

    def _respelled_lemma(self, form: str) -> str:
        """Return «televisión» for «television», which simplemma has too; a tilde is not added to a word («campana»)."""
        lemmas = [word for word in respellings(form) if "ñ" not in word and any(self.words.get(word, {}).values())]
        return max(lemmas, key=self._weight, default=form)

    def _weight(self, form: str) -> int:
        return max(sum(self.words.get(word, {}).values()) for word in (form, _of_dictionary(form)))

    def _spelled_as(self, form: str, kind: str) -> str:
        """Return ``form``, or where it is no word of ``kind`` one of that kind with an accent or tilde more."""
        if not _may_be_respelled(form) or self._is_of(form, kind):
            return form
        if form.endswith("mente"):
            adjective = form[: -len("mente")]
            return self._spelled_as(adjective, "A") + "mente"
        found = [word for word in respellings(form) if self._is_of(word, kind)]
        return max(found, key=lambda word: self._count(word, kind), default=self._respelled(form))

    def _is_of(self, form: str, kind: str) -> bool:
        lemmas = {form}
        if kind in "NA":
            lemmas.add(self._singular(form, kind))
        if kind == "A":
            lemmas.add(self._masculine(form))
        return any(kind in self.words.get(lemma_, ()) for lemma_ in lemmas)

    def _is_known(self, form: str) -> bool:
        return form in self.words or (form, ANY) in self.forms or _is_in_dictionary(form)

    def _is_verb(self, word: str) -> bool:
        return "V" in self.words.get(word, ())

    def _count(self, word: str, kind: str) -> int:
        return self.words.get(word, {}).get(kind, 0)


def _may_be_respelled(form: str) -> bool:
    """Say whether ``form`` may lack an accent: a word of three letters and more that has none."""
    return len(form) > 2 and form.isalpha() and form.translate(_BARE) == form


def _diminished(stem: str, end: str, *, linked: bool) -> Iterator[str]:
    """Yield what a diminutive may be of, by its stem and last vowel; ``linked``: it has «c» or «ec» between."""
    if linked:
        yield stem
        yield stem + "e"
    yield stem + end
    yield stem + ("a" if end == "o" else "o")
    for soft, hard in (("qu", "c"), ("gu", "g"), ("c", "z")):
        if stem.endswith(soft):
            yield stem[: -len(soft)] + hard + end


def _singulars(form: str) -> Iterator[str]:
    """Yield what a plural may be the plural of, the likeliest first."""
    yield form[:-1]
    if form.endswith("ces"):
        yield form[:-3] + "z"
    if form.endswith("es"):
        stem = form[:-2]
        yield stem
        yield stem.translate(_BARE)
        yield from _accented(stem)


def _accented(stem: str) -> Iterator[str]:
    """Yield ``stem`` with an accent on its last vowel: «nacion» gives «nación»."""
    for i in range(len(stem) - 1, -1, -1):
        if stem[i] in "aeiou":
            yield stem[:i] + _ACUTE[stem[i]] + stem[i + 1 :]
            return


def _plain_singular(form: str) -> str:
    """Return the singular of a plural that no lexicon knows."""
    if form.endswith(("iones", "ones")):
        return form[:-4] + "ón"
    if re.search(r"[aeiou]ces$", form):
        return form[:-3] + "z"
    if re.search(r"[lrndz]es$", form) and len(form) > 5:
        return form[:-2]
    return form[:-1] if re.search(r"[aeoáéíóú]s$", form) and len(form) > 3 else form


def _masculines(form: str) -> list[str]:
    """Return what a feminine adjective may be the feminine of, the likeliest first."""
    stem = form[:-1]
    bare = [stem] if stem.endswith(("or", "ol", "l", "z")) else []
    return [*bare, stem + "o", stem, *_accented(stem), stem + "e"]


_PRONOUNS = re.compile(r"(?:(?:[mts]e|n?os)(?:l[aoe]s?)?|(?:[mts]e)?(?:me|te|nos)|l[aoe]s?)$")


def _without_pronouns(form: str) -> Iterator[str]:
    """Yield what stands before the pronouns that may hang on a verb form, the longest hang first."""
    for match in (_PRONOUNS.search(form, at) for at in range(max(2, len(form) - 5), len(form) - 1)):
        if match and match.end() == len(form):
            yield form[: match.start()]


def respellings(form: str) -> Iterator[str]:
    """Yield ``form`` with one accent or one tilde more, the end of the word first."""
    for i in range(len(form) - 1, -1, -1):
        if form[i] in _ACUTE:
            yield form[:i] + _ACUTE[form[i]] + form[i + 1 :]


@lru_cache(maxsize=1)
def _lookup() -> "DictionaryLookupStrategy":
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()


@lru_cache(maxsize=100_000)
def _entry(form: str) -> str | None:
    """Return simplemma's lemma of a form that its dictionary has."""
    return _lookup().get_lemma(form, "es")


def _is_in_dictionary(form: str) -> bool:
    return _entry(form) is not None


@lru_cache(maxsize=100_000)
def _of_dictionary(form: str) -> str:
    """Return simplemma's lemma, by its dictionary or its rules; the form itself where it knows nothing."""
    from simplemma import lemmatize

    found = (_entry(form) or lemmatize(form, lang="es")).lower()
    return found.removesuffix("se") if found.endswith(_REFLEXIVE) and found != form else found


def read_forms(path: Path) -> dict[tuple[str, str], str]:
    """Return the table of forms: lines of form, part of speech (or ``*``) and lemma, parted by tabs."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {(form, pos): lemma_ for form, pos, lemma_ in rows}


def read_words(path: Path) -> dict[str, dict[str, int]]:
    """Return the lexicon: lines of lemma and classes with their counts («N12 V0»), parted by a tab."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {word: {entry[0]: int(entry[1:] or 0) for entry in classes.split()} for word, classes in rows}


@lru_cache(maxsize=1)
def shipped() -> Lemmas:
    """Return the tables that come with qualkit, read once. Raises ``InputError`` where they are damaged."""
    try:
        return Lemmas(read_forms(resources.path("models", FORMS)), read_words(resources.path("models", WORDS)))
    except ValueError as error:  # a line of another form, or bytes that are no text
        raise InputError(_("The tables of lemmas are damaged. Install qualkit again.")) from error


@lru_cache(maxsize=200_000)
def lemma(form: str, pos: str | None = None) -> str:
    """Return the lemma of ``form`` in lower case; ``pos`` is a UD part of speech, or ``None``.

    A PROPN is its own lemma, as written. A verb with its pronouns («dámelo») has the lemma of the verb, a contraction
    («del») that of its preposition. Without ``pos`` the commonest reading is taken, and what has two genders has one
    lemma («niñas» → «niño»). A form that nobody knows is its own lemma.
    """
    return shipped().of(form, pos)


def is_known(form: str) -> bool:
    """Say whether ``form``, in lower case, stands in the tables of lemmas or in simplemma's dictionary."""
    return shipped()._is_known(form)
