"""The prompt of a judge: a versioned template, rendered to messages; what a school wrote goes in as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualkit import resources
from qualkit.i18n import current_language
from qualkit.model import Criterion, Experience
from qualkit.model.documents import content_hash
from qualkit.protocols import Message

if TYPE_CHECKING:
    from jinja2 import Template

DEFAULT = "judge.v1.jinja"
_LANGUAGE_NAMES = {"es": "español", "en": "inglés"}


@dataclass(frozen=True)
class JudgePrompt:
    """One version of the prompt. ``hash`` names its content and belongs to the record of every run that used it."""

    name: str
    source: str

    @property
    def hash(self) -> str:
        """Content hash of the template."""
        return content_hash(self.name, self.source)

    @cached_property
    def _template(self) -> "Template":
        from jinja2 import Environment, StrictUndefined

        # The text goes to a model, not to a browser, and a quote must stay as it was written: no escaping.
        return Environment(undefined=StrictUndefined, autoescape=False).from_string(self.source)  # noqa: S701

    def messages(self, experience: Experience, criterion: Criterion) -> list[Message]:
        """Return the system message and the question for one criterion of one experience."""
        fields = list(experience.fields.items())
        system = self._block("system", language_name=_LANGUAGE_NAMES[current_language()])
        user = self._block("user", criterion=criterion, fields=fields, fence=_fence(experience))
        return [Message("system", system), Message("user", user)]

    def repair_json(self, problem: str) -> Message:
        """Return the message that asks again after an answer that could not be read."""
        return Message("user", self._block("repair_json", problem=problem))

    def repair_quotes(self, quotes: Sequence[tuple[str, str]]) -> Message:
        """Return the message that asks again after quotes (field, quote) that do not stand in the form."""
        return Message("user", self._block("repair_quotes", quotes=quotes))

    def _block(self, name: str, **values: Any) -> str:
        template = self._template
        return "".join(template.blocks[name](template.new_context(values))).strip()


def load_prompt(path: Path | None = None) -> JudgePrompt:
    """Return the prompt in ``path``, by default the one that comes with qualkit."""
    file = path or resources.path("prompts", DEFAULT)
    return JudgePrompt(file.name, file.read_text(encoding="utf-8"))


def _fence(experience: Experience) -> str:
    """Return a line that whoever wrote the form cannot have written: it is made of the hash of what they wrote."""
    return f"=====DATOS-{experience.hash}====="
