"""Codebooks and rubrics: the newest version of a name, listed, shown and checked."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qualkit import resources
from qualkit.coding.codebooks import load_codebook
from qualkit.coding.codebooks import validate as validate_codebook
from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Codebook, Rubric
from qualkit.scoring.rubrics import load_rubric
from qualkit.scoring.rubrics import validate as validate_rubric


def open_codebook(name: str, folder: Path | None = None) -> Codebook:
    """Return the newest codebook called ``name``: the project's own (``folder``/codebooks) before the bundled one."""
    return load_codebook(resources.newest("codebooks", name, folder / "codebooks" if folder else None))


def open_rubric(name: str, folder: Path | None = None) -> Rubric:
    """Return the newest rubric called ``name``: the project's own (``folder``/rubrics) before the bundled one."""
    return load_rubric(resources.newest("rubrics", name, folder / "rubrics" if folder else None))


def list_codebooks(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return name, version, title, number of codes and hash of each codebook, those of a project's folder included."""
    own = folder / "codebooks" if folder else None
    books = [open_codebook(name, folder) for name in resources.names("codebooks", own)]
    return [
        {"name": b.name, "version": b.version, "title": b.title, "codes": len(b.codes), "hash": b.hash} for b in books
    ]


def show_codebook(name: str, code: str | None = None, *, folder: Path | None = None) -> dict[str, Any]:
    """Return the codes of a codebook in the order of the tree with their depth, or the family of one code."""
    book = open_codebook(name, folder)
    if code is not None and code not in book.by_id:
        raise InputError(_("“%(book)s” has no code “%(code)s”.") % {"book": book.name, "code": code})
    codes = [book.by_id[code]] if code is not None else list(_in_tree_order(book))
    head = {"name": book.name, "version": book.version, "title": book.title, "hash": book.hash}
    return head | {"codes": [asdict(item) | {"depth": _depth(book, item.id)} for item in codes]}


def _in_tree_order(book: Codebook, parent: str | None = None) -> Iterator[Any]:
    for code in book.children(parent):
        yield code
        yield from _in_tree_order(book, code.id)


def _depth(book: Codebook, code_id: str) -> int:
    depth = 0
    code = book.by_id[code_id]
    while code.parent is not None:
        depth, code = depth + 1, book.by_id[code.parent]
    return depth


def codebook_problems(name: str, *, folder: Path | None = None) -> list[str]:
    """Return what is wrong with a codebook, one sentence each."""
    return validate_codebook(resources.newest("codebooks", name, folder / "codebooks" if folder else None))


def list_rubrics(folder: Path | None = None) -> list[dict[str, Any]]:
    """Return name, version, title, number of criteria and hash of each rubric, those of a project's folder included."""
    own = folder / "rubrics" if folder else None
    rubrics = [open_rubric(name, folder) for name in resources.names("rubrics", own)]
    return [
        {"name": r.name, "version": r.version, "title": r.title, "criteria": len(r.criteria), "hash": r.hash}
        for r in rubrics
    ]


def show_rubric(name: str, *, folder: Path | None = None) -> Rubric:
    """Return a rubric."""
    return open_rubric(name, folder)


def rubric_problems(name: str, *, folder: Path | None = None) -> list[str]:
    """Return what is wrong with a rubric, one sentence each."""
    return validate_rubric(resources.newest("rubrics", name, folder / "rubrics" if folder else None))
