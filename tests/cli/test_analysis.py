"""``qualkit analyze``: what others' scripts can see of what qualkit understands."""

import json
from pathlib import Path

import pytest
import spacy

from .conftest import Call

TEXT = "Ana no vino. Nosotros leímos en la sala."
ROW = json.dumps({"id": "a1", "text": TEXT}, ensure_ascii=False)


def test_each_row_comes_back_understood(call: Call, nowhere: Path) -> None:
    (nowhere / "filas.jsonl").write_text(ROW + "\n", encoding="utf-8")
    said = call("analyze", "--input", "filas.jsonl", "--json")
    (row,) = json.loads(said.out)
    assert (said.code, row["id"], row["sentences"]) == (0, "a1", [[0, 12], [13, 40]])
    assert set(row) == {"id", "tokens", "sentences", "segments", "entities"}
    assert set(row["tokens"][0]) == {"text", "lemma", "pos", "morph", "head", "dep", "start", "end"}
    assert all(TEXT[token["start"] : token["end"]] == token["text"] for token in row["tokens"])


def test_without_json_there_is_a_line_for_each_row(call: Call, nowhere: Path) -> None:
    (nowhere / "filas.jsonl").write_text(f"{ROW}\n{ROW}\n", encoding="utf-8")
    lines = call("analizar", "--input", "filas.jsonl").out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a1", "a1"]


def test_a_file_gives_a_row_for_each_turn(call: Call, nowhere: Path) -> None:
    (nowhere / "sesión.txt").write_text("Ana: Hola a todos.\nLuis: Buenos días.\n", encoding="utf-8")
    rows = json.loads(call("analyze", "sesión.txt", "--json").out)
    assert [row["id"] for row in rows] == ["1", "2"]
    assert [token["text"] for token in rows[1]["tokens"]] == ["Buenos", "días", "."]


def test_rows_are_written_to_a_file(call: Call, nowhere: Path) -> None:
    (nowhere / "filas.jsonl").write_text(ROW, encoding="utf-8")
    assert call("analyze", "--input", "filas.jsonl", "--output", "fuera.jsonl").code == 0
    assert json.loads((nowhere / "fuera.jsonl").read_text(encoding="utf-8"))["id"] == "a1"


@pytest.mark.parametrize("source", [["filas.txt"], ["--input", "filas.txt"]], ids=["a transcript", "rows"])
def test_what_is_read_is_never_written_over(call: Call, nowhere: Path, source: list[str]) -> None:
    (nowhere / "filas.txt").write_text(ROW, encoding="utf-8")
    said = call("analyze", *source, "--output", nowhere / "filas.txt")
    assert (said.code, "name another one" in said.err) == (2, True)
    assert (nowhere / "filas.txt").read_text(encoding="utf-8") == ROW


def test_the_project_may_name_another_pipeline(call: Call, nowhere: Path) -> None:
    nlp = spacy.blank("es")
    nlp.add_pipe("parser").add_label("nsubj")  # type: ignore[attr-defined]
    nlp.add_pipe("ner").add_label("PER")  # type: ignore[attr-defined]
    nlp.initialize()
    nlp.to_disk(nowhere / "propio")
    (nowhere / "qualkit.toml").write_text('[language]\npipeline = "propio"\n', encoding="utf-8")
    (nowhere / "filas.jsonl").write_text(ROW, encoding="utf-8")
    (row,) = json.loads(call("analyze", "--input", "filas.jsonl", "--json").out)
    assert {token["pos"] for token in row["tokens"]} == {""}


def test_a_pipeline_that_is_not_there_is_the_users_to_mend(call: Call, nowhere: Path) -> None:
    (nowhere / "filas.jsonl").write_text(ROW, encoding="utf-8")
    said = call("analyze", "--input", "filas.jsonl", "--pipeline", "es_nadie")
    assert said.code == 2
    assert "es_nadie" in said.err


def test_one_of_file_and_input_is_needed(call: Call, nowhere: Path) -> None:
    assert call("analyze").code == 2
    assert call("analyze", "x.txt", "--input", "filas.jsonl").code == 2


def test_a_text_that_is_none_names_its_row(call: Call, nowhere: Path) -> None:
    (nowhere / "filas.jsonl").write_text('{"id": 1, "text": null}', encoding="utf-8")
    said = call("--lang", "en", "analyze", "--input", "filas.jsonl")
    assert (said.code, "Row 1" in said.err) == (2, True)
