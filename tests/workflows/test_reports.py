"""What the report quotes stands in its source, letter by letter; the same material gives the same report."""

import re
import shutil
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from qualkit.cli import run
from qualkit.project import Project

from . import network


@dataclass
class _Quote:
    document: str
    start: int
    end: int
    field: str | None
    words: str = ""


@dataclass
class _Quotes(HTMLParser):
    found: list[_Quote] = field(default_factory=list)
    inside: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "q" and "data-document" in given:
            at = int(given["data-start"] or ""), int(given["data-end"] or "")
            self.found.append(_Quote(given["data-document"] or "", *at, given.get("data-field")))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "q"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1].words += data


def _quotes(file: Path) -> list[_Quote]:
    parser = _Quotes()
    parser.feed(file.read_text(encoding="utf-8"))
    return parser.found


@pytest.mark.parametrize("name", ["informe.html", "mapa.html"])
def test_every_quote_of_a_page_stands_in_its_source(finished: Project, place: Path, name: str) -> None:
    finished.map()
    quotes = _quotes(place / "informes" / name)
    documents = {document.id: document.text for document in finished.documents}
    fields = {experience.id: experience.fields for experience in finished.experiences}
    assert len(quotes) >= 5
    for quote in quotes:
        text = fields[quote.document][quote.field] if quote.field else documents[quote.document]
        assert text[quote.start : quote.end] == quote.words


def test_the_gate_finds_every_quote_of_the_report(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoken = [quote for quote in _quotes(place / "informes" / "informe.html") if quote.field is None]
    assert len(spoken) >= 5
    answers = {
        (quote.document, quote.words): run(
            ["--project", str(place), "locate", "--document", quote.document, "--quote", quote.words]
        )
        for quote in spoken
    }
    assert set(answers.values()) == {0}


def _same_but_for_dates(html: str) -> str:
    without_runs = re.sub(r"\d{8}T\d{6}-[0-9a-f]{6}", "RUN", html)
    return re.sub(r"20\d\d-\d\d-\d\d(T\d\d:\d\d:\d\d\+00:00)?", "DATE", without_runs)


def test_the_same_material_in_another_folder_gives_the_same_report(
    finished: Project, place: Path, tmp_path: Path
) -> None:
    shutil.copytree(place.parent / "material", tmp_path / "otra" / "material")
    with network.start(tmp_path / "otra" / "red") as again:
        again.ingest([tmp_path / "otra" / "material"])
        again.code()
        again.score()
        again.select(top=2, per_territory=1)
        second = again.report(formats=("html",))["html"].read_text(encoding="utf-8")
    first = finished.report(formats=("html",))["html"].read_text(encoding="utf-8")
    assert _same_but_for_dates(first) == _same_but_for_dates(second)
    assert str(tmp_path) not in second


def test_a_report_twice_is_the_same_to_the_byte(finished: Project) -> None:
    first = {name: file.read_bytes() for name, file in finished.report().items()}
    assert {name: file.read_bytes() for name, file in finished.report().items()} == first


def test_the_report_speaks_the_language_of_the_project(finished: Project) -> None:
    html = finished.report(formats=("html",))["html"].read_text(encoding="utf-8")
    assert 'lang="es"' in html
    assert "suggested, not reviewed" not in html
