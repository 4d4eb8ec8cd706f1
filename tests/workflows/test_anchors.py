"""What was said of an edited file goes over to the same words in the same place, or is listed: never lost or guessed."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualkit.cli import run
from qualkit.model import Coding, Document, Evidence, Label, Segment, Span, Turn
from qualkit.project import Project
from qualkit.workflows.carrying import Anchors, CarriedOver, carry_over, left_behind, orphans
from qualkit.workflows.reviewing import decide, standing

A, B = "Ana: ", "Leo: "
SAME = "Nosotros leímos con los niños cada viernes."
OTHER = "Los apoderados vinieron a la feria de ciencias."
SHORT = "Sí, claro."
LAST = "De eso hablamos otro día con más calma."
NEW = "Mañana nos juntamos a preparar la próxima visita."
END = [A + "Ya, entonces quedamos en eso.", B + "Muchas gracias por la conversación."]  # two speakers who come back


def _write(file: Path, lines: list[str]) -> None:
    file.write_text("\n".join([*lines, *END]) + "\n", encoding="utf-8")


def _edited(place: Path, before: list[str], after: list[str], say: Callable[[Project], object]) -> Project:
    file = place / "sesion.txt"
    _write(file, before)
    project = Project.create(place / "red")
    project.ingest([file])
    say(project)
    _write(file, after)
    project.ingest([file])
    return project


def _label(*turns: int, words: str | None = None) -> Callable[[Project], object]:
    def say(project: Project) -> None:
        document = project.documents[0]
        spans = [document.turns[turn].span for turn in turns]
        if words is not None:
            starts = [document.text.index(words, span.start, span.end) for span in spans]
            spans = [Span(start, start + len(words)) for start in starts]
        with project._workspace.run("test", {}) as made:
            labels = [Label(document.id, span, "c", "ana") for span in spans]
            project._workspace.store.add_labels(labels, made.id)

    return say


def _moved(project: Project) -> list[int]:
    """Return the turns on which the labels stand now; what is ingested has been carried over already."""
    turns = project.documents[0].turns
    labels = project._workspace.store.labels()
    return [i for label in labels for i, turn in enumerate(turns) if turn.span.holds(label.segment)]


CASES = {
    "the second of two": ([A + SAME, B + SAME, A + OTHER], [A + SAME, B + SAME, A + NEW], [1], [1], 0),
    "the second of one speaker": ([A + SAME, B + OTHER, A + SAME], [A + SAME, B + NEW, A + SAME], [2], [2], 0),
    "the first speaker went": ([A + SAME, B + SAME], [A + NEW, B + SAME], [0], [], 1),
    "another one says it now": ([A + SAME, B + OTHER], [A + OTHER, B + SAME], [0], [], 1),
    "one of two went": ([A + SAME, B + OTHER, A + SAME], [A + NEW, B + OTHER, A + SAME], [0, 2], [2], 1),
    "one more came": ([A + SAME, B + OTHER], [A + SAME, B + OTHER, A + SAME], [0, 1], [0, 1], 0),
    "nobody knows which of two went": ([A + SAME, B + SHORT, A + SAME], [A + SAME], [0, 2], [], 2),
    "it was said twice and both changed around it": (
        [A + OTHER, A + SAME, B + SHORT, A + SAME, B + NEW],
        [A + NEW, A + SAME, B + LAST, A + SAME, B + LAST],
        [1],
        [],
        1,
    ),
    "a short one stands alone": ([A + OTHER, B + SHORT], [A + NEW, B + SHORT, A + NEW], [1], [], 1),
    "a short one has what came before": ([A + OTHER, B + SHORT], [A + OTHER, B + SHORT, A + NEW], [1], [1], 0),
    "it moved": ([A + OTHER, B + SAME], [A + NEW, B + NEW, A + OTHER, B + SAME], [1], [3], 0),
}


@pytest.mark.parametrize(("before", "after", "labelled", "expected", "stayed"), CASES.values(), ids=CASES.keys())
def test_a_label_goes_to_the_same_passage_or_stays(
    tmp_path: Path, before: list[str], after: list[str], labelled: list[int], expected: list[int], stayed: int
) -> None:
    with _edited(tmp_path, before, after, _label(*labelled)) as project:
        assert _moved(project) == expected
        assert [orphan.kind for orphan in orphans(project._workspace)] == ["label"] * stayed
        assert _again(project) == CarriedOver(0, stayed)
        assert _moved(project) == expected


def _again(project: Project) -> CarriedOver:
    with project._workspace.run("test", {}) as made:
        return carry_over(project._workspace, made.id)


def test_words_within_a_turn_go_over_though_the_turn_changed(tmp_path: Path) -> None:
    before, after = [A + SAME, B + SAME, B + OTHER], [A + SAME, B + "Bueno. " + SAME, A + OTHER]
    with _edited(tmp_path, before, after, _label(1, words="con los niños")) as project:
        assert _moved(project) == [1]


def test_a_label_over_two_turns_stays(tmp_path: Path) -> None:
    def say(project: Project) -> None:
        document = project.documents[0]
        both = Span(document.turns[0].span.start, document.turns[1].span.end)
        with project._workspace.run("test", {}) as made:
            project._workspace.store.add_labels([Label(document.id, both, "c", "ana")], made.id)

    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + OTHER, A + NEW], say) as project:
        assert [orphan.why for orphan in orphans(project._workspace)] == ["border"]


def _code(project: Project) -> list[Coding]:
    """Code every segment with an invented codebook, as the coder «combined»."""
    workspace = project._workspace
    document = project.documents[0]
    codings = [
        Coding(document.id, s.span, "c", "libro@1", "combined", 0.5, Evidence.at(s.span, document.text))
        for s in workspace.store.segments(document.id)
    ]
    with workspace.run("code", {"codebooks": ["libro@1"], "coder": "combined"}) as made:
        workspace.store.add_codings(document.id, "libro@1", "combined", codings, made.id)
    return workspace.store.codings()


def test_codings_and_decisions_stand_on_the_same_words_before_anybody_codes_again(tmp_path: Path) -> None:
    def say(project: Project) -> None:
        codings = _code(project)
        decide(project._workspace, codings[2], "rejected", by="human:ana", why="no es eso")

    with _edited(tmp_path, [A + SAME, B + OTHER, A + SAME], [A + SAME, B + NEW, A + SAME], say) as project:
        document = project.documents[0]
        words = [coding.segment.of(document.text) for coding in project.codings]
        assert words == [SAME, SAME, END[0][len(A) :], END[1][len(B) :]]
        assert all(c.evidence.quote == c.evidence.span.of(document.text) for c in project.codings)
        decided = {c.id: c for c in project.codings if c.id in standing(project._workspace)}
        assert [coding.segment for coding in decided.values()] == [document.turns[2].span]
        lost = orphans(project._workspace)
        assert [(o.quote, o.why, o.verdict, o.waits) for o in lost] == [(OTHER, "changed", None, True)]


def test_coding_again_doubles_nothing_and_lets_suggestions_go(tmp_path: Path) -> None:
    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + NEW], _code) as project:
        before = {coding.id for coding in project.codings}
        present = _code(project)
        assert len(present) == len({coding.segment for coding in present})
        assert before < {coding.id for coding in present}
        assert [orphan.waits for orphan in orphans(project._workspace)] == [False]
        assert left_behind(project._workspace) == 0


def test_a_decided_coding_that_lost_its_words_waits_for_ever(tmp_path: Path) -> None:
    def say(project: Project) -> None:
        decide(project._workspace, _code(project)[1], "accepted", by="human:ana")

    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + NEW], say) as project:
        _code(project)
        lost = orphans(project._workspace)
        assert [(o.quote, o.verdict, o.by, o.waits) for o in lost] == [(OTHER, "accepted", "human:ana", True)]


def test_of_two_former_versions_the_last_decision_counts(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"

    def say(project: Project) -> None:
        decide(project._workspace, _code(project)[0], "accepted", by="human:ana")
        _write(file, [A + SAME, B + NEW])
        project.ingest([file])
        decide(project._workspace, _code(project)[0], "rejected", by="human:leo")

    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + SAME], say) as project:
        first = _code(project)[0]
        assert standing(project._workspace)[first.id or 0] == "rejected"


def test_the_version_before_comes_back_with_what_was_decided_since(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + NEW], _code) as project:
        decide(project._workspace, project.codings[0], "accepted", by="human:ana")
        _write(file, [A + SAME, B + OTHER])
        project.ingest([file])
        assert standing(project._workspace)[project.codings[0].id or 0] == "accepted"
        assert left_behind(project._workspace) == 0
        n = len(project._workspace.store.decisions())
        _again(project)
        assert len(project._workspace.store.decisions()) == n


def test_what_lost_its_words_once_is_listed_once_over_many_versions(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    with _edited(tmp_path, [A + SAME, B + OTHER], [A + SAME, B + NEW], _label(0, 1)) as project:
        for lines in ([A + SAME, B + SHORT], [A + NEW, B + SHORT]):
            _write(file, lines)
            project.ingest([file])
        assert sorted(o.quote for o in orphans(project._workspace)) == sorted([SAME, OTHER])


LONG = (
    "Bueno, nosotras partimos en marzo con todas las cajas de libros en la biblioteca del ciclo, los niños eligieron los cuentos que querían leer y"
    " después de eso vinieron las familias un viernes por la tarde."
)


@pytest.mark.parametrize(
    ("edited", "moves"),
    [
        (LONG.replace("en marzo", "en abril"), True),
        (LONG.replace("un viernes", "un jueves"), True),
        (LONG.replace("del ciclo,", "del ciclo: no,"), False),
        (LONG.replace("que querían", "que no querían"), False),
        (LONG.replace("los niños eligieron", "los niños no eligieron"), False),
        (f"{LONG} {LONG}", False),
    ],
    ids=["far before", "far after", "just before", "just after", "in the quote", "twice"],
)
def test_a_quote_moves_where_its_passage_changed_far_from_it(tmp_path: Path, edited: str, moves: bool) -> None:
    def say(project: Project) -> None:
        document = project.documents[0]
        at = document.text.index("los niños eligieron los cuentos")
        span = Span(at, at + len("los niños eligieron los cuentos"))
        segment = next(s for s in project._workspace.store.segments(document.id) if s.span.holds(span))
        coding = Coding(document.id, segment.span, "c", "libro@1", "x", 0.5, Evidence.at(span, document.text))
        with project._workspace.run("test", {}) as made:
            project._workspace.store.add_codings(document.id, "libro@1", "x", [coding], made.id)
        decide(project._workspace, project.codings[0], "accepted", by="human:ana")

    with _edited(tmp_path, [A + LONG, B + OTHER], [A + edited, B + OTHER], say) as project:
        assert [c.evidence.quote for c in project.codings] == ["los niños eligieron los cuentos"] * moves
        assert [orphan.verdict for orphan in orphans(project._workspace)] == ["accepted"] * (not moves)
        store, document = project._workspace.store, project.documents[0]
        spans = {segment.span for segment in store.segments(document.id)}
        assert all(coding.segment in spans for coding in project.codings)
        assert len(standing(project._workspace)) == 1 + moves


def test_a_speaker_who_was_renamed_throughout_is_the_same_one(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    file.write_text(f"Hablante 1: {SAME}\nHablante 2: {OTHER}\nHablante 1: {SHORT}\n", encoding="utf-8")
    project = Project.create(tmp_path / "red")
    project.ingest([file])
    _code(project)
    file.write_text(f"Iris: {SAME}\nHablante 2: {OTHER}\nIris: {SHORT}\n", encoding="utf-8")
    project.ingest([file])
    assert [c.segment.of(project.documents[0].text) for c in project.codings] == [SAME, OTHER, SHORT]


def test_a_renamed_file_is_the_same_file(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    _write(file, [A + SAME, B + OTHER])
    project = Project.create(tmp_path / "red")
    project.ingest([file])
    codings = _code(project)
    file = file.rename(tmp_path / "sesion final.txt")
    assert [result.status for result in project.ingest([file])] == ["unchanged"]
    assert project.codings == codings
    _write(file, [A + SAME, B + NEW])
    project.ingest([file])
    assert len(project.documents) == 1
    assert next(c.segment.of(project.documents[0].text) for c in project.codings) == SAME


def test_a_copy_of_a_file_is_no_new_version(tmp_path: Path) -> None:
    file = tmp_path / "sesion.txt"
    _write(file, [A + SAME, B + OTHER])
    project = Project.create(tmp_path / "red")
    project.ingest([file])
    (tmp_path / "copia.txt").write_bytes(file.read_bytes())
    project.ingest([tmp_path / "copia.txt"])
    assert project._workspace.store.files()[0]["path"] == str(file.resolve())


def test_whoever_codes_and_asks_is_told_what_lost_its_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with _edited(tmp_path, [A + SAME], [A + NEW], _label(0)) as project:
        folder = str(project.folder)
    assert run(["--lang", "en", "--project", folder, "code"]) == 0
    assert "qualkit orphans" in capsys.readouterr().err
    assert run(["--lang", "en", "--project", folder, "status"]) == 0
    assert "qualkit orphans" in "".join(capsys.readouterr())
    assert run(["--lang", "es", "--project", folder, "huerfanas", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [(row["kind"], row["code"], row["quote"], row["why"]) for row in shown] == [("label", "c", SAME, "changed")]


# Random edits

SENTENCES = [
    "Sí.",
    "Claro, eso mismo.",
    "No alcanzamos a terminar la planificación.",
    "Los niños leen con sus abuelas los viernes en la tarde de cada semana.",
    "Nos falta tiempo para observar las clases de los demás colegas del ciclo.",
    "Gracias.",
]
Lines = list[tuple[str, str]]


@st.composite
def talks(draw: st.DrawFn) -> Lines:
    said = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
    return draw(st.lists(st.tuples(st.sampled_from("AB"), said), min_size=1, max_size=8))


@st.composite
def edits(draw: st.DrawFn, lines: Lines) -> Lines:
    """Return the lines after a few edits of the kinds that people make."""
    lines = list(lines)
    for _round in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        kind = draw(st.sampled_from(("insert", "delete", "replace", "swap", "double", "rename", "typo")))
        if kind == "insert":
            lines.insert(at, draw(st.tuples(st.sampled_from("AB"), st.sampled_from(SENTENCES))))
        elif not lines:
            continue
        elif kind == "delete":
            del lines[at]
        elif kind == "replace":
            lines[at] = (lines[at][0], draw(st.sampled_from(SENTENCES)))
        elif kind == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == "double":
            lines.insert(draw(st.integers(0, len(lines))), lines[at])
        elif kind == "rename":
            lines = [("C" if speaker == lines[at][0] else speaker, words) for speaker, words in lines]
        else:
            lines[at] = (lines[at][0], lines[at][1].replace("a", "á", 1))
    return lines


def _document(name: str, lines: Lines) -> tuple[Document, list[Segment]]:
    text, turns, segments = "", [], []
    for speaker, words in lines:
        text += f"{speaker}: "
        turns.append(Turn(Span(len(text), len(text) + len(words)), speaker))
        at = len(text)
        for sentence in re.findall(r"[^.]+\.\s*", words):
            span = Span(at, at + len(sentence.rstrip()))
            segments.append(Segment(name, len(segments), len(turns) - 1, span))
            at += len(sentence)
        text += words + "\n"
    return Document(name, "", "transcript", text, tuple(turns)), segments


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_every_passage_stands_on_its_words_in_its_context_or_is_listed(data: st.DataObject) -> None:
    lines = data.draw(talks())
    (former, old), (present, new) = _document("v1", lines), _document("v2", data.draw(edits(lines)))
    places = Anchors(former, old, present, new).places([segment.span for segment in old])
    found = [(span, place) for span, place in places.items() if isinstance(place, Span)]
    assert len({place for _span, place in found}) == len(found)
    for span, place in found:
        words = span.of(former.text)
        assert place.of(present.text) == words
        assert place in {segment.span for segment in new}
        is_only = _of(former, old, span) == _of(present, new, place) == 1
        before, after = _around(former, span), _around(present, place)
        assert (is_only and len(words.split()) >= 8) or before[0] == after[0] or before[1] == after[1]


@given(talks())
@settings(max_examples=60, deadline=None)
def test_an_unchanged_text_keeps_all_that_can_be_told_apart(lines: Lines) -> None:
    (former, old), (present, new) = _document("v1", lines), _document("v2", lines)
    places = Anchors(former, old, present, new).places([segment.span for segment in old])
    assert places == {segment.span: segment.span for segment in old}


def _of(document: Document, segments: list[Segment], span: Span) -> int:
    """Return how often the speaker of a passage says its words."""
    by = {segment.span: document.turns[segment.turn].speaker for segment in segments}
    words = span.of(document.text)
    return sum(by[other] == by[span] and other.of(document.text) == words for other in by)


def _around(document: Document, span: Span) -> tuple[str, str]:
    """Return the 20 characters that are said before and after a passage, labels left out."""
    number = next(i for i, turn in enumerate(document.turns) if turn.span.holds(span))
    texts = [document.text_of(turn) for turn in document.turns]
    own = document.turns[number].span
    before = "|".join(["^", *texts[:number], document.text[own.start : span.start]])
    after = "|".join([document.text[span.end : own.end], *texts[number + 1 :], "$"])
    return before[-20:], after[:20]
