"""What a file says and what would be hidden in it, without a project."""

from pathlib import Path
from typing import Any

from qualkit.reading.pseudonyms import Pseudonyms, pseudonymise_read
from qualkit.reading.territories import Territories
from qualkit.reading.transcripts import read_transcript


def read_file(file: Path) -> dict[str, Any]:
    """Return kind, format, turns (times in seconds or ``None``) and warnings of a transcript, as read."""
    read = read_transcript(file)
    turns = [
        {"speaker": turn.speaker, "start": turn.start, "end": turn.end, "text": turn.span.of(read.text)}
        for turn in read.turns
    ]
    return {"kind": read.kind, "format": read.format, "turns": turns, "warnings": list(read.warnings)}


def pseudonymize_file(file: Path) -> dict[str, Any]:
    """Return the pseudonymised text and the entities with offsets in the text as read."""
    read = read_transcript(file)
    hidden = pseudonymise_read(read, Pseudonyms(), keep=Territories().names)
    return {
        "text": hidden.read.text,
        "entities": [
            {
                "start": entity.start,
                "end": entity.end,
                "label": entity.label,
                "text": entity.text,
                "pseudonym": pseudonym,
            }
            for entity, pseudonym in zip(hidden.entities, hidden.names, strict=True)
        ],
    }
