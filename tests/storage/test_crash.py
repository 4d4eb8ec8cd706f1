"""A process that is killed loses at most the document that it was writing; a second writer waits for the first."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qualkit.storage.store import Store

WRITER = """
import sys, time
from pathlib import Path
from qualkit.model import Document, Run, Segment, Span, Turn
from qualkit.storage.store import Store

where, last, stop = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]

def wait(place, number):
    if place == stop and number == last:
        print("inside", flush=True)
        time.sleep(60)

def segments(number):
    for i in range(50):
        if i == 30:
            wait("segments", number)
        yield Segment(f"d{number}", i, i, Span(i * 10, i * 10 + 9))

store = Store(where)
store.add_run(Run("r1", "test", "now"))
for number in range(last + 1):
    with store.transaction():
        store.add_file(sha256=str(number), path=f"{number:02}.vtt", kind="transcript", run="r1", document=f"d{number}")
        wait("file", number)
        turns = tuple(Turn(Span(i * 10, i * 10 + 9)) for i in range(50))
        document = Document(f"d{number}", "", "transcript", "una frase " * 50, turns)
        store.add_document(document, segments(number), str(number))
        wait("commit", number)
print("inside", flush=True)
time.sleep(60)
"""


def _kill_inside(record: Path, last: int, stop: str) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, record, str(last), stop], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "inside\n"
    writer.send_signal(signal.SIGKILL)
    assert writer.wait() == -signal.SIGKILL
    writer.stdout.close()


@pytest.mark.parametrize(
    ("stop", "whole"), [("file", 3), ("segments", 3), ("commit", 3), ("never", 4)], ids=lambda value: str(value)
)
def test_only_whole_documents_outlive_a_kill(record: Path, stop: str, whole: int) -> None:
    _kill_inside(record, 3, stop)
    store = Store(record)
    names = [f"d{i}" for i in range(whole)]
    assert [document.id for document in store.documents()] == names
    assert [file["document"] for file in store.files()] == names
    assert [len(document.turns) for document in store.documents()] == [50] * whole
    assert [len(store.segments(name)) for name in names] == [50] * whole
    assert store._rows("PRAGMA integrity_check") == [("ok",)]
    store.close()


def test_the_same_work_goes_on_after_a_kill(record: Path) -> None:
    _kill_inside(record, 2, "segments")
    store = Store(record)
    store.add_file(sha256="2", path="02.vtt", kind="transcript", run="r1", document="d2")
    store.close()
    assert len(Store(record).files()) == 3


HOLDER = """
import sys, time
from pathlib import Path
from qualkit.storage.store import Store

store = Store(Path(sys.argv[1]))
with store.transaction():
    print("inside", flush=True)
    time.sleep(0.4)
    store.finish_run("r1", "first")
"""


def test_a_second_writer_waits_for_the_first(store: Store, record: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, record], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "inside\n"
    began = time.monotonic()
    store.finish_run("r1", "second")
    assert time.monotonic() - began > 0.2
    assert holder.wait() == 0
    holder.stdout.close()
    assert store.runs()[0].finished == "second"
