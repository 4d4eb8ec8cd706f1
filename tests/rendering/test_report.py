import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

import qualkit.i18n
from qualkit.model.shares import ScaleTally, SurveyTally, TalkShare
from qualkit.rendering.blocks import Folded, Heading, Paragraph, Table, flat
from qualkit.rendering.content import ReportContent
from qualkit.rendering.report import compose
from qualkit.rendering.report_docx import render_docx
from qualkit.rendering.report_html import render_html
from qualkit.rendering.report_pdf import render_pdf
from qualkit.rendering.survey_svg import survey_figure

from .example import CRITERIA, HARD, LONG, TERRITORIES, content
from .pages import fetched, quotes_in

SECTIONS = (
    "At a glance", "Who took part", "Themes by territory", "Areas, themes and quotes", "Concept map", "Word cloud",
    "Experiences", "Survey", "How this was done", "Files that could not be read",
)  # fmt: skip
EMPTY = ReportContent("Informe", "Red", "2025-01-02", "en")
SPANISH = Path(qualkit.i18n.__file__).parent / "locale" / "es" / "LC_MESSAGES" / "qualkit.mo"


@pytest.fixture(scope="module")
def full() -> ReportContent:
    return content("en")


@pytest.fixture(scope="module")
def page(full) -> str:
    return render_html(full)


@pytest.fixture(scope="module")
def pdf_text(full) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(render_pdf(full))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture(scope="module")
def word(full):
    import docx

    return docx.Document(BytesIO(render_docx(full)))


def word_text(document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def all_quotes(made: ReportContent):
    for family in made.families:
        for code in family.rows:
            yield from code.quotes
    for chosen in made.experiences.chosen:
        yield from (quote for _, quote in chosen.quotes)
    for _text, _n, quotes in made.concept_map.links:
        yield from quotes


# HTML


def test_equal_content_gives_equal_bytes(full, page):
    assert render_html(content("en")) == page


def test_the_page_asks_the_network_for_nothing(page):
    assert fetched(page) == []
    assert "default-src 'none'" in page


def test_every_quote_is_printed_letter_by_letter_with_its_place(full, page):
    printed = {(q["data-document"], q["data-start"], q["data-end"], q["text"]) for q in quotes_in(page)}
    wanted = {(q.document, str(q.start), str(q.end), q.text) for q in all_quotes(full)}
    assert printed == wanted


def test_ids_are_there_once(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_contents_lead_somewhere(page):
    ids = set(re.findall(r'\sid="([^"]+)"', page))
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) > len(SECTIONS)
    assert set(links) <= ids


def test_sections_stand_in_their_order(page):
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", page) == list(SECTIONS)


def test_tables_name_their_rows_and_columns(page):
    tables = re.findall(r"<table.*?</table>", page, re.DOTALL)
    assert tables
    assert all("<caption>" in t and 'scope="col"' in t and 'scope="row"' in t for t in tables)


def test_tags_are_balanced(page):
    for tag in ("div", "table", "tr", "td", "th", "ol", "ul", "li", "details", "figure", "main", "nav", "span", "q"):
        assert len(re.findall(rf"<{tag}[\s>]", page)) == page.count(f"</{tag}>"), tag


def test_what_looks_like_markup_in_a_quote_stays_text(page):
    assert "<b>50 %" not in page
    assert HARD in {q["text"] for q in quotes_in(page)}


# What the report says


def rows_of(made: ReportContent, caption: str) -> list[list[str]]:
    table = next(b for b in flat(compose(made).blocks) if isinstance(b, Table) and caption in b.caption)
    return [[cell.text for cell in row] for row in table.rows]


def test_no_evidence_is_not_level_one_and_enters_no_mean(full):
    row = rows_of(full, "Level of each experience")[0]
    levels = row[2:14]
    counted = [int(level) for level in levels if level.isdecimal()]
    assert {"SE", "–"} <= set(levels)
    assert row[14:] == [f"{sum(counted) / len(counted):.1f}", str(len(counted))]
    assert rows_of(full, "Level of each experience")[-1][2:] == ["SE"] * 12 + ["–", "0"]


def test_attendance_stands_with_its_denominators(full):
    assert rows_of(full, "Attendance by territory")[0] == [
        TERRITORIES[0], "12", "10 of 12 (83\u00a0%)", "9 of 12 (75\u00a0%)", "75\u00a0% (3 activities)",
    ]  # fmt: skip
    assert rows_of(full, "Attendance by territory")[-1][0] == "Whole network"


def test_few_answers_have_no_percentage_and_negative_wording_is_told(full):
    rows = rows_of(full, "Answers to the items")
    assert rows[0][1:] == ["44", "3", "38 (86\u00a0%)", "5 (11\u00a0%)", "1 (2\u00a0%)"]
    assert "negative wording" in rows[1][0]
    assert rows[1][3] == "24 (53\u00a0%)"
    assert rows[2][3:] == ["3", "2", "1"]


def test_themes_count_passages_by_territory_with_n(full):
    table = next(
        b for b in flat(compose(full).blocks) if isinstance(b, Table) and "by theme and territory" in b.caption
    )
    assert [column.heading for column in table.columns][2] == f"{TERRITORIES[0]} (n=212)"
    assert [cell.text for cell in table.rows[1]][2:] == ["7", "12", "17", "22", "58"]
    assert [cell.shade for cell in table.rows[0]][2] == 0  # a zero is never shaded


def test_whoever_has_not_reviewed_is_told(full):
    names = [row[0] for row in rows_of(full, "Propósito nuclear")]
    assert names[0].endswith("(suggested)")
    assert names[1].endswith("(accepted)")
    assert names[2].endswith("(2 of 17 accepted)")


@pytest.mark.parametrize(
    "sentence",
    [
        "no list of members", "no transcripts with speakers", "no themes to compare", "no quotes to show",
        "not enough talk", "not enough words", "No experience forms", "No survey was read.", "Every file could be read.",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_said_in_one_sentence(sentence):
    texts = [block.text for block in compose(EMPTY).blocks if isinstance(block, Paragraph) and block.kind == "empty"]
    assert sum(sentence in text for text in texts) == 1


def test_an_empty_report_has_no_empty_table(full):
    assert not [block for block in flat(compose(EMPTY).blocks) if isinstance(block, Table)]
    assert [
        block.text for block in flat(compose(EMPTY).blocks) if isinstance(block, Heading) and block.level == 1
    ] == list(SECTIONS)


def test_one_territory_or_none_is_said(full):
    one = replace(
        full,
        territories=("Red A",),
        themes=replace(
            full.themes,
            territories=("Red A",),
            segments=(10,),
            rows=tuple(replace(row, counts=row.counts[:1]) for row in full.themes.rows),
        ),
    )
    assert "only one territory" in render_html(one)
    none = replace(full, territories=(), themes=replace(full.themes, territories=(), segments=()))
    assert "name no territory" in render_html(none)


def test_a_shortlist_without_experiences_is_told(full):
    made = replace(full, experiences=replace(full.experiences, chosen=()))
    assert "No experience has been pre-selected yet." in render_html(made)


def test_talk_without_a_marked_facilitator_is_no_zero(full):
    made = replace(full, talk=(TalkShare("d", "Sesión", None, None, 4, 40, 0, 0, 2),))
    assert rows_of(made, "Turns and words") == [["Sesión", "–", "–", "4", "40", "2", "nobody marked"]]


def test_bars_leave_out_what_nobody_answered(full):
    silent = ScaleTally("x", "x", (0, 0, 0, 0, 0), 5, 0, "low", False)
    assert survey_figure(SurveyTally(5, (silent,))) is None
    drawn = survey_figure(replace(full.survey, scales=(*full.survey.scales, silent)))
    assert drawn is not None
    assert drawn.svg.count("n=") == 3


# Word


def test_word_has_real_headings_and_repeated_table_headings(word):
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert headings == list(SECTIONS)
    tables = [table for table in word.tables if table.style.name == "Table Grid"]
    assert len(tables) >= 10
    assert all(table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in tables)


def test_word_holds_the_quotes_and_the_pictures(full, word):
    text = word_text(word)
    assert all(f"«{quote.text}»" in text for quote in all_quotes(full))
    assert len(word.inline_shapes) == 3
    assert all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)


def test_word_turns_the_page_for_the_map(word):
    assert [section.page_width > section.page_height for section in word.sections] == [False, True, False]


def test_word_gives_equal_bytes_and_fixed_dates(full, word):
    assert render_docx(full) == render_docx(full)
    assert word.core_properties.created.year == 2000


def test_word_drops_what_a_word_file_cannot_hold():
    import docx

    made = docx.Document(BytesIO(render_docx(replace(EMPTY, title="Uno", rejected=()))))
    assert "Uno" in word_text(made)


# PDF


def test_pdf_gives_equal_bytes(full):
    assert render_pdf(full) == render_pdf(full)


def test_pdf_has_contents_sections_accents_and_page_numbers(pdf_text):
    for section in SECTIONS:
        assert pdf_text.count(section) >= 2  # in the contents and in its place
    assert "Red Cordillera y Ñirehue sin Fronteras" in pdf_text.replace("\r\n", " ")
    assert re.search(r"2 / \d+", pdf_text)


def test_pdf_holds_the_quotes_word_by_word(full, pdf_text):
    flat_text = " ".join(pdf_text.replace("\ufffe", "").split())
    for text in (HARD, LONG):
        assert " ".join(text.split()) in flat_text


def test_pdf_repeats_the_headings_of_long_tables(pdf_text):
    assert pdf_text.count("(n=212)") >= 2


def test_pdf_names_every_criterion(pdf_text):
    assert all(name in pdf_text for name in CRITERIA)


def test_pdf_takes_any_sign_in_every_place():
    import pypdfium2

    nasty = '#let x = 1 $ a $ *b* _c_ @d <e> [f] {g} \\n "h" `i` // j /* k */ ~ = - +'
    made = replace(EMPTY, title=nasty, network=nasty)
    document = pypdfium2.PdfDocument(render_pdf(made))
    assert nasty in " ".join(document[0].get_textpage().get_text_bounded().split())


def test_folded_blocks_are_unfolded_in_print(full):
    assert any(isinstance(block, Folded) for block in compose(full).blocks)
    assert not any(isinstance(block, Folded) for block in flat(compose(full).blocks))


@pytest.mark.skipif(not SPANISH.exists(), reason="the Spanish catalogue is not compiled")
def test_the_report_speaks_the_language_of_the_project():
    page = render_html(content("es"))
    assert '<html lang="es">' in page
    assert "Ámbitos, temas y citas" in page
    assert "9 de diciembre de 2025" in page
    assert "At a glance" not in page
