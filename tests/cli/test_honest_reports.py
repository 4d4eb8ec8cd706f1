"""The report says what the record says: what was sent out, what is not coded yet, which numbers share a base."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qualkit.evidence import Source
from qualkit.evidence.denial import negated_before
from qualkit.i18n import speaking
from qualkit.model import Coding, Document, Evidence, Span, Turn
from qualkit.rendering.content import ReportContent
from qualkit.workflows import themes
from qualkit.workflows.reporting import report_content
from qualkit.workflows.workspace import Workspace, open_project

from ..workflows import network


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Return a finished project."""
    opened = open_project(network.built(tmp_path / "todo"))
    yield opened
    opened.store.close()


def _content(workspace: Workspace) -> ReportContent:
    with speaking("en"):
        return report_content(workspace)


def test_without_a_model_the_report_says_that_none_was_used(workspace: Workspace) -> None:
    assert _content(workspace).method.sent_out.startswith("No language model was used")


def test_a_model_that_was_asked_is_named_whatever_the_settings_say(workspace: Workspace) -> None:
    with workspace.run("score", {"judge": "llm:openai:m-1", "rubric": "x"}):
        pass
    score = workspace.store.scores()[0]
    workspace.store.add_score(
        replace(score, judge="llm:lugar:m-2"),
        experience_hash=workspace.store.experiences()[0].hash,
        rubric="experiencias_demostrativas@x",
        run=workspace.store.runs()[-1].id,
    )
    sent = _content(workspace).method.sent_out
    assert sent.endswith("were sent to these language models: llm:lugar:m-2, llm:openai:m-1.")


def test_pseudonyms_are_not_promised_to_be_complete(workspace: Workspace) -> None:
    assert "that were recognised were replaced" in _content(workspace).method.pseudonymised


def test_what_was_never_coded_or_scored_is_said_to_be_so(tmp_path: Path) -> None:
    network.write_material(tmp_path / "material")
    with network.start(tmp_path / "red") as project:
        project.ingest([tmp_path / "material"])
        made = _content(project._workspace)
        page = project.report(formats=("html",))["html"].read_text(encoding="utf-8")
    left_out = dict(made.method.left_out)
    assert left_out["segments of documents that are not coded yet"] == made.segments > 0
    assert not any("gave no code" in what for what in left_out)
    assert (made.method.coder, made.unscored, made.experiences) == ("", 4, None)
    assert "No se leyeron fichas" not in page


def test_a_coder_that_went_through_is_named_with_what_it_left(workspace: Workspace) -> None:
    made = _content(workspace)
    assert made.method.coder.startswith("combined (local")
    left_out = dict(made.method.left_out)
    assert 0 < left_out["segments to which the coder gave no code"] < made.segments


def test_accepted_and_reviewed_have_the_same_base(workspace: Workspace) -> None:
    made = _content(workspace)
    codings = [coding for coding in workspace.store.codings() if coding.polarity == "present"]
    assert made.method.reviewed is not None
    assert made.method.reviewed.of == len(codings) == sum(code.segments for f in made.families for code in f.rows)


def test_the_list_counts_places_and_tells_who_is_out(workspace: Workspace) -> None:
    from qualkit.rendering.blocks import Heading, Table, flat
    from qualkit.rendering.report import compose

    made = _content(workspace)
    assert made.experiences is not None
    chosen = tuple(replace(item, rank=rank) for item, rank in zip(made.experiences.chosen, (1, 4), strict=True))
    with speaking("en"):
        blocks = flat(compose(replace(made, experiences=replace(made.experiences, chosen=chosen))).blocks)
    headings = [
        block.text for block in blocks if isinstance(block, Heading) and block.anchor.startswith("experiencia-")
    ]
    assert [heading.split(".")[0] for heading in headings] == ["1", "2"]
    [out] = [block for block in blocks if isinstance(block, Table) and "not in the list" in block.caption]
    assert len(out.rows) == 2
    assert all(row[2].text.isdecimal() and row[3].text for row in out.rows)


def test_which_of_several_surveys_is_shown_is_said(workspace: Workspace, tmp_path: Path) -> None:
    from qualkit.workflows.ingesting import Given, ingest

    text = "c1;c2\n1;2\n2;2\n1;3\n"
    for name in ("uno.csv", "encuesta cierre.csv"):
        (tmp_path / name).write_text(text + ("4;4\n" if name == "encuesta cierre.csv" else ""), encoding="utf-8")
    results = ingest(workspace, [tmp_path / "uno.csv", tmp_path / "encuesta cierre.csv"], given=Given(kind="survey"))
    assert {result.status for result in results} == {"ingested"}
    survey = _content(workspace).survey
    assert survey is not None
    assert survey.answers == 4
    assert survey.notes[0].startswith("3 surveys were read; the one shown is the last that was read: ")
    assert "cierre" in survey.notes[0]


# Quotes


def _document(text: str) -> Document:
    return Document("d", "t", "transcript", text, (Turn(Span(0, len(text)), "A"),))


def _coding(text: str, segment: str, evidence: str) -> Coding:
    at, start = text.index(segment), text.index(evidence)
    span = Span(start, start + len(evidence))
    return Coding("d", Span(at, at + len(segment)), "c", "b@1", "combined", 0.5, Evidence.at(span, text), id=1)


@pytest.mark.parametrize(
    ("text", "segment", "evidence", "printed"),
    [
        (
            "Hoy la red se junta siempre los lunes.",
            "la red se junta siempre",
            "red se junta",
            "la red se junta siempre",
        ),
        ("No llegan las familias a la reunión.", "llegan las familias", "las familias a la", "las familias a la"),
        ("Nunca llegan las familias.", "llegan las familias", "llegan las familias", None),
        ("Sí, no. Llegan las familias hoy.", "Llegan las familias", "familias hoy", "Llegan las familias"),
        ("Hola dos tres cuatro cinco.", "la dos tres cuatro", "dos tres cuatro", "dos tres cuatro"),
    ],
    ids=["whole segment", "after a no", "nothing to quote", "the no ended before", "cut word"],
)
def test_a_printed_quote_passes_the_gate_and_leaves_no_denial_behind(
    text: str, segment: str, evidence: str, printed: str | None
) -> None:
    document = _document(text)
    passages = themes.CodedPassages({}, {"d": document}, {"d": Source(text, document.speech_spans)})
    quote = themes._quote(passages, _coding(text, segment, evidence))
    assert (quote.text if quote else None) == printed


def test_every_theme_quote_of_a_project_passes_the_gate(workspace: Workspace) -> None:
    documents = {document.id: document for document in workspace.store.documents()}
    quotes = [q for family in _content(workspace).families for code in family.rows for q in code.quotes]
    assert len(quotes) >= 5
    for quote in quotes:
        document = documents[quote.document]
        assert Source(document.text, document.speech_spans).locate(quote.text) is not None
        assert not negated_before(document.text, Span(quote.start, quote.end))


def test_no_sentence_stands_inside_a_formatted_text() -> None:
    """The catalogue does not find what is translated inside the braces of an f-string."""
    import qualkit

    hidden = re.compile(r"""\bf["'].*\{[^}]*\b_\(\s*["']""")
    package = Path(qualkit.__file__).parent
    found = [
        f"{file.name}:{number}"
        for file in package.rglob("*.py")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if hidden.search(line)
    ]
    assert found == []
