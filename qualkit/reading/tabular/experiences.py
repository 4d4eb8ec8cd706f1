"""One form becomes one experience: every answer under its field, or under its own heading where it fits none."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from qualkit.i18n import _
from qualkit.model import Experience
from qualkit.normal import normalise
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import EXPERIENCES, snake, without_again, without_names
from qualkit.reading.tabular.fields import CASE_FIELDS, EXTENDED_FORM, SHORT_FORM
from qualkit.reading.tabular.layouts import sections_of
from qualkit.reading.territories import Territories

LEFT_OUT = "-"
"""In place of a field, in a mapping that a person edited: take the column for nothing."""

TEXT_FIELDS: Mapping[str, tuple[str, ...]] = {
    **SHORT_FORM,
    **{name: words for block in EXTENDED_FORM.values() for name, words in block.items()},
}
"""The fields that a judge can read, of the short form and then of the extended one, with the headings of each."""

CORE_FIELDS = (
    "necesidad", "vinculo_estudiantes", "vinculo_aprendizajes", "vinculo_territorio", "que_la_hizo_posible",
    "resultados", "facilitadores", "oportunidades_mejora", "transferibilidad",
)  # fmt: skip
REQUIRED_FIELDS = ("resumen", *CORE_FIELDS[:6], "evidencia", *CORE_FIELDS[6:])
CIRCUMSTANCES = frozenset(("fecha", "inicio", "niveles", "participantes", "escala", "etapa"))
"""Fields that say something about an experience but nothing of it: alone they make no form."""

_NOTHING = frozenset(("", "n a", "na", "s i", "x", "sin informacion", "no aplica", "sin respuesta", "pendiente"))
_LONGEST_NAME = 300

FieldState = Literal["said", "not mentioned"]


@dataclass(frozen=True)
class Answer:
    """What a form says under a heading, and the field that it was taken for (``None``: none)."""

    heading: str
    field: str | None
    text: str


def field_states(experience: Experience, fields: Iterable[str] = REQUIRED_FIELDS) -> dict[str, FieldState]:
    """Return, field by field, whether the form says anything; a field that nobody filled in is never made up."""
    return {name: "said" if experience.fields.get(name) else "not mentioned" for name in fields}


def experience_of(answers: Sequence[Answer], territories: Territories) -> Experience | None:
    """Return the experience that the answers of one form tell, or ``None`` where they tell nothing.

    Two answers to one field stand one below the other. What names who filled the form in is not kept.
    """
    answers = [one for answer in answers for one in _divided(answer)]
    fields = _fields(answers)
    if not any(name not in CIRCUMSTANCES for name in fields):
        return None
    case = {name: _case(answers, name) for name in CASE_FIELDS}
    name = case["name"]
    if len(name) > _LONGEST_NAME:  # a whole story in the place of a name
        fields, name = {**fields, "nombre": name}, ""
    return Experience(
        id=case["id"] or _made_up_id(answers),
        territory=territories.canonical_or_own(case["territory"]),
        fields=fields,
        school=case["school"] or None,
        name=name,
        focus=case["focus"] or None,
    )


def has_id(answers: Iterable[Answer]) -> bool:
    """Say whether a form says what it is called by."""
    return any(answer.field == "id" and squeeze(answer.text) for answer in answers)


def _divided(answer: Answer) -> list[Answer]:
    """Return the answers that one cell holds under fixed headings, or the one answer that it is."""
    if answer.text.count(":") < 3 or answer.field in ("respondent", LEFT_OUT):
        return [answer]
    sections = sections_of(answer.text)
    if not sections:
        return [answer]
    return [
        Answer(one.heading, EXPERIENCES.field_of(one.heading), one.text)
        if one.heading
        else Answer(answer.heading, answer.field, one.text)
        for one in sections
    ]


def _fields(answers: Sequence[Answer]) -> dict[str, str]:
    """Return the texts by field, known fields first and in their order, then those under headings of their own."""
    said: dict[str, list[str]] = {}
    own: dict[str, list[str]] = {}
    for answer in answers:
        text = normalise(answer.text).strip()
        if bare(text) in _NOTHING or answer.field in (*CASE_FIELDS, LEFT_OUT):
            continue
        place = own if answer.field is None else said
        texts = place.setdefault(_own_name(answer.heading) if answer.field is None else answer.field, [])
        if text not in texts:
            texts.append(text)
    known = {name: "\n".join(said[name]) for name in (*TEXT_FIELDS, *said) if name in said}
    return known | {snake(name, known): "\n".join(texts) for name, texts in own.items()}


def _own_name(heading: str) -> str:
    return without_names(without_again(heading) if EXPERIENCES.field_of(heading) is None else heading)


def _case(answers: Iterable[Answer], name: str) -> str:
    return next((squeeze(a.text) for a in answers if a.field == name and squeeze(a.text)), "")


def _made_up_id(answers: Iterable[Answer]) -> str:
    """Return an id that holds no name of a file or a person: the same for the same words, wherever they stand."""
    said = sorted((bare(a.heading), squeeze(a.text)) for a in answers if a.text)  # whatever the columns are taken for
    written = json.dumps(said, ensure_ascii=False)
    return f"exp-{hashlib.sha256(written.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def with_own_ids(experiences: Iterable[Experience]) -> tuple[list[Experience], list[str]]:
    """Return the experiences with an id each, and what to say of those that had one in common.

    The same form twice counts once; another form (or another school) under an id that is taken gets one of its own.
    """
    kept: dict[str, Experience] = {}
    said: list[str] = []
    for experience in experiences:
        wanted, n = experience.id, 1
        same = kept.get(wanted)
        if same is not None and same == experience:
            said.append(
                _("Experience %(id)s stands in the file twice, word for word; it counts once.") % {"id": wanted}
            )
            continue
        while experience.id in kept:
            n += 1
            experience = replace(experience, id=f"{wanted}-{n}")
        if n > 1:
            said.append(
                _("Two experiences are called %(id)s; the second became %(new)s.")
                % {"id": wanted, "new": experience.id}
            )
        kept[experience.id] = experience
    return list(kept.values()), said
