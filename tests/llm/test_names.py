import pytest

from qualkit.errors import InputError
from qualkit.llm.names import ModelName, is_model_name, parse_judge_name


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("llm:openai:gpt", ModelName("openai", "gpt")),
        ("llm:ollama:llama3:8b", ModelName("ollama", "llama3:8b")),
        (" llm:openai:casa/modelo ", ModelName("openai", "casa/modelo")),
    ],
)
def test_a_name_gives_provider_and_model(name: str, model: ModelName) -> None:
    assert parse_judge_name(name) == model
    assert parse_judge_name(str(model)) == model
    assert is_model_name(name)


@pytest.mark.parametrize(
    "name", ["", "evidence", "llm", "llm:", "llm:openai", "llm:openai:", "llm::modelo", "openai:gpt"]
)
def test_another_name_is_refused_with_the_form_it_should_have(name: str) -> None:
    with pytest.raises(InputError, match="llm:PROVIDER:MODEL"):
        parse_judge_name(name)


def test_the_local_judge_is_no_model() -> None:
    assert not is_model_name("evidence")
