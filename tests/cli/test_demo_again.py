"""The demo twice in one folder: the second report is the first one, but for dates and ids of runs."""

import re
from pathlib import Path

import pytest

from ..workflows import network
from .conftest import Call
from .test_commands import _elsewhere


def _same_but_for_dates(html: str) -> str:
    without_runs = re.sub(r"\d{8}T\d{6}-[0-9a-f]{6}", "RUN", html)
    return re.sub(r"20\d\d-\d\d-\d\d(T\d\d:\d\d:\d\d\+00:00)?", "DATE", without_runs)


def test_the_demo_twice_gives_the_same_report(call: Call, nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = nowhere / "corpus"
    corpus.mkdir()
    network.write_material(corpus)
    (corpus / "encuesta.xlsx").rename(corpus / "encuesta_cierre.xlsx")
    said = network.RIO_2[1][1]
    [spoken] = [file for file in corpus.rglob("sesion-2*.txt") if "chat" not in file.name and "rio" in str(file)]
    (corpus / "etiquetas.csv").write_text(
        f'file,quote,code,coder,value\n{spoken.name},"{said}",rel.ciclo,ana,1\n', encoding="utf-8"
    )
    monkeypatch.setattr("qualkit.resources.path", _elsewhere(corpus))
    pages = []
    for _time in range(2):
        assert call("demo", "prueba", "--json").code == 0
        assert call("--project", "prueba", "status", "--json").json["counts"]["labels"] == 1
        pages.append((nowhere / "prueba" / "informes" / "informe.html").read_text(encoding="utf-8"))
    first, second = map(_same_but_for_dates, pages)
    assert ">import<" in first
    assert first == second
