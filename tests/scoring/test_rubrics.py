from pathlib import Path

import pytest
import yaml

from qualkit import resources
from qualkit.errors import InputError
from qualkit.scoring.rubrics import load_rubric, validate

SHIPPED = resources.path("rubrics", "experiencias_demostrativas.v1.yaml")
CRITERION = {"id": "uno", "name": "Uno", "question": "¿Qué?", "levels": ["a", "b", "c", "d"], "fields": ["resumen"]}
RUBRIC = {"rubric": "mia", "version": "v1", "title": "Mía", "criteria": [CRITERION]}


def written(folder: Path, **changes: object) -> Path:
    file = folder / "mia.v1.yaml"
    file.write_text(yaml.safe_dump({**RUBRIC, **changes}, allow_unicode=True), encoding="utf-8")
    return file


def test_the_rubric_that_comes_with_qualkit_is_whole() -> None:
    rubric = load_rubric(SHIPPED)
    assert validate(SHIPPED) == []
    assert len(rubric.criteria) == 12
    assert {len(criterion.levels) for criterion in rubric.criteria} == {4}
    assert {criterion.weight for criterion in rubric.criteria} == {1}
    assert all(c.question and c.fields and c.counts_as_evidence and c.source for c in rubric.criteria)
    assert "no publican" in rubric.notes
    assert list(rubric.foci) == [
        "fortalecimiento de aprendizajes",
        "convivencia y salud mental",
        "desarrollo profesional docente",
        "formación continua",
    ]


def test_a_rubric_of_ones_own_is_read(tmp_path: Path) -> None:
    rubric = load_rubric(written(tmp_path))
    assert (rubric.name, rubric.criteria[0].levels) == ("mia", ("a", "b", "c", "d"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "blue"}, "colour"),
        ({"criteria": []}, "criteria"),
        ({"criteria": [{**CRITERION, "levels": ["a", "b"]}]}, "criteria.1.levels"),
        ({"criteria": [{**CRITERION, "weight": 0}]}, "weight"),
        ({"criteria": [CRITERION, CRITERION]}, "defined 2 times"),
        ({"criteria": [{**CRITERION, "id": "Dos palabras"}]}, "cannot be the id"),
    ],
    ids=["unknown key", "no criteria", "two levels", "no weight", "same id", "bad id"],
)
def test_what_no_rubric_can_have_is_refused(tmp_path: Path, changes: dict[str, object], said: str) -> None:
    file = written(tmp_path, **changes)
    with pytest.raises(InputError, match=said):
        load_rubric(file)
    assert any(said in problem for problem in validate(file))


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        ({**CRITERION, "levels": ["a", "A ", "c", "d"]}, "say the same"),
        ({**CRITERION, "levels": ["a", "", "c", "d"]}, "empty level"),
        ({**CRITERION, "fields": []}, "in which fields"),
    ],
    ids=["same anchors", "empty anchor", "no fields"],
)
def test_what_makes_a_rubric_weak_is_said(tmp_path: Path, criterion: dict[str, object], said: str) -> None:
    [problem] = validate(written(tmp_path, criteria=[criterion]))
    assert said in problem


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"falta\.yaml"):
        validate(tmp_path / "falta.yaml")


def test_a_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    file = tmp_path / "mala.yaml"
    file.write_text("a: [", encoding="utf-8")
    assert len(validate(file)) == 1
    with pytest.raises(InputError, match=r"mala\.yaml"):
        load_rubric(file)
