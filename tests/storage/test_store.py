"""The record gives back what it was given, keeps judgements for good and refuses files that it cannot keep."""

import dataclasses
import itertools
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualkit.errors import ProjectError
from qualkit.model import (
    AttendanceRow,
    Coding,
    Decision,
    Document,
    Evidence,
    Experience,
    Label,
    Member,
    Run,
    Score,
    Segment,
    SelectionRow,
    Span,
    Survey,
    SurveyItem,
    Turn,
)
from qualkit.storage.store import Store

RUN = "r1"
FILE = "f" * 64

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
maybe_text = st.none() | texts
seconds = st.none() | st.floats(0, 1e6, allow_nan=False)
spans = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(lambda ends: Span(min(ends), max(ends)))
turns = st.builds(
    Turn, spans, maybe_text, seconds, seconds, st.sampled_from(["speech", "chat"]), facilitator=st.booleans()
)
documents = st.builds(
    Document,
    st.just(""),
    texts,
    texts,
    texts,
    st.lists(turns, max_size=5).map(tuple),
    maybe_text,
    st.none() | st.integers(1, 99),
    maybe_text,
)
codings = st.builds(
    Coding,
    st.just("d1"),
    spans,
    texts,
    st.just("libro@abc"),
    st.just("indicators"),
    st.floats(0, 1),
    st.builds(Evidence, st.integers(0, 10**6), st.integers(0, 10**6), texts),
    st.sampled_from(["present", "negated"]),
)
many = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
numbers = itertools.count()


# Documents


@many
@given(documents, st.lists(spans, max_size=5))
def test_a_document_comes_back_as_it_was_frozen(store: Store, document: Document, places: list[Span]) -> None:
    frozen = dataclasses.replace(document, id=f"d{next(numbers)}")
    segments = [Segment(frozen.id, i, 0, place) for i, place in enumerate(places)]
    store.add_document(frozen, segments, FILE)
    assert [d for d in store.documents() if d.id == frozen.id] == [frozen]
    assert store.segments(frozen.id) == segments


def test_a_document_that_is_there_stays_as_it_is(store: Store, document: Document, segments: list[Segment]) -> None:
    store.add_document(document, segments, FILE)
    store.add_document(dataclasses.replace(document, title="Otro"), [], FILE)
    assert store.documents() == [document]
    assert store.segments("d1") == segments


def test_documents_come_by_territory_session_and_date_with_the_unknown_last(store: Store) -> None:
    cases = [(None, 1, None), ("Ñuble", 1, None), ("Costa", None, None), ("Costa", 2, "2025-05-01"), ("Costa", 2, None)]
    for i, (territory, session, date) in enumerate(cases):
        store.add_document(Document(f"d{i}", "", "transcript", "", (), territory, session, date), [], FILE)
    assert [(d.territory, d.session, d.date) for d in store.documents()] == [
        ("Costa", 2, "2025-05-01"),
        ("Costa", 2, None),
        ("Costa", None, None),
        ("Ñuble", 1, None),
        (None, 1, None),
    ]


def test_a_document_of_an_unknown_file_is_refused(store: Store, document: Document) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.add_document(document, [], "0" * 64)
    assert store.documents() == []


# Runs and files


def test_a_run_has_no_end_until_it_ended(store: Store) -> None:
    run = Run("r2", "code", "2025-01-01", None, {"coder": "indicators", "top": 3}, {"qualkit": "0.1.0"})
    store.add_run(run)
    assert store.runs()[-1] == run
    store.finish_run("r2", "2025-01-02")
    assert store.runs()[-1] == dataclasses.replace(run, finished="2025-01-02")


def test_a_file_comes_back_with_its_facts(store: Store) -> None:
    store.add_file(sha256="a", path="b.vtt", kind="transcript", run=RUN, document="d1", facts={"turns": 3})
    assert store.file("a") == {
        "sha256": "a",
        "path": "b.vtt",
        "kind": "transcript",
        "document": "d1",
        "status": "ingested",
        "reason": None,
        "turns": 3,
    }


def test_a_file_that_nobody_offered_is_none(store: Store) -> None:
    assert store.file("0") is None


def test_a_rejected_file_can_be_offered_again(store: Store) -> None:
    store.add_file(sha256="a", path="b.vtt", kind="transcript", run=RUN, status="rejected", reason="vacío")
    store.add_file(sha256="a", path="c.vtt", kind="form", run=RUN, document="d9")
    again = store.file("a")
    assert again is not None
    assert (again["path"], again["kind"], again["status"], again["reason"]) == ("c.vtt", "form", "ingested", None)
    assert len(store.files()) == 2


def test_an_ingested_file_does_not_become_a_rejection(store: Store) -> None:
    store.add_file(sha256=FILE, path="otro.vtt", kind="form", run=RUN, status="rejected", reason="roto")
    kept = store.file(FILE)
    assert kept is not None
    assert (kept["path"], kept["status"]) == ("sesion.vtt", "ingested")


# Codings, decisions, labels


@many
@given(st.lists(codings, max_size=6, unique_by=lambda c: (c.segment, c.code)))
def test_codings_come_back_with_an_id(tmp_path_factory: pytest.TempPathFactory, given_: list[Coding]) -> None:
    store = Store(tmp_path_factory.mktemp("codings") / "r.sqlite")
    store.add_run(Run(RUN, "test", "now"))
    store.add_file(sha256=FILE, path="", kind="", run=RUN)
    store.add_document(Document("d1", "", "", "", ()), [], FILE)
    store.add_codings("d1", "libro@abc", "indicators", given_, RUN)
    found = store.codings("libro@abc")
    store.close()
    assert all(coding.id is not None for coding in found)
    assert {dataclasses.replace(coding, id=None) for coding in found} == set(given_)


@pytest.fixture
def coded(store: Store, document: Document, segments: list[Segment], coding: Coding) -> Store:
    store.add_document(document, segments, FILE)
    store.add_codings("d1", "libro@abc", "indicators", [coding], RUN)
    return store


def test_the_same_coding_twice_is_one_row_and_the_first_one_stays(coded: Store, coding: Coding) -> None:
    again = dataclasses.replace(coding, confidence=0.1)
    coded.add_codings("d1", "libro@abc", "indicators", [again], RUN)
    assert [c.confidence for c in coded.codings()] == [0.75]


def test_codings_can_be_asked_by_codebook(coded: Store) -> None:
    assert len(coded.codings("libro@abc")) == 1
    assert coded.codings("otro@abc") == []


@pytest.mark.parametrize(
    ("text", "codebook", "coder", "through"),
    [
        ("d1", "libro@abc", "indicators", True),
        ("d2", "libro@abc", "indicators", False),
        ("d1", "libro@abd", "indicators", False),
        ("d1", "libro@abc", "human:ana", False),
    ],
)
def test_a_document_is_coded_per_codebook_and_coder(
    coded: Store, text: str, codebook: str, coder: str, through: bool
) -> None:
    assert coded.is_coded(text, codebook, coder) is through


def test_a_coder_that_abstains_is_through_all_the_same(
    store: Store, document: Document, segments: list[Segment]
) -> None:
    store.add_document(document, segments, FILE)
    store.add_codings("d1", "libro@abc", "similarity", [], RUN)
    assert store.is_coded("d1", "libro@abc", "similarity")


def test_codings_that_fail_do_not_leave_the_document_coded(
    store: Store, document: Document, segments: list[Segment], coding: Coding
) -> None:
    store.add_document(document, segments, FILE)
    with pytest.raises(sqlite3.IntegrityError):
        store.add_codings("d1", "libro@abc", "indicators", [coding, dataclasses.replace(coding, document="x")], RUN)
    assert not store.is_coded("d1", "libro@abc", "indicators")
    assert store.codings() == []


def test_decisions_come_back_in_the_order_in_which_they_were_taken(coded: Store) -> None:
    coding = coded.codings()[0].id
    assert coding is not None
    taken = [
        Decision(coding, "accepted", "human:ana", "2025-02-02"),
        Decision(coding, "changed", "human:luis", "2025-01-01", "es otro", "colaboracion"),
    ]
    for decision in taken:
        coded.add_decision(decision)
    assert coded.decisions() == taken


def test_a_decision_about_no_coding_is_refused(coded: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        coded.add_decision(Decision(999, "accepted", "human:ana", "2025-02-02"))


def test_labels_come_back_and_the_same_one_counts_once(coded: Store) -> None:
    given_ = [Label("d1", Span(0, 27), "tiempo", "human:ana", 0), Label("d1", Span(28, 67), "tiempo", "human:ana")]
    assert coded.add_labels(given_, RUN) == 2
    assert coded.add_labels(given_, RUN) == 0
    assert coded.labels() == given_


# Experiences, scores, selections


def test_an_experience_comes_back_as_it_was(store: Store, experience: Experience) -> None:
    bare = Experience("a0", None, {})
    assert store.add_experiences([experience, bare], FILE) == []
    assert store.experiences() == [bare, experience]


def test_an_experience_with_another_text_is_named_and_the_first_one_stays(store: Store, experience: Experience) -> None:
    store.add_file(sha256="0" * 64, path="otras.xlsx", kind="experiences", run=RUN)
    store.add_experiences([experience], FILE)
    other = dataclasses.replace(experience, fields={"necesidad": "Otra."})
    assert store.add_experiences([other], "0" * 64) == ["e1"]
    assert store.add_experiences([experience], "0" * 64) == []
    assert store.experiences() == [experience]
    assert store.add_experiences([other], FILE) == []  # the same file, read anew
    assert store.experiences() == [other]


def _score(level: int | None, judge: str = "evidence") -> Score:
    evidence = (Evidence(0, 25, "Ahora planificamos juntas", "resultados"),) if level else ()
    return Score("e1", "colaboracion", level, "scored" if level else "no_evidence", evidence, "porque sí", judge)


@pytest.fixture
def scored(store: Store, experience: Experience) -> Store:
    store.add_experiences([experience], FILE)
    for score in (_score(2), _score(None), _score(4, "llm:openai:m")):
        store.add_score(score, experience_hash=experience.hash, rubric="pauta@1", run=RUN)
    return store


def test_the_newest_score_of_each_judge_counts(scored: Store) -> None:
    assert scored.scores() == [_score(None), _score(4, "llm:openai:m")]
    assert scored.count("scores") == 3


@pytest.mark.parametrize(
    ("asked", "n"),
    [({"judge": "evidence"}, 1), ({"rubric": "pauta@1"}, 2), ({"rubric": "pauta@2"}, 0), ({"judge": "nadie"}, 0)],
    ids=str,
)
def test_scores_can_be_asked_by_rubric_and_judge(scored: Store, asked: dict[str, str], n: int) -> None:
    assert len(scored.scores(**asked)) == n


def test_the_newest_selection_is_the_one_that_is_shown(store: Store) -> None:
    assert store.selection() == []
    store.add_selection([SelectionRow("e1", None, 1, True, "cabe")], RUN)
    store.add_run(Run("r2", "select", "now"))
    newest = [SelectionRow("e2", "Costa", 1, False, "cuota", 3.25, "colaboración", "Tutorías")]
    store.add_selection(newest, "r2")
    assert store.selection() == newest


# Tables


def test_a_survey_comes_back_with_its_missing_answers(store: Store) -> None:
    items = (SurveyItem("p1", "¿Le sirvió?", "likert", "high", True), SurveyItem("p2", "¿Por qué?", "text"))
    survey = Survey(items, ({"p1": 4, "p2": None}, {"p1": None, "p2": "sí"}), ("una nota",))
    store.add_survey(Survey((), ()), FILE)
    store.add_survey(survey, FILE)  # the same file, read anew
    assert store.surveys() == [survey]


def test_attendance_keeps_what_the_sheet_does_not_say(store: Store) -> None:
    rows = [
        AttendanceRow("s1", "2025-04-17", "sesión", "Costa", "Escuela", "PERSONA_1", None, "presencial", "docente"),
        AttendanceRow("s1", None, "sesión", None, None, None, False),
    ]
    store.add_attendance(rows, FILE)
    assert store.attendance() == rows


def test_the_newest_list_of_members_counts(store: Store) -> None:
    store.add_file(sha256="a", path="b.csv", kind="members", run=RUN)
    store.add_members([Member("Escuela A", "Costa")], FILE)
    newest = [Member("Escuela B", None, "2024", False, None), Member("Escuela C", "Costa", rural=True)]
    store.add_members(newest, "a")
    assert store.members() == newest


def test_no_list_of_members_is_an_empty_list(store: Store) -> None:
    assert store.members() == []


# Instruments, vectors, replies, counts


def test_an_instrument_is_kept_once_under_its_hash(store: Store) -> None:
    for content in ({"códigos": ["ñ"]}, {"códigos": []}):
        store.add_instrument(kind="codebook", name="libro", version="1", hash="abc", content=content)
    assert store.instrument("abc") == {"códigos": ["ñ"]}
    assert store.instrument("abd") is None


def test_vectors_come_back_bit_by_bit_and_only_for_their_embedder(store: Store) -> None:
    vector = np.random.default_rng(3).normal(size=7).astype(np.float32)
    store.add_vectors("lexical@1", {"h1": vector, "h2": vector * 2})
    store.add_vectors("lexical@1", {"h1": vector * 3})
    found = store.vectors("lexical@1")
    assert list(found) == ["h1", "h2"]
    np.testing.assert_array_equal(found["h1"], vector)
    assert store.vectors("lexical@2") == {}
    assert (store.embedded("lexical@1"), store.embedded("lexical@2")) == ({"h1", "h2"}, frozenset())


@pytest.mark.parametrize(("only", "found"), [(["h1", "h3"], ["h1"]), ([], []), (None, ["h1", "h2"])], ids=str)
def test_only_some_vectors_may_be_wanted(store: Store, only: list[str] | None, found: list[str]) -> None:
    store.add_vectors("e", {"h2": np.ones(2, dtype=np.float32), "h1": np.zeros(2, dtype=np.float32)})
    assert list(store.vectors("e", only=only)) == found


def test_a_reply_is_kept_raw_and_the_first_one_stays(store: Store) -> None:
    for text in ("primera", "segunda"):
        store.add_reply("k", model="openai:m", request=["¿nivel?"], reply={"text": text}, at="now")
    assert store.reply("k") == {"text": "primera"}
    assert store.reply("otra") is None


def test_only_known_tables_are_counted(store: Store) -> None:
    assert store.count("files") == 1
    with pytest.raises(ValueError, match="sqlite_master"):
        store.count("sqlite_master")


# What was judged stays


@pytest.fixture
def judged(coded: Store, experience: Experience) -> Store:
    coding = coded.codings()[0].id
    assert coding is not None
    coded.add_decision(Decision(coding, "accepted", "human:ana", "now"))
    coded.add_labels([Label("d1", Span(0, 27), "tiempo", "human:ana")], RUN)
    coded.add_experiences([experience], FILE)
    coded.add_score(_score(3), experience_hash=experience.hash, rubric="pauta@1", run=RUN)
    coded.add_selection([], RUN)
    coded.add_reply("k", model="m", request=[], reply={}, at="now")
    return coded


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("codings", "code"),
        ("decisions", "verdict"),
        ("labels", "value"),
        ("scores", "level"),
        ("replies", "reply"),
        ("selections", "rows"),
    ],
)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = 1", "DELETE FROM {table}"])
def test_judgements_only_grow(judged: Store, record: Path, table: str, column: str, statement: str) -> None:
    with sqlite3.connect(record) as other:
        before = other.execute(f"SELECT * FROM {table}").fetchall()
        assert before
        with pytest.raises(sqlite3.IntegrityError, match=f"{table} only grow"):
            other.execute(statement.format(table=table, column=column))
        assert other.execute(f"SELECT * FROM {table}").fetchall() == before
    other.close()


# Transactions


def _offer(store: Store, name: str) -> None:
    store.add_file(sha256=name, path=name, kind="transcript", run=RUN)


def _offered(store: Store) -> list[str]:
    return [file["path"] for file in store.files()][1:]


def test_a_block_that_fails_leaves_nothing(store: Store) -> None:
    def interrupted() -> None:
        with store.transaction():
            _offer(store, "a")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert _offered(store) == []


def test_a_store_goes_on_after_a_block_that_failed(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        raise ZeroDivisionError
    _offer(store, "b")
    assert _offered(store) == ["b"]


def test_an_inner_block_is_undone_with_the_outer_one(store: Store) -> None:
    def failing() -> None:
        with store.transaction():
            with store.transaction():
                _offer(store, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert _offered(store) == []


def test_an_inner_block_that_fails_takes_back_its_own_rows_only(store: Store, document: Document) -> None:
    twice = [Segment("d1", 0, 0, Span(0, 27))] * 2
    with store.transaction():
        _offer(store, "a")
        with pytest.raises(sqlite3.IntegrityError):
            store.add_document(document, twice, FILE)
        _offer(store, "b")
    assert _offered(store) == ["a", "b"]
    assert store.documents() == []


def test_nobody_sees_a_block_before_it_ends(store: Store, record: Path) -> None:
    other = Store(record)
    with store.transaction():
        _offer(store, "a")
        assert _offered(other) == []
    assert _offered(other) == ["a"]
    other.close()


# Two at a time, and files that are no record


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualkit.storage.store.BUSY_SECONDS", 0.05)


@pytest.mark.usefixtures("impatient")
def test_who_cannot_write_because_another_one_does_is_told_so(store: Store, record: Path) -> None:
    other = Store(record)
    with store.transaction(), pytest.raises(ProjectError, match=r"qualkit\.sqlite is in use by another qualkit"):
        _offer(other, "a")
    _offer(other, "b")
    assert _offered(store) == ["b"]
    other.close()


@pytest.fixture
def not_a_record(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    file = tmp_path / "qualkit.sqlite"
    if request.param == "text":
        file.write_text("Esto es un texto, no una base de datos. " * 50, encoding="utf-8")
    elif request.param == "folder":
        file.mkdir()
    elif request.param == "cut":
        Store(file).close()
        file.write_bytes(file.read_bytes()[:9000])
    else:
        file = tmp_path / "nada" / "qualkit.sqlite"
    return file


@pytest.mark.parametrize("not_a_record", ["text", "folder", "cut", "missing folder"], indirect=True)
def test_a_file_that_is_no_record_is_named(not_a_record: Path) -> None:
    with pytest.raises(ProjectError, match=r"qualkit\.sqlite cannot be used: .+"):
        Store(not_a_record).documents()


def test_a_disk_that_is_full_is_said_and_nothing_of_the_block_stays(store: Store, record: Path) -> None:
    pages = store._rows("PRAGMA page_count")[0][0]
    store._rows(f"PRAGMA max_page_count = {pages}")

    def too_much() -> None:
        with store.transaction():
            _offer(store, "a")
            store.add_instrument(kind="codebook", name="n", version="1", hash="h", content="x" * 100_000)

    with pytest.raises(ProjectError, match="full"):
        too_much()
    store._rows("PRAGMA max_page_count = 1000000")
    assert _offered(store) == []
    _offer(store, "b")
    assert _offered(store) == ["b"]


def test_a_mistake_of_ours_is_not_blamed_on_the_file(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store._rows("SELECT * FROM nada")


# Which runs the record still shows


def test_runs_in_use_are_those_that_made_what_is_shown(scored: Store) -> None:
    for run in ("old selection", "new selection", "labels", "nothing"):
        scored.add_run(Run(run, "test", "now"))
    scored.add_document(Document("d1", "", "", "", ()), [], FILE)
    scored.add_labels([Label("d1", Span(0, 0), "tiempo", "human:ana")], "labels")
    scored.add_selection([], "old selection")
    scored.add_selection([], "new selection")
    assert scored.runs_in_use() == {RUN, "labels", "new selection"}


def test_a_document_gets_another_place_and_keeps_its_words(store, document, segments):
    store.add_document(document, segments, FILE)
    store.set_case("d1", "Sur", 3, "2025-06-01")
    new = store.document("d1")
    assert (new.territory, new.session, new.date) == ("Sur", 3, "2025-06-01")
    assert (new.text, new.turns) == (document.text, document.turns)
    record = store.file(FILE)
    assert (record["territory"], record["session"]) == ("Sur", 3)


def test_who_facilitates_can_be_said_anew(store, document, segments):
    store.add_document(document, segments, FILE)
    store.set_facilitators("d1", [False, True])
    assert [turn.facilitator for turn in store.document("d1").turns] == [False, True]


def test_facts_of_a_file_are_added_to_those_it_has(store):
    store.add_facts(FILE, {"rows": 2})
    store.add_facts(FILE, {"refused": 1})
    assert (store.file(FILE)["rows"], store.file(FILE)["refused"]) == (2, 1)
