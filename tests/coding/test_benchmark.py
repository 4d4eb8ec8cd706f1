"""The benchmark is a command that people will quote: family rule, intervals and file, tested on invented gold."""

import importlib.util
import json
from pathlib import Path

import pytest

from qualkit import resources
from qualkit.coding.codebooks import load_codebook

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "../shared/data/gold/dev.jsonl"


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("benchmark_coding", ROOT / "benchmarks/coding.py")
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def gold(tmp_path):
    rows = [
        ("a", "analysis", "Antes de partir buscamos las causas del problema con las familias.", ["problema_usuarios"]),
        ("b", "analysis", "Llevamos un indicador semanal para saber si avanzamos.", ["medir_para_mejorar"]),
        ("c", "definition", "Ciclo para probar y ajustar cambios.", ["ciclo_phea"]),
    ]
    path = tmp_path / "gold.jsonl"
    keys = ("id", "kind", "text", "codes")
    lines = [
        json.dumps({**dict(zip(keys, row, strict=True)), "framework": "mejora", "section": f"s{i}"})
        for i, row in enumerate(rows)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("book", "code", "candidates"),
    [
        ("mejora", "medir_para_mejorar", 6),
        ("mejora", "beneficio", 2),
        ("rel", "nf_encuentros_presenciales", 16),
        ("rel", "encuentro_presencial_valorado", 5),
        ("lar", "proposito_nuclear", 5),
    ],
    ids=["principles", "pair", "leaves across branches", "root alone: its section", "head with its leaves"],
)
def test_the_family_rule(benchmark, book, code, candidates):
    found = benchmark.candidates_for(load_codebook(resources.newest("codebooks", book)), code)
    assert code in found
    assert len(found) == candidates


def test_the_interval_resamples_sections(benchmark):
    alike = benchmark.interval([True] * 5 + [False] * 5, ["a"] * 5 + ["b"] * 5)
    assert alike == (0.0, 1.0)
    assert benchmark.interval([True, True], ["a", "b"]) == (1.0, 1.0)


def test_the_table_replaces_what_stood_between_its_marks(benchmark, gold, tmp_path, capsys):
    page = tmp_path / "docs" / "benchmarks.md"
    page.parent.mkdir()
    page.write_text("# Mine\n\n<!-- coding:start -->STALE<!-- coding:end -->\n\nMore.\n", encoding="utf-8")
    assert benchmark.main(["--gold", str(gold), "--write", str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Mine")
    assert text.endswith("More.\n")
    assert "STALE" not in text
    assert "| analysis | 2 | 2 | 6–6 | combined | 1.00 [1.00–1.00] | 1.00 [1.00–1.00] |" in text
    assert "| definition (smoke test) | 1 |" in capsys.readouterr().out


def test_a_page_that_is_not_there_is_begun(benchmark, tmp_path):
    page = tmp_path / "new.md"
    benchmark.write_block(page, "coding", "x")
    assert page.read_text(encoding="utf-8") == "# Benchmarks\n\n<!-- coding:start -->\nx\n<!-- coding:end -->\n"


@pytest.mark.shared
@pytest.mark.skipif(not GOLD.exists(), reason="the gold beside the checkout is not here")
def test_the_default_coder_beats_the_nearest_definition_over_all_kinds(benchmark):
    books = {name: load_codebook(resources.newest("codebooks", name)) for name in ("lar", "rel", "mejora", "etapas")}
    items = [item for item in benchmark.read_items(GOLD, books) if item.kind not in benchmark.SMOKE_KINDS]
    scores = {
        name: benchmark.hits(items, books, benchmark.METHODS[name]) for name in ("nearest definition", "combined")
    }
    first = {name: sum(pair[0] for pair in found) for name, found in scores.items()}
    assert first["combined"] > first["nearest definition"]
