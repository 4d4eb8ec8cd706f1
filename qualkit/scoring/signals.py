"""Declared signals: what the local judge looks for and the ladder that leads from what it finds to a level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qualkit import resources
from qualkit.errors import InputError
from qualkit.i18n import _, current_language
from qualkit.model import Rubric
from qualkit.model.documents import content_hash
from qualkit.scoring.patterns import Pattern, compile_pattern
from qualkit.scoring.rubrics import form_problems

FOCUS = "<foco>"


class AtLeast(BaseModel):
    """A requirement that several signals can meet: so many of these."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: int = Field(ge=1)
    of: tuple[str, ...] = Field(min_length=1)


Requirement = str | AtLeast


class SignalEntry(BaseModel):
    """One signal as people write it; see ``qualkit.scoring.patterns`` for the form of a pattern."""

    model_config = ConfigDict(extra="forbid")

    es: str
    en: str
    fields: list[str] = []
    any_mood: bool = False
    keep_denied: bool = False
    distinct: int = Field(default=1, ge=1)
    patterns: list[str] = Field(min_length=1)


class LadderEntry(BaseModel):
    """Where one criterion looks, which fields speak to it by themselves, and what each level asks for."""

    model_config = ConfigDict(extra="forbid")

    look_in: list[str] = Field(min_length=1)
    floor: list[str] = []
    levels: dict[int, list[list[Requirement]]]


class SignalsFile(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid")

    rubric: str
    version: str
    language: str = "es"
    groups: dict[str, str] = {}
    signals: dict[str, SignalEntry]
    criteria: dict[str, LadderEntry]


@dataclass(frozen=True)
class Signal:
    """One compiled signal. ``about_focus`` signals look for the synonyms of one focus after the other.

    ``fields`` restricts where it counts (empty: anywhere); ``any_mood`` takes wishes and plans, ``keep_denied``
    denials; ``distinct`` is how many different findings it takes.
    """

    id: str
    names: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    fields: frozenset[str] = frozenset()
    any_mood: bool = False
    keep_denied: bool = False
    distinct: int = 1
    about_focus: bool = False

    @property
    def label(self) -> str:
        """What the signal is called in the current language."""
        return self.names[current_language()]


@dataclass(frozen=True)
class Ladder:
    """The way from signals to a level for one criterion: each level has options, each option its requirements."""

    look_in: tuple[str, ...]
    floor: frozenset[str]
    levels: Mapping[int, tuple[tuple[Requirement, ...], ...]]

    @property
    def signal_ids(self) -> tuple[str, ...]:
        """Every signal that some level asks for, in the order of the file."""
        options = (option for level in sorted(self.levels, reverse=True) for option in self.levels[level])
        return tuple(dict.fromkeys(name for option in options for need in option for name in names_in(need)))


@dataclass(frozen=True)
class Signals:
    """The signals of one version of a rubric and the ladder of each criterion; ``hash`` names their content."""

    rubric: str
    version: str
    signals: Mapping[str, Signal]
    ladders: Mapping[str, Ladder]
    hash: str


def names_in(need: Requirement) -> tuple[str, ...]:
    """Return the signals that a requirement names."""
    return (need,) if isinstance(need, str) else need.of


def signals_for(rubric: Rubric) -> Signals | None:
    """Return the signals that come with qualkit for exactly this version of ``rubric``, or ``None``."""
    file = resources.folder("rubrics") / "signals" / f"{rubric.name}.{rubric.version}.yaml"
    return load_signals(file) if file.is_file() else None


def load_signals(path: Path) -> Signals:
    """Return the signals written in ``path``. Raises ``InputError`` that says which entry does not hold."""
    try:
        content = SignalsFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(
            _("The signals %(file)s cannot be read: %(reason)s") % {"file": str(path), "reason": error.strerror}
        ) from error
    except ValidationError as error:
        raise _broken(path, "; ".join(list(form_problems(error))[:3])) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _broken(path, " ".join(str(error).split())[:200]) from error
    try:
        return _compiled(content)
    except ValueError as error:
        raise _broken(path, str(error)) from error


def _broken(path: Path, problem: str) -> InputError:
    return InputError(_("The signals %(file)s do not hold: %(problem)s") % {"file": path.name, "problem": problem})


def _compiled(content: SignalsFile) -> Signals:
    groups = {name: words.split() for name, words in content.groups.items()}
    signals = {name: _signal(name, entry, groups) for name, entry in content.signals.items()}
    ladders = {name: _ladder(entry) for name, entry in content.criteria.items()}
    for criterion, ladder in ladders.items():
        unknown = [name for name in ladder.signal_ids if name not in signals]
        if unknown:
            raise ValueError(f"{criterion}: {unknown[0]}")
    digest = content_hash(content.rubric, content.model_dump_json())
    return Signals(content.rubric, content.version, signals, ladders, digest)


def _signal(name: str, entry: SignalEntry, groups: Mapping[str, Sequence[str]]) -> Signal:
    patterns = tuple(compile_pattern(source, groups) for source in entry.patterns if source != FOCUS)
    return Signal(
        id=name,
        names={"es": entry.es, "en": entry.en},
        patterns=patterns,
        fields=frozenset(entry.fields),
        any_mood=entry.any_mood,
        keep_denied=entry.keep_denied,
        distinct=entry.distinct,
        about_focus=FOCUS in entry.patterns,
    )


def _ladder(entry: LadderEntry) -> Ladder:
    levels = {level: tuple(tuple(option) for option in options) for level, options in entry.levels.items()}
    return Ladder(tuple(entry.look_in), frozenset(entry.floor), levels)
