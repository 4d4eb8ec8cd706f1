"""The concept map and the word cloud of a project, drawn and written to its reports folder."""

from pathlib import Path

from qualkit.concepts.cloud import cloud_words
from qualkit.concepts.maps import MapLimits, concept_map
from qualkit.concepts.terms import Passage, terms
from qualkit.errors import InputError
from qualkit.i18n import _, speaking
from qualkit.language.words import fold
from qualkit.model.maps import CloudWord, ConceptMap
from qualkit.rendering.cloud import CloudDrawing
from qualkit.rendering.cloud import draw_cloud as drawn_cloud
from qualkit.rendering.map_html import map_html
from qualkit.rendering.map_svg import map_png, map_svg
from qualkit.workflows.risks import Publication, with_risks
from qualkit.workflows.workspace import Workspace

CONCEPTS = 24
WORDS = 70


def passages_of(
    workspace: Workspace, *, territory: str | None = None, session: int | None = None, led: bool = False
) -> list[Passage]:
    """Return what participants say, turn by turn; with ``led`` the facilitators' turns too."""
    return [
        Passage(
            document.id,
            document.territory,
            document.session,
            turn.span,
            document.text_of(turn),
            speaker=turn.speaker,
            turn=number,
        )
        for document in workspace.store.documents()
        if (territory is None or document.territory == territory) and (session is None or document.session == session)
        for number, turn in enumerate(document.turns, start=1)
        if led or not turn.facilitator
    ]


def map_of(
    workspace: Workspace, *, territory: str | None = None, session: int | None = None, concepts: int = CONCEPTS
) -> ConceptMap:
    """Return the concept map of what participants say. Raises ``InputError`` where nobody says anything."""
    place = _known_territory(workspace, territory)
    passages = _passages(workspace, place, session)
    found = terms(passages, leave_out=_left_out(workspace))
    return concept_map(passages, found, question=_question(workspace, place), limits=MapLimits(nodes=concepts))


def _question(workspace: Workspace, territory: str | None) -> str:
    if territory is not None:
        asked = _("What do the schools of the territory “%(name)s” talk about, and what goes with what?")
        return asked % {"name": territory}
    asked = _("What do the schools of the network “%(name)s” talk about, and what goes with what?")
    return asked % {"name": workspace.settings.project.name}


def _known_territory(workspace: Workspace, name: str | None) -> str | None:
    """Return the territory of the project that ``name`` means, whatever its case, accents and spelling.

    Raises ``InputError`` with the territories of the project where there is none.
    """
    known = sorted({document.territory for document in workspace.store.documents() if document.territory})
    if name is None or not known:
        return name
    spellings = workspace.settings.territories
    wanted = fold(" ".join(name.split()))
    for territory in known:
        if wanted in {fold(" ".join(text.split())) for text in (territory, *spellings.get(territory, ()))}:
            return territory
    raise InputError(
        _("Nobody speaks in a territory “%(name)s”. There are: %(known)s.") % {"name": name, "known": ", ".join(known)}
    )


def cloud_of(
    workspace: Workspace, *, territory: str | None = None, session: int | None = None, words: int = WORDS
) -> tuple[CloudWord, ...]:
    """Return the words of the cloud. Raises ``InputError`` where nobody says anything."""
    passages = _passages(workspace, _known_territory(workspace, territory), session)
    return cloud_words(passages, top=words, leave_out=_left_out(workspace))


def draw_map(
    workspace: Workspace, *, territory: str | None = None, session: int | None = None, concepts: int = CONCEPTS
) -> dict[str, Path]:
    """Write the concept map as SVG, PNG and HTML; returns the files by format."""
    territory = _known_territory(workspace, territory)
    _passages(workspace, territory, session)  # what is missing is said in the language of whoever asks
    with speaking(workspace.settings.project.language):
        drawn = map_of(workspace, territory=territory, session=session, concepts=concepts)
        drawn = with_risks(drawn, Publication(workspace))
        made: dict[str, str | bytes] = {"svg": map_svg(drawn), "png": map_png(drawn), "html": map_html(drawn)}
    return {name: workspace.write_result(f"mapa.{name}", content) for name, content in made.items()}


def draw_cloud(
    workspace: Workspace, *, territory: str | None = None, session: int | None = None, words: int = WORDS
) -> dict[str, Path]:
    """Write the word cloud as PNG and SVG with its table as CSV; returns the files by format."""
    territory = _known_territory(workspace, territory)
    _passages(workspace, territory, session)
    with speaking(workspace.settings.project.language):
        drawn = drawn_cloud(cloud_of(workspace, territory=territory, session=session, words=words))
    if drawn is None:
        raise InputError(_("No word is said twice: there is nothing to draw a cloud of."))
    with speaking(workspace.settings.project.language):
        files: dict[str, str | bytes] = {"png": drawn.png, "svg": drawn.svg, "csv": _cloud_table(drawn)}
    return {name: workspace.write_result(f"nube.{name}", content) for name, content in files.items()}


def _cloud_table(drawn: CloudDrawing) -> str:
    import csv
    from io import StringIO

    stream = StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow([_("term"), _("mentions"), _("documents")])
    writer.writerows(drawn.rows)
    return "\ufeff" + stream.getvalue()


def _passages(workspace: Workspace, territory: str | None, session: int | None) -> list[Passage]:
    passages = passages_of(workspace, territory=territory, session=session)
    if not passages:
        raise InputError(_("Nobody says anything there: look at “qualkit status”, or ingest transcripts first."))
    return passages


def _left_out(workspace: Workspace) -> list[str]:
    """Return the names of territories in every spelling: they say where people are, not what they talk about."""
    aliases = workspace.settings.territories
    return [name for canonical, spellings in aliases.items() for name in (canonical, *spellings)]
