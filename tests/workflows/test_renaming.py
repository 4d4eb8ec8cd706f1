"""A name is hidden or comes back in a project that is coded: codings stay, the key agrees, nothing is left behind."""

import json
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.errors import InputError, ProjectError
from qualkit.evidence import Source
from qualkit.model import Score
from qualkit.project import Project
from qualkit.workflows.keys import holding_key, load_key, load_mentions
from qualkit.workflows.reviewing import decide, standing

TALK = """Paola: Nosotros nos comprometemos a traer la lista de lectura el jueves con la gente de Kurüf, quedamos en eso todas.
Hernán: No alcanzamos a juntarnos con KURUF porque no hay tiempo en el horario, la carga es mucha y nadie llega.
Paola: Los niños eligieron los cuentos y ahora kurüf les lee a los más chicos en la biblioteca cada viernes.
"""
NAME = "Kurüf"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "sesion.txt").write_text(TALK, encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([tmp_path / "sesion.txt"], territory="Red Costa", session=1)
    project.code()
    return project


def _raw(project: Project) -> str:
    files = [f for f in (project.folder / ".qualkit").rglob("*") if f.is_file() and not f.name.startswith("seudonimos")]
    return "".join(f.read_bytes().decode("utf-8", "ignore") for f in files).casefold()


def _key(project: Project) -> Path:
    return project._workspace.key_file


def _check_quotes(project: Project) -> None:
    texts = {document.id: document for document in project.documents}
    for coding in project.codings:
        document = texts[coding.document]
        assert coding.evidence.quote == coding.evidence.span.of(document.text)
        assert Source(document.text, document.speech_spans).locate(coding.evidence.quote) is not None


def test_a_name_goes_everywhere_and_every_coding_stays(project: Project) -> None:
    before = {c.id: (c.code, c.coder) for c in project.codings}
    decide(project._workspace, project.codings[0], "accepted", by="human:ana", why="como dijo Kurüf")
    done = project.add_name(NAME)
    assert done.documents == {project.documents[0].id: 3}
    assert done.pseudonyms == ("Persona 3",)
    assert project.documents[0].text.count("Persona 3") == 3
    _check_offsets(project)
    assert {c.id: (c.code, c.coder) for c in project.codings} == before
    _check_quotes(project)
    assert standing(project._workspace)[project.codings[0].id] == "accepted"
    assert project._workspace.store.decisions()[0].why == "como dijo Persona 3"


def test_no_byte_of_the_record_holds_the_name_afterwards(project: Project) -> None:
    project.search("cuentos")
    assert "kurüf" in _raw(project)
    project.add_name(NAME)
    assert "kurüf" not in _raw(project)
    assert "kuruf" not in _raw(project)


def test_reports_that_were_written_before_are_named(project: Project) -> None:
    report = project.report(formats=("html",))["html"]
    done = project.add_name(NAME)
    assert str(report.relative_to(project.folder)) in done.outputs
    assert "qualkit report" in project.status().next_step
    project.report(formats=("html",))
    assert project.add_name("Nadie Nunca").outputs == ()


def test_nothing_is_left_in_a_record_that_was_written_without_care(project: Project) -> None:
    """An earlier qualkit left what it took out in free pages."""
    file = project.folder / ".qualkit" / "qualkit.sqlite"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE old (words TEXT)")
    connection.executemany("INSERT INTO old VALUES (?)", [(f"dijo Kurüf {i} " * 40,) for i in range(200)])
    connection.commit()
    connection.execute("DROP TABLE old")
    connection.commit()
    connection.close()
    project.add_name(NAME)
    assert "kurüf" not in _raw(project)


def test_undo_puts_back_what_stood_there_letter_by_letter(project: Project) -> None:
    text, codings = project.documents[0].text, project.codings
    project.add_name(NAME)
    project.undo_name(NAME)
    assert project.documents[0].text == text
    assert project.codings == codings
    _check_offsets(project)


def test_undo_answers_to_the_pseudonym_too(project: Project) -> None:
    text = project.documents[0].text
    project.add_name(NAME)
    project.undo_name("Persona 3")
    assert project.documents[0].text == text


def test_undo_of_what_reading_hid_brings_labels_and_turns_back(project: Project) -> None:
    done = project.undo_name("Hernán")
    document = project.documents[0]
    assert document.turns[1].speaker == "Hernán"
    assert "\nHernán: No alcanzamos" in document.text
    assert document.text_of(document.turns[1]).startswith("No alcanzamos")
    assert done.pseudonyms == ("Persona 2",)
    _check_quotes(project)


def test_a_label_of_a_person_and_a_school_comes_back_as_it_was_written(tmp_path: Path) -> None:
    lines = ["Esc. Los Boldos - Iris: Hola a todas.", "Leo: Buenas tardes.", "Esc. Los Boldos - Iris: Ya, gracias."]
    text = "\n".join(lines) + "\n"
    (tmp_path / "uno.txt").write_text(text, encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([tmp_path / "uno.txt"])
    assert project.documents[0].text.startswith("Escuela 1 - Persona 1: ")
    project.undo_name("Iris")
    assert project.documents[0].text.startswith("Escuela 1 - Iris: ")
    assert project.documents[0].turns[0].speaker == "Escuela 1 - Iris"
    project.undo_name("Escuela 1")
    project.undo_name("Leo")
    assert project.documents[0].text == text
    _check_offsets(project)


def _check_offsets(project: Project) -> None:
    """What the record says of the way from the file to the frozen text holds for every letter outside it."""
    record = project._workspace.store.files()[0]
    source = Path(record["path"]).read_text(encoding="utf-8")
    frozen, pieces, at = project.documents[0].text, [], 0
    for start, end, new_start, new_end in record["offsets"]:
        pieces += [source[at:start], frozen[new_start:new_end]]
        at = end
    assert "".join([*pieces, source[at:]]) == frozen


def test_what_was_put_back_is_not_hidden_in_the_next_file(project: Project, tmp_path: Path) -> None:
    project.add_name(NAME)
    project.undo_name(NAME)
    project.undo_name("Hernán")
    (tmp_path / "dos.txt").write_text("Paola: Hoy vino Hernán y lo vimos con la gente de Kurüf.\n", encoding="utf-8")
    project.ingest([tmp_path / "dos.txt"], session=2)
    assert "Hoy vino Hernán y lo vimos con la gente de Kurüf." in project.documents[1].text


def test_what_was_hidden_is_hidden_in_the_next_file_under_the_same_pseudonym(project: Project, tmp_path: Path) -> None:
    project.add_name(NAME)
    (tmp_path / "dos.txt").write_text("Paola: Lo vimos con la gente de Kurüf ayer.\n", encoding="utf-8")
    project.ingest([tmp_path / "dos.txt"], session=2)
    assert "Lo vimos con la gente de Persona 3 ayer." in project.documents[1].text


def test_a_pseudonym_that_was_taken_back_is_nobody_elses(project: Project) -> None:
    project.add_name(NAME)
    project.undo_name(NAME)
    assert project.add_name("viernes").pseudonyms == ("Persona 4",)


@pytest.mark.parametrize("name", ["Paola Soto", "paola"], ids=["longer", "same"])
def test_a_person_of_the_key_keeps_the_pseudonym(project: Project, tmp_path: Path, name: str) -> None:
    assert project.add_name(name, dry_run=True).pseudonyms == ("Persona 1",)


def test_a_school_and_an_address_get_the_pseudonyms_of_their_kind(project: Project) -> None:
    assert project.add_name("biblioteca", label="ESTABLECIMIENTO").pseudonyms == ("Escuela 1",)
    assert project.add_name("el jueves", label="FECHA").pseudonyms == ("[fecha]",)
    assert "lista de lectura [fecha] con" in project.documents[0].text
    project.undo_name("el jueves")
    assert "lista de lectura el jueves con" in project.documents[0].text


def test_a_dry_run_shows_where_and_changes_nothing(project: Project) -> None:
    before, key = _dump(project), load_key(_key(project)).to_dict()
    done = project.add_name(NAME, dry_run=True)
    assert [hit.words for hit in done.hits] == ["Kurüf", "KURUF", "kurüf"]
    assert done.hits[0].before.endswith("la gente de ")
    assert done.hits[0].becomes == "Persona 3"
    assert _dump(project) == before
    assert load_key(_key(project)).to_dict() == key


def _dump(project: Project) -> list[str]:
    connection = sqlite3.connect(project.folder / ".qualkit" / "qualkit.sqlite")
    lines = list(connection.iterdump())
    connection.close()
    return lines


def test_a_name_that_is_nowhere_is_still_hidden_from_now_on(project: Project, tmp_path: Path) -> None:
    assert project.add_name("Zumelzu").places == 0
    (tmp_path / "dos.txt").write_text("Paola: Lo vimos con zumelzu ayer en la tarde.\n", encoding="utf-8")
    project.ingest([tmp_path / "dos.txt"], session=2)
    assert "zumelzu" not in project.documents[1].text


def test_the_name_of_a_territory_stays(project: Project) -> None:
    territory = "Territorio de prueba"
    settings = project.folder / "qualkit.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[territories]", f'[territories]\n"{territory}" = []'),
        encoding="utf-8",
    )
    with Project.open(project.folder) as again, pytest.raises(InputError, match="territory"):
        again.add_name(territory)


@pytest.mark.parametrize("name", ["Nadie Nunca", "Persona 9", "[rut]"])
def test_what_is_hidden_nowhere_cannot_be_put_back(project: Project, name: str) -> None:
    before = _dump(project)
    with pytest.raises(InputError):
        project.undo_name(name)
    assert _dump(project) == before


def test_a_quote_that_would_be_too_short_takes_in_the_words_beside_it(tmp_path: Path) -> None:
    text = "Ana: Lo trajo dulce membrillo maduro ayer en la tarde.\n"
    project, coding = _with_coding(tmp_path, text, "dulce membrillo maduro")
    done = project.add_name("dulce membrillo maduro")
    assert done.widened == 1
    now = project._workspace.store.codings(document=project.documents[0].id)[0]
    assert now.id == coding
    assert "Persona" in now.evidence.quote
    assert now.evidence.quote.split()[-1] == "ayer"
    assert now.evidence.span.of(project.documents[0].text) == now.evidence.quote


def test_a_coding_that_has_no_words_left_is_listed_and_kept(tmp_path: Path) -> None:
    project, coding = _with_coding(
        tmp_path,
        "Ana: dulce membrillo maduro.\nBea: Sí.\nAna: Ya, entonces quedamos en eso.\nBea: Muchas gracias.\n",
        "dulce membrillo maduro",
    )
    done = project.add_name("dulce membrillo maduro")
    assert [orphan.coding for orphan in done.orphaned] == [coding]
    store = project._workspace.store
    assert store.codings(document=project.documents[0].id) == []
    assert [c.id for c in store.codings(document=project.documents[0].id, orphaned=True)] == [coding]
    assert "membrillo" not in _raw(project)


def _with_coding(tmp_path: Path, text: str, quote: str) -> tuple[Project, int]:
    from qualkit.model import Coding, Evidence, Span

    (tmp_path / "uno.txt").write_text(text, encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([tmp_path / "uno.txt"])
    document = project.documents[0]
    at = document.text.index(quote)
    segment = next(s for s in project._workspace.store.segments(document.id) if s.span.holds(Span(at, at + len(quote))))
    evidence = Evidence.at(Span(at, at + len(quote)), document.text)
    coding = Coding(document.id, segment.span, "c", "libro@1", "human:ana", 1.0, evidence)
    with project._workspace.run("test", {}) as made:
        project._workspace.store.add_codings(document.id, "libro@1", "human:ana", [coding], made.id)
    found = project._workspace.store.codings(document=document.id)
    assert len(found) == 1
    return project, found[0].id or 0


def test_scores_of_a_form_follow_its_new_text(finished: Project) -> None:
    experience = next(
        x for x in finished.experiences if any(s.evidence for s in finished.scores if s.experience == x.id)
    )
    score = next(s for s in finished.scores if s.experience == experience.id and s.evidence)
    word = max(score.evidence[0].quote.split(), key=len).strip(".,;")
    before = [_of(s) for s in finished.scores]
    finished.add_name(word)
    assert [_of(s) for s in finished.scores] == before
    texts = {x.id: x.fields for x in finished.experiences}
    assert word not in json.dumps([dict(fields) for fields in texts.values()], ensure_ascii=False)
    for score in finished.scores:
        for item in score.evidence:
            assert item.quote == item.span.of(texts[score.experience][item.field or ""])
    finished.undo_name(word)
    assert [_of(s) for s in finished.scores] == before
    assert any(word in text for text in texts[experience.id].values()) is False


def _of(score: Score) -> tuple[object, ...]:
    return score.experience, score.criterion, score.level, score.state, score.judge


def test_everything_comes_back_as_it_was_after_a_name_and_its_undo(finished: Project) -> None:
    finished.search("lectura")
    words = ("lectura", "confianza", "tiempo", "planificación")
    before = _values(finished)
    for word in words:
        done = finished.add_name(word)
        assert done.places > 0
        finished.undo_name(word)
    assert _values(finished) == before


def _values(project: Project) -> dict[str, object]:
    store = project._workspace.store
    return {
        "documents": project.documents,
        "codings": project.codings,
        "labels": store.labels(),
        "experiences": project.experiences,
        "scores": project.scores,
        "surveys": store.surveys(),
        "attendance": store.attendance(),
        "selection": store.selection(),
        "offsets": [file.get("offsets") for file in store.files()],
    }


def test_answers_of_models_that_hold_the_name_are_dropped(project: Project) -> None:
    store = project._workspace.store
    for key, words in (("a", "según Kurüf"), ("b", "según nadie")):
        store.add_reply(key, model="m", request={"messages": [words]}, reply={"text": "x"}, at="hoy")
    assert project.add_name(NAME).replies == 1
    assert store.reply("a") is None
    assert store.reply("b") == {"text": "x"}


def test_former_versions_of_a_file_lose_the_name_too(project: Project, tmp_path: Path) -> None:
    (tmp_path / "sesion.txt").write_text(TALK.replace("el jueves", "el martes"), encoding="utf-8")
    project.ingest([tmp_path / "sesion.txt"], territory="Red Costa", session=1)
    assert len(project.add_name(NAME).documents) == 2
    assert "kurüf" not in _raw(project)


def test_a_search_after_it_finds_the_new_words(project: Project) -> None:
    project.search("cuentos")
    project.add_name(NAME)
    assert any("Persona 3" in hit.quote for hit in project.search("Persona 3 cuentos"))


def test_what_an_earlier_qualkit_hid_is_put_back_from_the_file(project: Project) -> None:
    _forget_mentions(project)
    text = project.documents[0].text
    project.undo_name("Hernán")
    assert "\nHernán: " in project.documents[0].text
    assert project.documents[0].text.count("Persona 1") == text.count("Persona 1")


def test_where_that_file_is_gone_it_is_said(project: Project, tmp_path: Path) -> None:
    _forget_mentions(project)
    (tmp_path / "sesion.txt").unlink()
    done = project.undo_name("Hernán")
    assert (done.places, done.untouched) == (0, (project.documents[0].id,))
    assert "Persona 2" in project.documents[0].text


def _forget_mentions(project: Project) -> None:
    with sqlite3.connect(_key(project)) as connection:
        connection.execute("DELETE FROM mentions")
    connection.close()


def test_one_process_at_a_time_changes_names(project: Project) -> None:
    with holding_key(_key(project)), pytest.raises(ProjectError, match="Another qualkit"):
        project.add_name(NAME)


# Kills

SLOW = """
import os, signal, sys
from pathlib import Path
from qualkit.project import Project
from qualkit.workflows import renaming, rewriting
from qualkit.storage import key, store, rewriting as doors

def die(*_arguments, **_more):
    os.kill(os.getpid(), signal.SIGKILL)

moment, folder, action, name = sys.argv[1:]
where = {
    "rewriting": (doors.Rewriter, "replies"),
    "before the intent": (key.KeyFile, "intend"),
    "before the record": (store.Store, "finish_run"),
    "before the key": (key.KeyFile, "settle"),
    "before the rest": (store.Store, "compact"),
}[moment]
setattr(*where, die)
project = Project.open(folder)
getattr(project, action)(name)
"""
MOMENTS = {
    "rewriting": False,
    "before the intent": False,
    "before the record": False,
    "before the key": True,
    "before the rest": True,
}


@pytest.mark.parametrize("action", ["add_name", "undo_name"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_leaves_the_old_state_or_the_new(project: Project, moment: str, action: str) -> None:
    if action == "undo_name":
        project.add_name(NAME)
    old = _state(project)
    getattr(project, action)(NAME, dry_run=True)
    project.close()
    killed = subprocess.run([sys.executable, "-c", SLOW, moment, str(project.folder), action, NAME], check=False)
    assert killed.returncode == -signal.SIGKILL
    with Project.open(project.folder) as again:
        state = _state(again)
        assert (state == old) is not MOMENTS[moment]
        is_hidden = "Persona 3" in again.documents[0].text
        assert is_hidden is ((action == "add_name") is MOMENTS[moment])
        assert ("Kurüf" in load_key(_key(again)).people) is is_hidden
        assert any(m.original == "Kurüf" for found in load_mentions(_key(again)).values() for m in found) is is_hidden
        other = "undo_name" if is_hidden else "add_name"
        getattr(again, other)(NAME)
        assert ("Persona" in again.documents[0].text.split("Kurüf")[0][-9:]) is False


def _state(project: Project) -> tuple[object, ...]:
    return _values(project), load_key(_key(project)).to_dict(), load_mentions(_key(project))


# Command line


def test_the_command_says_what_it_did_and_nothing_of_who(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--project", str(project.folder), "--lang", "en"]
    assert run([*place, "pseudonymize", "--add", NAME, "--json"]) == 0
    told = "".join(capsys.readouterr())
    shown = json.loads(told)
    assert (shown["places"], shown["pseudonyms"]) == (3, ["Persona 3"])
    assert "kur" not in told.casefold()
    assert run([*place, "pseudonymize", "--undo", NAME]) == 0
    assert "have their words back" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--add", "A", "--undo", "B"],
        ["x.txt", "--add", "A"],
        ["x.txt", "--dry-run"],
        ["--undo", "A", "--label", "ID"],
    ],
    ids=["nothing", "both", "file and name", "file and dry run", "label of an undo"],
)
def test_what_cannot_be_meant_is_refused(project: Project, arguments: list[str]) -> None:
    assert run(["--project", str(project.folder), "pseudonymize", *arguments]) == 2


def test_no_run_of_the_record_holds_the_name(project: Project) -> None:
    project.add_name(NAME)
    runs = json.dumps([dict(made.parameters) for made in project._workspace.store.runs()], ensure_ascii=False)
    assert "kur" not in runs.casefold()
    reasons = project._workspace.store.revisions()
    assert {(row["kind"], row["reason"]) for row in reasons} == {("document", "add"), ("key", "add")}


def test_a_name_that_is_a_word_too_leaves_the_word(tmp_path: Path) -> None:
    lines = ["Ana: Vino Paz con PAZ a la sala.", "Leo: Queremos vivir en paz aquí.", "Ana: Bueno.", "Leo: Ya, gracias."]
    (tmp_path / "uno.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([tmp_path / "uno.txt"])
    project.add_name("Paz")
    text = project.documents[0].text
    assert "Paz" not in text
    assert "PAZ" not in text
    assert "vivir en paz aquí" in text


def test_places_of_a_document_that_a_register_points_at_are_led_over(project: Project) -> None:
    store, document = project._workspace.store, project.documents[0]
    at = document.text.index("la carga es mucha")
    row = {"document": document.id, "start": at, "end": at + 17, "quote": "la carga es mucha", "who": "don Kurüf"}
    store.add_records("agreements", [row], store.files()[0]["sha256"])
    project.add_name(NAME)
    now = store.records("agreements")[0]
    assert now["start"] != at
    assert project.documents[0].text[now["start"] : now["end"]] == now["quote"] == "la carga es mucha"
    assert now["who"] == "don Persona 3"


def test_a_coding_without_words_is_listed_with_the_other_orphans(tmp_path: Path) -> None:
    text = "Ana: dulce membrillo maduro.\nBea: Sí.\nAna: Ya, entonces quedamos en eso.\nBea: Muchas gracias.\n"
    project, coding = _with_coding(tmp_path, text, "dulce membrillo maduro")
    decide(project._workspace, project.codings[0], "accepted", by="human:ana")
    project.add_name("dulce membrillo maduro")
    listed = project.orphans()
    assert [(o.id, o.why, o.verdict, o.waits) for o in listed] == [(coding, "too few", "accepted", True)]
    assert "membrillo" not in listed[0].quote


def test_an_everyday_word_is_hidden_only_by_somebody_who_insists(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ["--lang", "es", "--project", str(project.folder)]
    assert run([*place, "seudonimizar", "--add", "lectura"]) == 2
    assert "palabra corriente" in capsys.readouterr().err
    assert run([*place, "seudonimizar", "--add", "lectura", "--dry-run"]) == 0
    assert run([*place, "seudonimizar", "--add", "lectura", "--label", "PERSONA"]) in (0, 1)
