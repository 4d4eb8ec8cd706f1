"""A score has a level and evidence, or a state that says why there is none; hashes name what a judge reads."""

import dataclasses

import pytest

from qualkit.model import Criterion, Evidence, Experience, Rubric, Score

QUOTE = (Evidence(0, 4, "Nada", "resultados"),)


def _score(level: int | None, state: str, evidence: tuple[Evidence, ...]) -> Score:
    return Score("e1", "c1", level, state, evidence, "", "evidence")  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ["no_evidence", "unparsed", "refused", "provider_error", "over_budget"])
def test_without_a_level_the_state_says_why(state: str) -> None:
    assert _score(None, state, ()).level is None


@pytest.mark.parametrize(
    ("level", "state", "evidence", "why"),
    [
        (None, "scored", QUOTE, "cannot have level None"),
        (1, "no_evidence", QUOTE, "cannot have level 1"),
        (3, "refused", (), "cannot have level 3"),
        (2, "scored", (), "a level needs evidence"),
    ],
)
def test_a_score_that_contradicts_itself_cannot_be_made(
    level: int | None, state: str, evidence: tuple[Evidence, ...], why: str
) -> None:
    with pytest.raises(ValueError, match=why):
        _score(level, state, evidence)


def test_a_level_comes_with_its_evidence() -> None:
    assert _score(4, "scored", QUOTE).evidence == QUOTE


def test_the_hash_of_an_experience_is_that_of_its_fields() -> None:
    one = Experience("e1", "Costa", {"necesidad": "tiempo", "resultados": "pares"})
    assert dataclasses.replace(one, id="e2", territory=None, name="x").hash == one.hash
    assert dataclasses.replace(one, fields=dict(reversed(one.fields.items()))).hash == one.hash
    assert dataclasses.replace(one, fields={"necesidad": "tiempo"}).hash != one.hash


@pytest.fixture
def rubric() -> Rubric:
    criteria = (Criterion("c1", "Foco", "¿Tiene foco?", ("a", "b", "c", "d")), Criterion("c2", "Uso", "¿Se usa?", ()))
    return Rubric("pauta", "1", "Pauta", criteria)


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Criterion)])
def test_the_hash_of_a_rubric_changes_with_everything_that_a_judge_sees(rubric: Rubric, field: str) -> None:
    value = getattr(rubric.criteria[1], field)
    other = {"weight": 2.0}.get(field, ("otro",) if isinstance(value, tuple) else "otro")
    changed = dataclasses.replace(rubric.criteria[1], **{field: other})
    assert dataclasses.replace(rubric, criteria=(rubric.criteria[0], changed)).hash != rubric.hash


def test_criteria_are_found_by_id(rubric: Rubric) -> None:
    assert rubric.by_id["c2"].name == "Uso"
