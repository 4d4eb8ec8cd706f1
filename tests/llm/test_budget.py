import pytest

from qualkit.errors import InputError
from qualkit.llm.budget import Budget, BudgetedChat, OverBudget, count_tokens
from qualkit.protocols import Message, Reply
from qualkit.testing import ScriptedChat

SHORT = [Message("user", "x" * 35)]  # about 10 tokens


def test_nothing_is_sent_that_no_longer_fits() -> None:
    chat = ScriptedChat([Reply("{}", input_tokens=60, output_tokens=35), "never"])
    budgeted = BudgetedChat(chat, Budget(max_tokens=100))
    budgeted.reply(SHORT, {})
    with pytest.raises(OverBudget):
        budgeted.reply(SHORT, {})
    assert len(chat.asked) == 1


def test_a_limit_in_money_counts_both_directions() -> None:
    budget = Budget(max_cost=1.0, price_in=10_000.0, price_out=20_000.0)
    chat = ScriptedChat([Reply("{}", input_tokens=50, output_tokens=20), "never"])
    budgeted = BudgetedChat(chat, budget)
    budgeted.reply(SHORT, {})
    assert budget.cost == pytest.approx(0.9)
    with pytest.raises(OverBudget):
        budgeted.reply([Message("user", "x" * 350)], {})


def test_where_the_provider_does_not_say_what_was_spent_it_is_estimated() -> None:
    budget = Budget()
    BudgetedChat(ScriptedChat(["y" * 70]), budget).reply(SHORT, {})
    assert (budget.spent_in, budget.spent_out) == (10, 20)


def test_without_prices_there_is_no_cost() -> None:
    assert Budget().cost is None
    with pytest.raises(InputError):
        Budget(max_cost=1)


def test_a_budget_changes_no_answer_and_so_no_identity() -> None:
    assert BudgetedChat(ScriptedChat([], identity="a:b"), Budget()).identity == "a:b"


def test_tokens_are_never_estimated_as_none() -> None:
    assert count_tokens("a") == 1
    assert count_tokens("") == 0
