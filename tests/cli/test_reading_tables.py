"""``qualkit read``, ``ingest`` and ``export`` on forms, lists and registers."""

import pytest

ACTORS = "Actor;Poder;Interés;Apodo\nClub;3;4;el de siempre\nJunta;1;2;\n"


@pytest.fixture
def actors(tmp_path):
    (tmp_path / "a.csv").write_text(ACTORS, encoding="utf-8")
    return tmp_path / "a.csv"


def test_a_table_shows_its_columns_and_rows_before_it_is_ingested(call, actors, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = call("--lang", "en", "read", actors)
    assert shown.code == 0
    assert "Apodo    its own heading" in shown.out
    assert "actor: Club" in shown.out
    assert "Apodo: el de siempre" in shown.out


def test_the_json_of_a_table_has_columns_and_rows(call, actors, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shown = call("read", actors, "--json").json
    assert (shown["kind"], shown["format"], shown["turns"]) == ("actors", "csv", [])
    assert shown["columns"] == {"Actor": "actor", "Poder": "power", "Interés": "interest", "Apodo": None}
    assert [row["power"] for row in shown["rows"]] == [3, 1]


def test_a_long_table_is_shown_in_part(call, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("Actor;Poder;Interés\n" + "Club;1;2\n" * 15, encoding="utf-8")
    assert "5 more" in call("--lang", "en", "read", "a.csv").out


def test_ingesting_tells_what_each_column_was_taken_for(call, fresh, actors):
    told = call("--lang", "en", "ingest", actors)
    assert told.code == 0
    assert "Actor → actor · Poder → power · Interés → interest · Apodo → its own heading" in told.err
    [mapping] = (fresh / "columnas").iterdir()
    assert f"columnas/{mapping.name}" in told.err


def test_the_json_of_ingesting_has_the_columns(call, fresh, actors):
    [row] = call("ingest", actors, "--json").json
    assert (row["columns"]["Apodo"], row["rows"]) == (None, 2)


def test_a_kind_that_is_said_goes_before_what_is_seen(call, actors, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = call("--lang", "en", "read", actors, "--kind", "cycles")
    assert refused.code == 2
    assert "lacks the columns of ciclo" in refused.err


def test_registers_are_exported(call, fresh, actors):
    call("ingest", actors)
    assert call("export", "t.jsonl", "--what", "actors").code == 0
    assert (fresh / "t.jsonl").read_text(encoding="utf-8").count("\n") == 2
    assert call("export", "u.csv", "--what", "cycles").code == 2


def test_a_kind_may_be_said_in_spanish(call, fresh, actors):
    assert call("--lang", "en", "ingest", actors, "--kind", "actores").code == 0
    refused = call("--lang", "en", "ingest", actors, "--kind", "cosas")
    assert refused.code == 2
    assert "'actors'" in refused.err


def test_an_empty_folder_is_told(call, fresh, tmp_path):
    (tmp_path / "nothing").mkdir()
    assert "no file in that folder" in call("--lang", "en", "ingest", tmp_path / "nothing").err


def test_a_list_that_lacks_a_column_can_be_mended_and_given_again(call, fresh, tmp_path):
    file = tmp_path / "came.csv"
    file.write_text("Nombre;Escuela;Asistió;Cuándo\nAna Pino;Liceo Mirador;Sí;12-04-2025\n", encoding="utf-8")
    refused = [call("--lang", "en", "ingest", file, "--kind", "asistencia") for _ in range(2)]
    assert all("say in columnas/" in said.err for said in refused)
    (mapping,) = fresh.glob("columnas/asistencia-*.toml")
    said = mapping.read_text(encoding="utf-8")
    assert '"Escuela" = "school"' in said
    mapping.write_text(said.replace('"Cuándo" = ""', '"Cuándo" = "date"'), encoding="utf-8")
    assert call("--lang", "en", "ingest", file, "--kind", "asistencia").code == 0


def test_members_need_no_cohort_where_somebody_says_what_they_are(call, fresh, tmp_path):
    file = tmp_path / "m.csv"
    file.write_text("Establecimiento;Territorio\nLiceo Mirador;Red Sur\n", encoding="utf-8")
    assert call("--lang", "en", "ingest", file, "--kind", "miembros").code == 0
