"""Registers come in, lose their names, are listed and go out again."""

import json
from pathlib import Path

import openpyxl
import pytest

from qualkit.errors import InputError
from qualkit.model.registers import REGISTERS, Actor, Nomination
from qualkit.project import Project
from qualkit.workflows.exchanging import export_table
from qualkit.workflows.registers import Hiding, hidden_role

FILES = {
    "actors": "Actor;Institución;Poder;Interés;Cita;Propuesto por\nDra. Ema Ruiz;CESFAM;5;4;«Ema Ruiz ayudó»;Ind Red\n",
    "agreements": "Acuerdo;Responsable;Plazo\nHablar con Rosa Vera;Soto y directora;16/4/2025\n",
    "observations": "Pauta;Indicador;Observado;Evidencia;Observador\nClima;Saluda;sí;Saludó a Benjamín Tapia;Rosa Vera\n",
    "cycles": "Ciclo;Pregunta;Idea de cambio;Decisión\n1;¿Leen con Marta Díaz?;leer;adoptar\n",
    "nominations": "Desde;Hacia;Tipo\nMarta Díaz;12.345.678-5;profesional\nP1;P2;emocional\n",
    "encounters": "Territorio;Fecha;Sede;Focos;Escuelas asistentes;Invitados externos\nInti Red;1-10-2024;Liceo Los Boldos;leer;Escuela Los Aromos;Dr. Juan Pino\n",
}
SECRETS = ("Ruiz", "Ema", "Vera", "Soto", "Benjamín", "Tapia", "Díaz", "12.345", "Boldos", "Aromos", "Pino")


@pytest.fixture
def registered(empty: Project, tmp_path: Path) -> Project:
    for kind, text in FILES.items():
        (tmp_path / "registros").mkdir(exist_ok=True)
        (tmp_path / "registros" / f"{kind}.csv").write_text(text, encoding="utf-8")
    results = empty.ingest([tmp_path / "registros"])
    assert {result.kind: result.status for result in results} == dict.fromkeys(FILES, "ingested")
    return empty


def test_every_register_is_listed(registered: Project) -> None:
    assert {kind: len(registered.records(kind)) for kind in REGISTERS} == dict.fromkeys(REGISTERS, 1) | {
        "nominations": 2
    }
    [actor] = registered.records("actors")
    assert isinstance(actor, Actor)
    assert (actor.power, actor.interest, actor.proposed_by) == (5, 4, "Inti Red")


def test_no_register_keeps_a_name(registered: Project) -> None:
    kept = json.dumps([vars(row) for kind in REGISTERS for row in registered.records(kind)], ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in kept] == []
    assert "directora" in kept
    assert "leer" in kept


def test_people_of_a_list_have_one_pseudonym_each_and_codes_stay(registered: Project) -> None:
    first, second = registered.records("nominations")
    assert isinstance(first, Nomination)
    assert first.source != first.target
    assert (second.source, second.target) == ("P1", "P2")


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("Directora", "Directora"),
        ("Soto", "X"),
        ("Soto, UTP y Rosa", "X, UTP y X"),
        ("Equipo directivo", "Equipo directivo"),
    ],
)
def test_roles_stay_and_names_that_stand_alone_go(said: str, hidden: str) -> None:
    assert hidden_role(said, Hiding(text=lambda t: t, person=lambda _name: "X", school=lambda s: s)) == hidden


def test_a_workbook_of_several_kinds_comes_in_whole(empty: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["establecimiento", "territorio", "cohorte"], ["Uno", "Inti Red", 2024]):
        book.active.append(row)
    other = book.create_sheet("Actores")
    for row in (["Actor", "Poder", "Interés"], ["Club", 3, 4]):
        other.append(row)
    book.save(tmp_path / "t.xlsx")
    [result] = empty.ingest([tmp_path / "t.xlsx"])
    assert (result.kind, result.rows) == ("members", 2)
    assert len(empty.records("actors")) == len(empty._workspace.store.members()) == 1


def test_a_territory_that_is_given_holds_for_rows_without_one(empty: Project, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(FILES["agreements"], encoding="utf-8")
    (tmp_path / "f.csv").write_text(
        "id;red;necesidad;resultados;facilitadores\na;;x1;y;z\nb;Otra;x1;y;z\n", encoding="utf-8"
    )
    empty.ingest([tmp_path / "a.csv", tmp_path / "f.csv"], territory="Ind Red")
    assert [row.territory for row in empty.records("agreements")] == ["Inti Red"]  # type: ignore[union-attr]
    assert [x.territory for x in empty.experiences] == ["Inti Red", "Otra"]


@pytest.mark.parametrize("what", ["experiences", "survey", "attendance", "members"])
def test_tables_go_out_as_they_are_kept(finished: Project, tmp_path: Path, what: str) -> None:
    assert export_table(finished._workspace, tmp_path / "t.xlsx", what=what) >= 1


def test_registers_go_out_with_columns_of_their_own(registered: Project, tmp_path: Path) -> None:
    assert export_table(registered._workspace, tmp_path / "t.csv", what="encounters") == 1
    header, row = (tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("date;")
    assert not [secret for secret in SECRETS if secret in row]
    assert len(registered.to_frame("actors")) == 1


def test_a_cell_that_a_spreadsheet_would_run_goes_out_harmless(empty: Project, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('Actor;Poder;Interés\n"=HYPERLINK(""x"")";1;2\n', encoding="utf-8")
    empty.ingest([tmp_path / "a.csv"])
    export_table(empty._workspace, tmp_path / "t.csv", what="actors")
    assert "'=HYPERLINK" in (tmp_path / "t.csv").read_text(encoding="utf-8-sig")


def test_there_is_no_other_register(empty: Project) -> None:
    with pytest.raises(InputError, match="There are: actors"):
        empty.records("poems")


def test_a_register_that_was_edited_replaces_the_former_one(registered: Project, tmp_path: Path) -> None:
    (tmp_path / "registros" / "actors.csv").write_text(FILES["actors"].replace(";5;", ";2;"), encoding="utf-8")
    registered.ingest([tmp_path / "registros" / "actors.csv"])
    assert [row.power for row in registered.records("actors")] == [2]  # type: ignore[union-attr]


def test_the_state_of_a_project_counts_its_registers(registered: Project) -> None:
    counts = registered.status().counts
    assert {kind: counts[kind] for kind in REGISTERS} == dict.fromkeys(REGISTERS, 1) | {"nominations": 2}
