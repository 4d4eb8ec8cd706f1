"""What a file says and what would be hidden in it, without a project."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qualkit.normal import normalise_with_map
from qualkit.reading.captions.caption_files import read_caption_file_strictly
from qualkit.reading.captions.cues import Cue
from qualkit.reading.privacy.birth_dates import Coarseness
from qualkit.reading.privacy.pseudonyms import Pseudonyms, pseudonymise_read
from qualkit.reading.territories import Territories
from qualkit.reading.transcripts import ReadFile, read_transcript, read_with_cues
from qualkit.workflows.cleaning import cleaned_file, scan_hint, turn_changes
from qualkit.workflows.incoming import TALK
from qualkit.workflows.table_files import kind_of_file, shown_tables


def read_file(
    file: Path, *, strict: bool = False, scan: bool = False, kind: str | None = None, folder: Path | None = None
) -> dict[str, Any]:
    """Return kind, format, turns (times in seconds or ``None``), cues and warnings of a transcript, as read.

    ``cues`` are those of captions, with their raw text; ``None`` for other files. ``strict`` reads captions as a
    conforming parser does, and raises ``InputError`` for what it would not accept. ``scan`` repairs what a scanner
    misread: each turn then has its ``raw`` words too, and ``changes`` lists the repairs.

    A form or another file of rows has ``columns`` (heading → field or ``None``) and ``rows`` instead, and no turns:
    ``kind`` is what the user says it is, ``folder`` the project whose mappings of columns hold.
    """
    if not (strict or scan) and kind_of_file(file, folder, override=kind) not in TALK:
        return shown_tables(file, kind=kind, folder=folder)
    read, cues = _read_strictly(file) if strict else read_with_cues(file)
    turns = [
        {"speaker": turn.speaker, "start": turn.start, "end": turn.end, "text": turn.span.of(read.text)}
        for turn in read.turns
    ]
    shown = None if cues is None else [_shown(cue) for cue in cues]
    found = {"kind": read.kind, "format": read.format, "turns": turns, "cues": shown, "warnings": list(read.warnings)}
    if scan:
        return found | _repaired(read, turns)
    if not strict and (hint := scan_hint(read)):
        found["warnings"] = [*read.warnings, hint]
    return found


def _repaired(read: ReadFile, turns: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the turns with their cleaned words and those that were read, the repairs, and what is said of them."""
    cleaned = cleaned_file(read)
    texts, changes = turn_changes(cleaned)
    both = [turn | {"text": text, "raw": turn["text"]} for turn, text in zip(turns, texts, strict=True)]
    return {"turns": both, "warnings": list(cleaned.warnings), "changes": [asdict(change) for change in changes]}


def _read_strictly(file: Path) -> tuple[ReadFile, tuple[Cue, ...]]:
    read, cues = read_caption_file_strictly(file)
    return read, cues


def _shown(cue: Cue) -> dict[str, Any]:
    shown = {"id": cue.id, "start": cue.start, "end": cue.end, "text": cue.text}
    return {**shown, "settings": dict(cue.settings)} if cue.settings else shown


def pseudonymize_file(file: Path, *, dates: Coarseness = "keep") -> dict[str, Any]:
    """Return the pseudonymised text and the entities, with offsets in the text of the file.

    They count what stands in a plain file: a byte order mark and combining accents too, a line end as one character.
    For other files they count in the text as read.
    """
    read = read_transcript(file)
    pseudonyms = Pseudonyms()
    pseudonyms.dates = dates
    hidden = pseudonymise_read(read, pseudonyms, keep=Territories().names)
    raw, offsets = _own_text(file, read)
    return {
        "text": hidden.read.text,
        "entities": [
            {
                "start": (start := offsets[entity.start]),
                "end": (end := offsets[entity.end]),
                "label": entity.label,
                "text": raw[start:end],
                "pseudonym": pseudonym,
            }
            for entity, pseudonym in zip(hidden.entities, hidden.names, strict=True)
        ],
    }


def _own_text(file: Path, read: ReadFile) -> tuple[str, Sequence[int]]:
    """Return the text of a plain file with its line ends as one character, and where each character read stands in it;
    the text as read where the file is of another kind.
    """
    try:
        raw = file.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return read.text, range(len(read.text) + 1)
    text, offsets = normalise_with_map(raw)
    return (raw, offsets) if text == read.text else (read.text, range(len(read.text) + 1))
