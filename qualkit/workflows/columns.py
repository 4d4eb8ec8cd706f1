"""What each column of a table was taken for: shown, kept in a file that people may edit, and used the next time.

One small TOML file for each kind and set of headings stands in the project's folder ``columnas``. Headings that name
somebody stand there with «…» in place of the name.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.model import SurveyItem
from qualkit.reading.spelling import bare, squeeze
from qualkit.reading.tabular.columns import VOCABULARIES, Fields, without_names
from qualkit.reading.tabular.experiences import LEFT_OUT, TEXT_FIELDS
from qualkit.workflows.outputs import put_in_place

FOLDER = "columnas"
_MANY = (LEFT_OUT, "respondent", "unused")  # what any number of columns may be taken for
_NAMES: Mapping[str, str] = {
    "experiences": "fichas",
    "survey": "encuesta",
    "attendance": "asistencia",
    "members": "miembros",
    "actors": "actores",
    "agreements": "acuerdos",
    "observations": "observaciones",
    "cycles": "ciclos",
    "nominations": "nominaciones",
    "encounters": "encuentros",
}


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: str = ""
    favourable: str = ""
    negative: bool | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: str
    columns: dict[str, str]
    items: dict[str, _Item] = Field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """A mapping as it stands in its file: heading → field (``None``: under its own heading), and what items are."""

    file: Path
    columns: Fields
    items: tuple[Mapping[str, str], ...] = ()


def place_of(folder: Path, kind: str, headings: Iterable[str]) -> Path:
    """Return where the mapping of a table of that kind with these headings stands, or would stand."""
    written = "\n".join(sorted({bare(heading) for heading in headings}))
    digest = hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return folder / FOLDER / f"{_NAMES[kind]}-{digest}.toml"


def saved_columns(folder: Path, kind: str, headings: Sequence[str]) -> Saved | None:
    """Return the mapping that was saved for these headings, or ``None`` where there is none.

    Raises ``InputError`` with one sentence that says what to mend where a person's edit cannot be followed.
    """
    file = place_of(folder, kind, headings)
    if not file.is_file():
        return None
    read = _read(file)
    if read.kind != kind:
        raise InputError(
            _("%(file)s: it says kind “%(said)s”, but it belongs to a table of kind “%(kind)s”.")
            % {"file": file.name, "said": read.kind, "kind": kind}
        )
    shown = dict(zip(shown_headings(headings), headings, strict=True))
    columns = {shown.get(heading, heading): _checked(file, kind, field) for heading, field in read.columns.items()}
    _check_once(file, kind, columns)
    items = tuple(
        {"code": code, "kind": item.kind, "favourable": item.favourable, "negative": _yes(item.negative)}
        for code, item in read.items.items()
    )
    return Saved(file, columns, items)


def _yes(said: bool | None) -> str:
    return "" if said is None else "1" if said else "0"


def _read(file: Path) -> _File:
    try:
        return _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise InputError(_("%(file)s is not valid TOML: %(why)s") % {"file": file.name, "why": error}) from error
    except UnicodeDecodeError as error:
        raise InputError(_("%(file)s is not UTF-8 text.") % {"file": file.name}) from error
    except ValidationError as error:
        key = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
        raise InputError(
            _("%(file)s: “%(key)s” is not as it should be. Each line is “heading” = “field”.")
            % {"file": file.name, "key": key}
        ) from error


def _checked(file: Path, kind: str, field: str) -> str | None:
    """Return the field of a line; ``""`` is none. Any name is the code of an item of a survey."""
    if not field.strip():
        return None
    known = VOCABULARIES[kind].spellings
    if field in known or field == LEFT_OUT or kind == "survey":
        return field
    near = get_close_matches(field, known, n=1, cutoff=0.6)
    said = (
        _("%(file)s: “%(field)s” is no field. Did you mean “%(near)s”?")
        if near
        else _("%(file)s: “%(field)s” is no field. The fields are: %(known)s.")
    )
    parts = {"file": file.name, "field": field, "near": near[0] if near else "", "known": ", ".join(known)}
    raise InputError(said % parts)


def _check_once(file: Path, kind: str, columns: Fields) -> None:
    """Raise ``InputError`` where two columns feed a field that holds one thing only; texts are joined."""
    seen: dict[str, str] = {}
    for heading, field in columns.items():
        if field is None or field in _MANY or (kind == "experiences" and field in TEXT_FIELDS):
            continue
        if field in seen:
            raise InputError(
                _("%(file)s: two columns are taken for “%(field)s”: “%(one)s” and “%(other)s”. Keep one of them.")
                % {"file": file.name, "field": field, "one": seen[field], "other": heading}
            )
        seen[field] = heading


def save_columns(folder: Path, kind: str, columns: Fields, items: Sequence[SurveyItem] = ()) -> Path:
    """Write the mapping of a table where none stands yet; one that is there may hold what a person edited."""
    headings = list(columns)
    file = place_of(folder, kind, headings)
    if file.exists():
        return file
    lines = [
        "# " + _("What qualkit took each column for. Correct what stands at the right and ingest the file again."),
        "# " + _('"" keeps a column under its own heading; "-" leaves it out.'),
        "# " + _("Fields: %(fields)s") % {"fields": ", ".join(VOCABULARIES[kind].spellings)},
        f"kind = {_quoted(kind)}",
        "",
        "[columns]",
        *(
            f"{_quoted(shown)} = {_quoted(columns[heading] or '')}"
            for shown, heading in zip(shown_headings(headings), headings, strict=True)
        ),
    ]
    for item in items:
        if item.kind == "likert":
            lines += [
                "",
                f"[items.{_quoted(without_names(item.code))}]",
                f"favourable = {_quoted(item.favourable)}",
                f"negative = {'true' if item.negative else 'false'}",
            ]
    file.parent.mkdir(exist_ok=True)
    with put_in_place(file) as aside:
        aside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def shown_headings(headings: Sequence[str]) -> list[str]:
    """Return the headings as the file shows them: on one line, without names, each of them once."""
    shown: list[str] = []
    for heading in headings:
        name, n = without_names(squeeze(heading)), 1
        while (name if n == 1 else f"{name} ({n})") in shown:
            n += 1
        shown.append(name if n == 1 else f"{name} ({n})")
    return shown


def _quoted(text: str) -> str:
    """Return ``text`` as a basic string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
