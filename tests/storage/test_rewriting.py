"""The door: closed unless it is opened, and then all or nothing; what goes leaves no trace in the file."""

import sqlite3
from pathlib import Path

import pytest

from qualkit.model import Coding, Decision, Document, Experience, Label, Score, Segment, Span
from qualkit.storage import schema
from qualkit.storage.schema import MIGRATIONS
from qualkit.storage.store import Store

from .conftest import FILE, RUN


@pytest.fixture
def coded(store: Store, document: Document, segments: list[Segment], coding: Coding) -> Store:
    store.add_document(document, segments, FILE)
    store.add_codings("d1", "libro@abc", "indicators", [coding], RUN)
    store.add_decision(Decision(1, "accepted", "human:ana", "hoy", "sí"))
    store.add_labels([Label("d1", Span(0, 27), "a", "human:ana")], RUN)
    return store


CLOSED = {
    "a coding changes": "UPDATE codings SET quote = 'x'",
    "a coding goes": "DELETE FROM codings",
    "a decision changes": "UPDATE decisions SET why = 'x'",
    "a label goes": "DELETE FROM labels",
}


@pytest.mark.parametrize("statement", CLOSED.values(), ids=CLOSED.keys())
def test_judgements_only_grow_while_the_door_is_closed(coded: Store, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only grow"):
        coded._write(statement, [()])


@pytest.mark.parametrize("statement", list(CLOSED.values())[:1] + list(CLOSED.values())[2:], ids=str)
def test_the_door_lets_them_change_and_closes_behind_itself(coded: Store, statement: str) -> None:
    with coded.rewriting():
        coded._write(statement, [()])
    with pytest.raises(sqlite3.IntegrityError, match="only grow"):
        coded._write("UPDATE codings SET quote = 'y'", [()])


def test_a_door_within_a_door_leaves_the_outer_one_open(coded: Store) -> None:
    with coded.rewriting():
        with coded.rewriting():
            pass
        coded._write("UPDATE codings SET quote = 'x'", [()])
    assert coded.codings()[0].evidence.quote == "x"


def test_what_fails_inside_is_taken_back_and_the_door_is_closed(coded: Store) -> None:
    before = coded.codings()

    def rewrite() -> None:
        with coded.rewriting() as door:
            door.drop_codings([1])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        rewrite()
    assert coded.codings() == before
    assert coded._rows("SELECT * FROM rewriting") == []


def test_whoever_only_looks_leaves_everything_as_it_was(coded: Store) -> None:
    before = coded.codings()
    with coded.rewriting(keep=False) as door:
        door.drop_codings([1])
        assert coded.codings() == []
    assert coded.codings() == before
    assert coded._rows("SELECT * FROM rewriting") == []


def test_a_coding_goes_with_what_was_decided_of_it(coded: Store) -> None:
    with coded.rewriting() as door:
        door.drop_codings([1])
        door.drop_labels([1])
    assert (coded.codings(), coded.decisions(), coded.labels()) == ([], [], [])


def test_two_codings_may_change_places(coded: Store, coding: Coding) -> None:
    from dataclasses import replace

    other = replace(coding, segment=Span(0, 27))
    coded.add_codings("d1", "libro@abc", "indicators", [other], RUN)
    first, second = sorted(coded.codings(), key=lambda c: c.id or 0)
    with coded.rewriting() as door:
        door.codings([replace(first, segment=second.segment), replace(second, segment=first.segment)])
    assert {c.id: c.segment for c in coded.codings()} == {first.id: second.segment, second.id: first.segment}


def test_an_orphaned_coding_is_kept_and_shown_only_where_it_is_asked_for(coded: Store) -> None:
    with coded.rewriting() as door:
        door.orphan({1: "too few"}, RUN)
    assert coded.codings() == []
    assert coded.count("codings") == 0
    assert [c.id for c in coded.codings(document="d1", orphaned=True)] == [1]
    assert coded.orphaned() == {1: "too few"}


def test_decisions_of_a_double_go_to_the_one_that_stays(coded: Store, coding: Coding) -> None:
    from dataclasses import replace

    coded.add_codings("d1", "libro@abc", "indicators", [replace(coding, code="otro")], RUN)
    with coded.rewriting() as door:
        door.redirect_decisions(1, 2)
    assert [decision.coding for decision in coded.decisions()] == [2]


def test_scores_follow_the_text_they_were_given_on(store: Store, experience: Experience) -> None:
    store.add_experiences([experience], FILE)
    score = Score("e1", "c", None, "no_evidence", (), "nada", "evidence")
    store.add_score(score, experience_hash=experience.hash, rubric="r@1", run=RUN)
    new = Experience("e1", "Costa", {"necesidad": "Otra cosa."})
    with store.rewriting() as door:
        door.experience(new, experience.hash)
    assert store.scores() == [score]
    assert store.experiences() == [new]


def test_words_that_went_are_nowhere_in_the_file(coded: Store, record: Path) -> None:
    document = coded.document("d1")
    with coded.rewriting() as door:
        door.drop_codings([1])
        door.document(Document("d1", "t", "transcript", "x" * len(document.text), document.turns), coded.segments("d1"))
    coded.compact()
    raw = b"".join(file.read_bytes() for file in record.parent.glob("qualkit.sqlite*"))
    assert b"observar clases" not in raw


def test_a_file_that_others_are_reading_cannot_be_compacted_yet(coded: Store, record: Path) -> None:
    from qualkit.errors import ProjectError

    coded._connection.execute("PRAGMA busy_timeout = 100")
    other = sqlite3.connect(record)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM codings").fetchall()
    with coded.rewriting() as door:
        door.drop_codings([1])
    with pytest.raises(ProjectError, match="in use"):
        coded.compact()
    other.close()
    coded.compact()
    assert coded.codings() == []


# The tables that came with the door


def test_registers_are_kept_by_file_and_kind(store: Store) -> None:
    store.add_records("actors", [{"actor": "Junta"}], FILE)
    store.add_records("actors", [{"actor": "Municipio"}, {"actor": "Junta"}], FILE)
    store.add_records("cycles", [{"cycle": "1"}], FILE)
    assert store.records("actors") == [{"actor": "Municipio"}, {"actor": "Junta"}]
    assert store.kinds_of_records() == {"actors": 2, "cycles": 1}
    store.add_file(sha256="b" * 64, path="sesion.vtt", kind="actors", run=RUN)
    assert store.records("actors") == []


def test_both_forms_of_a_scan_are_kept(store: Store, document: Document, segments: list[Segment]) -> None:
    store.add_document(document, segments, FILE)
    assert store.cleaning("d1") is None
    store.add_cleaning("d1", {"raw": "t1empo", "changes": []})
    assert store.cleaning("d1") == {"raw": "t1empo", "changes": []}


def test_what_was_done_to_the_record_is_said_without_words(store: Store) -> None:
    store.add_revision("document", "d1", at="hoy", run=RUN, reason="add")
    store.add_tombstone("Persona 4", {"turns": 3}, at="hoy")
    store.add_output("informes/informe.html", at="hoy", run=RUN, documents=["d1"])
    store.add_output("informes/informe.html", at="mañana", run=RUN, documents=["d1", "d2"])
    assert store.revisions()[0] | {"id": 1} == {
        "id": 1,
        "kind": "document",
        "subject": "d1",
        "at": "hoy",
        "run": RUN,
        "reason": "add",
    }
    assert [(t["subject"], t["content"]) for t in store.tombstones()] == [("Persona 4", {"turns": 3})]
    assert [(o["at"], o["documents"]) for o in store.outputs()] == [("mañana", ["d1", "d2"])]


def test_labels_of_speakers_are_made_one_and_apart_again(
    store: Store, document: Document, segments: list[Segment]
) -> None:
    store.add_document(document, segments, FILE)
    merge = store.add_merge("d1", "PERSONA_1", "PERSONA_2", [0], author="human:ana", at="hoy")
    store.set_speakers("d1", ["PERSONA_2", None])
    assert [turn.speaker for turn in store.document("d1").turns] == ["PERSONA_2", None]
    store.undo_merge(merge, at="mañana")
    made = store.merges()[0]
    assert [made[name] for name in ("label", "into_label", "turns", "undone")] == [
        "PERSONA_1",
        "PERSONA_2",
        [0],
        "mañana",
    ]


def test_a_file_that_was_renamed_takes_its_former_versions_along(store: Store) -> None:
    store.add_file(sha256="b" * 64, path="sesion.vtt", kind="transcript", run=RUN)
    store.move_file("sesion.vtt", "final.vtt")
    assert [file["path"] for file in store.files()] == ["final.vtt", "final.vtt"]


# A project of an earlier qualkit


def test_a_record_of_the_first_version_keeps_everything(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, document: Document, segments: list[Segment], coding: Coding
) -> None:
    from qualkit.model import Run

    file = tmp_path / "antes.sqlite"
    monkeypatch.setattr(schema, "MIGRATIONS", MIGRATIONS[:1])
    before = Store(file)
    before.add_run(Run(RUN, "test", "2025-01-01T00:00:00+00:00"))
    before.add_file(sha256=FILE, path="sesion.vtt", kind="transcript", run=RUN)
    before.add_document(document, segments, FILE)
    before._write(
        "INSERT INTO codings VALUES (1, 'd1', 28, 67, 'c', 'l@1', 'x', 0.5, 'present', 28, 44, 'q', 'r1')", [()]
    )
    before.add_decision(Decision(1, "accepted", "human:ana", "hoy"))
    before.close()
    monkeypatch.setattr(schema, "MIGRATIONS", MIGRATIONS)
    after = Store(file)
    assert after.documents() == [document]
    assert after.segments("d1") == segments
    assert [c.id for c in after.codings()] == [1]
    assert after.count("decisions") == 1
    with pytest.raises(sqlite3.IntegrityError, match="only grow"):
        after._write("DELETE FROM decisions", [()])
    assert after._rows("PRAGMA integrity_check") == [("ok",)]
    after.close()


def test_every_table_of_judgements_is_behind_the_door(store: Store) -> None:
    triggers = {row[0]: row[1] for row in store._rows("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")}
    assert len(triggers) == 12
    assert all("FROM rewriting" in sql for sql in triggers.values())
