"""The list of one session, as people keep it: who came, and which session only the folder knows."""

from pathlib import Path

import pytest

from qualkit.project import Project

_LIST = "Nombre;Escuela;Cargo;Asistió\nAlma Cortés;Escuela El Boldo;Docente;sí\nRaúl Neira;Liceo Quilas;UTP;no\n"


@pytest.mark.parametrize(
    ("folder", "given", "event", "date"),
    [
        pytest.param("sesion 2 2025-05-29", {}, "sesión 2", "2025-05-29", id="the folder says"),
        pytest.param("lista", {"session": 3}, "sesión 3", None, id="whoever ingests says"),
        pytest.param("lista", {"date": "2025-04-12"}, "2025-04-12", "2025-04-12", id="only the date"),
    ],
)
def test_the_session_comes_from_the_case(
    tmp_path: Path, folder: str, given: dict[str, object], event: str, date: str | None
) -> None:
    file = tmp_path / "material" / folder / "asistencia.csv"
    file.parent.mkdir(parents=True)
    file.write_text(_LIST, encoding="utf-8")
    with Project.create(tmp_path / "red") as project:
        (result,) = project.ingest([tmp_path / "material"], territory="Red Norte", **given)
        rows = project.to_frame("attendance")
    assert (result.status, result.kind) == ("ingested", "attendance")
    assert rows["event"].str.replace("session", "sesión").tolist() == [event, event]
    assert rows["date"].tolist() == [date, date]
    assert rows["attended"].tolist() == [True, False]


def test_a_list_of_nobody_knows_which_session_is_refused_and_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text(_LIST, encoding="utf-8")
    with Project.create(tmp_path / "red") as project:
        (result,) = project.ingest([tmp_path / "lista.csv"])
    assert result.status == "rejected"
    assert "--session 1" in (result.reason or "")
