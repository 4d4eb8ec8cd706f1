from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from qualkit.errors import ProviderError
from qualkit.llm.stored import StoredChat, utc_now
from qualkit.protocols import Message, Reply
from qualkit.storage.store import Store
from qualkit.testing import MemoryReplies, ScriptedChat

ASKED = [Message("user", "¿Qué nivel?")]
SCHEMA = {"type": "object"}


def says(content: str | None = None, **more: Any) -> dict[str, Any]:
    """Return one answer for the script of the server."""
    return {"content": content, **more}


def test_a_second_question_is_answered_from_the_record() -> None:
    chat = ScriptedChat([Reply("{}", input_tokens=3, raw={"id": "1"})])
    stored = StoredChat(chat, MemoryReplies())
    assert stored.reply(ASKED, SCHEMA) == stored.reply(ASKED, SCHEMA)
    assert len(chat.asked) == 1


@pytest.mark.parametrize(
    ("identity", "messages", "schema"),
    [
        ("otro:modelo", ASKED, SCHEMA),
        ("scripted:chat", [Message("user", "¿Qué nivel? ")], SCHEMA),
        ("scripted:chat", [Message("system", "¿Qué nivel?")], SCHEMA),
        ("scripted:chat", ASKED, {"type": "array"}),
    ],
    ids=["model", "words", "role", "schema"],
)
def test_whatever_could_change_an_answer_is_another_question(
    identity: str, messages: list[Message], schema: dict[str, str]
) -> None:
    replies = MemoryReplies()
    StoredChat(ScriptedChat(["primera"]), replies).reply(ASKED, SCHEMA)
    other = StoredChat(ScriptedChat(["segunda"], identity=identity), replies)
    assert other.reply(messages, schema).text == "segunda"
    assert len(replies.rows) == 2


def test_the_raw_reply_is_kept_however_bad_it_is() -> None:
    replies = MemoryReplies()
    StoredChat(ScriptedChat([Reply('{"roto', finish="length")]), replies, clock=lambda: "2026-01-02").reply(
        ASKED, SCHEMA
    )
    [row] = replies.rows.values()
    assert row["reply"]["text"] == '{"roto'
    assert row["request"] == {"messages": [asdict(ASKED[0])], "schema": SCHEMA}
    assert (row["model"], row["at"]) == ("scripted:chat", "2026-01-02")


def test_an_error_is_asked_again() -> None:
    stored = StoredChat(ScriptedChat([ProviderError("caído"), "ya"]), MemoryReplies())
    with pytest.raises(ProviderError):
        stored.reply(ASKED, SCHEMA)
    assert stored.reply(ASKED, SCHEMA).text == "ya"


def test_the_record_of_a_project_answers_after_the_server_is_gone(server: Any, tmp_path: Path) -> None:
    server.script = [says('{"level": 3}')]
    chat = server.chat(max_retries=0)
    store = Store(tmp_path / "project.db")
    first = StoredChat(chat, store).reply(ASKED, SCHEMA)
    server.stop()
    again = StoredChat(server.chat(max_retries=0), store).reply(ASKED, SCHEMA)
    store.close()
    assert again == first


def test_the_time_is_in_utc() -> None:
    assert utc_now().endswith("+00:00")
