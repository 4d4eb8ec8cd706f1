"""The closing report as blocks, in the order a network reads it. Every sentence of the report stands here."""

from collections.abc import Iterator

from qualkit.i18n import _, ngettext
from qualkit.model.shares import Attendance, AttendanceGroup, ScaleTally, SurveyTally, TalkShare
from qualkit.rendering.blocks import (
    Block,
    Cell,
    Column,
    Drawing,
    Folded,
    Heading,
    Items,
    KeyFigures,
    Paragraph,
    Quotes,
    Report,
    Table,
    Wide,
    row,
)
from qualkit.rendering.content import (
    BeforePublishing,
    ChosenExperience,
    CloudSection,
    CodeRow,
    ExperienceRow,
    ExperienceSection,
    FamilyTable,
    LevelCell,
    MapSection,
    MethodNote,
    OutOfTheList,
    RejectedFile,
    ReportContent,
    ThemeMatrix,
)
from qualkit.rendering.figures import date, decimal, percent, share, whole
from qualkit.rendering.survey_svg import survey_figure


def compose(content: ReportContent) -> Report:
    """Return the report in the current language."""
    return Report(
        title=content.title,
        network=content.network,
        dated=date(content.date),
        language=content.language,
        notice=_(
            "Draft to be corrected by the team. Codes and levels marked as suggested were proposed by a "
            "machine; they count only when a person accepts them. Every quote is verbatim and names its "
            "source."
        ),
        blocks=(
            *_summary(content),
            *_participation(content),
            *_themes(content.themes),
            *_families(content.families),
            *_map(content.concept_map),
            *_cloud(content.cloud),
            *_experiences(content.experiences, content.unscored),
            *_survey(content.survey),
            *_before_publishing(content.before_publishing),
            *_method(content.method),
            *_rejected(content.rejected),
        ),
    )


def _summary(content: ReportContent) -> Iterator[Block]:
    yield Heading(1, _("At a glance"), "sintesis", fresh=True)
    yield Paragraph(_opening(content))
    yield KeyFigures(tuple(_key_figures(content)))


def _opening(content: ReportContent) -> str:
    documents = ngettext("%d document", "%d documents", content.documents) % content.documents
    if len(content.territories) > 1:
        places = _("%(n)d territories: %(names)s") % {
            "n": len(content.territories),
            "names": ", ".join(content.territories),
        }
    else:
        places = content.territories[0] if content.territories else _("no territory given")
    return _("This report brings together %(documents)s with %(words)s words (%(places)s).") % {
        "documents": documents,
        "words": whole(content.words),
        "places": places,
    }


def _key_figures(content: ReportContent) -> Iterator[tuple[str, str, str]]:
    rows = [code for family in content.families for code in family.rows]
    if content.attendance:
        reached = content.attendance.network.any_event
        yield share(reached), _("schools that took part"), _("of the member schools, at one activity or more")
    if rows:
        accepted, codings = sum(code.accepted for code in rows), sum(code.segments for code in rows)
        of = content.method.reviewed.of if content.method.reviewed else codings
        yield whole(len(rows)), _("themes with quotes"), _("in %s codings") % whole(codings)
        yield whole(accepted), _("codings accepted by people"), _("of %s (without the negated ones)") % whole(of)
    if content.experiences:
        chosen = len(content.experiences.chosen)
        yield (
            whole(len(content.experiences.rows)),
            _("experiences"),
            ngettext("%d proposed for people to decide on", "%d proposed for people to decide on", chosen) % chosen,
        )
    if content.survey:
        yield whole(content.survey.answers), _("survey answers"), _("n stands beside every figure")


def _participation(content: ReportContent) -> Iterator[Block]:
    attendance, talk = content.attendance, content.talk
    yield Heading(1, _("Who took part"), "participacion")
    if attendance is None or not attendance.network.members:
        yield Paragraph(
            _("There are no attendance lists or no list of members, so attendance is not reported."), "empty"
        )
    else:
        yield from _attendance(attendance)
        yield from (Paragraph(note, "note") for note in content.attendance_notes)
    if not talk:
        yield Paragraph(
            _("There are no transcripts with speakers, so how the talk was shared is not reported."), "empty"
        )
        return
    yield Heading(2, _("How the talk was shared"), "conversacion")
    yield _talk_table(talk)
    yield Paragraph(
        _(
            "Words are counted in the transcripts; who only listens or writes in the chat of another room "
            "does not show here."
        ),
        "note",
    )


def _attendance(attendance: Attendance) -> Iterator[Block]:
    yield Heading(2, _("Attendance"), "asistencia")
    groups = [*attendance.territories, *([attendance.network] if len(attendance.territories) != 1 else [])]
    yield _attendance_table(
        _("Attendance by territory. Each indicator has its own denominator."), _("Territory"), groups
    )
    if len(attendance.cohorts) > 1:
        yield _attendance_table(_("Attendance by year of entry."), _("Year of entry"), list(attendance.cohorts))
    yield Paragraph(
        _(
            "A school counts once per activity, however many people came. Coverage is the member schools "
            "that came at least once, out of all active members; mean attendance is the mean, over "
            "activities, of member schools present out of member schools invited. That of the whole network is the "
            "mean over all its activities, each with the schools it invited; it is not the mean of the territories."
        ),
        "note",
    )
    if attendance.outside:
        n = len(attendance.outside)
        yield Paragraph(
            ngettext(
                "%d school that is not an active member also came; it is in no figure above.",
                "%d schools that are not active members also came; they are in no figure above.",
                n,
            )
            % n,
            "note",
        )
    if attendance.unknown:
        yield Paragraph(
            ngettext(
                "In %d row the list does not say whether the person came; it was not counted as present.",
                "In %d rows the list does not say whether the person came; they were not counted as present.",
                attendance.unknown,
            )
            % attendance.unknown,
            "note",
        )


def _attendance_table(caption: str, heading: str, groups: list[AttendanceGroup]) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(heading, share=3),
            Column(_("Members"), "right"),
            Column(_("At any activity"), "right", 2),
            Column(_("At a session"), "right", 2),
            Column(_("Mean attendance"), "right", 2),
        ),
        rows=tuple(_attendance_row(group) for group in groups),
    )


def _attendance_row(group: AttendanceGroup) -> tuple[Cell, ...]:
    mean = group.mean_attendance
    events = ngettext("%d activity", "%d activities", len(group.events)) % len(group.events)
    total = group.name is None
    return row(
        Cell(group.name or _("Whole network"), strong=total),
        Cell(str(group.members), strong=total),
        Cell(share(group.any_event), strong=total),
        Cell(share(group.any_session), strong=total),
        Cell(_("no data") if mean is None else f"{percent(mean)} ({events})", strong=total),
    )


def _talk_table(talk: tuple[TalkShare, ...]) -> Table:
    return Table(
        caption=_("Turns and words in each document, and the part of whoever facilitated."),
        columns=(
            Column(_("Document"), share=3),
            Column(_("Territory"), share=2),
            Column(_("Session"), "right"),
            Column(_("Turns"), "right"),
            Column(_("Words"), "right"),
            Column(_("Speakers"), "right"),
            Column(_("Words of the facilitator"), "right", 2),
        ),
        rows=tuple(
            row(
                item.title,
                item.territory or "–",
                "–" if item.session is None else item.session,
                whole(item.turns),
                whole(item.words),
                item.speakers,
                _("nobody marked") if not item.facilitator_turns else _facilitated(item),
            )
            for item in talk
        ),
    )


def _facilitated(talk: TalkShare) -> str:
    value = talk.facilitator.value
    return _("no data") if value is None else f"{whole(talk.facilitator_words)} ({percent(value)})"


def _themes(themes: ThemeMatrix | None) -> Iterator[Block]:
    yield Heading(1, _("Themes by territory"), "territorios", fresh=True)
    if themes is None or not themes.rows:
        yield Paragraph(_("Nothing has been coded yet, so there are no themes to compare."), "empty")
        return
    if not themes.territories:
        yield Paragraph(_("The documents name no territory, so themes are not compared between territories."), "empty")
        return
    if len(themes.territories) == 1:
        yield Paragraph(_("There is only one territory, so nothing is compared; the table says what was talked about."))
    yield _theme_table(themes)
    yield Paragraph(
        _(
            "The figures are coded passages, not people. Territories talked for different lengths of "
            "time: compare within a column first. Darker cells hold a larger share of the territory's "
            "passages."
        ),
        "note",
    )
    if themes.left_out:
        yield Paragraph(_("Not in the table: %s.") % "; ".join(themes.left_out), "note")


def _theme_table(themes: ThemeMatrix) -> Table:
    most = max(
        (n / of for item in themes.rows for n, of in zip(item.counts, themes.segments, strict=True) if of), default=0
    )
    headings = [f"{name} (n={of})" for name, of in zip(themes.territories, themes.segments, strict=True)]
    rows = []
    for item in themes.rows:
        cells = [
            Cell(str(n), shade=_shade(n / of / most) if n and of and most else 0, muted=not n)
            for n, of in zip(item.counts, themes.segments, strict=True)
        ]
        rows.append(row(item.name, Cell(item.family, muted=True), *cells, Cell(str(sum(item.counts)), strong=True)))
    return Table(
        caption=_("Coded passages by theme and territory; n is the number of passages of the territory."),
        columns=(
            Column(_("Theme"), share=6),
            Column(_("Area"), share=3),
            *(Column(heading, "right", 2) for heading in headings),
            Column(_("Total"), "right"),
        ),
        rows=tuple(rows),
        small=True,
    )


def _shade(part: float) -> int:
    return 1 + min(3, int(part * 4))


def _families(families: tuple[FamilyTable, ...]) -> Iterator[Block]:
    yield Heading(1, _("Areas, themes and quotes"), "temas", fresh=True)
    if not families:
        yield Paragraph(_("Nothing has been coded yet, so there are no quotes to show."), "empty")
        return
    yield Paragraph(
        _(
            "Quotes were picked to be read by people, from different territories where there are several. "
            "They show what a theme sounds like; they do not prove how common it is."
        )
    )
    for family in families:
        yield Heading(2, family.name, f"ambito-{family.family}")
        if family.description:
            yield Paragraph(family.description)
        yield _family_table(family)


def _family_table(family: FamilyTable) -> Table:
    return Table(
        caption=_("%s: themes, coded passages and quotes.") % family.name,
        columns=(
            Column(_("Theme"), share=3),
            Column(_("Passages"), "right"),
            Column(_("Territories"), "right"),
            Column(_("Quotes"), share=8),
        ),
        rows=tuple(_code_row(code) for code in family.rows),
    )


def _code_row(code: CodeRow) -> tuple[Cell, ...]:
    quotes = Cell(quotes=code.quotes) if code.quotes else Cell(_("no quote to show"), muted=True)
    return row(f"{code.name} ({_review(code)})", code.segments, code.territories, quotes)


def _review(code: CodeRow) -> str:
    if code.status == "suggested":
        return _("suggested")
    if code.status == "accepted":
        return _("accepted")
    return _("%(n)d of %(of)d accepted") % {"n": code.accepted, "of": code.segments}


def _map(section: MapSection | None) -> Iterator[Block]:
    heading = Heading(1, _("Concept map"), "mapa")
    if section is None:
        yield heading
        yield Paragraph(_("There was not enough talk to draw a concept map."), "empty")
        return
    explained = Paragraph(
        _(
            "The map joins concepts with the words that people used. It is a way to start talking, and it "
            "should be corrected by those who were there."
        )
    )
    yield Wide((heading, explained, Drawing(section.figure)))
    if section.links:
        table = Table(
            caption=_("What joins the concepts, how many passages say it, and one quote for each."),
            columns=(Column(_("Link"), share=4), Column(_("Passages"), "right"), Column(_("Quotes"), share=8)),
            rows=tuple(row(text, n, Cell(quotes=quotes)) for text, n, quotes in section.links),
        )
        yield Folded(_("The quotes behind the map"), (table,))
    if section.left_out:
        yield Paragraph(_("Frequent terms that nothing joined: %s.") % ", ".join(section.left_out), "note")


def _cloud(section: CloudSection | None) -> Iterator[Block]:
    yield Heading(1, _("Word cloud"), "nube")
    if section is None:
        yield Paragraph(_("There were not enough words to draw a cloud."), "empty")
        return
    yield Drawing(section.figure)
    table = Table(
        caption=_("Terms of the cloud with their mentions and documents."),
        columns=(Column(_("Term"), share=4), Column(_("Mentions"), "right", 1), Column(_("Documents"), "right", 1)),
        rows=tuple(row(*cells) for cells in section.rows[:40]),
        small=True,
    )
    yield Folded(_("The words and their figures"), (table,))


def _experiences(section: ExperienceSection | None, unscored: int) -> Iterator[Block]:
    yield Heading(1, _("Experiences"), "experiencias", fresh=True)
    if unscored:
        yield Paragraph(
            ngettext(
                "%(n)d experience was read and is not scored yet.",
                "%(n)d experiences were read and are not scored yet.",
                unscored,
            )
            % {"n": unscored},
            "empty",
        )
    if section is None or not section.rows:
        if unscored:
            return
        yield Paragraph(_("No experience forms were read, so there is no shortlist."), "empty")
        return
    yield from _chosen(section.chosen)
    yield from _out(section.out)
    yield Heading(2, _("Levels of all experiences"), "niveles")
    yield Items(tuple(criterion.name for criterion in section.criteria), numbered=True)
    yield _level_table(section)
    yield Paragraph(
        _(
            "Levels run from 1 (incipient) to 4 (outstanding), after “%(rubric)s”. SE means that the form "
            "holds no evidence: it is not level 1 and enters no mean. A dash means that there is no "
            "valuation. Suggested by %(judge)s until people accept."
        )
        % {"rubric": section.rubric, "judge": section.judge or _("the local judge")},
        "note",
    )
    if any(item.selected for item in section.rows):
        yield Paragraph(_("★ marks the pre-selected experiences."), "note")
    for note in section.notes:
        yield Paragraph(note, "note")


def _chosen(chosen: tuple[ChosenExperience, ...]) -> Iterator[Block]:
    yield Heading(2, _("Pre-selected experiences"), "preseleccion")
    if not chosen:
        yield Paragraph(_("No experience has been pre-selected yet."), "empty")
        return
    yield Paragraph(_("This is a proposal: the network has the last word."))
    yield Paragraph(
        _(
            "The number before each name is its place in this list. Its rank by total says where it stands among all "
            "experiences by the mean of its levels alone, before the list is balanced by territory and focus."
        ),
        "note",
    )
    for number, item in enumerate(chosen, start=1):
        yield Heading(3, f"{number}. {item.name or item.id}", f"experiencia-{item.id}")
        by_total = _("rank by total: %d") % item.rank
        place = " · ".join(part for part in (item.id, item.territory, item.focus, by_total) if part)
        yield Paragraph(place, "note")
        if item.summary:
            yield Paragraph(item.summary)
        yield Paragraph(_("Why: %s") % item.reason)
        if item.quotes:
            yield Quotes(item.quotes)


def _out(out: tuple[OutOfTheList, ...]) -> Iterator[Block]:
    if not out:
        return
    table = Table(
        caption=_("Experiences that are not in the list, by their rank by total, and why."),
        columns=(
            Column(_("Experience"), share=5),
            Column(_("Territory"), share=3),
            Column(_("Rank by total"), "right"),
            Column(_("Why"), share=6),
        ),
        rows=tuple(row(item.name, item.territory or "–", item.rank, item.reason) for item in out),
        small=True,
    )
    yield Folded(_("Which experiences stayed out, and why"), (table,))


def _level_table(section: ExperienceSection) -> Table:
    criteria = [Column(str(i), "center", 1) for i in range(1, len(section.criteria) + 1)]
    return Table(
        caption=_("Level of each experience on each criterion; the mean leaves SE out and stands with its n."),
        columns=(
            Column(_("Experience"), share=7),
            Column(_("Territory"), share=4),
            *criteria,
            Column(_("Mean"), "right"),
            Column("n", "right", 1),
        ),
        rows=tuple(_level_row(item) for item in section.rows),
        small=True,
    )


def _level_row(item: ExperienceRow) -> tuple[Cell, ...]:
    name = f"★ {item.name or item.id}" if item.selected else item.name or item.id
    levels = [_level(cell) for cell in item.levels]
    mean = Cell(decimal(item.mean), strong=True)
    return row(Cell(name, strong=item.selected), item.territory or "–", *levels, mean, item.scored)


def _level(cell: LevelCell) -> Cell:
    if cell.level is not None:
        return Cell(str(cell.level), shade=cell.level)
    return Cell("SE" if cell.state == "no_evidence" else "–", muted=True)


def _survey(survey: SurveyTally | None) -> Iterator[Block]:
    yield Heading(1, _("Survey"), "encuesta", fresh=True)
    if survey is None or not survey.answers:
        yield Paragraph(_("No survey was read."), "empty")
        return
    yield Paragraph(ngettext("%d person answered.", "%d people answered.", survey.answers) % survey.answers)
    figure = survey_figure(survey)
    if figure is not None:
        yield Drawing(figure)
        yield _scale_table(survey)
        yield Paragraph(
            _(
                "Favourable are the two levels nearest the good end of each item. Where the wording is "
                "negative, agreeing counts as unfavourable. “Don't know” and blanks are no level."
            ),
            "note",
        )
    for item in survey.choices:
        yield Table(
            caption=_("%(wording)s (n=%(n)d, %(missing)d without answer)")
            % {"wording": item.wording or item.code, "n": item.n, "missing": item.missing},
            columns=(Column(_("Option"), share=5), Column(_("People"), "right", 2)),
            rows=tuple(row(text, _count(n, item.n)) for text, n in item.options),
        )
    for text in survey.texts:
        yield Paragraph(
            ngettext(
                "Open question “%(wording)s”: %(n)d person wrote something.",
                "Open question “%(wording)s”: %(n)d people wrote something.",
                text.n,
            )
            % {"wording": text.wording or text.code, "n": text.n},
            "note",
        )
    if survey.notes:
        yield Paragraph(_("What to bear in mind about these answers:"))
        yield Items(survey.notes)


def _scale_table(survey: SurveyTally) -> Table:
    return Table(
        caption=_("Answers to the items of five levels."),
        columns=(
            Column(_("Item"), share=6),
            Column("n", "right"),
            Column(_("Without answer"), "right"),
            Column(_("Favourable"), "right", 2),
            Column(_("Neutral"), "right", 2),
            Column(_("Unfavourable"), "right", 2),
        ),
        rows=tuple(_scale_row(item) for item in survey.scales),
        small=True,
    )


def _scale_row(item: ScaleTally) -> tuple[Cell, ...]:
    wording = item.wording or item.code
    if item.negative:
        wording = _("%s (negative wording: agreeing is unfavourable)") % wording
    parts = [_count(part.n, item.n) for part in (item.favourable, item.neutral, item.unfavourable)]
    return row(wording, item.n, item.missing + item.off_scale, *parts)


def _count(n: int, of: int) -> str:
    """Return «18 (75 %)», or the count alone where there are few."""
    return f"{n} ({percent(n / of)})" if of >= 10 else str(n)


def _before_publishing(found: BeforePublishing | None) -> Iterator[Block]:
    if found is None:
        return
    yield Heading(1, _("Before you publish"), "antes-de-publicar")
    n = len(found.to_check)
    if not n:
        said = _(
            "None of the %(quotes)d quotes names a charge, a kind of school or a territory that fewer than %(fewest)d "
            "people share. Read them all the same: what somebody tells can give them away by itself."
        )
        yield Paragraph(said % {"quotes": found.quotes, "fewest": found.fewest})
        return
    said = ngettext(
        "%(n)d of %(quotes)d quotes may single somebody out: fewer than %(fewest)d people share what it shows. Change "
        "it for another one, or ask whoever said it. This list is for the team: take it out before you publish.",
        "%(n)d of %(quotes)d quotes may single somebody out: fewer than %(fewest)d people share what they show. Change "
        "them for others, or ask whoever said them. This list is for the team: take it out before you publish.",
        n,
    )
    yield Paragraph(said % {"n": n, "quotes": found.quotes, "fewest": found.fewest}, "warning")
    yield Table(
        caption=_("Quotes to look at before publishing, and why."),
        columns=(Column(_("Why"), share=2), Column(_("Quote"), share=3)),
        rows=tuple(row("; ".join(quote.risks), Cell(quotes=(quote,))) for quote in found.to_check),
    )


def _method(method: MethodNote) -> Iterator[Block]:
    yield Heading(1, _("How this was done"), "metodo", fresh=True)
    yield Paragraph(
        _(
            "Codes and levels are suggestions of a machine until a person accepts them. Nothing here was "
            "decided without people, and everything can be traced to a run."
        )
    )
    yield Items(tuple(_method_items(method)))
    if method.runs:
        runs = Table(
            caption=_("Runs behind this report."),
            columns=(Column(_("Run"), share=2), Column(_("Command"), share=4), Column(_("When"), share=2)),
            rows=tuple(row(*run) for run in method.runs),
            small=True,
        )
        yield Folded(_("Runs"), (runs,))
    if method.limits:
        yield Heading(2, _("Limits"), "limites")
        yield Items(method.limits)


def _method_items(method: MethodNote) -> Iterator[str]:
    for name, digest in method.codebooks:
        yield _("Codebook: %(name)s (%(hash)s).") % {"name": name, "hash": digest}
    if method.rubric:
        yield _("Rubric: %(name)s (%(hash)s).") % {"name": method.rubric[0], "hash": method.rubric[1]}
    yield _("Coder: %s.") % method.coder if method.coder else _("Nothing has been coded yet.")
    if method.judge:
        yield _("Judge: %s.") % method.judge
    if method.embedder:
        yield _("Vectors: %s.") % method.embedder
    if method.reviewed is not None:
        yield _("Codings reviewed by people: %s (without the negated ones).") % share(method.reviewed)
    for what, n in method.left_out:
        yield f"{what[:1].upper()}{what[1:]}: {whole(n)}."
    yield from (text for text in (method.pseudonymised, method.sent_out) if text)
    if method.versions:
        yield _("Versions: %s.") % ", ".join(f"{name} {version}" for name, version in method.versions)


def _rejected(rejected: tuple[RejectedFile, ...]) -> Iterator[Block]:
    yield Heading(1, _("Files that could not be read"), "rechazados")
    if not rejected:
        yield Paragraph(_("Every file could be read."), "empty")
        return
    yield Table(
        caption=_("Files left out of this report and why."),
        columns=(Column(_("File"), share=3), Column(_("Reason"), share=6)),
        rows=tuple(row(file.name, file.reason) for file in rejected),
    )
