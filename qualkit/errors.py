"""Errors that a person can act on. Anything else that is raised is our bug and keeps its traceback."""

from typing import ClassVar

from qualkit.i18n import _


class QualkitError(Exception):
    """Something the reader of the message can put right. The command line prints it as one line and exits."""

    exit_code: ClassVar[int] = 2


class InputError(QualkitError):
    """Usage or input that the user can fix (exit code 2)."""


class ProviderError(QualkitError):
    """A language-model provider that is not configured, not reachable or refuses (exit code 3)."""

    exit_code = 3


class ProjectError(QualkitError):
    """A project or its storage that cannot be used as it stands (exit code 4)."""

    exit_code = 4


def status_words(status: int) -> str:
    """Return the sentence for an HTTP status of a provider, to be filled with its ``status``, ``model`` and ``why``."""
    if status in (401, 403):
        return _("The provider refuses the key (%(status)d). Check OPENAI_API_KEY, or the key of your provider.")
    if status == 404:
        return _("The provider does not know the model “%(model)s” (%(status)d).")
    if status == 429:
        return _("The provider asks to wait: too many requests, or no credit left (%(status)d). Try again later.")
    if status >= 500:
        return _("The provider has a fault of its own (%(status)d). Try again later.")
    return _("The provider did not accept the request (%(status)d): %(why)s")
