"""A codebook: codes in a hierarchy, each with what it means, what it takes in, what it leaves out and how it sounds."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property

from qualkit.model.documents import content_hash


@dataclass(frozen=True)
class Code:
    """One code. ``ordinal`` orders the codes of a scale; ``indicators`` are sentences as people would say them,
    ``phrases`` words and turns of speech that are looked for by lemma.
    """

    id: str
    name: str
    definition: str
    parent: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    ordinal: int | None = None
    definition_source: str = "operativa"
    source: str = ""
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """A released version of a codebook; ``hash`` names its content, whatever the file is called."""

    name: str
    version: str
    title: str
    codes: tuple[Code, ...]
    language: str = "es"
    sources: tuple[str, ...] = ()
    notes: str = ""

    @cached_property
    def hash(self) -> str:
        """Content hash over everything a coder can see."""
        return content_hash(self.name, json.dumps([asdict(c) for c in self.codes], ensure_ascii=False, sort_keys=True))

    @cached_property
    def by_id(self) -> dict[str, Code]:
        """The codes by their id."""
        return {code.id: code for code in self.codes}

    @cached_property
    def _children(self) -> dict[str | None, tuple[Code, ...]]:
        children: dict[str | None, list[Code]] = {}
        for code in self.codes:
            children.setdefault(code.parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in children.items()}

    def children(self, code_id: str | None) -> tuple[Code, ...]:
        """Return the codes right below ``code_id`` (``None``: the families)."""
        return self._children.get(code_id, ())

    def family(self, code_id: str) -> tuple[Code, ...]:
        """Return ``code_id`` and every code below it, in the order of the book."""
        inside = set(self._below(code_id))
        return tuple(code for code in self.codes if code.id in inside)

    def _below(self, code_id: str) -> Iterator[str]:
        yield code_id
        for child in self.children(code_id):
            yield from self._below(child.id)

    def root(self, code_id: str) -> Code:
        """Return the top code of the family that ``code_id`` belongs to."""
        code = self.by_id[code_id]
        while code.parent is not None:
            code = self.by_id[code.parent]
        return code

    @cached_property
    def leaves(self) -> tuple[Code, ...]:
        """The codes that have no code below them."""
        return tuple(code for code in self.codes if code.id not in self._children)
