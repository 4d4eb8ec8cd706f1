"""Phases, participation and agreements from the command line; labels of one person merged and taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from qualkit.cli import run
from qualkit.project import Project

from . import network

_LABELS = (
    ("Facilitadora - Marcela Ibacache", "Buenas tardes a todas y todos, partimos con la ronda: en una palabra, cómo llegan hoy."),
    ("Esc. Los Aromos - Paola", "Yo llego cansada, pero contenta de verlas a todas acá."),
    ("iPhone de Paola", "Se me cortó la conexión, ahora sigo por el teléfono nomás."),
    ("Liceo Mirador", "Buenas tardes, acá estamos dos personas en la misma sala."),
    ("Liceo Mirador - Hernán Toledo", "Perdón, yo soy el que estaba hablando recién con ustedes."),
    ("iPhone de Paola", "Yo me comprometo a mandar la pauta antes del viernes 6 de junio."),
    ("Paola Soto UTP", "Y yo soy la otra Paola, por si acaso, la del liceo."),
    ("Facilitadora - Marcela Ibacache", "Vamos a los acuerdos entonces, con nombre y con fecha."),
    ("Esc. Los Aromos - Paola", "Y yo llevo las fotos impresas a la próxima reunión."),
)  # fmt: skip
_CHAT = "17:02:10\tDe Rosa Huenumán a Todos:\tyo no tengo micrófono pero mando mis ideas por escrito\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a project with one session: transcript and chat."""
    folder = tmp_path / "material"
    folder.mkdir()
    (folder / "sesion 1.vtt").write_text(network.vtt(_LABELS), encoding="utf-8")
    (folder / "sesion 1 chat.txt").write_text(_CHAT, encoding="utf-8")
    with Project.create(tmp_path / "red") as made:
        made.ingest([folder], territory="Red Norte", session=1)
    return tmp_path / "red"


def _asked(place: Path, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run(["--lang", "es", "--project", str(place), *words, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_a_session_has_its_transcript_and_its_chat(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (view,) = _asked(place, capsys, "sesion", "--territory", "norte")
    assert [document["kind"] for document in view["documents"]] == ["chat", "transcript"]
    assert [phase["name"] for phase in view["documents"][1]["phases"]] == ["conecta", "construye"]
    only_in_the_chat = [row for row in view["participation"] if not row["turns"]]
    assert [(row["messages"], row["chat_words"]) for row in only_in_the_chat] == [(1, 10)]
    assert sum(row["share"]["n"] for row in view["participation"]) == view["participation"][0]["share"]["of"]


def test_agreements_have_who_until_and_a_quote_that_stands_there(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _asked(place, capsys, "acuerdos")
    assert [row["until"] for row in rows] == ["antes del viernes 6 de junio", "la próxima reunión"]
    assert {row["state"] for row in rows} == {"proposed"}
    with Project.open(place) as project:
        texts = {document.id: document.text for document in project.documents}
    for row in rows:
        evidence = row["evidence"]
        assert texts[row["document"]][evidence["start"] : evidence["end"]] == evidence["quote"]


def test_agreements_can_be_exported(place: Path, tmp_path: Path) -> None:
    file = tmp_path / "acuerdos.jsonl"
    assert run(["--project", str(place), "export", "--what", "agreements", str(file)]) == 0
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [row["until"] for row in rows] == ["antes del viernes 6 de junio", "la próxima reunión"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("sesion", "--territory", "sur"), id="territory"),
        pytest.param(("acuerdos", "--session", "7"), id="number"),
        pytest.param(("sesion", "--document", "zzz"), id="document"),
    ],
)
def test_what_is_not_there_is_said(place: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    assert run(["--lang", "es", "--project", str(place), *words]) == 2
    assert "No hay" in capsys.readouterr().err


def test_labels_that_may_be_one_person_are_proposed_and_none_is_merged(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _asked(place, capsys, "hablantes")
    assert {proposal["ground"] for proposal in shown["proposals"]} == {"same name", "same school"}
    assert all(label["merged"] == [] for label in shown["labels"])
    with Project.open(place) as project:
        spoken = next(document for document in project.documents if document.kind == "transcript")
    assert len({turn.speaker for turn in spoken.turns}) == 6


def test_a_merge_moves_the_turns_and_can_be_taken_back(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _asked(place, capsys, "hablantes")
    proposal = next(p for p in shown["proposals"] if p["ground"] == "same name")
    document, label, into = proposal["document"], proposal["label"], proposal["into"]
    before = {row["label"]: row["turns"] for row in shown["labels"] if row["document"] == document}

    moved = _asked(place, capsys, "hablantes", "--document", document, "--merge", label, into, "--as", "ana")
    after = {row["label"]: row for row in _asked(place, capsys, "hablantes")["labels"] if row["document"] == document}
    assert moved == {"turns": before[label]}
    assert (after[into]["turns"], after[into]["merged"]) == (before[label] + before[into], [label])
    assert label not in after

    _asked(place, capsys, "hablantes", "--document", document, "--split", label, "--as", "ana")
    again = _asked(place, capsys, "hablantes")["labels"]
    assert {row["label"]: row["turns"] for row in again if row["document"] == document} == before
    assert all(row["merged"] == [] for row in again)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--merge", "Nadie", "Otra", "--as", "ana"), "Nadie", id="no such label"),
        pytest.param(("--split", "Persona 1", "--as", "ana"), "Persona 1", id="was not merged"),
        pytest.param(("--merge", "Escuela 2", "Escuela 2", "--as", "ana"), "distint", id="the same"),
        pytest.param(("--merge", "Escuela 2", "Persona 1"), "--as", id="nobody decides"),
    ],
)
def test_a_merge_that_cannot_be(
    place: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    with Project.open(place) as project:
        document = next(document.id for document in project.documents if document.kind == "transcript")
    assert run(["--lang", "es", "--project", str(place), "hablantes", "--document", document, *words]) == 2
    assert said in capsys.readouterr().err
