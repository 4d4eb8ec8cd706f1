"""Rubric files: read and check them. The form of a file is ``RubricFile``; the value is ``qualkit.model.Rubric``."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Criterion, Rubric

LEVELS = 4
_ID = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")


class CriterionEntry(BaseModel):
    """One criterion as people write it: the four anchors stand in ``levels``, from 1 to 4."""

    model_config = ConfigDict(extra="forbid")

    id: str
    name: str = Field(min_length=1)
    question: str = Field(min_length=1)
    weight: float = Field(default=1.0, gt=0)
    fields: list[str] = []
    counts_as_evidence: str = ""
    source: str = ""
    levels: list[str] = Field(min_length=LEVELS, max_length=LEVELS)


class RubricFile(BaseModel):
    """A rubric as people write it: a head, the foci of the territories with their synonyms, and the criteria."""

    model_config = ConfigDict(extra="forbid")

    rubric: str = Field(min_length=1)
    version: str
    title: str
    language: str = "es"
    sources: list[str] = []
    notes: str = ""
    foci: dict[str, list[str]] = {}
    criteria: list[CriterionEntry] = Field(min_length=1)


def load_rubric(path: Path) -> Rubric:
    """Return the rubric written in ``path``.

    Raises ``InputError`` where the file cannot be read, has another form, or two criteria share an id.
    """
    content = _read(path)
    broken = next(_structure_problems(content), None)
    if broken:
        raise InputError(
            _("The rubric %(file)s does not hold together: %(problem)s") % {"file": path.name, "problem": broken}
        )
    return Rubric(
        name=content.rubric,
        version=content.version,
        title=content.title,
        criteria=tuple(_criterion(entry) for entry in content.criteria),
        language=content.language,
        sources=tuple(content.sources),
        notes=content.notes,
        foci={focus: tuple(synonyms) for focus, synonyms in content.foci.items()},
    )


def validate(path: Path) -> list[str]:
    """Return what is wrong with the rubric in ``path``, one sentence each; an empty list where nothing is.

    Raises ``InputError`` where the file cannot be read at all.
    """
    try:
        content = _read(path)
    except _NotARubric as error:
        return error.problems
    return [*_structure_problems(content), *_anchor_problems(content)]


class _NotARubric(InputError):
    """A file whose content has another form than a rubric's."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            _("%(file)s is not a rubric: %(problem)s") % {"file": path.name, "problem": "; ".join(problems[:3])}
        )


def _read(path: Path) -> RubricFile:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(
            _("The rubric %(file)s cannot be read: %(reason)s") % {"file": str(path), "reason": error.strerror}
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _NotARubric(path, [" ".join(str(error).split())[:200]]) from error
    try:
        return RubricFile.model_validate(content)
    except ValidationError as error:
        raise _NotARubric(path, list(form_problems(error))) from error


def form_problems(error: ValidationError) -> Iterator[str]:
    """Yield one sentence for each thing that pydantic found, with its place in the file."""
    for problem in error.errors():
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
        yield _("%(place)s: %(reason)s") % {"place": place or "file", "reason": problem["msg"]}


def _criterion(entry: CriterionEntry) -> Criterion:
    return Criterion(
        id=entry.id,
        name=entry.name,
        question=entry.question,
        levels=tuple(entry.levels),
        weight=entry.weight,
        fields=tuple(entry.fields),
        counts_as_evidence=entry.counts_as_evidence,
        source=entry.source,
    )


def _structure_problems(content: RubricFile) -> Iterator[str]:
    for criterion_id, times in Counter(entry.id for entry in content.criteria).items():
        if times > 1:
            yield _("the criterion “%(criterion)s” is defined %(n)d times.") % {"criterion": criterion_id, "n": times}
        if not _ID.match(criterion_id):
            yield _("“%(criterion)s” cannot be the id of a criterion: use a–z, 0–9, “_”, “-” and “.”.") % {
                "criterion": criterion_id
            }


def _anchor_problems(content: RubricFile) -> Iterator[str]:
    for entry in content.criteria:
        anchors = [" ".join(anchor.lower().split()) for anchor in entry.levels]
        if "" in anchors:
            yield _("“%(criterion)s” has an empty level.") % {"criterion": entry.id}
        if len(set(anchors)) < len(anchors):
            yield _("two levels of “%(criterion)s” say the same.") % {"criterion": entry.id}
        if not entry.fields:
            yield _("“%(criterion)s” does not say in which fields its evidence is sought first.") % {
                "criterion": entry.id
            }
