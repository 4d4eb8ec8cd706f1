"""``Project``: the Python twin of the command line, for notebooks and scripts."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from qualkit.workflows.workspace import Workspace, create_project, open_project

if TYPE_CHECKING:
    import pandas as pd

    from qualkit.audit.codings import CodingAudit
    from qualkit.concepts.agreements import ProposedAgreement
    from qualkit.model import Coding, Decision, Document, Experience, Score, SelectionRow
    from qualkit.model.codings import Verdict
    from qualkit.model.registers import RegisterRow
    from qualkit.workflows.carrying import OrphanedSaying
    from qualkit.workflows.coding import CodingSummary
    from qualkit.workflows.disclosing import Disclosure
    from qualkit.workflows.exchanging import Imported
    from qualkit.workflows.forgetting import Forgetting
    from qualkit.workflows.indexing import IndexSummary
    from qualkit.workflows.ingesting import FileResult
    from qualkit.workflows.locating import Located
    from qualkit.workflows.renaming import Renaming
    from qualkit.workflows.reviewing import Waiting
    from qualkit.workflows.scoring import ScoringSummary
    from qualkit.workflows.searching import Found
    from qualkit.workflows.sessions import SessionView
    from qualkit.workflows.speakers import Label, Proposal
    from qualkit.workflows.status import Status


class Project:
    """A folder with transcripts, forms, codings, scores and reports.

    >>> project = Project.create("mi-red")                                         # doctest: +SKIP
    >>> project.ingest(["sesiones", "fichas.xlsx"])                                # doctest: +SKIP
    >>> project.code(); project.score(); project.select(top=8, per_territory=2)    # doctest: +SKIP
    >>> project.to_frame("codings").groupby(["territory", "code"]).size()          # doctest: +SKIP
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @classmethod
    def create(cls, folder: str | Path, *, name: str | None = None, language: str = "es") -> Self:
        """Make ``folder`` a project and open it. Raises ``InputError`` where it is one already."""
        return cls(create_project(Path(folder), name=name, language=language))

    @classmethod
    def open(cls, folder: str | Path | None = None) -> Self:
        """Open the project in ``folder``, or the nearest one upwards. Raises ``ProjectError`` where none is."""
        return cls(open_project(Path(folder) if folder is not None else None))

    def close(self) -> None:
        """Close the project's file."""
        self._workspace.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def folder(self) -> Path:
        """The folder of the project."""
        return self._workspace.folder

    @property
    def documents(self) -> "list[Document]":
        """The frozen documents, in order of territory and session."""
        return self._workspace.store.documents()

    @property
    def codings(self) -> "list[Coding]":
        """Every coding, in order of document and place."""
        return self._workspace.store.codings()

    @property
    def experiences(self) -> "list[Experience]":
        """The experiences."""
        return self._workspace.store.experiences()

    @property
    def scores(self) -> "list[Score]":
        """The newest score of each experience, criterion and judge."""
        return self._workspace.store.scores()

    def records(self, kind: str) -> "list[RegisterRow]":
        """Return the rows of a register: actors, agreements, observations, cycles, nominations or encounters."""
        from qualkit.workflows.registers import register_rows

        return register_rows(self._workspace, kind)

    def status(self) -> "Status":
        """Return what the project holds and what comes next."""
        from qualkit.workflows.status import project_status

        return project_status(self._workspace)

    def ingest(self, paths: Iterable[str | Path], **given: Any) -> "list[FileResult]":
        """Read files and folders; ``given`` are territory, session, date, kind, manifest, keep_names, scan.

        Returns one result per file.
        """
        from qualkit.workflows.ingesting import Given, ingest

        return ingest(self._workspace, [Path(path) for path in paths], given=Given(**given))

    def add_name(self, name: str, *, label: str | None = None, dry_run: bool = False) -> "Renaming":
        """Hide a name everywhere, also in files still to come; every coding stays on its words."""
        from qualkit.workflows.renaming import add_name

        return add_name(self._workspace, name, label=label, dry_run=dry_run)

    def undo_name(self, name: str, *, dry_run: bool = False) -> "Renaming":
        """Put back, word for word, what was hidden for a name or under a pseudonym."""
        from qualkit.workflows.renaming import undo_name

        return undo_name(self._workspace, name, dry_run=dry_run)

    def hide_all_names(self, *, dry_run: bool = False) -> "Renaming":
        """Hide the names in all files that were read with their names kept."""
        from qualkit.workflows.renaming import hide_all

        return hide_all(self._workspace, dry_run=dry_run)

    def orphans(self) -> "list[OrphanedSaying]":
        """Return codings and labels of edited files that have lost their words."""
        from qualkit.workflows.carrying import orphans

        return orphans(self._workspace)

    def code(self, *, codebooks: Sequence[str] = (), coder: str | None = None) -> "list[CodingSummary]":
        """Suggest codes with evidence for every segment."""
        from qualkit.workflows.coding import code_project

        return code_project(self._workspace, codebooks=codebooks, coder=coder)

    def index(self, *, rebuild: bool = False) -> "IndexSummary":
        """Bring the search index to what the project holds now; ``rebuild`` after the embedder was changed."""
        from qualkit.workflows.indexing import rebuild_index

        return rebuild_index(self._workspace, rebuild=rebuild)

    def search(self, query: str, *, top: int = 10, context: bool = False, **where: Any) -> "Found":
        """Return the segments that answer ``query`` best; ``where`` are territory, session, role, code, document."""
        from qualkit.workflows.passages import Where
        from qualkit.workflows.searching import search_project

        return search_project(self._workspace, query, top=top, where=Where(**where), context=context)

    def locate(self, document: str, quote: str) -> "Located":
        """Say whether ``quote`` stands word for word in a document's frozen text."""
        from qualkit.workflows.locating import locate_in_document

        return locate_in_document(self._workspace, document, quote)

    def score(self, *, rubric: str | None = None, judge: str | None = None) -> "ScoringSummary":
        """Give each experience a level per criterion, with evidence."""
        from qualkit.workflows.scoring import score_project

        return score_project(self._workspace, rubric=rubric, judge=judge)

    def select(self, *, top: int | None = None, per_territory: int | None = None) -> "list[SelectionRow]":
        """Return the shortlist, balanced by territory and focus, with reasons."""
        from qualkit.workflows.scoring import select_experiences

        return select_experiences(self._workspace, top=top, per_territory=per_territory)

    def undecided(self, *, code: str | None = None, limit: int | None = None) -> "list[Waiting]":
        """Return the suggested codings that nobody has decided yet, the surest first; ``decide`` decides one."""
        from qualkit.workflows.reviewing import undecided

        return undecided(self._workspace, code=code, limit=limit)

    def decide(self, coding: "Coding", verdict: "Verdict", *, by: str, why: str = "") -> "Decision":
        """Accept or reject a coding, as ``by`` («human:ana»); nothing that was decided before is overwritten."""
        from qualkit.workflows.reviewing import decide

        return decide(self._workspace, coding, verdict, by=by, why=why)

    def import_labels(self, file: str | Path) -> "Imported":
        """Bring in the labels that people gave, from CSV or XLSX; the same label twice counts once."""
        from qualkit.workflows.exchanging import import_labels

        return import_labels(self._workspace, Path(file))

    def export(self, file: str | Path, *, what: str = "codings", force: bool = False) -> int:
        """Write one of the tables of ``to_frame`` as .xlsx, .csv or .jsonl; returns how many rows.

        Raises ``InputError`` where there is nothing to write, and where the file exists and ``force`` is not said.
        """
        from qualkit.workflows.exchanging import export_table

        return export_table(self._workspace, Path(file), what=what, force=force)

    def audit(self, *, coder: str = "combined", labels: str | Path | None = None) -> "CodingAudit":
        """Compare codings with labels that people gave."""
        from qualkit.workflows.auditing import audit_project

        return audit_project(self._workspace, coder=coder, labels=Path(labels) if labels else None)

    def sessions(self, **which: Any) -> "list[SessionView]":
        """Propose the phases of each session, who took part and what was agreed.

        ``which`` may name a territory, a session, a document.
        """
        from qualkit.workflows.sessions import session_views

        return session_views(self._workspace, **which)

    def agreements(self, **which: Any) -> "list[ProposedAgreement]":
        """Propose the register of agreements: who, what, until when, each with its evidence."""
        return [found for view in self.sessions(**which) for found in view.agreements]

    def speaker_labels(self) -> "list[Label]":
        """Return the labels of every document with their turns and words, and those that were merged with them."""
        from qualkit.workflows.speakers import labels

        return labels(self._workspace)

    def speakers(self) -> "list[Proposal]":
        """Propose which labels of a session may be one person; ``merge_speakers`` makes them one."""
        from qualkit.workflows.speakers import proposals

        return proposals(self._workspace)

    def merge_speakers(self, document: str, label: str, into: str, *, by: str) -> int:
        """Make the turns of ``label`` those of ``into`` in a document; returns how many turns that are."""
        from qualkit.workflows.speakers import merge

        return merge(self._workspace, document, label, into, by=by)

    def split_speakers(self, document: str, label: str, *, by: str) -> int:
        """Take back the merge of ``label`` in a document; returns how many turns are its own again."""
        from qualkit.workflows.speakers import split

        return split(self._workspace, document, label, by=by)

    def forget(self, *called: str, by: str | None = None, dry_run: bool = False, **how: Any) -> "Forgetting":
        """Take the one person who is called all of ``called`` out of the project, for good; ``dry_run`` only looks.

        ``how`` are document, keep_shared and delete_outputs.
        """
        from qualkit.workflows.forgetting import forget

        return forget(self._workspace, called, by=by, dry_run=dry_run, **how)

    def disclose(self, *called: str, document: str | None = None) -> "Disclosure":
        """Return all that is kept of the one person who is called all of ``called``."""
        from qualkit.workflows.disclosing import disclose

        return disclose(self._workspace, called, document=document)

    def map(self, **settings: Any) -> dict[str, Path]:
        """Draw the concept map; returns the files by format."""
        from qualkit.workflows.drawing import draw_map

        return draw_map(self._workspace, **settings)

    def cloud(self, **settings: Any) -> dict[str, Path]:
        """Draw the word cloud; returns the files by format."""
        from qualkit.workflows.drawing import draw_cloud

        return draw_cloud(self._workspace, **settings)

    def report(self, *, formats: Sequence[str] = ("html", "docx", "pdf")) -> dict[str, Path]:
        """Write the closing report; returns the files by format."""
        from qualkit.workflows.reporting import write_report

        return write_report(self._workspace, formats=formats)

    def to_frame(self, what: str = "codings") -> "pd.DataFrame":
        """Return ``codings``, ``scores``, ``segments``, ``agreements``… as a pandas table, cases beside them."""
        import pandas as pd

        from qualkit.workflows.exchanging import table_of

        header, rows = table_of(self._workspace, what)
        return pd.DataFrame(rows, columns=header)
