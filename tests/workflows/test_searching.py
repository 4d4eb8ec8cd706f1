"""Search goes on after a file was edited, and answers from the present version only."""

from pathlib import Path

from qualkit.project import Project


def test_search_after_an_edit_answers_from_the_present_version(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    text = "Ana: Leímos cuentos con las familias.\nLeo: Los niños sembraron papas en el huerto.\n"
    file.write_text(text, encoding="utf-8")
    with Project.create(tmp_path / "red") as project:
        project.ingest([file])
        project.search("cuentos")
        file.write_text(text + "\n", encoding="utf-8")  # as many passages with the same words, another document
        project.ingest([file])
        assert {hit.document for hit in project.search("cuentos")} == {project.documents[0].id}
