"""A limit on what a run may spend on a language model: tokens, money or both."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from qualkit.errors import InputError, ProviderError
from qualkit.i18n import _
from qualkit.model import ScoreState
from qualkit.protocols import ChatModel, Message, Reply

CHARACTERS_PER_TOKEN = 3.5
"""Spanish prose, roughly, over the tokenisers of current models. Used to look ahead, never to report what was spent
where the provider says it."""


class OverBudget(ProviderError):
    """The next call would go over the limit; ``score_state`` is what a judge records."""

    score_state: ClassVar[ScoreState] = "over_budget"


@dataclass
class Budget:
    """What may be spent and what has been. Prices are per million tokens, in whatever currency the limit is in."""

    max_tokens: int | None = None
    max_cost: float | None = None
    price_in: float | None = None
    price_out: float | None = None
    spent_in: int = 0
    spent_out: int = 0

    def __post_init__(self) -> None:
        if self.max_cost is not None and (self.price_in is None or self.price_out is None):
            raise InputError(_("A limit on the cost needs the price of a million tokens, in and out."))

    @property
    def cost(self) -> float | None:
        """What has been spent in money, ``None`` where no prices are known."""
        return self.cost_of(self.spent_in, self.spent_out)

    def cost_of(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return what so many tokens cost, ``None`` where no prices are known."""
        if self.price_in is None or self.price_out is None:
            return None
        return (tokens_in * self.price_in + tokens_out * self.price_out) / 1_000_000

    def allows(self, tokens_in: int, tokens_out: int = 0) -> bool:
        """Say whether a call that sends about ``tokens_in`` tokens and may answer with ``tokens_out`` still fits."""
        if self.max_tokens is not None and self.spent_in + self.spent_out + tokens_in + tokens_out > self.max_tokens:
            return False
        ahead = self.cost_of(self.spent_in + tokens_in, self.spent_out + tokens_out)
        return self.max_cost is None or ahead is None or ahead <= self.max_cost

    def add(self, tokens_in: int, tokens_out: int) -> None:
        """Count what a call has spent."""
        self.spent_in += tokens_in
        self.spent_out += tokens_out


class BudgetedChat:
    """A chat model that stops before it goes over its budget. Stands inside the reply store: a replay is free."""

    def __init__(self, chat: ChatModel, budget: Budget, *, longest_answer: int = 0) -> None:
        self._chat = chat
        self.budget = budget
        self._longest_answer = longest_answer

    @property
    def identity(self) -> str:
        """The identity of the model inside: a budget changes no answer."""
        return self._chat.identity

    def reply(self, messages: Sequence[Message], schema: dict[str, Any]) -> Reply:
        """Return the model's reply. Raises ``OverBudget`` instead of sending what no longer fits."""
        ahead = count_tokens("".join(message.content for message in messages))
        if not self.budget.allows(ahead, self._longest_answer):
            raise OverBudget(_("The budget of this run is spent: nothing more was sent."))
        reply = self._chat.reply(messages, schema)
        spent_in = ahead if reply.input_tokens is None else reply.input_tokens
        self.budget.add(spent_in, count_tokens(reply.text) if reply.output_tokens is None else reply.output_tokens)
        return reply


def count_tokens(text: str) -> int:
    """Return about how many tokens ``text`` is: an estimate by characters, without any provider's tokeniser."""
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)
