"""How a language model is named as a judge or a coder: ``llm:PROVIDER:MODEL``."""

from dataclasses import dataclass

from qualkit.errors import InputError
from qualkit.i18n import _

PREFIX = "llm"


@dataclass(frozen=True)
class ModelName:
    """A provider that LangChain knows and a model that the provider knows."""

    provider: str
    model: str

    def __str__(self) -> str:
        return f"{PREFIX}:{self.provider}:{self.model}"


def parse_judge_name(name: str) -> ModelName:
    """Return the model named ``llm:PROVIDER:MODEL`` (the model may hold colons). Raises ``InputError`` otherwise."""
    prefix, _colon, rest = name.strip().partition(":")
    provider, _colon, model = rest.partition(":")
    if prefix != PREFIX or not provider.strip() or not model.strip():
        raise InputError(
            _("“%(name)s” does not name a language model. Write llm:PROVIDER:MODEL, for example llm:openai:MODEL.")
            % {"name": name}
        )
    return ModelName(provider.strip(), model.strip())


def is_model_name(name: str) -> bool:
    """Say whether ``name`` is meant to name a language model."""
    return name.strip().startswith(f"{PREFIX}:")
