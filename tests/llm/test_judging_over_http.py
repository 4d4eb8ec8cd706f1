"""The whole way of the language-model judge over a real loopback server: prompt, protocol, parsing, gate, record."""

import json
from typing import Any

import pytest

from qualkit.llm.stored import StoredChat
from qualkit.model import Criterion, Experience, Score
from qualkit.protocols import ChatModel
from qualkit.scoring.llm_judge import LlmJudge
from qualkit.testing import MemoryReplies

CRITERION = Criterion("estudiantes", "Estudiantes", "¿Qué deciden?", ("Nada.", "Poco.", "Algo.", "Todo."))
FORM = Experience("e1", "Red Sur", {"resumen": "Los estudiantes eligen el tema del mes."})
KEY = "sk-prueba-1234567890abcdef"


def says(content: str | None = None, **more: Any) -> dict[str, Any]:
    """Return one answer for the script of the server."""
    return {"content": content, **more}


def answer(level: int | None, *quotes: str) -> str:
    evidence = [{"field": "resumen", "quote": quote} for quote in quotes]
    return json.dumps({"evidence": evidence, "why_not_lower": "a", "why_not_higher": "b", "level": level})


TRUE, INVENTED = answer(3, "eligen el tema del mes"), answer(4, "eligen y evalúan todo")


def judge(chat: ChatModel) -> Score:
    return LlmJudge(chat, name="llm:openai:modelo-de-prueba").judge(FORM, CRITERION)


@pytest.mark.parametrize(
    ("script", "level", "state"),
    [
        ([says(TRUE)], 3, "scored"),
        ([says("no es json"), says(TRUE)], 3, "scored"),
        ([says("no es json"), says("tampoco")], None, "unparsed"),
        ([says(INVENTED), says(TRUE)], 3, "scored"),
        ([says(INVENTED), says(INVENTED)], None, "no_evidence"),
        ([says(answer(None))], None, "no_evidence"),
        ([says(None, refusal="no")], None, "refused"),
        ([says("", finish="content_filter")], None, "refused"),
        ([says('{"evi', finish="length")], None, "unparsed"),
        ([says(status=429, headers={"Retry-After": "0.01"}), says(TRUE)], 3, "scored"),
        ([says(status=500, headers={"Retry-After": "0.01"})] * 2, None, "provider_error"),
        ([says(status=401, error=f"bad key {KEY}")], None, "provider_error"),
        ([says(status=400, error="response_format unsupported"), says(TRUE)], 3, "scored"),
    ],
    ids=[
        *(
            "happy",
            "repaired JSON",
            "unparsed",
            "repaired quote",
            "invented twice",
            "SE",
            "refusal",
            "filter",
            "length",
        ),
        *("429 then 200", "500s", "401", "no json_schema"),
    ],
)
def test_every_way_a_server_answers_ends_in_a_state(
    server: Any, script: list[dict[str, Any]], level: int | None, state: str
) -> None:
    server.script = list(script)
    score = judge(server.chat())
    assert (score.level, score.state) == (level, state)
    assert (server.script, len(server.requests)) == ([], len(script))
    assert KEY not in score.rationale


def test_a_judgement_is_given_again_after_the_server_is_gone(server: Any) -> None:
    replies = MemoryReplies()
    server.script = [says(INVENTED), says(TRUE)]
    chat = server.chat(max_retries=0)
    first = judge(StoredChat(chat, replies))
    server.stop()
    assert judge(StoredChat(chat, replies)) == first
    assert first.state == "scored"
    assert judge(chat).state == "provider_error"


def test_only_the_form_and_the_rubric_go_out(server: Any) -> None:
    server.script = [says(TRUE)]
    judge(server.chat())
    sent = json.dumps(server.bodies, ensure_ascii=False)
    assert "Red Sur" not in sent
    assert '"e1"' not in sent
