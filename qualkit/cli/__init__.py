"""The command line: thin Click commands, loaded one at a time, each making one call that a notebook could make."""

import os
import sys
from pathlib import Path
from typing import Any, cast

import click

from qualkit import __version__
from qualkit.cli.names import COMMANDS, SPANISH
from qualkit.cli.speech import SpokenGroup, SpokenOption, in_our_words, option, speak
from qualkit.errors import QualkitError
from qualkit.i18n import _, choose_language, current_language

N_ = str  # marks a sentence for the catalogue where it is translated later
INTERRUPTED = 130


class LazyGroup(SpokenGroup):
    """A group that imports a command only when it is called, and that answers to its Spanish name too."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command called ``cmd_name``, in English or Spanish."""
        from importlib import import_module

        name = SPANISH.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].place.split(":")
        return cast(click.Command, getattr(import_module(f"qualkit.cli.{module}"), attribute))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one may be meant."""
        wanted = args[0]
        if self.get_command(ctx, wanted) is None and not wanted.startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(_unknown(wanted), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table of names, without importing one of them."""
        rows = [(_spoken(name), _(entry.help)) for name, entry in COMMANDS.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def _spoken(name: str) -> str:
    """Return how a command is called in the language that is spoken."""
    own = {english: spanish for spanish, english in SPANISH.items()}
    return own.get(name, name) if current_language() == "es" else name


def _unknown(wanted: str) -> str:
    """Say that there is no such command, and which one is spelt most like it, in the language that is spoken."""
    from difflib import get_close_matches

    said = _("No such command {name!r}.").format(name=wanted)
    near = get_close_matches(wanted.lower(), [*COMMANDS, *SPANISH], n=1, cutoff=0.6)
    if not near:
        return f"{said} " + _("“qualkit --help” lists them.")
    return f"{said} " + _("Did you mean “qualkit %(name)s”?") % {"name": _spoken(SPANISH.get(near[0], near[0]))}


def _tell_versions() -> None:
    from qualkit.workflows.workspace import versions

    click.echo(" · ".join(f"{name} {version}" for name, version in versions().items()), err=True)


def _set_language(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str:
    language = choose_language(value)
    speak(language)
    return language


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    help=N_("Turns the talk of school networks into a report that others can trust."),
    epilog=N_("Start with “qualkit demo”, or with “qualkit init my-network”."),
)
@option("--project", type=click.Path(path_type=Path), help=N_("Folder of the project; else the nearest one upwards."))
@option(
    "--lang",
    type=click.Choice(["es", "en"]),
    callback=_set_language,
    is_eager=True,
    help=N_("Language of the messages; else QUALKIT_LANG, else the locale."),
)
@option("-v", "--verbose", is_flag=True, help=N_("End with versions of libraries and the run's id on standard error."))
@click.version_option(
    __version__, message=f"qualkit {__version__}", cls=SpokenOption, help=N_("Show the version and exit.")
)
@click.pass_context
def cli(ctx: click.Context, project: Path | None, lang: str, verbose: bool) -> None:
    """Keep what every command needs."""
    ctx.obj = {"project": project, "verbose": verbose}
    if verbose:
        ctx.call_on_close(_tell_versions)


BEFORE_THE_COMMAND = ("--project", "--lang", "--verbose", "-v")


def _placed(error: click.NoSuchOption) -> click.UsageError:
    """Return ``error``, or where the option stands if it is one of those before the command."""
    if error.option_name not in BEFORE_THE_COMMAND or error.ctx is None or error.ctx.parent is None:
        return error
    said = _("%(option)s goes before the command: qualkit %(option)s … %(command)s")
    return click.UsageError(said % {"option": error.option_name, "command": error.ctx.info_name}, error.ctx)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; an error the user can mend is one line on standard error."""
    speak(choose_language())
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run the command line on ``arguments`` and return its exit code."""
    try:
        code: Any = cli.main(args=arguments, prog_name="qualkit", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        click.echo(_("Interrupted. What was finished is kept: the same command goes on from there."), err=True)
        return INTERRUPTED
    except click.NoSuchOption as error:
        _placed(error).show()
        return error.exit_code
    except click.ClickException as error:
        in_our_words(error).show()
        return error.exit_code
    except QualkitError as error:
        click.echo(_("Error: %(why)s") % {"why": error}, err=True)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: nothing more to say
        return 0
