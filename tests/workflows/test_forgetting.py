"""A person is taken out of everything, nobody can go back, and what others said stays where it was."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualkit.errors import InputError, ProjectError
from qualkit.evidence import Source
from qualkit.model import Decision, Evidence, Label, Score, Span
from qualkit.project import Project
from qualkit.workflows.keys import load_key, load_mentions
from qualkit.workflows.renaming import undo_name

from . import network

HER = "Rosalba Quintupil"
HER_WORDS = [words for speaker, words in (*network.RIO_1, *network.RIO_2, *network.CHAT) if speaker.startswith(HER)]
WINDOW = 20


def _raw(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a project but its settings."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def _everywhere(folder: Path, needles: list[str]) -> set[tuple[str, str]]:
    raw = _raw(folder)
    return {(needle, name) for needle in needles for name, content in raw.items() if needle.encode() in content}


def _own_windows(others: str) -> list[str]:
    """Return every window of her words, as they were frozen, that nobody else says."""
    texts = [words.replace(network.PHONE, "").replace(network.MAIL, "").replace(network.RUT, "") for words in HER_WORDS]
    found = {text[i : i + WINDOW] for text in texts for i in range(len(text) - WINDOW + 1)}
    return sorted(window for window in found if window not in others)


@pytest.fixture(scope="module")
def said_by_others() -> str:
    """Return all that stands in the shipped instruments and in what others of the network say."""
    talk = [words for lines in (network.RIO_1, network.RIO_2, network.CERRO_1, network.CERRO_2, network.CHAT)
            for speaker, words in lines if not speaker.startswith(HER)]  # fmt: skip
    forms = [cell for form in network.FORMS for cell in form]
    shipped = [f.read_text(encoding="utf-8") for f in (Path(__file__).parents[2] / "codebooks").glob("*.yaml")]
    return "\n".join([*talk, *forms, *shipped])


def _known_beforehand(project: Project) -> tuple[int, str]:
    """Give her words a decision, a label, a reply of a model, a note; returns the coding that was decided on."""
    store = project._workspace.store
    document = next(d for d in project.documents if "Persona 1" in d.text and d.kind == "transcript")
    turn = next(i for i, t in enumerate(document.turns) if t.speaker == "Escuela 1 - Persona 1")
    segment = next(s for s in store.segments(document.id) if s.turn == turn)
    run = project._workspace.store.runs()[0].id
    store.add_labels([Label(document.id, segment.span, "a", "human:ana")], run)
    hers = [(d.id, t.span) for d in project.documents for t in d.turns if t.speaker == "Escuela 1 - Persona 1"]
    coding = next(c for c in project.codings if any(c.document == d and span.holds(c.segment) for d, span in hers))
    store.add_decision(Decision(coding.id or 0, "accepted", "human:ana", "2026-01-01T00:00:00+00:00", "sí"))
    his = [(d.id, t.span) for d in project.documents for t in d.turns if t.speaker == "Escuela 2 - Persona 2"]
    other = next(c for c in project.codings if any(c.document == d and span.holds(c.segment) for d, span in his))
    quote = segment.span.of(document.text)
    store.add_decision(
        Decision(
            other.id or 0, "rejected", "human:ana", "2026-01-02T00:00:00+00:00", f"Persona 1 dice «{quote}», no esto"
        )
    )
    request = {"messages": [{"role": "user", "content": f"¿Qué nivel? {quote}"}]}
    store.add_reply("k1", model="m", request=request, reply={"text": "3"}, at="2026-01-01T00:00:00+00:00")
    store.add_reply(
        "k2", model="m", request={"messages": ["nada"]}, reply={"text": "2"}, at="2026-01-01T00:00:00+00:00"
    )
    return coding.id or 0, quote


def test_nothing_of_a_person_is_left_in_any_byte_of_the_project(
    finished: Project, place: Path, said_by_others: str
) -> None:
    windows = _own_windows(said_by_others)
    assert len(windows) > 500
    _known_beforehand(finished)
    done = finished.forget(HER, by="human:ana", delete_outputs=True)
    finished.close()
    assert (done.turns, done.rows, done.labels, done.decisions, done.replies) == (8, 2, 1, 1, 1)
    needles = ["Rosalba", "Quintupil", "rosalba", "quintupil", "Persona 1 ", "Persona 1.", "Persona 1:", 'Persona 1"']
    assert _everywhere(place, [*needles, network.PHONE, network.MAIL, network.RUT]) == set()
    assert _everywhere(place, windows) == set()


def test_there_is_something_to_find_before(finished: Project, place: Path, said_by_others: str) -> None:
    assert len({needle for needle, _file in _everywhere(place, _own_windows(said_by_others))}) > 400
    assert {file for _needle, file in _everywhere(place, ["Quintupil"])} == {".qualkit/seudonimos.sqlite"}


def test_a_stone_says_when_by_whom_and_how_much_and_nothing_else(finished: Project) -> None:
    finished.forget(HER, by="human:ana")
    (stone,) = finished._workspace.store.tombstones()
    assert stone["subject"] == "person"
    assert stone["at"][:2] == "20"
    content = stone["content"]
    assert content.pop("by") == "human:ana"
    assert content.pop("run") in {run.id for run in finished._workspace.store.runs()}
    assert all(isinstance(value, int) for value in content.values())
    assert (content["turns"], content["documents"], content["rows"]) == (8, 3, 2)


def test_what_others_said_keeps_its_codings_on_its_words(finished: Project) -> None:
    store = finished._workspace.store
    hers = {(d.id, i) for d in finished.documents for i, t in enumerate(d.turns) if "Persona 1" in (t.speaker or "")}
    turns = {(s.document, s.span): s.turn for d in finished.documents for s in store.segments(d.id)}
    before = {
        c.id: c.evidence.quote for c in finished.codings if (c.document, turns[c.document, c.segment]) not in hers
    }
    finished.forget(HER, by="human:ana")
    after = {c.id: c.evidence.quote for c in finished.codings}
    assert len(after) > 5
    assert after == {i: quote.replace("Persona 1", "[persona]") for i, quote in before.items()}
    for coding in finished.codings:
        document = store.document(coding.document)
        assert coding.evidence.span.of(document.text) == coding.evidence.quote
        assert coding.segment in {segment.span for segment in store.segments(document.id)}
        assert Source(document.text, document.speech_spans).locate(coding.evidence.quote) is not None


def test_a_mention_by_others_is_masked_and_the_words_around_stay(finished: Project) -> None:
    finished.forget(HER, by="human:ana")
    texts = " ".join(d.text for d in finished.documents)
    assert "[persona], nosotros observamos clases" in texts
    fields = " ".join(text for x in finished.experiences for text in x.fields.values())
    assert "la profesora [persona] registra" in fields
    (survey,) = finished._workspace.store.surveys()
    assert str(survey.answers[0]["comentario"]).startswith("Gracias a [persona] por las guías")


def test_a_quote_of_hers_in_a_note_goes_and_the_note_stays(finished: Project) -> None:
    _number, quote = _known_beforehand(finished)
    finished.forget(HER, by="human:ana")
    (note,) = [d.why for d in finished._workspace.store.decisions()]
    assert note == "[persona] dice «[…]», no esto"
    assert quote not in note


def test_her_rows_go_and_what_stands_behind_the_other_rows_follows_them(finished: Project) -> None:
    finished.forget(HER, by="human:ana")
    assert [row.person for row in finished._workspace.store.attendance()] == ["Persona 2", "Persona 3", "Persona 4"]
    behind = load_mentions(finished._workspace.key_file)
    people = {
        path: m[0].original
        for (place, path), m in behind.items()
        if place.startswith("attendance") and "person" in path
    }
    assert people == {"0.person": "Eduardo Marchant", "1.person": "Tamara Catrileo", "2.person": "15.222.333-8"}


def test_undoing_a_name_of_somebody_else_still_works_afterwards(finished: Project) -> None:
    finished.forget(HER, by="human:ana")
    undo_name(finished._workspace, "Persona 6")
    assert any("Hugo Yévenes" in document.text for document in finished.documents)
    assert "Quintupil" not in str(load_mentions(finished._workspace.key_file))
    with pytest.raises(InputError, match="Nothing is hidden"):
        undo_name(finished._workspace, HER)


def test_the_rest_of_the_way_goes_on(finished: Project) -> None:
    finished.forget(HER, by="human:ana")
    finished.code()
    finished.score()
    finished.select(top=2, per_territory=1)
    assert set(finished.map()) == {"svg", "png", "html"}
    html = finished.report(formats=("html",))["html"].read_text(encoding="utf-8")
    assert not re.search(r"Persona 1\b", html)
    assert finished.search("confianza").hits
    assert all((t.speaker or "") != "Persona 1" for d in finished.documents for t in d.turns)


def test_the_number_of_somebody_who_is_gone_never_comes_back(tmp_path: Path, empty: Project) -> None:
    (tmp_path / "a.txt").write_text("Ana Soto: Hola a todas.\nLuis Rojas: Buenas tardes a todos.\n", encoding="utf-8")
    empty.ingest([tmp_path / "a.txt"])
    assert load_key(empty._workspace.key_file).people == ("Ana Soto", "Luis Rojas")
    empty.forget("Persona 2", by="human:ana")
    (tmp_path / "b.txt").write_text("Carmen Díaz: Hola de nuevo, quería contar algo.\n", encoding="utf-8")
    empty.ingest([tmp_path / "b.txt"])
    assert {t.speaker for d in empty.documents for t in d.turns} == {"Persona 1", "Persona 4"}


# Who is meant


TALK = """Paola Soto: Nosotras leemos cuentos los viernes con las familias.
Paola Díaz: En mi escuela medimos la lectura dos veces al año.
Paz Araya: La paz en el recreo cambió desde que hay juegos.
Paola Soto: Como decía Paola Díaz, medir ayuda a conversar.
Paz Araya: Gracias Paola Soto, y la paz también se aprende.
"""


@pytest.fixture
def talk(tmp_path: Path, empty: Project) -> Iterator[Project]:
    """Return a project in which three people speak, two of them with one first name."""
    (tmp_path / "sesion.txt").write_text(TALK, encoding="utf-8")
    empty.ingest([tmp_path / "sesion.txt"])
    return empty


def _text(project: Project) -> str:
    return "\n".join(document.text for document in project.documents)


def test_of_two_with_one_first_name_only_the_right_one_goes(talk: Project) -> None:
    talk.forget("Paola Soto", by="human:ana")
    assert _text(talk) == (
        "Persona 2: En mi escuela medimos la lectura dos veces al año.\n"
        "Persona 3: La paz en el recreo cambió desde que hay juegos.\n"
        "Persona 3: Gracias [persona], y la paz también se aprende.\n"
    )


def test_a_word_that_is_also_a_name_stays(talk: Project) -> None:
    talk.forget("Paz Araya", by="human:ana")
    assert "Persona 3" not in _text(talk)
    assert "leemos cuentos" in _text(talk)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Paola", r"Persona 1 .*Persona 2"),
        ("Paz", r"It may be Persona 3"),
        ("Rita Paredes", "Nothing is kept of anybody"),
        ("Escuela 1", "nobody's pseudonym"),
        ("[rut]", "nobody's pseudonym"),
        ("Persona 99", "Nothing is kept of anybody"),
        ("…", "pseudonym or a name"),
        ("paola   SOTO", None),
        ("Soto, Paola", None),
        ("persona 1", None),
    ],
)
def test_a_name_is_one_person_or_it_is_said_who_may_be_meant(talk: Project, name: str, said: str | None) -> None:
    if said is None:
        assert talk.forget(name, dry_run=True).called == "Persona 1"
        return
    with pytest.raises(InputError, match=said):
        talk.forget(name, dry_run=True)


def test_several_pseudonyms_may_be_one_person(talk: Project) -> None:
    done = talk.forget("Persona 1", "Persona 3", by="human:ana")
    assert done.called == "Persona 1, Persona 3"
    assert _text(talk) == "Persona 2: En mi escuela medimos la lectura dos veces al año.\n"


def test_forgetting_twice_says_that_it_is_done_already(talk: Project) -> None:
    talk.forget("Paola Soto", by="human:ana")
    with pytest.raises(InputError, match="forgotten already"):
        talk.forget("Paola Soto", by="human:ana")


def test_looking_changes_nothing(talk: Project) -> None:
    before = _raw(talk.folder)
    seen = talk.forget("Paola Soto", dry_run=True)
    assert (seen.turns, seen.mentions, seen.dry_run) == (2, 1, True)
    assert talk._workspace.store.tombstones() == []
    assert _text(talk).count("Persona 1") == 3
    assert before["qualkit.toml"] == _raw(talk.folder)["qualkit.toml"]


def test_nobody_is_forgotten_by_nobody(talk: Project) -> None:
    with pytest.raises(InputError, match="--as"):
        talk.forget("Paola Soto")


def test_nobody_is_forgotten_while_names_are_kept(tmp_path: Path, empty: Project) -> None:
    (tmp_path / "sesion.txt").write_text(TALK, encoding="utf-8")
    empty.ingest([tmp_path / "sesion.txt"], keep_names=True)
    with pytest.raises(InputError, match="pseudonymize --all"):
        empty.forget("Paola Soto", by="human:ana")


def test_a_label_that_names_nobody_is_forgotten_in_its_document(tmp_path: Path, empty: Project) -> None:
    for name, number in (("uno", 1), ("dos", 2)):
        text = f"Hablante 1: Aquí digo algo de la sesión {number}.\nHablante 2: Yo contesto en la sesión {number}.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    empty.ingest([tmp_path / "uno.txt", tmp_path / "dos.txt"])
    with pytest.raises(InputError, match="--document"):
        empty.forget("Hablante 2", dry_run=True)
    first = next(d for d in empty.documents if "sesión 1" in d.text)
    empty.forget("Hablante 2", by="human:ana", document=first.id[:6])
    assert "contesto en la sesión 1" not in _text(empty)
    assert "contesto en la sesión 2" in _text(empty)
    assert load_key(empty._workspace.key_file).forgotten.hashes == frozenset()


@pytest.mark.parametrize(
    ("contact", "said"),
    [(network.RUT, "It stands in what Persona 1"), (network.PHONE, "It stands in what Persona 1")],
    ids=["RUT", "telephone"],
)
def test_a_contact_is_nobody_until_somebody_says_whose(finished: Project, contact: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        finished.forget(contact, dry_run=True)


def test_a_contact_that_stands_in_a_form_goes_from_the_key(finished: Project) -> None:
    finished.forget("17.444.555-0", by="human:ana")
    assert "17.444.555" not in str(load_mentions(finished._workspace.key_file))
    assert any("[id]" in str(a.get("comentario")) for s in finished._workspace.store.surveys() for a in s.answers)


def test_one_person_may_be_named_by_pseudonym_and_by_contact(finished: Project) -> None:
    done = finished.forget("Persona 1", "Rosalba Quintupil", dry_run=True)
    assert (done.called, done.turns) == ("Persona 1", 8)


# Labels of two, merges, whole documents, facilitators


BOTH = "Rita Paredes - Juan Olivares: Los dos decimos esto juntos desde un computador.\nSara Núñez: Yo escucho.\n"


@pytest.mark.parametrize(("keep", "left"), [(False, 1), (True, 2)], ids=["they go", "they are kept"])
def test_turns_of_two_people_go_unless_they_are_asked_to_stay(
    tmp_path: Path, empty: Project, keep: bool, left: int
) -> None:
    (tmp_path / "s.txt").write_text(BOTH, encoding="utf-8")
    empty.ingest([tmp_path / "s.txt"])
    assert empty.documents[0].turns[0].speaker == "Persona 1 y Persona 2"
    done = empty.forget("Rita Paredes", by="human:ana", keep_shared=keep)
    (document,) = empty.documents
    assert len(document.turns) == left
    assert done.shared == (0 if keep else 1)
    if keep:
        assert document.turns[0].speaker == "[persona] y Persona 2"
        assert document.text.startswith("[persona] y Persona 2: Los dos")


def test_labels_that_somebody_merged_are_one_person(tmp_path: Path, empty: Project) -> None:
    text = "Rita Paredes: Hablo desde el computador.\nLuis Rojas: Yo no.\nRitita: Ahora desde el teléfono.\nLuis Rojas: Ya.\n"
    (tmp_path / "s.txt").write_text(text, encoding="utf-8")
    empty.ingest([tmp_path / "s.txt"])
    document = empty.documents[0]
    labels = [turn.speaker for turn in document.turns]
    empty.merge_speakers(document.id, labels[1] or "", labels[0] or "", by="human:ana")
    empty.split_speakers(document.id, labels[1] or "", by="human:ana")
    empty.merge_speakers(document.id, labels[2] or "", labels[0] or "", by="human:ana")
    empty.forget("Rita Paredes", by="human:ana")
    assert [turn.speaker for turn in empty.documents[0].turns] == [labels[1], labels[1]]
    assert "teléfono" not in _text(empty)


def test_a_merge_of_others_is_taken_back_rightly_afterwards(tmp_path: Path, empty: Project) -> None:
    text = "Rita Paredes: Primero yo.\nLuis Rojas: Desde el computador.\nLucho: Ahora del teléfono.\n"
    (tmp_path / "s.txt").write_text(text, encoding="utf-8")
    empty.ingest([tmp_path / "s.txt"])
    document = empty.documents[0]
    labels = [turn.speaker or "" for turn in document.turns]
    empty.merge_speakers(document.id, labels[2], labels[1], by="human:ana")
    empty.forget("Rita Paredes", by="human:ana")
    empty.split_speakers(document.id, labels[2], by="human:ana")
    assert [turn.speaker for turn in empty.documents[0].turns] == labels[1:]


def test_a_document_of_one_person_is_shown_no_longer_and_the_others_are(tmp_path: Path, talk: Project) -> None:
    (tmp_path / "sola.txt").write_text("Paola Soto: Esta entrevista es toda mía y de nadie más.\n", encoding="utf-8")
    talk.ingest([tmp_path / "sola.txt"])
    alone = next(d.id for d in talk.documents if "toda mía" in d.text)
    done = talk.forget("Paola Soto", by="human:ana")
    assert done.emptied == (alone,)
    assert [d.id for d in talk.documents] != []
    assert alone not in [d.id for d in talk.documents]
    assert any("asked to be forgotten" in note for note in talk.status().notes)
    (again,) = talk.ingest([tmp_path / "sola.txt"])
    assert (again.status, "asked to be forgotten" in (again.reason or "")) == ("rejected", True)
    talk.code()
    talk.map()


def test_the_facilitator_goes_like_anybody_else(finished: Project) -> None:
    done = finished.forget("Marcela Ibacache", by="human:ana")
    assert done.called == "Facilitadora 1"
    assert done.turns == 5
    assert not any(turn.facilitator for document in finished.documents for turn in document.turns)


def test_the_settings_that_name_her_are_told(talk: Project) -> None:
    place = talk.folder / "qualkit.toml"
    place.write_text(place.read_text("utf-8") + '\n[reading]\nfacilitators = ["Paola Soto"]\n', encoding="utf-8")
    assert talk.forget("Paola Soto", dry_run=True).settings
    assert not talk.forget("Paola Díaz", dry_run=True).settings


def test_somebody_who_is_only_in_a_list_goes_from_it(finished: Project) -> None:
    done = finished.forget("15.222.333-8", by="human:ana")
    assert (done.turns, done.rows, done.perhaps) == (0, 1, ("Persona 7",))
    assert "Persona 4" not in [row.person for row in finished._workspace.store.attendance()]


def test_somebody_who_is_only_mentioned_is_masked(tmp_path: Path, empty: Project) -> None:
    (tmp_path / "s.txt").write_text("Ana Soto: Ayer vino Rita Paredes a la escuela a leer.\n", encoding="utf-8")
    empty.ingest([tmp_path / "s.txt"])
    done = empty.forget("Rita Paredes", by="human:ana")
    assert (done.turns, done.mentions) == (0, 1)
    assert _text(empty) == "Persona 1: Ayer vino [persona] a la escuela a leer.\n"


def test_a_path_that_holds_the_name_is_masked_and_told(tmp_path: Path, empty: Project) -> None:
    file = tmp_path / "entrevista rosalba_quintupil.txt"
    file.write_text(f"{HER}: Yo hablo de la lectura.\nAna Soto: Y yo pregunto por ella.\n", encoding="utf-8")
    empty.ingest([file])
    done = empty.forget(HER, by="human:ana")
    assert done.files == (str(file),)
    assert [Path(f["path"]).name for f in empty._workspace.store.files()] == ["entrevista [persona].txt"]
    empty.close()
    assert _everywhere(empty.folder, ["quintupil", "Quintupil"]) == set()


def test_the_same_words_under_another_label_are_told(tmp_path: Path, empty: Project) -> None:
    long = "Nosotras probamos tres maneras de leer en voz alta y la segunda fue la que más gustó al curso."
    (tmp_path / "a.txt").write_text(f"Rita Paredes: {long}\nLuis Rojas: Bien.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"iPhone: {long}\nLuis Rojas: Muy bien eso.\n", encoding="utf-8")
    empty.ingest([tmp_path / "a.txt", tmp_path / "b.txt"])
    other = next(d.id for d in empty.documents if "Muy bien" in d.text)
    assert empty.forget("Rita Paredes", by="human:ana").copies == (other,)


# The evidence of scores


def test_a_quote_in_a_score_is_masked_and_still_found_in_its_field(finished: Project) -> None:
    store = finished._workspace.store
    experience = next(x for x in finished.experiences if x.id == "exp-1")
    text = experience.fields["resumen"]
    start = text.index("la profesora Persona 1")
    evidence = Evidence(start, len(text), text[start:], "resumen")
    score = Score("exp-1", "c1", 3, "scored", (evidence,), "Persona 1 lo registra", "llm:x")
    store.add_score(score, experience_hash=experience.hash, rubric="r@1", run=store.runs()[0].id)
    finished.forget(HER, by="human:ana")
    (kept,) = [s for s in store.scores() if s.judge == "llm:x"]
    field = next(x for x in finished.experiences if x.id == "exp-1").fields["resumen"]
    assert kept.evidence[0].quote == Span(kept.evidence[0].start, kept.evidence[0].end).of(field)
    assert "[persona]" in kept.evidence[0].quote
    assert kept.rationale == "[persona] lo registra"


def test_a_coder_that_read_the_former_text_brings_nothing_back(finished: Project) -> None:
    store = finished._workspace.store
    document = next(d for d in finished.documents if "Persona 1" in d.text)
    (coding, *_others) = store.codings(document=document.id)
    finished.forget(HER, by="human:ana")
    with pytest.raises(ProjectError, match="give the command again"):
        store.add_codings(document.id, "b@1", "c", [coding], store.runs()[0].id, text=document.text)
    assert not store.is_coded(document.id, "b@1", "c")


def test_a_row_of_a_register_that_is_hers_goes_and_one_that_names_her_is_masked(finished: Project) -> None:
    store = finished._workspace.store
    file = store.files()[0]["sha256"]
    rows = [{"source": "Persona 1", "target": "Persona 2"}, {"source": "Persona 2", "target": "Persona 6"}]
    store.add_records("nominations", rows, file)
    store.add_records("agreements", [{"agreement": "Comprar libros", "responsible": "Persona 1"}], file)
    assert finished.forget(HER, by="human:ana").rows == 3
    assert store.records("nominations") == [{"source": "Persona 2", "target": "Persona 6"}]
    assert store.records("agreements") == [{"agreement": "Comprar libros", "responsible": "[persona]"}]


# Reports


def test_reports_that_hold_the_person_are_named_and_deleted_only_on_request(finished: Project, place: Path) -> None:
    finished.map()
    done = finished.forget(HER, by="human:ana")
    assert set(done.outputs) == {
        "informes/informe.html",
        "informes/mapa.html",
        "informes/mapa.png",
        "informes/mapa.svg",
    }
    assert (place / "informes" / "mapa.svg").is_file()
    assert any("older than that" in note for note in finished.status().notes)
    finished.map()
    assert finished._workspace.folder == place
    finished.forget("Hugo Yévenes", by="human:ana", delete_outputs=True)
    assert list((place / "informes").iterdir()) == []


def test_an_export_is_outdated_only_where_its_documents_held_the_person(tmp_path: Path, empty: Project) -> None:
    from qualkit.workflows.exchanging import export_table

    (tmp_path / "a.txt").write_text("Ana Soto: Hola a todas las personas de la red.\n", encoding="utf-8")
    empty.ingest([tmp_path / "a.txt"])
    export_table(empty._workspace, tmp_path / "salida.csv", what="segments")
    (tmp_path / "b.txt").write_text("Luis Rojas: Yo llegué después que Ana.\n", encoding="utf-8")
    empty.ingest([tmp_path / "b.txt"])
    assert empty.forget("Luis Rojas", dry_run=True).outputs == ()
    assert empty.forget("Ana Soto", dry_run=True).outputs == (str(tmp_path / "salida.csv"),)


def test_an_export_whose_own_name_holds_hers_is_told_once_and_then_unknown(finished: Project, tmp_path: Path) -> None:
    from qualkit.workflows.exchanging import export_table

    file = tmp_path / "para rosalba quintupil.csv"
    export_table(finished._workspace, file, what="segments")
    assert str(file) in finished.forget(HER, by="human:ana").outputs
    assert str(file) not in [output["path"] for output in finished._workspace.store.outputs()]


# The file comes again


def test_an_edited_file_does_not_bring_the_person_back(finished: Project, place: Path, said_by_others: str) -> None:
    finished.forget(HER, by="human:ana")
    file = place.parent / "material" / "sesiones" / "red-rio-hondo" / "sesion-1_2025-04-10.vtt"
    more = ("Eduardo Marchant - Liceo Aguas Claras", "Y otra cosa que contó la Rosalba, Rosalba Quintupil.")
    file.write_text(network.vtt((*network.RIO_1, more)), encoding="utf-8")
    (result,) = finished.ingest([file])
    assert result.status == "ingested"
    assert any("4 turns were left out" in warning for warning in result.warnings)
    document = finished._workspace.store.document(result.document or "")
    assert "contó la [persona], [persona]." in document.text
    assert {turn.speaker for turn in document.turns} == {"Facilitadora 1", "Escuela 2 - Persona 2"}
    assert "Quintupil" in file.read_text(encoding="utf-8")
    shutil.rmtree(place / "informes")
    finished.close()
    assert _everywhere(place, ["Quintupil", "Rosalba", *_own_windows(said_by_others)]) == set()


@pytest.mark.parametrize(
    ("label", "comes_back"),
    [
        ("Rosalba Quintupil", False),
        ("ROSALBA QUINTUPIL", False),
        ("Quintupil, Rosalba", False),
        ("Escuela Los Notros - Rosalba Quintupil", False),
        ("iPhone de Rosalba Quintupil", False),
        ("Rosalva Quintupil", True),
        ("Rosalba Q.", True),
    ],
)
def test_the_label_is_told_as_it_was_spelled_and_in_no_new_spelling(
    finished: Project, tmp_path: Path, label: str, comes_back: bool
) -> None:
    finished.forget(HER, by="human:ana")
    (tmp_path / "n.txt").write_text(f"{label}: Vengo de nuevo a la red.\nCarla Pino: Yo también.\n", encoding="utf-8")
    (result,) = finished.ingest([tmp_path / "n.txt"])
    assert result.turns == (2 if comes_back else 1)


def test_a_mention_in_a_new_file_is_masked_though_nobody_knows_the_name(finished: Project, tmp_path: Path) -> None:
    finished.forget(HER, by="human:ana")
    text = "Eduardo Marchant: Ayer vi a Rosalba Quintupil en la plaza, y rosalba quintupil me saludó.\n"
    (tmp_path / "n.txt").write_text(text, encoding="utf-8")
    finished.ingest([tmp_path / "n.txt"])
    assert any("Ayer vi a [persona] en la plaza, y [persona] me saludó" in d.text for d in finished.documents)
    assert "Quintupil" not in str(load_mentions(finished._workspace.key_file))


def test_a_file_that_keeps_its_names_does_not_keep_hers(finished: Project, tmp_path: Path) -> None:
    finished.forget(HER, by="human:ana")
    text = f"{HER}: Vuelvo con otra idea.\nEduardo Marchant: Hola Rosalba Quintupil, soy Eduardo.\n"
    (tmp_path / "n.txt").write_text(text, encoding="utf-8")
    finished.ingest([tmp_path / "n.txt"], keep_names=True)
    assert "Eduardo Marchant: Hola [persona], soy Eduardo.\n" in [d.text for d in finished.documents]


def test_a_list_that_comes_again_is_read_without_her_rows(finished: Project, place: Path) -> None:
    finished.forget(HER, by="human:ana")
    file = place.parent / "material" / "asistencia.csv"
    file.write_text(
        network.ATTENDANCE
        + "RH-3;2025-06-10;taller;virtual;Red Río Hondo;Escuela Los Notros;Rosalba Quintupil;Docente;1\n",
        encoding="utf-8",
    )
    finished.ingest([file])
    assert len(finished._workspace.store.attendance()) >= 3
    assert not any("[persona]" in (row.person or "") for row in finished._workspace.store.attendance())
    assert "Quintupil" not in str(load_mentions(finished._workspace.key_file))


def test_a_former_version_of_an_edited_file_loses_her_too(tmp_path: Path, empty: Project) -> None:
    file = tmp_path / "s.txt"
    for version in ("primera", "segunda"):
        text = f"{HER}: Lo que digo es de la {version} versión.\nAna Soto: Yo escucho la {version}.\n"
        file.write_text(text, encoding="utf-8")
        empty.ingest([file])
    assert len(empty._workspace.store.document_ids()) == 2
    empty.forget(HER, by="human:ana")
    empty.close()
    assert _everywhere(empty.folder, ["es de la primera", "es de la segunda", "Quintupil"]) == set()
    assert _everywhere(empty.folder, ["Yo escucho la primera", "Yo escucho la segunda"]) != set()


def test_the_raw_form_of_a_scan_loses_her_too(tmp_path: Path, empty: Project) -> None:
    raw = "Rosalba Quintupil: Losniños leyer0n cuent0s eneltaller delasmañanas y guardar0n susdibuj0s.\n"
    (tmp_path / "s.txt").write_text(raw + "Ana Soto: Y después vimos los cuadernos con Rosalba Quintupil.\n", "utf-8")
    empty.ingest([tmp_path / "s.txt"], scan=True)
    empty.forget(HER, by="human:ana")
    (document,) = empty.documents
    kept = empty._workspace.store.cleaning(document.id)
    assert kept["raw"] == "Persona 2: Y después vimos los cuadernos con [persona].\n"
    empty.close()
    assert _everywhere(empty.folder, ["leyer0n", "susdibuj0s", "Quintupil"]) == set()


# Killed in the middle


_CHILD = """
import os, signal, sys
from pathlib import Path
from qualkit.project import Project
from qualkit.storage import key, rewriting, store

KINDS = {"KeyFile": key.KeyFile, "Store": store.Store, "Rewriter": rewriting.Rewriter}
kind, method, when = sys.argv[2].split(".")
inner = getattr(KINDS[kind], method)

def killing(*given, **named):
    if when == "after":
        inner(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

with Project.open(sys.argv[1]) as project:
    setattr(KINDS[kind], method, killing)
    project.forget("Rosalba Quintupil", by="human:ana", delete_outputs=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize(
    ("moment", "is_done"),
    [
        ("Rewriter.document.after", False),
        ("Store.add_tombstone.after", False),
        ("KeyFile.intend.before", False),
        ("KeyFile.intend.after", False),
        ("Store.compact.before", True),
        ("Store.compact.after", True),
        ("KeyFile.settle.before", True),
        ("KeyFile.settle.after", True),
        ("KeyFile.compact.before", True),
    ],
)
def test_a_kill_leaves_the_old_state_or_the_new_and_the_next_run_finishes(
    place: Path, said_by_others: str, moment: str, is_done: bool
) -> None:
    windows = _own_windows(said_by_others)
    killed = subprocess.run(
        [sys.executable, "-c", _CHILD, str(place), moment], capture_output=True, check=False, text=True
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Project.open(place) as project:
        store = project._workspace.store
        assert bool(store.tombstones()) is is_done
        assert (HER in load_key(project._workspace.key_file).people) is not is_done
        turns = [t for d in project.documents for t in d.turns if "Persona 1" in (t.speaker or "")]
        assert len(turns) == (0 if is_done else 8)
        if not is_done:
            project.forget(HER, by="human:ana")
        project.forget("Hugo Yévenes", dry_run=True)
        for output in (place / "informes").iterdir():
            output.unlink()
    assert _everywhere(place, ["Rosalba", "Quintupil", *windows]) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_at_any_time_leaves_the_old_state_or_the_new(place: Path, tmp_path: Path) -> None:
    child = (
        "import sys\nfrom qualkit.project import Project\nimport qualkit.workflows.forgetting, qualkit.storage.chroma\n"
        "with Project.open(sys.argv[1]) as project:\n    print('ready', flush=True)\n    sys.stdin.readline()\n"
        "    project.forget('Rosalba Quintupil', by='human:ana')\n    print('done', flush=True)\n"
    )
    states = set()
    for i, delay in enumerate((0.002, 0.008, 0.014, 0.02, 0.028, 0.04)):
        folder = tmp_path / f"red-{i}"
        shutil.copytree(place, folder)
        process = subprocess.Popen(
            [sys.executable, "-c", child, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.write("\n")
        process.stdin.flush()
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdin.close()
        process.stdout.close()
        with Project.open(folder) as project:
            forgotten = bool(project._workspace.store.tombstones())
            assert (HER in load_key(project._workspace.key_file).people) is not forgotten
            assert len([t for d in project.documents for t in d.turns]) == (22 if forgotten else 30)
            states.add(forgotten)
        if forgotten:
            shutil.rmtree(folder / "informes")
            assert _everywhere(folder, ["Rosalba", "Quintupil"]) == set()
    assert states


# The command line


def test_the_command_asks_and_goes_only_where_it_is_told_to(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from click.testing import CliRunner

    from qualkit.cli import cli

    command = ["--project", str(place), "--lang", "en", "forget", HER, "--as", "ana"]
    answer = CliRunner().invoke(cli, command, input="yes\n")
    assert answer.exit_code == 1
    assert "Nothing was changed" in answer.output
    with Project.open(place) as project:
        assert project._workspace.store.tombstones() == []
    answer = CliRunner().invoke(cli, [*command[:-3], "Hugo Yévenes", "--as", "ana"], input="persona 6\n")
    assert answer.exit_code == 0, answer.output
    assert "Taken out" in answer.output
    answer = CliRunner().invoke(cli, [*command, "--yes", "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["turns"] == 8
    assert not {"Rosalba", "Quintupil"} & set(answer.output.split())
    answer = CliRunner().invoke(cli, ["--project", str(place), "olvidar", "--delete-outputs", "--json"])
    assert json.loads(answer.stdout) == {"deleted": ["informes/informe.html"]}


def test_the_command_says_what_people_must_look_at(
    tmp_path: Path, empty: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    from qualkit.cli import run

    long = "Nosotras probamos tres maneras de leer en voz alta y la segunda fue la que más gustó al curso."
    (tmp_path / "a.txt").write_text(f"Rita Paredes - Juan Olivares: {long}\nLuis Rojas: Bien, Rita.\n", "utf-8")
    (tmp_path / "b.txt").write_text(f"Sara Núñez: {long}\nRita Paredes Soto: Muy bien eso.\n", "utf-8")
    empty.ingest([tmp_path / "a.txt", tmp_path / "b.txt"])
    empty.map()
    settings = empty.folder / "qualkit.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[reading]\nfacilitators = ["Rita Paredes"]\n', "utf-8")
    empty.close()
    command = ["--project", str(empty.folder), "--lang", "en", "forget", "Rita Paredes", "--as", "ana"]
    assert run([*command, "--dry-run"]) == 0
    shown = capsys.readouterr()
    for said in (
        "--keep-shared",
        "may be the same person",
        "under another label",
        "qualkit.toml names",
        "a.txt",
        "mapa.svg",
    ):
        assert said in shown.err
    assert "would be taken out" in shown.out
    assert "backups" not in shown.err
    assert run([*command, "--yes", "--delete-outputs"]) == 0
    shown = capsys.readouterr()
    assert "Deleted: informes/mapa.svg" in shown.err
    assert "backups" in shown.err
    assert run(["--project", str(empty.folder), "--lang", "en", "forget", "--delete-outputs"]) == 0
    assert "No report or export is older" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say whom"),
        ([HER], "--as"),
        ([HER, "--as", "ana", "--json"], "--yes or --dry-run"),
    ],
    ids=["nobody", "by nobody", "nobody to ask"],
)
def test_the_command_says_what_is_missing(
    place: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from qualkit.cli import run

    assert run(["--project", str(place), "--lang", "en", "forget", *arguments]) == 2
    assert said in capsys.readouterr().err
