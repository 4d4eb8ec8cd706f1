"""Every command by both its names, in both languages: what it prints, the form of its JSON, its exit code."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from qualkit.cli.names import COMMANDS, SPANISH

from ..workflows import network
from .conftest import Call

VTT = Path("../material/sesiones/red-rio-hondo/sesion-1_2025-04-10.vtt")
RATINGS = "unit,coder,value\n" + "".join(
    f"{i},ana,{'x' if i % 3 else 'y'}\n{i},leo,{'x' if i % 4 else 'y'}\n" for i in range(12)
)
STATES = ("scored", "no_evidence", "unparsed", "refused", "provider_error", "over_budget")
IN_SPANISH = {english: own for own, english in SPANISH.items()}


@pytest.mark.parametrize("name", sorted({*COMMANDS, *SPANISH}))
def test_every_name_answers_with_its_help(call: Call, name: str) -> None:
    said = call("--lang", "es", name, "--help")
    assert said.code == 0
    assert said.out.startswith("Uso: qualkit ")


# What each command says to people, in their language

SENTENCES = [
    (["status"], "Nobody has reviewed a coding yet", "Nadie ha revisado"),
    (["doctor"], "language model", "modelo de lenguaje"),
    (["ingest", VTT], "already there", "ya estaba"),
    (["code"], "Codebook", "Libro"),
    (["search", "confianza entre colegas"], "session 2", "sesión 2"),
    (["score"], "48 kept", "48"),
    (["select"], "Experience", "Experiencia"),
    (["export", "salida.csv"], "rows are in salida.csv", "filas"),
    (["codebook", "list"], "Title", "Título"),
    (["rubric", "validate", "experiencias_demostrativas"], "Nothing to mend.", "Nada que"),
    (["locate", "--source", VTT, "--quote", "las horas no alcanzan"], "Found: characters", "caracteres"),
]


@pytest.mark.parametrize(("arguments", "english", "spanish"), SENTENCES, ids=[str(row[0][0]) for row in SENTENCES])
def test_a_command_speaks_the_language_and_answers_to_both_names(
    call: Call, place: Path, arguments: list[str], english: str, spanish: str
) -> None:
    own = [IN_SPANISH[arguments[0]], *arguments[1:]]
    said = call("--lang", "en", *arguments)
    (place / "salida.csv").unlink(missing_ok=True)
    dicho = call("--lang", "es", *own)
    assert (said.code, dicho.code) == (0, 0)
    assert english in said.out + said.err
    assert spanish in dicho.out + dicho.err
    assert english not in dicho.out + dicho.err


def test_agreement_is_a_table_for_people(call: Call, nowhere: Path) -> None:
    (nowhere / "codigos.csv").write_text(RATINGS, encoding="utf-8")
    said = call("acuerdo", "codigos.csv", "--level", "nominal")
    assert said.code == 0
    rows = {line.split()[0]: line.split()[1] for line in said.out.splitlines()[2:]}
    assert rows["percent"] == "0.583"
    assert rows["weighted_kappa"] == "–"


# What is missing is said in the language of whoever asks, though the report speaks another one


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["map", "--territory", "Red Nadie"], "There are: Red Cerro Azul, Red Río Hondo"),
        (["cloud", "--session", "9"], "Nobody says anything there"),
    ],
    ids=["map", "cloud"],
)
def test_mistakes_are_told_in_the_language_of_the_terminal(
    call: Call, place: Path, arguments: list[str], sentence: str
) -> None:
    said = call("--lang", "en", *arguments)
    assert (said.code, sentence in said.err) == (2, True)


def test_an_empty_project_has_nothing_to_report_in_any_language(call: Call, fresh: Path) -> None:
    assert "There is nothing to report yet" in call("--lang", "en", "report").err
    assert "There is nothing to report yet" not in call("--lang", "es", "report").err


# Exactly one JSON document on standard output


def _keys(*names: str) -> set[str]:
    return set(names)


JSON_FORMS: list[tuple[list[Any], set[str]]] = [
    (["status"], _keys("name", "counts", "notes", "next_step")),
    (["doctor"], _keys("what", "ok", "detail", "needed")),
    (["ingest", "../material"], _keys("path", "document", "kind", "turns", "segments", "words", "status", "reason")),
    (["read", VTT], _keys("kind", "format", "turns", "warnings")),
    (["pseudonymize", VTT], _keys("text", "entities")),
    (["locate", "--source", VTT, "--quote", "las horas no alcanzan"], _keys("id", "found", "start", "end")),
    (["code"], _keys("codebook", "coder", "segments", "coded_segments", "codings", "new")),
    (["search", "confianza"], _keys("document", "quote", "start", "end", "similarity", "territory", "session")),
    (["score"], _keys("judge", "rubric", "experiences", "criteria", "new", "kept", "states", "failed")),
    (["score", "--explain", "exp-1"], _keys("experience", "criterion", "level", "state", "evidence", "rationale", "judge")),
    (["score", "--dry-run", "--judge", "llm:openai:x"], _keys("calls", "input_tokens", "output_tokens", "cost", "first_prompt")),
    (["select"], _keys("id", "territory", "rank", "selected", "reason")),
    (["cloud"], _keys("png", "svg", "csv")),
    (["report", "--format", "html"], _keys("html")),
    (["codebook", "list"], _keys("name", "version", "title", "codes", "hash")),
    (["codebook", "show", "lar"], _keys("name", "codes")),
    (["rubric", "list"], _keys("name", "criteria")),
    (["rubric", "show", "experiencias_demostrativas"], _keys("name", "criteria")),
    (["agreement", "codigos.csv", "--level", "nominal"],
     _keys("n_units", "n_coders", "percent", "cohen_kappa", "weighted_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1", "ci")),
    (["audit", "--labels", "etiquetas.csv"], _keys("codes")),
    (["import", "etiquetas.csv"], _keys("rows", "new", "problems")),
]  # fmt: skip


def _labels(place: Path, call: Call) -> None:
    rows = call("export", "codings.jsonl")
    assert rows.code == 0
    codings = [json.loads(line) for line in (place / "codings.jsonl").read_text(encoding="utf-8").splitlines()]
    with (place / "etiquetas.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["document", "start", "end", "code", "coder"])
        writer.writerows([c["document"], c["segment_start"], c["segment_end"], c["code"], "ana"] for c in codings[:20])


@pytest.mark.parametrize("language", ["en", "es"])
def test_json_is_one_document_of_the_promised_form(call: Call, place: Path, language: str) -> None:
    (place / "codigos.csv").write_text(RATINGS, encoding="utf-8")
    _labels(place, call)
    wrong = []
    for arguments, keys in JSON_FORMS:
        said = call("--lang", language, *arguments, "--json")
        value = said.json
        row = value[0] if isinstance(value, list) else value
        if said.code != 0 or not keys <= set(row):
            wrong.append((arguments, said.code, keys - set(row)))
    assert wrong == []


def test_what_a_file_says(call: Call, place: Path) -> None:
    shown = call("leer", VTT, "--json").json
    assert (shown["kind"], len(shown["turns"])) == ("transcript", len(network.RIO_1))
    assert shown["turns"][1] == {
        "speaker": network.RIO_1[1][0],
        "start": 6.0,
        "end": 11.0,
        "text": network.RIO_1[1][1],
    }
    plain = call("read", VTT)
    assert plain.out.splitlines()[0] == ": ".join(network.RIO_1[0])


def test_a_word_file_has_no_times(call: Call, place: Path) -> None:
    turns = call("read", "../material/sesiones/red-cerro-azul/sesion-1_2025-04-11.docx", "--json").json["turns"]
    assert [turn["text"] for turn in turns] == [words for _speaker, words in network.CERRO_1]
    assert {(turn["start"], turn["end"]) for turn in turns} == {(None, None)}


LABELS = {
    *("PERSONA", "RUT", "TELEFONO", "CORREO", "ESTABLECIMIENTO", "DIRECCION", "COMUNA", "EDAD", "REDES", "URL", "ID", "FECHA")
}  # fmt: skip


@pytest.mark.parametrize("name", ["sesion-1_2025-04-10.vtt", "sesion-2_2025-05-15.txt", "sesion-2_2025-05-15_chat.txt"])
def test_entities_stand_at_their_offsets_in_the_text_as_read(call: Call, place: Path, name: str) -> None:
    file = VTT.with_name(name)
    shown = call("seudonimizar", file, "--json").json
    from qualkit.reading.transcripts import read_transcript

    text = read_transcript(file).text
    assert shown["entities"]
    assert {entity["label"] for entity in shown["entities"]} <= LABELS
    assert [text[e["start"] : e["end"]] for e in shown["entities"]] == [e["text"] for e in shown["entities"]]
    rebuilt, at = "", 0
    for entity in shown["entities"]:
        rebuilt += text[at : entity["start"]] + entity["pseudonym"]
        at = entity["end"]
    assert rebuilt + text[at:] == shown["text"]
    assert [secret for secret in network.SECRETS if secret in shown["text"]] == []


def test_the_gate_answers_row_by_row(call: Call, place: Path) -> None:
    quotes = [
        {"id": "a", "source": "sesion-1_2025-04-10.vtt", "quote": "No tenemos tiempo para planificar juntos"},
        {"id": 2, "source": "sesion-1_2025-04-10", "quote": "tenemos tiempo para planificar solos"},
    ]
    Path("citas.jsonl").write_text("".join(json.dumps(row) + "\n" for row in quotes), encoding="utf-8")
    said = call("ubicar", "--input", "citas.jsonl", "--sources", VTT.parent)
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 1
    assert [(row["id"], row["found"], row["end"] is None) for row in rows] == [("a", True, False), (2, False, True)]
    assert call("locate", "--input", "citas.jsonl", "--sources", VTT.parent, "--json").json == rows
    aside = call("locate", "--input", "citas.jsonl", "--sources", VTT.parent, "--output", "r.jsonl")
    assert (aside.code, aside.out) == (1, "")
    assert [json.loads(line) for line in Path("r.jsonl").read_text(encoding="utf-8").splitlines()] == rows


TEXT = (
    "Nosotros nos comprometemos a traer los datos de lectura. No tenemos tiempo para planificar juntos en la escuela."
)


def test_the_coding_filter_gives_each_row_codes_with_evidence_in_its_own_text(call: Call, nowhere: Path) -> None:
    rows = [{"id": 1, "text": TEXT}, {"id": "vacía", "text": ""}]
    Path("in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    said = call("code", "--input", "in.jsonl", "--output", "out.jsonl", "--json")
    assert (said.code, said.json) == (0, {"output": "out.jsonl", "rows": 2})
    first, second = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (first["id"], second["id"], second["codes"]) == (1, "vacía", [])
    assert first["codes"]
    for code in first["codes"]:
        evidence = code["evidence"]
        assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert 0 < code["confidence"] <= 1
    assert all(0 <= p <= 1 for p in first["scores"].values())


def test_under_keeps_to_one_family(call: Call, nowhere: Path) -> None:
    from qualkit.workflows.instruments import open_codebook

    book = open_codebook("rel")
    root = book.children(None)[0].id
    Path("in.jsonl").write_text(json.dumps({"id": 1, "text": TEXT}) + "\n", encoding="utf-8")
    assert (
        call("codificar", "--input", "in.jsonl", "--output", "o.jsonl", "--under", root, "--codebook", "rel").code == 0
    )
    row = json.loads(Path("o.jsonl").read_text(encoding="utf-8"))
    family = {code.id for code in book.family(root)}
    assert {code["code"] for code in row["codes"]} | set(row["scores"]) <= family


def test_the_scoring_filter_gives_one_row_per_criterion(call: Call, nowhere: Path) -> None:
    fields = {"resumen": network.FORMS[0][5], "necesidad": network.FORMS[0][6], "resultados": network.FORMS[0][11]}
    Path("in.jsonl").write_text(json.dumps({"id": "f1", "territory": None, "fields": fields}) + "\n", encoding="utf-8")
    said = call("puntuar", "--input", "in.jsonl", "--output", "out.jsonl", "--json")
    rows = [json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (said.code, said.json["rows"]) == (0, len(rows))
    assert sum(said.json["states"].values()) == len(rows) == 12
    for row in rows:
        assert set(row) == {"id", "criterion", "level", "state", "evidence", "rationale", "judge"}
        assert row["state"] in STATES
        assert (row["level"] in (1, 2, 3, 4)) == (row["state"] == "scored") == bool(row["evidence"])
        for evidence in row["evidence"]:
            assert fields[evidence["field"]][evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_shortlist_keeps_to_its_quotas_and_says_why(call: Call, place: Path) -> None:
    rows = call("select", "--top", "2", "--per-territory", "1", "--json").json
    chosen = [row["territory"] for row in rows if row["selected"]]
    assert sorted(chosen) == ["Red Cerro Azul", "Red Río Hondo"]
    assert sorted(row["rank"] for row in rows) == [1, 2, 3, 4]
    assert [row["selected"] for row in rows] == [True, True, False, False]
    assert all(row["reason"] for row in rows)


def test_review_keeps_each_decision_at_once(call: Call, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from qualkit.cli import cli

    said = CliRunner().invoke(cli, ["review", "--as", "ana", "--limit", "3"], input="a\nr\nq\n")
    assert said.exit_code == 0
    counts = call("status", "--json").json["counts"]
    assert counts["decisions"] == 2
    with network.Project.open(place) as project:
        assert [d.verdict for d in project._workspace.store.decisions()] == ["accepted", "rejected"]


def test_the_demo_says_where_the_reports_are(call: Call, nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way, with the invented network in place of the bundled corpus, which is walked in tests of its own."""
    (nowhere / "demo").mkdir()
    network.write_material(nowhere / "demo")
    (nowhere / "demo" / "etiquetas.csv").write_text("file,quote,code,coder,value\n", encoding="utf-8")
    for old, new in (("encuesta.xlsx", "encuesta_cierre.xlsx"),):
        (nowhere / "demo" / old).rename(nowhere / "demo" / new)
    monkeypatch.setattr("qualkit.resources.path", _elsewhere(nowhere / "demo"))
    said = call("demo", "prueba", "--json")
    assert said.code == 0
    value = said.json
    wanted = {"project", "reports", "documents", "segments", "codings", "experiences", "selected", "seconds"}
    assert wanted <= set(value)
    assert (value["documents"], value["experiences"], set(value["reports"])) == (5, 4, {"html", "docx", "pdf"})
    assert all((nowhere / file).stat().st_size > 1000 for file in value["reports"].values())
    again = call("demo", "prueba", "--json").json
    assert {**again, "seconds": 0} == {**value, "seconds": 0}


def _elsewhere(folder: Path) -> Any:
    from qualkit import resources

    original = resources.path

    def path(kind: str, name: str) -> Path:
        return folder if (kind, name) == ("corpora", "demo") else original(kind, name)

    return path
