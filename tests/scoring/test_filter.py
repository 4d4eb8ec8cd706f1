import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from qualkit import resources
from qualkit.errors import InputError
from qualkit.scoring.evidence_judge import EvidenceJudge
from qualkit.scoring.filter import score_rows
from qualkit.scoring.rubrics import load_rubric
from qualkit.testing import FixedJudge

FORMS = yaml.safe_load(Path(__file__).with_name("forms.yaml").read_text(encoding="utf-8"))
DENSE = FORMS["dense"]
RUBRIC = load_rubric(resources.path("rubrics", "experiencias_demostrativas.v1.yaml"))
JUDGE = EvidenceJudge(RUBRIC)


def scored(*rows: Any) -> list[dict[str, Any]]:
    return list(score_rows(rows, RUBRIC, JUDGE))


def test_each_row_gives_one_row_per_criterion_in_the_order_of_the_rubric() -> None:
    out = scored({"id": "a", "territory": "Red", "fields": DENSE}, {"id": "b", "territory": None, "fields": {}})
    assert [row["criterion"] for row in out] == [criterion.id for criterion in RUBRIC.criteria] * 2
    assert [row["id"] for row in out] == ["a"] * 12 + ["b"] * 12
    assert set(out[0]) == {"id", "criterion", "level", "state", "evidence", "rationale", "judge"}
    assert {row["state"] for row in out[12:]} == {"no_evidence"}
    assert {row["judge"] for row in out} == {"evidence"}


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    "spelt",
    [str, decomposed, lambda text: "\ufeff" + text, lambda text: text.replace(". ", ".\r\n")],
    ids=["as is", "NFD", "BOM", "CRLF"],
)
def test_offsets_index_the_callers_own_text(spelt: Any) -> None:
    fields = {name: spelt(text) for name, text in DENSE.items()}
    out = scored({"id": "a", "fields": fields})
    quotes = [evidence for row in out for evidence in row["evidence"]]
    assert len(quotes) > 10
    for quote in quotes:
        assert fields[quote["field"]][quote["start"] : quote["end"]] == quote["quote"]
    assert [row["level"] for row in out] == [row["level"] for row in scored({"id": "a", "fields": DENSE})]


@pytest.mark.parametrize("nothing", ["", "  \n", None, 3, True, ["dato"], {"a": "b"}])
def test_a_field_without_text_is_passed_over(nothing: Any) -> None:
    judge = FixedJudge({})
    out = list(score_rows([{"id": 7, "fields": {"resumen": nothing}}], RUBRIC, judge))
    assert {row["state"] for row in out} == {"no_evidence"}
    assert out[0]["id"] == 7
    assert judge.asked[0] == ("7", "problema_comunidad")


def test_a_field_of_another_name_is_judged() -> None:
    out = scored({"id": "a", "fields": {"relato libre": "Los estudiantes deciden el tema del mes."}})
    assert [row["evidence"][0]["field"] for row in out if row["criterion"] == "estudiantes_protagonistas"] == [
        "relato libre"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"fields": {}}, "Row 1 has no “id”"),
        ({"id": "", "fields": {}}, "Row 1 has no “id”"),
        ({"id": True, "fields": {}}, "Row 1 has no “id”"),
        ({"id": "a"}, r"Row 1 \(a\)"),
        ({"id": "a", "fields": ["texto"]}, r"Row 1 \(a\)"),
        ({"id": "a", "fields": {"resumen": "los ni\ud800os"}}, r"Row 1 \(a\): “resumen”"),
        (["a"], "Row 1 is not a JSON object"),
    ],
)
def test_a_bad_row_is_named(row: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        scored(row)
