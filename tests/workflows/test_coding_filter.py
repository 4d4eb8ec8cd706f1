"""The filter that codes JSON lines keeps what a text says is not there apart from what it says is there."""

from qualkit.workflows.coding import code_rows


def test_what_is_denied_stands_apart() -> None:
    text = "No tenemos tiempo para planificar juntos en la escuela. Nosotros nos comprometemos a traer los datos de lectura."
    (row,) = code_rows(iter([(1, {"id": 1, "text": text})]))
    assert row["codes"]
    assert {code["polarity"] for code in row["codes"]} == {"present"}
    assert {code["polarity"] for code in row["negated"]} <= {"negated"}
    assert {code["code"] for code in (*row["codes"], *row["negated"])} <= set(row["scores"])


def test_a_denied_code_is_not_lost() -> None:
    texts = (
        "Nunca observamos clases entre docentes.",
        "No hay confianza entre nosotros.",
        "Este año no tuvimos metas comunes.",
    )
    rows = list(code_rows(iter([(i, {"id": i, "text": text}) for i, text in enumerate(texts)])))
    assert any(row["negated"] for row in rows)
    for row in rows:
        for code in row["negated"]:
            place = code["evidence"]
            assert texts[row["id"]][place["start"] : place["end"]] == place["quote"]
