from pathlib import Path
from typing import Any

import pytest
import yaml

from qualkit import resources
from qualkit.errors import InputError
from qualkit.i18n import speaking
from qualkit.model import Rubric
from qualkit.scoring.rubrics import load_rubric
from qualkit.scoring.signals import load_signals, signals_for

RUBRIC = load_rubric(resources.path("rubrics", "experiencias_demostrativas.v1.yaml"))
CONTENT: dict[str, Any] = {
    "rubric": "mia",
    "version": "v1",
    "groups": {"lectura": "leer libro"},
    "signals": {"lee": {"es": "que se lee", "en": "that they read", "patterns": ["{lectura}"]}},
    "criteria": {"uno": {"look_in": ["resumen"], "levels": {2: [["lee"]]}}},
}


def written(folder: Path, **changes: Any) -> Path:
    file = folder / "mia.v1.yaml"
    file.write_text(yaml.safe_dump({**CONTENT, **changes}, allow_unicode=True), encoding="utf-8")
    return file


def test_every_criterion_of_the_rubric_has_its_ladder() -> None:
    signals = signals_for(RUBRIC)
    assert signals is not None
    assert set(signals.ladders) == set(RUBRIC.by_id)
    assert all({2, 3, 4} <= set(ladder.levels) for ladder in signals.ladders.values())


def test_every_signal_is_asked_for_by_some_level() -> None:
    signals = signals_for(RUBRIC)
    assert signals is not None
    used = {name for ladder in signals.ladders.values() for name in ladder.signal_ids}
    assert set(signals.signals) == used


def test_another_version_of_the_rubric_has_no_signals() -> None:
    assert signals_for(Rubric(RUBRIC.name, "v99", "", RUBRIC.criteria)) is None


def test_a_signal_is_named_in_the_current_language(tmp_path: Path) -> None:
    signal = load_signals(written(tmp_path)).signals["lee"]
    with speaking("es"):
        assert signal.label == "que se lee"
    with speaking("en"):
        assert signal.label == "that they read"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"extra": 1}, "extra"),
        ({"criteria": {"uno": {"look_in": ["resumen"], "levels": {2: [["nadie"]]}}}}, "nadie"),
        ({"groups": {}}, "lectura"),
        ({"signals": {"lee": {"es": "x", "en": "x", "patterns": []}}}, "patterns"),
    ],
    ids=["unknown key", "unknown signal", "unknown group", "no patterns"],
)
def test_signals_that_do_not_hold_are_refused(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_signals(written(tmp_path, **changes))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"falta\.yaml"):
        load_signals(tmp_path / "falta.yaml")
    (tmp_path / "mala.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(InputError, match=r"mala\.yaml"):
        load_signals(tmp_path / "mala.yaml")
