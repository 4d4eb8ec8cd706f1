"""JSON lines in and out: the form in which other programs call the filters of qualkit."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.workflows.outputs import put_in_place, writing


def read_rows(file: Path, *, required: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each row of a JSON-lines file with its number, from 1; empty lines are passed over.

    Raises ``InputError`` that names the row where it is not a JSON object or a required key is missing.
    """
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except FileNotFoundError:
        raise InputError(_("There is no file %(file)s.") % {"file": file}) from None
    except OSError as error:
        raise InputError(_("%(file)s cannot be read: %(why)s") % {"file": file, "why": error.strerror}) from error
    except UnicodeDecodeError as error:
        raise InputError(_("%(file)s is not UTF-8 text.") % {"file": file}) from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, _row(line, number, required)


def _row(line: str, number: int, required: Sequence[str]) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(_("Row %(row)d is not JSON: %(why)s") % {"row": number, "why": error}) from error
    if not isinstance(row, dict):
        raise InputError(_("Row %(row)d is not a JSON object.") % {"row": number})
    if "\\u" in line and not _is_whole(row):
        raise InputError(
            _("Row %(row)d holds half a character (a lone surrogate), which is no text.") % {"row": number}
        )
    missing = [key for key in required if key not in row]
    if missing:
        raise InputError(_("Row %(row)d has no “%(key)s”.") % {"row": number, "key": missing[0]})
    return row


def _is_whole(row: dict[str, Any]) -> bool:
    r"""Say whether what the row holds is text: an escape such as ``\\ud800`` alone is half a character."""
    try:
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def write_rows(file: Path, rows: Iterable[dict[str, Any]]) -> int:
    """Write rows as JSON lines, all or nothing. Returns how many.

    Raises ``InputError`` where the place cannot be written.
    """
    count = 0
    with put_in_place(file) as aside:
        with writing(file):
            stream = aside.open("w", encoding="utf-8", newline="\n")
        try:
            for row in rows:  # what goes wrong in making a row is not said of this file
                with writing(file):
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
        finally:
            with writing(file):
                stream.close()
    return count
