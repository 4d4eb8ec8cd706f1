"""What qualkit understands of a text, word by word: for other people's scripts, without a project."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import tee
from pathlib import Path
from typing import Any

from qualkit.errors import InputError
from qualkit.i18n import _
from qualkit.language.pipeline import OWN, Parsed, parse
from qualkit.language.segments import segment
from qualkit.settings import FILE_NAME, find_project, read_settings
from qualkit.workflows.jsonl import read_rows


def pipeline_of(folder: Path | None) -> str:
    """Return the pipeline that the project in ``folder`` names, or the nearest one upwards; else qualkit's own.

    A folder that the settings name is looked for from the project.
    """
    root = folder or find_project(Path.cwd())
    if root is None or not (root / FILE_NAME).is_file():
        return OWN
    name = read_settings(root / FILE_NAME).language.pipeline
    return str(root / name) if (root / name).is_dir() else name


def analyse_file(file: Path, *, pipeline: str = OWN) -> Iterator[dict[str, Any]]:
    """Yield a row for each turn of a transcript, as read; its id is the number of the turn and offsets are its own."""
    from qualkit.reading.transcripts import read_transcript

    read = read_transcript(file)
    texts = ((str(number), turn.span.of(read.text)) for number, turn in enumerate(read.turns, start=1))
    return analyse_texts(texts, pipeline=pipeline)


def analyse_rows(file: Path, *, pipeline: str = OWN) -> Iterator[dict[str, Any]]:
    """Yield what is understood of each row ``{id, text}`` of a JSON-lines file, in order."""
    rows = ((row["id"], _text_of(number, row)) for number, row in read_rows(file, required=("id", "text")))
    return analyse_texts(rows, pipeline=pipeline)


def _text_of(number: int, row: dict[str, Any]) -> str:
    if not isinstance(row["text"], str):
        raise InputError(_("Row %(row)d: “text” must be text.") % {"row": number})
    return row["text"]


def analyse_texts(texts: Iterable[tuple[Any, str]], *, pipeline: str = OWN) -> Iterator[dict[str, Any]]:
    """Yield ``{id, tokens, sentences, segments, entities}`` for each id and text; offsets count in that text."""
    named, plain = tee(texts)
    parsed = parse((text for _id, text in plain), name=pipeline)
    for (id_, _text), understood in zip(named, parsed, strict=True):
        yield {"id": id_, **_row(understood)}


def _row(parsed: Parsed) -> dict[str, Any]:
    tokens = [asdict(token) for token in parsed.tokens]
    for token in tokens:
        del token["entity"]
    return {
        "tokens": tokens,
        "sentences": [[span.start, span.end] for span in parsed.sentences],
        "segments": [[span.start, span.end] for span in segment(parsed.text)],
        "entities": [asdict(entity) for entity in parsed.entities],
    }
