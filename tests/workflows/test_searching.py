"""Search: what is found, where it stands, why, in which part of the project, and in what shape."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qualkit.errors import InputError
from qualkit.evidence import Source
from qualkit.model import Coding, Document, Evidence, Turn
from qualkit.project import Project
from qualkit.testing import FixedEmbedder, WordEmbedder
from qualkit.workflows.ingesting import Given, ingest
from qualkit.workflows.passages import Where, all_passages, passages_at
from qualkit.workflows.reviewing import decide, present_signatures
from qualkit.workflows.searching import WORDS_FILE, Found, SearchSettings, fused, search_project
from qualkit.workflows.workspace import Workspace, create_project

HONDO_1 = """00:00 Facilitadora: ¿Qué hicieron este mes en el huerto de cada escuela?
00:10 Rosa: Sembramos papas con los abuelos. La jefa de u te pe pidió la planificación en marzo.
00:20 Iván: La profesora de segundo está con licencia médica. No llegó nadie a reemplazarla en todo el mes.
"""
HONDO_2 = """00:00 Facilitadora: Hoy hablamos de la confianza entre colegas.
00:10 Rosa: Me da miedo que alguien mire mi clase, pero quiero que me observen.
"""
AZUL_1 = """00:00 Facilitadora: Cuenten cómo va la asistencia en la Red Cerro Azul.
00:10 Nora: Los lunes falta la mitad del curso, y los abuelos los llevan a sembrar papas.
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a project of two territories, coded by nobody."""
    made = create_project(tmp_path / "red")
    for name, text, territory, session in (
        ("hondo-1", HONDO_1, "Red Río Hondo", 1),
        ("hondo-2", HONDO_2, "Red Río Hondo", 2),
        ("azul-1", AZUL_1, "Red Cerro Azul", 1),
    ):
        file = tmp_path / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        [result] = ingest(made, [file], given=Given(territory=territory, session=session))
        assert result.status == "ingested"
    yield made
    made.store.close()


def search(workspace: Workspace, query: str, **options: Any) -> Found:
    where = Where(**{name: options.pop(name) for name in list(options) if name in Where.__dataclass_fields__})
    return search_project(workspace, query, where=where, embedder=options.pop("embedder", WordEmbedder()), **options)


def quotes(found: Found) -> list[str]:
    return [hit.quote for hit in found]


# What is found, and where it stands


def test_the_quote_stands_at_its_offsets_and_passes_the_gate(workspace: Workspace) -> None:
    documents = {document.id: document for document in workspace.store.documents()}
    found = search(workspace, "papas abuelos clase licencia asistencia", top=50)
    assert len(found) >= 5
    for hit in found:
        document = documents[hit.document]
        assert document.text[hit.start : hit.end] == hit.quote
        assert (hit.title, hit.territory, hit.session) == (document.title, document.territory, document.session)
        span = Source(document.text, document.speech_spans).locate(hit.quote)
        assert span is not None
        assert span.of(document.text) in hit.quote


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("UTP", "u te pe"),
        ("¿qué pidió la UTP?", "u te pe"),
        ("lisencias medicas", "licencia médica"),
        ("sembrar", "papas"),
        ("que me observen la clase", "mire mi clase"),
    ],
    ids=["acronym", "question", "misspelt", "lemma", "everyday words"],
)
def test_what_is_asked_is_found_first(workspace: Workspace, query: str, words: str) -> None:
    assert words in search(workspace, query)[0].quote


def test_a_hit_says_who_spoke_in_which_role(workspace: Workspace) -> None:
    hit = search(workspace, "licencia")[0]
    assert (hit.role, hit.speaker is not None) == ("participant", True)
    assert search(workspace, "confianza")[0].role == "facilitator"


def test_top_is_the_most_that_is_shown(workspace: Workspace) -> None:
    assert len(search(workspace, "papas abuelos clase", top=2)) == 2


def test_the_best_stands_first_and_scores_lie_between_0_and_1(workspace: Workspace) -> None:
    scores = [hit.score for hit in search(workspace, "papas con los abuelos", top=50)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_the_same_search_finds_the_same(workspace: Workspace) -> None:
    assert search(workspace, "papas del huerto") == search(workspace, "papas del huerto")


def test_a_territory_in_the_query_goes_first_and_is_no_word_of_it(workspace: Workspace) -> None:
    for query, territory in (("papas en Cerro Azul", "Red Cerro Azul"), ("papas en rio hondo", "Red Río Hondo")):
        found = search(workspace, query)
        assert found[0].territory == territory
        assert "papas" in found[0].quote
        assert found.words == ("papas",)


@pytest.mark.parametrize("query", ["papas en la Red Cerro Azul", "red cerro azul papas"])
def test_the_word_before_a_territory_is_part_of_its_name(workspace: Workspace, query: str) -> None:
    assert search(workspace, query).words == ("papas",)


def test_a_query_of_a_territory_only_finds_what_speaks_of_it(workspace: Workspace) -> None:
    assert "Red Cerro Azul" in search(workspace, "Red Cerro Azul")[0].quote


# Why


def test_a_hit_says_why_it_was_found(workspace: Workspace) -> None:
    hit = search(workspace, "licencias")[0]
    assert hit.why.lexical == 1
    assert hit.why.words == ("licencia",)


def test_what_only_its_meaning_finds_has_no_place_by_words(workspace: Workspace) -> None:
    text = next(p.text for p in all_passages(workspace) if "mitad del curso" in p.text)
    embedder = FixedEmbedder(
        {text: [1, 0], "ausentismo": [1, 0]} | {p.text: [0, 1] for p in all_passages(workspace) if p.text != text}
    )
    hit = search(workspace, "ausentismo", embedder=embedder)[0]
    assert hit.quote == text
    assert (hit.why.lexical, hit.why.dense, hit.similarity) == (None, 1, 1.0)


def test_what_only_its_words_find_has_no_cosine_rather_than_0(workspace: Workspace) -> None:
    embedder = FixedEmbedder({p.text: [0, 1] for p in all_passages(workspace)} | {"licencia": [1, 0]})
    hit = search(workspace, "licencia", embedder=embedder)[0]
    assert (hit.similarity, hit.why.dense) == (None, None)


@pytest.mark.parametrize(
    ("lexical", "dense", "expected"),
    [
        (["a", "b"], ["b"], {"a": 10 / 15, "b": 10 / 15 * 10 / 11 + 5 / 15}),
        ([], ["a", "b"], {"a": 5 / 15, "b": 5 / 15 * 10 / 11}),
        (["a"], ["a"], {"a": 1.0}),
        ([], [], {}),
    ],
    ids=["both", "meaning alone", "first of both", "nothing"],
)
def test_fused(lexical: list[str], dense: list[str], expected: dict[str, float]) -> None:
    """With a smoothing of 9 the first place is worth 1/10 and the second 1/11; meaning counts half."""
    assert fused(lexical, dense, SearchSettings(smoothing=9, meaning=0.5)) == pytest.approx(expected)


def test_a_cosine_that_says_nothing_is_none(workspace: Workspace) -> None:
    embedder = FixedEmbedder({p.text: [0.1, 0.99] for p in all_passages(workspace)} | {"xilófono": [1, 0]})
    assert len(search(workspace, "xilófono", embedder=embedder)) == 0


def test_what_was_found_by_meaning_only_is_told_apart(workspace: Workspace) -> None:
    embedder = FixedEmbedder(
        {p.text: [0.6, 0.8] for p in all_passages(workspace)} | {"xilófono": [1, 0], "papas": [1, 0]}
    )
    assert search(workspace, "xilófono", embedder=embedder).by_meaning_only
    assert not search(workspace, "papas", embedder=embedder).by_meaning_only
    assert not Found((), 3, ("papas",)).by_meaning_only


# Nothing to find


@pytest.mark.parametrize("query", ["que de la", "🌊🌊", "", "  ", "¿?"])
def test_a_query_without_a_word_finds_nothing_and_asks_no_embedder(workspace: Workspace, query: str) -> None:
    embedder = WordEmbedder()
    found = search(workspace, query, embedder=embedder)
    assert (len(found), found.words, embedder.asked) == (0, (), [])


def test_an_empty_project_says_so(tmp_path: Path) -> None:
    made = create_project(tmp_path / "vacía")
    with pytest.raises(InputError, match="nothing to search"):
        search_project(made, "algo")
    made.store.close()


# Where


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({"territory": "cerro azul"}, {"azul-1"}),
        ({"territory": "Red Río Hondo"}, {"hondo-1", "hondo-2"}),
        ({"session": 2}, {"hondo-2"}),
        ({"document": "HONDO 1"}, {"hondo-1"}),
        ({"role": "facilitator"}, {"hondo-1", "hondo-2", "azul-1"}),
    ],
    ids=["territory as people write it", "territory", "session", "title", "role"],
)
def test_filters(workspace: Workspace, where: dict[str, Any], expected: set[str]) -> None:
    passages = passages_at(workspace, all_passages(workspace), Where(**where))
    assert {passage.document.title for passage in passages} == expected
    if "role" in where:
        assert {passage.role for passage in passages} == {where["role"]}


def test_a_document_can_be_named_by_its_id(workspace: Workspace) -> None:
    document = workspace.store.documents()[0].id
    assert {hit.document for hit in search(workspace, "papas clase confianza licencia", document=document)} == {
        document
    }


def test_filters_together_may_leave_nothing(workspace: Workspace) -> None:
    found = search(workspace, "papas", territory="Cerro Azul", session=2)
    assert (len(found), found.segments) == (0, 0)


@pytest.mark.parametrize(
    ("where", "known"),
    [
        ({"territory": "Red Lejana"}, "Red Cerro Azul, Red Río Hondo"),
        ({"session": 7}, "1, 2"),
        ({"document": "otra"}, "azul-1, hondo-1, hondo-2"),
    ],
    ids=["territory", "session", "document"],
)
def test_what_the_project_does_not_know_is_answered_with_what_it_does(
    workspace: Workspace, where: dict[str, Any], known: str
) -> None:
    with pytest.raises(InputError) as raised:
        search(workspace, "papas", **where)
    assert known in str(raised.value)


# Codes


def _code(workspace: Workspace, words: str, code: str, *, polarity: str = "present") -> Coding:
    """Suggest ``code`` for the segment that says ``words``."""
    book = sorted(signature for signature in present_signatures(workspace) if signature.startswith("lar@"))[0]
    passage = next(p for p in all_passages(workspace) if words in p.text)
    span = passage.segment.span
    coding = Coding(
        passage.document.id,
        span,
        code,
        book,
        "combined",
        0.5,
        Evidence(span.start, span.end, passage.text),
        polarity,  # type: ignore[arg-type]
    )
    with workspace.run("code", {"codebooks": [book]}) as run:
        workspace.store.add_codings(passage.document.id, book, words, [coding], run.id)
    return next(
        c for c in workspace.store.codings() if (c.document, c.segment, c.code) == (passage.document.id, span, code)
    )


@pytest.fixture
def family() -> tuple[str, str]:
    """Return a family of the first codebook and a code below it."""
    from qualkit.workflows.instruments import open_codebook

    book = open_codebook("lar")
    leaf = book.leaves[0]
    return book.root(leaf.id).id, leaf.id


def test_an_unknown_code_is_answered_with_those_that_were_given(workspace: Workspace, family: tuple[str, str]) -> None:
    with pytest.raises(InputError, match="There are: "):
        search(workspace, "papas", code="nada")
    _code(workspace, "Sembramos papas", family[1])
    with pytest.raises(InputError, match=rf"“nada”. There are: {family[1]}\."):
        search(workspace, "papas", code="nada")


def test_a_code_of_the_books_that_nobody_gave_leaves_nothing(workspace: Workspace, family: tuple[str, str]) -> None:
    assert search(workspace, "papas", code=family[1]).segments == 0


def test_a_code_finds_what_carries_it_or_a_code_below_it(workspace: Workspace, family: tuple[str, str]) -> None:
    _code(workspace, "Sembramos papas", family[1])
    for code in family:
        found = search(workspace, "papas abuelos sembrar", code=code)
        assert ["Sembramos papas" in quote for quote in quotes(found)] == [True]
        assert found[0].code == "suggested"


def test_what_people_accepted_says_so_and_what_they_rejected_is_out(
    workspace: Workspace, family: tuple[str, str]
) -> None:
    accepted = _code(workspace, "Sembramos papas", family[1])
    rejected = _code(workspace, "sembrar papas", family[1])
    decide(workspace, accepted, "accepted", by="human:ana")
    decide(workspace, rejected, "rejected", by="human:ana")
    found = search(workspace, "papas", code=family[1])
    assert [(hit.document, hit.code) for hit in found] == [(accepted.document, "accepted")]


def test_what_is_denied_does_not_carry_the_code(workspace: Workspace, family: tuple[str, str]) -> None:
    _code(workspace, "Sembramos papas", family[1], polarity="negated")
    assert search(workspace, "papas", code=family[1]).segments == 0


def test_without_a_code_asked_for_a_hit_says_nothing_of_codes(workspace: Workspace, family: tuple[str, str]) -> None:
    _code(workspace, "Sembramos papas", family[1])
    assert {hit.code for hit in search(workspace, "papas")} == {None}


# In what shape


def test_the_context_is_the_whole_turn(workspace: Workspace) -> None:
    with_it, without = (search(workspace, "reemplazarla", context=context)[0] for context in (True, False))
    assert with_it.context is not None
    assert "licencia médica" in with_it.context
    assert with_it.quote in with_it.context
    assert without.context is None


def test_only_the_turns_of_the_hits_are_taken_out(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Turn] = []
    text_of = Document.text_of

    def counted(document: Document, turn: Turn) -> str:
        taken.append(turn)
        return text_of(document, turn)

    monkeypatch.setattr(Document, "text_of", counted)
    assert len(search(workspace, "papas", top=1, context=True)) == 1
    assert len(taken) == 1


def test_the_table_has_one_row_a_hit(workspace: Workspace) -> None:
    found = search(workspace, "papas de los abuelos")
    frame = found.to_frame()
    assert list(frame["quote"]) == quotes(found)
    assert {"document", "start", "end", "score", "similarity", "lexical", "dense", "words"} <= set(frame.columns)


def test_an_empty_table_has_its_columns(workspace: Workspace) -> None:
    assert "quote" in search(workspace, "🌊").to_frame().columns


def test_what_was_found_can_be_sliced(workspace: Workspace) -> None:
    found = search(workspace, "papas de los abuelos")
    assert list(found[:1]) == [found[0]]


# The words that are kept


def test_the_words_are_kept_and_follow_the_project(workspace: Workspace, tmp_path: Path) -> None:
    search(workspace, "papas")
    file = workspace.data_folder / WORDS_FILE
    before = json.loads(file.read_text(encoding="utf-8"))["texts"]
    stamp = file.stat().st_mtime_ns
    search(workspace, "licencia")
    assert file.stat().st_mtime_ns == stamp
    (tmp_path / "hondo-2.txt").write_text("00:00 Rosa: Ahora hablamos de otra materia distinta.\n", encoding="utf-8")
    ingest(workspace, [tmp_path / "hondo-2.txt"], given=Given(territory="Red Río Hondo", session=2))
    assert quotes(search(workspace, "materia"))[0] == "Ahora hablamos de otra materia distinta."
    after = json.loads(file.read_text(encoding="utf-8"))["texts"]
    assert len(after) < len(before)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"made_by": "0"}', '{"made_by": "1:x", "texts": {}}'])
def test_words_that_cannot_be_read_are_read_again(workspace: Workspace, content: str) -> None:
    (workspace.data_folder / WORDS_FILE).write_text(content, encoding="utf-8")
    assert "licencia" in search(workspace, "licencia")[0].quote


@pytest.mark.parametrize("ruin", [list, lambda texts: dict.fromkeys(texts), str], ids=["list", "no words", "text"])
def test_words_of_another_form_are_read_again(workspace: Workspace, ruin: Any) -> None:
    search(workspace, "papas")
    file = workspace.data_folder / WORDS_FILE
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(kept | {"texts": ruin(kept["texts"])}), encoding="utf-8")
    assert "licencia" in search(workspace, "licencia")[0].quote
    assert json.loads(file.read_text(encoding="utf-8")) == kept


# In a notebook


def test_search_after_an_edit_answers_from_the_present_version(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    text = "Ana: Leímos cuentos con las familias.\nLeo: Los niños sembraron papas en el huerto.\n"
    file.write_text(text, encoding="utf-8")
    with Project.create(tmp_path / "red") as project:
        project.ingest([file])
        project.search("cuentos")
        file.write_text(text + "\n", encoding="utf-8")  # as many passages with the same words, another document
        project.ingest([file])
        assert {hit.document for hit in project.search("cuentos")} == {project.documents[0].id}


def test_a_notebook_asks_as_the_command_line_does(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    file.write_text("Facilitadora: ¿Qué sembraron?\nLeo: Los niños sembraron papas en el huerto.\n", encoding="utf-8")
    with Project.create(tmp_path / "red") as project:
        project.ingest([file], territory="Red Río Hondo")
        found = project.search("sembrar", territory="rio hondo", role="participant", top=3)
        assert [hit.quote for hit in found] == ["Los niños sembraron papas en el huerto."]
        assert len(found.to_frame()) == 1
