"""``qualkit forget`` and ``disclose``: the rights of people over what is kept of them (law 21.719)."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualkit.cli.printing import as_json, say, table, tell
from qualkit.cli.projects import open_workspace
from qualkit.cli.speech import command, option
from qualkit.errors import InputError
from qualkit.i18n import _, ngettext

if TYPE_CHECKING:
    from qualkit.workflows.forgetting import Forgetting
    from qualkit.workflows.workspace import Workspace

N_ = str
_DOCUMENT = option("--document", help=N_("The document in which a label that names nobody is theirs."))
_JSON = option("--json", "json_", is_flag=True, help=N_("Print one JSON document."))


@command(
    help=N_(
        "Take a person out of the project, for good: turns, mentions, codings, rows, the key. PERSON is a pseudonym or"
        " a name; name several where they are one person."
    )
)
@click.argument("person", nargs=-1)
@option("--as", "author", help=N_("Who decides, for example “ana”."))
@_DOCUMENT
@option("--keep-shared", is_flag=True, help=N_("Leave the turns whose label names others too; the person is masked."))
@option("--delete-outputs", is_flag=True, help=N_("Delete the reports and exports that still hold the person."))
@option("--dry-run", is_flag=True, help=N_("Say what would go, and change nothing."))
@option("--yes", is_flag=True, help=N_("Do not ask."))
@_JSON
@click.pass_context
def forget(
    ctx: click.Context,
    person: tuple[str, ...],
    author: str | None,
    document: str | None,
    keep_shared: bool,
    delete_outputs: bool,
    dry_run: bool,
    yes: bool,
    json_: bool,
) -> None:
    """Print what goes, ask, and do it; without PERSON only ``--delete-outputs``."""
    from qualkit.workflows.forgetting import forget

    workspace = open_workspace(ctx)
    if not person:
        if not delete_outputs:
            raise InputError(_("Say whom: a pseudonym or a name."))
        _delete(workspace, json_)
        return
    if dry_run or not yes:
        planned = forget(workspace, person, document=document, keep_shared=keep_shared, dry_run=True)
        if dry_run:
            _show(planned, json_)
            return
        if not author:
            raise InputError(_("Say who decides: --as YOUR-NAME."))
        if json_:
            raise InputError(_("With --json, say --yes or --dry-run: there is nobody to ask."))
        _show(planned, json_)
        if not _is_confirmed(planned.called):
            tell(_("Nothing was changed."))
            ctx.exit(1)
    by = f"human:{author}" if author else None
    done = forget(workspace, person, by=by, document=document, keep_shared=keep_shared, delete_outputs=delete_outputs)
    _show(done, json_)


def _is_confirmed(called: str) -> bool:
    """Ask for the pseudonym itself: a word that nobody types by mistake, in any language."""
    asked = _("This cannot be undone. To take all of this out, type “%(who)s”") % {"who": called}
    answer: str = click.prompt(asked, default="", show_default=False, err=True)
    return " ".join(answer.split()).casefold() == called.casefold()


def _delete(workspace: "Workspace", json_: bool) -> None:
    from qualkit.workflows.forgetting import delete_outdated

    deleted = delete_outdated(workspace)
    if json_:
        say(as_json({"deleted": deleted}))
        return
    for place in deleted:
        say(_("Deleted: %(file)s") % {"file": place})
    if not deleted:
        say(_("No report or export is older than a forgetting."))


def _show(found: "Forgetting", json_: bool) -> None:
    if json_:
        say(as_json(found))
        return
    before = _("%(who)s would be taken out:") % {"who": found.called}
    say(before if found.dry_run else _("Taken out. Nothing leads back."))
    table([_("What"), _("How many")], [[name, count] for name, count in _counted(found) if count])
    for sentence in _sentences(found):
        tell(sentence)


def _counted(found: "Forgetting") -> Iterator[tuple[str, int]]:
    yield _("turns"), found.turns
    yield _("of them under a label that names others too"), found.shared
    yield _("words"), found.words
    yield _("places where others name them"), found.mentions
    yield _("codings"), found.codings
    yield _("labels of people"), found.labels
    yield _("decisions of people"), found.decisions
    yield _("rows of lists and surveys"), found.rows
    yield _("answers of language models"), found.replies
    yield _("documents that change"), len(found.documents)
    yield _("documents in which nobody else speaks"), len(found.emptied)


def _sentences(found: "Forgetting") -> Iterator[str]:
    if found.shared:
        yield _("Shared turns hold the words of others too: --keep-shared leaves them.")
    if found.perhaps:
        yield _("These may be the same person, and are left alone: %(people)s.") % {"people": ", ".join(found.perhaps)}
    if found.copies:
        yield _("The same words stand elsewhere under another label; look at: %(where)s.") % {
            "where": ", ".join(found.copies)
        }
    if found.settings:
        yield _("qualkit.toml names this person: take the name out there.")
    for file in found.files:
        yield _("The file itself stays as it is; take the words out of it, or delete it: %(file)s") % {"file": file}
    yield from _of_outputs(found)
    if not found.dry_run:
        yield _("Copies and backups of this folder, and what was sent to somebody, are out of qualkit's reach.")


def _of_outputs(found: "Forgetting") -> Iterator[str]:
    left = [place for place in found.outputs if place not in found.deleted]
    for place in found.deleted:
        yield _("Deleted: %(file)s") % {"file": place}
    if left:
        said = ngettext(
            "%(n)d report or export may hold this person: make it again, or delete it with --delete-outputs: %(files)s",
            "%(n)d reports or exports may hold this person: make them again, or delete them with --delete-outputs:"
            " %(files)s",
            len(left),
        )
        yield said % {"n": len(left), "files": ", ".join(left)}


@command(
    help=N_("Show all that is kept of a person, in words for that person. PERSON is a pseudonym or a name; see forget.")
)
@click.argument("person", nargs=-1, required=True)
@_DOCUMENT
@option("--output", type=click.Path(path_type=Path), help=N_("Write it to a file (.txt, .html, .docx or .json)."))
@option("--force", is_flag=True, help=N_("Replace the file where it exists."))
@_JSON
@click.pass_context
def disclose(
    ctx: click.Context, person: tuple[str, ...], document: str | None, output: Path | None, force: bool, json_: bool
) -> None:
    """Print what is kept, or write it to a file that only its owner may read."""
    from qualkit.workflows.disclosing import as_text, disclose, warnings, write_disclosure

    workspace = open_workspace(ctx)
    found = disclose(workspace, person, document=document)
    if output is not None:
        write_disclosure(workspace, found, output, force=force)
        say(as_json({"file": str(output)}) if json_ else _("It is in %(file)s.") % {"file": output})
    else:
        say(as_json(found) if json_ else as_text(found).rstrip())
    for sentence in warnings(workspace):
        tell(sentence)
