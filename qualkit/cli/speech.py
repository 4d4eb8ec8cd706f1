"""Click in two languages: help texts are kept in English and translated when they are shown."""

import gettext
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import qualkit.i18n
from qualkit.i18n import _, set_language

N_ = str  # marks a sentence for the catalogue; it is translated when it is shown

# What Click prints without asking for a translation, and the names of our own arguments.
_PLACEHOLDERS = (
    N_("[OPTIONS]"),
    N_("COMMAND [ARGS]..."),
    N_("TEXT"),
    N_("PATH"),
    N_("INTEGER"),
    N_("INTEGER RANGE"),
    N_("FLOAT"),
    N_("FLOAT RANGE"),
    N_("FOLDER"),
    N_("PATHS..."),
    N_("PERSON..."),
    N_("[PERSON]..."),
    N_("FILE"),
    N_("[FILE]"),
    N_("QUERY"),
    N_("NAME"),
    N_("CODE"),
    N_("[CODE]"),
    N_("[DIR]"),
)
_HELP_OF_HELP = N_("Show this message and exit.")

_LOCALE_DIR = Path(qualkit.i18n.__file__).parent / "locale"


def speak(language: str) -> None:
    """Speak ``language`` from here on, in qualkit's own sentences and in Click's («Usage», «Options»…)."""
    set_language(language)
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("qualkit", _LOCALE_DIR)
    gettext.textdomain("qualkit")


def in_our_words(error: click.ClickException) -> click.ClickException:
    """Return ``error`` with the name of an argument that is missing in the language that is spoken."""
    if isinstance(error, click.MissingParameter) and isinstance(error.param, click.Argument) and error.ctx:
        error.param_hint = f"'{_(error.param.make_metavar(error.ctx))}'"
    return error


class SpokenOption(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the name and the translated help."""
        own, self.help = self.help, _(self.help) if self.help else self.help
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = own

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the translated word for the value («TEXT», «PATH»…)."""
        return _(super().make_metavar(ctx))


class _Spoken(click.Command):
    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _(_HELP_OF_HELP)  # Click keeps the option from before --lang was read
        return found

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [_(piece) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own, self.help = self.help, _(self.help) if self.help else self.help
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = own

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        own, self.epilog = self.epilog, _(self.epilog) if self.epilog else self.epilog
        try:
            super().format_epilog(ctx, formatter)
        finally:
            self.epilog = own


class SpokenCommand(_Spoken):
    """A command whose help is translated when it is shown."""


class SpokenGroup(_Spoken, click.Group):
    """A group whose help is translated when it is shown, as is that of its commands."""

    command_class = SpokenCommand

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write one translated line per command."""
        rows = [(name, _(entry) if (entry := self.commands[name].help) else "") for name in self.list_commands(ctx)]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


def option(*names: str, **settings: Any) -> Callable[[Any], Any]:
    """Return ``click.option`` with help that is translated when it is shown."""
    return click.option(*names, cls=SpokenOption, **settings)


def command(name: str | None = None, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Return ``click.command`` with help that is translated when it is shown."""
    return click.command(name, cls=SpokenCommand, **settings)
