"""``qualkit ingest`` and ``read``: what files say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualkit.cli.printing import as_json, on_one_line, say, table, tell
from qualkit.cli.progress import track
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.errors import InputError
from qualkit.i18n import _, ngettext

if TYPE_CHECKING:
    from qualkit.workflows.incoming import FileResult
    from qualkit.workflows.workspace import Workspace

N_ = str
KINDS = (
    *("transcript", "chat", "experiences", "survey", "attendance", "members"),
    *("actors", "agreements", "observations", "cycles", "nominations", "encounters"),
)


class _Kind(click.Choice[str]):
    """A kind of file, which may also be said in Spanish («asistencia»)."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the kind by its own name."""
        from qualkit.reading.kinds import known_kind

        if value not in self.choices:
            with suppress(InputError):
                return known_kind(value)
        return super().convert(value, param, ctx)


_MOST_ROWS = 10  # of a table that are shown; --json gives all


@command(help=N_("Read transcripts, forms, surveys, attendance and members into the project, pseudonymised."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@option("--territory", help=N_("Territory of every file given."))
@option("--session", type=click.IntRange(min=1), help=N_("Number of the session."))
@option("--date", help=N_("Date, YYYY-MM-DD."))
@option("--kind", type=_Kind(KINDS), help=N_("What the files are, where their form does not tell."))
@option("--manifest", type=click.Path(path_type=Path), help=N_("CSV with file, territory, session, date, kind."))
@option("--keep-names", is_flag=True, help=N_("Leave people and schools by their names in these files."))
@option("--scan/--no-scan", default=None, help=N_("Repair what a scanner misread; both forms are kept."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    territory: str | None,
    session: int | None,
    date: str | None,
    kind: str | None,
    manifest: Path | None,
    keep_names: bool,
    scan: bool | None,
    json_: bool,
) -> None:
    """Print one row per file; exit code 1 where one was rejected."""
    from qualkit.workflows.ingesting import Given, ingest

    said = {"territory": territory, "session": session, "date": date, "kind": kind, "manifest": manifest}
    given = Given(**said, keep_names=keep_names, scan=scan)  # type: ignore[arg-type]
    workspace = open_workspace(ctx)
    with _telling_what_was_kept(workspace):
        results = ingest(workspace, paths, given=given, track=track)
    if json_:
        say(as_json(results))
    elif not results:
        tell(_("There is no file in that folder. Look whether it is the right one."))
    else:
        headers = [_("File"), _("Kind"), _("Turns"), _("Segments"), _("Rows"), _("Words"), _("State")]
        table(headers, [[on_one_line(r.path), _kind(r.kind), *_sizes(r), _state(r.status)] for r in results])
        for result in results:
            for sentence in (result.reason, *result.warnings):
                if sentence:
                    tell(on_one_line(f"{result.path}: {sentence}"))
        _tell_columns(results)
        tell(_summary(workspace, results))
    ctx.exit(1 if any(result.status == "rejected" for result in results) else 0)


@contextmanager
def _telling_what_was_kept(workspace: "Workspace") -> Iterator[None]:
    """Say how many files were kept where somebody stops the block from the keyboard."""
    before = workspace.store.count("files")
    try:
        yield
    except KeyboardInterrupt:
        if kept := workspace.store.count("files") - before:
            tell(ngettext("%(n)d file was kept.", "%(n)d files were kept.", kept) % {"n": kept})
        raise


def _summary(workspace: "Workspace", results: "Sequence[FileResult]") -> str:
    """Return how many files were ingested, were there already or were rejected, and what comes next."""
    from qualkit.workflows.status import project_status

    counts = Counter(result.status for result in results)
    n, there, rejected = counts["ingested"], counts["unchanged"], counts["rejected"]
    said = [ngettext("%(n)d file was ingested.", "%(n)d files were ingested.", n) % {"n": n}]
    if there:
        said.append(ngettext("%(n)d was there already.", "%(n)d were there already.", there) % {"n": there})
    if rejected:
        said.append(
            ngettext(
                "%(n)d was rejected: why stands above; mend it and ingest again.",
                "%(n)d were rejected: why stands above; mend them and ingest again.",
                rejected,
            )
            % {"n": rejected}
        )
    return " ".join((*said, _("Next: %(step)s") % {"step": project_status(workspace).next_step}))


def _sizes(result: "FileResult") -> list[int | None]:
    """Return turns, segments, rows and words, as far as a file of its kind has them."""
    talk = [result.turns, result.segments] if result.document else [None, None]
    return [*talk, result.rows or None, result.words or None]


def _kind(kind: str | None) -> str | None:
    names = {
        "transcript": N_("transcript"),
        "chat": N_("chat"),
        "experiences": N_("forms"),
        "survey": N_("survey"),
        "attendance": N_("attendance"),
        "members": N_("members"),
        "actors": N_("actors"),
        "agreements": N_("agreements"),
        "observations": N_("observations"),
        "cycles": N_("cycles"),
        "nominations": N_("nominations"),
        "encounters": N_("encounters"),
    }
    return _(names[kind]) if kind in names else kind


def _tell_columns(results: "Sequence[FileResult]") -> None:
    """Say once for each mapping what the columns were taken for, and where that can be corrected."""
    told = set()
    for result in results:
        key = (result.mappings, tuple(result.columns.items()))
        if result.columns and key not in told:
            told.add(key)
            own = _("its own heading")
            pairs = " · ".join(on_one_line(f"{name} → {field or own}") for name, field in result.columns.items())
            tell(_("%(file)s: columns: %(columns)s") % {"file": on_one_line(result.path), "columns": pairs})
            for name in result.mappings:
                tell("  " + _("To correct this, edit columnas/%(file)s and ingest again.") % {"file": name})


def _state(status: str) -> str:
    names = {
        "ingested": N_("ingested"),
        "unchanged": N_("already there"),
        "rejected": N_("rejected"),
    }
    return _(names[status])


@command(help=N_("Show what FILE says, without a project and without pseudonyms."))
@click.argument("file", type=click.Path(path_type=Path))
@option("--strict", is_flag=True, help=N_("Captions only: what a conforming parser yields, nothing mended."))
@option("--scan", is_flag=True, help=N_("Repair what a scanner misread, and list every repair."))
@option("--kind", type=_Kind(KINDS), help=N_("What the file is, where its form does not tell."))
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def read(ctx: click.Context, file: Path, strict: bool, scan: bool, kind: str | None, json_: bool) -> None:
    """Print the turns of a file, or what the columns of a table are taken for and its first rows."""
    from qualkit.workflows.showing import read_file
    from qualkit.workflows.workspace import project_folder

    folder = project_folder(ctx.obj["project"])
    shown = read_file(file, strict=strict, scan=scan, kind=kind, folder=folder)
    if json_:
        say(as_json(shown))
        return
    if "rows" in shown:
        _say_rows(shown)
        return
    for warning in shown["warnings"]:
        tell(warning)
    for turn in shown["turns"]:
        say(f"{turn['speaker']}: {turn['text']}" if turn["speaker"] else turn["text"])
    if shown.get("changes"):
        say("")
        headers = [_("Turn"), _("Read"), _("Repaired"), _("Why")]
        table(headers, [[c["turn"] + 1, c["before"], c["after"] or "–", _why(c["rule"])] for c in shown["changes"]])


def _say_rows(shown: dict[str, Any]) -> None:
    """Print what the columns of a table were taken for, and its first rows."""
    for warning in shown["warnings"]:
        tell(warning)
    rows = [*shown["rows"], *(row for other in shown.get("also", {}).values() for row in other)]
    said = ngettext("%(kind)s: %(n)d row", "%(kind)s: %(n)d rows", len(rows))
    say(said % {"kind": _kind(shown["kind"]), "n": len(rows)})
    own = _("its own heading")
    table([_("Column"), _("Field")], [[name, field or own] for name, field in shown["columns"].items()])
    for number, row in enumerate(rows[:_MOST_ROWS], start=1):
        say("")
        say(f"— {number}")
        for name, value in _values(row):
            say(on_one_line(f"{name}: {value}".replace("\n", " / ")))
    if len(rows) > _MOST_ROWS:
        say("")
        say(_("… and %(n)d more: --json gives all.") % {"n": len(rows) - _MOST_ROWS})


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what a row says, fields inside of it too; what it does not say is left out."""
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _values(value)
        elif value not in (None, "", (), []):
            yield name, ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def _why(rule: str) -> str:
    """Return why something was repaired, in words: the parts of a rule that holds several, one after the other."""
    names = {
        "accent": N_("accent lost"),
        "misread_accent": N_("accented letter misread"),
        "misread_enye": N_("ñ or ü misread"),
        "misread_letter": N_("letter misread"),
        "join": N_("space lost"),
        "split": N_("space too many"),
        "line_hyphen": N_("divided at the end of a line"),
        "spaced_letters": N_("letters spaced out"),
        "ligature": N_("letters in one sign"),
        "soft_hyphen": N_("invisible hyphen"),
        "accent_apart": N_("accent apart from its letter"),
        "bullet": N_("bullet misread"),
        "stray_mark": N_("stray mark"),
        "opening_mark": N_("¿ misread"),
    }
    return ", ".join(_(names[part]) for part in rule.split("+") if part in names)
