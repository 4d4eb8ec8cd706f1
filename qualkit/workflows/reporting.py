"""The closing report: what the record holds becomes ``ReportContent``, and that becomes HTML, DOCX and PDF."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from qualkit.concepts.participation import attendance, talk_shares
from qualkit.concepts.surveys import tally
from qualkit.errors import InputError
from qualkit.evidence import count_words
from qualkit.i18n import _, speaking
from qualkit.model import Codebook, Document, Experience, Rubric, Score, SelectionRow
from qualkit.model.quotes import Quote
from qualkit.model.shares import Share
from qualkit.reading.territories import Territories
from qualkit.rendering.cloud import draw_cloud
from qualkit.rendering.content import (
    ChosenExperience,
    CloudSection,
    CriterionColumn,
    ExperienceRow,
    ExperienceSection,
    Figure,
    LevelCell,
    MapSection,
    MethodNote,
    RejectedFile,
    ReportContent,
)
from qualkit.rendering.map_svg import describe, map_png, map_svg
from qualkit.workflows.drawing import cloud_of, map_of
from qualkit.workflows.hiding import hidden_title
from qualkit.workflows.instruments import open_codebook, open_rubric
from qualkit.workflows.keys import load_key
from qualkit.workflows.scoring import current_scores, rubric_signature
from qualkit.workflows.status import rejected_files
from qualkit.workflows.themes import CodedPassages, coded_passages, family_tables, theme_matrix
from qualkit.workflows.workspace import Workspace, versions

FORMATS = ("html", "docx", "pdf")
QUOTES_OF_THE_CHOSEN = 2


def write_report(workspace: Workspace, *, formats: Sequence[str] = FORMATS) -> dict[str, Path]:
    """Write the closing report in the language of the project; returns the files by format."""
    _check_content(workspace)
    with speaking(workspace.settings.project.language):
        content = report_content(workspace)
        written = {}
        for name in formats:
            file = workspace.reports_folder / f"informe.{name}"
            file.write_bytes(_rendered(content, name))
            written[name] = file
    return written


def _check_content(workspace: Workspace) -> None:
    """Raise ``InputError``, in the language of whoever asks and not that of the report, where there is nothing."""
    store = workspace.store
    if not store.count("documents") and not store.experiences() and not store.surveys():
        raise InputError(_("There is nothing to report yet: ingest files first."))


def _rendered(content: ReportContent, name: str) -> bytes:
    if name == "html":
        from qualkit.rendering.report_html import render_html

        return render_html(content).encode("utf-8")
    if name == "docx":
        from qualkit.rendering.report_docx import render_docx

        return render_docx(content)
    from qualkit.rendering.report_pdf import render_pdf

    return render_pdf(content)


def report_content(workspace: Workspace) -> ReportContent:
    """Return everything the report shows. Raises ``InputError`` where the project is empty."""
    store, settings = workspace.store, workspace.settings
    documents = store.documents()
    _check_content(workspace)
    books = [open_codebook(name, workspace.folder) for name in settings.coding.codebooks]
    passages = coded_passages(workspace, books)
    surveys = store.surveys()
    members, came = store.members(), store.attendance()
    return ReportContent(
        title=_("Closing report"),
        network=settings.project.name,
        date=dt.date.today().isoformat(),
        language=settings.project.language,
        documents=len(documents),
        segments=store.count("segments"),
        words=sum(count_words(document.text_of(turn)) for document in documents for turn in document.turns),
        territories=tuple(sorted({d.territory for d in documents if d.territory})),
        sessions=tuple(sorted({d.session for d in documents if d.session is not None})),
        attendance=attendance(came, members) if came and members else None,
        talk=talk_shares(documents),
        families=tuple(table for book in books for table in family_tables(passages, book)),
        themes=theme_matrix(passages, books, documents, _segments_by_territory(workspace, documents)),
        concept_map=_map_section(workspace) if documents else None,
        cloud=_cloud_section(workspace) if documents else None,
        experiences=_experience_section(workspace),
        survey=tally(surveys[-1]) if surveys else None,
        method=_method(workspace, books, passages),
        rejected=tuple(_rejected(workspace)),
    )


def _rejected(workspace: Workspace) -> Iterator[RejectedFile]:
    """Yield the files that were not read; a file's name may hold that of a person, in the reason too."""
    pseudonyms, territories = load_key(workspace.key_file), Territories(workspace.settings.territories)
    for file in rejected_files(workspace):
        path = Path(file["path"])
        name = hidden_title(path.stem, pseudonyms, territories) + path.suffix
        yield RejectedFile(name, (file["reason"] or "").replace(path.name, name))


def _segments_by_territory(workspace: Workspace, documents: Sequence[Document]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for document in documents:
        if document.territory:
            counts[document.territory] += len(workspace.store.segments(document.id))
    return counts


def _map_section(workspace: Workspace) -> MapSection | None:
    drawn = map_of(workspace)
    if not drawn.nodes:
        return None
    labels = {node.id: node.label for node in drawn.nodes}
    caption = _("Concepts that participants join, and the words they join them with.")
    links = tuple(
        (f"{labels[edge.source]} – {edge.phrase} – {labels[edge.target]}", edge.n, edge.quotes) for edge in drawn.edges
    )
    figure = Figure(map_svg(drawn), describe(drawn), caption, map_png(drawn))
    return MapSection(figure, drawn.question, links, drawn.left_out)


def _cloud_section(workspace: Workspace) -> CloudSection | None:
    drawn = draw_cloud(cloud_of(workspace))
    return CloudSection(Figure(drawn.svg, drawn.alt, drawn.legend, drawn.png), drawn.rows) if drawn else None


def _experience_section(workspace: Workspace) -> ExperienceSection | None:
    experiences = workspace.store.experiences()
    scores = current_scores(workspace) if experiences else []
    if not scores:
        return None
    rubric = open_rubric(workspace.settings.scoring.rubric, workspace.folder)
    given = {(score.experience, score.criterion): score for score in scores}
    chosen = {row.id: row for row in workspace.store.selection() if row.selected}
    return ExperienceSection(
        rubric=rubric.title,
        criteria=tuple(CriterionColumn(criterion.id, criterion.name) for criterion in rubric.criteria),
        rows=tuple(_experience_row(x, rubric, given, x.id in chosen) for x in experiences),
        chosen=tuple(
            _chosen(row, next(x for x in experiences if x.id == row.id), rubric, given) for row in chosen.values()
        ),
        judge=scores[0].judge,
    )


Given = dict[tuple[str, str], Score]


def _experience_row(experience: Experience, rubric: Rubric, given: Given, selected: bool) -> ExperienceRow:
    scores = [given.get((experience.id, criterion.id)) for criterion in rubric.criteria]
    cells = tuple(LevelCell(s.level, s.state) if s else LevelCell(None, "not_scored") for s in scores)
    return ExperienceRow(experience.id, experience.name, experience.territory, cells, selected)


def _chosen(row: SelectionRow, experience: Experience, rubric: Rubric, given: Given) -> ChosenExperience:
    best = sorted(
        (score for criterion in rubric.criteria if (score := given.get((row.id, criterion.id))) and score.level),
        key=lambda score: -(score.level or 0),
    )
    quotes: dict[str, tuple[str, Quote]] = {}
    for score in best:
        evidence = score.evidence[0]
        quote = Quote(
            evidence.quote,
            row.id,
            evidence.start,
            evidence.end,
            territory=row.territory,
            field=evidence.field,
            title=experience.name,
        )
        quotes.setdefault(evidence.quote, (rubric.by_id[score.criterion].name, quote))
    return ChosenExperience(
        id=row.id,
        name=experience.name,
        territory=row.territory,
        rank=row.rank,
        reason=row.reason,
        focus=row.focus,
        summary=experience.fields.get("resumen", ""),
        quotes=tuple(quotes.values())[:QUOTES_OF_THE_CHOSEN],
    )


def _method(workspace: Workspace, books: Sequence[Codebook], passages: CodedPassages) -> MethodNote:
    store, settings = workspace.store, workspace.settings
    scores = current_scores(workspace) if store.experiences() else []
    judge = scores[0].judge if scores else ""
    rubric = open_rubric(settings.scoring.rubric, workspace.folder) if scores else None
    sent = _("Nothing left this computer: codes and levels were proposed by local methods.")
    if judge.startswith("llm:"):
        sent = _("The forms, with pseudonyms, were sent to the model “%(judge)s”.") % {"judge": judge}
    return MethodNote(
        runs=tuple(_runs(workspace)),
        versions=tuple(versions().items()),
        codebooks=tuple((f"{book.title} ({book.name} {book.version})", book.hash) for book in books),
        rubric=(rubric.title, rubric_signature(rubric).split("@")[1]) if rubric else None,
        coder=settings.coding.coder,
        judge=judge,
        reviewed=Share(passages.decided, passages.codings) if passages.codings else None,
        left_out=tuple(_left_out(workspace, passages, scores)),
        pseudonymised=_(
            "People, schools, RUTs, phones, e-mails, addresses and links were replaced by pseudonyms before anything "
            "was kept. The names of the territories stay."
        ),
        sent_out=sent,
        limits=(
            _("Confidence orders suggestions; it is not a calibrated probability."),
            _("Transcripts of recognisers hold errors; quotes keep them."),
            _("What was said without a microphone, or in rooms that nobody recorded, is not here."),
        ),
    )


def _runs(workspace: Workspace) -> Iterator[tuple[str, str, str]]:
    """Yield the runs that made something that stands in the report, not those that found everything done."""
    used = workspace.store.runs_in_use()
    for run in workspace.store.runs():
        if run.id in used:
            yield run.id, run.command, run.started


def _left_out(workspace: Workspace, passages: CodedPassages, scores: Sequence[Score]) -> Iterator[tuple[str, int]]:
    yield _("segments to which the coder gave no code"), workspace.store.count("segments") - passages.segments
    yield _("codings that say the opposite of their code (negated)"), passages.negated
    yield _("codings that people rejected"), passages.rejected
    if scores:
        no_evidence = sum(score.state == "no_evidence" for score in scores)
        yield _("criteria without evidence in the form (SE)"), no_evidence
        failed = sum(score.level is None for score in scores) - no_evidence
        yield _("criteria that the judge could not answer"), failed
