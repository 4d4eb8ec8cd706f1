"""A sheet of a spreadsheet as it was filled in: only cells with content, the merged ones, and what is worth knowing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from qualkit.i18n import _, ngettext

MOST_CELLS = 4_000_000
"""More filled cells than any list of a network holds; beyond it a file is refused rather than waited for."""


class Merge(NamedTuple):
    """Cells that were made one; rows and columns from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """``rows[row][column]`` is the text of a filled cell (both from 1, in order); all other cells are empty."""

    name: str
    rows: Mapping[int, Mapping[int, str]]
    merges: tuple[Merge, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Defects:
    """What a reader counts while it reads a sheet."""

    unsaved_formulas: int = 0
    error_cells: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    hidden_sheet: bool = False
    more: list[str] = field(default_factory=list)

    def notes(self) -> tuple[str, ...]:
        """Return a sentence for each defect that was met."""
        said = []
        if self.unsaved_formulas:
            said.append(
                ngettext(
                    "%(n)d cell holds a formula whose result was never saved, and counts as empty. Open the file in a"
                    " spreadsheet, save it and ingest it again.",
                    "%(n)d cells hold formulas whose results were never saved, and count as empty. Open the file in a"
                    " spreadsheet, save it and ingest it again.",
                    self.unsaved_formulas,
                )
                % {"n": self.unsaved_formulas}
            )
        if self.error_cells:
            said.append(_("%(n)d cells hold an error (#REF!, #N/A) and count as empty.") % {"n": self.error_cells})
        if self.hidden_sheet:
            said.append(_("A hidden sheet was read too."))
        if self.hidden_rows or self.hidden_columns:
            said.append(
                _("Hidden rows (%(rows)d) and columns (%(columns)d) were read too.")
                % {"rows": self.hidden_rows, "columns": self.hidden_columns}
            )
        return (*said, *self.more)
