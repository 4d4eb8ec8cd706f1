"""How far a long piece of work is: a line now and then where nobody watches a terminal, nothing for a short one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualkit.cli import files, progress
from qualkit.cli.progress import track

from .conftest import Call


def test_short_work_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(track(range(5), 5, "Reading")) == list(range(5))
    assert capsys.readouterr() == ("", "")


def test_long_work_tells_how_far_it_is_and_how_long_it_will_take(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 4000, 30))
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(clock)))
    assert list(track("abcd", 4, "Reading")) == list("abcd")
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "Reading: 1 of 4, 1:30 left",
        "Reading: 2 of 4, 1:00 left",
        "Reading: 3 of 4, 0:30 left",
    ]


def test_a_terminal_gets_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr(progress, "PATIENCE_SECONDS", -1.0)
    assert list(track("abc", 3, "Reading")) == list("abc")
    assert "3/3" in capsys.readouterr().err


def test_ingest_ends_with_how_many_were_read_and_what_comes_next(call: Call, tmp_path: Path) -> None:
    call("--lang", "es", "init", tmp_path / "red")
    (tmp_path / "a.txt").write_text("Ana: Hoy contamos lo que hicimos en la escuela.\n", encoding="utf-8")
    (tmp_path / "dos\nlineas.txt").write_text("", encoding="utf-8")
    said = call(
        "--project", tmp_path / "red", "--lang", "en", "ingest", tmp_path / "a.txt", tmp_path / "dos\nlineas.txt"
    )
    assert said.code == 1
    assert "dos\\nlineas.txt is empty." in said.err
    assert said.err.splitlines()[-1] == (
        "1 file was ingested. 1 was rejected: why stands above; mend it and ingest again. Next: qualkit code"
    )
    again = call("--project", tmp_path / "red", "--lang", "en", "ingest", tmp_path / "a.txt")
    assert again.err.splitlines()[-1].startswith("0 files were ingested. 1 was there already. Next:")


def test_ctrl_c_says_how_many_files_were_kept(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("init", tmp_path / "red")
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"Ana: Hoy {name} contamos lo que hicimos.\n", encoding="utf-8")

    def stopping(items: Iterator[object], total: int, what: str) -> Iterator[object]:
        for done, item in enumerate(items):
            if total == 8 and done == 6:
                raise KeyboardInterrupt
            yield item

    monkeypatch.setattr(files, "track", stopping)
    said = call("--project", tmp_path / "red", "--lang", "en", "ingest", *(tmp_path / f"{name}.txt" for name in "abcd"))
    assert said.code == 130
    assert [line for line in said.err.splitlines() if line] == [
        "2 files were kept.",
        "Interrupted. What was finished is kept: the same command goes on from there.",
    ]
