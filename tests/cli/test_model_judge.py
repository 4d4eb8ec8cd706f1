"""A language model as judge, from the command line to a real server on the loopback and back."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..llm.conftest import ModelServer
from ..workflows import network
from .conftest import Call

JUDGE = "llm:openai:modelo-de-prueba"
CALLS = 48


def _answer(level: int | None, *quotes: str) -> dict[str, Any]:
    evidence = [{"field": "resumen", "quote": quote} for quote in quotes]
    content = {"evidence": evidence, "why_not_lower": "a", "why_not_higher": "b", "level": level}
    return {"content": json.dumps(content)}


@pytest.fixture
def place(place: Path) -> Path:
    """Return the finished project, whose model is asked once and no more."""
    (place / "qualkit.toml").write_text(network.SETTINGS + "\n[llm]\nmax_retries = 0\n", encoding="utf-8")
    return place


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelServer]:
    running = ModelServer()
    monkeypatch.setenv("OPENAI_BASE_URL", running.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    running.script = [_answer(2, "los niños leen en parejas"), *([_answer(None)] * (CALLS - 1))]
    yield running
    running.stop()


def test_scores_by_a_model_are_recorded_with_their_evidence(call: Call, place: Path, server: ModelServer) -> None:
    said = call("score", "--judge", JUDGE, "--json")
    assert (said.code, said.json["new"], said.json["states"]) == (0, CALLS, {"no_evidence": CALLS - 1, "scored": 1})
    [first, *_rest] = call("score", "--judge", JUDGE, "--explain", "exp-1", "--json").json
    [evidence] = first["evidence"]
    assert (first["level"], first["judge"], evidence["quote"]) == (2, JUDGE, "los niños leen en parejas")
    with network.Project.open(place) as project:
        text = next(x for x in project.experiences if x.id == "exp-1").fields["resumen"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert {score.judge for score in project.scores} == {"evidence", JUDGE}


def test_only_text_with_pseudonyms_went_out(call: Call, place: Path, server: ModelServer) -> None:
    call("score", "--judge", JUDGE)
    sent = json.dumps(server.bodies, ensure_ascii=False)
    assert len(server.requests) == CALLS
    assert "los niños leen en parejas" in sent
    assert [secret for secret in network.SECRETS if secret.casefold() in sent.casefold()] == []


def test_a_finished_run_is_not_asked_again(call: Call, place: Path, server: ModelServer) -> None:
    call("score", "--judge", JUDGE)
    again = call("score", "--judge", JUDGE, "--json")
    assert (again.code, again.json["new"], again.json["kept"], len(server.requests)) == (0, 0, CALLS, CALLS)


def test_replies_are_played_again_without_the_server(call: Call, place: Path, server: ModelServer) -> None:
    """Another rubric signature asks for every score anew; the same prompts find their replies in the record."""
    call("score", "--judge", JUDGE)
    before = call("score", "--judge", JUDGE, "--explain", "exp-1", "--json").json
    server.stop()
    own = place / "rubrics"
    own.mkdir()
    from qualkit import resources

    text = resources.newest("rubrics", "experiencias_demostrativas").read_text(encoding="utf-8")
    (own / "experiencias_demostrativas.v9.yaml").write_text(
        text.replace("version: v1", "version: v9").replace("weight: 1", "weight: 2"), encoding="utf-8"
    )
    replayed = call("score", "--judge", JUDGE, "--json")
    assert (replayed.code, replayed.json["new"]) == (0, CALLS)
    assert call("score", "--judge", JUDGE, "--explain", "exp-1", "--json").json == before


def test_a_dry_run_sends_nothing_and_shows_the_first_prompt(call: Call, place: Path, server: ModelServer) -> None:
    said = call("score", "--judge", JUDGE, "--dry-run")
    assert (said.code, server.requests) == (0, [])
    assert f"calls: {CALLS}" in said.out
    assert "los niños leen en parejas" in said.out
    assert [secret for secret in network.SECRETS if secret in said.out] == []
    shown = call("score", "--judge", JUDGE, "--dry-run", "--json").json
    assert shown["first_prompt"] in said.out
    with network.Project.open(place) as project:
        assert {score.judge for score in project.scores} == {"evidence"}


def test_a_dry_run_shows_word_for_word_what_is_sent_first(call: Call, place: Path, server: ModelServer) -> None:
    shown = call("score", "--judge", JUDGE, "--dry-run", "--json").json["first_prompt"]
    call("score", "--judge", JUDGE)
    assert "\n\n".join(message["content"] for message in server.bodies[0]["messages"]) == shown


def test_a_server_that_fails_is_a_state_and_is_tried_again(call: Call, place: Path, server: ModelServer) -> None:
    server.script[1] = {"status": 500}
    said = call("score", "--judge", JUDGE, "--json")
    assert (said.code, said.json["states"]["provider_error"], said.json["failed"]) == (3, 1, 1)
    server.script = [_answer(None)]
    again = call("score", "--judge", JUDGE, "--json")
    assert (again.code, again.json["new"], again.json["failed"]) == (0, 1, 0)


def test_a_budget_stops_the_run_and_says_so(call: Call, place: Path, server: ModelServer) -> None:
    said = call("score", "--judge", JUDGE, "--max-tokens", "3000", "--json")
    assert said.code == 1
    assert said.json["states"]["over_budget"] > 40
    assert len(server.requests) < 5


def test_a_model_judges_the_rows_of_a_file(call: Call, nowhere: Path, server: ModelServer) -> None:
    fields = {"resumen": "Cada lunes los niños leen en parejas y después conversan."}
    Path("in.jsonl").write_text(json.dumps({"id": "f", "territory": None, "fields": fields}) + "\n", encoding="utf-8")
    said = call("score", "--input", "in.jsonl", "--output", "o.jsonl", "--judge", JUDGE)
    rows = [json.loads(line) for line in Path("o.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (said.code, len(rows), rows[0]["level"], rows[0]["judge"]) == (0, 12, 2, JUDGE)
    quote = rows[0]["evidence"][0]
    assert fields[quote["field"]][quote["start"] : quote["end"]] == quote["quote"]


ROW = {
    "id": "r1",
    "territory": "Red Costa",
    "fields": {"resumen": "Con la señora Marta Quilodrán Soto, RUT 12.345.678-5, los niños leen en parejas cada día."},
}


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "filas.jsonl"
    file.write_text(json.dumps(ROW, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def test_the_filter_sends_pseudonyms_and_answers_in_the_callers_text(
    call: Call, rows: Path, tmp_path: Path, server: ModelServer
) -> None:
    server.script = [_answer(2, "los niños leen en parejas"), *([_answer(None)] * 11)]
    said = call("score", "--input", rows, "--output", tmp_path / "o.jsonl", "--judge", JUDGE)
    assert said.code == 0, said.err
    sent = json.dumps(server.bodies, ensure_ascii=False)
    assert "leen en parejas" in sent
    assert [word for word in ("Marta", "Quilodrán", "12.345.678") if word in sent] == []
    first = json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()[0])
    [evidence] = first["evidence"]
    text = ROW["fields"]["resumen"]
    assert text[evidence["start"] : evidence["end"]] == evidence["quote"] == "los niños leen en parejas"


def test_a_quote_over_a_pseudonym_leads_back_to_the_name_in_the_callers_text(
    call: Call, rows: Path, tmp_path: Path, server: ModelServer
) -> None:
    server.script = [_answer(2, "Con la señora Persona 1, RUT [rut], los niños leen"), *([_answer(None)] * 11)]
    call("score", "--input", rows, "--output", tmp_path / "o.jsonl", "--judge", JUDGE)
    first = json.loads((tmp_path / "o.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert [e["quote"] for e in first["evidence"]] == [
        "Con la señora Marta Quilodrán Soto, RUT 12.345.678-5, los niños leen"
    ]


def test_a_dry_run_of_the_filter_sends_nothing(call: Call, rows: Path, tmp_path: Path, server: ModelServer) -> None:
    said = call("score", "--input", rows, "--judge", JUDGE, "--dry-run", "--json")
    assert (said.code, server.requests, said.json["calls"]) == (0, [], 12)
    assert "Quilodrán" not in said.json["first_prompt"]


def test_an_answer_that_cannot_be_read_is_asked_again_only_on_request(
    call: Call, place: Path, server: ModelServer
) -> None:
    server.script = [{"content": "no es json"}, {"content": "tampoco"}, *([_answer(None)] * (CALLS - 1))]
    call("score", "--judge", JUDGE)
    sent = len(server.requests)
    again = call("score", "--judge", JUDGE, "--json").json
    assert (again["new"], len(server.requests)) == (0, sent)
    server.script = [_answer(2, "los niños leen en parejas")]
    retried = call("score", "--judge", JUDGE, "--retry", "--json").json
    assert (retried["new"], retried["failed"], len(server.requests)) == (1, 0, sent + 1)


def test_a_budget_counts_the_answer_before_it_is_asked_for(call: Call, place: Path, server: ModelServer) -> None:
    said = call("score", "--judge", JUDGE, "--max-tokens", "1500", "--json")
    assert (said.code, server.requests, said.json["states"]) == (1, [], {"over_budget": CALLS})


def test_the_report_shows_the_levels_of_the_judge_that_the_shortlist_rests_on(
    call: Call, place: Path, server: ModelServer
) -> None:
    from qualkit.workflows.scoring import current_scores
    from qualkit.workflows.workspace import open_project

    call("score", "--judge", JUDGE)
    call("select", "--judge", JUDGE)
    workspace = open_project(place)
    assert {score.judge for score in current_scores(workspace)} == {JUDGE}
    call("select", "--judge", "evidence")
    assert {score.judge for score in current_scores(workspace)} == {"evidence"}
    workspace.store.close()


def test_a_run_stops_where_the_provider_keeps_failing_and_goes_on_later(
    call: Call, place: Path, server: ModelServer
) -> None:
    server.script = []
    said = call("score", "--judge", JUDGE, "--json")
    assert (said.code, said.json["states"], said.json["new"]) == (3, {"provider_error": 5}, 5)
    server.script = [_answer(None)] * CALLS
    assert call("score", "--judge", JUDGE, "--json").json["states"] == {"no_evidence": CALLS}


def test_nothing_but_failures_makes_no_shortlist(call: Call, place: Path, server: ModelServer) -> None:
    server.script = []
    assert call("score", "--judge", JUDGE).code == 3
    said = call("select", "--judge", JUDGE)
    assert (said.code, "Nothing is scored yet" in said.err) == (2, True)
