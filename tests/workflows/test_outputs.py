"""Where results are written: not over what is read, not over what is no file, and through links."""

import json
from pathlib import Path

import pytest

from qualkit.errors import InputError
from qualkit.workflows.coding import code_file
from qualkit.workflows.jsonl import write_rows
from qualkit.workflows.outputs import check_apart, check_place
from qualkit.workflows.scoring import score_file

ROW = '{"id": 1, "text": "nos falta tiempo", "fields": {"necesidad": "nos falta tiempo"}}\n'


def test_a_device_is_no_place_for_a_file() -> None:
    with pytest.raises(InputError, match="no plain file"):
        check_place(Path("/dev/null"))


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target = tmp_path / "far" / "rows.jsonl"
    target.write_text("old", encoding="utf-8")
    link = tmp_path / "link.jsonl"
    link.symlink_to(target)
    write_rows(link, [{"id": 1}])
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8")) == {"id": 1}


def test_what_fails_leaves_the_former_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        write_rows(file, ({"id": 1 // number} for number in (1, 0)))
    assert [entry.name for entry in tmp_path.iterdir()] == ["rows.jsonl"]
    assert file.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("work", [code_file, score_file], ids=["code", "score"])
def test_what_is_read_is_never_written_over(tmp_path: Path, work: object) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(ROW, encoding="utf-8")
    with pytest.raises(InputError, match="is the file that is read"):
        work(file, file)
    assert file.read_text(encoding="utf-8") == ROW


def test_other_files_are_apart(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "b").touch()
    check_apart([None, tmp_path / "a", tmp_path / "not there"], tmp_path / "b")
