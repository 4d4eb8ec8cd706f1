"""Exit codes: 0 done, 1 something did not hold, 2 what the user can mend, 3 provider, 4 project. Never a traceback."""

import os
from pathlib import Path

import pytest

from .conftest import Call

VTT = "../material/sesiones/red-rio-hondo/sesion-1_2025-04-10.vtt"
QUOTE = "las horas no alcanzan"


@pytest.fixture
def things(place: Path) -> Path:
    """Lay out files that nobody would hand in on purpose."""
    (place / "carpeta").mkdir()
    (place / "archivo").write_text("x", encoding="utf-8")
    (place / "vacío.txt").write_text("", encoding="utf-8")
    for name in ("ruido.vtt", "ruido.docx", "ruido.xlsx"):
        (place / name).write_bytes(b"\x00\x81\xfe" * 700)
    (place / "filas.jsonl").write_text('{"id": 1, "text": "una frase que dice algo"}\n', encoding="utf-8")
    (place / "sin_texto.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    (place / "texto_numero.jsonl").write_text('{"id": 1, "text": 5}\n', encoding="utf-8")
    (place / "lista.jsonl").write_text("[1]\n", encoding="utf-8")
    (place / "roto.jsonl").write_text("hola\n", encoding="utf-8")
    (place / "latin.jsonl").write_bytes('{"id": 1, "text": "ñ"}\n'.encode("latin-1"))
    (place / "medio.jsonl").write_text('{"id": 1, "text": "una frase \\ud800 rota"}\n', encoding="utf-8")
    (place / "fuera.jsonl").write_text(
        '{"id": 1, "source": "/etc/passwd", "quote": "una dos tres"}\n', encoding="utf-8"
    )
    (place / "nulo.jsonl").write_text('{"id": 1, "source": "a\\u0000b", "quote": "una dos tres"}\n', encoding="utf-8")
    (place / "nadie.jsonl").write_text('{"id": 1, "source": "", "quote": "una dos tres"}\n', encoding="utf-8")
    (place / "formas.jsonl").write_text(
        '{"id": 1, "fields": {"resumen": "Leemos juntos los lunes."}}\n', encoding="utf-8"
    )
    (place / "codigos.csv").write_text("unit,coder,value\n1,ana,x\n1,leo,x\n2,ana,y\n2,leo,x\n", encoding="utf-8")
    (place / "otra.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    return place


CASES = [
    # done
    (0, "status"),
    (0, "doctor"),
    (0, f"ingest {VTT}"),
    (0, f"locate --source {VTT} --quote '{QUOTE}'"),
    (0, "agreement codigos.csv --level nominal"),
    (0, "search zzzz"),
    (0, "export salida.xlsx --what scores"),
    (0, "codebook validate lar"),
    # done, but something asked for did not hold
    (1, "ingest ruido.vtt"),
    (1, "ingest ruido.docx"),
    (1, "ingest ruido.xlsx"),
    (1, "ingest vacío.txt"),
    (1, "ingest archivo"),
    (1, "ingest otra.csv"),
    (1, f"ingest ruido.vtt {VTT}"),
    (1, f"locate --source {VTT} --quote 'las horas alcanzan siempre'"),
    (1, f"locate --source {VTT} --quote ''"),
    # usage or input that the user can mend
    (2, "nada"),
    (2, "ingest"),
    (2, "ingest nada.vtt"),
    (2, f"ingest {VTT} --sesion 1"),
    (2, f"ingest {VTT} --date ayer"),
    (2, f"ingest {VTT} --kind foto"),
    (2, f"ingest {VTT} --manifest carpeta"),
    (2, f"ingest {VTT} --manifest otra.csv"),
    (2, "read nada.vtt"),
    (2, "read carpeta"),
    (2, "read vacío.txt"),
    (2, "pseudonymize ruido.docx"),
    (2, f"locate --source {VTT}"),
    (2, f"locate --source {VTT} --document x --quote '{QUOTE}'"),
    (2, f"locate --document x --quote '{QUOTE}'"),
    (2, "locate --input carpeta"),
    (2, "locate --input sin_texto.jsonl"),
    (2, "locate --input fuera.jsonl --sources ."),
    (2, "locate --input nulo.jsonl --sources ."),
    (2, "locate --input nadie.jsonl --sources ."),
    (2, "code --input filas.jsonl"),
    (2, "code --input nada.jsonl --output o.jsonl"),
    (2, "code --input carpeta --output o.jsonl"),
    (2, "code --input filas.jsonl --output carpeta"),
    (2, "code --input filas.jsonl --output nada/o.jsonl"),
    (2, "code --input filas.jsonl --output archivo/o.jsonl"),
    (2, "code --input sin_texto.jsonl --output o.jsonl"),
    (2, "code --input texto_numero.jsonl --output o.jsonl"),
    (2, "code --input lista.jsonl --output o.jsonl"),
    (2, "code --input roto.jsonl --output o.jsonl"),
    (2, "code --input latin.jsonl --output o.jsonl"),
    (2, "code --input medio.jsonl --output o.jsonl"),
    (2, "code --input filas.jsonl --output o.jsonl --coder nadie"),
    (2, "code --input filas.jsonl --output o.jsonl --codebook nada"),
    (2, "code --input filas.jsonl --output o.jsonl --under nada"),
    (2, "code --under lar"),
    (2, "search algo --top 0"),
    (2, "score --judge nadie"),
    (2, "score --judge llm"),
    (2, "score --explain nada"),
    (2, "score --dry-run"),
    (2, "score --max-cost 1 --judge llm:openai:m"),
    (2, "score --input formas.jsonl"),
    (2, "score --input sin_texto.jsonl --output o.jsonl"),
    (2, "score --input formas.jsonl --output o.jsonl --rubric nada"),
    (2, "select --top 0"),
    (2, "select --judge llm:openai:m"),
    (2, "agreement codigos.csv"),
    (2, "agreement carpeta --level nominal"),
    (2, "agreement otra.csv --level nominal"),
    (2, "agreement codigos.csv --level interval"),
    (2, "audit"),
    (2, "audit --labels otra.csv"),
    (2, "import nada.csv"),
    (2, "import otra.csv"),
    (2, "export salida.pdf"),
    (2, "export nada/salida.csv"),
    (2, "export carpeta --force"),
    (2, "export codigos.csv"),
    (2, "map --territory Nadie"),
    (2, "cloud --session 9"),
    (2, "codebook show nada"),
    (2, "codebook show lar nada"),
    (2, "rubric validate nada"),
    (2, "init ."),
    (2, "init archivo"),
    (2, "init archivo/dentro"),
    (2, "run"),
    (2, "review"),
    # a provider that is not configured
    (3, "score --judge llm:openai:m"),
    (3, "score --judge llm:nadie:m"),
    (3, "score --input formas.jsonl --output o.jsonl --judge llm:openai:m"),
    # project or storage
    (4, "--project carpeta status"),
    (4, "--project nada code"),
    (4, "--project archivo report"),
    (4, "demo ."),
    (4, "demo archivo"),
]


@pytest.mark.parametrize(("code", "line"), CASES, ids=[f"{code} {line.replace(VTT, 'VTT')}" for code, line in CASES])
def test_the_exit_code_says_what_happened(
    call: Call, things: Path, monkeypatch: pytest.MonkeyPatch, code: int, line: str
) -> None:
    import shlex

    for variable in list(os.environ):
        if variable.endswith("_API_KEY") or variable == "OPENAI_BASE_URL":
            monkeypatch.delenv(variable)
    said = call(*shlex.split(line))
    assert said.code == code
    assert "Traceback" not in said.err
    if code in (2, 4):
        assert said.out == ""
        assert "Error: " in said.err
    if code == 3:
        assert "OPENAI_API_KEY" in said.err or "nadie" in said.err
    assert not list(things.glob("*.part"))


def test_without_a_project_the_commands_that_need_one_say_how_to_start(call: Call, nowhere: Path) -> None:
    needing = ["status", "ingest .", "code", "search x", "score", "select", "map", "cloud", "report", "audit", "run"]
    assert {line: call(*line.split()).code for line in needing} == dict.fromkeys(needing, 4)
    assert "qualkit init" in call("status").err


def test_a_project_file_with_a_mistake_is_named(call: Call, fresh: Path) -> None:
    (fresh / "qualkit.toml").write_text("[project]\nnombre = 'x'\n", encoding="utf-8")
    said = call("status")
    assert (said.code, "project.nombre" in said.err) == (4, True)


def test_a_record_that_is_no_database_is_said(call: Call, fresh: Path) -> None:
    for file in (fresh / ".qualkit").iterdir():
        file.unlink()
    (fresh / ".qualkit" / "qualkit.sqlite").write_bytes(b"esto no es una base de datos, para nada " * 200)
    said = call("status")
    assert (said.code, "Traceback" in said.err) == (4, False)


def test_a_key_that_is_gone_stops_the_reading_before_a_pseudonym_is_given_twice(call: Call, place: Path) -> None:
    (place / ".qualkit" / "seudonimos.sqlite").unlink()
    (place / "nueva.txt").write_text("Ana: Hoy contamos lo que hicimos este año.\n", encoding="utf-8")
    assert call("ingest", "nueva.txt").code == 4


def test_a_key_that_is_damaged_is_said(call: Call, place: Path) -> None:
    (place / ".qualkit" / "seudonimos.sqlite").write_text("{", encoding="utf-8")
    assert call("ingest", "../material").code == 4


def test_why_a_provider_failed_is_said(call: Call, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    said = call("score", "--judge", "llm:openai:m")
    assert (said.code, said.err.count("OPENAI_API_KEY")) == (3, 1)


def test_starting_a_project_leaves_what_was_there(call: Call, nowhere: Path) -> None:
    (nowhere / "red").mkdir()
    (nowhere / "red" / ".gitignore").write_text("notas.txt", encoding="utf-8")
    assert call("iniciar", "red", "--name", 'Red "La Ñ" {x}').code == 0
    assert (nowhere / "red" / ".gitignore").read_text(encoding="utf-8") == "notas.txt\n.qualkit/\n"
    assert call("--project", "red", "status", "--json").json["name"] == 'Red "La Ñ" {x}'
