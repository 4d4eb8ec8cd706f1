"""What waits for somebody to decide it: the codings of the codebooks as they are now."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from qualkit.cli import cli
from qualkit.project import Project
from qualkit.workflows.reviewing import decide, undecided

SAID = """Ana: Nosotros leímos con los niños cada viernes.
Leo: Los apoderados vinieron a la feria de ciencias.
"""

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
    (tmp_path / "sesion.txt").write_text(SAID, encoding="utf-8")
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
