from pathlib import Path

import pytest
import yaml

from qualkit import resources
from qualkit.coding.codebooks import available, load_codebook, references, validate
from qualkit.errors import InputError

SHIPPED = {"lar": 47, "rel": 106, "mejora": 32, "tetraedro": 16, "etapas": 29}


def written(folder: Path, codes: list[dict], name="libro", **head) -> Path:
    path = folder / f"{name}.v1.yaml"
    content = {"codebook": name, "version": "v1", "title": "Libro", "codes": codes, **head}
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return path


def code(code_id, **fields):
    return {"id": code_id, "name": code_id, **fields}


@pytest.mark.parametrize(("name", "size"), SHIPPED.items())
def test_the_shipped_codebooks_are_whole_and_clean(name, size):
    path = resources.path("codebooks", f"{name}.v1.yaml")
    assert validate(path) == []
    book = load_codebook(path)
    assert (book.name, book.version, len(book.codes)) == (name, "v1", size)
    assert all(c.definition and c.indicators and c.phrases and c.source for c in book.codes)
    assert book.sources


def test_every_shipped_book_is_available():
    assert set(available(resources.folder("codebooks"))) >= {f"{name}.v1" for name in SHIPPED}


def test_a_book_keeps_what_its_file_says(tmp_path):
    path = written(tmp_path, [code("a", definition="Qué es", phrases=["tal cual"]), code("b", parent="a", ordinal=1)])
    book = load_codebook(path)
    assert book.by_id["a"].phrases == ("tal cual",)
    assert book.children("a")[0].ordinal == 1


def test_phrases_are_part_of_the_hash(tmp_path):
    one = load_codebook(written(tmp_path, [code("a", phrases=["una"])])).hash
    assert load_codebook(written(tmp_path, [code("a", phrases=["otra"])])).hash != one


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        ([code("a"), code("a")], "defined 2 times"),
        ([code("a", parent="z")], "parent “z” of “a” does not exist"),
        ([code("a", parent="b"), code("b", parent="a")], "its own ancestor"),
        ([code("A b")], "cannot be the id"),
    ],
    ids=["duplicate", "unknown parent", "circle", "bad id"],
)
def test_a_book_that_does_not_hold_together_is_refused(tmp_path, codes, problem):
    path = written(tmp_path, codes)
    assert any(problem in line for line in validate(path))
    with pytest.raises(InputError, match="does not hold together"):
        load_codebook(path)


@pytest.mark.parametrize(
    ("codes", "problem"),
    [
        ([code("a", level=1), code("b", parent="a", level=3)], "says level 3 and stands at level 2"),
        ([code("a", exclude=["Trámite → nadie_sabe"])], "sends to “nadie_sabe”"),
        ([code("a", exclude=["Meta → otro:meta"])], "sends to “otro:meta”"),
        ([code("a", ordinal=1), code("b", ordinal=3)], "are not 1 to 2: 1, 3"),
        ([code("a", indicators=["Qué bueno"]), code("b", indicators=["que  BUENO"])], "in “a” and in “b”"),
        ([code("a", indicators=["Ya", "Ya"])], "in “a” and in “a”"),
    ],
    ids=["level", "reference", "reference to another book", "ordinals", "indicator twice", "indicator twice in one"],
)
def test_validation_finds_what_loading_lets_pass(tmp_path, codes, problem):
    path = written(tmp_path, codes)
    load_codebook(path)
    assert any(problem in line for line in validate(path))


def test_a_reference_to_a_book_beside_it_holds(tmp_path):
    written(tmp_path, [code("meta")], name="otro")
    assert validate(written(tmp_path, [code("a", exclude=["Meta → otro:meta"])])) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Trámite", []),
        ("Trámite → uno", ["uno"]),
        ("Posterior → nf_uno o nf_dos", ["nf_uno", "nf_dos"]),
        ("Red → comunidades_red (pueden coexistir)", ["comunidades_red"]),
        ("Meta de una red → lar:proposito_nuclear", ["lar:proposito_nuclear"]),
        ("Menores → capital_decisional si muestran autonomía", ["capital_decisional"]),
    ],
)
def test_references(line, expected):
    assert references(line) == expected


@pytest.mark.parametrize(
    "content",
    ["codes: [", "just text", "codebook: x\nversion: v1\ntitle: t\ncodes: []", "codebook: x\nunknown: 1"],
    ids=["broken yaml", "no mapping", "no codes", "unknown field"],
)
def test_a_file_of_another_form_is_named_as_such(tmp_path, content):
    path = tmp_path / "x.v1.yaml"
    path.write_text(content, encoding="utf-8")
    assert validate(path)
    with pytest.raises(InputError, match="is not a codebook"):
        load_codebook(path)


def test_a_file_that_is_not_there_is_said_to_be_unreadable(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        load_codebook(tmp_path / "nada.yaml")
