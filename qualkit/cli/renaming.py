"""``qualkit pseudonymize``: what would be hidden in a file, and names that are hidden or come back in a project."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.errors import InputError
from qualkit.i18n import _, ngettext
from qualkit.reading.spelling import squeeze

if TYPE_CHECKING:
    from qualkit.reading.privacy.birth_dates import Coarseness
    from qualkit.workflows.renaming import Renaming
    from qualkit.workflows.workspace import Workspace

N_ = str
LABELS = (
    "PERSONA",
    "ESTABLECIMIENTO",
    "RUT",
    "TELEFONO",
    "CORREO",
    "DIRECCION",
    "COMUNA",
    "EDAD",
    "REDES",
    "URL",
    "ID",
    "FECHA",
)


@command(
    help=N_(
        "Show what would be hidden in FILE, without a project. Or change names in a project that is at work already:"
        " every coding stays on its words."
    )
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@option("--add", metavar="NAME", help=N_("Hide this name everywhere in the project, and in files still to come."))
@option("--undo", metavar="NAME", help=N_("Put back what was hidden for this name, or under this pseudonym."))
@option("--all", "all_", is_flag=True, help=N_("Hide the names in all files that were read with --keep-names."))
@option("--label", type=click.Choice(LABELS, case_sensitive=False), help=N_("With --add: what it is the name of."))
@option("--dry-run", is_flag=True, help=N_("With --add, --undo or --all: show where, and change nothing."))
@option(
    "--generalize-dates",
    "dates",
    type=click.Choice(["keep", "month", "year"]),
    default="keep",
    help=N_("With FILE: dates as they stand, or only their month or year. Dates of birth are always hidden."),
)
@option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))
@click.pass_context
def pseudonymize(
    ctx: click.Context,
    file: Path | None,
    add: str | None,
    undo: str | None,
    all_: bool,
    label: str | None,
    dry_run: bool,
    dates: "Coarseness",
    json_: bool,
) -> None:
    """Print the pseudonymised text of a file, or what a change of names did; exit code 1 where some of it is open."""
    _check_one(file, add, undo, all_)
    if (label and add is None) or (dry_run and file is not None):
        raise InputError(_("--label goes with --add; --dry-run with --add, --undo or --all."))
    if file is not None:
        from qualkit.workflows.showing import pseudonymize_file

        shown = pseudonymize_file(file, dates=dates)
        say(as_json(shown) if json_ else shown["text"])
        return
    done = _asked(add, undo, label, dry_run)(open_workspace(ctx))
    if json_:
        say(as_json(_plain(done)))
    else:
        _show(done)
    ctx.exit(1 if done.orphaned or done.untouched else 0)


def _check_one(file: Path | None, add: str | None, undo: str | None, all_: bool) -> None:
    if sum((file is not None, add is not None, undo is not None, all_)) != 1:
        raise InputError(_("Give one of these: a FILE, --add NAME, --undo NAME or --all."))


def _asked(add: str | None, undo: str | None, label: str | None, dry_run: bool) -> "Callable[[Workspace], Renaming]":
    from qualkit.workflows.renaming import add_name, check_no_everyday_word, hide_all, undo_name

    def work(workspace: "Workspace") -> "Renaming":
        if add is not None:
            if label is None and not dry_run:
                check_no_everyday_word(add)
            return add_name(workspace, add, label=label.upper() if label else None, dry_run=dry_run)
        if undo is not None:
            return undo_name(workspace, undo, dry_run=dry_run)
        return hide_all(workspace, dry_run=dry_run)

    return work


def _plain(done: "Renaming") -> dict[str, object]:
    return {
        "action": done.action,
        "pseudonyms": done.pseudonyms,
        "dry_run": done.dry_run,
        "places": done.places,
        "documents": [{"document": document, "places": n} for document, n in done.documents.items()],
        "elsewhere": done.elsewhere,
        "requoted": done.requoted,
        "widened": done.widened,
        "orphaned": done.orphaned,
        "replies": done.replies,
        "untouched": done.untouched,
        "files": done.files,
        "outputs": done.outputs,
        "hits": done.hits,
    }


def _show(done: "Renaming") -> None:
    if done.hits:
        headers = [_("Document"), _("Before it"), _("Words"), _("After it"), _("Becomes")]
        rows = [[h.document, *map(squeeze, (h.before, h.words, h.after, h.becomes))] for h in done.hits]
        table(headers, rows)
    where = [[document, n] for document, n in done.documents.items()]
    where += [[_(name), n] for name, n in done.elsewhere.items()]
    if where and not done.hits:
        table([_("Document or table"), _("Places")], where)
    say(_summary(done))
    _tell_what_is_open(done)


def _summary(done: "Renaming") -> str:
    counted = {"n": done.places, "documents": len(done.documents), "pseudonyms": ", ".join(done.pseudonyms)}
    if done.dry_run:
        return (
            _("%(n)d places in %(documents)d documents would change (%(pseudonyms)s). Nothing was changed.") % counted
        )
    if done.action == "undo":
        return _("%(n)d places in %(documents)d documents have their words back (%(pseudonyms)s).") % counted
    return _("%(n)d places in %(documents)d documents are hidden now (%(pseudonyms)s).") % counted


def _tell_what_is_open(done: "Renaming") -> None:
    if done.requoted and not done.dry_run:
        tell(
            ngettext(
                "%(n)d coding has the new words in its quote; it stands where it stood.",
                "%(n)d codings have the new words in their quote; they stand where they stood.",
                done.requoted,
            )
            % {"n": done.requoted}
        )
    for orphan in done.orphaned:
        tell(
            _(
                "Coding %(id)d (%(code)s, document %(document)s) is shown no longer: too few words are left of its"
                " quote. “qualkit orphans” lists it."
            )
            % {"id": orphan.coding, "code": orphan.code, "document": orphan.document}
        )
    for document in done.untouched:
        tell(_("Document %(id)s: its file is gone or changed, so what stood there is not known.") % {"id": document})
    if done.outputs:
        files = ", ".join(done.outputs)
        tell(
            _("These were written before and still say what was said then; make them again: %(files)s")
            % {"files": files}
        )
    for file in done.files:
        tell(_("The file's own name still holds it; rename the file: %(file)s") % {"file": file})
