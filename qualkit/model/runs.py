"""A run: what was done, with what, when. Every coding and score names the run that made it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Run:
    """One execution of a command; times are ISO 8601 in UTC, ``finished`` is ``None`` until it ended."""

    id: str
    command: str
    started: str
    finished: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
