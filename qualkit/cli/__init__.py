"""The command line: thin Click commands, loaded one at a time, each making one call that a notebook could make."""

import os
import sys
from pathlib import Path
from typing import Any, cast

import click

from qualkit import __version__
from qualkit.cli.names import COMMANDS, SPANISH
from qualkit.cli.speech import SpokenGroup, SpokenOption, option, speak
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table of names, without importing one of them."""
        spanish = {english: own for own, english in SPANISH.items()}
        in_spanish = current_language() == "es"
        rows = [(spanish.get(name, name) if in_spanish else name, _(entry.help)) for name, entry in COMMANDS.items()]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


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
@option("-v", "--verbose", is_flag=True, help=N_("Say more on standard error."))
@click.version_option(
    __version__, message=f"qualkit {__version__}", cls=SpokenOption, help=N_("Show the version and exit.")
)
@click.pass_context
def cli(ctx: click.Context, project: Path | None, lang: str, verbose: bool) -> None:
    """Keep what every command needs."""
    ctx.obj = {"project": project, "verbose": verbose}


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
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except QualkitError as error:
        click.echo(_("Error: %(why)s") % {"why": error}, err=True)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: nothing more to say
        return 0
