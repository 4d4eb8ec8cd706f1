"""The closing report: what the record holds becomes ``ReportContent``, and that becomes HTML, DOCX and PDF."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qualkit.concepts.disclosure import FEWEST
from qualkit.concepts.participation import attendance, talk_shares
from qualkit.concepts.surveys import tally
from qualkit.errors import InputError
from qualkit.evidence import count_words
from qualkit.i18n import _, ngettext, speaking
from qualkit.llm.names import is_model_name
from qualkit.model import Codebook, Document, Experience, Rubric, Score, SelectionRow, Survey
from qualkit.model.quotes import Quote
from qualkit.model.shares import Share, SurveyTally
from qualkit.reading.territories import Territories
from qualkit.rendering.cloud import draw_cloud
from qualkit.rendering.content import (
    BeforePublishing,
    ChosenExperience,
    CloudSection,
    CriterionColumn,
    ExperienceRow,
    ExperienceSection,
    Figure,
    LevelCell,
    MapSection,
    MethodNote,
    OutOfTheList,
    RejectedFile,
    ReportContent,
)
from qualkit.rendering.map_svg import describe, map_png, map_svg
from qualkit.workflows.drawing import cloud_of, map_of
from qualkit.workflows.hiding import hidden_title
from qualkit.workflows.instruments import open_codebook, open_rubric
from qualkit.workflows.kept_names import names_note
from qualkit.workflows.keys import load_key
from qualkit.workflows.risks import Publication, Warn, quotes_in, unheard, with_risks
from qualkit.workflows.scoring import current_scores, rubric_signature
from qualkit.workflows.status import rejected_files, uncoded_documents, unscored_experiences
from qualkit.workflows.themes import CodedPassages, coded_passages, family_tables, theme_matrix
from qualkit.workflows.workspace import Workspace, versions

FORMATS = ("html", "docx", "pdf")
QUOTES_OF_THE_CHOSEN = 2


def write_report(workspace: Workspace, *, formats: Sequence[str] = FORMATS, warn: Warn = unheard) -> dict[str, Path]:
    """Write the closing report in the language of the project; returns the files by format.

    ``warn`` hears, in the language of whoever asks, how many quotes would single somebody out.
    """
    _check_content(workspace)
    with speaking(workspace.settings.project.language):
        content = report_content(workspace)
        made = {name: _rendered(content, name) for name in formats}
    if note := names_note(workspace):
        warn(note)
    if content.before_publishing and (n := len(content.before_publishing.to_check)):
        said = ngettext(
            "%(n)d quote of the report may single somebody out: look at “Before you publish” in it.",
            "%(n)d quotes of the report may single somebody out: look at “Before you publish” in it.",
            n,
        )
        warn(said % {"n": n})
    return {name: workspace.write_result(f"informe.{name}", file) for name, file in made.items()}


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
    content = ReportContent(
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
        attendance_notes=tuple(_several(workspace, "members")),
        talk=talk_shares(documents),
        families=tuple(table for book in books for table in family_tables(passages, book)),
        themes=theme_matrix(passages, books, documents, _segments_by_territory(workspace, documents)),
        concept_map=_map_section(workspace) if documents else None,
        cloud=_cloud_section(workspace) if documents else None,
        experiences=_experience_section(workspace),
        survey=_survey(workspace, surveys[-1]) if surveys else None,
        unscored=len(unscored_experiences(workspace)),
        method=_method(workspace, books, passages),
        rejected=tuple(_rejected(workspace)),
    )
    looked_at = with_risks(content, Publication(workspace))
    return replace(looked_at, before_publishing=_before_publishing(looked_at))


def _before_publishing(content: ReportContent) -> BeforePublishing | None:
    quotes = quotes_in(content)
    if not quotes:
        return None
    return BeforePublishing(len(quotes), FEWEST, tuple(quote for quote in quotes if quote.risks))


def _survey(workspace: Workspace, survey: Survey) -> SurveyTally:
    """Return the counts of the newest survey, with a sentence that names it where the record holds others."""
    counted = tally(survey)
    return replace(counted, notes=(*_several(workspace, "survey"), *counted.notes))


def _several(workspace: Workspace, kind: str) -> Iterator[str]:
    """Yield which file is shown where several of a kind were read: the one that was read last."""
    files = [file for file in workspace.store.files() if file["kind"] == kind and file["status"] == "ingested"]
    if len(files) > 1:
        said = {
            "survey": _("%(n)d surveys were read; the one shown is the last that was read: %(file)s."),
            "members": _("%(n)d lists of members were read; the one that counts is the last: %(file)s."),
        }
        yield said[kind] % {"n": len(files), "file": _hidden_name(workspace, Path(files[-1]["path"]))}


def _hidden_name(workspace: Workspace, path: Path) -> str:
    """Return the name of a file, in which that of a person may stand, with pseudonyms."""
    pseudonyms, territories = load_key(workspace.key_file), Territories(workspace.settings.territories)
    return hidden_title(path.stem, pseudonyms, territories) + path.suffix


def _rejected(workspace: Workspace) -> Iterator[RejectedFile]:
    """Yield the files that were not read; a file's name may hold that of a person, in the reason too."""
    for file in rejected_files(workspace):
        path = Path(file["path"])
        name = _hidden_name(workspace, path)
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
    present = {experience.id for experience in experiences}
    listed = [row for row in workspace.store.selection() if row.id in present]
    chosen = {row.id: row for row in listed if row.selected}
    return ExperienceSection(
        rubric=rubric.title,
        criteria=tuple(CriterionColumn(criterion.id, criterion.name) for criterion in rubric.criteria),
        rows=tuple(_experience_row(x, rubric, given, x.id in chosen) for x in experiences),
        chosen=tuple(
            _chosen(row, next(x for x in experiences if x.id == row.id), rubric, given) for row in chosen.values()
        ),
        out=tuple(
            OutOfTheList(row.name or row.id, row.territory, row.rank, row.reason) for row in listed if not row.selected
        ),
        judge=_judge_label(scores[0].judge),
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
    rubric = open_rubric(settings.scoring.rubric, workspace.folder) if scores else None
    coded = len(uncoded_documents(workspace)) < store.count("documents")
    return MethodNote(
        runs=tuple(_runs(workspace)),
        versions=tuple(versions().items()),
        codebooks=tuple((f"{book.title} ({book.name} {book.version})", book.hash) for book in books),
        rubric=(rubric.title, rubric_signature(rubric).split("@")[1]) if rubric else None,
        coder=_coder_label(settings.coding.coder) if coded else "",
        judge=_judge_label(scores[0].judge) if scores else "",
        reviewed=Share(passages.decided, passages.codings) if passages.codings else None,
        left_out=tuple(_left_out(workspace, passages, scores)),
        pseudonymised=names_note(workspace)
        or _(
            "The people, schools, RUTs, phones, e-mails, addresses and links that were recognised were replaced by "
            "pseudonyms before anything was kept. The names of the territories stay. Some may have gone unrecognised: "
            "read every quote before you share it."
        ),
        sent_out=_sent_out(workspace),
        limits=(
            _("Confidence orders suggestions; it is not a calibrated probability."),
            _("Transcripts of recognisers hold errors; quotes keep them."),
            _("What was said without a microphone, or in rooms that nobody recorded, is not here."),
        ),
    )


def _sent_out(workspace: Workspace) -> str:
    """Say what the record knows of language models: those that gave scores, and those that were asked to."""
    asked = [run.parameters.get("judge", "") for run in workspace.store.runs() if run.command == "score"]
    gave = [score.judge for score in workspace.store.scores()]
    models = sorted({judge for judge in (*asked, *gave) if is_model_name(judge)})
    if not models:
        return _("No language model was used for this report: codes and levels were proposed on this computer.")
    return _("The forms, with pseudonyms, were sent to these language models: %(models)s.") % {
        "models": ", ".join(models)
    }


def _judge_label(judge: str) -> str:
    return judge if is_model_name(judge) else _("%(name)s (local: rules on this computer)") % {"name": judge}


def _coder_label(coder: str) -> str:
    return _("%(name)s (local: rules on this computer)") % {"name": coder}


def _runs(workspace: Workspace) -> Iterator[tuple[str, str, str]]:
    """Yield the runs that made something that stands in the report, not those that found everything done."""
    used = workspace.store.runs_in_use()
    for run in workspace.store.runs():
        if run.id in used:
            yield run.id, run.command, run.started


def _left_out(workspace: Workspace, passages: CodedPassages, scores: Sequence[Score]) -> Iterator[tuple[str, int]]:
    uncoded = uncoded_documents(workspace)
    waiting = sum(len(workspace.store.segments(document)) for document in uncoded)
    if uncoded:
        yield _("segments of documents that are not coded yet"), waiting
    if len(uncoded) < workspace.store.count("documents"):
        seen = [document for document in passages.documents if document not in uncoded]
        segments = sum(len(workspace.store.segments(document)) for document in seen)
        yield _("segments to which the coder gave no code"), segments - passages.segments_of(seen)
        yield _("codings that say the opposite of their code (negated)"), passages.negated
        yield _("codings that people rejected"), passages.rejected
    unscored = unscored_experiences(workspace)
    if unscored:
        yield _("experiences that are not scored yet"), len(unscored)
    if scores:
        no_evidence = sum(score.state == "no_evidence" for score in scores)
        yield _("criteria without evidence in the form (SE)"), no_evidence
        failed = sum(score.level is None for score in scores) - no_evidence
        yield _("criteria that the judge could not answer"), failed
