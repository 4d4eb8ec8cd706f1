"""Which codes of a book are in question, and how a code stands to the codes below it."""

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import Code, Codebook

RESIDUAL_MARK = "usar solo si no se distingue"
"""How a codebook says that a code is for what none of the codes below it fits."""

RESIDUAL_WEIGHT = 0.5
INNER_WEIGHT = 0.95


def in_scope(codebook: Codebook, under: str | None = None) -> tuple[Code, ...]:
    """Return the codes of the family of ``under`` (its head included), or all codes, in the order of the book.

    Raises ``InputError`` where the book has no code of that name.
    """
    if under is None:
        return codebook.codes
    if under not in codebook.by_id:
        raise InputError(
            _("The codebook “%(book)s” has no code “%(code)s”. Its families are: %(families)s.")
            % {"book": codebook.name, "code": under, "families": ", ".join(c.id for c in codebook.children(None))}
        )
    return codebook.family(under)


def standing(codebook: Codebook, code: Code) -> float:
    """Return by how much a code gives way to the codes below it: 1 for a leaf, less for a code that has some."""
    if not codebook.children(code.id):
        return 1.0
    residual = any(line.lower().startswith(RESIDUAL_MARK) for line in code.include)
    return RESIDUAL_WEIGHT if residual else INNER_WEIGHT


def ancestors(codebook: Codebook, code_id: str) -> set[str]:
    """Return the ids of every code above ``code_id``."""
    above: set[str] = set()
    parent = codebook.by_id[code_id].parent
    while parent is not None:
        above.add(parent)
        parent = codebook.by_id[parent].parent
    return above


def most_specific(codebook: Codebook, code_ids: list[str]) -> list[str]:
    """Return ``code_ids`` without those that stand above another one of them."""
    covered = set().union(*(ancestors(codebook, code_id) for code_id in code_ids)) if code_ids else set()
    return [code_id for code_id in code_ids if code_id not in covered]
