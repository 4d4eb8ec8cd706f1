"""Codebook files: read, check, list. The form of a file is ``CodebookFile``; a book is ``qualkit.model.Codebook``."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.words import fold
from qualkit.model import Code, Codebook

_REFERENCE = re.compile(r"→\s*([\w:]+)((?:\s*(?:,|o|y|/)\s*[a-z]+(?:_\w+)+)*)")
_ID = re.compile(r"^[a-z0-9][a-z0-9_.-]*$")


class CodeEntry(BaseModel):
    """One code as people write it in the file."""

    model_config = ConfigDict(extra="forbid")

    id: str
    name: str = Field(min_length=1)
    parent: str | None = None
    level: int | None = None
    ordinal: int | None = None
    definition: str = ""
    definition_source: Literal["fuente", "operativa"] = "operativa"
    include: list[str] = []
    exclude: list[str] = []
    indicators: list[str] = []
    phrases: list[str] = []
    examples: list[str] = []
    source: str = ""


class CodebookFile(BaseModel):
    """A codebook as people write it: a head and the list of codes, parents before or after their children."""

    model_config = ConfigDict(extra="forbid")

    codebook: str = Field(min_length=1)
    version: str
    title: str
    language: str = "es"
    sources: list[str] = []
    notes: str = ""
    codes: list[CodeEntry] = Field(min_length=1)


def load_codebook(path: Path) -> Codebook:
    """Return the codebook written in ``path``.

    Raises ``InputError`` where the file cannot be read, is not a codebook, or its hierarchy does not hold.
    """
    entries = _read(path)
    broken = list(_structure_problems(entries.codes))
    if broken:
        raise InputError(
            _("The codebook %(file)s does not hold together: %(problem)s") % {"file": path.name, "problem": broken[0]}
        )
    return Codebook(
        name=entries.codebook,
        version=entries.version,
        title=entries.title,
        codes=tuple(_code(entry) for entry in entries.codes),
        language=entries.language,
        sources=tuple(entries.sources),
        notes=entries.notes,
    )


def available(folder: Path) -> dict[str, Path]:
    """Return the codebook files of ``folder`` by name and version (``rel.v1``), in alphabetical order."""
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def validate(path: Path) -> list[str]:
    """Return what is wrong with the codebook in ``path``, one sentence each; an empty list where nothing is.

    Beyond what ``load_codebook`` asks: references in ``exclude`` that point nowhere, levels that do not fit the
    hierarchy, ordinals that are not 1 to n, an indicator that two codes claim. Raises ``InputError`` where the file
    cannot be read.
    """
    try:
        entries = _read(path)
    except _NotACodebook as error:
        return error.problems
    problems = list(_structure_problems(entries.codes))
    if not problems:
        problems += _level_problems(entries.codes)
        problems += _ordinal_problems(entries.codes)
    problems += _reference_problems(entries, path.parent)
    return problems + list(_repeated_indicators(entries.codes))


class _NotACodebook(InputError):
    """A file whose content has another form than a codebook's."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        self.problems = problems
        super().__init__(
            _("%(file)s is not a codebook: %(problem)s") % {"file": path.name, "problem": "; ".join(problems[:3])}
        )


def _read(path: Path) -> CodebookFile:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            _("The codebook %(file)s cannot be read: %(reason)s") % {"file": str(path), "reason": error.strerror}
        ) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _NotACodebook(path, [_first_line(str(error))]) from error
    try:
        return CodebookFile.model_validate(content)
    except ValidationError as error:
        raise _NotACodebook(path, list(_form_problems(error))) from error


def _first_line(text: str) -> str:
    return " ".join(text.split())[:200]


def _form_problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors():
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in problem["loc"])
        yield _("%(place)s: %(reason)s") % {"place": place or "file", "reason": problem["msg"]}


def _code(entry: CodeEntry) -> Code:
    return Code(
        id=entry.id,
        name=entry.name,
        definition=entry.definition,
        parent=entry.parent,
        include=tuple(entry.include),
        exclude=tuple(entry.exclude),
        indicators=tuple(entry.indicators),
        examples=tuple(entry.examples),
        ordinal=entry.ordinal,
        definition_source=entry.definition_source,
        source=entry.source,
        phrases=tuple(entry.phrases),
    )


def _structure_problems(codes: Sequence[CodeEntry]) -> Iterator[str]:
    """Yield duplicate or malformed ids, unknown parents and cycles: what no codebook can have."""
    ids = Counter(code.id for code in codes)
    for code_id, times in ids.items():
        if times > 1:
            yield _("the code “%(code)s” is defined %(n)d times.") % {"code": code_id, "n": times}
        if not _ID.match(code_id):
            yield _("“%(code)s” cannot be the id of a code: use a–z, 0–9, “_”, “-” and “.”.") % {"code": code_id}
    parents = {code.id: code.parent for code in codes}
    for code_id, parent in parents.items():
        if parent is not None and parent not in parents:
            yield _("the parent “%(parent)s” of “%(code)s” does not exist.") % {"parent": parent, "code": code_id}
        elif _runs_in_a_circle(code_id, parents):
            yield _("“%(code)s” is its own ancestor.") % {"code": code_id}


def _runs_in_a_circle(code_id: str, parents: dict[str, str | None]) -> bool:
    seen = {code_id}
    parent = parents.get(code_id)
    while parent is not None and parent not in seen:
        seen.add(parent)
        parent = parents.get(parent)
    return parent == code_id


def _level_problems(codes: Sequence[CodeEntry]) -> Iterator[str]:
    parents = {code.id: code.parent for code in codes}
    for code in codes:
        depth, parent = 1, code.parent
        while parent is not None:
            depth, parent = depth + 1, parents[parent]
        if code.level is not None and code.level != depth:
            yield _("“%(code)s” says level %(said)d and stands at level %(depth)d.") % {
                "code": code.id,
                "said": code.level,
                "depth": depth,
            }


def _ordinal_problems(codes: Sequence[CodeEntry]) -> Iterator[str]:
    families: dict[str | None, list[int]] = {}
    for code in codes:
        if code.ordinal is not None:
            families.setdefault(code.parent, []).append(code.ordinal)
    for parent, ordinals in families.items():
        if sorted(ordinals) != list(range(1, len(ordinals) + 1)):
            yield _("the ordinals under “%(parent)s” are not 1 to %(n)d: %(ordinals)s.") % {
                "parent": parent,
                "n": len(ordinals),
                "ordinals": ", ".join(map(str, ordinals)),
            }


def _reference_problems(entries: CodebookFile, folder: Path) -> Iterator[str]:
    own = {code.id for code in entries.codes}
    for code in entries.codes:
        for line in code.exclude:
            for reference in references(line):
                book, colon, target = reference.rpartition(":")
                known = _ids_of(folder, book) if colon else own
                if target not in known:
                    yield _("“%(code)s” sends to “%(target)s”, which does not exist.") % {
                        "code": code.id,
                        "target": reference,
                    }


def references(line: str) -> list[str]:
    """Return the codes that a line of ``exclude`` sends to: ``["a", "b"]`` for «Trámite → a o b»."""
    found: list[str] = []
    for match in _REFERENCE.finditer(line):
        found.append(match.group(1))
        found += re.findall(r"[a-z]+(?:_\w+)+", match.group(2))
    return found


def _ids_of(folder: Path, book: str) -> set[str]:
    """Return the ids of another book of the same folder; none where that book is not there."""
    files = sorted(folder.glob(f"{book}.v*.yaml"))
    return {code.id for code in _read(files[-1]).codes} if files else set()


def _repeated_indicators(codes: Sequence[CodeEntry]) -> Iterator[str]:
    claimed: dict[str, str] = {}
    for code in codes:
        for indicator in code.indicators:
            first = claimed.setdefault(" ".join(fold(indicator).split()), code.id)
            if first != code.id or code.indicators.count(indicator) > 1:
                yield _("the indicator “%(indicator)s” stands in “%(first)s” and in “%(second)s”.") % {
                    "indicator": indicator,
                    "first": first,
                    "second": code.id,
                }
