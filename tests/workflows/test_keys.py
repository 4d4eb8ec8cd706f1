"""The key: taken over from an earlier qualkit, its owner's alone, one writer at a time, never half."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.errors import ProjectError
from qualkit.project import Project
from qualkit.reading.privacy.pseudonyms import Entity, Pseudonyms
from qualkit.storage.key import KeyFile, Mention, wipe
from qualkit.storage.store import Store
from qualkit.workflows.keys import has_key, holding_key, load_key, load_mentions, save_key

FORMER = {
    "version": 1,
    "entries": [
        {"label": "PERSONA", "key": "rosalba quintupil", "original": "Rosalba Quintupil", "pseudonym": "Persona 1"},
        {"label": "ESTABLECIMIENTO", "key": "los boldos", "original": "Escuela Los Boldos", "pseudonym": "Escuela 1"},
    ],
    "reserved": ["Persona 9"],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "seudonimos.sqlite"


def _mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def _add(pseudonyms: Pseudonyms, name: str) -> str:
    return pseudonyms.of(Entity(0, len(name), "PERSONA", name))


def test_there_is_no_key_until_somebody_is_hidden(file: Path) -> None:
    assert len(load_key(file)) == 0
    assert not file.exists()


def test_what_is_saved_is_loaded_in_the_same_order(file: Path) -> None:
    pseudonyms = Pseudonyms()
    for name in ("Zoe Ruz", "Ana Paz", "Eva Gil"):
        _add(pseudonyms, name)
        save_key(file, pseudonyms)
    assert load_key(file).to_dict() == pseudonyms.to_dict()
    assert _add(load_key(file), "Eva Gil") == "Persona 3"
    assert _add(load_key(file), "Leo Sur") == "Persona 4"


def test_only_the_owner_may_read_it_and_its_folder(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        project = Project.create(tmp_path / "red")
        (tmp_path / "uno.txt").write_text("Ana: Hola a todas.\nLeo: Buenas.\n", encoding="utf-8")
        project.ingest([tmp_path / "uno.txt"])
    finally:
        os.umask(mask)
    assert _mode(project._workspace.key_file) == 0o600
    assert _mode(project._workspace.data_folder) == 0o700


def test_a_key_of_an_earlier_qualkit_is_taken_over_and_its_file_goes(file: Path) -> None:
    former = file.with_suffix(".json")
    former.write_text(json.dumps(FORMER), encoding="utf-8")
    assert has_key(file)
    pseudonyms = load_key(file)
    assert pseudonyms.people == ("Rosalba Quintupil",)
    assert pseudonyms.schools == ("Escuela Los Boldos",)
    assert _add(pseudonyms, "Ana Paz") == "Persona 10"
    assert not former.exists()
    assert _mode(file) == 0o600
    assert load_key(file).people == ("Rosalba Quintupil",)


def test_a_project_of_an_earlier_qualkit_goes_on_under_the_same_pseudonyms(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "red")
    (tmp_path / "uno.txt").write_text("Rosalba: Hola a todas.\nLeo: Buenas.\nRosalba: Ya.\n", encoding="utf-8")
    project.ingest([tmp_path / "uno.txt"])
    key = project._workspace.key_file
    content = {name: value for name, value in load_key(key).to_dict().items() if name in FORMER}
    key.unlink()
    key.with_suffix(".json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "dos.txt").write_text("Leo: Vino Rosalba.\nIda: Sí.\nLeo: Bueno.\n", encoding="utf-8")
    project.ingest([tmp_path / "dos.txt"], session=2)
    assert "Persona 2: Vino Persona 1." in project.documents[0].text
    assert not key.with_suffix(".json").exists()


def test_a_former_key_that_a_kill_left_beside_the_new_one_is_wiped(file: Path) -> None:
    former = file.with_suffix(".json")
    former.write_text(json.dumps(FORMER), encoding="utf-8")
    copy = former.read_bytes()
    load_key(file)
    save_key(file, (known := load_key(file)))
    former.write_bytes(copy)
    assert load_key(file).to_dict() == known.to_dict()
    assert not former.exists()


@pytest.mark.parametrize("content", ["{", "[]", '{"entries": [{"label": "PERSONA"}]}'], ids=["cut", "list", "half"])
def test_a_former_key_that_is_damaged_stays_as_it_is(file: Path, content: str) -> None:
    former = file.with_suffix(".json")
    former.write_text(content, encoding="utf-8")
    with pytest.raises(ProjectError, match="cannot be read"):
        load_key(file)
    assert former.read_text(encoding="utf-8") == content
    assert not file.exists()


def test_a_key_of_no_bytes_is_no_key(file: Path) -> None:
    file.touch()
    assert not has_key(file)
    save_key(file, Pseudonyms())
    assert has_key(file)


@pytest.mark.parametrize("content", [b"{", b"SQLite format 3\0" + b"x" * 4000], ids=["text", "cut"])
def test_a_key_that_is_damaged_is_said(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(ProjectError, match="cannot be read"):
        load_key(file)


def test_wiping_leaves_no_words_on_the_disk(tmp_path: Path) -> None:
    file, again = tmp_path / "a", tmp_path / "b"
    file.write_text("Rosalba", encoding="utf-8")
    os.link(file, again)  # the same place on the disk under another name
    wipe(file)
    assert not file.exists()
    assert again.read_bytes() == b"\0" * 7
    wipe(file)


def test_mentions_of_a_text_take_the_place_of_former_ones(file: Path) -> None:
    place = ("documents/d", "text")
    save_key(file, Pseudonyms(), {place: [Mention(0, 9, "PERSONA", "Ana")], ("documents/e", "text"): []})
    save_key(file, Pseudonyms(), {place: [Mention(5, 14, "PERSONA", "Leo")]})
    assert load_mentions(file) == {place: [Mention(5, 14, "PERSONA", "Leo")]}


def test_one_writer_at_a_time_and_the_other_is_told(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "red")
    (tmp_path / "uno.txt").write_text("Ana: Hola.\nLeo: Buenas.\n", encoding="utf-8")
    with holding_key(project._workspace.key_file), pytest.raises(ProjectError, match="Another qualkit"):
        project.ingest([tmp_path / "uno.txt"])
    assert project.documents == []
    assert project.ingest([tmp_path / "uno.txt"])[0].status == "ingested"


HOLDER = """
import sys, time
from pathlib import Path
from qualkit.workflows.keys import holding_key
with holding_key(Path(sys.argv[1])):
    print("inside", flush=True)
    time.sleep(60)
"""


def test_a_lock_goes_with_the_process_that_held_it(file: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, file], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "inside\n"
    with pytest.raises(ProjectError), holding_key(file):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with holding_key(file):
        pass


def _record(folder: Path, *, done: str | None = None) -> None:
    store = Store(folder / "qualkit.sqlite")
    if done:
        store.add_revision("key", "", at="hoy", run=done, reason="add")
    store.close()


def test_a_reader_leaves_the_intent_of_a_process_at_work_alone(file: Path, tmp_path: Path) -> None:
    _record(tmp_path)
    before = Pseudonyms()
    _add(before, "Ana Paz")
    save_key(file, before)
    after = load_key(file)
    _add(after, "Leo Sur")
    with holding_key(file):
        key = KeyFile(file)
        key.intend("r1", after.to_dict(), {})
        assert load_key(file).people == ("Ana Paz",)
        assert key.intents() == ["r1"]
        key.close()
    assert load_key(file).people == ("Ana Paz",)  # the record does not have it: it was not done
    key = KeyFile(file)
    assert key.intents() == []
    key.close()


def test_an_intent_that_the_record_carried_out_counts(file: Path, tmp_path: Path) -> None:
    _record(tmp_path, done="r1")
    after = Pseudonyms()
    _add(after, "Leo Sur")
    after.keep("Rosa")
    mentions = {("documents/d", "text"): [Mention(0, 9, "PERSONA", "Leo Sur")]}
    key = KeyFile(file)
    key.intend("r1", after.to_dict(), mentions)
    key.close()
    assert load_key(file).to_dict() == after.to_dict()
    assert load_mentions(file) == mentions


def test_what_is_taken_out_of_the_key_is_not_left_in_its_file(file: Path, tmp_path: Path) -> None:
    _record(tmp_path, done="r1")
    known = Pseudonyms()
    _add(known, "Rosalba Quintupil")
    save_key(file, known, {("documents/d", "text"): [Mention(0, 9, "PERSONA", "Rosalba Quintupil")]})
    key = KeyFile(file)
    key.intend("r1", Pseudonyms().to_dict(), {("documents/d", "text"): []})
    key.settle("r1", done=True)
    key.close()
    assert b"Quintupil" not in file.read_bytes()


def test_saving_again_costs_no_more_as_the_key_grows(file: Path) -> None:
    """Two thousand saves of a growing key: what is there already is not written again."""
    pseudonyms = Pseudonyms()
    for i in range(300):
        _add(pseudonyms, f"Persona {'abcdefghij'[i % 10]}{i}ez")
    save_key(file, pseudonyms)
    before = file.stat().st_mtime_ns
    pages = _changes(file)
    save_key(file, pseudonyms)
    assert (_changes(file), file.stat().st_mtime_ns) == (pages, before)


def _changes(file: Path) -> int:
    """Return SQLite's own count of the changes of a file."""
    return int.from_bytes(file.read_bytes()[24:28], "big")


@given(st.lists(st.text(alphabet="abcñé ", min_size=1, max_size=6).filter(str.strip), max_size=8))
@settings(max_examples=30, deadline=None)
def test_a_key_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    file = tmp_path_factory.mktemp("clave") / "seudonimos.sqlite"
    pseudonyms = Pseudonyms()
    for name in names:
        _add(pseudonyms, name)
    pseudonyms.reserve("Persona 40 y Escuela 3")
    save_key(file, pseudonyms)
    assert load_key(file).to_dict() == pseudonyms.to_dict()


def test_taking_over_twice_at_once_is_harmless(file: Path) -> None:
    former = file.with_suffix(".json")
    former.write_text(json.dumps(FORMER), encoding="utf-8")
    code = "import sys; from pathlib import Path; from qualkit.workflows.keys import load_key;"
    code += "print(load_key(Path(sys.argv[1])).people)"
    running = [subprocess.Popen([sys.executable, "-c", code, file], stdout=subprocess.PIPE, text=True) for _i in (1, 2)]
    assert [process.communicate()[0].strip() for process in running] == ["('Rosalba Quintupil',)"] * 2
    take_over_again = [path for path in file.parent.iterdir() if path.suffix in (".part", ".json")]
    assert take_over_again == []
