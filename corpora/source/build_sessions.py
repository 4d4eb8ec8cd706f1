"""Write the sessions of the demo corpus as the tools of a network write them, from one plain source each.

Session 1 becomes a Zoom recording transcript (VTT) with its chat export, session 2 a Teams transcript in Word with
the chat beside it, session 5 a text file as people paste it, chat lines among the talk. Always the same bytes.

    python corpora/source/build_sessions.py
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from build_tables import with_fixed_dates
from docx import Document as Word

SOURCE = Path(__file__).parent / "demo"
TARGET = Path(__file__).parent.parent / "demo" / "sesiones"
CUE_WORDS = 22
SECONDS_A_WORD = 0.36
LINE = re.compile(r"(\d\d):(\d\d):(\d\d) \| (.+?) \| (.+)")


@dataclass(frozen=True)
class Said:
    """One line of the source: when (seconds), who, what, and whether it was written in the chat."""

    second: int
    who: str
    words: str
    in_chat: bool


@dataclass(frozen=True)
class Session:
    """One source file."""

    territory: str
    number: int
    date: str
    lines: tuple[Said, ...]


def read_source(file: Path) -> Session:
    """Return the session in ``file``; a line that does not fit the form is an error."""
    head: dict[str, str] = {}
    lines = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            key, value = line.lstrip("# ").split(":", 1)
            head[key.strip()] = value.strip()
        elif line.strip():
            lines.append(_said(line, file))
    return Session(head["territorio"], int(head["sesion"]), head["fecha"], tuple(lines))


def _said(line: str, file: Path) -> Said:
    match = LINE.fullmatch(line.strip())
    if match is None:
        raise ValueError(f"{file.name}: not a line of a session: {line[:60]!r}")
    hours, minutes, seconds, label, words = match.groups()
    in_chat = label.startswith("[chat]")
    return Said(
        int(hours) * 3600 + int(minutes) * 60 + int(seconds), label.removeprefix("[chat]").strip(), words, in_chat
    )


def as_vtt(session: Session) -> str:
    """Return the talk as Zoom writes it: numbered cues of a few seconds, the label before the words of every cue."""
    cues = [cue for said in session.lines if not said.in_chat for cue in _cues(said)]
    blocks = (
        f"{number}\n{_clock(start, '.')} --> {_clock(end, '.')}\n{who}: {words}\n"
        for number, (start, end, who, words) in enumerate(cues, start=1)
    )
    return "WEBVTT\n\n" + "\n".join(blocks)


def _cues(said: Said) -> Iterator[tuple[float, float, str, str]]:
    words = said.words.split()
    start = float(said.second)
    for first in range(0, len(words), CUE_WORDS):
        piece = words[first : first + CUE_WORDS]
        end = start + max(1.0, len(piece) * SECONDS_A_WORD)
        yield start, end, said.who, " ".join(piece)
        start = end + 0.1


def as_chat(session: Session) -> str:
    """Return the chat as Zoom saves it."""
    lines = (f"{_clock(said.second)}\t{said.who}:\t{said.words}" for said in session.lines if said.in_chat)
    return "\n".join(lines) + "\n"


def as_word(session: Session) -> bytes:
    """Return the talk as Teams writes it in Word: who and when in bold on a line, the words below."""
    word = Word()
    word.add_paragraph(f"{session.territory} – Sesión {session.number}-Transcripción de la reunión")
    word.add_paragraph(session.date)
    for said in (said for said in session.lines if not said.in_chat):
        paragraph = word.add_paragraph()
        paragraph.add_run(said.who).bold = True
        paragraph.add_run(f"   {_short_clock(said.second)}")
        paragraph.add_run().add_break()
        paragraph.add_run(said.words)
    buffer = BytesIO()
    word.save(buffer)
    return with_fixed_dates(buffer.getvalue())


def as_text(session: Session) -> str:
    """Return talk and chat as people paste them into a text file."""
    return "\n".join(
        f"{_clock(said.second)} {'[chat] ' if said.in_chat else ''}{said.who}: {said.words}" for said in session.lines
    ) + "\n"


def _clock(seconds: float, mark: str = "") -> str:
    thousandths = round(seconds * 1000)
    whole = thousandths // 1000
    clock = f"{whole // 3600:02d}:{whole % 3600 // 60:02d}:{whole % 60:02d}"
    return f"{clock}{mark}{thousandths % 1000:03d}" if mark else clock


def _short_clock(seconds: int) -> str:
    minutes = f"{seconds % 3600 // 60}:{seconds % 60:02d}"
    return minutes if seconds < 3600 else f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def write_all(sessions: Iterable[tuple[str, Session]]) -> None:
    """Write every session under the folder of its territory."""
    for slug, session in sessions:
        folder = TARGET / f"red-{slug}"
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / f"sesion-{session.number}_{session.date}"
        if session.number == 1:
            stem.with_suffix(".vtt").write_text(as_vtt(session), encoding="utf-8")
            stem.with_name(stem.name + "_chat.txt").write_text(as_chat(session), encoding="utf-8")
        elif session.number == 2:
            stem.with_suffix(".docx").write_bytes(as_word(session))
            stem.with_name(stem.name + "_chat.txt").write_text(as_chat(session), encoding="utf-8")
        else:
            stem.with_suffix(".txt").write_text(as_text(session), encoding="utf-8")


if __name__ == "__main__":
    write_all((file.stem.split("_")[0], read_source(file)) for file in sorted(SOURCE.glob("*_s?.txt")))
