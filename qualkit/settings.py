"""``qualkit.toml``: what a project wants, checked word by word. A key that qualkit does not know is an error."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qualkit.errors import ProjectError
from qualkit.i18n import _

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FILE_NAME = "qualkit.toml"


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProjectSection(_Section):
    """Who the project is for and how its reports speak."""

    name: str = "Red de escuelas"
    language: Literal["es", "en"] = "es"


class LanguageSection(_Section):
    """Which spaCy pipeline reads sentences: qualkit's own, or the name or path of one that is installed."""

    pipeline: str = Field(default="es_qualkit", min_length=1)


class EmbeddingSection(_Section):
    """What turns texts into vectors: ``local``, ``sentence-transformers:NAME_OR_PATH`` or ``openai:MODEL``."""

    name: str = "local"
    base_url: str | None = None
    dimensions: int | None = Field(default=None, ge=1)
    batch_size: int = Field(default=128, ge=1, le=2048)
    cost_per_million: float | None = Field(default=None, ge=0)


class CodingSection(_Section):
    """Which codebooks and which coder ``qualkit code`` uses when it is not told."""

    codebooks: tuple[str, ...] = ("lar", "rel")
    coder: str = "combined"


class ScoringSection(_Section):
    """Which rubric and which judge ``qualkit score`` uses, and how many experiences ``select`` takes."""

    rubric: str = "experiencias_demostrativas"
    judge: str = "evidence"
    top: int = Field(default=8, ge=1)
    per_territory: int = Field(default=2, ge=1)


class LlmSection(_Section):
    """The language model, where one is wanted. Keys never stand here: they come from the environment."""

    provider: str = "openai"
    model: str | None = None
    base_url: str | None = None
    timeout: float = Field(default=60, gt=0)
    max_retries: int = Field(default=3, ge=0)
    temperature: float = Field(default=0, ge=0)
    max_tokens: int = Field(default=1500, ge=1)
    cost_per_million_input: float | None = Field(default=None, ge=0)
    cost_per_million_output: float | None = Field(default=None, ge=0)


class ReadingSection(_Section):
    """What reading should know: labels of facilitators, what the run ingests, whether texts are cleaned up as scans
    are, and how exact dates stay.
    """

    facilitators: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    scan: bool = False
    dates: Literal["keep", "month", "year"] = "keep"


class Settings(_Section):
    """The whole file. ``territories`` maps each territory to the spellings that people use for it."""

    project: ProjectSection = ProjectSection()
    territories: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    reading: ReadingSection = ReadingSection()
    language: LanguageSection = LanguageSection()
    embedding: EmbeddingSection = EmbeddingSection()
    coding: CodingSection = CodingSection()
    scoring: ScoringSection = ScoringSection()
    llm: LlmSection = LlmSection()


def read_settings(file: Path) -> Settings:
    """Return the settings in ``file``. Raises ``ProjectError`` that names the line or the key to mend."""
    try:
        return Settings.model_validate(tomllib.loads(file.read_text(encoding="utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(_("%(file)s is not valid TOML: %(why)s") % {"file": file.name, "why": error}) from error
    except UnicodeDecodeError as error:
        raise ProjectError(_("%(file)s is not UTF-8 text.") % {"file": file.name}) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ProjectError(
            _("%(file)s: “%(key)s”: %(why)s") % {"file": file.name, "key": where, "why": _why(first)}
        ) from error


def _why(defect: "ErrorDetails") -> str:
    """Return what is wrong with a value, in the reader's language where it is one of the usual mistakes."""
    kind, limits = defect["type"], defect.get("ctx", {})
    if kind == "extra_forbidden":
        return _("qualkit knows no such key.")
    if kind == "literal_error":
        return _("it must be one of %(choices)s.") % {"choices": limits["expected"]}
    if kind in ("greater_than", "greater_than_equal"):
        sign = {"gt": ">", "ge": "≥"}
        return _("it must be a number %(limit)s.") % {"limit": " ".join(f"{sign[k]} {v}" for k, v in limits.items())}
    wanted = {
        "string_type": _("a text in quotes"),
        "tuple_type": _("a list in square brackets"),
        "dict_type": _("a section of its own"),
        "model_type": _("a section of its own"),
        "int_type": _("a whole number"),
        "int_parsing": _("a whole number"),
        "int_from_float": _("a whole number"),
        "float_type": _("a number"),
        "float_parsing": _("a number"),
    }
    return _("it must be %(kind)s.") % {"kind": wanted[kind]} if kind in wanted else defect["msg"]


def find_project(start: Path) -> Path | None:
    """Return the nearest folder, from ``start`` upwards, that holds a ``qualkit.toml``."""
    here = start.resolve()
    return next((place for place in (here, *here.parents) if (place / FILE_NAME).is_file()), None)


TEMPLATE = """\
# {comment}
[project]
name = {name}
language = "{language}"

[territories]
# "Red Costa Azul" = ["costa azul", "Red Costa-Azul"]

[reading]
facilitators = []
sources = []
# scan = true
# dates = "month"

[coding]
codebooks = ["lar", "rel"]
coder = "combined"

[scoring]
rubric = "experiencias_demostrativas"
judge = "evidence"
top = 8
per_territory = 2

[language]
# pipeline = "es_core_news_md"

[embedding]
name = "local"
# base_url = "http://localhost:11434/v1"

[llm]
# provider = "openai"
# model = "…"
# base_url = "http://localhost:11434/v1"
"""
