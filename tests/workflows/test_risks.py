"""What the report, the map and the export say of quotes that single somebody out."""

import csv
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.model.quotes import Quote
from qualkit.project import Project
from qualkit.workflows.risks import Publication, in_words, quotes_in, with_risks
from qualkit.workflows.workspace import open_project

from . import network

_SAID = (
    ("Facilitadora - Marcela Ibacache", "¿Cómo comparten los materiales entre las escuelas de la red este año?"),
    ("Nora Lincopán", "Compartimos los materiales entre escuelas y eso nos ahorró mucho trabajo este semestre."),
    ("Raúl Sanhueza", "Compartimos los materiales entre escuelas y la jefa de UTP los revisa antes con todas."),
    ("Inés Pacheco", "Compartimos los materiales entre escuelas, con los docentes del segundo ciclo, cada lunes."),
    ("Olga Mardones", "Nosotros también compartimos los materiales entre escuelas, por correo, todos los meses."),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project of one territory in which four participants speak, one of them of a charge."""
    place = tmp_path / "red"
    material = tmp_path / "Red Río Hondo" / "sesion 1.vtt"
    material.parent.mkdir()
    material.write_text(network.vtt(_SAID), encoding="utf-8")
    with Project.create(place) as made:
        made.ingest([material], territory="Red Río Hondo", session=1)
        made.code()
    return place


def _quote_of(place: Path, words: str) -> Quote:
    workspace = open_project(place)
    document = workspace.store.documents()[0]
    workspace.store.close()
    at = document.text.index(words)
    return Quote(words, document.id, at, at + len(words), territory=document.territory)


@pytest.mark.parametrize(
    ("words", "risks"),
    [
        pytest.param("la jefa de UTP los revisa", [("charge", 1)], id="a charge that one names"),
        pytest.param("con los docentes del segundo ciclo", [], id="teachers are many"),
    ],
)
def test_risks_of_a_quote(project: Path, words: str, risks: list[tuple[str, int]]) -> None:
    workspace = open_project(project)
    found = Publication(workspace).risks_of(_quote_of(project, words))
    workspace.store.close()
    assert [(risk.ground, risk.k) for risk in found] == risks


def test_every_quote_of_a_value_is_looked_at_wherever_it_stands(project: Path) -> None:
    workspace = open_project(project)
    publication = Publication(workspace)
    workspace.store.close()
    risky, safe = _quote_of(project, "la jefa de UTP los revisa"), _quote_of(project, "cada lunes")
    looked_at = with_risks((("a", 1, (risky,)), safe), publication)
    assert looked_at[1] == safe
    assert looked_at[0][2][0].risks == tuple(map(in_words, publication.risks_of(risky)))
    assert [bool(quote.risks) for quote in quotes_in(looked_at)] == [True, False]


def test_the_report_lists_them_and_whoever_asks_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "es", "--project", str(project), "informe", "--format", "html"]) == 0
    page = (project / "informes" / "informe.html").read_text(encoding="utf-8")
    assert "Antes de publicar" in page
    assert "revisar antes de publicar" in page
    assert "jefatura UTP" in page
    assert "puede dejar a alguien en evidencia" in capsys.readouterr().err


def test_the_export_has_k_and_why(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "codificaciones.csv"
    assert run(["--lang", "es", "--project", str(project), "exportar", str(file)]) == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert {("jefa de UTP" in row["segment"], row["k"], bool(row["risk"])) for row in rows} == {
        (True, "1", True),
        (False, "", False),
    }
    assert "«risk»" in capsys.readouterr().err
