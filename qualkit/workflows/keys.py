"""The key from pseudonyms to people: one file beside the record, written all or nothing, that no export includes."""

import json
from pathlib import Path

from qualkit.errors import ProjectError
from qualkit.i18n import _
from qualkit.reading.pseudonyms import Pseudonyms


def load_key(file: Path) -> Pseudonyms:
    """Return the pseudonyms of the project; new ones where the file is not there yet."""
    if not file.exists():
        return Pseudonyms()
    try:
        return Pseudonyms.from_dict(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise ProjectError(
            _("The key of the pseudonyms, %(file)s, cannot be read. Bring it back from a copy.") % {"file": file}
        ) from error


def save_key(file: Path, pseudonyms: Pseudonyms) -> None:
    """Write the key; a reader sees the old file or the new one, never a half. Only its owner may read it."""
    aside = file.with_suffix(".part")
    aside.unlink(missing_ok=True)  # one that a kill left behind
    aside.touch(mode=0o600)  # before there is anything in it to read
    aside.write_text(json.dumps(pseudonyms.to_dict(), ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    aside.replace(file)
