"""A project file with one run and one file in it, and documents of invented talk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualkit.model import Coding, Document, Evidence, Experience, Run, Segment, Span, Turn
from qualkit.storage.store import Store

TEXT = "Partimos con tres escuelas.\nNos faltó tiempo para observar clases."
RUN = "r1"
FILE = "f" * 64


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "qualkit.sqlite"


@pytest.fixture
def store(record: Path) -> Iterator[Store]:
    opened = Store(record)
    opened.add_run(Run(RUN, "test", "2025-01-01T00:00:00+00:00"))
    opened.add_file(sha256=FILE, path="sesion.vtt", kind="transcript", run=RUN)
    yield opened
    opened.close()


@pytest.fixture
def document() -> Document:
    turns = (Turn(Span(0, 27), "PERSONA_1", 1.5, 3.25, facilitator=True), Turn(Span(28, 67), None, channel="chat"))
    return Document("d1", "Sesión 1", "transcript", TEXT, turns, "Costa", 1, "2025-04-17")


@pytest.fixture
def segments() -> list[Segment]:
    return [Segment("d1", 0, 0, Span(0, 27)), Segment("d1", 1, 1, Span(28, 67))]


@pytest.fixture
def coding() -> Coding:
    evidence = Evidence.at(Span(28, 44), TEXT)
    return Coding("d1", Span(28, 67), "tiempo", "libro@abc", "indicators", 0.75, evidence, "negated")


@pytest.fixture
def experience() -> Experience:
    fields = {"necesidad": "Había poca colaboración.", "resultados": "Ahora planificamos juntas."}
    return Experience("e1", "Costa", fields, school="ESTABLECIMIENTO_1", name="Tutorías", focus="colaboración")
