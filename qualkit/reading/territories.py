"""Which territory, session and date a file belongs to: from options, a manifest, or the names of folder and file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePath
from typing import Literal

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.reading.spelling import bare

Origin = Literal["file name", "folder", "manifest", "option"]

BUILT_IN: Mapping[str, Sequence[str]] = {
    "Inti Red": ("Territorio Inti Red", "Red Inti Red", "Ind Red", "Inti-Red", "IntiRed"),
    "Red Centro Activo": ("Red Cebtro Activo", "Centro Activo"),
    "Red Metropolitana": ("Red Metro- politana", "Metropolitana"),
    "Red Enredándonos": ("Ebredándones", "Enredándo- nos", "Enredándonos"),
    "Red Ñuble y Biobío sin Fronteras": (
        "Ñuble y Biobío sin Fronteras",
        "Ñuble-Biobío sin Fronteras",
        "Ñuble y Biobío",
    ),
    "Red Araucaríos": ("AraucaRíos", "AraucáRíos", "AraucRíos", "Arauca Ríos"),
    "Red Territorio Austral": ("Territorio Austral", "Red Austral"),
}
"""The seven territories of the 2024 cycle and the ways in which its report prints them."""

_LEADING = re.compile(r"^(?:(?:la|el)\s+)?(?:red|territorio)\s+(?=\S)")
_HYPHEN_BREAK = re.compile(r"(?<=\w)[-\u2010\u00ad]\s+(?=\w)")


class Territories:
    """The territories of a project: the built-in ones and those the user names, each with its variants."""

    def __init__(self, aliases: Mapping[str, Sequence[str]] | None = None, *, built_in: bool = True) -> None:
        self._canonical: dict[str, str] = {}
        for name, variants in {**(BUILT_IN if built_in else {}), **(aliases or {})}.items():
            for variant in (name, *variants):
                for key in _keys(variant):
                    self._canonical[key] = name
        self.names = tuple(dict.fromkeys(self._canonical.values()))

    def canonical(self, name: str | None) -> str | None:
        """Return the territory that ``name`` spells, or ``None`` where it spells none that is known."""
        if not name or not name.strip():
            return None
        return next((found for key in _keys(name) if (found := self._canonical.get(key))), None)

    def canonical_or_own(self, name: str | None) -> str | None:
        """Return the territory that ``name`` spells; a name that nobody listed stands for itself."""
        if not name or not name.strip():
            return None
        return self.canonical(name) or " ".join(name.split())

    def found_in(self, name: str) -> str | None:
        """Return the territory that stands somewhere in a folder's or file's name; the longest spelling wins."""
        words = f" {bare(name)} "
        glued = words.replace(" ", "")
        for key in sorted(self._canonical, key=lambda key: (-len(key), key)):
            if f" {key} " in words or (len(key) >= 8 and key.replace(" ", "") in glued):
                return self._canonical[key]
        return None


def _keys(name: str) -> list[str]:
    """Return the spellings under which ``name`` is looked up: as it stands, and without a leading «Red»,
    «Territorio».
    """
    whole = bare(_HYPHEN_BREAK.sub("", name))
    keys = [whole]
    short = whole
    while (shorter := _LEADING.sub("", short)) != short:
        short = shorter
        keys.append(short)
    return [key for key in dict.fromkeys([*keys, *(key.replace(" ", "") for key in keys)]) if key]


@dataclass(frozen=True)
class Case:
    """Where a file belongs. ``origins`` says, for each of territory, session and date that is known, where it came
    from; ``scan`` whether the manifest asks for the clean-up of scanned text.
    """

    territory: str | None = None
    session: int | None = None
    date: str | None = None
    kind: str | None = None
    origins: Mapping[str, Origin] = field(default_factory=dict)
    scan: bool | None = None


def case_of(
    path: str | Path,
    *,
    territories: Territories | None = None,
    manifest: Mapping[str, Case] | None = None,
    territory: str | None = None,
    session: int | None = None,
    date: str | None = None,
    root: str | Path | None = None,
) -> Case:
    """Return the territory, session and date of a file: from its folders, its name, the manifest, the options.

    Later sources win. ``root`` is the folder that was given: only folders below it (or, without it, the last two) are
    read. ``manifest`` is what ``read_manifest`` returns.
    """
    territories = territories or Territories()
    path = Path(path)
    listed = _listed(path, manifest or {}, root)
    sources: list[tuple[Origin, Case]] = [
        *(("folder", _guess(name, territories, is_folder=True)) for name in _folders(path, root)),
        ("file name", _guess(path.stem, territories)),
        ("manifest", listed),
        ("option", Case(territories.canonical_or_own(territory), session, _checked_date(date))),
    ]
    return replace(_merged(sources, listed.kind), scan=listed.scan)


def _merged(sources: Sequence[tuple[Origin, Case]], kind: str | None) -> Case:
    territory: str | None = None
    session: int | None = None
    day: str | None = None
    origins: dict[str, Origin] = {}
    for origin, case in sources:
        if case.territory is not None:
            territory, origins["territory"] = case.territory, origin
        if case.session is not None:
            session, origins["session"] = case.session, origin
        if case.date is not None:
            day, origins["date"] = case.date, origin
    return Case(territory, session, day, kind, origins)


def _folders(path: Path, root: str | Path | None) -> tuple[str, ...]:
    if root is not None:
        try:
            return (Path(root).name, *path.relative_to(root).parts[:-1])
        except ValueError:
            return path.parts[-3:-1]
    return path.parts[-3:-1]


def _listed(path: Path, manifest: Mapping[str, Case], root: str | Path | None) -> Case:
    """Return the manifest's line for ``path``: the longest end of the path that it lists."""
    parts = path.parts
    for n in range(len(parts), 0, -1):
        case = manifest.get(PurePath(*parts[-n:]).as_posix())
        if case is not None:
            return case
    return Case()


_SESSION = re.compile(
    r"(?<![a-z])(?:sesi[oó]n|ses|session|encuentro|s)[\s_.-]*(?:n[°ºo.]*[\s_.-]*)?0*(\d{1,2})(?!\d)", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-_. /](\d{1,2})[-_. /](20\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(20\d{2})[-_. /]?(\d{2})[-_. /]?(\d{2})(?!\d)")
_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
_WRITTEN = re.compile(
    r"(\d{1,2})[\s_-]+(?:de[\s_-]+)?(" + "|".join(_MONTHS) + r")[\s_-]+(?:de[l]?[\s_-]+)?(20\d{2})", re.IGNORECASE
)


_NAMED_FOLDER = re.compile(r"(red|territorio)[\s_-]+(?!de\b)\D*", re.IGNORECASE)


def _guess(name: str, territories: Territories, *, is_folder: bool = False) -> Case:
    found = _SESSION.search(name)
    territory = territories.found_in(name)
    if territory is None and is_folder and _NAMED_FOLDER.fullmatch(name):
        territory = re.sub(r"[\s_-]+", " ", name).strip().title()
    return Case(territory, int(found.group(1)) if found else None, date_in(name))


def date_in(text: str) -> str | None:
    """Return the first date that stands in ``text`` as ISO 8601: 2025-05-29, 20250529, 29-05-2025, 29 de mayo de
    2025.
    """
    for pattern, order in ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1))):
        for found in pattern.finditer(text):
            day = _iso(*(int(found.group(i)) for i in order))
            if day:
                return day
    written = _WRITTEN.search(text)
    if written:
        return _iso(int(written.group(3)), _MONTHS.index(written.group(2).lower()) + 1, int(written.group(1)))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _checked_date(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    found = date_in(text)
    if found is None:
        raise InputError(_("«%(date)s» is not a date: write it as 2025-05-29.") % {"date": text})
    return found


_MANIFEST = {
    "file": ("file", "archivo", "fichero", "path", "ruta"),
    "territory": ("territory", "territorio", "red"),
    "session": ("session", "sesion", "session no", "n sesion", "numero sesion"),
    "date": ("date", "fecha"),
    "kind": ("kind", "tipo", "type"),
    "scan": ("scan", "escaneado", "escaneo", "ocr"),
}


_YES, _NO = ("si", "s", "yes", "y", "true", "x", "1"), ("no", "n", "false", "0")


def is_manifest(header: Sequence[str]) -> bool:
    """Say whether a table with this header is a manifest: it lists files and says where each belongs."""
    columns = _manifest_columns(header)
    return "file" in columns and len(columns) >= 2


def _manifest_columns(header: Sequence[str]) -> dict[str, int]:
    names = [bare(name) for name in header]
    return {
        key: names.index(found)
        for key, words in _MANIFEST.items()
        if (found := next((w for w in words if w in names), None))
    }


def read_manifest(path: str | Path, *, territories: Territories | None = None) -> dict[str, Case]:
    """Return what a manifest (file, territory, session, date, kind, scan) says of each file, as written there.

    Raises ``InputError`` for a table without those columns, a session that is no number and a date that is none.
    """
    from qualkit.reading.tabular.tables import read_table

    territories = territories or Territories()
    table = read_table(path)
    columns = _manifest_columns(table.header)
    if "file" not in columns:
        raise InputError(_("%(file)s is no manifest: it has no column «file».") % {"file": Path(path).name})
    cases: dict[str, Case] = {}
    for row in table.rows:
        cells = {key: row[at] for key, at in columns.items()}
        if cells["file"]:
            name = PurePath(cells["file"].replace("\\", "/")).as_posix()
            cases[name] = _manifest_case(cells, territories)
    return cases


def _manifest_case(cells: Mapping[str, str], territories: Territories) -> Case:
    session = cells.get("session", "")
    digits = re.search(r"\d+", session)
    if session and digits is None:
        raise InputError(_("«%(session)s» is not the number of a session.") % {"session": session})
    return Case(
        territories.canonical_or_own(cells.get("territory")),
        int(digits.group()) if digits else None,
        _checked_date(cells.get("date")),
        cells.get("kind") or None,
        scan=_yes_or_no(cells.get("scan", "")),
    )


def _yes_or_no(cell: str) -> bool | None:
    """Return what a cell of the column «scan» says; ``None`` where it is empty."""
    said = bare(cell)
    if not said:
        return None
    if said not in (*_YES, *_NO):
        raise InputError(_("«%(scan)s» is neither yes nor no.") % {"scan": cell})
    return said in _YES
