"""What people said goes over to the same passage of an edited file, by the same speaker; the rest stays and is counted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from qualkit.cli import cli, run
from qualkit.model import Coding, Evidence, Label, Span
from qualkit.project import Project
from qualkit.workflows.reviewing import CarriedOver, carry_over, decide, left_behind, standing, undecided

A, B = "Ana: ", "Leo: "
SAME = "Nosotros leímos con los niños cada viernes."
OTHER = "Los apoderados vinieron a la feria de ciencias."
NEW = "Mañana nos juntamos a preparar la próxima visita."
END = [A + "Ya, entonces quedamos en eso.", B + "Muchas gracias por la conversación."]  # two speakers who come back


def _write(file: Path, lines: list[str]) -> None:
    file.write_text("\n".join([*lines, *END]) + "\n", encoding="utf-8")


def _edited(place: Path, before: list[str], after: list[str], say: Callable[[Project], object]) -> Project:
    file = place / "sesion.txt"
    _write(file, before)
    project = Project.create(place / "red")
    project.ingest([file])
    say(project)
    _write(file, after)
    project.ingest([file])
    return project


def _label(*turns: int, words: str | None = None) -> Callable[[Project], object]:
    def say(project: Project) -> None:
        document = project.documents[0]
        spans = [document.turns[turn].span for turn in turns]
        if words is not None:
            starts = [document.text.index(words, span.start, span.end) for span in spans]
            spans = [Span(start, start + len(words)) for start in starts]
        with project._workspace.run("test", {}) as made:
            labels = [Label(document.id, span, "c", "ana") for span in spans]
            project._workspace.store.add_labels(labels, made.id)

    return say


def _carry(project: Project) -> CarriedOver:
    with project._workspace.run("test", {}) as made:
        return carry_over(project._workspace, made.id)


def _turns_of(project: Project) -> list[int]:
    turns = project.documents[0].turns
    labels = project._workspace.store.labels()
    return [i for label in labels for i, turn in enumerate(turns) if turn.span.holds(label.segment)]


CASES = {
    "the second of two": ([A + SAME, B + SAME, A + OTHER], [A + SAME, B + SAME, A + NEW], [1], [1], 0),
    "the second of one speaker": ([A + SAME, B + OTHER, A + SAME], [A + SAME, B + NEW, A + SAME], [2], [2], 0),
    "the first speaker went": ([A + SAME, B + SAME], [A + NEW, B + SAME], [0], [], 1),
    "another one says it now": ([A + SAME, B + OTHER], [A + OTHER, B + SAME], [0], [], 1),
    "one of two went": ([A + SAME, B + OTHER, A + SAME], [A + NEW, B + OTHER, A + SAME], [0, 2], [], 2),
    "one more came": ([A + SAME, B + OTHER], [A + SAME, B + OTHER, A + SAME], [0, 1], [1], 1),
    "it moved": ([A + OTHER, B + SAME], [A + NEW, B + NEW, A + OTHER, B + SAME], [1], [3], 0),
}


@pytest.mark.parametrize(("before", "after", "labelled", "expected", "stayed"), CASES.values(), ids=CASES.keys())
def test_a_label_goes_to_the_same_passage_or_stays(
    tmp_path: Path, before: list[str], after: list[str], labelled: list[int], expected: list[int], stayed: int
) -> None:
    with _edited(tmp_path, before, after, _label(*labelled)) as project:
        assert left_behind(project._workspace) == stayed
        assert _carry(project) == CarriedOver(len(expected), stayed)
        assert _turns_of(project) == expected
        assert _carry(project) == CarriedOver(0, stayed)


def test_words_within_a_turn_go_over_though_the_turn_changed(tmp_path: Path) -> None:
    before, after = [A + SAME, B + SAME, B + OTHER], [A + SAME, B + "Bueno. " + SAME, A + OTHER]
    with _edited(tmp_path, before, after, _label(1, words="con los niños")) as project:
        assert _carry(project) == CarriedOver(1, 0)
        assert _turns_of(project) == [1]


def test_a_label_over_two_turns_stays(tmp_path: Path) -> None:
    def say(project: Project) -> None:
        document = project.documents[0]
        both = Span(document.turns[0].span.start, document.turns[1].span.end)
        with project._workspace.run("test", {}) as made:
            project._workspace.store.add_labels([Label(document.id, both, "c", "ana")], made.id)

    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + OTHER, A + NEW], say) as project:
        assert _carry(project) == CarriedOver(0, 1)


def _code(project: Project) -> list[Coding]:
    """Code every segment with an invented codebook, as the coder «combined»."""
    workspace = project._workspace
    document = project.documents[0]
    codings = [
        Coding(document.id, s.span, "c", "libro@1", "combined", 0.5, Evidence.at(s.span, document.text))
        for s in workspace.store.segments(document.id)
    ]
    with workspace.run("code", {"codebooks": ["libro@1"], "coder": "combined"}) as made:
        workspace.store.add_codings(document.id, "libro@1", "combined", codings, made.id)
    return workspace.store.codings()


def test_a_decision_on_the_second_of_two_goes_to_the_second(tmp_path: Path) -> None:
    def say(project: Project) -> None:
        decide(project._workspace, _code(project)[2], "rejected", by="human:ana")

    with _edited(tmp_path, [A + SAME, B + OTHER, A + SAME], [A + SAME, B + NEW, A + SAME], say) as project:
        present = _code(project)
        assert _carry(project) == CarriedOver(1, 0)
        assert {i: v for i, v in standing(project._workspace).items() if i in {c.id for c in present}} == {
            present[2].id: "rejected"
        }


def test_of_two_former_versions_the_last_decision_counts(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"

    def say(project: Project) -> None:
        decide(project._workspace, _code(project)[0], "accepted", by="human:ana")
        _write(file, [A + SAME, B + NEW])
        project.ingest([file])
        decide(project._workspace, _code(project)[0], "rejected", by="human:leo")

    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + SAME], say) as project:
        first = _code(project)[0]
        assert _carry(project) == CarriedOver(1, 0)
        assert standing(project._workspace)[first.id or 0] == "rejected"


def test_whoever_codes_is_told_what_stays_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _edited(tmp_path, [A + SAME], [A + NEW], _label(0)) as project:
        folder = project.folder
    assert run(["--lang", "en", "--project", str(folder), "code"]) == 0
    assert "1 decisions or labels stay" in capsys.readouterr().err


CODEBOOK = """
codebook: propio
version: v1
title: Propio
language: es
codes:
  - id: lectura
    name: Lectura
    definition: {definition}
    indicators: [Leemos cuentos con los niños.]
    phrases: [leer con]
"""


def test_only_codings_of_the_present_codebook_wait(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sesion.txt").write_text(f"{A}{SAME}\n{B}{OTHER}\n", encoding="utf-8")
    with Project.create(tmp_path / "red") as project:
        project.ingest([tmp_path / "sesion.txt"])
        book = project.folder / "codebooks" / "propio.v1.yaml"
        book.parent.mkdir()
        for definition in ("Se habla de leer.", "Se habla de leer con los niños."):
            book.write_text(CODEBOOK.format(definition=definition), encoding="utf-8")
            project.code(codebooks=["propio"])
        versions = {coding.codebook for coding in project.codings}
        waiting = undecided(project._workspace)
        last = project._workspace.store.runs()[-1].parameters["codebooks"]
        assert (len(versions), {item.coding.codebook for item in waiting}) == (2, set(last))
        for item in waiting:
            decide(project._workspace, item.coding, "accepted", by="human:ana")
        folder = project.folder
    said = CliRunner().invoke(cli, ["--lang", "en", "--project", str(folder), "review", "--as", "ana"])
    assert (said.exit_code, "nothing to decide" in said.output) == (0, True)
