"""What a speaker's label says: a person, a school, a role, a device. «Esc. Los Aromos - Paola» is a school and a
person.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualkit.language.words import PSEUDONYM
from qualkit.reading.privacy.names import FIRST_NAMES, SURNAMES
from qualkit.reading.privacy.people import Person
from qualkit.reading.privacy.schools import core_of, find_schools
from qualkit.reading.spelling import bare, squeeze, word_set

_SEPARATOR = re.compile(r"\s+[-–—|/·]+\s+|\s*[|]\s*|\s*[()\[\]]\s*|\s+y\s+(?=don\b|doña\b)")
_DEVICE = re.compile(
    r"^(?:iphone|ipad|galaxy(?:\s+\w*\d\w*)?|samsung|celular|notebook|pc|motorola|huawei|xiaomi|redmi|tel[eé]fono)\s+de\s+",
    re.IGNORECASE,
)
_FACILITATOR = re.compile(
    r"\b(facilitador(?:/a|a|as|es)?|moderador(?:a)?|relator(?:a)?|host|anfitri[oó]na?)\b", re.IGNORECASE
)
_ROLE_WORDS = word_set(
    """
    utp pie pme pei slep daem dem cra deprov seremi mineduc director directora subdirector subdirectora jefe jefa
    profesor profesora profe docente educadora educador diferencial psicologo psicologa psicopedagoga orientador
    orientadora orientacion inspector inspectora general convivencia encargado encargada coordinador coordinadora
    equipo internado celular telefono educ asistente social trabajador trabajadora fonoaudiologo fonoaudiologa
    sostenedor sostenedora dupla microcentro apoyo pc tel secretaria uss cesfam don doña señora señor sra sr tia
    tio miss srta participante persona hablante speaker voz estudiante alumno alumna apoderado apoderada todos
    todas varios varias desconocido unknown invitado invitada entrevistado entrevistada entrevistador
    entrevistadora chat grupo sala mesa t psic insp dir coord enc dpto depto
    """
)
_STARTS_PLACE = word_set(
    """
    los las el la estero caleta quebrada cerro rio valle bahia punta puerto laguna lago isla volcan villa
    """
)
_WORD = re.compile(r"[^\W_][^\s.]*\.?|\.")


@dataclass(frozen=True)
class Speaker:
    """The parts of a label: people's names, the school, the role word if it is the facilitator's."""

    label: str
    people: tuple[str, ...] = ()
    school: str | None = None
    facilitating: str | None = None


def parse_label(label: str, *, schools: Collection[str] = ()) -> Speaker:
    """Return what ``label`` says. A label that names nobody («Participante 3», a pseudonym) has no people and no
    school.
    """
    found = _FACILITATOR.search(label)
    rest = PSEUDONYM.sub(" ", label)
    parts = [part for raw in _SEPARATOR.split(rest) if (part := squeeze(_DEVICE.sub("", raw)))]
    people: list[str] = []
    places: list[str] = []
    cores = {core_of(school) for school in schools}
    for part in parts:
        for is_place, words in _pieces(_FACILITATOR.sub(" ", part), cores):
            (places if is_place else people).append(words)
    if len(people) > 1:
        named = [name for name in people if _has_first_name(name)]
        if named:
            places.extend(name for name in people if name not in named and name[:1].isupper())
            people = named
    return Speaker(label, tuple(people), places[0] if places else None, found.group(1) if found else None)


def _pieces(part: str, cores: Collection[str]) -> Iterator[tuple[bool, str]]:
    """Yield (is a place, words) for the stretches of a part between role words."""
    school = next(find_schools(part), None)
    if school is not None:
        name, tail = _without_person(part[slice(*school)])
        yield True, name
        rest = squeeze(f"{part[: school[0]]} {tail} {part[school[1] :]}")
        if rest:
            yield from _pieces(rest, cores)
        return
    stretches = _stretches(part)
    for i, words in enumerate(stretches):
        text = " ".join(words)
        is_known = core_of(text) in cores
        is_article = bare(words[0]) in _STARTS_PLACE and len(words) > 1
        follows_name = i > 0 and not _has_first_name(text)
        yield is_known or is_article or follows_name, text


def _stretches(part: str) -> list[list[str]]:
    stretches: list[list[str]] = [[]]
    for word in part.replace(".", ". ").split():
        if bare(word) in _ROLE_WORDS or not bare(word) or bare(word).isdigit():
            stretches.append([])
        else:
            stretches[-1].append(word)
    return [words for words in stretches if any(len(bare(word)) > 1 for word in words)]


def _without_person(school: str) -> tuple[str, str]:
    """Return a school's name and the person's name that a label leaves after it («Esc El Huiro Nancy»)."""
    words = school.split()
    for i in range(2, len(words)):
        is_name = bare(words[i]) in FIRST_NAMES and bare(words[i - 1]) not in ("san", "santa", "de", "del", "y")
        if (
            is_name
            and not any(bare(word) in FIRST_NAMES for word in words[1:i])
            and i >= 2
            and bare(words[i - 1]) not in _STARTS_PLACE
        ):
            return " ".join(words[:i]), " ".join(words[i:])
    return school, ""


def _has_first_name(text: str) -> bool:
    words = bare(text).split()
    return bool(words) and (
        words[0] in FIRST_NAMES or (len(words) > 1 and words[-1] in SURNAMES and words[0] not in _STARTS_PLACE)
    )


def natural_order(name: str) -> str:
    """Return «Apellidos, Nombres» as «Nombres Apellidos»."""
    last, comma, first = name.partition(",")
    return squeeze(f"{first} {last}") if comma and first.strip() else squeeze(name)


def people_of(speakers: Sequence[Speaker]) -> Mapping[tuple[str, str], Person]:
    """Return who each (label, name) is. One first name at two schools is two people; without a school it stands for the
    only person of the session who has it.
    """
    named = [(speaker, name, _words(name)) for speaker in speakers for name in speaker.people]
    full = {words for _speaker, _name, words in named if len(words) > 1}
    placed = {(words, core_of(speaker.school)) for speaker, _name, words in named if len(words) == 1 and speaker.school}
    found: dict[tuple[str, str], Person] = {}
    for speaker, name, words in named:
        found[speaker.label, name] = Person(words, _key(words, speaker.school, full, placed))
    return found


def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name; the initial of a surname says nothing."""
    words = tuple(bare(natural_order(name)).split())
    return tuple(word for i, word in enumerate(words) if i == 0 or len(word) > 1)


def _key(
    words: tuple[str, ...],
    school: str | None,
    full: Collection[tuple[str, ...]],
    placed: Collection[tuple[tuple[str, ...], str]],
) -> str:
    if len(words) > 1:
        return " ".join(words)
    if school:
        return f"{words[0]} @ {core_of(school)}"
    others = [" ".join(name) for name in full if name[0] == words[0]]
    others += [f"{name[0]} @ {core}" for name, core in placed if name == words]
    return others[0] if len(others) == 1 else words[0]
