"""Everybody who is named in a batch of files gets a pseudonym before the first of them is frozen.

So a person who is named in one file and speaks in another gets one pseudonym, whichever comes first. Which files were
learnt from is kept until they are frozen: a batch that was killed goes on where it was, with the same pseudonyms.
"""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from qualkit.reading.privacy.pseudonyms import Pseudonyms
from qualkit.reading.territories import Territories
from qualkit.reading.transcripts import ReadFile
from qualkit.workflows.hiding import Tables, hidden_tables, hidden_transcript
from qualkit.workflows.incoming import Incoming
from qualkit.workflows.keys import save_key
from qualkit.workflows.workspace import Workspace

UNFINISHED = "ingest.json"


def learn_schools(tables: Tables, pseudonyms: Pseudonyms) -> None:
    """Give the schools that have columns of their own a pseudonym: what labels of speakers mean hangs on them."""
    for school in tables.schools:
        pseudonyms.school(school)


def learn_people(content: ReadFile | Tables, pseudonyms: Pseudonyms, territories: Territories) -> None:
    """Give everybody who speaks or is named in a file a pseudonym; what would be hidden is thrown away."""
    if isinstance(content, ReadFile):
        hidden_transcript(content, pseudonyms, territories)
    else:
        hidden_tables(content, pseudonyms, territories)


class Learnt:
    """The files (by content) whose people are in the key already, though the files are not in the record yet."""

    def __init__(self, workspace: Workspace, pseudonyms: Pseudonyms) -> None:
        self._place = workspace.data_folder / UNFINISHED
        self._store = workspace.store
        self._key_file = workspace.key_file
        self._pseudonyms = pseudonyms
        found = _read(self._place)
        # A kill between the two writes of ``add`` leaves a key that is shorter than what was noted: it learns again.
        self._files = set(found["files"]) if found["names"] <= len(pseudonyms) else set()

    def __contains__(self, item: Incoming) -> bool:
        return item.sha256 in self._files

    def add(self, items: Collection[Incoming]) -> None:
        """Keep the key and that these files are in it."""
        self._files.update(item.sha256 for item in items)
        self._write()
        save_key(self._key_file, self._pseudonyms)

    def forget(self, items: Collection[Incoming]) -> None:
        """Forget these files, which are in the record by now or cannot be read, and any other that is in the record."""
        gone = {item.sha256 for item in items}
        self._files = {sha256 for sha256 in self._files - gone if not self._is_kept(sha256)}
        self._write()

    def _is_kept(self, sha256: str) -> bool:
        known = self._store.file(sha256)
        return known is not None and known["status"] == "ingested"

    def _write(self) -> None:
        if not self._files:
            self._place.unlink(missing_ok=True)
            return
        aside = self._place.with_suffix(".part")
        content = {"names": len(self._pseudonyms), "files": sorted(self._files)}
        aside.write_text(json.dumps(content), encoding="utf-8")
        aside.replace(self._place)


def _read(place: Path) -> Mapping[str, Any]:
    """Return what was noted; nothing where the note is not there or not whole: then all is learnt again."""
    nothing = {"names": 0, "files": []}
    try:
        found = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return nothing
    return found if isinstance(found, dict) and found.keys() == nothing.keys() else nothing
