"""Errors that a person can act on. Anything else that is raised is our bug and keeps its traceback."""

from typing import ClassVar


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
