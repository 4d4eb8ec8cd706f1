"""Sentences of the report that must hold for one and for many, and where a part does not exist."""

from dataclasses import replace

import pytest

from qualkit.model.shares import TextTally
from qualkit.rendering.blocks import Items, KeyFigures, Paragraph, flat
from qualkit.rendering.content import MethodNote, OutOfTheList, ReportContent
from qualkit.rendering.report import compose
from qualkit.rendering.report_docx import render_docx
from qualkit.rendering.report_html import render_html
from qualkit.rendering.report_pdf import render_pdf

from .example import content


def _paragraphs(made: ReportContent) -> list[str]:
    return [block.text for block in flat(compose(made).blocks) if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (1, "Open question “Comentario”: 1 person wrote something."),
        (9, "Open question “Comentario”: 9 people wrote something."),
    ],
)
def test_an_open_question_is_named_with_who_wrote(n: int, sentence: str) -> None:
    made = content("en")
    assert made.survey is not None
    texts = (TextTally("c12", "Comentario", n, 3),)
    paragraphs = _paragraphs(replace(made, survey=replace(made.survey, texts=texts)))
    assert sentence in paragraphs
    assert not any("coded like any other" in text for text in paragraphs)


@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (0, "No experience forms were read, so there is no shortlist."),
        (1, "1 experience was read and is not scored yet."),
        (4, "4 experiences were read and are not scored yet."),
    ],
)
def test_forms_without_levels_are_not_forms_that_are_missing(n: int, sentence: str) -> None:
    said = [
        text for text in _paragraphs(ReportContent("t", "r", "2025-01-02", "en", unscored=n)) if "xperience" in text
    ]
    assert said == [sentence]


@pytest.mark.parametrize(("coder", "sentence"), [("", "Nothing has been coded yet."), ("combined", "Coder: combined.")])
def test_a_coder_is_named_only_where_it_coded(coder: str, sentence: str) -> None:
    made = ReportContent("t", "r", "2025-01-02", "en", method=MethodNote(coder=coder))
    items = [text for block in compose(made).blocks if isinstance(block, Items) for text in block.texts]
    assert items == [sentence]


def test_what_was_accepted_is_out_of_the_same_number_as_what_was_reviewed() -> None:
    made = content("en")
    assert made.method.reviewed is not None
    figures = next(block for block in compose(made).blocks if isinstance(block, KeyFigures)).figures
    [detail] = [detail for _value, what, detail in figures if what == "codings accepted by people"]
    assert detail == f"of {made.method.reviewed.of} (without the negated ones)"


def test_notes_on_the_members_stand_with_the_attendance() -> None:
    assert "Hay dos listas." in _paragraphs(replace(content("en"), attendance_notes=("Hay dos listas.",)))


def test_the_three_formats_tell_who_stayed_out() -> None:
    made = content("en")
    assert made.experiences is not None
    made = replace(made, experiences=replace(made.experiences, out=(OutOfTheList("La huerta", None, 7, "Fuera."),)))
    assert "La huerta" in render_html(made)
    assert all(len(render(made)) > 1000 for render in (render_docx, render_pdf))
